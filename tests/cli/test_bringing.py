"""`panel-tui import` and `panel-tui template`, as people and scripts run them."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.run import PANEL_TUI, run
from tests.room.rooms import a_room, on_disk, rooms_in

from panel_tui.room import Room
from panel_tui.session import bodies
from panel_tui.session.fold.gathered import all_evidence

EVIDENCE = "point,title,state,link\n4,Sprint board,done,https://x.org/b\n5,Tools,planned,\n99,Lost,done,\n"
PLAN = "service: Manage Arrears\nphase: beta\nstandard: localgov-2016\n"


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A session that nobody has open, in the folder where its list of evidence lies."""
    (tmp_path / "evidence.csv").write_text(EVIDENCE, "utf-8")
    made = a_room(tmp_path)
    made.close()
    return made


def titles(room: Room) -> list[tuple[str, str | None]]:
    place = Path(room.place)
    state = rooms_in(place.parent.parent).open(str(place), read_only=True).state
    known = {point.id: point.number for point in state.standard.points}
    return sorted((one.title, known.get(one.point or "")) for one in all_evidence(state))


def test_without_a_terminal_it_shows_the_preview_and_goes_ahead(tmp_path: Path, room: Room) -> None:
    done = run(tmp_path, "import", "csv", "evidence.csv", room.name)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert "  1  done     Sprint board  https://x.org/b  (line 2)  [new]" in lines
    assert "Under no point yet" in lines
    assert lines[-1] == "Brought in from the list 'evidence.csv': 3 new, 0 changed. 'undo' takes all of it back."
    assert titles(room) == [("Lost", None), ("Sprint board", "4"), ("Tools", "5")]
    (brought,) = [what for what in on_disk(room) if isinstance(what, bodies.EvidenceBrought)]
    assert brought.said == ("'99' is no point that is looked at here (line 4).",)


def test_again_it_brings_nothing_and_says_so(tmp_path: Path, room: Room) -> None:
    run(tmp_path, "import", "evidence.csv", room.name)
    before = Path(room.place).read_bytes()
    again = run(tmp_path, "import", "evidence.csv", room.name, "--yes")
    assert again.stdout.splitlines()[-1] == "Everything is here already: nothing to bring in."
    assert again.returncode == 0
    assert Path(room.place).read_bytes() == before


def test_a_dry_run_prints_and_changes_no_byte_even_while_another_has_the_session(tmp_path: Path, room: Room) -> None:
    held = rooms_in(tmp_path).open(room.place)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    looked = run(tmp_path, "import", "evidence.csv", room.name, "--dry-run", "--place", "3=7")
    assert (looked.returncode, looked.stderr) == (0, "")
    assert looked.stdout.splitlines()[-1] == "Nothing was written."
    assert "  3  done     Lost  (line 4; chosen by hand)  [new]" in looked.stdout
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    held.close()


def test_where_another_has_the_session_it_says_to_bring_it_in_there(tmp_path: Path, room: Room) -> None:
    held = rooms_in(tmp_path).open(room.place)
    refused = run(tmp_path, "import", "evidence.csv", room.name)
    held.close()
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.strip().endswith("Or bring it in there, with I.")
    assert refused.stderr.count("\n") == 1


def test_rows_are_corrected_by_options(tmp_path: Path, room: Room) -> None:
    places = ("--place", "3=7", "--place", "2=done", "--place", "1=out")
    assert run(tmp_path, "import", "evidence.csv", room.name, *places).returncode == 0
    assert titles(room) == [("Lost", "7"), ("Tools", "5")]
    again = run(tmp_path, "import", "evidence.csv", room.name, "--place", "1=out")
    assert "nothing to bring in" in again.stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("import", "nofile.csv", "SESSION"), "There is no file "),
        (("import", "csv", ".", "SESSION"), "is a folder"),
        (("import", "evidence.csv", "no-such-session"), "There is no session no-such-session"),
        (("import", "trello", "evidence.csv", "SESSION"), "is not JSON"),
        (("import", "self", "SESSION", "SESSION"), "That is this very session"),
        (("import", "evidence.csv", "SESSION", "--place", "9=4"), "There is no row 9: the rows are 1 to 3."),
        (("import", "bad.csv", "SESSION"), "line 2: 'perhaps' is neither done nor planned"),
        (("import", "large.csv", "SESSION"), "holds 10,001 pieces of evidence, and at most 10,000 are brought in"),
        (("import", "login.html", "SESSION"), "login.html is a web page, most likely one to log in"),
        (("import", f"{'x' * 3000}.csv", "SESSION"), "xxx.csv could not be read (File name too long)"),
        (("template", "csv", "no-such-standard"), "There is no standard 'no-such-standard'"),
        (("template", "csv", "localgov-2016", "--phase", "gamma"), "has no phase 'gamma'"),
        (("template", "csv", "localgov-2016", "-o", "evidence.csv"), "exists already and was not touched"),
    ],
)
def test_what_is_refused_is_one_sentence_and_changes_no_byte(
    tmp_path: Path, room: Room, args: tuple[str, ...], said: str
) -> None:
    (tmp_path / "bad.csv").write_text("title,state\nBoard,perhaps\n", "utf-8")
    (tmp_path / "login.html").write_text("\n<!DOCTYPE html><title>Log in</title>", "utf-8")
    if "large.csv" in args:
        (tmp_path / "large.csv").write_text("title\n" + "".join(f"t{n}\n" for n in range(10_001)), "utf-8")
    before = Path(room.place).read_bytes()
    refused = run(tmp_path, *(room.name if arg == "SESSION" else arg for arg in args))
    assert refused.returncode == 1
    assert said in refused.stderr
    assert refused.stderr.startswith("panel-tui: ")
    assert (refused.stderr.count("\n"), refused.stdout) == (1, "")
    assert len(refused.stderr) < 600
    assert Path(room.place).read_bytes() == before
    assert (tmp_path / "evidence.csv").read_text("utf-8") == EVIDENCE


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of a file's size is set in another way there")
def test_where_the_disk_is_full_nothing_comes_and_nothing_is_said_to_be_in_memory(tmp_path: Path, room: Room) -> None:
    (tmp_path / "evidence.csv").write_text("title\n" + "".join(f"Piece {n}\n" for n in range(2_000)), "utf-8")
    before = Path(room.place).read_bytes()
    blocks = len(before) // 512 + 1
    command = shlex.join([PANEL_TUI[0], "-B", *PANEL_TUI[1:], "import", "evidence.csv", room.place])  # no half .pyc
    full = subprocess.run(
        ["sh", "-c", f"ulimit -f {blocks}; {command}"], cwd=tmp_path, capture_output=True, check=False, timeout=60
    )
    assert full.returncode == 1
    assert full.stderr.decode() == (
        f"panel-tui: Nothing was brought in: {room.place} could not be saved, because its disk is full. "
        "Mend that, then import it again.\n"
    )
    assert Path(room.place).read_bytes() == before
    assert run(tmp_path, "import", "evidence.csv", room.place).returncode == 0


