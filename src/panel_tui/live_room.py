"""What screens and plain mode may ask of a room, whether it is on this computer or reached over a network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Protocol

from panel_tui.keeper import Keeping
from panel_tui.session.bodies import AnyBody
from panel_tui.session.chain import Break
from panel_tui.session.events import Event
from panel_tui.session.history import History
from panel_tui.session.state import State
from panel_tui.session.view import LogLine, View, Viewer
from panel_tui.store.protocol import Draft, DraftKey
from panel_tui.store.rescue import Rescue
from panel_tui.wire import Presence


class LiveRoom(Protocol):
    """A session that is open; see `room.Room`, whose words these are.

    Where the room is elsewhere, `history` and `state` hold only what this seat's view holds: enough to read a line
    and to grey a key. The room itself judges.
    """

    @property
    def name(self) -> str:
        """What people call this session."""

    @property
    def place(self) -> str:
        """Where it is kept, for people."""

    @property
    def seat(self) -> str | None:
        """The one seat that it is open for, or None."""

    @property
    def read_only(self) -> bool:
        """Whether it is open to look at only."""

    @property
    def broken(self) -> Break | None:
        """The first event that was tampered with."""

    @property
    def history(self) -> History:
        """The events and the state that they add up to."""

    @property
    def state(self) -> State:
        """The state with everything that was accepted. Show people a `view`, never this."""

    @property
    def keeping(self) -> Keeping:
        """How keeping stands."""

    def now(self) -> datetime:
        """The time by this room's clock."""

    def view(self, viewer: Viewer) -> View:
        """What a viewer may see now."""

    def log(self, viewer: Viewer) -> tuple[LogLine, ...]:
        """The log as a viewer may read it, oldest first."""

    @property
    def presence(self) -> Presence | None:
        """Who is there, or None where no seat has a device of its own."""

    def told(self) -> tuple[str, ...]:
        """Sentences for whoever has the keyboard, each given out once."""

    def subscribe(self, listener: Callable[[Keeping], None]) -> Callable[[], None]:
        """Call `listener`, from any thread, after every change; the function returned ends it."""

    def record(
        self, seat: str, *what: AnyBody, on_behalf_of: str | None = None, sent: str | None = None
    ) -> Future[tuple[Event, ...]]:
        """Have events accepted and kept, all or none. Raises `Refused` where it is known at once."""

    @property
    def recovered(self) -> Mapping[DraftKey, Draft]:
        """What was typed and not sent when this session was last open."""

    @property
    def rescues(self) -> tuple[Rescue, ...]:
        """The rescue files that were there when it was opened."""

    @property
    def drafts_problem(self) -> str | None:
        """One sentence where there were drafts that could not be read."""

    @property
    def drafts(self) -> Mapping[DraftKey, Draft]:
        """What is typed on this device and not sent now, by every seat that has had the keyboard."""

    def draft(self, seat: str, field: str, point: str | None) -> str:
        """What a seat has typed in a field and not sent."""

    def keep_draft(self, seat: str, field: str, point: str | None, text: str) -> None:
        """Remember what is typed; an empty text forgets it."""

    def retry(self) -> None:
        """Try now to keep, or to send, what waits."""

    def save_elsewhere(self, path: Path) -> None:
        """Write everything to a new file and go on there. Raises `StoreError`."""

    def close(self) -> Keeping:
        """Let the session go. Says how keeping stood at the end."""
