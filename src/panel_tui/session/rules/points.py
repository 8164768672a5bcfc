"""Rules for notes, evidence, scores, decisions and recommendations."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from panel_tui.session import bodies
from panel_tui.session.fold.gathered import all_evidence
from panel_tui.session.fold.points import find_note
from panel_tui.session.rules.links import link
from panel_tui.session.rules.panel import is_date
from panel_tui.session.rules.scope import barred, in_scope, numbered
from panel_tui.session.state import Evidence, PointState, Recommendation, State
from panel_tui.standard.model import Level

_ID = attrgetter("id")


def note_taken(state: State, seat: str, what: bodies.NoteTaken) -> str | None:
    """A note has words and, where it is about a point, a point its seat may speak to."""
    ids = (map(_ID, state.notes), *(point.note_ids for point in state.points.values()))
    return barred(state, seat, what.point) or _worded(what.text) or _new(ids, what.id)


def _new(lists: Iterable[Iterable[str]], id: str) -> str | None:
    if any(id in ids for ids in lists):
        return f"there is '{id}' already; give it another number"
    return None


def _worded(text: str) -> str | None:
    return None if text else "there is nothing to keep yet: write a line first"


def _own_note(state: State, seat: str, id: str, near: str | None = None) -> str | None:
    try:
        note = find_note(state, id, near)
    except KeyError:
        return f"there is no note '{id}'"
    if note.private and note.seat != seat:  # not even that it is there
        return f"there is no note '{id}'"
    return None if note.seat == seat else "nobody's words are changed by another: this note is not yours"


def note_changed(state: State, seat: str, what: bodies.NoteChanged) -> str | None:
    """Only the author rewords a note."""
    refusal = _own_note(state, seat, what.id, what.point) or barred(state, seat, what.point)
    return refusal or _worded(what.text)


def note_withdrawn(state: State, seat: str, what: bodies.NoteWithdrawn) -> str | None:
    """Only the author takes a note back."""
    return _own_note(state, seat, what.id)


def evidence_added(state: State, seat: str, what: bodies.EvidenceAdded) -> str | None:
    """Evidence has a title, and its address, where it has one, is a web address."""
    refusal = barred(state, seat, what.point) or _worded(what.title) or link(what.url)
    return refusal or _new((map(_ID, all_evidence(state)),), what.id)


def _own_or_lead(state: State, seat: str, id: str, items: Iterable[Evidence | Recommendation], word: str) -> str | None:
    for item in items:
        if item.id == id:
            if seat not in (item.seat, state.lead):
                return f"only its author or the lead changes this {word}"
            return barred(state, seat, item.point)
    return f"there is no {word} '{id}'"


def evidence_changed(state: State, seat: str, what: bodies.EvidenceChanged) -> str | None:
    """Evidence is corrected by who added it, or by the lead."""
    refusal = _own_or_lead(state, seat, what.id, all_evidence(state), "evidence")
    return refusal or _worded(what.title) or link(what.url)


def evidence_withdrawn(state: State, seat: str, what: bodies.EvidenceWithdrawn) -> str | None:
    """Evidence is taken off by who added it, or by the lead."""
    return _own_or_lead(state, seat, what.id, all_evidence(state), "evidence")


def levels_of(state: State, point: str) -> tuple[Level, ...]:
    """The levels that a point can have in this session."""
    known = state.standard.point(point)
    return state.standard.scale_of(known, state.created.scale) if known else ()


def _level(state: State, point: str, level: str) -> str | None:
    levels = levels_of(state, point)
    if any(one.id == level for one in levels):
        return None
    return f"'{level}' is not a level of this point; it has {', '.join(one.id for one in levels)}"


def score_given(state: State, seat: str, what: bodies.ScoreGiven) -> str | None:
    """A seat scores in the open round, unless a conflict forbids it or its own score has been revealed."""
    refusal = barred(state, seat, what.point) or _level(state, what.point, what.level)
    if refusal is not None:
        return refusal
    point = state.points[what.point]
    name = state.seats[seat].name
    conflict = state.conflict(seat, what.point)
    if conflict is not None and conflict.effect == "no-score":
        return f"{name} does not score this point: {conflict.reason}"
    if what.round != point.round:
        return f"round {point.round} is open on this point, not round {what.round}"
    if point.round in point.shown and any((one.seat, one.round) == (seat, point.round) for one in point.scores):
        return f"{name}'s score was revealed and stays as it was; 'again' opens a new round"
    return None


def scores_revealed(state: State, seat: str, what: bodies.ScoresRevealed) -> str | None:
    """A reveal needs sealed scores on every point it names."""
    if not what.points:
        return "no point has sealed scores to reveal"
    for id in what.points:
        refusal = in_scope(state, id)
        if refusal is not None:
            return refusal
        point = state.points[id]
        if point.round in point.revealed:
            return f"the scores of {numbered(state, id)} are revealed already"
        if not any(score.round == point.round for score in point.scores):
            return f"nobody has scored {numbered(state, id)} yet"
    return None


def round_opened(state: State, seat: str, what: bodies.RoundOpened) -> str | None:
    """A new round follows a revealed one."""
    refusal = in_scope(state, what.point)
    if refusal is not None:
        return refusal
    point = state.points[what.point]
    if point.round not in point.revealed:
        return "the open round is still sealed; reveal it first"
    if what.round != point.round + 1:
        return f"the next round is {point.round + 1}"
    return None


_NEEDS = {
    "note": "a note on the point (note POINT TEXT)",
    "evidence": "evidence on the point (evidence POINT done TITLE)",
    "recommendation": "a recommendation (must POINT TEXT, or should POINT TEXT)",
}


def _lacks(point: PointState, need: str) -> bool:
    present = {
        "note": any(not note.private for note in point.notes),
        "evidence": point.evidence,
        "recommendation": point.recommendations,
    }
    return not present[need]


def decision_made(state: State, seat: str, what: bodies.DecisionMade) -> str | None:
    """A decision has a reason and what its level asks for; sealed scores are revealed before it.

    A lead who leaves the room for a point does not decide it: a deputy takes the lead for that.
    """
    refusal = barred(state, seat, what.point) or _level(state, what.point, what.level)
    if refusal is not None:
        return refusal
    if not what.reason:
        return "say why: a decision needs a reason"
    point = state.points[what.point]
    if point.round not in point.revealed and any(score.round == point.round for score in point.scores):
        return "the scores of this point are still sealed; reveal them first"
    if what.question is not None and all(one.id != what.question for one in state.questions):
        return f"there is no question '{what.question}'"
    level = next(one for one in levels_of(state, what.point) if one.id == what.level)
    for need in level.requires:
        if _lacks(point, need):
            return f"{level.label} needs {_NEEDS[need]} first"
    return None


def dissent_recorded(state: State, seat: str, what: bodies.DissentRecorded) -> str | None:
    """Dissent stands beside a decision."""
    refusal = barred(state, seat, what.point)
    if refusal is None and state.points[what.point].decision is None:
        refusal = "there is no decision on this point to dissent from yet"
    return refusal or _worded(what.text)


def recommendation_made(state: State, seat: str, what: bodies.RecommendationMade) -> str | None:
    """A recommendation has words; its date, where it has one, is a day."""
    conversation = state.standard.conversation
    if conversation is not None and not conversation.recommendations:
        return "this conversation makes no recommendations; agree a text under a heading instead"
    refusal = barred(state, seat, what.point) or _worded(what.text) or _due(what.due)
    return refusal or _new((map(_ID, _all_recommendations(state)),), what.id)


def _due(due: str | None) -> str | None:
    return None if due is None or is_date(due) else f"'{due[:40]}' is not a date; write it as 2026-12-31"


def _all_recommendations(state: State) -> Iterable[Recommendation]:
    inside = (one for point in state.points.values() for one in point.recommendations)
    return (*state.recommendations, *inside)


def recommendation_changed(state: State, seat: str, what: bodies.RecommendationChanged) -> str | None:
    """A recommendation is reworded by who made it, or by the lead."""
    refusal = _own_or_lead(state, seat, what.id, _all_recommendations(state), "recommendation")
    return refusal or _worded(what.text) or _due(what.due)


def recommendation_withdrawn(state: State, seat: str, what: bodies.RecommendationWithdrawn) -> str | None:
    """A recommendation is taken back by who made it, or by the lead."""
    return _own_or_lead(state, seat, what.id, _all_recommendations(state), "recommendation")
