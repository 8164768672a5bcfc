"""What becomes of a board: which items, under which point, done or planned, and why."""

import json
from pathlib import Path

import pytest
from tests.intake.trello.boards import YEARS, Made, a_card_each, a_list_each, encoded, lists_of_states
from tests.intake.trello.conftest import Reads, named

from panel_tui.intake.found import Found
from panel_tui.intake.trello import read
from panel_tui.session.terms import Source
from panel_tui.standard.model import Standard

BOARDS = Path(__file__).parent / "boards"
USERS, WHOLE = "understand-users", "solve-whole-problem"


def rows(found: Found) -> list[tuple[str, str | None, str, str]]:
    return [(one.title, one.point, one.state, one.because) for one in found.items]


CARDS = [
    ("We spoke to 23 people.", USERS, "done", "the label 'Evidence complete'"),
    ("Research plan https://example.org/plan", USERS, "done", "it is ticked"),
    ("Second round", USERS, "planned", "it is not ticked"),
    ("Findings", USERS, "done", "the label 'Evidence complete'"),
    ("Verified by @someone. a team member has the recordings.", USERS, "done", "the label 'Evidence complete'"),
    ("example.org/map", WHOLE, "planned", "the list 'In progress'"),
    ("Parking lot", None, "planned", "the list 'In progress'"),
]
LISTS = [
    ("Interviews in Leeds", USERS, "done", "the label 'Done'"),
    ("a team member ran six of them.", USERS, "done", "the label 'Done'"),
    ("3 more interviews to come", USERS, "planned", ""),
    ("Map of the journey", WHOLE, "done", "its due date is ticked as complete"),
    ("Print it", WHOLE, "done", "it is ticked"),
    ("Who brings the biscuits?", None, "planned", ""),
]
STATES = [
    ("1. Interviews in Leeds", USERS, "done", "the list 'Met'"),
    ("1. Diary study", USERS, "done", "the list 'Met'"),
    ("2. Map of the journey", WHOLE, "planned", "the list 'Not met yet'"),
    ("Something else", None, "planned", "the list 'Not met yet'"),
]


@pytest.mark.parametrize("year", YEARS)
def test_a_board_with_a_card_for_each_point_is_read_in_the_shape_of_every_year(reads: Reads, year: int) -> None:
    found = reads(a_card_each(year))
    assert rows(found) == CARDS
    assert found.said[0] == "Each card is a point."


@pytest.mark.parametrize("year", YEARS)
def test_a_board_with_a_list_for_each_point_is_read_in_the_shape_of_every_year(reads: Reads, year: int) -> None:
    found = reads(a_list_each(year))
    assert rows(found) == LISTS
    assert found.said[0] == "Each list is a point."


@pytest.mark.parametrize("year", YEARS)
def test_a_board_whose_lists_are_states_is_read_in_the_shape_of_every_year(reads: Reads, year: int) -> None:
    found = reads(lists_of_states(year))
    assert rows(found) == STATES
    assert found.said[0] == "The lists say how far things are, and each card says its point."


@pytest.mark.parametrize(
    ("file", "expected"),
    [("card-for-each-point.json", CARDS), ("list-for-each-point.json", LISTS), ("lists-by-state.json", STATES)],
)
def test_a_file_that_a_person_can_read_holds_the_same(
    standard: Standard, file: str, expected: list[tuple[str, str | None, str, str]]
) -> None:
    found = read((BOARDS / file).read_bytes(), file, standard, "alpha")
    assert rows(found) == expected


def test_the_source_is_the_board_by_its_id(reads: Reads) -> None:
    found = reads(a_card_each())
    name = "Parking permits: service standard"
    assert found.source == Source(kind="trello", key="trello/5c0000000000000000000001", name=name)
    assert found.whole


def test_an_item_says_where_it_stands_and_how_its_point_was_found(reads: Reads) -> None:
    found = reads(a_card_each())
    item = named(found, "Second round")
    assert item.where == "Done › 1. Understand users and their needs › Evidence"
    assert item.how == "list"
    assert [one.how for one in reads(lists_of_states()).items] == ["number", "number", "number", None]
    assert [one.how for one in reads(a_list_each()).items] == ["list"] * 5 + [None]


