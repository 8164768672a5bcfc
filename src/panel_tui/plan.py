"""A planned session, as a YAML file or a filled-in form has it, made into the first event of its record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args
from uuid import uuid4

import msgspec
from msgspec import Struct

from panel_tui.errors import PanelError
from panel_tui.grammar.panel import new_seat_id
from panel_tui.rooms import Rooms, StoreError
from panel_tui.session.bodies import SessionCreated
from panel_tui.session.clock import BOXES
from panel_tui.session.earlier import handed_on
from panel_tui.session.rules.panel import LARGEST_PANEL, LONGEST_SECONDS, is_date
from panel_tui.session.terms import Affiliation, Earlier, Role, SeatData
from panel_tui.session.words import PROSE_LENGTH, TooLong, clean, clean_line
from panel_tui.standard.file_text import UnreadableText, read_text
from panel_tui.standard.finder import UnknownStandardError, find, looks_like_a_path
from panel_tui.standard.model import Standard, canonical_hash, plain_types, seconds
from panel_tui.standard.problems import Problem, Problems, TooManyProblems, did_you_mean, one_of, quoted
from panel_tui.standard.reader import read_standard
from panel_tui.standard.yaml_nodes import UnreadableYaml, read_nodes

Ids = Callable[[], str]

LEAD = "Lead assessor"
"""Who leads where a plan names nobody."""


class PlanError(PanelError):
    """A plan that no session can be made from. `problems` holds every mistake, in the order of the file."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class PlannedSeat(Struct, frozen=True, kw_only=True):
    """A place on the planned panel; `points` are numbers as printed in the standard."""

    name: str
    role: str = "member"
    discipline: str | None = None
    affiliation: str | None = None
    points: tuple[str, ...] = ()


class Plan(Struct, frozen=True, kw_only=True):
    """A planned session. `standard` is an id or a path, `timeboxes` lengths such as 45m, `earlier` the file
    of an earlier session of the service."""

    service: str
    phase: str
    standard: str
    description: str | None = None
    team: str | None = None
    organisation: str | None = None
    date: str | None = None
    scale: str = "default"
    order: str = "sections"
    panel: tuple[PlannedSeat, ...] = ()
    timeboxes: Mapping[str, str] = {}
    earlier: str | None = None
    rehearsal: bool = False


_TEXTS = ("service", "phase", "standard", "description", "team", "organisation", "date", "scale", "order", "earlier")
_FIELDS = (*_TEXTS, "panel", "timeboxes", "rehearsal")
_SEAT_FIELDS = ("name", "role", "discipline", "affiliation", "points")


def new_id() -> str:
    """A session's id: the id source of every session that is not under test."""
    return uuid4().hex


def read_plan(path: Path) -> tuple[Plan, Problems]:
    """The plan in a YAML file, and where its lines are. Raises `PlanError` with every mistake."""
    problems = Problems(str(path))
    try:
        fields = _checked(read_nodes(read_text(path), problems), problems)
    except UnreadableText as error:
        problems.add_at(error.line, error.column, error.message, error.hint)
        raise PlanError(problems.sorted()) from None
    except (UnreadableYaml, TooManyProblems):
        raise PlanError(problems.sorted()) from None
    _stop_if(problems)
    return msgspec.convert(fields, Plan), problems


def _stop_if(problems: Problems) -> None:
    if problems.any_errors:
        raise PlanError(problems.sorted())


def _checked(data: Any, problems: Problems) -> dict[str, Any]:
    if not isinstance(data, dict):
        problems.add((), "this is not a plan", "begin it with a line such as 'service: Manage Arrears'")
        return {}
    fields: dict[str, Any] = {}
    for key, value in data.items():
        if key not in _FIELDS:
            problems.add((key,), f"unknown field {quoted(key)}", did_you_mean(key, _FIELDS))
        elif value is None:
            continue
        elif key == "panel":
            fields[key] = _panel(value, problems)
        elif key == "timeboxes":
            fields[key] = _timeboxes(value, problems)
        elif key == "rehearsal":
            fields[key] = _switch(value, problems)
        elif isinstance(value, str):
            fields[key] = value
        else:
            problems.add((key,), f"'{key}' is one line of text", "write it as one")
    for key in ("service", "phase", "standard"):
        if not fields.get(key):
            problems.add((), f"the field '{key}' is missing", f"add a line '{key}: …'")
    return fields


