"""A link as a QR code, large enough for a telephone held to the screen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from panel_tui.tui import ink
from panel_tui.tui.overlays.overlay import Overlay

QUIET = (4, 3, 2)
"""Modules left free on every side: four by the standard (ISO/IEC 18004), two still read well."""
_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
_INK = Style(color="#ffffff", bgcolor="#000000")
"""Dark on light whatever the theme. What is light is drawn, so that a dark terminal without colour shows the same."""

Modules = Sequence[Sequence[bool]]
"""A code's rows; True is dark."""


def modules(link: str) -> Modules:
    """The code of a link, as small as it goes: a screen does not get dirty, and needs no spare."""
    import segno

    return [[bool(one) for one in row] for row in segno.make_qr(link, error="l", boost_error=False).matrix]


def drawn(code: Modules, columns: int, rows: int, *, turned: bool = False) -> list[str] | None:
    """The code in half blocks with a quiet zone, one module a column wide; None where it does not fit.

    What is drawn is light, and what is left blank is dark; `turned` draws the other way round.
    """
    for quiet in QUIET:
        side = len(code) + 2 * quiet
        if side <= columns and (side + 1) // 2 <= rows:
            empty = [False] * side
            field = [empty] * quiet + [[False] * quiet + list(row) + [False] * quiet for row in code]
            field += [empty] * (side + side % 2 - len(field))
            return [
                "".join(
                    _BLOCKS[(one != turned, other != turned)]
                    for one, other in zip(_light(upper), _light(lower), strict=True)
                )
                for upper, lower in zip(field[::2], field[1::2], strict=True)
            ]
    return None


def _light(row: Sequence[bool]) -> list[bool]:
    return [not dark for dark in row]


class QrCode(Overlay[None]):
    """Any key and any click leaves it, but `i`, which turns dark and light round."""

    NEWS = "later"
    ALLOW_SELECT = False
    DEFAULT_CSS = """
    QrCode { background: $background; color: $foreground; }
    """

    def __init__(self, of: str, link: str) -> None:
        super().__init__()
        self._of = of
        self._link = link
        self._turned = False

    @cached_property
    def code(self) -> Modules:
        """The code's modules."""
        return modules(self._link)

    def on_key(self, event: events.Key) -> None:
        """Turn it, or leave."""
        event.stop()
        event.prevent_default()
        if event.key == "i":
            self._turned = not self._turned
            self.refresh()
        else:
            self.dismiss(None)

    def on_click(self) -> None:
        """A click leaves."""
        self.dismiss(None)

    def on_resize(self) -> None:
        """Draw it anew."""
        self.refresh()

    def rows(self, columns: int, rows: int) -> tuple[list[str], list[str]]:
        """The words on top, and the code under them: no code where the window is too small for it."""
        code = drawn(self.code, columns, rows - 1, turned=self._turned)
        if code is None:
            least = (len(self.code) + 2 * QUIET[-1] + 1) // 2 + 1
            return [f"{self._of}: make this window larger, the code needs {least} rows.", "", self._link], []
        return [f"{self._of} · i turns dark and light round · any key leaves"], code

    def render_line(self, y: int) -> Strip:
        """One row."""
        columns, base = self.size.width, self.rich_style
        words, code = self.rows(columns, self.size.height)
        if y < len(words):
            return ink.strip((" ", (words[y], "strong")), ink.inks(self.app.theme_variables), columns, base)
        above = (self.size.height - len(words) - len(code)) // 2
        place = y - len(words) - above
        if not 0 <= place < len(code):
            return Strip.blank(columns, base)
        left = (columns - len(code[0])) // 2
        return Strip([Segment(" " * left, base), Segment(code[place], _INK)]).adjust_cell_length(columns, base)
