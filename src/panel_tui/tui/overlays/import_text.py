"""What the preview of an import says: lines made from a preview, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from panel_tui.intake.found import How
from panel_tui.intake.preview import GONE, LEFT_OUT, UNPLACED, Change, Preview
from panel_tui.intake.preview import Row as Item
from panel_tui.session.fold.gathered import find_evidence
from panel_tui.tui import ink, marks
from panel_tui.tui.ink import Line, Para
from panel_tui.tui.widgets.rows import Row

BLANK = Para()
CHANGES: Mapping[Change, tuple[str, str, str]] = {
    "new": ("+", "good", "new"),
    "changed": ("~", "warn", "changed"),
    "same": ("=", "muted", "as before"),
    "left out": ("x", "bad", "left out"),
}
"""Glyph, tone and words of what becomes of a row."""
_HOW: Mapping[How | None, str] = {
    "number": "by the number in its title",
    "title": "by its title",
    "list": "by the list or card that it stands in",
    "column": "by what its source says",
    "heading": "by the heading that it stands under",
    "same": "as it was before",
    None: "",
}


def summary(preview: Preview) -> list[Para]:
    """What will be, and what is missing."""
    first, *more = preview.sentences()
    return [Para(((first, "strong"),)), *(Para((ink.one_line(one),), (("· ", "warn"),)) for one in more)]


def rows(preview: Preview) -> list[Row]:
    """Everything by point: what has none first, then the points in the order of the walk, then what is left out."""
    coming: dict[str | None, list[Item]] = {}
    out: list[Item] = []
    for one in preview.rows:
        (out if one.change == "left out" else coming.setdefault(one.point, [])).append(one)
    made = _under(UNPLACED, "type a point's number", coming.get(None, []), "strong warn")
    for point in preview.state.walk:
        made += _under(f"{point.number} {ink.one_line(point.name)}", "", coming.get(point.id, []))
    made += _under(LEFT_OUT, "x takes it in", out)
    if preview.gone:
        made.append(Row(None, ((f"{GONE} ", "strong muted"), (f" {len(preview.gone)}", "muted"))))
        for id in preview.gone:
            held = find_evidence(preview.state, id)
            made.append(Row(f"gone:{id}", ((f"{id} {ink.one_line(held.title if held else '')}", "muted"),)))
    return made


def _under(title: str, more: str, held: Sequence[Item], tone: str = "strong muted") -> list[Row]:
    if not held:
        return []
    said = f" {len(held)}" + (f" · {more}" if more else "")
    return [Row(None, ((f"{title} ", tone), (said, "muted"))), *(_row(one) for one in held)]


def _row(one: Item) -> Row:
    glyph, tone = marks.EVIDENCE[one.state]
    sign, colour, word = CHANGES[one.change]
    body: Line = ((f"{glyph} {one.state:<7} ", tone), ink.one_line(one.item.title))
    return Row(str(one.number), body, ((f" {sign} {word} ", colour),), find=one.item.where)


def item(preview: Preview, key: str | None) -> Item | None:
    """The row of a key."""
    return next((one for one in preview.rows if str(one.number) == key), None)


def detail(preview: Preview, key: str | None) -> list[Para]:
    """One row to read: title, link, where it stands and why it is what it is, its text."""
    one = item(preview, key)
    if one is None:
        gone = (key or "").startswith("gone:")
        return [Para((("It stays in the session, marked as no longer at its source.", "muted"),))] if gone else []
    found = one.item
    glyph, tone = marks.EVIDENCE[one.state]
    made = [Para(((ink.one_line(found.title), "strong"),))]
    if found.url:
        made.append(Para(((ink.one_line(found.url), "link under"),)))
    made.append(_line("Point", _point(preview, one), _why_there(one)))
    because = found.because if one.state == found.state else f"its source says {found.state}"
    made.append(_line("State", ((f"{glyph} {one.state}", tone),), because))
    sign, colour, word = CHANGES[one.change]
    made.append(_line("Becomes", ((f"{sign} {word}", colour),), _was(preview, one)))
    if found.where:
        made.append(_line("There", (ink.one_line(found.where),)))
    if found.text:
        made += [BLANK, *(Para(((row, "muted"),)) for row in found.text.splitlines())]
    return made


def _line(label: str, body: Line, more: str = "") -> Para:
    return Para((*body, (f"   {ink.one_line(more)}" if more else "", "muted")), ((f"{label:<9}", "strong muted"),))


def _point(preview: Preview, one: Item) -> Line:
    point = preview.state.standard.point(one.point) if one.point else None
    return (f"{point.number} {ink.one_line(point.name)}",) if point else (("none yet", "warn"),)


def _why_there(one: Item) -> str:
    return "chosen by hand" if one.by_hand else _HOW[one.item.how] if one.point else ""


def _was(preview: Preview, one: Item) -> str:
    held = find_evidence(preview.state, one.id) if one.id else None
    if held is None:
        return "somebody took it off here before" if one.declined else ""
    return one.id if held.title == one.item.title else f"{one.id}, until now: {held.title}"
