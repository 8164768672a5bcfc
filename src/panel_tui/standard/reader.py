"""From a YAML file to a `Standard`, or to every mistake in it.

`check_file` never raises; `read_standard` raises `StandardError` with one plain sentence. Neither ever blocks, and
neither needs more than a few seconds whatever the file holds.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from panel_tui.standard.cross_checks import check_habits, check_names
from panel_tui.standard.file_text import UnreadableText, checked_text, read_text
from panel_tui.standard.model import Standard
from panel_tui.standard.problems import Problem, Problems, StandardError, TooManyProblems
from panel_tui.standard.shape import check_shape, convert_values
from panel_tui.standard.yaml_nodes import UnreadableYaml, read_nodes

SCHEMA = "panel-standard/1"


class Report(msgspec.Struct, frozen=True):
    """What a check found: every problem in the order of the file, and the standard where none is an error."""

    problems: tuple[Problem, ...]
    standard: Standard | None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the file from being used."""
        return tuple(each for each in self.problems if each.severity == "error")


def read_standard(path: Path) -> Standard:
    """The standard in a YAML file. Raises StandardError, with every error, where it cannot be used."""
    report = check_file(path)
    if report.standard is None:
        raise StandardError(report.errors)
    return report.standard


def check_file(path: Path) -> Report:
    """Read a YAML file and report everything that is wrong with it. Never raises for what is in the file."""
    return _report(lambda: read_text(path), _printable(str(path)))


def check_text(text: str, name: str) -> Report:
    """The same for text that is already at hand; `name` is what the problems call the file."""
    return _report(lambda: checked_text(text), name)


def _report(read: Callable[[], str], name: str) -> Report:
    problems = Problems(name)
    standard = None
    try:
        data = read_nodes(read(), problems)
        if _is_ours(data, problems):
            data = convert_values(data)
            check_shape(data, problems)
            check_names(data, problems)
            if not problems.any_errors:
                check_habits(data, problems)
                standard = _standard(data)
    except UnreadableText as error:
        problems.add_at(error.line, error.column, error.message, error.hint)
    except UnreadableYaml:
        pass  # the reason is among the problems
    except TooManyProblems:
        pass  # so many are enough
    return Report(problems.sorted(), standard)


def _is_ours(data: Any, problems: Problems) -> bool:
    """Whether it makes sense to look further: a file of another kind would only give a list of noise."""
    begin = f"begin it with 'schema: {SCHEMA}', or make one with `panel-tui standards new FILE`"
    if data is None:
        problems.add((), "the file is empty", begin)
    elif not isinstance(data, dict):
        kind = "a list" if isinstance(data, list) else "one piece of text"
        problems.add((), f"the file holds {kind}, not the fields of a standard", begin)
    elif "schema" not in data:
        problems.add((), "the first field, 'schema', is missing, so this may not be a standard at all", begin)
    elif _is_newer(data["schema"]):
        problems.add(
            ("schema",), f"this file is written for a newer version ({data['schema']})", "install a newer panel-tui"
        )
        return False
    return isinstance(data, dict)


def _is_newer(schema: Any) -> bool:
    kind, _, major = schema.partition("/") if isinstance(schema, str) else ("", "", "")
    return kind == "panel-standard" and major.isdecimal() and len(major) < 6 and int(major) > 1


def _standard(data: dict[str, Any]) -> Standard:
    """The checked tree as structs: points in one flat list, each with its group."""
    points = list(data.get("points", ()))
    groups = []
    for group in data.get("groups", ()):
        groups.append({key: value for key, value in group.items() if key != "points"})
        points.extend({**point, "group": group["id"]} for point in group["points"])
    return msgspec.convert({**data, "points": points, "groups": groups}, Standard)


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
