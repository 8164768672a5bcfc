"""The box that most overlays are: a title, what is in it, and one quiet line that says how to leave."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from panel_tui.tui.host import host
from panel_tui.tui.ink import safe
from panel_tui.tui.overlays.overlay import Overlay, Result


class Box(Overlay[Result | None]):
    """A box over a screen; `esc` leaves it with None."""

    HEADING: ClassVar[str] = ""
    HINT: ClassVar[str] = "esc leaves"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False),
        Binding("f8", "display", "Room display", id="display", show=False),
    ]
    DEFAULT_CSS = """
    Box { align: center middle; background: $background 60%; }
    Box > Vertical {
        width: 84; max-width: 96%; height: auto; max-height: 92%;
        background: $surface; border: round $primary; padding: 0 1;
    }
    Box .box--title { height: auto; text-style: bold; margin-bottom: 1; }
    Box .box--hint { height: auto; color: $tone-muted; margin-top: 1; }
    Box Input { padding: 0 1; background: $panel; margin-bottom: 1; }
    Box Rows { height: auto; max-height: 60vh; min-height: 3; }
    """

    def heading(self) -> str:
        """What stands on top."""
        return self.HEADING

    def inside(self) -> ComposeResult:
        """What stands in the box."""
        yield from ()

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical():
            yield Static(safe(self.heading()), classes="box--title", markup=False)
            yield from self.inside()
            yield Static(self.HINT, classes="box--hint", markup=False)

    def action_display(self) -> None:
        """The wall can be covered at once, also in the middle of a form; what is typed here stays."""
        from panel_tui.tui.overlays.display import RoomDisplay

        speaker = host(self).open_speaker
        if speaker is not None:
            self.app.clear_notifications()
            self.app.push_screen(RoomDisplay(speaker.room))

    def action_leave(self) -> None:
        """Leave without doing anything."""
        self.dismiss(None)
