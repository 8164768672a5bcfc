"""What is typed of a session that is not made yet, kept as it is typed: no screen waits for a disk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from panel_tui.store.errors import StoreError
from panel_tui.store.protocol import SetupStore

KEEP_SECONDS = 1.0
"""A letter is kept at most this long after it was typed; the promise is two seconds."""
RETRY_SECONDS = 2.0
"""How often a write that failed is tried again."""


class SetupDraft:
    """One draft of a new session. `open` and `close` wait for the disk, `keep` never does.

    `tell` is called with one sentence where what is typed cannot be kept, once for each different sentence,
    and perhaps from another thread.
    """

    def __init__(self, made: Callable[[], SetupStore], tell: Callable[[str], None]) -> None:
        self._made = made
        self._tell = tell
        self._store: SetupStore | None = None
        self._fields: dict[str, str] = {}
        self._kept: dict[str, str] = {}
        self._told = ""
        self._timer: threading.Timer | None = None
        self._closed = False
        self._turn = threading.Lock()
        self._at_the_store = threading.Lock()

    def open(self) -> dict[str, str]:
        """What was typed last time, by field; nothing where there is none, or where it cannot be had."""
        with self._at_the_store:
            try:
                store = self._made()
            except StoreError as error:
                self._say(error.message)
                return {}
            if self._closed:  # left again before the disk had answered
                store.close()
                return {}
            self._store = store
            self._kept = dict(store.fields)
        if store.problem:
            self._say(store.problem)
        return dict(store.fields)

    def keep(self, fields: Mapping[str, str]) -> None:
        """Remember what the fields say now; it is on the disk a moment later."""
        with self._turn:
            self._fields = dict(fields)
            self._write_in(KEEP_SECONDS)

    def close(self) -> None:
        """Keep what was typed last, and let the draft go."""
        with self._turn:
            self._closed = True
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
            self._write()
        with self._at_the_store:
            if self._store is not None:
                self._store.close()
                self._store = None

    def _write_in(self, seconds: float) -> None:
        if self._timer is None and not self._closed:
            self._timer = threading.Timer(seconds, self._write)
            self._timer.daemon = True
            self._timer.start()

    def _write(self) -> None:
        with self._at_the_store:
            with self._turn:
                self._timer = None
                fields = self._fields
            if self._store is None or fields == self._kept:
                return
            try:
                self._store.keep(fields)
                self._kept = fields
                self._told = ""
            except StoreError as error:
                self._say(error.message)
                with self._turn:
                    self._write_in(RETRY_SECONDS)

    def _say(self, sentence: str) -> None:
        if sentence != self._told:
            self._told = sentence
            self._tell(sentence)
