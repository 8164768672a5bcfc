"""Home: which sessions there are, and the ways in."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.tui.frame import frame
from tests.tui.making import Clock, make
from tests.tui.test_app import toasts, until
from tests.tui.test_frames import SIZES, checked
from textual.pilot import Pilot
from textual.widgets import Input

from panel_tui.rooms import Rooms
from panel_tui.session.terms import Earlier
from panel_tui.tui import themes
from panel_tui.tui.app import PanelApp
from panel_tui.tui.overlays.choose import Choose
from panel_tui.tui.screens.briefing import BriefingScreen
from panel_tui.tui.screens.export import ExportScreen
from panel_tui.tui.screens.home import HomeScreen
from panel_tui.tui.screens.setup import SetupScreen
from panel_tui.tui.screens.standards_list import StandardsScreen
from panel_tui.tui.widgets.key_footer import KeyFooter
from panel_tui.tui.widgets.rows import Rows

NOON = 1795262400  # 2026-11-21 12:00 UTC


def a_session(
    folder: Path, *lines: str, service: str = "Manage Arrears", date: str = "2026-11-21", **more: Any
) -> Path:
    """A session's file, closed again."""
    _, room = make(folder, *lines, service=service, date=date, **more)
    room.close()
    file = Path(room.place)
    os.utime(file, (NOON, NOON))
    return file


def several(folder: Path) -> None:
    """A day at an organisation: work under way, work done, a rehearsal, a file cut short."""
    a_session(folder, "stage points", service="Council Tax Support", date="2026-10-02")
    a_session(folder, service="Report a pothole", standard="govuk-2019", phase="alpha", date="2026-09-12")
    whole = a_session(folder, rehearsal=True)
    short = folder / "2026-01-08-a-file-cut-short.json"
    short.write_bytes(whole.read_bytes()[:400])
    os.utime(short, (NOON, NOON))


@asynccontextmanager
async def at_home(folder: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[PanelApp, Pilot[None]]]:
    """The app at Home, with its list read."""
    app = PanelApp(Rooms.at(folder, {}, folder, Clock()), settings=folder)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: "reading the sessions" not in frame(app))
        await pilot.pause()
        yield app, pilot
        if app.open_speaker is not None:
            app.open_speaker.room.close()


def listed(app: PanelApp) -> Rows:
    return app.screen.query_one("#sessions", Rows)


async def test_a_newcomer_is_offered_the_demo_first(tmp_path: Path) -> None:
    async with at_home(tmp_path) as (app, pilot):
        assert "New here? Press Enter for the demo" in frame(app)
        assert listed(app).cursor == "do:demo"
        assert app.screen.query_one(KeyFooter).keys[0].id == "demo"
        await pilot.press("enter")
        await until(pilot, lambda: app.open_speaker is not None)
        assert app.speaker.room.state.created.rehearsal
        assert app.speaker.room.state.stage == "points"


async def test_rehearsals_alone_count_as_no_session_yet(tmp_path: Path) -> None:
    a_session(tmp_path, rehearsal=True)
    async with at_home(tmp_path) as (app, _):
        assert "New here?" in frame(app)
        assert "Manage Arrears · rehearsal" in frame(app)


async def test_a_session_of_ones_own_ends_the_welcome(tmp_path: Path) -> None:
    a_session(tmp_path)
    async with at_home(tmp_path) as (app, _):
        assert "New here?" not in frame(app)
        assert "1 session" in frame(app)


async def test_enter_opens_the_session_under_the_cursor(tmp_path: Path) -> None:
    several(tmp_path)
    async with at_home(tmp_path) as (app, pilot):
        await pilot.press("end", "enter")
        await until(pilot, lambda: app.open_speaker is not None)
        assert app.speaker.room.state.created.service == "Report a pothole"
        await until(pilot, lambda: isinstance(app.screen, BriefingScreen))


async def test_a_session_that_another_panel_tui_has_is_offered_to_look_at(tmp_path: Path) -> None:
    _, room = make(tmp_path, date="2026-11-21")
    async with at_home(tmp_path) as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Choose) and f"process {os.getpid()} on" in frame(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.open_speaker is not None)
        assert app.speaker.room.read_only
    room.close()


async def test_going_back_from_that_question_opens_nothing(tmp_path: Path) -> None:
    _, room = make(tmp_path, date="2026-11-21")
    async with at_home(tmp_path) as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        assert app.open_speaker is None
    room.close()


async def test_a_record_that_was_tampered_with_names_the_event_and_opens_to_look_at(tmp_path: Path) -> None:
    file = a_session(tmp_path, "note all + kind words")
    file.write_text(file.read_text().replace("kind words", "cold words"))
    async with at_home(tmp_path) as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Choose) and "event 2" in frame(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.open_speaker is not None)
        assert app.speaker.room.broken is not None


async def test_a_file_cut_short_is_listed_with_its_problem_and_only_says_so(tmp_path: Path) -> None:
    several(tmp_path)
    async with at_home(tmp_path) as (app, pilot):
        listed(app).go(str(tmp_path / "2026-01-08-a-file-cut-short.json"))
        await pilot.pause()
        assert "cannot be opened" in frame(app)
        assert "ends in the middle" in frame(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Choose) and "Back to the list" in frame(app))
        assert "Look at it only" not in frame(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))


async def test_slash_filters_and_esc_shows_all_again(tmp_path: Path) -> None:
    several(tmp_path)
    async with at_home(tmp_path) as (app, pilot):
        await pilot.press("slash", *"pot")
        await pilot.pause()
        assert listed(app).count == 1
        assert "1 of 4" in frame(app)
        await pilot.press("enter")
        assert listed(app).has_focus
        await pilot.press("slash")
        assert isinstance(app.focused, Input)
        await pilot.press(*"zzz")
        await pilot.pause()
        assert "no session holds these words" in frame(app)
        await pilot.press("escape")
        await until(pilot, lambda: listed(app).count == 4)
        assert not app.screen.query(Input)


