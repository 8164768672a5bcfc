"""Real sessions in a folder of the test's own, for the screens to show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from panel_tui.room import Room
from panel_tui.rooms import Rooms
from panel_tui.session.bodies import SessionCreated
from panel_tui.session.terms import SeatData
from panel_tui.speaker import Speaker
from panel_tui.standard.model import Standard, canonical_hash
from panel_tui.standard.reader import read_standard

ROOT = Path(__file__).parents[2]


class Clock:
    """A clock that goes only where it is told to."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def go(self, **length: float) -> None:
        """Let time pass: `minutes=5`."""
        self.at += timedelta(**length)


PANEL = (
    SeatData(id="seat-1", name="Liz Hall", role="lead", discipline="delivery", affiliation="internal"),
    SeatData(id="seat-2", name="Soraya Cole", role="member", discipline="research", affiliation="internal"),
    SeatData(id="seat-3", name="Jess Webb", role="member", discipline="design", affiliation="external"),
    SeatData(id="seat-4", name="Amir Khan", role="deputy", discipline="technical", affiliation="internal"),
)


def make(
    folder: Path,
    *lines: str,
    standard: Standard | str = "localgov-2016",
    service: str = "Manage Arrears",
    clock: Clock | None = None,
    **more: Any,
) -> tuple[Rooms, Room]:
    """A session at beta in `folder`, in which the lines (`as Jess score 4 met`) have been spoken by the lead."""
    if isinstance(standard, str):
        standard = read_standard(ROOT / "standards" / f"{standard}.yaml")
    rooms = Rooms.at(folder, {}, folder, clock or Clock())
    room = rooms.create(
        SessionCreated(
            id=more.pop("id", "a-session"),
            service=service,
            phase=more.pop("phase", "beta"),
            standard=msgspec.to_builtins(standard),
            standard_hash=canonical_hash(standard),
            panel=more.pop("panel", PANEL),
            **more,
        )
    )
    speak(room, lines)
    return rooms, room


def speak(room: Room, lines: Iterable[str]) -> None:
    """Speak lines as the lead; all of them are kept when this returns."""
    speaker = Speaker(room)
    kept = None
    for line in lines:
        kept = speaker.say(line).kept
    if kept is not None:
        kept.result(timeout=20)
