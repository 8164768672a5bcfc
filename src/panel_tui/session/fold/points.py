"""The fold of what happens to the points: notes, evidence, scores, decisions, recommendations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from msgspec.structs import replace

from panel_tui.session import bodies
from panel_tui.session.events import Event
from panel_tui.session.fold.gathered import find_evidence
from panel_tui.session.spread import majority
from panel_tui.session.state import (
    Decision,
    Dissent,
    Evidence,
    Note,
    PointState,
    Recommendation,
    Score,
    State,
)

_Item = TypeVar("_Item", Note, Evidence, Recommendation)
_Items = tuple[Any, ...]


def _with_point(state: State, point: str, **changes: Any) -> State:
    return replace(state, points={**state.points, point: replace(state.points[point], **changes)})


def _put(state: State, field: str, point: str | None, item: _Item) -> State:
    items = (*getattr(state if point is None else state.points[point], field), item)
    if point is None:
        return replace(state, **{field: items})
    return _with_point(state, point, **{field: items})


def _nearest(state: State, near: str | None) -> Iterable[PointState]:
    meant = state.points.get(near or "")
    return state.points.values() if meant is None else (meant, *state.points.values())


def _place(items: Sequence[_Item], id: str) -> int | None:
    # From the end: what is changed is mostly new, and there may be thousands before it.
    for back, item in enumerate(reversed(items), start=1):
        if item.id == id:
            return len(items) - back
    return None


def _rewrite(
    state: State, field: str, id: str, change: Callable[[_Items, int], _Items], near: str | None = None
) -> State:
    for point in _nearest(state, near):
        items = getattr(point, field)
        place = _place(items, id)
        if place is not None:
            return _with_point(state, point.id, **{field: change(items, place)})
    items = getattr(state, field)
    place = _place(items, id)
    return state if place is None else replace(state, **{field: change(items, place)})


def _swapped(state: State, field: str, id: str, near: str | None = None, /, **changes: Any) -> State:
    def swap(items: _Items, place: int) -> _Items:
        return (*items[:place], replace(items[place], **changes), *items[place + 1 :])

    return _rewrite(state, field, id, swap, near)


def _dropped(state: State, field: str, id: str) -> State:
    return _rewrite(state, field, id, lambda items, place: (*items[:place], *items[place + 1 :]))


def _by(event: Event) -> str | None:
    return event.seat if event.on_behalf_of else None


def note_taken(state: State, event: Event, what: bodies.NoteTaken) -> State:
    """A new note, after the others."""
    note = Note(
        id=what.id,
        seat=event.owner,
        point=what.point,
        kind=what.kind,
        text=what.text,
        at=event.at,
        private=what.private,
        by=_by(event),
    )
    return _put(state, "notes", what.point, note)


def note_changed(state: State, event: Event, what: bodies.NoteChanged) -> State:
    """The new wording, where the note stood; another point takes it to that point's end."""
    changes = {
        "kind": what.kind,
        "text": what.text,
        "private": what.private,
        "point": what.point,
        "changed_at": event.at,
    }
    note = find_note(state, what.id, what.point)
    if note.point == what.point:
        return _swapped(state, "notes", what.id, what.point, **changes)
    return _put(_dropped(state, "notes", what.id), "notes", what.point, replace(note, **changes))


def find_note(state: State, id: str, near: str | None = None) -> Note:
    """The note with this id, looked for first at the point `near`; raises `KeyError`."""
    for notes in (*(point.notes for point in _nearest(state, near)), state.notes):
        place = _place(notes, id)
        if place is not None:
            return notes[place]
    raise KeyError(id)


def note_withdrawn(state: State, event: Event, what: bodies.NoteWithdrawn) -> State:
    """One note fewer; the log keeps it."""
    return _dropped(state, "notes", what.id)


def evidence_added(state: State, event: Event, what: bodies.EvidenceAdded) -> State:
    """A new piece of evidence."""
    evidence = Evidence(
        id=what.id,
        point=what.point,
        state=what.state,
        title=what.title,
        url=what.url,
        seat=event.owner,
        at=event.at,
        by=_by(event),
    )
    return _put(state, "evidence", what.point, evidence)


