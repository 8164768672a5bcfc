"""The footer: at most seven keys that work here and now, and how keeping stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from panel_tui.tui import ink
from panel_tui.tui.ink import Line, Piece

MOST_KEYS = 7


class FooterKey(NamedTuple):
    """A key as the footer shows it; `refused` ones are grey, and pressing them says why."""

    id: str
    key: str
    label: str
    refused: bool = False


class KeyFooter(Widget):
    """One row at the bottom."""

    DEFAULT_CSS = """
    KeyFooter { height: 1; dock: bottom; background: $footer-background; }
    """

    class Pressed(Message):
        """A key of the footer was clicked."""

        def __init__(self, id: str) -> None:
            super().__init__()
            self.id = id

    def __init__(self) -> None:
        super().__init__(id="footer")
        self._keys: tuple[FooterKey, ...] = ()
        self._right = ""
        self._ends: list[tuple[int, int, str]] = []

    def show(self, keys: Sequence[FooterKey], right: str = "") -> None:
        """Show these keys, and quiet words at the right end where there is room."""
        if (self._keys, self._right) != (tuple(keys), right):
            self._keys, self._right = tuple(keys), right
            self.refresh()

    @property
    def keys(self) -> tuple[FooterKey, ...]:
        """The keys that it shows."""
        return self._keys

    def line(self) -> Line:
        """The keys as one line."""
        made: list[Piece] = []
        at, self._ends = 1, []
        for key in self._keys:
            words = (
                ((key.key, "muted"), f" {key.label}") if key.refused else ((key.key, "strong accent"), f" {key.label}")
            )
            piece: Line = (words[0], (words[1], "muted dim" if key.refused else ""))
            self._ends.append((at, at + ink.width(piece), key.id))
            at += ink.width(piece) + 2
            made += [*piece, "  "]
        return (" ", *made[:-1]) if made else ()

    def render_line(self, y: int) -> Strip:
        """The row."""
        columns, line = self.size.width, self.line()
        right: Line = ((self._right, "muted"), " ") if self._right else ()
        if ink.width(line) + ink.width(right) + 2 > columns:
            right = ()
        return ink.strip(ink.beside(line, right, columns), ink.inks(self.app.theme_variables), columns, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """A click is the key."""
        for start, end, id in self._ends:
            if start <= event.x < end:
                self.post_message(self.Pressed(id))
