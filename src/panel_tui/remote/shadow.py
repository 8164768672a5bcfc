"""What a seat's view says about the state and the history behind it, so that keys are greyed and lines read here.

A shadow holds what `view_for` left in the view and nothing else. Where others' scores are sealed, a score without
a level stands for each, so that who is in stays known. Not to be known, and so left out: what a point was revealed
as before an undo sealed it again, when and for whom somebody else declared or signed something, and whatever a seat
may not read. The room itself judges; this only judges sooner.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, overload

from msgspec.structs import replace

from panel_tui.session import bodies, fold
from panel_tui.session.bodies import SessionCreated
from panel_tui.session.clock import timebox
from panel_tui.session.events import Event
from panel_tui.session.history import History, undone_in
from panel_tui.session.state import Conflict, Dissent, PointState, Score, SignOff, State, Timebox
from panel_tui.session.terms import SeatData
from panel_tui.session.view import PointView, SeatView, View

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_UNKNOWN = bodies.BriefingTicked(item="", done=False)
"""Stands for what somebody else did; it is of nobody, so nobody may undo it."""


class Shadow(NamedTuple):
    """A view and the state that it lets one know; the next is made out of the same parts where they are the same."""

    view: View
    state: State


def state_of(view: View, last: Shadow | None = None) -> State:
    """The state as far as a seat's view tells it; `view_for` makes the same view of it again."""
    seats = {seat.id: _seat(seat) for seat in view.seats}
    conflicts = _conflicts(view)
    created = SessionCreated(
        id=view.session,
        service=view.service,
        phase=view.phase,
        standard={},
        standard_hash=view.standard_hash,
        description=view.description,
        team=view.team,
        organisation=view.organisation,
        date=view.date,
        scale=view.scale,
        order="numbers" if view.order == "numbers" else "sections",
        timeboxes=view.lengths,
        earlier=view.earlier,
        rehearsal=view.rehearsal,
        kind=view.kind,
        carried=_carried(view),
    )
    if last is not None:  # the same objects, so that what was made out of them is made use of again
        before = last.state
        created = before.created if created == before.created else created
        seats = before.seats if list(seats.items()) == list(before.seats.items()) else seats
        conflicts = before.conflicts if conflicts == before.conflicts else conflicts
    state = State(
        created=created,
        standard=view.standard,
        n=view.n,
        created_at=view.created_at,
        changed_at=view.changed_at,
        seats=seats,
        points=_points(view, last),
        stage=view.stage,
        visited=view.visited,
        current=view.current,
        notes=view.notes,
        recommendations=view.recommendations,
        conflicts=conflicts,
        questions=view.questions,
        outcome=view.outcome,
        signed=tuple(SignOff(seat=one.seat, remark=one.remark, at=one.at, by=one.by) for one in view.signed),
        closed_at=view.closed_at,
        adjournment=view.adjournment,
        away_seconds=view.away_seconds,
        scope=view.scope,
        briefed=view.briefed,
        checked=view.checked,
        agreed=view.agreed,
        stage_times=view.stage_times,
        team_page=view.team_page,
        decisions_shared=view.decisions_shared,
        evidence=view.evidence,
        sources=view.sources,
        publication=view.publication,
    )
    return replace(state, timeboxes=_timeboxes(view, state))


def _carried(view: View) -> tuple[str, ...]:
    # Who reads nothing of last time sees all the same which points are not walked.
    walked = {point.id for point in view.points}
    return tuple(point.id for point in view.standard.points_in(view.phase) if point.id not in walked)


def _seat(seat: SeatView) -> SeatData:
    return SeatData(
        id=seat.id,
        name=seat.label,
        role=seat.role,
        discipline=seat.discipline,
        affiliation=seat.affiliation,
        points=seat.points,
    )


def _conflicts(view: View) -> tuple[Conflict, ...]:
    known = tuple(
        Conflict(
            seat=one.seat,
            point=one.point,
            effect=one.effect,
            reason=one.reason or "",
            at=view.created_at,
            by=one.by,
        )
        for one in view.conflicts
    )
    me = view.viewer.seat
    if known or me is None:
        return known
    # An observer reads of no conflict, and still sees which points it is kept out of.
    return tuple(
        Conflict(seat=me, point=point.id, effect="leaves", reason="", at=view.created_at)
        for point in view.points
        if point.barred
    )


