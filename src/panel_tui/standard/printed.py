"""Standards as plain text for the command line: a list, one in full, the result of a check, a file to start from.

Every function returns text or writes one new file; none prints. Lines fit 80 columns, except where a path or a web
address is longer.
"""

import textwrap
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from panel_tui.errors import PanelError
from panel_tui.standard.model import EVERY_PHASE, Point, Standard
from panel_tui.standard.problems import Problem, slug
from panel_tui.standard.reader import Report

if TYPE_CHECKING:
    from panel_tui.standard.finder import Found

WIDTH = 80
_ORIGINS = {"here": "./standards", "yours": "your own", "shipped": "shipped"}
_COLUMNS = ("ID", "TITLE", "VERSION", "POINTS", "FROM")
_FLEXIBLE = 1


class CannotWriteError(PanelError):
    """A new standard's file cannot be written."""


def listing(found: Iterable["Found"]) -> str:
    """A table of standards, at most 80 columns wide; files with mistakes follow, each with its first mistake."""
    everything = list(found)
    rows: list[tuple[str, ...]] = [
        (each.id, each.title, each.version, str(each.points), _ORIGINS[each.origin])
        for each in everything
        if each.problem is None
    ]
    lines = _table(rows) if rows else ["There are no standards here."]
    broken = [each for each in everything if each.problem is not None]
    if broken:
        lines += ["", "These files have mistakes; `panel-tui standards check FILE` lists them all:"]
    for each in broken:
        lines += _wrapped(f"{each.path}: {each.problem}", "  ", "    ")
    return "\n".join(lines)


def details(standard: Standard, width: int = WIDTH) -> str:
    """A whole standard to read: where it is from, its scale, its running order, and each point with its prompts.

    Lines are wrapped to `width` columns.
    """
    wrapped = partial(_wrapped, width=width)
    lines = wrapped(f"{standard.title} ({standard.id})")
    lines += _facts(standard, width)
    if standard.description:
        lines += ["", *wrapped(standard.description)]
    for name in standard.scales:
        lines += ["", "Scale" if name == "default" else f"Scale '{name}'"]
        for level in standard.levels(name):
            key = f"{level.key}  " if level.key else ""
            about = f": {level.description}" if level.description else ""
            lines += wrapped(f"{key}{level.label}{about}", "  ", "     ")
    if standard.conversation:
        lines += ["", "A conversation: nothing is scored. The report gathers"]
        lines += [f"  {heading.title}" for heading in standard.conversation.headings]
    if standard.running_order:
        lines += ["", "Running order"]
        for section in standard.running_order:
            points = (standard.point(point_id) for point_id in section.points)
            numbers = ", ".join(point.number for point in points if point)
            minutes = f" ({section.minutes} min)" if section.minutes else ""
            lines += wrapped(f"{section.title}{minutes}: {numbers}", "  ", "    ")
    group = None
    for point in standard.points:
        heading = standard.group(point.group)
        if heading is not None and heading is not group:
            lines += ["", *wrapped(heading.title.upper())]
            group = heading
        lines += ["", *_point(standard, point, width)]
    return "\n".join(lines)


def check_lines(file: Path, report: Report) -> list[str]:
    """What `standards check` says about one file: a line for each problem, then the result."""
    lines = [str(problem) for problem in report.problems]
    name = report.problems[0].file if report.problems else str(file)
    warnings = len(report.problems) - len(report.errors)
    parts = [_count(len(report.errors), "mistake")] if report.errors else []
    parts += [_count(warnings, "warning")] if warnings else []
    if report.standard is None:
        lines.append(f"{name}: {', '.join(parts)}")
    else:
        parts.insert(0, f"good, {_count(len(report.standard.points), 'point')}")
        lines.append(f"{name}: {', '.join(parts)}")
    return lines


def problems_json(problems: Iterable[Problem]) -> str:
    """The problems as a JSON list of {file, line, column, path, severity, message, hint} for editors and scripts."""
    return msgspec.json.format(msgspec.json.encode(list(problems)), indent=2).decode()


def starting_text(name: str) -> str:
    """A commented standard to start from, which passes the check; its id is made from a file's name."""
    text = Path(__file__).with_name("starting_file.yaml").read_text("utf-8")
    return text.replace("id: my-standard", f"id: {slug(name, dots=True) or 'my-standard'}", 1)


def write_new(path: Path) -> Path:
    """Write a starting file and return its path. Raises CannotWriteError where it exists or cannot be written."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(starting_text(path.stem))
    except FileExistsError:
        raise CannotWriteError(f"{path} exists already and was not touched; choose another name.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CannotWriteError(f"{path} cannot be written: {reason.lower()}; choose another place.") from None
    return path


def _facts(standard: Standard, width: int) -> list[str]:
    facts = [("version", f"{standard.version}, revision {standard.revision}")]
    if standard.issuer:
        facts.append(("issuer", standard.issuer.name))
    if standard.source:
        facts.append(("source", standard.source.url))
    facts.append(("licence", standard.licence.id))
    if standard.phases:
        facts.append(("phases", ", ".join(phase.title for phase in standard.phases)))
    return [line for name, text in facts for line in _wrapped(f"{name:<8} {text}", "", " " * 9, width)]


def _point(standard: Standard, point: Point, width: int) -> list[str]:
    wrapped = partial(_wrapped, width=width)
    lines = wrapped(f"{point.number}. {point.title}", "", "   ")
    facts = [f"{point.minutes} min"] if point.minutes else []
    facts += [role.title for role in standard.roles if role.id in point.roles]
    facts += [] if not point.phases else ["only in " + ", ".join(point.phases)]
    lines += wrapped(" · ".join(facts), "   ", "   ") if facts else []
    lines += wrapped(point.summary, "   ", "   ") if point.summary else []
    titles = {EVERY_PHASE: "In every phase"} | {phase.id: phase.title for phase in standard.phases}
    for key, title in titles.items():
        prompts, evidence = point.prompts.get(key, ()), point.evidence.get(key, ())
        if prompts or evidence:
            lines.append(f"   {title}")
        for text in prompts:
            lines += wrapped(f"? {text}", "     ", "       ")
        for text in evidence:
            lines += wrapped(f"evidence: {text}", "     ", "       ")
    return lines


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    from rich.cells import cell_len  # only the list of standards is a table

    widths = [max(cell_len(row[column]) for row in [_COLUMNS, *rows]) for column in range(len(_COLUMNS))]
    widths[0] = min(widths[0], 34)
    widths[2] = min(widths[2], 10)
    gaps = 2 * (len(widths) - 1)
    widths[_FLEXIBLE] = min(widths[_FLEXIBLE], WIDTH - gaps - sum(widths) + widths[_FLEXIBLE])
    return [
        "  ".join(_fitted(text, width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in [_COLUMNS, *rows]
    ]


def _fitted(text: str, width: int) -> str:
    from rich.cells import cell_len, set_cell_size

    return set_cell_size(text, width) if cell_len(text) <= width else f"{set_cell_size(text, width - 1)}…"


def _wrapped(text: str, first: str = "", rest: str = "", width: int = WIDTH) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
