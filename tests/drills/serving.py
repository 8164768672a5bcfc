"""A session that a process of its own serves, and what of it stands on the disk."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.room.rooms import a_room

from panel_tui.room import utc_now
from panel_tui.session import bodies
from panel_tui.session.terms import SeatData
from panel_tui.store.tinydb_file import open_session
from panel_tui.store.verify import verify


def a_session(folder: Path, seats: int) -> Path:
    """A session at its points with a panel of this many: a lead, a deputy and members, `seat-1` to `seat-N`."""
    roles = ["lead", "deputy", *["member"] * (seats - 2)]
    panel = tuple(
        SeatData(id=f"seat-{number}", name=f"Person {number}", role=role)  # type: ignore[arg-type]
        for number, role in enumerate(roles, 1)
    )
    room = a_room(folder, utc_now, panel=panel, earlier=None)
    room.record("seat-1", bodies.StageEntered(stage="points")).result()
    room.close()
    return Path(room.place)


def a_free_port(host: str = "127.0.0.1") -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def texts_of(place: Path) -> Counter[str]:
    """How often each note's text stands in the file, which must be whole. Nobody may have it open."""
    assert verify(place).ok
    session = open_session(place)
    events = session.events()
    session.close()
    return Counter(event.what.text for event in events if isinstance(event.what, bodies.NoteTaken))


class Serving:
    """`panel-tui serve`, and what its first line said."""

    def __init__(self, place: Path, *options: str, within: Sequence[str] = ()) -> None:
        self.process = subprocess.Popen(
            [*within, sys.executable, "-m", "panel_tui", "serve", str(place), "--json", *options],
            cwd=place.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PANEL_TUI_SESSIONS": str(place.parent)},
        )
        assert self.process.stdout is not None
        self.stderr = ""
        said = self.process.stdout.readline()
        if not said:
            self.kill()
            raise AssertionError(self.stderr)
        self.said: dict[str, Any] = json.loads(said)
        self.url: str = self.said["url"]
        self.links: dict[str, str] = {one["seat"]: one["link"] for one in self.said["seats"]}

    def kill(self) -> None:
        """It is gone, without a word."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """It ends as it should, and had nothing to complain about."""
        assert (self._end(signal.SIGTERM), self.stderr) == (0, "")

    def _end(self, by: signal.Signals) -> int:
        if self.process.returncode is None:
            self.process.send_signal(by)
            _, self.stderr = self.process.communicate(timeout=30)
        return int(self.process.returncode or 0)
