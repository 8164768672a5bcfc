"""The forms of the clock: more time, and stopping for today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from panel_tui.session.clock import box_here, mmss, reading, running_box, timebox
from panel_tui.session.state import Timebox
from panel_tui.tui.alarms import box_words
from panel_tui.tui.forms.fields import Choice, Option, Words
from panel_tui.tui.forms.form import Form, Labelled, Lacks
from panel_tui.tui.ink import Line


class ExtendForm(Form):
    """More time for the clock of where the room is."""

    NAME: ClassVar[str] = "extend"
    KEEPS: ClassVar[str] = "gives the time"

    def _box(self) -> Timebox | None:
        state = self.speaker.room.state
        here = box_here(state)
        return running_box(state) or (timebox(state, here) if here else None)

    def heading(self) -> str:
        """Which clock."""
        box = self._box()
        return f"More time for {box_words(self.speaker.room.state, box)}" if box else "More time"

    def told(self) -> Sequence[Line]:
        """How it stands."""
        box = self._box()
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
        self.say(f"extend {length} because {self.value('reason')}")


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
