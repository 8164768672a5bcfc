"""Leaving while something is not saved: asked first, and the safe answer is the near one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from panel_tui.live_room import LiveRoom
from panel_tui.tui.host import host
from panel_tui.tui.ink import safe
from panel_tui.tui.overlays.box import Box
from panel_tui.tui.widgets.rows import Row, Rows
from panel_tui.tui.widgets.trouble import trouble_words


class Unsaved(Box[bool]):
    """Answers True to leave all the same."""

    HEADING: ClassVar[str] = "Something is not saved"
    HINT: ClassVar[str] = "esc stays · F2 tries again · F3 saves elsewhere (after esc)"

    def __init__(self, room: LiveRoom) -> None:
        super().__init__()
        self._room = room

    def heading(self) -> str:
        """The trouble in words."""
        return trouble_words(self._room.keeping)

    def _rows(self) -> Sequence[Row]:
        unsaved = self._room.keeping.unsaved
        entries = {0: "what you are typing", 1: "the entry"}.get(unsaved, f"the {unsaved} entries")
        leave = f"Leave and lose {entries}"
        if unsaved and self._room.seat is None:
            leave = f"Leave: {entries} {'goes' if unsaved == 1 else 'go'} into a rescue file"
        return [Row("stay", ("Stay here",)), Row("leave", (leave,))]

    def inside(self) -> ComposeResult:
        """The two ways."""
        yield Rows()

    def on_mount(self) -> None:
        """The cursor is on staying."""
        self.query_one(Rows).show(self._rows())
        self.query_one(Rows).focus()

    def room_changed(self) -> None:
        """It may be saved by now: then there is nothing to ask."""
        if trouble_words(self._room.keeping):
            self.query_one(".box--title", Static).update(safe(self.heading()))
            self.query_one(Rows).show(self._rows())
        else:
            self.dismiss(None)
            host(self).say_sentence("Everything is saved now; leave as you like.")

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Answer."""
        self.dismiss(message.key == "leave")
