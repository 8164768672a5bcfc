"""What an installed panel-tui must be able to do, wherever it was installed: its first frame, and every export."""

import os
import subprocess
from pathlib import Path

from tests.drills.terminal import Terminal

EXAMPLE = Path(__file__).resolve().parents[2] / "sessions/2026-11-21-manage-arrears-beta-example.json"


def run(*command: str | Path, cwd: Path, env: dict[str, str]) -> str:
    """Run a program and return what it printed; what it complained of is in the failure."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}"
    return done.stdout


def opens_and_closes(program: Path, home: Path) -> None:
    """Open the app in a terminal, wait for Home, and leave it."""
    env = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "PANEL_TUI_SESSIONS": str(home / "sessions")}
    with Terminal([str(program)], cwd=home, env=env) as terminal:
        terminal.wait_for("demo")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0


def exports(program: Path, home: Path, formats: tuple[str, ...]) -> None:
    """Export the example session in each of the formats."""
    env = os.environ | {"HOME": str(home)}
    for kind in formats:
        target = home / f"report.{kind}"
        run(program, "export", EXAMPLE, "--format", kind, "-o", target, cwd=home, env=env)
        assert target.stat().st_size > 1000, kind
