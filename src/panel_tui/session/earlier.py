"""What an earlier session of the same service hands on: its recommendations to check, its decisions as history, its
panel to choose from. Never a score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from panel_tui.session.state import Decision, Recommendation, State
from panel_tui.session.terms import CheckStatus, Earlier, EarlierDecision, EarlierRecommendation
from panel_tui.standard.model import Level, Point, Standard

STILL_OPEN: frozenset[CheckStatus | None] = frozenset({None, "partly", "not"})
"""What leaves a recommendation open: that nobody checked it (None), or that it was not carried out whole."""


def handed_on(before: State, standard: Standard, scale: str = "default") -> Earlier:
    """What `before` leaves to a session on `standard`, whose scale is `scale`.

    Points are matched by their id, then by the ids they had before; what has no match is listed and not
    guessed. A recommendation that `before` had itself to check, and found open, goes along again.
    """
    matches = matching(before.standard, standard)
    decisions = tuple(_decisions(before, standard, scale, matches))
    outcome = before.standard.outcome(before.outcome.outcome) if before.outcome else None
    recommendations = _handed(before, matches)
    return Earlier(
        service=before.created.service,
        phase=before.created.phase,
        date=before.created.date,
        outcome=outcome.label if outcome else None,
        recommendations=tuple(
            EarlierRecommendation(
                id=f"P{place}",
                point=one.point,
                point_title=one.point_title,
                strength=one.strength,
                text=one.text,
                owner=one.owner,
                due=one.due,
                since=one.since,
            )
            for place, one in enumerate(recommendations, start=1)
        ),
        unmatched=tuple(_unmatched(before, matches, recommendations)),
        decisions=decisions,
        session=before.created.id,
        standard=before.standard.title,
    )


def still_open(state: State) -> tuple[EarlierRecommendation, ...]:
    """Every recommendation of a session that nobody has found carried out: its own, and those of sessions before that
    it checked and found open, or has not checked. Points are those of its own standard; `since` is where one was
    first made, None where that was in this session."""
    return tuple(_handed(state, {point.id: point.id for point in state.standard.points}))


def _handed(before: State, matches: Mapping[str, str]) -> list[EarlierRecommendation]:
    return [*_own(before, matches), *_left_open(before, matches)]


def matching(before: Standard, now: Standard) -> dict[str, str]:
    """The points of `before` (ids) that `now` has too, by the same id or by one that it had before."""
    by_id = {point.id: point.id for point in before.points if now.point(point.id)}
    renamed = {former.removeprefix(f"{before.id}/"): point.id for point in now.points for former in point.previous_ids}
    return {point.id: renamed[point.id] for point in before.points if point.id in renamed} | by_id


def to_look_at(earlier: Earlier, standard: Standard, phase: str, scale: str) -> tuple[Point, ...]:
    """The points that a reassessment looks at unless somebody chooses others: those that were not met, which is not
    at the top of their scale, and those that last time says nothing of that holds on this scale."""
    return tuple(
        point for point in standard.points_in(phase) if not _met(earlier.decision(point.id), standard, point, scale)
    )


def _met(decision: EarlierDecision | None, standard: Standard, point: Point, scale: str) -> bool:
    levels = standard.scale_of(point, scale)
    level = next((one for one in levels if decision is not None and one.id == decision.level), None)
    return level is not None and (level.rank is None or level.rank == max(one.rank or 0 for one in levels))


def _own(before: State, matches: Mapping[str, str]) -> Iterable[EarlierRecommendation]:
    held = [*before.recommendations, *(one for point in before.points.values() for one in point.recommendations)]
    return [_again(before, one, matches) for one in held]


def _again(before: State, one: Recommendation, matches: Mapping[str, str]) -> EarlierRecommendation:
    known = before.standard.point(one.point) if one.point else None
    return EarlierRecommendation(
        id=one.id,
        point=matches.get(one.point or ""),
        point_title=known.title if known else None,
        strength=one.strength,
        text=one.text,
        owner=one.owner,
        due=one.due,
    )


def _left_open(before: State, matches: Mapping[str, str]) -> Iterable[EarlierRecommendation]:
    if before.earlier is None:
        return []
    checked = {one.id: one.status for one in before.checked}
    when = ", ".join(part for part in (before.earlier.phase, before.earlier.date) if part)
    return [
        EarlierRecommendation(
            id=one.id,
            point=matches.get(one.point or ""),
            point_title=one.point_title,
            strength=one.strength,
            text=one.text,
            owner=one.owner,
            due=one.due,
            since=one.since or when,
        )
        for one in before.earlier.recommendations
        if checked.get(one.id) in STILL_OPEN
    ]


def _decisions(before: State, standard: Standard, scale: str, matches: Mapping[str, str]) -> Iterable[EarlierDecision]:
    decided = {point.id: _decided(before, point) for point in before.standard.points}
    together: dict[str, set[str | None]] = {}
    for id, now in matches.items():
        held = decided[id]
        together.setdefault(now, set()).add(held[2].id if held and held[2] else None)
    for point in before.standard.points:
        held = decided[point.id]
        if held is None:
            continue
        label, reason, level = held
        now_is = standard.point(matches.get(point.id, ""))
        # Where points of then are one now, their level is a level of it only if it was the same for all of them.
        kept = level is not None and now_is is not None and together[now_is.id] == {level.id}
        known = {one.id for one in standard.scale_of(now_is, scale)} if now_is else set()
        yield EarlierDecision(
            point=now_is.id if now_is else None,
            number=point.number,
            title=point.title,
            label=label,
            reason=reason,
            level=level.id if kept and level and level.id in known else None,
        )


def _decided(before: State, point: Point) -> tuple[str, str, Level | None] | None:
    decision: Decision | EarlierDecision | None = before.points[point.id].decision
    if decision is None and before.earlier is not None and point.id in before.created.carried:
        decision = before.earlier.decision(point.id)
    if decision is None:
        return None
    levels = before.standard.scale_of(point, before.created.scale)
    level = next((one for one in levels if one.id == decision.level), None)
    label = level.label if level else getattr(decision, "label", decision.level or "")
    return label, decision.reason, level


def _unmatched(
    before: State, matches: Mapping[str, str], recommended: Iterable[EarlierRecommendation]
) -> Iterable[str]:
    titles = {one.point_title for one in recommended if one.point is None}
    for point in before.standard.points:
        if point.id not in matches and (_decided(before, point) or point.title in titles):
            yield f"{point.number} {point.title}"
