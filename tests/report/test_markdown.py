"""Markdown: text stands for itself, whatever it holds."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.report.stage import Stage, created, standard

from panel_tui.report.export import render
from panel_tui.report.markdown import escape
from panel_tui.report.words import plain
from panel_tui.session import bodies

READER = MarkdownIt("gfm-like", {"linkify": False}).enable(["table", "strikethrough"])
ANY_LINE = (
    st.text(st.characters(codec="utf-8", min_codepoint=32), min_size=1)
    .map(plain)
    .map(lambda text: " ".join(text.split()))
)
SIGNS = st.text(st.sampled_from("*_`[]()<>!#+-=.|~\\&;:/$ 1ax\"'@{}^"), min_size=1).map(
    lambda text: " ".join(text.split())
)
MARKUP = ("\\*a\\*", "\\# a")


def read_back(text: str) -> str:
    """The words that a reader of Markdown finds in one line."""
    tokens = READER.parse(f"- {text}" if text else "")
    children = [child for token in tokens for child in token.children or []]
    assert {child.type for child in children} <= {"text"}, children
    kinds = {token.type for token in tokens}
    assert kinds <= {"bullet_list_open", "list_item_open", "paragraph_open", "inline", "paragraph_close"} | {
        "list_item_close",
        "bullet_list_close",
    }
    return "".join(child.content for child in children)


@pytest.mark.parametrize(
    "text",
    [
        "# a heading",
        "1. a list",
        "12) another",
        "- a bullet",
        "+ a bullet",
        "> a quote",
        "=====",
        "---",
        "***",
        "*strong* _soft_ `code` ~~gone~~",
        "[link](https://x.example) ![picture](x.png) <https://x.example>",
        "<script>alert(1)</script>",
        "&lt;b&gt; &#60; &amp",
        "a | b",
        "back\\slash \\*",
        "~~~",
        "[^1]: note",
        "[x]: https://x.example",
        "https://x.example www.x.example mailto:a@x.example",
        "$x$",
    ],
)
def test_no_text_becomes_markup(text: str) -> None:
    assert read_back(escape(text)) == text


@given(ANY_LINE | SIGNS)
def test_any_line_is_read_back_as_it_was_written(text: str) -> None:
    assert read_back(escape(text)) == text


@given(SIGNS)
def test_any_cell_of_a_table_is_read_back_as_it_was_written(text: str) -> None:
    tokens = READER.parse(f"| a | b |\n| --- | --- |\n| {escape(text)} | x |")
    cells = [token for token in tokens if token.type == "inline"][2:]
    assert ["".join(child.content for child in cell.children or []) for cell in cells] == [text, "x"]


@given(st.text(st.characters(codec="utf-8")))
def test_the_results_at_the_top_are_yaml_whatever_the_service_is_called(text: str) -> None:
    room = Stage(created(standard(), service=f"S {text}", team=text or None))
    _, front, _ = render(room.report(), "md").decode().split("---\n", 2)
    told = yaml.safe_load(front)
    assert told["points"][0] == {"number": "1", "title": "Understand users and their needs", "result": None}
    assert told["draft"] is True


def test_an_address_that_was_entered_as_a_link_is_a_link_and_one_in_a_text_is_not(assessed: Stage) -> None:
    tokens = READER.parse(render(assessed.report("internal"), "md").decode().split("---\n", 2)[2])
    links = [child.attrs["href"] for token in tokens for child in token.children or [] if child.type == "link_open"]
    assert links == ["https://research.example/log?a=1&b=2", "http://plans.example/%3C7%3E", "https://t.example/2"]


def test_lines_and_paragraphs_of_a_text_stay_apart() -> None:
    room = Stage(created(standard(), description="one\ntwo\n\n\nthree"))
    note = bodies.NoteTaken(id="n1", point="p1", kind="concern", text="four\n\nfive")
    text = render(room.do("seat-1", note).report(), "md").decode()
    assert "one\\\ntwo\n\nthree\n" in text
    assert "- four\\\n  five\n" in text
