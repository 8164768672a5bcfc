"""Opening a session off the screen's thread, and what is offered where it cannot be opened for writing."""

from __future__ import annotations

from collections.abc import Callable

from textual import work
from textual.message import Message

from panel_tui.errors import PanelError
from panel_tui.live_room import LiveRoom
from panel_tui.rooms import ChainBroken, HeldElsewhere
from panel_tui.tui.screens.acts import ActScreen


class OpeningScreen(ActScreen):
    """A screen from which one goes into rooms, into one at a time."""

    class Opened(Message):
        """A session was opened: to go in, or to export it."""

        def __init__(self, room: LiveRoom, then: str) -> None:
            super().__init__()
            self.room = room
            self.then = then

    class NotOpened(Message):
        """A session was not opened; with a `path`, it can be looked at."""

        def __init__(self, sentence: str, path: str | None = None) -> None:
            super().__init__()
            self.sentence = sentence
            self.path = path

    def __init__(self) -> None:
        super().__init__()
        self.busy = ""
        """What is under way, in words."""

    def show_busy(self) -> None:
        """What is under way has changed."""

    def start(self, path: str, *, read_only: bool = False, then: str = "") -> None:
        """Open a session by its path; `then` is `export`, or nothing to go in."""
        if not self.busy:
            self._set_busy("opening …")
            self._open(path, read_only=read_only, then=then)

    def do_demo(self) -> None:
        """Make the demo and go in."""
        if not self.busy:
            self._set_busy("making the demo …")
            self._make_demo()

    def _set_busy(self, words: str) -> None:
        self.busy = words
        self.show_busy()

    @work(thread=True, group="open")
    def _make_demo(self) -> None:
        from panel_tui.demo import make_demo

        self._posted(lambda: make_demo(self.host.rooms, "points"))

    @work(thread=True, group="open")
    def _open(self, path: str, *, read_only: bool, then: str) -> None:
        self._posted(lambda: self.host.rooms.open(path, read_only=read_only), path, then)

    def _posted(self, opened: Callable[[], LiveRoom], path: str | None = None, then: str = "") -> None:
        try:
            room = opened()
        except (HeldElsewhere, ChainBroken) as error:
            self.post_message(self.NotOpened(error.message, path))
        except PanelError as error:
            self.post_message(self.NotOpened(error.message))
        else:
            self.post_message(self.Opened(room, then))

    def on_opening_screen_opened(self, message: Opened) -> None:
        """Go in, or export."""
        self._set_busy("")
        if message.then == "export":
            self.host.open_screen("export", "", message.room)
        else:
            self.host.open_room(message.room)

    def on_opening_screen_not_opened(self, message: NotOpened) -> None:
        """Say why; where it can be looked at, offer that."""
        from panel_tui.tui.overlays.choose import Choose

        self._set_busy("")
        path = message.path
        answers = [("look", "Look at it only: nothing can be changed")] if path else []

        def answered(answer: str | None) -> None:
            if answer == "look" and path is not None:
                self.start(path, read_only=True)

        self.app.push_screen(Choose(message.sentence, [*answers, ("back", "Back to the list")]), answered)
