"""The lead's app as `panel-tui open` starts it, with its seats open from the first moment, and their links in a file:
`python -m tools.bench.hosting_app SESSION LINKS`."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from panel_tui.hosting import Hosting, Way
from panel_tui.room import Room
from panel_tui.rooms import Rooms
from panel_tui.tui.run import run
from panel_tui.web.server import open_seats


def main(session: str, links: str) -> int:
    """Run the app; its exit status."""

    def told(room: Room, way: Way) -> Hosting:
        hosting = open_seats(room, way)
        beside = Path(links).with_suffix(".new")
        beside.write_bytes(msgspec.json.encode([seat.link for seat in hosting.standing.seats]))
        beside.replace(links)
        return hosting

    return run(Rooms.at(Path(session).parent, {}, Path.cwd()), session, open_seats=told, way=Way())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
