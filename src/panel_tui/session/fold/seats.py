"""The fold of the team's page. Who came in by which door is on the record and changes nothing else."""

from __future__ import annotations

from msgspec.structs import replace

from panel_tui.session import bodies
from panel_tui.session.events import Event
from panel_tui.session.state import State


def at_the_door(state: State, event: Event, what: bodies.AnyBody) -> State:
    """Somebody came, went or was refused: the log knows it."""
    return state


def team_page_turned(state: State, event: Event, what: bodies.TeamPageTurned) -> State:
    """The team has a page, or has not; a page that is closed shows no decisions when it is opened again."""
    return replace(state, team_page=what.on, decisions_shared=state.decisions_shared and what.on)


def decisions_shared(state: State, event: Event, what: bodies.DecisionsShared) -> State:
    """The team's page shows the decisions, or does not."""
    return replace(state, decisions_shared=what.on)
