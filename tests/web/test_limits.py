"""How often somebody may be wrong, and that counting it costs no memory that an attacker can choose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_tui.web.limits import HOUR, Limits, TooManyTries, network_of


class Seconds:
    """A clock that only goes forwards, by hand."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def __call__(self) -> float:
        return self.at


def refused(limits: Limits, address: str = "10.0.0.1") -> int:
    """The seconds that an address is told to wait; 0 where it may try."""
    try:
        limits.check(address)
    except TooManyTries as error:
        return error.wait
    return 0


def test_an_address_that_never_failed_may_try() -> None:
    limits = Limits(1, seconds=Seconds())
    limits.check("10.0.0.1")
    limits.check("10.0.0.1")
    assert limits.remembered == 0


def test_an_address_that_failed_too_often_waits_until_the_first_failure_is_old() -> None:
    seconds = Seconds()
    limits = Limits(2, window=60, seconds=seconds)
    limits.failed("10.0.0.1")
    seconds.at += 10
    limits.failed("10.0.0.1")
    assert refused(limits) == 50
    assert refused(limits, "10.0.0.2") == 0
    seconds.at += 50
    assert refused(limits) == 0
    limits.failed("10.0.0.1")
    assert refused(limits) == 10


def test_the_delay_grows_with_each_failure_and_is_forgotten_with_the_window() -> None:
    seconds = Seconds()
    limits = Limits(9, window=HOUR, growing=True, seconds=seconds)
    for expected in (1, 2, 4, 8, 16):
        limits.failed("10.0.0.1")
        assert refused(limits) == expected
        seconds.at += expected - 0.5
        assert refused(limits) == 1
        seconds.at += 0.5
        assert refused(limits) == 0
    seconds.at += HOUR
    limits.failed("10.0.0.1")
    assert refused(limits) == 1


def test_failures_in_all_stop_everybody() -> None:
    seconds = Seconds()
    limits = Limits(5, in_all=3, window=60, seconds=seconds)
    for n in range(3):
        assert refused(limits, f"10.0.0.{n}") == 0
        limits.failed(f"10.0.0.{n}")
    assert refused(limits, "10.9.9.9") == 60
    seconds.at += 60
    assert refused(limits, "10.9.9.9") == 0


def test_the_memory_is_bounded_however_many_addresses_there_are() -> None:
    limits = Limits(3, addresses=50, seconds=Seconds())
    for n in range(5_000):
        limits.failed(f"10.1.{n // 256}.{n % 256}")
    assert limits.remembered == 50
    for _ in range(3):
        limits.failed("10.2.2.2")
    assert refused(limits, "10.2.2.2")


def test_whoever_fails_again_is_not_the_one_that_is_forgotten() -> None:
    limits = Limits(3, addresses=2, seconds=Seconds())
    for address in ("a", "b", "a", "c", "a"):
        limits.failed(address)
    assert refused(limits, "a")


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 40)), max_size=60))
def test_within_any_window_no_more_failures_are_let_through_than_allowed(tries: list[tuple[int, float]]) -> None:
    seconds, most, in_all, window = Seconds(), 3, 5, 60.0
    limits = Limits(most, in_all=in_all, window=window, seconds=seconds)
    through: list[tuple[float, int]] = []
    for who, later in tries:
        seconds.at += later
        if not refused(limits, f"10.0.0.{who}"):
            limits.failed(f"10.0.0.{who}")
            through.append((seconds.at, who))
    for at, who in through:
        within = [one for when, one in through if at - window < when <= at]
        assert len(within) <= in_all
        assert within.count(who) <= most


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.168.1.20", "192.168.1.20"),
        ("::ffff:192.168.1.20", "192.168.1.20"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
        ("x" * 10_000, "x" * 64),
    ],
)
def test_all_addresses_that_one_device_may_take_count_as_one(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(("wait", "words"), [(1, "1 second,"), (90, "90 seconds,"), (3_541, "60 minutes,")])
def test_the_sentence_says_how_long_to_wait(wait: int, words: str) -> None:
    assert f"wait {words}" in TooManyTries(wait).message
