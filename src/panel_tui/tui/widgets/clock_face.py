"""A clock in big digits: `mm:ss` left, `+mm:ss` over. The word beside it says which."""

from __future__ import annotations

from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from panel_tui.session.clock import Reading
from panel_tui.tui import ink
from panel_tui.tui.widgets import letters
from panel_tui.tui.widgets.status_line import clock_words


class ClockFace(Widget):
    """Set it with `show`, every second; it draws only what has changed. `scale` is the size of its dots."""

    DEFAULT_CSS = """
    ClockFace { width: 1fr; height: auto; }
    """

    def __init__(self, scale: int = 1, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._scale = scale
        self._words = ("", "")
        self._text = ""

    def show(self, reading: Reading | None) -> None:
        """Show a clock, or nothing."""
        text, words = ("", ("", "")) if reading is None else (reading.text, clock_words(reading))
        if (text, words) != (self._text, self._words):
            self._text, self._words = text, words
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The digits and the word under them."""
        return letters.rows(self._scale) + 1

    def render_line(self, y: int) -> Strip:
        """One row."""
        inks, columns = ink.inks(self.app.theme_variables), self.size.width
        if not self._text:
            return Strip.blank(columns, self.rich_style)
        tone = self._words[1]
        digits = letters.large(self._text, self._scale)
        if y < len(digits):
            return ink.strip(((digits[y], tone),), inks, columns, self.rich_style)
        return ink.strip(((self._words[0].partition(" ")[2], tone),), inks, columns, self.rich_style)
