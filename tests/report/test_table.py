"""CSV: one row for each point, and no cell that a spreadsheet works out."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.stage import Stage, conversation, created, standard

from panel_tui.report.export import render
from panel_tui.report.table import guarded
from panel_tui.session import bodies

SIGNS = ("=", "+", "-", "@", "\t", "\r")


def rows(room: Stage, audience: str = "internal") -> list[list[str]]:
    content = render(room.report(audience), "csv")  # type: ignore[arg-type]
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\uff1d1"])
def test_a_formula_is_held_down(text: str) -> None:
    assert guarded(text).startswith("'")


@pytest.mark.parametrize("text", ["", "a = b", "1. a", "(=1)", "–"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


@given(st.text() | st.tuples(st.sampled_from(SIGNS), st.text()).map("".join))
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not guarded(text).lstrip().startswith(SIGNS)


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_no_cell_of_a_copy_begins_like_a_formula(text: str) -> None:
    room = Stage(created(standard(), service=text, team=f"={text}"))
    note = bodies.NoteTaken(id="n1", point="p1", kind="concern", text=f"={text}")
    room.do("seat-1", note, bodies.DecisionMade(point="p1", level="met", reason=f"-{text}"))
    assert not [cell for row in rows(room) for cell in row if cell.lstrip().startswith(SIGNS)]


def test_each_point_is_a_row_of_as_many_cells_as_the_head(assessed: Stage) -> None:
    table = rows(assessed)
    head = next(place for place, row in enumerate(table) if row[:2] == ["Point", "Id"])
    assert [row[0] for row in table[head + 1 :]] == ["1", "2", "3", "4", "5"]
    assert {len(row) for row in table} == {len(table[head])}
    assert all(table[head])


def test_the_lines_above_the_head_say_what_the_copy_is() -> None:
    told = dict(row[:2] for row in rows(Stage(created(standard(), rehearsal=True)), "team")[:14])
    assert told["Report"] == "Manage Arrears: Beta assessment report"
    assert told["REHEARSAL"].startswith("This session is practice")
    assert told["DRAFT"].startswith("The panel has not closed")
    assert told["Made for"] == "the team"


def test_a_conversation_has_its_headings_above_the_head(talked: Stage) -> None:
    told = dict(row[:2] for row in rows(talked))
    assert told["What was done well"] == "The team asked why before what.\n\nIt listened."
    assert told["What was learned"].endswith("Question 2: “nobody reads the second page” (Bo Okafor)")
    empty = [row[0] for row in rows(Stage(created(conversation())))]
    assert "Possible gaps" not in empty


def test_a_conversation_has_no_column_for_what_it_does_not_do(talked: Stage) -> None:
    head = next(row for row in rows(talked) if row[1] == "Id")
    assert head[0] == "Question"
    assert not {"Result", "Decision", "Reason", "Spread", "Scores of the panel", "What they said"} & set(head)
