"""The door for errors that nobody foresaw: the session is safe, the terminal is whole, and one paragraph says so.

The report holds where in the program it happened and never what people wrote: no messages, no local values.
"""

from __future__ import annotations

import os
import platform
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from panel_tui import __version__
from panel_tui.live_room import LiveRoom
from panel_tui.room import Keeping


def write_report(error: BaseException, folder: Path, now: datetime) -> Path | None:
    """Write the report file; None where that cannot be done. `folder` is made where it does not exist."""
    path = folder / f"panel-tui-{now:%Y%m%d-%H%M%S}.txt"
    lines = [f"panel-tui {__version__}", f"Python {platform.python_version()} on {platform.system()}", now.isoformat()]
    link: BaseException | None = error
    while link is not None:
        lines += ["", *(line.rstrip() for line in traceback.format_tb(link.__traceback__)), type(link).__qualname__]
        link = link.__cause__ or link.__context__
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except OSError:
        return None
    return path


def paragraph(room: LiveRoom | None, keeping: Keeping | None, report: Path | None) -> str:
    """What the person reads."""
    said = ["panel-tui has met an error of its own and had to stop."]
    if room is not None and keeping is not None and keeping.unsaved:
        entries = "1 entry was" if keeping.unsaved == 1 else f"{keeping.unsaved} entries were"
        said.append(f"Everything up to the last save is in {room.place}, but {entries} not saved: {keeping.trouble}")
        if keeping.rescue is not None:
            said.append(keeping.rescue)
    elif room is not None:
        said.append(f"Everything that was kept is safe in {room.place}; open it again and carry on.")
    if report is not None:
        said.append(
            f"What happened, without a word of your notes, is in {report}; "
            "please send it to whoever looks after panel-tui for you."
        )
    return " ".join(said)


def close_safely(room: LiveRoom | None) -> Keeping | None:
    """Keep what is left and let the room go, whatever state the program is in."""
    if room is None:
        return None
    keeping = room.keeping
    with suppress(Exception):
        keeping = room.close()
    return keeping
