"""What is remembered of a page is what would be rendered anew, after each event of whole sessions."""

from __future__ import annotations

import pytest
from tests.session.room import ANA, BO, CY, DI, Room
from tests.web.pages.rooms import at_stage, closed, every_session, page, shown

from panel_tui.session import bodies
from panel_tui.session.history import History
from panel_tui.session.view import DISPLAY, TEAM_PAGE, Viewer
from panel_tui.session.views import view_for
from panel_tui.web import pages
from panel_tui.web.pages import remembered, shared
from panel_tui.web.pages.look import Look


def rendered(room: Room, *, gone: bool, anew: bool = False) -> dict[str, dict[str, str]]:
    state, beside = room.history.state, shown(room, gone=gone)

    def regions(seat: str, looking: str | None) -> dict[str, str]:
        if anew:
            remembered.forget()  # also what another seat has just been shown
        return pages.seat_regions(view_for(state, Viewer(seat=seat)), looking, beside)

    made = {f"{seat} {looking}": regions(seat, looking) for seat in state.seats for looking in (None, "1", "2", "all")}
    if anew:
        remembered.forget()
    made["display"] = pages.display_regions(view_for(state, DISPLAY), beside)
    made["team"] = pages.team_regions(view_for(state, TEAM_PAGE), beside)
    return made


@pytest.mark.parametrize("name", ["closed", "adjourned", "talk at close", "gathered, at close", "own record at close"])
def test_after_every_event_each_page_is_what_it_would_be_without_memory(name: str) -> None:
    whole = every_session()[name].history.events
    room = Room()
    for n in range(1, len(whole) + 1):
        room.history = History.of(whole[:n])
        room.wait(seconds=7)
        told = rendered(room, gone=n % 3 == 0)
        assert told == rendered(room, gone=n % 3 == 0, anew=True), whole[n - 1].what


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


WRITERS = (ANA, BO, CY, DI)


def notes_of(room: Room, seat: str) -> str:
    view = view_for(room.history.state, Viewer(seat=seat))
    return pages.seat_regions(view, "1", shown(room))["notes"]


def with_private_notes() -> Room:
    room = at_stage("points")
    for at, seat in enumerate(WRITERS):
        room.do(seat, bodies.NoteTaken(id=f"N5{at}", point="users", kind="concern", text=f"open word of {seat}"))
        secret = bodies.NoteTaken(
            id=f"N6{at}", point="users", kind="concern", text=f"secret word of {seat}", private=True
        )
        room.do(seat, secret)
    return room


def test_a_private_note_of_one_seat_is_on_no_page_of_another_whoever_was_shown_a_page_before() -> None:
    room = with_private_notes()
    remembered.forget()
    for seat in (*WRITERS, *reversed(WRITERS)):
        for html in (notes_of(room, seat), page(room, seat, "1"), page(room, seat)):
            assert f"secret word of {seat}" in html
            assert [one for one in WRITERS if f"secret word of {one}" in html] == [seat]
            assert all(f"open word of {one}" in html for one in WRITERS)


def test_the_form_that_changes_a_note_is_on_the_page_of_its_own_seat_alone() -> None:
    room = with_private_notes()
    remembered.forget()
    for seat in (*WRITERS, *reversed(WRITERS)):
        html = notes_of(room, seat)
        assert [one for at, one in enumerate(WRITERS) if f"Withdraw note N5{at}" in html] == [seat]


def test_a_note_that_is_changed_or_made_private_is_so_on_every_page_at_once() -> None:
    room = with_private_notes()
    for seat in WRITERS:
        notes_of(room, seat)
    room.do(ANA, bodies.NoteChanged(id="N50", kind="concern", text="other words", point="users"))
    for seat in WRITERS:
        assert "other words" in notes_of(room, seat)
        assert f"open word of {ANA}" not in notes_of(room, seat)
    room.do(ANA, bodies.NoteChanged(id="N50", kind="concern", text="other words", point="users", private=True))
    assert [seat for seat in WRITERS if "other words" in notes_of(room, seat)] == [ANA]


def test_the_own_line_in_the_list_of_the_panel_is_the_own_one_for_everybody() -> None:
    room = closed()
    remembered.forget()
    for seat in (*WRITERS, *reversed(WRITERS)):
        view = view_for(room.history.state, Viewer(seat=seat))
        html = pages.seat_regions(view, "1", shown(room))["panel"]
        assert html.count("<strong>") == 1
        assert view.me is not None
        assert f"<strong>{view.me.label}</strong>" in html


def test_what_seats_share_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "_MOST", 3)
    monkeypatch.setattr(shared, "_MOST_PLACES", 1)
    remembered.forget()
    room = with_private_notes()
    rendered(room, gone=False)
    assert len(shared._notes) <= 3
    assert len(shared._panels) == len(shared._lines) == 1
