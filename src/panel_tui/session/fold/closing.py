"""The fold of the questions period and of the end of the session."""

from __future__ import annotations

from msgspec.structs import replace

from panel_tui.session import bodies
from panel_tui.session.events import Event
from panel_tui.session.state import AgreedText, Answer, Decision, Outcome, Question, SignOff, State


def question_asked(state: State, event: Event, what: bodies.QuestionAsked) -> State:
    """A new question or challenge."""
    question = Question(
        id=what.id,
        kind=what.kind,
        asker=what.asker,
        point=what.point,
        text=what.text,
        seat=event.owner,
        at=event.at,
        by=event.seat if event.on_behalf_of else None,
    )
    return replace(state, questions=(*state.questions, question))


def question_answered(state: State, event: Event, what: bodies.QuestionAnswered) -> State:
    """The answer. The decision that it changed, where it did, is the event just before."""
    return replace(state, questions=tuple(_answered(state, event, what, one) for one in state.questions))


def _answered(state: State, event: Event, what: bodies.QuestionAnswered, question: Question) -> Question:
    if question.id != what.id:
        return question
    decision = changed_by(state, what.id) if what.changed else None
    answer = Answer(
        text=what.text,
        by=event.seat,
        at=event.at,
        changed=what.changed,
        level_before=decision.replaces if decision else None,
        level_after=decision.level if decision else None,
    )
    return replace(question, answer=answer)


def changed_by(state: State, question: str) -> Decision | None:
    """The newest decision that names this question as what changed it, on whichever point it is."""
    decisions = (point.decision for point in state.points.values())
    named = [decision for decision in decisions if decision is not None and decision.question == question]
    return max(named, key=lambda decision: decision.at, default=None)


def question_withdrawn(state: State, event: Event, what: bodies.QuestionWithdrawn) -> State:
    """One question fewer; the log keeps it."""
    return replace(state, questions=tuple(one for one in state.questions if one.id != what.id))


def text_agreed(state: State, event: Event, what: bodies.TextAgreed) -> State:
    """The agreed text under a heading, in place of the one before."""
    agreed = AgreedText(heading=what.heading, text=what.text, by=event.seat, at=event.at)
    others = tuple(one for one in state.agreed if one.heading != what.heading)
    return replace(state, agreed=(*others, agreed))


def outcome_agreed(state: State, event: Event, what: bodies.OutcomeAgreed) -> State:
    """The overall result. Signatures under another result no longer stand."""
    outcome = Outcome(outcome=what.outcome, reason=what.reason, by=event.seat, at=event.at)
    same = state.outcome is not None and state.outcome.outcome == what.outcome
    return replace(state, outcome=outcome, signed=state.signed if same else ())


def signed_off(state: State, event: Event, what: bodies.SignedOff) -> State:
    """A seat's signature; signed again, the new remark counts."""
    by = event.seat if event.on_behalf_of else None
    signature = SignOff(seat=event.owner, remark=what.remark, at=event.at, by=by)
    others = tuple(one for one in state.signed if one.seat != event.owner)
    return replace(state, signed=(*others, signature))


def session_closed(state: State, event: Event, what: bodies.SessionClosed) -> State:
    """The record is closed, and every clock with it."""
    stilled = {box.box: replace(box, used=box.used_at(event.at), since=None) for box in state.timeboxes.values()}
    return replace(state, closed_at=event.at, timeboxes=stilled)


def session_reopened(state: State, event: Event, what: bodies.SessionReopened) -> State:
    """The record is open again."""
    return replace(state, closed_at=None, reopened=what.reason)


def exported(state: State, event: Event, what: bodies.Exported) -> State:
    """A report left the room; only the log needs to know."""
    return state
