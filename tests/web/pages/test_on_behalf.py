"""A seat's page says who wrote something down for another seat."""

from __future__ import annotations

from tests.session.absent import LEAD, MEMBER, absent
from tests.session.room import BO
from tests.web.pages.rooms import shown

from panel_tui.web.pages import seat_page


def test_a_seats_page_says_it() -> None:
    room = absent()
    view = room.view(BO)
    here = seat_page(view, "1", shown(room))
    whole = seat_page(view, "all", shown(room))
    assert f"entered by {LEAD}" in here
    assert here.count(f"written by {LEAD}") >= 5, "a note, a mark, a conflict, a dissent and a check"
    assert f"asked by {MEMBER}, written by {LEAD}" in here
    assert f"by {LEAD}</span>" in whole
    assert f"written by {LEAD}" in whole
