"""The screens say who wrote something down for another seat."""

from __future__ import annotations

from tests.session.absent import LEAD, MEMBER, absent
from tests.session.room import BO

from panel_tui.tui import ink
from panel_tui.tui.screens import (
    before_text,
    briefing_text,
    close_text,
    deliberation_text,
    evidence_text,
    points_text,
    questions_text,
)


def drawn(paras: list[ink.Para]) -> str:
    return "\n".join(ink.plain((*para.lead, *para.body)) for para in paras)


def test_the_screens_say_it() -> None:
    view = absent().view(BO)
    point = view.point("users")
    by = f", written by {LEAD}"
    assert f"{MEMBER} takes part, point 1{by}" in drawn(briefing_text.conflicts(view))
    assert by in drawn(before_text.to_check(view, point))
    assert f", entered by {LEAD}" in drawn(points_text._verdict(view, point))
    deliberation = drawn(deliberation_text.detail(view, point, 120))
    assert f"Dissent  {MEMBER}{by}: Too soon" in deliberation
    assert deliberation.count(by) >= 3, "a conflict, a check, a dissent"
    assert f"asked by {MEMBER}, written down by {LEAD}" in drawn(questions_text.detail(view, view.questions[0]))
    assert f"by {LEAD}" in drawn(close_text.signatures(view))
    assert f"{MEMBER} (by {LEAD})" in drawn(close_text.signatures_in_short(view))
    assert by in drawn(evidence_text.piece(view, point.evidence[0], whole=True))
