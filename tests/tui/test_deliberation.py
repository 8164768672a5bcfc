"""Deliberation: the clock, the table that sealed scores do not move, reveal, decide, and what stands beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.frame import frame
from tests.tui.making import Clock
from tests.tui.opening import at, toasts
from tests.tui.test_frames import checked

from panel_tui.session import bodies
from panel_tui.tui.forms.form import Form
from panel_tui.tui.forms.moving import RevealForm
from panel_tui.tui.screens.deliberation import DeliberationScreen
from panel_tui.tui.widgets.rows import Rows


def scored(number: int, *levels: str) -> tuple[str, ...]:
    """Scores of Liz, Soraya, Jess, Amir for a point."""
    names = ("Liz", "Soraya", "Jess", "Amir")
    return tuple(f"as {name} score {number} {level}" for name, level in zip(names, levels, strict=False))


ROUND = (
    "stage deliberation",
    *scored(1, "met", "met", "met", "met"),
    *scored(2, "met", "partially-met", "met", "met"),
    *scored(3, "met", "not-met", "met", "partially-met"),
    *scored(4, "not-met", "not-met", "not-met"),
    *scored(5, "met", "met", "met", "met"),
    "reveal 1",
    "reveal 2",
    "reveal 3",
)
DECIDED = (*ROUND, "decide 1 met because it was shown")


def order(app: object) -> list[str]:
    """The numbers of the points in the order of the table."""
    rows = app.screen.query_one(Rows)  # type: ignore[attr-defined]
    points = app.speaker.view.points  # type: ignore[attr-defined]
    numbers = {point.id: point.number for point in points}
    return [numbers[row.key] for row in rows._seen if row.key is not None]


async def test_split_points_come_first_then_differing_then_agreed_then_the_others_in_their_walk(tmp_path: Path) -> None:
    async with at(tmp_path, *ROUND) as (app, _, _):
        walk = [point.number for point in app.speaker.view.points if point.number not in ("1", "2", "3")]
        assert order(app) == ["3", "2", "1", *walk]
        assert app.screen.query_one(Rows).cursor == "agile-methods"


async def test_a_sealed_score_moves_nothing_in_the_table(tmp_path: Path) -> None:
    async with at(tmp_path, "stage deliberation", size=(132, 36)) as (app, pilot, _):
        before = order(app)
        for line in (*scored(9, "not-met", "met", "not-met", "met"), *scored(15, "not-met")):
            app.speaker.say(line)
        await pilot.pause()
        assert order(app) == before
        assert "1 of 4 are in" in frame(app)
        for word in ("split", "differs", "agreed"):
            assert word not in frame(app)


async def test_decided_points_stand_under_those_to_decide(tmp_path: Path) -> None:
    async with at(tmp_path, *DECIDED, size=(132, 36)) as (app, _, _):
        assert order(app)[-1] == "1"
        shown = frame(app)
        assert shown.index("To decide  14") < shown.index("Decided  1")


async def test_the_time_for_each_point_is_said_and_follows_the_clock(tmp_path: Path) -> None:
    clock = Clock()
    async with at(tmp_path, *DECIDED, "start deliberation 35m", clock=clock) as (app, pilot, _):
        assert "14 points to decide, 35:00 left: 2:30 each" in frame(app)
        clock.go(minutes=7)
        app.screen.second()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "14 points to decide, 28:00 left: 2:00 each" in frame(app)
        clock.go(minutes=29, seconds=12)
        app.screen.second()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "time is up: +01:12 over" in frame(app)
        assert "E gives more, with a reason" in frame(app)


async def test_a_point_where_all_are_in_is_revealed_with_one_key(tmp_path: Path) -> None:
    async with at(tmp_path, *ROUND) as (app, pilot, room):
        screen = app.screen
        assert isinstance(screen, DeliberationScreen)
        screen.look_at("tools-and-systems")
        await pilot.press("r")
        assert room.history.last.what == bodies.ScoresRevealed(points=("tools-and-systems",))
        await pilot.pause()
        assert screen.query_one(Rows).cursor == "tools-and-systems"
        assert "●●●●" in frame(app)


async def test_a_reveal_with_a_seat_missing_asks_once_and_says_who(tmp_path: Path) -> None:
    async with at(tmp_path, *ROUND) as (app, pilot, room):
        screen = app.screen
        assert isinstance(screen, DeliberationScreen)
        screen.look_at("iterate-and-improve")
        await pilot.press("r")
        assert isinstance(app.screen, RevealForm)
        assert "3 of 4 are in. Not yet: Amir Khan" in frame(app)
        await pilot.press("down", "enter")
        assert room.history.last.what == bodies.ScoresRevealed(points=("iterate-and-improve",))


async def test_every_sealed_point_can_be_revealed_at_once(tmp_path: Path) -> None:
    async with at(tmp_path, *ROUND) as (app, pilot, room):
        screen = app.screen
        assert isinstance(screen, DeliberationScreen)
        screen.look_at("iterate-and-improve")
        await pilot.press("r", "down", "down", "enter")
        assert room.history.last.what == bodies.ScoresRevealed(points=("iterate-and-improve", "tools-and-systems"))


async def test_a_reveal_of_what_nobody_has_scored_says_why_not(tmp_path: Path) -> None:
    async with at(tmp_path, "stage deliberation") as (app, pilot, room):
        before = room.history.last
        await pilot.press("r")
        assert room.history.last is before
        assert "Nobody has scored point 1 yet" in toasts(app)


async def test_d_decides_the_point_under_the_cursor(tmp_path: Path) -> None:
    async with at(tmp_path, *ROUND) as (app, pilot, room):
        await pilot.press("d", "2", *"plans", "enter")
        decision = room.state.points["agile-methods"].decision
        assert decision is not None
        assert (decision.level, decision.reason) == ("partially-met", "plans")
        await pilot.pause()
        assert "Because" in frame(app)
        await pilot.press("u")
        assert room.state.points["agile-methods"].decision is None


async def test_enter_reveals_what_is_sealed_and_decides_what_is_not(tmp_path: Path) -> None:
    async with at(tmp_path, *ROUND) as (app, pilot, room):
        screen = app.screen
        assert isinstance(screen, DeliberationScreen)
        screen.look_at("tools-and-systems")
        await pilot.press("enter")
        assert isinstance(room.history.last.what, bodies.ScoresRevealed)
        await pilot.pause()
        await pilot.press("enter")
        assert isinstance(app.screen, Form)


async def test_a_opens_a_new_round_and_the_first_stays_to_be_seen(tmp_path: Path) -> None:
    async with at(tmp_path, *ROUND, size=(132, 36)) as (app, pilot, room):
        await pilot.press("a")
        assert room.state.points["agile-methods"].round == 2
        await pilot.press("2")
        assert isinstance(room.history.last.what, bodies.ScoreGiven)
        assert (room.history.last.what.round, room.history.last.seat) == (2, "seat-1")
        await pilot.pause()
        shown = frame(app)
        assert "Round 1" in shown
        assert "1 of 4 are in, sealed" in shown


async def test_a_score_after_the_reveal_of_ones_own_says_how_to_change_it(tmp_path: Path) -> None:
    async with at(tmp_path, *ROUND) as (app, pilot, _):
        await pilot.press("1")
        assert "'again' opens a new round" in toasts(app)
        await pilot.press("9")
        assert "9 is no level of this point" in toasts(app)


async def test_what_stands_beside_a_decision_is_in_sight(tmp_path: Path) -> None:
    lines = (
        *ROUND,
        "evidence 3 done Board of six sprints",
        "evidence 3 planned Retrospectives with Rents",
        "as Jess note 3 - actions are not carried out",
        "decide 3 partially-met because the actions are planned casting",
        "as Soraya dissent 3 nothing was shown at all",
        "must 3 carry the actions out owner: Rents by: 2027-01-31",
    )
    async with at(tmp_path, *lines, size=(132, 60)) as (app, pilot, _):
        screen = app.screen
        assert isinstance(screen, DeliberationScreen)
        screen.look_at("agile-methods")
        await pilot.pause()
        shown = frame(app)
        for words in (
            "Decided  ◐ Partially met",
            "the lead's deciding vote",
            "Because  the actions are planned",
            "Dissent  Soraya Cole, written by Liz Hall: nothing was shown at all",
            "Must     carry the actions out  Rents · by 2027-01-31 · R1",
            "✔ done Board of six sprints",
            "│ ◷ planned Retrospectives with",
            "actions are not carried out",
            "Liz ● Met",
            "Soraya ○ Not met",
        ):
            assert words in shown, words


async def test_a_decision_away_from_the_majority_says_so(tmp_path: Path) -> None:
    async with at(tmp_path, *ROUND, "decide 2 not-met because of the demo", size=(132, 36)) as (app, pilot, _):
        screen = app.screen
        assert isinstance(screen, DeliberationScreen)
        screen.look_at("multidisciplinary-team")
        await pilot.pause()
        assert "away from the majority, ● Met" in frame(app)


async def test_another_seat_sees_no_sealed_score_and_may_dissent(tmp_path: Path) -> None:
    async with at(tmp_path, *DECIDED) as (app, pilot, room):
        app.speaker.say("me Jess")
        screen = app.screen
        assert isinstance(screen, DeliberationScreen)
        screen.room_changed()
        screen.look_at("understand-user-needs")
        await pilot.pause()
        assert "The lead reveals and decides." in frame(app)
        await pilot.press("d")
        assert "only the lead does this" in toasts(app)
        await pilot.press("x", *"too early", "enter")
        assert room.history.last.seat == "seat-3"
        assert room.history.last.what == bodies.DissentRecorded(point="understand-user-needs", text="too early")


async def test_a_seat_that_leaves_the_room_for_a_point_sees_nothing_of_it(tmp_path: Path) -> None:
    lines = (*ROUND, "as Jess conflict 3 leaves because it is her cousin's", "note 3 - a secret of the others")
    async with at(tmp_path, *lines) as (app, pilot, _):
        app.speaker.say("me Jess")
        screen = app.screen
        assert isinstance(screen, DeliberationScreen)
        screen.room_changed()
        screen.look_at("agile-methods")
        await pilot.pause()
        shown = frame(app)
        assert "You have left the room for this point" in shown
        assert "a secret" not in shown
        assert "split" not in shown


async def test_a_note_can_be_taken_while_deliberating(tmp_path: Path) -> None:
    async with at(tmp_path, *ROUND) as (app, pilot, room):
        await pilot.press("i", *"- late", "enter", "escape")
        assert [note.text for note in room.state.points["agile-methods"].notes] == ["late"]
        assert not app.screen.query_one("#capture").display


async def test_when_every_point_is_decided_the_way_on_is_said(tmp_path: Path) -> None:
    lines = ["stage deliberation", "start", *(f"decide {number} met because shown" for number in range(1, 16))]
    async with at(tmp_path, *lines) as (app, _, _):
        assert "Every point is decided" in frame(app)
        assert "g, then Questions" in frame(app)


async def test_what_people_wrote_is_never_markup(tmp_path: Path) -> None:
    async with at(tmp_path, *ROUND, "as Jess note 3 - [red]not[/] [b", size=(132, 36)) as (app, _, _):
        assert "[red]not[/] [b" in frame(app)


@pytest.mark.parametrize("size", [(80, 24), (132, 36), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_deliberation_looks_as_it_was_accepted(tmp_path: Path, size: tuple[int, int]) -> None:
    lines = (
        *DECIDED,
        "start deliberation",
        "evidence 3 done Board of the last six sprints, with what was dropped",
        "evidence 3 planned Retrospectives with the Rents team",
        "as Jess note 3 - Retro actions are planned but none has been carried out yet",
    )
    clock = Clock()
    async with at(tmp_path, *lines, size=size, clock=clock) as (app, pilot, _):
        clock.go(minutes=3, seconds=48)
        app.screen.second()  # type: ignore[attr-defined]
        await pilot.pause()
        checked(frame(app), f"deliberation-{size[0]}x{size[1]}")


async def test_the_decide_form_looks_as_it_was_accepted(tmp_path: Path) -> None:
    async with at(tmp_path, *ROUND) as (app, pilot, _):
        await pilot.press("d", "2", *"planned")
        await pilot.pause()
        checked(frame(app), "decide-80x24")
