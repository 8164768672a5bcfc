"""Addresses in what people write, as a record may hold them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_tui.intake.wording import address_of, addresses_in, on_a_line, text_of, title_of, without_address
from panel_tui.session.rules.links import link
from panel_tui.session.words import LINE_LENGTH, PROSE_LENGTH, clean, clean_line


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://x.org", "https://x.org"),
        (" <HTTP://x.org/A> ", "http://x.org/A"),
        ("www.x.org", None),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("https://x.org/a b", None),
        ("https://x.org/" + "a" * 2_000, None),
    ],
)
def test_an_address_is_of_the_web_in_one_piece_and_not_endless(text: str, url: str | None) -> None:
    assert address_of(text) == url


@pytest.mark.parametrize(
    ("text", "rest", "url"),
    [
        ("Board (https://x.org/b)", "Board", "https://x.org/b"),
        ("Board – https://x.org/b!", "Board", "https://x.org/b"),
        ("https://x.org/b, the board", "the board", "https://x.org/b"),
        ("https://x.org/b", "https://x.org/b", "https://x.org/b"),
        ("http://... no", "http://... no", None),
        ("Board", "Board", None),
    ],
)
def test_a_title_is_read_without_its_address(text: str, rest: str, url: str | None) -> None:
    assert without_address(text) == (rest, url)


@given(st.text())
def test_whatever_is_written_what_comes_out_may_stand_in_a_record(text: str) -> None:
    for url in (
        address_of(text),
        address_of(f"https://{text}"),
        *(one for _, one in addresses_in(f"a https://{text}")),
    ):
        assert link(url) is None
    title, _ = title_of(text)
    assert clean_line(title) == title
    kept, _ = text_of(text, text)
    assert kept is None or clean(kept) == kept
    assert len(on_a_line(text)) <= 40


def test_what_is_too_long_is_cut_to_what_is_kept() -> None:
    assert len(title_of("t" * 1000)[0]) == LINE_LENGTH
    text, cut = text_of("n" * 9000)
    assert text is not None
    assert (len(text), cut) == (PROSE_LENGTH, True)
    assert on_a_line("x" * 100).endswith("…")
