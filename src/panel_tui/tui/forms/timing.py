"""The forms of the clock: more time, and stopping for today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from msgspec.structs import replace

from panel_tui import commands
from panel_tui.session.bodies import TimeboxExtended
from panel_tui.session.clock import box_here, mmss, reading, running_box, timebox
from panel_tui.session.state import Timebox
from panel_tui.speaker import Speaker
from panel_tui.tui.alarms import box_words
from panel_tui.tui.forms.fields import Choice, Option, Words
from panel_tui.tui.forms.form import Form, Labelled, Lacks
from panel_tui.tui.ink import Line


class ExtendForm(Form):
    """More time for a clock: the one that runs when the form is opened, or else that of where the room is then. It
    stays that clock's form, wherever the room goes meanwhile."""

    NAME: ClassVar[str] = "extend"
    KEEPS: ClassVar[str] = "gives the time"

    def __init__(self, speaker: Speaker, box: str | None = None) -> None:
        state = speaker.room.state
        running = running_box(state)
        self.box = box or (running.box if running else box_here(state))
        super().__init__(speaker, about=self.box)

    def _timebox(self) -> Timebox | None:
        return timebox(self.speaker.room.state, self.box) if self.box else None

    def heading(self) -> str:
        """Which clock."""
        box = self._timebox()
        return f"More time for {box_words(self.speaker.room.state, box)}" if box else "More time"

    def told(self) -> Sequence[Line]:
        """How it stands."""
        box = self._timebox()
        if box is None:
            return ()
        now = reading(box, self.speaker.room.now())
        word = "over" if now.left <= -1 else "left"
        return (
            (
                f"{now.text} {word} of {mmss(now.allowed)}",
                *(
                    f", +{one.seconds // 60} min{f' because {one.reason}' if one.reason else ''}"
                    for one in box.extensions
                ),
            ),
        )

    def labelled(self) -> Sequence[Labelled]:
        """How much, and why."""
        presets = [
            Option(f"{minutes}m", (f"{minutes} minutes",), key) for key, minutes in (("1", 5), ("2", 10), ("3", 15))
        ]
        return (
            Labelled("How long", Choice(presets, "5m", id="preset")),
            Labelled("or", Words(hint="another length, such as 20m or 1h", id="length")),
            Labelled("Because", Words(hint="why; it stands in the record", id="reason"), True),
        )

    def keep(self) -> None:
        """Give it."""
        if not self.value("reason"):
            raise Lacks("say why: more time needs a reason")
        length = "".join(self.value("length").split()) or self.value("preset")
        spoken = commands.interpret(f"extend {length} because {self.value('reason')}", self.speaker.desk)
        self.record(
            *(replace(one, box=self.box or one.box) for one in spoken.bodies if isinstance(one, TimeboxExtended))
        )


class AdjournForm(Form):
    """Stopping for today."""

    NAME: ClassVar[str] = "adjourn"
    HEADING: ClassVar[str] = "Adjourn: stop for today and pick up here another day"
    KEEPS: ClassVar[str] = "adjourns"

    def told(self) -> Sequence[Line]:
        """What it does."""
        return (("Every clock stands still until you reconvene. Nothing is lost.",),)

    def labelled(self) -> Sequence[Labelled]:
        """Until when, and why."""
        return (
            Labelled("Until", Words(hint="a day such as 2026-11-28; may stay empty", id="until")),
            Labelled("Because", Words(hint="why; it stands in the record", id="reason"), True),
        )

    def keep(self) -> None:
        """Adjourn."""
        if not self.value("reason"):
            raise Lacks("say why: an adjournment needs a reason")
        until = self.value("until")
        if len(until.split()) > 1:
            raise Lacks(f"'{until}' is not a date; write it as 2026-11-28")
        self.say(f"adjourn{f' until {until}' if until else ''} because {self.value('reason')}")
