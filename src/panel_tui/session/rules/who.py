"""Who may do which kind of thing, and whether the record is open for it."""

from __future__ import annotations

from panel_tui.session import bodies
from panel_tui.session.rules.seats import OF_THE_DOOR, team_may
from panel_tui.session.state import State
from panel_tui.session.terms import TEAM

ONLY_THE_LEAD = "only the lead does this"
LEAD_ONLY = frozenset(
    {
        bodies.DetailsChanged,
        bodies.SeatAdded,
        bodies.SeatChanged,
        bodies.SeatRemoved,
        bodies.StageEntered,
        bodies.PointEntered,
        bodies.ScoresRevealed,
        bodies.RoundOpened,
        bodies.DecisionMade,
        bodies.TimeboxStarted,
        bodies.TimeboxPaused,
        bodies.TimeboxResumed,
        bodies.TimeboxExtended,
        bodies.TimeboxStopped,
        bodies.Adjourned,
        bodies.Reconvened,
        bodies.ScopeTold,
        bodies.BriefingTicked,
        bodies.TextAgreed,
        bodies.QuestionAnswered,
        bodies.OutcomeAgreed,
        bodies.SessionClosed,
        bodies.SessionReopened,
        bodies.SeatsOpened,
        bodies.SeatsClosed,
        bodies.SeatRelinked,
        bodies.SeatShutOut,
        bodies.KnockAnswered,
        bodies.TeamPageTurned,
        bodies.DecisionsShared,
        bodies.EvidenceBrought,
        bodies.OwnViewsBrought,
        bodies.Published,
        bodies.Unpublished,
    }
)
"""Only the lead's explicit move changes the room, decides or closes."""

FOR_ANOTHER = frozenset(
    {
        bodies.NoteTaken,
        bodies.NoteChanged,
        bodies.NoteWithdrawn,
        bodies.EvidenceAdded,
        bodies.EvidenceChanged,
        bodies.EvidenceWithdrawn,
        bodies.ScoreGiven,
        bodies.DissentRecorded,
        bodies.RecommendationMade,
        bodies.RecommendationChanged,
        bodies.RecommendationWithdrawn,
        bodies.ConflictDeclared,
        bodies.ConflictLifted,
        bodies.EarlierChecked,
        bodies.QuestionAsked,
        bodies.QuestionWithdrawn,
        bodies.SignedOff,
        bodies.EvidencePlaced,
        bodies.EvidenceMarked,
        bodies.OwnViewGiven,
    }
)
"""What the lead may do on behalf of a seat that has no device."""

COMING_IN = frozenset({bodies.SeatJoined, bodies.SeatTakenOver})
"""What every seat does, an observer too."""

WHEN_CLOSED = frozenset(
    {
        bodies.SessionReopened,
        bodies.Exported,
        bodies.Published,
        bodies.Unpublished,
        bodies.Undone,
        bodies.Redone,
        *OF_THE_DOOR,
    }
)
WHEN_ADJOURNED = frozenset(
    {
        bodies.Reconvened,
        bodies.Exported,
        bodies.NoteTaken,
        bodies.NoteChanged,
        bodies.NoteWithdrawn,
        bodies.EvidenceAdded,
        bodies.EvidenceChanged,
        bodies.EvidenceWithdrawn,
        bodies.ScoreGiven,
        bodies.DetailsChanged,
        bodies.SeatAdded,
        bodies.SeatChanged,
        bodies.SeatRemoved,
        bodies.ConflictDeclared,
        bodies.ConflictLifted,
        bodies.LeadTaken,
        bodies.EvidenceBrought,
        bodies.EvidencePlaced,
        bodies.EvidenceMarked,
        bodies.OwnViewsBrought,
        bodies.RecommendationMade,
        bodies.RecommendationChanged,
        bodies.RecommendationWithdrawn,
        bodies.Undone,
        bodies.Redone,
        *OF_THE_DOOR,
    }
)
"""While the panel is apart, notes can be tidied; the room does not move."""


def may(state: State, seat: str, kind: type[bodies.Body]) -> str | None:
    """Why a seat may not do a kind of thing now, whatever the details; None where it may."""
    if kind is bodies.SessionCreated:
        return "the session exists already"
    if seat == TEAM:
        return team_may(state, kind)
    held = state.seats.get(seat)
    if held is None:
        return "this seat is not on the panel; the lead can add it in the set-up"
    if state.closed_at is not None and kind not in WHEN_CLOSED:
        return "the session is closed; reopen it first, with a reason"
    if state.closed_at is None and kind is bodies.SessionReopened:
        return "the session is open already"
    if held.role == "observer" and kind is not bodies.Exported and kind not in COMING_IN:
        return f"{held.name} is an observer, who watches and changes nothing"
    if kind in LEAD_ONLY and held.role != "lead":
        lead = state.seats[state.lead].name
        return f"{ONLY_THE_LEAD}, and the lead is {lead}"
    if kind is bodies.LeadTaken and held.role != "deputy":
        return f"only a deputy can take the lead over, and {held.name} is not one"
    if state.adjournment is not None and kind not in WHEN_ADJOURNED:
        return "the panel has adjourned; reconvene first"
    if state.adjournment is None and kind is bodies.Reconvened:
        return "the panel has not adjourned"
    return _of_a_team(state, kind) or _needs_levels(state, kind)


_OF_LEVELS = frozenset(
    {
        bodies.ScoreGiven,
        bodies.ScoresRevealed,
        bodies.RoundOpened,
        bodies.DecisionMade,
        bodies.DissentRecorded,
        bodies.OutcomeAgreed,
    }
)

_OF_A_PANEL = _OF_LEVELS | {
    bodies.SignedOff,
    bodies.RecommendationMade,
    bodies.TextAgreed,
    bodies.QuestionAsked,
    bodies.QuestionAnswered,
    bodies.OwnViewsBrought,
    bodies.Published,
}

_OF_A_DAY = frozenset(
    {
        bodies.TimeboxStarted,
        bodies.TimeboxPaused,
        bodies.TimeboxResumed,
        bodies.TimeboxExtended,
        bodies.TimeboxStopped,
        bodies.Adjourned,
        bodies.TeamPageTurned,
        bodies.DecisionsShared,
    }
)


def _of_a_team(state: State, kind: type[bodies.Body]) -> str | None:
    if state.is_self and kind in _OF_A_PANEL:
        return "this is a team's own record: nothing is scored or decided in it, and 'own' gives your view of a point"
    if state.is_self and kind in _OF_A_DAY:
        return "this is a team's own record, which has no clocks, no adjournment and no page for a panel's team"
    if not state.is_self and kind is bodies.OwnViewGiven:
        return "a panel scores instead; the team's own view is brought in from its self-assessment"
    return None


def _needs_levels(state: State, kind: type[bodies.Body]) -> str | None:
    conversation = state.standard.conversation
    if conversation is not None and kind in _OF_LEVELS:
        return "this standard is a conversation without levels; agree a text under each heading instead"
    if conversation is None and kind is bodies.TextAgreed:
        return "this standard has levels; decide its points instead of agreeing texts"
    return None


def may_for(state: State, seat: str, on_behalf_of: str | None, kind: type[bodies.Body]) -> str | None:
    """The same for something done on behalf of another seat, which only the lead does."""
    refusal = may(state, seat, kind)
    if refusal is not None or on_behalf_of is None:
        return refusal
    if seat != state.lead:
        return "only the lead acts on behalf of another seat"
    if kind not in FOR_ANOTHER:
        return "this is the lead's own to do, not something done on behalf of a seat"
    return may(state, on_behalf_of, kind)