def test_each_thing_has_the_key_of_its_kind(reads: Reads) -> None:
    kinds = {one.key.split("/")[0] for one in reads(a_card_each()).items}
    assert kinds == {"card", "item", "attachment", "comment"}


def test_links_of_a_description_are_items_and_the_first_is_the_cards(reads: Reads) -> None:
    board = Made()
    users = board.list("1. Understand users")
    text = "See [the plan](https://example.org/plan) and https://example.org/b_(c), (https://example.org/plan)s."
    board.card(users, "Interviews", text)
    found = reads(board)
    assert [(one.key.split("/")[0], one.title, one.url) for one in found.items] == [
        ("card", "Interviews", "https://example.org/plan"),
        ("link", "example.org/b_(c)", "https://example.org/b_(c)"),
    ]


def test_a_card_without_a_link_has_its_own(reads: Reads) -> None:
    board = Made()
    card = board.card(board.list("1. Understand users"), "Interviews")
    assert reads(board).items[0].url == card["shortUrl"]


def test_a_description_that_is_only_a_link_is_that_link_and_nothing_else(reads: Reads) -> None:
    board = Made()
    into = board.list("Anything")
    board.card(into, "1. Understand users", '[https://example.org/a](https://example.org/a "\u200csmartCard-inline")')
    board.card(into, "2. Solve a whole problem", "https://example.org/b\n- https://example.org/c")
    found = reads(board)
    assert [(one.title, one.url) for one in found.items] == [
        ("example.org/a", "https://example.org/a"),
        ("example.org/b", "https://example.org/b"),
        ("example.org/c", "https://example.org/c"),
    ]


def test_a_card_that_is_named_by_a_link_is_called_by_it(reads: Reads) -> None:
    board = Made()
    board.card(board.list("1. Understand users"), "https://www.example.org/report/")
    item = reads(board).items[0]
    assert (item.title, item.url) == ("example.org/report", "https://www.example.org/report/")


def test_a_long_comment_is_titled_by_its_first_sentence_and_kept_whole(reads: Reads) -> None:
    board = Made()
    card = board.card(board.list("1. Understand users"), "Interviews")
    board.comment(card, "We asked everybody. " + "They told us what they need and what not. " * 4)
    board.comment(card, "# Heading\n\nAnd more at https://example.org/x")
    board.comment(card, "word " * 40)
    board.comment(card, "---")
    comments = [one for one in reads(board).items if one.key.startswith("comment/")]
    assert [one.title for one in comments] == ["We asked everybody.", "Heading", "word " * 14 + "word…", "---"]
    assert comments[0].text is not None
    assert comments[0].text.endswith("not.")
    assert comments[1].url == "https://example.org/x"
    assert comments[3].text is None


def test_a_card_says_its_own_point_where_its_list_says_none(reads: Reads) -> None:
    board = Made()
    users, _, other = board.list("1. Users"), board.list("2. Whole problem"), board.list("Odds and ends")
    board.card(users, "4. Form of the permit")
    board.card(other, "4. Prototype of the form")
    board.card(users, "1. Understand users", "All of it.")
    found = reads(board)
    assert found.said[0] == "Each list is a point."
    assert [(one.title, one.point) for one in found.items] == [
        ("4. Form of the permit", USERS),
        ("All of it.", USERS),
        ("4. Prototype of the form", "simple-to-use"),
    ]


def test_a_list_says_the_point_of_a_card_that_does_not(reads: Reads) -> None:
    board = Made()
    other, users = board.list("Doing"), board.list("1. Users")
    for number in (2, 3, 4):
        board.card(other, f"Point {number}", "Text")
    board.card(users, "Interviews")
    found = reads(board)
    assert found.said[0] == "Each card is a point."
    item = named(found, "Interviews")
    assert (item.point, item.how) == (USERS, "list")


