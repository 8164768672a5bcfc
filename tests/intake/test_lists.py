"""Lists of evidence in CSV, as spreadsheets and people make them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.intake.sources import Session

from panel_tui.intake import lists
from panel_tui.intake.found import Found, FoundItem, IntakeError
from panel_tui.intake.list_columns import COLUMNS, kind_of
from panel_tui.intake.templates import template

SESSION = Session()
MATCHER = SESSION.matcher


def read(text: str, **wishes: Any) -> Found:
    return lists.read(lists.rows_of(text, "evidence.csv"), "evidence.csv", MATCHER, **wishes)


def the_one(text: str, **wishes: Any) -> FoundItem:
    (item,) = read(text, **wishes).items
    return item


def refused(text: str) -> str:
    with pytest.raises(IntakeError) as error:
        read(text)
    assert "\n" not in error.value.message
    assert error.value.message.endswith(".")
    return error.value.message


def test_a_line_is_a_piece_of_evidence_with_all_its_columns() -> None:
    found = read("point,title,state,link,note\n4,Sprint board,done,https://x.org/b,what it shows\n")
    (item,) = found.items
    assert (item.point, item.how) == (SESSION.id_of("4"), "column")
    assert (item.title, item.state, item.url, item.text) == (
        "Sprint board",
        "done",
        "https://x.org/b",
        "what it shows",
    )
    assert (item.where, item.because) == ("line 2", "")
    assert found.said == ()
    assert (found.source.kind, found.source.key, found.source.name) == ("csv", "csv:evidence.csv", "evidence.csv")
    assert found.whole


@pytest.mark.parametrize(
    "header",
    [
        "NUMBER,Evidence,Status,URL,Comment",
        '"Standard","Title","State","Link","Notes"',
        " Point no. , Item , Done or planned , Web address , Description ",
        "criterion;name;progress;hyperlink;details",
        "#\tWhat\tDone\tHref\tRemarks",
        "service_standard|TITLE:|state*|links|text",
        "sep=;\nPoint;Title;State;Link;Note",
        "\ufeffpoint,title,state,link,note",
        "\n\npoint,title,state,link,note",
    ],
)
def test_columns_are_known_by_what_people_call_them_and_by_any_separator(header: str) -> None:
    sign = next(one for one in ";\t|," if one in header.removeprefix("sep=;\n"))
    item = the_one(header + "\r\n" + sign.join(["Point 4", "Board", "Done", "https://x.org", "why"]) + "\r\n")
    assert (item.point, item.title, item.state, item.url, item.text) == (
        SESSION.id_of("4"),
        "Board",
        "done",
        "https://x.org",
        "why",
    )


def test_columns_may_stand_in_any_order_and_unknown_ones_are_named() -> None:
    found = read("owner,title,cost,point\nAnn,Board,12,4\n")
    assert found.items[0].point == SESSION.id_of("4")
    assert found.said[0] == "Columns that are not known were left out: owner (1 line), cost (1 line)."
    assert "Ann" not in repr(found)


@pytest.mark.parametrize("point", ["4", "4.", "Point 4", "#4", " 04 ", SESSION.state.standard.points[3].title])
def test_a_point_is_known_by_its_number_or_its_title(point: str) -> None:
    assert the_one(f'point,title\n"{point}",Board\n').point == SESSION.id_of("4")


def test_a_point_that_is_unknown_or_missing_leaves_its_evidence_under_none() -> None:
    found = read("point,title\n99,Board\nmy favourite,Retro\n99,Chart\n,Nowhere\n")
    assert [item.point for item in found.items] == [None] * 4
    assert found.said[:2] == (
        "'99' is no point that is looked at here (lines 2, 4).",
        "'my favourite' is no point that is looked at here (line 3).",
    )
    many = read("point,title\n" + "".join(f"99,t{number}\n" for number in range(30)))
    assert many.said[0].endswith(", 21, …).")


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("done", "done"),
        ("Yes", "done"),
        ("x", "done"),
        ("✓", "done"),
        ("TRUE", "done"),
        ("Completed.", "done"),
        ("in place", "done"),
        ("planned", "planned"),
        ("To do", "planned"),
        ("in_progress", "planned"),
        ("no", "planned"),
        ("0", "planned"),
    ],
)
def test_a_state_is_read_as_people_write_it(word: str, state: str) -> None:
    assert the_one(f"title,state\nBoard,{word}\n").state == state


def test_what_says_neither_is_planned_unless_it_was_wished_otherwise_and_is_counted() -> None:
    found = read("title,state\nBoard,\nRetro, \n")
    assert [item.state for item in found.items] == ["planned", "planned"]
    assert found.items[0].because == "not marked"
    assert found.said == ("2 pieces of evidence have no state: taken as planned.",)
    assert the_one("title\nBoard\n", unmarked="done").state == "done"


def test_a_link_is_a_web_address_or_stands_in_the_text() -> None:
    found = read(
        'title,link\nA,HTTPS://x.org\nB,the shared drive\nC,"see https://y.org, or ask"\nD https://z.org/(d),\n'
    )
    assert [item.url for item in found.items] == ["https://x.org", None, "https://y.org", "https://z.org/(d)"]
    assert [item.text for item in found.items] == [None, "the shared drive", "see https://y.org, or ask", None]
    assert found.items[3].title == "D"
    assert "1 piece of evidence has no web address as link; what is there is in the text." in found.said


def test_a_link_or_a_note_stands_in_for_a_title() -> None:
    found = read("title,link,note\n,https://x.org,\n,,A note\n")
    assert [item.title for item in found.items] == ["https://x.org", "A note"]
    assert found.items[0].url == "https://x.org"


def test_a_quoted_text_keeps_its_lines_and_the_line_numbers_stay_true() -> None:
    found = read('title,note\n"Board","one\ntwo, three"\nRetro,x\n')
    assert found.items[0].text == "one\ntwo, three"
    assert found.items[1].where == "line 4"


@pytest.mark.parametrize("cell", ["=1+2", "+44 20", "-1", "@SUM(A1)", '=HYPERLINK("x")'])
def test_what_looks_like_a_formula_is_data(cell: str) -> None:
    quoted = cell.replace('"', '""')
    item = the_one(f'title,note\nBoard,"{quoted}"\n')
    assert item.text == cell


def test_text_is_cleaned_and_what_is_too_long_is_cut_and_said() -> None:
    found = read(f"title,note\n{'t' * 400},{'n' * 9000}\na\x1bb\u202ec,\n")
    assert len(found.items[0].title) == 300
    assert found.items[0].title.endswith("…")
    assert found.items[0].text is not None
    assert len(found.items[0].text) == 8000
    assert found.items[0].text.startswith("t" * 400)
    assert found.items[1].title == "abc"
    assert "Texts that are longer than can be kept were cut: 1." in found.said


def test_a_template_that_was_not_filled_in_holds_nothing_and_complains_of_nothing() -> None:
    found = read(template(SESSION.state.standard, "csv", "beta") + ",,,,,\n")
    assert (found.items, found.said) == ((), ())


def test_a_key_stays_while_the_rest_of_a_line_changes() -> None:
    before = read("point,title,state,note\n4,Board,planned,a\n")
    after = read("note,point,title,state\nb, Point 4, board ,done\n")
    assert before.items[0].key == after.items[0].key
    assert read("point,title\n5,Board\n").items[0].key != before.items[0].key


def test_a_link_that_comes_later_makes_no_other_piece_of_it() -> None:
    before = read("point,title,link\n4,Board,\n")
    after = read("point,title,link\n4,Board,https://x.org/1\n4,Board,https://x.org/2\n4,Board,https://x.org/2\n")
    assert before.items[0].key == after.items[0].key
    assert len({item.key for item in after.items}) == len(after.items) == 2


def test_evidence_for_several_points_stands_under_each() -> None:
    for cell in ("4, 5 and 7", "4/5/7", "point 4; point 5; 7", "4 & 5, 7, 4"):
        found = read(f'id,point,title\nx,"{cell}",Board\n')
        assert [item.point for item in found.items] == [SESSION.id_of(number) for number in ("4", "5", "7")]
        assert len({item.key for item in found.items}) == 3
    title = SESSION.state.standard.points[3].title
    assert the_one(f'point,title\n"{title}",Board\n').point == SESSION.id_of("4")
    assert the_one('point,title\n"4, and more",Board\n').point in (None, SESSION.id_of("4"))


def test_an_id_of_its_own_keeps_a_line_through_a_change_of_its_title() -> None:
    assert the_one("id,title\n17,Board\n").key == the_one("title,id\nThe board,17\n").key


def test_the_same_line_twice_counts_once() -> None:
    found = read("point,title,state\n4,Board,done\n4,Board,done\n")
    assert len(found.items) == 1
    assert "Lines that say the same as one before were left out: 1." in found.said


# What is wrong is named, all at once


def test_every_bad_line_is_named_with_what_to_do() -> None:
    said = refused("id,title,state\n1,Board,perhaps\n1,A,done\n2,Retro,done,with,commas\n,,done\n1,C,done\n")
    assert said == (
        "evidence.csv was not brought in: "
        "line 2: 'perhaps' is neither done nor planned: write one of the two; "
        "line 4 has 5 cells and the first line has 3: put quotation marks around a text that holds the separator; "
        "line 5 has no title: say what the evidence is; "
        "line 6 has the id '1' of line 3: give each its own."
    )


def test_of_many_bad_lines_the_first_five_are_named() -> None:
    said = refused("title,state\n" + "".join(f"t{number},perhaps\n" for number in range(30)))
    assert said.count("neither done nor planned") == 5
    assert said.endswith("; and 25 more.")


def test_a_cell_without_an_end_is_told_from_a_list_that_is_broken() -> None:
    assert refused(f"title\nBoard\n{'x' * 1_000_001}\n") == (
        "evidence.csv has a cell of more than 1,000,000 characters from line 3 on: check whether a quotation mark is "
        "missing there, or shorten it."
    )


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", ",,\n", "sep=,\n"])
def test_an_empty_list_says_how_to_begin_one(text: str) -> None:
    assert refused(text) == "evidence.csv is empty: 'panel-tui template csv STANDARD' prints a list to fill in."


def test_a_list_without_a_column_of_titles_says_so() -> None:
    assert "has no column that is called 'title' or 'evidence'" in refused("4,Board,done\n5,Retro,done\n")


@pytest.mark.parametrize("text", ['title\n"Board\n', 'title\n"Bo"ard\n', f"title\n{'x' * 1_000_001}\n"])
def test_quotation_marks_that_do_not_fit_are_named_by_their_line(text: str) -> None:
    assert "from line 2 on" in refused(text)


# No column is lost in silence


def test_of_two_titles_the_points_helps_to_place_and_the_other_is_the_evidence() -> None:
    title = SESSION.state.standard.points[0].title
    found = read(f"Title,Evidence,Status\n{title},Research report,Done\n{title},Interviews,Planned\n")
    assert [(item.title, item.point, item.how, item.state) for item in found.items] == [
        ("Research report", SESSION.id_of("1"), "title", "done"),
        ("Interviews", SESSION.id_of("1"), "title", "planned"),
    ]
    assert found.said == ()
    other = the_one(f"Point,Title,Evidence\n4,{title},Board\n")
    assert (other.point, other.title, other.text) == (SESSION.id_of("4"), "Board", title)
    placed = read(f"Point,Title,Evidence\nnowhere,{title},Board\n")
    assert placed.items[0].point == SESSION.id_of("1")
    assert any("Point (1 line)" in sentence for sentence in placed.said)


def test_of_two_titles_that_are_no_points_the_second_stands_in_the_text_or_is_the_link() -> None:
    item = the_one("Name,Evidence,Note\nRound 1,Report of 12 interviews,Twice\n")
    assert (item.title, item.text) == ("Round 1", "Report of 12 interviews\nTwice")
    item = the_one("Name,Evidence\nRound 1,https://x.org/a\n")
    assert (item.title, item.url, item.text) == ("Round 1", "https://x.org/a", None)


def test_a_line_that_names_a_point_and_no_evidence_is_counted() -> None:
    title = SESSION.state.standard.points[0].title
    found = read(f"Title,Evidence,State\n{title},,planned\n{title},Board,done\n")
    assert [item.title for item in found.items] == ["Board"]
    assert found.said == ("Lines that name a point, or a person, and no evidence were left out: 1.",)
    signed = read('title,note\n,"-- \nRobin"\nBoard,\n')
    assert "Lines that name a point, or a person, and no evidence were left out: 1." in signed.said


def test_several_links_and_notes_all_come() -> None:
    item = the_one(
        "title,link,url,note,description,details\nBoard https://x.org/0,https://x.org/1,https://x.org/2,a,b,c\n"
    )
    assert (item.url, item.text) == ("https://x.org/1", "a\nb\nc\nhttps://x.org/2\nhttps://x.org/0")


def test_what_a_second_column_says_is_named_with_its_column_and_lines() -> None:
    found = read(
        "id,ref,point,standard,title,state,done,,cost,hints\n"
        "1,a,4,GDS,Board,perhaps,yes,loose,12,h\n2,,4,Point 4,Chart,done,no,,,\n3,,,,,,,,,\n"
    )
    assert [(item.point, item.state, item.where) for item in found.items] == [
        (SESSION.id_of("4"), "done", "line 2, id 1"),
        (SESSION.id_of("4"), "done", "line 3, id 2"),
    ]
    assert found.said == (
        "An id with nothing beside it was left out: id (1 line).",
        "Columns with a second id were left out: ref (1 line).",
        "Columns that say another point than one before, or none, were left out: standard (1 line).",
        "Columns that say another state than one before were left out: state (1 line), done (1 line).",
        "Columns that are not known were left out: column 8, which has no name (1 line), cost (1 line).",
        "Columns with examples and hints were left out: hints (1 line).",
    )


def test_a_line_that_names_the_columns_once_more_is_no_evidence() -> None:
    found = read("point,title\n4,Board\npoint,title\n5,Chart\n")
    assert [item.title for item in found.items] == ["Board", "Chart"]
    assert "Lines that name the columns once more were left out: 1." in found.said


def test_a_line_is_left_out_as_the_same_only_where_all_of_it_is() -> None:
    found = read("title,state,note\nBoard,done,a\nBoard,done,b\nBoard,planned,a\nBoard,done,a\nboard ,done,c\n")
    assert [(item.title, item.state, item.text) for item in found.items] == [
        ("Board", "done", "a"),
        ("Board", "done", "b"),
        ("Board", "planned", "a"),
        ("board", "done", "c"),
    ]
    assert len({item.key for item in found.items}) == 4
    assert "Lines that say the same as one before were left out: 1." in found.said


def test_of_many_words_that_are_no_points_the_rest_is_counted() -> None:
    found = read("point,title\n" + "".join(f"word {number}x,t{number}\n" for number in range(25)))
    assert "Other words that are no point that is looked at here: 5." in found.said


@given(st.lists(st.sampled_from(sorted(name for names in COLUMNS.values() for name in names)), min_size=1, max_size=9))
def test_a_word_in_any_known_column_comes_in_or_its_column_is_named(header: list[str]) -> None:
    header = ["title", *header]
    kinds = [kind_of(name) for name in header]
    words = [f"planted{'abcdefghij'[place]}" if kind != "state" else "done" for place, kind in enumerate(kinds)]
    found = read(",".join(header) + "\n" + ",".join(words) + "\n")
    said = " ".join(found.said)
    for name, kind, word in zip(header, kinds, words, strict=True):
        assert kind == "state" or word in repr(found.items) + said or f"{name} (1 line)" in said
