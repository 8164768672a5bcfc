"""Makes the report model of one copy: from a view, its log lines, the time and the version that made it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from panel_tui.report import audiences
from panel_tui.report.last_time import carried, earlier
from panel_tui.report.model import (
    AgreedHeading,
    Brought,
    Exchange,
    Kind,
    Mark,
    Member,
    Minutes,
    PointReport,
    Report,
    Result,
    Tone,
)
from panel_tui.report.points import Scribe, point_report
from panel_tui.report.words import counted, day, listed, moment, sentence, written_down
from panel_tui.session.evidence import Evidence, SourceSeen
from panel_tui.session.state import Answer, Question
from panel_tui.session.terms import SOURCE_WORDS
from panel_tui.session.view import ConflictView, LogLine, SeatView, SignOffView, View

_DRAFT = Mark(word="Draft", text="The panel has not closed this session yet. What stands here may still change.")
_OPEN = Mark(word="Draft", text="The team has not closed this record yet. What stands here may still change.")
_REHEARSAL = Mark(word="Rehearsal", text="This session is practice. Nothing here was decided about a real service.")
_ALONE = Mark(
    word="Self-assessment",
    text="The team wrote this about its own service. No panel has assessed it, and nothing here was scored or decided.",
)
_EFFECT = {"note": "noted", "no-score": "gives no score", "leaves": "leaves the room"}
_BOXES = {"briefing": "Briefing", "deliberation": "Deliberation", "questions": "Questions"}


def build(view: View, log: Sequence[LogLine], now: datetime, made_by_version: str) -> Report:
    """The report of what this view shows. `now` is UTC; clocks that run are read at it."""
    scribe = Scribe(view, now)
    order = {point.id: place for place, point in enumerate(view.standard.points)}
    points = tuple(
        point_report(view, point, scribe, tuple(_conflict(view, one) for one in point.conflicts))
        for point in sorted(view.points, key=lambda point: order[point.id])
    )
    kind: Kind = "self" if view.is_self else "conversation" if view.standard.is_conversation else "assessment"
    return Report(
        view=view,
        log=tuple(log),
        now=now,
        version=made_by_version,
        kind=kind,
        title=f"{view.service}: {view.phase_title} {_called(view, kind)}",
        marks=_marks(view),
        copy=audiences.reader(view),
        facts=_facts(view),
        description=view.description,
        scope=view.scope,
        result=_result(view) if kind == "assessment" else None,
        headings=_headings(view, scribe),
        panel=tuple(_member(view, seat) for seat in view.seats),
        conflicts=tuple(_conflict(view, conflict) for conflict in view.conflicts if conflict.point is None),
        done_well=scribe.remarks(view.notes, "strength"),
        explore=scribe.remarks(view.notes, "concern", "question"),
        noted=scribe.remarks(view.notes, "observation", "quote"),
        advice=scribe.advice(view.recommendations),
        points=points,
        every=tuple(sorted((*points, *carried(view)), key=lambda point: order[point.id])),
        loose=scribe.shown(view.evidence),
        sources=tuple(_brought(view, seen) for seen in view.sources),
        missing=_missing(view, points) if kind == "self" and view.viewer.audience != "public" else (),
        exchanges=tuple(_exchange(view, question) for question in view.questions),
        earlier=earlier(view),
        minutes=_minutes(view, scribe),
        adjourned=_adjourned(view),
        made=f"Made on {moment(now)} by panel-tui {made_by_version}, from a record of "
        f"{counted(view.n, 'entry', 'entries')}.",
    )


def _marks(view: View) -> tuple[Mark, ...]:
    marks = [_REHEARSAL] if view.rehearsal else []
    if view.is_self:
        marks.append(_ALONE)
    if view.carried:
        marks.append(_reassessment(view))
    return tuple(marks if view.closed_at else [*marks, _OPEN if view.is_self else _DRAFT])


def _reassessment(view: View) -> Mark:
    looked_at, rest = len(view.points), len(view.carried)
    before = earlier(view)
    others = "The other one was" if rest == 1 else f"The other {rest:,} were"
    when = f" from {before.when}" if before else ""
    text = f"This session looked at {looked_at:,} of {counted(looked_at + rest, 'point')}. {others} carried over{when}"
    return Mark(word="Reassessment", text=f"{text}, and {'was' if rest == 1 else 'were'} not looked at again.")


def _called(view: View, kind: Kind) -> str:
    """What the report is called, after the phase."""
    if kind == "self":
        return "self-assessment"
    return f"{'reassessment' if view.carried else kind} report"


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
    """How many points have which level, in words; what this session decided apart from what was carried over."""
    if not view.points:
        return "The standard has no points in this phase."
    labels = {level.id: level.label for point in view.points for level in point.levels}
    decided = [point.decision.level for point in view.points if point.decision is not None]
    parts = [f"{decided.count(level)} {label}" for level, label in labels.items() if level in decided]
    if len(decided) < len(view.points):
        parts.append(f"{len(view.points) - len(decided)} not yet decided")
    said = ", ".join(parts)
    before = earlier(view)
    if not view.carried or before is None:
        return f"Of {counted(len(view.points), 'point')}: {said}."
    over = [one.level.label if one.level else one.decision.label for one in view.carried]
    others = ", ".join(
        f"{over.count(label)} {label}" for label in dict.fromkeys([*labels.values(), *over]) if label in over
    )
    return (
        f"Of {counted(len(view.points), 'point')} that this session looked at: {said}. "
        f"Of {counted(len(over), 'point')} carried over from {before.when}: {others}."
    )


def _brought(view: View, seen: SourceSeen) -> Brought:
    held: list[Evidence] = [*view.evidence, *(one for point in view.points for one in point.evidence)]
    pieces = sum(one.source == seen.source.key for one in held)
    what = SOURCE_WORDS[seen.source.kind]
    said = f"The {what} “{seen.source.name}”, last brought in on {moment(seen.at)}"
    return Brought(
        text=f"{said}: {counted(pieces, 'piece')} of evidence." if pieces else f"{said}.",
        said=tuple(sentence(one) for one in seen.said),
    )


def _missing(view: View, points: tuple[PointReport, ...]) -> tuple[str, ...]:
    """What a team's own record still lacks, each in a sentence."""
    silent = [point.number for point in points if point.own is None]
    bare = [point.number for point in points if not point.shown]
    plans = [point.number for point in points if point.shown.planned and not point.shown.done]
    told = (
        (silent, "Without a view of the team’s own"),
        (bare, "Without any evidence"),
        (plans, "With nothing done yet, only planned"),
    )
    lines = [f"{what}: {_points_named(numbers)}." for numbers, what in told if numbers]
    if view.evidence:
        lines.append(f"Not under a point yet: {counted(len(view.evidence), 'piece')} of evidence.")
    return tuple(lines)


