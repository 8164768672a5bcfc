"""Leaving while something is not saved: asked first, and the safe answer is the near one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult

from panel_tui.room import Keeping
from panel_tui.tui.overlays.box import Box
from panel_tui.tui.widgets.rows import Row, Rows
from panel_tui.tui.widgets.trouble import trouble_words


class Unsaved(Box[bool]):
    """Answers True to leave all the same."""

    HEADING: ClassVar[str] = "Something is not saved"
    HINT: ClassVar[str] = "esc stays · F2 tries again · F3 saves elsewhere (after esc)"

    def __init__(self, keeping: Keeping) -> None:
        super().__init__()
        self._keeping = keeping

    def heading(self) -> str:
        """The trouble in words."""
        return trouble_words(self._keeping)

    def _rows(self) -> Sequence[Row]:
        entries = "the entry" if self._keeping.unsaved == 1 else f"the {self._keeping.unsaved} entries"
        return [Row("stay", ("Stay here",)), Row("leave", (f"Leave and lose {entries}",))]

    def inside(self) -> ComposeResult:
        """The two ways."""
        yield Rows()

    def on_mount(self) -> None:
        """The cursor is on staying."""
        self.query_one(Rows).show(self._rows())
        self.query_one(Rows).focus()

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Answer."""
        self.dismiss(message.key == "leave")
