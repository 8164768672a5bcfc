"""Views made into HTML, a region at a time: what the page holds at first, and what the stream renews.

A region is a function of the view, the place looked at, who is there and the time; Jinja2 escapes every text.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import Any

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup, escape

from panel_tui.report.words import day as day_words
from panel_tui.report.words import plain
from panel_tui.session.missing import is_briefed
from panel_tui.session.rules.panel import BRIEFING_ITEMS
from panel_tui.session.view import PointView, View
from panel_tui.web.pages import shared, typed_forms, words
from panel_tui.web.pages.look import Look
from panel_tui.web.pages.place import EVERYTHING
from panel_tui.web.pages.remembered import remembered
from panel_tui.web.pages.shown import Shown, new_mark

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
"""The folder of what is served as it is: css, js, icon."""
SEAT = (
    *("status", "happened", "banner", "place", "outcome", "agreed", "questions", "result", "briefing", "earlier"),
    *("prompts", "evidence", "write", "score", "own", "dissent", "ask", "sign", "notes", "declare", "points", "panel"),
)
"""The regions of a seat's page, in their order."""
DISPLAY = ("status", "happened", "place", "clock", "agenda")
"""Those of the room display, and of an observer's page."""
TEAM = ("status", "happened", "place", "team_ask", "team_questions", "team_decisions")
"""Those of the team's page."""

_TOLD = ("look", "view", "point", "shown", "kind", "typed")
"""What every template is told."""
_MARK = secrets.token_hex(24)
"""Stands in a form where its mark will be: what is rendered is remembered, and a mark is used once."""


def seat_page(view: View, looking: str | None, shown: Shown) -> str:
    """The page of a seat; an observer's holds stage, point and clock. `looking` is a point's number, `all` for
    the service as a whole, or None: wherever the room is."""
    if _observes(view):
        return _page("display.jinja", DISPLAY, Look(view, None, shown), kind="observer")
    return _page("seat.jinja", SEAT, Look(view, looking, shown), kind="seat")


def seat_regions(view: View, looking: str | None, shown: Shown) -> dict[str, str]:
    """The regions of that page by their ids; forms in them have no mark, the page's script makes its own."""
    if _observes(view):
        return display_regions(view, shown)
    return _regions(SEAT, Look(view, looking, shown), "seat")


def display_page(view: View, shown: Shown) -> str:
    """The room display: large, for the back of a room."""
    return _page("display.jinja", DISPLAY, Look(view, None, shown), kind="display")


def display_regions(view: View, shown: Shown) -> dict[str, str]:
    """The regions of the room display."""
    return _regions(DISPLAY, Look(view, None, shown), "display")


def team_page(view: View, shown: Shown) -> str:
    """The team's page: closed until the lead turns it on."""
    return _page("team.jinja", TEAM, Look(view, None, shown), kind="team")


def team_regions(view: View, shown: Shown) -> dict[str, str]:
    """The regions of the team's page."""
    return _regions(TEAM, Look(view, None, shown), "team")


def _observes(view: View) -> bool:
    return view.me is None or view.me.role == "observer"


def _page(template: str, ids: tuple[str, ...], look: Look, kind: str) -> str:
    regions = {id: Markup(html) for id, html in _rendered(ids, look, kind).items()}  # noqa: S704 - our own, escaped
    told = _told(look, kind)
    unplaced = typed_forms.in_words(told["typed"]) if _is_unplaced(told["typed"], regions.values()) else ()
    text = _template(template).render(**told, regions=regions, unplaced=unplaced)
    return re.sub(_MARK, lambda _: new_mark(), text)


def _is_unplaced(typed: Mapping[str, str], regions: Iterable[str]) -> bool:
    """Whether a form was refused that no region shows again, as where the stage has changed since."""
    reason = f'id="why-{typed["do"]}{escape(typed["id"])}"'
    return bool(typed["do"]) and not any(reason in html for html in regions)


def _regions(ids: tuple[str, ...], look: Look, kind: str) -> dict[str, str]:
    return {id: html.replace(_MARK, "") for id, html in _rendered(ids, look, kind).items()}


def _rendered(ids: tuple[str, ...], look: Look, kind: str) -> dict[str, str]:
    told = _told(look, kind)

    def render(id: str) -> str:
        return _template(f"regions/{id}.jinja").render(**told).strip()

    return {id: remembered(look, kind, id, partial(render, id)) for id in ids}


def _told(look: Look, kind: str) -> dict[str, Any]:
    typed = {"do": "", "id": "", **(look.shown.typed if look.shown.sentence else {})}
    return {"look": look, "view": look.view, "point": look.point, "shown": look.shown, "kind": kind, "typed": typed}


def _part(context: Context, name: str) -> Callable[..., str]:
    def render(**more: Any) -> str:
        return _template(f"parts/{name}.jinja").render(**{id: context[id] for id in _TOLD}, **more)

    return render


@jinja2.pass_context
def _note_rows(context: Context) -> Markup:
    return shared.note_rows(context["look"], _part(context, "note"))


@jinja2.pass_context
def _panel_rows(context: Context) -> Markup:
    return shared.panel_rows(context["look"], _part(context, "seat"))


@jinja2.pass_context
def _status_line(context: Context) -> Markup:
    return shared.status_line(context["look"], context["kind"], _part(context, "status"))


def _role_title(role: str, view: View) -> str:
    found = view.standard.role(role)
    return found.title if found else ""


def _sections(points: Iterable[PointView]) -> list[tuple[str | None, list[PointView]]]:
    return [(section, list(held)) for section, held in groupby(points, key=lambda point: point.section)]


def rendered(template: str, **told: Any) -> str:
    """A page that is made from no view."""
    return re.sub(_MARK, lambda _: new_mark(), _template(template).render(**told))


def _template(name: str) -> jinja2.Template:
    return _environment().get_template(name)


@cache
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        cache_size=-1,
        finalize=lambda value: plain(value) if type(value) is str else value,
    )
    globals: dict[str, Any] = {"words": words, "mark": _MARK, "everything": EVERYTHING, "items": BRIEFING_ITEMS}
    globals |= {"typed_back": typed_forms.back, "too_long": typed_forms.too_long}
    globals |= {"briefed": is_briefed, "note_rows": _note_rows, "panel_rows": _panel_rows, "status_line": _status_line}
    made.globals.update(globals)
    filters: dict[str, Callable[..., Any]] = {
        "behind": words.behind_words,
        "hhmm": words.clock_time,
        "link": words.link,
        "day": day_words,
        "role_title": _role_title,
        "sections": _sections,
        "date": lambda at: day_words(at.astimezone().date().isoformat()),
        "ms": lambda at: int(at.timestamp() * 1000),
        "iso": lambda at: at.isoformat(timespec="seconds"),
    }
    made.filters.update(filters)
    return made
