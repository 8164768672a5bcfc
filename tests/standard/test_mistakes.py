"""The mistakes of mistakes.yaml: each is named with its line, what is wrong, and what was probably meant."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from panel_tui.standard.problems import MOST_PROBLEMS
from panel_tui.standard.reader import check_text

MISTAKES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("mistakes.yaml").read_text("utf-8"))


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: str(mistake["said"][0])[:60])
def test_each_mistake_is_named_with_its_line_and_what_was_meant(small_text: str, mistake: dict[str, Any]) -> None:
    assert mistake["was"] in small_text
    report = check_text(small_text.replace(mistake["was"], mistake["now"], 1), "f")
    assert [str(problem).removeprefix("f, ") for problem in report.problems] == mistake["said"]
    assert (report.standard is None) == any("warning: " not in line for line in mistake["said"])


def test_the_small_standard_itself_has_no_mistakes(small_text: str) -> None:
    assert check_text(small_text, "f").problems == ()


def test_all_mistakes_come_out_in_one_go_in_the_order_of_the_file(small_text: str) -> None:
    text = small_text.replace("id: small", "id: Small").replace("roles: [design]", "roles: [desing]")
    text = text.replace("minutes: 10", "minutes: soon").replace("then: fail", "then: failed").replace("two]", "too]")
    lines = [problem.line for problem in check_text(text, "f").problems]
    assert lines == [2, 16, 25, 26, 34]


def test_a_problem_names_its_place_for_people_and_for_editors(small_text: str) -> None:
    (problem,) = check_text(small_text.replace('number: "2"', "number: 1"), "f").problems
    assert (problem.file, problem.line, problem.column, problem.path) == ("f", 31, 5, "points/1/number")
    assert (problem.severity, problem.hint) == ("error", "change one of them")


def test_a_file_full_of_mistakes_is_not_listed_to_the_end(small_text: str) -> None:
    text = small_text.replace("roles: [design]", f"roles: [{', '.join(f'r{n}' for n in range(5000))}]")
    report = check_text(text, "f")
    assert len(report.problems) == MOST_PROBLEMS
    assert report.standard is None


def test_mistakes_inside_groups_are_found_like_those_at_the_top(small_text: str) -> None:
    start, _, points = small_text.partition("points:\n")
    points, _, order = points.partition("running_order:")
    grouped = "".join(f"    {line}\n" for line in points.splitlines())
    text = f"{start}groups:\n  - id: g\n    title: G\n    points:\n{grouped}running_order:{order}"
    assert check_text(text, "f").problems == ()
    (problem,) = check_text(text.replace("minutes: 10", "minutes: 0"), "f").problems
    assert problem.path == "groups/0/points/0/minutes"
