"""Who may come in: links, and the devices that came in by them. Beside the session only their SHA-256 is kept; the
newest link of each seat is kept on the lead's device too, so that it can be shown again."""

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
from panel_tui.web.lead_file import LeadFile

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


_SHUT = "shut"
"""Stands in place of the links of a seat that was shut out. No digest is this word, so no link is good by it."""


class NotGood(CannotHost):
    """This link is not good, or no longer: ask the lead for a new one."""


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
        file: LeadFile | None = None,
        *,
        chance: Callable[[], str] = lambda: token_urlsafe(_BYTES),
    ) -> None:
        """Take up what was kept. Raises `CannotHost` where a newer version kept it; nothing is changed then."""
        self._keep = keep
        self._chance = chance
        self._file = file or LeadFile()
        self._lock = RLock()
        self._seats = _read(held) if held else _taken_up(self._file.links)
        # A link that is good no longer was renewed or taken away on another device.
        self._shown = {who: token for who, token in self._file.links.items() if self.seat_of_token(token) == who}

    def issue(self, seat: str) -> str:
        """A new link token of a seat; the newest `LINKS` are good."""
        return self.issue_all((seat,))[seat]

    def issue_all(self, seats: Iterable[str]) -> dict[str, str]:
        """A new link token for each of these seats beside those before, kept all at once: either all are good or none
        is."""
        tokens = {seat: self._chance() for seat in seats}
        if not tokens:
            return tokens
        with self._lock:
            after = dict(self._seats)
            for seat, token in tokens.items():
                before = self._of(seat)
                good = [link for link in before.links if link != _SHUT]
                after[seat] = replace(before, links=(*good, _digest(token))[-LINKS:])
            self._write(after)
            self._seats = after
            self._show(tokens)
        return tokens

    def issue_missing(self, seats: Iterable[str]) -> None:
        """A link for each of these seats that has none to show; none for a seat that was shut out."""
        with self._lock:
            self.issue_all([who for who in seats if who not in self._shown and not self.is_shut(who)])

    def token_of(self, seat: str) -> str | None:
        """The newest token of a seat, where this device knows it."""
        return self._shown.get(seat)

    def is_shut(self, seat: str) -> bool:
        """Whether a seat's access was taken away and not given again."""
        return _SHUT in self._of(seat).links

    def relink(self, seat: str) -> str:
        """A new link token; those before it, and every device that came in by them, are out."""
        return self.relink_all((seat,))[seat]

    def relink_all(self, seats: Iterable[str]) -> dict[str, str]:
        """The same for each of these seats; whoever is out is out at once, also where the disk is full."""
        tokens = {seat: self._chance() for seat in seats}
        with self._lock:
            self._take(tokens)
            after = self._seats | {seat: _Access(links=(_digest(token),)) for seat, token in tokens.items()}
            self._write(after)
            self._seats = after
            self._show(tokens)
        return tokens

    def shut_out(self, seat: str) -> None:
        """Invalidate the links and cookies of a seat. It stays shut out until it is given a new link."""
        with self._lock:
            self._take((seat,))
            self._seats = self._seats | {seat: _Access(links=(_SHUT,))}
            self._write(self._seats)
            self._show({})

    def seat_of_token(self, token: str) -> str | None:
        """The seat that a link is for, or None where it is not good."""
        return self._find(token, lambda access: access.links)

    def come_in(self, token: str) -> tuple[str, str]:
        """The seat of a link and the cookie of a new device of it. Raises `NotGood`: the link is looked at in the same
        breath in which the device is written down."""

        def whose() -> str:
            seat = self.seat_of_token(token)
            if seat is None:
                raise NotGood
            return seat

        return self.let_in(whose)

    def new_device(self, seat: str) -> str:
        """The cookie of a device that is let in to a seat."""
        return self.let_in(lambda: seat)[1]

    def let_in(self, whose: Callable[[], str]) -> tuple[str, str]:
        """A new device of the seat that `whose` says, or does not, while no link is taken away: the seat and the
        cookie."""
        cookie = self._chance()
        with self._lock:
            seat = whose()
            most = PAGE_DEVICES if seat in {DISPLAY_PAGE, TEAM} else DEVICES
            before = self._of(seat)
            devices = (*before.devices, _digest(cookie))[-most:]
            after = self._seats | {seat: replace(before, devices=devices)}
            self._write(after)
            self._seats = after
        return seat, cookie

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

    def _take(self, seats: Iterable[str]) -> None:
        # In one step, so that whoever asks in the middle of it sees all of it or nothing.
        gone = set(seats)
        self._seats = {one: access for one, access in self._seats.items() if one not in gone}
        self._shown = {one: token for one, token in self._shown.items() if one not in gone}

    def _show(self, tokens: Mapping[str, str]) -> None:
        self._shown = {**self._shown, **tokens}
        self._file.keep_links(self._shown)

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


def _taken_up(links: Mapping[str, str]) -> dict[str, _Access]:
    """The links of a session whose file was renamed, so that nothing of them lies beside it: they stay good."""
    return {who: _Access(links=(_digest(token),)) for who, token in links.items()}


def _read(held: bytes) -> dict[str, _Access]:
    try:
        return msgspec.json.decode(held, type=_Book).seats
    except (ValueError, RecursionError):
        raise CannotHost(
            "The links of this session were kept by a newer version of panel-tui: use that one, or move the file that "
            "ends in .seats beside the session away and give out new links; nothing was changed."
        ) from None
