"""What the briefing screen says: lines made from a view, and nothing else."""

from __future__ import annotations

from panel_tui.session.clock import Reading
from panel_tui.session.missing import is_briefed
from panel_tui.session.rules.panel import BRIEFING_ITEMS
from panel_tui.session.terms import EarlierRecommendation
from panel_tui.session.view import SeatView, View
from panel_tui.tui import ink, marks
from panel_tui.tui.forms.seats import STATUS_WORDS
from panel_tui.tui.ink import Line, Para, Piece, heading
from panel_tui.tui.screens import before_text, evidence_text
from panel_tui.tui.widgets.rows import Row

BLANK = Para()
EFFECTS = {"note": "takes part", "no-score": "does not score", "leaves": "leaves the room"}
_HOW = {
    "scope": "s writes it down",
    "demo": "space, when it was shown",
    "conflicts": "c writes one down, space ticks",
    "earlier": "v checks, space ticks",
}


def items(view: View) -> list[str]:
    """The items of this briefing's list."""
    return [item for item in BRIEFING_ITEMS if item != "earlier" or view.earlier]


def is_done(view: View, item: str) -> bool:
    """Whether an item is done: ticked, or the record itself shows it."""
    return is_briefed(view, item)


def unchecked(view: View) -> list[EarlierRecommendation]:
    """The recommendations of last time that nobody has checked yet."""
    checked = {one.id for one in view.checked}
    return [one for one in (view.earlier.recommendations if view.earlier else ()) if one.id not in checked]


def next_step(view: View, clock: Reading) -> Line:
    """One line that says what to do next."""
    if view.is_self:
        return _next_of_a_team(view)
    if view.adjournment is not None:
        return (("Adjourned. ", "strong warn"), ":reconvene", (" when the panel meets again.", "muted"))
    if not view.leads:
        return (
            ("The lead drives the briefing. ", "muted"),
            ("i", "strong accent"),
            " writes your note about the service.",
        )
    if clock.status == "ready":
        return _step("t", f"starts the clock: {clock.allowed // 60} minutes for the briefing.")
    for item in items(view):
        if not is_done(view, item):
            return _todo(view, item)
    if view.evidence:
        return _step("l", "puts the evidence that has no point under one.")
    return (("The briefing is done. ", "strong good"), ("g", "strong accent"), ", then Points, begins the walk.")


def _next_of_a_team(view: View) -> Line:
    if view.evidence:
        return _step("l", "puts the evidence that has no point under one.")
    if not any(point.evidence for point in view.points):
        return _step("I", "brings your board or list in; e adds evidence by hand.")
    return _step("g", "and then Points: say for each point how far you are.")


def _step(key: str, words: str) -> Line:
    return (("Next  ", "strong"), (key, "strong accent"), f" {words}")


def _todo(view: View, item: str) -> Line:
    if item == "scope":
        return _step("s", "writes down the scope and story, as the team tells it.")
    if item == "demo":
        return (
            ("Next  ", "strong"),
            "the team shows the thing, end to end; then ",
            ("space", "strong accent"),
            " on its line.",
        )
    if item == "conflicts":
        return (
            ("Next  ", "strong"), "ask for conflicts of interest: ", ("c", "strong accent"),
            " writes one down, ", ("space", "strong accent"), " ticks.",
        )  # fmt: skip
    left = len(unchecked(view))
    if left:
        return _step("v", f"checks the next recommendation of last time; {left} left.")
    return (("Next  ", "strong"), ("space", "strong accent"), " ticks 'Recommendations of last time checked'.")


def rows(view: View) -> list[Row]:
    """The list: what the briefing walks through, what last time left, points without evidence."""
    made: list[Row] = []
    if not view.is_self:
        todo = items(view)
        done = sum(is_done(view, item) for item in todo)
        made.append(Row(None, (("Briefing list ", "strong muted"), (f" {done} of {len(todo)}", "muted"))))
        made += [_item(view, item) for item in todo]
    made += evidence_text.unplaced_rows(view)
    if view.earlier and view.earlier.recommendations:
        earlier = view.earlier.recommendations
        left = len(unchecked(view))
        made.append(
            Row(None, (("Recommendations of last time ", "strong muted"), (_checked(len(earlier), left), "muted")))
        )
        made += [_earlier(view, one) for one in earlier]
    return made + evidence_text.point_rows(view)


def _checked(all: int, left: int) -> str:
    return f" {all - left} of {all} checked"


