"""What the seat at the keyboard has typed and not sent: a stage marks it in its list, and waits for who is typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from panel_tui.lines import left_behind
from panel_tui.session.terms import Stage
from panel_tui.session.unsent import Unsent, points_of
from panel_tui.session.view import View
from panel_tui.tui import marks
from panel_tui.tui.widgets.rows import Row
from panel_tui.tui.widgets.status_line import NAMES


def marked(rows: Sequence[Row], forms: Sequence[Unsent], view: View) -> list[Row]:
    """The rows of a list, with a sign on each that something waits on: a point, a question, a heading, a line of
    the briefing."""
    keys = {key for point in points_of(forms, view) for key in (point, f"point:{point}")}
    kinds = {"answer": "{}", "agree": "heading:{}", "check": "check:{}", "mark": "held:{}", "scope": "tick:scope"}
    keys |= {kinds[one.form].format(one.about) for one in forms if one.form in kinds}
    sign = (marks.DRAFT, "accent")
    return [row._replace(tail=(sign, " ", *row.tail)) if row.key in keys else row for row in rows]


def _what(forms: Sequence[Unsent]) -> list[tuple[str, str | None, str | None]]:
    """What is marked of these forms. Their texts are not: a letter more redraws no list."""
    return [(one.form, one.about, one.fields.get("point")) for one in forms]


class WaitingScreen:
    """A stage that marks what waits. A draft changes without an event, so it looks for itself every second."""

    _waiting: tuple[Unsent, ...] = ()
    _moved_to: Stage | None = None

    def waiting_on(self: Any) -> frozenset[str]:
        """The points (ids) that something typed and not sent waits on."""
        self._waiting = left_behind(self.speaker)
        return points_of(self._waiting, self.view)

    def marked(self: Any, rows: Sequence[Row]) -> list[Row]:
        """The rows of this stage's list with their signs."""
        self._waiting = left_behind(self.speaker)
        return marked(rows, self._waiting, self.view)

    def notice_waiting(self: Any) -> None:
        """Mark anew where something else waits than before."""
        if _what(left_behind(self.speaker)) != _what(self._waiting):
            self.show_waiting()

    def show_waiting(self: Any) -> None:
        """Show the list with its signs. Stages with a list override it."""

    def stay_for_the_line(self: Any, stage: Stage) -> None:
        """Say once that the stage changed while somebody types: on the new screen the next letters would be keys."""
        if stage != self._moved_to:
            self._moved_to = stage
            self.toast(f"The room has moved to {NAMES[stage][0]}: esc leaves the line and goes there.", "warning")
