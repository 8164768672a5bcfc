"""Plain lines to read: one point with all that was said about it, or a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from panel_tui import lines
from panel_tui.session.view import CarriedOver, View
from panel_tui.tui import ink
from panel_tui.tui.overlays.box import Box
from panel_tui.tui.screens import before_text
from panel_tui.tui.widgets.page import Page


class Lines(Box[None]):
    """Plain lines to read, under a heading."""

    HINT: ClassVar[str] = "↑ ↓ scroll · esc leaves"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,q", "leave", "Leave", show=False)]
    DEFAULT_CSS = """
    Lines > Vertical { width: 100; height: 80%; }
    Lines Page { height: 1fr; background: $surface; padding: 0; }
    """

    def __init__(self, heading: str, told: Sequence[str]) -> None:
        super().__init__()
        self._heading = heading
        self._told = tuple(told)

    def heading(self) -> str:
        """What they are about."""
        return self._heading

    def inside(self) -> ComposeResult:
        """The text."""
        yield Page()

    def on_mount(self) -> None:
        """From the top."""
        page = self.query_one(Page)
        page.show(self.paras())
        page.focus()

    def paras(self) -> list[ink.Para]:
        """The lines as they are drawn."""
        return ink.paras(*self._told)


class Reader(Lines):
    """A point in plain lines, as the seat that has the keyboard may read it."""

    def __init__(self, view: View, point: str) -> None:
        held = view.point(point)
        super().__init__(f"{held.number}  {held.point.title}", lines.point_lines(view, held)[1:])

    def paras(self) -> list[ink.Para]:
        """From the decision on: the prompts are not what one looks for at the end."""
        wanted = [one for one in self._told if not one.startswith(("Look for:", "Expect:"))]
        first = [one for one in wanted if one.startswith("Decided:")]
        rest = [one for one in wanted if one not in first]
        return ink.paras(*(((one, "strong"),) for one in first), "", *rest) if first else ink.paras(*rest)


class Carried(Lines):
    """A point that is carried over: what was decided last time, and why."""

    def __init__(self, view: View, one: CarriedOver) -> None:
        super().__init__(f"{one.point.number}  {one.point.title}", ())
        self._paras = before_text.carried_detail(view, one)[1:]

    def paras(self) -> list[ink.Para]:
        """The decision."""
        return self._paras
