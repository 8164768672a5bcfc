"""What can go wrong where sessions are kept, each with one sentence: what is wrong, what is safe, what to do."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, ClassVar, Literal

from panel_tui.errors import PanelError

if TYPE_CHECKING:
    import os
    from datetime import datetime

Doing = Literal["keep", "open", "make", "read"]


class StoreError(PanelError):
    """The store could not do what was asked.

    `can_retry` says whether the same call may succeed later without anything but the world outside changing.
    """

    can_retry: ClassVar[bool] = False
    holds: int | None = None
    """How many of the session's events its file still holds, where the write found another file there, or none."""


class DiskFull(StoreError):
    """There is no room left."""

    can_retry = True


class NoPermission(StoreError):
    """The system does not let us read or write here."""

    can_retry = True


class FolderGone(StoreError):
    """The folder that holds the session is not there any more."""

    can_retry = True


class FileGone(StoreError):
    """The session's file is not there any more, though its folder is."""

    can_retry = True


class ReadOnlyDisk(StoreError):
    """The disk does not take any writes."""

    can_retry = True


class DiskTrouble(StoreError):
    """The system answered with an error that has no sentence of its own."""

    can_retry = True


class FileBusy(StoreError):
    """Another program has the file open, and the system does not let us replace it meanwhile."""

    can_retry = True


class FileChanged(StoreError):
    """Something else wrote to the session's file while it was open here."""


class ReadOnlyView(StoreError):
    """The session was opened to look at, not to write in."""


class NotAppending(StoreError):
    """What was to be kept does not continue what is kept."""


class AlreadyThere(StoreError):
    """A file of that name exists, and nothing is ever written over."""


class NoSuchSession(StoreError):
    """There is no session of that name."""


class NotASession(StoreError):
    """The file is not a session, or not whole."""


class NoSessionAtAll(NotASession):
    """The file is sound, and about something else."""


class CutShort(NotASession):
    """The file ends in the middle."""


class ChainBroken(NotASession):
    """An event does not fit the one before it; `n` is its number."""

    def __init__(self, message: str, n: int) -> None:
        super().__init__(message)
        self.n = n


class NewerVersion(StoreError):
    """The file was written by a newer version of panel-tui."""


class HeldElsewhere(StoreError):
    """Another process has the session open: `pid` on `host`, `since` (UTC); None where it left no word."""

    can_retry = True

    def __init__(self, message: str, host: str | None, pid: int | None, since: datetime | None) -> None:
        super().__init__(message)
        self.host = host
        self.pid = pid
        self.since = since


def shown(path: str | os.PathLike[str]) -> str:
    """The path as it may be printed: what is not printable in a file's name is escaped."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in str(path))


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_REFUSED = frozenset({errno.EACCES, errno.EPERM})
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ESTALE, errno.ENODEV, errno.ENXIO})

_WORDS: dict[Doing, tuple[str, str, str]] = {
    "keep": (
        "saved",
        "everything saved before is untouched and what is new is still in memory",
        "save elsewhere",
    ),
    "open": ("opened for writing", "nothing was changed", "open it read-only"),
    "make": ("made", "nothing was written", "choose another folder"),
}


def from_os(error: OSError, path: str | os.PathLike[str], doing: Doing) -> StoreError:
    """Our error for what the system answered while we did this to `path`."""
    where = shown(path)
    kind, reason, mend = _judged(error)
    if doing == "read":
        if kind is NoPermission:
            return NoPermission(f"You are not allowed to read {where}: ask whoever owns it.")
        if kind is FolderGone:
            return NoSuchSession(f"There is no file {where}: check its name, or whether its disk is connected.")
        return DiskTrouble(f"{where} could not be read: {reason}; nothing was changed.")
    verb, safe, instead = _WORDS[doing]
    return kind(f"{where} could not be {verb}, because {reason}: {safe}; {mend}, or {instead}.")


_IN_USE = frozenset({32, 33})
"""Windows' codes for a file that another program has open."""


def _judged(error: OSError) -> tuple[type[StoreError], str, str]:
    if getattr(error, "winerror", None) in _IN_USE:
        return FileBusy, "another program has it open", "wait until the virus scanner or sync program has finished"
    if error.errno in _FULL:
        return DiskFull, "its disk is full", "free some space"
    if error.errno in _REFUSED:
        return NoPermission, "you are not allowed to write it", "get the permission"
    if error.errno == errno.EROFS:
        return ReadOnlyDisk, "its disk takes no writes", "make the disk writable"
    if error.errno in _GONE:
        return FolderGone, "its folder is gone", "bring the folder or its disk back"
    said = error.strerror or type(error).__name__
    return DiskTrouble, f'the system answered "{said}"', "try again"
