"""What happens to a program in a real terminal: killed, told to stop, its window closed, a book pasted into it."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from tests.drills.terminal import Terminal
from tests.missing import missing

from panel_tui.store.tinydb_file import open_session
from panel_tui.store.verify import verify

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is driven; Windows has none")
PANEL = [sys.executable, "-m", "panel_tui"]


def until(true: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "this never came true"
        time.sleep(0.02)


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_STATE_HOME": str(tmp_path / "st")}


@pytest.fixture
def session(tmp_path: Path, home: dict[str, str]) -> Path:
    made = subprocess.run(
        [*PANEL, "--sessions", str(tmp_path / "sessions"), "demo", "--make"],
        env={**os.environ, **home},
        capture_output=True,
        text=True,
        check=True,
    )
    return Path(made.stdout.strip())


@pytest.fixture
def terminal(tmp_path: Path, home: dict[str, str], session: Path) -> Iterator[Terminal]:
    """The app in the demo, at the points."""
    with Terminal([*PANEL, "open", str(session)], cwd=tmp_path, env=home) as terminal:
        terminal.wait_for("My score", "saved")
        yield terminal


def beside(session: Path) -> set[str]:
    """What stands beside a session: its lock, what is typed."""
    return {path.name.removeprefix(f".{session.name}.") for path in session.parent.glob(f".{session.name}.*")}


def begin_a_note(terminal: Terminal, text: str) -> None:
    terminal.press("i")
    terminal.wait_for("Keep the note")
    terminal.press(text)
    terminal.wait_for(text.rstrip())  # a space at its end is seen nowhere


def test_half_a_note_is_there_again_after_kill_9_and_nothing_is_doubled_when_it_is_sent(
    terminal: Terminal, session: Path, tmp_path: Path, home: dict[str, str]
) -> None:
    begin_a_note(terminal, "half a th")
    until(lambda: "drafts" in beside(session), seconds=2)
    assert terminal.child.pid
    os.kill(terminal.child.pid, signal.SIGKILL)
    terminal.wait_for_end()
    with Terminal([*PANEL, "open", str(session)], cwd=tmp_path, env=home) as again:
        again.wait_for("1 draft is back", "half a th")
        again.press("i")
        again.wait_for("Keep the note")
        again.press("ought", "enter")
        again.wait_for("half a thought", "note on 4 +")
        until(lambda: "drafts" not in beside(session))
        again.press("ctrl+q")
        assert again.wait_for_end() == 0
    assert session.read_bytes().count(b"half a th") == 1
    assert beside(session) == set()


def test_what_is_pasted_is_text_and_never_keys(terminal: Terminal, session: Path) -> None:
    before = verify(session).events
    terminal.paste(b"1q\x1b[A\rnr\x1b")  # nobody types: it goes nowhere
    begin_a_note(terminal, "- ")
    terminal.paste(
        b"[bold]x[/] \x1b[31mred\x1b[0m \x1b\x1b1\xff\xfe \xe6\xbc\xa2\xe5\xad\x97\x00\x07 " + b"\xc3\xa9 " * 3000
    )
    terminal.wait_for("é é é")
    terminal.press("enter")
    terminal.wait_for("note on 4 +")
    until(lambda: verify(session).events == before + 1)
    assert "[bold]x[/] red 1\ufffd\ufffd 漢字 é é" in session.read_text("utf-8")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_when_the_system_says_stop_all_is_kept_and_the_terminal_is_as_it_was(
    terminal: Terminal, session: Path, number: signal.Signals, status: int
) -> None:
    terminal.press("1")
    begin_a_note(terminal, "half a th")
    assert terminal.child.pid
    os.kill(terminal.child.pid, number)
    assert terminal.wait_for_end() == status
    assert "\x1b[?1049l" in terminal.last_words
    assert beside(session) == {"drafts"}
    assert verify(session).ok


def test_when_the_window_is_closed_all_is_kept_and_nothing_goes_on_running(terminal: Terminal, session: Path) -> None:
    process = psutil.Process(terminal.child.pid)
    terminal.press("1")
    begin_a_note(terminal, "half a th")
    terminal.close()
    process.send_signal(signal.SIGCONT)
    until(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE)
    assert beside(session) == {"drafts"}
    assert verify(session).ok


@pytest.mark.needs("bash")
@pytest.mark.parametrize("stop", [signal.SIGTSTP, signal.SIGSTOP])
def test_after_a_stop_and_a_continue_the_whole_screen_is_there_again(
    session: Path, tmp_path: Path, home: dict[str, str], stop: signal.Signals
) -> None:
    with Terminal(["bash", "--norc", "-i"], cwd=tmp_path, env={**home, "PS1": "$ "}) as shell:
        shell.press(shlex.join([*PANEL, "open", str(session)]), "enter")
        shell.wait_for("My score", "Technology and data")
        (app,) = psutil.Process(shell.child.pid).children()
        app.send_signal(stop)
        shell.wait_for("Stopped")
        shell.press("clear", "enter")
        shell.wait_until_gone("Technology and data")
        shell.press("fg", "enter")
        shell.wait_for("My score", "Technology and data")
        take_a_key_again(shell)
        begin_a_note(shell, "written afterwards")
        shell.press("enter")
        shell.wait_for("+ strength")
        shell.press("ctrl+q")
        until(lambda: not app.is_running())
    assert beside(session) == set()


def take_a_key_again(terminal: Terminal) -> None:
    """Look at the point below. A key pressed in the instant of coming back may be dropped with what the terminal
    still held; the next one may not, so two presses have to do."""
    for patience in (2.0, 20.0):
        terminal.press("j")
        with suppress(AssertionError):
            terminal.wait_for("The room is on 4", seconds=patience)
            break
    else:
        pytest.fail(f"two keys were not taken:\n{terminal.text}")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    tried = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "panel-tui-test", str(place)], capture_output=True, check=False
    )
    if tried.returncode:
        missing("only root may mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(path: Path) -> None:
    with path.open("ab", buffering=0) as file, suppress(OSError):
        for size in (4096, 1):
            with suppress(OSError):
                while True:
                    file.write(b"x" * size)


@pytest.mark.needs("mount")
def test_on_a_full_disk_the_number_stands_there_at_once_and_it_is_saved_when_there_is_room(
    small_disk: Path, home: dict[str, str], tmp_path: Path
) -> None:
    made = subprocess.run(
        [*PANEL, "--sessions", str(small_disk / "s"), "demo", "--make"],
        env={**os.environ, **home},
        capture_output=True,
        text=True,
        check=True,
    )
    session = Path(made.stdout.strip())
    with Terminal([*PANEL, "open", str(session)], cwd=tmp_path, env=home, columns=100, rows=30) as terminal:
        terminal.wait_for("My score", "saved")
        fill(small_disk / "ballast")
        begin_a_note(terminal, "written while it was full")
        terminal.press("enter")
        terminal.wait_for("NOT SAVED: 1 entry is only in memory", "its disk is full", seconds=5)
        terminal.press("half", "ctrl+q")
        terminal.wait_for("Leave: the entry goes into a rescue file")
        terminal.press("escape")
        terminal.wait_until_gone("goes into a rescue file")
        (small_disk / "ballast").unlink()
        terminal.wait_until_gone("NOT SAVED", seconds=8)
        assert session.read_bytes().count(b"written while it was full") == 1
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert verify(session).ok


def test_a_second_opener_is_told_who_has_it_and_may_look(
    terminal: Terminal, session: Path, tmp_path: Path, home: dict[str, str]
) -> None:
    before = session.read_bytes()
    with Terminal([*PANEL, "--sessions", str(session.parent)], cwd=tmp_path, env=home, columns=100) as second:
        second.wait_for("Rehearsals")
        second.press("down", "down", "enter")
        second.wait_for(f"process {terminal.child.pid} ", "Look at it only")
        second.press("enter")
        second.wait_for("My score", "open to look at only")
        second.press("1")
        second.press("i")
        second.wait_for("Note: this session is open to look at only")
        second.press("ctrl+q")
        assert second.wait_for_end() == 0
    assert session.read_bytes() == before
    assert beside(session) == {"lock"}


_BROKEN = """
from panel_tui.cli import main
from panel_tui.tui.screens.points import PointsScreen

