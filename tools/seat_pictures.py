"""Draws the pages of the seats that the docs show, as a browser shows them: the demo, served on this computer."""

from __future__ import annotations

import base64
import re
import shutil
import struct
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from panel_tui.demo import make_demo
from panel_tui.hosting import DISPLAY_PAGE, Way
from panel_tui.room import Room
from panel_tui.rooms import Rooms
from panel_tui.session.door import DecisionsShared, TeamPageTurned
from panel_tui.session.terms import TEAM
from panel_tui.web.server import Server, open_seats

if TYPE_CHECKING:
    from playwright.sync_api import Page

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
    point: str | None = None


SHOTS = (
    Shot("seat-points", "seat-d", "points"),
    Shot("seat-deliberation", "seat-d", "deliberation", scheme="dark", point="12"),
    Shot("seat-phone", "seat-d", "points", size=PHONE),
    Shot("team-page", TEAM, "questions", size=WALL),
    Shot("room-display", DISPLAY_PAGE, "points", size=WALL, scheme="dark"),
)


def draw(folder: Path) -> list[Path]:
    """Draw every page into a folder; returns their paths. Without a browser: none, and one sentence about it."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
    )
    if find_spec("playwright") is None:
        found = ""
    if not found:
        print("The pictures of the seats' pages are left as they are: they need Chromium.", file=sys.stderr)
        return []
    from playwright.sync_api import sync_playwright  # known where there is one

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=list(_ALONE))
        blank = browser.new_page()
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
                if shot.point:
                    page.goto(f"{server.standing.url}/?point={shot.point}")
                if shot.who.startswith("seat-"):
                    page.get_by_text(re.compile("Priya Nair.* in")).first.wait_for()  # the stream has said who is in
                page.wait_for_load_state()
                taken = page.screenshot(animations="disabled", scale="css")
                (folder / f"{shot.name}.png").write_bytes(_tightened(blank, taken))
            context.close()
        browser.close()
    return [folder / f"{shot.name}.png" for shot in SHOTS]


_COUNT = """
async png => {
  const image = new Image(); image.src = "data:image/png;base64," + png; await image.decode();
  const brush = Object.assign(document.createElement("canvas"), {width: image.width, height: image.height})
    .getContext("2d");
  brush.drawImage(image, 0, 0);
  const cells = new Uint32Array(brush.getImageData(0, 0, image.width, image.height).data.buffer), seen = new Map();
  for (const cell of cells) seen.set(cell, (seen.get(cell) || 0) + 1);
  const kept = [...seen].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 256).map(one => one[0]);
  const parts = cell => [cell & 255, cell >> 8 & 255, cell >> 16 & 255];
  const colours = kept.map(parts), index = new Map(kept.map((cell, n) => [cell, n]));
  const nearest = cell => {
    const far = colours.map(one => one.reduce((sum, part, n) => sum + (part - parts(cell)[n]) ** 2, 0));
    index.set(cell, far.indexOf(Math.min(...far)));
    return index.get(cell);
  };
  const drawn = Array.from(cells, cell => String.fromCharCode(index.get(cell) ?? nearest(cell))).join("");
  return [image.width, image.height, colours.flat(), btoa(drawn)];
}
"""
"""A picture's size, its 256 most frequent colours, and for each of its dots the nearest of them, in base64."""


def _tightened(blank: Page, png: bytes) -> bytes:
    """The same picture with no more than 256 colours, which is enough for text; a third of the bytes."""
    width, height, colours, dots = blank.evaluate(_COUNT, base64.b64encode(png).decode())
    cells = base64.b64decode(dots)
    rows = b"".join(b"\0" + cells[at : at + width] for at in range(0, len(cells), width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", bytes(colours)), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


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
        room.record(room.state.lead, TeamPageTurned(on=True), DecisionsShared(on=True)).result(10)


def _link(server: Server, who: str) -> str:
    standing = server.standing
    links = {one.seat: one.link for one in standing.seats}
    links |= {DISPLAY_PAGE: standing.display_link, TEAM: standing.team_link}
    return links[who] or ""
