"""The one place where a key reveals scores: it asks first where seats are missing.

Every key, click and list of actions comes through here. Only a line that names what it reveals, typed out at the
prompt or in plain mode, is taken at its word.
"""

from __future__ import annotations

from typing import Any

from panel_tui import commands
from panel_tui.errors import PanelError
from panel_tui.session import bodies
from panel_tui.session.view import PointView
from panel_tui.speaker import Speaker
from panel_tui.tui import forms
from panel_tui.tui.forms.moving import RevealForm, waited_for


class RevealingScreen:
    """The actions of a stage that can reveal scores: `reveal`, and `redo` of a reveal that was undone."""

    def do_reveal(self: Any) -> None:
        """Reveal the point that is looked at."""
        point: PointView | None = self.looked_at
        if point is None:
            self.toast("Reveal: look at a point first.", "warning")
        elif point.inside and not point.revealed and waited_for(self.view, point):
            forms.show(self, RevealForm(self.speaker, point))
        else:
            self.say(f"reveal {point.number}")

    def do_redo(self: Any) -> None:
        """Do again what was undone."""
        view = self.view
        points = [point for id in _revealed_again(self.speaker) for point in view.points if point.id == id]
        waiting = [point for point in points if waited_for(view, point)]
        if waiting:
            forms.show(self, RevealForm(self.speaker, waiting[0], again=True))
        else:
            self.say("redo")


def _revealed_again(speaker: Speaker) -> list[str]:
    """The points (ids) whose scores `redo` would show."""
    try:
        spoken = commands.interpret("redo", speaker.desk)
    except PanelError:
        return []
    numbers = {body.number for body in spoken.bodies if isinstance(body, bodies.Redone)}
    events = [event.what for event in speaker.room.history.events if event.n in numbers]
    return [point for what in events if isinstance(what, bodies.ScoresRevealed) for point in what.points]
