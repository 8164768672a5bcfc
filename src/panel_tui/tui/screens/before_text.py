"""What the screens say of what was before the day: the team's own view, what was decided last time, what is to be
checked, and the points that a reassessment carries over."""

from __future__ import annotations

from panel_tui.session.state import Checked
from panel_tui.session.terms import EarlierDecision, EarlierRecommendation
from panel_tui.session.view import CarriedOver, PointView, View
from panel_tui.tui import ink, marks
from panel_tui.tui.forms.seats import STATUS_WORDS
from panel_tui.tui.ink import Line, Para, heading
from panel_tui.tui.widgets.rows import Row

BLANK = Para()
CARRIED = "carried:"
"""How the key of a carried-over point's row begins."""
CARRIED_OVER = "this point is carried over from last time; this session does not look at it again"
_TEAM: Line = (("Team     ", "strong muted"),)


def own_view(view: View, point: PointView) -> list[Para]:
    """The team's own view of a point in one paragraph; none where it is not there to be seen."""
    held = point.own_view
    if held is None:
        return []
    level: Line = marks.level_words(point, held.level) if held.level else ()
    why: Line = (f"{' — ' if level else ''}{ink.one_line(held.text)}",) if held.text else ()
    said: Line = (("  in its own view", "muted"),) if level and not why else ()
    return [Para((*level, *why, *said), _TEAM)]


def our_view(point: PointView) -> list[Para]:
    """In a team's own record: what it thinks of a point itself."""
    held = point.own_view
    if held is None:
        how = "a digit gives a level, o says why" if point.levels else "o writes it"
        return [BLANK, heading("Our own view", f"not yet: {how}")]
    made = [BLANK, heading("Our own view")]
    if held.level:
        made.append(Para(marks.level_words(point, held.level)))
    if held.text:
        made += [Para((row,)) for row in held.text.splitlines()]
    return made


def last_time(view: View, point: PointView) -> list[Para]:
    """What was decided last time, in one line of history."""
    return [Para(((_last(view, point.last_time), "muted"),))] if point.last_time is not None else []


def _last(view: View, held: EarlierDecision) -> str:
    return f"{when(view)}: {held.label} — {ink.one_line(held.reason)}"


def when(view: View) -> str:
    """`Last time, alpha 2025-06-11`."""
    earlier = view.earlier
    known = view.standard.phase(earlier.phase) if earlier else None
    phase = known.title.lower() if known else earlier.phase if earlier else ""
    said = " ".join(part for part in (phase, (earlier.date or "") if earlier else "") if part)
    return f"Last time, {said}" if said else "Last time"


def of_point(view: View, point: str | None) -> list[EarlierRecommendation]:
    """The recommendations of last time to check at a point (id); None is the service as a whole."""
    return [one for one in (view.earlier.recommendations if view.earlier else ()) if one.point == point]


def checked(view: View, one: EarlierRecommendation) -> Checked | None:
    """What was found to have become of it."""
    return next((held for held in view.checked if held.id == one.id), None)


def to_check(view: View, point: PointView) -> list[Para]:
    """The recommendations of last time at a point: what became of each, with a note and by whom."""
    here = of_point(view, point.id)
    if not here:
        return []
    left = sum(checked(view, one) is None for one in here)
    made = [BLANK, heading("Recommended last time", "v checks" if left else "all checked")]
    for one in here:
        held = checked(view, one)
        glyph, tone, words = STATUS_WORDS[held.status] if held else ("·", "muted", "to check")
        lead: Line = ((glyph, tone), f" {one.id} ", (f"{one.strength} ", "strong accent"))
        made.append(Para((ink.one_line(one.text), (f"  {words}", tone)), lead))
        if held is not None:
            note: Line = (ink.one_line(held.text),) if held.text else ()
            made.append(
                Para(
                    (
                        *note,
                        (f"{'  ' if note else ''}{view.label(held.by)}{marks.behalf(view, held.entered_by)}", "muted"),
                    ),
                    ("  ",),
                )
            )
    return made


def carried_rows(view: View, width: int) -> list[Row]:
    """The points that are carried over, greyed, at the end of a list; `width` is that of the numbers."""
    if not view.carried:
        return []
    made = [Row(None, (("Carried over ", "strong muted"), (f" {len(view.carried)} of last time", "muted")))]
    return made + [_carried_row(view, one, width) for one in view.carried]


def _carried_row(view: View, one: CarriedOver, width: int) -> Row:
    body: Line = ((f" {_glyph(view, one)} {one.point.number:>{width}} {ink.one_line(one.point.name)}", "muted"),)
    word = (one.level.short or one.level.label) if one.level else ink.one_line(one.decision.label)
    return Row(f"{CARRIED}{one.point.id}", body, ((f"{word} ", "muted"),), find=f"{one.point.title} carried over")


def _glyph(view: View, one: CarriedOver) -> str:
    return marks.glyph_of(view.standard.scale_of(one.point, view.scale), one.level.id if one.level else None)[0]


def carried(view: View, key: str | None) -> CarriedOver | None:
    """The carried-over point whose row this is."""
    return next((one for one in view.carried if f"{CARRIED}{one.point.id}" == key), None)


def carried_detail(view: View, one: CarriedOver) -> list[Para]:
    """A point that is carried over, to read."""
    number = (f"{one.point.number}  ", "strong accent")
    made = [
        Para(((ink.one_line(one.point.title), "strong"),), (number,)),
        Para((("Carried over: not looked at again in this session. Its level counts for the outcome.", "accent"),)),
        BLANK,
        Para((f"{_glyph(view, one)} {ink.one_line(one.decision.label)}",), ((f"{when(view)}  ", "strong muted"),)),
        *(Para((row,)) for row in one.decision.reason.splitlines()),
    ]
    if one.point.summary:
        made += [BLANK, Para(((ink.one_line(one.point.summary), "muted"),))]
    return made
