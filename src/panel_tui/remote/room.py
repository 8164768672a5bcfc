"""A room that another computer has, as one seat's terminal holds it: the words are those of `room.Room`."""

from __future__ import annotations

import secrets
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path
from time import monotonic

from msgspec.structs import replace

from panel_tui import wire
from panel_tui.keeper import Keeping
from panel_tui.remote.held import Held
from panel_tui.remote.line import Line
from panel_tui.remote.link import Trust, read_link
from panel_tui.remote.shadow import OwnHistory, Shadow, history_of
from panel_tui.room import Clock, numbered, utc_now
from panel_tui.session import bodies, rules
from panel_tui.session.bodies import AnyBody
from panel_tui.session.chain import Break
from panel_tui.session.events import Event
from panel_tui.session.rules import Refused
from panel_tui.session.state import State
from panel_tui.session.view import LogLine, View, Viewer
from panel_tui.session.views import view_for
from panel_tui.store.errors import StoreError
from panel_tui.store.protocol import Draft, DraftKey
from panel_tui.wire import Presence

LOG_PATIENCE = 5.0
"""Seconds that a log may take to come."""
CATCH_UP = 5.0
"""Seconds that an entry which is durable waits for the view that shows it."""
FLUSH = 3.0
"""Seconds that leaving waits for what is being sent."""
TYPING_EVERY = 3.0
CAPTURE = "capture"
"""The field in which the screens take notes: a note that was refused too late is put back there."""


class FarRoomOnly(StoreError):
    """This session is kept on the lead's computer, and saved elsewhere there."""


class _Waiting:
    """An entry on its way: whether somebody waits for it, and from which event on the view shows it."""

    def __init__(self) -> None:
        self.done: Future[tuple[Event, ...]] = Future()
        self.done.set_running_or_notify_cancel()


