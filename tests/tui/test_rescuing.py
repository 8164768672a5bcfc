"""A rescue file is offered when its session is opened in the app."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.frame import frame
from tests.tui.opening import at, toasts
from tests.tui.test_trouble import until
from textual.pilot import Pilot

from panel_tui.rooms import Rescue
from panel_tui.store import rescue
from panel_tui.store.errors import StoreError
from panel_tui.store.tinydb_file import open_session
from panel_tui.tui.app import PanelApp


def without_the_last_event(place: Path) -> Path:
    events = open_session(place, read_only=True).events()
    file = rescue.write(place, events, {}, events[0].at)
    lines = place.read_bytes().splitlines(keepends=True)
    place.write_bytes(b"".join([*lines[:-3], lines[-3].rstrip(b",\n"), b"\n", lines[-1]]))
    return file


async def reopened_with_a_rescue(app: PanelApp, pilot: Pilot[None], place: Path) -> Path:
    """Go Home, let the file lose its last event to a rescue file beside it, and open it again."""
    await pilot.press("f10")
    await until(pilot, lambda: app.open_speaker is None)
    file = without_the_last_event(place)
    app.open_room(app.rooms.open(str(place)))
    await until(pilot, lambda: "1 entry of this session is only in the rescue" in " ".join(frame(app).split()))
    return file


async def test_taking_in_appends_what_is_missing_and_goes_on(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "note 1 + it works") as (app, pilot, room):
        place, before = Path(room.place), room.history.last.hash
        file = await reopened_with_a_rescue(app, pilot, place)
        await pilot.press("enter")
        await until(pilot, lambda: app.speaker.room.history.last.hash == before)
        assert "1 entry was taken in" in toasts(app)
        assert not file.exists()
        assert not app.speaker.room.read_only


async def test_looking_changes_nothing_and_later_leaves_the_file(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "note 1 + it works") as (app, pilot, room):
        place = Path(room.place)
        file = await reopened_with_a_rescue(app, pilot, place)
        shorter = open_session(place, read_only=True).events()
        await pilot.press("escape")
        assert not app.speaker.room.read_only
        await pilot.press("f10")
        await until(pilot, lambda: app.open_speaker is None)
        app.open_room(app.rooms.open(str(place)))
        await until(pilot, lambda: "Look only" in frame(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.speaker.room.read_only)
        assert (open_session(place, read_only=True).events(), file.exists()) == (shorter, True)


async def test_what_cannot_be_taken_in_is_said_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at(tmp_path, "stage points", "note 1 + it works") as (app, pilot, room):
        file = await reopened_with_a_rescue(app, pilot, Path(room.place))

        def full(found: Rescue) -> int:
            raise StoreError("The disk is full.")

        monkeypatch.setattr(app.rooms, "take", full)
        await pilot.press("enter")
        await until(pilot, lambda: "The disk is full." in toasts(app))
        assert file.exists()
