"""The forms before a step that is hard to unsee: moving to another stage, and a reveal while scores are missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from panel_tui.session import bodies
from panel_tui.session.missing import of_stage
from panel_tui.session.terms import STAGES, Stage
from panel_tui.session.view import PointView, View
from panel_tui.speaker import Speaker
from panel_tui.tui.forms.deciding import PointForm, titled
from panel_tui.tui.forms.fields import Choice, Option
from panel_tui.tui.forms.form import Form, Labelled
from panel_tui.tui.ink import Line
from panel_tui.tui.widgets.status_line import NAMES

LISTED = 6
"""How many missing things are named before the rest is only counted."""


class StageForm(Form):
    """The stages, what is missing in each, and a look back before the room moves on."""

    NAME: ClassVar[str] = "stage"
    HEADING: ClassVar[str] = "Move the room to a stage"
    KEEPS: ClassVar[str] = "moves the room there"

    def told(self) -> Sequence[Line]:
        """What is missing here, before moving on."""
        view = self.view
        here = NAMES[view.stage][0]
        missing = of_stage(view, view.stage)
        if not missing:
            return ((f"Nothing is missing in {here}. ", ("Going back is always possible.", "muted")),)
        lines: list[Line] = [((f"Before we move on from {here}:", "strong"),)]
        lines += [(("  · ", "warn"), one.text.removeprefix("briefing: ")) for one in missing[:LISTED]]
        if len(missing) > LISTED:
            lines.append(((f"    and {len(missing) - LISTED} more", "muted"),))
        return lines

    def labelled(self) -> Sequence[Labelled]:
        """The stages; the one after this is chosen."""
        view = self.view
        stages = view.stages
        place = stages.index(view.stage) if view.stage in stages else 0
        following = stages[min(place + 1, len(stages) - 1)]
        options = [Option(one, self._words(view, one), str(n)) for n, one in enumerate(stages, start=1)]
        return (Labelled("Stage", Choice(options, following, upright=True, id="stage")),)

    def _words(self, view: View, stage: Stage) -> Line:
        name = f"{NAMES[stage][0]:<14}"
        if stage == view.stage:
            return (name, ("the room is here", "accent"))
        count = len(of_stage(view, stage))
        if not count and STAGES.index(stage) > STAGES.index(view.stage):
            return (name,)
        if not count:
            return (name, ("✓ nothing missing", "good"))
        return (name, (f"{count} still to do", "muted"))

    def keep(self) -> None:
        """Move the room."""
        stage = next(one for one in self.view.stages if one == self.value("stage"))
        self.record(bodies.StageEntered(stage=stage))


WAIT = "wait"


def waited_for(view: View, point: PointView) -> list[str]:
    """The names of the seats whose score of a point is not in."""
    return [view.label(seat) for seat in point.awaited if seat not in point.inside]


class RevealForm(PointForm):
    """Asks before a reveal that some seats have not scored for. Enter alone reveals nothing: whoever types a note
    while the list has the keyboard ends it with Enter. `again` is for a reveal that was undone."""

    NAME: ClassVar[str] = "reveal"
    KEEPS: ClassVar[str] = "does what is chosen"

    def __init__(self, speaker: Speaker, point: PointView, *, again: bool = False) -> None:
        super().__init__(speaker, point)
        self._again = again

    def heading(self) -> str:
        """Which point."""
        return titled("Reveal again the scores of" if self._again else "Reveal the scores of", self.point)

    def told(self) -> Sequence[Line]:
        """Who is not in, and what that means."""
        point = self.now
        waiting = waited_for(self.view, point)
        if not waiting:
            return (("Everybody is in.",),)
        return (
            (f"{len(point.inside)} of {len(point.awaited)} are in. Not yet: ", (", ".join(waiting), "strong")),
            (("Who scores later is marked as 'after the reveal'. What was seen cannot be unseen.", "muted"),),
            (("The arrows choose; nothing is revealed until you do.", "muted"),),
        )

    def labelled(self) -> Sequence[Labelled]:
        """Wait, this point, or all that are sealed."""
        options = [Option(WAIT, ("not yet: wait for who is missing",))]
        sealed = sum(bool(one.inside) and not one.revealed for one in self.view.points)
        if self._again:
            options.append(Option("redo", ("reveal again what was undone",)))
        else:
            options.append(Option("point", (f"point {self.point.number} only",)))
        if sealed > 1 and not self._again:
            options.append(Option("all", (f"all {sealed} sealed points",)))
        return (Labelled("Reveal", Choice(options, WAIT, upright=True, id="which")),)

    def action_keep(self) -> None:
        """Waiting keeps nothing: the form is left."""
        if self.value("which") == WAIT:
            self.action_leave()
        else:
            super().action_keep()

    def keep(self) -> None:
        """Reveal."""
        lines = {"redo": "redo", "all": "reveal all"}
        self.say(lines.get(self.value("which"), f"reveal {self.point.number}"))
