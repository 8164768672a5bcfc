"""Who left the room for a point does nothing about it: not for its own seat, not for another, and takes nothing back.

A conflict ends only where somebody lifts it and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from panel_tui.session import bodies
from panel_tui.session.fold.gathered import all_evidence
from panel_tui.session.fold.points import find_note
from panel_tui.session.rules.scope import leaving
from panel_tui.session.rules.who import LEAD_ONLY
from panel_tui.session.state import State

TAKES_THE_LEAD = "takes the lead for it"
AT_THE_KEYBOARD = "does it at the keyboard"
"""Who does it instead."""

_Points = Callable[[State, Any], Iterable[str | None]]


def _named(_: State, what: Any) -> Iterable[str | None]:
    return (what.point,)


def _of_note(state: State, what: bodies.NoteChanged | bodies.NoteWithdrawn) -> Iterable[str | None]:
    point = what.point if isinstance(what, bodies.NoteChanged) else None
    try:
        return (point, find_note(state, what.id, point).point)
    except KeyError:
        return (point,)


def _of_evidence(state: State, *ids: str) -> Iterable[str | None]:
    return [one.point for one in all_evidence(state) if one.id in ids]


def _of_brought(state: State, what: bodies.EvidenceBrought) -> Iterable[str | None]:
    ids = (*(item.id for item in what.items), *what.gone)
    return (*(item.point for item in what.items), *_of_evidence(state, *ids))


def _of_recommendation(state: State, what: Any) -> Iterable[str | None]:
    return [point.id for point in state.points.values() for one in point.recommendations if one.id == what.id]


def _of_question(state: State, what: Any) -> Iterable[str | None]:
    return [one.point for one in state.questions if one.id == what.id]


def _of_last_time(state: State, what: bodies.EarlierChecked) -> Iterable[str | None]:
    return [one.point for one in (state.earlier.recommendations if state.earlier else ()) if one.id == what.id]


ABOUT_POINTS: Mapping[type[bodies.Body], _Points] = {
    bodies.NoteTaken: _named,
    bodies.NoteChanged: _of_note,
    bodies.NoteWithdrawn: _of_note,
    bodies.EvidenceAdded: _named,
    bodies.EvidenceChanged: lambda state, what: _of_evidence(state, what.id),
    bodies.EvidenceWithdrawn: lambda state, what: _of_evidence(state, what.id),
    bodies.EvidenceMarked: lambda state, what: _of_evidence(state, what.id),
    bodies.EvidencePlaced: lambda state, what: (what.point, *_of_evidence(state, what.id)),
    bodies.EvidenceBrought: _of_brought,
    bodies.OwnViewGiven: _named,
    bodies.OwnViewsBrought: lambda _, what: [view.point for view in what.views],
    bodies.ScoreGiven: _named,
    bodies.ScoresRevealed: lambda _, what: what.points,
    bodies.RoundOpened: _named,
    bodies.DecisionMade: _named,
    bodies.DissentRecorded: _named,
    bodies.RecommendationMade: _named,
    bodies.RecommendationChanged: _of_recommendation,
    bodies.RecommendationWithdrawn: _of_recommendation,
    bodies.EarlierChecked: _of_last_time,
    bodies.QuestionAsked: _named,
    bodies.QuestionAnswered: _of_question,
    bodies.QuestionWithdrawn: _of_question,
}
"""Every kind of act about a point, and how to tell which. To move the room and its clocks there is none of them."""


def points_of(state: State, what: bodies.AnyBody) -> frozenset[str]:
    """The points that an act is about, in the state before it."""
    about = ABOUT_POINTS.get(type(what))
    return frozenset(point for point in about(state, what) if point is not None) if about else frozenset()


def left(state: State, seat: str, points: Iterable[str]) -> str | None:
    """Why a seat that left the room does nothing about these points, or None."""
    return next((refusal for point in sorted(points) if (refusal := leaving(state, seat, point))), None)


def refusal(state: State, seat: str, on_behalf_of: str | None, what: bodies.AnyBody) -> str | None:
    """Why whoever acts, for itself or on behalf of another, does nothing about the points of this act, and who does it
    instead; or None."""
    points = points_of(state, what) if state.conflicts else frozenset()
    refused = left(state, seat, points)
    if refused is None:
        return None if on_behalf_of is None else left(state, on_behalf_of, points)
    if type(what) in LEAD_ONLY:
        return f"{refused}; {_who_leads(state, points)}"
    other = state.seats.get(on_behalf_of or seat)
    return refused if other is None or other.id == seat else f"{refused}; {other.name} {AT_THE_KEYBOARD}"


def _who_leads(state: State, points: Iterable[str]) -> str:
    deputies = (one for one in state.seats.values() if one.role == "deputy" and left(state, one.id, points) is None)
    deputy = next(deputies, None)
    if deputy is None:
        return f"make another seat the deputy, who {TAKES_THE_LEAD}"
    return f"{deputy.name}, the deputy, {TAKES_THE_LEAD}"


def unexplained(what: bodies.AnyBody) -> str | None:
    """A conflict is lifted with a reason. Old records lift some without, so no replay asks for it."""
    if isinstance(what, bodies.ConflictLifted) and not what.reason:
        return "say why: lifting a conflict of interest needs a reason"
    return None
