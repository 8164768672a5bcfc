"""Whoever does not ask for the screens does not wait for them: no command but the app loads Textual."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from panel_tui.cli import main

PROBE = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=open(sys.argv_probe, "w")))
sys.argv_probe, *args = sys.argv[1:]
sys.argv = ["panel-tui", *args]
from panel_tui.cli import main
main()
"""

PLAN = "service: Manage Arrears\nphase: beta\nstandard: localgov-2016\n"


def loaded_by(args: list[str], where: Path, typed: str = "") -> set[str]:
    """Run one command in a process of its own and return the names of all modules it had loaded at its end."""
    probe = where / "modules.json"
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(probe), *args],
        cwd=where,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(probe.read_text()))


def needs_command(name: str) -> None:
    if name not in main.commands:
        pytest.fail(f"panel-tui has no command called {name} yet")


@pytest.fixture
def session(tmp_path: Path) -> str:
    needs_command("new")
    (tmp_path / "plan.yaml").write_text(PLAN)
    made = subprocess.run(
        [sys.executable, "-m", "panel_tui", "new", "plan.yaml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout.strip()


@pytest.mark.parametrize("args", [["--version"], ["--help"]], ids=" ".join)
def test_a_question_about_the_command_itself_loads_neither_screens_nor_store(tmp_path: Path, args: list[str]) -> None:
    modules = loaded_by(args, tmp_path)
    assert not modules & {"textual", "rich", "tinydb", "yaml", "jsonschema", "msgspec", "jinja2"}


@pytest.mark.parametrize(
    "args",
    [
        ["standards"],
        ["standards", "show", "localgov-2016"],
        ["standards", "new", "mine.yaml"],
        ["new", "plan.yaml"],
    ],
    ids=" ".join,
)
def test_standards_and_new_never_load_the_screens(tmp_path: Path, args: list[str]) -> None:
    needs_command(args[0])
    (tmp_path / "plan.yaml").write_text(PLAN)
    modules = loaded_by(args, tmp_path)
    assert "textual" not in modules
    assert "panel_tui.tui" not in modules


@pytest.mark.parametrize("form", ["md", "html", "docx", "csv", "json", "odt", "trello-csv", "cards"])
def test_export_never_loads_the_screens(tmp_path: Path, session: str, form: str) -> None:
    needs_command("export")
    modules = loaded_by(["export", session, "--format", form, "-o", "report"], tmp_path)
    assert "textual" not in modules


@pytest.mark.parametrize(("form", "foreign"), [("json", {"docx", "odfdo", "jinja2"}), ("docx", {"odfdo"})])
def test_export_loads_only_the_library_of_its_format(
    tmp_path: Path, session: str, form: str, foreign: set[str]
) -> None:
    needs_command("export")
    assert not loaded_by(["export", session, "--format", form, "-o", "report"], tmp_path) & foreign


def test_plain_mode_never_loads_the_screens(tmp_path: Path, session: str) -> None:
    needs_command("plain")
    modules = loaded_by(["plain", session], tmp_path, typed="show\nquit\n")
    assert "textual" not in modules


def test_verify_never_loads_the_screens(tmp_path: Path, session: str) -> None:
    needs_command("verify")
    assert "textual" not in loaded_by(["verify", session], tmp_path)


@pytest.mark.parametrize("form", ["text", "csv", "json", "md"])
def test_follow_up_loads_neither_the_screens_nor_what_draws_pages(tmp_path: Path, session: str, form: str) -> None:
    needs_command("follow-up")
    assert session
    modules = loaded_by(["--sessions", str(Path(session).parent), "follow-up", "--format", form], tmp_path)
    assert not modules & {"textual", "jinja2", "docx", "odfdo", "aiohttp"}


@pytest.mark.parametrize(
    "more", [[], ["--reports"], ["--also", "others.yaml"]], ids=lambda more: " ".join(more) or "alone"
)
def test_the_register_loads_what_draws_pages_and_no_screens(tmp_path: Path, session: str, more: list[str]) -> None:
    needs_command("register")
    (tmp_path / "others.yaml").write_text("title: Ours\n")
    modules = loaded_by(["--sessions", str(Path(session).parent), "register", "-o", "public", *more], tmp_path)
    assert "jinja2" in modules
    assert not modules & {"textual", "docx", "odfdo", "aiohttp"}
    assert ("panel_tui.intake" in modules) is ("--also" in more)


@pytest.mark.parametrize("kind", ["trello", "csv", "markdown"])
def test_import_never_loads_the_screens_nor_a_report(tmp_path: Path, session: str, kind: str) -> None:
    needs_command("import")
    (tmp_path / "trello").write_text('{"id": "b", "name": "Board", "lists": [], "cards": []}', "utf-8")
    (tmp_path / "csv").write_text("point,title\n4,Board\n", "utf-8")
    (tmp_path / "markdown").write_text("# 4\n- Board\n", "utf-8")
    modules = loaded_by(["import", kind, kind, session], tmp_path)
    assert not modules & {"textual", "rich", "aiohttp", "jinja2", "panel_tui.tui", "panel_tui.report"}


@pytest.mark.parametrize("form", ["csv", "markdown"])
def test_a_list_to_fill_in_is_made_without_screens_or_store(tmp_path: Path, form: str) -> None:
    needs_command("template")
    modules = loaded_by(["template", form, "localgov-2016"], tmp_path)
    assert not modules & {"textual", "rich", "aiohttp", "tinydb", "panel_tui.tui"}