def _item(view: View, item: str) -> Row:
    if is_done(view, item):
        return Row(f"tick:{item}", (("[x] ", "good"), BRIEFING_ITEMS[item]))
    return Row(
        f"tick:{item}", (("[ ] ", "strong warn"), (BRIEFING_ITEMS[item], "strong")), ((_HOW[item], "muted"), " ")
    )


def _earlier(view: View, one: EarlierRecommendation) -> Row:
    held = next((check for check in view.checked if check.id == one.id), None)
    glyph, tone, words = STATUS_WORDS[held.status] if held else ("·", "muted", "to check")
    body: Line = ((glyph, tone), f" {one.id} ", (f"{one.strength} ", "accent"), ink.one_line(one.text))
    return Row(f"check:{one.id}", body, ((words, tone), " "), find=one.point_title or "")


def story(view: View, *, with_panel: bool) -> list[Para]:
    """What was told: scope, conflicts, what became of last time's, and where it has no place of its own, the panel."""
    made = [heading("Scope and story")]
    made.append(Para((view.scope,)) if view.scope else Para((("Nothing yet: s writes it down.", "muted"),)))
    if not view.is_self:
        made += [BLANK, heading("Conflicts of interest")]
        made += conflicts(view) or [Para((("None declared: c writes one down.", "muted"),))]
    brought = evidence_text.sources(view)
    made += [BLANK, *brought] if brought else []
    told = [
        (one, check)
        for one in (view.earlier.recommendations if view.earlier else ())
        for check in view.checked
        if check.id == one.id and check.text
    ]
    if told:
        made += [BLANK, heading("What became of last time's")]
        for one, check in told:
            glyph, tone, words = STATUS_WORDS[check.status]
            made.append(Para(((f"{words}: ", tone), check.text or ""), ((glyph, tone), f" {one.id} ")))
    if with_panel:
        made += [BLANK, *panel(view)]
    if view.description:
        made += [BLANK, heading("The service"), Para(((view.description, "muted"),))]
    if view.rehearsal:
        made += [BLANK, Para((("A rehearsal: a made-up session to practise on.", "accent"),))]
    return made


def about(view: View, key: str | None) -> list[Para]:
    """What there is to read about a row of the list: a piece of evidence, or a point with its evidence."""
    kind, _, id = (key or "").partition(":")
    if kind == "held":
        return [para for held in view.evidence if held.id == id for para in evidence_text.piece(view, held, whole=True)]
    point = next((one for one in view.points if kind == "point" and one.id == id), None)
    if point is None:
        return []
    made = [Para(((ink.one_line(point.point.title), "strong"),), ((f"{point.number}  ", "strong accent"),))]
    made += [*before_text.last_time(view, point), BLANK]
    if point.evidence:
        made.append(heading("Evidence", evidence_text.with_key(view, point)))
        return made + [para for held in point.evidence for para in evidence_text.piece(view, held, whole=True)]
    made += evidence_text.of_point(view, point)
    expected = view.standard.evidence_for(point.point, view.phase)
    made += [BLANK, heading("Evidence to expect")] if expected else []
    return made + [Para(((ink.one_line(line), "muted"),), (("• ", "muted"),)) for line in expected]


def conflicts(view: View) -> list[Para]:
    """The conflicts that stand."""
    made = []
    for one in view.conflicts:
        where = f"point {view.point(one.point).number}" if one.point else "every point"
        reason: Piece = (f": {ink.one_line(one.reason)}" if one.reason else "", "muted")
        words = f"{one.label} {EFFECTS[one.effect]}, {where}{marks.behalf(view, one.by)}"
        made.append(Para((words, reason), (("! ", "strong warn"),)))
    return made


def panel(view: View) -> list[Para]:
    """Who sits where, with discipline and points."""
    seats = "1 seat" if len(view.seats) == 1 else f"{len(view.seats)} seats"
    made = [heading("Team" if view.is_self else "Panel", seats)]
    numbers = {point.id: point.number for point in view.points}
    for seat in view.seats:
        mine = "strong" if seat.id == view.viewer.seat else ""
        made.append(Para(((seat.label, mine), (f"  {_seat(view, seat, numbers)}", "muted")), (("· ", "muted"),)))
    return made


def _seat(view: View, seat: SeatView, numbers: dict[str, str]) -> str:
    parts = [seat.role if seat.role != "member" else "", view.discipline_of(seat.id)]
    parts.append("external" if seat.affiliation == "external" else "")
    points = [numbers[point] for point in seat.points if point in numbers]
    if points:
        parts.append(f"points {' '.join(points)}" if len(points) > 1 else f"point {points[0]}")
    return ", ".join(part for part in parts if part)
