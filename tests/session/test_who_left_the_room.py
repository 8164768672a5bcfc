"""Who left the room for a point does nothing about it; somebody else does, and lifting a conflict says why."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest
from tests.session.room import ANA, BO, CY, DI, EARLIER, START, Room, created
from tests.session.say import (
    Step,
    again,
    amend,
    conflict,
    decide,
    dissent,
    evidence,
    go,
    note,
    recommend,
    reveal,
    revise,
    reword,
    score,
    stage,
)

from panel_tui.session import bodies, chain
from panel_tui.session.bodies import AnyBody
from panel_tui.session.history import History
from panel_tui.session.rules.conflicts import ABOUT_POINTS, points_of
from panel_tui.session.terms import BroughtItem, SeatData, Source, TeamView
from panel_tui.session.view import Viewer

LEFT = "Anazora Quill leaves the room for point 1: A cousin"
BY_BO = f"{LEFT}; Bovrik Tarn, the deputy, takes the lead for it"
BY_CY = f"{LEFT}; Cyprane Wold does it at the keyboard"
TRELLO = Source(kind="trello", key="trello:1", name="Evidence")
OWN = Source(kind="self", key="self:1", name="Our own record")


def ask(point: str | None = "users", id: str = "Q1") -> bodies.QuestionAsked:
    return bodies.QuestionAsked(id=id, kind="question", asker="panel", point=point, text="Who rang?")


def brought(point: str | None, id: str = "", key: str = "a") -> BroughtItem:
    return BroughtItem(id=id, key=key, point=point, state="done", title="Log", url=None)


HAPPENED: tuple[Step, ...] = (
    (ANA, note("N1")),
    (ANA, note("N2", "safe")),
    (ANA, evidence("E1")),
    (ANA, evidence("E2", "safe")),
    (ANA, recommend("R1")),
    (ANA, ask()),
    (CY, score()),
)
ABOUT_IT: tuple[tuple[tuple[Step, ...], AnyBody, str | None], ...] = (
    ((), note("N9"), None),
    ((), note("N9", private=True), None),
    ((), note("N9"), CY),
    ((), reword("N1"), None),
    ((), reword("N2", "users"), None),
    ((), reword("N1", "safe"), None),
    ((), bodies.NoteWithdrawn(id="N1"), None),
    ((), evidence("E9"), None),
    ((), evidence("E9"), CY),
    ((), amend("E1"), None),
    ((), bodies.EvidenceWithdrawn(id="E1"), None),
    ((), bodies.EvidencePlaced(id="E1", point="safe"), None),
    ((), bodies.EvidencePlaced(id="E2", point="users"), None),
    ((), bodies.EvidencePlaced(id="E1", point=None), CY),
    ((), bodies.EvidenceMarked(id="E1", mark="seen"), None),
    ((), bodies.EvidenceBrought(source=TRELLO, items=(brought("users", "E7"),)), None),
    (
        ((ANA, bodies.EvidenceBrought(source=TRELLO, items=(brought("users", "E7"),))),),
        bodies.EvidenceBrought(source=TRELLO, items=(), gone=("E7",)),
        None,
    ),
    ((), bodies.OwnViewsBrought(source=OWN, views=(TeamView(point="users", level="met"),)), None),
    ((), score(), None),
    ((), score("part"), CY),
    ((), reveal(), None),
    ((), reveal("safe", "users"), None),
    (((ANA, reveal()),), again(), None),
    (((ANA, reveal()),), decide(), None),
    (((ANA, reveal()), (ANA, decide())), dissent(), None),
    (((ANA, reveal()), (ANA, decide())), dissent(), CY),
    ((), recommend("R9"), None),
    ((), recommend("R9"), CY),
    ((), revise("R1"), None),
    ((), bodies.RecommendationWithdrawn(id="R1"), None),
    ((), ask(id="Q9"), None),
    ((), ask(id="Q9"), CY),
    ((), bodies.QuestionAnswered(id="Q1", text="Twelve"), None),
    ((), bodies.QuestionWithdrawn(id="Q1"), None),
)


@pytest.mark.parametrize(("before", "what", "behalf"), ABOUT_IT)
def test_a_lead_who_left_the_room_does_nothing_about_the_point(
    before: tuple[Step, ...], what: AnyBody, behalf: str | None
) -> None:
    room = Room()
    for step in (*HAPPENED, *before):
        room.do(*step)
    room.lead(conflict(ANA))
    refusal = room.refuses(ANA, what, behalf)
    assert refusal.startswith(LEFT)
    assert refusal in (LEFT, BY_BO, BY_CY)


def test_every_kind_of_act_about_a_point_is_tried_here() -> None:
    tried = {type(what) for _, what, _ in ABOUT_IT} | {bodies.OwnViewGiven, bodies.EarlierChecked}
    assert tried == set(ABOUT_POINTS)


def test_every_kind_that_names_a_point_is_known_to_be_about_it_or_not() -> None:
    """A new kind of event with a point has to be put into the table, or here with a reason."""
    moves_the_room_or_is_of_the_conflict_itself = {
        bodies.PointEntered,
        bodies.ConflictDeclared,
        bodies.ConflictLifted,
    }
    named = {
        kind
        for kind in get_args(AnyBody)
        if {"point", "points"} & set(kind.__struct_fields__) and kind is not bodies.SessionCreated
    }
    assert named - moves_the_room_or_is_of_the_conflict_itself <= set(ABOUT_POINTS)


def test_what_is_about_another_point_or_about_none_goes_on() -> None:
    room = Room()
    for step in HAPPENED:
        room.do(*step)
    room.lead(conflict(ANA), note("N5", "safe"), note("N6", None), recommend("R5", None), ask(None, "Q5"))
    room.lead(bodies.EvidencePlaced(id="E2", point="simple"), stage("points"), go("users"), go("safe"))
    room.do(ANA, score("amber", "safe"), CY).lead(reveal("safe"))
    assert points_of(room.state, bodies.SignedOff()) == frozenset()
    assert points_of(room.state, bodies.NoteWithdrawn(id="N77")) == frozenset()


def test_what_last_time_recommended_for_the_point_is_checked_by_somebody_else() -> None:
    room = Room(created(earlier=EARLIER))
    room.lead(conflict(ANA))
    check = bodies.EarlierChecked(id="L1", status="not")
    assert room.refuses(ANA, check) == LEFT
    assert room.refuses(ANA, check, CY) == BY_CY
    room.do(CY, check)


def test_a_lead_may_not_write_for_a_seat_that_left_either() -> None:
    room = Room().lead(conflict(CY), stage("questions"))
    assert room.refuses(ANA, ask(), CY) == "Cyprane Wold leaves the room for point 1: A cousin"


def test_the_deputy_takes_the_lead_for_the_point_and_gives_it_back() -> None:
    room = Room().do(CY, score()).lead(conflict(ANA))
    assert room.refuses(ANA, reveal()) == BY_BO
    room.do(BO, bodies.LeadTaken(reason="Ana is out of the room"))
    room.do(BO, reveal()).do(BO, decide()).do(BO, note("N3"), DI)
    room.do(ANA, bodies.LeadTaken(reason="Ana is back"))
    decision = room.point().decision
    assert (room.state.lead, decision and decision.by) == (ANA, BO)


def test_without_a_deputy_in_the_room_another_seat_is_made_one() -> None:
    room = Room().do(CY, score()).lead(conflict(ANA), conflict(BO))
    assert room.refuses(ANA, reveal()) == f"{LEFT}; make another seat the deputy, who takes the lead for it"
    room.lead(bodies.SeatChanged(seat=SeatData(id=DI, name="Di", role="deputy")))
    assert room.refuses(ANA, reveal()) == f"{LEFT}; Di, the deputy, takes the lead for it"
    room.do(DI, bodies.LeadTaken(reason="both are out of the room")).do(DI, reveal())


def test_a_refusal_says_nothing_of_what_is_so_at_the_point() -> None:
    empty = Room().lead(conflict(ANA)).refuses(ANA, reveal())
    scored = Room().do(CY, score()).lead(reveal(), conflict(ANA)).refuses(ANA, reveal())
    assert empty == scored == BY_BO


def test_a_conflict_is_lifted_with_a_reason_alone_and_is_not_undone() -> None:
    room = Room().lead(conflict(ANA))
    assert room.refuses(ANA, bodies.ConflictLifted(seat=ANA, point="users")) == (
        "say why: lifting a conflict of interest needs a reason"
    )
    assert room.refuses(ANA, bodies.ConflictLifted(seat=ANA, point="users", reason="")).startswith("say why")
    assert room.refuses(ANA, bodies.Undone(number=room.n)) == (
        "a conflict of interest is taken back with a reason: lift it, and say why"
    )
    room.lead(bodies.ConflictLifted(seat=ANA, point="users", reason="A namesake"))
    assert room.said(BO) == "lifted a conflict of interest of Anazora Quill, because A namesake"
    assert room.log(Viewer(audience="public")) == ()
    room.lead(note())


def test_who_left_undoes_and_redoes_nothing_of_the_point() -> None:
    room = Room().lead(note("N1"), note("N2", "safe"), bodies.NoteWithdrawn(id="N1"), conflict(ANA))
    assert room.refuses(ANA, bodies.Undone(number=2)) == LEFT
    assert room.refuses(ANA, bodies.Undone(number=4)) == LEFT
    room.lead(bodies.Undone(number=3))  # what was about another point
    lifted = bodies.ConflictLifted(seat=ANA, point="users", reason="A namesake")
    room.lead(lifted, bodies.Undone(number=4), conflict(ANA))
    assert room.refuses(ANA, bodies.Redone(number=4)) == LEFT


def test_a_lift_is_not_undone_below_what_was_done_since() -> None:
    room = Room().do(CY, score()).lead(conflict(ANA))
    room.lead(bodies.ConflictLifted(seat=ANA, point="users", reason="A namesake"))
    lift = room.n
    room.lead(reveal())
    assert room.refuses(ANA, bodies.Undone(number=lift)) == (
        f"event {lift + 1}, which came after, would not fit any more: {LEFT}"
    )
    room.lead(bodies.Undone(number=room.n), bodies.Undone(number=lift))
    assert room.refuses(ANA, reveal()) == BY_BO


def test_a_record_from_before_this_rule_still_folds_and_its_undo_is_not_refused_for_it() -> None:
    """Older versions let who had left the room reveal, score again, and lift without a reason."""
    room = Room().do(CY, score()).lead(note("N1", "safe"), conflict(ANA))
    events = list(room.history.events)
    for who, behalf, what in (
        (ANA, None, reveal()),
        (ANA, None, again()),
        (ANA, CY, score("part", round=2)),
        (ANA, None, bodies.ConflictLifted(seat=ANA, point="users")),
        (ANA, None, conflict(BO, "safe")),
    ):
        last = events[-1]
        events.append(chain.seal(last.n + 1, START + timedelta(hours=1), who, behalf, what, last.hash, None))
    room.history = History.of(events)
    assert room.point().round == 2
    room.lead(bodies.Undone(number=3))  # the note: what came after it is not torn by that
    assert room.refuses(ANA, bodies.Undone(number=4)).startswith("a conflict of interest is taken back")
    room.lead(bodies.Undone(number=8))  # the lift without a reason: what was done before it was done all the same
    assert room.refuses(ANA, reveal()) == BY_BO
    assert History.of(room.history.events).state == room.state
