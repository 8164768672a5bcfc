"""Replace a file durably: the old content or the new, whole, at any moment, even with the power cut.

Writing in place was measured to leave a file that cannot be parsed after 8 % of kills; writing beside and
renaming left none.

The rules are those of strict POSIX: a file's content is on disk after fsync of the file; that it was made, renamed or
removed is on disk after fsync of its folder. Not every file system can do both (SMB, some NFS and FUSE). Such a file
system is used all the same, and whoever asked is told that it could not confirm.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from panel_tui.store import system

NEW_FILE = 0o600
NOT_SUPPORTED = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.ENOTTY})
"""Answers that mean: this file system has no such call."""
_NO_FOLDERS = NOT_SUPPORTED | {errno.EACCES, errno.EPERM, errno.EISDIR, errno.EBADF}
"""Answers of file systems on which a folder cannot be opened or synced as a file can."""
_NO_MODES = NOT_SUPPORTED | {errno.EACCES, errno.EPERM}
_BUSY = frozenset({5, 32, 33})
"""Windows' codes for a file that another program has open: access denied, sharing violation, lock violation."""
_WAITS = (0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.4, 0.5, 0.5)
"""Seconds between the attempts at a file that is busy: two altogether."""


class Written(NamedTuple):
    """What the file system did with a file: its new stat, whether it confirmed that the content is on disk, and
    whether the file's mode keeps other users out as asked."""

    stat: os.stat_result
    synced: bool
    private: bool


def real(path: Path) -> Path:
    """The file that is meant: links are followed, so that the link itself is never replaced."""
    return Path(os.path.realpath(path))


def replace(target: Path, content: Iterable[bytes | bytearray], mode: int | None = None) -> None:
    """Give `target` this content, durable on return as far as its file system can.

    A file that is there keeps its mode; a new one gets 0600, whatever the umask. With `mode` the file has that mode
    before it is put in place. Raises OSError, and then the target is as it was, unless only the last step failed: the
    new content is in place, but not surely on disk.
    """
    target = real(target)
    write_beside(target, content, mode)
    put_in_place(target)
    sync_folder(target.parent)


def write_beside(target: Path, content: Iterable[bytes | bytearray], mode: int | None = None) -> Written:
    """Write and sync the content into the one temporary file beside `target`; nothing of it stays on failure.

    The name is always the same, so that a killed process leaves at most one such file, which the next write
    removes. The caller makes sure that nobody else writes this target.
    """
    before = _mode_of(target)
    mode = before if mode is None else mode
    temporary = _beside(target)
    descriptor = _open_fresh(temporary)
    try:
        try:
            _set_mode(descriptor, mode)
            for part in content:
                write_all(descriptor, part)
            synced = _sync(descriptor)
            stamp = os.fstat(descriptor)
            others = stat.S_IMODE(stamp.st_mode) & ~mode & 0o077
            return Written(stamp, synced, private=not others or system.set_mode is None)
        finally:
            os.close(descriptor)
    except BaseException:
        with contextlib.suppress(OSError):
            system.remove(temporary)
        raise


def put_in_place(target: Path) -> None:
    """Make the temporary file the target, in one step."""
    temporary = _beside(target)
    try:
        _patiently(lambda: system.replace(temporary, target))
    except OSError:
        with contextlib.suppress(OSError):
            system.remove(temporary)
        raise


def remove(path: Path) -> None:
    """Remove a file that may be gone already, and sync its folder, so that it does not come back. Raises OSError."""
    try:
        _patiently(lambda: system.remove(path))
    except FileNotFoundError:
        return
    sync_folder(path.parent)


def make_folders(folder: Path, mode: int | None = None) -> None:
    """Make a folder and those above it that are missing, each synced into its parent. Raises OSError.

    Each folder that is made has this mode, whatever the umask, or without one the mode that the umask leaves.
    """
    missing = []
    above = folder
    while not above.is_dir():
        if os.path.lexists(above):
            code = errno.EEXIST if above == folder else errno.ENOTDIR
            raise OSError(code, os.strerror(code), str(above))
        missing.append(above)
        above = above.parent
    with contextlib.suppress(OSError):  # whoever made it may have been stopped before this step
        sync_folder(above.parent)
    for path in reversed(missing):
        with contextlib.suppress(FileExistsError):  # made by another process in this moment
            system.make_folder(path, 0o777 if mode is None else mode)
            if mode is not None:
                with contextlib.suppress(OSError):  # a file system without modes
                    path.chmod(mode)
        sync_folder(path.parent)


def sync_folder(folder: Path) -> bool:
    """Make durable what was made, renamed or removed in a folder; False where its file system cannot confirm it."""
    if not system.SYNCS_FOLDERS:
        return True
    try:
        descriptor = system.open_file(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            return _sync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDERS:
            raise
        return False


def check_writable(target: Path) -> int:
    """The mode of a file that may be replaced. Raises PermissionError where nobody may write it, or OSError.

    A rename asks only the folder; yet somebody took the write permission from this file, and meant it.
    """
    mode = stat.S_IMODE(target.stat().st_mode)
    if not mode & 0o222:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    return mode


def is_busy(error: OSError) -> bool:
    """Whether Windows refused because another program has the file open, a virus scanner for example."""
    return getattr(error, "winerror", None) in _BUSY


def _patiently(act: Callable[[], None]) -> None:
    for wait in _WAITS:
        try:
            act()
        except OSError as error:
            if not is_busy(error):
                raise
            system.sleep(wait)
        else:
            return
    act()


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.tmp")


def _mode_of(target: Path) -> int:
    try:
        return check_writable(target)
    except FileNotFoundError:
        return NEW_FILE


def _open_fresh(temporary: Path) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        return system.open_file(temporary, flags, NEW_FILE)
    except FileExistsError:
        _patiently(lambda: system.remove(temporary))  # left by a process that was killed
        return system.open_file(temporary, flags, NEW_FILE)


def _set_mode(descriptor: int, mode: int) -> None:
    if system.set_mode is None:
        return
    try:
        system.set_mode(descriptor, mode)  # the umask has no say in who may read a session
    except OSError as error:
        if error.errno not in _NO_MODES:
            raise


def write_all(descriptor: int, part: bytes | bytearray) -> None:
    """Write everything, however little the system takes at once. Raises OSError.

    Each view is released before an error leaves: the error's traceback would keep it, and a bytearray that somebody
    views cannot grow.
    """
    with memoryview(part) as view:
        written = 0
        while written < len(view):
            with view[written:] as rest:
                written += system.write(descriptor, rest)


def _sync(descriptor: int) -> bool:
    """Sync an open file or folder; False where its file system has no call that confirms it."""
    if system.full_sync is None:
        return _is_supported(system.sync, descriptor)
    # Where the full call is missing, a network drive for example, the plain one still gets as far as it can.
    if _is_supported(system.full_sync, descriptor):
        return True
    _is_supported(system.sync, descriptor)
    return False


def _is_supported(call: Callable[[int], None], descriptor: int) -> bool:
    try:
        call(descriptor)
    except OSError as error:
        if error.errno not in NOT_SUPPORTED:
            raise
        return False
    return True
