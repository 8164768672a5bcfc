"""The front door: each command loads what it needs, says one sentence where it cannot, and never shows a traceback."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.room.rooms import a_room

from panel_tui import __version__
from panel_tui.cli import main
from panel_tui.rooms import Rooms
from panel_tui.session.terms import STAGES

PLAN = "service: Manage Arrears\nphase: beta\nstandard: localgov-2016\ndate: 2026-11-21\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PANEL_TUI_SESSIONS", str(tmp_path / "sessions"))
    return tmp_path


def door(*args: str, typed: str = "") -> Result:
    """One command; an error that is not ours is raised."""
    return CliRunner().invoke(main, list(args), input=typed, catch_exceptions=False)


def test_the_version_is_said() -> None:
    assert door("--version").output == f"panel-tui {__version__}\n"


def test_the_screens_need_a_terminal_and_say_what_does_not(folder: Path) -> None:
    room = a_room(folder)
    room.close()
    for args in ([], ["open", room.name], ["demo"]):
        done = door(*args)
        assert done.exit_code == 1
        assert done.stderr == ("panel-tui: the screens need a terminal; 'panel-tui plain SESSION' works without one.\n")


def test_new_prints_the_path_and_nothing_else(folder: Path) -> None:
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    done = door("new", "plan.yaml")
    assert done.stdout == f"{folder / 'sessions' / '2026-11-21-manage-arrears-beta.json'}\n"
    assert done.stderr == ""
    assert door("new", "plan.yaml").stdout.endswith("manage-arrears-beta-2.json\n")


def test_every_mistake_of_a_plan_is_said_with_its_line_and_nothing_is_made(folder: Path) -> None:
    (folder / "plan.yaml").write_text(PLAN.replace("beta", "betta") + "serviec: x\n", encoding="utf-8")
    done = door("new", "plan.yaml")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr == "panel-tui: plan.yaml, line 5: unknown field 'serviec'; did you mean 'service'?\n"
    assert not (folder / "sessions").exists()


def test_sessions_are_listed_and_a_checkout_with_only_its_example_has_none_yet(folder: Path) -> None:
    assert door("sessions").stderr == "There are no sessions yet; 'panel-tui demo' makes one to try.\n"
    a_room(folder).close()
    done = door("sessions")
    assert done.stdout == ("2026-11-21-manage-arrears-beta: Manage Arrears, Beta, briefing, rehearsal\n")
    assert done.stderr.startswith("There are no sessions yet")
    a_room(folder, rehearsal=False, kind="self", service="Find a park").close()
    assert "find-a-park-beta: Find a park, Beta, briefing, a team's own record\n" in door("sessions").stdout
    a_room(folder, rehearsal=False).close()
    broken = folder / "sessions" / "2026-11-21-manage-arrears-beta.json"
    broken.write_bytes(broken.read_bytes()[:-20])
    done = door("sessions")
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 3
    assert any("it was not touched" in line or "cut" in line for line in done.stdout.splitlines())


@pytest.mark.parametrize("stage", STAGES)
def test_a_demo_is_made_without_the_app(folder: Path, stage: str) -> None:
    made = door("demo", "--at", stage, "--make")
    assert made.exit_code == 0
    shown = door("plain", made.stdout.strip(), typed="show\n").stdout
    assert f"Stage: {stage}" in shown
    assert "This is a rehearsal." in shown


def test_a_session_that_is_not_there_is_said(folder: Path) -> None:
    for command in ("plain", "export"):
        done = door(command, "nothing")
        assert done.exit_code == 1
        assert done.stderr.startswith("panel-tui: There is no session nothing in ")


def test_a_record_is_verified_and_the_first_event_that_does_not_fit_is_named(folder: Path) -> None:
    room = a_room(folder)
    room.close()
    done = door("verify", room.place)
    assert (done.exit_code, done.stdout) == (0, f"{room.place}: All 1 events fit.\n")
    place = Path(room.place)
    place.write_bytes(place.read_bytes().replace(b"Manage Arrears", b"Manage arrears"))
    done = door("verify", room.place)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "Event 1 was changed after it was kept" in done.stderr


def test_a_report_goes_where_it_is_told(folder: Path) -> None:
    room = a_room(folder)
    room.close()
    written = door("export", room.name)
    assert Path(written.stdout.strip()).suffix == ".md"
    assert door("export", room.name, "-o", "r.csv").stdout.strip().endswith("r.csv")
    assert (folder / "r.csv").read_bytes()[:3] != b"---"
    (folder / "out").mkdir()
    assert Path(door("export", room.name, "-o", "out").stdout.strip()).parent.name == "out"
    assert door("export", room.name, "-o", "-", "--as", "Bo", "--for", "panel").stdout.startswith("---\n")
    cards = Path(door("export", room.name, "--format", "cards", "-o", "out").stdout.strip())
    assert (cards.name, (cards / "01-understand-user-needs.md").is_file()) == ("out", True)
    assert door("export", room.name, "--format", "cards", "-o", "-").stdout.startswith("───── 00-")
    assert Path(door("export", room.name, "--format", "trello-csv").stdout.strip()).name.endswith("-trello.csv")
    assert door("export", room.name, "--for", "everyone").stderr == (
        "panel-tui: There is no audience 'everyone': choose team, panel, internal, public.\n"
    )
    assert door("export", room.name, "--format", "pdf").exit_code == 1


def test_standards_are_listed_shown_checked_and_begun(folder: Path) -> None:
    assert "localgov-2016" in door("standards").stdout
    assert "Understand user needs" in door("standards", "show", "localgov-2016").stdout
    assert door("standards", "new", "mine.yaml").exit_code == 0
    assert door("standards", "check", "mine.yaml").exit_code == 0
    (folder / "mine.yaml").write_text("id: x\n", encoding="utf-8")
    assert door("standards", "check", "mine.yaml").exit_code == 1
    assert door("standards", "check", "--json", "mine.yaml").stdout.startswith("[")
    assert door("standards", "show", "nothing").stderr.startswith("panel-tui: There is no standard 'nothing'")


def test_an_error_of_our_own_is_one_paragraph_with_a_report_that_holds_no_word_of_anybody(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    thought = "a private thought"

    def broken(self: object) -> None:
        raise ZeroDivisionError(thought)

    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    monkeypatch.setattr(Rooms, "list", broken)
    done = door("sessions")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.startswith("panel-tui has met an error of its own and had to stop.")
    assert "Traceback" not in done.stderr
    (report,) = folder.glob("state/**/panel-tui-*.txt")
    assert "ZeroDivisionError" in report.read_text("utf-8")
    assert thought not in report.read_text("utf-8") + done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_an_answer_that_cannot_be_written_is_said(folder: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{shlex.quote(sys.executable)} -m panel_tui standards > /dev/full"],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "panel-tui: the answer could not be written: No space left on device.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a folder that somebody is in")
@pytest.mark.parametrize("command", ["sessions", "standards", "--version", "demo --make"])
def test_it_works_in_a_folder_that_was_taken_away(folder: Path, command: str) -> None:
    gone = folder / "gone"
    gone.mkdir()
    done = subprocess.run(
        ["sh", "-c", f"rmdir ../gone && {shlex.quote(sys.executable)} -m panel_tui {command}"],
        cwd=gone,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
