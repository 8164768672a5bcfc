"""The standards: which can be used, and each in full."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.tui.frame import frame
from tests.tui.making import Clock
from tests.tui.test_app import until
from tests.tui.test_frames import SIZES, checked
from textual.pilot import Pilot

from panel_tui.rooms import Rooms
from panel_tui.standard.printed import starting_text
from panel_tui.tui.app import PanelApp
from panel_tui.tui.screens.home import HomeScreen
from panel_tui.tui.widgets.lines import Lines
from panel_tui.tui.widgets.rows import Rows


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@asynccontextmanager
async def reading(folder: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[PanelApp, Pilot[None]]]:
    """The app in the list of standards."""
    app = PanelApp(Rooms.at(folder, {}, folder, Clock()), settings=folder)
    async with app.run_test(size=size) as pilot:
        await pilot.press("s")
        await until(pilot, lambda: bool(app.screen.query("#standards")) and listed(app).count > 0)
        await pilot.pause()
        yield app, pilot


def listed(app: PanelApp) -> Rows:
    return app.screen.query_one("#standards", Rows)


def own(folder: Path, text: str) -> None:
    (folder / "standards").mkdir()
    (folder / "standards" / "ours.yaml").write_text(text)


async def test_the_standards_that_ship_are_listed_with_version_and_points(tmp_path: Path) -> None:
    async with reading(tmp_path) as (app, _):
        line = next(line for line in frame(app).splitlines() if "Local Government Digital" in line)
        assert "2016" in line
        assert "15 points" in line
        assert "shipped" in line


async def test_enter_reads_one_and_esc_goes_back_to_the_list_and_then_home(tmp_path: Path) -> None:
    async with reading(tmp_path) as (app, pilot):
        await pilot.press("down", "enter")
        await until(pilot, lambda: "licence" in frame(app))
        assert app.screen.query_one("#reader", Lines).has_focus
        await pilot.press("end")
        await until(pilot, lambda: "licence" not in frame(app))
        await pilot.press("escape")
        await until(pilot, lambda: listed(app).has_focus)
        assert "shipped" in frame(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))


async def test_where_there_is_room_the_standard_stands_beside_the_list(tmp_path: Path) -> None:
    async with reading(tmp_path, (132, 36)) as (app, pilot):
        await pilot.press("end")
        await until(pilot, lambda: "(nhs)" in frame(app))
        await pilot.press("home")
        await until(pilot, lambda: "(discovery-light-touch)" in frame(app))


async def test_a_standard_of_ones_own_is_listed_with_where_it_is(tmp_path: Path) -> None:
    own(tmp_path, starting_text("ours"))
    async with reading(tmp_path) as (app, _):
        assert "./standards" in frame(app)


async def test_a_file_with_mistakes_is_listed_and_shows_them_all(tmp_path: Path) -> None:
    own(tmp_path, "id: ours\ntitel: Ours\npoints: none\n")
    async with reading(tmp_path) as (app, pilot):
        assert "has mistakes" in frame(app)
        await pilot.press("home", "enter")
        await until(pilot, lambda: "line 2" in frame(app))
        assert "titel" in frame(app)
        assert "points" in frame(app)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_standards_look_as_they_were_accepted(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, size) as (app, pilot):
        await pilot.press("down", "enter")
        await until(pilot, lambda: "(govuk-2015)" in frame(app))
        await pilot.pause()
        checked(frame(app), f"standards-{size[0]}x{size[1]}")
