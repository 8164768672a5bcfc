"""The lobby: a PIN rings the doorbell, and the lead lets in. A PIN alone opens nothing."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import randbelow, token_urlsafe
from threading import RLock
from time import monotonic
from typing import Literal

from msgspec import Struct

from panel_tui.hosting import CannotHost, Knock
from panel_tui.session.words import clean_line
from panel_tui.web.lead_file import LeadFile
from panel_tui.web.limits import HOUR, Limits, TooManyTries

__all__ = [
    "KnockState",
    "Lobby",
    "LobbyClosed",
    "LobbyFull",
    "NoName",
    "NoSuchKnock",
    "NotAdmitted",
    "TooManyTries",
    "WrongPin",
]

PIN_DIGITS = 8
TRIES_EACH = 5
"""Wrong PINs from one address in an hour."""
TRIES_IN_ALL = 12
"""Wrong PINs from everywhere in an hour: over a day of five hours one in 1.7 million PINs is found."""
MOST_WAITING = 24
"""People in the lobby at the same time."""
PATIENCE = timedelta(hours=1)
"""How long somebody waits, or an answer waits for them."""
NAME_LENGTH = 80

KnockState = Literal["waiting", "admitted", "refused"]


class WrongPin(CannotHost):
    """This is not the PIN of this session: look at the room's screen again."""


class LobbyClosed(CannotHost):
    """The lobby is closed: ask the lead for a link."""


class LobbyFull(CannotHost):
    """Too many people are waiting already: ask the lead for a link."""


class NoName(CannotHost):
    """Give your name, so that the lead knows whom to let in."""


class NoSuchKnock(CannotHost):
    """Nobody is waiting under this any more: knock again with the PIN."""


class NotAdmitted(CannotHost):
    """The lead has not let you in."""


class _Waiting(Struct):
    knock: Knock
    ticket: bytes
    state: KnockState = "waiting"
    given: str | None = None


class Lobby:
    """The lobby of one room. It is open when made. The PIN and the wrong tries outlive the process where `file` keeps
    them; who waits is forgotten with it.

    `clock` gives the time in UTC, `seconds` only goes forwards; `digit` is a random digit, `ticket` a secret of 192
    bits. May be used from several threads; nothing in it waits but `keep` and `renew_pin`.
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        file: LeadFile | None = None,
        *,
        seconds: Callable[[], float] = monotonic,
        digit: Callable[[], int] = lambda: randbelow(10),
        ticket: Callable[[], str] = lambda: token_urlsafe(24),
    ) -> None:
        self._clock = clock
        self._ticket = ticket
        self._file = file or LeadFile()
        self._digit = digit
        self._pin = self._file.pin or self._made_pin()
        self._limits = Limits(TRIES_EACH, in_all=TRIES_IN_ALL, window=HOUR, growing=True, seconds=seconds)
        self._limits.take_up(self._file.tries, clock())
        self._closed = False
        self._waiting: dict[str, _Waiting] = {}
        self._knocked = 0
        self._lock = RLock()

    def _made_pin(self) -> str:
        return "".join(str(self._digit()) for _ in range(PIN_DIGITS))

    def keep(self) -> None:
        """Keep the PIN and the wrong tries, so that closing and opening again takes none back. Waits for the disk."""
        self._file.keep_lobby(self._pin, self._limits.tries(self._clock()))

    def renew_pin(self) -> None:
        """Make a new PIN; what was tried before still counts. Waits for the disk."""
        with self._lock:
            self._pin = self._made_pin()
        self.keep()

    @property
    def pin(self) -> str | None:
        """The PIN, eight digits; None while the lobby is closed."""
        return None if self._closed else self._pin

    @property
    def closed(self) -> bool:
        """Whether nobody can knock."""
        return self._closed

    def close(self) -> None:
        """Let nobody knock; who waits is still answered."""
        self._closed = True

    def open(self) -> None:
        """Let people knock again, with the same PIN; what was tried before still counts."""
        self._closed = False

    @property
    def knocks(self) -> tuple[Knock, ...]:
        """Who waits for an answer, the first first."""
        with self._lock:
            self._tidy()
            return tuple(one.knock for one in self._waiting.values() if one.state == "waiting")

    def try_pin(self, address: str, pin: str) -> None:
        """Make sure that this is the PIN. Raises `WrongPin`, or without looking `TooManyTries` or `LobbyClosed`."""
        with self._lock:
            if self._closed:
                raise LobbyClosed
            self._limits.check(address)
            given = "".join(pin[:64].split()).encode("utf-8", "replace")
            if not hmac.compare_digest(given, self._pin.encode()):
                self._limits.failed(address)
                raise WrongPin

    def knock(self, name: str, seat: str | None) -> tuple[Knock, str]:
        """Ask for a seat (an id) or any, and get the ticket to wait with; the PIN was tried before.

        Raises `LobbyClosed`, `LobbyFull`, `NoName`, or `TooLong` where the name is.
        """
        name = clean_line(name, NAME_LENGTH)
        if not name:
            raise NoName
        with self._lock:
            if self._closed:
                raise LobbyClosed
            if len(self.knocks) >= MOST_WAITING:
                raise LobbyFull
            self._knocked += 1
            knock = Knock(id=f"K{self._knocked}", name=name, seat=seat, at=self._clock())
            ticket = self._ticket()
            self._waiting[knock.id] = _Waiting(knock, _digest(ticket))
            return knock, ticket

    def answer(self, knock_id: str, seat: str | None) -> Knock:
        """Let somebody in to a seat, or with None turn them away. Raises `NoSuchKnock` where nobody waits so."""
        with self._lock:
            self._tidy()
            one = self._waiting.get(knock_id)
            if one is None or one.state != "waiting":
                raise NoSuchKnock("Nobody waits under this any more: they were answered, or waited too long.")
            one.state, one.given = ("refused", None) if seat is None else ("admitted", seat)
            return one.knock

    def state(self, ticket: str) -> KnockState:
        """How somebody's knock stands. Raises `NoSuchKnock`."""
        with self._lock:
            return self._of(ticket).state

    def knock_of(self, ticket: str) -> Knock:
        """What somebody said at the door. Raises `NoSuchKnock`."""
        with self._lock:
            return self._of(ticket).knock

    def enter(self, ticket: str) -> str:
        """The seat that somebody was let in to, given out once. Raises `NotAdmitted` or `NoSuchKnock`."""
        with self._lock:
            one = self._of(ticket)
            if one.given is None:
                raise NotAdmitted
            del self._waiting[one.knock.id]
            return one.given

    def withdraw(self, seat: str) -> None:
        """Whoever was let in to this seat and has not entered is turned away."""
        with self._lock:
            for one in self._waiting.values():
                if one.given == seat:
                    one.state, one.given = "refused", None

    def _of(self, ticket: str) -> _Waiting:
        self._tidy()
        sought, found = _digest(ticket[:64]), None
        for one in self._waiting.values():
            if hmac.compare_digest(one.ticket, sought):
                found = one
        if found is None:
            raise NoSuchKnock
        return found

    def _tidy(self) -> None:
        now = self._clock()
        for id in [id for id, one in self._waiting.items() if now - one.knock.at >= PATIENCE]:
            del self._waiting[id]


def _digest(ticket: str) -> bytes:
    return hashlib.sha256(ticket.encode("utf-8", "replace")).digest()
