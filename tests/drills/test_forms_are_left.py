"""A form in a real terminal that is killed: all of it is there again, and it is filed where it says."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.drills.terminal import Terminal
from tests.patience import PATIENCE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is driven; Windows has none")
PANEL = [sys.executable, "-m", "panel_tui"]
PLAN = """
service: Manage Arrears
standard: localgov-2016
phase: beta
panel:
  - {name: Liz Hall, role: lead}
  - {name: Soraya Cole, role: member}
  - {name: Jess Webb, role: member}
  - {name: Amir Khan, role: deputy}
"""
SCORED = "stage points\ngo 4\nscore 4 met\nas Jess score 4 not-met\nas Soraya score 4 met\n"


def until(true: Callable[[], bool], seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "this never came true"
        time.sleep(0.02)


class Room:
    """A session in a folder of its own, spoken to in plain mode and opened in a terminal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config"), "XDG_STATE_HOME": str(folder / "s")}
        plan = folder / "plan.yaml"
        plan.write_text(PLAN, encoding="utf-8")
        self.path = Path(self.run("--sessions", str(folder / "sessions"), "new", str(plan)).strip())
        self.plain(SCORED)

    def run(self, *words: str, lines: str = "") -> str:
        env = {**os.environ, **self.env}
        return subprocess.run([*PANEL, *words], env=env, input=lines, capture_output=True, text=True, check=True).stdout

    def plain(self, lines: str) -> str:
        return self.run("plain", str(self.path), lines=lines)

    @property
    def drafts(self) -> str:
        beside = self.path.with_name(f".{self.path.name}.drafts")
        return beside.read_text(encoding="utf-8") if beside.exists() else ""

    def open(self) -> Terminal:
        return Terminal([*PANEL, "open", str(self.path)], cwd=self.folder, env=self.env)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_a_form_and_a_private_note_come_back_whole_after_kill_9(room: Room) -> None:
    with room.open() as terminal:
        terminal.wait_for("My score", "saved")
        terminal.press("d")
        terminal.wait_for("Decide point 4", "Enter decides")
        terminal.press("3")
        terminal.wait_for("(•) 3")
        terminal.press("no plan yet")
        terminal.wait_for("no plan yet")
        terminal.press("\t")
        terminal.wait_for("█ Deciding vote")
        terminal.press(" ")
        terminal.wait_for("[x]")
        terminal.press("escape")
        terminal.wait_for("✎")
        terminal.press("?")
        terminal.wait_for("What you can do here")
        terminal.press("reads")
        terminal.wait_for("Private note")
        terminal.press("enter")
        terminal.wait_for("private note on 4")
        terminal.press("- the budget")
        terminal.wait_for("private concern on 4")
        until(lambda: "the budget" in room.drafts and "no plan yet" in room.drafts, seconds=3)
        assert terminal.child.pid
        os.kill(terminal.child.pid, signal.SIGKILL)
    assert "Not sent, on this device alone: your private note on point 4: - the budget" in room.plain("show todo\n")
    with room.open() as terminal:
        terminal.wait_for("2 drafts are back", "private concern on 4")
        terminal.press("d")
        terminal.wait_for("This is what you had typed and not kept", "no plan yet", "(•) 3", "[x]")
        terminal.press("escape")
        terminal.wait_until_gone("This is what you had typed")
        terminal.press("?")
        terminal.wait_for("What you can do here")
        terminal.press("reads")
        terminal.wait_for("Private note")
        terminal.press("enter")
        terminal.wait_for("Keep the note")
        terminal.press("enter")
        terminal.wait_for("the budget  private")
        terminal.press("escape")
        terminal.wait_until_gone("Keep the note")
        terminal.press("\x11")
        until(lambda: not terminal.child.isalive())
    assert "Liz Hall, private, concern: the budget" in room.plain("show 4\n")
    assert "the budget" not in room.drafts


def test_a_note_that_is_typed_without_i_first_shows_no_sealed_score(room: Room) -> None:
    with room.open() as terminal:
        terminal.wait_for("My score", "saved")
        terminal.press("r")
        terminal.wait_for("3 of 4 are in", "Not yet: Amir Khan")
        terminal.press("esearch is thin", "enter")
        terminal.wait_until_gone("Not yet: Amir Khan")
        terminal.press("\x11")
        until(lambda: not terminal.child.isalive())
    assert "revealed" not in room.plain("show log\n")
    assert "Jess Webb: Not met" not in room.plain("show 4\n")