def evidence_changed(state: State, event: Event, what: bodies.EvidenceChanged) -> State:
    """Evidence as corrected."""
    return _swapped(state, "evidence", what.id, state=what.state, title=what.title, url=what.url)


def evidence_withdrawn(state: State, event: Event, what: bodies.EvidenceWithdrawn) -> State:
    """One piece of evidence fewer; where it was brought from, it is not brought again."""
    held = find_evidence(state, what.id)
    if held is not None and held.source is not None and held.brought is not None:
        state = replace(state, declined=state.declined | {(held.source, held.brought.key)})
    return _dropped(state, "evidence", what.id)


def score_given(state: State, event: Event, what: bodies.ScoreGiven) -> State:
    """A seat's score in a round; before the reveal a seat may still change its mind."""
    point = state.points[what.point]
    score = Score(
        seat=event.owner,
        round=what.round,
        level=what.level,
        at=event.at,
        after_reveal=what.round in point.shown,
        by=_by(event),
    )
    others = tuple(one for one in point.scores if (one.seat, one.round) != (event.owner, what.round))
    return _with_point(state, what.point, scores=(*others, score))


def scores_revealed(state: State, event: Event, what: bodies.ScoresRevealed) -> State:
    """The open round of each point is open for all to see."""
    for id in what.points:
        point = state.points[id]
        state = _with_point(state, id, revealed=point.revealed | {point.round}, shown=point.shown | {point.round})
    return state


def scores_seen(state: State, what: bodies.ScoresRevealed) -> State:
    """A reveal that was undone: sealed again, but the panel has seen the scores."""
    for id in what.points:
        point = state.points[id]
        state = _with_point(state, id, shown=point.shown | {point.round})
    return state


def round_opened(state: State, event: Event, what: bodies.RoundOpened) -> State:
    """The point is scored again, sealed."""
    return _with_point(state, what.point, round=what.round)


def revealed_levels(state: State, point: PointState) -> tuple[str, ...]:
    """The levels of the latest revealed round, in the order they were given.

    A seat that has a conflict by now, or only observes, is in no count.
    """
    if not point.revealed:
        return ()
    latest, counted = max(point.revealed), state.scorers(point.id)
    return tuple(score.level for score in point.scores if score.round == latest and score.seat in counted)


def decision_made(state: State, event: Event, what: bodies.DecisionMade) -> State:
    """The panel's level. Dissent, and the signatures under the result, stay only while the level stays."""
    point = state.points[what.point]
    before = point.decision
    decision = Decision(
        level=what.level,
        reason=what.reason,
        by=event.seat,
        at=event.at,
        casting=what.casting,
        question=what.question,
        majority=majority(revealed_levels(state, point)),
        replaces=before.level if before else None,
    )
    if decision.majority is not None and decision.departs:
        state = replace(state, departures={**state.departures, event.n: decision.majority})
    if before is not None and before.level == what.level:
        return _with_point(state, what.point, decision=decision)
    return replace(_with_point(state, what.point, decision=decision, dissents=()), signed=())


def dissent_recorded(state: State, event: Event, what: bodies.DissentRecorded) -> State:
    """A seat's dissent, in place of an earlier one of its own."""
    point = state.points[what.point]
    dissent = Dissent(seat=event.owner, text=what.text, at=event.at, by=_by(event))
    others = tuple(one for one in point.dissents if one.seat != event.owner)
    return _with_point(state, what.point, dissents=(*others, dissent))


def recommendation_made(state: State, event: Event, what: bodies.RecommendationMade) -> State:
    """A new recommendation."""
    recommendation = Recommendation(
        id=what.id,
        point=what.point,
        strength=what.strength,
        text=what.text,
        owner=what.owner,
        due=what.due,
        seat=event.owner,
        at=event.at,
        by=_by(event),
    )
    return _put(state, "recommendations", what.point, recommendation)


def recommendation_changed(state: State, event: Event, what: bodies.RecommendationChanged) -> State:
    """A recommendation as reworded."""
    changes = {
        "strength": what.strength,
        "text": what.text,
        "owner": what.owner,
        "due": what.due,
    }
    return _swapped(state, "recommendations", what.id, **changes)


def recommendation_withdrawn(state: State, event: Event, what: bodies.RecommendationWithdrawn) -> State:
    """One recommendation fewer."""
    return _dropped(state, "recommendations", what.id)
