"""Saving the whole session in another place, when its own cannot be written to."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Input, Static

from panel_tui.errors import PanelError
from panel_tui.live_room import LiveRoom
from panel_tui.tui.host import is_on_top
from panel_tui.tui.ink import safe
from panel_tui.tui.overlays.box import Box


class Elsewhere(Box[bool]):
    """Asks for a new file, writes there, and answers True when that is done."""

    HEADING: ClassVar[str] = "Save the whole session in a new file, and go on there"
    HINT: ClassVar[str] = "Enter saves · esc leaves; what is in memory stays in memory"
    DEFAULT_CSS = """
    Elsewhere #problem { height: auto; color: $tone-bad; text-style: bold; }
    """

    def __init__(self, room: LiveRoom, path: str = "") -> None:
        super().__init__()
        self._room = room
        self._path = path or str(Path.home() / f"{room.name}.json")

    def inside(self) -> ComposeResult:
        """The path."""
        yield Input(self._path, select_on_focus=False, compact=True)
        yield Static("", id="problem", markup=False)

    def on_mount(self) -> None:
        """Ready to type."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save there."""
        if not is_on_top(self):  # Enter was pressed twice
            return
        try:
            self._room.save_elsewhere(Path(event.value.strip()).expanduser())
        except PanelError as error:
            self.query_one("#problem", Static).update(safe(error.message))
            return
        self.dismiss(True)
