"""At a terminal, a person is asked: yes, no, or a correction, until they agree."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cli.test_bringing import EVIDENCE, titles
from tests.drills.terminal import Terminal
from tests.room.rooms import a_room

from panel_tui.room import Room

SLOW = """
import sys, time
from panel_tui.intake import lists
from panel_tui.cli import main
real = lists.read
def slowly(*args, **more):
    time.sleep(2.2)
    return real(*args, **more)
lists.read = slowly
main()
"""


@contextmanager
def importing(
    folder: Path, *more: str, program: tuple[str, ...] = ("-m", "panel_tui")
) -> Iterator[tuple[Terminal, Room]]:
    (folder / "evidence.csv").write_text(EVIDENCE, "utf-8")
    room = a_room(folder)
    room.close()
    command = [sys.executable, *program, "import", "evidence.csv", room.name, *more]
    sessions = {"PANEL_TUI_SESSIONS": str(folder / "sessions")}
    with Terminal(command, cwd=folder, env=sessions, columns=132, rows=40) as terminal:
        yield terminal, room


def test_rows_are_corrected_one_by_one_until_it_is_agreed(tmp_path: Path) -> None:
    with importing(tmp_path) as (terminal, room):
        terminal.wait_for("[new]", "Bring this in? [y]es, [n]o, or a correction such as")
        terminal.press("3 7", "enter")
        terminal.wait_for("Lost  (line 4; chosen by hand)")
        terminal.press("2 done", "enter")
        terminal.wait_for("2  done     Tools")
        terminal.press("99 4", "enter")
        terminal.wait_for("There is no row 99: the rows are 1 to 3.")
        terminal.press("enter", "perhaps", "enter")
        terminal.wait_for("'perhaps' is no corr")
        terminal.press("y", "enter")
        assert terminal.wait_for_end() == 0
        assert "3 new, 0 changed. 'undo' takes all of it back." in terminal.last_words
    assert titles(room) == [("Lost", "7"), ("Sprint board", "4"), ("Tools", "5")]


def test_a_no_and_a_closed_line_bring_nothing_in(tmp_path: Path) -> None:
    for number, keys in enumerate((("n", "enter"), ("\x04",), ("\x03",))):
        folder = tmp_path / str(number)
        folder.mkdir()
        with importing(folder) as (terminal, room):
            before = Path(room.place).read_bytes()
            terminal.wait_for("Bring this in?")
            terminal.press(*keys)
            assert terminal.wait_for_end() == 0
            assert "Nothing was brought in." in terminal.last_words
        assert Path(room.place).read_bytes() == before


def test_with_yes_nobody_is_asked(tmp_path: Path) -> None:
    with importing(tmp_path, "--yes") as (terminal, room):
        assert terminal.wait_for_end() == 0
        assert "Bring this in?" not in terminal.last_words
    assert len(titles(room)) == 3


def test_what_takes_its_time_says_so(tmp_path: Path) -> None:
    with importing(tmp_path, "--yes", program=("-c", SLOW)) as (terminal, _):
        terminal.wait_for("Reading evidence.csv: ")
        assert terminal.wait_for_end() == 0
        assert "Brought in" in terminal.last_words