def _points(view: View, last: Shadow | None) -> dict[str, PointState]:
    same = {point.id: point for point in last.view.points} if last is not None else {}
    made = {point.id: PointState(id=point.id) for point in view.standard.points}
    for point in view.points:
        if last is not None and same.get(point.id) is point:
            made[point.id] = last.state.points[point.id]
        else:
            made[point.id] = _point(point)
    return made


def _point(point: PointView) -> PointState:
    # A round is opened only after the one before was revealed, and that cannot be undone any more.
    revealed = frozenset(range(1, point.round + point.revealed))
    return PointState(
        id=point.id,
        round=point.round,
        notes=point.notes,
        evidence=point.evidence,
        scores=_scores(point),
        revealed=revealed,
        shown=revealed,
        decision=point.decision,
        dissents=tuple(
            Dissent(seat=one.seat, text=one.text or "", at=one.at, by=one.by)
            for one in point.dissents
            if one.seat is not None and one.at is not None
        ),
        recommendations=point.recommendations,
        visited=point.visited,
        own_view=point.own_view,
    )


def _scores(point: PointView) -> tuple[Score, ...]:
    scores = list(point.scores)
    if point.mine is not None and point.mine not in scores:
        scores.append(point.mine)
    known = {one.seat for one in scores if one.round == point.round}
    at = point.mine.at if point.mine is not None else _NO_TIME
    sealed = (Score(seat=seat, round=point.round, level="", at=at) for seat in point.inside if seat not in known)
    return (*scores, *sealed)


def _timeboxes(view: View, state: State) -> dict[str, Timebox]:
    boxes = (*view.timeboxes, *(point.timebox for point in view.points))
    return {box.box: box for box in boxes if box != timebox(state, box.box)}


class OwnEvents(Sequence[Event]):
    """The events of a session of which only a seat's own are known. `len` is the number of all; any other event,
    asked for by its place, is one that nobody did. Running over them gives the known ones, oldest first."""

    def __init__(self, known: Iterable[Event], count: int) -> None:
        self._known = tuple(known)
        self._by_number = {event.n: event for event in self._known}
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Event]:
        return iter(self._known)

    def __reversed__(self) -> Iterator[Event]:
        return reversed(self._known)

    @overload
    def __getitem__(self, at: int) -> Event: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Event, ...]: ...

    def __getitem__(self, at: int | slice) -> Event | tuple[Event, ...]:
        places = range(len(self))[at]
        if isinstance(places, range):
            return tuple(event for event in self._known if event.n - 1 in places)
        number = places + 1
        return self._by_number.get(number) or Event(
            n=number, at=_NO_TIME, seat="", on_behalf_of=None, what=_UNKNOWN, prev="", hash=""
        )


class OwnHistory(History):
    """A history of which only one seat's own events are known, and the state only as far as its view tells it."""

    def after(self, *events: Event) -> OwnHistory:
        """The history with these events at its end; what an undo brings back is known only when the room says so."""
        state = self.state
        for event in events:
            undoes = isinstance(event.what, bodies.Undone | bodies.Redone)
            state = fold.skip(state, event) if undoes else fold.step(state, event)
        known = (*self.events, *events)
        return _own_history(known, state)

    def replayed(self, undone: frozenset[int]) -> Iterable[tuple[Event, State]]:
        """Nothing: whether what came after an event would still fit is for the room to say."""
        return ()


def history_of(view: View, own: Sequence[Event], last: Shadow | None = None) -> OwnHistory:
    """A seat's history: its view, and its own events (see `wire.own_events`)."""
    return _own_history(own, state_of(view, last))


def _own_history(own: Sequence[Event], state: State) -> OwnHistory:
    numbers: dict[str, int] = {}
    for id in (*_ids(state), *(str(getattr(event.what, "id", "")) for event in own)):
        if id[1:].isdecimal() and int(id[1:]) > numbers.get(id[:1], 0):
            numbers[id[:1]] = int(id[1:])
    return OwnHistory(OwnEvents(own, state.n), state, undone_in(own), numbers)


def _ids(state: State) -> Iterator[str]:
    yield from (note.id for note in state.notes)
    yield from (one.id for one in state.recommendations)
    yield from (one.id for one in state.questions)
    yield from (one.id for one in state.evidence)
    for point in state.points.values():
        yield from (note.id for note in point.notes)
        yield from (one.id for one in point.evidence)
        yield from (one.id for one in point.recommendations)