def test_a_checklist_may_name_points_where_nothing_above_it_does(reads: Reads) -> None:
    board = Made()
    card = board.card(board.list("Preparation"), "Service standard")
    board.checklist(card, "All points", ("1. Understand users and their needs", True), ("2. Biscuits", False))
    board.checklist(card, "Point 4", ("1. Prototype", None))
    found = reads(board)
    assert [(one.title, one.point, one.how) for one in found.items] == [
        ("Service standard", None, None),
        ("1. Understand users and their needs", USERS, "number"),
        ("2. Biscuits", None, None),
        ("1. Prototype", "simple-to-use", "list"),
    ]


def test_a_numbered_checklist_on_a_point_stays_with_its_point(reads: Reads) -> None:
    board = Made()
    card = board.card(board.list("Doing"), "3. Join up the channels")
    board.checklist(card, "Steps", ("1. Ask", True), ("2. Listen", True))
    assert {one.point for one in reads(board).items} == {"joined-up-experience"}


@pytest.mark.parametrize(
    ("layout", "points"),
    [("lists", [USERS, None]), ("cards", ["simple-to-use", None]), ("states", ["simple-to-use", None])],
)
def test_the_layout_can_be_said(reads: Reads, layout: str, points: list[str | None]) -> None:
    board = Made()
    users, other = board.list("1. Understand users"), board.list("Other")
    board.card(users, "4. Prototype")
    board.card(other, "Biscuits")
    assert [one.point for one in reads(board, layout=layout).items] == points


def test_in_lists_of_states_a_card_that_names_its_point_is_evidence_all_the_same(reads: Reads) -> None:
    board = Made()
    board.card(board.list("Done"), "1. Understand users", "Text")
    (item,) = reads(board, layout="states").items
    assert (item.title, item.text, item.state) == ("1. Understand users", "Text", "done")


def test_a_board_that_names_no_point_is_brought_in_for_placing_by_hand(reads: Reads) -> None:
    board = Made()
    board.card(board.list("Stuff"), "Biscuits")
    found = reads(board)
    assert found.said[0] == "No list and no card names a point of this standard; place them by hand."
    assert found.items[0].point is None


def test_a_board_without_cards_holds_nothing_and_is_whole(reads: Reads) -> None:
    board = Made(name=" ")
    found = reads(board)
    assert (found.items, found.whole, found.source.name) == ((), True, "Trello board")


def test_points_that_are_carried_over_are_not_looked_at(reads: Reads) -> None:
    found = reads(lists_of_states(), carried=[USERS])
    assert [one.point for one in found.items] == [None, None, WHOLE, None]


# Done or planned


@pytest.mark.parametrize(
    ("name", "state"),
    [
        *[(name, "done") for name in ("Done", "✅ Done", "Done (sprint 4)", "Complete", "Met", "Ready", "Shipped")],
        *[(name, "planned") for name in ("To do", "Todo", "To-do", "Planned", "Not yet", "Not met", "Partially met")],
        *[(name, "planned") for name in ("In progress", "Doing", "Backlog", "Ready for review", "Not done", "Draft")],
        *[(name, "planned") for name in ("Nearly done", "Needs work", "WIP 🚧", "Next sprint")],
        *[
            (name, None)
            for name in ("Live", "Open source", "User needs", "Discovery", "🎉", "2023", "Plan for offline")
        ],
        ("What the team would like to have done before the day", None),
    ],
)
def test_the_name_of_a_list_or_a_label_is_a_sign(reads: Reads, name: str, state: str | None) -> None:
    board = Made()
    board.card(board.list(name), "1. Interviews")
    board.card(board.list("Elsewhere"), "2. Map", labels=[board.label(name)])
    by_list, by_label = reads(board, layout="states", unmarked="planned").items
    assert by_list.because == (f"the list '{name}'" if state else "")
    assert by_label.because == (f"the label '{name}'" if state else "")
    assert {by_list.state, by_label.state} == {state or "planned"}


