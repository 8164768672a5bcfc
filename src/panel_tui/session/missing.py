"""What is still to do before the room can move on, as far as the viewer may know it."""

from __future__ import annotations

from msgspec import Struct

from panel_tui.session.rules.panel import BRIEFING_ITEMS
from panel_tui.session.terms import Stage
from panel_tui.session.view import PointView, View


class Missing(Struct, frozen=True):
    """One thing to do: for which stage, at which point (an id, or None), in one sentence; `action` is the id
    of the action that mends it, where there is a single one."""

    stage: Stage
    point: str | None
    text: str
    action: str | None = None


def missing(view: View) -> tuple[Missing, ...]:
    """Everything that is missing, in the order of the day. Nothing here is derived from sealed scores but
    who has not given one yet; who may not read the panel's work is not told what it lacks."""
    reads = view.viewer.audience is not None or (view.me is not None and view.me.role != "observer")
    if view.is_self:
        return tuple(_of_a_team(view)) if reads else ()
    if not reads:
        return (*_briefing(view), *_visits(view))
    return (*_briefing(view), *_points(view), *_questions(view), *_close(view))


def _of_a_team(view: View) -> list[Missing]:
    found: list[Missing] = []
    for point in view.points:
        if point.barred:  # what is there is not for this seat
            continue
        if not point.evidence:
            found.append(Missing("points", point.id, f"point {point.number} has no evidence", "evidence"))
        if point.own_view is None:
            found.append(Missing("points", point.id, f"point {point.number} has no view of your own", "own"))
    return found


def of_stage(view: View, stage: Stage) -> tuple[Missing, ...]:
    """What is missing before the room leaves a stage."""
    return tuple(one for one in missing(view) if one.stage == stage)


def is_briefed(view: View, item: str) -> bool:
    """Whether an item of the briefing is done: ticked, or, for what the record itself shows, there."""
    if item == "scope" and view.scope:
        return True
    if item == "earlier" and view.earlier and view.earlier.recommendations:
        checked = {one.id for one in view.checked}
        return item in view.briefed or all(one.id in checked for one in view.earlier.recommendations)
    return item in view.briefed


def _briefing(view: View) -> list[Missing]:
    asked = {item: words for item, words in BRIEFING_ITEMS.items() if item != "earlier" or view.earlier}
    return [
        Missing("briefing", None, f"briefing: {words[0].lower()}{words[1:]}")
        for item, words in asked.items()
        if not is_briefed(view, item)
    ]


def _visits(view: View) -> list[Missing]:
    return [visit for point in view.points for visit in _visit(point)]


def _visit(point: PointView) -> list[Missing]:
    if point.visited or point.notes:
        return []
    return [Missing("points", point.id, f"point {point.number} has not been visited")]


def _points(view: View) -> list[Missing]:
    found: list[Missing] = []
    for point in view.points:
        found += _visit(point)
        if view.standard.conversation is None:
            found += _scores(view, point)
    return found


def _scores(view: View, point: PointView) -> list[Missing]:
    found: list[Missing] = []
    silent = [view.label(seat) for seat in point.awaited if seat not in point.inside]
    if point.inside and silent and not point.revealed:
        found.append(Missing("points", point.id, f"point {point.number}: no score yet from {', '.join(silent)}"))
    if point.inside and not point.revealed:
        found.append(Missing("deliberation", point.id, f"point {point.number}: the scores are not revealed"))
    if point.decision is None:
        found.append(Missing("deliberation", point.id, f"point {point.number} is undecided"))
        return found
    level = point.level(point.decision.level)
    lowest = level is not None and level.rank is not None and level.id == _lowest(point)
    if lowest and not point.recommendations:
        found.append(Missing("deliberation", point.id, f"point {point.number} has no recommendation"))
    return found


def _lowest(point: PointView) -> str | None:
    ranked = [level for level in point.levels if level.rank is not None]
    return min(ranked, key=lambda level: level.rank or 0).id if ranked else None


def _questions(view: View) -> list[Missing]:
    return [
        Missing("questions", question.point, f"{question.id} is not answered")
        for question in view.questions
        if question.answer is None
    ]


def _close(view: View) -> list[Missing]:
    found: list[Missing] = []
    if view.standard.conversation is not None:
        agreed = {text.heading for text in view.agreed}
        found += [
            Missing("close", None, f"nothing is agreed under '{heading.title}'", "agree")
            for heading in view.standard.conversation.headings
            if heading.id not in agreed
        ]
    elif view.outcome is None:
        found.append(Missing("close", None, "the outcome is not agreed", "outcome"))
    signed = {one.seat for one in view.signed}
    waiting = [seat.label for seat in view.seats if seat.role != "observer" and seat.id not in signed]
    if waiting:
        found.append(Missing("close", None, f"not signed yet: {', '.join(waiting)}", "sign"))
    if view.closed_at is None:
        found.append(Missing("close", None, "the session is not closed", "close"))
    return found
