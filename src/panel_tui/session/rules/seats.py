"""Rules for seats on devices of their own, and for the team's page."""

from __future__ import annotations

from panel_tui.session import bodies
from panel_tui.session.state import State
from panel_tui.session.terms import TEAM

OF_THE_TEAM = frozenset({bodies.QuestionAsked, bodies.QuestionWithdrawn})
"""What the team does itself, on its page."""

OF_THE_DOOR = (
    bodies.SeatsOpened,
    bodies.SeatsClosed,
    bodies.SeatJoined,
    bodies.SeatTakenOver,
    bodies.SeatRelinked,
    bodies.SeatShutOut,
    bodies.KnockAnswered,
    bodies.TeamPageTurned,
    bodies.DecisionsShared,
)
"""Who came in and what was opened to whom: it happened, whatever is undone."""


def team_may(state: State, kind: type[bodies.Body]) -> str | None:
    """Why the team may not do a kind of thing on its page now; None where it may."""
    if kind not in OF_THE_TEAM:
        return "the team's page takes questions and challenges, and nothing else"
    if not state.team_page:
        return "the team's page is not open; the lead opens it"
    if state.closed_at is not None:
        return "the session is closed"
    if state.adjournment is not None:
        return "the panel has adjourned; it takes questions when it meets again"
    if state.stage != "questions":
        return "the panel takes the team's questions in the questions period, and that is not now"
    return None


def of_the_team(state: State, what: bodies.AnyBody) -> str | None:
    """The team asks in its own name only, and challenges only what it was shown: a refusal must not tell which
    points have a decision."""
    if not isinstance(what, bodies.QuestionAsked):
        return None
    if what.asker != TEAM:
        return "the team's page asks for the team"
    if what.kind == "challenge" and not state.decisions_shared:
        return "a challenge is about a decision, and none has been shared on this page yet; ask it as a question"
    return None


def seat_relinked(state: State, seat: str, what: bodies.SeatRelinked | bodies.SeatShutOut) -> str | None:
    """A link belongs to a seat of the panel."""
    return None if what.seat in state.seats else f"there is no seat '{what.seat}'"


def knock_answered(state: State, seat: str, what: bodies.KnockAnswered) -> str | None:
    """Somebody with a name is let in to a seat of the panel, or refused."""
    if not what.name:
        return "whoever asks to come in gives a name"
    if what.seat is not None and what.seat not in state.seats:
        return f"there is no seat '{what.seat}'"
    return None


def team_page_turned(state: State, seat: str, what: bodies.TeamPageTurned) -> str | None:
    """It is on or off, once."""
    if what.on == state.team_page:
        return "the team's page is open already" if what.on else "the team's page is closed already"
    return None


def decisions_shared(state: State, seat: str, what: bodies.DecisionsShared) -> str | None:
    """Decisions are shown on a page that is open."""
    if what.on and not state.team_page:
        return "open the team's page first: 'team on'"
    if what.on == state.decisions_shared:
        return "the team sees the decisions already" if what.on else "the team does not see the decisions"
    return None
