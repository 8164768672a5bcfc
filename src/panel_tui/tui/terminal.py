"""The terminal under the screens: it may send bytes that are no text, paste a book, and go away.

Textual's own driver ends with a traceback at the first byte that is not UTF-8, such as a letter pasted from an
old file; takes what is pasted for keys after the first escape in it; and waits for ever, at full speed, for a
terminal that was closed.
"""

from __future__ import annotations

import os
import re
import selectors
import termios
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, TextIO

from textual import events
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from panel_tui.session.words import bare

HANG_UP = 128 + 1
"""The exit status of a program whose terminal has gone."""
IDLE_SECONDS = 0.1
PART_SECONDS = 0.02
"""How long the rest of a marker may take; the Escape key waits as long."""
LONGEST_PAUSE = 50
"""So many times `PART_SECONDS` without a byte end a paste that the terminal did not end."""

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_SEQUENCES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)")


class Pastes:
    """Parts what a terminal sends into what was typed and what was pasted between its markers."""

    def __init__(self) -> None:
        self._held = ""
        self._pasted: list[str] | None = None
        self._pauses = 0

    @property
    def is_waiting(self) -> bool:
        """Whether what came last may go on."""
        return bool(self._held) or self._pasted is not None

    def feed(self, text: str) -> Iterator[str | events.Paste]:
        """What is complete: typed text as it came, pasted text without its colours and control characters."""
        self._pauses = 0
        text, self._held = self._held + text, ""
        while text:
            marker = _BEGIN if self._pasted is None else _END
            before, found, after = text.partition(marker)
            if not found:
                before, self._held = _part(text, marker)
            if self._pasted is not None:
                self._pasted.append(before)
            elif before:
                yield before
            if found:
                yield from self._turn()
            text = after

    def pause(self) -> Iterator[str | events.Paste]:
        """Nothing came for `PART_SECONDS`: what looked like the beginning of a marker was none."""
        self._pauses += 1
        if self._pasted is None:
            typed, self._held = self._held, ""
            if typed:
                yield typed
        elif self._pauses > LONGEST_PAUSE:
            self._pasted.append(self._held)
            self._held = ""
            yield from self._turn()

    def _turn(self) -> Iterator[events.Paste]:
        if self._pasted is None:
            self._pasted = []
        else:
            pasted, self._pasted = "".join(self._pasted), None
            yield events.Paste(bare(_SEQUENCES.sub("", pasted)))


def _part(text: str, marker: str) -> tuple[str, str]:
    """The text, and what at its end may be the beginning of the marker."""
    for length in range(min(len(text), len(marker) - 1), 0, -1):
        if text.endswith(marker[:length]):
            return text[:-length], text[-length:]
    return text, ""


class _Out:
    """What is written to the terminal. To one that has gone, nothing is: a writer that died would be waited for."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.fileno = file.fileno
        self.isatty = file.isatty

    def write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            self._file.write(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._file.flush()


class Terminal(LinuxDriver):
    """Textual's driver for everything but Windows, with a reader of its own."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._file: Any = _Out(self._file)

    def _sigcont_application(self, *_: object) -> None:
        try:
            termios.tcgetattr(self.fileno)
        except termios.error:  # a closed window tells its programs to continue, too
            return
        if not self._must_signal_resume:  # stopped without being told: the terminal is as the shell left it
            self.suspend_application_mode()
            self._must_signal_resume = True
        super()._sigcont_application()

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:  # noqa: BLE001 - whatever it is, the app's own door tells it
            self._app.call_later(self._app._handle_exception, error)  # noqa: SLF001

    def run_input_thread(self) -> None:
        """Read what is typed until the app ends. What is no UTF-8 comes in as �."""
        parser, pastes = XTermParser(self._debug), Pastes()
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.SelectSelector() as typed:
            typed.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if typed.select(PART_SECONDS if pastes.is_waiting else IDLE_SECONDS):
                    data = self._read()
                    if not data:
                        self._app.call_later(self._app.exit, None, HANG_UP)
                        break
                    self._pass_on(parser, pastes.feed(decode(data)))
                else:
                    self._pass_on(parser, pastes.pause())
                for message in parser.tick():
                    self.process_message(message)
        with suppress(EOFError, ParseError):
            for _ in parser.feed(""):
                pass

    def _pass_on(self, parser: XTermParser, parts: Iterator[str | events.Paste]) -> None:
        for part in parts:
            for message in parser.feed(part) if isinstance(part, str) else (part,):
                self.process_message(message)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:  # so the system answers where the terminal has gone
            return b""
