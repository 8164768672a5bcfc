"""Corrections as they are typed."""

from __future__ import annotations

import pytest
from tests.intake.sources import Session, item

from panel_tui.intake.corrections import corrected
from panel_tui.intake.found import IntakeError

SESSION = Session()
PREVIEW = SESSION.preview(item("a"), item("b", "Retro", state="planned"))


@pytest.mark.parametrize("typed", ["2 4", "2=4", " 2   point 4 ", "2 @4", "02 4"])
def test_a_row_goes_to_a_point(typed: str) -> None:
    assert corrected(PREVIEW, typed).rows[1].point == SESSION.id_of("4")


def test_a_row_is_done_planned_left_out_and_taken_after_all() -> None:
    assert corrected(PREVIEW, "2 done").rows[1].state == "done"
    assert corrected(PREVIEW, "1 Planned").rows[0].state == "planned"
    out = corrected(PREVIEW, "1 out")
    assert out.rows[0].change == "left out"
    assert corrected(out, "1 in").rows[0].change == "new"
    assert corrected(corrected(PREVIEW, "1 4"), "1 none").rows[0].point is None


@pytest.mark.parametrize("typed", ["", "4", "x 4", "2 ", "=4", "² 4", "99999999999 4", "-1 4"])
def test_what_is_no_correction_is_answered_by_how_one_is_typed(typed: str) -> None:
    with pytest.raises(IntakeError, match=r'is no correction: type "12 4" \(row 12 to point 4\)'):
        corrected(PREVIEW, typed)


@pytest.mark.parametrize(("typed", "said"), [("2 99", "There is no point '99'"), ("3 4", "the rows are 1 to 2")])
def test_a_point_or_a_row_that_is_not_there_is_named(typed: str, said: str) -> None:
    with pytest.raises(IntakeError, match=said):
        corrected(PREVIEW, typed)
