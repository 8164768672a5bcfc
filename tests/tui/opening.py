"""The app over a room where some lines were spoken, and what it said in toasts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.tui.making import make
from textual.pilot import Pilot

from panel_tui.room import Room
from panel_tui.session.terms import Earlier, EarlierRecommendation
from panel_tui.tui.app import PanelApp

Opened = tuple[PanelApp, Pilot[None], Room]

EARLIER = Earlier(
    service="Manage Arrears",
    phase="alpha",
    date="2026-03-02",
    outcome="Met",
    recommendations=(
        EarlierRecommendation(
            id="P1", point="agile-methods", point_title="Use agile methods", strength="must", text="show the board"
        ),
        EarlierRecommendation(
            id="P2",
            point=None,
            point_title=None,
            strength="should",
            text="name an owner",
            owner="Rents",
            due="2026-06-30",
        ),
    ),
)


@asynccontextmanager
async def at(folder: Path, *lines: str, size: tuple[int, int] = (80, 24), **more: Any) -> AsyncIterator[Opened]:
    """The app in a room where these lines were spoken."""
    rooms, room = make(folder / "sessions", *lines, **more)
    app = PanelApp(rooms, room, settings=folder)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot, room


def toasts(app: PanelApp) -> str:
    """Everything that was said in toasts and still stands."""
    return " ".join(notice.message for notice in app._notifications)