def broken(self):
    thought = self.room.view
    raise ZeroDivisionError(f"about {thought}: a private thought")

PointsScreen.do_evidence = broken
main()
"""


def test_an_error_of_our_own_is_one_paragraph_on_a_terminal_as_it_was(
    session: Path, tmp_path: Path, home: dict[str, str]
) -> None:
    before = verify(session).events
    with Terminal([sys.executable, "-c", _BROKEN, "open", str(session)], cwd=tmp_path, env=home) as terminal:
        terminal.wait_for("My score", "saved")
        terminal.press("1")
        begin_a_note(terminal, "half a th")
        terminal.press("escape")
        terminal.wait_until_gone("Keep the note")
        terminal.press("e")
        assert terminal.wait_for_end() == 1
    _, restored, said = terminal.last_words.partition("\x1b[?1049l")
    assert restored
    assert "panel-tui has met an error of its own" in said
    assert "Traceback" not in said
    assert beside(session) == {"drafts"}
    assert verify(session).events == before + 1
    (report,) = tmp_path.glob("st/**/panel-tui-*.txt")
    assert "ZeroDivisionError" in report.read_text("utf-8")
    for word in ("half a th", "private thought", "Manage Arrears"):
        assert word not in report.read_text("utf-8") + said


@pytest.mark.parametrize("way", ["keys", "SIGTERM", "SIGINT"])
def test_what_is_not_saved_is_named_at_the_end_and_taken_in_at_the_next_start(
    terminal: Terminal, session: Path, tmp_path: Path, home: dict[str, str], way: str
) -> None:
    older = session.read_bytes()
    begin_a_note(terminal, "+ seen in the rescue")
    terminal.press("enter")
    until(lambda: b"seen in the rescue" in session.read_bytes())
    terminal.press("escape")
    terminal.wait_until_gone("Keep the note")
    copy = session.with_suffix(".copy")
    copy.write_bytes(older)
    copy.replace(session)
    terminal.press("2")
    terminal.wait_for("NOT SAVED: 2 entries are only in memory.")
    if way == "keys":
        terminal.press("ctrl+q")
        terminal.wait_for("Leave: the 2 entries go into a rescue file")
        terminal.press("down", "enter")
    else:
        assert terminal.child.pid
        os.kill(terminal.child.pid, getattr(signal, way))
    terminal.wait_for_end()
    (file,) = session.parent.glob("*.rescue-*.json")
    assert "2 entries could not be saved in" in terminal.last_words
    assert file.name in terminal.last_words
    assert session.read_bytes() == older
    rescued = open_session(file, read_only=True).events()
    with Terminal([*PANEL, "open", str(session)], cwd=tmp_path, env=home) as again:
        again.wait_for("2 entries of this session are only in the rescue file", "Take them in", "Decide later")
        again.press("enter")
        again.wait_for("2 entries were taken in", "seen in the rescue")
        again.press("ctrl+q")
        assert again.wait_for_end() == 0
    assert open_session(session, read_only=True).events() == rescued
    assert not file.exists()
