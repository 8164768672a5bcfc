"""A planned session as a YAML file has it: every mistake with its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from panel_tui.errors import PanelError
from panel_tui.session.clock import BOXES
from panel_tui.session.rules.panel import LONGEST_SECONDS
from panel_tui.standard.file_text import UnreadableText, read_text
from panel_tui.standard.model import seconds
from panel_tui.standard.problems import Problem, Problems, TooManyProblems, did_you_mean, quoted
from panel_tui.standard.yaml_nodes import UnreadableYaml, read_nodes


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
    of an earlier session of the service. `kind` is panel, or self for a team's own record. `reassess` are the numbers
    of the points that a reassessment looks at, or the one word not-met; `same_panel` takes the panel of last time."""

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
    kind: str = "panel"
    reassess: tuple[str, ...] = ()
    same_panel: bool = False


NOT_MET = "not-met"
"""What `reassess` says in place of numbers, for the points that were not met last time."""
SAME_PANEL = "earlier"
"""What `panel` says in place of seats, for the panel of last time."""

_TEXTS = (
    "service",
    "phase",
    "standard",
    "description",
    "team",
    "organisation",
    "date",
    "scale",
    "order",
    "earlier",
    "kind",
)
_FIELDS = (*_TEXTS, "panel", "timeboxes", "rehearsal", "reassess")
_SEAT_FIELDS = ("name", "role", "discipline", "affiliation", "points")


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
    stop_if(problems)
    return msgspec.convert(fields, Plan), problems


def stop_if(problems: Problems) -> None:
    """Raise `PlanError` where there is any mistake."""
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
        elif key == "panel" and value == SAME_PANEL:
            fields["same_panel"] = True
        elif value is not None and key in _READERS:
            fields[key] = _READERS[key](value, problems)
        elif isinstance(value, str):
            fields[key] = value
        elif value is not None:
            problems.add((key,), f"'{key}' is one line of text", "write it as one")
    for key in ("service", "phase", "standard"):
        if not fields.get(key):
            problems.add((), f"the field '{key}' is missing", f"add a line '{key}: …'")
    return fields


def _switch(value: Any, problems: Problems) -> bool:
    if value not in ("true", "false"):
        problems.add(("rehearsal",), f"'rehearsal' is true or false, not {quoted(value)}")
    return bool(value == "true")


def _reassess(value: Any, problems: Problems) -> list[str]:
    if value == NOT_MET:
        return [NOT_MET]
    if isinstance(value, list) and value and all(isinstance(number, str) for number in value):
        return value
    problems.add(("reassess",), "'reassess' is not-met, or a list of points", "such as [2, 5]")
    return []


def check_timeboxes(value: Any, problems: Problems) -> dict[str, str]:
    """The lengths of the clocks, each of which must be one."""
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


_READERS: Mapping[str, Callable[[Any, Problems], Any]] = {
    "panel": _panel,
    "reassess": _reassess,
    "timeboxes": check_timeboxes,
    "rehearsal": _switch,
}
