"""One point with all that was said about it, to read."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from panel_tui import lines
from panel_tui.session.view import View
from panel_tui.tui import ink
from panel_tui.tui.overlays.box import Box
from panel_tui.tui.widgets.page import Page


class Reader(Box[None]):
    """A point in plain lines, as the seat that has the keyboard may read it."""

    HINT: ClassVar[str] = "↑ ↓ scroll · esc leaves"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,q", "leave", "Leave", show=False)]
    DEFAULT_CSS = """
    Reader > Vertical { width: 100; height: 80%; }
    Reader Page { height: 1fr; background: $surface; padding: 0; }
    """

    def __init__(self, view: View, point: str) -> None:
        super().__init__()
        self._view = view
        self._point = view.point(point)

    def heading(self) -> str:
        """The point."""
        return f"{self._point.number}  {self._point.point.title}"

    def inside(self) -> ComposeResult:
        """The text."""
        yield Page()

    def on_mount(self) -> None:
        """From the decision on: the prompts are not what one looks for at the end."""
        told = lines.point_lines(self._view, self._point)[1:]
        wanted = [one for one in told if not one.startswith(("Look for:", "Expect:"))]
        first = [one for one in wanted if one.startswith("Decided:")]
        rest = [one for one in wanted if one not in first]
        page = self.query_one(Page)
        page.show(ink.paras(*(((one, "strong"),) for one in first), "", *rest) if first else ink.paras(*rest))
        page.focus()
