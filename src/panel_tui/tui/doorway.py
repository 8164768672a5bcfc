"""The open seats, as the screens hold them: opened and closed with the room, and what the lead is told of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple, Protocol

from textual.screen import Screen

from panel_tui.hosting import CannotHost, Hosted, Hosting, Knock, OpenSeats, SeatStanding, Way
from panel_tui.live_room import LiveRoom
from panel_tui.room import Room
from panel_tui.session.bodies import SeatTakenOver
from panel_tui.speaker import Speaker
from panel_tui.tui.ink import one_line
from panel_tui.wire import How

HERE: frozenset[How] = frozenset({"in", "writing"})
LEAD_SECONDS = 1.0
"""The server hears of the lead's keys no more often than this."""
AWAY_SECONDS = 10
"""A seat that is away for less is not spoken of: connections blink."""
QUIET_SECONDS = 3
"""Seconds between two sentences about who came and went; meanwhile the names gather."""


class Standing(NamedTuple):
    """What the status line says: how many seats are in, of how many, and how many people ask to come in."""

    inside: int
    seats: int
    knocks: int


Networks = Callable[[], Sequence[tuple[str, str]]]
"""The networks this computer is on, each with its name and the address there."""


def no_networks() -> Sequence[tuple[str, str]]:
    """For where nobody can say."""
    return ()


class Doors(NamedTuple):
    """How a room can be opened to other devices. `way` is the one that was given on the command line."""

    open_seats: OpenSeats | None = None
    networks: Networks = no_networks
    way: Way | None = None


class Lead(Protocol):
    """The app, as it is needed here."""

    @property
    def speaker(self) -> Speaker:
        """The keyboard in the open room, or in the last one."""

    @property
    def open_speaker(self) -> Speaker | None:
        """The keyboard in the open room, or None at Home."""

    @property
    def screen_stack(self) -> list[Screen[Any]]:
        """The screens, the one on top last. `NEWS` of one may be `later`, where it hides what is said, or `seen`,
        where it shows the door itself."""

    def heard(self) -> None:
        """Something changed; from any thread."""

    def say_sentence(self, sentence: str, severity: str = "information") -> None:
        """Show one sentence."""


class Doorway:
    """One per app. Everything but `open` and `close` is called on the screens' thread."""

    def __init__(self, app: Lead, doors: Doors) -> None:
        self._app = app
        self.doors = doors
        self.hosting: Hosting | None = None
        self._one_at_a_time = Lock()
        self._times_left = 0
        self._last_key = 0.0
        self._news = News(0)

    @property
    def standing(self) -> Hosted | None:
        """How the door stands, or None where the seats are not open."""
        return self.hosting.standing if self.hosting is not None else None

    def refusal(self) -> str | None:
        """Why this keyboard has no seats panel now, or None where it has."""
        speaker = self._app.speaker
        if self.doors.open_seats is None or not isinstance(speaker.room, Room):
            return "the seats are opened on the computer that has the session"
        if speaker.room.read_only:
            return "this session is open to look at only"
        if not speaker.view.leads:
            return "only the lead has the links of the seats; w hands the keyboard on"
        return None

    def open(self, room: LiveRoom, way: Way) -> None:
        """Open the seats of a room. It may take a moment: call it from a thread. Raises `CannotHost`."""
        if self.doors.open_seats is None or not isinstance(room, Room):
            raise CannotHost("The seats are opened on the computer that has the session.")
        times_left = self._times_left
        hosting = self.doors.open_seats(room, way)
        with self._one_at_a_time:
            late = self._times_left != times_left or self.hosting is not None
            if not late:
                self.hosting, self._news = hosting, News(room.history.last.n)
        if late:  # the room was left meanwhile
            hosting.close()
            return
        hosting.subscribe(self._heard)
        self._heard()

    def _heard(self) -> None:
        self._app.heard()

    def close(self) -> None:
        """Close the seats, where they are open: every device is told. Whoever closes them too waits for that."""
        with self._one_at_a_time:
            self._times_left += 1
            hosting, self.hosting = self.hosting, None
            if hosting is not None:
                hosting.close()

    def close_safely(self) -> None:
        """The same in an emergency, in which nothing else may go wrong."""
        with suppress(Exception):
            self.close()

    def lead_is_here(self) -> None:
        """A key was pressed, or the mouse."""
        hosting, now = self.hosting, monotonic()
        if hosting is not None and now - self._last_key >= LEAD_SECONDS:
            self._last_key = now
            hosting.lead_is_here()

    # Who is there

    def how(self, room: LiveRoom) -> Mapping[str, How]:
        """How each seat is there, by its id; nothing where no seat has a device of its own."""
        standing = self.standing
        if standing is not None:
            return {seat.seat: seat.how for seat in standing.seats}
        return {one.seat: one.how for one in room.presence.seats} if room.presence is not None else {}

    def count(self, room: LiveRoom) -> Standing | None:
        """What the status line says; None where no seat has a device of its own."""
        how = self.how(room)
        if not how:
            return None
        standing = self.standing
        # Whoever leads at this keyboard is here without a device, and is counted only with one.
        at_keyboard = room.state.lead if standing is not None else None
        counted = [one for seat, one in how.items() if seat != at_keyboard or one in HERE]
        return Standing(sum(one in HERE for one in counted), len(counted), len(standing.knocks) if standing else 0)

    # What is said of it

    def tell(self) -> None:
        """Say what is new. Called after every change and once a second."""
        speaker, standing = self._app.open_speaker, self.standing
        if speaker is None or standing is None or not self._app.screen_stack:
            return
        room, since = speaker.room, self._news.n
        taken = [one.seat for one in room.history.events[since:] if isinstance(one.what, SeatTakenOver)]
        seats = [one for one in standing.seats if one.seat != speaker.seat]  # whoever is here needs no telling
        self._news.look(seats, standing.knocks, room.now(), room.history.last.n, taken)
        news = getattr(self._app.screen_stack[-1], "NEWS", "now")
        if news == "seen":
            self._news.clear()
        elif news == "now":
            labels = {one.seat: one_line(one.name) for one in standing.seats}
            for sentence, severity in self._news.sentences(labels, monotonic()):
                self._app.say_sentence(sentence, severity)


