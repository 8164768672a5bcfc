"""Opening the app from the front door."""

from __future__ import annotations

import sys
from contextlib import suppress

from textual import constants
from textual.driver import Driver

from panel_tui.live_room import LiveRoom
from panel_tui.rooms import Rooms
from panel_tui.tui.app import PanelApp
from panel_tui.tui.widgets.trouble import trouble_words


def run(rooms: Rooms, open_first: str | None = None, *, demo: str | None = None, read_only: bool = False) -> int:
    """Run the app at Home, in the session `open_first` (a name or a path), or in a new demo at the stage `demo`.

    Gives the exit status: 0, 1 after an error of our own, 128 and the signal's number where the system asked for an
    end or the terminal has gone. Raises `StoreError` where the session cannot be
    opened; the terminal has not been touched then.
    """
    room = None
    if demo is not None:
        from panel_tui.demo import make_demo

        room = make_demo(rooms, demo)
    elif open_first is not None:
        room = rooms.open(open_first, read_only=read_only)
    app = PanelApp(rooms, room, driver=_driver())
    app.run()
    if app.open_speaker is not None:  # it did not end by its own doors
        _let_go(app.open_speaker.room)
    return app.return_code or 0


def _let_go(room: LiveRoom) -> None:
    unsaved = trouble_words(room.close())
    if unsaved:
        with suppress(OSError):  # the terminal may be what has gone
            print(unsaved, file=sys.stderr)  # noqa: T201 - the screens are gone


def _driver() -> type[Driver] | None:
    if sys.platform == "win32" or constants.DRIVER is not None:
        return None
    from panel_tui.tui.terminal import Terminal

    return Terminal
