"""What Home says: the line of a session, what stands below the list, and the welcome."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from rich.cells import set_cell_size

from panel_tui.rooms import Summary, SummaryFields
from panel_tui.tui import ink
from panel_tui.tui.ink import Line, Para, Piece
from panel_tui.tui.widgets.rows import Row

DEMO, NEW = "do:demo", "do:new"
"""The keys of the two rows that a newcomer is offered."""

_PHASE, _STAGE, _OUTCOME, _DATE = 10, 14, 15, 11
WIDE = 110
"""From so many columns on, the list names the standard too."""

_REHEARSAL, _SELF = " · rehearsal", " · self"
_OPEN = 6


def has_real_ones(found: Sequence[Summary]) -> bool:
    """Whether there is a session that is not a rehearsal; a file that cannot be read counts as one."""
    return any(one.fields is None or not one.fields.rehearsal for one in found)


def rows(found: Sequence[Summary], columns: int) -> list[Row]:
    """The list. Without a session of one's own, it offers the demo first."""
    listed = [_row(one, columns) for one in found]
    if has_real_ones(found):
        return listed
    offered = [
        Row(
            DEMO,
            (("Try the demo", "strong"), ("   a made-up assessment to look around in", "muted")),
            (("d ", "accent"),),
        ),
        Row(NEW, (("Set up a session", "strong"), ("   for a service of your own", "muted")), (("n ", "accent"),)),
    ]
    return [*offered, Row(None, ()), Row(None, (("Rehearsals", "strong muted"),)), *listed] if listed else offered


def _row(one: Summary, columns: int) -> Row:
    if one.fields is None:
        return Row(one.path, (ink.one_line(one.name),), (("cannot be opened ", "bad"),), find=one.problem or "")
    fields = one.fields
    tail = _cells(fields, columns)
    marks = (_SELF if fields.kind == "self" else "") + (_REHEARSAL if fields.rehearsal else "")
    room = columns - 3 - ink.width(tail) - len(marks)
    service: list[Piece] = list(ink.cut((ink.one_line(fields.service),), room))
    if marks:
        service.append((marks, "accent"))
    find = (
        f"{one.name} {fields.standard_title} {fields.date or ''} {'self-assessment' if fields.kind == 'self' else ''}"
    )
    return Row(one.path, tuple(service), tail, find=find)


def _cells(fields: SummaryFields, columns: int) -> Line:
    done = fields.stage == "closed"
    stage = "published" if fields.published else fields.stage
    cells: list[Piece] = [
        _cell(fields.phase, _PHASE, "muted"),
        _cell(stage, _STAGE, "good" if done else ""),
        _cell(fields.outcome or "", _OUTCOME, ""),
        _cell(fields.date or "", _DATE, "muted"),
    ]
    if columns < WIDE:
        return tuple(cells)
    cells.insert(3, _cell(str(fields.open or ""), _OPEN, ""))
    return (_cell(fields.standard_title, standard_width(columns), "muted"), *cells)


def _cell(words: str, width: int, tone: str) -> Piece:
    text = ink.plain(ink.cut((ink.one_line(words),), width - 1))
    return (set_cell_size(text, width), tone)


def place(folder: str) -> str:
    """The folder of the sessions; the part of it that is the person's own folder is `~`."""
    home = str(Path.home())
    return f"~{folder[len(home) :]}" if folder.startswith(f"{home}{os.sep}") else folder


def standard_width(columns: int) -> int:
    """How wide the standard's title stands in the list; 0 where it does not."""
    return 0 if columns < WIDE else min(48, columns - 84 - _OPEN)


def headings(columns: int) -> Para:
    """The names of the columns."""
    names = [("Phase", _PHASE), ("Stage", _STAGE), ("Outcome", _OUTCOME), ("Date", _DATE)]
    if columns >= WIDE:
        names.insert(3, ("Open", _OPEN))
        names.insert(0, ("Standard", standard_width(columns)))
    right = "".join(name.ljust(width) for name, width in names)
    return Para(((f"Service{right:>{max(1, columns - 8)}}", "muted"),))


def welcome() -> list[Para]:
    """What a newcomer reads first."""
    return ink.paras(
        (("Welcome.", "strong"), " Here a panel walks a published standard, point by point, and a report comes out."),
        "",
        (
            "New here? Press ",
            ("Enter", "strong accent"),
            " for the demo: a rehearsal, in which nothing is real and nothing can go wrong. When you are ready, ",
            ("n", "strong accent"),
            " sets up a session of your own.",
        ),
    )


def no_successor(one: Summary) -> str | None:
    """Why no session can be set up on this one; None where one can."""
    if one.fields is None:
        return "this file cannot be opened"
    if one.fields.kind == "self":
        return "this is a team's own record, in which no panel decided; bring it into an assessment with I there"
    return None


def about(one: Summary | None, found: Sequence[Summary] = ()) -> list[Para]:
    """What stands below the list about the session that the cursor is on; `found` are all of them."""
    if one is None:
        return []
    when = f"written {one.modified.astimezone():%d %b %Y, %H:%M}"
    name = f"{ink.one_line(one.name)}.json"
    if one.fields is None:
        return ink.paras(
            ((ink.one_line(one.problem or ""), "bad"),), ((f"{name} · {when} · nothing was changed", "muted"),)
        )
    fields = one.fields
    entries = "1 entry" if fields.events == 1 else f"{fields.events:,} entries"
    title: Line = (
        (ink.one_line(fields.service), "strong"),
        f" · {fields.phase} · {ink.one_line(fields.standard_title)}",
    )
    more = _more(fields, found)
    if more:  # three rows are in sight, so that the file has one of them
        return ink.paras(title, (more,), ((f"{name} · {when}", "muted"),))
    return ink.paras(title, ((f"{name} · {entries} · {when}", "muted"),))


def _more(fields: SummaryFields, found: Sequence[Summary]) -> str:
    words = ["a team's own record (self-assessment)"] if fields.kind == "self" else []
    if fields.open:
        words.append("1 recommendation open" if fields.open == 1 else f"{fields.open:,} recommendations open")
    if fields.published:
        words.append("published")
    before = next((one.fields for one in found if one.fields and one.fields.id == fields.earlier), None)
    if before is not None:
        words.append(" ".join(part for part in ("after", before.phase, before.date) if part))
    return " · ".join(words)


def count_words(listed: int, all_of_them: int, filtered: bool) -> str:
    """How many sessions are listed."""
    if filtered:
        return f"{listed:,} of {all_of_them:,} · esc shows all"
    if all_of_them == 0:
        return "no sessions yet"
    return "1 session" if all_of_them == 1 else f"{all_of_them:,} sessions · / filters"
