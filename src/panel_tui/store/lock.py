"""One owner for each session file.

Where the file system has locks of the kernel, such a lock on `.NAME.lock` decides: it ends with its process, even by
kill -9. Where it has none (many network drives), the file `.NAME.owner` decides: whoever makes it has the session. It
outlives a process that is killed, so it is put aside where its process is surely gone; see `owner`.

Two computers may reach the same folder in these two ways. Each therefore first leaves its own sign and then looks for
that of the other way, so that of two that come at the same moment at least one is refused.

Straight on `fcntl` and `msvcrt`: importing `filelock` was measured at 30 to 50 ms (it brings asyncio), a tenth
of the whole start, and these two calls are all that is needed of it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from panel_tui.store import owner, system
from panel_tui.store.atomic import NOT_SUPPORTED, write_all
from panel_tui.store.errors import HeldElsewhere, shown
from panel_tui.store.owner import Owner

_CONTENDED = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
_NO_LOCKS = NOT_SUPPORTED | {errno.ENOLCK}
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_OPEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_LONGEST = 1000


class Lock:
    """The lock of one session file, from its making to `release`."""

    def __init__(self, session: Path) -> None:
        """Take the lock of this session file.

        Raises `HeldElsewhere` where another has it, and OSError where no lock file can be made.
        """
        self._session = session
        self._path = session.with_name(f".{session.name}.lock")
        self._by_name = _OwnerFile(session)
        self._descriptor: int | None = None
        self._descriptor = self._take()

    @property
    def is_by_name(self) -> bool:
        """Whether the file system has no locks, so that only a file of a certain name keeps others out."""
        return self._by_name.is_ours

    def hold(self) -> None:
        """Make sure that the lock is still ours: takes it again where its file vanished with its folder.

        Raises as making it does.
        """
        if self._by_name.is_ours:
            self._by_name.hold()
        elif self._descriptor is None or not _same_file(self._descriptor, self._path):
            before, self._descriptor = self._descriptor, None
            try:
                self._descriptor = self._take()
            finally:
                _close(before)

    def release(self) -> None:
        """Let the lock go, and take its file away, if it is still ours. Twice is harmless."""
        self._by_name.release()
        if self._descriptor is None:
            return
        is_ours = _same_file(self._descriptor, self._path)
        if not system.REMOVES_OPEN_FILES:
            self._let_go()  # whoever opens the file in this moment keeps it from being removed, and has it then
        if is_ours:
            # Safe while we hold it: whoever waits on this file sees in `_take` that its name is gone.
            with contextlib.suppress(OSError):
                system.remove(self._path)
        self._let_go()

    def _let_go(self) -> None:
        _close(self._descriptor)
        self._descriptor = None

    def _take(self) -> int | None:
        while True:
            descriptor = system.open_file(self._path, _OPEN, 0o600)
            try:
                system.lock(descriptor)
            except OSError as error:
                signed = _read(descriptor)
                since = os.fstat(descriptor).st_mtime
                os.close(descriptor)
                if error.errno in _CONTENDED:
                    raise _held(self._session, signed, since) from None
                if error.errno not in _NO_LOCKS:
                    raise
                self._take_by_name(signed, since)
                return None
            if _same_file(descriptor, self._path):
                _sign(descriptor)
                try:
                    self._by_name.refuse_another()
                except BaseException:
                    self._descriptor = descriptor
                    self.release()
                    raise
                return descriptor
            os.close(descriptor)  # its owner removed it between our opening and our locking

    def _take_by_name(self, signed: str, since: float) -> None:
        with contextlib.suppress(OSError):
            if self._path.stat().st_size == 0:  # opening it to try made it; whoever has a lock on it signs it
                system.remove(self._path)
        self._by_name.take()
        other = owner.read(signed)
        if other is not None and not other.is_gone:  # it has a lock that cannot be seen from here
            self._by_name.release()
            raise _held(self._session, signed, since, self._path)


class _OwnerFile:
    """The file `.NAME.owner`, which whoever made it has, on a file system without locks."""

    def __init__(self, session: Path) -> None:
        self._session = session
        self._path = session.with_name(f".{session.name}.owner")
        self._owner: Owner | None = None

    @property
    def is_ours(self) -> bool:
        """Whether this process has made it."""
        return self._owner is not None

    def take(self) -> None:
        """Make the file. Raises `HeldElsewhere`, or OSError where it cannot be made."""
        mine = owner.this_process()
        while not self._make(mine):
            text, since = self._content()
            other = owner.read(text)
            if other is None or not other.is_gone:
                if text or self._path.exists():
                    raise _held(self._session, text, since, self._path)
                continue  # it was removed between our trying and our looking
            self._put_aside(text)
        owner.register(mine)
        self._owner = mine

    def hold(self) -> None:
        """Make sure that the file is still ours; makes it again where it vanished. Raises as `take`."""
        mine = self._owner
        if mine is None or self._content()[0] == mine.text():
            return
        self.take()  # another's file refuses it
        owner.forget(mine)

    def release(self) -> None:
        """Remove the file, if it is ours."""
        mine, self._owner = self._owner, None
        if mine is not None:
            owner.forget(mine)
            with contextlib.suppress(OSError):
                if self._content()[0] == mine.text():
                    system.remove(self._path)

    def refuse_another(self) -> None:
        """Raise `HeldElsewhere` where somebody has the session by such a file; one who is gone is put aside."""
        text, since = self._content()
        other = owner.read(text)
        if other is not None and other.is_gone:
            self._put_aside(text)
        elif text or self._path.exists():
            raise _held(self._session, text, since, self._path)

    def _make(self, mine: Owner) -> bool:
        try:
            descriptor = system.open_file(self._path, _OPEN | os.O_EXCL, 0o600)
        except FileExistsError:
            return False
        try:
            try:
                write_all(descriptor, mine.text().encode())
            finally:
                os.close(descriptor)
        except OSError:  # a file without words would keep everybody out for ever
            with contextlib.suppress(OSError):
                system.remove(self._path)
            raise
        return True

    def _content(self) -> tuple[str, float]:
        try:
            descriptor = system.open_file(self._path, _READ)
        except FileNotFoundError:
            return "", 0.0
        try:
            return _read(descriptor), os.fstat(descriptor).st_mtime
        finally:
            os.close(descriptor)

    def _put_aside(self, text: str) -> None:
        """Remove the file of a process that is gone, and never another: two may put aside at the same moment."""
        aside = self._path.with_name(f"{self._path.name}.{secrets.token_hex(8)}")
        with contextlib.suppress(FileNotFoundError):
            system.replace(self._path, aside)
            if aside.read_text("utf-8", "replace") != text:  # somebody was faster, and this is the new owner's
                _put_back(aside, self._path)
            system.remove(aside)


def _put_back(aside: Path, path: Path) -> None:
    try:
        os.link(aside, path)
    except OSError:  # a file system without second names for a file, or its owner made it again meanwhile
        if not path.exists():
            system.replace(aside, path)


def _close(descriptor: int | None) -> None:
    if descriptor is not None:
        with contextlib.suppress(OSError):  # its disk may be gone, and the lock with it
            os.close(descriptor)


def _same_file(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False


def _sign(descriptor: int) -> None:
    with contextlib.suppress(OSError):  # a full disk takes no text, yet the lock holds
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        write_all(descriptor, owner.this_process(with_machine=False).text().encode())


def _read(descriptor: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.read(descriptor, _LONGEST).decode("utf-8", "replace")


def _held(session: Path, text: str, since: float, file: Path | None = None) -> HeldElsewhere:
    """The refusal: another has the session, as the text of a lock file says. `file` is the one that outlives its
    owner, which a person may remove where the owner's computer has crashed."""
    other = owner.read(text)
    mend = "close it there, or open it read-only here"
    if file is not None:
        mend += f"; if it is not open anywhere, delete {shown(file)}"
    name = shown(session.name)
    if other is None:
        return HeldElsewhere(f"{name} is open in another panel-tui: {mend}.", None, None, None)
    host = shown(other.host)
    at = datetime.fromtimestamp(since, UTC)
    return HeldElsewhere(
        f"{name} is open in another panel-tui, process {other.pid} on {host}, since {at:%Y-%m-%d %H:%M} UTC: {mend}.",
        host,
        other.pid,
        at,
    )
