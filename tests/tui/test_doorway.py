"""The open seats and the screens: what the lead is told, what stands on every screen, and when it all ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.door import Door, Opens, at, open_up, top, until
from tests.tui.frame import frame
from tests.tui.opening import toasts
from textual.screen import Screen

from panel_tui.room import Room
from panel_tui.session.bodies import NoteTaken, SeatTakenOver
from panel_tui.tui.overlays.display import RoomDisplay
from panel_tui.tui.widgets.rows import Rows

# What the lead is told


async def test_a_knock_is_said_and_stands_on_the_status_line(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, _):
        door = await open_up(app, pilot, opens)
        await pilot.press("escape")
        door.knock("Priya", "seat-3")
        await until(pilot, lambda: "Priya asks to come in: F4" in toasts(app))
        await until(pilot, lambda: "!1 F4" in frame(app).splitlines()[0])


@pytest.mark.parametrize(("width", "words"), [(80, "2/3 in"), (132, "seats 2/3 in"), (200, "seats 2/3 in")])
async def test_the_status_line_says_how_many_seats_are_in(tmp_path: Path, width: int, words: str) -> None:
    opens = Opens()
    async with at(tmp_path, opens, size=(width, 30)) as (app, pilot, _):
        await open_up(app, pilot, opens)
        await pilot.press("escape")
        await until(pilot, lambda: words in frame(app).splitlines()[0])


async def test_nothing_is_said_of_the_door_on_the_wall_and_then_it_is(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, _):
        door = await open_up(app, pilot, opens)
        await pilot.press("escape", "f8")
        door.knock("Priya", None)
        await pilot.pause()
        await pilot.pause()
        assert isinstance(top(app), RoomDisplay)
        assert "Priya" not in toasts(app)
        await pilot.press("x")
        app.heard()
        await until(pilot, lambda: "Priya asks" in toasts(app))


async def test_a_seat_that_another_device_takes_over_is_said(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, room):
        await open_up(app, pilot, opens)
        await pilot.press("escape")
        room.record("seat-2", SeatTakenOver())
        await until(pilot, lambda: "Soraya Cole goes on from another device" in toasts(app))


async def test_the_points_screen_says_who_is_there(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens, size=(132, 36)) as (app, pilot, _):
        door = await open_up(app, pilot, opens)
        await pilot.press("escape")
        await until(pilot, lambda: "writing" in frame(app))
        door.seat_is("seat-2", "away")
        await until(pilot, lambda: "writing" not in frame(app))


# The lead's own life


async def test_the_door_hears_of_the_leads_keys_at_most_once_a_second(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, _):
        door = await open_up(app, pilot, opens)
        await pilot.press("escape", "j", "k", "j", "k")
        assert 1 <= door.here <= 3


async def test_the_seats_close_when_the_room_is_left(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, _):
        door = await open_up(app, pilot, opens)
        await pilot.press("escape", "f10")
        await until(pilot, lambda: door.closed)


async def test_the_seats_close_on_an_error_of_our_own(tmp_path: Path) -> None:
    opens = Opens()
    door: list[Door] = []

    async def breaks() -> None:
        async with at(tmp_path, opens) as (app, pilot, _):
            door.append(await open_up(app, pilot, opens))
            app._handle_exception(ZeroDivisionError())

    with pytest.raises(ZeroDivisionError):
        await breaks()
    assert opens.door.closed


async def test_notes_from_other_seats_come_in_while_the_lead_types_and_move_nothing(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens, size=(132, 36)) as (app, pilot, room):
        await open_up(app, pilot, opens)
        await pilot.press("escape", "i", *"they hal")
        field = app.screen.focused
        before = app.screen.query_one(Rows)
        cursor, scroll = before.cursor, before.scroll_offset
        assert field is not None
        for number in range(30):
            room.record("seat-2", _note(room, f"note number {number} from elsewhere"))
        await until(pilot, lambda: "note number 29 from elsewhere" in frame(app))
        assert app.screen.focused is field
        assert (before.cursor, before.scroll_offset) == (cursor, scroll)
        await pilot.press(*"ve")
        assert "they halve" in frame(app)
        assert isinstance(top(app), Screen)


def _note(room: Room, text: str) -> NoteTaken:
    return NoteTaken(id=room.history.next_id("N"), point=room.state.current, kind="strength", text=text)
