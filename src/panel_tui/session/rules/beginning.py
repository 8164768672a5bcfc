"""The rule for the first event: a session begins whole, with one lead, on a standard that fits."""

from __future__ import annotations

from panel_tui.session import bodies
from panel_tui.session.clock import BOXES
from panel_tui.session.rules.panel import LARGEST_PANEL, is_date, length, one_seat
from panel_tui.standard.model import Standard


def refusal(seat: str, what: bodies.SessionCreated, standard: Standard) -> str | None:
    """Why a session may not begin like this, or None."""
    if not what.service:
        return "a session needs the name of a service"
    if what.date is not None and not is_date(what.date):
        return f"'{what.date[:40]}' is not a date; write it as 2026-11-21"
    return _standard(what, standard) or _carried(what, standard) or _timeboxes(what) or _panel(seat, what, standard)


def _standard(what: bodies.SessionCreated, standard: Standard) -> str | None:
    phases = [one.id for one in standard.phases]
    if what.phase not in phases:
        return f"the standard has no phase '{what.phase}'; it has {', '.join(phases)}"
    if not standard.points_in(what.phase):
        return f"the standard has no point for {what.phase}"
    if standard.conversation is None and what.scale not in standard.scales:
        return f"the standard has no scale '{what.scale}'; it has {', '.join(standard.scales)}"
    return None


def _carried(what: bodies.SessionCreated, standard: Standard) -> str | None:
    if not what.carried:
        return None
    if what.kind == "self" or standard.conversation is not None:
        return "only an assessment with levels carries decisions over from last time"
    looked_at = [point.id for point in standard.points_in(what.phase)]
    if not set(looked_at) - set(what.carried):
        return "a reassessment looks at one point at least"
    for id in what.carried:
        known = standard.point(id)
        earlier = what.earlier.decision(id) if what.earlier else None
        levels = standard.scale_of(known, what.scale) if known else ()
        if known is None or id not in looked_at or earlier is None:
            return f"point {known.number if known else id} has no decision of last time to carry over"
        if all(level.id != earlier.level for level in levels):
            return f"what was decided on point {known.number} is no level of this scale, so it is looked at again"
    return None


def _timeboxes(what: bodies.SessionCreated) -> str | None:
    for box, seconds in what.timeboxes.items():
        if box not in BOXES:
            return f"there is no timebox '{box}'; there are {', '.join(BOXES)}"
        refused = length(seconds)
        if refused is not None:
            return refused
    return None


def _panel(seat: str, what: bodies.SessionCreated, standard: Standard) -> str | None:
    leads = [one.id for one in what.panel if one.role == "lead"]
    if len(leads) != 1:
        return f"a panel has one lead, and this one has {len(leads) or 'none'}"
    if leads[0] != seat:
        return "the lead makes the session"
    if len(what.panel) > LARGEST_PANEL:
        return f"a panel has at most {LARGEST_PANEL} seats"
    if len({one.id for one in what.panel}) < len(what.panel):
        return "two seats have the same id"
    for one in what.panel:
        refused = one_seat(one, what.panel, standard)
        if refused is not None:
            return refused
    return None
