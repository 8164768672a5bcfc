"""What the screens say of evidence: its state, its mark, where it was brought from, its own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from textwrap import shorten, wrap

from panel_tui.session.state import Evidence
from panel_tui.session.terms import SOURCE_WORDS, SourceKind
from panel_tui.session.view import PointView, View
from panel_tui.tui import ink, marks
from panel_tui.tui.ink import Line, Para, Piece, heading
from panel_tui.tui.widgets.rows import Row

BLANK = Para()
IN_SHORT = 160
"""Letters of a piece's own text where several pieces stand below each other; the whole stands where one does."""
_INDENT = " " * 11
_GONE: dict[SourceKind | None, str] = {
    "trello": "no longer on the board",
    "csv": "no longer on the list",
    "markdown": "no longer on the list",
    "self": "no longer in the self-assessment",
    None: "no longer where it came from",
}


def state_words(held: Evidence) -> Piece:
    """`✔ done` or `◷ planned`."""
    glyph, tone = marks.EVIDENCE[held.state]
    return f"{glyph} {held.state}", tone


def mark_words(held: Evidence) -> Line:
    """`○ seen`, `✓ verified`, `! more wanted`; nothing where there is no mark."""
    if held.mark is None:
        return ()
    glyph, tone, word = marks.MARKS[held.mark.mark]
    return ((f"{glyph} {word}", tone),)


def gone_words(view: View, held: Evidence) -> Line:
    """That its source has it no more; nothing where it has."""
    if not held.gone:
        return ()
    kind = next((one.source.kind for one in view.sources if one.source.key == held.source), None)
    return ((_GONE[kind], "warn"),)


def standing(view: View, held: Evidence) -> Line:
    """The mark with its remark and who put it, and whether the source has it no more."""
    parts: list[Line] = []
    if held.mark is not None:
        remark = f": {ink.one_line(held.mark.text)}" if held.mark.text else ""
        parts.append(
            (*mark_words(held), remark, (f"  {view.label(held.mark.seat)}{marks.behalf(view, held.mark.by)}", "muted"))
        )
    gone = gone_words(view, held)
    return ink.joined([*parts, gone] if gone else parts, (" · ", "muted"))


def piece(view: View, held: Evidence, *, whole: bool = False) -> list[Para]:
    """A piece of evidence to read: state, title, link and number, how far the panel is with it, its own text."""
    glyph, tone = marks.EVIDENCE[held.state]
    link: Line = ("  ", (ink.one_line(held.url), "link under")) if held.url else ()
    said = Para((ink.one_line(held.title), *link, (f"  {held.id}", "muted")), ((f"{glyph} {held.state:<8} ", tone),))
    made = [said]
    more = standing(view, held)
    if more:
        made.append(Para(more, (_INDENT,)))
    if held.text and whole:
        made += [Para(((row, "muted"),), (_INDENT,)) for row in held.text.splitlines()]
    elif held.text:
        made.append(Para(((shorten(ink.one_line(held.text), IN_SHORT, placeholder=" …"), "muted"),), (_INDENT,)))
    return made


def of_point(view: View, point: PointView) -> list[Para]:
    """The evidence of a point under its heading."""
    if not point.evidence:
        who = "you show" if view.is_self else "the team shows"
        return [heading("Evidence", f"none yet: e adds what {who}")]
    return [
        heading("Evidence", with_key(view, point)),
        *(para for held in point.evidence for para in piece(view, held)),
    ]


def with_key(view: View, point: PointView) -> str:
    """How much evidence a point has, and the key that marks it, where nobody has used it yet."""
    known = view.is_self or view.closed_at is not None or any(one.mark for one in point.evidence)
    return counted(point.evidence) if known else f"{counted(point.evidence)} · M marks"


def counted(held: Sequence[Evidence]) -> str:
    """`2 done · 1 planned`, without what there is none of, and the marks where there are any."""
    states = Counter(one.state for one in held)
    parts = [f"{states[state]} {state}" for state in marks.EVIDENCE if states[state]]
    told = Counter(one.mark.mark for one in held if one.mark)
    parts += [f"{told[mark]} {word}" for mark, (_, _, word) in marks.MARKS.items() if told[mark]]
    return " · ".join(parts)