def _switch(value: Any, problems: Problems) -> bool:
    if value not in ("true", "false"):
        problems.add(("rehearsal",), f"'rehearsal' is true or false, not {quoted(value)}")
    return bool(value == "true")


def _timeboxes(value: Any, problems: Problems) -> dict[str, str]:
    if not isinstance(value, dict):
        problems.add(("timeboxes",), "'timeboxes' has a line for each clock", "such as 'deliberation: 45m'")
        return {}
    for box, length in value.items():
        if box not in BOXES:
            problems.add(("timeboxes", box), f"there is no clock {quoted(box)}", did_you_mean(box, BOXES))
        elif not isinstance(length, str) or not 0 < (seconds(length) or 0) <= LONGEST_SECONDS:
            problems.add(("timeboxes", box), f"{quoted(length)} is not a length of time", "write 45m or 1h30m")
    return value


def _panel(value: Any, problems: Problems) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        problems.add(("panel",), "'panel' is a list", "begin each seat with '- {name: …, role: …}'")
        return []
    seats = []
    for place, seat in enumerate(value):
        if not isinstance(seat, dict) or not isinstance(seat.get("name"), str):
            problems.add(("panel", place), "a seat needs a name", "such as '- {name: Ana Lead, role: lead}'")
            continue
        seats.append(_seat(seat, ("panel", place), problems))
    return seats


def _seat(seat: dict[str, Any], path: tuple[str | int, ...], problems: Problems) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for key, value in seat.items():
        if key not in _SEAT_FIELDS:
            problems.add((*path, key), f"unknown field {quoted(key)}", did_you_mean(key, _SEAT_FIELDS))
        elif key == "points":
            ok = isinstance(value, list) and all(isinstance(number, str) for number in value)
            fields[key] = value if ok else []
            if not ok:
                problems.add((*path, key), "'points' is a list of numbers", "such as [1, 2]")
        elif isinstance(value, str):
            fields[key] = value
        elif value is not None:
            problems.add((*path, key), f"'{key}' is one line of text", "write it as one")
    return fields


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
    _timeboxes(dict(plan.timeboxes), problems)
    seats = _seats(plan, standard, problems)
    texts = {field: _text(plan, field, problems) for field in ("service", "description", "team", "organisation")}
    if not texts["service"]:
        problems.add(("service",), "a session needs the name of a service")
    earlier = _earlier(plan, standard, rooms, cwd, problems)
    _stop_if(problems)
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
    if plan.date is not None and not is_date(plan.date):
        problems.add(("date",), f"{quoted(plan.date)} is not a date", "write it as 2026-11-21")


def _seats(plan: Plan, standard: Standard, problems: Problems) -> tuple[SeatData, ...]:
    planned = plan.panel[:LARGEST_PANEL] or (PlannedSeat(name=LEAD, role="lead"),)
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


def _earlier(plan: Plan, standard: Standard, rooms: Rooms, cwd: Path, problems: Problems) -> Earlier | None:
    if not plan.earlier:
        return None
    path = cwd / Path(plan.earlier).expanduser() if looks_like_a_path(plan.earlier) else plan.earlier
    try:
        room = rooms.open(str(path), read_only=True)
    except StoreError as error:
        problems.add(("earlier",), _inside(error))
        return None
    if room.broken is not None:
        problems.add(("earlier",), f"the earlier session does not verify: {room.broken.why}", "use a backup of it")
    return handed_on(room.state, standard)
