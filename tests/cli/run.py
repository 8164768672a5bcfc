"""The command as people run it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.patience import PATIENCE

PANEL_TUI = [sys.executable, "-m", "panel_tui"]


def run(folder: Path, *args: str, typed: str | bytes = "", **environ: str) -> subprocess.CompletedProcess[str]:
    """One command in this folder, whose sessions are in its `sessions`."""
    given = typed if isinstance(typed, bytes) else typed.encode()
    done = subprocess.run(
        [*PANEL_TUI, *args],
        cwd=folder,
        input=given,
        capture_output=True,
        check=False,
        timeout=PATIENCE,
        env={**os.environ, "PANEL_TUI_SESSIONS": str(folder / "sessions"), **environ},
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    )
