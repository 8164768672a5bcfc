"""The report as JSON: the complete record of what its viewer may see.

The shape is `session.schema.json` and docs/file-format.md. Unknown values are null and never missing. Times are
UTC with offset; lengths are whole seconds (`…_seconds`) or whole minutes (`minutes_…`). Levels, seats and points are
named by their ids.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from panel_tui.report import audiences
from panel_tui.report.model import Report
from panel_tui.report.words import whole_minutes
from panel_tui.session.clock import reading
from panel_tui.session.spread import Spread
from panel_tui.session.state import Decision, Evidence, Note, Question, Recommendation, SourceSeen, Timebox
from panel_tui.session.view import CarriedOver, ConflictView, PointView, View

SCHEMA = "panel-session/1"

Json = dict[str, Any]


def render(report: Report) -> bytes:
    """The record as indented UTF-8 JSON with LF line ends."""
    return msgspec.json.format(msgspec.json.encode(record(report)), indent=2) + b"\n"


def record(report: Report) -> Json:
    """The record as plain JSON types (times still as `datetime`)."""
    view, now = report.view, report.now
    order = {point.id: place for place, point in enumerate(view.standard.points)}
    return {
        "schema": SCHEMA,
        "made": _made(report),
        "session": _session(report),
        "standard": {"hash": view.standard_hash, **msgspec.to_builtins(view.standard)},
        "panel": [_seat(view, place) for place in range(len(view.seats))],
        "stages": _stages(view),
        "timeboxes": [_timebox(box, now) for box in view.timeboxes],
        "points": [_point(point, now) for point in sorted(view.points, key=lambda one: order[one.id])],
        "carried": [_carried(one) for one in sorted(view.carried, key=lambda one: order[one.point.id])],
        "unplaced": [_evidence(one) for one in view.evidence],
        "sources": [_source(one) for one in view.sources],
        "questions": [_question(question) for question in view.questions],
        "outcome": _outcome(view),
        "log": [msgspec.structs.asdict(line) for line in report.log],
    }


def _made(report: Report) -> Json:
    view = report.view
    return {
        "at": report.now,
        "version": report.version,
        "audience": view.viewer.audience,
        "seat": view.viewer.seat,
        "names": view.viewer.names,
        "draft": view.closed_at is None,
        "rehearsal": view.rehearsal,
        "left_out": [gap.full for gap in audiences.left_out(view, "json")],
    }


def _session(report: Report) -> Json:
    view = report.view
    stopped, published = view.adjournment, view.publication
    return {
        "id": view.session,
        "service": view.service,
        "description": view.description,
        "team": view.team,
        "organisation": view.organisation,
        "phase": view.phase,
        "phase_title": view.phase_title,
        "date": view.date,
        "kind": report.kind,
        "scale": view.scale,
        "order": view.order,
        "rehearsal": view.rehearsal,
        "events": view.n,
        "created_at": view.created_at,
        "changed_at": view.changed_at,
        "closed_at": view.closed_at,
        "stage": view.stage,
        "point": view.current,
        "lead": view.lead,
        "scope": view.scope,
        "briefing": sorted(view.briefed),
        "conflicts": [_conflict(conflict) for conflict in view.conflicts],
        "notes": [_note(note) for note in view.notes],
        "private_notes_left_out": audiences.private_notes(view),
        "recommendations": [_recommendation(one) for one in view.recommendations],
        "agreed_texts": [msgspec.structs.asdict(text) for text in view.agreed],
        "adjournment": None if stopped is None else msgspec.structs.asdict(stopped),
        "earlier": _earlier(view),
        "publication": None if published is None else msgspec.structs.asdict(published),
    }


def _earlier(view: View) -> Json | None:
    earlier = view.earlier
    if earlier is None:
        return None
    checks = {check.id: msgspec.structs.asdict(check) for check in view.checked}
    return {
        "service": earlier.service,
        "phase": earlier.phase,
        "date": earlier.date,
        "outcome": earlier.outcome,
        "recommendations": [
            {**msgspec.structs.asdict(one), "checked": checks.get(one.id)} for one in earlier.recommendations
        ],
        "unmatched": list(earlier.unmatched),
        "decisions": [msgspec.structs.asdict(one) for one in earlier.decisions],
        "session": earlier.session,
        "standard": earlier.standard,
    }


def _seat(view: View, place: int) -> Json:
    seat = view.seats[place]
    signed = next((sign for sign in view.signed if sign.seat == seat.id), None)
    return {
        "id": seat.id,
        "label": seat.label,
        "name": seat.label if view.viewer.names else None,
        "role": seat.role,
        "discipline": seat.discipline,
        "affiliation": seat.affiliation,
        "points": list(seat.points),
        "lead": seat.id == view.lead,
        "signed": None if signed is None else {"at": signed.at, "remark": signed.remark, "by": signed.by},
    }


def _stages(view: View) -> list[Json]:
    return [
        {
            "stage": stage,
            "visited": stage in view.visited,
            "current": stage == view.stage,
            "entered_at": [at for entered, at in view.stage_times if entered == stage],
        }
        for stage in view.stages
    ]


def _timebox(box: Timebox, now: datetime) -> Json:
    read = reading(box, now)
    return {
        "box": box.box,
        "status": read.status,
        "planned_seconds": box.planned,
        "allowed_seconds": box.allowed,
        "used_seconds": round(read.used),
        "started_at": box.started_at,
        "stopped_at": box.stopped_at,
        "extensions": [msgspec.structs.asdict(extension) for extension in box.extensions],
    }


def _point(point: PointView, now: datetime) -> Json:
    box = point.timebox
    decision = point.decision
    return {
        "number": point.number,
        "id": point.id,
        "title": point.point.title,
        "section": point.section,
        "visited": point.visited,
        "barred": point.barred,
        "decision": None if decision is None else _decision(point, decision),
        "round": point.round,
        "revealed": point.revealed,
        "awaited": list(point.awaited),
        "scored": list(point.inside),
        "scores": [msgspec.structs.asdict(score) for score in point.scores],
        "spread": None if point.spread is None else _spread(point.spread),
        "notes": [_note(note) for note in point.notes],
        "evidence": [_evidence(evidence) for evidence in point.evidence],
        "recommendations": [_recommendation(one) for one in point.recommendations],
        "dissent": [msgspec.structs.asdict(dissent) for dissent in point.dissents],
        "conflicts": [_conflict(conflict) for conflict in point.conflicts],
        "minutes_planned": whole_minutes(box.planned),
        "minutes_actual": None if box.started_at is None else whole_minutes(box.used_at(now)),
        "timebox": _timebox(box, now),
        "own_view": None if point.own_view is None else msgspec.structs.asdict(point.own_view),
    }


def _carried(one: CarriedOver) -> Json:
    decision = one.decision
    return {
        "number": one.point.number,
        "id": one.point.id,
        "title": one.point.title,
        "level": decision.level,
        "label": decision.label,
        "reason": decision.reason,
    }


def _evidence(one: Evidence) -> Json:
    return {
        **msgspec.structs.asdict(one),
        "brought": None if one.brought is None else msgspec.structs.asdict(one.brought),
        "mark": None if one.mark is None else msgspec.structs.asdict(one.mark),
    }


def _source(seen: SourceSeen) -> Json:
    return {**msgspec.structs.asdict(seen.source), "at": seen.at, "said": list(seen.said)}


def _decision(point: PointView, decision: Decision) -> Json:
    return {
        "level": decision.level,
        "label": point.label(decision.level),
        "reason": decision.reason,
        "by": decision.by,
        "at": decision.at,
        "casting": decision.casting,
        "question": decision.question,
        "majority": decision.majority,
        "departs": decision.departs,
        "replaces": decision.replaces,
    }


def _spread(spread: Spread) -> Json:
    return {
        "agreement": spread.agreement,
        "missing": spread.missing,
        "counts": dict(spread.counts),
        "word": spread.word,
    }


def _note(note: Note) -> Json:
    return {**msgspec.structs.asdict(note), "seat": note.seat or None}


def _recommendation(one: Recommendation) -> Json:
    return {**msgspec.structs.asdict(one), "seat": one.seat or None}


def _conflict(conflict: ConflictView) -> Json:
    return {**msgspec.structs.asdict(conflict), "seat": conflict.seat or None}


def _question(question: Question) -> Json:
    answer = question.answer
    return {
        "id": question.id,
        "kind": question.kind,
        "asker": question.asker,
        "point": question.point,
        "text": question.text,
        "seat": question.seat or None,
        "by": question.by,
        "at": question.at,
        "answer": None if answer is None else msgspec.structs.asdict(answer),
    }


def _outcome(view: View) -> Json:
    agreed = view.outcome
    labels = {outcome.id: outcome.label for outcome in view.standard.outcomes}
    suggested = view.suggestion.outcome
    return {
        "suggested": suggested,
        "suggested_label": None if suggested is None else labels.get(suggested, suggested),
        "because": view.suggestion.because,
        "undecided": view.suggestion.undecided,
        "agreed": None if agreed is None else agreed.outcome,
        "agreed_label": None if agreed is None else labels.get(agreed.outcome, agreed.outcome),
        "reason": None if agreed is None else agreed.reason,
        "by": None if agreed is None else agreed.by,
        "at": None if agreed is None else agreed.at,
    }
