"""Time: what is left in a timebox, when the day will end, and how far behind or ahead it is.

Pure arithmetic over the kept events and a time that is passed in: seconds left are never kept, so
they survive a crash, a closed lid and a restart.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from panel_tui.session.state import State, Timebox

Warning = Literal["five", "one", "zero"]
BOXES = ("briefing", "deliberation", "questions")
DEFAULT_SECONDS = {"briefing": 30 * 60, "deliberation": 45 * 60, "questions": 30 * 60}
"""Where neither the plan nor the standard's file says how long (Hackney's panel had a quarter of an hour)."""
DEFAULT_POINT_SECONDS = 10 * 60


class Reading(Struct, frozen=True, kw_only=True):
    """A clock at one moment. `left` is seconds and negative in overrun; `warning` is the last of the
    three lines (five minutes, one minute, zero) that has been crossed, where the box is long enough."""

    box: str
    status: Literal["ready", "running", "paused", "stopped"]
    allowed: int
    used: float
    left: float
    warning: Warning | None

    @property
    def text(self) -> str:
        """Minutes and seconds left as `mm:ss`, or the overrun as `+mm:ss`."""
        return mmss(self.left)


class Forecast(Struct, frozen=True, kw_only=True):
    """When the day should have ended and when it will, at the present pace; `behind` is in seconds and
    negative when ahead. `remaining` is the planned seconds of what is still to come. Before the first clock
    and at close there is no pace, and neither finish."""

    planned_finish: datetime | None
    finish: datetime | None
    behind: float
    remaining: float


def point_box(point: str) -> str:
    """The name of a point's clock."""
    return f"point:{point}"


def mmss(left: float) -> str:
    """Seconds left as `mm:ss`; below zero as `+mm:ss`. Part of a second still left counts as one."""
    if left > -1:
        whole = max(0, -int(-left // 1))
        return f"{whole // 60:02d}:{whole % 60:02d}"
    whole = int(-left)
    return f"+{whole // 60:02d}:{whole % 60:02d}"


def planned_seconds(state: State, box: str) -> int:
    """The length a clock is planned for: by the session, else by the standard's phase, else our default."""
    if box.startswith("point:"):
        point = state.standard.point(box.removeprefix("point:"))
        minutes = state.standard.minutes_for(point) if point else None
        return minutes * 60 if minutes else DEFAULT_POINT_SECONDS
    if box in state.created.timeboxes:
        return state.created.timeboxes[box]
    return state.standard.timebox(state.created.phase, box) or DEFAULT_SECONDS[box]


def timebox(state: State, box: str) -> Timebox:
    """A clock, also one that was never started."""
    return state.timeboxes.get(box) or Timebox(box=box, planned=planned_seconds(state, box))


def box_here(state: State) -> str | None:
    """The clock that belongs to where the room is; None at close, or at points before the first."""
    if state.stage == "points":
        return point_box(state.current) if state.current else None
    return None if state.stage == "close" else state.stage


def running_box(state: State) -> Timebox | None:
    """The clock that runs, if one does. Never more than one."""
    return next((box for box in state.timeboxes.values() if box.running), None)


def reading(box: Timebox, now: datetime) -> Reading:
    """A clock at `now` (UTC)."""
    used = box.used_at(now)
    left = box.allowed - used
    status: Literal["ready", "running", "paused", "stopped"]
    if box.running:
        status = "running"
    elif box.stopped_at is not None:
        status = "stopped"
    else:
        status = "paused" if box.started_at is not None else "ready"
    return Reading(
        box=box.box, status=status, allowed=box.allowed, used=used, left=left, warning=_warning(box.allowed, left)
    )


def _warning(allowed: int, left: float) -> Warning | None:
    if left <= 0:
        return "zero"
    if left <= 60 < allowed:
        return "one"
    if left <= 300 < allowed:
        return "five"
    return None


def started_at(state: State) -> datetime | None:
    """When the first clock of the session was started."""
    return min((box.started_at for box in state.timeboxes.values() if box.started_at), default=None)


def forecast(state: State, now: datetime) -> Forecast:
    """Planned against actual for the whole day at `now`; time adjourned is left out of both, and so is a stage
    that is over and never had a clock."""
    remaining = sum(_remaining(state, box, now) for box in _boxes(state))
    start = started_at(state)
    if start is None or state.stage == "close" or state.closed_at is not None:
        return Forecast(planned_finish=None, finish=None, behind=0.0, remaining=remaining)
    away = state.away_seconds
    if state.adjournment is not None:
        away += max(0.0, (now - state.adjournment.at).total_seconds())
    planned = sum(planned_seconds(state, box) for box in _boxes(state) if _counts(state, box))
    end = start + timedelta(seconds=planned + away)
    finish = now + timedelta(seconds=remaining)
    return Forecast(planned_finish=end, finish=finish, behind=(finish - end).total_seconds(), remaining=remaining)


def _boxes(state: State) -> list[str]:
    if state.is_self:  # it lasts for weeks, and no clock runs
        return []
    boxes = ["briefing", *(point_box(point.id) for point in state.walk), "deliberation", "questions"]
    return [box for box in boxes if _stage_of(box) in state.stages]


_ORDER = {"briefing": 0, "points": 1, "deliberation": 2, "questions": 3, "close": 4}


def _stage_of(box: str) -> str:
    return "points" if box.startswith("point:") else box


def _counts(state: State, box: str) -> bool:
    stage = _stage_of(box)
    used = any(one.started_at and _stage_of(one.box) == stage for one in state.timeboxes.values())
    return used or _ORDER[stage] >= _ORDER[state.stage]


def _remaining(state: State, box: str, now: datetime) -> float:
    here = _ORDER[state.stage]
    stage = _stage_of(box)
    if _ORDER[stage] < here:
        return 0.0
    kept = timebox(state, box)
    if kept.stopped_at is not None and not kept.running:
        return 0.0
    if stage == "points" and state.points[box.removeprefix("point:")].visited and box != box_here(state):
        return 0.0
    return max(0.0, kept.allowed - kept.used_at(now))


def per_point(state: State, now: datetime) -> tuple[int, float]:
    """How many points are still to be decided, and the seconds of deliberation left for each of them."""
    open_points = [point for point in state.walk if state.points[point.id].decision is None]
    left = max(0.0, reading(timebox(state, "deliberation"), now).left)
    return len(open_points), left / len(open_points) if open_points else 0.0
