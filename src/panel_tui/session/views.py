"""The only way out of a state: what one seat, one audience or the room display may see.

Other systems leaked hidden reviews through side doors: an average, a sort order, a count, a history page.
So every screen, seat, export, search, count and log is given a `View`, and a `View` is made here alone.
Who reads which text stands in one table, `free_texts`, which follows the UK ICO's purpose and storage limitation.
"""

from __future__ import annotations

from panel_tui.session import bodies
from panel_tui.session.clock import BOXES, point_box, timebox
from panel_tui.session.eyes import Eyes
from panel_tui.session.outcome import Suggestion
from panel_tui.session.rules.closing import suggestion
from panel_tui.session.state import State
from panel_tui.session.terms import Earlier
from panel_tui.session.view import Audience, CarriedOver, PointView, View, Viewer

_NOTHING_SUGGESTED = Suggestion(outcome=None, undecided=0, because="")


def audience(name: Audience, *, seat: str | None = None, names: bool | None = None) -> Viewer:
    """The viewer of a report. Names stand in an internal report and elsewhere only when asked for."""
    return Viewer(audience=name, seat=seat, names=name == "internal" if names is None else names)


def view_for(state: State, viewer: Viewer) -> View:
    """Everything that `viewer` may see of `state`, and nothing else."""
    last = _seen.get(viewer)
    eyes = Eyes(state, viewer)
    created = state.created
    phase = state.standard.phase(created.phase)
    made = View(
        viewer=viewer,
        n=state.n,
        session=created.id,
        service=created.service,
        phase=created.phase,
        phase_title=phase.title if phase else created.phase,
        description=created.description,
        team=created.team,
        organisation=created.organisation,
        date=created.date,
        scale=created.scale,
        order=created.order,
        rehearsal=created.rehearsal,
        standard=state.standard,
        standard_hash=created.standard_hash,
        created_at=state.created_at,
        changed_at=state.changed_at,
        seats=eyes.places,
        lead=state.lead,
        stage=state.stage,
        visited=state.visited,
        current=state.current,
        points=_points(eyes, last),
        notes=eyes.notes(state.notes),
        private_notes_left_out=eyes.left_out(state.notes),
        recommendations=state.recommendations if eyes.may(bodies.RecommendationMade, "text") else (),
        conflicts=tuple(eyes.conflict(one) for one in state.conflicts) if eyes.reads else (),
        timeboxes=tuple(eyes.clock(timebox(state, box)) for box in BOXES),
        lengths=created.timeboxes,
        away_seconds=state.away_seconds,
        questions=eyes.questions(),
        suggestion=_suggestion(eyes, last),
        outcome=state.outcome if eyes.may(bodies.OutcomeAgreed, "reason") else None,
        signed=eyes.signatures() if eyes.reads else (),
        closed_at=state.closed_at,
        adjournment=eyes.adjournment(),
        scope=state.scope if eyes.may(bodies.ScopeTold, "text") else None,
        briefed=state.briefed,
        earlier=state.earlier if eyes.may(Earlier, "service") else None,
        checked=state.checked if eyes.may(bodies.EarlierChecked, "text") else (),
        agreed=state.agreed if eyes.may(bodies.TextAgreed, "text") else (),
        stage_times=state.stage_times,
        team_page=state.team_page,
        decisions_shared=state.decisions_shared,
        kind=created.kind,
        stages=state.stages,
        evidence=eyes.evidence(state.evidence),
        sources=state.sources if eyes.may(bodies.EvidenceBrought, "said") else (),
        carried=_carried(eyes, last),
        publication=state.publication if eyes.may(bodies.Published, "report") else None,
    )
    return _remembered(viewer, state, made)


# What was last made for each viewer. An event changes one point of up to 2,000, and both a state and a view
# are immutable: so what was made out of the very same objects is made use of again. It never changes an answer.
_VIEWERS_REMEMBERED = 256
_Last = tuple[State, View]
_seen: dict[Viewer, _Last] = {}
_suggested: dict[str, tuple[State, Suggestion]] = {}


def _remembered(viewer: Viewer, state: State, made: View) -> View:
    if len(_seen) >= _VIEWERS_REMEMBERED:
        _seen.clear()
    _seen[viewer] = (state, made)
    return made


def _points(eyes: Eyes, last: _Last | None) -> tuple[PointView, ...]:
    state = eyes.state
    if last is not None and _same_room(state, last[0]):
        before, made = last
        return tuple(
            one if _same_point(state, before, one.point.id) else eyes.point(one.point, one.section)
            for one in made.points
        )
    created = state.created
    sections = state.standard.sections_in(created.phase) if created.order == "sections" else ()
    titles = {point.id: section.title for section, points in sections if section is not None for point in points}
    return tuple(eyes.point(point, titles.get(point.id)) for point in state.walk)


def _carried(eyes: Eyes, last: _Last | None) -> tuple[CarriedOver, ...]:
    if not eyes.reads:
        return ()
    if last is not None and _same_room(eyes.state, last[0]):
        return last[1].carried
    return carried_over(eyes.state)


def carried_over(state: State) -> tuple[CarriedOver, ...]:
    """The points that a reassessment does not look at again, in the order of the walk."""
    earlier, created = state.earlier, state.created
    if earlier is None or not created.carried:
        return ()
    walk = state.standard.in_running_order(created.phase, created.order)
    carried = frozenset(created.carried)
    pairs = ((point, earlier.decision(point.id)) for point in walk if point.id in carried)
    return tuple(
        CarriedOver(
            point=point,
            decision=decision,
            level=next(
                (one for one in state.standard.scale_of(point, created.scale) if one.id == decision.level), None
            ),
        )
        for point, decision in pairs
        if decision is not None
    )


def _same_room(state: State, before: State) -> bool:
    return (
        state.standard is before.standard
        and state.created is before.created
        and state.seats is before.seats
        and state.conflicts is before.conflicts
        and (state.team_page, state.decisions_shared) == (before.team_page, before.decisions_shared)
    )


def _same_point(state: State, before: State, point: str) -> bool:
    if state.points[point] is not before.points[point]:
        return False
    if state.current is not before.current and point in (state.current, before.current):
        return False
    if state.timeboxes is before.timeboxes:
        return True
    box = point_box(point)
    return state.timeboxes.get(box) is before.timeboxes.get(box)


def _suggestion(eyes: Eyes, last: _Last | None) -> Suggestion:
    state = eyes.state
    if not eyes.reads:
        return _NOTHING_SUGGESTED
    if last is not None and state.points is last[0].points and _same_room(state, last[0]):
        return last[1].suggestion
    # The same for everybody who reads it.
    held = _suggested.get("last")
    if held is None or held[0] is not state:
        held = _suggested["last"] = (state, suggestion(state))
    return held[1]