def test_signs_count_in_their_order(reads: Reads) -> None:
    board = Made()
    done, planned = board.label("Done"), board.label("To do")
    doing, into = board.list("Doing"), board.list("Point 1")
    board.card(doing, "Point 2: a", labels=[done, planned], dueComplete=True)
    board.card(doing, "Point 2: b", labels=[board.label("Research")], dueComplete=True)
    board.card(doing, "Point 2: c")
    ticked = board.card(into, "All ticked")
    board.checklist(ticked, "Steps", ("a", True), ("b", True))
    half = board.card(into, "Half ticked")
    board.checklist(half, "Steps", ("c", True), ("d", None))
    found = reads(board)
    assert [(one.title, one.state, one.because) for one in found.items] == [
        ("Point 2: a", "planned", "the label 'To do'"),
        ("Point 2: b", "done", "its due date is ticked as complete"),
        ("Point 2: c", "planned", "the list 'Doing'"),
        ("All ticked", "done", "its checklist is complete"),
        ("a", "done", "it is ticked"),
        ("b", "done", "it is ticked"),
        ("Half ticked", "planned", ""),
        ("c", "done", "it is ticked"),
        ("d", "planned", ""),
    ]


def test_what_has_no_sign_is_taken_as_asked_and_counted(reads: Reads) -> None:
    found = reads(a_list_each(), unmarked="done")
    assert found.items[2].state == "done"
    said = "2 of 6 pieces of evidence carry no sign of being done or planned and are taken as done."
    assert said in found.said


# Again, and a single card


def test_a_board_that_grew_keeps_the_keys_of_what_stayed(reads: Reads) -> None:
    board = a_list_each()
    before = {one.key: one.title for one in reads(board).items}
    board.cards[0]["name"] += " and Bradford"
    board.cards[0]["idList"] = board.lists[1]["id"]
    board.cards[0]["desc"] += "\nhttps://example.org/new"
    board.comment(board.cards[0], "More")
    board.card(board.lists[0]["id"], "New")
    after = {one.key: one.title for one in reads(board).items}
    assert set(before) < set(after)
    assert len(after) == len(before) + 3


def test_a_single_card_is_a_part_of_its_board_with_the_same_keys(reads: Reads) -> None:
    board = a_card_each(2026)
    whole, part = reads(board), reads(board.single(board.cards[0]))
    assert part.source == whole.source
    assert part.items == whole.items[:5]
    assert not part.whole
    assert "This is one card; what else its board holds stays as it was." in part.said


def test_an_attachment_that_was_taken_off_a_card_is_not_in_its_export(reads: Reads) -> None:
    board = a_card_each(2026)
    card = board.cards[0]
    board.act("deleteAttachmentFromCard", card, {"attachment": {"id": card["attachments"][0]["id"]}})
    assert not [one for one in reads(board.single(card)).items if one.key.startswith("attachment/")]


def test_a_single_card_without_actions_stands_alone(reads: Reads) -> None:
    board = a_card_each(2026)
    board.actions.clear()
    found = reads(board.single(board.cards[0]))
    assert found.source.name == "1. Understand users and their needs"
    assert found.items[0].where == "1. Understand users and their needs"


def test_labels_without_names_of_2015_take_those_of_the_board(reads: Reads) -> None:
    board = Made(year=2015)
    done = board.label("Done", "green")
    card = board.card(board.list("1. Users"), "Interviews")
    card["labels"] = [{"color": done["color"], "name": ""}]
    assert reads(board).items[0].because == "the label 'Done'"


def test_labels_that_a_card_only_names_by_id_are_looked_up(reads: Reads) -> None:
    board = Made(year=2019)
    card = board.card(board.list("1. Users"), "Interviews", labels=[board.label("Done")])
    del card["labels"]
    card["idLabels"] += [7, "gone"]
    assert reads(board).items[0].because == "the label 'Done'"


def test_the_readable_files_are_in_the_shape_of_an_export() -> None:
    for path in sorted(BOARDS.glob("*.json")):
        root = json.loads(path.read_text(encoding="utf-8"))
        assert {"id", "name", "lists", "cards", "actions", "members"} <= set(root)
        assert encoded(root)
