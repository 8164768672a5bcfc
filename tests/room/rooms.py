"""Rooms on real files, with a clock that is set by hand."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.commands.table import START, created
from tests.patience import PATIENCE

from panel_tui.room import Keeping, Room
from panel_tui.rooms import Rooms
from panel_tui.session import bodies


class HandClock:
    """A clock that moves when it is told to."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, minutes: float) -> None:
        self.at += timedelta(minutes=minutes)


def rooms_in(folder: Path, clock: Callable[[], datetime] | None = None) -> Rooms:
    return Rooms.at(folder / "sessions", {}, folder, clock=clock or HandClock())


def a_room(folder: Path, clock: Callable[[], datetime] | None = None, **changes: Any) -> Room:
    return rooms_in(folder, clock).create(created(**changes))


def reopened(room: Room) -> Room:
    """The same session as another process would find it. The first must be closed."""
    place = Path(room.place)
    return rooms_in(place.parent.parent).open(str(place))


def on_disk(room: Room) -> list[bodies.AnyBody]:
    """What the file holds now, read past every open room."""
    place = Path(room.place)
    looked = rooms_in(place.parent.parent).open(str(place), read_only=True)
    return [event.what for event in looked.history.events]


def a_note(number: int = 1, text: str = "it works") -> bodies.NoteTaken:
    return bodies.NoteTaken(id=f"N{number}", point=None, kind="observation", text=text)


class Heard:
    """Listens to a room and can wait until it says something."""

    def __init__(self, room: Room) -> None:
        self.told: list[Keeping] = []
        self._turn = threading.Condition()
        self.end = room.subscribe(self._hear)

    def _hear(self, standing: Keeping) -> None:
        with self._turn:
            self.told.append(standing)
            self._turn.notify_all()

    def until(self, happened: Callable[[Keeping], bool]) -> Keeping:
        with self._turn:
            assert self._turn.wait_for(lambda: any(map(happened, self.told)), timeout=PATIENCE), self.told
            return next(filter(happened, self.told))


@contextmanager
def the_folder_is_gone(room: Room) -> Iterator[Path]:
    """The sessions folder is not there for a while, as when its disk was pulled out."""
    folder = Path(room.place).parent
    away = folder.rename(folder.with_name("away"))
    try:
        yield away
    finally:
        if away.exists():
            away.rename(folder)
