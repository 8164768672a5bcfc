"""What seats cost: from a member's send to every other seat and the lead's screen, memory, and the lead's own keys."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import NamedTuple

import msgspec
import psutil

from panel_tui.plan import Plan, PlannedSeat, prepare
from panel_tui.session import bodies
from tools.bench import crowd, sessions
from tools.bench.figures import Figure, median, percentile
from tools.bench.screens import LETTERS, RUBOUT
from tools.bench.terminal import NotShown, Terminal, shows

SEATS = (5, 25, 100)
AIMS = {5: 50.0, 25: 50.0, 100: 150.0}
"""Milliseconds that 99 of 100 may take; the issue names those of 25 and 100."""
NOTES_A_SECOND = 5
"""The load on the lead's keys: notes of all seats together, in a second."""
ROOT = Path(__file__).parents[2]
_FLOOR = "an echo over the same server library"
_F4, _ESC = "\x1bOS", "\x1b"
_WARM_UP = 3


class Heard(NamedTuple):
    """Milliseconds from a send until each other seat had it, and until the lead's terminal was sent it."""

    seats: list[float]
    screen: list[float]


def seats(env: Mapping[str, str], folder: Path, rounds: int) -> Iterator[Figure]:
    """Every row about seats."""
    env = {**env, "PYTHONPATH": str(ROOT)}
    for number in SEATS:
        floor = _echoed(env, number, rounds * 4)
        with _hosted(env, folder / f"seats-{number}", number) as (terminal, links):
            yield from _one_size(env, terminal, links, floor, number, rounds)


def _one_size(
    env: Mapping[str, str], terminal: Terminal, links: Sequence[str], floor: list[float], number: int, rounds: int
) -> Iterator[Figure]:
    before = psutil.Process(terminal.pid).memory_info().rss
    heard, grown = asyncio.run(_sent(terminal, links, rounds * 4))
    what = f"a note to all of {number} seats in browsers, p99"
    remark = f"p50 {median(heard.seats):.1f} ms beside {median(floor):.1f} ms, {len(heard.seats)} arrivals"
    p99, least = percentile(heard.seats, 99), percentile(floor, 99)
    yield Figure(what, "ms", p99, least, _FLOOR, aim=AIMS[number], absolute=True, remark=remark)
    remark = f"p50 {median(heard.screen):.1f} ms, {len(heard.screen)} notes"
    what = f"the same note on the lead's screen, {number} seats, p99"
    p99 = percentile(heard.screen, 99)
    yield Figure(what, "ms", p99, least, _FLOOR, aim=AIMS[number], absolute=True, remark=remark)
    if number == SEATS[-1]:
        each = (grown - before) / number / 2**20
        yield Figure("memory for each seat", "MiB", each, None, "no seat", aim=1, absolute=True, remark=f"{number} in")
    if number != SEATS[0]:
        yield _typing(env, terminal, links, number, rounds)


