"""Rules for the questions period and for the end of the session."""

from __future__ import annotations

from panel_tui.session import bodies
from panel_tui.session.fold.closing import changed_by
from panel_tui.session.outcome import Suggestion, suggest
from panel_tui.session.rules.scope import in_scope
from panel_tui.session.state import Question, State


def suggestion(state: State) -> Suggestion:
    """What the standard's rules suggest for the decisions as they stand."""
    decided = {id: point.decision.level if point.decision else None for id, point in state.points.items()}
    if state.earlier is not None:
        carried = ((id, state.earlier.decision(id)) for id in state.created.carried)
        decided |= {id: one.level for id, one in carried if one is not None}
    return suggest(state.standard, state.created.phase, decided)


def _question(state: State, id: str) -> Question | None:
    return next((one for one in state.questions if one.id == id), None)


def question_asked(state: State, seat: str, what: bodies.QuestionAsked) -> str | None:
    """A question has words; a challenge is about a point that has a decision."""
    refusal = in_scope(state, what.point) if what.point is not None else None
    if refusal is not None:
        return refusal
    if _question(state, what.id) is not None:
        return f"there is '{what.id}' already; give it another number"
    if not what.text:
        return "there is nothing to ask yet: write the question"
    if what.kind == "challenge" and (what.point is None or state.points[what.point].decision is None):
        return "a challenge is about a decision, and this point has none yet"
    return None


def question_answered(state: State, seat: str, what: bodies.QuestionAnswered) -> str | None:
    """Only a question that was asked is answered, with words."""
    question = _question(state, what.id)
    if question is None:
        return f"there is no question '{what.id}'"
    if not what.text:
        return "write down the answer in a line or two"
    if what.changed and changed_by(state, what.id) is None:
        return f"no decision names {what.id} as what changed it; decide the point first"
    return None


def question_withdrawn(state: State, seat: str, what: bodies.QuestionWithdrawn) -> str | None:
    """An answered question stays on the record; others are taken back by who wrote them, or the lead."""
    question = _question(state, what.id)
    if question is None:
        return f"there is no question '{what.id}'"
    if question.answer is not None:
        return "this question has been answered and stays on the record"
    if changed_by(state, what.id) is not None:
        return "a decision was changed by this question, so it stays on the record"
    if seat not in (question.seat, state.lead):
        return "only who wrote it down or the lead takes a question back"
    return None


def text_agreed(state: State, seat: str, what: bodies.TextAgreed) -> str | None:
    """An agreed text stands under a heading that the standard has."""
    conversation = state.standard.conversation
    headings = [heading.id for heading in conversation.headings] if conversation else []
    if what.heading not in headings:
        return f"there is no heading '{what.heading}'; there are {', '.join(headings)}"
    return None if what.text else "write down what the panel agreed"


def outcome_agreed(state: State, seat: str, what: bodies.OutcomeAgreed) -> str | None:
    """The outcome is one of the standard's; where it differs from the suggested one it has a reason."""
    outcomes = [outcome.id for outcome in state.standard.outcomes]
    if what.outcome not in outcomes:
        return f"there is no outcome '{what.outcome}'; there are {', '.join(outcomes)}"
    advice = suggestion(state)
    if what.outcome != advice.outcome and not what.reason:
        return f"say why: this is not what the standard's rules suggest ({_advice(state, advice)})"
    return None


def _advice(state: State, advice: Suggestion) -> str:
    outcome = state.standard.outcome(advice.outcome) if advice.outcome else None
    return f"{outcome.label}: {advice.because}" if outcome else f"nothing yet: {advice.because}"


def signed_off(state: State, seat: str, what: bodies.SignedOff) -> str | None:
    """There is something to sign: an outcome, or in a conversation an agreed text."""
    if state.standard.conversation is not None:
        return None if state.agreed else "agree a text first; then there is something to sign"
    return None if state.outcome is not None else "agree the outcome first; then there is something to sign"


def session_closed(state: State, seat: str, what: bodies.SessionClosed) -> str | None:
    """A session closes when every point is decided and the outcome agreed; signatures may be missing."""
    if state.is_self:
        return None
    conversation = state.standard.conversation
    if conversation is not None:
        agreed = {text.heading for text in state.agreed}
        missing = [heading.title for heading in conversation.headings if heading.id not in agreed]
        return f"nothing is agreed yet under {', '.join(missing)}" if missing else None
    undecided = [
        point.number
        for point in state.standard.points_in(state.created.phase)
        if state.in_scope(point.id) and state.points[point.id].decision is None
    ]
    if undecided:
        word = "point" if len(undecided) == 1 else "points"
        shown = ", ".join(undecided[:8]) + (" and more" if len(undecided) > 8 else "")
        return f"{word} {shown} still undecided"
    if state.outcome is None:
        return "the outcome is not agreed yet"
    advice = suggestion(state)
    if state.outcome.outcome != advice.outcome and not state.outcome.reason:
        return f"agree the outcome again: decisions have changed, and the rules suggest {_advice(state, advice)}"
    return None


def session_reopened(state: State, seat: str, what: bodies.SessionReopened) -> str | None:
    """A closed record is opened again for a reason."""
    return None if what.reason else "say why: reopening needs a reason"
