"""Draws the screens that the docs show: the demo's stages, an import and the seats panel, in a laptop's terminal."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from panel_tui.demo import make_demo
from panel_tui.hosting import Way
from panel_tui.rooms import Rooms
from panel_tui.session.terms import STAGES
from panel_tui.tui.app import PanelApp
from panel_tui.tui.doorway import Doors
from tools.painted_door import PaintedDoor

SIZE = (132, 36)
NOON = datetime(2026, 11, 21, 11, 42, tzinfo=UTC)
_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def draw(folder: Path) -> list[Path]:
    """Draw every picture into a folder; returns their paths."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    folder.mkdir(parents=True, exist_ok=True)
    pictures = asyncio.run(_pictures())
    for name, svg in pictures.items():
        (folder / f"{name}.svg").write_text(svg, "utf-8")
    return [folder / f"{name}.svg" for name in pictures]


async def _pictures() -> dict[str, str]:
    drawn: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as place, contextlib.chdir(place):
        rooms = Rooms.at(Path("sessions"), {}, Path(), clock=lambda: NOON)
        for stage in STAGES:
            room = make_demo(rooms, stage, ids=lambda: "0" * 32)
            drawn[stage] = await _picture(PanelApp(rooms, room, settings=Path(place)))
        drawn["home"] = await _picture(PanelApp(rooms, settings=Path(place)))
        room = make_demo(rooms, "points", ids=lambda: "1" * 32)
        before = make_demo(rooms, "briefing", ids=lambda: "2" * 32)
        _write_board(Path("board.json"))
        drawn["import"] = await _picture(PanelApp(rooms, before, settings=Path(place)), "I", *"board.json", "enter")
        doors = Doors(PaintedDoor, lambda: (), Way())
        drawn["seats"] = await _picture(PanelApp(rooms, room, settings=Path(place), doors=doors), "f4", "enter")
    return drawn


def _write_board(path: Path) -> None:
    """A team's board as Trello exports it, in little: a list for each point, and one that is none."""
    lists = {
        "1. Understand user needs": [
            ("Nine interviews at home", "Done"),
            ("Survey of all tenants in arrears", "To do"),
        ],
        "4. Iterate and improve": [("A release every week", "Done")],
        "7. Use open standards": [("Open Referral for addresses", "Planned")],
        "Notes for the day": [
            ("11. The letters and the screens side by side", "Done"),
            ("Lessons of the pilot", "Done"),
        ],
    }
    cards = [
        {"id": f"{place}-{n}", "idList": str(place), "name": name, "labels": [{"name": label}]}
        for place, held in enumerate(lists.values())
        for n, (name, label) in enumerate(held)
    ]
    named = [{"id": str(place), "name": name} for place, name in enumerate(lists)]
    board = {"id": "board", "name": "Manage Arrears", "lists": named, "cards": cards, "checklists": [], "actions": []}
    path.write_text(json.dumps(board), "utf-8")


async def _picture(app: PanelApp, *keys: str) -> str:
    async with app.run_test(size=SIZE) as pilot:
        for key in ("", *keys):
            if key:
                await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause()
        # The fonts of an exported screen would be fetched from outside; whoever looks has one of their own.
        svg = _FONTS.sub("", app.export_screenshot(title="panel-tui"))
        app.leave()
        await pilot.pause()
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"
