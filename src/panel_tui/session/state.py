"""What a session is now: the value that the fold makes out of the events.

Everything here is immutable, and nothing here leaves the program by itself: `views.view_for` is the only
way out, because a `State` holds sealed scores and private notes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property

from msgspec import field

from panel_tui.session.bodies import SessionCreated
from panel_tui.session.evidence import Evidence as Evidence
from panel_tui.session.evidence import Mark as Mark
from panel_tui.session.evidence import OwnView as OwnView
from panel_tui.session.evidence import Publication as Publication
from panel_tui.session.evidence import SourceSeen as SourceSeen
from panel_tui.session.part import Part as Part
from panel_tui.session.terms import (
    STAGES,
    Asker,
    CheckStatus,
    ConflictEffect,
    Earlier,
    NoteKind,
    SeatData,
    SessionKind,
    Stage,
    Strength,
)
from panel_tui.standard.model import Point, Standard


class Score(Part, frozen=True):
    """One seat's own level for a point in a round. `by` is who entered it for the seat, or None."""

    seat: str
    round: int
    level: str
    at: datetime
    after_reveal: bool = False
    by: str | None = None


class Note(Part, frozen=True):
    """A note as it stands now. `by` is who wrote it down for the seat; `changed_at` when it was reworded."""

    id: str
    seat: str
    point: str | None
    kind: NoteKind
    text: str
    at: datetime
    private: bool = False
    by: str | None = None
    changed_at: datetime | None = None


class Decision(Part, frozen=True):
    """The panel's level for a point.

    `majority` is the level that more than half of the revealed scores named, None where there was none;
    `replaces` the level decided before it, None for the first; `question` the one that changed it.
    """

    level: str
    reason: str
    by: str
    at: datetime
    casting: bool = False
    question: str | None = None
    majority: str | None = None
    replaces: str | None = None

    @property
    def departs(self) -> bool:
        """Whether the decision is away from the members' majority."""
        return self.majority is not None and self.majority != self.level


class Dissent(Part, frozen=True):
    """A seat's own line beside a decision it does not share."""

    seat: str
    text: str
    at: datetime
    by: str | None = None


class Recommendation(Part, frozen=True):
    """What the team must or should do; `point` None is about the service as a whole."""

    id: str
    point: str | None
    strength: Strength
    text: str
    owner: str | None
    due: str | None
    seat: str
    at: datetime
    by: str | None = None


class Answer(Part, frozen=True):
    """An answer in the questions period, and whether a decision changed because of it."""

    text: str
    by: str
    at: datetime
    changed: bool
    level_before: str | None = None
    level_after: str | None = None


class Question(Part, frozen=True):
    """A question or a challenge; `asker` is the side of the table it came from. `by` is who entered it for the seat."""

    id: str
    kind: str
    asker: Asker
    point: str | None
    text: str
    seat: str
    at: datetime
    answer: Answer | None = None
    by: str | None = None


class Conflict(Part, frozen=True):
    """A declared conflict of interest; `point` None stands for every point. `by` is who declared it for the seat."""

    seat: str
    point: str | None
    effect: ConflictEffect
    reason: str
    at: datetime
    by: str | None = None


class Extension(Part, frozen=True):
    """More time for a clock, in seconds, and why; in a view the reason is None for who may not read it."""

    seconds: int
    reason: str | None
    by: str
    at: datetime


class Timebox(Part, frozen=True):
    """A clock. `planned` and `used` are seconds; `used` counts up to `since`, from when it runs. `again` is
    what starting it again after a stop added to the plan (or, below zero, took off).

    What is left is never kept: `clock.reading` computes it from these and the time.
    """

    box: str
    planned: int
    used: float = 0.0
    since: datetime | None = None
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    again: int = 0
    extensions: tuple[Extension, ...] = ()

    @property
    def running(self) -> bool:
        """Whether the clock runs."""
        return self.since is not None

    @property
    def allowed(self) -> int:
        """Planned seconds, every extension, and what starting again added."""
        return self.planned + self.again + sum(extension.seconds for extension in self.extensions)

    def used_at(self, now: datetime) -> float:
        """Seconds used up to `now`."""
        if self.since is None:
            return self.used
        return self.used + max(0.0, (now - self.since) / timedelta(seconds=1))


class SignOff(Part, frozen=True):
    """A seat's signature under the result."""

    seat: str
    remark: str | None
    at: datetime
    by: str | None = None


class Outcome(Part, frozen=True):
    """The overall result as agreed."""

    outcome: str
    reason: str | None
    by: str
    at: datetime


class Adjournment(Part, frozen=True):
    """The panel has stopped for now. `paused` is the clock that ran and will run again; in a view the reason is None
    for who may not read it."""

    reason: str | None
    until: str | None
    at: datetime
    paused: str | None


