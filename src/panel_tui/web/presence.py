"""Who is there: which seats have a live connection, who is writing, and since when the lead has been gone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from threading import RLock

from msgspec import Struct

from panel_tui.hosting import LEAD_IDLE, LEAD_WAIT
from panel_tui.wire import How, Presence, Present

GRACE = 3.0
"""Seconds that a page may take to load again before its seat counts as away."""
TYPING = 5.0
"""Seconds after the last letter in which a seat still counts as writing."""


class _Place(Struct):
    lines: int = 0
    left: datetime | None = None
    typed: datetime | None = None
    how: How = "never"
    since: datetime | None = None


class Board:
    """Who is there, by what the streams and the lead's keyboard say. Seats are ids; times are UTC.

    The lead's own computer counts as used when the board is made. May be used from several threads.
    """

    def __init__(self, now: datetime) -> None:
        self._begun = now
        self._keyboard = now
        self._places: dict[str, _Place] = {}
        self._lock = RLock()

    def came(self, seat: str) -> None:
        """A connection of this seat was opened."""
        with self._lock:
            self._place(seat).lines += 1

    def went(self, seat: str, now: datetime, *, for_good: bool = False) -> None:
        """A connection of this seat ended; `for_good` where its device said so."""
        with self._lock:
            place = self._place(seat)
            place.lines = max(0, place.lines - 1)
            place.typed = None
            if not place.lines:
                place.left = now - timedelta(seconds=GRACE) if for_good else now

    def typing(self, seat: str, now: datetime) -> None:
        """This seat is writing something."""
        with self._lock:
            self._place(seat).typed = now

    def silent(self, seat: str) -> None:
        """What this seat wrote was sent."""
        with self._lock:
            self._place(seat).typed = None

    def keyboard(self, now: datetime) -> None:
        """The lead's own computer was used."""
        with self._lock:
            self._keyboard = max(self._keyboard, now)

    def here(self, seat: str) -> bool:
        """Whether this seat has a live connection."""
        with self._lock:
            place = self._places.get(seat)
            return place is not None and place.lines > 0

    def present(self, seats: Iterable[str], lead: str, now: datetime, *, team: int = 0) -> Presence:
        """How everybody is there at `now`; `team` is how many look at the team's page."""
        with self._lock:
            return Presence(
                now=now,
                seats=tuple(self._present(seat, lead, now) for seat in seats),
                lead_gone=self._lead_gone(lead, now),
                lead_wait=LEAD_WAIT,
                team=team,
            )

    def _place(self, seat: str) -> _Place:
        return self._places.setdefault(seat, _Place())

    def _present(self, seat: str, lead: str, now: datetime) -> Present:
        place = self._place(seat)
        how = self._how(place, now)
        if seat == lead and how in ("never", "away") and self._idle_at > now:
            how = "in"  # at the computer that has the session
        if how != place.how:
            if not {how, place.how} <= {"in", "writing"}:
                place.since = place.left if how == "away" and place.left else now
            place.how = how
        return Present(seat=seat, how=how, since=place.since or self._begun)

    def _how(self, place: _Place, now: datetime) -> How:
        if place.lines:
            wrote = place.typed is not None and now < place.typed + timedelta(seconds=TYPING)
            return "writing" if wrote else "in"
        if place.left is None:
            return "never" if place.how == "never" else "away"
        return "in" if now < place.left + timedelta(seconds=GRACE) else "away"

    @property
    def _idle_at(self) -> datetime:
        return self._keyboard + timedelta(seconds=LEAD_IDLE)

    def lead_gone(self, lead: str, now: datetime) -> datetime | None:
        """Since when the lead has been gone, or None."""
        with self._lock:
            return self._lead_gone(lead, now)

    def _lead_gone(self, lead: str, now: datetime) -> datetime | None:
        place = self._place(lead)
        if place.lines or self._idle_at > now:
            return None
        if place.left is None:
            return self._idle_at
        if now < place.left + timedelta(seconds=GRACE):
            return None
        return max(place.left, self._idle_at)
