"""Names of session files that people can read: `2026-11-21-manage-arrears-beta.json`."""

from __future__ import annotations

import re
import unicodedata

ENDING = ".json"
LONGEST = 60
"""Characters of a name without its ending."""

_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "&": " and "}
)
"""What Unicode does not take apart into a plain letter and a mark."""

_RESERVED = frozenset({"con", "prn", "aux", "nul"} | {f"{device}{n}" for device in ("com", "lpt") for n in range(10)})
"""Windows keeps these for devices, whatever the ending."""


def slug(text: str) -> str:
    """The text in lower-case ASCII letters and digits, joined by hyphens; empty where nothing of it is left."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", "")).strip("-")


def name_for(date: str | None, service: str, phase: str) -> str:
    """The name of a session's file, without ending, from its date (YYYY-MM-DD), service and phase."""
    before, after = slug(date or ""), slug(phase)[:20].strip("-")
    middle = slug(service) or "session"
    room = LONGEST - sum(len(part) + 1 for part in (before, after) if part)
    return "-".join(part for part in (before, middle[: max(room, 1)].strip("-"), after) if part)


def safe(name: str) -> str:
    """Any text as the name of a file on every system, without ending and at most `LONGEST` characters long."""
    cleaned = slug(name.removesuffix(ENDING))[:LONGEST].strip("-") or "session"
    return f"{cleaned}-session" if cleaned in _RESERVED else cleaned


def numbered(name: str, number: int) -> str:
    """The name of the file for the try `number`, from 1: `NAME.json`, `NAME-2.json`, …"""
    return f"{name}{ENDING}" if number == 1 else f"{name}-{number}{ENDING}"
