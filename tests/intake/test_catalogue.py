"""The list of what was not made with this tool: read strictly, and every mistake named with its line."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_tui.intake.catalogue import EXAMPLE, Catalogue, CatalogueError, Listed, read_catalogue


def read(folder: Path, text: str) -> Catalogue:
    path = folder / "others.yaml"
    path.write_text(text, encoding="utf-8")
    return read_catalogue(path)


def mistakes(folder: Path, text: str) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        read(folder, text)
    assert caught.value.message.splitlines() == [str(problem) for problem in caught.value.problems]
    return [f"{problem.line}: {problem.sentence()}" for problem in caught.value.problems]


def test_the_example_can_be_read_as_it_stands_and_shows_every_field(tmp_path: Path) -> None:
    found = read(tmp_path, EXAMPLE)
    assert (found.title, found.organisation) == ("Service assessments", "Example Council")
    assert found.intro is not None
    assert found.intro.count("\n\n") == 1
    first, second = found.assessments
    assert all(getattr(first, name) for name in Listed.__struct_fields__)
    assert first.text is not None
    assert "\n" not in first.text
    assert second == Listed(service="Find a park", date="2018", phase="Discovery")


def test_text_stays_as_it_was_written(tmp_path: Path) -> None:
    found = read(tmp_path, "assessments:\n- {service: no, date: 2019-10, phase: 1.10, text: yes, outcome: ~}\n")
    assert found.assessments == (Listed(service="no", date="2019-10", phase="1.10", text="yes"),)


@pytest.mark.parametrize("text", ["title: Ours\n", "assessments:\n", "assessments: []\n"])
def test_a_file_may_hold_only_the_top_of_the_page(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text).assessments == ()


@pytest.mark.parametrize("date", ["2019", "2019-07", "2019-07-31", "1999-12"])
def test_a_year_a_month_and_a_day_are_dates(tmp_path: Path, date: str) -> None:
    (one,) = read(tmp_path, f"assessments:\n- service: x\n  date: {date}\n").assessments
    assert one.date == date


@pytest.mark.parametrize("date", ["July 2019", "2019-13", "2019-02-30", "07/2019", "19", "2019-7", "2019-W07", "0019"])
def test_anything_else_is_no_date(tmp_path: Path, date: str) -> None:
    assert mistakes(tmp_path, f"assessments:\n- service: x\n  date: {date}\n") == [
        f"3: '{date}' is no date; write a year, a month or a day: 2019, 2019-07 or 2019-07-16"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a\n", "1: this is not a list of assessments; begin it with a line that says 'assessments:'"),
        ("", "1: this is not a list of assessments; begin it with a line that says 'assessments:'"),
        ("assesments: []\n", "1: unknown field 'assesments'; did you mean 'assessments'?"),
        ("assessments: x\n", "1: 'assessments' is a list; begin each with '- service: …'"),
        ("assessments:\n- x\n", "2: this is not an assessment; begin it with '- service: …'"),
        ("assessments:\n- date: 2019\n", "2: the field 'service' is missing; add a line 'service: …'"),
        ("assessments:\n- service: x\n", "2: the field 'date' is missing; add a line 'date: …'"),
        ("assessments:\n- service: x\n  date:\n", "2: the field 'date' is missing; add a line 'date: …'"),
        (
            "assessments:\n- {service: x, date: 2019, boards: y}\n",
            "2: unknown field 'boards'; did you mean 'board'?",
        ),
        (
            "assessments:\n- {service: [x], date: 2019}\n",
            "2: 'service' is a text; write it behind the colon, or below it after '|'",
        ),
        ("title: {a: b}\n", "1: 'title' is a text; write it behind the colon, or below it after '|'"),
        (
            "assessments:\n- {service: x, date: 2019, report: javascript:alert(1)}\n",
            "2: 'javascript:alert(1)' is no address of the web; a link starts with https:// or http://",
        ),
        (
            "assessments:\n- {service: x, date: 2019, board: https://}\n",
            "2: 'https://' is no address of the web; a link starts with https:// or http://, has a name behind it",
        ),
        (
            f"title: {'x' * 301}\n",
            "1: 'title': this text has 301 characters and 300 are kept: shorten it or write it as several",
        ),
        ("title: a\ntitle: b\n", "2: 'title' is given twice; the first is on line 1; keep one of them"),
        ("title: &a b\n", "1: anchors and aliases (& and *) are not allowed; write the text out in full, or put it"),
        ("title: a\x07\n", "1: there is an invisible control character (U+0007); delete it, or type the line again"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_what_to_do(tmp_path: Path, text: str, said: str) -> None:
    (told,) = mistakes(tmp_path, text)
    assert told.startswith(said)


def test_every_mistake_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "titel: x\nassessments:\n- {service: x, date: soon}\n- {date: 2019, board: x}\n"
    assert [line.split(":")[0] for line in mistakes(tmp_path, text)] == ["1", "3", "4", "4"]


def test_the_same_assessment_twice_is_said_and_another_phase_is_another_one(tmp_path: Path) -> None:
    text = "assessments:\n- {service: Rent, date: 2019}\n- {service: rent, date: 2019, phase: Beta}\n"
    assert len(read(tmp_path, text).assessments) == 2
    (told,) = mistakes(tmp_path, f"{text}- {{service: RENT, date: 2019}}\n")
    assert told.startswith("4: 'RENT' is listed twice with this date; the first is on line 2; keep one of them")


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="there is no such file; check the path"):
        read_catalogue(tmp_path / "none.yaml")


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_any_file_is_a_list_or_a_sentence(tmp_path_factory: pytest.TempPathFactory, content: str | bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))
    with suppress(CatalogueError):
        assert isinstance(read_catalogue(path), Catalogue)
