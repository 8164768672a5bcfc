"""One owner for each session file, by a lock of the kernel: it ends with its process, even by kill -9.

Straight on `fcntl` and `msvcrt`: importing `filelock` was measured at 30 to 50 ms (it brings asyncio), a tenth
of the whole start, and these two calls are all that is needed of it. The lock file also says who holds it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

from panel_tui.store.errors import HeldElsewhere, shown

_CONTENDED = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})

if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    _FAR = 0x7FFF0000  # a locked byte cannot be read by others there: lock one beyond the text

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lock:
    """The lock of one session file, held from `take` to `release`. Its file stands beside: `.NAME.lock`."""

    def __init__(self, session: Path) -> None:
        """Take the lock of this session file.

        Raises `HeldElsewhere` where another has it, and OSError where no lock file can be made.
        """
        self._session = session
        self._path = session.with_name(f".{session.name}.lock")
        self._descriptor: int | None = self._take()

    def hold(self) -> None:
        """Make sure that the lock is still ours: takes it again where its file vanished with its folder.

        Raises as making it does.
        """
        if self._descriptor is not None and _same_file(self._descriptor, self._path):
            return
        fresh = self._take()
        self._let_go()
        self._descriptor = fresh

    def release(self) -> None:
        """Let the lock go, and take its file away, if it is still ours. Twice is harmless."""
        if self._descriptor is not None and _same_file(self._descriptor, self._path):
            # Safe while we hold it: whoever waits on this file finds in `_take` that its name is gone.
            with contextlib.suppress(OSError):
                self._path.unlink()
        self._let_go()

    def _let_go(self) -> None:
        if self._descriptor is not None:
            with contextlib.suppress(OSError):  # its disk may be gone, and the lock with it
                os.close(self._descriptor)
            self._descriptor = None

    def _take(self) -> int:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        while True:
            descriptor = os.open(self._path, flags, 0o600)
            try:
                _lock(descriptor)
            except OSError as error:
                held = _held(self._session, descriptor) if error.errno in _CONTENDED else None
                os.close(descriptor)
                if held is None:
                    raise
                raise held from None
            if _same_file(descriptor, self._path):
                _sign(descriptor)
                return descriptor
            os.close(descriptor)  # its owner removed it between our opening and our locking


def _same_file(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False


def _sign(descriptor: int) -> None:
    with contextlib.suppress(OSError):  # a full disk takes no text, yet the lock holds
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, f"{socket.gethostname()}\n{os.getpid()}\n".encode())


def _held(session: Path, descriptor: int) -> HeldElsewhere:
    os.lseek(descriptor, 0, os.SEEK_SET)
    lines = os.read(descriptor, 1000).decode("utf-8", "replace").splitlines()
    name = shown(session.name)
    if len(lines) < 2 or not lines[1].isdecimal():
        return HeldElsewhere(
            f"{name} is open in another panel-tui: close it there, or open it read-only here.", None, None, None
        )
    host, pid = shown(lines[0]), int(lines[1])
    since = datetime.fromtimestamp(os.fstat(descriptor).st_mtime, UTC)
    return HeldElsewhere(
        f"{name} is open in another panel-tui, process {pid} on {host}, since {since:%Y-%m-%d %H:%M} UTC: "
        "close it there, or open it read-only here.",
        host,
        pid,
        since,
    )
