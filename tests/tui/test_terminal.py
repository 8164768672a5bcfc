"""What a terminal sends, parted into what was typed and what was pasted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from panel_tui.tui.terminal import LONGEST_PAUSE, Pastes

BEGIN, END = "\x1b[200~", "\x1b[201~"


def parted(pastes: Pastes, *chunks: str) -> list[str | tuple[str]]:
    """Everything that comes out; what was pasted stands in a tuple."""
    out: list[str | tuple[str]] = []
    for chunk in chunks:
        out += [(one.text,) if isinstance(one, events.Paste) else one for one in pastes.feed(chunk)]
    return out


def paused(pastes: Pastes, times: int = 1) -> list[str | tuple[str]]:
    return [(one.text,) if isinstance(one, events.Paste) else one for _ in range(times) for one in list(pastes.pause())]


def test_what_is_typed_comes_through_as_it_is() -> None:
    assert parted(Pastes(), "ab\x1b[A\x01") == ["ab\x1b[A\x01"]


def test_what_is_pasted_is_no_key_whatever_it_holds() -> None:
    assert parted(Pastes(), f"a{BEGIN}q1\x1b\x1b[A\rx{END}b") == ["a", ("q1\nx",), "b"]


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;a title\x07after", "after"),
        ("\x1b]8;;https://a.example\x1b\\a link\x1b]8;;\x1b\\", "a link"),
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("a\x00b\x07c\u202ed", "abcd"),
        ("a\tb", "a    b"),
        (" [bold]x[/] ", " [bold]x[/] "),
        ("", ""),
    ],
)
def test_pasted_text_loses_its_colours_and_control_characters_and_nothing_else(pasted: str, kept: str) -> None:
    assert parted(Pastes(), f"{BEGIN}{pasted}{END}") == [(kept,)]


@given(st.data())
def test_it_does_not_matter_where_the_stream_is_cut(data: st.DataObject) -> None:
    stream = f"ab{BEGIN}one\ntwo{END}c{BEGIN}{END}\x1b[B{BEGIN}x{END}"
    cuts = sorted(data.draw(st.sets(st.integers(1, len(stream) - 1), max_size=8)))
    chunks = [stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    whole: list[str | tuple[str]] = []
    for one in parted(Pastes(), *chunks):
        if whole and isinstance(one, str) and isinstance(whole[-1], str):
            whole[-1] += one
        else:
            whole.append(one)
    assert whole == ["ab", ("one\ntwo",), "c", ("",), "\x1b[B", ("x",)]


def test_a_lone_escape_is_the_escape_key_after_a_moment() -> None:
    pastes = Pastes()
    assert parted(pastes, "\x1b") == []
    waiting = [pastes.is_waiting]
    assert paused(pastes) == ["\x1b"]
    waiting.append(pastes.is_waiting)
    assert waiting == [True, False]
    assert paused(pastes) == []


def test_a_paste_that_the_terminal_never_ends_is_ended() -> None:
    pastes = Pastes()
    assert parted(pastes, f"{BEGIN}half\x1b[20") == []
    assert paused(pastes, LONGEST_PAUSE) == []
    assert parted(pastes, "\nmore") == []
    assert paused(pastes, LONGEST_PAUSE + 1) == [("half[20\nmore",)]
    assert parted(pastes, "typed") == ["typed"]
