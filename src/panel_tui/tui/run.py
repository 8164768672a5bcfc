"""Opening the app from the front door."""

from __future__ import annotations

import sys
from contextlib import suppress

from textual import constants
from textual.driver import Driver

from panel_tui.hosting import OpenSeats, Way
from panel_tui.live_room import LiveRoom
from panel_tui.rooms import Rooms
from panel_tui.tui.app import PanelApp
from panel_tui.tui.doorway import Doors, Networks, no_networks
from panel_tui.tui.widgets.trouble import trouble_words


def run(
    rooms: Rooms,
    open_first: str | None = None,
    *,
    demo: str | None = None,
    read_only: bool = False,
    open_seats: OpenSeats | None = None,
    networks: Networks = no_networks,
    way: Way | None = None,
    joined: LiveRoom | None = None,
) -> int:
    """Run the app at Home, in the session `open_first` (a name or a path), or in a new demo at the stage `demo`.

    `open_seats` opens a room to other devices when the lead asks for it: on one of the `networks`, or in the way `way`.
    `joined` is a room on another computer, to go into at once. Gives the exit status: 0, 1 after an error of our
    own, 128 and the signal's number where the system asked for an end or the terminal has gone. Raises `StoreError`
    where the session cannot be opened; the terminal has not been touched then.
    """
    room = joined
    if demo is not None:
        from panel_tui.demo import make_demo

        room = make_demo(rooms, demo)
    elif open_first is not None:
        room = rooms.open(open_first, read_only=read_only)
    app = PanelApp(rooms, room, driver=_driver(), doors=Doors(open_seats, networks, way))
    app.run()
    app.doorway.close_safely()
    left = app.open_speaker.room if app.open_speaker is not None else joined
    if left is not None:  # it did not end by its own doors, or what is not sent waits on this device
        _let_go(left)
    elif app.last_words is not None:
        _say_last(app.last_words)
    return app.return_code or 0


def _let_go(room: LiveRoom) -> None:
    keeping = room.close()
    for sentence in (trouble_words(keeping), keeping.rescue):
        if sentence:
            _say_last(sentence)


def _say_last(sentence: str) -> None:
    with suppress(OSError):  # the terminal may be what has gone
        print(sentence, file=sys.stderr)  # noqa: T201 - the screens are gone


def _driver() -> type[Driver] | None:
    if sys.platform == "win32" or constants.DRIVER is not None:
        return None
    from panel_tui.tui.terminal import Terminal

    return Terminal
