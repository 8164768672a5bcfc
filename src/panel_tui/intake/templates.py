"""Lists of evidence to fill in: every point of a standard, and what of it the panel will look for."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Literal, get_args

from panel_tui.intake.found import IntakeError
from panel_tui.intake.list_columns import EXAMPLES
from panel_tui.standard.model import Point, Standard

Form = Literal["csv", "markdown"]
FORMS: tuple[Form, ...] = get_args(Form)

_HELP = (
    "Put each piece of evidence on a line of its own under its point: '- [x] Title https://…' for what is done,\n"
    "'- [ ] Title' for what is planned. Lines indented below it say more. Points without evidence may stay empty."
)
_FORMULA = ("=", "+", "-", "@")


def template(standard: Standard, form: Form, phase: str | None = None) -> str:
    """A list with every point of a standard, or of one of its phases. Raises `IntakeError` for an unknown phase."""
    if phase is not None and standard.phases and standard.phase(phase) is None:
        known = ", ".join(one.id for one in standard.phases)
        raise IntakeError(f"This standard has no phase '{phase[:40]}': choose one of {known}.")
    points = standard.points if phase is None else standard.points_in(phase)
    return _csv(standard, points, phase) if form == "csv" else _markdown(standard, points, phase)


def written(path: Path, text: str) -> Path:
    """Write a list to a new file and return its path. Raises `IntakeError` where it exists or cannot be written."""
    made = False
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            made = True
            file.write(text)
    except FileExistsError:
        raise IntakeError(f"{path} exists already and was not touched; choose another name.") from None
    except (OSError, ValueError) as error:
        if made:  # a full disk: half a list would only be in the way
            path.unlink(missing_ok=True)
        reason = getattr(error, "strerror", None) or str(error)
        raise IntakeError(f"{path} cannot be written: {reason.lower()}; choose another place.") from None
    return path


def hints(standard: Standard) -> frozenset[str]:
    """Everything that a template of a standard, for whatever phase, says in its column of examples."""
    phases = (None, *(one.id for one in standard.phases))
    return frozenset(
        "; ".join(_expected(standard, point, phase)).strip() for point in standard.points for phase in phases
    )


def _csv(standard: Standard, points: tuple[Point, ...], phase: str | None) -> str:
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(["point", "title", "state", "link", "note", EXAMPLES])
    for point in points:
        hints = "; ".join(_expected(standard, point, phase))
        lines.writerow([_cell(_named(point)), "", "", "", "", _cell(hints)])
    return out.getvalue()


def _cell(text: str) -> str:
    """A cell that no spreadsheet works out as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _markdown(standard: Standard, points: tuple[Point, ...], phase: str | None) -> str:
    parts = [f"# Evidence for the {standard.title}", f"<!--\n{_HELP}\n-->"]
    for point in points:
        parts.append(f"## {_named(point)}")
        expected = _expected(standard, point, phase)
        if expected:
            hints = "\n".join(f"  {line.replace('--', '–')}" for line in expected)
            parts.append(f"<!-- For example:\n{hints}\n-->")
        parts.append("- [ ]")
    return "\n\n".join(parts) + "\n"


def _named(point: Point) -> str:
    return f"{point.number}. {point.name}"


def _expected(standard: Standard, point: Point, phase: str | None) -> tuple[str, ...]:
    return standard.evidence_for(point, phase or "")
