"""What was last rendered of each region, and of what: an event changes little, and many seats look at it at once.

Everything that a region shows is named here; a test plays whole sessions and compares with what is rendered anew.
A view is immutable and keeps what an event did not touch, so that comparing costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from panel_tui.web.pages import shared
from panel_tui.web.pages.look import Look

Made = Callable[[Look], Any]
_MOST = 8192
"""Regions remembered: those of some 400 seats."""


def _of_each_point(look: Look) -> Any:
    return look.of_each_point


def _of_the_list(look: Look) -> Any:
    counted = tuple(len(one.notes) for one in look.view.points) if look.conversation else ()
    return _of_each_point(look), counted, look.view.carried, look.own_views


def _of_the_result(look: Look) -> Any:
    point = look.point
    held = (point.scores, point.spread, point.decision, point.dissents, point.recommendations) if point else ()
    return held, look.view.recommendations, point.own_view if point else None


def _of_the_score(look: Look) -> Any:
    point = look.point
    return (point.mine, point.levels, point.revealed, point.conflicts) if point else None


def _of_the_briefing(look: Look) -> Any:
    view = look.view
    return view.description, view.scope, view.briefed, view.conflicts, view.earlier, view.checked, view.carried


def _of_last_time(look: Look) -> Any:
    return look.to_check, look.view.earlier, look.view.checked, look.point.last_time if look.point else None


def _of_the_evidence(look: Look) -> Any:
    where = tuple((one.id, one.barred) for one in look.view.points)
    return look.evidence, where, look.view.sources if look.point is None else None


def _of_the_own_view(look: Look) -> Any:
    return look.point.own_view if look.point else None


def _of_the_place(look: Look) -> Any:
    return (look.point.timebox, look.point.conflicts, look.point.current) if look.point else None


def _of_the_panel(look: Look) -> Any:
    return look.shown.presence.seats, (look.point.inside, look.point.awaited) if look.point else None


def _of_the_banner(look: Look) -> Any:
    return look.shown.presence.lead_gone, look.shown.presence.lead_wait, look.view.lead


def _nothing_more(look: Look) -> Any:
    return None


_SHOWN: Mapping[str, Made] = {
    "happened": lambda look: (_of_each_point(look), look.view.outcome),
    "banner": _of_the_banner,
    "place": _of_the_place,
    "outcome": lambda look: (_of_each_point(look), look.view.outcome, look.view.suggestion, look.own_views),
    "agreed": lambda look: look.view.agreed,
    "questions": lambda look: look.view.questions,
    "result": _of_the_result,
    "briefing": _of_the_briefing,
    "prompts": _nothing_more,
    "earlier": _of_last_time,
    "evidence": _of_the_evidence,
    "own": _of_the_own_view,
    "write": _nothing_more,
    "score": _of_the_score,
    "dissent": lambda look: (look.point.decision, look.point.dissents) if look.point else None,
    "ask": _nothing_more,
    "sign": lambda look: (look.view.signed, look.view.outcome, look.view.agreed),
    "notes": lambda look: look.point.notes if look.point else look.view.notes,
    "declare": _nothing_more,
    "points": _of_the_list,
    "panel": _of_the_panel,
    "agenda": _nothing_more,
    "team_ask": _nothing_more,
    "team_questions": lambda look: look.view.questions,
    "team_decisions": _of_each_point,
}
"""What each region shows beyond `Look.everywhere`. The status line and the clock show the time: not remembered here."""

_held: dict[tuple[Any, ...], tuple[Any, str]] = {}


def remembered(look: Look, kind: str, id: str, render: Callable[[], str]) -> str:
    """A region's HTML: what was rendered last, where that shows the very same."""
    shows = _SHOWN.get(id)
    if shows is None or look.shown.sentence is not None:
        return render()
    view = look.view
    key = (view.session, view.viewer, kind, look.looking, id)
    shown = (look.everywhere, shows(look))
    last = _held.get(key)
    if last is not None and last[0] == shown:
        return last[1]
    made = render()
    if len(_held) >= _MOST:
        _held.clear()
    _held[key] = (shown, made)
    return made


def forget() -> None:
    """Render everything anew."""
    _held.clear()
    shared.forget()
