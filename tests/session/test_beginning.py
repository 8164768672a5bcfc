"""A session begins whole: one lead, a phase with points, lengths that can be."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from tests.session.room import ANA, PANEL, STANDARD, TALK, Room, created

from panel_tui.session import rules
from panel_tui.session.terms import SeatData

OTHER_LEAD = SeatData(id="s8", name="Another", role="lead")
CROWD = tuple(SeatData(id=f"x{n}", name=f"Person {n}", role="member") for n in range(120))
ONLY_ALPHA = tuple(msgspec.structs.replace(point, phases=("alpha",)) for point in STANDARD.points)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"service": ""}, "a session needs the name of a service"),
        ({"date": "soon"}, "'soon' is not a date; write it as 2026-11-21"),
        ({"phase": "gamma"}, "the standard has no phase 'gamma'; it has alpha, beta, live"),
        (
            {"phase": "beta", "standard": msgspec.structs.replace(STANDARD, points=ONLY_ALPHA)},
            "the standard has no point for beta",
        ),
        ({"scale": "stars"}, "the standard has no scale 'stars'; it has default, rag"),
        ({"timeboxes": {"lunch": 60}}, "there is no timebox 'lunch'; there are briefing, deliberation, questions"),
        ({"timeboxes": {"briefing": 0}}, "a timebox lasts from a second to a day"),
        ({"panel": ()}, "a panel has one lead, and this one has none"),
        ({"panel": (*PANEL, OTHER_LEAD)}, "a panel has one lead, and this one has 2"),
        ({"panel": (OTHER_LEAD,)}, "the lead makes the session"),
        ({"panel": (*PANEL, *CROWD)}, "a panel has at most 120 seats"),
        ({"panel": (*PANEL, PANEL[2])}, "two seats have the same id"),
        ({"panel": (PANEL[0], CROWD[0], SeatData(id="y", name="person 0", role="member"))}, "there is a seat for"),
        ({"panel": (PANEL[0], SeatData(id="y", name="", role="member"))}, "a seat needs a name"),
    ],
)
def test_a_session_that_is_not_whole_does_not_begin(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(rules.Refused, match=sentence.replace("'", ".")):
        rules.check_beginning(ANA, created(**_plain(changes)))


def _plain(changes: dict[str, Any]) -> dict[str, Any]:
    return {**changes, "standard": msgspec.to_builtins(changes.get("standard", STANDARD))}


def test_a_conversation_begins_without_a_scale() -> None:
    assert Room(created(TALK)).state.standard.conversation is not None


def test_a_session_begins_in_the_briefing_on_no_point_with_its_lead() -> None:
    room = Room(created(timeboxes={"briefing": 60}, date="2026-11-21"))
    assert (room.state.stage, room.state.current, room.state.lead, room.n) == ("briefing", None, ANA, 1)
