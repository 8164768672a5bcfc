"""The strict reading of YAML, with either of PyYAML's two parsers."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from panel_tui.standard.problems import Problems, did_you_mean, one_of, quoted, slug
from panel_tui.standard.yaml_nodes import FAST_LOADER, UnreadableYaml, read_nodes

SHIPPED = sorted((Path(__file__).parents[2] / "standards").glob("*.yaml"))
LOADERS = [FAST_LOADER, yaml.SafeLoader]


@pytest.mark.parametrize("loader", LOADERS)
def test_every_scalar_stays_as_it_is_written(loader: Any) -> None:
    text = "a: [no, 1.10, 2019-05-09, 012, 1:30, 0x1F, 'null', \"~\", null, ~, Null]\nb:\nc: |\n  two\n  lines\n"
    assert read_nodes(text, Problems("f"), loader) == {
        "a": ["no", "1.10", "2019-05-09", "012", "1:30", "0x1F", "null", "~", None, None, "Null"],
        "b": None,
        "c": "two\nlines\n",
    }


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_both_parsers_give_the_same_values_on_the_same_lines(path: Path) -> None:
    text = path.read_text("utf-8")
    fast, slow = Problems("f"), Problems("f")
    assert read_nodes(text, fast, FAST_LOADER) == read_nodes(text, slow, yaml.SafeLoader)
    assert fast.marks == slow.marks


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: b: c", 1, "there is a second ': ' here"),
        ("a: 1\nb: @c", 2, "a text begins with a sign that means something else to YAML"),
        ("a:\n  - b\n\tc: d", 3, "a tab is used where only spaces may be"),
        ("a: 1\nb\nc: 1", 2, "this line has no ': ' after its name"),
        ("a: 'It's'\n", 1, "the text goes on where YAML does not expect it"),
        ('a: "x\n\n', 1, "a quote is opened here and never closed"),
        ("a: [1, 2\nb: 3", 1, "a bracket is opened here and not closed"),
        ("a:\n    b: 1\n  c: 1", 3, "this line does not line up with the lines above it"),
        ("a: - b", 1, "the text goes on where YAML does not expect it"),
        ('a: "\\d"', 1, "a backslash inside double quotes is not followed by a known letter"),
        ("a: |x\n  b", 1, "there is text behind the sign > or |"),
        ("%", 1, "this is not valid YAML"),
    ],
)
def test_both_parsers_lead_to_the_same_words(loader: Any, text: str, line: int, said: str) -> None:
    problems = Problems("f")
    with pytest.raises(UnreadableYaml):
        read_nodes(text, problems, loader)
    (problem,) = problems.sorted()
    assert (problem.line, problem.message) == (line, said)


def test_an_error_of_the_parser_without_a_place_is_put_on_the_first_line() -> None:
    class Broken(yaml.SafeLoader):
        def check_event(self, *_: Any) -> bool:
            raise yaml.YAMLError

    problems = Problems("f")
    with pytest.raises(UnreadableYaml):
        read_nodes("a: b", problems, Broken)
    (problem,) = problems.sorted()
    assert (problem.line, problem.column, problem.message) == (1, 1, "this is not valid YAML")


def test_each_value_knows_its_line_and_column() -> None:
    problems = Problems("f")
    read_nodes("a: 1\nb:\n  - c: 2\n    d: [e, f]\n", problems)
    assert problems.marks[("a",)] == (1, 1)
    assert problems.marks["b", 0] == (3, 5)
    assert problems.marks["b", 0, "d"] == (4, 5)
    assert problems.marks["b", 0, "d", 1] == (4, 12)


def test_words_for_people() -> None:
    assert one_of(["a"]) == "a"
    assert one_of(["a", "b", "c"]) == "a, b or c"
    assert did_you_mean("alfa", ["alpha", "beta"]) == "did you mean 'alpha'?"
    assert did_you_mean("zzz", ["alpha"]) == ""
    assert quoted("a\x1b[31m") == "'a�[31m'"
    assert len(quoted("x" * 5000)) == 62
    assert slug("  UK Service Standard!", dots=True) == "uk-service-standard"
    assert slug("GOV.UK . 2019", dots=True) == "gov.uk.2019"
    assert slug("GOV.UK") == "gov-uk"
    assert slug("—") == ""
