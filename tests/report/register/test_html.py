"""The register in HTML: whole, alone, and nothing but text where somebody wrote text."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.test_html import Page as Read

from panel_tui.report.register import html
from panel_tui.report.register.model import Entry, Register, register
from panel_tui.report.words import plain

MARK = "ours"
ENTRIES = (
    Entry(
        service="Manage Arrears",
        date="2021-06-09",
        phase="Beta",
        text="First.\n\nSecond\nline.",
        outcome="Met",
        standard="The Standard",
        organisation="Hackney Council",
        report="https://x.example/r?a=1&b=2",
        board="http://x.example/b",
    ),
    Entry(service="Find a repair", date="2021-06", phase="Discovery"),
    Entry(service="Track", date="2020-01"),
    Entry(service="Rent", date="2019"),
)


def made(**more: Any) -> Register:
    return register(ENTRIES, organisation="Hackney Council", intro="Hello.\n\nAgain.", **more)


def pages(whole: Register) -> list[Read]:
    return [Read(html.render(whole, page, MARK)) for page in whole.pages]


def test_the_first_page_says_everything_that_was_published() -> None:
    (read,) = pages(made())
    told = " ".join(read.text.partition("Skip to the assessments")[2].split())
    for words in (
        "Hackney Council Service assessments Hello. Again.",
        "Years 2021, 2 assessments 2020, 1 assessment 2019, 1 assessment 2021 Manage Arrears June 2021, Beta First.",
        "OutcomeMet StandardThe Standard Report of Manage Arrears, Beta, June 2021 Evidence board of Manage Arrears",
        "Find a repair June 2021, Discovery 2020 Track January 2020 2019 Rent 2019",
    ):
        assert words in told
    assert "Organisation" not in told
    assert [attrs["datetime"] for tag, attrs in read.tags if tag == "time"] == ["2021-06", "2021-06", "2020-01", "2019"]


@pytest.mark.parametrize("per_page", [1, 3, 50])
def test_each_page_is_whole_and_each_anchor_is_one_and_is_there(per_page: int) -> None:
    whole = made(per_page=per_page)
    found = {html.file_name(page): read for page, read in zip(whole.pages, pages(whole), strict=True)}
    for name, read in found.items():
        ids = read.values("id")
        assert len(ids) == len(set(ids))
        assert set(read.values("aria-labelledby")) <= set(ids)
        for href in read.values("href"):
            if not href.startswith("http"):
                there, _, anchor = href.partition("#")
                assert anchor in found[there or name].values("id")


def test_older_years_have_a_page_each_and_every_page_leads_to_all() -> None:
    whole = made(per_page=2)
    assert [html.file_name(page) for page in whole.pages] == ["index.html", "2020.html", "2019.html"]
    first, second, _ = pages(whole)
    assert [href for href in second.values("href") if "year" in href] == [
        "index.html#year-2021",
        "#year-2020",
        "2019.html#year-2019",
    ]
    assert second.values("aria-current") == ["page"]
    assert "Hello." in first.text
    assert "Hello." not in second.text
    assert "2020 – Service assessments – Hackney Council" in second.text


def test_a_page_asks_for_no_second_file_and_runs_nothing() -> None:
    for read in pages(made(per_page=1)):
        assert not {tag for tag, _ in read.tags} & {"script", "link", "img", "iframe", "object", "base", "form"}
        assert not read.values("src")
        assert "url(" not in read.text
        assert "@import" not in read.text
        assert not [name for _, attrs in read.tags for name in attrs if name.startswith("on")]


def test_headings_go_down_one_step_at_a_time_and_the_regions_are_named() -> None:
    (read,) = pages(made())
    levels = [int(tag[1]) for tag, _ in read.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(one - before <= 1 for before, one in pairwise(levels))
    tags = [tag for tag, _ in read.tags]
    assert dict(read.tags)["html"]["lang"] == "en-GB"
    assert [tags.count(tag) for tag in ("main", "nav", "header", "article")] == [1, 1, 1, 4]


def test_one_year_needs_no_list_of_years_and_none_at_all_is_said() -> None:
    (read,) = pages(register(ENTRIES[:2]))
    assert "nav" not in [tag for tag, _ in read.tags]
    (empty,) = pages(register([]))
    assert "No assessment has been published yet." in empty.text


def test_two_assessments_of_one_name_and_month_have_an_anchor_each() -> None:
    twice = [Entry(service=name, date="2020-01") for name in ("A", "A", "A 2", "A")]
    (read,) = pages(register(twice))
    anchors = [id for id in read.values("id") if id.startswith("2020")]
    assert len(set(anchors)) == 4


def test_the_mark_stands_on_the_second_line() -> None:
    whole = made()
    assert html.render(whole, whole.pages[0], MARK).split(b"\n")[1] == b"<!-- ours -->"


@given(st.text(st.characters(codec="utf-8"), max_size=30))
@settings(max_examples=40)
def test_no_text_becomes_an_element_or_an_attribute(text: str) -> None:
    hostile = f"</p><script>alert({text})</script>\"'>{{{{ 1 }}}}{text}"

    def told(words: str) -> Read:
        names = ("service", "phase", "text", "outcome", "standard", "organisation")
        one = Entry(
            **dict.fromkeys(names, words), date="2020-01", report=f"https://x/{''.join(words.split())}", board=words
        )
        (read,) = pages(register([one], title=words, organisation="o", intro=words))
        return read

    def shape(read: Read) -> list[tuple[str, tuple[str, ...]]]:
        return [(tag, tuple(attrs)) for tag, attrs in read.tags if tag not in ("p", "br", "a", "ul", "li")]

    bad, good = told(hostile), told("x")
    assert shape(bad) == shape(good)
    assert [href for href in bad.values("href") if not href.startswith(("#", "https://x/"))] == []
    assert " ".join(plain(hostile).split()) in " ".join(bad.text.split())
