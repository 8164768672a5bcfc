"""Words for the questions period and for the end of the session."""

from __future__ import annotations

import re

from msgspec.structs import replace

from panel_tui.grammar.points import decide
from panel_tui.grammar.reader import Words, unmistakable
from panel_tui.session import bodies
from panel_tui.session.rules.undo import latest_redoable, latest_undoable
from panel_tui.session.terms import Asker

Bodies = tuple[bodies.AnyBody, ...]


def ask(words: Words) -> Bodies:
    """`ask team 4 why was this partially met?`"""
    asker: Asker = "team" if words.choice("who asks", ("team", "panel")) == "team" else "panel"
    point = words.point_if_any()
    return _asked(words, "question", asker, point.id if point else None)


def challenge(words: Words) -> Bodies:
    """`challenge 4 the letters are live since May`"""
    return _asked(words, "challenge", "team", words.point_or_here().id)


def _asked(words: Words, kind: str, asker: Asker, point: str | None) -> Bodies:
    text = words.rest("the question")
    id = words.desk.next_id("Q")
    if kind == "challenge":
        return (bodies.QuestionAsked(id=id, kind="challenge", asker=asker, point=point, text=text),)
    return (bodies.QuestionAsked(id=id, kind="question", asker=asker, point=point, text=text),)


def answer(words: Words) -> Bodies:
    """`answer Q2 we had not seen that -> 4 met because the letters are live`"""
    id = words.take("the number of a question").upper()
    said, arrow, change = words.left.partition("->")
    if not arrow:
        said, arrow, change = words.left.partition("→")
    words.left = said
    text = words.rest("the answer")
    if not arrow:
        return (bodies.QuestionAnswered(id=id, text=text),)
    words.left = change.strip()
    _name_the_point_of(id, words)
    decision = decide(words)[0]
    changed = replace(decision, question=id)
    return (changed, bodies.QuestionAnswered(id=id, text=text, changed=True))


def _name_the_point_of(question: str, words: Words) -> None:
    # Where no point follows the arrow it is the question's own, and not wherever the room happens to be.
    state = words.desk.state
    asked = next((one.point for one in state.questions if one.id == question), None)
    point = state.standard.point(asked) if asked else None
    if point is not None and state.standard.point_by_number(words.peek().removeprefix("@")) is None:
        words.left = f"{point.number} {words.left}"


def agree(words: Words) -> Bodies:
    """`agree done-well They listened to caseworkers`"""
    conversation = words.desk.state.standard.conversation
    headings = [heading.id for heading in conversation.headings] if conversation else []
    heading = words.choice("a heading", headings) if headings else words.take("a heading")
    return (bodies.TextAgreed(heading=heading, text=words.rest("what the panel agreed")),)


def outcome(words: Words) -> Bodies:
    """`outcome met because …`"""
    reason = words.because(needed=False)
    text = re.sub(r"\s+", " ", words.left)
    words.left = ""
    outcomes = words.desk.state.standard.outcomes
    if not outcomes:
        raise words.fail("this standard is a conversation without an outcome")
    names = [(name, one.id) for one in outcomes for name in (one.id, one.label)]
    found = unmistakable(text, names) if text else None
    if found is None:
        choices = ", ".join(one.id for one in outcomes)
        raise words.fail(f"'{text[:40]}' is not an outcome: {choices}" if text else "an outcome is missing")
    return (bodies.OutcomeAgreed(outcome=found, reason=reason),)


def sign(words: Words) -> Bodies:
    """`sign`, `sign with I would have liked to see the back office`"""
    remark = words.rest("a remark") if words.maybe("with") else None
    words.done()
    return (bodies.SignedOff(remark=remark),)


def close(words: Words) -> Bodies:
    """`close`"""
    words.done()
    return (bodies.SessionClosed(),)


def reopen(words: Words) -> Bodies:
    """`reopen because the fact check found a mistake`"""
    reason = words.because(needed=True) or ""
    words.done()
    return (bodies.SessionReopened(reason=reason),)


def undo(words: Words) -> Bodies:
    """`undo`"""
    words.done()
    history = words.desk.history
    event = latest_undoable(history, words.desk.seat)
    if event is None:
        raise words.fail("there is nothing of yours to undo")
    numbers = [event.n]
    what, before = event.what, history.events[event.n - 2]
    if isinstance(what, bodies.QuestionAnswered) and what.changed:
        # An answer and the decision that it changed were one move, so they go together.
        numbers.append(event.n - 1)
    elif before.n not in history.undone and _are_one_import(before.what, what):
        numbers.append(before.n)
    return tuple(bodies.Undone(number=number) for number in numbers)


def _are_one_import(evidence: bodies.AnyBody, views: bodies.AnyBody) -> bool:
    if not isinstance(evidence, bodies.EvidenceBrought) or not isinstance(views, bodies.OwnViewsBrought):
        return False
    return evidence.source == views.source


def redo(words: Words) -> Bodies:
    """`redo`"""
    words.done()
    history = words.desk.history
    event = latest_redoable(history, words.desk.seat)
    if event is None:
        raise words.fail("there is nothing to redo")
    numbers = [event.n]
    if isinstance(event.what, bodies.DecisionMade) and event.n + 1 in history.undone:
        answer = history.events[event.n].what
        if isinstance(answer, bodies.QuestionAnswered) and answer.id == event.what.question:
            numbers.append(event.n + 1)  # they were undone together
    elif event.n + 1 in history.undone and _are_one_import(event.what, history.events[event.n].what):
        numbers.append(event.n + 1)
    return tuple(bodies.Redone(number=number) for number in numbers)
