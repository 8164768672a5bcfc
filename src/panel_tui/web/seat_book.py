"""Who may come in: links, and the devices that came in by them. Of each only the SHA-256 is kept."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from secrets import token_urlsafe
from threading import RLock

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from panel_tui.hosting import DISPLAY_PAGE, CannotHost
from panel_tui.session.terms import TEAM

LINKS = 3
"""Links of one seat that are good at the same time; an older one ends with the next."""
DEVICES = 8
"""Devices of one seat that are let in; the one that came first ends with the next."""
PAGE_DEVICES = 64
"""The same for the room display and for the team's page, which many people open."""
_BYTES = 24
_LONGEST = 64


class _Access(Struct, frozen=True):
    """SHA-256 digests in hexadecimal, the newest last."""

    links: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()


class _Book(Struct, frozen=True, tag_field="format", tag="panel-seat-book/1"):
    seats: dict[str, _Access]


class SeatBook:
    """The links and devices of one session. A seat is its id, or `hosting.DISPLAY_PAGE`, or `terms.TEAM`.

    `held` is what was kept last, and `keep` keeps it anew: it returns when that is durable, or raises, so the
    methods that change something wait for a disk. What is given is then not good; what is taken away ends at once
    all the same. `chance` makes a secret of 192 bits. May be used from several threads.
    """

    def __init__(
        self,
        held: bytes | None,
        keep: Callable[[bytes], None],
        *,
        chance: Callable[[], str] = lambda: token_urlsafe(_BYTES),
    ) -> None:
        """Take up what was kept. Raises `CannotHost` where a newer version kept it; nothing is changed then."""
        self._keep = keep
        self._chance = chance
        self._seats = _read(held)
        self._shown: dict[str, str] = {}
        self._lock = RLock()

    def issue(self, seat: str) -> str:
        """A new link token of a seat; the newest `LINKS` are good."""
        return self.issue_all((seat,))[seat]

    def issue_all(self, seats: Iterable[str]) -> dict[str, str]:
        """A new link token for each of these seats, kept all at once: either all are good or none is."""
        tokens = {seat: self._chance() for seat in seats}
        if not tokens:
            return tokens
        with self._lock:
            after = dict(self._seats)
            for seat, token in tokens.items():
                before = self._of(seat)
                after[seat] = replace(before, links=(*before.links, _digest(token))[-LINKS:])
            self._write(after)
            self._seats = after
            self._shown |= tokens
        return tokens

    def token_of(self, seat: str) -> str | None:
        """The newest token of a seat where it was made in this run; only then is it known."""
        return self._shown.get(seat)

    def relink(self, seat: str) -> str:
        """A new link token; those before it, and every device that came in by them, are out."""
        token = self._chance()
        with self._lock:
            self._take(seat)
            self._give(seat, _Access(links=(_digest(token),)))
            self._shown[seat] = token
        return token

    def shut_out(self, seat: str) -> None:
        """End a seat's links and devices."""
        with self._lock:
            self._take(seat)
            self._write(self._seats)

    def seat_of_token(self, token: str) -> str | None:
        """The seat that a link is for, or None where it is not good."""
        return self._find(token, lambda access: access.links)

    def new_device(self, seat: str) -> str:
        """The cookie of a device that is let in to a seat."""
        cookie = self._chance()
        most = PAGE_DEVICES if seat in {DISPLAY_PAGE, TEAM} else DEVICES
        with self._lock:
            before = self._of(seat)
            devices = (*before.devices, _digest(cookie))[-most:]
            self._give(seat, replace(before, devices=devices))
        return cookie

    def seat_of_device(self, cookie: str) -> str | None:
        """The seat of a device, or None where it is not, or no longer, let in."""
        return self._find(cookie, lambda access: access.devices)

    def forget_device(self, cookie: str) -> None:
        """End one device; one that is not known is no error."""
        with self._lock:
            seat = self.seat_of_device(cookie)
            if seat is not None:
                before, gone = self._of(seat), _digest(cookie)
                left = tuple(one for one in before.devices if one != gone)
                self._seats = self._seats | {seat: replace(before, devices=left)}
                self._write(self._seats)

    def _of(self, seat: str) -> _Access:
        return self._seats.get(seat, _Access())

    def _give(self, seat: str, access: _Access) -> None:
        after = self._seats | {seat: access}
        self._write(after)
        self._seats = after

    def _take(self, seat: str) -> None:
        self._seats = {one: access for one, access in self._seats.items() if one != seat}
        self._shown.pop(seat, None)

    def _write(self, seats: Mapping[str, _Access]) -> None:
        self._keep(msgspec.json.encode(_Book(dict(seats))))

    def _find(self, secret: str, among: Callable[[_Access], tuple[str, ...]]) -> str | None:
        if not secret.isascii() or len(secret) > _LONGEST:
            return None
        sought, found = _digest(secret), None
        for seat, access in self._seats.items():
            for digest in among(access):  # to the end, whatever is found: how long it takes tells nothing
                if hmac.compare_digest(digest, sought):
                    found = seat
        return found


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _read(held: bytes | None) -> dict[str, _Access]:
    if not held:
        return {}
    try:
        return msgspec.json.decode(held, type=_Book).seats
    except (ValueError, RecursionError):
        raise CannotHost(
            "The links of this session were kept by a newer version of panel-tui: use that one, or move the file that "
            "ends in .seats beside the session away and give out new links; nothing was changed."
        ) from None
