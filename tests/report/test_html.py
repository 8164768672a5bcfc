"""HTML: one file, well formed, that asks nobody for anything."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.stage import Stage, created, standard

from panel_tui.report.export import render
from panel_tui.report.model import Report
from panel_tui.report.picture import IN_ROW, draw
from panel_tui.session import bodies
from panel_tui.session.terms import SeatData
from panel_tui.session.view import AUDIENCES, Audience
from panel_tui.standard.model import Point

EMPTY = {"meta", "br", "rect"}


class Page(HTMLParser):
    """Reads a page strictly: every element is closed in order. Keeps tags, ids, headings and links."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(content.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str]:
        """Every value of an attribute."""
        return [value for _, attrs in self.tags if (value := attrs.get(name)) is not None]


def page(room: Stage, audience: Audience = "internal") -> Page:
    return Page(render(room.report(audience), "html"))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_page_is_whole_and_each_anchor_is_one_and_is_there(assessed: Stage, audience: Audience) -> None:
    read = page(assessed, audience)
    ids = read.values("id")
    assert len(ids) == len(set(ids))
    inside = [href[1:] for href in read.values("href") if href.startswith("#")]
    named = [
        id for value in (*read.values("aria-labelledby"), *read.values("aria-describedby")) for id in value.split()
    ]
    assert set(inside) | set(named) <= set(ids)


def test_the_page_asks_for_no_second_file_and_runs_nothing(assessed: Stage) -> None:
    read = page(assessed)
    assert not {tag for tag, _ in read.tags} & {"script", "link", "img", "iframe", "object", "base", "form"}
    assert not read.values("src")
    assert "url(" not in read.text
    assert "@import" not in read.text
    assert not [name for _, attrs in read.tags for name in attrs if name.startswith("on")]
    outside = [href for href in read.values("href") if not href.startswith("#")]
    assert outside == ["https://research.example/log?a=1&b=2", "http://plans.example/<7>", "https://t.example/2"]


def test_headings_go_down_one_step_at_a_time(assessed: Stage) -> None:
    levels = [int(tag[1]) for tag, _ in page(assessed).tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(next_one - one <= 1 for one, next_one in pairwise(levels))


def test_tables_have_captions_and_cells_have_headers(assessed: Stage) -> None:
    read = page(assessed)
    tags = [tag for tag, _ in read.tags]
    assert tags.count("table") == tags.count("caption") > 3
    assert all(attrs.get("scope") in ("col", "row") for tag, attrs in read.tags if tag == "th")


def test_the_language_and_the_regions_are_named(assessed: Stage) -> None:
    read = page(assessed)
    tags = [tag for tag, _ in read.tags]
    assert dict(read.tags)["html"]["lang"] == "en-GB"
    assert (tags.count("main"), tags.count("nav"), tags.count("header")) == (1, 1, 1)


@given(st.text(st.characters(codec="utf-8"), max_size=30))
@settings(max_examples=40)
def test_no_text_becomes_an_element_or_an_attribute(text: str) -> None:
    told = f"</p><script>alert({text})</script>\"'>{text}"

    def shape(words: str) -> list[tuple[str, tuple[str, ...]]]:
        room = Stage(created(standard(), service=words, description=words, team=words))
        note = bodies.NoteTaken(id="n1", point="p1", kind="concern", text=words)
        room.do("seat-1", note, bodies.DecisionMade(point="p1", level="met", reason=words))
        return [(tag, tuple(attrs)) for tag, attrs in page(room).tags]

    assert [one for one in shape(told) if one[0] not in ("p", "br")] == [
        one for one in shape("x") if one[0] not in ("p", "br")
    ]


def drawn(room: Stage) -> tuple[Report, list[tuple[str, list[str]]], str]:
    report = room.report()
    drawing = draw(report, {point.id: f"point-{point.id}" for point in report.points})
    return report, [(row.label, [tile.number for tile in row.tiles]) for row in drawing.rows], drawing.told


def test_the_picture_shows_each_point_under_its_result_best_first(assessed: Stage) -> None:
    _, rows, told = drawn(assessed)
    assert rows == [("Met", ["1", "5"]), ("Partially met", ["2", "3"]), ("Not applicable", ["4"])]
    assert told == "Met: 2 points, 1, 5. Partially met: 2 points, 2, 3. Not applicable: 1 point, 4."


def test_the_picture_shows_what_is_not_decided() -> None:
    room = Stage(created(standard())).do("seat-1", bodies.DecisionMade(point="p3", level="not-met", reason="no"))
    assert drawn(room)[1] == [("Not met", ["3"]), ("Not yet decided", ["1", "2", "4", "5"])]


def test_many_points_fill_line_after_line_and_long_numbers_get_small() -> None:
    many = tuple(Point(id=f"p{n}", number=f"{n}.10.a", title=str(n)) for n in range(25))
    room = Stage(created(standard(points=many, running_order=()), panel=_points_less()))
    report = room.report()
    (row,) = draw(report, {point.id: point.id for point in report.points}).rows
    assert {tile.y for tile in row.tiles[:IN_ROW]} == {row.tiles[0].y}
    assert row.tiles[IN_ROW].y > row.tiles[0].y
    assert row.tiles[0].size < 15


def _points_less() -> tuple[SeatData, ...]:
    return (SeatData(id="seat-1", name="Ana Lead", role="lead"),)


def test_a_standard_without_points_has_no_picture() -> None:
    room = Stage(created(standard(points=(), running_order=()), panel=_points_less()))
    assert "svg" not in [tag for tag, _ in page(room).tags]
