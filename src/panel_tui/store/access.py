"""Who may come in from other devices: a small file beside the session, `.NAME.seats`, there only while it is needed,
and another in the folder of the person who leads, which no copy of the session's folder takes along.

They hold what the floor of the seats gives them: the first no secret in plain, the second the links and the PIN. The
first line says whose it is and what the rest must add up to, so that a damaged file is not taken for an empty one.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from panel_tui.store import atomic, beside
from panel_tui.store.errors import AlreadyThere, StoreError, from_os, shown


def _folder() -> Path:
    from platformdirs import user_state_path  # 20 ms that most starts do not need

    return user_state_path("panel-tui", appauthor=False) / "links"


class _Head(Struct, frozen=True):
    format: Literal["panel-seats/1"]
    session: str
    sha256: str


class AccessFile:
    """An access file of one session file; `session_hash`, that of its first event, says that it is its own.

    It is read when it is first asked for, which most sessions never do.
    """

    @classmethod
    def on_this_device(cls, session_hash: str) -> AccessFile:
        """The file of a session that this device alone has, whatever the session's file is called and wherever."""
        name = hashlib.sha256(session_hash.encode("utf-8", "replace")).hexdigest()[:24]
        return cls(lambda: beside.names(_folder() / name, "links"), session_hash, makes_folder=True)

    @classmethod
    def next_to(cls, session: Path, session_hash: str) -> AccessFile:
        """The file beside a session's."""
        return cls(lambda: beside.names(session, "seats"), session_hash)

    def __init__(self, names: Callable[[], list[Path]], session_hash: str, *, makes_folder: bool = False) -> None:
        self._hash = session_hash
        self._makes_folder = makes_folder
        self._names = names
        self._found: beside.Found[bytes] | None = None

    @property
    def problem(self) -> str | None:
        """One sentence where there is a file that cannot be read; it is left as it is."""
        unreadable = self._look().unreadable
        if unreadable is None:
            return None
        return (
            f"Who may come in could not be read back from {shown(unreadable)}: give out new links; the session itself "
            "is whole, and that file is left as it is."
        )

    def read(self) -> bytes | None:
        """What was kept last, or None."""
        return self._look().held

    def keep(self, data: bytes) -> None:
        """Keep exactly this, durable on return; nothing removes the file. Raises `StoreError`."""
        found = self._look()
        if found.path is None:
            raise AlreadyThere(
                f"Who may come in cannot be saved: {shown(self._names()[0])} and its like are taken by files that are "
                "not this session's; move them away."
            )
        try:
            if data:
                if self._makes_folder:
                    found.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                head = _Head("panel-seats/1", self._hash, hashlib.sha256(data).hexdigest())
                atomic.replace(found.path, [msgspec.json.encode(head), b"\n", data])
            elif found.held is not None:
                atomic.remove(found.path)  # who was shut out must not be let in after a power cut
        except OSError as error:
            raise from_os(error, found.path, "keep") from error
        self._found = found._replace(held=data or None)

    def moved(self, session: Path) -> AccessFile:
        """The same beside another file of the same session; kept there at once, if that is possible."""
        held = self.read()
        fresh = AccessFile.next_to(session, self._hash)
        if held != fresh.read():
            with contextlib.suppress(StoreError):  # the next change keeps it whole
                fresh.keep(held or b"")
        return fresh

    def _look(self) -> beside.Found[bytes]:
        if self._found is None:
            self._found = beside.find(self._names(), self._own)
        return self._found

    def _own(self, content: bytes) -> bytes | None:
        line, _, data = content.partition(b"\n")
        head = msgspec.json.decode(line, type=_Head)
        if head.session != self._hash:
            return None
        if head.sha256 != hashlib.sha256(data).hexdigest():
            raise ValueError
        return data
