"""YAML as people write it, read strictly: text stays as written, and every value remembers its line.

PyYAML's own loaders turn `no` into False, `1.10` into 1.1 and `2019-05-09` into a date, keep only the last of two
equal keys, and follow aliases. So only its parser is used: the events are built into dicts, lists and text here, with
a limit on depth and number, never by recursion.
"""

import re
import unicodedata
from typing import Any

import yaml

from panel_tui.standard.file_text import describe_unwanted, find_unwanted
from panel_tui.standard.problems import Path, Problems, quoted

DEEPEST = 20
"""A standard is seven levels deep; this leaves room under `x`."""

MOST_VALUES = 200_000
LONGEST = 20_000
MOST_STACKED = 30
"""Combining marks in a row; no language needs more, and normalising long runs is slow."""

FAST_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same events with the same lines, about ten times as fast, where PyYAML was built with libyaml."""

_NULLS = frozenset({"", "~", "null"})
_ONE_PER_LINE = frozenset({"prompts", "evidence"})


class UnreadableYaml(Exception):
    """The rest of the file cannot be made sense of. The reason is already among the problems."""


def read_nodes(text: str, problems: Problems, loader: Any = FAST_LOADER) -> Any:
    """The file's content as dict, list, str and None (for nothing, `~` and `null`), nested.

    Lines and columns go into `problems.marks`, mistakes that do not hide others into `problems`.
    Raises UnreadableYaml where reading cannot go on, with the reason added to `problems`.
    """
    builder = _Builder(problems)
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(event)
    except yaml.YAMLError as error:
        _explain(error, text, problems)
        raise UnreadableYaml from None
    return builder.root


class _Builder:
    """Builds the tree, one event at a time."""

    def __init__(self, problems: Problems) -> None:
        self.root: Any = None
        self._problems = problems
        self._open: list[tuple[Any, Path]] = []
        self._keys: list[str | None] = []
        self._documents = 0
        self._values = 0

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._stop(event, "a second document begins here ('---')", "put each in a file of its own")
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._keys.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._refuse(event)
            self._node(event)

    def _refuse(self, event: Any) -> None:
        self._values += 1
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self._stop(
                event,
                "anchors and aliases (& and *) are not allowed",
                "write the text out in full, or put it in quotes if it begins with & or *",
            )
        if event.tag is not None:
            self._stop(
                event, "tags (words that begin with !) are not allowed", "take it out, or put the text in quotes"
            )
        if len(self._open) >= DEEPEST:
            self._stop(event, f"this is nested more than {DEEPEST} levels deep", "no file needs more than seven")
        if self._values > MOST_VALUES:
            self._stop(event, f"there are more than {MOST_VALUES:,} values in this file", "is this the right file?")

    def _node(self, event: Any) -> None:
        in_mapping = bool(self._open) and isinstance(self._open[-1][0], dict)
        if in_mapping and self._keys[-1] is None:
            self._key(event)
            return
        path = self._next_path()
        if not in_mapping:
            self._problems.marks[path] = _mark(event)
        self._put(path, self._value(event, path))

    def _key(self, event: Any) -> None:
        mapping, path = self._open[-1]
        if not isinstance(event, yaml.ScalarEvent):
            self._stop(
                event,
                "a name before ':' must be plain text",
                "if this is a sentence that holds brackets or braces, put it in quotes",
            )
        key = self._text(event, (*path, event.value))
        if key in mapping:
            first, _ = self._problems.marks[*path, key]
            self._problems.add_at(
                *_mark(event),
                f"{quoted(key)} is given twice; the first is on line {first}",
                "keep one of them",
                path=(*path, key),
            )
        else:
            self._problems.marks[*path, key] = _mark(event)
        self._keys[-1] = key

    def _next_path(self) -> Path:
        if not self._open:
            return ()
        container, path = self._open[-1]
        key = self._keys[-1]
        return (*path, len(container) if key is None else key)

    def _value(self, event: Any, path: Path) -> Any:
        if isinstance(event, yaml.ScalarEvent):
            plain = not event.style  # None from one parser, empty from the other
            return None if plain and event.value in _NULLS else self._text(event, path)
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        if value == [] and event.flow_style and len(path) > 1 and path[-2] in _ONE_PER_LINE:
            self._problems.add_at(
                *_mark(event),
                f"the entries under {quoted(path[-1])} are inside [ ]",
                "write each on its own line starting with '- '; a comma would split your sentence",
                path=path,
            )
        return value

    def _put(self, path: Path, value: Any) -> None:
        if not self._open:
            self.root = value
        else:
            container, _ = self._open[-1]
            if isinstance(container, dict):
                container[path[-1]] = value
                self._keys[-1] = None
            else:
                container.append(value)
        if isinstance(value, dict | list):
            self._open.append((value, path))
            self._keys.append(None)

    def _text(self, event: Any, path: Path) -> str:
        """The scalar, NFC. What a quoted escape such as "\\u202e" brought in is found here."""
        value: str = event.value
        if len(value) > LONGEST:
            self._stop(
                event,
                f"this text is {len(value):,} characters long; at most {LONGEST:,} are read",
                "is a closing quote missing?",
            )
        if event.style == '"' and (index := find_unwanted(value)) is not None:
            self._problems.add_at(*_mark(event), *describe_unwanted(value[index]), path=path)
            return "\N{REPLACEMENT CHARACTER}"
        if value.isascii():
            return value
        if _stacked(value):
            self._stop(event, f"more than {MOST_STACKED} accents are stacked on one letter", "delete them")
        return unicodedata.normalize("NFC", value)

    def _stop(self, event: Any, message: str, hint: str) -> None:
        self._problems.add_at(*_mark(event), message, hint)
        raise UnreadableYaml


def _stacked(text: str) -> bool:
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run > MOST_STACKED:
            return True
    return False


def _mark(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


# What PyYAML and libyaml say (they differ a little), what we say, and whether the place that helps is where
# something was opened (the context) or where the parser gave up (the problem).
_WORDS = (
    (
        "escape",
        False,
        "a backslash inside double quotes is not followed by a known letter",
        "use single quotes instead",
    ),
    ("mapping values are not allowed", False, "there is a second ': ' here", "put the text after the first in quotes"),
    (
        "cannot start any token",
        False,
        "a text begins with a sign that means something else to YAML",
        "put it in quotes",
    ),
    ("could not find expected ':'", True, "this line has no ': ' after its name", "write it as 'name: text'"),
    ("block scalar", False, "there is text behind the sign > or |", "begin the text on the next line"),
    ("quoted scalar", True, "a quote is opened here and never closed", "close it, or take it out"),
    ("flow (sequence|mapping|node)", True, "a bracket is opened here and not closed", "close it, or put it in quotes"),
    (
        "block|document start|entries",
        False,
        "this line does not line up with the lines above it",
        "indent it like its neighbours",
    ),
)
_OTHERWISE = ("", False, "this is not valid YAML", "look at this line and the one above it")
_LEFT_OVER = (
    "the text goes on where YAML does not expect it",
    "put the whole text in double quotes; an apostrophe inside single quotes is written twice",
)
_TAB = ("a tab is used where only spaces may be", "use spaces")


def _explain(error: yaml.YAMLError, text: str, problems: Problems) -> None:
    said = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or ''}"
    known = (each for each in _WORDS if re.search(each[0], said))
    _, at_context, message, hint = next(known, _OTHERWISE)
    marks = [getattr(error, "problem_mark", None), getattr(error, "context_mark", None)]
    mark = next((each for each in (reversed(marks) if at_context else marks) if each is not None), None)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    written = [*text.split("\n"), ""][line]
    if "\t" in written[:1] + written[max(column - 1, 0) : column + 1]:
        message, hint = _TAB
    elif "line up" in message and written[:column].strip(" -"):
        message, hint = _LEFT_OVER
    problems.add_at(line + 1, column + 1, message, hint)
