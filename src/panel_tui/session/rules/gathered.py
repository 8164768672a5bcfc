"""Rules for evidence brought in, the team's own view, and the register."""

from __future__ import annotations

from panel_tui.session import bodies
from panel_tui.session.fold.gathered import all_evidence, find_evidence
from panel_tui.session.rules.links import link
from panel_tui.session.rules.scope import barred, in_scope
from panel_tui.session.state import State
from panel_tui.session.terms import BroughtItem

LARGEST_BATCH = 10_000
"""Pieces of evidence in one go: far above any board, and a file that is still opened at once."""


_OF_ITS_OWN = "each piece of evidence that is brought in has a number and a key of its own"


def evidence_brought(state: State, seat: str, what: bodies.EvidenceBrought) -> str | None:
    """All of it fits, or none of it is taken."""
    if len(what.items) > LARGEST_BATCH:
        return f"at most {LARGEST_BATCH} pieces of evidence are brought in at once; bring this in parts"
    if not what.source.key:
        return "evidence that is brought in says where from"
    known = {one.id: one for one in all_evidence(state)}
    from_here = {one.brought.key: one.id for one in known.values() if one.brought and one.source == what.source.key}
    ids, keys = {item.id for item in what.items}, {item.key for item in what.items}
    if min(len(ids), len(keys)) < len(what.items):
        return _OF_ITS_OWN
    for item in what.items:
        before = known.get(item.id)
        if before is not None and before.source != what.source.key:
            return f"'{item.id}' was not brought from this source; give it another number"
        if from_here.get(item.key, item.id) != item.id:
            return f"'{item.title[:40]}' is here already, as {from_here[item.key]}; bring this source in again"
        refusal = _item(state, item)
        if refusal is not None:
            return refusal
    strange = next(
        (id for id in what.gone if id in ids or id not in known or known[id].source != what.source.key), None
    )
    return None if strange is None else f"'{strange}' was not brought from this source, or is still there"


def _item(state: State, item: BroughtItem) -> str | None:
    if not item.id or not item.key:
        return _OF_ITS_OWN
    if not item.title:
        return "each piece of evidence that is brought in has a title"
    refusal = in_scope(state, item.point) if item.point is not None else None
    return refusal or link(item.url)


def evidence_placed(state: State, seat: str, what: bodies.EvidencePlaced) -> str | None:
    """Evidence goes to a point that this seat may speak to, from one that it may speak to."""
    held = find_evidence(state, what.id)
    if held is None:
        return f"there is no evidence '{what.id}'"
    if held.point == what.point:
        return "it is there already"
    return barred(state, seat, held.point) or barred(state, seat, what.point)


def evidence_marked(state: State, seat: str, what: bodies.EvidenceMarked) -> str | None:
    """A mark is put on evidence that this seat may speak to; a mark that is not there is not taken off."""
    held = find_evidence(state, what.id)
    if held is None:
        return f"there is no evidence '{what.id}'"
    if what.mark is None and held.mark is None:
        return "this evidence has no mark"
    return barred(state, seat, held.point)


def own_view_given(state: State, seat: str, what: bodies.OwnViewGiven) -> str | None:
    """A team says what it thinks of a point, with a level of the point or in words."""
    refusal = barred(state, seat, what.point) or _level(state, what.point, what.level)
    if refusal is None and not (what.level or what.text) and state.points[what.point].own_view is None:
        refusal = "there is no own view of this point to take back"
    return refusal


def _level(state: State, point: str, level: str | None) -> str | None:
    known = state.standard.point(point)
    levels = state.standard.scale_of(known, state.created.scale) if known else ()
    if level is None or any(one.id == level for one in levels):
        return None
    if not levels:
        return "this standard has no levels; say it in words"
    return f"'{level}' is not a level of this point; it has {', '.join(one.id for one in levels)}"


def own_views_brought(state: State, seat: str, what: bodies.OwnViewsBrought) -> str | None:
    """A view for each point at most, and each is of a point of this session."""
    if len({one.point for one in what.views}) < len(what.views):
        return "a point has one own view of the team"
    for one in what.views:
        refusal = in_scope(state, one.point) or _level(state, one.point, one.level)
        if refusal is not None:
            return refusal
    return None


def published(state: State, seat: str, what: bodies.Published) -> str | None:
    """What is published is closed, and real."""
    if state.created.rehearsal:
        return "this is a rehearsal, and those are not published"
    if state.closed_at is None:
        return "close the session first; only what is closed is published"
    return link(what.report) or link(what.board)


def unpublished(state: State, seat: str, what: bodies.Unpublished) -> str | None:
    """Only what is published is taken out of the register."""
    return "this session is not marked as published" if state.publication is None else None