def _points_named(numbers: list[str]) -> str:
    return f"{'point' if len(numbers) == 1 else 'points'} {listed(numbers)}"


def _headings(view: View, scribe: Scribe) -> tuple[AgreedHeading, ...]:
    conversation = view.standard.conversation
    if conversation is None or view.is_self:
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
        role="Lead assessor" if seat.role == "lead" and not view.is_self else seat.role.capitalize(),
        discipline=discipline.title if discipline else seat.discipline,
        affiliation=seat.affiliation.capitalize() if seat.affiliation else None,
        points=", ".join(numbers) or None,
        signed=_signed(view, signed) if signed else None,
        remark=signed.remark if signed else None,
    )


def _signed(view: View, signed: SignOffView) -> str:
    return f"{moment(signed.at)}{f', by {view.label(signed.by)} on behalf of this member' if signed.by else ''}"


def _conflict(view: View, conflict: ConflictView) -> str:
    unit = "question" if view.standard.is_conversation and not view.is_self else "point"
    reach = f"every {unit}" if conflict.point is None else f"{unit} {_number(view, conflict.point)}"
    said = f"{conflict.label} declared a conflict of interest on {reach} ({_EFFECT[conflict.effect]})"
    said = written_down(said, view.label(conflict.by) if conflict.by else None)
    return f"{said}: {conflict.reason}" if conflict.reason else f"{said}."


def _number(view: View, point: str) -> str:
    found = view.standard.point(point)
    return found.number if found else point


def _exchange(view: View, question: Question) -> Exchange:
    what = "Challenge" if question.kind == "challenge" else "Question"
    unit = "question" if view.standard.is_conversation else "point"
    about = f" about {unit} {_number(view, question.point)}" if question.point else ""
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
        who=f"Asked by {written_down(view.label(question.seat), view.label(question.by))}." if question.by else None,
    )


def _change(view: View, question: Question, answer: Answer) -> str:
    if question.point is None or answer.level_after is None:
        return "The answer changed a decision."
    point = view.point(question.point)
    after = point.label(answer.level_after)
    if answer.level_before in (None, answer.level_after):
        return f"The decision on point {point.number} was made again, with another reason: {after}."
    return f"The decision on point {point.number} was changed from {point.label(answer.level_before)} to {after}."


def _minutes(view: View, scribe: Scribe) -> tuple[Minutes, ...]:
    return tuple(scribe.minutes(box, _BOXES[box.box]) for box in view.timeboxes if box.box in _BOXES)


def _adjourned(view: View) -> str | None:
    stopped = view.adjournment
    if stopped is None or view.viewer.audience == "public":
        return None
    until = f", until {day(stopped.until)}" if stopped.until else ""
    return f"The panel adjourned on {moment(stopped.at)}{until}{f': {stopped.reason}' if stopped.reason else '.'}"
