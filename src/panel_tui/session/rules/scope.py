"""Which points a session looks at, and which of them a seat may speak to."""

from __future__ import annotations

from panel_tui.session.state import State


def numbered(state: State, point: str) -> str:
    """A point as it is said: "point 4"; its id stands in for the number of one that is unknown."""
    known = state.standard.point(point)
    return f"point {known.number if known else point}"


def in_scope(state: State, point: str) -> str | None:
    """Why the session does not look at a point, or None."""
    if state.in_scope(point):
        return None
    if state.standard.point(point) is None:
        return f"the standard has no point '{point}'"
    if point in state.created.carried:
        return f"{numbered(state, point)} is carried over from last time and is not looked at again"
    return f"{numbered(state, point)} is not looked at in {state.created.phase}"


def barred(state: State, seat: str, point: str | None) -> str | None:
    """Why a seat may not speak to a point, or None; `point` None is the service as a whole."""
    if point is None:
        return None
    return in_scope(state, point) or leaving(state, seat, point)


def leaving(state: State, seat: str, point: str) -> str | None:
    """Why a seat is not in the room for a point, or None."""
    conflict = state.conflict(seat, point)
    if conflict is None or conflict.effect != "leaves":
        return None
    return f"{state.seats[seat].name} leaves the room for {numbered(state, point)}: {conflict.reason}"
