"""One whole run in a real terminal: from the README's first command to an exported report."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.drills.terminal import Terminal

from panel_tui.store.verify import verify

pytestmark = [
    pytest.mark.slow,
    pytest.mark.needs("make"),
    pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is driven; Windows has none"),
]
ROOT = Path(__file__).parents[2]


def speak(terminal: Terminal, line: str) -> None:
    terminal.press(":")
    terminal.wait_for("Tab completes")
    terminal.press(line, "enter")
    terminal.wait_until_gone("Tab completes")


@pytest.fixture
def reports() -> Iterator[str]:
    """A folder whose name fits on a line of the screen, which pytest's own does not."""
    with tempfile.TemporaryDirectory() as folder:
        yield folder


def test_a_newcomer_walks_the_demo_from_make_run_to_a_report(tmp_path: Path, reports: str) -> None:
    env = {"PANEL_TUI_SESSIONS": str(tmp_path / "sessions"), "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    with Terminal(["make", "run"], cwd=ROOT, env=env) as terminal:
        terminal.wait_for("demo", seconds=60)
        terminal.press("d")
        terminal.wait_for("Manage Arrears", "My score", "saved")

        # Points: a note by quick capture, a score, the next point.
        terminal.press("i")
        terminal.wait_for("Keep the note")
        terminal.press("+ seen with my own eyes", "enter")
        terminal.wait_for("seen with my own eyes")
        terminal.press("escape")
        terminal.wait_until_gone("Keep the note")
        terminal.press("2")
        terminal.wait_for("1 of 5 are in")
        terminal.press("n")
        terminal.wait_for("Points 9/15")

        # Deliberation, by keys and forms: one reveal, one decision with its reason, what the team must do.
        speak(terminal, "stage deliberation")
        terminal.wait_for("Decide", "each")
        terminal.press("r")
        terminal.wait_for("revealed")
        terminal.press("d")
        terminal.wait_for("Enter decides")
        terminal.press("1")
        terminal.wait_for("(•) 1")
        terminal.press("They showed it with real people", "enter")
        terminal.wait_until_gone("Enter decides")

        # The last stage from where everything is still open, in a larger window.
        terminal.resize(132, 36)
        speak(terminal, "stage close")
        terminal.wait_for("Still to do", "Results")
        speak(terminal, "export md for internal")
        terminal.wait_for("-report-internal.md", "F4")
        terminal.press("tab", "tab", "tab", "ctrl+u")
        terminal.wait_until_gone(f"Folder       {ROOT}")
        terminal.press(reports)
        terminal.wait_for(reports)
        terminal.press("f4")
        terminal.wait_for("Written")
        terminal.press("escape")
        terminal.wait_until_gone("Written:")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0

    (session,) = (tmp_path / "sessions").glob("*.json")
    assert verify(session).ok
    assert "seen with my own eyes" in session.read_text("utf-8")
    (report,) = Path(reports).glob("*-report-internal.md")
    text = report.read_text("utf-8")
    for said in ("seen with my own eyes", "They showed it with real people", "REHEARSAL", "DRAFT"):
        assert said in text
