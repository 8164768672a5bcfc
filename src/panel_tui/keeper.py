"""The thread that keeps: events and drafts go to the store from here, so that no screen waits for a disk.

Events that arrive while one write is under way are kept together in the next, in order. What could not be
kept stays in memory and is tried again, until it is kept here or in another place.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from msgspec import Struct, structs

from panel_tui.session.events import Event
from panel_tui.store import rescue
from panel_tui.store.errors import StoreError, shown
from panel_tui.store.protocol import Draft, DraftKey, SessionStore

DRAFT_SECONDS = 1.0
"""A draft is kept at most this long after its first unsaved letter; the promise is two seconds."""
RETRY_SECONDS = 2.0
"""How often a write that failed is tried again by itself."""


class Keeping(Struct, frozen=True, kw_only=True):
    """How keeping stands: the newest event accepted and the newest kept, when that was (UTC), the sentence of
    the trouble where the last write failed, and that of the drafts where what is typed could not be kept. `away` is
    a sentence where the room is on another computer that cannot be reached: what is unsaved then waits here, on disk.
    """

    accepted: int
    kept: int
    kept_at: datetime
    trouble: str | None
    drafts_trouble: str | None = None
    away: str | None = None
    lost: int = 0
    """How many events were kept and are no longer in the file, since something else replaced it."""
    rescue: str | None = None
    """At the end, where something could not be saved: how much, and which rescue file holds it now."""

    @property
    def unsaved(self) -> int:
        """How many events are only in memory."""
        return self.accepted - self.kept + self.lost


class _Waiting(NamedTuple):
    events: tuple[Event, ...]
    done: Future[tuple[Event, ...]]


class Keeper:
    """Keeps what one room accepts. `tell` is called from its thread after every write, kept or failed."""

    def __init__(
        self, store: SessionStore, last: Event, clock: Callable[[], datetime], tell: Callable[[Keeping], None]
    ) -> None:
        self._store = store
        self._clock = clock
        self._tell = tell
        self._standing = Keeping(accepted=last.n, kept=last.n, kept_at=last.at, trouble=None)
        self._waiting: list[_Waiting] = []
        # What is half written in a session that another has open is nobody else's to see.
        self.drafts: dict[DraftKey, Draft] = {} if store.read_only else dict(store.drafts())
        self._drafts_due: float | None = None
        self._turn = threading.Condition()
        self._at_the_store = threading.Lock()
        self._closing = False
        self._retry = False
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
        if not store.read_only:
            self._thread.start()

    @property
    def standing(self) -> Keeping:
        """How keeping stands."""
        return self._standing

    def keep(self, events: tuple[Event, ...]) -> Future[tuple[Event, ...]]:
        """Have these events kept after those before; see `Room.record` for the future."""
        done: Future[tuple[Event, ...]] = Future()
        with self._turn:
            self._waiting.append(_Waiting(events, done))
            self._stand(accepted=events[-1].n)
            self._turn.notify_all()
        return done

    def keep_draft(self, key: DraftKey, text: str) -> None:
        """Remember what is typed; an empty text forgets it."""
        with self._turn:
            if text.strip():
                self.drafts[key] = Draft(text=text, at=self._clock())
            elif self.drafts.pop(key, None) is None:
                return
            if self._drafts_due is None:
                self._drafts_due = monotonic() + DRAFT_SECONDS
            self._turn.notify_all()

    def retry(self) -> None:
        """Try at once what could not be kept."""
        with self._turn:
            self._try_again()

    def save_elsewhere(self, path: Path) -> None:
        """Write everything to a new place and go on there. Raises `StoreError` where that fails too."""
        with self._at_the_store:  # never in the middle of a write
            self._store.save_elsewhere(path)
        with self._turn:
            self._standing = structs.replace(
                self._standing,
                lost=0,  # all of that is in the new file
                trouble=self._standing.trouble if self._waiting else None,
            )
            self._try_again()
        self._tell(self._standing)

    def access(self) -> bytes | None:
        """What was kept last of who may come in from other devices, or None."""
        with self._at_the_store:
            return self._store.access()

    def keep_access(self, data: bytes) -> None:
        """Keep exactly this of who may come in; waits for the disk. Raises `StoreError`."""
        with self._at_the_store:  # not while the session moves to another place
            self._store.keep_access(data)

    def _try_again(self) -> None:
        self._retry = True
        if self._drafts_due is not None:
            self._drafts_due = monotonic()
        self._turn.notify_all()

    def close(self) -> None:
        """Try once more to keep what is left, and end the thread."""
        with self._turn:
            self._closing = True
            self._turn.notify_all()
        if self._thread.is_alive():
            self._thread.join()
        if not self._store.read_only:
            self._look_once_more()
            self._rescue()

    def _look_once_more(self) -> None:
        """The file may have been replaced since the last write; then what it held is only in memory."""
        try:
            self._store.check()
        except StoreError as error:
            if error.holds is not None and self._standing.trouble is None:
                self._stand(trouble=error)

    def _rescue(self) -> None:
        unsaved, place = self._standing.unsaved, self._store.place
        if not unsaved:
            return
        events = (*self._store.events(), *(event for batch in self._waiting for event in batch.events))
        entries, they, them = ("1 entry", "It is", "it") if unsaved == 1 else (f"{unsaved} entries", "They are", "them")
        try:
            path = rescue.write(self._store.path, events, self.drafts, self._clock())
            where = f"{they} in {shown(path)}; panel-tui offers {them} at the next start"
            said = f"{entries} could not be saved in {place}. {where}."
        except Exception as error:  # noqa: BLE001 - this is the end: whatever it is must be said
            why = error.message if isinstance(error, StoreError) else f"{type(error).__name__}."
            said = f"{entries} could not be saved in {place}, and no rescue file could be written: {why}"
        self._standing = structs.replace(self._standing, rescue=said)

    def _stand(
        self, *, accepted: int | None = None, kept: int | None = None, trouble: StoreError | None = None
    ) -> None:
        before = self._standing
        lost = before.lost if accepted is not None else 0
        if trouble is not None and trouble.holds is not None:
            lost = max(0, before.kept - trouble.holds)
        self._standing = Keeping(
            accepted=accepted or before.accepted,
            kept=kept or before.kept,
            kept_at=self._clock() if kept else before.kept_at,
            trouble=before.trouble if accepted is not None else trouble.message if trouble is not None else None,
            drafts_trouble=before.drafts_trouble,
            lost=lost,
        )

    # The thread

    def _run(self) -> None:
        ending = False
        while not ending:
            with self._turn:
                retry_at = monotonic() + RETRY_SECONDS
                while not self._is_due(retry_at):
                    self._turn.wait(self._patience(retry_at))  # as long as it is now: a letter may shorten it
                waiting, self._waiting = self._waiting, []
                drafts = dict(self.drafts) if self._drafts_are_due() else None
                self._retry = False
                ending = self._closing
            self._keep(waiting)
            self._keep_drafts(drafts)

    def _is_due(self, retry_at: float) -> bool:
        if self._closing or self._retry or self._drafts_are_due():
            return True
        return bool(self._waiting) and (self._standing.trouble is None or monotonic() >= retry_at)

    def _drafts_are_due(self) -> bool:
        return self._drafts_due is not None and (self._closing or monotonic() >= self._drafts_due)

    def _patience(self, retry_at: float) -> float | None:
        moments = [retry_at] if self._waiting else []
        if self._drafts_due is not None:
            moments.append(self._drafts_due)
        return max(0.0, min(moments) - monotonic()) if moments else None

    def _keep(self, waiting: list[_Waiting]) -> None:
        if not waiting:
            return
        trouble: StoreError | None = None
        try:
            with self._at_the_store:
                self._store.append([event for batch in waiting for event in batch.events])
        except StoreError as error:
            trouble = error
        except Exception as error:  # noqa: BLE001 - whatever it is, the thread that keeps must not end in silence
            trouble = StoreError(f"The last entries could not be written ({type(error).__name__}); they are in memory.")
        with self._turn:
            if trouble is None:
                self._stand(kept=waiting[-1].events[-1].n)
            else:
                self._waiting = waiting + self._waiting
                self._stand(trouble=trouble)
        for batch in waiting:
            if trouble is None and not batch.done.done():
                batch.done.set_result(batch.events)
            elif not batch.done.done():
                batch.done.set_exception(trouble)
        self._tell(self._standing)

    def _keep_drafts(self, drafts: Mapping[DraftKey, Draft] | None) -> None:
        if drafts is None:
            return
        trouble = None
        try:
            with self._at_the_store:
                self._store.keep_drafts(drafts)
        except StoreError as error:
            trouble = error.message
        except Exception as error:  # noqa: BLE001 - as above: the thread must not end in silence
            trouble = f"The system or this program failed while writing it ({type(error).__name__})."
        with self._turn:
            wait = RETRY_SECONDS if trouble else DRAFT_SECONDS
            self._drafts_due = monotonic() + wait if trouble or self.drafts != drafts else None
            before = self._standing.drafts_trouble
            self._standing = structs.replace(self._standing, drafts_trouble=trouble)
        if trouble != before:
            self._tell(self._standing)
