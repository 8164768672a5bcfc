"""Runs the app: into a room, into a new demo, or to Home. The front door comes in through here."""

from __future__ import annotations

from panel_tui.room import Room
from panel_tui.rooms import Rooms


def run(rooms: Rooms, *, open_first: str | None = None, demo: str | None = None, read_only: bool = False) -> int:
    """Run until the person leaves; returns the exit status: 1 where the app met an error of its own.

    `open_first` is a session's name or path, `demo` the stage a new demo begins at. Raises `StoreError` where the
    session cannot be opened.
    """
    start: Room | None = None
    if demo is not None:
        from panel_tui.demo import make_demo

        start = make_demo(rooms, demo)
    elif open_first is not None:
        start = rooms.open(open_first, read_only=read_only)

    from panel_tui.tui.app import PanelApp

    app = PanelApp(rooms, start)
    app.run()
    return app.return_code or 0
