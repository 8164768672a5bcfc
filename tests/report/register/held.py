"""Sessions that were really held: planned, walked and closed through a room, on files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.commands.table import START

from panel_tui.plan import Plan, PlannedSeat, prepare
from panel_tui.room import Room
from panel_tui.rooms import Rooms
from panel_tui.session import bodies
from panel_tui.session.bodies import AnyBody

PANEL = (PlannedSeat(name="Ana Leadwell", role="lead"), PlannedSeat(name="Bo Okafor"))
PUBLISHED = bodies.Published(report="https://reports.example/1", board="https://board.example/1")


def rooms_in(folder: Path, at: datetime = START) -> Rooms:
    return Rooms.at(folder / "sessions", {}, folder, clock=lambda: at)


def begun(rooms: Rooms, *what: AnyBody, **plan: Any) -> str:
    """A conversation with what was recorded in it; returns its path."""
    planned = {"service": "Find a repair", "phase": "discovery", "standard": "discovery-light-touch"}
    given: dict[str, Any] = {**planned, "panel": PANEL, "date": "2026-11-20", **plan}
    room = rooms.create(prepare(Plan(**given), rooms, cwd=Path()))
    for body in what:
        room.record(room.state.lead, body)
    room.close()
    return room.place


def closing(published: bodies.Published | None = PUBLISHED) -> Sequence[AnyBody]:
    """What ends a conversation: its texts, its close, and that it was published."""
    agreed = [
        bodies.TextAgreed(heading=heading, text="They listened.")
        for heading in ("done-well", "learned", "possible-gaps")
    ]
    return (*agreed, bodies.SessionClosed(), *([published] if published else []))


def held(rooms: Rooms, published: bodies.Published | None = PUBLISHED, **plan: Any) -> str:
    """A conversation that was closed and, unless None is said, published; returns its path."""
    return begun(rooms, *closing(published), **plan)


@contextmanager
def opened(rooms: Rooms, path: str) -> Iterator[Room]:
    """A session that is open for writing, and let go again."""
    room = rooms.open(path)
    try:
        yield room
    finally:
        room.close()
