"""A PIN rings the doorbell and opens nothing; the lead lets in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web.test_limits import Seconds

from panel_tui.session.words import TooLong
from panel_tui.web import lobby as at_the_door
from panel_tui.web.lobby import (
    Lobby,
    LobbyClosed,
    LobbyFull,
    NoName,
    NoSuchKnock,
    NotAdmitted,
    TooManyTries,
    WrongPin,
)

HOME = "192.168.1.20"


class Clock:
    """The time, by hand, as people and as limits read it."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 21, 10, tzinfo=UTC)
        self.seconds = Seconds()

    def __call__(self) -> datetime:
        return self.at

    def move(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.seconds.at += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lobby(clock: Clock) -> Lobby:
    return a_lobby(clock)


def a_lobby(clock: Clock) -> Lobby:
    digits = iter([0, 4, 7, 1, 1, 3, 9, 2])
    return Lobby(clock, seconds=clock.seconds, digit=lambda: next(digits))


PIN = "04711392"


def guess(lobby: Lobby, address: str = HOME, pin: str = "00000000") -> str:
    """What becomes of a PIN: looked at and `wrong`, looked at and `right`, or `not looked at`."""
    try:
        lobby.try_pin(address, pin)
    except WrongPin:
        return "wrong"
    except TooManyTries:
        return "not looked at"
    return "right"


def test_the_pin_has_eight_digits_the_first_may_be_nought(lobby: Lobby) -> None:
    assert lobby.pin == PIN
    lobby.try_pin(HOME, PIN)


def test_a_pin_may_be_typed_in_groups(lobby: Lobby) -> None:
    lobby.try_pin(HOME, " 0471 1392\n")


@pytest.mark.parametrize("pin", ["", "0471139", "047113920", "x" * 100_000, "\ud800", "٠٤٧١١٣٩٢", "04711392" * 9])
def test_what_is_not_the_pin_is_wrong_whatever_it_is(lobby: Lobby, pin: str) -> None:
    with pytest.raises(WrongPin):
        lobby.try_pin(HOME, pin)


def test_two_lobbies_have_different_pins(clock: Clock) -> None:
    assert len({Lobby(clock).pin for _ in range(20)}) > 1


def test_an_address_has_five_tries_an_hour(lobby: Lobby, clock: Clock) -> None:
    for _ in range(5):
        assert guess(lobby) == "wrong"
        clock.move(20)
    assert guess(lobby) == "not looked at"
    assert guess(lobby, pin=PIN) == "not looked at"
    assert guess(lobby, "192.168.1.21", PIN) == "right"
    clock.move(3_600 - 5 * 20)
    assert guess(lobby, pin=PIN) == "right"


def test_each_wrong_pin_doubles_the_wait(lobby: Lobby, clock: Clock) -> None:
    for wait in (1, 2, 4, 8):
        assert guess(lobby) == "wrong"
        clock.move(wait - 0.25)
        with pytest.raises(TooManyTries) as refused:
            lobby.try_pin(HOME, PIN)
        assert refused.value.wait == 1
        clock.move(0.25)


def test_everybody_together_has_twelve_tries_an_hour(lobby: Lobby, clock: Clock) -> None:
    assert [guess(lobby, f"10.0.0.{n}") for n in range(13)] == ["wrong"] * 12 + ["not looked at"]
    assert guess(lobby, HOME, PIN) == "not looked at"
    clock.move(3_600)
    assert guess(lobby, HOME, PIN) == "right"


def test_a_right_pin_takes_no_wrong_one_back(lobby: Lobby, clock: Clock) -> None:
    for _ in range(4):
        assert guess(lobby) == "wrong"
        clock.move(10)
        assert guess(lobby, pin=PIN) == "right"
    assert guess(lobby) == "wrong"
    clock.move(20)
    assert guess(lobby, pin=PIN) == "not looked at"


def test_closing_and_opening_takes_no_wrong_pin_back(lobby: Lobby) -> None:
    for n in range(12):
        guess(lobby, f"10.0.0.{n}")
    lobby.close()
    lobby.open()
    assert guess(lobby, HOME, PIN) == "not looked at"


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans(), st.floats(0, 900)), min_size=1, max_size=80))
def test_nobody_gets_more_pins_looked_at_than_allowed(tries: list[tuple[int, bool, float]]) -> None:
    clock = Clock()
    lobby = a_lobby(clock)
    wrong: list[tuple[float, int]] = []
    for who, right, later in tries:
        clock.move(later)
        now = clock.seconds.at
        mine = [at for at, one in wrong if one == who and now - at < 3_600]
        everyones = [at for at, _ in wrong if now - at < 3_600]
        said = guess(lobby, f"10.0.0.{who}", PIN if right else "99999999")
        free = len(mine) < 5 and len(everyones) < 12 and (not mine or now >= mine[-1] + 2 ** (len(mine) - 1))
        assert said == (("right" if right else "wrong") if free else "not looked at")
        if said == "wrong":
            wrong.append((now, who))


def test_pins_that_come_at_the_same_moment_are_counted_all_the_same(lobby: Lobby) -> None:
    with ThreadPoolExecutor(16) as crowd:
        said = list(crowd.map(lambda n: guess(lobby, f"10.0.0.{n}"), range(200)))
    assert said.count("wrong") == 12
    assert said.count("right") == 0


