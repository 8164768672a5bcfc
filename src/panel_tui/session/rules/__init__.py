"""The rules: may this happen now? A plain sentence why not, or nothing.

Every rule answers in two steps. `may` looks only at who asks for which kind of thing, so that a screen can
grey an action before its words are known; `check` looks at the whole of it. Neither changes anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from panel_tui.errors import PanelError
from panel_tui.session import bodies
from panel_tui.session.history import History
from panel_tui.session.rules import beginning, closing, conflicts, gathered, panel, points, room, seats, undo, who
from panel_tui.session.rules.panel import BRIEFING_ITEMS, DETAIL_FIELDS
from panel_tui.session.state import State
from panel_tui.session.terms import TEAM
from panel_tui.standard.model import Standard

__all__ = ["BRIEFING_ITEMS", "DETAIL_FIELDS", "Refused", "check", "check_beginning", "may"]


class Refused(PanelError):
    """The rules of the room do not allow this now. Nothing was changed."""


_Rule = Callable[[State, str, Any], str | None]

_RULES: Mapping[type[bodies.Body], _Rule] = {
    bodies.DetailsChanged: panel.details_changed,
    bodies.SeatAdded: panel.seat_added,
    bodies.SeatChanged: panel.seat_changed,
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
    bodies.SeatRelinked: seats.seat_relinked,
    bodies.SeatShutOut: seats.seat_relinked,
    bodies.KnockAnswered: seats.knock_answered,
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


def may(state: State, seat: str, kind: type[bodies.Body]) -> str | None:
    """Why `seat` may not do this kind of thing at present, in one sentence; None where it may."""
    return who.may(state, seat, kind)


def check_beginning(seat: str, what: bodies.SessionCreated) -> None:
    """Raise `Refused` with one plain sentence unless a session may begin like this, made by `seat`."""
    refusal = beginning.refusal(seat, what, msgspec.convert(what.standard, Standard))
    if refusal is not None:
        raise Refused(refusal)


def check(history: History, seat: str, on_behalf_of: str | None, what: bodies.AnyBody) -> None:
    """Raise `Refused` with one plain sentence unless `what` may happen now, done by `seat`."""
    state = history.state
    # First who is not in the room for it: what is so at a point is not told to who left the room for it.
    refusal = who.may_for(state, seat, on_behalf_of, type(what)) or conflicts.refusal(state, seat, on_behalf_of, what)
    refusal = refusal or refusal_of(state, seat, on_behalf_of, what) or conflicts.unexplained(what)
    if refusal is None and isinstance(what, bodies.Undone | bodies.Redone):
        refusal = undo.refusal(history, seat, what, refusal_of)
    if refusal is not None:
        raise Refused(refusal)


def refusal_of(state: State, seat: str, on_behalf_of: str | None, what: bodies.AnyBody) -> str | None:
    """Why this may not happen in this state, or None; undo and redo are judged by their history."""
    refusal = who.may_for(state, seat, on_behalf_of, type(what))
    if refusal is None and seat == TEAM:
        refusal = seats.of_the_team(state, what)
    rule = _RULES.get(type(what))
    if refusal is None and rule is not None:
        refusal = rule(state, on_behalf_of or seat, what)
    return refusal
