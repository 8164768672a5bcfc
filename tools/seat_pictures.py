"""Draws the pages of the seats that the docs show, as a browser shows them: the demo, served on this computer."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from panel_tui.demo import make_demo
from panel_tui.hosting import DISPLAY_PAGE, Way
from panel_tui.room import Room
from panel_tui.rooms import Rooms
from panel_tui.session import bodies
from panel_tui.session.terms import TEAM
from panel_tui.web.server import Server, open_seats

NOON = datetime(2026, 11, 21, 11, 42, tzinfo=UTC)
LAPTOP, PHONE, WALL = (1200, 800), (390, 800), (1200, 675)
_ALONE = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--force-color-profile=srgb", "--font-render-hinting=none"),
)


class Shot(NamedTuple):
    """A picture: its name, whose page it is of, in which stage of the demo, and how it is looked at."""

    name: str
    who: str
    stage: str
    size: tuple[int, int] = LAPTOP
    scheme: Literal["light", "dark"] = "light"


SHOTS = (
    Shot("seat-points", "seat-3", "points"),
    Shot("seat-deliberation", "seat-3", "deliberation", scheme="dark"),
    Shot("seat-phone", "seat-3", "points", size=PHONE),
    Shot("team-page", TEAM, "questions", size=WALL),
    Shot("room-display", DISPLAY_PAGE, "points", size=WALL, scheme="dark"),
)


def draw(folder: Path) -> list[Path]:
    """Draw every page into a folder; returns their paths. Without a browser: none, and one sentence about it."""
    found = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), "")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        found = ""
    if not found:
        print("The pictures of the seats' pages are left as they are: they need Chromium.", file=sys.stderr)
        return []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=list(_ALONE))
        for shot in SHOTS:
            width, height = shot.size
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=shot.scheme, reduced_motion="reduce"
            )
            page = context.new_page()
            with _served(shot.stage) as server:
                page.goto(_link(server, shot.who))
                page.get_by_role("button").click()
                page.wait_for_selector("html.scripted #main")
                page.wait_for_timeout(400)  # the stream has said who is in
                page.screenshot(path=folder / f"{shot.name}.png", animations="disabled", scale="css")
            context.close()
        browser.close()
    return [folder / f"{shot.name}.png" for shot in SHOTS]


@contextmanager
def _served(stage: str) -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as place:
        room = make_demo(Rooms.at(Path(place), {}, Path(place), clock=lambda: NOON), stage, ids=lambda: "0" * 32)
        _prepare(room, stage)
        server = open_seats(room, Way())
        try:
            yield server
        finally:
            server.close()
            room.close()


def _prepare(room: Room, stage: str) -> None:
    if stage == "questions":
        what: tuple[bodies.AnyBody, ...] = (bodies.TeamPageTurned(on=True), bodies.DecisionsShared(on=True))
        room.record(room.state.lead, *what).result(10)


def _link(server: Server, who: str) -> str:
    standing = server.standing
    links = {one.seat: one.link for one in standing.seats}
    links |= {DISPLAY_PAGE: standing.display_link, TEAM: standing.team_link}
    link = links[who]
    assert link
    return link
