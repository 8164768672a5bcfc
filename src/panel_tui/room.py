"""One live session: check, keep, fold, tell everyone. The only thing that writes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from msgspec.structs import replace

from panel_tui.durable import Durable, Listener, Listeners, Received
from panel_tui.keeper import Keeper, Keeping
from panel_tui.session import bodies, chain, rules
from panel_tui.session.bodies import AnyBody
from panel_tui.session.chain import Break
from panel_tui.session.events import Event
from panel_tui.session.fold.gathered import all_evidence
from panel_tui.session.history import History
from panel_tui.session.log import log_for
from panel_tui.session.state import State
from panel_tui.session.view import LogLine, View, Viewer
from panel_tui.session.views import view_for
from panel_tui.store.access import AccessFile
from panel_tui.store.protocol import Draft, DraftKey, SessionStore
from panel_tui.store.rescue import Rescue
from panel_tui.wire import Presence

__all__ = ["Admission", "Clock", "Draft", "DraftKey", "Keeping", "ReadOnly", "Room", "utc_now"]

_LETTERS: Mapping[type[bodies.Body], str] = {
    bodies.NoteTaken: "N",
    bodies.EvidenceAdded: "E",
    bodies.RecommendationMade: "R",
    bodies.QuestionAsked: "Q",
}
"""What is numbered, each kind with its letter."""

Clock = Callable[[], datetime]

Admission = Callable[[], None]
"""Raises where whoever sends may no longer: asked under the room's lock, in the breath in which it accepts."""


def utc_now() -> datetime:
    """The time, in UTC: the clock of every room that is not under test."""
    return datetime.now(UTC)


class ReadOnly(rules.Refused):
    """This session is open to look at only."""


