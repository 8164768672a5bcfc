"""Evidence, the team's own view and last time's decisions where the panel works: Briefing, Points, Deliberation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.tui.frame import frame
from tests.tui.gathering import AGAIN, BROUGHT, LAST_TIME, LOST, MARKED, SCORED, VIEWS
from tests.tui.opening import at, toasts
from tests.tui.test_frames import checked

from panel_tui.room import Room
from panel_tui.session import bodies
from panel_tui.session.view import Viewer
from panel_tui.tui.overlays.reader import Carried
from panel_tui.tui.screens.briefing import BriefingScreen
from panel_tui.tui.widgets.rows import Rows

REVEALED = bodies.ScoresRevealed(points=("agile-methods",))
LEAD = "seat-1"
SIZES = [(80, 24), (132, 36)]


def record(room: Room, what: Sequence[bodies.AnyBody]) -> None:
    """Have the lead record these, one after the other."""
    for body in what:
        room.record(LEAD, body).result(timeout=20)


def then(stage: str, here: str) -> tuple[str, ...]:
    """The line that moves the room from `here` to a stage, where it is not there yet."""
    return () if stage == here else (f"stage {stage}",)


# Briefing


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_briefing_with_imported_evidence_looks_as_it_was_accepted(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at(tmp_path, "scope All of it", "tick demo", earlier=LAST_TIME, size=size) as (app, pilot, room):
        record(room, (BROUGHT, *MARKED))
        await pilot.pause()
        app.screen.query_one(Rows).go("held:E3")
        await pilot.pause()
        checked(frame(app), f"briefing-brought-{size[0]}x{size[1]}")


async def test_the_briefing_counts_and_lists_what_has_no_point_yet(tmp_path: Path) -> None:
    async with at(tmp_path, size=(132, 50)) as (app, pilot, room):
        assert "without a point" not in frame(app)
        record(room, (BROUGHT,))
        await pilot.pause()
        shown = frame(app)
        assert "2 pieces of evidence without a point  l places it" in shown
        assert "◷ planned E3 Budget letter" in shown
        assert "Rents beta  Trello board" in shown
        assert LOST in shown


async def test_enter_on_evidence_without_a_point_puts_it_under_one_by_its_number(tmp_path: Path) -> None:
    async with at(tmp_path) as (app, pilot, room):
        record(room, (BROUGHT,))
        await pilot.pause()
        app.screen.query_one(Rows).go("held:E4")
        await pilot.press("enter", "8", "enter")
        assert room.history.last.what == bodies.EvidencePlaced(id="E4", point="end-to-end-testing")
        await pilot.pause()
        assert "1 piece of evidence without a point" in frame(app)
        assert "u takes it back" in toasts(app)


@pytest.mark.parametrize("stage", ["briefing", "points", "deliberation"])
async def test_l_begins_with_what_has_no_point_wherever_the_room_is(tmp_path: Path, stage: str) -> None:
    async with at(tmp_path, *then(stage, "briefing")) as (app, pilot, room):
        await pilot.press("l")
        await pilot.pause()
        assert "there is no evidence yet" in toasts(app)
        record(room, (BROUGHT,))
        await pilot.press("l")
        await pilot.pause()
        assert "E3  Budget letter" in frame(app)
        assert "under no point yet" in frame(app)
        await pilot.press("enter")
        assert "choose the point" in frame(app)
        await pilot.press("tab", "8", "enter")
        assert room.history.last.what == bodies.EvidencePlaced(id="E3", point="end-to-end-testing")


async def test_a_row_of_the_briefing_is_read_beside_the_list(tmp_path: Path) -> None:
    async with at(tmp_path, size=(200, 60), earlier=LAST_TIME) as (app, pilot, room):
        record(room, (BROUGHT, *MARKED))
        screen = app.screen
        assert isinstance(screen, BriefingScreen)
        await pilot.pause()
        screen.look_at("agile-methods")
        await pilot.pause()
        shown = frame(app)
        for words in ("✓ verified: the log is real", "! more wanted: dates and names", "no longer on the board"):
            assert words in shown
        assert "What was dropped and why" in shown
        assert "https://board.example/c/1" in shown
        assert "Last time, alpha 2025-06-11: Partially met — sprints began late" in shown
        screen.look_at("open-standards")
        await pilot.pause()
        assert "none yet: e adds" in frame(app)
        assert "Evidence to expect" in frame(app)


async def test_a_point_keeps_its_place_in_the_list_when_it_is_given_evidence(tmp_path: Path) -> None:
    async with at(tmp_path, size=(132, 36)) as (app, pilot, _):
        screen = app.screen
        assert isinstance(screen, BriefingScreen)
        before = [row.key for row in screen.query_one(Rows)._rows if row.key]
        screen.look_at("agile-methods")
        await pilot.press("enter", *"Board", "enter")
        await pilot.pause()
        assert [row.key for row in screen.query_one(Rows)._rows if row.key] == before
        assert screen.query_one(Rows).cursor == "point:agile-methods"


async def test_search_finds_what_evidence_says_also_where_it_has_no_point(tmp_path: Path) -> None:
    async with at(tmp_path) as (app, pilot, room):
        record(room, (BROUGHT,))
        await pilot.press("slash", *"may")
        await pilot.pause()
        assert "Budget letter" in frame(app)
        assert "Board of the last" not in frame(app)


async def test_a_briefing_that_is_done_asks_for_what_has_no_point_before_the_walk(tmp_path: Path) -> None:
    done = ("start briefing", "scope All of it", "tick demo", "tick conflicts")
    async with at(tmp_path, *done) as (app, pilot, room):
        assert "The briefing is done" in frame(app)
        record(room, (BROUGHT,))
        await pilot.pause()
        assert "Next  l puts the evidence that has no point under one." in frame(app)


# Marks


async def test_m_marks_the_evidence_that_the_cursor_is_on(tmp_path: Path) -> None:
    async with at(tmp_path) as (app, pilot, room):
        await pilot.press("M")
        await pilot.pause()
        assert "Mark: there is no evidence yet" in toasts(app)
        record(room, (BROUGHT,))
        await pilot.pause()
        app.screen.query_one(Rows).go("held:E4")
        await pilot.press("M", "2", *"checked it", "enter")
        assert room.history.last.what == bodies.EvidenceMarked(id="E4", mark="verified", text="checked it")
        await pilot.pause()
        assert "✓ verified" in frame(app)


async def test_a_mark_is_changed_for_another_piece_and_taken_off(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 3") as (app, pilot, room):
        record(room, (BROUGHT, *MARKED[:2]))
        await pilot.press("M", "right")  # from the first piece of this point to its second
        await pilot.pause()
        assert "dates and names" in frame(app)
        assert "(•) 3 ! more wanted" in frame(app)
        await pilot.press("tab", "0", "enter")
        assert room.history.last.what == bodies.EvidenceMarked(id="E2", mark=None)
        await pilot.press("colon", *"unmark E1", "enter")
        assert room.history.last.what == bodies.EvidenceMarked(id="E1", mark=None)


async def test_a_mark_that_was_begun_and_left_is_there_again_for_the_same_piece_only(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 3") as (app, pilot, room):
        record(room, (BROUGHT,))
        await pilot.press("M", "tab", "tab", *"half a rem", "escape")
        await pilot.press("M")
        await pilot.pause()
        assert "half a rem" in frame(app)
        await pilot.press("escape", "n", "M")
        await pilot.pause()
        assert "half a rem" not in frame(app)


# Points


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_points_after_the_reveal_looks_as_it_was_accepted(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at(tmp_path, *SCORED, size=size, earlier=LAST_TIME) as (app, pilot, room):
        record(room, (BROUGHT, VIEWS, *MARKED, REVEALED))
        await pilot.pause()
        checked(frame(app), f"points-revealed-{size[0]}x{size[1]}")


@pytest.mark.parametrize("stage", ["points", "deliberation"])
async def test_the_teams_own_view_stands_there_only_after_the_reveal(tmp_path: Path, stage: str) -> None:
    async with at(tmp_path, *SCORED, *then(stage, "points"), size=(132, 50)) as (app, pilot, room):
        record(room, (VIEWS,))
        await pilot.press("home")
        screen = app.screen
        screen.look_at("agile-methods")  # type: ignore[attr-defined]
        await pilot.pause()
        assert "retrospectives only began" not in frame(app)
        assert room.view(Viewer(seat=LEAD)).point("agile-methods").own_view is None
        record(room, (REVEALED,))
        await pilot.pause()
        assert "Team     ◐ Partially met — retrospectives only began in May" in " ".join(frame(app).split("\n"))


@pytest.mark.parametrize("stage", ["points", "deliberation"])
async def test_evidence_says_how_far_the_panel_is_with_it(tmp_path: Path, stage: str) -> None:
    async with at(tmp_path, "stage points", "go 3", *then(stage, "points"), size=(200, 60)) as (app, pilot, room):
        record(room, (BROUGHT, *MARKED))
        app.screen.look_at("agile-methods")  # type: ignore[attr-defined]
        await pilot.pause()
        shown = frame(app)
        for words in ("✓ verified", "the log is real", "! more wanted", "dates and names", "no longer on the board"):
            assert words in shown
        assert "https://board.example/c/1" in shown
        assert "What was dropped and why" in shown


async def test_what_is_gone_is_named_by_where_it_came_from(tmp_path: Path) -> None:
    source = bodies.EvidenceBrought(source=VIEWS.source, items=(BROUGHT.items[0],))  # out of the team's own record
    async with at(tmp_path, "stage points", "go 3", size=(200, 60)) as (app, pilot, room):
        record(room, (source, bodies.EvidenceBrought(source=VIEWS.source, gone=("E1",))))
        await pilot.press("colon", *"show 3", "enter")
        await pilot.pause()
        assert "no longer in the self-assessment" in " ".join(frame(app).split())


@pytest.mark.parametrize("stage", ["briefing", "points", "deliberation"])
async def test_v_checks_what_was_recommended_last_time_at_this_point(tmp_path: Path, stage: str) -> None:
    lines = ("stage points", "go 3", *then(stage, "points"))
    async with at(tmp_path, *lines, size=(132, 50), earlier=LAST_TIME) as (app, pilot, room):
        app.screen.look_at("agile-methods")  # type: ignore[attr-defined]
        await pilot.pause()
        await pilot.press("v", "2", *"only the panel", "enter")
        assert room.history.last.what == bodies.EarlierChecked(id="P1", status="partly", text="only the panel")
        await pilot.pause()
        shown = frame(app)
        assert "◐ P1 must show the board to everybody" in shown
        assert "partly" in shown
        if stage != "briefing":
            assert "only the panel  Liz Hall" in shown


async def test_v_at_a_point_without_any_goes_on_to_the_next_that_is_left(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 8", earlier=LAST_TIME) as (app, pilot, _room):
        await pilot.press("v")
        await pilot.pause()
        assert "show the board to everybody" in frame(app)
        await pilot.press("escape", "colon", *"check P1 not", "enter", "v")
        await pilot.pause()
        assert "name an owner" in frame(app)


# A reassessment


@pytest.mark.parametrize("stage", ["points", "deliberation"])
async def test_what_is_carried_over_stands_last_and_is_only_read(tmp_path: Path, stage: str) -> None:
    async with at(tmp_path, f"stage {stage}", **AGAIN) as (app, pilot, room):
        before = room.state.n
        await pilot.press("end")
        await pilot.pause()
        shown = frame(app)
        assert "Carried over  2 of last time" in shown
        assert "it was rehearsed twice" in shown
        assert "Last time, alpha 2025-06-11  ● Met" in shown
        await pilot.press("1", "enter", "d", "e")
        await pilot.pause()
        assert room.state.n == before
        assert "this point is carried over from last time" in toasts(app)
        await pilot.press("up", "up")
        await pilot.pause()
        assert "Carried over: not looked at again" not in frame(app)
        app.screen.look_at("plan-for-offline")  # type: ignore[attr-defined]
        await pilot.pause()
        assert "it was rehearsed twice" in frame(app)


async def test_the_walk_passes_what_is_carried_over(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", **AGAIN) as (app, pilot, room):
        seen = set()
        for _ in range(13):
            seen.add(room.state.current)
            await pilot.press("n")
        assert not seen & {"open-standards", "plan-for-offline"}
        assert len(seen) == 13
        assert "/13" in frame(app).splitlines()[0]


async def test_a_reassessment_looks_as_it_was_accepted(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", **AGAIN) as (app, pilot, _):
        await pilot.press("end")
        await pilot.pause()
        checked(frame(app), "points-carried-80x24")


async def test_close_lists_what_is_carried_over_and_says_why_on_enter(tmp_path: Path) -> None:
    async with at(tmp_path, "stage close", size=(132, 50), **AGAIN) as (app, pilot, _):
        assert "Carried over  2 of last time" in frame(app)
        app.screen.look_at("plan-for-offline")  # type: ignore[attr-defined]
        results = app.screen.query_one("#results", Rows)
        results.go("carried:plan-for-offline")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Carried)
        assert "it was rehearsed twice" in frame(app)