@pytest.mark.usefixtures("room")
def test_a_closed_session_says_so_before_anybody_is_asked(tmp_path: Path) -> None:
    own = a_room(tmp_path, kind="self", earlier=None)
    own.record(own.state.lead, bodies.SessionClosed()).result()
    own.close()
    refused = run(tmp_path, "import", "evidence.csv", own.name)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "panel-tui: The session is closed; reopen it first, with a reason.\n"
    assert run(tmp_path, "import", "evidence.csv", own.name, "--dry-run").returncode == 0


def test_words_that_do_not_fit_show_how_it_is_typed(tmp_path: Path) -> None:
    for words in (("evidence.csv",), ("pdf", "evidence.csv", "x"), ("csv", "a", "b", "c")):
        wrong = run(tmp_path, "import", *words)
        assert wrong.returncode == 2
        assert "import [OPTIONS] [trello|csv|markdown|self] FILE SESSION" in " ".join(wrong.stderr.split())


def test_a_teams_record_from_its_plan_to_the_assessment(tmp_path: Path, room: Room) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, "utf-8")
    own = run(tmp_path, "new", "plan.yaml", "--kind", "self").stdout.strip()
    lines = "evidence 4 done Board https://x.org\nown 4 met because we ship weekly\n"
    assert run(tmp_path, "plain", own, typed=lines).returncode == 0
    before = Path(own).read_bytes()
    done = run(tmp_path, "import", "self", Path(own).stem, room.name)
    assert (done.returncode, done.stderr) == (0, "")
    assert "weekly" not in done.stdout
    assert done.stdout.splitlines()[-1].endswith("own view. 'undo' takes all of it back.")
    assert Path(own).read_bytes() == before
    assert titles(room) == [("Board", "4")]
    assert run(tmp_path, "plain", room.name, typed="undo\n").returncode == 0
    assert titles(room) == []
    assert run(tmp_path, "verify", room.place).returncode == 0


def test_a_kind_that_the_plan_says_can_be_overridden(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN + "kind: self\n", "utf-8")
    made = run(tmp_path, "new", "plan.yaml", "--kind", "panel").stdout.strip()
    assert not rooms_in(tmp_path).open(made, read_only=True).state.is_self


@pytest.mark.parametrize(("form", "ending"), [("csv", "csv"), ("markdown", "md")])
def test_a_list_to_fill_in_is_printed_or_written_and_is_read_back(
    tmp_path: Path, room: Room, form: str, ending: str
) -> None:
    printed = run(tmp_path, "template", form, "localgov-2016", "--phase", "beta")
    assert "4. Iterate and improve" in printed.stdout
    dash = run(tmp_path, "template", form, "localgov-2016", "--phase", "beta", "-o", "-")
    assert dash.stdout == printed.stdout
    assert not (tmp_path / "-").exists()
    written = run(tmp_path, "template", form, "localgov-2016", "--phase", "beta", "-o", f"mine.{ending}")
    assert written.stdout == f"mine.{ending}\n"
    read = run(tmp_path, "import", f"mine.{ending}", room.name)
    assert (read.returncode, read.stderr) == (0, "")
    assert read.stdout == f"The list 'mine.{ending}' holds no evidence yet.\nThere is nothing to bring in.\n"
