"""What an earlier session of the same service hands on: its recommendations, to be checked. Never a score."""

from __future__ import annotations

from panel_tui.session.state import Recommendation, State
from panel_tui.session.terms import Earlier, EarlierRecommendation
from panel_tui.standard.model import Standard


def handed_on(before: State, standard: Standard) -> Earlier:
    """The recommendations of `before`, under the points of `standard`.

    Points are matched by their id, then by the ids they had before; what has no match is listed and not
    guessed.
    """
    matches = _matches(before.standard, standard)
    kept, unmatched = [], []
    held = [*before.recommendations, *(one for point in before.points.values() for one in point.recommendations)]
    for place, one in enumerate(held, start=1):
        known = before.standard.point(one.point) if one.point else None
        kept.append(_earlier(f"P{place}", one, matches.get(one.point or ""), known.title if known else None))
        if known is not None and known.id not in matches:
            unmatched.append(f"{known.number} {known.title}")
    outcome = before.standard.outcome(before.outcome.outcome) if before.outcome else None
    return Earlier(
        service=before.created.service,
        phase=before.created.phase,
        date=before.created.date,
        outcome=outcome.label if outcome else None,
        recommendations=tuple(kept),
        unmatched=tuple(dict.fromkeys(unmatched)),
    )


def _earlier(id: str, one: Recommendation, point: str | None, title: str | None) -> EarlierRecommendation:
    return EarlierRecommendation(
        id=id, point=point, point_title=title, strength=one.strength, text=one.text, owner=one.owner, due=one.due
    )


def _matches(before: Standard, now: Standard) -> dict[str, str]:
    by_id = {point.id: point.id for point in before.points if now.point(point.id)}
    renamed = {former.removeprefix(f"{before.id}/"): point.id for point in now.points for former in point.previous_ids}
    return {point.id: renamed[point.id] for point in before.points if point.id in renamed} | by_id
