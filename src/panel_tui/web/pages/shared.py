"""Parts of regions that many seats see alike, made once for all of them: a note, the panel's list, the status line.

A part is remembered under everything that it shows, so whoever may see that much is given the same HTML, and nobody
anything else: a seat asks only for what stands in its own view. What is a seat's own (its notes with their forms, its
own line in the list) is made for it alone. Where a refused form is put back, nothing here is used.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from panel_tui.session.state import Note
from panel_tui.session.view import SeatView
from panel_tui.web.pages.look import Look

Render = Callable[..., str]
"""Renders one row; it is told what the row is about."""
_MOST = 16384
"""Notes remembered."""

_notes: dict[tuple[Any, ...], str] = {}
_panels: dict[tuple[Any, ...], tuple[Any, list[str]]] = {}
_lines: dict[tuple[Any, ...], tuple[Any, str]] = {}
_MOST_PLACES = 512


def note_rows(look: Look, render: Render) -> Markup:
    """The notes of the place that is looked at."""
    me = look.me.id if look.me else None
    labels = {seat.id: seat.label for seat in look.view.seats}
    own_forms = (look.takes_part, look.looking, look.number)

    def label(seat: str | None) -> str | None:
        return None if seat is None else labels.get(seat) or look.view.label(seat)

    def row(note: Note) -> str:
        own = note.seat == me
        if look.shown.sentence is not None:
            return render(note=note, own=own)
        key = (note, own, own_forms if own else label(note.seat), label(note.by))
        held = _notes.get(key)
        if held is None:
            if len(_notes) >= _MOST:
                _notes.clear()
            held = _notes[key] = render(note=note, own=own)
        return held

    return Markup("".join(map(row, look.notes)))  # noqa: S704 - our own, escaped


def panel_rows(look: Look, render: Render) -> Markup:
    """Who is on the panel: the same lines for everybody, but for one's own."""
    view, point = look.view, look.point

    def row(seat: SeatView, *, own: bool) -> str:
        return render(seat=seat, own=own)

    scored = (point.inside, point.awaited) if look.counts and point else None
    shown = (view.seats, view.standard, look.shown.presence.seats, scored)
    key = (view.session, point.id if point and scored else None)
    held = _panels.get(key)
    if held is None or held[0] != shown:
        _make_room(_panels)
        held = _panels[key] = (shown, [row(seat, own=False) for seat in view.seats])
    rows = list(held[1])
    if look.me is not None:
        rows[view.seats.index(look.me)] = row(look.me, own=True)
    return Markup("".join(rows))  # noqa: S704 - our own, escaped


def status_line(look: Look, kind: str, render: Render) -> Markup:
    """Stage, clock and day, which are the same for everybody at the same moment."""
    view, here = look.view, look.here
    where = (view.stage, view.kind, here.number if here else None, tuple(one.number for one in view.points))
    whole = (view.service, view.phase_title, view.rehearsal, view.standard, view.closed_at, view.adjournment)
    shown = (where, whole, look.box, look.shown.now, look.day)
    key = (view.session, kind)
    held = _lines.get(key)
    if held is None or held[0] != shown:
        _make_room(_lines)
        held = _lines[key] = (shown, render())
    return Markup(held[1])  # noqa: S704 - our own, escaped


def _make_room(held: dict[tuple[Any, ...], Any]) -> None:
    if len(held) >= _MOST_PLACES:
        held.clear()


def forget() -> None:
    """Make everything anew."""
    for held in (_notes, _panels, _lines):
        held.clear()
