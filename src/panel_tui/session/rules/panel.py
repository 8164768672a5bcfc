"""Rules for the set-up, the panel, conflicts of interest and the briefing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from panel_tui.session import bodies
from panel_tui.session.fold.gathered import all_evidence
from panel_tui.session.state import PointState, State
from panel_tui.session.terms import NO_SEATS, SeatData
from panel_tui.standard.model import Standard

DETAIL_FIELDS: Mapping[str, str] = {
    "service": "service",
    "description": "description",
    "team": "team",
    "organisation": "organisation",
    "date": "date",
    "phase": "phase",
    "scale": "scale",
    "order": "running order",
    "briefing_seconds": "briefing",
    "deliberation_seconds": "deliberation",
    "questions_seconds": "questions",
}
"""What the lead may correct after the session was made, and its word on screen."""

BRIEFING_ITEMS: Mapping[str, str] = {
    "scope": "Scope and story of the service so far",
    "demo": "End-to-end demo: show the thing",
    "conflicts": "Conflicts of interest asked for",
    "earlier": "Recommendations of last time checked",
}
"""The list that a briefing walks through: panels said that they lacked exactly this."""

LONGEST_SECONDS = 24 * 3600
TIMEBOX_LENGTH = "a timebox lasts from a second to a day"
LARGEST_PANEL = 120


def details_changed(state: State, seat: str, what: bodies.DetailsChanged) -> str | None:
    """A correction must name a known field and leave the session whole."""
    if what.field not in DETAIL_FIELDS:
        return f"there is no line '{what.field}' in the set-up"
    if what.field == "service" and not what.value:
        return "a session needs the name of a service"
    if what.field == "date" and what.value and not is_date(what.value):
        return f"'{what.value[:40]}' is not a date; write it as 2026-11-21"
    if what.field.endswith("_seconds"):
        return _length(what.value)
    if what.field == "phase":
        return _phase(state, what.value)
    if what.field == "scale":
        return _scale(state, what.value)
    if what.field == "order" and what.value not in ("sections", "numbers"):
        return "the running order is either by sections or by numbers"
    return None


def is_date(text: str) -> bool:
    """Whether a text is a day as YYYY-MM-DD."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _length(value: str | None) -> str | None:
    if value is None or not value.isdecimal() or len(value) > 9:
        return TIMEBOX_LENGTH
    return length(int(value))


def length(seconds: int) -> str | None:
    """Why a timebox cannot last so long, or None."""
    return None if 0 < seconds <= LONGEST_SECONDS else TIMEBOX_LENGTH


def _phase(state: State, phase: str | None) -> str | None:
    phases = [one.id for one in state.standard.phases]
    if phase not in phases:
        return f"the standard has no phase '{phase}'; it has {', '.join(phases) or 'none'}"
    if "points" in state.visited:
        return "the walk through the points has begun, so the phase stays"
    if state.created.carried:
        return "this is a reassessment, so the phase stays"
    kept = {point.id for point in state.standard.points_in(str(phase))}
    if not kept:
        return f"the standard has no point for {phase}"
    lost = [point for point in state.points.values() if point.id not in kept and _has_content(point)]
    if lost:
        known = state.standard.point(lost[0].id)
        return f"point {known.number if known else ''} has notes or more and is not looked at in {phase}"
    return None


def _has_content(point: PointState) -> bool:
    held = (point.notes, point.evidence, point.scores, point.decision, point.recommendations, point.own_view)
    return any(held)


def _scale(state: State, scale: str | None) -> str | None:
    if scale not in state.standard.scales:
        known = ", ".join(state.standard.scales) or "none"
        return f"the standard has no scale '{scale}'; it has {known}"
    if state.created.carried:
        return "this is a reassessment, so the scale stays"
    if any(point.scores or point.decision for point in state.points.values()):
        return "scores have been given, so the scale stays"
    if any(point.own_view for point in state.points.values()):
        return "the team has said what it thinks of itself on this scale, so it stays"
    return None


def seat_added(state: State, seat: str, what: bodies.SeatAdded) -> str | None:
    """A new seat has an id, a name and a place of its own."""
    if what.seat.id in state.seats:
        return f"there is a seat '{what.seat.id}' already"
    if len(state.seats) >= LARGEST_PANEL:
        return f"a panel has at most {LARGEST_PANEL} seats"
    return _seat(state, what.seat)