class News:
    """What happened at the door and was not said yet. Few sentences: names gather, and short absences pass."""

    def __init__(self, n: int) -> None:
        self.n = n
        self._known: dict[str, str] = {}
        self._knocked: set[str] = set()
        self._said_away: set[str] = set()
        self._came: list[str] = []
        self._left: list[str] = []
        self._taken: list[str] = []
        self._asks: dict[str, str] = {}
        self._quiet_until = 0.0

    def look(
        self, seats: Sequence[SeatStanding], knocks: Sequence[Knock], now: datetime, n: int, taken: Sequence[str]
    ) -> None:
        """Compare with what was known. `n` is the room's last event, `taken` are seats taken over until then."""
        self.n = n
        self._taken += taken
        for seat in seats:
            before = self._known.get(seat.seat, "never")
            here = seat.how in HERE
            if here and (before == "never" or seat.seat in self._said_away):
                self._came.append(seat.seat)
            if here:
                self._said_away.discard(seat.seat)
                self._left = [one for one in self._left if one != seat.seat]
            elif seat.how == "away" and (now - seat.since).total_seconds() >= AWAY_SECONDS:
                if seat.seat not in self._said_away and before != "never":
                    self._left.append(seat.seat)
                self._said_away.add(seat.seat)
            self._known[seat.seat] = seat.how
        self._asks = {one.id: one_line(one.name) for one in knocks if one.id not in self._knocked}

    def clear(self) -> None:
        """Nothing is new any more."""
        self._knocked |= set(self._asks)
        self._came, self._left, self._taken, self._asks = [], [], [], {}

    def sentences(self, labels: Mapping[str, str], now: float) -> list[tuple[str, str]]:
        """What to say now, with its severity. `now` is in seconds of any clock."""
        made: list[tuple[str, str]] = []
        if self._asks:
            verb = "asks" if len(self._asks) == 1 else "ask"
            made.append((f"{names(list(self._asks.values()))} {verb} to come in: F4 lets in.", "warning"))
            self._knocked |= set(self._asks)
            self._asks = {}
        if now < self._quiet_until:
            return made
        for seats, one, many in (
            (self._taken, "goes on from another device", "go on from other devices"),
            (self._came, "is in", "are in"),
            (self._left, "is away", "are away"),
        ):
            if seats:
                called = names([labels.get(seat, seat) for seat in dict.fromkeys(seats)])
                made.append((f"{called} {one if len(set(seats)) == 1 else many}.", "information"))
        if self._taken or self._came or self._left:
            self._quiet_until = now + QUIET_SECONDS
            self._taken, self._came, self._left = [], [], []
        return made


def names(called: Sequence[str]) -> str:
    """A few names in words: `Priya`, `Priya and Sam`, `Priya and 3 more`."""
    if len(called) <= 2:
        return " and ".join(called)
    return f"{called[0]} and {len(called) - 1} more"
