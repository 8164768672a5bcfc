"""A planned session, as a YAML file or a filled-in form has it, made into the first event of its record."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args
from uuid import uuid4

import msgspec
from msgspec.structs import replace

from panel_tui.errors import PanelError
from panel_tui.grammar.panel import new_seat_id
from panel_tui.plan_file import NOT_MET, Plan, PlanError, PlannedSeat, check_timeboxes, read_plan, stop_if
from panel_tui.rooms import Rooms
from panel_tui.session.bodies import SessionCreated
from panel_tui.session.earlier import handed_on, matching, to_look_at
from panel_tui.session.rules.panel import LARGEST_PANEL, is_date
from panel_tui.session.state import State
from panel_tui.session.terms import Affiliation, Earlier, Role, SeatData, SessionKind
from panel_tui.session.words import PROSE_LENGTH, TooLong, clean, clean_line
from panel_tui.standard.finder import UnknownStandardError, find, looks_like_a_path
from panel_tui.standard.model import Standard, canonical_hash, plain_types, seconds
from panel_tui.standard.problems import Problems, TooManyProblems, did_you_mean, one_of, quoted
from panel_tui.standard.reader import read_standard

__all__ = [
    "Broken",
    "NoPanels",
    "Plan",
    "PlanError",
    "PlannedSeat",
    "earlier_state",
    "new_id",
    "panel_of",
    "prepare",
    "read_plan",
]

Ids = Callable[[], str]

LEADS: dict[str, str] = {"panel": "Lead assessor", "self": "Team lead"}
"""Who leads where a plan names nobody, by the kind of session."""


def new_id() -> str:
    """A session's id: the id source of every session that is not under test."""
    return uuid4().hex


def prepare(
    plan: Plan, rooms: Rooms, *, cwd: Path, ids: Ids = new_id, problems: Problems | None = None
) -> SessionCreated:
    """The first event of the planned session. Raises `PlanError` with every mistake, and `StandardError` where
    the standard cannot be used."""
    problems = problems or Problems("this plan")
    try:
        return _prepared(plan, rooms, cwd, ids, problems)
    except TooManyProblems:
        raise PlanError(problems.sorted()) from None


def _prepared(plan: Plan, rooms: Rooms, cwd: Path, ids: Ids, problems: Problems) -> SessionCreated:
    standard = read_standard(_standard(plan, cwd, problems))
    _against(plan, standard, problems)
    check_timeboxes(dict(plan.timeboxes), problems)
    before = _before(plan, rooms, cwd, problems)
    seats = _same_panel(plan, before, standard, problems) or _seats(plan, standard, problems)
    texts = {field: _text(plan, field, problems) for field in ("service", "description", "team", "organisation")}
    if not texts["service"]:
        problems.add(("service",), "a session needs the name of a service")
    earlier = handed_on(before, standard, plan.scale) if before else None
    carried = _carried(plan, earlier, standard, problems)
    stop_if(problems)
    return SessionCreated(
        id=ids(),
        service=texts["service"] or "",
        phase=plan.phase,
        standard=plain_types(standard),
        standard_hash=canonical_hash(standard),
        description=texts["description"],
        team=texts["team"],
        organisation=texts["organisation"],
        date=plan.date,
        scale=plan.scale,
        order="numbers" if plan.order == "numbers" else "sections",
        panel=seats,
        timeboxes={box: seconds(length) or 0 for box, length in plan.timeboxes.items()},
        earlier=earlier,
        rehearsal=plan.rehearsal,
        kind="self" if plan.kind == "self" else "panel",
        carried=carried,
    )


def _standard(plan: Plan, cwd: Path, problems: Problems) -> Path:
    """Where the standard is: a path is meant from the plan, an id from where the program was started."""
    try:
        return find(plan.standard, cwd if looks_like_a_path(plan.standard) else None)
    except UnknownStandardError as error:
        problems.add(("standard",), _inside(error))
        raise PlanError(problems.sorted()) from None


def _inside(error: PanelError) -> str:
    """The sentence of an error, to stand after a file and a line."""
    return f"{error.message[0].lower()}{error.message[1:].removesuffix('.')}"


