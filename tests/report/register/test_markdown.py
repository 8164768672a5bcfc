"""The register in Markdown: text stands for itself, whatever it holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.token import Token
from tests.report.register.test_html import ENTRIES, MARK, made
from tests.report.test_markdown import ANY_LINE, MARKUP, READER, SIGNS

from panel_tui.report.register import markdown
from panel_tui.report.register.model import Entry, register

WHOLE = """\
<!-- ours -->

# Service assessments

Hackney Council

Hello.

Again.

- [2021](#2021), 2 assessments
- [2020](2020.md#2020), 1 assessment
- [2019](2019.md#2019), 1 assessment

## 2021

### Manage Arrears

June 2021, Beta

First.

Second\\
line.

- **Outcome:** Met
- **Standard:** The Standard
- [Report](<https://x.example/r?a=1&b=2>)
- [Evidence board](<http://x.example/b>)

### Find a repair

June 2021, Discovery
"""


def drawn(entry: Entry) -> list[Token]:
    whole = register([entry])
    return READER.parse(markdown.render(whole, whole.pages[0], MARK).decode())


def words(token: Token) -> str:
    return "".join(child.content for child in token.children or [])


def test_the_first_page_reads_as_it_was_published() -> None:
    whole = made(per_page=2)
    assert markdown.render(whole, whole.pages[0], MARK).decode() == WHOLE


def test_a_page_of_a_year_leads_back_to_the_first() -> None:
    whole = made(per_page=2)
    text = markdown.render(whole, whole.pages[1], MARK).decode()
    assert "- [2021](register.md#2021), 2 assessments\n- [2020](#2020), 1 assessment\n" in text
    assert "Hello." not in text
    assert [markdown.file_name(page) for page in whole.pages] == ["register.md", "2020.md", "2019.md"]


def test_an_empty_register_says_so() -> None:
    whole = register([])
    assert markdown.render(whole, whole.pages[0], MARK).decode().endswith("\n\nNo assessment has been published yet.\n")


@given(ANY_LINE | SIGNS | st.sampled_from([*MARKUP, "C ##", "a #", "# #", "![x](https://x.example/y.png)", "<b>x</b>"]))
def test_any_text_is_read_back_as_it_was_written_and_is_no_markup(text: str) -> None:
    text = " ".join(text.split())
    tokens = drawn(Entry(service=text, phase=text, text=f"{text}\n\n{text}", outcome=text, date="2020"))
    told = [token for token in tokens if token.type == "inline"]
    if text:
        _, _, service, when, first, second, fact = told
        assert words(service) == words(first) == words(second) == text
        assert words(when) == f"2020, {text}"
        assert words(fact) == f"Outcome: {text}"
    kinds = {child.type for token in told for child in token.children or []}
    assert kinds <= {"text", "strong_open", "strong_close"}


@pytest.mark.parametrize(
    "address",
    ["https://x.example/<7>", "https://x.example/a\\b)", "https://x.example/?a=1&lt;=2&amp;b", ENTRIES[0].report],
)
def test_an_address_is_a_link_to_just_there(address: str) -> None:
    tokens = drawn(Entry(service="x", date="2020", report=address))
    (link,) = [child for token in tokens for child in token.children or [] if child.type == "link_open"]
    expected = address.replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C")
    assert link.attrs["href"] == expected
