"""Every kind of event from every kind of door: a device sends what its seat could do with a command, and no more."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from tests.commands.table import ANA, BO, CY, OB
from tests.web.served import Served
from tests.web.test_attacks import AT_THE_DOOR, OF_THE_LEAD, note, sent

from panel_tui.commands import ACTIONS, ELSEWHERE, FROM_A_DEVICE
from panel_tui.session import bodies, rules
from panel_tui.session.bodies import AnyBody
from panel_tui.session.rules.seats import OF_THE_DOOR
from panel_tui.session.terms import SeatData
from panel_tui.web import gate
from panel_tui.web.said import FORMS

P4 = "iterate-and-improve"
OF_EVERYBODY: tuple[AnyBody, ...] = (
    note("a note"),
    bodies.NoteChanged(id="N1", kind="concern", text="x", point=P4),
    bodies.NoteWithdrawn(id="N1"),
    bodies.EvidenceAdded(id="E1", point=P4, state="done", title="x"),
    bodies.EvidenceChanged(id="E1", state="done", title="x"),
    bodies.EvidenceWithdrawn(id="E1"),
    bodies.EvidencePlaced(id="E1", point=None),
    bodies.EvidenceMarked(id="E1", mark="seen"),
    bodies.OwnViewGiven(point=P4, level=None, text="x"),
    bodies.ScoreGiven(point=P4, round=1, level="met"),
    bodies.DissentRecorded(point=P4, text="x"),
    bodies.RecommendationMade(id="R1", point=P4, strength="must", text="x"),
    bodies.RecommendationChanged(id="R1", strength="must", text="x"),
    bodies.RecommendationWithdrawn(id="R1"),
    bodies.EarlierChecked(id="P1", status="not"),
    bodies.QuestionAsked(id="Q1", kind="question", asker="panel", point=None, text="x"),
    bodies.QuestionWithdrawn(id="Q1"),
    bodies.SignedOff(),
    bodies.ConflictDeclared(seat=CY, point=P4, effect="note", reason="x"),
    bodies.ConflictLifted(seat=CY, point=P4, reason="x"),
    bodies.LeadTaken(reason="x"),
    bodies.Exported(format="md", audience="team"),
    bodies.Undone(number=1),
    bodies.Redone(number=1),
)
EVERYTHING = (*OF_EVERYBODY, *OF_THE_LEAD, *AT_THE_DOOR)
NEVER = {
    bodies.SessionCreated,
    bodies.Exported,
    bodies.EvidenceBrought,
    bodies.OwnViewsBrought,
    *(set(OF_THE_DOOR) - {bodies.TeamPageTurned, bodies.DecisionsShared}),
}
"""What happens at the lead's computer alone."""


def test_every_kind_is_tried_here() -> None:
    assert {type(one) for one in EVERYTHING} | {bodies.SessionCreated} == set(get_args(AnyBody))


def test_what_a_device_may_send_is_named_kind_by_kind_and_all_else_is_refused() -> None:
    assert set(get_args(AnyBody)) - FROM_A_DEVICE == NEVER
    assert {id for id in ELSEWHERE if id not in {action.id for action in ACTIONS}} == set()


@pytest.mark.parametrize("who", [ANA, BO, CY, OB, "team", "display"])
@pytest.mark.parametrize("team_page", [False, True])
async def test_what_a_door_takes_is_what_the_rules_allow_who_stands_there(
    tmp_path: Path, who: str, team_page: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate.Bucket, "take", lambda _: True)
    served = Served(tmp_path)
    try:
        if team_page:
            served.say(ANA, bodies.TeamPageTurned(on=True), bodies.StageEntered(stage="questions"))
        device = await served.device().join(who)
        for what in EVERYTHING:
            before = served.room.history
            status, said = await sent(device, what)
            if type(what) in NEVER:
                assert (status, served.room.state.n) == (400, before.state.n), what
            refusal = rules.may(before.state, who, type(what))
            if refusal is not None:
                assert status in (400, 409), what
                assert served.room.state.n == before.state.n, what
            if status == 200:
                assert {event.seat for event in served.room.history.events[before.state.n :]} == {who}, what
            else:
                assert served.room.state.n == before.state.n, what
                assert said["refused"], what
            tag = str(type(what).__struct_config__.tag)
            if tag not in FORMS:
                assert (await device.do(tag, text="x", point="4"))[0] == 404, what
        if who in (OB, "display"):
            assert {type(one.what) for one in served.room.history.events if one.seat == who} <= {bodies.SeatJoined}
    finally:
        await served.end()


async def test_an_export_is_recorded_by_who_writes_it_and_from_no_device(served: Served) -> None:
    served.say(ANA, bodies.SeatChanged(seat=SeatData(id=OB, name="Ob", role="observer")))
    for who in (ANA, CY, OB):
        device = await served.device().join(who)
        status, said = await sent(device, bodies.Exported(format="docx", audience="public"))
        assert (status, said["refused"]) == (
            400,
            "What was sent could not be read: load the page again and send it once more.",
        )
    served.say(OB, bodies.Exported(format="md", audience="team"))  # at the lead's computer, with the keyboard
    assert len(served.happened(bodies.Exported)) == 1
