"""Killed in the middle of taking in, again and again: the rescue file is there or its entries are, and never twice."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from panel_tui.session.events import Event
from panel_tui.store import rescue
from panel_tui.store.tinydb_file import create_session, open_session

pytestmark = pytest.mark.slow

TAKE = """
import sys
from pathlib import Path
from panel_tui.store import rescue
from panel_tui.store.tinydb_file import open_session
print("ready", flush=True)
store = open_session(Path(sys.argv[1]))
for found in rescue.settle(store):
    if found.kind == "more":
        rescue.take(store, found)
"""


def test_a_kill_at_any_moment_loses_nothing_and_doubles_nothing(
    tmp_path: Path, make: Callable[..., list[Event]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    events = make(300)
    for number in range(15):
        folder = tmp_path / str(number)
        folder.mkdir()
        session = create_session(folder / "s.json", events[:2])
        file = rescue.write(session.path, events, {}, events[0].at)
        session.close()
        taking = subprocess.Popen(
            [sys.executable, "-c", TAKE, str(session.path)],
            stdout=subprocess.PIPE,
            env={"PYTHONPATH": ":".join(sys.path), "XDG_DATA_HOME": str(tmp_path / "data")},
        )
        assert taking.stdout is not None
        assert taking.stdout.readline() == b"ready\n"
        time.sleep(number * 0.003)  # any moment will do
        taking.kill()
        taking.wait()
        taking.stdout.close()
        again = open_session(session.path)
        assert len(again.events()) in (2, 300)
        assert file.exists() or len(again.events()) == 300
        for found in rescue.settle(again):
            if found.kind == "more":
                rescue.take(again, found)
        assert again.events() == tuple(events)
        assert not file.exists()
        again.close()
