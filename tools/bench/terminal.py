"""A program in a pseudo-terminal, its screen read back as a person would see it, and when."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import psutil
import pyte

COLUMNS, LINES = 120, 36

_QUIET = 0.02
_LISTEN_AT_MOST = 2.0
"""Seconds without output after which what came is parsed, and seconds after which it is parsed all the same."""

Shown = Callable[[pyte.Screen], bool]

# What an app asks of its terminal, and what a plain one answers: no synchronised output, no kitty keys, a cursor.
_ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;0$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b[?u": b"\x1b[?0u",
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b[c": b"\x1b[?62c",
}
# Sequences that pyte does not know and would print.
_FOREIGN = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p")
_UNFINISHED = re.compile(rb"\x1b(\[[0-9;:?<>=$ ]*)?\Z")


class NotShown(Exception):
    """The program ended, or the screen did not come to show what it should; the screen is in the message."""


class Terminal:
    """One running program. Times are of `time.perf_counter`."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], folder: Path) -> None:
        """Start it; `began` is just before."""
        self.screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self.screen)
        self._unread: deque[tuple[float, bytes]] = deque()
        self._rest = b""
        self.fed_at = 0.0
        """When the bytes arrived that the screen shows last."""
        self.began = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(command[0], list(command), dict(env))  # noqa: S606 - there is no shell in this
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def press(self, keys: str) -> float:
        """Type; returns when."""
        pressed = time.perf_counter()
        os.write(self._fd, keys.encode())
        return pressed

    def wait(self, shown: Shown, *, patience: float = 30.0) -> float:
        """Wait until the screen shows it; returns when the bytes that made it so arrived. Raises `NotShown`."""
        until = time.perf_counter() + patience
        while time.perf_counter() < until:
            self._listen()
            while self._feed_one():
                if shown(self.screen):
                    return self.fed_at
        raise NotShown("\n".join(self.text))

    def _listen(self) -> None:
        # All that comes is taken before any of it is parsed: a pseudo-terminal holds 4 KiB, and a program that has
        # drawn more waits until we have read it, which is no time of its own.
        until = time.perf_counter() + _LISTEN_AT_MOST
        while self._read(_QUIET if self._unread else 0.05) and time.perf_counter() < until:
            pass

    def settle(self, quiet: float = 0.3, *, patience: float = 10.0) -> None:
        """Wait until nothing more has come for `quiet` seconds, or for `patience` where it is never quiet."""
        until = time.perf_counter() + patience
        while self._read(quiet) and time.perf_counter() < until:
            while self._feed_one():
                pass

    def rest(self, seconds: float) -> None:
        """Let time pass, and read what comes."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self._read(left)
            while self._feed_one():
                pass

    def raw(self, patience: float) -> tuple[float, bytes] | None:
        """What comes next, with its time, before it is drawn; drawn it is by whoever waits for the screen next."""
        return self._unread[-1] if self._read(patience) else None

    @property
    def text(self) -> list[str]:
        """The lines of the screen."""
        return [line.rstrip() for line in self.screen.display]

    def peak_memory(self) -> float:
        """The most memory that the program and its children have held, in MiB.

        Where the system does not keep that (it is VmHWM on Linux): what they hold now.
        """
        return sum(_peak(process) for process in self._processes()) / 2**20

    def processor_seconds(self) -> float:
        """The processor time of the program and its children until now."""
        return sum(sum(process.cpu_times()[:2]) for process in self._processes())

    def close(self) -> None:
        """End it."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            for process in reversed(self._processes()):
                with contextlib.suppress(psutil.Error):
                    process.send_signal(number)
            with contextlib.suppress(psutil.TimeoutExpired, psutil.NoSuchProcess):
                psutil.Process(self.pid).wait(1.0)
                break
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        os.close(self._fd)

    def _processes(self) -> list[psutil.Process]:
        with contextlib.suppress(psutil.NoSuchProcess):
            first = psutil.Process(self.pid)
            return [first, *first.children(recursive=True)]
        return []

    def _read(self, patience: float) -> bool:
        """Take what has come, stamped with its time, before any of it is parsed: parsing takes time too."""
        if not select.select([self._fd], [], [], patience)[0]:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:  # so Linux says that the program has ended
            data = b""
        if not data and self._unread:
            return False
        if not data:
            raise NotShown("the program ended:\n" + "\n".join(self.text))
        self._unread.append((time.perf_counter(), data))
        for question, answer in _ANSWERS.items():
            if question in data:
                os.write(self._fd, answer)
        return True

    def _feed_one(self) -> bool:
        if not self._unread:
            return False
        self.fed_at, data = self._unread.popleft()
        data = self._rest + data
        cut = _UNFINISHED.search(data)
        self._rest = data[cut.start() :] if cut else b""
        self._stream.feed(_FOREIGN.sub(b"", data[: cut.start()] if cut else data))
        return True


def shows(*words: str) -> Shown:
    """Whether all of these words stand on the screen."""

    def look(screen: pyte.Screen) -> bool:
        text = "\n".join(screen.display)
        return all(word in text for word in words)

    return look


def _peak(process: psutil.Process) -> float:
    with contextlib.suppress(psutil.Error):
        try:
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii", errors="replace")
            return int(status.partition("VmHWM:")[2].split()[0]) * 1024
        except (OSError, IndexError):
            return float(process.memory_info().rss)
    return 0.0
