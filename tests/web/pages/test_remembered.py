"""What is remembered of a page is what would be rendered anew, after each event of whole sessions."""

from __future__ import annotations

import pytest
from tests.session.room import Room
from tests.web.pages.rooms import closed, every_session, shown

from panel_tui.session.history import History
from panel_tui.session.view import DISPLAY, TEAM_PAGE, Viewer
from panel_tui.session.views import view_for
from panel_tui.web import pages
from panel_tui.web.pages import remembered
from panel_tui.web.pages.look import Look


def rendered(room: Room, *, gone: bool) -> dict[str, dict[str, str]]:
    state, beside = room.history.state, shown(room, gone=gone)
    made = {
        f"{seat} {looking}": pages.seat_regions(view_for(state, Viewer(seat=seat)), looking, beside)
        for seat in state.seats
        for looking in (None, "1", "2", "all")
    }
    made["display"] = pages.display_regions(view_for(state, DISPLAY), beside)
    made["team"] = pages.team_regions(view_for(state, TEAM_PAGE), beside)
    return made


@pytest.mark.parametrize("name", ["closed", "adjourned", "talk at close"])
def test_after_every_event_each_page_is_what_it_would_be_without_memory(name: str) -> None:
    whole = every_session()[name].history.events
    room = Room()
    for n in range(1, len(whole) + 1):
        room.history = History.of(whole[:n])
        room.wait(seconds=7)
        told = rendered(room, gone=n % 3 == 0)
        remembered.forget()
        assert told == rendered(room, gone=n % 3 == 0), whole[n - 1].what


def test_a_region_that_shows_nothing_new_is_not_rendered_again_and_a_refused_form_always_is() -> None:
    room = closed()
    view = view_for(room.history.state, Viewer(seat="s3"))
    made: list[str] = []

    def render() -> str:
        made.append("html")
        return made[-1]

    remembered.forget()
    for _ in range(3):
        assert remembered.remembered(Look(view, "1", shown(room)), "seat", "notes", render) == "html"
    assert len(made) == 1
    for sentence in ("Say why.", "Say why."):
        remembered.remembered(Look(view, "1", shown(room, sentence=sentence)), "seat", "notes", render)
    assert len(made) == 3


def test_the_memory_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "_MOST", 3)
    remembered.forget()
    rendered(closed(), gone=False)
    assert len(remembered._held) <= 3
