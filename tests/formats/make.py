"""Makes the session that is kept of each file format: `python -m tests.formats.make FILE`.

It holds whatever this version of the program can record. Run in a checkout of an earlier version, it makes a session as
that version wrote it; that is where `1-first.json`, `1-seats.json` and `1-evidence.json` come from.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from tests.report.sessions import assessment

from panel_tui.session import bodies, chain
from panel_tui.session.events import Event
from panel_tui.store.tinydb_file import create_session

AT_THE_DOOR: tuple[tuple[str, dict[str, Any]], ...] = (
    ("SeatsOpened", {"way": "tls"}),
    ("SeatJoined", {"by": "link"}),
    ("SeatTakenOver", {}),
    ("SeatRelinked", {"seat": "seat-2"}),
    ("KnockAnswered", {"name": "Ida", "seat": None}),
    ("TeamPageTurned", {"on": True}),
    ("DecisionsShared", {"on": True}),
    ("SeatShutOut", {"seat": "seat-2"}),
    ("SeatsClosed", {}),
)


def events() -> list[Event]:
    """A whole assessment, and the seats' own devices where this version knows them."""
    made = list(assessment().history.events)
    for name, fields in AT_THE_DOOR:
        kind = getattr(bodies, name, None)
        if kind is not None:
            last = made[-1]
            made.append(chain.seal(last.n + 1, last.at, "seat-1", None, kind(**fields), last.hash, f"mark-{last.n}"))
    return made


def make(path: Path) -> None:
    """Write the session to a new file."""
    create_session(path, events()).close()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
