"""What the points screen says: lines made from a view, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from panel_tui.session.clock import Forecast, Reading, mmss
from panel_tui.session.state import Note
from panel_tui.session.view import PointView, View
from panel_tui.tui import ink, marks
from panel_tui.tui.ink import Line, Para, Piece, heading
from panel_tui.tui.screens import before_text, evidence_text
from panel_tui.tui.widgets.rows import Row
from panel_tui.wire import How

BLANK = Para()


def rows(view: View, drafts: frozenset[str]) -> list[Row]:
    """The list: section headings, and a row for each point. `drafts` are the points with words not sent."""
    digits = max((len(point.number) for point in view.points), default=1)
    made: list[Row] = []
    section: str | None = None
    for point in view.points:
        if point.section != section:
            section = point.section
            made.append(Row(None, ((section or "Other points", "strong muted"),)))
        made.append(_row(view, point, digits, point.id in drafts))
    return made + before_text.carried_rows(view, digits)


def _level(view: View, point: PointView) -> str | None:
    if view.is_self:
        return point.own_view.level if point.own_view else None
    return point.decision.level if point.decision else point.mine.level if point.mine else None


def _row(view: View, point: PointView, digits: int, draft: bool) -> Row:
    level = _level(view, point)
    here = (marks.HERE, "strong accent") if point.current else " "
    name = ink.one_line(point.point.name)
    tone = "strong" if point.current or point.decision else ""
    glyph = marks.level_glyph(point, level) if point.levels else _heard(point)
    body: Line = (here, glyph, f" {point.number:>{digits}} ", (name, tone))
    return Row(point.id, body, _marks(point, draft), find=f"{point.point.title} {point.number}")


def _heard(point: PointView) -> Piece:
    return ("✓", "good") if point.notes else (marks.NOTHING, "muted")


def _marks(point: PointView, draft: bool) -> Line:
    made: list[Piece] = []
    if draft:
        made.append((marks.DRAFT, "accent"))
    if point.conflicts:
        made.append((marks.CONFLICT, "strong warn"))
    states = {held.state for held in point.evidence}
    if states:
        made.append(marks.EVIDENCE["done" if "done" in states else "planned"])
    return tuple(made)


def detail(view: View, point: PointView, used: Reading) -> list[Para]:
    """One point: what it asks, what to look for, what was shown, and what was decided."""
    made = [Para(((ink.one_line(point.point.title), "strong"),), ((f"{point.number}  ", "strong accent"),))]
    if not point.current:
        made.append(_elsewhere(view))
    about = _about(view, point, used)
    if about:
        made.append(Para(((about, "muted"),)))
    if point.barred:
        return [*made, BLANK, Para((("You have left the room for this point: a conflict is declared.", "warn"),))]
    made += before_text.last_time(view, point)
    if point.point.summary:
        made.append(Para(((ink.one_line(point.point.summary), "muted"),)))
    made += before_text.our_view(point) if view.is_self else _verdict(view, point)
    made += before_text.to_check(view, point)
    made += _bullets(f"Look for at {view.phase_title.lower()}", view.standard.prompts_for(point.point, view.phase))
    made += [BLANK, *evidence_text.of_point(view, point)]
    made += _bullets("Evidence to expect", view.standard.evidence_for(point.point, view.phase), "muted")
    made += _conflicts(view, point)
    return made


def _elsewhere(view: View) -> Para:
    if view.current is None:
        return Para((("The room is on no point yet", "accent"), (" · enter starts here", "muted")))
    number = view.point(view.current).number
    return Para(((f"The room is on {number}", "accent"), (" · enter moves it here", "muted")))


def _about(view: View, point: PointView, used: Reading) -> str:
    roles = [found.title for role in point.point.roles if (found := view.standard.role(role)) is not None]
    parts = [] if view.is_self else [f"{used.allowed // 60} min planned"]
    if used.used >= 1:
        parts.append(f"{mmss(used.used)} used")
    if roles and not view.is_self:
        parts.append("asked by " + ", ".join(roles).lower())
    return " · ".join(parts)


def _bullets(title: str, lines: tuple[str, ...], tone: str = "") -> list[Para]:
    if not lines:
        return []
    return [BLANK, heading(title), *(Para(((ink.one_line(line), tone),), (("• ", "muted"),)) for line in lines)]


def _conflicts(view: View, point: PointView) -> list[Para]:
    words = {"note": "declared", "no-score": "does not score", "leaves": "leaves the room"}
    made = [
        Para(
            (
                f"{one.label} {words[one.effect]}{marks.behalf(view, one.by)}",
                (f": {ink.one_line(one.reason)}" if one.reason else "", "muted"),
            ),
            (("! ", "strong warn"),),
        )
        for one in point.conflicts
    ]
    return [BLANK, heading("Conflicts of interest"), *made] if made else []


def _verdict(view: View, point: PointView) -> list[Para]:
    made: list[Para] = []
    if point.spread is not None:
        made += [
            BLANK,
            heading("Scores", f"{point.spread.word}" + (f" · round {point.round}" if point.round > 1 else "")),
        ]
        for score in point.scores:
            if score.round == point.round:
                late = " after the reveal" if score.after_reveal else ""
                who = f"  {view.label(score.seat)}{late}{f', entered by {view.label(score.by)}' if score.by else ''}"
                made.append(Para((*marks.level_words(point, score.level), (who, "muted"))))
    team = before_text.own_view(view, point)
    if team:
        made += team if made else [BLANK, *team]
    if point.decision is not None:
        casting = " (deciding vote)" if point.decision.casting else ""
        made += [
            BLANK,
            Para((("Decided  ", "strong muted"), *marks.level_words(point, point.decision.level), (casting, "muted"))),
            Para((point.decision.reason,)),
        ]
    for one in point.recommendations:
        made.append(Para((one.text,), ((f"{one.strength:<7}", "strong accent"),)))
    return made


def notes(view: View, point: PointView) -> list[Para]:
    """The notes of a point as they came in."""
    if not point.notes:
        return [Para((("No notes yet. i begins one; Enter keeps it.", "muted"),))]
    return [note(view, one) for one in point.notes]


def note(view: View, note: Note) -> Para:
    """One note: when, who, its sign, its words."""
    after: list[Piece] = []
    if note.private:
        after.append(("  private", "accent"))
    if note.by is not None:
        after.append((f"  by {_initials(view, note.by)}", "muted"))
    if note.seat == view.viewer.seat:
        after.append((f"  {note.id}", "muted"))
    return Para((note.text, *after), marks.note_lead(note, _initials(view, note.seat)))


def _initials(view: View, seat: str) -> str:
    found = view.seat(seat)
    return found.initials if found else "–"


def side(view: View, point: PointView, day: Forecast, there: Mapping[str, How]) -> list[Para]:
    """The side panel under the clock: whose score is in, who is there (by seat), and when the day will end."""
    scored = bool(point.levels) and not view.is_self
    made = [
        heading("Team" if view.is_self else "Panel", f"{len(point.inside)} of {len(point.awaited)} are in" * scored)
    ]
    for seat in view.seats:
        glyph, word = _presence(point, seat.id) if scored else (("·", "muted"), "")
        more = (f" {view.discipline_of(seat.id) or seat.role}", "muted")
        made.append(
            Para(
                (
                    (seat.label, "strong" if seat.id == view.viewer.seat else ""),
                    *_there(there, seat.id),
                    more,
                    (f" {word}", "muted"),
                ),
                (glyph, " "),
            )
        )
    if view.is_self:
        return made
    made += [BLANK, heading("The day")]
    if day.finish is None or day.planned_finish is None:
        made.append(Para((("starts with the first clock: t", "muted"),)))
    else:
        made.append(Para((("Finish  ", "muted"), (_time(day.finish), "strong"))))
        made.append(Para((("Plan    ", "muted"), _time(day.planned_finish))))
    return made


def _presence(point: PointView, seat: str) -> tuple[Piece, str]:
    if seat in point.inside:
        return ("✓", "good"), ""
    return (("·", "muted"), "") if seat in point.awaited else (("–", "muted"), "no score")


def _there(there: Mapping[str, How], seat: str) -> Line:
    how = there.get(seat, "never")
    if how == "never":
        return ()
    glyph, word, tone = marks.PRESENCE[how]
    return (" ", (f"{glyph} {word}", tone))


def _time(at: datetime) -> str:
    return at.astimezone().strftime("%H:%M")
