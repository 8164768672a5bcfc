"""Following up: what is open, each recommendation once, where it stands now."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.report.register.held import begun, closing, rooms_in
from tests.report.test_markdown import READER

from panel_tui import follow_up
from panel_tui.demo import make_demo
from panel_tui.follow_up import ORDERS, Found, Open, Wanted, find, grouped
from panel_tui.rooms import Rooms
from panel_tui.session.bodies import EarlierChecked, RecommendationMade
from panel_tui.session.terms import Strength

TODAY = date(2026, 11, 22)
ONE = Open(
    service="Find a repair",
    phase="Discovery",
    date="2026-11-20",
    session="2026-11-20-find-a-repair-discovery",
    closed=True,
    point="point 1 Users and their problem",
    strength="must",
    text="talk to leaseholders",
    owner="Housing",
    due="2026-11-01",
    overdue=True,
    since="discovery, 2026-11-20",
    stood="not checked yet",
)


def made(
    text: str, strength: Strength = "must", point: str | None = None, owner: str | None = None, due: str | None = None
) -> RecommendationMade:
    return RecommendationMade(id="", point=point, strength=strength, text=text, owner=owner, due=due)


def look(rooms: Rooms) -> Found:
    return find(rooms, TODAY)


def texts(found: Found) -> list[str]:
    return sorted(one.text for one in found.open)


def name(path: str) -> str:
    return Path(path).stem


def test_an_open_recommendation_is_told_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    lines = (
        made("talk to leaseholders", point="users-and-problem", owner="Housing", due="2026-11-01"),
        made("write it up", "should", due="2026-11-22"),
    )
    begun(rooms, *lines, *closing())
    first, second = look(rooms).open if look(rooms).open[0].strength == "must" else reversed(look(rooms).open)
    assert first == ONE
    assert second == replace(
        ONE,
        point="the service as a whole",
        strength="should",
        text="write it up",
        owner=None,
        due="2026-11-22",
        overdue=False,
    )


def test_a_later_session_takes_over_and_says_how_each_stood_at_its_last_check(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    lines = [made(text) for text in ("one", "two", "three", "four", "five")]
    first = begun(rooms, *lines, *closing(), date="2026-01-10")
    checks = (
        EarlierChecked(id="P1", status="taken-root"),
        EarlierChecked(id="P2", status="no-longer-applies"),
        EarlierChecked(id="P3", status="partly"),
        EarlierChecked(id="P4", status="not"),
    )
    begun(rooms, *checks, made("six"), date="2026-11-20", earlier=name(first))
    found = look(rooms)
    told = {one.text: (one.date, one.since, one.stood, one.closed) for one in found.open}
    before = "discovery, 2026-01-10"
    assert told == {
        "three": ("2026-11-20", before, "partly carried out", False),
        "four": ("2026-11-20", before, "not carried out", False),
        "five": ("2026-11-20", before, "not checked yet", False),
        "six": ("2026-11-20", "discovery, 2026-11-20", "not checked yet", False),
    }


def test_a_recommendation_on_a_point_that_is_no_more_keeps_the_name_of_the_point(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    first = begun(rooms, made("one", point="what-next"), *closing(), date="2026-01-10")
    begun(rooms, earlier=name(first), standard="localgov-2016", phase="beta")
    (one,) = look(rooms).open
    assert one.point == next(
        point.title for point in rooms.open(first, read_only=True).state.standard.points if point.id == "what-next"
    )


def test_rehearsals_and_teams_own_records_are_left_out_and_take_nothing_over(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    first = begun(rooms, made("one"), *closing())
    begun(rooms, earlier=name(first), rehearsal=True)
    begun(rooms, earlier=name(first), kind="self")
    make_demo(rooms, "closed").close()
    found = look(rooms)
    assert texts(found) == ["one"]
    assert found.left_out == "Left out: 2 rehearsals and 1 team’s own record."


def test_a_session_that_is_there_twice_is_told_once_as_its_longer_file_has_it(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    path = Path(begun(rooms, made("one")))
    path.with_name("z-backup.json").write_bytes(path.read_bytes())
    path.with_name("a-backup.json").write_bytes(path.read_bytes())
    room = rooms.open(str(path))
    room.record(room.state.lead, made("two"))
    room.close()
    assert texts(look(rooms)) == ["one", "two"]


def test_a_broken_session_is_named_and_the_others_are_told(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    path = Path(begun(rooms, made("one")))
    path.with_name("bad.json").write_bytes(path.read_bytes()[:-9])
    found = look(rooms)
    assert texts(found) == ["one"]
    assert [sentence.split(":")[0] for sentence in found.broken] == ["bad"]
    assert found.readable
    path.unlink()
    assert not look(rooms).readable


def test_a_session_that_breaks_after_it_was_listed_is_named(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    path = Path(begun(rooms, made("one")))

    class Breaking(Rooms):
        def list(self) -> Any:
            found = super().list()
            path.write_bytes(path.read_bytes()[:-9])
            return found

    found = find(Breaking.at(tmp_path / "sessions", {}, tmp_path), TODAY)
    assert (found.open, found.readable) == ((), False)
    assert found.broken[0].startswith("2026-11-20-find-a-repair-discovery: ")


def test_no_session_at_all_is_nothing_open_and_no_trouble(tmp_path: Path) -> None:
    assert look(rooms_in(tmp_path)) == Found((), (), None, readable=True)


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        (Wanted(), True),
        (Wanted(service="REPAIR"), True),
        (Wanted(service="rent"), False),
        (Wanted(owner="hous"), True),
        (Wanted(owner="rents"), False),
        (Wanted(due_before="2026-11-02"), True),
        (Wanted(due_before="2026-11-01"), False),
        (Wanted(overdue=True), True),
        (Wanted(service="repair", owner="rents"), False),
    ],
)
def test_what_is_wanted_is_what_fits_all_that_was_asked(wanted: Wanted, fits: bool) -> None:
    assert wanted.fits(ONE) is fits


def test_what_has_no_owner_and_no_date_fits_no_question_about_them() -> None:
    bare = replace(ONE, owner=None, due=None, overdue=False)
    assert Wanted().fits(bare)
    assert not Wanted(owner="x").fits(bare)
    assert not Wanted(due_before="2027-01-01").fits(bare)
    assert not Wanted(overdue=True).fits(bare)


SEVERAL = (
    replace(ONE, service="Rent", owner=None, due=None, overdue=False, text="e"),
    replace(ONE, service="apples", owner="zoo", due="2027-01-01", overdue=False, text="d"),
    ONE,
    replace(ONE, service="Rent", text="a", due="2026-11-02"),
)


@pytest.mark.parametrize(
    ("by", "told"),
    [
        (
            "service",
            [("apples", "1 open"), ("Find a repair", "1 open, 1 overdue"), ("Rent", "2 open, 1 overdue")],
        ),
        ("owner", [("Housing", "2 open, 2 overdue"), ("zoo", "1 open"), ("No owner", "1 open")]),
        (
            "date",
            [
                ("Due 1 November 2026", "1 open, 1 overdue"),
                ("Due 2 November 2026", "1 open, 1 overdue"),
                ("Due 1 January 2027", "1 open"),
                ("No date", "1 open"),
            ],
        ),
    ],
)
def test_groups_are_sorted_and_counted(by: follow_up.By, told: list[tuple[str, str]]) -> None:
    assert [(group.heading, group.counted) for group in grouped(SEVERAL, by)] == told


def test_in_a_group_what_is_due_first_comes_first_and_what_has_no_date_last() -> None:
    assert [one.text for one in grouped(SEVERAL)[-1].open] == ["a", "e"]


def test_a_line_says_everything_in_words() -> None:
    assert follow_up.line(ONE) == (
        "Find a repair, Discovery, 2026-11-20; point 1 Users and their problem; must: talk to leaseholders; "
        "owner: Housing; due 2026-11-01, overdue; since discovery, 2026-11-20; not checked yet"
    )
    bare = replace(ONE, date=None, closed=False, owner=None, due=None)
    assert follow_up.line(bare).startswith("Find a repair, Discovery (not closed); ")
    assert "; no owner; no date; " in follow_up.line(bare)


def test_the_text_has_groups_lines_and_a_total() -> None:
    lines = follow_up.as_text(SEVERAL, SEVERAL, "service").splitlines()
    assert lines[0] == "apples: 1 open"
    assert lines[1].startswith("- apples, Discovery, ")
    assert lines[-1] == "4 open, 2 overdue, in 1 session."
    assert len([line for line in lines if line.startswith("- ")]) == 4


@pytest.mark.parametrize(
    ("everything", "told"),
    [((), "Nothing is open.\n"), ((ONE,), "Nothing of that is open; of everything, 1 recommendation is open.\n")],
)
def test_nothing_open_is_one_clear_line(everything: tuple[Open, ...], told: str) -> None:
    assert follow_up.as_text((), everything, "service") == told
    assert follow_up.as_markdown((), everything, "service").endswith(told)


def test_what_a_file_holds_cannot_steer_the_terminal() -> None:
    drawn = follow_up.as_text((replace(ONE, text="a\x1b[2J\nb", service="x\x07"),), (), "service")
    assert "\x1b" not in drawn
    assert "\x07" not in drawn


def test_json_has_every_field_in_the_same_order() -> None:
    told = json.loads(follow_up.as_json(SEVERAL, "date"))["open"]
    assert [one["text"] for one in told] == ["talk to leaseholders", "a", "d", "e"]
    assert set(told[0]) == set(Open.__struct_fields__)


@pytest.mark.parametrize("by", ORDERS)
@given(text=st.text(st.characters(codec="utf-8"), max_size=20), sign=st.sampled_from("=+-@"))
def test_no_cell_is_a_formula_and_no_text_is_markup(by: follow_up.By, text: str, sign: str) -> None:
    hostile = f"{sign}[a](https://x.example)<b>*c*</b>{text}"
    names = ("service", "phase", "date", "session", "point", "text", "owner", "since")
    one = replace(ONE, **dict.fromkeys(names, hostile))
    rows = list(csv.reader(io.StringIO(follow_up.as_csv([one], by).decode("utf-8-sig"), newline="")))
    assert len(rows) == 2
    assert len(rows[0]) == len(rows[1])
    assert not [cell for cell in rows[1] if cell.startswith(("=", "+", "-", "@"))]
    tokens = READER.parse(follow_up.as_markdown([one], [one], by))
    kinds = {child.type for token in tokens for child in token.children or []}
    assert kinds == {"text"}
