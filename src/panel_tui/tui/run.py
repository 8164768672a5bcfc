"""Opening the app from the front door."""

from __future__ import annotations

from panel_tui.rooms import Rooms
from panel_tui.tui.app import PanelApp


def run(rooms: Rooms, open_first: str | None = None, *, demo: str | None = None, read_only: bool = False) -> int:
    """Run the app at Home, in the session `open_first` (a name or a path), or in a new demo at the stage `demo`.

    Gives the exit status: 0, or 1 after an error of our own. Raises `StoreError` where the session cannot be
    opened; the terminal has not been touched then.
    """
    room = None
    if demo is not None:
        from panel_tui.demo import make_demo

        room = make_demo(rooms, demo)
    elif open_first is not None:
        room = rooms.open(open_first, read_only=read_only)
    app = PanelApp(rooms, room)
    app.run()
    return app.return_code or 0