def _text(plan: Plan, field: str, problems: Problems) -> str | None:
    text = getattr(plan, field)
    try:
        return (
            (clean(text, PROSE_LENGTH) if field == "description" else clean_line(text or "")) or None if text else None
        )
    except TooLong as error:
        problems.add((field,), error.message)
        return None


def _against(plan: Plan, standard: Standard, problems: Problems) -> None:
    phases = [phase.id for phase in standard.phases]
    if plan.phase not in phases:
        words = (
            f"the standard has no phase {quoted(plan.phase)}"
            if plan.phase
            else "a session needs a phase of its standard"
        )
        hint = did_you_mean(plan.phase, phases) or (f"it has {one_of(phases)}" if phases else "it has none")
        problems.add(("phase",), words, hint)
    if plan.scale not in standard.scales and not (plan.scale == "default" and standard.is_conversation):
        words = f"the standard has no scale {quoted(plan.scale)}"
        problems.add(("scale",), words, f"it has {one_of(standard.scales)}" if standard.scales else "leave it out")
    if plan.order not in ("sections", "numbers"):
        problems.add(("order",), f"the running order is sections or numbers, not {quoted(plan.order)}")
    if plan.kind not in get_args(SessionKind):
        hint = "self is for a team's own record of itself"
        problems.add(("kind",), f"the kind of a session is panel or self, not {quoted(plan.kind)}", hint)
    if plan.date is not None and not is_date(plan.date):
        problems.add(("date",), f"{quoted(plan.date)} is not a date", "write it as 2026-11-21")


def _seats(plan: Plan, standard: Standard, problems: Problems) -> tuple[SeatData, ...]:
    planned = plan.panel[:LARGEST_PANEL] or (PlannedSeat(name=LEADS.get(plan.kind, LEADS["panel"]), role="lead"),)
    if len(plan.panel) > LARGEST_PANEL:
        problems.add(("panel",), f"a panel has at most {LARGEST_PANEL} seats")
    leads = [place for place, seat in enumerate(planned) if seat.role.strip().casefold() == "lead"]
    if len(leads) > 1:
        problems.add(("panel", leads[1]), "a panel has one lead", "make the other a deputy or a member")
    seats: list[SeatData] = []
    for place, seat in enumerate(planned):
        made = _planned_seat(seat, place, standard, problems, [one.id for one in seats])
        if made.name.casefold() in {one.name.casefold() for one in seats}:
            problems.add(("panel", place), f"two seats are called {quoted(made.name)}", "names tell seats apart")
        seats.append(made)
    if not leads:
        # The lead cannot be missing, so the first seat has it until the panel says otherwise.
        seats[0] = msgspec.structs.replace(seats[0], role="lead")
    return tuple(seats)


def _planned_seat(seat: PlannedSeat, place: int, standard: Standard, problems: Problems, taken: list[str]) -> SeatData:
    path = ("panel", place)
    role = _one_of(seat.role, get_args(Role), (*path, "role"), problems)
    side = seat.affiliation and _one_of(seat.affiliation, get_args(Affiliation), (*path, "affiliation"), problems)
    points = [standard.point_by_number(number) for number in seat.points]
    for number, point in zip(seat.points, points, strict=True):
        if point is None:
            problems.add((*path, "points"), f"the standard has no point {quoted(number)}")
    try:
        name, discipline = clean_line(seat.name), clean_line(seat.discipline or "") or None
    except TooLong as error:
        problems.add(path, error.message)
        name, discipline = "…", None
    if not name:
        problems.add(path, "a seat needs a name")
    return SeatData(
        id=new_seat_id(taken),
        name=name,
        role=role or "member",
        discipline=discipline,
        affiliation=side or None,
        points=tuple(point.id for point in points if point),
    )


def _one_of(value: str, options: tuple[Any, ...], path: tuple[str | int, ...], problems: Problems) -> Any:
    low = value.strip().casefold()
    if low in options:
        return low
    near = get_close_matches(low, options, 1, 0.6)
    hint = f"did you mean '{near[0]}'?" if near else ""
    problems.add(path, f"{quoted(value)} is not one of {one_of(options)}", hint)
    return None


