"""What was taken back, undone or replaced is quoted nowhere: neither in the log of a copy nor in that of the room."""

from __future__ import annotations

import msgspec
import pytest
from tests.session.bring import LIST, bring, item, mark
from tests.session.room import ANA, BO, CY, DI, EARLIER, Room, created
from tests.session.say import (
    DECIDED,
    TEAM_ON,
    Step,
    adjourn,
    amend,
    answer,
    ask,
    conflict,
    decide,
    detail,
    dissent,
    evidence,
    extend,
    note,
    outcome,
    recommend,
    redo,
    revise,
    reword,
    stage,
    undo,
)

from panel_tui.session import bodies
from panel_tui.session.terms import TEAM, Source
from panel_tui.session.view import AUDIENCES, Viewer
from panel_tui.session.views import audience

NAME = "Gerald Quimby"
CHECK = bodies.EarlierChecked(id="L1", status="not", text=NAME)
ALL_MET = tuple((ANA, what) for what in (*DECIDED, outcome()))
GONE: dict[str, tuple[Step, ...]] = {
    "a note taken back": ((CY, note(text=NAME)), (CY, bodies.NoteWithdrawn(id="N1"))),
    "a note reworded": ((CY, note(text=NAME)), (CY, reword())),
    "a question taken back": ((CY, ask(text=NAME)), (CY, bodies.QuestionWithdrawn(id="Q1"))),
    "a question of the team taken back": (
        (ANA, stage("questions")),
        (ANA, TEAM_ON),
        (TEAM, ask(text=NAME)),
        (TEAM, bodies.QuestionWithdrawn(id="Q1")),
    ),
    "an answer given again": ((CY, ask()), (ANA, answer(text=NAME)), (ANA, answer())),
    "evidence taken off": ((CY, evidence(title=NAME)), (CY, bodies.EvidenceWithdrawn(id="E1"))),
    "evidence corrected": ((CY, evidence(title=NAME)), (CY, amend())),
    "a correction corrected": ((CY, evidence()), (CY, amend(title=NAME)), (CY, amend())),
    "a correction of evidence that is taken off": (
        (CY, evidence()),
        (CY, amend(title=NAME)),
        (CY, bodies.EvidenceWithdrawn(id="E1")),
    ),
    "a correction that the source replaced": (
        (ANA, bring(item(title="Log"))),
        (ANA, amend(title=NAME)),
        (ANA, bring(item(title="Diary"))),
    ),
    "brought evidence taken off": ((ANA, bring(item(title=NAME))), (ANA, bodies.EvidenceWithdrawn(id="E1"))),
    "brought evidence corrected": ((ANA, bring(item(title=NAME))), (ANA, amend())),
    "a mark's remark replaced": ((CY, evidence()), (DI, mark("E1", "seen", NAME)), (DI, mark("E1", "seen"))),
    "a mark taken off": ((CY, evidence()), (DI, mark("E1", "seen", NAME)), (DI, mark("E1", None))),
    "a mark on evidence that is taken off": (
        (CY, evidence()),
        (DI, mark("E1", "seen", NAME)),
        (CY, bodies.EvidenceWithdrawn(id="E1")),
    ),
    "a recommendation taken back": ((CY, recommend(text=NAME)), (CY, bodies.RecommendationWithdrawn(id="R1"))),
    "a recommendation reworded": ((CY, recommend(text=NAME)), (CY, revise())),
    "an owner replaced": ((CY, recommend(owner=NAME)), (CY, revise())),
    "a reason replaced": ((ANA, decide(reason=NAME)), (ANA, decide())),
    "a dissent replaced": ((ANA, decide()), (CY, dissent(text=NAME)), (CY, dissent())),
    "a dissent from a decision that was changed": (
        (ANA, decide()),
        (CY, dissent(text=NAME)),
        (ANA, decide("na")),
    ),
    "a check given again": ((CY, CHECK), (DI, bodies.EarlierChecked(id="L1", status="partly"))),
    "an outcome's reason replaced": (*ALL_MET, (ANA, outcome("fail", NAME)), (ANA, outcome("fail", "The data"))),
    "a signature's remark replaced": (*ALL_MET, (CY, bodies.SignedOff(remark=NAME)), (CY, bodies.SignedOff())),
    "a signature under another outcome": (
        *ALL_MET,
        (CY, bodies.SignedOff(remark=NAME)),
        (ANA, outcome("fail", "The data")),
    ),
    "a signature under another decision": (*ALL_MET, (CY, bodies.SignedOff(remark=NAME)), (ANA, decide("na"))),
    "a conflict lifted": (
        (ANA, conflict(CY, effect="note", reason=NAME)),
        (ANA, bodies.ConflictLifted(seat=CY, point="users", reason="A namesake")),
    ),
    "a conflict declared again": ((ANA, conflict(CY, reason=NAME)), (ANA, conflict(CY))),
    "a detail corrected": ((ANA, detail("team", NAME)), (ANA, detail("team", "Rents"))),
    "an extension undone": ((ANA, extend(reason=NAME)), (ANA, undo(2))),
    "an adjournment undone": ((ANA, adjourn(NAME)), (ANA, undo(2))),
    "a decision undone": ((ANA, decide(reason=NAME)), (ANA, undo(2))),
    "a question undone": ((CY, ask(text=NAME)), (CY, undo(2))),
    "a source that has another name now": (
        (ANA, bring(item(), source=Source(kind="csv", key=LIST.key, name=NAME))),
        (ANA, bring(item(title="Diary"), source=LIST)),
    ),
}
"""What somebody took back, in each way; the name is in it."""


