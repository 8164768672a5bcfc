"""What Close says: the outcome, what is still to do, the results, who has signed, what was written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from panel_tui.session.missing import Missing, missing
from panel_tui.session.unsent import Unsent, words_of
from panel_tui.session.view import LogLine, PointView, View
from panel_tui.tui import ink, marks
from panel_tui.tui.ink import Line, Para
from panel_tui.tui.screens import before_text, evidence_text
from panel_tui.tui.widgets.rows import Row
from panel_tui.tui.widgets.status_line import NAMES

LEFT = "left:"
"""Begins the key of a row about something that was typed and not sent."""
_LEVEL, _SPREAD = 17, 19
_MORE = 10
"""How much wider a result is written where there is room."""
_LABEL = 11


def day_and_time(at: datetime) -> str:
    """A day and a time of day as people read them here."""
    return f"{at.astimezone():%d %b %Y, %H:%M}"


def _line(label: str, *pieces: ink.Piece) -> Para:
    return Para(pieces, ((f"{label:<{_LABEL}}", "muted"),))


def outcome(view: View, refusal: str | None) -> list[Para]:
    """The suggested and the agreed outcome, and how far the record is. `refusal` is why it cannot be closed."""
    made: list[Para] = []
    if not view.standard.is_conversation and not view.is_self:
        made += [_suggested(view), _agreed(view)]
    if view.closed_at is not None:
        made.append(
            _line("Record", (f"closed {day_and_time(view.closed_at)}", "good"), ("   R opens it again", "muted"))
        )
        made += [] if view.is_self or view.rehearsal else [_published(view)]
    elif refusal is not None:
        made.append(_line("Record", "open · not yet to be closed: ", ink.one_line(refusal)))
    else:
        made.append(_line("Record", "open · ", ("c closes it", "accent"), ("; reports are drafts until then", "muted")))
    return made


def _published(view: View) -> Para:
    held = view.publication
    if held is None:
        return _line("Published", "no", ("   P puts it into the register", "muted"))
    told: list[ink.Piece] = [("yes", "good")]
    for word, address in (("report", held.report), ("board", held.board)):
        if address:
            told += [f", {word} ", (ink.one_line(address), "link under")]
    return _line("Published", *told)


def _suggested(view: View) -> Para:
    advice = view.suggestion
    found = view.standard.outcome(advice.outcome) if advice.outcome else None
    if found is None:
        return _line("Suggested", ("nothing yet", ""), (f"   {advice.because}", "muted"))
    return _line("Suggested", (found.label, "strong"), (f"   {advice.because}", "muted"))


def _agreed(view: View) -> Para:
    held = view.outcome
    found = view.standard.outcome(held.outcome) if held else None
    if held is None:
        return _line("Agreed", ("not yet", "warn"), ("   o agrees the outcome", "muted"))
    reason = f", because {held.reason}" if held.reason else ""
    who = f"   {view.label(held.by)}, {marks.note_time(held.at)}"
    label = found.label if found else held.outcome
    return _line("Agreed", (label, "strong good"), reason, (who, "muted"))


def todo(view: View) -> tuple[Missing, ...]:
    """What is missing: first what is done here, then the rest in the order of the day."""
    return tuple(sorted(missing(view), key=lambda one: one.stage != "close"))


def todo_heading(view: View, count: int) -> Para:
    """What stands over it; a closed record is not mended before it is opened again."""
    if view.closed_at is not None:
        return ink.heading("Left open", f"{count} · R opens the record again" if count else "nothing")
    return ink.heading("Still to do", f"{count} · Enter goes where it is mended" if count else "nothing is missing")


def todo_rows(items: Sequence[Missing]) -> list[Row]:
    """What is missing; its key is its place in the list."""
    return [Row(str(place), _todo(one), ((f"{_where(one)} ", "accent"),)) for place, one in enumerate(items)]


def left_rows(items: Sequence[Unsent], view: View) -> list[Row]:
    """What this seat has typed and not sent; the key is `LEFT` and its place."""
    return [
        Row(
            f"{LEFT}{place}",
            ((f"{marks.DRAFT} ", "accent"), f"Not sent: your {words_of(one, view)}"),
            (("here ", "accent"),),
        )
        for place, one in enumerate(items)
    ]


def others(view: View, seats: Iterable[str]) -> list[Missing]:
    """Seats that have left something behind at this keyboard: who, and nothing of what."""
    names = [view.label(seat) for seat in seats]
    return [Missing("close", None, f"{name} has typed something here and not sent it", "me") for name in names]


def _todo(one: Missing) -> Line:
    words = one.text.removeprefix("briefing: ")
    return (("· ", "warn"), f"{words[:1].upper()}{ink.one_line(words[1:])}")


def _where(one: Missing) -> str:
    return "here" if one.stage == "close" or one.action else f"→ {NAMES[one.stage][0]}"


def result_rows(view: View, columns: int) -> list[Row]:
    """Every point with its decision and its spread; in a conversation, every heading with what was agreed."""
    conversation = view.standard.conversation
    if conversation is None or view.is_self:
        # The walk goes by section; at the end people look for a number.
        place = {point.id: number for number, point in enumerate(view.standard.points)}
        points = sorted(view.points, key=lambda one: place[one.id])
        if view.is_self:
            return [_of_ours(point) for point in points]
        width = max((len(point.number) for point in points), default=1)
        return [_result(point, columns) for point in points] + before_text.carried_rows(view, max(3, width))
    agreed = {one.heading: one for one in view.agreed}
    return [
        Row(
            heading.id,
            (heading.title,),
            (
                (f"agreed {marks.note_time(agreed[heading.id].at)} ", "good")
                if heading.id in agreed
                else ("nothing yet ", "warn"),
            ),
        )
        for heading in conversation.headings
    ]


def _of_ours(point: PointView) -> Row:
    held = point.own_view
    glyph, tone = marks.level_glyph(point, held.level if held else None)
    word = point.label(held.level) if held and held.level else "in words" if held else "no view yet"
    proof = evidence_text.counted(point.evidence) if point.evidence else "no evidence"
    tail = (_cell(f"{glyph} {word}", _LEVEL, tone if held else "warn"), _cell(proof, _SPREAD, "muted"))
    return Row(point.id, ((f"{point.number:>3} ", "muted"), point.point.name), tail)


def _result(point: PointView, columns: int) -> Row:
    decision = point.decision
    glyph, tone = marks.level_glyph(point, decision.level if decision else None)
    label = point.label(decision.level) if decision else "undecided"
    casting = " (casting)" if decision is not None and decision.casting else ""
    more = _MORE if columns > 80 else 0
    tail: list[ink.Piece] = [_cell(f"{glyph} {label}", _LEVEL + more, tone, casting)]
    tail.append(_cell(point.spread.word if point.spread else "", _SPREAD + more // 2, "muted"))
    return Row(point.id, ((f"{point.number:>3} ", "muted"), point.point.name), tuple(tail))


def _cell(words: str, width: int, tone: str, more: str = "") -> ink.Piece:
    text = ink.plain(ink.cut((f"{words}{more}",), width - 1))
    return (text + " " * (width - ink.width((text,))), tone)


def agreed_texts(view: View) -> list[Para]:
    """What was agreed under each heading of a conversation."""
    made: list[Para] = []
    titles = {one.id: one.title for one in view.standard.conversation.headings} if view.standard.conversation else {}
    for one in view.agreed:
        made += [ink.heading(titles.get(one.heading, one.heading)), *ink.paras(*one.text.splitlines()), Para()]
    return made


def signatures(view: View) -> list[Para]:
    """Who has signed, and who has not yet. Observers are not asked."""
    held = {one.seat: one for one in view.signed}
    asked = [one for one in view.seats if one.role != "observer" or one.id in held]
    made = [ink.heading("Signed", f"{len(held)} of {len(asked)}")]
    for seat in asked:
        one = held.get(seat.id)
        if one is None:
            made.append(Para((seat.label, ("  not yet", "muted")), (("· ", "muted"),)))
        else:
            remark = f"  “{ink.one_line(one.remark)}”" if one.remark else ""
            when = f"  {marks.note_time(one.at)}{f', by {view.label(one.by)}' if one.by else ''}"
            made.append(Para((seat.label, (when, "muted"), remark), (("✓ ", "good"),)))
    return made


def signatures_in_short(view: View) -> list[Para]:
    """The same in one line."""
    held = {one.seat for one in view.signed}
    by = {one.seat: f" (by {view.label(one.by)})" if one.by else "" for one in view.signed}
    signed = [f"{one.label}{by[one.id]}" for one in view.seats if one.id in held]
    waiting = [one.label for one in view.seats if one.role != "observer" and one.id not in held]
    words = [f"✓ {', '.join(signed)}" if signed else "nobody yet", f"not yet: {', '.join(waiting)}" if waiting else ""]
    return [_line("Signed", " · ".join(one for one in words if one))]


def exports_elsewhere(*, short: bool) -> list[Para]:
    """Where the reports are, on a seat's own device."""
    said = "written on the lead's computer"
    return [_line("Reports", (said, "muted"))] if short else [ink.heading("Reports", said)]


def exports(lines: Iterable[LogLine], written: Sequence[str], *, short: bool) -> list[Para]:
    """What was written so far, and where, as far as it was written since the app was opened."""
    said = [f"{marks.note_time(one.at)} {one.text.removeprefix('exported ')}" for one in lines if not one.undone]
    if short:
        return [_line("Reports", " · ".join(said[-3:]) or ("none yet: e writes one", "muted"))]
    made = [ink.heading("Reports", "" if said else "none yet: e writes one")]
    made += [Para((one,), (("  ", ""),)) for one in said[-6:]]
    return [*made, *(Para(((path, "link"),), (("→ ", "muted"),)) for path in written[-3:])]
