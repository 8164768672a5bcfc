"""The line on top that never changes its place: service and phase, stages with where we are, the clock."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from textual.strip import Strip
from textual.widget import Widget

from panel_tui.session.clock import Forecast, Reading
from panel_tui.session.terms import STAGES, Stage
from panel_tui.session.view import View
from panel_tui.tui import ink
from panel_tui.tui.doorway import Standing
from panel_tui.tui.ink import Line, Piece

NAMES: dict[Stage, tuple[str, str]] = {
    "briefing": ("Briefing", "Brief"),
    "points": ("Points", "Points"),
    "deliberation": ("Deliberation", "Delib"),
    "questions": ("Questions", "Quest"),
    "close": ("Close", "Close"),
}


class Now(NamedTuple):
    """What the line says about time: the time of day here, the clock of where the room is, the forecast."""

    time: datetime
    reading: Reading | None
    forecast: Forecast


def place_words(view: View) -> str:
    """Where the room is within its stage: `4/15` at points."""
    if view.stage != "points":
        return ""
    ids = [point.id for point in view.points]
    return f" {ids.index(view.current) + 1}/{len(ids)}" if view.current in ids else f" –/{len(ids)}"


def stages(view: View, form: int) -> Line:
    """The stages: 0 in full, 1 with short names, 2 only the present one named."""
    made: list[Piece] = []
    between = " › " if form < 2 else " "
    for stage in view.stages:
        here = stage == view.stage
        name = NAMES[stage][0 if here or form == 0 else 1]
        if made:
            made.append((between, "muted"))
        if here:
            made.append((f" {name}{place_words(view)} ", "strong turned"))
        elif STAGES.index(stage) < STAGES.index(view.stage):
            made.append((f"{name} ✓" if form == 0 else "✓", "good"))
        else:
            made.append((name if form < 2 else "·", "muted"))
    return tuple(made)


def behind_words(seconds: float) -> tuple[str, str]:
    """How far behind or ahead the day is, in whole minutes, and its tone."""
    minutes = round(abs(seconds) / 60)
    if minutes == 0:
        return "on time", "good"
    return (f"{minutes} min behind", "warn") if seconds > 0 else (f"{minutes} min ahead", "good")


def clock_words(reading: Reading) -> tuple[str, str]:
    """A clock in words: `06:12 left`, `+01:10 over`, `06:12 paused`, and its tone."""
    over = reading.left <= -1
    if reading.status == "running":
        tone = (
            "strong bad"
            if over
            else {"five": "warn", "one": "strong warn", "zero": "strong bad"}.get(reading.warning or "", "strong")
        )
        return f"{reading.text} {'over' if over else 'left'}", tone
    word = {"paused": "paused", "stopped": "stopped", "ready": "not started"}[reading.status]
    return f"{reading.text} {word}", "warn" if reading.status == "paused" else "muted"


def there_words(there: Standing | None) -> tuple[Line, ...]:
    """Who is in and who asks to come in, from the longest words to the shortest; one without any ends it."""
    if there is None:
        return ((),)
    seats = (f"seats {there.inside}/{there.seats} in  ", "muted")
    short = (f"{there.inside}/{there.seats} in  ", "muted")
    if not there.knocks:
        return (seats,), (short,), ()
    knock = (
        "! 1 asks to come in: F4  " if there.knocks == 1 else f"! {there.knocks} ask to come in: F4  ",
        "strong warn",
    )
    brief = (f"!{there.knocks} F4  ", "strong warn")
    return (knock, seats), (knock, short), (brief, short), (brief,)


class StatusLine(Widget):
    """One row. `show` gives it the view; `tick` only the time."""

    DEFAULT_CSS = """
    StatusLine { height: 1; dock: top; background: $panel; }
    """

    def __init__(self) -> None:
        super().__init__(id="status")
        self._view: View | None = None
        self._there: Standing | None = None
        self._now: Now | None = None
        self._drawn: Line | None = None

    def show(self, view: View, now: Now, there: Standing | None = None) -> None:
        """Show where the session stands, and who is there where seats have devices of their own."""
        self._view, self._there = view, there
        self.tick(now)

    def tick(self, now: Now) -> None:
        """Show the time; draws only where a letter changes."""
        self._now = now
        line = self.line(self.size.width) if self.size else None
        if line != self._drawn:
            self.refresh()

    def on_resize(self) -> None:
        """Another width shows other things."""
        self.refresh()

    def line(self, columns: int) -> Line:
        """What stands on the line at this width."""
        view = self._view
        if view is None or self._now is None:
            return ()
        who, bare = self._who(view), self._right(view)
        middle, left, right = stages(view, 0), 0, bare
        for form in (0, 1, 2):
            middle = stages(view, form)
            for there in there_words(self._there):
                right = (*there, *bare)
                left = columns - ink.width(middle) - ink.width(right) - 4
                if left >= min(ink.width(who), 24):
                    return _spread(who, middle, right, columns, left)
        if self._there is not None and self._there.knocks:  # somebody at the door comes before the forecast
            right = (*there_words(self._there)[-1], *bare[:3])
            left = columns - ink.width(middle) - ink.width(right) - 4
        if left < 12:
            right = bare[:1] + bare[-2:]
            left = columns - ink.width(middle) - ink.width(right) - 4
        return _spread(who, middle, right, columns, left)

    def _who(self, view: View) -> Line:
        me = view.me
        line: list[Piece] = [(ink.one_line(view.service), "strong")]
        if view.rehearsal:
            line.append((" rehearsal", "accent"))
        line.append((f" · {ink.one_line(view.phase_title)}", "muted"))
        if me is not None and not view.leads:
            line.insert(0, (f"⌨ {me.label} ", "strong accent"))
        return tuple(line)

    def _right(self, view: View) -> Line:
        if self._now is None:
            return ()
        line: list[Piece] = []
        if view.adjournment is not None:
            line += [("adjourned, ", "strong warn"), (":reconvene", "strong accent"), "  "]
        elif view.is_self:
            line += [("Self-assessment", "accent"), "  "]
        elif self._now.reading is not None:
            line += [clock_words(self._now.reading), "  "]
        line.append((self._now.time.astimezone().strftime("%H:%M"), ""))
        if self._now.forecast.finish is not None and view.adjournment is None and not view.is_self:
            line += ["  ", behind_words(self._now.forecast.behind)]
        return tuple(line)

    def render_line(self, y: int) -> Strip:
        """The row."""
        self._drawn = self.line(self.size.width)
        return ink.strip(self._drawn, ink.inks(self.app.theme_variables), self.size.width, self.rich_style)


def _spread(who: Line, middle: Line, right: Line, columns: int, left: int) -> Line:
    who = ink.cut(who, max(8, left))
    space = columns - 2 - ink.width(who) - ink.width(middle) - ink.width(right)
    before = max(1, min(space - 1, (columns - ink.width(middle)) // 2 - ink.width(who) - 1))
    return (" ", *who, " " * before, *middle, " " * max(1, space - before), *right, " ")
