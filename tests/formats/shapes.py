"""What a session file and the messages between two computers may hold, for each number of their formats.

After any change of an event, of a view or of a message run `python -m tests.formats.shapes`. It says which number has
to rise, and for a number that has just risen it writes the shape, and the session that is kept of each file format.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from tests.formats.make import make

from panel_tui import wire
from panel_tui.session.events import Event
from panel_tui.store import layout

FOLDER = Path(__file__).parent


class Format(NamedTuple):
    """One format: its number, where that stands, and the types that make its shape."""

    name: str
    number: int
    where: str
    types: tuple[Any, ...]

    @property
    def kept(self) -> Path:
        """The shape that is kept of this number."""
        return FOLDER / f"{self.name}-{self.number}.shape.json"

    def shape(self) -> bytes:
        """What it may hold today: fields, their types, the words of closed sets. Not the words of docstrings."""
        _, parts = msgspec.json.schema_components(self.types)
        plain = {name: _without_words(part) for name, part in parts.items()}
        return msgspec.json.format(msgspec.json.encode(plain, order="sorted"), indent=1) + b"\n"


def formats() -> tuple[Format, Format]:
    """The file of a session, and what travels between the lead's computer and a seat's terminal."""
    return (
        Format("file", layout.FORMAT_NUMBER, "FORMAT_NUMBER in src/panel_tui/store/layout.py", (Event,)),
        Format(
            "wire",
            wire.WIRE_NUMBER,
            "WIRE_NUMBER in src/panel_tui/wire.py",
            (*wire.Message.__args__, wire.Submission, wire.Kept, wire.NotKept),
        ),
    )


def complaint(one: Format) -> str | None:
    """What has to be done before this format is in order, or None."""
    if not one.kept.exists():
        return f"{one.kept.name} is missing: run `python -m tests.formats.shapes`"
    if one.kept.read_bytes() != one.shape():
        return (
            f"what the {one.name} format may hold has changed: raise {one.where} to {one.number + 1}, then run "
            "`python -m tests.formats.shapes`; keep every file that is in tests/formats"
        )
    return None


def _without_words(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _without_words(value) for name, value in part.items() if name != "description"}
    return [_without_words(value) for value in part] if isinstance(part, list) else part


def main(say: Callable[[str], object] = print) -> int:
    """Write what is missing, and say what has to be done."""
    status = 0
    for one in formats():
        if not one.kept.exists():
            one.kept.write_bytes(one.shape())
            say(f"written: {one.kept.name}")
            session = FOLDER / f"{one.number}.json"
            if one.name == "file" and not session.exists():
                make(session)
                say(f"written: {session.name}")
        problem = complaint(one)
        if problem is not None:
            say(problem)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
