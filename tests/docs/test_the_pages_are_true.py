"""Every command, key, format, exit status and field is documented, and what the pages say is current."""

import re
from pathlib import Path

import click
import pytest
from tools.docs import KEYS, keys_page

from panel_tui.cli import main
from panel_tui.commands import ACTIONS
from panel_tui.plan import Plan, PlannedSeat
from panel_tui.report.export import formats
from panel_tui.session.terms import STAGES
from panel_tui.session.view import AUDIENCES

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/**/*.md")])
README = (ROOT / "README.md").read_text("utf-8")
GUIDES = "\n".join(page.read_text("utf-8") for page in PAGES)


def commands(group: click.Group, before: str = "panel-tui") -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    for name, command in group.commands.items():
        found.append((f"{before} {name}", command))
        if isinstance(command, click.Group):
            found += commands(command, f"{before} {name}")
    return found


def test_the_page_of_keys_is_what_the_program_says() -> None:
    assert KEYS.read_text("utf-8") == keys_page(), "run `make docs`"


@pytest.mark.parametrize("name", [name for name, _ in commands(main) if name.count(" ") == 1])
def test_every_command_is_in_the_readme(name: str) -> None:
    assert name in README


@pytest.mark.parametrize("verb", ["show", "check", "new"])
def test_every_command_about_standards_is_documented(verb: str) -> None:
    assert re.search(rf"standards \[?.*{verb}", README)
    assert f"standards {verb}" in GUIDES


@pytest.mark.parametrize(("name", "command"), commands(main))
def test_every_command_and_option_explains_itself(name: str, command: click.Command) -> None:
    assert command.help, name
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.opts}"


@pytest.mark.parametrize("format", formats())
def test_every_format_is_documented(format: str) -> None:
    assert re.search(rf"\b{format}\b", GUIDES)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_audience_is_explained_to_the_lead(audience: str) -> None:
    assert f"**{audience}**" in (ROOT / "docs/running-the-day.md").read_text("utf-8")


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_is_in_the_guide_to_the_day(stage: str) -> None:
    assert stage in (ROOT / "docs/running-the-day.md").read_text("utf-8").lower()


@pytest.mark.parametrize(
    "field", [one for one in (*Plan.__struct_fields__, *PlannedSeat.__struct_fields__) if one != "same_panel"]
)
def test_every_field_of_a_plan_is_in_the_example(field: str) -> None:
    assert re.search(rf"\b{field}:", (ROOT / "docs/first-assessment.md").read_text("utf-8"))


def test_the_panel_of_last_time_is_in_the_pages() -> None:
    assert "panel: earlier" in GUIDES


@pytest.mark.parametrize("status", ["0", "1", "2"])
def test_every_exit_status_is_documented(status: str) -> None:
    assert re.search(rf"exit status is .*\b{status}\b", " ".join(README.split()))


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_has_words_that_explain_it(action: object) -> None:
    assert getattr(action, "help", "").endswith(".")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text("utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_named_in_a_page_exists(page: Path) -> None:
    named = re.findall(r"`((?:src|tests|docs|tools|standards|sessions)/[\w./-]+\.\w+)`", page.read_text("utf-8"))
    assert not [name for name in named if not (ROOT / name).exists()]


def test_the_readme_opens_with_three_lines_a_picture_and_the_two_commands() -> None:
    title, _, *rest = README.splitlines()
    assert title == "# panel-tui"
    assert all(rest[:3])
    assert rest[4].startswith("![")
    opening = README.partition("## ")[2].partition("## ")[0]
    assert re.findall(r"^    (make \w+)", README.partition(opening)[0], re.MULTILINE) == ["make run", "make test"]
