"""What the deliberation screen says: lines made from a view, and nothing else.

The order of the points comes from what is revealed and decided, and from the walk. Sealed scores move nothing.
"""

from __future__ import annotations

from panel_tui.session.clock import Reading, mmss
from panel_tui.session.spread import Spread
from panel_tui.session.state import Decision, Score
from panel_tui.session.view import PointView, View
from panel_tui.tui import ink, marks
from panel_tui.tui.forms.deciding import LEAD, packed
from panel_tui.tui.ink import Line, Para, Piece, heading
from panel_tui.tui.screens import before_text, evidence_text, points_text
from panel_tui.tui.screens.briefing_text import EFFECTS
from panel_tui.tui.widgets.rows import Row

BLANK = Para()
_RANK = {"split": 0, "differs": 1, "agreed": 2, "none": 3}
_TONES = {"split": "strong bad", "differs": "warn", "agreed": "good", "none": "muted"}
MOST_GLYPHS = 8
"""Scores of more seats than this are counted, not drawn one by one."""


def pace(count: int, each: float, clock: Reading) -> Line:
    """`9 points to decide, 34:12 left: 3:47 each`."""
    points = "1 point" if count == 1 else f"{count} points"
    if not count:
        return (("Every point is decided", "strong good"), (f", {_left(clock)}", "muted"))
    if clock.left <= 0:
        return ((f"{points} to decide", "strong"), f", time is up: {mmss(clock.left)} over")
    if clock.status == "ready":
        return (
            (f"{points} to decide", "strong"),
            f", {mmss(clock.left)} planned: ",
            (f"{_short(each)} each", "strong"),
        )
    return ((f"{points} to decide", "strong"), f", {_left(clock)}: ", (f"{_short(each)} each", "strong"))


def _left(clock: Reading) -> str:
    return f"{mmss(clock.left)} {'over' if clock.left <= -1 else 'left'}"


