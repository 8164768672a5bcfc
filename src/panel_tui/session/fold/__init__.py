"""The fold: what each event changes. Pure, total over every kind of event, and in no doubt.

An event that reaches the fold has been accepted by the rules, so nothing is refused here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import force_setattr, replace

from panel_tui.session import bodies
from panel_tui.session.events import Event
from panel_tui.session.fold import closing, gathered, panel, points, room, seats
from panel_tui.session.state import State
from panel_tui.standard.model import Standard

_Step = Callable[[State, Event, Any], State]

_STEPS: Mapping[type[bodies.Body], _Step] = {
    bodies.DetailsChanged: panel.details_changed,
    bodies.SeatAdded: panel.seat_kept,
    bodies.SeatChanged: panel.seat_kept,
    bodies.SeatRemoved: panel.seat_removed,
    bodies.LeadTaken: panel.lead_taken,
    bodies.ConflictDeclared: panel.conflict_declared,
    bodies.ConflictLifted: panel.conflict_lifted,
    bodies.ScopeTold: panel.scope_told,
    bodies.BriefingTicked: panel.briefing_ticked,
    bodies.EarlierChecked: panel.earlier_checked,
    bodies.StageEntered: room.stage_entered,
    bodies.PointEntered: room.point_entered,
    bodies.TimeboxStarted: room.timebox_started,
    bodies.TimeboxPaused: room.timebox_paused,
    bodies.TimeboxResumed: room.timebox_resumed,
    bodies.TimeboxExtended: room.timebox_extended,
    bodies.TimeboxStopped: room.timebox_stopped,
    bodies.Adjourned: room.adjourned,
    bodies.Reconvened: room.reconvened,
    bodies.NoteTaken: points.note_taken,
    bodies.NoteChanged: points.note_changed,
    bodies.NoteWithdrawn: points.note_withdrawn,
    bodies.EvidenceAdded: points.evidence_added,
    bodies.EvidenceChanged: points.evidence_changed,
    bodies.EvidenceWithdrawn: points.evidence_withdrawn,
    bodies.ScoreGiven: points.score_given,
    bodies.ScoresRevealed: points.scores_revealed,
    bodies.RoundOpened: points.round_opened,
    bodies.DecisionMade: points.decision_made,
    bodies.DissentRecorded: points.dissent_recorded,
    bodies.RecommendationMade: points.recommendation_made,
    bodies.RecommendationChanged: points.recommendation_changed,
    bodies.RecommendationWithdrawn: points.recommendation_withdrawn,
    bodies.QuestionAsked: closing.question_asked,
    bodies.QuestionAnswered: closing.question_answered,
    bodies.QuestionWithdrawn: closing.question_withdrawn,
    bodies.TextAgreed: closing.text_agreed,
    bodies.OutcomeAgreed: closing.outcome_agreed,
    bodies.SignedOff: closing.signed_off,
    bodies.SessionClosed: closing.session_closed,
    bodies.SessionReopened: closing.session_reopened,
    bodies.Exported: closing.exported,
    bodies.SeatsOpened: seats.at_the_door,
    bodies.SeatsClosed: seats.at_the_door,
    bodies.SeatJoined: seats.at_the_door,
    bodies.SeatTakenOver: seats.at_the_door,
    bodies.SeatRelinked: seats.at_the_door,
    bodies.SeatShutOut: seats.at_the_door,
    bodies.KnockAnswered: seats.at_the_door,
    bodies.TeamPageTurned: seats.team_page_turned,
    bodies.DecisionsShared: seats.decisions_shared,
    bodies.EvidenceBrought: gathered.evidence_brought,
    bodies.EvidencePlaced: gathered.evidence_placed,
    bodies.EvidenceMarked: gathered.evidence_marked,
    bodies.OwnViewGiven: gathered.own_view_given,
    bodies.OwnViewsBrought: gathered.own_views_brought,
    bodies.Published: gathered.published,
    bodies.Unpublished: gathered.unpublished,
}


def begin(event: Event, standard: Standard | None = None) -> State:
    """The state after the first event, a `SessionCreated`; its standard, where it was read before."""
    return panel.begun(event, standard)


def step(state: State, event: Event) -> State:
    """The state after one more event. Undoing and redoing are `history`'s: they need all the events."""
    return _numbered(state, _STEPS[type(event.what)](state, event, event.what), event)


def skip(state: State, event: Event) -> State:
    """The state after an event that was undone: nothing but what the panel cannot unsee."""
    after = points.scores_seen(state, event.what) if isinstance(event.what, bodies.ScoresRevealed) else state
    return _numbered(state, after, event)


def _numbered(before: State, after: State, event: Event) -> State:
    if after is before:
        return replace(before, n=event.n, changed_at=event.at)
    # A fresh copy that nobody holds yet: copying its thirty fields once more is half of the cost of a fold.
    force_setattr(after, "n", event.n)
    force_setattr(after, "changed_at", event.at)
    return after
