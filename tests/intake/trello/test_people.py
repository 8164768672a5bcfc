"""Nobody's name, user name or e-mail address comes along, wherever a board holds it."""

from __future__ import annotations

import msgspec
import pytest
from tests.intake.trello.boards import LEFT, NADIA, PERSONAL, PIOTR, Made
from tests.intake.trello.conftest import Reads

from panel_tui.intake.trello.people import People


def people() -> People:
    left = {
        "memberCreator": LEFT,
        "reactions": [{"member": {"fullName": "Ayşe Yıldız"}}],
        "data": {"x": {"username": "vb"}},
    }
    return People(
        {
            "email": "board+secret@boards.trello.com",
            "members": [NADIA, PIOTR | {"email": "pz@council.example"}, {"fullName": "王小明", "username": "design"}],
            "memberships": [{"member": {"fullName": "Siân O’Neil"}}, {"idMember": "m1"}],
            "cards": [
                {"email": "odd address@nowhere", "members": [{"fullName": "Jo Bo"}], "membersVoted": [{"fullName": 7}]}
            ],
            "actions": [left],
        }
    )


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ask @pzielinski.", "Ask @someone."),
        ("Ask @PZielinski-later", "Ask @someone-later"),
        ("Ask @somebodyelse", "Ask @somebodyelse"),
        ("Nadia Okafor wrote it", "a team member wrote it"),
        ("NADIA  OKAFOR's notes", "a team member's notes"),
        ("nadia-okafor_notes.pdf", "a team member_notes.pdf"),
        ("**Nadia** Okafor", "**a team member"),
        ("Okafor, Nadia", "a team member"),
        ("Nadia Okaforson", "Nadia Okaforson"),
        ("Nadia wrote it", "Nadia wrote it"),
        ("imogent said", "imogent said"),
        ("nadiaokafor7 said", "a team member said"),
        ("Imogen Thackeray left", "a team member left"),
        ("Siân O'Neil", "a team member"),
        ("Ayşe Yıldız", "a team member"),
        ("我问王小明吧", "我问a team member吧"),
        ("Jo Bo", "a team member"),
        ("Send to x+5c+y@boards.trello.com.", "Send to (an e-mail address)."),
        ("PZ@council.example", "(an e-mail address)"),
        ("piotr.zielinski@council.example", "(an e-mail address)"),
        ("me at odd address@nowhere", "me at (an e-mail address)"),
        ("parking@council.example", "(an e-mail address)"),
        ("git@github.com:council/parking.git", "git@github.com:council/parking.git"),
        ("See the design", "See the design"),
    ],
)
def test_nobody_is_left_in_a_text(text: str, left: str) -> None:
    somebody = people()
    assert somebody.out_of(text) == left
    assert bool(somebody.mentions or list(somebody.redaction.sentences())) is (text != left)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("@whoever_left look", "@someone look"),
        ("(@whoever)", "(@someone)"),
        ("@card @board", "@card @board"),
        ("npm i @govuk/frontend and govuk-frontend@5.0.0", "npm i @govuk/frontend and govuk-frontend@5.0.0"),
    ],
)
def test_in_a_comment_whatever_looks_like_a_mention_is_one(text: str, left: str) -> None:
    assert people().out_of(text, comment=True) == left


@pytest.mark.parametrize(
    ("url", "personal"),
    [
        ("https://example.org/nadia-okafor/notes", True),
        ("https://example.org/Nadia%20Okafor.pdf", True),
        ("https://trello.com/pzielinski", True),
        ("https://trello.com/u/design/boards", True),
        ("https://example.org/design/one", False),
        ("https://blog.example.org/@pzielinski/post", True),
        ("https://example.org/~imogent", True),
        ("https://example.org/?to=pz%40council.example", True),
        ("https://example.org/odd address@nowhere", True),
        ("https://example.org/notes", False),
    ],
)
def test_a_link_may_say_who_somebody_is(url: str, personal: bool) -> None:
    assert people().in_link(url) is personal


def test_words_that_are_shown_twice_are_counted_once() -> None:
    somebody = people()
    assert somebody.quietly("Nadia Okafor") == "a team member"
    assert somebody.mentions == 0


def test_a_board_that_names_nobody_leaves_its_texts_alone() -> None:
    nobody = People({})
    assert nobody.out_of("Nadia Okafor, @whoever", comment=False) == "Nadia Okafor, @whoever"
    assert not nobody.in_link("https://example.org/nadia-okafor")


def everywhere() -> Made:
    """A board with somebody in every text that it can hold."""
    name, mention, mail = "Nadia Okafor", "@pzielinski", "imogent+1@boards.trello.com"
    all_of_them = f"{name}, {mention}, {mail}, Imogen Thackeray"
    board = Made(name=f"Board of {all_of_them}")
    board.comment(board.card(board.list("gone"), "x"), "y", LEFT)
    for into in (f"1. Users ({all_of_them})", f"Done by {name}"):
        card = board.card(
            board.list(into), f"Interviews of {all_of_them}", f"By {all_of_them}", [board.label(f"Met {name}")]
        )
        board.checklist(card, f"Steps of {all_of_them}", (f"Ask {all_of_them}", None))
        board.attach(card, "https://example.org/nadia-okafor", f"Notes of {all_of_them}")
        board.attach(card, f"file of {name}.docx")
        board.attach(card, "https://trello.com/1/cards/5c/attachments/5d/download/Piotr_Zielinski.pdf", upload=True)
        board.comment(card, f"Thanks {all_of_them} https://example.org/@imogent", LEFT)
        card["desc"] += " https://example.org/piotr.zielinski [of Nadia Okafor](https://example.org/x)"
    board.card(board.lists[0]["id"], "x" * 290 + " Nadia Okafor", "y" * 7_995 + " Nadia Okafor")
    return board


@pytest.mark.parametrize("layout", ["auto", "lists", "cards", "states"])
def test_nobody_is_in_anything_that_was_found(reads: Reads, layout: str) -> None:
    found = reads(everywhere(), layout=layout)
    written = msgspec.json.encode(found).decode()
    assert [one for one in PERSONAL if one in written or one.casefold() in written.casefold()] == []
    assert "boards.trello.com" not in written


def test_what_was_left_out_is_counted(reads: Reads) -> None:
    board = Made()
    card = board.card(board.list("1. Users"), "Nadia Okafor asks @pzielinski")
    board.comment(card, "To pz+1@boards.trello.com")
    said = reads(board).said
    assert "2 mentions of people were left out." in said
    assert "1 e-mail address was left out." in said
    board.comment(card, "To pz+2@boards.trello.com")
    assert "2 e-mail addresses were left out." in reads(board).said
