"""What a seat's terminal has heard of the room, and what it has to say: between the line's thread and the screens'."""

from __future__ import annotations

import secrets
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from panel_tui import wire
from panel_tui.keeper import Keeping
from panel_tui.remote.held import Held
from panel_tui.remote.link import Link
from panel_tui.remote.shadow import OwnHistory, Shadow, history_of
from panel_tui.room import Clock
from panel_tui.session.bodies import AnyBody
from panel_tui.session.events import Event
from panel_tui.session.rules import Refused
from panel_tui.session.unsent import NOTES, TEXT, packed
from panel_tui.session.unsent_entry import form_of
from panel_tui.session.view import View
from panel_tui.store.errors import StoreError
from panel_tui.store.protocol import Draft, DraftKey
from panel_tui.wire import Presence

FLUSH = 3.0
"""Seconds that leaving waits for what is being sent."""


class Waits(Future[tuple[Event, ...]]):
    """The future of an entry on its way. Nobody takes one back that was given away."""

    def __init__(self) -> None:
        super().__init__()
        self.set_running_or_notify_cancel()


class Heard:
    """What is known of the room now; see `line.Hearer`, which it is to the line. For any thread."""

    def __init__(self, link: Link, folder: Path | None, clock: Clock, more: Callable[[], None]) -> None:
        self._link = link
        self._folder = folder
        self._clock = clock
        self._more = more
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self.listeners: list[Callable[[Keeping], None]] = []
        self._told: list[str] = []
        self._own: tuple[Event, ...] = ()
        self._history: OwnHistory | None = None
        self._shadow: Shadow | None = None
        self.presence: Presence | None = None
        self._offset: tuple[datetime, float] | None = None
        self._kept_at: datetime | None = None
        self.is_away: str | None = None
        self.has_ended: str | None = None
        self._stale = False
        self._waiting: dict[str, Waits] = {}
        self._late: list[tuple[int, Waits, tuple[Event, ...]]] = []
        self.held: Held | None = None
        self.recovered: dict[DraftKey, Draft] = {}

    # For the room

    @property
    def history(self) -> OwnHistory:
        """What this seat did, and the state as far as it sees it."""
        if self._history is None:
            raise RuntimeError("the room was not joined")
        return self._history

    @property
    def view(self) -> View:
        """What this seat sees."""
        if self._shadow is None:
            raise RuntimeError("the room was not joined")
        return self._shadow.view

    @property
    def keeping(self) -> Keeping:
        """How sending stands: what is not sent counts as accepted, and not as kept."""
        with self._lock:
            held, n = self.held, self.view.n
            trouble = held.trouble if held is not None else None
            return Keeping(
                accepted=n + (held.count if held is not None else 0),
                kept=n,
                kept_at=self._kept_at or self.view.changed_at,
                trouble=trouble if held is not None and held.count else None,
                drafts_trouble=trouble if held is not None and not held.count else None,
                away=self.has_ended or self.is_away,
            )

    def now(self) -> datetime:
        """The time by the clock of the computer that has the session."""
        if self._offset is None:
            return self._clock()
        at, then = self._offset
        return at + timedelta(seconds=monotonic() - then)

    def told(self) -> tuple[str, ...]:
        """Sentences that were not given out yet."""
        with self._lock:
            told, self._told = tuple(self._told), []
        return told

    def put(self, what: tuple[AnyBody, ...], on_behalf_of: str | None, sent: str | None) -> Waits:
        """Send this when it can be sent. Raises `Refused` where the connection has ended."""
        with self._lock:
            if self.has_ended is not None or self.held is None:
                raise Refused(self.has_ended or "this room was left")
            mark = sent or secrets.token_urlsafe(18)
            waits = self._waiting[mark] = Waits()
            self.held.put(wire.Submission(sent=mark, bodies=what, on_behalf_of=on_behalf_of))
        self._more()
        self.tell()
        return waits

    def draft(self, key: DraftKey) -> str:
        """What is typed in a field and not sent."""
        found = self.held.drafts.get(key) if self.held is not None else None
        return found.text if found else ""

    def wait_until_sent(self) -> None:
        """Wait a moment for what is being sent."""
        with self._changed:
            self._changed.wait_for(
                lambda: self.held is None or not self.held.count or self.is_away or self.has_ended, timeout=FLUSH
            )

    def end(self) -> None:
        """Nobody answers any more: keep what is left on the disk."""
        if self.held is not None:
            self.held.close()
        with self._lock:
            gone, self._waiting = tuple(self._waiting.values()), {}
            late, self._late = self._late, []
        for waits in gone:
            waits.set_exception(StoreError("it waits on this device and is sent when you join again"))
        for _, waits, events in late:
            waits.set_result(events)

    def tell(self) -> None:
        """Say to every listener that something is different."""
        if self._history is None:
            return
        standing = self.keeping
        for listener in tuple(self.listeners):
            try:
                listener(standing)
            except Exception:  # noqa: BLE001 - a screen that fails stops neither the line nor other screens
                threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread())))

    # What the line says: see `line.Hearer`

    def came(self, message: wire.Message) -> None:
        """Something was told."""
        with self._changed:
            if isinstance(message, wire.Presence):
                self.presence = message
                self._set_clock(message.now)
            elif isinstance(message, wire.Nudge):
                self._told.append(message.text)
            elif isinstance(message, wire.Whole):
                self.presence = message.presence
                self._set_clock(message.now)
                self._own = message.own
                self._show(message.view)
            elif isinstance(message, wire.Change):
                self._set_clock(message.now)
                self._apply(message)
            self._changed.notify_all()
        self.tell()

    def _apply(self, change: wire.Change) -> None:
        if change.n <= self.view.n and not change.fields and not change.points:
            return
        try:
            view = wire.apply(self.view, change)
        except (ValueError, KeyError):
            self._stale = True  # everything is asked for, the next time
            raise ValueError("a change that does not follow") from None
        known = {event.n for event in self._own}
        self._own += tuple(event for event in change.own if event.n not in known)
        self._show(view)

    def _show(self, view: View) -> None:
        if self.held is None:
            self._take_up(view)
        history = history_of(view, self._own, self._shadow)
        self._history, self._shadow, self._stale = history, Shadow(view, history.state), False
        late, self._late = self._late, []
        for n, waiting, events in late:
            if n > view.n:
                self._late.append((n, waiting, events))
            else:
                waiting.set_result(events)

    def _take_up(self, view: View) -> None:
        self.held = Held(self._folder, view.session, view.viewer.seat or "", self._clock, self.tell)
        self.recovered = dict(self.held.drafts)
        if self.held.count:
            entries = "1 entry that waited" if self.held.count == 1 else f"{self.held.count} entries that waited"
            self._told.append(f"{entries} on this device since last time: sending.")
            self._more()

    def _set_clock(self, now: datetime) -> None:
        then = monotonic()
        if self._offset is not None:
            at, since = self._offset
            ours = at + timedelta(seconds=then - since)
            # What was longer under way says an earlier time than it is; so the latest that was said is right.
            if timedelta(0) <= ours - now < timedelta(seconds=2):
                return
        self._offset = (now, then)

    def away(self, sentence: str | None) -> None:
        """The line is broken, and why; or whole again."""
        with self._changed:
            if sentence is None:
                self.is_away = None
            elif self.is_away is None:
                since = self._clock().astimezone().strftime("%H:%M:%S")
                self.is_away = (
                    f"The connection to {self._link.place} is away since {since}; it is tried again by itself"
                )
            self._changed.notify_all()
        self.tell()

    def ended(self, sentence: str) -> None:
        """The line has ended for good; what is not sent stays on this device."""
        with self._changed:
            self.has_ended = sentence
            self._told.append(sentence)
            gone = tuple(self._waiting.values())
            self._waiting.clear()
            self._changed.notify_all()
        for waiting in gone:
            waiting.set_exception(Refused(sentence))
        self.tell()

    def seen(self) -> int:
        """The number of the newest event that was told."""
        return 0 if self._shadow is None or self._stale else self._shadow.view.n

    def next(self) -> wire.Submission | None:
        """The oldest entry that is not sent."""
        with self._lock:
            return self.held.first if self.held is not None and self.has_ended is None else None

    def answered(self, sent: str, answer: wire.Kept | wire.NotKept) -> None:
        """An entry is durable at the other end, or refused."""
        with self._changed:
            held = self.held.take(sent) if self.held is not None else None
            waiting = self._waiting.pop(sent, None)
            refused = answer.refused if isinstance(answer, wire.NotKept) else None
            if refused is not None:
                self._told.append(f"Not kept: {refused}.")
                self._put_back(held)
            elif isinstance(answer, wire.Kept):
                self._kept_at = self.now()
                if waiting is not None and answer.events and answer.events[-1].n > self.view.n:
                    self._late.append((answer.events[-1].n, waiting, answer.events))
                    waiting = None
            self._changed.notify_all()
        if waiting is not None and isinstance(answer, wire.Kept):
            waiting.set_result(answer.events)
        elif waiting is not None and refused is not None:
            waiting.set_exception(Refused(refused))
        self.tell()

    def _put_back(self, refused: wire.Submission | None) -> None:
        # Nobody's words are lost, least of all after they waited for an hour: they are back in the form they came from.
        seat = self.view.viewer.seat or ""
        for body in refused.bodies if refused is not None else ():
            form = form_of(body, (refused.on_behalf_of if refused else None) or seat)
            if self.held is None or form is None:
                continue
            key = DraftKey(seat, form.form, form.about)
            waiting = self.draft(key)
            if form.form in NOTES:
                text = form.fields[TEXT]
                self.held.keep_draft(key, f"{text}\n{waiting}" if waiting else text)
            elif not waiting:
                self.held.keep_draft(key, packed(form.fields))
            else:
                self._told.append(f"What was not kept reads: {' / '.join(form.fields.values())}")
