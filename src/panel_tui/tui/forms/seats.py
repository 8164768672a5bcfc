"""The forms of the panel and of the briefing: seats, conflicts, scope, recommendations of last time, the lead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from msgspec.structs import replace

from panel_tui import commands
from panel_tui.grammar.panel import AFFILIATIONS, EFFECTS, ROLES, STATUSES
from panel_tui.session import bodies
from panel_tui.session.terms import CheckStatus, EarlierRecommendation, SeatData
from panel_tui.session.words import LINE_LENGTH, clean, clean_line
from panel_tui.speaker import Speaker
from panel_tui.tui.forms.deciding import titled
from panel_tui.tui.forms.fields import Choice, Option, Picker, Words
from panel_tui.tui.forms.form import Form, Labelled, Lacks
from panel_tui.tui.ink import Line

STATUS_WORDS: dict[CheckStatus, tuple[str, str, str]] = {
    "taken-root": ("●", "good", "taken root"),
    "partly": ("◐", "warn", "partly"),
    "not": ("○", "bad", "not"),
    "no-longer-applies": ("–", "muted", "no longer applies"),
}
"""Glyph, tone and words for what became of a recommendation."""
_EFFECT_WORDS = {
    "note": ("is noted", "It is on the record; the seat takes part in everything."),
    "no-score": ("does not score", "The seat listens and notes, and gives no score there."),
    "leaves": ("leaves the room", "The seat neither sees nor says anything there."),
}
NEW = "new"


class SeatForm(Form):
    """A seat of the panel, new or to be corrected. Empty for a seat that is new."""

    NAME: ClassVar[str] = "seat"
    SUBJECT: ClassVar[str] = "seat"
    HEADING: ClassVar[str] = "A seat on the panel"

    def __init__(self, speaker: Speaker, seat: str | None = None) -> None:
        super().__init__(speaker, about=seat or NEW)
        self._initial = seat or NEW
        self._last = self._initial

    def told(self) -> Sequence[Line]:
        """What cannot be done here."""
        return ((("A seat that has done nothing yet goes with ':seat remove NAME'.", "muted"),),)

    def labelled(self) -> Sequence[Labelled]:
        """Which seat, and who sits there."""
        which = [Option(NEW, ("a new seat",))]
        which += [Option(one.id, (one.label, (f"  {one.role}", "muted"))) for one in self.view.seats]
        sides = [Option("", (("not said", ""),)), *(Option(one, (one,)) for one in AFFILIATIONS)]
        held = self._held(self._initial)
        return (
            Labelled("Seat", Picker(which, self._initial, id="seat")),
            Labelled("Name", Words(held["name"], hint="first and last name", id="name", longest=LINE_LENGTH), True),
            Labelled("Role", Choice([Option(one, (one,)) for one in ROLES], held["role"], id="role")),
            Labelled(
                "Discipline",
                Words(held["discipline"], hint="such as user research", id="discipline", longest=LINE_LENGTH),
            ),
            Labelled("From", Choice(sides, held["affiliation"], id="affiliation")),
            Labelled(
                "Points",
                Words(held["points"], hint="numbers of its points, such as 1 2 14", id="points"),
            ),
        )

    def _held(self, seat: str) -> dict[str, str]:
        found = self.view.seat(seat)
        if found is None:
            return {"name": "", "role": "member", "discipline": "", "affiliation": "", "points": ""}
        numbers = [known.number for one in found.points if (known := self.view.standard.point(one))]
        return {
            "name": found.label,
            "role": found.role,
            "discipline": found.discipline or "",
            "affiliation": found.affiliation or "",
            "points": " ".join(numbers),
        }

    def field_changed(self) -> None:
        """Another seat was picked: show how it is."""
        if self.value("seat") != self._last:
            self._last = self.value("seat")
            for id, value in self._held(self._last).items():
                self.field(id).put(value)

    def keep(self) -> None:
        """Add or correct the seat."""
        changes: dict[str, Any] = {
            "name": clean_line(self.value("name")),
            "role": self.value("role"),
            "discipline": clean_line(self.value("discipline")) or None,
            "affiliation": self.value("affiliation") or None,
            "points": self._points(),
        }
        picked = self.value("seat")
        held = self.speaker.room.state.seats.get(picked)
        if held is not None:
            self.record(bodies.SeatChanged(seat=replace(held, **changes)))
        elif not changes["name"]:
            raise Lacks("a seat needs a name")
        else:
            self.record(bodies.SeatAdded(seat=replace(self._fresh(), **changes)))

    def _fresh(self) -> SeatData:
        # The grammar gives the next free id.
        (added,) = commands.interpret("seat add somebody", self.speaker.desk).bodies
        assert isinstance(added, bodies.SeatAdded)  # noqa: S101 - for the type checker
        return added.seat

    def _points(self) -> tuple[str, ...]:
        found = []
        for number in self.value("points").replace(",", " ").split():
            point = self.view.standard.point_by_number(number)
            if point is None:
                raise Lacks(f"there is no point '{number}'")
            found.append(point.id)
        return tuple(dict.fromkeys(found))


class ConflictForm(Form):
    """A conflict of interest."""

    NAME: ClassVar[str] = "conflict"
    FOLLOWS_POINT: ClassVar[bool] = True
    HEADING: ClassVar[str] = "Declare a conflict of interest"

    def labelled(self) -> Sequence[Labelled]:
        """Whose, where, what follows, why."""
        effects = [Option(one, (_EFFECT_WORDS[one][0],), "", _EFFECT_WORDS[one][1]) for one in EFFECTS]
        return (
            Labelled("Whose", self.seats()),
            Labelled("Where", self.points("every point")),
            Labelled("The seat", Choice(effects, "note", id="effect")),
            Labelled("Because", Words(hint="such as: advised the team last year", id="reason"), True),
        )

    def keep(self) -> None:
        """Declare it."""
        seat = self.value("seat")
        effect = next(one for one in EFFECTS if one == self.value("effect"))
        what = bodies.ConflictDeclared(
            seat=seat, point=self.picked_point(), effect=effect, reason=clean(self.value("reason"))
        )
        self.record(what, behalf=seat)


class ScopeForm(Form):
    """The scope and story of the service so far."""

    NAME: ClassVar[str] = "scope"
    HEADING: ClassVar[str] = "Scope and story of the service so far"

    def told(self) -> Sequence[Line]:
        """What to write."""
        return (("What is assessed today and what is not, who it is for, and what led here.",),)

    def labelled(self) -> Sequence[Labelled]:
        """The text."""
        return (Labelled("Scope", Words(self.view.scope or "", prose=True, id="text"), True),)

    def keep(self) -> None:
        """Write it down."""
        self.record(bodies.ScopeTold(text=clean(self.value("text"))))


class CheckForm(Form):
    """What became of a recommendation of last time."""

    NAME: ClassVar[str] = "check"
    HEADING: ClassVar[str] = "What became of it?"

    def __init__(self, speaker: Speaker, earlier: EarlierRecommendation) -> None:
        super().__init__(speaker, about=earlier.id)
        self.earlier = earlier

    def told(self) -> Sequence[Line]:
        """The recommendation as it was made."""
        one = self.earlier
        here = next((point for point in self.view.points if point.id == one.point), None)
        about = titled("about", here) if here is not None else one.point_title or ""
        more = [f"owner {one.owner}" if one.owner else "", f"by {one.due}" if one.due else "", about]
        return (
            (f"Last time: the team {one.strength} ", (one.text, "strong")),
            ((" · ".join(part for part in more if part), "muted"),),
        )

    def labelled(self) -> Sequence[Labelled]:
        """The status, and a note."""
        held = next((one for one in self.view.checked if one.id == self.earlier.id), None)
        statuses = []
        for place, status in enumerate(STATUSES, start=1):
            glyph, tone, words = STATUS_WORDS[status]
            statuses.append(Option(status, ((glyph, tone), f" {words}"), str(place)))
        return (
            Labelled("Found", Choice(statuses, held.status if held else "", upright=True, id="status"), True),
            Labelled(
                "Note", Words((held.text or "") if held else "", hint="what was shown; may stay empty", id="text")
            ),
        )

    def keep(self) -> None:
        """Check it."""
        status = next((one for one in STATUSES if one == self.value("status")), None)
        if status is None:
            raise Lacks("choose what became of it, with 1 to 4")
        text = clean(self.value("text")) or None
        self.record(bodies.EarlierChecked(id=self.earlier.id, status=status, text=text))


class LeadForm(Form):
    """A deputy takes the lead over."""

    NAME: ClassVar[str] = "lead"
    HEADING: ClassVar[str] = "Take the lead over"
    KEEPS: ClassVar[str] = "takes the lead"

    def told(self) -> Sequence[Line]:
        """What follows."""
        me = self.view.me
        return ((f"{me.label if me else 'You'} leads from then on, and the record says so.",),)

    def labelled(self) -> Sequence[Labelled]:
        """The reason."""
        return (Labelled("Because", Words(hint="such as: Ana's train was cancelled", id="reason"), True),)

    def keep(self) -> None:
        """Take it."""
        self.record(bodies.LeadTaken(reason=clean(self.value("reason"))))