def _before(plan: Plan, rooms: Rooms, cwd: Path, problems: Problems) -> State | None:
    """The session before, as it stands, where the plan names one that can be read."""
    if not plan.earlier:
        return None
    path = cwd / Path(plan.earlier).expanduser() if looks_like_a_path(plan.earlier) else plan.earlier
    try:
        return earlier_state(rooms, str(path))
    except PanelError as error:
        problems.add(("earlier",), _inside(error), "use a backup of it" if isinstance(error, Broken) else "")
        return None


class Broken(PanelError):
    """An earlier session whose chain of hashes does not verify."""


class NoPanels(PanelError):
    """An earlier session that no panel held."""


def earlier_state(rooms: Rooms, name_or_path: str) -> State:
    """The state of an earlier session, of which a new one may begin. Raises `StoreError` where it cannot be read,
    `Broken` where it was tampered with, and `NoPanels` where it is a team's own record."""
    room = rooms.open(name_or_path, read_only=True)
    try:
        if room.broken is not None:
            raise Broken(f"The earlier session does not verify: {room.broken.why}")
        if room.state.is_self:
            raise NoPanels(
                "The earlier session is a team's own record, in which no panel decided; "
                "bring it in with 'panel-tui import self' instead."
            )
        return room.state
    finally:
        room.close()


def panel_of(before: State) -> tuple[PlannedSeat, ...]:
    """The panel of an earlier session, to choose from; points are numbers as printed in its standard."""
    number = {point.id: point.number for point in before.standard.points}
    return tuple(
        PlannedSeat(
            name=seat.name,
            role=seat.role,
            discipline=seat.discipline,
            affiliation=seat.affiliation,
            points=tuple(number[point] for point in seat.points if point in number),
        )
        for seat in before.seats.values()
    )


def _same_panel(plan: Plan, before: State | None, standard: Standard, problems: Problems) -> tuple[SeatData, ...]:
    if not plan.same_panel:
        return ()
    if plan.kind == "self":
        problems.add(("panel",), "a team's own record has people of the team, not the panel of last time")
        return ()
    if before is None:
        if not plan.earlier:
            problems.add(("panel",), "the panel of last time needs an earlier session", "add a line 'earlier: …'")
        return ()
    same = matching(before.standard, standard)
    return tuple(
        replace(seat, points=tuple(same[point] for point in seat.points if point in same))
        for seat in before.seats.values()
    )


def _carried(plan: Plan, earlier: Earlier | None, standard: Standard, problems: Problems) -> tuple[str, ...]:
    """The points that a reassessment does not look at again."""
    if not plan.reassess:
        return ()
    if plan.kind == "self" or standard.is_conversation:
        problems.add(("reassess",), "only an assessment with levels carries decisions over from last time")
        return ()
    if earlier is None:
        if not plan.earlier:
            problems.add(("reassess",), "a reassessment needs an earlier session", "add a line 'earlier: …'")
        return ()
    again = _looked_at_again(plan, earlier, standard, problems)
    carried = tuple(point.id for point in standard.points_in(plan.phase) if point.id not in again)
    for id in carried:
        decision, known = earlier.decision(id), standard.point(id)
        if known is not None and (decision is None or decision.level is None):
            why = "has no decision of last time" if decision is None else "has no level of last time that holds here"
            problems.add(("reassess",), f"point {known.number} {why}", f"add {known.number} to the list")
    if not again and plan.reassess == (NOT_MET,):
        problems.add(("reassess",), "every point was met last time, so there is nothing to reassess")
    return carried


def _looked_at_again(plan: Plan, earlier: Earlier, standard: Standard, problems: Problems) -> set[str]:
    if plan.reassess == (NOT_MET,):
        return {point.id for point in to_look_at(earlier, standard, plan.phase, plan.scale)}
    again = set()
    for number in plan.reassess:
        point = standard.point_by_number(number)
        if point is None:
            problems.add(("reassess",), f"the standard has no point {quoted(number)}")
        elif point not in standard.points_in(plan.phase):
            problems.add(("reassess",), f"point {point.number} is not looked at in {plan.phase}")
        else:
            again.add(point.id)
    return again
