"""Checks a file's shape against `standard.schema.json`, and says what is wrong in plain words.

The JSON Schema is the definition of the format. Its own keyword `x-must-be` holds the words for a pattern.
"""

import functools
import json
import re
from collections.abc import Callable
from pathlib import Path as FilePath
from typing import Any

from panel_tui.standard.problems import Path, Problems, did_you_mean, one_of, quoted, slug

_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")
_NUMBERS = frozenset(
    {
        ("revision",),
        ("scales", "*", "#", "rank"),
        ("outcome_rules", "#", "when", "#", "min"),
        ("outcome_rules", "#", "when", "#", "max"),
        ("groups", "#", "points", "#", "minutes"),
        ("points", "#", "minutes"),
        ("running_order", "#", "minutes"),
    }
)
_SWITCH = ("conversation", "recommendations")


def definition() -> dict[str, Any]:
    """The JSON Schema of a standard's file, as it ships."""
    text = FilePath(__file__).with_name("standard.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def convert_values(data: Any) -> Any:
    """The same tree, with the few values that are numbers or true/false turned into them; all else stays text."""
    return _convert(data, ())


def check_shape(data: Any, problems: Problems) -> None:
    """Add every way in which the tree differs from the schema. Raises TooManyProblems at the limit."""
    from jsonschema import Draft202012Validator  # takes 0.1 s to import, so only when a file is read

    for error in Draft202012Validator(_flat_definition()).iter_errors(data):
        _say(error, problems)


def _convert(value: Any, shape: tuple[str, ...]) -> Any:
    if isinstance(value, list):
        return [_convert(item, (*shape, "#")) for item in value]
    if isinstance(value, dict):
        any_key = shape == ("scales",)
        return {
            key: item if key == "x" and not any_key else _convert(item, (*shape, "*" if any_key else key))
            for key, item in value.items()
        }
    if isinstance(value, str):
        if shape in _NUMBERS and _WHOLE_NUMBER.fullmatch(value):
            return int(value)
        if shape == _SWITCH and value in ("true", "false"):
            return value == "true"
    return value


@functools.cache
def _flat_definition() -> dict[str, Any]:
    """The schema with every $ref put in its place: checking 2,000 points is then several times as fast."""
    schema = definition()
    names = schema.pop("$defs")

    def flat(node: Any) -> Any:
        if isinstance(node, list):
            return [flat(item) for item in node]
        if not isinstance(node, dict):
            return node
        if isinstance(node.get("$ref"), str):
            return flat(names[node["$ref"].rpartition("/")[2]])
        return {key: flat(item) for key, item in node.items() if key != "description" or not isinstance(item, str)}

    flattened: dict[str, Any] = flat(schema)
    return flattened


def _say(error: Any, problems: Problems) -> None:
    path: Path = tuple(error.absolute_path)
    name = _name(path)
    if "propertyNames" in error.absolute_schema_path:
        path, name = (*path, error.instance), "a name"
    if error.validator == "additionalProperties":
        known = error.schema["properties"]
        for key in error.instance:
            if key not in known:
                problems.add((*path, key), f"unknown field {quoted(key)}", did_you_mean(key, known) or _only(known))
    elif error.validator == "required":
        for key in error.validator_value:
            if key not in error.instance:
                problems.add(path, f"the field '{key}' is missing{_inside(path)}", "add it")
    elif error.validator == "type":
        problems.add(path, *_wrong_type(name, error))
    elif error.validator not in ("enum", "const") or isinstance(error.instance, str):  # of another type: said already
        problems.add(path, *_wrong_value(name, error))


def _wrong_type(name: str, error: Any) -> tuple[str, str]:
    wanted = error.validator_value
    if error.instance is None:
        return f"{name} is empty", "write something after the colon, or take the line out"
    if wanted == "string":
        return f"{name} must be one text", "if the text holds ': ' or begins with a bracket, put it in quotes"
    if wanted == "array":
        return f"{name} must be a list", "write each entry on its own line starting with '- '"
    if wanted == "object":
        return f"{name} must have named fields under it", "write each as 'name: text' on its own indented line"
    if wanted == "boolean":
        return f"{name} must be true or false, not {quoted(error.instance)}", ""
    return f"{name} must be a whole number, not {_shown(error.instance)}", "write it in digits, such as 10"


def _wrong_value(name: str, error: Any) -> tuple[str, str]:
    value, limit = error.instance, error.validator_value
    says: dict[str, Callable[[], tuple[str, str]]] = {
        "pattern": lambda: _wrong_form(name, error),
        "enum": lambda: (f"{name} is {quoted(value)}, which is not one of {one_of(limit)}", did_you_mean(value, limit)),
        "const": lambda: (f"{name} is {_shown(value)}, which is not a format of this program", f"write {limit}"),
        "minLength": lambda: (f"{name} is empty", "write something, or take the line out"),
        "maxLength": lambda: (f"{name} is {len(value):,} characters long; at most {limit:,} fit", "shorten it"),
        "minimum": lambda: (f"{name} is {value}; it must be at least {limit}", ""),
        "maximum": lambda: (f"{name} is {value}; it must be at most {limit}", ""),
        "minItems": lambda: (f"{name} has {len(value)} {_entries(len(value))}; it needs at least {limit}", ""),
        "maxItems": lambda: (f"{name} has {len(value)} entries; at most {limit} are allowed", ""),
        "maxProperties": lambda: (f"{name} has {len(value)} entries; at most {limit} are allowed", ""),
        "anyOf": lambda: ("this test has neither 'min' nor 'max', so it tests nothing", "add one of them"),
        "not": lambda: (f"{name} does not belong in a conversation, which has no levels", "take one of them out"),
        "oneOf": lambda: _groups_or_points(value),
    }
    return says[error.validator]()


def _wrong_form(name: str, error: Any) -> tuple[str, str]:
    value = error.instance
    if value == "":
        return f"{name} is empty", "write something, or take the line out"
    words = error.schema["x-must-be"]
    better = slug(value, dots="dots" in words)
    fits = "lower-case" in words and better and re.search(error.validator_value, better)
    return f"{name} is {quoted(value)}; it must be {words}", f"try '{better}'" if fits else ""


def _groups_or_points(data: Any) -> tuple[str, str]:
    if "groups" in data:
        return (
            "both 'groups' and 'points' are given at the top",
            "keep one: points belong inside groups if there are any",
        )
    return "there are no points", "add 'points:', or 'groups:' with points in them"


def _name(path: Path) -> str:
    if not path:
        return "this file"
    last = path[-1]
    if isinstance(last, int):
        return f"entry {last + 1} of {quoted(path[-2])}" if len(path) > 1 else f"entry {last + 1}"
    return quoted(last)


def _inside(path: Path) -> str:
    if not path:
        return ""
    return f" in {_name(path)}"


def _only(known: Any) -> str:
    return f"the fields here are {one_of(known)}" if len(known) < 8 else ""


def _entries(count: int) -> str:
    return "entry" if count == 1 else "entries"


def _shown(value: Any) -> str:
    return "a list or fields" if isinstance(value, dict | list) else quoted(value)