def _short(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def sealed(view: View) -> list[PointView]:
    """The points with scores that are not revealed."""
    return [point for point in view.points if point.inside and not point.revealed]


def next_step(view: View, point: PointView | None, clock: Reading) -> Line:
    """What to press next, for the point that is looked at."""
    if view.adjournment is not None:
        return (("Adjourned. ", "strong warn"), ":reconvene", (" when the panel meets again.", "muted"))
    if not view.leads:
        return (
            ("The lead reveals and decides. ", "muted"),
            ("i", "strong accent"),
            " notes, ",
            ("x", "strong accent"),
            " dissents.",
        )
    if clock.status == "ready":
        return (("Next  ", "strong"), ("t", "strong accent"), f" starts the clock: {clock.allowed // 60} minutes.")
    if clock.left <= 0 and clock.status == "running":
        return (
            ("Time is up.  ", "strong bad"),
            ("E", "strong accent"),
            " gives more, with a reason; ",
            (":adjourn", "strong accent"),
            " stops for today.",
        )
    if all(one.decision for one in view.points):
        return (("Next  ", "strong"), ("g", "strong accent"), ", then Questions: the team may ask and challenge.")
    return _about(point) if point else ()


def _about(point: PointView) -> Line:
    number = f"point {point.number}"
    if point.barred:
        return ((f"You leave the room for {number}.", "warn"),)
    if point.inside and not point.revealed:
        return (
            ("Next  ", "strong"),
            ("r", "strong accent"),
            f" reveals {number}; ",
            (":reveal all", "strong accent"),
            " reveals all.",
        )
    if point.decision is None:
        more: Line = (", ", ("a", "strong accent"), " scores again") if point.revealed else ()
        return (("Next  ", "strong"), "talk; ", ("d", "strong accent"), f" decides {number}", *more)
    return (
        *(("Decided.  ", "good"), ("m", "strong accent"), " recommends, ", ("x", "strong accent"), " dissents, "),
        *(("home", "strong accent"), " the next."),
    )


def rows(view: View) -> list[Row]:
    """The table: what is to decide, split first; then what is decided."""
    width = max((len(point.number) for point in view.points), default=1)
    todo = sorted((point for point in view.points if point.decision is None), key=_rank)
    done = sorted((point for point in view.points if point.decision is not None), key=_rank)
    made: list[Row] = []
    for title, points in (("To decide", todo), ("Decided", done)):
        if points:
            made.append(Row(None, ((f"{title} ", "strong muted"), (f" {len(points)}", "muted"))))
            made += [_row(point, width) for point in points]
    return made + before_text.carried_rows(view, width)


def _rank(point: PointView) -> int:
    # Python's sort is stable: within a rank the walk's order stays. Nothing sealed is asked.
    return _RANK[point.spread.agreement] if point.spread is not None else 4


def _row(point: PointView, width: int) -> Row:
    glyph, tone = marks.level_glyph(point, point.decision.level if point.decision else None)
    name = ink.one_line(point.point.name)
    body: Line = ((glyph, tone), f" {point.number:>{width}} ", (name, "" if point.decision else "strong"))
    return Row(point.id, body, (*_tail(point), " "), find=point.point.title)


def _tail(point: PointView) -> Line:
    if point.barred:
        return (("you leave the room", "muted"),)
    if point.spread is None:
        return ((f"{len(point.inside)} of {len(point.awaited)} are in" if point.levels else "", "muted"),)
    tone = _TONES[point.spread.agreement]
    return (
        *counts(point, point.spread),
        " ",
        (f"{point.spread.agreement if point.spread.agreement != 'none' else 'no level':<7}", tone),
    )


def counts(point: PointView, spread: Spread) -> Line:
    """The revealed scores as glyphs, best first: `●●◐○`."""
    many = sum(count for _, count in spread.counts)
    made: list[Piece] = []
    for level, count in spread.counts:
        glyph, tone = marks.level_glyph(point, level)
        made.append((glyph * count, tone) if many <= MOST_GLYPHS else (f"{count}{glyph} ", tone))
    return tuple(made)


def detail(view: View, point: PointView, columns: int, *, short: bool = False) -> list[Para]:
    """The point that is looked at: scores, decision, recommendations, dissent, evidence, notes.

    `columns` is the width; `short` leaves blank lines out where there are few rows.
    """
    gap = [] if short else [BLANK]
    title = ink.one_line(point.point.name if short else point.point.title)
    made = [Para(((title, "strong"),), ((f"{point.number}  ", "strong accent"),))]
    if point.barred:
        return [*made, BLANK, Para((("You have left the room for this point: a conflict is declared.", "warn"),))]
    for one in point.conflicts:
        reason: Piece = (f": {ink.one_line(one.reason)}" if one.reason else "", "muted")
        words = f"{one.label} {EFFECTS[one.effect]}{marks.behalf(view, one.by)}"
        made.append(Para((words, reason), (("! ", "strong warn"),)))
    made += [*gap, *_scores(view, point, columns), *gap, *_decision(view, point), *before_text.last_time(view, point)]
    made += _recommendations(point)
    made += before_text.to_check(view, point)
    made += [BLANK, *_evidence(view, point, columns), BLANK, heading("Notes"), *points_text.notes(view, point)]
    return made


def _scores(view: View, point: PointView, columns: int) -> list[Para]:
    if not point.awaited:
        return []
    made: list[Para] = []
    for number in sorted({score.round for score in point.scores}):
        given = [_given(view, point, score) for score in point.scores if score.round == number]
        title = "Scores" if point.round == 1 else f"Round {number}"
        for place, row in enumerate(packed(given, columns - LEAD)):
            made.append(Para(row, ((f"{'' if place else title:<{LEAD}}", "strong muted"),)))
    if point.spread is not None:
        tone = _TONES[point.spread.agreement]
        made.append(Para(((point.spread.word, tone),), (("Spread   ", "strong muted"),)))
        return made + before_text.own_view(view, point)
    waiting = [view.label(seat) for seat in point.awaited if seat not in point.inside]
    words = f"{len(point.inside)} of {len(point.awaited)} are in"
    after: Piece = (f"; not yet: {', '.join(waiting)}" if waiting and point.inside else "", "muted")
    title = "Scores" if point.round == 1 else f"Round {point.round}"
    made.append(Para((words, (", sealed" if point.inside else "", "warn"), after), ((f"{title:<9}", "strong muted"),)))
    return made + before_text.own_view(view, point)


def _given(view: View, point: PointView, score: Score) -> Line:
    after = " after the reveal" if score.after_reveal else ""
    behalf = f" (by {view.label(score.by).split()[0]})" if score.by else ""
    return (
        f"{view.label(score.seat).split()[0]} ",
        *marks.level_words(point, score.level),
        (f"{after}{behalf}", "muted"),
    )


def _decision(view: View, point: PointView) -> list[Para]:
    held = point.decision
    lead: Line = (("Decided  ", "strong muted"),)
    if held is None:
        return [Para((("not yet", "warn"), ("; d decides, with a reason", "muted")), lead)]
    made = [Para((*marks.level_words(point, held.level), (_how(view, point, held), "muted")), lead)]
    made.append(Para((held.reason,), (("Because  ", "strong muted"),)))
    made += [
        Para((f"{one.label or 'no name'}{marks.behalf(view, one.by)}: {one.text}",), (("Dissent  ", "strong bad"),))
        for one in point.dissents
        if one.text
    ]
    return made


def _how(view: View, point: PointView, held: Decision) -> str:
    parts = [f"  {marks.note_time(held.at)}"]
    if held.casting:
        parts.append("the lead's deciding vote")
    if held.departs and held.majority:
        parts.append(f"away from the majority, {ink.plain(marks.level_words(point, held.majority))}")
    if held.question:
        parts.append(f"changed by {held.question}")
    return " · ".join(parts)


def _recommendations(point: PointView) -> list[Para]:
    made = []
    for one in point.recommendations:
        more = [one.owner or "", f"by {one.due}" if one.due else "", one.id]
        said = " · ".join(part for part in more if part)
        made.append(Para((one.text, (f"  {said}", "muted")), ((f"{one.strength.capitalize():<9}", "strong accent"),)))
    return made


def _evidence(view: View, point: PointView, columns: int) -> list[Para]:
    if not point.evidence:
        return [heading("Evidence", "none; e adds what the team shows")]
    made = [heading("Evidence", "what is done, and what is only planned")]
    return made + evidence_text.columns(view, point.evidence, columns)
