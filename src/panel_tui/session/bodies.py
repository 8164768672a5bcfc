"""What can happen in a session: one immutable struct per kind of event.

Shapes only. Whether something may happen now is said in `rules`; what it changes is said in `fold`.
Points are named by their `id` in the standard, seats by their `id` on the panel, minutes are whole
seconds (`seconds`), and text has already been cleaned by `words.clean`.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import field

from panel_tui.session.body import Body as Body
from panel_tui.session.door import DecisionsShared as DecisionsShared
from panel_tui.session.door import KnockAnswered as KnockAnswered
from panel_tui.session.door import SeatJoined as SeatJoined
from panel_tui.session.door import SeatRelinked as SeatRelinked
from panel_tui.session.door import SeatsClosed as SeatsClosed
from panel_tui.session.door import SeatShutOut as SeatShutOut
from panel_tui.session.door import SeatsOpened as SeatsOpened
from panel_tui.session.door import SeatTakenOver as SeatTakenOver
from panel_tui.session.door import TeamPageTurned as TeamPageTurned
from panel_tui.session.gathered import EvidenceBrought as EvidenceBrought
from panel_tui.session.gathered import EvidenceMarked as EvidenceMarked
from panel_tui.session.gathered import EvidencePlaced as EvidencePlaced
from panel_tui.session.gathered import OwnViewGiven as OwnViewGiven
from panel_tui.session.gathered import OwnViewsBrought as OwnViewsBrought
from panel_tui.session.gathered import Published as Published
from panel_tui.session.gathered import Unpublished as Unpublished
from panel_tui.session.terms import (
    Asker,
    CheckStatus,
    ConflictEffect,
    Earlier,
    EvidenceState,
    NoteKind,
    SeatData,
    SessionKind,
    Stage,
    Strength,
)


class SessionCreated(Body, frozen=True, tag="session-created"):
    """The first event: the service, the whole standard as plain data, the panel, the planned times.

    `timeboxes` gives seconds by name (briefing, deliberation, questions). `order` is the walk through
    the points: by the standard's own sections, or by number. `scale` names the standard's scale in use. `carried` are
    the points (ids) that a reassessment does not look at again: their decision is that of `earlier`.
    """

    id: str
    service: str
    phase: str
    standard: dict[str, Any]
    standard_hash: str
    description: str | None = None
    team: str | None = None
    organisation: str | None = None
    date: str | None = None
    scale: str = "default"
    order: Literal["sections", "numbers"] = "sections"
    panel: tuple[SeatData, ...] = ()
    timeboxes: dict[str, int] = field(default_factory=dict)
    earlier: Earlier | None = None
    rehearsal: bool = False
    kind: SessionKind = "panel"
    carried: tuple[str, ...] = ()


class DetailsChanged(Body, frozen=True, tag="details-changed"):
    """The lead corrected a line of the set-up; `field` is one of `rules.DETAIL_FIELDS`."""

    field: str
    value: str | None


class SeatAdded(Body, frozen=True, tag="seat-added"):
    """A place on the panel was added."""

    seat: SeatData


class SeatChanged(Body, frozen=True, tag="seat-changed"):
    """A place on the panel was corrected; its id stays."""

    seat: SeatData


class SeatRemoved(Body, frozen=True, tag="seat-removed"):
    """A place that has done nothing yet was taken off the panel."""

    seat: str


class ConflictDeclared(Body, frozen=True, tag="conflict-declared"):
    """A conflict of interest of one seat, for one point or (None) for all, and what follows from it."""

    seat: str
    point: str | None
    effect: ConflictEffect
    reason: str


class ConflictLifted(Body, frozen=True, tag="conflict-lifted"):
    """A declared conflict no longer stands, and why. Records of older versions do not say why."""

    seat: str
    point: str | None
    reason: str | None = None


class StageEntered(Body, frozen=True, tag="stage-entered"):
    """The lead moved the room to a stage."""

    stage: Stage


class PointEntered(Body, frozen=True, tag="point-entered"):
    """The lead moved the room to a point."""

    point: str


class NoteTaken(Body, frozen=True, tag="note-taken"):
    """A note by one seat; `point` None is about the service as a whole. Private: for its seat alone."""

    id: str
    point: str | None
    kind: NoteKind
    text: str
    private: bool = False


class NoteChanged(Body, frozen=True, tag="note-changed"):
    """The author's new wording; the old one stays in the session file."""

    id: str
    kind: NoteKind
    text: str
    point: str | None
    private: bool = False


class NoteWithdrawn(Body, frozen=True, tag="note-withdrawn"):
    """The author took a note back."""

    id: str


class EvidenceAdded(Body, frozen=True, tag="evidence-added"):
    """Something the team shows for a point: working today (`done`) or intended (`planned`)."""

    id: str
    point: str
    state: EvidenceState
    title: str
    url: str | None = None


class EvidenceChanged(Body, frozen=True, tag="evidence-changed"):
    """A piece of evidence was corrected."""

    id: str
    state: EvidenceState
    title: str
    url: str | None = None


class EvidenceWithdrawn(Body, frozen=True, tag="evidence-withdrawn"):
    """A piece of evidence was taken off the point."""

    id: str


class ScoreGiven(Body, frozen=True, tag="score-given"):
    """One seat's own level for a point in the round that is open."""

    point: str
    round: int
    level: str


class ScoresRevealed(Body, frozen=True, tag="scores-revealed"):
    """All scores of these points, in their open rounds, shown at once."""

    points: tuple[str, ...]


class RoundOpened(Body, frozen=True, tag="round-opened"):
    """The panel scores a point again; the earlier round stays as it was."""

    point: str
    round: int


