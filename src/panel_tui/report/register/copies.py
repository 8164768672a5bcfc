"""Public copies of the reports, written beside the register for sessions that have no address of their report.

They are the HTML that `export --for public` writes, names left out. A copy that is newer than its session stays as it
is; the copy of a session that is no longer published is taken away.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from msgspec.structs import replace

from panel_tui.errors import PanelError
from panel_tui.report import export
from panel_tui.report.register import folder as pages
from panel_tui.report.register.model import web_address
from panel_tui.report.register.sessions import Published
from panel_tui.rooms import Rooms
from panel_tui.session.views import audience

FOLDER = "reports"
_TOP = b"<!doctype html>\n"


def write(
    rooms: Rooms, published: Iterable[Published], folder: Path, version: str
) -> tuple[tuple[Published, ...], tuple[str, ...]]:
    """Write what is missing or older than its session.

    Returns all of the sessions, with the way from the page to their copy, and a sentence for each whose copy could not
    be made. Raises `RegisterError` where the folder cannot be written.
    """
    linked: list[Published] = []
    told: list[str] = []
    for one in published:
        way = None
        if web_address(one.entry.report) is None:
            try:
                way = _written(rooms, one, folder / FOLDER, version)
            except pages.RegisterError:
                raise
            except PanelError as error:
                told.append(f"{one.name}: its report was not written. {error.message}")
        linked.append(replace(one, entry=replace(one.entry, copy=way)))
    return tuple(linked), tuple(told)


def _written(rooms: Rooms, one: Published, folder: Path, version: str) -> str:
    path = folder / f"{one.name}.html"
    pages.make(folder)
    pages.refuse_strange(path)
    if not path.exists() or path.stat().st_mtime <= one.modified.timestamp():
        pages.put(path, _copy(rooms, one, version))
    else:
        pages.open_to_readers(path)
    return f"{FOLDER}/{quote(path.name)}"


def withdraw(published: Iterable[Published], folder: Path) -> int:
    """Take away every copy whose session is not published any more, or has an address of its own for its report; how
    many those were. Raises `RegisterError`."""
    wanted = {f"{one.name}.html" for one in published if web_address(one.entry.report) is None}
    held = pages.files(folder / FOLDER)
    return pages.remove(path for path in held if path.suffix == ".html" and path.name not in wanted)


def _copy(rooms: Rooms, one: Published, version: str) -> bytes:
    room = rooms.open(one.path, read_only=True)
    try:
        viewer = audience("public")
        report = export.build(room.view(viewer), room.log(viewer), room.now(), version)
        content = export.render(report, "html")
    finally:
        room.close()
    return content.replace(_TOP, _TOP + f"<!-- {pages.MARK} -->\n".encode(), 1)