class RemoteRoom:
    """One seat's room over a network. Its methods may be called from any thread."""

    def __init__(self, url: str, *, trust: Trust | None = None, folder: Path | None = None, clock: Clock = utc_now):
        self._link = read_link(url)
        self._clock = clock
        self._folder = folder
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._listeners: list[Callable[[Keeping], None]] = []
        self._told: list[str] = []
        self._own: tuple[Event, ...] = ()
        self._history: OwnHistory | None = None
        self._shadow: Shadow | None = None
        self._views: dict[Viewer, View] = {}
        self._log: tuple[int, tuple[LogLine, ...]] = (0, ())
        self._presence: Presence | None = None
        self._offset: tuple[datetime, float] | None = None
        self._kept_at: datetime | None = None
        self._away: str | None = None
        self._ended: str | None = None
        self._stale = False
        self._waiting: dict[str, _Waiting] = {}
        self._late: list[tuple[int, _Waiting, tuple[Event, ...]]] = []
        self._held: Held | None = None
        self._recovered: dict[DraftKey, Draft] = {}
        self._typed = 0.0
        self._left = False
        self._line = Line(self._link, trust or Trust(), self)

    @classmethod
    def join(
        cls, url: str, *, trust: Trust | None = None, folder: Path | None = None, clock: Clock = utc_now
    ) -> RemoteRoom:
        """Join by a seat's link. `folder` is where this device keeps what it has not sent.

        Raises `CannotJoin` with one sentence.
        """
        room = cls(url, trust=trust, folder=folder, clock=clock)
        room._line.start()
        return room

    # What it is

    @property
    def name(self) -> str:
        """The service."""
        return self._seen_view.service

    @property
    def place(self) -> str:
        """Where it is kept, for people."""
        return f"the lead's computer ({self._link.place})"

    @property
    def seat(self) -> str | None:
        """The one seat that this room is open for."""
        return self._seen_view.viewer.seat

    @property
    def read_only(self) -> bool:
        """Whether it is open to look at only: the connection has ended for good."""
        return self._ended is not None

    @property
    def broken(self) -> Break | None:
        """None: the computer that has the session looks after that."""
        return None

    @property
    def history(self) -> OwnHistory:
        """What this seat did, and the state as far as it sees it."""
        if self._history is None:
            raise RuntimeError("the room was not joined")
        return self._history

    @property
    def state(self) -> State:
        """The state as far as this seat sees it."""
        return self.history.state

    @property
    def _seen_view(self) -> View:
        if self._shadow is None:
            raise RuntimeError("the room was not joined")
        return self._shadow.view

    @property
    def presence(self) -> Presence | None:
        """Who is there, as it was told last."""
        return self._presence

    @property
    def keeping(self) -> Keeping:
        """How sending stands: what is not sent counts as accepted here and kept nowhere else."""
        with self._lock:
            held, n = self._held, self._seen_view.n
            trouble = held.trouble if held is not None else None
            return Keeping(
                accepted=n + (held.count if held is not None else 0),
                kept=n,
                kept_at=self._kept_at or self._seen_view.changed_at,
                trouble=trouble if held is not None and held.count else None,
                drafts_trouble=trouble if held is not None and not held.count else None,
                away=self._ended or self._away,
            )

    def now(self) -> datetime:
        """The time by the clock of the computer that has the session."""
        if self._offset is None:
            return self._clock()
        at, then = self._offset
        return at + timedelta(seconds=monotonic() - then)

    def view(self, viewer: Viewer) -> View:
        """What this seat may see; for the room display, as far as that follows from it."""
        with self._lock:
            view = self._seen_view
            if viewer == view.viewer:
                return view
            made = self._views.get(viewer)
            if made is None or made.n != view.n:
                made = self._views[viewer] = view_for(self.state, viewer)
            return made

    def log(self, viewer: Viewer) -> tuple[LogLine, ...]:
        """The log as this seat may read it; the last one known, where the connection is away.

        Waits for an answer, up to five seconds: not for a screen's own thread.
        """
        n = self._seen_view.n
        if self._log[0] != n and self._away is None and self._ended is None:
            came = self._line.log(LOG_PATIENCE)
            if came is not None:
                self._log = (n, came)
        return self._log[1]

    def told(self) -> tuple[str, ...]:
        """Sentences for whoever has the keyboard, each given out once."""
        with self._lock:
            told, self._told = tuple(self._told), []
        return told

    def subscribe(self, listener: Callable[[Keeping], None]) -> Callable[[], None]:
        """Call `listener`, from any thread, after every change; the function returned ends it."""
        self._listeners.append(listener)

        def end() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return end

    # What happens in it

    def record(
        self, seat: str, *what: AnyBody, on_behalf_of: str | None = None, sent: str | None = None
    ) -> Future[tuple[Event, ...]]:
        """Have events sent and kept, all or none. Raises `Refused` where it is known at once.

        The future gives the events once they are durable at the other end and the view here shows them, or `Refused`.
        """
        with self._lock:
            if self._ended is not None or self._held is None:
                raise Refused(self._ended or "this room was left")
            self._judge(seat, what, on_behalf_of)
            mark = sent or secrets.token_urlsafe(18)
            waiting = self._waiting[mark] = _Waiting()
            self._held.put(wire.Submission(sent=mark, bodies=what, on_behalf_of=on_behalf_of))
        self._line.send()
        self._tell()
        return waiting.done

    def _judge(self, seat: str, what: tuple[AnyBody, ...], on_behalf_of: str | None) -> None:
        history: OwnHistory = self.history
        for body in what:
            if isinstance(body, bodies.LeadTaken):
                self._judge_taking(seat)
            fresh = numbered(history, body)
            rules.check(history, seat, on_behalf_of, fresh)
            if body is not what[-1]:
                n, at = history.state.n + 1, self.now()
                event = Event(n=n, at=at, seat=seat, on_behalf_of=on_behalf_of, what=fresh, prev="", hash="")
                history = history.after(event)

    def _judge_taking(self, seat: str) -> None:
        presence, view = self._presence, self._seen_view
        if presence is None or seat == view.lead:
            return
        lead = view.label(view.lead)
        if presence.lead_gone is None:
            raise Refused(f"the lead, {lead}, is here; the lead is taken over only from one who has gone")
        left = presence.lead_wait - (self.now() - presence.lead_gone).total_seconds()
        if left > 0:
            raise Refused(f"the lead, {lead}, went a moment ago: wait {ceil(left)} seconds more")

    # What the line says: see `line.Hearer`

    def came(self, message: wire.Message) -> None:
        """Something was told."""
        with self._changed:
            if isinstance(message, wire.Presence):
                self._presence = message
                self._set_clock(message.now)
            elif isinstance(message, wire.Nudge):
                self._told.append(message.text)
            elif isinstance(message, wire.Whole):
                self._presence = message.presence
                self._set_clock(message.now)
                self._own = message.own
                self._show(message.view)
            elif isinstance(message, wire.Change):
                self._set_clock(message.now)
                self._apply(message)
            self._changed.notify_all()
        self._tell()

    def _apply(self, change: wire.Change) -> None:
        if change.n <= self._seen_view.n and not change.fields and not change.points:
            return
        try:
            view = wire.apply(self._seen_view, change)
        except (ValueError, KeyError):
            self._stale = True  # everything is asked for, the next time
            raise ValueError("a change that does not follow") from None
        known = {event.n for event in self._own}
        self._own += tuple(event for event in change.own if event.n not in known)
        self._show(view)

    def _show(self, view: View) -> None:
        if self._held is None:
            self._take_up(view)
        history = history_of(view, self._own, self._shadow)
        self._history, self._shadow, self._stale = history, Shadow(view, history.state), False
        late, self._late = self._late, []
        for n, waiting, events in late:
            if n > view.n:
                self._late.append((n, waiting, events))
            else:
                waiting.done.set_result(events)

    def _take_up(self, view: View) -> None:
        self._held = Held(self._folder, view.session, view.viewer.seat or "", self._clock, self._tell)
        self._recovered = dict(self._held.drafts)
        if self._held.count:
            entries = "1 entry that waited" if self._held.count == 1 else f"{self._held.count} entries that waited"
            self._told.append(f"{entries} on this device since last time: sending.")
            self._line.send()

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
                self._away = None
            elif self._away is None:
                since = self._clock().astimezone().strftime("%H:%M:%S")
                self._away = f"The connection to {self._link.place} is away since {since}; it is tried again by itself"
            self._changed.notify_all()
        self._tell()

    def ended(self, sentence: str) -> None:
        """The line has ended for good; what is not sent stays on this device."""
        with self._changed:
            self._ended = sentence
            self._told.append(sentence)
            gone = tuple(self._waiting.values())
            self._waiting.clear()
            self._changed.notify_all()
        for waiting in gone:
            waiting.done.set_exception(Refused(sentence))
        self._tell()

    def seen(self) -> int:
        """The number of the newest event that was told."""
        return 0 if self._shadow is None or self._stale else self._shadow.view.n

    def next(self) -> wire.Submission | None:
        """The oldest entry that is not sent."""
        with self._lock:
            return self._held.first if self._held is not None and self._ended is None else None

    def answered(self, sent: str, answer: wire.Kept | wire.NotKept) -> None:
        """An entry is durable at the other end, or refused."""
        with self._changed:
            held = self._held.take(sent) if self._held is not None else None
            waiting = self._waiting.pop(sent, None)
            refused = answer.refused if isinstance(answer, wire.NotKept) else None
            if refused is not None:
                self._told.append(f"Not kept: {refused}.")
                self._put_back(held)
            elif isinstance(answer, wire.Kept):
                self._kept_at = self.now()
                if waiting is not None and answer.events and answer.events[-1].n > self._seen_view.n:
                    self._late.append((answer.events[-1].n, waiting, answer.events))
                    waiting = None
            self._changed.notify_all()
        if waiting is not None and isinstance(answer, wire.Kept):
            waiting.done.set_result(answer.events)
        elif waiting is not None and refused is not None:
            waiting.done.set_exception(Refused(refused))
        self._tell()

    def _put_back(self, refused: wire.Submission | None) -> None:
        # The words of a note are nobody's to lose, least of all after they waited for an hour.
        for body in refused.bodies if refused is not None else ():
            seat = self.seat or ""
            if isinstance(body, bodies.NoteTaken) and not self.draft(seat, CAPTURE, body.point):
                self.keep_draft(seat, CAPTURE, body.point, body.text)

    def _tell(self) -> None:
        if self._history is None:
            return
        standing = self.keeping
        for listener in tuple(self._listeners):
            try:
                listener(standing)
            except Exception:  # noqa: BLE001 - a screen that fails stops neither the line nor other screens
                threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread())))

    # What is typed and not sent

    @property
    def recovered(self) -> Mapping[DraftKey, Draft]:
        """What was typed and not sent when this seat was last joined from this device."""
        return self._recovered

    @property
    def drafts_problem(self) -> str | None:
        """One sentence where what this device had could not be read."""
        return self._held.problem if self._held is not None else None

    def draft(self, seat: str, field: str, point: str | None) -> str:
        """What is typed in a field and not sent."""
        found = self._held.drafts.get(DraftKey(seat, field, point)) if self._held is not None else None
        return found.text if found else ""

    def keep_draft(self, seat: str, field: str, point: str | None, text: str) -> None:
        """Remember what is typed, on this device's disk within two seconds; an empty text forgets it."""
        if self._held is None:
            return
        self._held.keep_draft(DraftKey(seat, field, point), text)
        if text.strip() and monotonic() - self._typed > TYPING_EVERY and self._ended is None:
            self._typed = monotonic()
            self._line.say_typing(point or "")

    # Trouble, and the end

    def retry(self) -> None:
        """Try now to reach the other computer, and to send what waits."""
        self._line.retry()
        self._line.send()
        if self._held is not None:
            self._held.retry()

    def save_elsewhere(self, path: Path) -> None:
        """Refused: the session is not on this computer."""
        raise FarRoomOnly

    def close(self) -> Keeping:
        """Send what can be sent at once, keep the rest on this device's disk, and leave."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._held is None or not self._held.count or self._away or self._ended, timeout=FLUSH
            )
        if not self._left:
            self._left = True
            self._line.close()
            if self._held is not None:
                self._held.close()
            gone, self._waiting = tuple(self._waiting.values()), {}
            for waiting in gone:
                waiting.done.set_exception(StoreError("it waits on this device and is sent when you join again"))
            for _, waiting, events in self._late:
                waiting.done.set_result(events)
            self._late = []
        standing = self.keeping
        if standing.unsaved and standing.away is None:
            return replace(standing, away=f"This device has left {self._link.place}")
        return standing
