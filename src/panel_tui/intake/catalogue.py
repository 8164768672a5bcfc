"""A list of assessments that were not made with this tool, as a YAML file has it: every mistake with its line.

An organisation's register lists them beside its sessions. The file may also hold what stands at the top of the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from panel_tui.intake.found import IntakeError
from panel_tui.session.rules.links import link
from panel_tui.session.words import PROSE_LENGTH, TooLong, clean, clean_line
from panel_tui.standard.file_text import UnreadableText, read_text
from panel_tui.standard.problems import Path as Place
from panel_tui.standard.problems import Problem, Problems, TooManyProblems, did_you_mean, quoted
from panel_tui.standard.yaml_nodes import UnreadableYaml, read_nodes

EXAMPLE = """\
# Assessments that were not made with panel-tui, for the public page of all of them:
#
#     panel-tui register -o public/ --also this-file.yaml
#
# Every line below may be left out, but for the service and the date of each assessment.

title: Service assessments
organisation: Example Council
intro: |
  We publish what our panels found, so that the next team can learn from it.

  An empty line begins a new paragraph; a single new line does not.

assessments:
  - service: Book a repair
    date: 2019-07                # a year, a month such as 2019-07, or a day such as 2019-07-16
    phase: Alpha
    text: |
      The service's own words, in as many paragraphs as it needs. They stand on the page as they are written here,
      so name nobody who has not agreed to it.
    outcome: Met                 # leave it out for a conversation, which has none
    standard: Local Government Digital Service Standard
    organisation: Another Council    # only where it is not the one above
    report: https://example.org/book-a-repair/report
    board: https://example.org/book-a-repair/evidence

  - service: Find a park
    date: 2018
    phase: Discovery
"""
"""A file to begin with, which can be read as it stands."""

_DATE = re.compile(r"((?:19|20)\d\d)(?:-(\d\d)(?:-(\d\d))?)?")
_SETTINGS = ("title", "organisation", "intro")
_FIELDS = (*_SETTINGS, "assessments")
_LONG = frozenset({"text", "intro"})


class CatalogueError(IntakeError):
    """A list of assessments that cannot be used. `problems` holds every mistake, in the order of the file."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class Listed(Struct, frozen=True, kw_only=True):
    """One assessment of the list. `date` is YYYY, YYYY-MM or YYYY-MM-DD; addresses are http or https."""

    service: str
    date: str
    phase: str | None = None
    text: str | None = None
    outcome: str | None = None
    standard: str | None = None
    organisation: str | None = None
    report: str | None = None
    board: str | None = None


class Catalogue(Struct, frozen=True, kw_only=True):
    """The whole file: what stands at the top of the page, and the assessments in the order of the file."""

    title: str | None = None
    organisation: str | None = None
    intro: str | None = None
    assessments: tuple[Listed, ...] = ()


_ENTRY_FIELDS = Listed.__struct_fields__


def read_catalogue(path: Path) -> Catalogue:
    """The list in a YAML file. Raises `CatalogueError` with every mistake."""
    problems = Problems(str(path))
    try:
        fields = _checked(read_nodes(read_text(path), problems), problems)
    except UnreadableText as error:
        problems.add_at(error.line, error.column, error.message, error.hint)
        raise CatalogueError(problems.sorted()) from None
    except (UnreadableYaml, TooManyProblems):
        raise CatalogueError(problems.sorted()) from None
    if problems.any_errors:
        raise CatalogueError(problems.sorted())
    return msgspec.convert(fields, Catalogue)


def _checked(data: Any, problems: Problems) -> dict[str, Any]:
    if not isinstance(data, dict):
        problems.add((), "this is not a list of assessments", "begin it with a line that says 'assessments:'")
        return {}
    fields: dict[str, Any] = {}
    for key, value in data.items():
        if key not in _FIELDS:
            problems.add((key,), f"unknown field {quoted(key)}", did_you_mean(key, _FIELDS))
        elif value is not None:
            place = (key,)
            fields[key] = _assessments(value, problems) if key == "assessments" else _text(value, place, problems)
    return fields


def _assessments(value: Any, problems: Problems) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        problems.add(("assessments",), "'assessments' is a list", "begin each with '- service: …'")
        return []
    found: list[dict[str, Any]] = []
    first: dict[tuple[str, ...], int] = {}
    for number, one in enumerate(value):
        place = ("assessments", number)
        if not isinstance(one, dict):
            problems.add(place, "this is not an assessment", "begin it with '- service: …'")
            continue
        fields = _entry(one, place, problems)
        found.append(fields)
        key = tuple(str(fields.get(name, "")).casefold() for name in ("service", "date", "phase"))
        line, _ = problems.marks[place]
        if first.setdefault(key, line) != line and all(key[:2]):
            message = f"{quoted(fields['service'])} is listed twice with this date; the first is on line {first[key]}"
            problems.add(place, message, "keep one of them, or say which phase each was of")
    return found


def _entry(one: dict[str, Any], place: Place, problems: Problems) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for key, value in one.items():
        if key not in _ENTRY_FIELDS:
            problems.add((*place, key), f"unknown field {quoted(key)}", did_you_mean(key, _ENTRY_FIELDS))
        elif value is not None:
            fields[key] = _text(value, (*place, key), problems)
            if fields[key] and key in _CHECKS:
                _CHECKS[key](fields[key], (*place, key), problems)
    for key in ("service", "date"):
        if not fields.get(key) and not (isinstance(one.get(key), dict | list)):
            problems.add(place, f"the field '{key}' is missing", f"add a line '{key}: …'")
    return fields


def _text(value: Any, place: Place, problems: Problems) -> str:
    key = str(place[-1])
    if not isinstance(value, str):
        problems.add(place, f"'{key}' is a text", "write it behind the colon, or below it after '|'")
        return ""
    try:
        return _paragraphs(clean(value, PROSE_LENGTH)) if key in _LONG else clean_line(value)
    except TooLong as error:
        problems.add(place, f"'{key}': {error.message}")
        return ""


def _paragraphs(text: str) -> str:
    """Lines of a paragraph are joined: they were broken for the file, not for the page."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text))


def _date(text: str, place: Place, problems: Problems) -> None:
    found = _DATE.fullmatch(text)
    try:
        if found is not None:
            date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
            return
    except ValueError:
        pass
    problems.add(place, f"{quoted(text)} is no date", "write a year, a month or a day: 2019, 2019-07 or 2019-07-16")


def _address(text: str, place: Place, problems: Problems) -> None:
    if link(text) is not None or not text.partition("//")[2].strip("/?#"):
        hint = "a link starts with https:// or http://, has a name behind it, and no spaces"
        problems.add(place, f"{quoted(text)} is no address of the web", hint)


_CHECKS: Mapping[str, Callable[[str, Place, Problems], None]] = {"date": _date, "report": _address, "board": _address}
