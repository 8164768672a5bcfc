"""Standards as plain text."""

import json
from pathlib import Path

import msgspec
import pytest

from panel_tui.standard import printed
from panel_tui.standard.finder import Found
from panel_tui.standard.model import Standard
from panel_tui.standard.printed import CannotWriteError
from panel_tui.standard.reader import check_file, check_text


def found(name: str, title: str = "A title", problem: str | None = None) -> Found:
    return Found(name, title, "2019", 14, Path(f"{name}.yaml"), "shipped", problem)


def test_the_list_is_a_table() -> None:
    assert printed.listing([found("govuk-2019", "GOV.UK Service Standard"), found("nhs")]).splitlines() == [
        "ID          TITLE                    VERSION  POINTS  FROM",
        "govuk-2019  GOV.UK Service Standard  2019     14      shipped",
        "nhs         A title                  2019     14      shipped",
    ]


def test_the_list_fits_80_columns_whatever_is_in_it() -> None:
    wide = Found("i" * 70, "日本語の標準 " * 20, "v" * 40, 1802, Path("a"), "here")
    text = printed.listing([wide, found("a", "t" * 300)])
    assert all(len(line) <= 80 for line in text.splitlines())
    assert "日本" in text
    assert "…" in text


def test_files_with_mistakes_are_listed_after_the_good_ones() -> None:
    lines = printed.listing([found("bad", problem="line 3: something"), found("good")]).splitlines()
    assert lines[1].startswith("good")
    assert lines[3:] == [
        "These files have mistakes; `panel-tui standards check FILE` lists them all:",
        "  bad.yaml: line 3: something",
    ]


def test_an_empty_list_says_so() -> None:
    assert printed.listing([]) == "There are no standards here."


def test_a_standard_can_be_read_whole(rich: Standard) -> None:
    assert printed.details(rich) + "\n" == RICH_TEXT


def test_a_standard_without_extras_and_a_conversation_can_be_read(small: Standard, talk: Standard) -> None:
    assert "Running order\n  All of it: 1, 2\n\n1. First point\n   10 min · Design\n   Alpha" in printed.details(small)
    text = printed.details(talk)
    assert "A conversation: nothing is scored. The report gathers\n  Done well\n  Possible gaps\n" in text
    assert "Running order" not in text


def test_a_standard_that_names_nobody_can_be_read(small: Standard) -> None:
    bare = msgspec.structs.replace(small, source=None, phases=(), running_order=())
    assert printed.details(bare).startswith("Small standard (small)\nversion  1, revision 1\nlicence  CC0-1.0\n\nScale")


def test_details_fit_80_columns(rich: Standard) -> None:
    assert all(len(line) <= 80 for line in printed.details(rich).splitlines())


def test_a_check_says_how_it_went(small_text: str) -> None:
    good = check_text(small_text, "good.yaml")
    assert printed.check_lines(Path("good.yaml"), good) == ["good.yaml: good, 2 points"]

    warned = check_text(small_text.replace("source: {url: https://example.org}\n", ""), "w.yaml")
    assert printed.check_lines(Path("w.yaml"), warned)[-1] == "w.yaml: good, 2 points, 1 warning"

    bad = check_text(small_text.replace("small", "Small").replace("minutes: 10", "minutes: 0"), "b.yaml")
    assert printed.check_lines(Path("b.yaml"), bad)[1:] == [
        "b.yaml, line 26: 'minutes' is 0; it must be at least 1",
        "b.yaml: 2 mistakes",
    ]


def test_problems_are_json_for_editors(small_text: str) -> None:
    report = check_text(small_text.replace("rank: 2", "rank: “2”"), "f.yaml")
    problems = json.loads(printed.problems_json(report.problems))
    assert problems[1] == {
        "file": "f.yaml",
        "line": 9,
        "column": 39,
        "path": "scales/default/0/rank",
        "severity": "error",
        "message": "'rank' must be a whole number, not '“2”'",
        "hint": "write it in digits, such as 10",
    }
    assert json.loads(printed.problems_json([])) == []


def test_what_cannot_be_read_has_no_line_in_json(tmp_path: Path) -> None:
    (problem,) = json.loads(printed.problems_json(check_file(tmp_path / "gone").problems))
    assert problem["line"] is None
    assert problem["column"] is None


def test_a_new_file_passes_its_own_check_and_takes_its_id_from_its_name(tmp_path: Path) -> None:
    path = printed.write_new(tmp_path / "Our Café's Standard.yaml")
    report = check_file(path)
    assert report.problems == ()
    assert report.standard is not None
    assert report.standard.id == "our-caf-s-standard"
    assert report.standard.in_running_order("alpha")


def test_a_new_file_whose_name_gives_no_id_keeps_the_example() -> None:
    assert "\nid: my-standard " in printed.starting_text("日本")


def test_a_new_file_never_overwrites(small_file: Path, small_text: str) -> None:
    with pytest.raises(CannotWriteError, match="exists already and was not touched; choose another name"):
        printed.write_new(small_file)
    assert small_file.read_text("utf-8") == small_text


def test_a_new_file_in_a_place_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(CannotWriteError, match="cannot be written: no such file or directory; choose another place"):
        printed.write_new(tmp_path / "gone" / "new.yaml")
    with pytest.raises(CannotWriteError, match="cannot be written: embedded null byte; choose"):
        printed.write_new(tmp_path / "a\x00b.yaml")


RICH_TEXT = """\
Rich standard (org.rich)
version  1.10, revision 3
issuer   No
source   https://example.org/standard
licence  OGL-UK-3.0
phases   Alpha, Beta

Everything that a file can hold.

Scale
  1  Met: Shown working.
  2  Partially met
  3  Not met
  x  Not applicable

Scale 'rag'
  Green
  Amber
  Red

Scale 'x'
  Yes
  No

Running order
  Design (30 min): B, 1.10
  Users: 1.a

NEEDS

1.a. Understand users
   20 min · Design · User research · only in alpha
   Know them.
   In every phase
     ? Who?
     evidence: Findings
   Alpha
     ? Why?
   Beta
     evidence: More findings

1.10. Solve a problem

SERVICE

B. Keep it simple

4. Keep it safe
"""
