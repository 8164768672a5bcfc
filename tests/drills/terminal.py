"""A real terminal for tests: a pseudo-terminal with the app in it, and a screen that can be read back as text."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pexpect
import pyte
from tests.patience import PATIENCE

_PRIVATE = re.compile(r"\x1b\[[<>=?][0-9;]*[a-zA-Z$]+[a-z]?")
"""Requests that Textual sends and pyte would print: the terminal is a plain one and answers none of them."""


class Terminal:
    """A program in a terminal of `columns` by `rows`. Use it as a context manager, so that it ends."""

    def __init__(
        self, command: list[str], *, cwd: Path, env: dict[str, str], columns: int = 80, rows: int = 24
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        plain = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "TZ": "UTC"}
        self.child = pexpect.spawn(
            command[0],
            command[1:],
            cwd=str(cwd),
            env={**os.environ, **plain, **env},
            dimensions=(rows, columns),
            encoding="utf-8",
            codec_errors="replace",
        )
        self.child.delaybeforesend = None
        self._nothing = os.open(os.devnull, os.O_RDWR)
        self.last_words = ""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.child.close(force=True)
        os.close(self._nothing)

    @property
    def text(self) -> str:
        """The screen as it stands, one line to a row."""
        self._read(0.0)
        return "\n".join(line.rstrip() for line in self._screen.display)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, as pulling at a window's corner does."""
        self._screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def wait_for(self, *wanted: str, seconds: float = PATIENCE) -> str:
        """Wait until every text is on the screen, and return the screen."""
        return self._until(lambda text: all(one in text for one in wanted), f"{wanted} did not come", seconds)

    def wait_until_gone(self, unwanted: str, seconds: float = PATIENCE) -> str:
        """Wait until a text has left the screen, and return the screen."""
        return self._until(lambda text: unwanted not in text, f"{unwanted!r} did not go", seconds)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other; a text of several letters is typed."""
        for key in keys:
            self.child.send(_KEYS.get(key, key))

    def paste(self, pasted: bytes) -> None:
        """Paste bytes as a terminal does that was asked to mark what is pasted."""
        rest = b"\x1b[200~" + pasted + b"\x1b[201~"
        while rest:
            rest = rest[os.write(self.child.child_fd, rest) :]

    def close(self) -> None:
        """Close the terminal, as one closes its window; what runs in it is told, and no more."""
        os.dup2(self._nothing, self.child.child_fd)

    def wait_for_end(self, seconds: float = PATIENCE) -> int | None:
        """Wait until the program has ended; its exit status, or None where a signal ended it."""
        self.child.expect(pexpect.EOF, timeout=seconds)
        self.last_words = self.child.before or ""
        self.child.close()
        return self.child.exitstatus

    def _until(self, holds: object, why: str, seconds: float) -> str:
        end = time.monotonic() + seconds
        while True:
            text = self.text
            if callable(holds) and holds(text):
                return text
            assert time.monotonic() < end, f"{why}:\n{text}"
            self._read(0.1)

    def _read(self, patience: float) -> None:
        try:
            while True:
                self._stream.feed(_PRIVATE.sub("", self.child.read_nonblocking(65536, timeout=patience)))
                patience = 0.0
        except (pexpect.TIMEOUT, pexpect.EOF):
            return


_KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "f4": "\x1bOS",
    "f8": "\x1b[19~",
    "f10": "\x1b[21~",
    "ctrl+q": "\x11",
    "ctrl+z": "\x1a",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "ctrl+p": "\x10",
    "ctrl+s": "\x13",
    "ctrl+u": "\x15",
    "space": " ",
}