async def test_a_thousand_sessions_are_listed(tmp_path: Path) -> None:
    text = a_session(tmp_path).read_bytes()
    for number in range(999):
        (tmp_path / f"2026-01-01-number-{number}.json").write_bytes(text)
    async with at_home(tmp_path) as (app, pilot):
        await until(pilot, lambda: listed(app).count == 1000)
        assert "1,000 sessions" in frame(app)


async def test_a_folder_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("a file, not a folder")
    app = PanelApp(Rooms.at(tmp_path / "sessions", {}, tmp_path, Clock()), settings=tmp_path)
    async with app.run_test(size=(100, 24)) as pilot:
        await until(pilot, lambda: "could not be read" in frame(app) or "There is no file" in frame(app))
        assert "New here?" not in frame(app)


async def test_what_needs_a_session_says_so_without_one(tmp_path: Path) -> None:
    async with at_home(tmp_path) as (app, pilot):
        await pilot.press("e")
        await pilot.pause()
        assert any("put the cursor on a session" in toast for toast in toasts(app))


async def test_the_keys_of_home_lead_to_set_up_and_to_the_standards_and_back(tmp_path: Path) -> None:
    async with at_home(tmp_path) as (app, pilot):
        for key, screen in (("n", SetupScreen), ("s", StandardsScreen)):
            await pilot.press(key)
            await until(pilot, lambda screen=screen: isinstance(app.screen, screen))  # type: ignore[misc]
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, SetupScreen))


async def test_the_help_list_of_home_runs_what_is_picked(tmp_path: Path) -> None:
    async with at_home(tmp_path) as (app, pilot):
        await pilot.press("question_mark", *"standards", "enter")
        await until(pilot, lambda: isinstance(app.screen, StandardsScreen))


async def test_a_session_is_exported_from_home_without_being_opened(tmp_path: Path) -> None:
    file = a_session(tmp_path)
    before = file.read_bytes()
    async with at_home(tmp_path) as (app, pilot):
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        assert app.open_speaker is None
    assert file.read_bytes() == before


async def test_home_reads_the_list_again_when_it_comes_back(tmp_path: Path) -> None:
    async with at_home(tmp_path) as (app, pilot):
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, StandardsScreen))
        a_session(tmp_path, service="Missed bins")
        await pilot.press("escape")
        await until(pilot, lambda: "Missed bins" in frame(app))


async def test_what_people_wrote_is_never_markup(tmp_path: Path) -> None:
    a_session(tmp_path, service="[red]Bins[/red] \\[x]")
    async with at_home(tmp_path) as (app, _):
        assert "[red]Bins[/red]" in frame(app)


async def test_the_footer_of_home_fits(tmp_path: Path) -> None:
    a_session(tmp_path)
    async with at_home(tmp_path) as (app, pilot):
        assert "q Quit" in frame(app).splitlines()[-1]
        assert len(app.screen.query_one(KeyFooter).keys) <= 7
        await pilot.press("q")
        await pilot.pause()
    assert app.return_code == 0


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_home_looks_as_it_was_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.chdir(tmp_path)
    several(Path("sessions"))
    async with at_home(Path("sessions"), size) as (app, _):
        checked(frame(app), f"home-{size[0]}x{size[1]}")


def years(folder: Path) -> None:
    """A service from alpha to beta: assessed, published, followed up, and the team's own record on its way."""
    decided = [f"decide {number} met because it was shown" for number in range(1, 16)]
    more = ("must 4 show the plan", "should 2 carry out two actions", "stage close", "outcome met", "close")
    board = "publish board https://board.example/b/7"
    a_session(folder, "stage points", *decided, *more, board, date="2026-03-02", phase="alpha", id="alpha")
    a_session(folder, "stage points", date="2026-10-20", kind="self", id="own")
    before = Earlier(service="", phase="", date=None, outcome=None, session="alpha")
    a_session(folder, date="2026-11-21", earlier=before)
    a_session(folder, service="Report a pothole", standard="govuk-2019", phase="alpha", date="2026-09-12", id="other")


@pytest.mark.parametrize("size", [(80, 24), (132, 36)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_what_was_published_and_what_is_open_looks_as_it_was_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.chdir(tmp_path)
    years(Path("sessions"))
    async with at_home(Path("sessions"), size) as (app, pilot):
        await pilot.press("end")
        await pilot.pause()
        checked(frame(app), f"home-years-{size[0]}x{size[1]}")


async def test_a_teams_own_record_and_the_session_before_are_named_below_the_list(tmp_path: Path) -> None:
    years(tmp_path)
    async with at_home(tmp_path) as (app, pilot):
        assert "after Alpha 2026-03-02" in frame(app)
        await pilot.press("down")
        await pilot.pause()
        assert "a team's own record (self-assessment)" in frame(app)
        await pilot.press("slash", *"self")
        await until(pilot, lambda: "1 of 4" in frame(app))


async def test_the_welcome_looks_as_it_was_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with at_home(Path("sessions")) as (app, _):
        checked(frame(app), "home-welcome-80x24")


async def test_home_says_the_same_in_the_light_and_without_colour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    several(tmp_path)
    async with at_home(tmp_path) as (app, pilot):
        dark = frame(app)
        await pilot.press("f9")
        await pilot.pause()
        assert app.theme == themes.LIGHT.name
        assert frame(app) == dark
    monkeypatch.setenv("NO_COLOR", "1")
    async with at_home(tmp_path) as (app, _):
        assert frame(app) == dark
