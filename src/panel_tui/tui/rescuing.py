"""What is offered when a session is opened whose own file could not take everything last time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.app import App

from panel_tui.errors import PanelError
from panel_tui.live_room import LiveRoom
from panel_tui.rooms import Rescue
from panel_tui.tui.host import Host, host

_ANSWERS = (
    ("take", "Take them in: each entry is appended exactly as it was"),
    ("look", "Look only: open the session so that nothing can be changed"),
    ("later", "Decide later: the rescue file stays; what is recorded meanwhile parts the two"),
)


def offer(app: App[Any], room: LiveRoom) -> None:
    """Say what rescue files there are, and ask about the first whose entries can be taken in."""
    from panel_tui.tui.overlays.choose import Choose

    at = host(app)
    for found in room.rescues:
        if found.kind != "more":
            at.say_sentence(found.sentence, "warning" if found.kind == "other" else "information")
    waiting = next((found for found in room.rescues if found.kind == "more"), None)
    if waiting is not None:
        app.push_screen(Choose(waiting.sentence, _ANSWERS), lambda answer: _answered(at, room, waiting, answer))


def _answered(at: Host, room: LiveRoom, found: Rescue, answer: str | None) -> None:
    if answer not in ("take", "look"):
        return
    room.close()  # or the session could not be opened by what takes the entries in
    sentence, severity = "", "information"
    try:
        if answer == "take":
            number = at.rooms.take(found)
            entries = "1 entry was" if number == 1 else f"{number} entries were"
            sentence = f"{entries} taken in, and the rescue file {Path(found.path).name} was removed."
    except PanelError as error:
        sentence, severity = error.message, "error"
    try:
        at.open_room(at.rooms.open(str(found.session), read_only=answer == "look"))
    except PanelError as error:
        at.go_home()
        sentence, severity = error.message, "error"
    if sentence:
        at.say_sentence(sentence, severity)
