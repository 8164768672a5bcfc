"""Who is there."""

from __future__ import annotations

from datetime import timedelta

from tests.commands.table import ANA, BO, CY, START

from panel_tui.hosting import LEAD_IDLE, LEAD_WAIT
from panel_tui.web.presence import GRACE, TYPING, Board
from panel_tui.wire import Presence

SEATS = (ANA, BO, CY)


def after(seconds: float, board: Board, lead: str = ANA) -> Presence:
    return board.present(SEATS, lead, START + timedelta(seconds=seconds))


def how(presence: Presence, seat: str = CY) -> tuple[str, float]:
    one = next(one for one in presence.seats if one.seat == seat)
    return one.how, (one.since - START).total_seconds()


def test_a_seat_comes_writes_and_goes() -> None:
    board = Board(START)
    assert how(after(1, board)) == ("never", 0)
    board.came(CY)
    assert how(after(2, board)) == ("in", 2)
    board.typing(CY, START + timedelta(seconds=3))
    assert how(after(4, board)) == ("writing", 2)
    assert how(after(3 + TYPING, board)) == ("in", 2)
    board.typing(CY, START + timedelta(seconds=9))
    board.silent(CY)
    assert how(after(10, board)) == ("in", 2)
    board.went(CY, START + timedelta(seconds=20))
    assert how(after(20 + GRACE / 2, board)) == ("in", 2)
    assert how(after(20 + GRACE, board)) == ("away", 20)
    board.came(CY)
    assert how(after(30, board)) == ("in", 30)


def test_a_seat_that_came_and_went_between_two_looks_is_away() -> None:
    board = Board(START)
    board.came(CY)
    board.went(CY, START)
    assert how(after(1, board))[0] == "in"
    assert how(after(GRACE, board)) == ("away", 0)


def test_a_page_that_loads_again_is_in_all_the_time() -> None:
    board = Board(START)
    board.came(CY)
    assert how(after(1, board)) == ("in", 1)
    board.went(CY, START + timedelta(seconds=2))
    board.came(CY)
    assert how(after(60, board)) == ("in", 1)
    assert board.here(CY)
    assert not board.here(BO)


def test_who_says_goodbye_is_away_at_once() -> None:
    board = Board(START)
    board.came(CY)
    after(1, board)
    board.went(CY, START + timedelta(seconds=9), for_good=True)
    assert how(after(9, board))[0] == "away"


def test_the_lead_is_here_by_the_keyboard_or_by_a_device() -> None:
    board = Board(START)
    assert how(after(1, board), ANA)[0] == "in"
    assert after(LEAD_IDLE - 1, board).lead_gone is None
    assert after(LEAD_IDLE, board).lead_gone == START + timedelta(seconds=LEAD_IDLE)
    assert after(LEAD_IDLE, board).lead_wait == LEAD_WAIT
    board.keyboard(START + timedelta(seconds=LEAD_IDLE))
    assert after(LEAD_IDLE + 1, board).lead_gone is None
    board.came(ANA)
    assert after(10_000, board).lead_gone is None
    board.went(ANA, START + timedelta(seconds=10_000))
    assert after(10_000 + GRACE / 2, board).lead_gone is None
    assert after(10_000 + GRACE, board).lead_gone == START + timedelta(seconds=10_000)


def test_whoever_has_the_lead_now_is_the_one_who_is_looked_for() -> None:
    board = Board(START)
    board.came(BO)
    assert after(10_000, board, lead=BO).lead_gone is None
    assert after(10_000, board, lead=ANA).lead_gone is not None
