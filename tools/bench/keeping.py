"""What it costs to keep: one event, a burst of them, and opening a long session again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from panel_tui.room import Room
from panel_tui.rooms import Rooms
from tools.bench import sessions
from tools.bench.figures import Figure, median, steadiness
from tools.bench.pairs import Measure, in_turn, milliseconds

BURST = 200
_FLOOR = "write, fsync, rename, fsync of the same bytes"


def write_durably(target: Path, content: bytes) -> None:
    """The least that makes a file's new content survive a power cut."""
    beside = target.with_suffix(".new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.write(descriptor, content)
    os.fsync(descriptor)
    os.close(descriptor)
    beside.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def one_event(folder: Path, events: int, rounds: int) -> Figure:
    """A note, from `Room.record` until its future says that it is durable."""
    room = _room_of(folder, events)
    numbers = count(100_000)

    def record() -> float:
        body = sessions.note(room, next(numbers))
        return milliseconds(lambda: room.record(room.state.lead, body).result())

    found = _beside_a_write(room, folder, record, rounds)
    return Figure(
        f"one durable event at {events:,} events, p50",
        "ms",
        median(found["ours"]),
        median(found["floor"]),
        _FLOOR,
        aim=2,
        remark=steadiness(found["ours"], "ms"),
    )


def burst(folder: Path, events: int, rounds: int) -> Figure:
    """Two hundred notes that arrive together, until the last of them is durable."""
    room = _room_of(folder, events)
    numbers = count(100_000)

    def record() -> float:
        several = [sessions.note(room, next(numbers)) for _ in range(BURST)]
        return milliseconds(lambda: [room.record(room.state.lead, body) for body in several][-1].result())

    found = _beside_a_write(room, folder, record, rounds)
    return Figure(
        f"a burst of {BURST} events at {events:,} events",
        "ms",
        median(found["ours"]),
        median(found["floor"]),
        f"one such {_FLOOR}",
        aim=20,
        remark=steadiness(found["ours"], "ms"),
    )


def opening(rooms: Rooms, path: str, events: int, rounds: int) -> Figure:
    """From the file until the room is ready: read, decoded, its hashes checked, folded, its lock taken."""

    def ours() -> float:
        opened: list[Room] = []
        took = milliseconds(lambda: opened.append(rooms.open(path)))
        opened.pop().close()
        return took

    found = in_turn(
        {"ours": ours, "floor": lambda: milliseconds(lambda: json.loads(Path(path).read_bytes()))}, rounds, warm_up=2
    )
    return Figure(
        f"opening a session of {events:,} events",
        "ms",
        median(found["ours"]),
        median(found["floor"]),
        "`json.loads` of its bytes",
        aim=5,
        remark=steadiness(found["ours"], "ms"),
    )


def all_of_it(folder: Path, rounds: int) -> Iterator[Figure]:
    """Every row about keeping."""
    for events in (100, 1_000, 5_000):
        yield one_event(folder / f"event-{events}", events, rounds * 4)
    yield burst(folder / "burst", 1_000, rounds)
    rooms = sessions.at(folder / "opening")
    yield opening(rooms, sessions.with_events(rooms, 5_000), 5_000, rounds)


def _room_of(folder: Path, events: int) -> Room:
    rooms = sessions.at(folder)
    return rooms.open(sessions.with_events(rooms, events))


def _beside_a_write(room: Room, folder: Path, record: Measure, rounds: int) -> dict[str, list[float]]:
    path = Path(room.place)

    def floor() -> float:
        content = path.read_bytes()
        return milliseconds(lambda: write_durably(folder / "floor.bin", content))

    try:
        return in_turn({"ours": record, "floor": floor}, rounds, warm_up=3)
    finally:
        room.close()
