"""The fold of where the room is and of its clocks. At most one clock runs."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from msgspec.structs import replace

from panel_tui.session import bodies
from panel_tui.session.clock import box_here, point_box, running_box, timebox
from panel_tui.session.events import Event
from panel_tui.session.state import Adjournment, Extension, State, Timebox


def stage_entered(state: State, event: Event, what: bodies.StageEntered) -> State:
    """The room is in a stage. Entering the points brings it to a point, whose clock then runs."""
    state = _halt(state, event.at)
    visited = state.visited if what.stage in state.visited else (*state.visited, what.stage)
    times = (*state.stage_times, (what.stage, event.at))
    state = replace(state, stage=what.stage, visited=visited, stage_times=times)
    if what.stage != "points":
        return state
    return _at_point(state, state.current or state.walk[0].id, event.at)


def point_entered(state: State, event: Event, what: bodies.PointEntered) -> State:
    """The room is on a point. During the walk its clock runs, and the one before stands still."""
    if state.stage != "points":
        return replace(state, current=what.point)
    return _at_point(state, what.point, event.at)


def _at_point(state: State, point: str, at: datetime) -> State:
    if not state.points[point].visited:
        state = replace(state, points={**state.points, point: replace(state.points[point], visited=True)})
    state = replace(state, current=point)
    if state.is_self:  # it lasts for weeks, and no clock runs
        return state
    return _run(state, timebox(state, point_box(point)), at)


def timebox_started(state: State, event: Event, what: bodies.TimeboxStarted) -> State:
    """A clock runs. Started again after a stop, the new length is on top of the time already used."""
    kept = timebox(state, what.box)
    if kept.stopped_at is None:
        kept = replace(kept, planned=what.seconds)
    else:
        kept = replace(kept, again=kept.again + int(kept.used) + what.seconds - kept.allowed)
    return _run(state, kept, event.at)


def timebox_paused(state: State, event: Event, what: bodies.TimeboxPaused) -> State:
    """The clock stands still."""
    return _halt(state, event.at)


def timebox_resumed(state: State, event: Event, what: bodies.TimeboxResumed) -> State:
    """The clock runs again."""
    return _run(state, timebox(state, what.box), event.at)


def timebox_extended(state: State, event: Event, what: bodies.TimeboxExtended) -> State:
    """The clock has more time, on the record."""
    kept = timebox(state, what.box)
    extension = Extension(seconds=what.seconds, reason=what.reason, by=event.owner, at=event.at)
    return _keep(state, replace(kept, extensions=(*kept.extensions, extension)))


def timebox_stopped(state: State, event: Event, what: bodies.TimeboxStopped) -> State:
    """The clock is done."""
    kept = _stilled(timebox(state, what.box), event.at)
    return _keep(state, replace(kept, stopped_at=event.at))


def adjourned(state: State, event: Event, what: bodies.Adjourned) -> State:
    """Everything stands still until the panel meets again."""
    running = running_box(state)
    adjournment = Adjournment(
        reason=what.reason, until=what.until, at=event.at, paused=running.box if running else None
    )
    return replace(_halt(state, event.at), adjournment=adjournment)


def reconvened(state: State, event: Event, what: bodies.Reconvened) -> State:
    """The panel is back, and the clock that ran runs again."""
    adjournment = cast(Adjournment, state.adjournment)
    away = state.away_seconds + max(0.0, (event.at - adjournment.at).total_seconds())
    state = replace(state, adjournment=None, away_seconds=away)
    if adjournment.paused is None or adjournment.paused != box_here(state):
        return state
    return _run(state, timebox(state, adjournment.paused), event.at)


def _run(state: State, box: Timebox, at: datetime) -> State:
    if not box.running:
        state = _halt(state, at)
        box = replace(box, since=at, started_at=box.started_at or at, stopped_at=None)
    return _keep(state, box)


def _halt(state: State, at: datetime) -> State:
    running = running_box(state)
    return state if running is None else _keep(state, _stilled(running, at))


def _stilled(box: Timebox, at: datetime) -> Timebox:
    return replace(box, used=box.used_at(at), since=None)


def _keep(state: State, box: Timebox) -> State:
    return replace(state, timeboxes={**state.timeboxes, box.box: box})
