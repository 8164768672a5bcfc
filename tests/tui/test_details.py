"""The set-up of an open session: what is corrected, what the room refuses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.tui.frame import frame
from tests.tui.making import ROOT, make
from tests.tui.opening import EARLIER
from tests.tui.test_app import toasts, until
from tests.tui.test_frames import checked
from textual.pilot import Pilot

from panel_tui.room import Room
from panel_tui.session import bodies
from panel_tui.session.terms import Earlier, EarlierDecision
from panel_tui.session.unsent import unpacked
from panel_tui.standard.reader import read_standard
from panel_tui.tui.app import PanelApp
from panel_tui.tui.forms.fields import Words
from panel_tui.tui.forms.seats import SeatForm
from panel_tui.tui.overlays.choose import Choose
from panel_tui.tui.screens.briefing import BriefingScreen
from panel_tui.tui.screens.details import DetailsScreen
from panel_tui.tui.screens.points import PointsScreen


@asynccontextmanager
async def correcting(
    folder: Path, *lines: str, size: tuple[int, int] = (100, 60), **more: Any
) -> AsyncIterator[tuple[PanelApp, Pilot[None], Room]]:
    """The app in the details of a session, after these lines."""
    rooms, room = make(folder, *lines, date="2026-11-21", **more)
    app = PanelApp(rooms, room, settings=folder)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("S")
        await until(pilot, lambda: isinstance(app.screen, DetailsScreen) and bool(app.screen.query("#questions")))
        await pilot.pause()
        yield app, pilot, room
    room.close()


def form(app: PanelApp) -> DetailsScreen:
    screen = app.screen
    assert isinstance(screen, DetailsScreen)
    return screen


def problem(app: PanelApp, field: str) -> str:
    return str(form(app).row(field).query_one(".problem").render())


async def test_every_line_that_changes_is_one_event(tmp_path: Path) -> None:
    async with correcting(tmp_path) as (app, pilot, room):
        before = room.history.last.n
        form(app).field("service").put("Manage Rent Arrears")
        form(app).field("deliberation").put("60")
        form(app).field("team").put("Rents")
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, BriefingScreen))
        created = room.state.created
        assert (created.service, created.team, created.timeboxes) == (
            "Manage Rent Arrears",
            "Rents",
            {"deliberation": 3600},
        )
        assert [type(one.what) for one in room.history.events[before:]] == [bodies.DetailsChanged] * 3
        assert any("3 lines were changed" in toast for toast in toasts(app))


async def test_keeping_without_a_change_changes_nothing(tmp_path: Path) -> None:
    async with correcting(tmp_path) as (app, pilot, room):
        before = room.history.last.n
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, BriefingScreen))
        assert room.history.last.n == before


async def test_what_the_room_refuses_stays_beside_its_field_and_the_rest_is_kept(tmp_path: Path) -> None:
    async with correcting(tmp_path) as (app, pilot, room):
        form(app).field("date").put("soon")
        form(app).field("briefing").put("")
        form(app).field("organisation").put("Hackney Council")
        await pilot.press("f4")
        await pilot.pause()
        assert "'soon' is not a date" in problem(app, "date")
        assert "a timebox lasts" in problem(app, "briefing").lower()
        assert room.state.created.organisation == "Hackney Council"
        assert room.state.created.date == "2026-11-21"
        assert form(app).value("date") == "soon"
        assert app.focused is form(app).field("date")


async def test_the_phase_stays_once_the_walk_has_begun(tmp_path: Path) -> None:
    async with correcting(tmp_path, "stage points") as (app, pilot, room):
        form(app).field("phase").put("alpha")
        await pilot.press("f4")
        await pilot.pause()
        assert "the walk through the points has begun" in problem(app, "phase").lower()
        assert room.state.created.phase == "beta"


def carried_over() -> dict[str, Any]:
    """What a reassessment of points 2 and 11 begins with."""
    points = read_standard(ROOT / "standards" / "localgov-2016.yaml").points_in("beta")
    decisions = tuple(
        EarlierDecision(point=one.id, number=one.number, title=one.title, label="Met", reason="shown", level="met")
        for one in points
    )
    earlier = Earlier(
        service="Manage Arrears", phase="beta", date="2026-03-02", outcome="Not met", decisions=decisions,
        recommendations=EARLIER.recommendations,
    )  # fmt: skip
    return {"earlier": earlier, "carried": tuple(one.id for one in points if one.number not in ("2", "11"))}


async def test_what_a_session_begins_with_is_shown_with_why_it_stays(tmp_path: Path) -> None:
    async with correcting(tmp_path, **carried_over()) as (app, pilot, room):
        shown = " ".join(frame(app).split())
        assert "15 points · stays as it is" in shown
        assert "Manage Arrears · beta · 2026-03-02 · Not met 2 recommendations to check, 15 decisions" in shown
        assert "points 2, 11 · 13 points are carried over as decided last time Stays as it is" in shown
        form(app).field("team").put("Rents")
        await pilot.press("f4")
        await until(pilot, lambda: room.state.created.team == "Rents")


async def test_a_teams_own_record_has_a_team_and_no_clocks_to_correct(tmp_path: Path) -> None:
    async with correcting(tmp_path, kind="self") as (app, pilot, room):
        assert "A team's own record (self-assessment)" in frame(app)
        assert "Team's name" in frame(app)
        assert [box for box in ("briefing", "deliberation", "questions") if form(app).row(box).display] == []
        form(app).field("service").put("Bins")
        await pilot.press("f4")
        await until(pilot, lambda: room.state.created.service == "Bins")


async def test_an_ordinary_session_has_nothing_of_that(tmp_path: Path) -> None:
    async with correcting(tmp_path) as (app, _, _room):
        assert [word for word in ("Kind", "Earlier one", "Reassessment") if word in frame(app)] == []


@pytest.mark.parametrize("size", [(80, 24), (132, 36)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_details_of_a_reassessment_look_as_they_were_accepted(tmp_path: Path, size: tuple[int, int]) -> None:
    async with correcting(tmp_path, size=size, **carried_over()) as (app, _, _room):
        checked(frame(app), f"details-reassessment-{size[0]}x{size[1]}")


async def test_a_member_may_look_but_is_told_who_leads(tmp_path: Path) -> None:
    async with correcting(tmp_path) as (app, pilot, room):
        app.speaker.seat = "seat-2"
        form(app).field("service").put("Mine")
        await pilot.press("f4")
        await pilot.pause()
        assert "only the lead does this" in problem(app, "service").lower()
        assert room.state.created.service == "Manage Arrears"


async def test_seats_are_changed_in_the_rooms_own_form(tmp_path: Path) -> None:
    async with correcting(tmp_path) as (app, pilot, room):
        form(app).query_one("#panel").focus()
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, SeatForm))
        app.screen.query_one("#discipline", Words).put("design")
        app.screen.query_one("#discipline", Words).focus()
        await pilot.press("enter")
        await until(pilot, lambda: "Soraya Cole  member · design" in frame(app))
        assert room.state.seats["seat-2"].discipline == "design"
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, SeatForm))


async def test_a_seat_with_a_trace_cannot_be_taken_off_and_says_why(tmp_path: Path) -> None:
    async with correcting(tmp_path, "as Soraya note all + kind letters") as (app, pilot, room):
        form(app).query_one("#panel").focus()
        await pilot.press("down", "x")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, DetailsScreen) and bool(problem(app, "panel")))
        assert "make the seat an observer instead" in problem(app, "panel")
        await pilot.press("down", "x", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, DetailsScreen) and "seat-3" not in room.state.seats)


async def test_esc_asks_only_where_something_was_changed(tmp_path: Path) -> None:
    async with correcting(tmp_path, "stage points") as (app, pilot, _):
        form(app).field("team").put("Rents")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("escape")
        form(app).field("team").put("")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PointsScreen))


async def test_changes_that_are_left_for_later_are_back_and_those_thrown_away_are_not(tmp_path: Path) -> None:
    async with correcting(tmp_path, "stage points") as (app, pilot, room):
        form(app).field("team").put("Rents")
        await pilot.press("escape", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, PointsScreen))
        assert unpacked(room.draft("seat-1", "details", None)) == {"team": "Rents"}
        await pilot.press("S")
        await until(pilot, lambda: isinstance(app.screen, DetailsScreen) and bool(form(app).query("#team")))
        await until(pilot, lambda: form(app).value("team") == "Rents")
        await pilot.press("escape", "end", "enter")
        await until(pilot, lambda: isinstance(app.screen, PointsScreen))
        assert not room.draft("seat-1", "details", None)
        await pilot.press("S")
        await until(pilot, lambda: isinstance(app.screen, DetailsScreen) and bool(form(app).query("#team")))
        form(app).field("team").put("Bins")
        await pilot.press("f4")
        await until(pilot, lambda: room.state.created.team == "Bins")
        assert not room.draft("seat-1", "details", None)


async def test_a_conversation_has_neither_scale_nor_deliberation(tmp_path: Path) -> None:
    async with correcting(tmp_path, standard="discovery-light-touch", phase="discovery") as (app, _, _room):
        assert not form(app).row("scale").display
        assert not form(app).row("deliberation").display


async def test_the_details_look_as_they_were_accepted(tmp_path: Path) -> None:
    async with correcting(tmp_path, size=(80, 24), team="Rents") as (app, _, _room):
        checked(frame(app), "details-80x24")
