"""Words for where the room is and for its clocks."""

from __future__ import annotations

from panel_tui.grammar.reader import Desk, Words
from panel_tui.session import bodies
from panel_tui.session.clock import BOXES, box_here, planned_seconds, running_box, timebox
from panel_tui.standard.model import Point

Bodies = tuple[bodies.AnyBody, ...]


def stage(words: Words) -> Bodies:
    """`stage points`"""
    stages = words.desk.state.stages
    name = words.choice("a stage", stages)
    words.done()
    return (bodies.StageEntered(stage=next(stage for stage in stages if stage == name)),)


def go(words: Words) -> Bodies:
    """`go 4`"""
    point = words.point()
    words.done()
    return (bodies.PointEntered(point=point.id),)


def walk(desk: Desk) -> tuple[Point, ...]:
    """The points in the order that the panel walks them."""
    return desk.state.walk


def onward(words: Words) -> Bodies:
    """`next`"""
    stages = words.desk.state.stages
    after = stages[stages.index("points") + 1]
    return _neighbour(words, +1, f"this is the last point; 'stage {after}' goes on")


def back(words: Words) -> Bodies:
    """`back`"""
    return _neighbour(words, -1, "this is the first point")


def _neighbour(words: Words, step: int, end: str) -> Bodies:
    words.done()
    points = walk(words.desk)
    ids = [point.id for point in points]
    current = words.desk.state.current
    if current not in ids:
        return (bodies.PointEntered(point=ids[0]),)
    place = ids.index(current) + step
    if not 0 <= place < len(ids):
        raise words.fail(end)
    return (bodies.PointEntered(point=ids[place]),)


def start(words: Words) -> Bodies:
    """`start`, `start 10m`, `start deliberation 45m`"""
    box = words.maybe(*BOXES)
    if box is None:
        box = _here(words)
    length = words.length_if_any() or planned_seconds(words.desk.state, box)
    words.done()
    return (bodies.TimeboxStarted(box=box, seconds=length),)


def _here(words: Words) -> str:
    box = box_here(words.desk.state)
    if box is None:
        raise words.fail("no clock belongs to where the room is, so name one")
    return box


def _running_or_here(words: Words) -> str:
    running = running_box(words.desk.state)
    return running.box if running else _here(words)


def pause(words: Words) -> Bodies:
    """`pause`"""
    words.done()
    return (bodies.TimeboxPaused(box=_running_or_here(words)),)


def resume(words: Words) -> Bodies:
    """`resume`"""
    words.done()
    return (bodies.TimeboxResumed(box=_here(words)),)


def extend(words: Words) -> Bodies:
    """`extend 5m because they asked for it`"""
    reason = words.because(needed=True) or ""
    length = words.length()
    words.done()
    return (bodies.TimeboxExtended(box=_running_or_here(words), seconds=length, reason=reason),)


def stop(words: Words) -> Bodies:
    """`stop`"""
    words.done()
    return (bodies.TimeboxStopped(box=_running_or_here(words)),)


def clock_key(words: Words) -> Bodies:
    """The clock's one key: starts, pauses or resumes the clock of where the room is."""
    words.done()
    kept = timebox(words.desk.state, _here(words))
    if kept.running:
        return (bodies.TimeboxPaused(box=kept.box),)
    if kept.started_at is not None and kept.stopped_at is None:
        return (bodies.TimeboxResumed(box=kept.box),)
    return (bodies.TimeboxStarted(box=kept.box, seconds=planned_seconds(words.desk.state, kept.box)),)


def adjourn(words: Words) -> Bodies:
    """`adjourn until 2026-11-28 because the demo failed`"""
    reason = words.because(needed=True) or ""
    until = words.take("a date") if words.maybe("until") else None
    words.done()
    return (bodies.Adjourned(reason=reason, until=until),)


def reconvene(words: Words) -> Bodies:
    """`reconvene`"""
    words.done()
    return (bodies.Reconvened(),)
