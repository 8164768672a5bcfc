"""Time: what is left, what warns, what an adjournment and a closed lid do, and when the day will end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace
from tests.session.room import ANA, TALK, Room, created
from tests.session.say import (
    CLOSE,
    DECIDED,
    RECONVENE,
    adjourn,
    decide,
    detail,
    extend,
    go,
    outcome,
    pause,
    resume,
    stage,
    start,
    stop,
)

from panel_tui.session import bodies
from panel_tui.session.clock import (
    DEFAULT_POINT_SECONDS,
    Reading,
    Warning,
    box_here,
    forecast,
    mmss,
    per_point,
    planned_seconds,
    reading,
    running_box,
    timebox,
)


def read(room: Room, box: str = "deliberation") -> Reading:
    return reading(timebox(room.state, box), room.at)


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (0, "00:00"), (0.001, "00:01"), (1, "00:01"), (59.2, "01:00"), (60, "01:00"), (299.5, "05:00"), (2700, "45:00"),
        (6000, "100:00"), (-0.5, "00:00"), (-1, "+00:01"), (-1.9, "+00:01"), (-61, "+01:01"), (-6000, "+100:00"),
    ],
)  # fmt: skip
def test_time_left_is_minutes_and_seconds_and_an_overrun_has_a_plus(left: float, text: str) -> None:
    assert mmss(left) == text


@pytest.mark.parametrize(
    ("allowed", "used", "warning"),
    [
        (600, 0, None), (600, 299, None), (600, 299.9, None), (600, 300, "five"), (600, 539, "five"), (600, 540, "one"),
        (600, 599.9, "one"), (600, 600, "zero"), (600, 700, "zero"),
        (300, 0, None), (300, 240, "one"), (60, 0, None), (60, 59, None), (60, 60, "zero"),
    ],
)  # fmt: skip
def test_a_clock_warns_at_five_and_one_minutes_and_at_zero_where_it_is_long_enough(
    allowed: int, used: float, warning: Warning | None
) -> None:
    room = Room().lead(start(seconds=allowed)).wait(seconds=used)
    assert read(room).warning == warning


def test_a_clock_runs_pauses_resumes_and_stops() -> None:
    room = Room()
    assert read(room).status == "ready"
    room.lead(start(seconds=600)).wait(minutes=2)
    assert (read(room).status, read(room).left, read(room).text) == ("running", 480, "08:00")
    room.lead(pause()).wait(minutes=30)
    assert (read(room).status, read(room).left) == ("paused", 480)
    room.lead(resume()).wait(minutes=9)
    assert (read(room).status, read(room).text) == ("running", "+01:00")
    room.lead(stop()).wait(minutes=9)
    assert (read(room).status, read(room).used) == ("stopped", 660)


def test_a_paused_clock_can_be_stopped() -> None:
    room = Room().lead(start()).wait(minutes=1).lead(pause()).wait(minutes=1).lead(stop())
    assert (read(room).status, read(room).used) == ("stopped", 60)


def test_an_extension_is_more_time_on_the_record_and_the_plan_stays() -> None:
    room = Room().lead(start(seconds=600), extend(seconds=300))
    box = timebox(room.state, "deliberation")
    assert (box.planned, box.allowed, box.extensions[0].reason) == (600, 900, "Point 2")


def test_a_clock_can_be_extended_before_it_starts() -> None:
    room = Room().lead(extend(seconds=300), start(seconds=600))
    assert read(room).left == 900


@pytest.mark.parametrize("minutes", [2, 20])
def test_started_again_after_a_stop_it_has_its_new_length_left_and_the_plan_stays(minutes: int) -> None:
    room = Room().lead(start(seconds=600), extend(seconds=60)).wait(minutes=minutes).lead(stop())
    room.wait(minutes=5).lead(start(seconds=300))
    assert (read(room).left, read(room).used) == (300, minutes * 60)
    assert timebox(room.state, "deliberation").planned == 600
    room.wait(minutes=1).lead(stop(), start(seconds=120))
    assert read(room).left == 120


def test_only_one_clock_runs_at_a_time() -> None:
    room = Room().lead(start("briefing", 1800)).wait(minutes=3).lead(start("questions"))
    running = running_box(room.state)
    assert running is not None
    assert (running.box, read(room, "briefing").status, read(room, "briefing").used) == ("questions", "paused", 180)


def test_the_walk_runs_the_clock_of_the_point_that_the_room_is_on() -> None:
    room = Room().lead(start("briefing", 1800)).wait(minutes=3).lead(stage("points")).wait(minutes=4).lead(go("users"))
    room.wait(minutes=5).lead(go("safe")).wait(minutes=1)
    assert [read(room, f"point:{id}").used for id in ("safe", "users", "simple")] == [300, 300, 0]
    assert read(room, "briefing").status == "paused"
    room.lead(stage("deliberation"))
    assert running_box(room.state) is None


def test_a_points_clock_that_runs_already_runs_on_when_the_room_comes_to_it() -> None:
    room = Room().lead(stage("points"), start("point:users", 720)).wait(minutes=1).lead(go("users")).wait(minutes=1)
    assert (read(room, "point:users").status, read(room, "point:users").used) == ("running", 120)


def test_the_clock_that_belongs_to_where_the_room_is() -> None:
    room = Room()
    assert box_here(room.state) == "briefing"
    room.lead(stage("points"))
    assert box_here(room.state) == "point:safe"
    room.lead(stage("close"))
    assert box_here(room.state) is None


def test_in_the_points_before_any_point_no_clock_is_here() -> None:
    state = Room().lead(stage("points")).state
    assert box_here(replace(state, current=None)) is None


def test_an_adjournment_to_another_day_takes_no_time_and_picks_up_where_it_stopped() -> None:
    room = Room().lead(stage("deliberation"), start(seconds=600)).wait(minutes=4)
    room.lead(adjourn(until="2026-11-28")).wait(minutes=7 * 24 * 60).lead(RECONVENE).wait(minutes=1)
    assert (read(room).status, read(room).used) == ("running", 300)


def test_after_an_adjournment_a_clock_that_did_not_run_or_belongs_elsewhere_stays_still() -> None:
    assert running_box(Room().lead(adjourn(), RECONVENE).state) is None
    room = Room().lead(start("questions"), adjourn()).wait(minutes=60).lead(RECONVENE)
    assert running_box(room.state) is None


def test_a_closed_lid_stops_no_clock() -> None:
    room = Room().lead(start(seconds=600)).wait(minutes=30)
    assert (read(room).status, read(room).text, read(room).warning) == ("running", "+20:00", "zero")


def test_a_system_clock_that_goes_backwards_neither_raises_nor_gives_time_back() -> None:
    room = Room().lead(start(seconds=600)).wait(minutes=2).lead(pause(), resume()).wait(minutes=-60)
    assert read(room).used == 120
    room.lead(pause(), resume(), adjourn()).wait(minutes=-60)
    assert forecast(room.state, room.at).remaining > 0
    room.lead(RECONVENE, stop())
    assert (read(room).used, room.state.away_seconds) == (120, 0)


def test_a_length_is_planned_by_the_plan_then_the_standard_then_our_default() -> None:
    assert planned_seconds(Room(created(timeboxes={"deliberation": 60})).state, "deliberation") == 60
    assert planned_seconds(Room().state, "deliberation") == 40 * 60
    assert planned_seconds(Room().state, "questions") == 30 * 60


def test_a_point_is_planned_by_its_own_minutes_then_its_share_of_the_section_then_our_default() -> None:
    state = Room(created(phase="live")).state
    lengths = [planned_seconds(state, f"point:{id}") for id in ("users", "simple", "late")]
    assert lengths == [720, 900, DEFAULT_POINT_SECONDS]


def test_a_corrected_plan_reaches_a_clock_that_runs_already() -> None:
    room = Room().lead(start(seconds=600), detail("deliberation_seconds", "1200"))
    assert read(room).left == 1200


def test_before_the_first_clock_there_is_no_forecast_but_what_remains() -> None:
    seen = forecast(Room().state, Room().at)
    planned = (30 + 12 + 15 + 15 + 40 + 30) * 60
    assert (seen.planned_finish, seen.finish, seen.behind, seen.remaining) == (None, None, 0, planned)


def test_the_forecast_says_how_far_behind_the_day_is() -> None:
    room = Room().lead(start("briefing", 1800)).wait(minutes=45)
    seen = forecast(room.state, room.at)
    assert (seen.behind, seen.remaining) == (15 * 60, (12 + 15 + 15 + 40 + 30) * 60)
    assert seen.finish is not None
    assert seen.planned_finish is not None
    assert seen.finish - seen.planned_finish == timedelta(minutes=15)


def test_the_forecast_says_how_far_ahead_the_day_is() -> None:
    room = Room().lead(start("briefing", 1800)).wait(minutes=10).lead(stage("points")).wait(minutes=5).lead(go("users"))
    assert forecast(room.state, room.at).behind == -(20 + 10) * 60


def test_an_extension_puts_the_day_behind_and_a_clock_stopped_early_ahead() -> None:
    room = Room().lead(start("briefing", 1800), extend("briefing", 600))
    assert forecast(room.state, room.at).behind == 600
    room.wait(minutes=10).lead(stop("briefing"))
    assert forecast(room.state, room.at).behind == -20 * 60


def test_a_point_that_the_room_comes_back_to_counts_again_while_it_is_there() -> None:
    room = Room().lead(stage("points"), go("users"))
    before = forecast(room.state, room.at).remaining
    assert forecast(room.lead(go("safe")).state, room.at).remaining == before + (15 - 12) * 60


def test_time_adjourned_is_neither_behind_nor_ahead() -> None:
    room = Room().lead(start("briefing", 1800)).wait(minutes=10).lead(adjourn()).wait(minutes=24 * 60)
    assert forecast(room.state, room.at).behind == 0
    room.lead(RECONVENE).wait(minutes=5)
    assert forecast(room.state, room.at).behind == 0


def test_what_the_room_has_left_behind_is_not_still_to_come() -> None:
    room = Room().lead(start("briefing", 1800), stage("questions"))
    assert forecast(room.state, room.at).remaining == 30 * 60
    assert forecast(room.lead(stage("close")).state, room.at).remaining == 0


def test_when_everything_is_over_nobody_is_behind_or_ahead() -> None:
    room = Room().lead(start("briefing", 1800), *DECIDED, outcome(), stage("close"))
    at_close = forecast(room.state, room.at)
    assert (at_close.planned_finish, at_close.finish, at_close.behind) == (None, None, 0)
    closed_early = Room().lead(start("briefing", 1800), *DECIDED, outcome(), CLOSE)
    assert forecast(closed_early.state, closed_early.at).finish is None


def test_a_stage_that_went_by_without_a_clock_puts_nobody_ahead() -> None:
    room = Room().lead(stage("points"))
    assert forecast(room.state, room.at).behind == 0
    room = Room().lead(stage("deliberation"), start(seconds=40 * 60))
    assert forecast(room.state, room.at).behind == 0


def test_points_that_were_passed_over_in_a_walk_with_clocks_put_the_day_ahead() -> None:
    room = Room().lead(stage("points"), stage("deliberation"))
    assert forecast(room.state, room.at).behind == -(12 + 15 + 15) * 60


def test_closing_stops_the_clock_that_runs() -> None:
    room = Room().lead(*DECIDED, outcome(), start("questions")).wait(minutes=2).lead(CLOSE)
    room.lead(bodies.SessionReopened(reason="A slip"))
    assert (running_box(room.state), read(room, "questions").used) == (None, 120)


def test_a_conversation_has_no_deliberation_to_wait_for() -> None:
    state = Room(created(TALK)).state
    assert forecast(state, Room().at).remaining == (30 + 10 + 30) * 60


def test_the_rest_of_the_deliberation_is_shared_by_the_points_still_open() -> None:
    room = Room().lead(decide(), start(seconds=600)).wait(minutes=2)
    assert per_point(room.state, room.at) == (2, 240)
    room.wait(minutes=30)
    assert per_point(room.state, room.at) == (2, 0)
    room.lead(*DECIDED[1:])
    assert per_point(room.state, room.at) == (0, 0)


def test_a_clock_is_started_by_the_lead_alone() -> None:
    assert Room().refuses("s3", start()).startswith("only the lead")
    assert running_box(Room().do(ANA, start()).state) is not None