def unplaced_rows(view: View) -> list[Row]:
    """What has no point yet, first of all to be placed."""
    if not view.evidence:
        return []
    many = "1 piece" if len(view.evidence) == 1 else f"{len(view.evidence)} pieces"
    made = [Row(None, ((f"{many} of evidence without a point ", "strong warn"), (" l places it", "muted")))]
    for held in view.evidence:
        tail = ink.joined([one for one in (mark_words(held), gone_words(view, held)) if one], (" · ", "muted"))
        body: Line = (state_words(held), f" {held.id} ", ink.one_line(held.title))
        made.append(Row(f"held:{held.id}", body, (*tail, " ") if tail else (), find=held.text or ""))
    return made


def point_rows(view: View) -> list[Row]:
    """Every point that this seat may speak to, with its evidence or the lack of it. They stay where they are: who
    walks down the list and adds evidence is not taken elsewhere."""
    held = [point for point in view.points if not point.barred]
    bare = sum(not point.evidence for point in held)
    width = max((len(point.number) for point in held), default=1)
    if bare:
        many = "1 point" if bare == 1 else f"{bare} points"
        how = " e adds it · I brings a list in" if view.leads else " e adds it"
        made = [Row(None, ((f"{many} without evidence ", "strong muted"), (how, "muted")))]
    else:
        made = [Row(None, (("✓ ", "good"), ("Every point has evidence", "strong muted")))]
    return made + [_point_row(one, width) for one in held]


def _point_row(point: PointView, width: int) -> Row:
    glyph, tone = (marks.NOTHING, "warn")
    if point.evidence:
        glyph, tone = marks.EVIDENCE["done" if any(one.state == "done" for one in point.evidence) else "planned"]
    body: Line = ((f"{glyph} ", tone), f"{point.number:>{width}} {ink.one_line(point.point.name)}")
    how = (counted(point.evidence), "muted") if point.evidence else ("none yet", "warn")
    return Row(f"point:{point.id}", body, (how, " "))


def sources(view: View) -> list[Para]:
    """What was brought in, when, and what was said to be missing from it."""
    made: list[Para] = []
    for one in view.sources:
        when = f"{one.at.astimezone():%d %b, %H:%M}"
        body: Line = (ink.one_line(one.source.name), (f"  {SOURCE_WORDS[one.source.kind]}, {when}", "muted"))
        made.append(Para(body, (("↓ ", "accent"),)))
        made += [Para(((ink.one_line(said), "warn"),), ("  ",)) for said in one.said]
    return [heading("Evidence brought in"), *made] if made else []


def everything(view: View) -> Iterable[tuple[PointView | None, Evidence]]:
    """Every piece that this seat sees with its point: what has none comes first."""
    yield from ((None, held) for held in view.evidence)
    for point in view.points:
        yield from ((point, held) for held in point.evidence)


def columns(view: View, held: Sequence[Evidence], room: int) -> list[Para]:
    """What is done and what is only planned, side by side in `room` columns."""
    half = (room - 3) // 2
    left, right = (
        _column(view, [one for one in held if one.state == "done"], "done", half),
        _column(view, [one for one in held if one.state == "planned"], "planned", half),
    )
    made = []
    for place in range(max(len(left), len(right))):
        one = left[place] if place < len(left) else ()
        other = right[place] if place < len(right) else ()
        made.append(Para((*one, " " * (half - ink.width(one)), (" │ ", "muted"), *other)))
    return made


def _column(view: View, held: Sequence[Evidence], state: str, room: int) -> list[Line]:
    glyph, tone = marks.EVIDENCE["done" if state == "done" else "planned"]
    if not held:
        return [((f"{glyph} nothing {state}", "muted"),)]
    indent = len(state) + 3
    made: list[Line] = []
    for one in held:
        rows = _in_rows(one.title, room - indent)
        made.append(ink.cut(((f"{glyph} {state} ", tone), rows[0]), room))
        made += [ink.cut((" " * indent, row), room) for row in rows[1:]]
        made += [ink.cut((" " * indent, *line), room) for line in _under(view, one, room - indent)]
    return made


def _under(view: View, held: Evidence, room: int) -> list[Line]:
    made = [(*mark_words(held),)] if held.mark else []
    if held.mark and held.mark.text:
        made += [(row,) for row in _in_rows(held.mark.text, room)]
    if held.gone:
        made.append(gone_words(view, held))
    if held.url:
        made.append(((ink.one_line(held.url), "link under"),))
    if held.text:
        made.append(((ink.one_line(held.text), "muted"),))
    return made


def _in_rows(text: str, room: int) -> list[str]:
    return wrap(ink.one_line(text), max(8, room)) or [""]
