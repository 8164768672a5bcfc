"""What the questions screen says: lines made from a view, and nothing else."""

from __future__ import annotations

from panel_tui.session.clock import Reading, mmss
from panel_tui.session.state import Answer, Question
from panel_tui.session.view import PointView, View
from panel_tui.tui import ink, marks
from panel_tui.tui.ink import Line, Para, Piece, heading
from panel_tui.tui.screens import points_text
from panel_tui.tui.widgets.rows import Row

BLANK = Para()
PURPOSE = (
    "The team asks how a score came about, and may challenge an outcome. The panel answers on the record; "
    "an answer can change a decision, with a reason."
)
NONE_YET = "no question yet: a writes one down, c a challenge"


def waiting(view: View) -> list[Question]:
    """The questions without an answer, in the order they were asked."""
    return [one for one in view.questions if one.answer is None]


def standing(view: View, clock: Reading) -> Line:
    """`3 questions, 1 without an answer · 21:30 left`."""
    left = f"{mmss(clock.left)} {'over' if clock.left <= -1 else 'left'}"
    if not view.questions:
        return (("No question yet", "strong"), (f" · {left}", "muted"))
    many = len(view.questions)
    open_ones = len(waiting(view))
    asked = "1 question" if many == 1 else f"{many} questions"
    tone = "strong warn" if open_ones else "good"
    said = f"{open_ones} without an answer" if open_ones else "all answered"
    return ((asked, "strong"), ", ", (said, tone), (f" · {left}", "muted"))


def next_step(view: View, clock: Reading) -> Line:
    """What to press next."""
    if view.adjournment is not None:
        return (("Adjourned. ", "strong warn"), ":reconvene", (" when the panel meets again.", "muted"))
    if view.leads and clock.status == "ready":
        return (("Next  ", "strong"), ("t", "strong accent"), f" starts the clock: {clock.allowed // 60} minutes.")
    if view.leads and clock.left <= 0 and clock.status == "running":
        return (("Time is up.  ", "strong bad"), ("E", "strong accent"), " gives more, with a reason.")
    if view.standard.is_conversation and not waiting(view):
        return (
            ("Next  ", "strong"),
            ("a", "strong accent"),
            " a question, ",
            ("A", "strong accent"),
            " agrees a text, ",
            ("g", "strong accent"),
            ", then Close.",
        )
    if not view.questions:
        return (
            *(("Next  ", "strong"), ("a", "strong accent"), " a question of the team, "),
            *(("c", "strong accent"), " a challenge"),
        )
    if waiting(view):
        may = "" if view.standard.is_conversation else "; it may change a decision"
        return (("Next  ", "strong"), ("enter", "strong accent"), f" answers{may}.")
    return (
        ("Next  ", "strong"),
        ("a", "strong accent"),
        " another question, or ",
        ("g", "strong accent"),
        ", then Close.",
    )


def rows(view: View) -> list[Row]:
    """The list: what waits for an answer first, then what is answered."""
    made: list[Row] = []
    open_ones = waiting(view)
    answered = [one for one in view.questions if one.answer is not None]
    for title, held in (("Waiting for an answer", open_ones), ("Answered", answered)):
        if held:
            made.append(Row(None, ((f"{title} ", "strong muted"), (f" {len(held)}", "muted"))))
            made += [_row(view, one) for one in held]
    return made


def _row(view: View, one: Question) -> Row:
    sign: Piece = ("!", "strong warn") if one.kind == "challenge" else ("?", "strong accent")
    known = view.standard.point(one.point) if one.point else None
    number = known.number if known else ""
    where = (f"{number:>3} " if number else "  – ", "muted")
    body: Line = (sign, f" {one.id:<3}", where, (ink.one_line(one.text), "" if one.answer else "strong"))
    return Row(one.id, body, (*_tail(one), " "), find=one.answer.text if one.answer else "")


def _tail(one: Question) -> Line:
    if one.answer is None:
        return ((one.asker, "muted"),)
    if not one.answer.changed:
        return (("✓", "good"),)
    return (("✓ ", "good"), ("changed", "strong accent"))


def detail(view: View, one: Question | None) -> list[Para]:
    """The question that is looked at: who asked, the decision it is about, the answer and what it changed."""
    if one is None:
        return [heading("The questions period"), Para(((PURPOSE, "muted"),))]
    who = f"{one.id}, a {one.kind} from the {one.asker} · {marks.note_time(one.at)}"
    if one.by:
        who += f", asked by {view.label(one.seat)}"
    if one.seat:
        who += f", written down by {view.label(one.by or one.seat)}"
    made = [Para((("! " if one.kind == "challenge" else "? ", "strong warn"), (who, "muted"))), BLANK]
    made.append(Para(((one.text, "strong"),)))
    if one.answer is None:
        made += [BLANK, Para((("Not answered yet", "warn"), ("; enter answers", "muted")))]
    else:
        made += [BLANK, *_answer(view, one, one.answer)]
    point = next((held for held in view.points if held.id == one.point), None)
    return [*made, *(_point(view, point) if point else [])]


def _answer(view: View, one: Question, held: Answer) -> list[Para]:
    made = [heading("Answer", f"{marks.note_time(held.at)} · {view.label(held.by)}"), Para((held.text,))]
    if not held.changed:
        return [*made, Para((("It changed no decision.", "muted"),))]
    named = [point for point in view.points if point.decision and point.decision.question == one.id]
    about = [point for point in view.points if point.id == one.point]
    changed = next(iter([*named, *about]), None)
    if changed is None:
        return [*made, Para((("It changed a decision.", "strong"),))]
    before = marks.level_words(changed, held.level_before) if held.level_before else (("undecided", "muted"),)
    after = marks.level_words(changed, held.level_after)
    return [*made, Para((("It changed the decision  ", "strong accent"), *before, (" → ", "strong"), *after))]


def _point(view: View, point: PointView) -> list[Para]:
    made = [BLANK, heading(f"Point {point.number}", ink.one_line(point.point.name))]
    held = point.decision
    if held is None:
        made.append(Para((("undecided", "warn"),)))
    else:
        casting = ("  the lead's deciding vote", "muted") if held.casting else ""
        made += [Para((*marks.level_words(point, held.level), casting)), Para((held.reason,))]
    if point.notes:
        made += [BLANK, heading("Notes"), *points_text.notes(view, point)]
    return made
