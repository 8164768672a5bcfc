"""What a screen may ask of the app, so that screens need not know it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol, cast

from textual.dom import DOMNode
from textual.screen import Screen

from panel_tui.live_room import LiveRoom
from panel_tui.rooms import Rooms
from panel_tui.speaker import Speaker

if TYPE_CHECKING:
    from panel_tui.tui.doorway import Doorway


class Host(Protocol):
    """The app, as its screens see it."""

    rooms: Rooms
    keys: Mapping[str, str]
    """The person's own keys, by action."""
    history: dict[str, list[str]]
    """The lines that each seat (its id) typed at the `:` prompt in this room, oldest first."""
    doorway: Doorway
    """The open seats, where they are."""

    @property
    def speaker(self) -> Speaker:
        """The keyboard in the open room, or in the last one that was; raises where none was."""

    @property
    def open_speaker(self) -> Speaker | None:
        """The keyboard in the open room, or None at Home."""

    def heard(self) -> None:
        """Something changed in the room or at its door; may be called from any thread."""

    def open_room(self, room: LiveRoom) -> None:
        """Go into a room; the one that was open is closed first."""

    def show_stage(self) -> None:
        """Show the screen of the stage that the room is in."""

    def go_home(self) -> None:
        """Leave the room (asks where something is not saved) and show Home."""

    def open_screen(self, name: str, *given: object) -> None:
        """Show a screen by its name in `app.PLACES` on top of this one, made with what is given."""

    def leave(self) -> None:
        """Leave the app; asks where something is not saved."""

    def turn_theme(self) -> None:
        """Change between dark and light."""

    def say_sentence(self, sentence: str, severity: str = "information") -> None:
        """Show one sentence as a toast; it is data, never markup."""


def host(node: DOMNode) -> Host:
    """The app that a screen or widget is in."""
    return cast("Host", node.app)


def is_on_top(screen: Screen[Any]) -> bool:
    """Whether the keyboard is still on this screen: a key that was pressed twice reaches one that was left."""
    return bool(screen.app.screen_stack) and screen.app.screen is screen
