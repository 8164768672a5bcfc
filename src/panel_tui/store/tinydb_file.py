"""One session in one TinyDB file: the `SessionStore` of a laptop.

The table `events` holds each event under its own number; TinyDB's automatic numbers are never used, since
they hand the number of a removed document out again. The table `about` says what the file is.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from tinydb import TinyDB
from tinydb.table import Document, Table

from panel_tui import __version__
from panel_tui.session import chain
from panel_tui.session.chain import Break
from panel_tui.session.events import Event
from panel_tui.store import atomic, layout, notices
from panel_tui.store.access import AccessFile
from panel_tui.store.drafts import DraftFile
from panel_tui.store.errors import (
    AlreadyThere,
    ChainBroken,
    Doing,
    NotAppending,
    NotASession,
    ReadOnlyView,
    StoreError,
    from_os,
    shown,
)
from panel_tui.store.lock import Lock
from panel_tui.store.protocol import Draft, DraftKey
from panel_tui.store.storage import SessionStorage, check_kind


class _Events(Table):
    # The numbers stay text, as in the file.
    document_id_class = str  # type: ignore[assignment]

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        # TinyDB's own copies the whole table twice at every change, which at 5,000 events took half as long as the
        # disk. Here the updater sees what is kept and writes beside it, and the storage is told which is which.
        grown = ChainMap[str, Any]({}, self._read_table())
        updater(grown)
        tables: dict[str, Any] = {self.name: grown}
        self._storage.write(tables)
        self.clear_cache()


class _Database(TinyDB):
    table_class = _Events


class SessionFile:
    """An open session file; made by `open_session` and `create_session`. See `protocol.SessionStore`."""

    def __init__(self, storage: SessionStorage, lock: Lock | None, events: list[Event], broken: Break | None) -> None:
        self._storage = storage
        self._lock = lock
        self._events = events
        self._broken = broken
        self._table = _table(storage)
        self._drafts = DraftFile(storage.path, events[0].hash)
        self._access = AccessFile.next_to(storage.path, events[0].hash)

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self._storage.path.stem

    @property
    def place(self) -> str:
        """The file's path, printable."""
        return shown(self._storage.path)

    @property
    def path(self) -> Path:
        """The file itself, where it really is."""
        return self._storage.path

    @property
    def read_only(self) -> bool:
        """Whether the lock is not ours: opened so, or closed by now."""
        return self._lock is None

    @property
    def broken(self) -> Break | None:
        """The first event whose hash does not fit; such a file opens read-only alone."""
        return self._broken

    @property
    def drafts_problem(self) -> str | None:
        """One sentence about drafts that cannot be read."""
        return self._drafts.problem

    @property
    def notices(self) -> tuple[str, ...]:
        """What the file system cannot do, as far as it is known by now: one sentence each."""
        folder = self.path.parent
        found = [
            notices.unconfirmed(folder) if not self._storage.is_confirmed else None,
            notices.without_locks(folder) if self._lock is not None and self._lock.is_by_name else None,
            notices.not_private(folder) if not self._storage.is_private else None,
        ]
        return tuple(sentence for sentence in found if sentence is not None)

    def events(self) -> tuple[Event, ...]:
        """Every event that is kept, in order."""
        return tuple(self._events)

    def append(self, events: Sequence[Event]) -> None:
        """Keep these events: all or none, durable on return. Raises `StoreError`."""
        lock = self._for_writing()
        if not events:
            return
        _check_continues(self._events, events)
        try:
            lock.hold()
        except OSError as error:
            raise from_os(error, self.path, "keep") from error
        self._storage.check_unchanged()  # under the lock: while it was lost, another may have written
        _insert(self._table, events)
        self._events.extend(events)

    def check(self) -> None:
        """Make sure that the file is still the one that was kept. Raises `StoreError`."""
        self._storage.check_unchanged()

    def drafts(self) -> dict[DraftKey, Draft]:
        """What was typed and not sent when this was last kept."""
        return self._drafts.read()

    def keep_drafts(self, drafts: Mapping[DraftKey, Draft]) -> None:
        """Keep exactly these drafts. Raises `StoreError`."""
        self._for_writing()
        self._drafts.keep(drafts)

    @property
    def access_problem(self) -> str | None:
        """One sentence about an access file that cannot be read."""
        return self._access.problem

    def access(self) -> bytes | None:
        """What was kept last of who may come in from other devices, or None."""
        return self._access.read()

    def keep_access(self, data: bytes) -> None:
        """Keep exactly this of who may come in. Raises `StoreError`."""
        self._for_writing()
        self._access.keep(data)

    def save_elsewhere(self, path: Path) -> None:
        """Write everything that is kept to a new file, and go on there; in a folder it keeps its name.

        The file here stays as it is. Raises `AlreadyThere` where there is such a file, or another
        `StoreError`; the session then goes on where it was.
        """
        old = self._for_writing()
        target = atomic.real(path / self.path.name if path.is_dir() else path)
        if target == self.path:
            old.release()  # the file is gone, and is to be made again where it was; an append takes this lock anew
        lock = _lock_new(target)
        try:
            self._storage.move(target)
        except StoreError:
            lock.release()
            raise
        old.release()
        self._lock = lock
        self._drafts = self._drafts.moved(target)
        self._access = self._access.moved(target)

    def close(self) -> None:
        """Let the lock go. Nothing is left to write: every append was durable."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _for_writing(self) -> Lock:
        if self._lock is None:
            raise ReadOnlyView(f"{self.place} is not open for writing here: open it again to write in it.")
        return self._lock


def open_session(path: Path, *, read_only: bool = False) -> SessionFile:
    """Open a session file; read-only takes no lock and writes nothing at all.

    Raises `HeldElsewhere` where another process has it (read-only is then still possible), `ChainBroken`
    where an event was changed after it was kept (the same), or another `StoreError`.
    """
    target = atomic.real(path)
    if read_only:
        storage = SessionStorage(target)
        events, broken = _read_events(storage)
        return SessionFile(storage, None, events, broken)
    check_kind(target)  # a mistyped name must not leave a lock file behind
    lock = _take_lock(target, "open")
    try:
        storage, events = _read_whole(target)
    except BaseException:
        lock.release()
        raise
    return SessionFile(storage, lock, events, None)


def create_session(path: Path, first_events: Sequence[Event]) -> SessionFile:
    """Begin a session file with these events. Raises `AlreadyThere`, or another `StoreError`."""
    target = atomic.real(path)
    _check_continues([], first_events)
    lock = _lock_new(target)
    try:
        created = chain.to_document(first_events[0])["at"]
        storage = SessionStorage(target, layout.about(__version__, created))
        _insert(_table(storage), first_events)
    except BaseException:
        lock.release()
        raise
    return SessionFile(storage, lock, list(first_events), None)


def _take_lock(target: Path, doing: Doing) -> Lock:
    try:
        return Lock(target)
    except OSError as error:
        raise from_os(error, target, doing) from error


def _lock_new(target: Path) -> Lock:
    lock = _take_lock(target, "make")
    if target.exists():
        lock.release()
        raise AlreadyThere(f"{shown(target)} exists already, and nothing is ever written over: choose another name.")
    return lock


def _table(storage: SessionStorage) -> Table:
    # The storage reads its file when it is made, so it is made by us, and TinyDB is given the one we have.
    return _Database(storage=lambda: storage).table("events", cache_size=0)


def _insert(table: Table, events: Sequence[Event]) -> None:
    id_of = cast("Callable[[int], int]", str)  # see `_Events`; TinyDB's types know numbers alone
    table.insert_multiple([Document(chain.to_document(event), doc_id=id_of(event.n)) for event in events])


def _check_continues(kept: Sequence[Event], events: Sequence[Event]) -> None:
    n, prev = (kept[-1].n, kept[-1].hash) if kept else (0, chain.GENESIS)
    for event in events:
        if event.n != n + 1 or event.prev != prev:
            raise NotAppending(f"Event {event.n} does not follow event {n} of this session: nothing was kept.")
        n, prev = event.n, event.hash
    if n == 0:
        raise NotAppending("A session begins with an event: nothing was kept.")


def _read_whole(target: Path) -> tuple[SessionStorage, list[Event]]:
    try:
        atomic.check_writable(target)
    except OSError as error:
        raise from_os(error, target, "open") from error
    storage = SessionStorage(target)
    events, broken = _read_events(storage)
    try:
        storage.sync_folder()
    except OSError as error:
        raise from_os(error, target, "open") from error
    if broken is not None:
        raise ChainBroken(
            f"{shown(target)} does not verify: {broken.why}; it was not touched; open it read-only to look "
            "at it, or use your backup.",
            broken.n,
        )
    return storage, events


def _read_events(storage: SessionStorage) -> tuple[list[Event], Break | None]:
    name = shown(storage.path)
    documents = storage.read()["events"]  # not TinyDB's `all`, whose copy of each is a tenth of opening a session
    events = []
    for n, document in documents.items():
        try:
            events.append(chain.from_document(document))
        except chain.NewerEvent:
            raise layout.newer(name, storage.about) from None
        except chain.NotAnEvent as error:
            # What a newer version has sealed carries a hash that fits; damage does not.
            if chain.fits(document) or _is_newer(storage.about):
                raise layout.newer(name, storage.about) from None
            raise NotASession(
                f"{name} cannot be read at event {n} ({error}): it was not touched; use your backup."
            ) from None
    return events, chain.check(documents.values())


def _is_newer(about: layout.Document) -> bool:
    """Whether a version above ours wrote to the file last, which may know fields that we do not."""
    return _version(layout.last_writer(about)) > _version(__version__)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdecimal())