@pytest.mark.parametrize("steps", list(GONE.values()), ids=list(GONE))
def test_words_that_were_taken_back_are_told_to_nobody(steps: tuple[Step, ...]) -> None:
    room = Room(created(earlier=EARLIER))
    for step in steps:
        room.do(*step)
    assert NAME in repr(room.history.events), "somebody wrote it"
    for viewer in (*(audience(one, names=True) for one in AUDIENCES), Viewer(seat=ANA), Viewer(seat=BO)):
        told = msgspec.json.encode((room.log(viewer), room.view(viewer))).decode()
        assert NAME not in told


STANDS: tuple[tuple[Step, ...], ...] = (
    ((CY, evidence(title=NAME)), (DI, evidence("E2")), (DI, bodies.EvidenceWithdrawn(id="E2"))),
    ((CY, recommend(text=NAME)), (CY, recommend("R2")), (CY, bodies.RecommendationWithdrawn(id="R2"))),
    ((CY, ask(text=NAME)), (ANA, answer())),
    ((ANA, decide()), (CY, dissent(text=NAME)), (ANA, decide(reason="Shown again"))),
    ((ANA, decide()), (CY, dissent(text=NAME)), (DI, dissent())),
    ((ANA, decide()), (CY, dissent(text=NAME)), (ANA, decide("na", "simple"))),
    (*ALL_MET, (CY, bodies.SignedOff(remark=NAME)), (ANA, outcome("pass", "Again"))),
    ((ANA, decide(reason=NAME)), (ANA, undo(2)), (ANA, redo(2))),
    (
        (ANA, conflict(CY, reason=NAME)),
        (ANA, conflict(DI)),
        (ANA, bodies.ConflictLifted(seat=DI, point="users", reason="A namesake")),
    ),
    ((ANA, adjourn(NAME)), (ANA, bodies.Reconvened())),
    (
        (ANA, bring(item(), source=Source(kind="csv", key=LIST.key, name=NAME))),
        (ANA, bring(item(title="Diary"), source=Source(kind="csv", key=LIST.key, name=NAME))),
    ),
)


@pytest.mark.parametrize("steps", STANDS)
def test_words_that_still_stand_are_quoted_in_the_log(steps: tuple[Step, ...]) -> None:
    room = Room(created(earlier=EARLIER))
    for step in steps:
        room.do(*step)
    assert any(NAME in line.text for line in room.log(audience("panel")))


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        (((CY, evidence(title=NAME)), (CY, amend())), "added evidence (done) to point 1"),
        (((CY, recommend(text=NAME)), (CY, revise())), "recommended on point 1"),
        (((CY, ask(text=NAME)), (CY, bodies.QuestionWithdrawn(id="Q1"))), "wrote down question Q1 from the team"),
        (((ANA, decide(reason=NAME)), (ANA, decide())), "decided point 1: Met"),
        (((ANA, detail("team", NAME)), (ANA, detail("team", "Rents"))), "changed the team"),
        (((ANA, detail("team", NAME)), (ANA, undo(2))), "changed the team"),
    ],
)
def test_what_was_done_stays_in_the_log_without_its_words(steps: tuple[Step, ...], line: str) -> None:
    room = Room()
    for step in steps:
        room.do(*step)
    assert room.log(audience("internal"))[1].text == line


def test_the_first_name_of_a_service_is_not_told_when_it_was_corrected() -> None:
    room = Room(created(service=NAME)).lead(detail("service", "Rents"))
    assert [line.text for line in room.log(ANA)] == ["made the session", "changed the service to Rents"]


def test_the_name_of_a_source_goes_with_an_import_that_is_undone() -> None:
    room = Room().lead(bring(item(), source=Source(kind="csv", key="k", name=NAME)), undo(2))
    lines = [line.text for line in room.log(ANA)][1:]
    assert lines == [
        "brought in 1 piece of evidence, new or changed, from the list",
        "undid event 2: brought in 1 piece of evidence, new or changed, from the list",
    ]
