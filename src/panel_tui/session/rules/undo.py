"""Rules for undo and redo: which event a seat may take out of the count, and when that would tear others."""

from __future__ import annotations

from collections.abc import Callable

from panel_tui.session import bodies
from panel_tui.session.events import Event
from panel_tui.session.history import History
from panel_tui.session.rules import conflicts
from panel_tui.session.rules.seats import OF_THE_DOOR
from panel_tui.session.rules.who import LEAD_ONLY
from panel_tui.session.state import State

Judge = Callable[[State, str, str | None, bodies.AnyBody], str | None]

NEVER_UNDONE = (
    bodies.SessionCreated,
    bodies.Exported,
    bodies.LeadTaken,
    bodies.Undone,
    bodies.Redone,
    *OF_THE_DOOR,
)


_WHEN_CLOSED = (bodies.SessionClosed, bodies.Published, bodies.Unpublished)


def latest_undoable(history: History, seat: str) -> Event | None:
    """The newest event of this seat that counts and can be undone, or None."""
    for event in reversed(history.events):
        if event.seat == seat and event.n not in history.undone and not isinstance(event.what, NEVER_UNDONE):
            return event
    return None


def latest_redoable(history: History, seat: str) -> Event | None:
    """The event this seat undid last, as long as it has done nothing else since; or None."""
    for event in reversed(history.events):
        if event.seat != seat:
            continue
        if isinstance(event.what, bodies.Undone):
            if event.what.number in history.undone:
                return history.events[event.what.number - 1]
        elif not isinstance(event.what, (bodies.Redone, bodies.Exported, *OF_THE_DOOR)):
            return None
    return None


def refusal(history: History, seat: str, what: bodies.Undone | bodies.Redone, judge: Judge) -> str | None:
    """Why an undo or redo may not happen, or None.

    A seat undoes what it did itself. What came after must still make sense without it.
    """
    if not 0 < what.number <= len(history.events):
        return f"there is no event {what.number}"
    event = history.events[what.number - 1]
    if isinstance(event.what, NEVER_UNDONE):
        return "this stays on the record and cannot be undone"
    if event.seat != seat:
        return "a seat undoes only what it did itself"
    if (type(event.what) in LEAD_ONLY or event.on_behalf_of is not None) and seat != history.state.lead:
        return "only the lead undoes what a lead did"
    refused = _of_a_conflict(history, event, what)
    if refused is not None:
        return refused
    if isinstance(event.what, bodies.ScoreGiven) and _seen(history.state, event.what):
        return "this score has been revealed and stays as it was; 'again' opens a new round"
    if history.state.closed_at is not None and not isinstance(event.what, _WHEN_CLOSED):
        return "the session is closed; reopen it first, with a reason"
    if isinstance(what, bodies.Redone):
        if event.n not in history.undone:
            return "this was not undone"
        return _torn(history, event, history.undone - {event.n}, judge)
    if event.n in history.undone:
        return "this is undone already"
    return _torn(history, event, history.undone | {event.n}, judge)


def _torn(history: History, event: Event, undone: frozenset[int], judge: Judge) -> str | None:
    conflicting = isinstance(event.what, bodies.ConflictDeclared | bodies.ConflictLifted)
    before = {later.n: state for later, state in history.replayed(history.undone)} if conflicting else {}
    for later, state in history.replayed(undone):
        if later.n >= event.n:
            broken = judge(state, later.seat, later.on_behalf_of, later.what)
            # An old record may hold what somebody did who had left the room: no undo is to blame for that.
            if broken is None and later.n in before and _left(before[later.n], later) is None:
                broken = _left(state, later)
            if broken is not None:
                return f"event {later.n}{_where(later, event)} would not fit any more{_why(later, broken)}"
    return None


def _of_a_conflict(history: History, event: Event, what: bodies.Undone | bodies.Redone) -> str | None:
    if isinstance(event.what, bodies.ConflictDeclared) and isinstance(what, bodies.Undone):
        return "a conflict of interest is taken back with a reason: lift it, and say why"
    if all(one.seat != event.seat for one in history.state.conflicts):
        return None
    state = next(state for later, state in history.replayed(history.undone - {event.n}) if later.n == event.n)
    return conflicts.left(history.state, event.seat, conflicts.points_of(state, event.what))


def _left(state: State, later: Event) -> str | None:
    return conflicts.left(state, later.seat, conflicts.points_of(state, later.what))


def _where(later: Event, event: Event) -> str:
    return ", which came after," if later.n > event.n else ""


def _why(later: Event, broken: str) -> str:
    # The rule's own sentence may quote what it refuses, and a level may be sealed, a note private.
    sealed = isinstance(later.what, bodies.ScoreGiven | bodies.OwnViewsBrought) or getattr(later.what, "private", False)
    return "" if sealed else f": {broken}"


def _seen(state: State, what: bodies.ScoreGiven) -> bool:
    return what.round in state.points[what.point].shown
