"""One live session: check, keep, fold, tell everyone. The only thing that writes.

Keeping runs on a thread of its own, so that no screen waits for a disk. Events that arrive while one write
is under way are kept together in the next, in order. What could not be kept stays in memory and is tried
again until it is kept, here or in another place.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from msgspec import Struct

from panel_tui.session import chain, rules
from panel_tui.session.bodies import AnyBody
from panel_tui.session.chain import Break
from panel_tui.session.events import Event
from panel_tui.session.history import History
from panel_tui.session.log import log_for
from panel_tui.session.state import State
from panel_tui.session.view import LogLine, View, Viewer
from panel_tui.session.views import view_for
from panel_tui.store.errors import StoreError
from panel_tui.store.protocol import Draft, DraftKey, SessionStore

__all__ = ["Clock", "Draft", "DraftKey", "Keeping", "ReadOnly", "Room", "utc_now"]

Clock = Callable[[], datetime]

DRAFT_SECONDS = 1.0
"""A draft is kept at most this long after its first unsaved letter; the promise is two seconds."""
RETRY_SECONDS = 2.0
"""How often a write that failed is tried again by itself."""


def utc_now() -> datetime:
    """The time, in UTC: the clock of every room that is not under test."""
    return datetime.now(UTC)


class ReadOnly(rules.Refused):
    """This session is open to look at only; another panel-tui has it, or its chain is broken."""


class Keeping(Struct, frozen=True, kw_only=True):
    """How keeping stands: the newest event accepted and the newest kept, when that was (UTC), and the
    sentence of the trouble where the last write failed."""

    accepted: int
    kept: int
    kept_at: datetime
    trouble: str | None

    @property
    def unsaved(self) -> int:
        """How many events are only in memory."""
        return self.accepted - self.kept


class _Waiting(NamedTuple):
    events: tuple[Event, ...]
    done: Future[tuple[Event, ...]]


Listener = Callable[[Keeping], None]


class Room:
    """A session that is open. Its methods may be called from any thread; listeners are called from the
    thread that keeps, or from the one that recorded."""

    def __init__(self, store: SessionStore, clock: Clock = utc_now) -> None:
        self._store = store
        self._clock = clock
        self.history = History.of(store.events())
        self._kept = self.history.last.n
        self._kept_at = self.history.last.at
        self._trouble: str | None = None
        self._waiting: list[_Waiting] = []
        self._drafts: dict[DraftKey, Draft] = {}
        self._recovered: Mapping[DraftKey, Draft] = store.drafts()
        self._drafts.update(self._recovered)
        self._drafts_due: float | None = None
        self._listeners: list[Listener] = []
        self._views: dict[Viewer, View] = {}
        self._turn = threading.Condition()
        self._closing = False
        self._retry = False
        self._keeper = threading.Thread(target=self._keep_on, name="keeper", daemon=True)
        if not store.read_only:
            self._keeper.start()

    # What it is

    @property
    def name(self) -> str:
        """What people call this session: for a file, its name without the ending."""
        return self._store.name

    @property
    def place(self) -> str:
        """Where it is kept, for people."""
        return self._store.place

    @property
    def read_only(self) -> bool:
        """Whether it is open to look at only."""
        return self._store.read_only

    @property
    def broken(self) -> Break | None:
        """The first event that was tampered with; such a session opens read-only."""
        return self._store.broken

    @property
    def state(self) -> State:
        """The state with everything that was accepted. Show people a `view`, never this."""
        return self.history.state

    @property
    def keeping(self) -> Keeping:
        """How keeping stands."""
        with self._turn:
            return self._standing()

    def now(self) -> datetime:
        """The time by this room's clock."""
        return self._clock()

    def view(self, viewer: Viewer) -> View:
        """What a viewer may see now."""
        held = self._views.get(viewer)
        if held is None or held.n != self.history.state.n:
            held = self._views[viewer] = view_for(self.history.state, viewer)
        return held

    def log(self, viewer: Viewer) -> tuple[LogLine, ...]:
        """The log as a viewer may read it, oldest first."""
        return log_for(self.history, viewer)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change; the function returned ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # Recording

    def record(self, seat: str, *what: AnyBody, on_behalf_of: str | None = None) -> Future[tuple[Event, ...]]:
        """Accept events by `seat`, all or none, and have them kept.

        Raises `Refused` where the rules do not allow one; nothing is changed then. The future gives the events
        once they are durable, or the `StoreError` of the first attempt; they are tried again all the same.
        """
        with self._turn:
            if self._store.read_only:
                raise ReadOnly
            events = self._sealed(seat, what, on_behalf_of)
            done: Future[tuple[Event, ...]] = Future()
            self._waiting.append(_Waiting(events, done))
            self._turn.notify_all()
            standing = self._standing()
        self._tell(standing)
        return done

    def _sealed(self, seat: str, what: Sequence[AnyBody], on_behalf_of: str | None) -> tuple[Event, ...]:
        history, made = self.history, []
        at = max(self._clock(), history.last.at)
        for body in what:
            rules.check(history, seat, on_behalf_of, body)
            last = history.last
            made.append(chain.seal(last.n + 1, at, seat, on_behalf_of, body, last.hash))
            history = history.after(made[-1])
        self.history = history
        return tuple(made)

    # Drafts

    @property
    def recovered(self) -> Mapping[DraftKey, Draft]:
        """What was typed and not sent when this session was last open."""
        return self._recovered

    @property
    def drafts_problem(self) -> str | None:
        """One sentence where there were drafts that could not be read."""
        return self._store.drafts_problem

    def draft(self, seat: str, field: str, point: str | None) -> str:
        """What a seat has typed in a field and not sent."""
        held = self._drafts.get(DraftKey(seat, field, point))
        return held.text if held else ""

    def keep_draft(self, seat: str, field: str, point: str | None, text: str) -> None:
        """Remember what is typed, on disk within two seconds; an empty text forgets it."""
        if self._store.read_only:
            return
        key = DraftKey(seat, field, point)
        with self._turn:
            if text.strip():
                self._drafts[key] = Draft(text=text, at=self._clock())
            elif self._drafts.pop(key, None) is None:
                return
            if self._drafts_due is None:
                self._drafts_due = monotonic() + DRAFT_SECONDS
            self._turn.notify_all()

    # Trouble

    def retry(self) -> None:
        """Try to keep now what could not be kept."""
        with self._turn:
            self._retry = True
            self._turn.notify_all()

    def save_elsewhere(self, path: Path) -> None:
        """Write everything to a new file and go on there. Raises `StoreError` where that fails too."""
        with self._turn:
            self._store.save_elsewhere(path)
            self._retry = True
            self._turn.notify_all()

    def close(self) -> Keeping:
        """Keep what is left, drafts too, and let the session go. Says how keeping stood at the end."""
        with self._turn:
            self._closing = True
            self._turn.notify_all()
        if self._keeper.is_alive():
            self._keeper.join()
        self._store.close()
        return self.keeping

    # The keeper's thread

    def _keep_on(self) -> None:
        while True:
            with self._turn:
                self._turn.wait_for(self._is_due, timeout=self._patience())
                waiting, self._waiting = self._waiting, []
                drafts = dict(self._drafts) if self._drafts_are_due() else None
                self._retry = False
                closing = self._closing
            self._keep(waiting)
            self._keep_drafts(drafts)
            if closing and (not self._waiting or self._trouble is not None):
                return

    def _is_due(self) -> bool:
        if self._closing or self._retry:
            return True
        return (bool(self._waiting) and self._trouble is None) or self._drafts_are_due()

    def _drafts_are_due(self) -> bool:
        return self._drafts_due is not None and (self._closing or monotonic() >= self._drafts_due)

    def _patience(self) -> float | None:
        waits = [RETRY_SECONDS] if self._waiting else []
        if self._drafts_due is not None:
            waits.append(max(0.0, self._drafts_due - monotonic()))
        return min(waits, default=None)

    def _keep(self, waiting: list[_Waiting]) -> None:
        if not waiting:
            return
        trouble = None
        try:
            self._store.append([event for batch in waiting for event in batch.events])
        except StoreError as error:
            trouble = error
        with self._turn:
            self._trouble = trouble.message if trouble else None
            if trouble is not None:
                self._waiting = waiting + self._waiting
            else:
                self._kept = waiting[-1].events[-1].n
                self._kept_at = self._clock()
            standing = self._standing()
        for batch in waiting:
            if not batch.done.done():
                self._settle(batch, trouble)
        self._tell(standing)

    def _settle(self, batch: _Waiting, trouble: StoreError | None) -> None:
        if trouble is None:
            batch.done.set_result(batch.events)
        else:
            batch.done.set_exception(trouble)

    def _keep_drafts(self, drafts: Mapping[DraftKey, Draft] | None) -> None:
        if drafts is None:
            return
        # A draft that cannot be kept now is kept with the next letter; an event that cannot be kept is said.
        with suppress(StoreError):
            self._store.keep_drafts(drafts)
        with self._turn:
            self._drafts_due = None if self._drafts == drafts else monotonic() + DRAFT_SECONDS

    def _standing(self) -> Keeping:
        return Keeping(accepted=self.history.last.n, kept=self._kept, kept_at=self._kept_at, trouble=self._trouble)

    def _tell(self, standing: Keeping) -> None:
        for listener in tuple(self._listeners):
            listener(standing)
