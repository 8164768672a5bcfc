"""Makes the report model of one copy: from a view, its log lines, the time and the version that made it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from panel_tui.report import audiences
from panel_tui.report.model import (
    Advice,
    AgreedHeading,
    CheckedAdvice,
    Earlier,
    Exchange,
    Mark,
    Member,
    Minutes,
    Report,
    Result,
    Tone,
)
from panel_tui.report.points import Scribe, point_report
from panel_tui.report.words import counted, day, moment, sentence
from panel_tui.session.state import Answer, Question
from panel_tui.session.terms import EarlierRecommendation
from panel_tui.session.view import ConflictView, LogLine, SeatView, View

_DRAFT = Mark(word="Draft", text="The panel has not closed this session yet. What stands here may still change.")
_REHEARSAL = Mark(word="Rehearsal", text="This session is practice. Nothing here was decided about a real service.")
_STATUS = {
    "taken-root": "Taken root",
    "partly": "Partly taken up",
    "not": "Not taken up",
    "no-longer-applies": "No longer applies",
}
_EFFECT = {"note": "noted", "no-score": "gives no score", "leaves": "leaves the room"}
_BOXES = {"briefing": "Briefing", "deliberation": "Deliberation", "questions": "Questions"}


def build(view: View, log: Sequence[LogLine], now: datetime, made_by_version: str) -> Report:
    """The report of what this view shows. `now` is UTC; clocks that run are read at it."""
    scribe = Scribe(view, now)
    standard = view.standard
    conversation = standard.is_conversation
    order = {point.id: place for place, point in enumerate(standard.points)}
    points = sorted(view.points, key=lambda point: order[point.point.id])
    audience = audiences.audience_of(view)
    kind = "conversation" if conversation else "assessment"
    return Report(
        view=view,
        log=tuple(log),
        now=now,
        version=made_by_version,
        kind="self" if view.is_self else "conversation" if conversation else "assessment",
        title=f"{view.service}: {view.phase_title} {kind} report",
        marks=_marks(view),
        copy=audiences.FOR[audience],
        facts=_facts(view),
        description=view.description,
        scope=view.scope,
        result=None if conversation else _result(view),
        headings=_headings(view, scribe),
        panel=tuple(_member(view, seat) for seat in view.seats),
        conflicts=tuple(_conflict(view, conflict) for conflict in view.conflicts if conflict.point is None),
        done_well=scribe.remarks(view.notes, "strength"),
        explore=scribe.remarks(view.notes, "concern", "question"),
        noted=scribe.remarks(view.notes, "observation", "quote"),
        advice=scribe.advice(view.recommendations),
        points=tuple(
            point_report(view, point, scribe, tuple(_conflict(view, one) for one in point.conflicts))
            for point in points
        ),
        exchanges=tuple(_exchange(view, question) for question in view.questions),
        earlier=_earlier(view),
        minutes=_minutes(view, scribe),
        adjourned=_adjourned(view),
        made=f"Made on {moment(now)} by panel-tui {made_by_version}, from a record of "
        f"{counted(view.n, 'entry', 'entries')}.",
    )


def _marks(view: View) -> tuple[Mark, ...]:
    marks = [_REHEARSAL] if view.rehearsal else []
    return tuple(marks if view.closed_at else [*marks, _DRAFT])


def _facts(view: View) -> tuple[tuple[str, str], ...]:
    standard = view.standard
    named = f"{standard.title}, version {standard.version}"
    issuer = standard.issuer.name if standard.issuer else None
    told = (
        ("Service", view.service),
        ("Organisation", view.organisation),
        ("Team", view.team),
        ("Phase", view.phase_title),
        ("Standard", f"{named} ({issuer})" if issuer else named),
        ("Date", day(view.date)),
        ("Record", f"Closed on {moment(view.closed_at)}" if view.closed_at else "Open"),
    )
    return tuple((name, value) for name, value in told if value)


def _result(view: View) -> Result:
    standard, agreed = view.standard, view.outcome
    outcomes = {outcome.id: outcome for outcome in standard.outcomes}
    labels = {outcome.id: outcome.label for outcome in standard.outcomes}
    suggested = view.suggestion.outcome and labels.get(view.suggestion.outcome, view.suggestion.outcome)
    if agreed is None:
        said = "The panel has not agreed an outcome yet."
        return Result(
            agreed=None,
            suggested=suggested,
            tone="none",
            sentence=f"{said} The standard’s rules suggest: {suggested}." if suggested else said,
            reason=None,
            because=sentence(view.suggestion.because),
            counted=_counted(view),
        )
    label = labels.get(agreed.outcome, agreed.outcome)
    described = outcomes[agreed.outcome].description if agreed.outcome in outcomes else ""
    said = f"The panel agreed the outcome: {label}."
    departs = suggested is not None and suggested != label
    return Result(
        agreed=label,
        suggested=suggested,
        tone=_outcome_tone(view, agreed.outcome),
        sentence=f"{said} {sentence(described)}" if described else said,
        reason=agreed.reason,
        because=f"This is not what the standard’s rules suggest, which is: {suggested}." if departs else None,
        counted=_counted(view),
    )


def _outcome_tone(view: View, outcome: str) -> Tone:
    """Outcomes stand in the standard from best to worst."""
    ids = [one.id for one in view.standard.outcomes]
    if outcome not in ids or len(ids) < 2:
        return "none"
    return "good" if outcome == ids[0] else "poor" if outcome == ids[-1] else "middle"


def _counted(view: View) -> str:
    """How many points have which level, in words."""
    labels = {level.id: level.label for point in view.points for level in point.levels}
    parts = []
    for level, label in labels.items():
        number = sum(point.decision is not None and point.decision.level == level for point in view.points)
        if number:
            parts.append(f"{number} {label}")
    open_points = sum(point.decision is None for point in view.points)
    if open_points:
        parts.append(f"{open_points} not yet decided")
    return (
        f"Of {counted(len(view.points), 'point')}: {', '.join(parts)}."
        if parts
        else "The standard has no points in this phase."
    )


def _headings(view: View, scribe: Scribe) -> tuple[AgreedHeading, ...]:
    conversation = view.standard.conversation
    if conversation is None:
        return ()
    agreed = {text.heading: text.text for text in view.agreed}
    notes = [*view.notes, *(note for point in view.points for note in point.notes)]
    return tuple(
        AgreedHeading(
            title=heading.title,
            text=agreed.get(heading.id),
            notes=() if heading.id in agreed else scribe.remarks(notes, *heading.kinds, about=True),
        )
        for heading in conversation.headings
    )


def _member(view: View, seat: SeatView) -> Member:
    signed = next((sign for sign in view.signed if sign.seat == seat.id), None)
    discipline = view.standard.role(seat.discipline) if seat.discipline else None
    numbers = [point.number for point in view.points if point.id in seat.points]
    return Member(
        label=seat.label,
        role=seat.role.capitalize() if seat.role != "lead" else "Lead assessor",
        discipline=discipline.title if discipline else seat.discipline,
        affiliation=seat.affiliation.capitalize() if seat.affiliation else None,
        points=", ".join(numbers) or None,
        signed=moment(signed.at) if signed else None,
        remark=signed.remark if signed else None,
    )


def _conflict(view: View, conflict: ConflictView) -> str:
    reach = "every point" if conflict.point is None else f"point {_number(view, conflict.point)}"
    said = f"{conflict.label} declared a conflict of interest on {reach} ({_EFFECT[conflict.effect]})"
    return f"{said}: {conflict.reason}" if conflict.reason else f"{said}."


def _number(view: View, point: str) -> str:
    found = view.standard.point(point)
    return found.number if found else point


def _exchange(view: View, question: Question) -> Exchange:
    what = "Challenge" if question.kind == "challenge" else "Question"
    about = f" about point {_number(view, question.point)}" if question.point else ""
    answer = question.answer
    if answer is None:
        changed = "Not answered yet."
    elif not answer.changed:
        changed = "No decision was changed."
    else:
        changed = _change(view, question, answer)
    return Exchange(
        id=question.id,
        heading=f"{question.id}. {what} from the {question.asker}{about}",
        text=question.text,
        answer=answer.text if answer else None,
        changed=changed,
    )


def _change(view: View, question: Question, answer: Answer) -> str:
    if question.point is None or answer.level_after is None:
        return "The answer changed a decision."
    point = view.point(question.point)
    after = point.label(answer.level_after)
    if answer.level_before in (None, answer.level_after):
        return f"The decision on point {point.number} was made again, with another reason: {after}."
    return f"The decision on point {point.number} was changed from {point.label(answer.level_before)} to {after}."


def _earlier(view: View) -> Earlier | None:
    earlier = view.earlier
    if earlier is None:
        return None
    when = f" on {day(earlier.date)}" if earlier.date else ""
    facts = f"{earlier.service} was assessed at {earlier.phase}{when}."
    if earlier.outcome:
        facts += f" The outcome was: {earlier.outcome}."
    return Earlier(
        facts=facts,
        checked=tuple(_checked(view, advice) for advice in earlier.recommendations),
        unmatched=earlier.unmatched,
    )


def _checked(view: View, advice: EarlierRecommendation) -> CheckedAdvice:
    checked = next((one for one in view.checked if one.id == advice.id), None)
    return CheckedAdvice(
        advice=Advice(
            must=advice.strength == "must",
            text=advice.text,
            owner=advice.owner,
            due=day(advice.due),
            point=_number(view, advice.point) if advice.point else None,
        ),
        title=advice.point_title,
        status=_STATUS[checked.status] if checked else "Not checked yet",
        remark=checked.text if checked else None,
    )


def _minutes(view: View, scribe: Scribe) -> tuple[Minutes, ...]:
    return tuple(scribe.minutes(box, _BOXES[box.box]) for box in view.timeboxes if box.box in _BOXES)


def _adjourned(view: View) -> str | None:
    stopped = view.adjournment
    if stopped is None:
        return None
    until = f", until {day(stopped.until)}" if stopped.until else ""
    return f"The panel adjourned on {moment(stopped.at)}{until}: {stopped.reason}"
