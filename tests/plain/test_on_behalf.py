"""Plain lines say who wrote something down for another seat, and to whom they may tell why the panel adjourned."""

from __future__ import annotations

from tests.session.absent import LEAD, MEMBER, absent
from tests.session.room import BO, CY, OB, Room

from panel_tui.gathered_lines import earlier_lines
from panel_tui.lines import point_lines, question_lines, where
from panel_tui.session import bodies


def test_plain_lines_say_it() -> None:
    view = absent().view(BO)
    lines = point_lines(view, view.point("users"))
    by = f"{MEMBER}, written by {LEAD}"
    assert f"Conflict of interest, {by}, note: A cousin" in lines
    assert f"Dissent, {by}: Too soon" in lines
    assert any(f"{by}, strength" in line for line in lines)
    assert any(f"marked seen by {by}: read it" in line for line in lines)
    assert f"{MEMBER}: Met, entered by {LEAD}" in lines
    assert question_lines(view) == [f"Q1, question from the panel, {by}: Why so?"]
    assert any(f"says {by}: half of it" in line for line in earlier_lines(view))


def test_plain_lines_tell_why_the_panel_adjourned_to_the_panel_and_not_to_an_observer() -> None:
    room = Room().lead(bodies.Adjourned(reason="Ana is ill", until="2026-12-01"))
    told = {seat: [line for line in where(room.view(seat), room.state, room.at) if "Adj" in line] for seat in (CY, OB)}
    assert told == {CY: ["Adjourned until 2026-12-01: Ana is ill."], OB: ["Adjourned until 2026-12-01."]}
