"""The fields of a form that was refused: put back into their form as a whole, or shown where the form is gone."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from panel_tui.session.words import LINE_LENGTH, clean, clean_line
from panel_tui.web.said import ADDRESS_LENGTH

_LABELS = {
    "text": "Text",
    "title": "Title",
    "url": "Address",
    "reason": "Reason",
    "remark": "Remark",
    "kind": "Kind",
    "private": "Private, for me alone",
    "state": "State",
    "level": "Level",
    "mark": "Mark",
    "status": "What became of it",
    "effect": "What follows",
    "point": "Point",
}
"""The fields that people fill in, in the order in which they are shown."""
_LINES = frozenset({LINE_LENGTH, ADDRESS_LENGTH})


def back(typed: Mapping[str, str], do: str, field: str, id: str = "", otherwise: str | None = "") -> str | None:
    """A field as it was sent, where this is the form that was refused; `otherwise` anywhere else. An empty field was
    sent empty: what is kept must not take its place."""
    return typed.get(field, "") if typed["do"] == do and typed["id"] == id else otherwise


def too_long(text: str, most: int) -> str | None:
    """By how much a text is longer than what is kept, in a sentence; None where it is not."""
    length = len(clean_line(text, sys.maxsize) if most in _LINES else clean(text, sys.maxsize))
    if length <= most:
        return None
    return f"{_characters(length - most)} too many: {most:,} are kept. Shorten it, or send it as several."


def _characters(number: int) -> str:
    return f"{number:,} character{'' if number == 1 else 's'}"


def in_words(typed: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was sent, each field under its label."""
    return [(label, typed[field]) for field, label in _LABELS.items() if typed.get(field)]
