"""The fold of what is gathered before and after the day: evidence brought in, own views, what was published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from panel_tui.session import bodies
from panel_tui.session.events import Event
from panel_tui.session.state import Evidence, Mark, OwnView, Publication, SourceSeen, State
from panel_tui.session.terms import BroughtItem, EvidenceState


def all_evidence(state: State) -> Iterable[Evidence]:
    """Every piece of evidence, under its point or under none yet."""
    yield from state.evidence
    for point in state.points.values():
        yield from point.evidence


def find_evidence(state: State, id: str) -> Evidence | None:
    """The piece of evidence with this id, or None."""
    return next((one for one in all_evidence(state) if one.id == id), None)


def evidence_brought(state: State, event: Event, what: bodies.EvidenceBrought) -> State:
    """New evidence after the rest; what its source changed is changed, but for what was corrected here since."""
    known = {one.id: one for one in all_evidence(state)}
    changed: dict[str, Evidence] = {}
    for item in what.items:
        before = known.get(item.id)
        changed[item.id] = _new(event, what, item) if before is None else _again(before, item)
    for id in what.gone:
        changed[id] = replace(known[id], gone=True)
    seen = SourceSeen(source=what.source, at=event.at, said=what.said)
    others = tuple(one for one in state.sources if one.source.key != what.source.key)
    taken_in = {(what.source.key, item.key) for item in what.items}
    return replace(_put(state, changed), sources=(*others, seen), declined=state.declined - taken_in)


def _new(event: Event, what: bodies.EvidenceBrought, item: BroughtItem) -> Evidence:
    return Evidence(
        id=item.id,
        point=item.point,
        state=item.state,
        title=item.title,
        url=item.url,
        text=item.text,
        seat=event.owner,
        at=event.at,
        by=event.seat if event.on_behalf_of else None,
        source=what.source.key,
        brought=item,
        placed=item.placed,
    )


def _again(before: Evidence, item: BroughtItem) -> Evidence:
    """A field that the source changed is as the source has it now; one that it left alone stays as it is here."""
    last = before.brought or item
    corrected = item.state_there is not None
    stays = not corrected and item.state == (last.state_there or last.state)
    state: EvidenceState = before.state if stays else item.state
    moves = item.placed or not (before.placed or item.point == last.point)
    return replace(
        before,
        point=item.point if moves else before.point,
        placed=before.placed or item.placed,
        state=state,
        title=before.title if item.title == last.title else item.title,
        url=before.url if item.url == last.url else item.url,
        text=before.text if item.text == last.text else item.text,
        brought=item,
        gone=False,
    )


def _put(state: State, changed: dict[str, Evidence]) -> State:
    """Each changed piece where it stood, or at the end of where it belongs now."""
    points, loose = dict(state.points), state.evidence
    arriving: dict[str | None, list[Evidence]] = {}
    staying: set[str] = set()
    for point in state.points.values():
        kept, stayed = _kept(point.evidence, changed, point.id)
        staying |= stayed
        if kept != point.evidence:
            points[point.id] = replace(point, evidence=kept)
    loose, stayed = _kept(loose, changed, None)
    staying |= stayed
    for id, one in changed.items():
        if id not in staying:
            arriving.setdefault(one.point, []).append(one)
    for place, new in arriving.items():
        if place is None:
            loose = (*loose, *new)
        else:
            points[place] = replace(points[place], evidence=(*points[place].evidence, *new))
    return replace(state, points=points, evidence=loose)


def _kept(
    held: tuple[Evidence, ...], changed: dict[str, Evidence], point: str | None
) -> tuple[tuple[Evidence, ...], set[str]]:
    stayed = {one.id for one in held if one.id in changed and changed[one.id].point == point}
    left = tuple(changed.get(one.id, one) for one in held if one.id not in changed or one.id in stayed)
    return left, stayed


def _changed(state: State, id: str, **changes: Any) -> State:
    before = find_evidence(state, id)
    return state if before is None else _put(state, {id: replace(before, **changes)})


def evidence_placed(state: State, event: Event, what: bodies.EvidencePlaced) -> State:
    """Evidence under another point, or under none; its source no longer moves it."""
    return _changed(state, what.id, point=what.point, placed=True)


def evidence_marked(state: State, event: Event, what: bodies.EvidenceMarked) -> State:
    """A mark in place of the one before, or none."""
    by = event.seat if event.on_behalf_of else None
    mark = Mark(mark=what.mark, text=what.text, seat=event.owner, at=event.at, by=by) if what.mark else None
    return _changed(state, what.id, mark=mark)


def own_view_given(state: State, event: Event, what: bodies.OwnViewGiven) -> State:
    """The team's own view, in place of the one before; one that says nothing takes it back."""
    by = event.seat if event.on_behalf_of else None
    view = OwnView(level=what.level, text=what.text, at=event.at, seat=event.owner, by=by)
    point = replace(state.points[what.point], own_view=view if what.level or what.text else None)
    return replace(state, points={**state.points, what.point: point})


def own_views_brought(state: State, event: Event, what: bodies.OwnViewsBrought) -> State:
    """The team's own views, all of them: a point that the team has taken its view back from has none."""
    said = {one.point: OwnView(level=one.level, text=one.text, at=event.at) for one in what.views}
    changed = {
        id: replace(point, own_view=said.get(id))
        for id, point in state.points.items()
        if id in said or point.own_view is not None
    }
    points = {**state.points, **changed}
    known = any(one.source.key == what.source.key for one in state.sources)
    sources = state.sources if known else (*state.sources, SourceSeen(source=what.source, at=event.at))
    return replace(state, points=points, sources=sources)


def published(state: State, event: Event, what: bodies.Published) -> State:
    """The session stands in the register from now on."""
    return replace(state, publication=Publication(at=event.at, report=what.report, board=what.board))


def unpublished(state: State, event: Event, what: bodies.Unpublished) -> State:
    """The session stands in the register no more."""
    return replace(state, publication=None)
