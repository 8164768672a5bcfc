"""What a seat has typed and not sent, as whole forms.

A draft holds all fields of a form together, as one JSON object, so that its text is never restored without the
choices it was typed with. A note is kept as it was typed; a private note has a key of its own and cannot come back
as anything else. Earlier versions kept each field under a key such as `decide.reason`; these are read as one form.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from msgspec import Struct

from panel_tui.session.view import PointView, View

NOTE = "capture"
"""The key of a note's draft."""
PRIVATE = "private"
"""The key of a private note's draft."""
TEXT = "text"
COMMAND = "command"
"""The key of a line at the prompt: no form, and listed nowhere."""
NOTES = (NOTE, PRIVATE)

_WORDS = {
    NOTE: "note",
    PRIVATE: "private note",
    "evidence": "evidence",
    "decide": "decision",
    "dissent": "dissent",
    "recommend": "recommendation",
    "ask": "question",
    "challenge": "challenge",
    "answer": "answer",
    "agree": "agreed text",
    "outcome": "outcome",
    "sign": "signature",
    "reopen": "reason for opening the record again",
    "publish": "publication",
    "seat": "seat of the panel",
    "conflict": "conflict of interest",
    "scope": "scope",
    "check": "check of a recommendation",
    "mark": "mark on evidence",
    "own": "own view",
    "extend": "reason for more time",
    "adjourn": "reason to adjourn",
    "lead": "reason to take the lead",
    "import": "file to bring in",
    "details": "details of this session",
}
"""What each form is called where it is listed."""

Key = tuple[str, str, str | None]
"""Seat, field, and what it is about; see `store.protocol.DraftKey`."""


class Unsent(Struct, frozen=True, kw_only=True):
    """One form that was left behind: its name, what it is about (the id of a point or of another thing, or None),
    and all its fields. A note has one field, `text`."""

    form: str
    about: str | None
    fields: Mapping[str, str]


def packed(fields: Mapping[str, str]) -> str:
    """All fields of a form as the text of one draft."""
    return json.dumps(dict(fields))


def unpacked(text: str) -> dict[str, str] | None:
    """The fields of a form, or None where the text is no form."""
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict) or not all(isinstance(value, str) for value in fields.values()):
        return None
    return fields


def of_seat(seat: str, drafts: Iterable[tuple[Key, str]]) -> tuple[Unsent, ...]:
    """Every form that a seat has left behind, in the order in which they were begun."""
    found: dict[tuple[str, str | None], dict[str, str]] = {}
    whole: set[tuple[str, str | None]] = set()
    for (whose, field, about), text in drafts:
        name, _, part = field.partition(".")
        if whose != seat or name not in _WORDS:
            continue
        if name in NOTES:
            found[name, about] = {TEXT: text}
        elif part:  # a single field, from an earlier version
            if (name, about) not in whole:
                found.setdefault((name, about), {})[part] = text
        elif (fields := unpacked(text)) is not None:
            whole.add((name, about))
            found[name, about] = fields
    return tuple(Unsent(form=name, about=about, fields=fields) for (name, about), fields in found.items())


def point_of(unsent: Unsent, view: View) -> PointView | None:
    """The point that a form is for: the one that it names itself, or the one of what it is about."""
    for id in (unsent.fields.get("point"), (unsent.about or "").removeprefix("point:")):
        point = next((point for point in view.points if point.id == id), None)
        if point is not None or id == "all":
            return point
    return next((point for point in view.points if point.id == _point_of_subject(unsent.about, view)), None)


def _point_of_subject(about: str | None, view: View) -> str | None:
    earlier = view.earlier.recommendations if view.earlier else ()
    subjects = {question.id: question.point for question in view.questions}
    subjects |= {one.id: one.point for one in earlier}
    subjects |= {piece.id: point.id for point in view.points for piece in point.evidence}
    return subjects.get(about or "")


def points_of(forms: Iterable[Unsent], view: View) -> frozenset[str]:
    """The points (ids) that something waits on."""
    return frozenset(point.id for unsent in forms if (point := point_of(unsent, view)) is not None)


def words_of(unsent: Unsent, view: View) -> str:
    """A form in words, such as `note on point 4` or `answer to Q2, on point 4`."""
    words = _WORDS[unsent.form]
    point = point_of(unsent, view)
    if unsent.form == "answer":
        words = f"{words} to {unsent.about},"
    if point is not None:
        return f"{words} on point {point.number}"
    return f"{words} on the service as a whole" if unsent.form in NOTES else words.rstrip(",")
