"""When something cannot be saved: what the screen says, what it offers, and how one leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.tui.frame import frame
from tests.tui.opening import at, toasts
from textual.pilot import Pilot

from panel_tui import keeper
from panel_tui.room import Room
from panel_tui.store.verify import verify
from panel_tui.tui.overlays.elsewhere import Elsewhere
from panel_tui.tui.overlays.unsaved import Unsaved
from panel_tui.tui.screens.home import HomeScreen
from panel_tui.tui.screens.points import PointsScreen
from panel_tui.tui.widgets.trouble import TroubleStrip


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(20):
        while not true():
            await pilot.pause(0.005)


@contextmanager
def the_folder_gone(room: Room) -> Iterator[None]:
    folder = Path(room.place).parent
    away = folder.rename(folder.with_name("away"))
    try:
        yield
    finally:
        away.rename(folder)


def said(pilot: Pilot[None]) -> str:
    return " ".join(frame(pilot.app).split())


async def test_on_a_small_screen_the_number_and_the_keys_come_before_the_whole_sentence(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points") as (app, pilot, room):
        with the_folder_gone(room):
            await pilot.press("1")
            await until(pilot, lambda: "NOT SAVED: 1 entry is only in memory. F2 tries again, F3 saves" in said(pilot))
            assert frame(app).rstrip().endswith("NOT SAVED")
        await pilot.press("f2")
        await until(pilot, lambda: "NOT SAVED" not in frame(app))


@pytest.mark.parametrize(
    ("key", "code"), [pytest.param("ctrl+q", 0, id="the app"), pytest.param("f10", None, id="the room")]
)
async def test_one_can_leave_without_what_is_not_saved(tmp_path: Path, key: str, code: int | None) -> None:
    async with at(tmp_path, "stage points") as (app, pilot, room):
        with the_folder_gone(room):
            await pilot.press("1")
            await until(pilot, lambda: room.keeping.trouble is not None)
            await pilot.press(key)
            await until(pilot, lambda: isinstance(app.screen, Unsaved))
            assert "Leave: the entry goes into a rescue file" in frame(app)
            await pilot.press("down", "enter")
            await until(pilot, lambda: app._exit or isinstance(app.screen, HomeScreen))
            assert app.return_code == code


async def test_what_is_typed_and_cannot_be_kept_is_said_and_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "DRAFT_SECONDS", 0.01)
    monkeypatch.setattr(keeper, "RETRY_SECONDS", 0.05)
    async with at(tmp_path, "stage points") as (app, pilot, room):
        with the_folder_gone(room):
            await pilot.press("i", "a", "b")
            await until(pilot, lambda: "NOT SAVED: what you are typing is only in memory." in said(pilot))
            await pilot.press("ctrl+q")
            assert isinstance(app.screen, Unsaved)
            await until(pilot, lambda: "Leave and lose what you are typing" in frame(app))
        # It is mended while it asks: there is nothing to ask any more, and nobody was sent away.
        await until(pilot, lambda: isinstance(app.screen, PointsScreen))
        await until(pilot, lambda: "Everything is saved now" in toasts(app))
        assert not app.screen.query_one(TroubleStrip).display


async def test_the_question_before_leaving_counts_what_is_lost_by_now(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points") as (app, pilot, room):
        with the_folder_gone(room):
            await pilot.press("1")
            await until(pilot, lambda: room.keeping.trouble is not None)
            await pilot.press("ctrl+q", "ctrl+q")
            app.speaker.say("score 1 not-met")
            await until(pilot, lambda: "Leave: the 2 entries go into a rescue file" in frame(app))
            await pilot.press("escape")
            assert isinstance(app.screen, PointsScreen)


async def test_a_session_that_was_saved_elsewhere_says_where_it_is_now(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points") as (app, pilot, room):
        with the_folder_gone(room):
            await pilot.press("1")
            await until(pilot, lambda: room.keeping.trouble is not None)
            await pilot.press("f3")
            await until(pilot, lambda: isinstance(app.screen, Elsewhere))
            await pilot.press("ctrl+u", *str(tmp_path / "b.json"), "enter")
            await until(pilot, lambda: f"kept in {tmp_path / 'b.json'}" in toasts(app))
            await until(pilot, lambda: room.keeping.unsaved == 0)
            assert verify(tmp_path / "b.json").ok


async def test_the_same_sentence_stands_once_and_no_heap_of_them_covers_the_screen(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points") as (app, pilot, _):
        for sentence in ("one", "two", "one", "three", "four", "four"):
            app.say_sentence(sentence)
            await pilot.pause()
        assert [notice.message for notice in app._notifications] == ["One", "Three", "Four"]