class Checked(Part, frozen=True):
    """What became of one of last time's recommendations; `by` checked it, and `entered_by` wrote that down for them."""

    id: str
    status: CheckStatus
    text: str | None
    by: str
    at: datetime
    entered_by: str | None = None


class AgreedText(Part, frozen=True):
    """The agreed text under a heading of a conversation."""

    heading: str
    text: str
    by: str
    at: datetime


class PointState(Part, frozen=True, dict=True):
    """All that has happened to one point. `revealed` are the rounds that are open for all to see;
    `shown` are those that have ever been, even where the reveal was undone."""

    id: str
    round: int = 1
    notes: tuple[Note, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    scores: tuple[Score, ...] = ()
    revealed: frozenset[int] = frozenset()
    shown: frozenset[int] = frozenset()
    decision: Decision | None = None
    dissents: tuple[Dissent, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    visited: bool = False
    own_view: OwnView | None = None

    @cached_property
    def note_ids(self) -> frozenset[str]:
        """The ids of its notes. Each new note is compared with all, and of thousands few points change meanwhile."""
        return frozenset(note.id for note in self.notes)


def stages_of(standard: Standard, kind: SessionKind) -> tuple[Stage, ...]:
    """The stages of a session: a conversation has nothing to deliberate on, and a team alone asks itself nothing."""
    if kind == "self":
        return ("briefing", "points", "close")
    if standard.is_conversation:
        return tuple(stage for stage in STAGES if stage != "deliberation")
    return STAGES


class State(Part, frozen=True):
    """The whole session after the event number `n`.

    `evidence` is what has no point yet, and `sources` where evidence was brought from;
    `declined` are what was taken off here again, each by the keys of its source and its own.
    `departures` gives, by the number of the event of a decision, the majority that the decision was away from.
    `team_page` says whether the team has a page of its own, `decisions_shared` whether that shows the decisions.
    """

    created: SessionCreated
    standard: Standard
    n: int
    created_at: datetime
    changed_at: datetime
    seats: dict[str, SeatData]
    points: dict[str, PointState]
    stage: Stage = "briefing"
    visited: tuple[Stage, ...] = ("briefing",)
    current: str | None = None
    notes: tuple[Note, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    timeboxes: dict[str, Timebox] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    outcome: Outcome | None = None
    signed: tuple[SignOff, ...] = ()
    closed_at: datetime | None = None
    reopened: str | None = None
    adjournment: Adjournment | None = None
    away_seconds: float = 0.0
    scope: str | None = None
    briefed: frozenset[str] = frozenset()
    checked: tuple[Checked, ...] = ()
    agreed: tuple[AgreedText, ...] = ()
    stage_times: tuple[tuple[Stage, datetime], ...] = ()
    departures: dict[int, str] = field(default_factory=dict)
    team_page: bool = False
    decisions_shared: bool = False
    evidence: tuple[Evidence, ...] = ()
    sources: tuple[SourceSeen, ...] = ()
    publication: Publication | None = None
    declined: frozenset[tuple[str, str]] = frozenset()

    @property
    def lead(self) -> str:
        """The id of the seat that leads."""
        return next(seat.id for seat in self.seats.values() if seat.role == "lead")

    @property
    def earlier(self) -> Earlier | None:
        """What the session before left to check."""
        return self.created.earlier

    def conflict(self, seat: str, point: str | None) -> Conflict | None:
        """The conflict that holds for a seat at a point: the strictest of its own and the general ones."""
        if not self.conflicts:
            return None
        strictness = ("note", "no-score", "leaves")
        held = [conflict for conflict in self.conflicts if conflict.seat == seat and conflict.point in (None, point)]
        return max(held, key=lambda conflict: strictness.index(conflict.effect), default=None)

    @property
    def is_self(self) -> bool:
        """Whether this is a team's own record of itself, in which nothing is scored."""
        return self.created.kind == "self"

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of this session: those that would stand empty are not among them."""
        return stages_of(self.standard, self.created.kind)

    def in_scope(self, point: str) -> bool:
        """Whether the standard has this point (id) and this session looks at it: in its phase, and not carried over."""
        known = self.standard.point(point)
        phased = known is not None and (not known.phases or self.created.phase in known.phases)
        return phased and point not in self.created.carried

    @property
    def walk(self) -> tuple[Point, ...]:
        """The points that this session looks at, in the order in which the panel hears them."""
        found = self.standard.in_running_order(self.created.phase, self.created.order)
        carried = frozenset(self.created.carried)
        return tuple(point for point in found if point.id not in carried)

    def scorers(self, point: str) -> tuple[str, ...]:
        """Ids of the seats whose score is awaited at a point: the panel less its conflicts."""
        return tuple(
            seat.id
            for seat in self.seats.values()
            if seat.role != "observer" and ((held := self.conflict(seat.id, point)) is None or held.effect == "note")
        )
