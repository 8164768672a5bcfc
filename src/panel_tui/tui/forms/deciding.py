"""The forms of a point's result: evidence, decision, dissent, recommendation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from panel_tui.session import bodies
from panel_tui.session.spread import majority
from panel_tui.session.terms import Strength
from panel_tui.session.view import PointView, View
from panel_tui.session.words import LINE_LENGTH, clean, clean_line
from panel_tui.speaker import Speaker
from panel_tui.tui import ink, marks
from panel_tui.tui.forms.fields import Choice, Option, Tick, Words
from panel_tui.tui.forms.form import Form, Labelled, Lacks
from panel_tui.tui.ink import Line

LEAD = 9
"""The columns of the quiet word before a line: `Scores   `."""
WIDTH = 72
"""The columns inside a form."""


def levels(point: PointView) -> list[Option]:
    """The levels of a point to choose from, with the key that chooses each."""
    return [
        Option(one.id, marks.level_words(point, one.id), one.key or str(place), one.description)
        for place, one in enumerate(point.levels, start=1)
    ]


def titled(words: str, point: PointView) -> str:
    """A heading about a point: `Decide point 4: Use agile methods`."""
    return f"{words} point {point.number}: {ink.one_line(point.point.name)}"


def packed(parts: Sequence[Line], columns: int) -> list[Line]:
    """Parts that must not be torn, side by side in as few rows as they fit in."""
    rows: list[Line] = []
    for part in parts:
        if rows and ink.width(rows[-1]) + 3 + ink.width(part) <= columns:
            rows[-1] = (*rows[-1], "   ", *part)
        else:
            rows.append(part)
    return rows


def scores_lines(view: View, point: PointView, columns: int = WIDTH) -> list[Line]:
    """What the panel scored, as far as it is known: who gave what in the open round, or how many are in."""
    if not point.awaited:
        return []
    if not point.revealed:
        inside = f"{len(point.inside)} of {len(point.awaited)} are in"
        return [((f"{'Scores':<{LEAD}}", "muted"), inside, (", sealed" if point.inside else "", "warn"))]
    here = [one for one in point.scores if one.round == point.round]
    given: list[Line] = [(f"{view.label(one.seat).split()[0]} ", *marks.level_words(point, one.level)) for one in here]
    rows = packed(given, columns - LEAD)
    return [((f"{'' if place else 'Scores':<{LEAD}}", "muted"), *row) for place, row in enumerate(rows)]


def spread_line(point: PointView) -> Line:
    """The spread and the majority of the open round, once it is revealed."""
    if point.spread is None:
        return ()
    counted = [one.level for one in point.scores if one.round == point.round and one.seat in point.awaited]
    most = majority(counted)
    said: Line = (
        (("   majority ", "muted"), *marks.level_words(point, most)) if most else (("   no majority", "muted"),)
    )
    return (("Spread   ", "muted"), (point.spread.word, "strong"), *said)


class PointForm(Form):
    """A form about one point."""

    def __init__(self, speaker: Speaker, point: PointView) -> None:
        super().__init__(speaker, point)
        self.point: PointView = point

    @property
    def now(self) -> PointView:
        """The point as it stands now."""
        return self.view.point(self.point.id)


class DecideForm(PointForm):
    """The panel's level for a point, with its reason."""

    NAME: ClassVar[str] = "decide"
    KEEPS: ClassVar[str] = "decides"

    def heading(self) -> str:
        """Which point."""
        return titled("Decide", self.point)

    def told(self) -> Sequence[Line]:
        """Scores, spread, majority, and the decision that stands."""
        point = self.now
        lines = [line for line in (*scores_lines(self.view, point), spread_line(point)) if line]
        if point.decision is not None:
            stands = marks.level_words(point, point.decision.level)
            lines.append((("Decided  ", "muted"), *stands, ("   this replaces it; the log keeps both", "muted")))
        elif not point.revealed and point.inside:
            lines.append((("r reveals the scores first: a decision comes after the reveal.", "warn"),))
        return lines

    def labelled(self) -> Sequence[Labelled]:
        """Level, reason, deciding vote."""
        held = self.point.decision
        return (
            Labelled("Level", Choice(levels(self.point), held.level if held else "", upright=True, id="level"), True),
            Labelled(
                "Because",
                Words(held.reason if held else "", hint="what was shown, and what is missing", id="reason"),
                True,
            ),
            Labelled(
                "Deciding vote",
                Tick(
                    "yes, the lead's deciding vote; it is marked as one",
                    "no, the panel decided it",
                    "yes" if held and held.casting else "",
                    id="casting",
                ),
            ),
        )

    def keep(self) -> None:
        """Decide."""
        if not self.value("level"):
            keys = ", ".join(f"{one.key} {ink.plain(one.words)}" for one in levels(self.point))
            raise Lacks(f"choose a level: {keys}")
        self.record(
            bodies.DecisionMade(
                point=self.point.id,
                level=self.value("level"),
                reason=clean(self.value("reason")),
                casting=bool(self.value("casting")),
            )
        )


