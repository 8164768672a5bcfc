"""Lists of evidence in Markdown, as people write them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.intake.sources import Session

from panel_tui.intake import markdown_list
from panel_tui.intake.found import Found, FoundItem

SESSION = Session()
MATCHER = SESSION.matcher
FOUR = SESSION.id_of("4")


def read(text: str, **wishes: Any) -> Found:
    return markdown_list.read(text, "evidence.md", MATCHER, **wishes)


def the_one(text: str, **wishes: Any) -> FoundItem:
    (item,) = read(text, **wishes).items
    return item


def under_four(line: str) -> FoundItem:
    return the_one(f"## 4. Iterate\n{line}\n")


def test_headings_name_points_and_items_below_them_are_evidence() -> None:
    found = read(
        "# Evidence\n\n## 4. Iterate\n\n- [x] Sprint board https://x.org/b\n  What it shows,\n  in two lines.\n"
        "- [ ] Retrospectives\n\n## 5\n\n* planned: [The plan](https://x.org/plan)\n"
    )
    assert [(item.point, item.state, item.title, item.url, item.text) for item in found.items] == [
        (FOUR, "done", "Sprint board", "https://x.org/b", "What it shows,\nin two lines."),
        (FOUR, "planned", "Retrospectives", None, None),
        (SESSION.id_of("5"), "planned", "The plan", "https://x.org/plan", None),
    ]
    assert [item.because for item in found.items] == ["ticked", "not ticked", "it says 'planned'"]
    assert {item.how for item in found.items} == {"heading"}
    assert found.items[0].where == "line 5"
    assert found.said == ()
    assert found.source.key == "markdown:evidence.md"


@pytest.mark.parametrize(
    "heading",
    [
        "# 4",
        "## 4. Iterate ##",
        "###### Point 4",
        "## **4. Iterate**",
        "## [4. Iterate](https://x.org)",
        "Point 4\n===",
        "Point 4\n---",
        "## " + SESSION.state.standard.points[3].title,
    ],
)
def test_a_heading_of_any_form_names_its_point(heading: str) -> None:
    found = read(f"{heading}\n\n- [x] Board\n")
    assert [item.point for item in found.items] == [FOUR]
    assert found.said == ()


@pytest.mark.parametrize(
    ("line", "state", "title"),
    [
        ("- [x] Board", "done", "Board"),
        ("- [X] Board", "done", "Board"),
        ("* [✓] Board", "done", "Board"),
        ("+ [ ] Board", "planned", "Board"),
        ("1. done: Board", "done", "Board"),
        ("2) **Done**: Board", "done", "Board"),
        ("- **done:** Board", "done", "Board"),
        ("- in progress – Board", "planned", "Board"),
        ("- To do: Board", "planned", "Board"),
        ("- Note: Board", "planned", "Note: Board"),
        ("- Live: the page", "planned", "Live: the page"),
        ("- [x] done: Board", "done", "done: Board"),
        ("- Board", "planned", "Board"),
    ],
)
def test_an_item_says_whether_it_is_done(line: str, state: str, title: str) -> None:
    item = under_four(line)
    assert (item.state, item.title) == (state, title)


def test_a_heading_says_it_too_and_a_plain_item_is_planned_unless_wished_otherwise() -> None:
    found = read("## 4\n### Done\n- Board\n- [ ] Chart\n### To do\n- Retro\n## Planned\n### Point 5\n- Plan\n")
    assert [(item.title, item.state) for item in found.items] == [
        ("Board", "done"),
        ("Chart", "planned"),
        ("Retro", "planned"),
        ("Plan", "planned"),
    ]
    assert [item.because for item in found.items] == ["the heading", "not ticked", "the heading", "the heading"]
    assert [item.point for item in found.items] == [FOUR, FOUR, FOUR, SESSION.id_of("5")]
    plain = read("## 4\n- Board\n", unmarked="done")
    assert plain.items[0].state == "done"
    assert plain.said == ("1 piece of evidence has no tick or state: taken as done.",)


@pytest.mark.parametrize(
    ("line", "title", "url", "text"),
    [
        ("- [Board](https://x.org/b)", "Board", "https://x.org/b", None),
        ("- [Board](<https://x.org/b> 'tip')", "Board", "https://x.org/b", None),
        ("- The [board](https://x.org/b_(1)) of ours", "The board of ours", "https://x.org/b_(1)", None),
        ("- Board <https://x.org/b>", "Board", "https://x.org/b", None),
        ("- Board: https://x.org/b.", "Board", "https://x.org/b", None),
        ("- https://x.org/b", "https://x.org/b", "https://x.org/b", None),
        ("- [](https://x.org/b)", "https://x.org/b", "https://x.org/b", None),
        ("- [a](https://x.org/a) and [b](https://x.org/b)", "a and b", "https://x.org/a", "https://x.org/b"),
        ("- [Board](board.md)", "Board", None, None),
        ("- [x] Board\n  https://x.org/b\n  more", "Board", "https://x.org/b", "more"),
        ("- [x] Board\n  see https://x.org/b", "Board", "https://x.org/b", "see https://x.org/b"),
        ("- **Board** of `main` \\*now\\*", "Board of main *now*", None, None),
    ],
)
def test_links_in_every_form(line: str, title: str, url: str | None, text: str | None) -> None:
    item = under_four(line)
    assert (item.title, item.url, item.text) == (title, url, text)


def test_what_is_indented_below_an_item_is_its_text_lists_and_code_too() -> None:
    item = under_four("- [x] Board\n  - one\n    - two\n\n  ```\n  # three\n  ```\n\tfour")
    assert item.text == "- one\n  - two\n\n```\n# three\n```\n  four"


def test_a_line_that_goes_on_without_being_indented_belongs_to_its_item() -> None:
    found = read("## 4\n- [x] Board\nthat we keep\nevery day\n- [x] Retro\n\nA paragraph of its own\n")
    assert [item.text for item in found.items] == ["that we keep\nevery day", None]
    assert found.said == ("Lines that stand in no list were left out: 1.",)


def test_a_list_that_is_indented_as_a_whole_is_a_list() -> None:
    assert [item.title for item in read("## 4\n  - [x] a\n  - [x] b\n    c\n").items] == ["a", "b"]
    assert [item.title for item in read("## 4\n1. a\n2. b\n10. c\n").items] == ["a", "b", "c"]


def test_comments_code_rules_and_what_stands_before_the_first_heading_are_no_evidence() -> None:
    before = "---\ntitle: x\n- no: item\n---\n<!-- - [x] no\n- [x] no -->\n```\n- [x] no\n```\n"
    found = read(f"{before}## 4\n***\n- - -\n- [x] Board\n")
    assert [(item.title, item.where) for item in found.items] == [("Board", "line 13")]
    assert read("---\n- [x] a\n").items[0].title == "a"
    assert read("## 4\n- [x] a\n\n<!-- open\n- [x] b\n").items[1].title == "b"
    assert "Lines that stand in no list were left out: 3." in found.said


def test_a_heading_that_names_no_point_is_named_once_and_its_evidence_stands_under_none() -> None:
    found = read("# Evidence\n## Other\n- a\n- b\n### 4\n- c\n# Words\nnothing\n")
    assert [item.point for item in found.items] == [None, None, FOUR]
    assert found.said[0] == "'Other' is no point that is looked at here (line 3)."
    assert not any("Words" in one for one in found.said)
    assert the_one("- a\n").point is None


def test_an_empty_item_is_nothing_and_the_same_item_twice_counts_once() -> None:
    found = read("## 4\n- [ ]\n- [x] Board\n- [x] board\n-\n")
    assert [item.title for item in found.items] == ["Board"]
    assert "Items that say the same as one before were left out: 1." in found.said


def test_the_text_of_an_empty_item_stands_in_for_its_title() -> None:
    assert under_four("- [x]\n  The board").title == "The board"


def test_what_is_too_long_is_cut_and_said() -> None:
    found = read(f"- {'t' * 400}\n  {'n' * 9000}\n")
    assert len(found.items[0].title) == 300
    assert "Texts that are longer than can be kept were cut: 1." in found.said


def test_a_key_stays_while_state_and_text_change_and_moves_with_its_point() -> None:
    before, after = under_four("- [ ] Board"), under_four("* [x] **Board**\n  more")
    assert before.key == after.key
    assert under_four("- [x] [Board](https://x.org)").key == before.key
    assert the_one("## 5\n- [ ] Board\n").key != before.key
    two = read("## 4\n- [Board](https://x.org/1)\n- [Board](https://x.org/2)\n").items
    assert len({item.key for item in two}) == 2


def test_a_line_without_an_end_is_read_in_no_time() -> None:
    for hostile in ("[" * 100_000, "[](" * 50_000, "*a " * 50_000, "<!--" * 50_000, "http://" * 30_000, "(" * 100_000):
        read(f"# {hostile}\n- {hostile}\n  {hostile}\n")


def test_nothing_of_a_long_list_is_lost_in_silence() -> None:
    found = read("".join(f"# Heading {number}x\n- Piece {number}\n" for number in range(25)))
    assert "Other headings that are no point that is looked at here: 5." in found.said
    assert "1" in read("# 4\n- [Board](board.md)\n").said[0]
    long = under_four(f"- {'word ' * 500}end")
    assert long.text is not None
    assert long.text.endswith("end")


def test_items_of_one_title_that_say_different_things_all_come() -> None:
    found = read("# 4\n- [x] Board\n  a\n- [x] Board\n  b\n- [ ] Board\n  a\n- [x] Board\n  a\n")
    assert [(item.state, item.text) for item in found.items] == [("done", "a"), ("done", "b"), ("planned", "a")]
    assert len({item.key for item in found.items}) == 3
