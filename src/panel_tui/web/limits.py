"""How often somebody may be wrong: failures are counted by address, in a memory that does not grow with attacks."""

from __future__ import annotations

import hashlib
import ipaddress
import math
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from threading import RLock
from time import monotonic

from msgspec import Struct

from panel_tui.hosting import CannotHost

HOUR = 3600.0
"""Seconds."""


class TooManyTries(CannotHost):
    """There were too many wrong tries. `wait` is the whole seconds after which the next one is looked at."""

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__(f"There were too many wrong tries: wait {_in_words(wait)}, or ask the lead for a link.")


class Tries(Struct, frozen=True):
    """Failures with their times in UTC, to be kept: by a short digest of their address, and from everywhere."""

    by_address: dict[str, tuple[datetime, ...]] = {}
    in_all: tuple[datetime, ...] = ()


class Limits:
    """Failures within the last `window` seconds: at most `most` from one address and `in_all` from everywhere.

    Where it is `growing`, an address waits 1 s after its first failure, and twice as long after each further one.
    A success changes nothing. At most `addresses` are remembered, those that failed last. `seconds` is a clock that
    only goes forwards. May be used from several threads.
    """

    def __init__(
        self,
        most: int = 20,
        *,
        in_all: int | None = None,
        window: float = 60.0,
        growing: bool = False,
        addresses: int = 1024,
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._most = most
        self._window = window
        self._growing = growing
        self._addresses = addresses
        self._seconds = seconds
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()
        self._all: deque[float] | None = None if in_all is None else deque(maxlen=in_all)
        self._before: dict[str, deque[float]] = {}
        self._lock = RLock()

    def tries(self, now: datetime) -> Tries:
        """What failed within the window, to be taken up again after a restart; `now` is the time in UTC."""
        with self._lock:
            seconds = self._seconds()
            by_address = dict(self._before)
            by_address |= {_short(network): failures for network, failures in self._failures.items()}
            kept = {address: self._times(failures, seconds, now) for address, failures in by_address.items()}
            return Tries(
                {address: times for address, times in kept.items() if times}, self._times(self._all or (), seconds, now)
            )

    def take_up(self, tries: Tries, now: datetime) -> None:
        """Count what failed before a restart as well; a clock that was put back makes nothing older than it is."""
        with self._lock:
            seconds = self._seconds()
            self._before = {
                address: deque(_ages(times, seconds, now), maxlen=self._most)
                for address, times in tries.by_address.items()
            }
            if self._all is not None:
                self._all.extend(_ages(tries.in_all, seconds, now))

    def _times(self, failures: Iterable[float], seconds: float, now: datetime) -> tuple[datetime, ...]:
        recent = (at for at in failures if seconds - at < self._window)
        return tuple(now - timedelta(seconds=seconds - at) for at in recent)

    def check(self, address: str) -> None:
        """Make sure that this address may try now. Raises `TooManyTries`."""
        with self._lock:
            now = self._seconds()
            wait = self._wait_of(self._all, now)
            mine = self._failures_of(network_of(address))
            if mine is not None:
                wait = max(wait, self._wait_of(mine, now))
                recent = sum(1 for at in mine if now - at < self._window)
                if self._growing and recent:
                    wait = max(wait, mine[-1] + 2.0 ** (recent - 1) - now)
        if wait > 0:
            raise TooManyTries(math.ceil(wait))

    def failed(self, address: str) -> None:
        """Count a failure of this address."""
        with self._lock:
            now, network = self._seconds(), network_of(address)
            if network not in self._failures:
                self._failures[network] = self._before.pop(_short(network), deque(maxlen=self._most))
            self._failures[network].append(now)
            self._failures.move_to_end(network)
            if len(self._failures) > self._addresses:
                self._failures.popitem(last=False)
            if self._all is not None:
                self._all.append(now)

    def _failures_of(self, network: str) -> deque[float] | None:
        return self._failures.get(network) or self._before.get(_short(network))

    @property
    def remembered(self) -> int:
        """How many addresses are remembered."""
        return len(self._failures)

    def _wait_of(self, failures: deque[float] | None, now: float) -> float:
        """Seconds until the oldest of as many failures as are allowed is old enough."""
        if failures is None or len(failures) < (failures.maxlen or 0):
            return 0.0
        return failures[0] + self._window - now


def _short(network: str) -> str:
    # Too short to tell which address it was: many thousands have the same.
    return hashlib.sha256(network.encode("utf-8", "replace")).hexdigest()[:4]


def _ages(times: Iterable[datetime], seconds: float, now: datetime) -> list[float]:
    return [seconds - max(0.0, (now - at).total_seconds()) for at in times]


def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 of an IPv6 address, all of which one device may use."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if ip.version == 4:
        return str(ip)
    if ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((ip, 64), strict=False))


def _in_words(seconds: int) -> str:
    if seconds < 120:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    return f"{math.ceil(seconds / 60)} minutes"