class DissentForm(PointForm):
    """A seat's own line beside a decision."""

    NAME: ClassVar[str] = "dissent"

    def heading(self) -> str:
        """Which point."""
        return titled("Dissent on", self.point)

    def told(self) -> Sequence[Line]:
        """The decision."""
        decision = self.now.decision
        if decision is None:
            return ()
        return ((("Decided  ", "muted"), *marks.level_words(self.point, decision.level)), ((decision.reason, "muted"),))

    def labelled(self) -> Sequence[Labelled]:
        """Whose, and the line."""
        text = Words(hint="what you do not share, and why", id="text")
        return (Labelled("Whose", self.seats()), Labelled("Dissent", text, True))

    def keep(self) -> None:
        """Put it beside the decision."""
        what = bodies.DissentRecorded(point=self.point.id, text=clean(self.value("text")))
        self.record(what, behalf=self.value("seat"))


class RecommendForm(Form):
    """What the team must or should do."""

    NAME: ClassVar[str] = "recommend"
    FOLLOWS_POINT: ClassVar[bool] = True
    HEADING: ClassVar[str] = "Recommend to the team"

    def __init__(self, speaker: Speaker, point: PointView | None, strength: Strength) -> None:
        super().__init__(speaker, point)
        self._strength = strength

    def labelled(self) -> Sequence[Labelled]:
        """Strength, text, point, owner, date."""
        strengths = (Option("must", ("must",), "", ""), Option("should", ("should",), "", ""))
        return (
            Labelled(
                "To do",
                Words(hint="such as: test with people who use a screen reader", id="text"),
                True,
            ),
            Labelled("The team", Choice(strengths, self._strength, id="strength")),
            Labelled("Point", self.points()),
            Labelled("Owner", Words(hint="who sees to it; may stay empty", id="owner", longest=LINE_LENGTH)),
            Labelled("By", Words(hint="a day such as 2027-01-31; may stay empty", id="due")),
        )

    def keep(self) -> None:
        """Recommend it."""
        self.record(
            bodies.RecommendationMade(
                id=self.speaker.desk.next_id("R"),
                point=self.picked_point(),
                strength="must" if self.value("strength") == "must" else "should",
                text=clean(self.value("text")),
                owner=clean_line(self.value("owner")) or None,
                due=self.value("due") or None,
            )
        )


class EvidenceForm(Form):
    """Something that the team shows for a point."""

    NAME: ClassVar[str] = "evidence"
    FOLLOWS_POINT: ClassVar[bool] = True
    HEADING: ClassVar[str] = "Evidence for a point"

    def labelled(self) -> Sequence[Labelled]:
        """What, how far, where, for which point."""
        states = (
            Option("done", (marks.EVIDENCE["done"], " done"), "", "Working today, and shown."),
            Option("planned", (marks.EVIDENCE["planned"], " planned"), "", "Intended or begun; not yet shown working."),
        )
        return (
            Labelled("What", Words(hint="such as: research log of 12 tenants", id="title", longest=LINE_LENGTH), True),
            Labelled("State", Choice(states, "done", id="state")),
            Labelled("Link", Words(hint="https://…; may stay empty", id="url")),
            Labelled("Point", self.points(None)),
        )

    def keep(self) -> None:
        """Add it."""
        self.record(
            bodies.EvidenceAdded(
                id=self.speaker.desk.next_id("E"),
                point=self.value("point"),
                state="done" if self.value("state") == "done" else "planned",
                title=clean_line(self.value("title")),
                url=self.value("url") or None,
            )
        )
