"""Keys that come faster than the screen: typed ahead, pressed twice, or pasted into a terminal that cannot tell."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.tui.opening import at, toasts
from textual import events
from textual.pilot import Pilot

from panel_tui.room import Room
from panel_tui.rooms import Rooms
from panel_tui.session import bodies
from panel_tui.tui.app import PanelApp
from panel_tui.tui.forms.form import Form
from panel_tui.tui.overlays.prompt import Prompt
from panel_tui.tui.overlays.unsaved import Unsaved
from panel_tui.tui.screens.home import HomeScreen
from panel_tui.tui.screens.points import PointsScreen
from panel_tui.tui.screens.questions import QuestionsScreen
from panel_tui.tui.widgets.capture import Capture

KEYS = {"\r": "enter", "\x1b": "escape"}


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(20):
        while not true():
            await pilot.pause(0.005)


async def all_at_once(app: PanelApp, pilot: Pilot[None], text: str) -> None:
    """Give the app all of these keys before it has handled the first."""
    for char in text:
        app.post_message(events.Key(KEYS.get(char, char), char))
    for _ in range(5):
        await pilot.pause()


def notes(room: Room) -> list[str]:
    return [event.what.text for event in room.history.events if isinstance(event.what, bodies.NoteTaken)]


@pytest.mark.parametrize("stage", ["points", "questions"])
async def test_lines_that_are_typed_ahead_are_kept_once_each_and_the_last_stays_to_be_finished(
    tmp_path: Path, stage: str
) -> None:
    async with at(tmp_path, f"stage {stage}") as (app, pilot, room):
        await pilot.press("i")
        await all_at_once(app, pilot, "- one\rtwo\rthree")
        assert notes(room) == ["one", "two"]
        assert isinstance(app.screen, PointsScreen | QuestionsScreen)
        assert app.screen.query_one(Capture).text == "three"
        assert [draft.text for draft in room._keeper.drafts.values()] == ["three"]


@pytest.mark.parametrize("stage", ["points", "questions"])
async def test_what_was_sent_is_no_draft_any_more(tmp_path: Path, stage: str) -> None:
    async with at(tmp_path, f"stage {stage}") as (app, pilot, room):
        await pilot.press("i")
        await all_at_once(app, pilot, "- one\r")
        assert notes(room) == ["one"]
        assert not room._keeper.drafts


@pytest.mark.parametrize("stage", ["points", "questions"])
async def test_a_refused_line_comes_back_before_what_was_typed_after_it(tmp_path: Path, stage: str) -> None:
    async with at(tmp_path, f"stage {stage}") as (app, pilot, room):
        await pilot.press("i")
        await all_at_once(app, pilot, "@99 no such point\rmore")
        assert not notes(room)
        assert app.screen.query_one(Capture).text == "@99 no such point\nmore"
        assert [draft.text for draft in room._keeper.drafts.values()] == ["@99 no such point\nmore"]
        assert "99" in toasts(app)


async def test_a_form_that_gets_enter_twice_keeps_once_and_leaves_no_draft(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points") as (app, pilot, room):
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await all_at_once(app, pilot, "research log\r\r\r")
        assert isinstance(app.screen, PointsScreen)
        added = [event.what for event in room.history.events if isinstance(event.what, bodies.EvidenceAdded)]
        assert [one.title for one in added] == ["research log"]
        assert not room._keeper.drafts


async def test_a_line_at_the_prompt_that_gets_enter_twice_is_spoken_once(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points") as (app, pilot, room):
        await pilot.press("colon")
        await until(pilot, lambda: isinstance(app.screen, Prompt))
        await all_at_once(app, pilot, "note 4 once\r\r\r")
        assert notes(room) == ["once"]
        assert isinstance(app.screen, PointsScreen)


@pytest.mark.parametrize("key", ["colon", "e", "question_mark", "f8", "w", "L", "ctrl+p"])
async def test_whatever_is_open_is_left_once_however_often_one_presses(tmp_path: Path, key: str) -> None:
    async with at(tmp_path, "stage points") as (app, pilot, _):
        await pilot.press(key)
        await until(pilot, lambda: not isinstance(app.screen, PointsScreen))
        await all_at_once(app, pilot, "\x1b\x1b\x1b")
        assert isinstance(app.screen, PointsScreen)


@pytest.mark.parametrize("key", ["n", "s"])
async def test_a_screen_over_home_is_left_once_however_often_one_presses(tmp_path: Path, key: str) -> None:
    app = PanelApp(Rooms.at(tmp_path / "sessions", {}, tmp_path), settings=tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await until(pilot, lambda: not isinstance(app.screen, HomeScreen))
        await pilot.pause()
        await all_at_once(app, pilot, "\x1b\x1b\x1b")
        assert isinstance(app.screen, HomeScreen)


async def test_leaving_while_a_write_is_under_way_waits_for_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, slow, full = os.fsync, threading.Event(), True

    def fsync(descriptor: Any) -> None:
        assert slow.wait(20)
        if full:
            raise OSError(28, "No space left on device")
        sync(descriptor)

    async with at(tmp_path, "stage points") as (app, pilot, room):
        monkeypatch.setattr(os, "fsync", fsync)
        await pilot.press("1", "ctrl+q")
        assert app.is_running
        assert not app._exit
        slow.set()
        await until(pilot, lambda: isinstance(app.screen, Unsaved))
        full = False
        await pilot.press("escape", "f2")
        await until(pilot, lambda: room.keeping.unsaved == 0)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app._exit)


async def test_lines_that_are_pasted_at_the_prompt_become_one_and_none_is_lost(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points") as (app, pilot, room):
        await pilot.press("colon")
        await until(pilot, lambda: isinstance(app.screen, Prompt))
        app.post_message(events.Paste("note 4 one\ntwo\nthree"))
        await all_at_once(app, pilot, "\r")
        assert notes(room) == ["one two three"]
