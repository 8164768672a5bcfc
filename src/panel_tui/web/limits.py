"""How often somebody may be wrong: failures are counted by address, in a memory that does not grow with attacks."""

from __future__ import annotations

import ipaddress
import math
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import RLock
from time import monotonic

from panel_tui.hosting import CannotHost

HOUR = 3600.0
"""Seconds."""


class TooManyTries(CannotHost):
    """There were too many wrong tries. `wait` is the whole seconds after which the next one is looked at."""

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__(f"There were too many wrong tries: wait {_in_words(wait)}, or ask the lead for a link.")


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
        self._lock = RLock()

    def check(self, address: str) -> None:
        """Make sure that this address may try now. Raises `TooManyTries`."""
        with self._lock:
            now = self._seconds()
            wait = self._wait_of(self._all, now)
            mine = self._failures.get(network_of(address))
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
            self._failures.setdefault(network, deque(maxlen=self._most)).append(now)
            self._failures.move_to_end(network)
            if len(self._failures) > self._addresses:
                self._failures.popitem(last=False)
            if self._all is not None:
                self._all.append(now)

    @property
    def remembered(self) -> int:
        """How many addresses are remembered."""
        return len(self._failures)

    def _wait_of(self, failures: deque[float] | None, now: float) -> float:
        """Seconds until the oldest of as many failures as are allowed is old enough."""
        if failures is None or len(failures) < (failures.maxlen or 0):
            return 0.0
        return failures[0] + self._window - now


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
