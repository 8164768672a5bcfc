"""The room display, for the projector: point, clock, agenda. No note, no score."""

from __future__ import annotations

from textual.screen import ModalScreen

from panel_tui.room import Room


class RoomDisplay(ModalScreen[None]):
    """Any key leaves it."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room

    def key_escape(self) -> None:
        """Leave."""
        self.dismiss(None)
