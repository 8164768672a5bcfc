"""What is typed and not sent: a small file beside the session, `.NAME.drafts`, there only while it is needed."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from panel_tui.store import atomic, beside
from panel_tui.store.errors import AlreadyThere, StoreError, from_os, shown
from panel_tui.store.protocol import Draft, DraftKey


class _Line(Struct, frozen=True):
    seat: str
    field: str
    point: str | None
    text: str
    at: datetime


class _Drafts(Struct, frozen=True):
    format: Literal["panel-drafts/1"]
    session: str
    drafts: list[_Line]


class DraftFile:
    """The drafts of one session file; `session_hash`, that of its first event, says that they are its own.

    Where a drafts file cannot be read, `problem` says so in one sentence; see `beside`.
    """

    def __init__(self, session: Path, session_hash: str) -> None:
        self._hash = session_hash
        self._paths = beside.names(session, "drafts")
        found = beside.find(self._paths, self._own)
        self._path = found.path
        self._drafts = found.held or {}
        self.problem: str | None = None
        if found.unreadable is not None:
            self.problem = (
                f"What was typed and not sent could not be read back from {shown(found.unreadable)}; "
                "the session itself is whole, and that file is left as it is."
            )

    def read(self) -> dict[DraftKey, Draft]:
        """The drafts as they were last kept."""
        return dict(self._drafts)

    def keep(self, drafts: Mapping[DraftKey, Draft]) -> None:
        """Keep exactly these drafts, durable on return. Raises `StoreError`."""
        if self._path is None:
            raise AlreadyThere(
                f"What is typed and not sent cannot be saved: {shown(self._paths[0])} and its like are taken by "
                "files that are not this session's; move them away."
            )
        try:
            if drafts:
                atomic.replace(self._path, [self._encode(drafts)])
            else:
                atomic.remove(self._path)  # what was sent must not be offered again after a power cut
        except OSError as error:
            raise from_os(error, self._path, "keep") from error
        self._drafts = dict(drafts)

    def moved(self, session: Path) -> DraftFile:
        """The same drafts beside another file of the same session; kept there at once, if that is possible."""
        fresh = DraftFile(session, self._hash)
        with contextlib.suppress(StoreError):  # whoever types has them too, and keeps them with the next word
            fresh.keep(self._drafts)
        return fresh

    def _own(self, content: bytes) -> dict[DraftKey, Draft] | None:
        found = msgspec.json.decode(content, type=_Drafts)
        if found.session != self._hash:
            return None
        return {DraftKey(line.seat, line.field, line.point): Draft(line.text, line.at) for line in found.drafts}

    def _encode(self, drafts: Mapping[DraftKey, Draft]) -> bytes:
        kept = [_Line(key.seat, key.field, key.point, draft.text, draft.at) for key, draft in drafts.items()]
        return msgspec.json.encode(_Drafts("panel-drafts/1", self._hash, kept))