def _typing(env: Mapping[str, str], terminal: Terminal, links: Sequence[str], number: int, rounds: int) -> Figure:
    terminal.press("i")
    terminal.settle()
    letters = _Letters(terminal)
    idle = [letters.press() for _ in range(rounds * 8)]
    load = subprocess.Popen(
        [sys.executable, "-m", "tools.bench.crowd", str(NOTES_A_SECOND)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=env,
    )
    assert load.stdin is not None  # noqa: S101 - for the type checker
    assert load.stdout is not None  # noqa: S101
    try:
        load.stdin.write(msgspec.json.encode(links) + b"\n")
        load.stdin.flush()
        load.stdout.readline()  # all are in, and the notes begin
        busy = [letters.press() for _ in range(rounds * 8)]
    finally:
        load.kill()
        load.wait()
    return Figure(
        f"a letter that the lead types while {number} seats write {NOTES_A_SECOND} notes a second, p99",
        "ms",
        percentile(busy, 99),
        percentile(idle, 99),
        "the same while nobody writes",
        aim=1.5,
        remark=f"p50 {median(busy):.1f} ms beside {median(idle):.1f} ms, {len(busy)} keys",
    )


class _Letters:
    """Types a word, letter by letter, and takes it back when it is long."""

    BEGINNING = "zqx"

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._typed = ""

    def press(self) -> float:
        """One letter more: how long until it stood there, in ms."""
        if self._typed in ("", self.BEGINNING + LETTERS):
            self._terminal.press(RUBOUT * len(self._typed) + self.BEGINNING)
            self._typed = self.BEGINNING
            self._terminal.wait(
                lambda screen: shows(self._typed)(screen) and not shows(self._typed + LETTERS[0])(screen)
            )
        self._terminal.rest(0.03)
        self._typed += LETTERS[len(self._typed) - len(self.BEGINNING)]
        pressed = self._terminal.press(self._typed[-1])
        return (self._terminal.wait(shows(self._typed)) - pressed) * 1000


@contextmanager
def _hosted(env: Mapping[str, str], folder: Path, number: int) -> Iterator[tuple[Terminal, list[str]]]:
    """The lead's app in a terminal, at Points, with its seats open; and the links of all members."""
    rooms = sessions.at(folder)
    panel = (
        PlannedSeat(name="Ana Lead", role="lead", affiliation="internal"),
        *(PlannedSeat(name=f"Member {n:03d}", affiliation="external") for n in range(number)),
    )
    plan = Plan(
        service=f"Service of {number} seats", phase="beta", standard=sessions.STANDARD, date="2026-11-21", panel=panel
    )
    room = rooms.create(prepare(plan, rooms, cwd=Path()))
    room.record(room.state.lead, bodies.StageEntered(stage="points")).result()
    room.close()
    told = folder / "links.json"
    command = [sys.executable, "-m", "tools.bench.hosting_app", room.place, str(told)]
    with Terminal(command, env, folder) as terminal:
        terminal.wait(shows("Look for at", "note on", "Help"))
        terminal.settle()
        terminal.press(_F4)
        terminal.wait(shows("This computer only"))
        terminal.press("\r")
        until = time.monotonic() + 30
        while not told.exists() and time.monotonic() < until:
            terminal.rest(0.05)
        if not told.exists():
            raise NotShown("\n".join(terminal.text))
        links = msgspec.json.decode(told.read_bytes(), type=list[str])
        terminal.settle()
        terminal.press(_ESC)
        terminal.wait(shows("Look for at", "note on"))
        terminal.settle()
        yield terminal, links[1:]


async def _sent(terminal: Terminal, links: Sequence[str], notes: int) -> tuple[Heard, int]:
    panel = await crowd.come_in(links)
    watching = _Watching(terminal)
    heard = Heard([], [])
    try:
        await asyncio.sleep(1.0)  # the joins are told; the notes begin after
        for n, word in zip(range(notes + _WARM_UP), (f"zq{n:04d}" for n in count()), strict=False):
            on_screen = watching.waits(word.encode())
            body = crowd.note("1", word)
            began, others = await crowd.spread(panel, n % len(panel), "/do/note", body, word)
            seen = await asyncio.wait_for(asyncio.wrap_future(on_screen), crowd.PATIENCE)
            if n >= _WARM_UP:
                heard.seats.extend((at - began) * 1000 for at in others)
                heard.screen.append((seen - began) * 1000)
            await asyncio.sleep(0.05)
        return heard, psutil.Process(terminal.pid).memory_info().rss
    finally:
        watching.end()
        for one in panel:
            await one.leave()


def _echoed(env: Mapping[str, str], number: int, sends: int) -> list[float]:
    server = subprocess.Popen(
        [sys.executable, "-m", "tools.bench.echo"], stdout=subprocess.PIPE, text=True, env=dict(env)
    )
    try:
        assert server.stdout is not None  # noqa: S101 - for the type checker
        address = server.stdout.readline().strip()
        return asyncio.run(_echo(address, number, sends))
    finally:
        server.kill()
        server.wait()


async def _echo(address: str, number: int, sends: int) -> list[float]:
    panel = await crowd.come_in([address] * number)
    found: list[float] = []
    for n in range(sends + _WARM_UP):
        word = f"zq{n:04d}"
        began, others = await crowd.spread(panel, n % number, "/post", crowd.note("1", word), word)
        if n >= _WARM_UP:
            found.extend((at - began) * 1000 for at in others)
        await asyncio.sleep(0.05)
    for one in panel:
        await one.leave()
    return found


class _Watching:
    """Reads what the lead's terminal is sent, without drawing it, and says when a word was in it."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._waiting: tuple[bytes, Future[float]] | None = None
        self._going = True
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def waits(self, word: bytes) -> Future[float]:
        """The moment when the word came."""
        found: Future[float] = Future()
        self._waiting = word, found
        return found

    def end(self) -> None:
        """Leave the terminal to others again."""
        self._going = False
        self._thread.join()

    def _run(self) -> None:
        rest = b""
        while self._going:
            came = self._terminal.raw(0.1)
            if came is None or self._waiting is None:
                continue
            at, data = came
            word, found = self._waiting
            if word in rest + data:
                self._waiting = None
                found.set_result(at)
            rest = data[-len(word) :]
