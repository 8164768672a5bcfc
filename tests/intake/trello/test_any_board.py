"""Whatever a file holds: it is found to hold something, or it is refused in one sentence. Never anything else."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.trello.boards import PERSONAL, Made, a_card_each, a_list_each, encoded, lists_of_states
from tests.intake.trello.test_people import everywhere

from panel_tui.intake.found import Found, IntakeError
from panel_tui.intake.trello import read
from panel_tui.session.rules.links import link
from panel_tui.session.words import LINE_LENGTH, PROSE_LENGTH, bare
from panel_tui.standard.finder import shipped_folder
from panel_tui.standard.reader import read_standard

STANDARD = read_standard(shipped_folder() / "govuk-2019.yaml")
POINTS = {point.id for point in STANDARD.points_in("alpha")}
MADE: list[Callable[[], Made]] = [a_card_each, a_list_each, lists_of_states, everywhere]

plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
values = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
layouts = st.sampled_from(["auto", "lists", "cards", "states"])


def tried(data: bytes, layout: str = "auto", *, archived: bool = False) -> Found | None:
    """What was found, or None where it was refused as it should be."""
    try:
        found = read(data, "b.json", STANDARD, "alpha", layout=layout, archived=archived)  # type: ignore[arg-type]
    except IntakeError as error:
        refusal = error.message
    else:
        fits(found)
        return found
    assert refusal
    assert "\n" not in refusal
    return None


def fits(found: Found) -> None:
    """That a session would take all of it: clean, in its lengths, each key once, and points of its own alone."""
    assert found.source.key
    assert found.source.name
    assert len({one.key for one in found.items}) == len(found.items)
    for one in found.items:
        assert one.point is None or one.point in POINTS
        assert (one.point is None) == (one.how is None)
        assert 0 < len(one.title) <= LINE_LENGTH
        assert one.title == " ".join(bare(one.title).split())
        assert one.text is None or (0 < len(one.text) <= PROSE_LENGTH and bare(one.text) == one.text)
        assert link(one.url) is None
    for said in found.said:
        assert said == " ".join(bare(said).split())


@given(values, layouts)
def test_any_json_is_refused_or_found(value: Any, layout: str) -> None:
    tried(json.dumps(value).encode(), layout)


@given(st.binary(max_size=80))
def test_any_bytes_are_refused_or_found(data: bytes) -> None:
    tried(data)
    tried(b'{"id":' + data)


@given(st.sampled_from(MADE), st.floats(0, 1, exclude_max=True))
def test_an_export_that_ends_early_is_refused(made: Callable[[], Made], part: float) -> None:
    whole = made().json()
    assert tried(whole[: int(len(whole) * part)]) is None


Path = list[str | int]


def paths(value: Any, path: Path) -> list[Path]:
    """The way to everything in a document."""
    inside: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    return [*([path] if path else []), *(way for key, one in inside for way in paths(one, [*path, key]))]


ROOTS = [made().root() for made in MADE] + [a_card_each(2026).single(a_card_each(2026).cards[0])]
WAYS = [paths(root, []) for root in ROOTS]


@st.composite
def changed(draw: st.DrawFn) -> Any:
    """A board with a few things taken out, of another type, or with the ids of each other."""
    number = draw(st.integers(0, len(ROOTS) - 1))
    root = copy.deepcopy(ROOTS[number])
    ids = ["5c0000000000000000000001", "", "nowhere"]
    for _ in range(draw(st.integers(1, 6))):
        way = draw(st.sampled_from(WAYS[number]))
        holder: Any = root
        try:
            for step in way[:-1]:
                holder = holder[step]
            ids += [holder[way[-1]]] if isinstance(holder[way[-1]], str) else []
            if draw(st.booleans()):
                holder[way[-1]] = draw(values | st.sampled_from(ids))
            else:
                del holder[way[-1]]
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took the way there
    return root


@settings(max_examples=200)
@given(changed(), layouts, st.booleans())
def test_a_board_that_was_tampered_with_is_refused_or_found(root: Any, layout: str, archived: bool) -> None:
    tried(encoded_as_it_is(root), layout, archived=archived)


def encoded_as_it_is(root: Any) -> bytes:
    return json.dumps(root).encode()


bits = [*"[]()<>*_#@.,:;!?-|/'\" \n1a\\", "\u202e", "\u200b", "\x1b", "http://", "https://", "](https://", "利"]
hostile = st.lists(st.sampled_from(bits), max_size=40).map("".join)


@given(st.lists(hostile, min_size=6, max_size=6), layouts)
def test_any_words_on_a_board_are_found(words: list[str], layout: str) -> None:
    board = Made(name=words[0])
    card = board.card(board.list(words[1]), words[2], words[3], [board.label(words[4])])
    board.checklist(card, words[5], (words[0], None))
    board.attach(card, words[4], words[1])
    board.comment(card, words[5])
    assert tried(encoded(board.root()), layout) is not None


around = st.sampled_from(["", " ", "\n", ".", ",", ":", "*", "**", "(", ")", "[", "]", "\u200b", "\u202e"])


@given(
    st.lists(
        st.tuples(
            around,
            st.sampled_from(["Nadia Okafor", "nadia\u200b okafor", "@pzielinski", "imogent@boards.trello.com"]),
            around,
        ),
        min_size=1,
        max_size=5,
    ),
    layouts,
)
def test_nobody_planted_in_any_text_is_in_what_was_found(parts: list[tuple[str, str, str]], layout: str) -> None:
    text = "1. " + " ".join(before + somebody + after for before, somebody, after in parts)
    board = Made(name=text)
    card = board.card(board.list(text), text, text, [board.label(text)])
    board.checklist(card, text, (text, None))
    board.attach(card, text, text)
    board.attach(card, f"https://example.org/{text.replace(' ', '-')}", text)
    board.comment(card, text)
    found = tried(encoded(board.root()), layout)
    assert found is not None
    written = msgspec.json.encode(found).decode().casefold()
    assert [one for one in PERSONAL if one.casefold() in written] == []
