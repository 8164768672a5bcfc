"""The benchmark's arithmetic, and the least that its sessions and its terminal must be."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tools.bench import register, sessions
from tools.bench.figures import Figure, amount, markdown, percentile
from tools.bench.pairs import in_turn


def figure(value: float | None, *, absolute: bool = False) -> Figure:
    return Figure("opening", "ms", value, 20.0, "json", aim=5, absolute=absolute, remark="12 runs")


@pytest.mark.parametrize(
    ("value", "verdict"), [(100.0, "met"), (40.0, "met"), (150.0, "short by 50%"), (None, "not measured")]
)
def test_an_aim_in_times_is_held_against_the_floor(value: float | None, verdict: str) -> None:
    assert figure(value).verdict == verdict


def test_an_aim_in_units_is_held_against_the_figure_itself() -> None:
    assert figure(6.0, absolute=True).verdict == "short by 20%"
    assert figure(5.0, absolute=True).verdict == "met"


def test_a_row_says_figure_floor_ratio_aim_and_verdict() -> None:
    row = markdown([figure(90.0)]).splitlines()[-1]
    assert row == "| opening | 90.0 ms | 20.0 ms, json | 4.50× | ≤ 5× | met | 12 runs |"


def test_a_percentile_is_a_value_that_was_measured() -> None:
    values = [float(number) for number in range(1, 201)]
    assert [percentile(values, percent) for percent in (0, 50, 99, 100)] == [1, 100, 198, 200]


@pytest.mark.parametrize(
    ("value", "words"), [(1234.4, "1,234 ms"), (12.34, "12.3 ms"), (1.234, "1.23 ms"), (None, "–")]
)
def test_three_digits_of_an_amount_count(value: float | None, words: str) -> None:
    assert amount(value, "ms") == words


def test_every_round_begins_with_another_and_warm_ups_are_left_out() -> None:
    order: list[str] = []

    def said(name: str) -> float:
        order.append(name)
        return float(len(order))

    found = in_turn({"ours": lambda: said("ours"), "floor": lambda: said("floor")}, 2, warm_up=1)
    assert order == ["ours", "floor", "floor", "ours", "ours", "floor"]
    assert found == {"ours": [4.0, 5.0], "floor": [3.0, 6.0]}


def test_a_measured_session_has_as_many_events_as_it_is_called_by(tmp_path: Path) -> None:
    rooms = sessions.at(tmp_path)
    room = rooms.open(sessions.with_events(rooms, 60), read_only=True)
    assert room.state.n == 60


def test_a_session_with_notes_has_them_over_all_fifteen_points_and_a_running_clock(tmp_path: Path) -> None:
    rooms = sessions.at(tmp_path)
    state = rooms.open(sessions.with_notes(rooms, 30), read_only=True).state
    assert [len(point.notes) for point in state.points.values()] == [2] * 15
    assert any(box.running for box in state.timeboxes.values())


def test_the_sessions_of_the_register_are_published_and_each_is_its_own(tmp_path: Path) -> None:
    events = register.fill(tmp_path / "many", 3)
    found = sessions.at(tmp_path / "many").list()
    told = [one.fields.published for one in found if one.fields is not None]
    assert sorted(one.service for one in told if one) == ["Service 0", "Service 1", "Service 2"]
    assert {one.fields.events for one in found if one.fields} == {events}


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is drawn into; Windows has none")
def test_a_terminal_tells_when_words_came_to_stand_on_its_screen(tmp_path: Path) -> None:
    from tools.bench.terminal import NotShown, Terminal, shows

    program = "print('ready', flush=True); print('you said', input())"
    with Terminal([sys.executable, "-c", program], {"TERM": "xterm"}, tmp_path) as terminal:
        ready = terminal.wait(shows("ready"))
        assert terminal.peak_memory() > 1
        pressed = terminal.press("hello\n")
        assert terminal.began < ready < pressed < terminal.wait(shows("you said hello"))
        with pytest.raises(NotShown, match="ended"):
            terminal.wait(shows("never"))