def seat_changed(state: State, seat: str, what: bodies.SeatChanged) -> str | None:
    """A corrected seat exists, and the panel keeps a lead."""
    if what.seat.id not in state.seats:
        return f"there is no seat '{what.seat.id}'"
    if what.seat.id == state.lead and what.seat.role != "lead":
        return "a panel always has a lead; make another seat the lead first"
    return _seat(state, what.seat)


def _seat(state: State, seat: SeatData) -> str | None:
    return one_seat(seat, state.seats.values(), state.standard)


def one_seat(seat: SeatData, others: Iterable[SeatData], standard: Standard) -> str | None:
    """Why this seat cannot stand beside the others, or None."""
    if not seat.id or not seat.name:
        return "a seat needs a name"
    if seat.id in NO_SEATS:
        return f"'{seat.id}' is no seat of a panel; give the seat another id"
    for other in others:
        if other.id != seat.id and other.name.casefold() == seat.name.casefold():
            return f"there is a seat for {other.name} already"
    unknown = [point for point in seat.points if standard.point(point) is None]
    if unknown:
        return f"the standard has no point '{unknown[0]}'"
    return None


def seat_removed(state: State, seat: str, what: bodies.SeatRemoved) -> str | None:
    """Only a seat without a trace can go; else its words would have no author."""
    held = state.seats.get(what.seat)
    if held is None:
        return f"there is no seat '{what.seat}'"
    if held.role == "lead":
        return "a panel always has a lead; make another seat the lead first"
    if _has_acted(state, what.seat):
        return f"{held.name} has notes, scores or more in the record; make the seat an observer instead"
    return None


def _has_acted(state: State, seat: str) -> bool:
    points = state.points.values()
    traces = [
        *(note.seat for note in state.notes),
        *(one.seat for one in state.recommendations),
        *(one.seat for one in state.questions),
        *(one.seat for one in state.signed),
        *(one.seat for one in state.conflicts),
        *(one.by for one in state.checked),
        *(one.by for one in state.agreed),
        *(one.seat for point in points for one in point.notes),
        *(one.seat for point in points for one in point.recommendations),
        *(one.seat for one in all_evidence(state)),
        *(one.mark.seat for one in all_evidence(state) if one.mark),
        *(point.own_view.seat for point in points if point.own_view),
        *(one.seat for point in points for one in point.scores),
        *(one.seat for point in points for one in point.dissents),
        *(point.decision.by for point in points if point.decision),
    ]
    return seat in traces


def lead_taken(state: State, seat: str, what: bodies.LeadTaken) -> str | None:
    """A change of the lead says why."""
    return None if what.reason else "say why: taking the lead over needs a reason"


def conflict_declared(state: State, seat: str, what: bodies.ConflictDeclared) -> str | None:
    """A seat declares its own conflict, the lead anyone's; it has a reason and a point that exists."""
    held = state.seats.get(what.seat)
    if held is None:
        return f"there is no seat '{what.seat}'"
    if what.seat != seat and seat != state.lead:
        return "a seat declares its own conflicts; only the lead declares another's"
    if what.point is not None and state.standard.point(what.point) is None:
        return f"the standard has no point '{what.point}'"
    if not what.reason:
        return "say why: a conflict needs a reason"
    return None


def conflict_lifted(state: State, seat: str, what: bodies.ConflictLifted) -> str | None:
    """Only a conflict that stands is lifted, by its seat or the lead."""
    if what.seat != seat and seat != state.lead:
        return "a seat lifts its own conflicts; only the lead lifts another's"
    if not any((one.seat, one.point) == (what.seat, what.point) for one in state.conflicts):
        return "there is no such conflict of interest"
    return None


def scope_told(state: State, seat: str, what: bodies.ScopeTold) -> str | None:
    """The scope has words."""
    return None if what.text else "write down the scope in a line or two"


def briefing_ticked(state: State, seat: str, what: bodies.BriefingTicked) -> str | None:
    """The list has fixed items, and an item changes only when it changes."""
    if what.item not in BRIEFING_ITEMS:
        return f"the briefing has no item '{what.item}'; it has {', '.join(BRIEFING_ITEMS)}"
    if what.done == (what.item in state.briefed):
        return f"'{what.item}' is {'ticked' if what.done else 'not ticked'} already"
    return None


def earlier_checked(state: State, seat: str, what: bodies.EarlierChecked) -> str | None:
    """Only a recommendation that came from last time is checked."""
    earlier = state.earlier
    if earlier is None or all(one.id != what.id for one in earlier.recommendations):
        return f"there is no recommendation '{what.id}' of last time"
    return None
