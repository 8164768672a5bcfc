"""The report: what one copy says, in words, before any format gives it a shape.

`build.build` makes it from a `View`, so whoever may not see a thing never has it here. All text is plain;
each rendering escapes it in its own way. Minutes are minutes, dates are words.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from panel_tui.session.view import LogLine, View

Kind = Literal["assessment", "conversation", "self"]
"""What a session was: points decided by a panel, questions talked through, or a team's own record of itself."""
Tone = Literal["good", "middle", "poor", "none"]
"""How a level stands on its scale: at the top, between, at the bottom, or outside it (undecided too)."""


class Piece(Struct, frozen=True, kw_only=True):
    """The base of everything a report is made of."""


class Mark(Piece, frozen=True):
    """A warning over the whole report: a word such as DRAFT, and what it means."""

    word: str
    text: str


class Remark(Piece, frozen=True):
    """A line the panel wrote. `who` is None where this copy names nobody, `about` a point's number or None; `kind` is
    that of a note, and empty for what is none."""

    text: str
    who: str | None = None
    about: str | None = None
    kind: str = ""


class Proof(Piece, frozen=True):
    """Something the team showed; `url` as it was entered, `text` cut short, `marks` in words, each a phrase."""

    title: str
    url: str | None
    who: str | None = None
    text: str | None = None
    marks: tuple[str, ...] = ()


class Shown(Piece, frozen=True):
    """Evidence side by side: what is in place, and what is not yet."""

    done: tuple[Proof, ...] = ()
    planned: tuple[Proof, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.done or self.planned)


class Brought(Piece, frozen=True):
    """A source that evidence was brought from, in one sentence, and what was said of what it lacks."""

    text: str
    said: tuple[str, ...]


class Own(Piece, frozen=True):
    """The team's own view of a point: a level's words, words of its own, or both."""

    label: str | None
    text: str | None
    tone: Tone


class Advice(Piece, frozen=True):
    """A recommendation. `point` is a point's number, None for the service as a whole; `due` is in words, `date` as it
    was entered."""

    must: bool
    text: str
    owner: str | None
    due: str | None
    point: str | None
    date: str | None = None

    @property
    def strength(self) -> str:
        """Must or should, as a word."""
        return "Must" if self.must else "Should"


class GivenScore(Piece, frozen=True):
    """One revealed score; `who` is a seat's label, `by` that of the seat which entered it for another."""

    who: str
    round: int
    label: str
    after_reveal: bool
    by: str | None = None


class Minutes(Piece, frozen=True):
    """A length of time by its name, planned and used, in whole minutes; `more` are the extensions in words."""

    name: str
    planned: int
    actual: int | None
    more: tuple[str, ...] = ()


class PointReport(Piece, frozen=True):
    """One point as the report tells it. `name` is its short title where it has one. `label` is the decided
    level's words, None while there is none. `last_time` is what the session before decided, in words: when, and what.
    """

    number: str
    id: str
    name: str
    title: str
    label: str | None
    tone: Tone
    sentence: str
    reason: str | None
    remarks: tuple[str, ...]
    done_well: tuple[Remark, ...]
    explore: tuple[Remark, ...]
    noted: tuple[Remark, ...]
    shown: Shown
    own: Own | None
    last_time: tuple[str, str] | None
    advice: tuple[Advice, ...]
    spread: str | None
    counts: str | None
    scores: tuple[GivenScore, ...]
    dissents: tuple[Remark, ...]
    dissents_counted: int
    conflicts: tuple[str, ...]
    minutes: Minutes


class CarriedPoint(Piece, frozen=True):
    """A point that a reassessment did not look at again, with the decision of last time."""

    number: str
    id: str
    name: str
    title: str
    label: str
    tone: Tone
    reason: str


class Member(Piece, frozen=True):
    """Who sat on the panel, by name or by role. `signed` says when, and who signed on behalf of this member."""

    label: str
    role: str
    discipline: str | None
    affiliation: str | None
    points: str | None
    signed: str | None
    remark: str | None


class Exchange(Piece, frozen=True):
    """A question or a challenge, its answer, and in `changed` one sentence on what came of it. `who` says whose it is
    where another seat wrote it down, if this copy names either."""

    id: str
    heading: str
    text: str
    answer: str | None
    changed: str
    who: str | None = None


class CheckedAdvice(Piece, frozen=True):
    """A recommendation of last time and what became of it. `since` is where it was first made, if that was longer ago,
    `who` checked it; None where this copy does not say."""

    advice: Advice
    title: str | None
    status: str
    remark: str | None
    since: str | None = None
    who: str | None = None


class Earlier(Piece, frozen=True):
    """The session before: when and how it ended, and what was to be checked. `when` names it shortly, `counted` says
    how many recommendations have become what, and `decided` are its decisions: point, level and reason."""

    when: str
    facts: str
    counted: str
    checked: tuple[CheckedAdvice, ...]
    unmatched: tuple[str, ...]
    decided: tuple[tuple[str, str, str], ...]


class AgreedHeading(Piece, frozen=True):
    """A heading of a conversation: the agreed text, or, while there is none, the panel's notes for it."""

    title: str
    text: str | None
    notes: tuple[Remark, ...]


class Result(Piece, frozen=True):
    """The overall result: agreed and suggested in words, each None where there is none."""

    agreed: str | None
    suggested: str | None
    tone: Tone
    sentence: str
    reason: str | None
    because: str | None
    counted: str


class Report(Piece, frozen=True):
    """One copy of a session's report. `view` and `log` are what it was made from, for the complete record. `every` is
    each point of the phase as numbered, those that were carried over among them."""

    view: View
    log: tuple[LogLine, ...]
    now: datetime
    version: str
    kind: Kind
    title: str
    marks: tuple[Mark, ...]
    copy: str
    facts: tuple[tuple[str, str], ...]
    description: str | None
    scope: str | None
    result: Result | None
    headings: tuple[AgreedHeading, ...]
    panel: tuple[Member, ...]
    conflicts: tuple[str, ...]
    done_well: tuple[Remark, ...]
    explore: tuple[Remark, ...]
    noted: tuple[Remark, ...]
    advice: tuple[Advice, ...]
    points: tuple[PointReport, ...]
    every: tuple[PointReport | CarriedPoint, ...]
    loose: Shown
    sources: tuple[Brought, ...]
    missing: tuple[str, ...]
    exchanges: tuple[Exchange, ...]
    earlier: Earlier | None
    minutes: tuple[Minutes, ...]
    adjourned: str | None
    made: str

    @property
    def author(self) -> str:
        """Who answers for it, for a document's properties."""
        return self.view.organisation or ("The team" if self.kind == "self" else "The panel")

    @property
    def unit(self) -> str:
        """What a point is called: a conversation goes along questions."""
        return "question" if self.kind == "conversation" else "point"

    @property
    def carried_from(self) -> str:
        """The session that they were carried over from, shortly; empty where there is none."""
        return self.earlier.when if self.earlier else ""

    @property
    def all_advice(self) -> tuple[Advice, ...]:
        """Every recommendation: of the whole service, then point by point."""
        return self.advice + tuple(advice for point in self.points for advice in point.advice)
