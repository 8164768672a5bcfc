"""Paragraphs are wrapped as Rich wraps them, whichever way is taken."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text
from textual.strip import Strip

from panel_tui.tui import ink
from panel_tui.tui.ink import Line, Para

INKS = {"strong": Style(bold=True), "muted": Style(dim=True)}
CONSOLE = Console()

letters = st.text(st.sampled_from("aB1 .—’é…│→✔界\n"), max_size=60)
pieces = st.lists(letters | st.tuples(letters, st.sampled_from(["strong", "muted"])), max_size=4)


def drawn(rows: list[Strip]) -> list[list[tuple[str, bool]]]:
    return [
        [(sign, bool(part.style and (part.style.bold or part.style.dim))) for part in row for sign in part.text]
        for row in rows
    ]


@given(pieces.map(tuple), st.integers(8, 40))
def test_rows_are_those_of_rich(body: Line, room: int) -> None:
    expected = ink.text(body, INKS).wrap(CONSOLE, room, overflow="fold") or [Text()]
    for row in expected:
        row.rstrip()
    strips = [Strip(part for part in row.render(CONSOLE) if part.text) for row in expected]
    assert drawn(ink.wrapped(Para(body), INKS, room, CONSOLE)) == drawn(strips)


@given(letters, st.integers(12, 40))
def test_every_row_but_the_first_stands_under_the_words_of_the_first(words: str, columns: int) -> None:
    rows = ink.wrapped(Para((words,), ("11:42 ",)), INKS, columns, CONSOLE)
    assert rows[0].text.startswith("11:42 ")
    assert all(row.text[:6].strip() == "" and cell_len(row.text) <= max(columns, 14) for row in rows[1:])


def test_signs_that_are_taken_for_one_column_wide_are() -> None:
    narrow = [sign for sign in map(chr, range(0x3000)) if ink._NARROW.fullmatch(sign)]
    assert len(narrow) > 1000
    assert [sign for sign in narrow if cell_len(sign) != 1] == []
    assert [sign for sign in narrow if ink.safe(sign) != sign] == []
