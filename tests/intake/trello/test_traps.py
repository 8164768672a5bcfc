"""The ten traps of an export: each is handled, and named with its figures where it bites."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.intake.trello.boards import LEFT, Made
from tests.intake.trello.conftest import Reads, named

Makes = Callable[[Made], None]


def capped(board: Made) -> None:
    card = board.card(board.list("1. Users"), "Interviews")
    for number in range(3):
        board.comment(card, f"Comment {number}")
    card["badges"]["comments"] = 1_133


def full(board: Made) -> None:
    board.card(board.list("1. Users"), "Interviews")
    for _ in range(1_000):
        board.act("updateBoard")


def archived(board: Made) -> None:
    users, old = board.list("1. Users"), board.list("2. Old", closed=True)
    board.card(users, "Here")
    board.card(users, "Gone", closed=True)
    board.card(old, "In an old list")


def strangers(board: Made) -> None:
    card = board.card(board.list("1. Users"), "Interviews")
    board.comment(card, "By one who left", LEFT)
    board.comment(card, "By another", {"id": "m8"})
    board.comment(card, "By a member")


def colours(board: Made) -> None:
    users = board.list("1. Users")
    board.card(users, "Interviews", labels=[board.label("", "lime"), board.label("", "black_dark")])
    board.card(users, "Diary study", labels=[board.label("", "lime"), board.label("Done", "lime")])
    board.card(users, "Survey", labels=[board.label("", None)])


def links(board: Made) -> None:
    users = board.list("1. Users")
    other = board.card(users, "The other card")
    card = board.card(users, "Interviews", "https://example.org/a")
    board.attach(card, f"{other['shortUrl']}/7-the-other")
    board.attach(card, "https://trello.com/b/zzzz9999/another-board")
    board.attach(card, "https://trello.com/1/cards/5c/attachments/5d/download/notes.pdf", "notes.pdf", upload=True)


def long(board: Made) -> None:
    users = board.list("1. Users")
    board.card(users, "अनुसंधान " * 100, "長い説明。" * 3_000)
    board.card(users, "\u202eمستخدم\u202c", "שלום\u200b " + "x" * 9_000)


def templates(board: Made) -> None:
    users = board.list("1. Users")
    board.card(users, "How to write a card", isTemplate=True)
    board.card(users, "Interviews")


def empty(board: Made) -> None:
    into = board.list("Points")
    board.card(into, "1. Understand users")
    board.card(into, "2. Solve a whole problem", "With a text")
    board.card(into, "–––––")


CAPPED = (
    "The export holds 3 of 1,133 comments; Trello leaves the oldest out. To have them, open such a card's own JSON, "
    "its address with .json behind it, and bring that in too."
)
FULL = "The export holds 1,000 actions, and Trello puts at most 1,000 into one; the oldest comments may be missing."
STRANGERS = "2 comments are by people who are not on the board any more; no comment keeps its author's name."
COLOURS = (
    "3 cards have labels without a name (black_dark, lime, no colour); "
    "a colour alone says nothing about done or planned."
)


@pytest.mark.parametrize(
    ("makes", "said"),
    [
        (capped, CAPPED),
        (full, FULL),
        (
            archived,
            "2 of 3 cards are archived, some in 1 archived list, and were left out; archived cards can be asked for.",
        ),
        (strangers, STRANGERS),
        (colours, COLOURS),
        (links, "2 links lead to Trello cards or boards, which open only for people who may see those."),
        (links, "1 file was uploaded to Trello, which may ask for a login to open."),
        (long, "2 texts were longer than 8,000 characters and cut there; the board has the rest."),
        (templates, "1 template card was left out."),
        (empty, "2 cards hold nothing beside a title and were left out."),
        (empty, "Each card is a point."),
    ],
)
def test_a_trap_that_bites_is_named(reads: Reads, makes: Makes, said: str) -> None:
    board = Made()
    makes(board)
    assert said in reads(board).said


def test_a_board_without_traps_says_only_how_it_was_read(reads: Reads) -> None:
    board = Made()
    board.card(board.list("1. Users"), "Interviews", labels=[board.label("Done")])
    assert reads(board).said == ("Each list is a point.",)


@pytest.mark.parametrize("makes", [capped, full])
def test_a_capped_export_is_not_whole(reads: Reads, makes: Makes) -> None:
    board = Made()
    makes(board)
    assert not reads(board).whole


def test_comments_of_cards_that_are_not_brought_in_are_not_missed(reads: Reads) -> None:
    board = Made()
    archived(board)
    board.cards[1]["badges"]["comments"] = 50
    assert reads(board).whole
    assert not reads(board, archived=True).whole


def test_the_comments_that_are_there_come_oldest_first(reads: Reads) -> None:
    board = Made()
    capped(board)
    titles = [one.title for one in reads(board).items if one.key.startswith("comment/")]
    assert titles == ["Comment 0", "Comment 1", "Comment 2"]


def test_what_is_archived_comes_where_it_is_asked_for(reads: Reads) -> None:
    board = Made()
    archived(board)
    assert [one.title for one in reads(board).items] == ["Here"]
    found = reads(board, archived=True)
    assert [one.title for one in found.items] == ["Here", "Gone", "In an old list"]
    assert "2 of 3 cards are archived, some in 1 archived list, and were brought in too." in found.said


def test_one_archived_card_in_an_open_list_is_said_without_lists(reads: Reads) -> None:
    board = Made()
    users = board.list("1. Users")
    board.card(users, "Here")
    board.card(users, "Gone", closed=True)
    assert "1 of 2 cards is archived and was left out; archived cards can be asked for." in reads(board).said


def test_cards_come_in_the_order_of_the_board_and_not_of_the_file(reads: Reads) -> None:
    board = Made()
    second = board.list("2. Whole problem", pos=2.5)
    first = board.list("1. Users", pos=0.25)
    for into, name, place in (
        (second, "d", 3),
        (first, "b", 1.5),
        (first, "a", 1.25),
        (second, "c", 2),
        (first, "e", None),
    ):
        board.card(into, f"Card {name}", pos=place)
    board.card(first, "Card f", pos=True)
    board.card(first, "Card g", pos=float("nan"))
    board.card(first, "Card h", pos=10**400)
    board.card("nowhere", "Card i", pos=0)
    names = [one.title.removeprefix("Card ") for one in reads(board).items]
    assert names[:2] + names[6:] == ["a", "b", "c", "d", "i"]
    assert set(names[2:6]) == set("efgh")


def test_two_labels_of_one_colour_are_told_apart_by_their_names(reads: Reads) -> None:
    board = Made()
    colours(board)
    assert named(reads(board), "Diary study").because == "the label 'Done'"


def test_a_link_to_a_card_of_this_board_is_called_as_that_card(reads: Reads) -> None:
    board = Made()
    links(board)
    found = reads(board)
    assert named(found, "Interviews").url == "https://example.org/a"
    assert [one.title for one in found.items[2:]] == [
        "The other card",
        "trello.com/b/zzzz9999/another-board",
        "notes.pdf",
    ]


def test_a_long_title_is_cut_and_kept_whole_in_the_text(reads: Reads) -> None:
    board = Made()
    long(board)
    first, second = reads(board).items
    assert len(first.title) <= 300
    assert first.title.endswith("…")
    assert first.text is not None
    assert first.text.startswith("अनुसंधान " * 99)
    assert len(first.text) <= 8_000
    assert second.title == "مستخدم"
    assert second.text is not None
    assert second.text.startswith("שלום x")


def test_a_long_title_without_a_description_is_its_own_text(reads: Reads) -> None:
    board = Made()
    board.card(board.list("1. Users"), "word " * 80)
    assert reads(board).items[0].text == " ".join(["word"] * 80)


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "C:\\notes and more.docx", "https://example.org/a b", "https://"]
)
def test_what_is_no_web_address_stays_as_text(reads: Reads, url: str) -> None:
    board = Made()
    board.attach(board.card(board.list("1. Users"), "Interviews"), url, "Notes")
    item = named(reads(board), "Notes")
    assert (item.url, item.text) == (None, url)


def test_an_address_without_end_is_no_link(reads: Reads) -> None:
    board = Made()
    board.attach(board.card(board.list("1. Users"), "Interviews"), "https://example.org/" + "a" * 2_000, "Notes")
    assert named(reads(board), "Notes").url is None


def test_a_card_without_a_title_keeps_what_is_on_it(reads: Reads) -> None:
    board = Made()
    board.card(board.list("1. Users"), " ", "With a text")
    upload = board.card(board.lists[0]["id"], "Interviews")
    board.attach(upload, "")
    board.checklist(upload, "", ("", True), ("Ask", True))
    board.comment(upload, " ")
    titles = [one.title for one in reads(board).items]
    assert titles == ["A card without a title", "Interviews", "Ask", "An attachment without a name"]


def test_an_id_that_a_file_says_twice_makes_two_keys(reads: Reads) -> None:
    board = Made()
    users = board.list("1. Users")
    board.card(users, "Interviews", id="same")
    board.card(users, "Diary study", id="same")
    assert [one.key for one in reads(board).items] == ["card/same", "card/same/2"]


def test_a_card_without_an_id_has_a_key_that_stays(reads: Reads) -> None:
    board = Made()
    board.card(board.list("1. Users"), "Interviews", id=None)
    (first,), (second,) = reads(board).items, reads(board).items
    assert first.key == second.key
    assert len(first.key) > 20
