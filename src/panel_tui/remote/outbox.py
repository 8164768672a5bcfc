"""What this device has not got rid of yet: entries that wait for the connection, and what is typed and not sent.

One small file for each seat of a session, there only while it is needed. An entry goes with the mark that it was
first sent under, so that it counts once however often it is sent.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from panel_tui.store import atomic
from panel_tui.store.protocol import Draft, DraftKey
from panel_tui.wire import Submission

_LARGEST = 64 * 1024 * 1024


class _Line(Struct, frozen=True):
    seat: str
    field: str
    point: str | None
    draft: Draft


class _Held(Struct, frozen=True):
    format: Literal["panel-seat/1"]
    session: str
    seat: str
    waiting: tuple[Submission, ...]
    drafts: tuple[_Line, ...]


class Outbox:
    """The file of one seat. Its methods wait for the disk; not for several threads at once."""

    def __init__(self, folder: Path, session: str, seat: str) -> None:
        self._session = session
        self._seat = seat
        # The name stands for both, so whatever is in it is this seat's.
        self._path = folder / f"{sha256(msgspec.json.encode([session, seat])).hexdigest()[:24]}.json"
        self.problem: str | None = None
        self.waiting: tuple[Submission, ...] = ()
        self.drafts: dict[DraftKey, Draft] = {}
        self._held = self._read()

    def _read(self) -> bytes | None:
        try:
            if not self._path.is_file() or self._path.stat().st_size > _LARGEST:
                return None
            found = self._path.read_bytes()
            held = msgspec.json.decode(found, type=_Held)
        except (OSError, ValueError, RecursionError):
            self.problem = (
                f"What this device had not sent could not be read back from {self._path}; that file is left as it is."
            )
            self._path = self._path.with_suffix(f".{os.getpid()}.json")
            return None
        self.waiting = held.waiting
        self.drafts = {DraftKey(line.seat, line.field, line.point): line.draft for line in held.drafts}
        return found

    def keep(self, waiting: Sequence[Submission], drafts: Mapping[DraftKey, Draft]) -> str | None:
        """Keep exactly this, durable on return; nothing removes the file. A sentence where it cannot be done."""
        lines = tuple(_Line(key.seat, key.field, key.point, draft) for key, draft in drafts.items())
        held = _Held("panel-seat/1", self._session, self._seat, tuple(waiting), lines)
        content = msgspec.json.encode(held) if waiting or drafts else None
        if content == self._held:
            return None
        try:
            if content is None:
                atomic.remove(self._path)  # what was sent must not be sent again after a power cut
            else:
                atomic.make_folders(self._path.parent, 0o700)
                atomic.replace(self._path, [content])
        except OSError as error:
            return f"{self._path.parent} could not be written ({error.strerror})."
        self._held = content
        return None
