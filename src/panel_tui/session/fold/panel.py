"""The fold of the set-up, the panel and the briefing."""

from __future__ import annotations

from typing import cast

import msgspec
from msgspec.structs import replace

from panel_tui.session import bodies
from panel_tui.session.events import Event
from panel_tui.session.state import Checked, Conflict, PointState, State
from panel_tui.standard.model import Standard


def begun(event: Event, known: Standard | None) -> State:
    """The state after `SessionCreated`."""
    created = cast(bodies.SessionCreated, event.what)
    standard = known or msgspec.convert(created.standard, Standard)
    return State(
        created=created,
        standard=standard,
        n=event.n,
        created_at=event.at,
        changed_at=event.at,
        seats={seat.id: seat for seat in created.panel},
        points={point.id: PointState(id=point.id) for point in standard.points},
        stage_times=(("briefing", event.at),),
    )


def details_changed(state: State, event: Event, what: bodies.DetailsChanged) -> State:
    """A corrected line of the set-up; a length of time is kept in seconds. A room that is on a point which the
    new phase does not look at is on no point."""
    if what.field.endswith("_seconds"):
        return _planned(state, what.field.removesuffix("_seconds"), int(cast(str, what.value)))
    state = replace(state, created=replace(state.created, **{what.field: what.value or None}))
    if state.current is not None and not state.in_scope(state.current):
        state = replace(state, current=None)
    return state


def _planned(state: State, box: str, seconds: int) -> State:
    created = replace(state.created, timeboxes={**state.created.timeboxes, box: seconds})
    kept = state.timeboxes.get(box)
    if kept is None:
        return replace(state, created=created)
    clocks = {**state.timeboxes, box: replace(kept, planned=seconds)}
    return replace(state, created=created, timeboxes=clocks)


def seat_kept(state: State, event: Event, what: bodies.SeatAdded | bodies.SeatChanged) -> State:
    """A new or corrected seat; a new lead makes the former one a deputy."""
    seats = dict(state.seats)
    if what.seat.role == "lead" and state.lead != what.seat.id:
        seats[state.lead] = replace(seats[state.lead], role="deputy")
    seats[what.seat.id] = what.seat
    return replace(state, seats=seats)


def seat_removed(state: State, event: Event, what: bodies.SeatRemoved) -> State:
    """One seat fewer."""
    return replace(state, seats={id: seat for id, seat in state.seats.items() if id != what.seat})


def lead_taken(state: State, event: Event, what: bodies.LeadTaken) -> State:
    """The seat that took the lead has it; who had it is deputy now."""
    seats = dict(state.seats)
    seats[state.lead] = replace(seats[state.lead], role="deputy")
    seats[event.seat] = replace(seats[event.seat], role="lead")
    return replace(state, seats=seats)


def conflict_declared(state: State, event: Event, what: bodies.ConflictDeclared) -> State:
    """A conflict stands, in place of an earlier one for the same seat and point."""
    # The lead may declare one for another seat in two ways: in its name, or by naming it.
    by = event.seat if event.seat != what.seat else None
    conflict = Conflict(seat=what.seat, point=what.point, effect=what.effect, reason=what.reason, at=event.at, by=by)
    return replace(state, conflicts=(*_other_conflicts(state, what.seat, what.point), conflict))


def conflict_lifted(state: State, event: Event, what: bodies.ConflictLifted) -> State:
    """The conflict no longer stands."""
    return replace(state, conflicts=_other_conflicts(state, what.seat, what.point))


def _other_conflicts(state: State, seat: str, point: str | None) -> tuple[Conflict, ...]:
    return tuple(held for held in state.conflicts if (held.seat, held.point) != (seat, point))


def scope_told(state: State, event: Event, what: bodies.ScopeTold) -> State:
    """The scope and story, as it stands now."""
    return replace(state, scope=what.text)


def briefing_ticked(state: State, event: Event, what: bodies.BriefingTicked) -> State:
    """An item of the briefing's list is done, or not."""
    briefed = state.briefed | {what.item} if what.done else state.briefed - {what.item}
    return replace(state, briefed=briefed)


def earlier_checked(state: State, event: Event, what: bodies.EarlierChecked) -> State:
    """What became of a recommendation of last time; said again, it replaces the one before."""
    checked = Checked(
        id=what.id,
        status=what.status,
        text=what.text,
        by=event.owner,
        at=event.at,
        entered_by=event.seat if event.on_behalf_of else None,
    )
    others = tuple(one for one in state.checked if one.id != what.id)
    return replace(state, checked=(*others, checked))
