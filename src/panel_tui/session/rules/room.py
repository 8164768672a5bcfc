"""Rules for where the room is and for its clocks."""

from __future__ import annotations

from panel_tui.session import bodies
from panel_tui.session.clock import BOXES, running_box, timebox
from panel_tui.session.rules.panel import is_date, length
from panel_tui.session.rules.scope import in_scope, numbered
from panel_tui.session.state import State


def stage_entered(state: State, seat: str, what: bodies.StageEntered) -> str | None:
    """Any stage can be entered from any other, but not the one the room is in, nor one that would stand empty."""
    if what.stage not in state.stages:
        return f"this session has no {what.stage}; it has {', '.join(state.stages)}"
    if what.stage == state.stage:
        return f"the room is in {what.stage} already"
    return None


def point_entered(state: State, seat: str, what: bodies.PointEntered) -> str | None:
    """The room goes to a point that is in scope and that it is not on."""
    refusal = in_scope(state, what.point)
    if refusal is None and state.current == what.point:
        refusal = f"the room is on {numbered(state, what.point)} already"
    return refusal


def _known_box(state: State, box: str) -> str | None:
    if box in BOXES or (box.startswith("point:") and state.in_scope(box.removeprefix("point:"))):
        return None
    return f"there is no clock called '{box}'; there are {', '.join(BOXES)} and one for each point"


def timebox_started(state: State, seat: str, what: bodies.TimeboxStarted) -> str | None:
    """A clock is started once; a paused one is resumed."""
    refusal = _known_box(state, what.box) or length(what.seconds)
    if refusal is None:
        kept = timebox(state, what.box)
        if kept.running:
            refusal = "this clock runs already"
        elif kept.started_at is not None and kept.stopped_at is None:
            refusal = "this clock is paused; resume it"
    return refusal


def timebox_paused(state: State, seat: str, what: bodies.TimeboxPaused) -> str | None:
    """Only the running clock is paused."""
    running = running_box(state)
    return None if running is not None and running.box == what.box else "no clock is running"


def timebox_resumed(state: State, seat: str, what: bodies.TimeboxResumed) -> str | None:
    """Only a paused clock is resumed."""
    refusal = _known_box(state, what.box)
    if refusal is None:
        kept = timebox(state, what.box)
        if kept.running:
            refusal = "this clock runs already"
        elif kept.started_at is None or kept.stopped_at is not None:
            refusal = "this clock is not paused; start it"
    return refusal


def timebox_extended(state: State, seat: str, what: bodies.TimeboxExtended) -> str | None:
    """More time needs a reason."""
    refusal = _known_box(state, what.box) or length(what.seconds)
    if refusal is None and not what.reason:
        refusal = "say why: more time needs a reason"
    return refusal


def timebox_stopped(state: State, seat: str, what: bodies.TimeboxStopped) -> str | None:
    """Only a clock that was started, and not stopped since, is stopped."""
    refusal = _known_box(state, what.box)
    if refusal is None:
        kept = timebox(state, what.box)
        if kept.started_at is None or kept.stopped_at is not None:
            refusal = "this clock has not been started"
    return refusal


def adjourned(state: State, seat: str, what: bodies.Adjourned) -> str | None:
    """An adjournment says why, and may say until which day."""
    if not what.reason:
        return "say why: an adjournment needs a reason"
    if what.until is not None and not is_date(what.until):
        return f"'{what.until[:40]}' is not a date; write it as 2026-11-28"
    return None


def reconvened(state: State, seat: str, what: bodies.Reconvened) -> str | None:
    """Nothing more than `who.may` asks."""
    return None
