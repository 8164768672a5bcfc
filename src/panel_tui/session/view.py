"""What one viewer may see: the shapes that screens, seats, plain mode, exports and search are given.

Only `views.view_for` makes these. A figure that is derived from sealed scores has no field here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from panel_tui.session.outcome import Suggestion
from panel_tui.session.spread import Spread
from panel_tui.session.state import (
    Adjournment,
    AgreedText,
    Checked,
    Decision,
    Evidence,
    Note,
    Outcome,
    OwnView,
    Part,
    Publication,
    Question,
    Recommendation,
    Score,
    SourceSeen,
    Timebox,
)
from panel_tui.session.terms import (
    STAGES,
    TEAM,
    Affiliation,
    ConflictEffect,
    Earlier,
    EarlierDecision,
    Role,
    SessionKind,
    Stage,
)
from panel_tui.standard.model import Level, Point, Standard

Audience = Literal["internal", "panel", "team", "public"]
AUDIENCES: tuple[Audience, ...] = ("team", "panel", "internal", "public")


class Viewer(Struct, frozen=True, kw_only=True):
    """Who looks: a seat by its id, or a report's audience (with, for `panel`, whose own notes go along),
    or neither: the room display, or (`team`) the team's page. `names` says whether people's names may stand in a
    report."""

    seat: str | None = None
    audience: Audience | None = None
    names: bool = False
    team: bool = False


DISPLAY = Viewer()
"""The projector: point, clock, agenda. No note, no score."""
TEAM_PAGE = Viewer(team=True)
"""The team's page: stage and clock, its own questions, and the decisions once the lead shares them."""


class SeatView(Part, frozen=True):
    """A place on the panel as the viewer may name it; `label` is the name, or the role where names are left out."""

    id: str
    label: str
    initials: str
    role: Role
    discipline: str | None
    affiliation: Affiliation | None
    points: tuple[str, ...]


class ConflictView(Part, frozen=True):
    """A declared conflict; the reason, and (`by`) who declared it for the seat, only for those who may know whose
    it is."""

    seat: str
    label: str
    point: str | None
    effect: ConflictEffect
    reason: str | None
    by: str | None = None


class DissentView(Part, frozen=True):
    """A dissent; `label` is None where it has no name, `text` None where it is only counted. `by` is the seat that
    entered it for another, told only beside a name."""

    label: str | None
    seat: str | None
    text: str | None
    at: datetime | None
    by: str | None = None


class SignOffView(Part, frozen=True):
    """A signature under the result; `by` is the seat that signed on behalf of this one."""

    seat: str
    label: str
    remark: str | None
    at: datetime
    by: str | None = None


class PointView(Part, frozen=True):
    """One point. `inside` are the seats that have given a score in the open round, `awaited` those who may.

    `mine` is the viewer's own score in the open round. `scores` holds only revealed ones, of every round,
    and `spread` is None until the open round is revealed. `barred` says that a conflict keeps the viewer
    out of this point: then nothing of the panel's is here at all. `own_view` is the team's, None until the
    panel's scores have been revealed; `last_time` what the session before decided.
    """

    point: Point
    levels: tuple[Level, ...]
    section: str | None
    current: bool
    visited: bool
    round: int
    revealed: bool
    barred: bool
    notes: tuple[Note, ...]
    private_notes_left_out: int
    evidence: tuple[Evidence, ...]
    inside: tuple[str, ...]
    awaited: tuple[str, ...]
    mine: Score | None
    scores: tuple[Score, ...]
    spread: Spread | None
    decision: Decision | None
    dissents: tuple[DissentView, ...]
    recommendations: tuple[Recommendation, ...]
    conflicts: tuple[ConflictView, ...]
    timebox: Timebox
    own_view: OwnView | None = None
    last_time: EarlierDecision | None = None

    @property
    def id(self) -> str:
        """The point's id."""
        return self.point.id

    @property
    def number(self) -> str:
        """The point's printed number."""
        return self.point.number

    def level(self, level: str) -> Level | None:
        """A level of this point's scale by its id."""
        return next((one for one in self.levels if one.id == level), None)

    def label(self, level: str | None) -> str:
        """The words of a level."""
        found = self.level(level) if level else None
        return found.label if found else (level or "")


class CarriedOver(Part, frozen=True):
    """A point that a reassessment does not look at again, with what was decided last time."""

    point: Point
    decision: EarlierDecision
    level: Level | None


class LogLine(Part, frozen=True):
    """One event in words. `undone` events stay in the log and say so."""

    n: int
    at: datetime
    who: str
    text: str
    point: str | None
    undone: bool


class View(Part, frozen=True):
    """The whole session as one viewer may see it. `points` are in the order of the walk.

    `lengths` are the seconds that clocks were given when the session was planned, and `away_seconds` how long the
    panel was adjourned: with these a device forecasts the finish by itself. `evidence` is what has no point yet, and
    `carried` are the points of a reassessment that are not looked at again.
    """

    viewer: Viewer
    n: int
    session: str
    service: str
    phase: str
    phase_title: str
    description: str | None
    team: str | None
    organisation: str | None
    date: str | None
    scale: str
    order: str
    rehearsal: bool
    standard: Standard
    standard_hash: str
    created_at: datetime
    changed_at: datetime
    seats: tuple[SeatView, ...]
    lead: str
    stage: Stage
    visited: tuple[Stage, ...]
    current: str | None
    points: tuple[PointView, ...]
    notes: tuple[Note, ...]
    private_notes_left_out: int
    recommendations: tuple[Recommendation, ...]
    conflicts: tuple[ConflictView, ...]
    timeboxes: tuple[Timebox, ...]
    lengths: dict[str, int]
    away_seconds: float
    questions: tuple[Question, ...]
    suggestion: Suggestion
    outcome: Outcome | None
    signed: tuple[SignOffView, ...]
    closed_at: datetime | None
    adjournment: Adjournment | None
    scope: str | None
    briefed: frozenset[str]
    earlier: Earlier | None
    checked: tuple[Checked, ...]
    agreed: tuple[AgreedText, ...]
    stage_times: tuple[tuple[Stage, datetime], ...]
    team_page: bool
    decisions_shared: bool
    kind: SessionKind = "panel"
    stages: tuple[Stage, ...] = STAGES
    evidence: tuple[Evidence, ...] = ()
    sources: tuple[SourceSeen, ...] = ()
    carried: tuple[CarriedOver, ...] = ()
    publication: Publication | None = None

    def point(self, id: str) -> PointView:
        """The point with this id; raises `KeyError`."""
        for point in self.points:
            if point.id == id:
                return point
        raise KeyError(id)

    def seat(self, id: str) -> SeatView | None:
        """The seat with this id."""
        return next((seat for seat in self.seats if seat.id == id), None)

    def label(self, seat: str) -> str:
        """The seat's label, for showing who did something."""
        if seat == TEAM:
            return "the team"
        found = self.seat(seat)
        return found.label if found else "a former seat"

    def discipline_of(self, seat: str) -> str:
        """The seat's discipline as the standard's roles title it, in small letters; nothing where it has none."""
        found = self.seat(seat)
        said = found.discipline if found and found.discipline else ""
        known = self.standard.role(said)
        return known.title.lower() if known else said

    @property
    def is_self(self) -> bool:
        """Whether this is a team's own record of itself, in which nothing is scored."""
        return self.kind == "self"

    @property
    def me(self) -> SeatView | None:
        """The seat that looks."""
        return self.seat(self.viewer.seat) if self.viewer.seat else None

    @property
    def leads(self) -> bool:
        """Whether the viewer is the lead."""
        return self.viewer.seat == self.lead
