"""Handing over the keyboard: whose scores and notes come next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from panel_tui.session.view import View
from panel_tui.tui.overlays.sift import Sift
from panel_tui.tui.widgets.rows import Row


class Seats(Sift[str]):
    """Answers with the id of a seat."""

    HEADING: ClassVar[str] = "Who has the keyboard?"
    HINT: ClassVar[str] = "Each seat sees only its own scores until the reveal.\nEnter hands over · esc leaves"
    PLACEHOLDER: ClassVar[str] = "type a name"

    def __init__(self, view: View) -> None:
        super().__init__()
        self._view = view

    def rows(self) -> Sequence[Row]:
        """The panel."""
        made = []
        for seat in self._view.seats:
            more = ", ".join(part for part in (seat.role, self._view.discipline_of(seat.id), seat.affiliation) if part)
            now = ("  has it now", "accent") if seat.id == self._view.viewer.seat else ""
            made.append(Row(seat.id, (seat.label, (f"  {more}", "muted"), now)))
        return made

    def begins_at(self) -> str | None:
        """Whose turn is next: the panel scores one after the other, and then the lead has the keyboard again."""
        taking_part = [seat.id for seat in self._view.seats if seat.role != "observer"]
        here = taking_part.index(self._view.viewer.seat) if self._view.viewer.seat in taking_part else -1
        return taking_part[(here + 1) % len(taking_part)]

    def chosen(self, key: str) -> str | None:
        """The seat's id."""
        return key
