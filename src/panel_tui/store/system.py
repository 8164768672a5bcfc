"""The calls to the operating system that change files, under names that tests can replace.

Everything in `store/` that writes goes through this module. A test can therefore record each call, end the record after
any of them as a power cut would, or let one fail with the answer of a file system that is not at hand. What such an
answer means is decided in `atomic` and `lock`, not here.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path


def open_file(path: Path, flags: int, mode: int = 0o600) -> int:
    """Open a file or folder."""
    return os.open(path, flags, mode)


def write(descriptor: int, data: bytes | memoryview) -> int:
    """Write to an open file; returns how many bytes it took."""
    return os.write(descriptor, data)


def sync(descriptor: int) -> None:
    """Wait until an open file or folder is on disk."""
    os.fsync(descriptor)


full_sync: Callable[[int], None] | None = None
"""On macOS, where fsync stops at the cache of the drive, the call that goes further."""


def replace(source: Path, target: Path) -> None:
    """Give a file another name, in place of the file that has it."""
    os.replace(source, target)  # noqa: PTH105 - by this name tests know it


def remove(path: Path) -> None:
    """Remove a file."""
    os.unlink(path)  # noqa: PTH108 - as above


def make_folder(path: Path, mode: int) -> None:
    """Make a folder."""
    os.mkdir(path, mode)  # noqa: PTH102 - as above


def sleep(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


set_mode: Callable[[int, int], None] | None = None
"""Who may use an open file. Windows has no such call: there a file has the permissions of its folder."""
SYNCS_FOLDERS = sys.platform != "win32"
"""Windows cannot sync a folder; its file system keeps a journal of renames."""
REMOVES_OPEN_FILES = sys.platform != "win32"
"""Windows refuses to remove a file that a process has open."""

if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    _FAR = 0x7FFF0000  # a locked byte cannot be read by others there: lock one beyond the text

    def lock(descriptor: int) -> None:
        """Take the kernel's lock of an open file, without waiting."""
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _set_mode(descriptor: int, mode: int) -> None:
        os.fchmod(descriptor, mode)

    set_mode = _set_mode

    def lock(descriptor: int) -> None:
        """Take the kernel's lock of an open file, without waiting."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    if sys.platform == "darwin":  # pragma: no cover

        def _full_sync(descriptor: int) -> None:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)

        full_sync = _full_sync