def test_a_thousand_addresses_are_not_remembered(lobby: Lobby) -> None:
    for n in range(1_000):
        guess(lobby, f"10.0.{n // 256}.{n % 256}")
    assert lobby._limits.remembered <= 12


def test_a_closed_lobby_tells_nothing_and_lets_nobody_knock(lobby: Lobby) -> None:
    lobby.close()
    assert (lobby.closed, lobby.pin) == (True, None)
    with pytest.raises(LobbyClosed):
        lobby.try_pin(HOME, PIN)
    with pytest.raises(LobbyClosed):
        lobby.knock("Priya Shah", None)
    lobby.open()
    assert (lobby.closed, lobby.pin) == (False, PIN)


def test_whoever_waits_is_still_answered_when_the_lobby_closes(lobby: Lobby) -> None:
    knock, ticket = lobby.knock("Priya Shah", "priya")
    lobby.close()
    lobby.answer(knock.id, "priya")
    assert lobby.enter(ticket) == "priya"


def test_a_knock_waits_until_the_lead_lets_in_and_then_enters_once(lobby: Lobby, clock: Clock) -> None:
    knock, ticket = lobby.knock("  Priya \x1b[31m\u202e  Shah ", "priya")
    assert (knock.name, knock.seat, knock.at) == ("Priya [31m Shah", "priya", clock.at)
    assert list(lobby.knocks) == [knock]
    assert lobby.knock_of(ticket) == knock
    assert lobby.state(ticket) == "waiting"
    with pytest.raises(NotAdmitted):
        lobby.enter(ticket)
    assert lobby.answer(knock.id, "sam") == knock
    assert list(lobby.knocks) == []
    assert lobby.state(ticket) == "admitted"
    assert lobby.enter(ticket) == "sam"
    with pytest.raises(NoSuchKnock):
        lobby.enter(ticket)


def test_whoever_is_turned_away_sees_it_and_does_not_enter(lobby: Lobby) -> None:
    knock, ticket = lobby.knock("Priya Shah", None)
    lobby.answer(knock.id, None)
    assert lobby.state(ticket) == "refused"
    with pytest.raises(NotAdmitted):
        lobby.enter(ticket)


def test_a_knock_is_answered_once(lobby: Lobby) -> None:
    knock, _ = lobby.knock("Priya Shah", None)
    lobby.answer(knock.id, None)
    with pytest.raises(NoSuchKnock, match="answered, or waited too long"):
        lobby.answer(knock.id, "priya")
    with pytest.raises(NoSuchKnock):
        lobby.answer("K99", "priya")


@pytest.mark.parametrize("ticket", ["", "K1", "x" * 100_000, "\ud800"])
def test_a_guessed_ticket_is_nobodys(lobby: Lobby, ticket: str) -> None:
    knock, _ = lobby.knock("Priya Shah", None)
    lobby.answer(knock.id, "priya")
    for use in (lobby.state, lobby.enter, lobby.knock_of):
        with pytest.raises(NoSuchKnock):
            use(ticket)


def test_each_ticket_enters_the_seat_of_its_own_knock(lobby: Lobby) -> None:
    tickets = {}
    for name in ("ana", "ben", "cy"):
        knock, tickets[name] = lobby.knock(name, None)
        lobby.answer(knock.id, name)
    assert {name: lobby.enter(ticket) for name, ticket in reversed(tickets.items())} == {n: n for n in tickets}


def test_a_name_is_asked_for_and_has_an_end(lobby: Lobby) -> None:
    with pytest.raises(NoName):
        lobby.knock(" \u200b\n", None)
    with pytest.raises(TooLong):
        lobby.knock("x" * 81, None)


def test_the_lobby_holds_so_many_and_has_room_again_after_an_answer(lobby: Lobby) -> None:
    for n in range(at_the_door.MOST_WAITING):
        lobby.knock(f"Guest {n}", None)
    with pytest.raises(LobbyFull):
        lobby.knock("One more", None)
    lobby.answer(lobby.knocks[0].id, None)
    lobby.knock("One more", None)


def test_whoever_waited_an_hour_is_forgotten_answered_or_not(lobby: Lobby, clock: Clock) -> None:
    knock, ticket = lobby.knock("Priya Shah", None)
    other, admitted = lobby.knock("Sam", None)
    lobby.answer(other.id, "sam")
    clock.move(3_600)
    assert list(lobby.knocks) == []
    with pytest.raises(NoSuchKnock):
        lobby.answer(knock.id, "priya")
    for gone in (ticket, admitted):
        with pytest.raises(NoSuchKnock):
            lobby.enter(gone)


def test_neither_pin_nor_ticket_is_in_what_a_log_may_print(lobby: Lobby) -> None:
    knock, ticket = lobby.knock("Priya Shah", None)
    with pytest.raises(WrongPin) as wrong:
        lobby.try_pin(HOME, "0")
    said = [repr(lobby), repr(knock), repr(lobby._waiting), repr(lobby._limits), repr(wrong.value)]
    assert all(PIN not in text and ticket not in text for text in said)
