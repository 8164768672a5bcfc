"""What a digit does: my own score for a point, or in a team's own record the level that it gives itself."""

from __future__ import annotations

from panel_tui.errors import PanelError
from panel_tui.session import bodies
from panel_tui.session.view import PointView
from panel_tui.tui.screens.stage import StageScreen


def give(screen: StageScreen, point: PointView, digit: int) -> None:
    """Give the level with this digit (from 1) to a point, or say why not."""
    if not point.levels:
        screen.toast("Nothing is scored in this conversation; i writes a note.")
    elif digit > len(point.levels):
        screen.toast(f"{digit} is no level of this point; they go from 1 to {len(point.levels)}.", "warning")
    elif screen.view.is_self:
        _own(screen, point, point.levels[digit - 1].id)
    else:
        screen.say(f"score {point.number} {point.levels[digit - 1].id}")


def _own(screen: StageScreen, point: PointView, level: str) -> None:
    why = point.own_view.text if point.own_view else None  # another level does not wipe out what was written
    try:
        screen.room.record(screen.speaker.seat, bodies.OwnViewGiven(point=point.id, level=level, text=why))
    except PanelError as error:
        screen.toast(error.message, "warning")
