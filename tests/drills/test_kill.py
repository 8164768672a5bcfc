"""The kill drill: what plain mode has acknowledged is there after `kill -9`, at any moment.

PANEL_TUI_KILLS says how many times, PANEL_TUI_SEED with which chance; the seed is printed where it fails.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.room.rooms import a_room

from panel_tui.session import bodies
from panel_tui.session.history import History
from panel_tui.store.tinydb_file import open_session
from panel_tui.store.verify import verify

KILLS = int(os.environ.get("PANEL_TUI_KILLS", "200"))
SEED = int(os.environ.get("PANEL_TUI_SEED", "0")) or random.SystemRandom().randrange(1, 10**9)
FILES = 4
"""Sessions that the kills are shared out to, two at a time: one per core."""
TYPED_AHEAD = 6
"""Commands on their way at once: some have been read, one is being written, when the process is killed."""

WORDS = ("note 4 + it works", "score 4 met", "must 4 do it", "evidence 7 done a thing", "next", "back", "undo")


def starts(place: Path) -> subprocess.Popen[str]:
    # Not through a shell and not with a package's start-up: the process that is killed is the one that keeps.
    code = "import sys; from panel_tui.cli import main; main(['plain', sys.argv[1], '--json', '--keep-going'])"
    return subprocess.Popen(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}", str(place)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        bufsize=1,
    )


def one_kill(place: Path, chance: random.Random) -> list[dict[str, Any]]:
    """Type until the process is killed, at a moment of chance; returns the events that it acknowledged."""
    process = starts(place)
    assert process.stdin is not None
    assert process.stdout is not None
    acknowledged: list[dict[str, Any]] = []
    after, wait = chance.randrange(0, 6), chance.random() * 0.012
    timer = threading.Timer(wait, process.send_signal, [signal.SIGKILL])
    try:
        for _ in range(TYPED_AHEAD):
            process.stdin.write(chance.choice(WORDS) + "\n")
        while line := process.stdout.readline():
            if not line.endswith("\n"):
                break  # cut short by the kill: whoever reads has not been told
            acknowledged.append(json.loads(line))
            if len(acknowledged) == after + 1:
                timer.start()
            process.stdin.write(chance.choice(WORDS) + "\n")
    except BrokenPipeError:
        pass
    finally:
        process.kill()
        process.wait()
        acknowledged += [json.loads(line) for line in process.stdout if line.endswith("\n")]
        timer.cancel()
        process.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
    return acknowledged


def many_kills(place: Path, times: int, seed: int) -> int:
    chance, kept = random.Random(seed), 2  # noqa: S311 - chance that can be had again
    for _ in range(times):
        acknowledged = one_kill(place, chance)
        assert verify(place).ok
        session = open_session(place)
        events = session.events()
        session.close()
        History.of(events)
        assert [event["n"] for event in acknowledged] == list(range(kept + 1, kept + 1 + len(acknowledged)))
        assert [event["hash"] for event in acknowledged] == [
            event.hash for event in events[kept : kept + len(acknowledged)]
        ]
        # Plain mode waits for each command, so at most one of them is on disk and not yet acknowledged.
        assert len(events) - kept - len(acknowledged) <= 1
        kept = len(events)
    return kept


@pytest.mark.slow
def test_every_acknowledged_event_is_there_after_each_of_many_kills(tmp_path: Path) -> None:
    print(f"PANEL_TUI_KILLS={KILLS} PANEL_TUI_SEED={SEED}")  # noqa: T201 - pytest shows it where the drill fails
    places = []
    for number in range(FILES):
        room = a_room(tmp_path / str(number))
        room.record("seat-a", bodies.StageEntered(stage="points")).result()
        room.close()
        places.append(Path(room.place))
    with ThreadPoolExecutor(2) as hands:
        running = [
            hands.submit(many_kills, place, KILLS // FILES, SEED + number) for number, place in enumerate(places)
        ]
        kept = [one.result() for one in running]
    assert min(kept) > KILLS // FILES
