"""The warnings of a clock: at five minutes, at one, and when the time is up. Each is said once."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from panel_tui.session.clock import BOXES, reading, running_box
from panel_tui.session.state import State, Timebox


class Alarm(NamedTuple):
    """What to say, and whether the time is up."""

    sentence: str
    up: bool


class Alarms:
    """Remembers what has been said. Lines that were crossed before the room was opened are not said again."""

    def __init__(self) -> None:
        self._said: set[tuple[str, int, str]] = set()
        self._settled = False

    def ring(self, state: State, now: datetime) -> Alarm | None:
        """The warning to say now, or None. `now` is the room's time (UTC)."""
        box = running_box(state)
        settled, self._settled = self._settled, True
        if box is None:
            return None
        warning = reading(box, now).warning
        mark = (box.box, box.allowed, warning or "")
        if warning is None or mark in self._said:
            return None
        self._said.add(mark)
        if not settled:
            return None
        name = box_words(state, box)
        if warning == "zero":
            return Alarm(f"Time is up: {name}. E gives it more time, with a reason.", up=True)
        left = "5 minutes" if warning == "five" else "1 minute"
        return Alarm(f"{left} left: {name}.", up=False)


def box_words(state: State, box: Timebox) -> str:
    """A clock as people call it."""
    if box.box in BOXES:
        return box.box
    point = state.standard.point(box.box.removeprefix("point:"))
    return f"point {point.number}" if point else "this point"
