"""The lead's screens over the seats' real server: opened with F4, joined over the network, closed with the room."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tests.tui.door import at, open_up_for_real, top, until
from tests.tui.frame import frame
from tests.tui.opening import toasts

from panel_tui.session.bodies import SeatJoined, SeatsClosed, SeatsOpened
from panel_tui.tui.overlays.seats_panel import SeatsPanel
from panel_tui.web.server import open_seats


class Device:
    """A seat's browser, as far as it is needed here: it keeps its cookie and sends forms."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opener = build_opener(HTTPCookieProcessor())

    def send(self, path: str, **fields: str) -> str:
        """Send a form; gives the page that follows."""
        request = Request(f"{self._url}{path}", urlencode(fields).encode(), {"Origin": self._url})  # noqa: S310
        with self._opener.open(request, timeout=20) as answer:
            return str(answer.read(), "utf-8")


async def test_a_seat_joins_by_its_link_and_its_note_comes_while_the_lead_is_in_the_middle_of_a_word(
    tmp_path: Path,
) -> None:
    async with at(tmp_path, open_seats, size=(132, 36)) as (app, pilot, room):
        held = await open_up_for_real(app, pilot)
        assert any(isinstance(event.what, SeatsOpened) for event in room.history.events)
        assert held.pin is not None
        link = held.seats[1].link
        assert link is not None
        device = Device(held.url)
        await asyncio.to_thread(device.send, link.removeprefix(held.url))
        await until(pilot, lambda: any(isinstance(event.what, SeatJoined) for event in room.history.events))
        await pilot.press("escape", "i", *"they hal")
        field = app.screen.focused
        await asyncio.to_thread(
            device.send, "/do/note", point="1", kind="strength", text="written from afar", sent="mark-0123456789abcdef"
        )
        await until(pilot, lambda: "written from afar" in frame(app))
        assert app.screen.focused is field
        await pilot.press(*"ve")
        assert "they halve" in frame(app)


async def test_somebody_with_the_pin_is_let_in(tmp_path: Path) -> None:
    async with at(tmp_path, open_seats, size=(132, 36)) as (app, pilot, room):
        held = await open_up_for_real(app, pilot)
        device = Device(held.url)
        await asyncio.to_thread(device.send, "/knock", pin=held.pin or "", name="Priya", seat="seat-3")
        await until(pilot, lambda: "Priya asks for the seat of Jess Webb" in frame(app))
        await pilot.press("home", "a", "enter")
        await until(pilot, lambda: "Priya may come in" in toasts(app))
        assert not room.read_only


async def test_links_made_anew_in_the_panel_are_other_links(tmp_path: Path) -> None:
    async with at(tmp_path, open_seats) as (app, pilot, _):
        held = await open_up_for_real(app, pilot)
        await pilot.press("down", "r", "down", "enter")
        await until(pilot, lambda: _link(app.doorway.standing, 1) not in (None, _link(held, 1)))
        await pilot.press("n")
        await until(pilot, lambda: "not in at the moment" in toasts(app))


def _link(held: object, at: int) -> str | None:
    seats = getattr(held, "seats", ())
    return str(seats[at].link) if seats and seats[at].link else None


async def test_the_seats_close_with_the_room(tmp_path: Path) -> None:
    async with at(tmp_path, open_seats) as (app, pilot, room):
        await open_up_for_real(app, pilot)
        assert isinstance(top(app), SeatsPanel)
        await pilot.press("escape", "f10")
        await until(pilot, lambda: app.open_speaker is None)
        assert isinstance(room.history.last.what, SeatsClosed)
        assert app.doorway.hosting is None


async def test_the_seats_are_closed_and_opened_again(tmp_path: Path) -> None:
    async with at(tmp_path, open_seats) as (app, pilot, room):
        await open_up_for_real(app, pilot)
        await pilot.press("o", "down", "enter")
        await until(pilot, lambda: room.presence is None)
        assert isinstance(room.history.last.what, SeatsClosed)
        await open_up_for_real(app, pilot)
