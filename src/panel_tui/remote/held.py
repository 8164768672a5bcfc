"""What this device holds for a seat until it is sent, with a thread of its own that keeps it on the disk."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from platformdirs import user_state_path

from panel_tui.remote.outbox import Outbox
from panel_tui.room import Clock
from panel_tui.store.protocol import Draft, DraftKey
from panel_tui.wire import Submission

ENTRY_SECONDS = 0.1
"""An entry that is not answered by then goes to the disk; one that is needs no disk here."""
DRAFT_SECONDS = 1.0
RETRY_SECONDS = 2.0


class Held:
    """Entries in the order in which they were made, and drafts. `tell` is called when the disk begins or ends to
    make trouble, from the thread that keeps."""

    def __init__(self, folder: Path | None, session: str, seat: str, clock: Clock, tell: Callable[[], None]) -> None:
        self._outbox = Outbox(folder or user_state_path("panel-tui") / "seats", session, seat)
        self._clock = clock
        self._tell = tell
        self._entries: dict[str, Submission] = {one.sent: one for one in self._outbox.waiting}
        self.drafts: dict[DraftKey, Draft] = dict(self._outbox.drafts)
        self.problem = self._outbox.problem
        self.trouble: str | None = None
        self._due: float | None = None
        self._closing = False
        self._turn = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)
        self._thread.start()

    @property
    def count(self) -> int:
        """How many entries are not sent."""
        return len(self._entries)

    @property
    def first(self) -> Submission | None:
        """The oldest entry."""
        with self._turn:
            return next(iter(self._entries.values()), None)

    def put(self, submission: Submission) -> None:
        """One more entry."""
        with self._turn:
            self._entries[submission.sent] = submission
            self._is_due(ENTRY_SECONDS)

    def take(self, sent: str) -> Submission | None:
        """The entry with this mark is answered, and no longer held."""
        with self._turn:
            self._is_due(ENTRY_SECONDS)
            return self._entries.pop(sent, None)

    def keep_draft(self, key: DraftKey, text: str) -> None:
        """Remember what is typed; an empty text forgets it."""
        with self._turn:
            if text.strip():
                self.drafts[key] = Draft(text=text, at=self._clock())
            elif self.drafts.pop(key, None) is None:
                return
            self._is_due(DRAFT_SECONDS)

    def retry(self) -> None:
        """Try now to keep what the disk did not take."""
        with self._turn:
            if self._due is not None:
                self._is_due(0.0)

    def close(self) -> None:
        """Keep what is left, and end."""
        with self._turn:
            self._closing = True
            self._turn.notify_all()
        self._thread.join()

    def _is_due(self, seconds: float) -> None:
        due = monotonic() + seconds
        self._due = due if self._due is None else min(self._due, due)
        self._turn.notify_all()

    def _run(self) -> None:
        ending = False
        while not ending:
            with self._turn:
                while not self._closing and (self._due is None or monotonic() < self._due):
                    self._turn.wait(None if self._due is None else self._due - monotonic())
                self._due = None
                ending = self._closing
                entries, drafts = tuple(self._entries.values()), dict(self.drafts)
            before, self.trouble = self.trouble, self._outbox.keep(entries, drafts)
            if self.trouble is not None:
                with self._turn:
                    self._is_due(RETRY_SECONDS)
            if self.trouble != before:
                self._tell()
