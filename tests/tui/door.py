"""A door without a server: what stands at it is data of the test's own, and what is asked of it is written down."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from tests.tui.making import Clock, make
from textual.pilot import Pilot
from textual.screen import Screen

from panel_tui.hosting import CannotHost, Hosted, Hosting, Knock, OpenSeats, SeatStanding, Way
from panel_tui.room import Room
from panel_tui.tui.app import PanelApp
from panel_tui.tui.doorway import Doors
from panel_tui.tui.overlays.seats_opening import SeatsOpening
from panel_tui.tui.overlays.seats_panel import SeatsPanel
from panel_tui.wire import How

NETWORKS = (("wlan0", "192.168.1.20"),)
Opened = tuple[PanelApp, Pilot[None], Room]
AT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
TOKENS = {"seat-1": "a1", "seat-2": "Zr8-2kP0_xQvLm4nT7yWcB1dE6fGhJ9s", "seat-3": None, "seat-4": "d4"}
FINGERPRINT = ":".join(f"{number:02X}" for number in range(7, 256, 8))


def hosted(room: Room, **more: object) -> Hosted:
    """How a door stands in the middle of an afternoon."""
    how: dict[str, How] = {"seat-1": "never", "seat-2": "writing", "seat-3": "away", "seat-4": "in"}
    url = "https://192.168.1.20:43123"
    held = Hosted(
        url=url,
        way="tls",
        pin="48219037",
        fingerprint=FINGERPRINT,
        warning="Every browser will warn of this certificate once: read its fingerprint aloud.",
        seats=tuple(
            SeatStanding(
                seat=seat.id,
                name=seat.name,
                role=seat.role,
                link=f"{url}/join/{TOKENS[seat.id]}" if TOKENS[seat.id] else None,
                how=how[seat.id],
                since=AT - timedelta(minutes=4),
            )
            for seat in room.state.seats.values()
        ),
        knocks=(),
        display_link=f"{url}/join/display-token",
        team_link=f"{url}/join/team-token",
        displays=1,
        team=0,
    )
    return replace(held, **more)


class Door(Hosting):
    """It stands as `stands` says. Everything that is asked of it is in `asked`, in words."""

    def __init__(self, stands: Hosted) -> None:
        self.stands = stands
        self.asked: list[str] = []
        self.refuses: str | None = None
        self.here = 0
        self.closed = False
        self._listeners: list[Callable[[], None]] = []

    @property
    def standing(self) -> Hosted:
        """How it stands."""
        return self.stands

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Tell of every change."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def becomes(self, **changes: object) -> None:
        """Let it stand differently from now on."""
        self.stands = replace(self.stands, **changes)
        for listener in self._listeners:
            listener()

    def seat_is(self, seat: str, how: How, since: datetime = AT) -> None:
        """A seat comes, writes or goes."""
        self.becomes(
            seats=tuple(replace(one, how=how, since=since) if one.seat == seat else one for one in self.stands.seats)
        )

    def knock(self, name: str, seat: str | None) -> None:
        """Somebody asks to come in."""
        knocks = self.stands.knocks
        self.becomes(knocks=(*knocks, Knock(id=f"k{len(knocks) + 1}", name=name, seat=seat, at=AT)))

    def _ask(self, words: str) -> None:
        if self.refuses is not None:
            raise CannotHost(self.refuses)
        self.asked.append(words)

    def admit(self, knock: str, seat: str, by: str) -> None:
        """Let in."""
        self._ask(f"admit {knock} {seat} by {by}")
        self.becomes(knocks=tuple(one for one in self.stands.knocks if one.id != knock))

    def refuse(self, knock: str, by: str) -> None:
        """Turn away."""
        self._ask(f"refuse {knock} by {by}")

    def relink_all(self, by: str) -> None:
        self._ask(f"relink all by {by}")

    def relink(self, seat: str, by: str) -> str:
        """A new link."""
        self._ask(f"relink {seat} by {by}")
        return "new"

    def shut_out(self, seat: str, by: str) -> None:
        """Nobody any more."""
        self._ask(f"shut-out {seat} by {by}")

    def nudge(self, seat: str, text: str, by: str) -> None:
        """Ask a seat."""
        self._ask(f"nudge {seat}: {text}")

    def lead_is_here(self) -> None:
        """A key."""
        self.here += 1

    def close(self) -> None:
        """The end."""
        self.closed = True


class Opens:
    """Opens such a door, and remembers in which way it was asked."""

    def __init__(self, problem: str | None = None) -> None:
        self.problem = problem
        self.ways: list[Way] = []
        self.doors: list[Door] = []

    @property
    def door(self) -> Door:
        """The door that was opened last."""
        return self.doors[-1]

    def __call__(self, room: Room, way: Way) -> Door:
        """Open."""
        self.ways.append(way)
        if self.problem is not None:
            raise CannotHost(self.problem)
        self.doors.append(Door(hosted(room)))
        return self.doors[-1]


def top(app: PanelApp) -> Screen[Any]:
    """The screen that is on top."""
    return app.screen


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Wait until something is true; fails after some thousand turns."""
    for _ in range(2000):
        if true():
            await pilot.pause()
            return
        await pilot.pause(0.005)
    raise AssertionError("this never came true")


@asynccontextmanager
async def at(
    folder: Path, opens: OpenSeats, *lines: str, size: tuple[int, int] = (80, 24), way: Way | None = None
) -> AsyncIterator[Opened]:
    """The app at the points; F4 opens this door."""
    clock = Clock()
    rooms, room = make(folder / "sessions", "stage points", *lines, clock=clock)
    app = PanelApp(rooms, room, settings=folder, doors=Doors(opens, lambda: NETWORKS, way))
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield app, pilot, room
    app.doorway.close()
    room.close()


async def open_up_for_real(app: PanelApp, pilot: Pilot[None]) -> Hosted:
    """Press F4 and Enter, and wait for the panel; gives how the door stands."""
    await pilot.press("f4")
    await until(pilot, lambda: isinstance(top(app), SeatsOpening))
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(top(app), SeatsPanel))
    standing = app.doorway.standing
    assert standing is not None
    return standing


async def open_up(app: PanelApp, pilot: Pilot[None], opens: Opens) -> Door:
    """The same for a door without a server."""
    await open_up_for_real(app, pilot)
    return opens.door
