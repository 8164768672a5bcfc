"""My score: the levels with their digits, mine marked, and what may be said of the others'."""

from __future__ import annotations

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from panel_tui.session.view import PointView
from panel_tui.tui import ink, marks
from panel_tui.tui.host import host
from panel_tui.tui.ink import Line, Piece


def standing(point: PointView) -> Line:
    """What is known of the panel's scores: how many are in while they are sealed, the spread after."""
    if point.spread is not None:
        return (("revealed: ", "muted"), (point.spread.word, "strong"))
    word = f"{len(point.inside)} of {len(point.awaited)} are in"
    return ((f"sealed · {word}", "muted"),)


def hand_on(point: PointView) -> Line:
    """How the next seat comes to its turn, while somebody is still to score."""
    if point.spread is not None or len(point.inside) == len(point.awaited) or len(point.awaited) == 1:
        return ()
    return ((" · ", "muted"), ("w", "strong accent"), (" next seat", "muted"))


class ScoreRow(Widget):
    """One row where there is room, two where there is not."""

    DEFAULT_CSS = """
    ScoreRow { height: auto; padding: 0 1; }
    """

    class Pressed(Message):
        """A level was clicked; `digit` counts from 1."""

        def __init__(self, digit: int) -> None:
            super().__init__()
            self.digit = digit

    def __init__(self) -> None:
        super().__init__(id="score")
        self._point: PointView | None = None
        self._own = False
        self._shown: tuple[object, ...] = ()
        self._ends: list[tuple[int, int, int]] = []

    def show(self, point: PointView, *, own: bool = False) -> None:
        """Show a point's levels; `own` are those that a team gives itself, which are sealed from nobody."""
        shown = (point.id, point.mine, point.inside, point.awaited, point.spread, point.levels, point.own_view, own)
        if shown != self._shown:
            self._shown, self._point, self._own = shown, point, own
            self.refresh(layout=True)

    def lines(self, columns: int) -> list[Line]:
        """The rows at this width."""
        point = self._point
        if point is None or not point.levels:
            return [(("Nothing is scored in this conversation.", "muted"),)] if point else [()]
        right: Line = (("o", "strong accent"), (" says why", "muted")) if self._own else standing(point)
        far = host(self).speaker.room.seat is not None  # there, every seat has a keyboard of its own
        more: Line = right if far or self._own else (*right, *hand_on(point))
        for short, beside in ((False, more), (False, right), (True, more), (True, right)):
            levels = self._levels(point, short=short)
            if ink.width(levels) + ink.width(beside) + 2 <= columns:
                return [ink.beside(levels, beside, columns)]
        full = self._levels(point, short=False)
        return [full if ink.width(full) <= columns else self._levels(point, short=True), more]

    def _levels(self, point: PointView, *, short: bool) -> Line:
        made: list[Piece] = [("Our view  " if self._own else "My score  ", "muted")]
        self._ends = []
        given = point.own_view if self._own else point.mine
        mine = given.level if given else None
        for digit, level in enumerate(point.levels, 1):
            word = (level.short or level.label) if short else level.label
            at = ink.width(tuple(made))
            if level.id == mine:
                glyph, tone = marks.level_glyph(point, level.id)
                made.append((f" {digit} {glyph} {word} ", f"strong turned {tone}"))
            else:
                made += [(f" {digit}", "strong accent"), f" {word} "]
            self._ends.append((at, ink.width(tuple(made)), digit))
        return tuple(made)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One row or two."""
        return len(self.lines(width))

    def render_line(self, y: int) -> Strip:
        """One row."""
        columns, inks = self.size.width, ink.inks(self.app.theme_variables)
        lines = self.lines(columns)
        return ink.strip(lines[y] if y < len(lines) else (), inks, columns, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """A click is the digit."""
        for start, end, digit in self._ends:
            if event.y == 0 and start <= event.x - 1 < end:
                self.post_message(self.Pressed(digit))
