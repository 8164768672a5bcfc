"""The standards that ship are what they say they are."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from panel_tui.standard.model import Standard, seconds
from panel_tui.standard.reader import check_file, read_standard

FOLDER = Path(__file__).parents[2] / "standards"
FILES = {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}
PUBLISHED: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("published_titles.yaml").read_text("utf-8"))
IN_FULL = ("localgov-2016", "govuk-2019")
SCORED = tuple(name for name in FILES if name != "discovery-light-touch")


@pytest.fixture(scope="module")
def shipped() -> dict[str, Standard]:
    return {name: read_standard(path) for name, path in FILES.items()}


def test_exactly_these_ship() -> None:
    assert list(FILES) == ["discovery-light-touch", "govuk-2015", "govuk-2019", "localgov-2016", "nhs"]


@pytest.mark.parametrize("name", FILES)
def test_each_is_without_mistakes_and_without_warnings(name: str) -> None:
    report = check_file(FILES[name])
    assert report.problems == ()
    assert report.standard is not None
    assert report.standard.id == name


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_number_and_title_is_as_published(shipped: dict[str, Standard], name: str) -> None:
    points = [(point.number, point.title) for point in shipped[name].points]
    assert points == [(str(number), title) for number, title in enumerate(PUBLISHED[name]["titles"], 1)]


def test_published_short_titles_are_used_and_our_own_are_marked(shipped: dict[str, Standard]) -> None:
    published = PUBLISHED["localgov-2016"]["short_titles"]
    text = FILES["localgov-2016"].read_text("utf-8")
    for point in shipped["localgov-2016"].points:
        own = f"short_title: {point.short_title}  # our own words" in text
        assert own != (published.get(point.number) == point.short_title), point.number


@pytest.mark.parametrize("name", FILES)
def test_each_names_its_licence_its_source_and_who_wrote_what(shipped: dict[str, Standard], name: str) -> None:
    standard = shipped[name]
    assert standard.licence.id == "OGL-UK-3.0"
    assert "Open Government Licence v3.0" in standard.licence.attribution
    assert "panel-tui contributors" in standard.licence.attribution
    assert standard.source is not None
    assert standard.source.url.startswith("https://")
    assert standard.source.retrieved


@pytest.mark.parametrize("name", IN_FULL)
@pytest.mark.parametrize("phase", ["discovery", "alpha", "beta", "live"])
def test_every_point_has_questions_and_expected_evidence_in_every_phase(
    shipped: dict[str, Standard], name: str, phase: str
) -> None:
    standard = shipped[name]
    assert standard.points_in(phase) == standard.points
    for point in standard.points:
        assert 2 <= len(standard.prompts_for(point, phase)) <= 5, point.id
        assert 1 <= len(standard.evidence_for(point, phase)) <= 3, point.id


@pytest.mark.parametrize("name", FILES)
def test_a_panel_can_start_with_each(shipped: dict[str, Standard], name: str) -> None:
    standard = shipped[name]
    for point in standard.points:
        assert point.summary
        assert point.roles
        assert point.minutes
        assert point.prompts
        assert len(point.name) <= 60
    for phase in standard.phases:
        assert {"briefing", "deliberation", "questions"} <= set(phase.timeboxes)
        assert all(seconds(length) for length in phase.timeboxes.values())


@pytest.mark.parametrize("name", SCORED)
def test_the_day_is_about_two_and_a_half_hours_and_sections_add_up(shipped: dict[str, Standard], name: str) -> None:
    standard = shipped[name]
    assert 135 <= sum(point.minutes or 0 for point in standard.points) <= 150
    heard = [point_id for section in standard.running_order for point_id in section.points]
    assert sorted(heard) == sorted(point.id for point in standard.points)
    for section in standard.running_order:
        points = [point for point in standard.points if point.id in section.points]
        assert section.minutes == sum(point.minutes or 0 for point in points), section.id


@pytest.mark.parametrize("name", SCORED)
def test_the_levels_are_met_partially_met_and_not_met_with_digits_best_first(
    shipped: dict[str, Standard], name: str
) -> None:
    levels = shipped[name].levels()
    assert [(level.label, level.key) for level in levels] == [
        ("Met", "1"),
        ("Partially met", "2"),
        ("Not met", "3"),
        ("Not applicable", "4"),
    ]
    assert levels[1].description.startswith("Planned or begun but not yet shown working.")
    assert levels[3].rank is None


def test_govuk_has_a_second_scale_in_which_the_worst_point_decides(shipped: dict[str, Standard]) -> None:
    standard = shipped["govuk-2019"]
    assert [level.label for level in standard.levels("rag")] == ["Green", "Amber", "Red"]
    assert [rule.then for rule in standard.outcome_rules] == [
        "red",
        "amber",
        "green",
        "met",
        "met-with-conditions",
        "not-met",
    ]
    assert [group.title for group in standard.groups] == [
        "Meeting users’ needs",
        "Providing a good service",
        "Using the right technology",
    ]


def test_points_are_carried_over_from_the_older_standards_by_their_ids(shipped: dict[str, Standard]) -> None:
    known = {f"{name}/{point.id}" for name, standard in shipped.items() for point in standard.points}
    for standard in shipped.values():
        for point in standard.points:
            assert set(point.previous_ids) <= known, point.id


def test_the_light_touch_review_is_a_conversation_around_four_questions(shipped: dict[str, Standard]) -> None:
    standard = shipped["discovery-light-touch"]
    assert len(standard.points) == 4
    assert all(point.title.endswith("?") for point in standard.points)
    assert [phase.id for phase in standard.phases] == ["discovery"]
    assert standard.levels() == ()
    assert standard.conversation is not None
    assert [heading.id for heading in standard.conversation.headings] == ["done-well", "learned", "possible-gaps"]
    kinds = [kind for heading in standard.conversation.headings for kind in heading.kinds]
    assert sorted(kinds) == ["concern", "observation", "question", "quote", "strength"]
    assert standard.conversation.recommendations


@pytest.mark.parametrize("name", FILES)
def test_questions_are_questions_and_no_line_is_doubled(shipped: dict[str, Standard], name: str) -> None:
    for point in shipped[name].points:
        lines = [line for texts in (*point.prompts.values(), *point.evidence.values()) for line in texts]
        assert len(lines) == len(set(lines)), point.id
        for text in (line for texts in point.prompts.values() for line in texts):
            assert text.endswith(("?", ".")), text
