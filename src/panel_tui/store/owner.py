"""Which process has a session open, as a lock file says it, and whether that process is surely gone.

A kernel's lock ends with its process. Where a file system has no such locks only the text in a file says who has the
session, and a process that was killed leaves it behind. It may be put aside only where the process is surely gone, and
only the computer on which it ran can know that. Where there is any doubt, the owner counts as alive.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import sys
from pathlib import Path

from msgspec import Struct

_MARKS_OF_THIS_PROCESS: set[str] = set()


class Owner(Struct, frozen=True):
    """A process. `machine` stays the same when its computer starts again and `boot` does not; `pids` names the
    namespace that `pid` counts in, `started` is when the process began, in the kernel's own count. Each is empty where
    the system does not tell. `mark` is chosen by chance, so that no two owners have the same text.
    """

    host: str
    pid: int
    machine: str
    boot: str
    pids: str
    started: str
    mark: str

    def text(self) -> str:
        """What a lock file holds: one value in each line."""
        return "".join(f"{value}\n" for value in (self.host, self.pid, *self._others()))

    def _others(self) -> tuple[str, ...]:
        return self.machine, self.boot, self.pids, self.started, self.mark

    @property
    def is_gone(self) -> bool:
        """Whether this process has surely ended. Never true of one that is alive."""
        if self.mark in _MARKS_OF_THIS_PROCESS:
            return False
        here = this_process()
        if self.host != here.host or not self.boot:
            return False
        if self.boot != here.boot:  # this computer was started again since, if it is this computer
            return bool(self.machine) and self.machine == here.machine
        return self.pids == here.pids and not self._is_running()

    def _is_running(self) -> bool:
        if not _is_alive(self.pid):
            return False
        started = _started(self.pid)
        return not (self.started and started) or started == self.started  # else the number was given out again


def this_process(*, with_machine: bool = True) -> Owner:
    """This process as an owner, with a new mark. To know the machine costs 10 ms the first time."""
    pid = os.getpid()
    boot = _text(Path("/proc/sys/kernel/random/boot_id")) or (socket.gethostname() if sys.platform != "linux" else "")
    mark = secrets.token_hex(8)
    return Owner(socket.gethostname(), pid, _machine() if with_machine else "", boot, _namespace(), _started(pid), mark)


def register(owner: Owner) -> None:
    """This process has a lock under this owner's mark."""
    _MARKS_OF_THIS_PROCESS.add(owner.mark)


def forget(owner: Owner) -> None:
    """It has it no more."""
    _MARKS_OF_THIS_PROCESS.discard(owner.mark)


def read(text: str) -> Owner | None:
    """The owner that a lock file names, or None where it holds something else."""
    lines = text.splitlines()
    if len(lines) < 2 or not lines[1].isdecimal():
        return None
    machine, boot, pids, started, mark = [*lines[2:7], "", "", "", "", ""][:5]
    return Owner(lines[0], int(lines[1]), machine, boot, pids, started, mark)


def _machine() -> str:
    """The address of a network card as its maker numbered it: it stays, and no second computer has it."""
    import uuid  # 10 ms, and only file systems without locks need it

    node = uuid.getnode()
    was_given_by_software = node >> 40 & 0b11
    return "" if was_given_by_software else f"{node:012x}"


def _namespace() -> str:
    with contextlib.suppress(OSError):
        return str(Path("/proc/self/ns/pid").readlink())
    return ""


def _started(pid: int) -> str:
    stat = _text(Path(f"/proc/{pid}/stat"))
    return stat.rpartition(")")[2].split()[19] if ")" in stat else ""


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""


if sys.platform == "win32":  # pragma: no cover

    def _is_alive(pid: int) -> bool:
        # `os.kill(pid, 0)` would end the process there.
        import ctypes

        query_limited_information, invalid_parameter, still_active = 0x1000, 87, 259
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        handle = kernel.OpenProcess(query_limited_information, False, pid)
        if not handle:
            return ctypes.get_last_error() != invalid_parameter
        code = ctypes.c_ulong()
        known = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return not known or code.value == still_active

else:

    def _is_alive(pid: int) -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except (OSError, OverflowError):  # it is somebody else's
            return True
        return True
