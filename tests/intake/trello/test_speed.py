"""A board of two megabytes is read in the time in which nobody looks up: about a fifth of a second."""

from __future__ import annotations

from time import process_time

import pytest
from tests.intake.trello.boards import Made
from tests.intake.trello.conftest import Reads
from tools.bench.board import board as a_board

from panel_tui.intake.trello import read
from panel_tui.standard.finder import shipped_folder
from panel_tui.standard.reader import read_standard


def test_a_board_of_500_cards_is_read_in_a_second() -> None:
    standard = read_standard(shipped_folder() / "localgov-2016.yaml")
    data = a_board(standard)
    assert 1_800_000 < len(data) < 2_200_000
    began = process_time()
    found = read(data, "board.json", standard, "beta")
    assert process_time() - began < 4  # a twentieth of it where nothing counts the lines
    assert len(found.items) > 1_800
    assert {one.point for one in found.items} == {point.id for point in standard.points}


ENDLESS = {
    "brackets": "[" * 50_000,
    "closed brackets": "](" * 25_000,
    "handles": "@" * 50_000,
    "addresses": "a@" * 9_000,
    "long address": "x." * 25_000 + "@",
    "web addresses": "https://" * 6_000,
    "parentheses": "https://example.org/" + ")" * 50_000,
    "names": "Nadia " * 9_000,
    "lines": "\n" * 50_000 + "a",
    "spaces": " " * 50_000 + "a",
    "numbers": "1." * 25_000,
    "points": "point " * 9_000,
    "sentences": "a. " * 17_000,
}


@pytest.mark.parametrize("words", ENDLESS.values(), ids=ENDLESS)
def test_endless_words_take_no_endless_time(reads: Reads, words: str) -> None:
    board = Made(name=words)
    card = board.card(board.list(words), words, words, [board.label(words)])
    board.checklist(card, words, (words, None))
    board.attach(card, words, words)
    board.comment(card, words)
    began = process_time()
    reads(board)
    assert process_time() - began < 10
