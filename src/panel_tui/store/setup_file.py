"""What is typed of a session that is not made yet: a small file among the sessions, there only while it is needed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from panel_tui.store import atomic
from panel_tui.store.errors import AlreadyThere, HeldElsewhere, StoreError, from_os, shown
from panel_tui.store.lock import Lock
from panel_tui.store.storage import read

NAMES = tuple(f".new-session.draft{suffix}" for suffix in ("", "-2", "-3"))
"""Whoever sets up a second session at the same time, in the same folder, has a file of their own."""


class _Typed(Struct, frozen=True):
    format: Literal["panel-setup/1"]
    fields: dict[str, str]


class SetupFile:
    """One draft of a new session. One process has it at a time, by a lock, from its making until `close`.

    A file that is there is taken before a name that is free. One that cannot be read is left as it is, and
    `problem` says so; where no file can be had at all, `problem` says that too, and `keep` raises.
    """

    def __init__(self, folder: Path) -> None:
        self.problem: str | None = None
        self.fields: dict[str, str] = {}
        """What was typed last time, by field."""
        self._lock: Lock | None = None
        self._path = folder / NAMES[0]
        paths = [folder / name for name in NAMES]
        for path in sorted(paths, key=lambda one: not os.path.lexists(one)):
            self._path = path
            if self._take(path):
                return
        self._none_free(folder)

    def _none_free(self, folder: Path) -> None:
        self.problem = self.problem or (
            "What you type here is not kept until the session is made: three others are being set up in "
            f"{shown(folder)}."
        )

    def keep(self, fields: Mapping[str, str]) -> None:
        """Keep exactly these fields, durable on return; none removes the file. Raises `StoreError`."""
        if self._lock is None:
            raise AlreadyThere(self.problem or f"{shown(self._path)} was closed: nothing more is kept there.")
        try:
            if fields:
                self._lock.hold()
                atomic.replace(self._path, [msgspec.json.encode(_Typed("panel-setup/1", dict(fields)))])
            else:
                atomic.remove(self._path)  # the session is made, and must not be offered again
        except OSError as error:
            raise from_os(error, self._path, "keep") from error

    def close(self) -> None:
        """Let it go, for others to take. Twice is harmless."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _take(self, path: Path) -> bool:
        try:
            lock = Lock(path)
        except HeldElsewhere:
            return False
        except OSError as error:
            self.problem = from_os(error, path, "keep").message
            return False
        if os.path.lexists(path):
            try:
                self.fields = msgspec.json.decode(read(path)[0], type=_Typed).fields
            except (StoreError, ValueError, RecursionError):
                self.problem = (
                    f"What was typed last time could not be read back from {shown(path)}; that file is left as it is."
                )
                lock.release()
                return False
        self._lock = lock
        return True