class Room:
    """A session that is open.

    Its methods may be called from any thread. Listeners are called from the thread that keeps, or from the
    one that recorded.
    """

    seat: str | None = None
    """The one seat that a room is open for: none, where it is the lead's computer, and open for each."""

    def __init__(self, store: SessionStore, clock: Clock = utc_now) -> None:
        self._store = store
        self._clock = clock
        self.history = History.of(store.events())
        self._durable = Durable(self.history)
        self._received = Received(self.history)
        self._listeners = Listeners()
        self._keeper = Keeper(store, self.history.last, clock, self._listeners.tell)
        self.recovered: Mapping[DraftKey, Draft] = dict(self._keeper.drafts)
        """What was typed and not sent when this session was last open."""
        self.rescues: tuple[Rescue, ...] = ()
        """The rescue files that were there when it was opened: set by whoever opened it."""
        self._views: dict[Viewer, View] = {}
        self._kept_views: dict[Viewer, View] = {}
        self._one_at_a_time = threading.Lock()
        self._notices_given: set[str] = set()
        self.on_this_device = AccessFile.on_this_device(self.history.events[0].hash)
        """The file in this device's own state folder that holds usable links and the PIN, apart from the session."""
        self.presence: Presence | None = None
        """Who is there: set by whoever opened the seats, and None while they are closed."""

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
    def kept(self) -> History:
        """The history of what is durable: the newest that other devices are told of."""
        return self._durable.upto(self.keeping.kept)

    @property
    def keeping(self) -> Keeping:
        """How keeping stands."""
        return self._keeper.standing

    def now(self) -> datetime:
        """The time by this room's clock."""
        return self._clock()

    def view(self, viewer: Viewer) -> View:
        """What a viewer may see now."""
        held = self._views.get(viewer)
        if held is None or held.n != self.history.state.n:
            held = self._views[viewer] = view_for(self.history.state, viewer)
        return held

    def kept_view(self, viewer: Viewer) -> View:
        """What a viewer may see of what is durable."""
        state = self.kept.state
        held = self._kept_views.get(viewer)
        if held is None or held.n != state.n:
            held = self._kept_views[viewer] = view_for(state, viewer)
        return held

    def log(self, viewer: Viewer) -> tuple[LogLine, ...]:
        """The log as a viewer may read it, oldest first."""
        return log_for(self.history, viewer)

    def told(self) -> tuple[str, ...]:
        """Notices for whoever has the keyboard, each given out once: what the place of the session cannot do."""
        notices = () if self.read_only else self._store.notices
        new = tuple(sentence for sentence in notices if sentence not in self._notices_given)
        self._notices_given.update(new)
        return new

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change; the function returned ends it, and may be called twice."""
        return self._listeners.add(listener)

    # What happens in it

    def record(
        self,
        seat: str,
        *what: AnyBody,
        on_behalf_of: str | None = None,
        sent: str | None = None,
        admission: Admission | None = None,
    ) -> Future[tuple[Event, ...]]:
        """Accept events by `seat`, all or none, and have them kept.

        `admission` is asked first, while nothing else is accepted: what it raises is raised here, and nothing is
        changed, also for what was sent before. It must neither wait nor record.

        `sent` is the mark of a device: what that seat sent before under the same mark is not accepted again, and
        the future is that of the first time. Notes and whatever else has a number get the next free one.
        Raises `Refused` where the rules do not allow one; nothing is changed then. The future gives the events
        once they are durable (`kept` has them then), or the `StoreError` of the first attempt; they are tried
        again all the same.
        """
        with self._one_at_a_time:
            if self.read_only:
                raise ReadOnly
            if admission is not None:
                admission()
            if not what:
                raise rules.Refused("there is nothing to record")
            if sent is not None:
                before = self._received.again(seat, sent, self.history, self.keeping.kept)
                if before is not None:
                    if self.keeping.trouble is not None:
                        self._keeper.retry()
                    return before
            # A system clock that was put back must not make the record say that an answer came before its question.
            at = max(self._clock(), self.history.last.at)
            history, events = _sealed(self.history, at, seat, what, on_behalf_of, sent)
            self.history = history
            self._durable.accepted(history)
            done = self._keeper.keep(events)
            if sent is not None:
                self._received.remember(seat, sent, events[0].n, done, self.keeping.kept)
        self._listeners.tell(self.keeping)
        return done

    # What is typed and not sent

    @property
    def drafts(self) -> Mapping[DraftKey, Draft]:
        """What is typed on this device and not sent now, by every seat that has had the keyboard."""
        return dict(self._keeper.drafts)

    @property
    def drafts_problem(self) -> str | None:
        """One sentence where there were drafts that could not be read."""
        return self._store.drafts_problem

    def draft(self, seat: str, field: str, point: str | None) -> str:
        """What a seat has typed in a field and not sent."""
        held = self._keeper.drafts.get(DraftKey(seat, field, point))
        return held.text if held else ""

    def keep_draft(self, seat: str, field: str, point: str | None, text: str) -> None:
        """Remember what is typed, on disk within two seconds; an empty text forgets it."""
        if not self.read_only:
            self._keeper.keep_draft(DraftKey(seat, field, point), text)

    # Who may come in from other devices

    @property
    def access_problem(self) -> str | None:
        """One sentence where it cannot be read who may come in; that is left as it is."""
        return self._store.access_problem

    def access(self) -> bytes | None:
        """What was kept last of who may come in, or None. Waits for the disk. Raises `ReadOnly`."""
        if self.read_only:
            raise ReadOnly
        return self._keeper.access()

    def keep_access(self, data: bytes) -> None:
        """Keep exactly this of who may come in; none removes it. Waits for the disk.

        Raises `ReadOnly`, or `StoreError` where it could not be kept.
        """
        if self.read_only:
            raise ReadOnly
        self._keeper.keep_access(data)

    # Trouble, and the end

    def retry(self) -> None:
        """Try now to keep what could not be kept."""
        self._keeper.retry()

    def save_elsewhere(self, path: Path) -> None:
        """Write everything to a new file and go on there. Raises `StoreError` where that fails too."""
        self._keeper.save_elsewhere(path)

    def close(self) -> Keeping:
        """Keep what is left, drafts too, and let the session go. Says how keeping stood at the end."""
        with self._one_at_a_time:  # what is accepted before this is kept, and nothing is after
            self._keeper.close()
            self._store.close()
        return self.keeping


def _sealed(
    history: History, at: datetime, seat: str, what: Sequence[AnyBody], on_behalf_of: str | None, sent: str | None
) -> tuple[History, tuple[Event, ...]]:
    made = []
    for body in what:
        fresh = numbered(history, body)
        rules.check(history, seat, on_behalf_of, fresh)
        last = history.last
        made.append(chain.seal(last.n + 1, at, seat, on_behalf_of, fresh, last.hash, sent))
        history = history.after(made[-1])
    return history, tuple(made)


def numbered(history: History, body: AnyBody) -> AnyBody:
    """The same with the next free number: two people may have read the same one, and a device may send any."""
    if isinstance(body, bodies.EvidenceBrought):
        return _each_numbered(history, body)
    letter = _LETTERS.get(type(body))
    return replace(body, id=history.next_id(letter)) if letter else body


def _each_numbered(history: History, body: bodies.EvidenceBrought) -> bodies.EvidenceBrought:
    known = {one.id for one in all_evidence(history.state)}
    if not known.issuperset(item.id for item in body.items if item.id):
        raise rules.Refused("evidence was taken off here in the meantime; bring this source in again")
    first = int(history.next_id("E")[1:])
    numbers = count(first)
    items = (item if item.id else replace(item, id=f"E{next(numbers)}") for item in body.items)
    return replace(body, items=tuple(items))