class DecisionMade(Body, frozen=True, tag="decision-made"):
    """The panel's level for a point, with its reason; `question` is the one that changed it."""

    point: str
    level: str
    reason: str
    casting: bool = False
    question: str | None = None


class DissentRecorded(Body, frozen=True, tag="dissent-recorded"):
    """A seat's own line beside a decision it does not share. Said again, it replaces the one before."""

    point: str
    text: str


class RecommendationMade(Body, frozen=True, tag="recommendation-made"):
    """What the team must or should do; `due` is a date as YYYY-MM-DD."""

    id: str
    point: str | None
    strength: Strength
    text: str
    owner: str | None = None
    due: str | None = None


class RecommendationChanged(Body, frozen=True, tag="recommendation-changed"):
    """A recommendation was reworded, or given an owner or a date."""

    id: str
    strength: Strength
    text: str
    owner: str | None = None
    due: str | None = None


class RecommendationWithdrawn(Body, frozen=True, tag="recommendation-withdrawn"):
    """A recommendation was taken back."""

    id: str


class EarlierChecked(Body, frozen=True, tag="earlier-checked"):
    """What became of a recommendation of last time."""

    id: str
    status: CheckStatus
    text: str | None = None


class TextAgreed(Body, frozen=True, tag="text-agreed"):
    """The panel's agreed text under a heading of a standard that is a conversation."""

    heading: str
    text: str


class ScopeTold(Body, frozen=True, tag="scope-told"):
    """The scope and story of the service so far, as the briefing heard it."""

    text: str


class BriefingTicked(Body, frozen=True, tag="briefing-ticked"):
    """One item of the briefing's list was done (or not yet): see `rules.BRIEFING_ITEMS`."""

    item: str
    done: bool


class TimeboxStarted(Body, frozen=True, tag="timebox-started"):
    """A clock was started. `box` is briefing, deliberation, questions, or `point:` and a point's id."""

    box: str
    seconds: int


class TimeboxPaused(Body, frozen=True, tag="timebox-paused"):
    """The running clock was paused."""

    box: str


class TimeboxResumed(Body, frozen=True, tag="timebox-resumed"):
    """A paused clock runs again."""

    box: str


class TimeboxExtended(Body, frozen=True, tag="timebox-extended"):
    """A clock was given more time, and why."""

    box: str
    seconds: int
    reason: str


class TimeboxStopped(Body, frozen=True, tag="timebox-stopped"):
    """A clock was stopped for good; starting it again begins a new run on top of the time used."""

    box: str


class Adjourned(Body, frozen=True, tag="adjourned"):
    """The panel stopped for today; every clock stands still until it meets again."""

    reason: str
    until: str | None = None


class Reconvened(Body, frozen=True, tag="reconvened"):
    """The panel meets again and picks up where it stopped."""


class QuestionAsked(Body, frozen=True, tag="question-asked"):
    """A question or a challenge in the questions period."""

    id: str
    kind: Literal["question", "challenge"]
    asker: Asker
    point: str | None
    text: str


class QuestionAnswered(Body, frozen=True, tag="question-answered"):
    """The answer; `changed` says whether a decision was changed by it."""

    id: str
    text: str
    changed: bool = False


class QuestionWithdrawn(Body, frozen=True, tag="question-withdrawn"):
    """A question was taken back."""

    id: str


class OutcomeAgreed(Body, frozen=True, tag="outcome-agreed"):
    """The overall result as the lead confirms it; a reason where it differs from the suggested one."""

    outcome: str
    reason: str | None = None


class SignedOff(Body, frozen=True, tag="signed-off"):
    """A seat signs the result, with a remark of its own if it wishes."""

    remark: str | None = None


class SessionClosed(Body, frozen=True, tag="session-closed"):
    """The record is closed."""


class SessionReopened(Body, frozen=True, tag="session-reopened"):
    """The record was opened again, and why."""

    reason: str


class LeadTaken(Body, frozen=True, tag="lead-taken"):
    """The deputy took the lead over."""

    reason: str


class Exported(Body, frozen=True, tag="exported"):
    """A report left the room: which format, for whom."""

    format: str
    audience: str


class Undone(Body, frozen=True, tag="undone"):
    """Event `number` no longer counts. It stays in the record."""

    number: int


class Redone(Body, frozen=True, tag="redone"):
    """Event `number`, undone before, counts again."""

    number: int


# fmt: off
AnyBody = (
    SessionCreated | DetailsChanged | SeatAdded | SeatChanged | SeatRemoved | ConflictDeclared | ConflictLifted
    | StageEntered | PointEntered | NoteTaken | NoteChanged | NoteWithdrawn | EvidenceAdded | EvidenceChanged |
    EvidenceWithdrawn | ScoreGiven | ScoresRevealed | RoundOpened | DecisionMade | DissentRecorded |
    RecommendationMade | RecommendationChanged | RecommendationWithdrawn | EarlierChecked | TextAgreed |
    ScopeTold | BriefingTicked | TimeboxStarted | TimeboxPaused | TimeboxResumed | TimeboxExtended |
    TimeboxStopped | Adjourned | Reconvened | QuestionAsked | QuestionAnswered | QuestionWithdrawn |
    OutcomeAgreed | SignedOff | SessionClosed | SessionReopened | LeadTaken | Exported | Undone | Redone |
    SeatsOpened | SeatsClosed | SeatJoined | SeatTakenOver | SeatRelinked | SeatShutOut | KnockAnswered |
    TeamPageTurned | DecisionsShared |
    EvidenceBrought | EvidencePlaced | EvidenceMarked | OwnViewGiven | OwnViewsBrought | Published | Unpublished
)
# fmt: on
