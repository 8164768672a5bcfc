"""A team's own record on the screens: evidence and its own view, no scores, no clock, nothing to sign."""

from __future__ import annotations

from pathlib import Path

from tests.tui.frame import frame
from tests.tui.gathering import BROUGHT, CONVERSATION, OF_A_TEAM
from tests.tui.opening import at, toasts
from tests.tui.test_frames import checked
from tests.tui.test_gathered import record

from panel_tui.session import bodies
from panel_tui.tui.forms.gathering import OwnForm
from panel_tui.tui.overlays.reader import Reader
from panel_tui.tui.screens.points import PointsScreen
from panel_tui.tui.widgets.key_footer import KeyFooter
from panel_tui.tui.widgets.rows import Rows

OWN = "own 3 partially-met because the board is only ours"


async def test_the_briefing_of_a_team_has_no_list_to_tick_and_says_what_is_next(tmp_path: Path) -> None:
    async with at(tmp_path, **OF_A_TEAM) as (app, pilot, room):
        shown = frame(app)
        for word in ("Briefing list", "Conflicts of interest", "not started"):
            assert word not in shown
        assert "I brings your board or list in; e adds evidence by hand." in shown
        record(room, (BROUGHT,))
        await pilot.pause()
        assert "l puts the evidence that has no point under one." in frame(app)
        app.speaker.say("place E3 1")
        app.speaker.say("place E4 1")
        await pilot.pause()
        assert "say for each point how far you are" in frame(app)


async def test_a_digit_gives_the_teams_own_level_and_keeps_its_words(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 3", OWN, **OF_A_TEAM) as (app, pilot, room):
        await pilot.press("1")
        assert room.history.last.what == bodies.OwnViewGiven(
            point="agile-methods", level="met", text="the board is only ours"
        )
        await pilot.pause()
        assert "1 ● Met" in frame(app)
        assert "the board is only ours" in frame(app)
        assert "My score" not in frame(app)
        assert "are in" not in frame(app)
        await pilot.press("9")
        await pilot.pause()
        assert "9 is no level of this point" in toasts(app)
        app.speaker.say("close")
        await pilot.press("2")
        await pilot.pause()
        assert "The session is closed" in toasts(app)


async def test_o_asks_for_the_level_and_why(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 3", size=(132, 36), **OF_A_TEAM) as (app, pilot, room):
        assert "a digit gives a level, o says why" in " ".join(frame(app).split())
        await pilot.press("o", "enter")
        await pilot.pause()
        assert "choose a level, or say it in words" in frame(app)
        await pilot.press("2", *"the board", "enter")
        assert room.history.last.what == bodies.OwnViewGiven(
            point="agile-methods", level="partially-met", text="the board"
        )
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(app.screen, OwnForm)
        app.screen.field("text").put("")
        await pilot.press("0", "enter")
        assert room.history.last.what == bodies.OwnViewGiven(point="agile-methods", level=None, text=None)
        assert room.state.points["agile-methods"].own_view is None


async def test_where_there_are_no_levels_the_view_is_in_words(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", **CONVERSATION, **OF_A_TEAM) as (app, pilot, room):
        assert "o writes it" in frame(app)
        await pilot.press("o", *"we spoke to nine people", "enter")
        assert isinstance(room.history.last.what, bodies.OwnViewGiven)
        await pilot.pause()
        assert "we spoke to nine people" in frame(app)


async def test_what_a_panel_does_is_refused_with_its_reason(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 3", **OF_A_TEAM) as (app, pilot, room):
        before = room.state.n
        for key in ("r", "d", "a"):
            app.clear_notifications()
            await pilot.press(key)
            await pilot.pause()
            assert "this is a team's own record" in toasts(app), key
        app.clear_notifications()
        await pilot.press("t")
        await pilot.pause()
        assert toasts(app)
        assert room.state.n == before
        keys = [key.id for key in app.screen.query_one(KeyFooter).keys]
        assert keys == ["next", "stage", "note", "evidence", "own", "import", "help"]


async def test_points_of_a_team_looks_as_it_was_accepted(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 3", OWN, "note 3 + our sprints are two weeks", **OF_A_TEAM) as (
        app,
        pilot,
        room,
    ):
        record(room, (BROUGHT,))
        await pilot.pause()
        checked(frame(app), "self-points-80x24")


async def test_the_side_of_points_names_the_team_and_no_finish(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", size=(132, 36), **OF_A_TEAM) as (app, _, _room):
        assert "The day" not in frame(app)
        assert "Team" in frame(app)
        assert "no score" not in frame(app)


async def test_close_of_a_team_says_what_is_missing_and_goes_there(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 3", OWN, "stage close", **OF_A_TEAM) as (app, pilot, room):
        record(room, (BROUGHT,))
        await pilot.pause()
        shown = frame(app)
        for word in ("Suggested", "Agreed", "Signed", "Published"):
            assert word not in shown
        assert "Point 1 has no evidence" in shown
        assert "1 of 15 said" in shown
        await pilot.press("down", "enter", "1", "enter")
        await pilot.pause()
        assert room.history.last.what == bodies.OwnViewGiven(point="understand-user-needs", level="met", text=None)
        results = app.screen.query_one("#results", Rows)
        results.go("agile-methods")
        results.focus()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Reader)
        await pilot.press("escape", "e")
        await pilot.pause()
        assert "A report of" in frame(app)


async def test_close_of_a_team_looks_as_it_was_accepted(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 3", OWN, "stage close", **OF_A_TEAM) as (app, pilot, room):
        record(room, (BROUGHT,))
        await pilot.pause()
        checked(frame(app), "self-close-80x24")


async def test_a_team_brings_its_board_in_from_points(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", **OF_A_TEAM) as (app, pilot, _):
        assert isinstance(app.screen, PointsScreen)
        await pilot.press("I")
        await pilot.pause()
        assert "Bring in the team's evidence" in frame(app)
