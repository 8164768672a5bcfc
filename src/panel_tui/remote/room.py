"""A room that another computer has, as one seat's terminal holds it: the words are those of `room.Room`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from time import monotonic

from msgspec.structs import replace

from panel_tui.keeper import Keeping
from panel_tui.remote.heard import Heard
from panel_tui.remote.judge import check
from panel_tui.remote.line import Line
from panel_tui.remote.link import Trust, read_link
from panel_tui.remote.shadow import OwnHistory
from panel_tui.room import Clock, utc_now
from panel_tui.session.bodies import AnyBody
from panel_tui.session.chain import Break
from panel_tui.session.events import Event
from panel_tui.session.state import State
from panel_tui.session.view import LogLine, View, Viewer
from panel_tui.session.views import view_for
from panel_tui.store.errors import StoreError
from panel_tui.store.protocol import Draft, DraftKey
from panel_tui.store.rescue import Rescue
from panel_tui.wire import Presence

LOG_PATIENCE = 5.0
"""Seconds that a log may take to come."""
TYPING_EVERY = 3.0


class FarRoomOnly(StoreError):
    """This session is kept on the lead's computer, and saved elsewhere there."""


class RemoteRoom:
    """One seat's room over a network. Its methods may be called from any thread."""

    rescues: tuple[Rescue, ...] = ()
    """None: what could not be sent waits on this device's disk."""

    def __init__(self, url: str, *, trust: Trust | None = None, folder: Path | None = None, clock: Clock = utc_now):
        link = read_link(url)
        self._link = link
        self._heard = Heard(link, folder, clock, lambda: self._line.send())
        self._line = Line(link, trust or Trust(), self._heard)
        self._views: dict[Viewer, View] = {}
        self._log: tuple[int, tuple[LogLine, ...]] = (0, ())
        self._typed = 0.0
        self._left = False

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
        return self._heard.view.service

    @property
    def place(self) -> str:
        """Where it is kept, for people."""
        return f"the lead's computer ({self._link.place})"

    @property
    def seat(self) -> str | None:
        """The one seat that this room is open for."""
        return self._heard.view.viewer.seat

    @property
    def read_only(self) -> bool:
        """Whether it is open to look at only: the connection has ended for good."""
        return self._heard.has_ended is not None

    @property
    def broken(self) -> Break | None:
        """None: the computer that has the session looks after that."""
        return None

    @property
    def history(self) -> OwnHistory:
        """What this seat did, and the state as far as it sees it."""
        return self._heard.history

    @property
    def state(self) -> State:
        """The state as far as this seat sees it."""
        return self.history.state

    @property
    def presence(self) -> Presence | None:
        """Who is there, as it was told last."""
        return self._heard.presence

    @property
    def keeping(self) -> Keeping:
        """How sending stands: what is not sent counts as accepted here and kept nowhere else."""
        return self._heard.keeping

    def now(self) -> datetime:
        """The time by the clock of the computer that has the session."""
        return self._heard.now()

    def view(self, viewer: Viewer) -> View:
        """What this seat may see; for the room display, as far as that follows from it."""
        view = self._heard.view
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
        n = self._heard.view.n
        if self._log[0] != n and self._heard.is_away is None and self._heard.has_ended is None:
            came = self._line.log(LOG_PATIENCE)
            if came is not None:
                self._log = (n, came)
        return self._log[1]

    def told(self) -> tuple[str, ...]:
        """Sentences for whoever has the keyboard, each given out once."""
        return self._heard.told()

    def subscribe(self, listener: Callable[[Keeping], None]) -> Callable[[], None]:
        """Call `listener`, from any thread, after every change; the function returned ends it."""
        self._heard.listeners.append(listener)

        def end() -> None:
            with suppress(ValueError):
                self._heard.listeners.remove(listener)

        return end

    # What happens in it

    def record(
        self, seat: str, *what: AnyBody, on_behalf_of: str | None = None, sent: str | None = None
    ) -> Future[tuple[Event, ...]]:
        """Have events sent and kept, all or none. Raises `Refused` where it is known at once.

        The future gives the events once they are durable at the other end and the view here shows them, or `Refused`.
        """
        heard = self._heard
        check(heard.history, heard.presence, heard.now(), seat, what, on_behalf_of)
        return heard.put(what, on_behalf_of, sent)

    # What is typed and not sent

    @property
    def recovered(self) -> Mapping[DraftKey, Draft]:
        """What was typed and not sent when this seat was last joined from this device."""
        return self._heard.recovered

    @property
    def drafts_problem(self) -> str | None:
        """One sentence where what this device had could not be read."""
        return self._heard.held.problem if self._heard.held is not None else None

    @property
    def drafts(self) -> Mapping[DraftKey, Draft]:
        """What this seat has typed on this device and not sent now."""
        return dict(self._heard.held.drafts) if self._heard.held is not None else {}

    def draft(self, seat: str, field: str, point: str | None) -> str:
        """What is typed in a field and not sent."""
        return self._heard.draft(DraftKey(seat, field, point))

    def keep_draft(self, seat: str, field: str, point: str | None, text: str) -> None:
        """Remember what is typed, on this device's disk within two seconds; an empty text forgets it."""
        if self._heard.held is None:
            return
        self._heard.held.keep_draft(DraftKey(seat, field, point), text)
        if text.strip() and monotonic() - self._typed > TYPING_EVERY and self._heard.has_ended is None:
            self._typed = monotonic()
            self._line.say_typing(point or "")

    # Trouble, and the end

    def retry(self) -> None:
        """Try now to reach the other computer, and to send what waits."""
        self._line.retry()
        self._line.send()
        if self._heard.held is not None:
            self._heard.held.retry()

    def save_elsewhere(self, path: Path) -> None:
        """Refused: the session is not on this computer."""
        raise FarRoomOnly

    def close(self) -> Keeping:
        """Send what can be sent at once, keep the rest on this device's disk, and leave."""
        self._heard.wait_until_sent()
        if not self._left:
            self._left = True
            self._line.close()
            self._heard.end()
        standing = self.keeping
        if standing.unsaved and standing.away is None:
            return replace(standing, away=f"This device has left {self._link.place}")
        return standing
