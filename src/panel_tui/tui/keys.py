"""Keys: bindings made from the actions, their names on screen, and a person's own choice of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from textual.binding import Binding, BindingType

from panel_tui import commands
from panel_tui.commands import Action

NOT_FOR_US = frozenset(
    {"ctrl+enter", "shift+enter", "ctrl+i", "ctrl+m", "ctrl+h", "ctrl+j", "ctrl+w", "ctrl+t", "ctrl+n", "ctrl+c"}
    | {"ctrl+left_square_bracket", "ctrl+s", "ctrl+z", "ctrl+b", "f5", "f6", "f7", "f11", "f12"}
)
"""Keys that terminals, terminal windows, browsers or text fields take for themselves."""

NAMES = {"question_mark": "?", "slash": "/", "colon": ":", "escape": "esc", "space": "space", "full_stop": "."}
LARGEST = 64 * 1024
"""Bytes of a file of keys; one that binds every action has three thousand."""
_KEY = re.compile(r"(?:(?:ctrl|alt)\+)?(?:[a-z]|[A-Z]|[0-9]|f(?:[1-9]|1[0-9]|2[0-4])|[a-z]+(?:_[a-z]+)*)")
_WORDS = """enter escape space tab up down left right home end pageup pagedown insert delete backspace question_mark
slash colon full_stop comma minus plus semicolon equals_sign exclamation_mark number_sign asterisk
underscore apostrophe"""
_NAMED = frozenset(_WORDS.split())


class Keymap(NamedTuple):
    """A person's own keys by action, and a sentence for each line that was left aside."""

    keys: Mapping[str, str]
    ignored: tuple[str, ...]


def bindings(actions: Iterable[Action]) -> list[BindingType]:
    """A binding with an id for each action that has a key."""
    return [
        Binding(action.key, f"act('{action.id}')", action.label, id=action.id, show=False, tooltip=action.help)
        for action in actions
        if action.key
    ]


def name(key: str) -> str:
    """A key as it stands on a keyboard: `?`, `F8`, `ctrl+p`."""
    if re.fullmatch(r"f\d+", key):
        return key.upper()
    return NAMES.get(key, key)


def read(path: Path) -> Keymap:
    """A person's own keys: a file with one `action: key` a line.

    What cannot be used is named and left aside; the rest holds. A file that is not there gives none.
    """
    try:
        about = path.stat()
        if not S_ISREG(about.st_mode) or about.st_size > LARGEST:  # a pipe would be waited for, for ever
            return Keymap({}, (f"{path} is no file of a few lines; the keys stay as they are",))
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return Keymap({}, ())
    except (OSError, UnicodeDecodeError):
        return Keymap({}, (f"{path} cannot be read; the keys stay as they are",))
    import yaml

    try:
        held = yaml.safe_load(text) or {}
    except (yaml.YAMLError, RecursionError, ValueError):
        return Keymap({}, (f"{path.name} is not YAML with one 'action: key' a line; the keys stay as they are",))
    if not isinstance(held, dict):
        return Keymap({}, (f"{path.name} is not YAML with one 'action: key' a line; the keys stay as they are",))
    try:
        wanted = {str(id): "a list" if isinstance(key, list | dict) else str(key) for id, key in held.items()}
    except ValueError:  # a whole number of thousands of digits
        return Keymap({}, (f"{path.name} is not YAML with one 'action: key' a line; the keys stay as they are",))
    return checked(wanted)


def checked(wanted: Mapping[str, str]) -> Keymap:
    """The keys that can be used, and why the others cannot."""
    known = {action.id: action for action in (*commands.ACTIONS, *commands.HOME, *commands.DOOR) if action.key}
    keys: dict[str, str] = {}
    ignored = []
    for id, key in wanted.items():
        problem = _problem(known, keys, id, key)
        if problem:
            ignored.append(f"keys.yaml: {problem}")
        else:
            keys[id] = key
    if len(ignored) > 2:
        ignored[1:] = [f"keys.yaml: {len(ignored) - 1} more lines cannot be used"]
    return Keymap(keys, tuple(ignored))


def _problem(known: Mapping[str, Action], taken: Mapping[str, str], id: str, key: str) -> str | None:
    if id not in known:
        return f"there is no action '{id[:40]}' with a key"
    last = key.rpartition("+")[2]
    if not _KEY.fullmatch(key) or (len(last) > 1 and not re.fullmatch(r"f\d+", last) and last not in _NAMED):
        return f"'{key[:40]}' is not a key"
    if key in NOT_FOR_US or re.fullmatch(r"[0-9]", key):
        return f"'{key}' cannot be used: a terminal or the score digits take it"
    for other in known.values():
        held = taken.get(other.id, other.key)
        if other.id != id and held == key and set(other.stages) & set(known[id].stages):
            return f"'{key}' is taken by '{other.id}'"
    return None
