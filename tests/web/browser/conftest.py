"""A room with its seats open, and a browser for those who sit in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.session.room import STANDARD, created
from tests.web.chromium import chromium

from panel_tui.hosting import Way
from panel_tui.room import Room
from panel_tui.rooms import Rooms
from panel_tui.session import bodies
from panel_tui.web.server import Server, open_seats

ANA, BO, CY = "s1", "s2", "s3"


class House:
    """The room, its server, and whoever came in by a browser."""

    def __init__(self, folder: Path, browser: Browser, **changes: Any) -> None:
        self.room: Room = Rooms.at(folder, {}, folder).create(created(STANDARD, **changes))
        self.lead(bodies.StageEntered(stage="points"), bodies.PointEntered(point="users"))
        self.server: Server = open_seats(self.room, Way())
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.wrong: list[str] = []

    def lead(self, *whats: bodies.AnyBody) -> None:
        for what in whats:
            self.room.record(ANA, what).result(10)

    def link(self, seat: str) -> str:
        found = next(one.link for one in self.server.standing.seats if one.seat == seat)
        assert found is not None
        return found

    def enter(self, seat: str, *, script: bool = True) -> Page:
        """A browser of its own, in by the seat's link."""
        context = self.browser.new_context(java_script_enabled=script, viewport={"width": 1300, "height": 900})
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda said: self.wrong.append(said.text) if "Security Policy" in said.text else None)
        page.goto(self.link(seat))
        page.get_by_role("button").click()
        page.wait_for_url(f"{self.server.standing.url}/")
        return page

    def notes(self, text: str) -> list[str]:
        """The kept notes that hold a text, in the order of the record."""
        kept = [one.what for one in self.room.kept.events]
        return [one.text for one in kept if isinstance(one, bodies.NoteTaken) and text in one.text]

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        self.server.close()
        self.room.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Ended with the module: while Playwright's own loop runs, no test with another loop can.
    with chromium() as started:
        yield started


@pytest.fixture
def enter_house(tmp_path: Path, browser: Browser) -> Iterator[Callable[..., House]]:
    made: list[House] = []

    def make(**changes: Any) -> House:
        made.append(House(tmp_path / str(len(made)), browser, **changes))
        return made[-1]

    yield make
    for house in made:
        house.close()
        assert house.wrong == []


@pytest.fixture
def house(enter_house: Callable[..., House]) -> House:
    return enter_house()
