"""The sessions that are measured: made through the real room, by its rules, with made-up words of a usual length."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from itertools import count, islice
from pathlib import Path

from panel_tui.plan import Plan, PlannedSeat, prepare
from panel_tui.room import Room
from panel_tui.rooms import Rooms
from panel_tui.session import bodies
from panel_tui.session.bodies import AnyBody
from panel_tui.session.events import Event
from panel_tui.session.terms import NoteKind

STANDARD = "localgov-2016"
"""The standard with fifteen points."""

MIX = (
    "of twenty events thirteen are notes, two rewordings, two scores, and one each is evidence, a recommendation and "
    "the next point; a note has about 80 characters"
)

PANEL = (
    PlannedSeat(name="Ana Lead", role="lead", discipline="delivery", affiliation="internal"),
    PlannedSeat(name="Bo Okafor", role="deputy", discipline="design", affiliation="internal"),
    PlannedSeat(name="Cy Wren", affiliation="external"),
    PlannedSeat(name="Di Patel", affiliation="internal"),
)
KINDS: tuple[NoteKind, ...] = ("strength", "concern", "question", "quote", "observation")
LEVELS = ("met", "partially-met", "not-met")
WORDS = (
    "they watched nine caseworkers at their desks and changed the letters screen twice because of it",
    "only two tenants who use a screen reader have been met so far",
    "who decides what happens when the weekly file from the bank is late?",
    "it used to take me the whole of Monday",
    "the backlog is on the wall, and the first three items come from research",
)


def at(folder: Path) -> Rooms:
    """The rooms of a folder of ours."""
    return Rooms.at(folder, {}, folder)


def begin(rooms: Rooms, service: str) -> Room:
    """A new session of four seats at the stage of the points."""
    plan = Plan(service=service, phase="beta", standard=STANDARD, date="2026-11-21", panel=PANEL)
    return rooms.create(prepare(plan, rooms, cwd=Path()))


def with_events(rooms: Rooms, events: int) -> str:
    """Make a session with as many events as said, of the kinds that a long day brings; returns its path."""
    room = begin(rooms, f"Service with {events} events")
    _record_all(room, islice(_a_long_day(room), events - 1))
    return _closed(room)


def with_notes(rooms: Rooms, notes: int) -> str:
    """Make a session at Points with as many notes as said, over all points, and a running clock; returns its path."""
    room = begin(rooms, f"Service with {notes} notes")
    room.record(room.state.lead, bodies.StageEntered(stage="points"))  # which starts the clock of the first point
    _record_all(room, ((_seat(room, n), note(room, n)) for n in range(1, notes + 1)))
    return _closed(room)


def note(room: Room, n: int) -> bodies.NoteTaken:
    """The note number `n` of a session."""
    points = room.state.standard.points
    return bodies.NoteTaken(
        id=f"N{n}", point=points[n % len(points)].id, kind=KINDS[n % len(KINDS)], text=f"{WORDS[n % len(WORDS)]} ({n})"
    )


def _seat(room: Room, n: int) -> str:
    return list(room.state.seats)[n % len(PANEL)]


def _a_long_day(room: Room) -> Iterator[tuple[str, AnyBody]]:
    """Of twenty events: thirteen notes, two rewordings, two scores, evidence, a recommendation, the next point."""
    lead, points = room.state.lead, room.state.standard.points
    yield lead, bodies.StageEntered(stage="points")
    for n in count(1):
        seat, point, turn = _seat(room, n), points[n % len(points)].id, n % 20
        if turn == 0:
            yield lead, bodies.PointEntered(point=points[n // 20 % len(points)].id)
        elif turn in (5, 15):
            yield seat, bodies.ScoreGiven(point=point, round=1, level=LEVELS[n % len(LEVELS)])
        elif turn == 10:
            yield seat, bodies.EvidenceAdded(id=f"E{n}", point=point, state="done", title=f"Research log {n}")
        elif turn == 12:
            yield seat, bodies.RecommendationMade(id=f"A{n}", point=point, strength="should", text=WORDS[n % 5])
        elif turn in (7, 17):
            earlier = room.history.last.what  # the room gave it its number
            if not isinstance(earlier, bodies.NoteTaken):
                raise TypeError("a rewording follows its note")
            yield (
                _seat(room, n - 1),
                bodies.NoteChanged(id=earlier.id, kind=earlier.kind, text=f"{earlier.text} twice", point=earlier.point),
            )
        else:
            yield seat, note(room, n)


def _record_all(room: Room, what: Iterator[tuple[str, AnyBody]]) -> None:
    kept: Future[tuple[Event, ...]] | None = None
    for seat, body in what:
        kept = room.record(seat, body)
    if kept is not None:
        kept.result()


def _closed(room: Room) -> str:
    standing = room.close()
    if standing.unsaved:
        raise RuntimeError(f"the session to be measured was not kept: {standing.trouble}")
    return room.place
