"""A long text whose lines are wrapped already: only the rows in sight are drawn, however long it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from panel_tui.tui import ink
from panel_tui.tui.ink import Line


class Lines(ScrollView, can_focus=True):
    """The text. Set it with `show`; a line that is too wide is cut."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll_down", "Down", show=False),
        Binding("up,k", "scroll_up", "Up", show=False),
        Binding("home", "scroll_home", "Top", show=False),
        Binding("end", "scroll_end", "End", show=False),
        Binding("pageup", "page_up", "Page up", show=False),
        Binding("pagedown,space", "page_down", "Page down", show=False),
    ]
    DEFAULT_CSS = """
    Lines { overflow-x: hidden; scrollbar-size-vertical: 1; }
    Lines:focus { background-tint: $foreground 4%; }
    """

    class Fits(Message):
        """The widget has another width: lines for `columns` are wanted."""

        def __init__(self, columns: int) -> None:
            super().__init__()
            self.columns = columns

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[Line] = ()

    def show(self, lines: Sequence[Line], *, top: bool = False) -> None:
        """Show these lines; `top` goes back to the first."""
        self._lines = lines
        self.virtual_size = Size(self.scrollable_content_region.width, len(lines))
        if top:
            self.scroll_to(y=0, animate=False, immediate=True)
        self.refresh()

    def on_resize(self) -> None:
        """Ask for lines that fit."""
        self.post_message(self.Fits(self.scrollable_content_region.width))

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        place = y + self.scroll_offset.y
        columns = self.scrollable_content_region.width
        line = self._lines[place] if place < len(self._lines) else ()
        return ink.strip(line, ink.inks(self.app.theme_variables), columns, self.rich_style)
