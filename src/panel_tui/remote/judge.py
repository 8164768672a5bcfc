"""What can be refused on a seat's own device already, before anything is sent. The room itself judges again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import ceil

from panel_tui.remote.shadow import OwnHistory
from panel_tui.room import numbered
from panel_tui.session import bodies, rules
from panel_tui.session.bodies import AnyBody
from panel_tui.session.events import Event
from panel_tui.session.rules import Refused
from panel_tui.session.rules.scope import leaving
from panel_tui.wire import Presence

_AT_THE_HOST = (bodies.EvidenceBrought, bodies.OwnViewsBrought)
"""What is brought in whole from files, with a look at it first; a device sends nothing of that size."""


def check(
    history: OwnHistory,
    presence: Presence | None,
    now: datetime,
    seat: str,
    what: Sequence[AnyBody],
    on_behalf_of: str | None,
) -> None:
    """Raise `Refused` with one sentence where it is known here that the room would refuse one of these."""
    for body in what:
        if isinstance(body, _AT_THE_HOST):
            raise Refused("evidence is brought in on the lead's own computer, not from a seat's device")
        if isinstance(body, bodies.LeadTaken) and presence is not None and seat != history.state.lead:
            _check_taking(history, presence, now)
        fresh = numbered(history, body)
        rules.check(history, seat, on_behalf_of, fresh)
        if body is not what[-1]:
            n = history.state.n + 1
            event = Event(n=n, at=now, seat=seat, on_behalf_of=on_behalf_of, what=fresh, prev="", hash="")
            history = history.after(event)


def _check_taking(history: OwnHistory, presence: Presence, now: datetime) -> None:
    state = history.state
    if state.current is not None and leaving(state, state.lead, state.current):
        return
    lead = state.seats[state.lead].name
    if presence.lead_gone is None:
        raise Refused(f"the lead, {lead}, is here; the lead is taken over only from one who has gone")
    left = presence.lead_wait - (now - presence.lead_gone).total_seconds()
    if left > 0:
        raise Refused(f"the lead, {lead}, went a moment ago: wait {ceil(left)} seconds more")
