"""Whatever was said to be kept is there after kill -9, at any moment."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from panel_tui.store.tinydb_file import open_session
from panel_tui.store.verify import verify

DRIVER = Path(__file__).with_name("driver.py")


def start(act: str, path: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(DRIVER), act, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )


@pytest.mark.slow
def test_every_event_that_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    """The moment of the kill is random in what the driver has said, and again in the bytes it reads meanwhile."""
    path = tmp_path / "s.json"
    chance = random.Random(2026)  # noqa: S311  # a test's dice
    for _ in range(30):
        driver = start("append", path)
        assert driver.stdout is not None
        assert driver.stdin is not None
        for _ in range(chance.randrange(1, 12)):
            acknowledged = int(driver.stdout.readline())
        for _ in range(chance.randrange(1, 3000)):
            pass
        driver.send_signal(signal.SIGKILL)
        acknowledged = max([acknowledged, *map(int, driver.stdout.read().split())])
        driver.wait()
        driver.stdout.close()
        driver.stdin.close()
        verdict = verify(path)
        assert verdict.ok, verdict.why
        assert acknowledged <= verdict.events <= acknowledged + 3
        left = {file.name for file in tmp_path.iterdir()}
        assert left <= {"s.json", ".s.json.lock", ".s.json.tmp"}
    open_session(path).close()
