"""The kill drill: what plain mode has acknowledged is there after `kill -9`, at any moment.

PANEL_TUI_KILLS says how many times, PANEL_TUI_SEED with which chance; both are printed where it fails.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any, NamedTuple

import pytest
from tests.room.rooms import a_room

from panel_tui.session import bodies
from panel_tui.session.history import History
from panel_tui.store.tinydb_file import open_session
from panel_tui.store.verify import verify

KILLS = int(os.environ.get("PANEL_TUI_KILLS", "300"))
SEED = int(os.environ.get("PANEL_TUI_SEED", "0")) or random.SystemRandom().randrange(1, 10**9)
COLD = 10
"""How many of the kills are of a process that was started from nothing; the others are forked from one that has
loaded everything, which takes a tenth of the time."""
FILE_OF = 50
"""Kills that one session lives through; then the next begins, as an append to a small file is another moment."""
TYPED_AHEAD = 6
"""Commands on their way at once: some have been read, one is being written, when the process is killed."""
WORDS = ("note 4 + it works", "score 4 met", "must 4 do it", "evidence 7 done a thing", "next", "back", "undo")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="this drill uses kill -9 and fork; Windows has neither")


class Typed(NamedTuple):
    """A plain mode that runs: what it reads, what it says, and how it is killed (which waits until it is gone)."""

    given: IO[str]
    said: IO[str]
    kill: Callable[[], None]


Start = Callable[[Path], Typed]


def cold(place: Path) -> Typed:
    process = subprocess.Popen(
        [sys.executable, "-m", "panel_tui", "plain", str(place), "--json", "--keep-going"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        bufsize=1,
    )
    assert process.stdin is not None
    assert process.stdout is not None

    def kill() -> None:
        process.send_signal(signal.SIGKILL)
        process.wait()

    return Typed(process.stdin, process.stdout, kill)


@contextlib.contextmanager
def nursery() -> Iterator[Start]:
    ours, theirs = socket.socketpair()
    program = [sys.executable, str(Path(__file__).with_name("nursery.py")), str(theirs.fileno())]
    process = subprocess.Popen(program, pass_fds=[theirs.fileno()], stderr=subprocess.DEVNULL)
    theirs.close()

    def start(place: Path) -> Typed:
        read, given = os.pipe()
        said, write = os.pipe()
        socket.send_fds(ours, [str(place).encode()], [read, write])
        os.close(read)
        os.close(write)
        answer = b""
        while not answer.endswith(b"\n"):
            answer += ours.recv(1)
        child, lock = int(answer), threading.Lock()
        gone: list[bool] = []

        def kill() -> None:
            with lock:
                if not gone:
                    os.kill(child, signal.SIGKILL)
                    assert ours.recv(1) == b"."
                    gone.append(True)

        return Typed(_line_by_line(given, "w"), _line_by_line(said, "r"), kill)

    with ours:
        yield start
    process.wait(20)


def _line_by_line(descriptor: int, mode: str) -> TextIOWrapper:
    raw = os.fdopen(descriptor, f"{mode}b")
    return TextIOWrapper(raw, encoding="utf-8", line_buffering=mode == "w")


def one_kill(start: Start, place: Path, chance: random.Random) -> list[dict[str, Any]]:
    """Type until the process is killed, at a moment of chance; returns the events that it acknowledged."""
    typed = start(place)
    acknowledged: list[dict[str, Any]] = []
    timer = threading.Timer(chance.random() * 0.012, typed.kill)
    after = chance.randrange(0, 6)
    with contextlib.suppress(BrokenPipeError):
        for _ in range(TYPED_AHEAD):
            typed.given.write(chance.choice(WORDS) + "\n")
        while (line := typed.said.readline()).endswith("\n"):  # a line cut short by the kill tells nobody anything
            acknowledged.append(json.loads(line))
            if len(acknowledged) == after + 1:
                timer.start()
            typed.given.write(chance.choice(WORDS) + "\n")
    typed.kill()
    acknowledged += [json.loads(line) for line in typed.said if line.endswith("\n")]
    typed.said.close()
    with contextlib.suppress(BrokenPipeError):
        typed.given.close()
    return acknowledged


def many_kills(start: Start, place: Path, times: int, seed: int) -> int:
    """Kill and look, again and again; returns how many events there are at the end."""
    chance, kept = random.Random(seed), 2  # noqa: S311 - chance that can be had again
    for _ in range(times):
        acknowledged = one_kill(start, place, chance)
        assert verify(place).ok
        session = open_session(place)
        events = session.events()
        session.close()
        History.of(events)
        fresh = events[kept : kept + len(acknowledged)]
        assert [event["hash"] for event in acknowledged] == [event.hash for event in fresh]
        # Plain mode waits for each command, so at most one of them is on disk and not yet acknowledged.
        assert len(events) - kept - len(acknowledged) <= 1
        kept = len(events)
    return kept


def a_session(folder: Path) -> Path:
    room = a_room(folder)
    room.record("seat-a", bodies.StageEntered(stage="points")).result()
    room.close()
    return Path(room.place)


def one_hand(folder: Path, times: int, seed: int) -> None:
    with nursery() as start:
        for number in range(0, times, FILE_OF):
            share = min(FILE_OF, times - number)
            assert many_kills(start, a_session(folder / str(number)), share, seed + number) > share // 2


@pytest.mark.slow
def test_every_acknowledged_event_is_there_after_each_of_many_kills(tmp_path: Path) -> None:
    print(f"PANEL_TUI_KILLS={KILLS} PANEL_TUI_SEED={SEED}")  # noqa: T201 - pytest shows it where the drill fails
    many_kills(cold, a_session(tmp_path / "cold"), COLD, SEED)
    share = (KILLS - COLD) // 2
    with ThreadPoolExecutor(2) as hands:
        for hand in [hands.submit(one_hand, tmp_path / name, share, SEED + at) for at, name in enumerate("ab", 1)]:
            hand.result()
