"""The storage that TinyDB writes a session through: atomic, append-only, and it never guesses.

TinyDB's own storage writes in place and takes an empty file for a new database. This one refuses whatever is
not a session, keeps the encoded lines so that an append encodes only what is new, and before each write makes
sure that the file is still the one it knows.
"""

from __future__ import annotations

import os
import stat
from collections import ChainMap
from collections.abc import Callable, Mapping
from itertools import islice, takewhile
from operator import is_
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from panel_tui import __version__
from panel_tui.store import atomic, layout
from panel_tui.store.errors import FileChanged, FileGone, NotAppending, NotASession, StoreError, from_os, shown
from panel_tui.store.layout import TAIL, Document

LARGEST = 256 * 1024 * 1024
"""Bytes; a session of 5,000 events has about 2.5 million."""


_LARGE, _ENDS = 1_000_000, 4096
"""Bytes above which a file is first judged by its ends, and how much of each end that is: a foreign file of 100 MB
took 21 seconds and 1.35 GB to be refused whole."""

_Judge = Callable[[bytes, bytes, str], None]
_Stamp = tuple[int, int, int]


class SessionStorage(Storage):
    """One session file. Opened with an `about` document it begins a new one, which the first write makes."""

    def __init__(self, path: Path, about: Document | None = None) -> None:
        """Read the file, or begin one. Raises `StoreError`; a file is never changed by opening it."""
        self.path = atomic.real(path)
        self.is_confirmed = True
        """Whether the file system confirmed so far that what was written is on disk."""
        self.is_private = True
        """Whether the file system keeps from others what only the owner may read."""
        self._stamp: _Stamp | None = None
        if about is None:
            data, found = read_session(self.path)
            self._stamp = _stamp(found)
            parsed = layout.parse(data, shown(self.path))
        else:
            parsed = layout.Parsed(about, {}, layout.begin(about))
        self.about = parsed.about
        self._events = parsed.events
        self._body = parsed.body

    def read(self) -> dict[str, dict[str, Any]]:
        """The tables, as TinyDB wants them."""
        return {"about": {"1": self.about}, "events": self._events}

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep the events that were added, durable on return. Raises `StoreError`, and then nothing was added.

        The caller has asked `check_unchanged` before.
        """
        kept = len(self._events)
        added = self._added(data["events"])
        if list(added) != [str(n) for n in range(kept + 1, kept + len(added) + 1)]:
            raise NotAppending(f"The next event of this session has the number {kept + 1}.")
        about = layout.written_by(__version__, self.about)
        body = self._body if about == self.about else self._body_with(about)
        new_lines = layout.lines(kept + 1, added.values())
        self._put(self.path, body, new_lines)
        self.about = about
        self._body = body
        self._body += new_lines
        self._events.update(added)

    def _body_with(self, about: Document) -> bytearray:
        """The layout of what is kept under another `about`: the file was written to last by another version."""
        before = layout.begin(self.about)
        if self._body.startswith(before):
            return layout.begin(about) + self._body[len(before) :]
        return layout.begin(about) + layout.lines(1, self._events.values())

    def _added(self, events: Mapping[str, Any]) -> dict[str, Any]:
        """What stands after the events that are kept; a `ChainMap` has it apart, before the very table of `read`."""
        kept = self._events
        if isinstance(events, ChainMap) and events.maps[1:] == [kept]:
            added = dict(events.maps[0])
        elif len(events) > len(kept) and all(map(is_, kept.values(), events.values())):
            added = dict(islice(events.items(), len(kept), None))
        else:
            added = {}
        if not added:
            raise NotAppending("Events can only be added to a session, never changed or taken away.")
        return added

    def move(self, path: Path) -> None:
        """Write everything that is kept to another file, which must not exist, and go on there."""
        about = layout.written_by(__version__, self.about)
        body = self._body if about == self.about else self._body_with(about)
        self._put(path, body, b"")
        self.path, self.about, self._body = path, about, body

    def _put(self, path: Path, body: bytearray, new_lines: bytes) -> None:
        try:
            written = atomic.write_beside(path, (body, new_lines, TAIL))
            atomic.put_in_place(path)
            # From here the file is the new one. If syncing its folder fails the write has failed, but the
            # next must not take the file for a stranger's.
            self._stamp = _stamp(written.stat)
            self.is_private = written.private
            self.is_confirmed = atomic.sync_folder(path.parent) and written.synced
        except OSError as error:
            raise from_os(error, path, "keep" if self._events else "make") from error

    def sync_folder(self) -> None:
        """Make durable what a process that was stopped may have put in place and not synced. Raises OSError."""
        self.is_confirmed = atomic.sync_folder(self.path.parent)

    def check_unchanged(self) -> None:
        """Make sure that the file is still the one that was read or written last. Raises `StoreError`."""
        name, stamp = shown(self.path), None
        try:
            if _stamp(self.path.stat()) == self._stamp:
                return
            data, found = read_session(self.path)
            stamp = _stamp(found)
        except FileNotFoundError as error:
            if self.path.parent.is_dir():
                gone = FileGone(
                    f"{name} was moved or deleted by something else: what was in it and what is new is still in "
                    "memory; bring it back, or save elsewhere."
                )
                gone.holds = 0
                raise gone from None
            raise from_os(error, self.path, "keep") from error
        except OSError as error:
            raise from_os(error, self.path, "keep") from error
        except NotASession:
            data = b""
        if data != self._body + TAIL:
            changed = FileChanged(
                f"{name} was changed by something else while it was open: nothing was written over; "
                "save elsewhere, so that both are kept."
            )
            changed.holds = self._still_in(data)
            raise changed
        self._stamp = stamp  # the same content: copied back, or a disk that numbers its files anew

    def _still_in(self, data: bytes) -> int:
        """How many of our events stand at the beginning of what is in the file now."""
        try:
            found = layout.parse(data, shown(self.path)).events.values()
        except StoreError:
            return 0
        pairs = zip(self._events.values(), found, strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0]["hash"] == pair[1].get("hash"), pairs))


def read(path: Path, judge: _Judge | None = None) -> tuple[bytes, os.stat_result]:
    """A file's bytes and the stat they were read under. Raises `NotASession` or another `StoreError`.

    `judge` is asked about a large file's first and last kilobytes before the rest is read.
    """
    try:
        _refuse_kind(path)
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            if found.st_size > LARGEST:
                size = found.st_size // 1_000_000
                raise NotASession(f"{shown(path)} is larger than any session ({size} MB): it was not read.")
            if judge is not None and found.st_size > _LARGE:
                head = file.read(_ENDS)
                file.seek(-_ENDS, os.SEEK_END)
                judge(head, file.read(_ENDS), shown(path))
                file.seek(0)
            return file.read(), found
    except OSError as error:
        raise from_os(error, path, "read") from error


def read_session(path: Path) -> tuple[bytes, os.stat_result]:
    """The same of a session file; what is large and plainly something else is not read."""
    return read(path, layout.refuse_by_its_ends)


def check_kind(path: Path) -> None:
    """Make sure that there is a plain file. Raises `NoSuchSession`, `NotASession` or `NoPermission`."""
    try:
        _refuse_kind(path)
    except OSError as error:
        raise from_os(error, path, "read") from error


def _refuse_kind(path: Path) -> None:
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):  # opening a pipe would wait for ever
        what = "a folder" if stat.S_ISDIR(mode) else "not a file"
        raise NotASession(f"{shown(path)} is {what}: give the path of a session file.")


def _stamp(found: os.stat_result) -> _Stamp:
    return found.st_ino, found.st_size, found.st_mtime_ns
