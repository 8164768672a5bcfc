"""The demo: a made-up assessment of a rent-arrears service, played line by line into a room of its own.

It takes the same road as everything that people type: the grammar, the rules, the store. Only its clock is
its own until the newcomer has landed, so that the stage they asked for is now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from panel_tui.plan import Ids, new_id
from panel_tui.room import Clock, Room
from panel_tui.rooms import Rooms
from panel_tui.session.bodies import SessionCreated
from panel_tui.session.terms import Earlier, EarlierRecommendation, SeatData
from panel_tui.speaker import Speaker
from panel_tui.standard.finder import shipped_folder
from panel_tui.standard.model import Standard, canonical_hash, plain_types
from panel_tui.standard.reader import read_standard

SCRIPT = Path(__file__).with_name("demo_script.txt")
LANDINGS = ("briefing", "points", "deliberation", "questions", "close", "closed")
"""Where a newcomer can land: on each stage, or at the end of it all."""

_LANDING = re.compile(r"([\d:]+) == (\w+)")
_CUE = re.compile(r"([\d:]+) (\w+(?:, \w+)*): (.+)")


class Cue(NamedTuple):
    """A line of the script: when it is said (from midnight), at whose keyboards (first names), and its words."""

    at: timedelta
    names: tuple[str, ...]
    line: str


class Part(NamedTuple):
    """The script up to a landing: its cues, and the time at which the newcomer lands (from midnight)."""

    cues: tuple[Cue, ...]
    lands: timedelta


def make_demo(rooms: Rooms, stage: str = "points", *, ids: Ids = new_id, date: str | None = None) -> Room:
    """Make a demo session, a rehearsal, and open it where `stage` (one of `LANDINGS`) is now.

    Everything before has been recorded, at times that are past. `date` is the day that stands in the session,
    else today. Raises `StoreError` where it cannot be kept.
    """
    part = read_script(stage)
    now = rooms.clock()
    clock = _PlayedClock(rooms.clock, now - part.lands)
    clock.turn_to(part.cues[0].at)
    day = date or now.astimezone().date().isoformat()
    room = rooms.create(_created(ids(), day), clock=clock)
    try:
        _play(room, part.cues, clock)
    except BaseException:
        room.close()
        raise
    clock.run()
    return room


class _PlayedClock:
    """The clock of a script that begins at `midnight`; once it runs, that of the world."""

    def __init__(self, world: Clock, midnight: datetime) -> None:
        self._world = world
        self._midnight = midnight
        self._shown: datetime | None = midnight

    def __call__(self) -> datetime:
        return self._shown or self._world()

    def turn_to(self, at: timedelta) -> None:
        self._shown = self._midnight + at

    def run(self) -> None:
        self._shown = None


def _play(room: Room, cues: tuple[Cue, ...], clock: _PlayedClock) -> None:
    speakers = {seat.name.split()[0]: Speaker(room, seat.id) for seat in room.state.seats.values()}
    kept = None
    for cue in cues:
        clock.turn_to(cue.at)
        for name in cue.names:
            kept = speakers[name].say(cue.line).kept or kept
    if kept is not None:  # the last is kept after all the others, so there is no need to wait for each
        kept.result()


def read_script(stage: str) -> Part:
    """The script up to the landing on a stage."""
    cues: list[Cue] = []
    for line in _lines():
        if landing := _LANDING.fullmatch(line):
            if landing[2] == stage:
                return Part(tuple(cues), _time(landing[1]))
        elif cue := _CUE.fullmatch(line):
            cues.append(Cue(_time(cue[1]), tuple(cue[2].split(", ")), cue[3]))
        else:
            raise ValueError(f"this is no line of a script: {line}")
    raise ValueError(f"the demo has no stage '{stage}': {', '.join(LANDINGS)}")


def _lines() -> Iterator[str]:
    for line in SCRIPT.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def _time(text: str) -> timedelta:
    hours, minutes, *rest = (int(part) for part in text.split(":"))
    return timedelta(hours=hours, minutes=minutes, seconds=rest[0] if rest else 0)


def _created(id: str, date: str) -> SessionCreated:
    standard = read_standard(shipped_folder() / "localgov-2016.yaml")
    return SessionCreated(
        id=id,
        service="Manage Arrears",
        phase="beta",
        standard=plain_types(standard),
        standard_hash=canonical_hash(standard),
        description="Officers of the Rents team see which households are behind with their rent, agree with each what "
        "happens next, and see whether it did. Tenants can agree a payment plan online.",
        team="Rents",
        organisation="Hackney Council",
        date=date,
        panel=_panel(standard),
        timeboxes={"briefing": 30 * 60, "deliberation": 45 * 60, "questions": 30 * 60},
        earlier=_earlier(),
        rehearsal=True,
    )


def _panel(standard: Standard) -> tuple[SeatData, ...]:
    def points(*numbers: str) -> tuple[str, ...]:
        return tuple(point.id for point in standard.points if point.number in numbers)

    return (
        SeatData(
            id="seat-a", name="Ana Lead", role="lead", discipline="delivery", affiliation="internal",
            points=points("2", "3"),
        ),
        SeatData(
            id="seat-b", name="Tom Okafor", role="deputy", discipline="product", affiliation="internal",
            points=points("4", "15"),
        ),
        SeatData(
            id="seat-c", name="Jess West", role="member", discipline="technology", affiliation="external",
            points=points("5", "6", "7", "8", "9"),
        ),
        SeatData(
            id="seat-d", name="Priya Nair", role="member", discipline="user-research", affiliation="internal",
            points=points("1", "13", "14"),
        ),
        SeatData(
            id="seat-e", name="Sam Reyes", role="member", discipline="design", affiliation="internal",
            points=points("10", "11", "12"),
        ),
    )  # fmt: skip


def _earlier() -> Earlier:
    return Earlier(
        service="Manage Arrears",
        phase="alpha",
        date="2026-03-12",
        outcome="Met with conditions",
        recommendations=(
            EarlierRecommendation(
                id="P1",
                point="succeed-first-time",
                point_title="Make sure users succeed first time",
                strength="must",
                text="test with people who use a screen reader",
                owner="Rents",
                due="2026-06-30",
            ),
            EarlierRecommendation(
                id="P2",
                point="multidisciplinary-team",
                point_title="Have a multidisciplinary team",
                strength="must",
                text="name one person who owns the service and can decide about it",
                owner="Director for housing",
            ),
            EarlierRecommendation(
                id="P3",
                point="open-standards",
                point_title="Use open standards",
                strength="must",
                text="open the repository under a licence",
            ),
            EarlierRecommendation(
                id="P4",
                point="performance-indicators",
                point_title="Identify performance indicators",
                strength="should",
                text="take the figures of today before anything changes them",
            ),
        ),
    )
