"""The briefing: what to do next, the list, last time's recommendations, points without evidence."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.frame import frame
from tests.tui.making import Clock
from tests.tui.opening import EARLIER, at, toasts
from tests.tui.test_frames import checked

from panel_tui.session import bodies
from panel_tui.tui.screens import briefing_text
from panel_tui.tui.screens.briefing import BriefingScreen
from panel_tui.tui.widgets.page import Page
from panel_tui.tui.widgets.rows import Rows

TOLD = (
    "start briefing",
    "scope The second beta: officers see who owes rent. Court action stays in the old system.",
    "tick scope",
    "as Jess conflict 5 no-score because Jess advised on the contract",
    "tick conflicts",
    "check P1 partly the board was shown, no history",
    *(f"evidence {number} done Shown on the day" for number in range(1, 13)),
    "note all + told from the tenant's side",
    "as Jess note all ? who tells a tenant when a plan changes?",
)


def next_line(app: object) -> str:
    """The one line that says what to do next."""
    shown = frame(app)  # type: ignore[arg-type]
    return next(line for line in shown.splitlines() if "Next" in line or "briefing" in line)


async def test_the_screen_says_what_to_do_next_until_the_briefing_is_done(tmp_path: Path) -> None:
    async with at(tmp_path, earlier=EARLIER) as (app, pilot, _):
        assert "t starts the clock: 30 minutes" in frame(app)
        await pilot.press("t")
        assert "s writes down the scope" in frame(app)
        app.speaker.say("scope All of it")
        await pilot.pause()
        assert "the team shows the thing, end to end" in frame(app)
        app.speaker.say("tick demo")
        await pilot.pause()
        assert "ask for conflicts of interest: c" in frame(app)
        app.speaker.say("tick conflicts")
        await pilot.pause()
        assert "v checks the next recommendation of last time; 2 left" in frame(app)
        for line in ("check P1 not", "check P2 partly", "tick earlier"):
            app.speaker.say(line)
        await pilot.pause()
        assert "The briefing is done. g, then Points" in frame(app)


@pytest.mark.parametrize("key", ["space", "enter"])
async def test_an_item_is_ticked_and_unticked_with_one_key(tmp_path: Path, key: str) -> None:
    async with at(tmp_path, earlier=EARLIER) as (app, pilot, room):
        await pilot.press("down", key)
        assert room.state.briefed == {"demo"}
        assert "[x] End-to-end demo" in frame(app)
        await pilot.press(key)
        assert room.state.briefed == frozenset()
        await pilot.press("u")
        assert room.state.briefed == {"demo"}


async def test_the_cursor_begins_at_the_first_thing_to_do(tmp_path: Path) -> None:
    async with at(tmp_path, "scope All", "tick demo", earlier=EARLIER) as (app, _, _):
        assert app.screen.query_one(Rows).cursor == "tick:conflicts"


async def test_enter_on_the_scope_that_is_not_told_asks_for_it(tmp_path: Path) -> None:
    async with at(tmp_path) as (app, pilot, room):
        await pilot.press("enter", *"Letters", "f4")
        assert room.state.scope == "Letters"
        assert "[x] Scope and story" in frame(app)


async def test_a_recommendation_of_last_time_is_checked_where_the_cursor_is(tmp_path: Path) -> None:
    async with at(tmp_path, earlier=EARLIER) as (app, pilot, room):
        app.screen.query_one(Rows).go("check:P2")
        await pilot.press("enter", "1", *"yes", "enter")
        assert room.history.last.what == bodies.EarlierChecked(id="P2", status="taken-root", text="yes")
        await pilot.pause()
        assert "taken root" in frame(app)


async def test_v_checks_the_next_one_wherever_the_cursor_is(tmp_path: Path) -> None:
    async with at(tmp_path, "check P1 not", earlier=EARLIER) as (_app, pilot, room):
        await pilot.press("v", "2", "enter")
        assert isinstance(room.history.last.what, bodies.EarlierChecked)
        assert room.history.last.what.id == "P2"


async def test_without_an_earlier_session_there_is_nothing_to_check(tmp_path: Path) -> None:
    async with at(tmp_path) as (app, pilot, _):
        assert "last time" not in frame(app)
        await pilot.press("v")
        assert "nothing of last time to check" in toasts(app)


async def test_a_point_without_evidence_is_given_some_where_the_cursor_is(tmp_path: Path) -> None:
    async with at(tmp_path) as (app, pilot, room):
        screen = app.screen
        assert isinstance(screen, BriefingScreen)
        screen.look_at("agile-methods")
        await pilot.press("enter", *"Board", "enter")
        assert [one.title for one in room.state.points["agile-methods"].evidence] == ["Board"]
        await pilot.pause()
        assert "14 points without evidence" in frame(app)


async def test_a_conflict_is_declared_about_the_point_under_the_cursor(tmp_path: Path) -> None:
    async with at(tmp_path) as (app, pilot, room):
        screen = app.screen
        assert isinstance(screen, BriefingScreen)
        screen.look_at("open-standards")
        await pilot.press("c", *"cousin", "enter")
        assert room.history.last.what == bodies.ConflictDeclared(
            seat="seat-1", point="open-standards", effect="note", reason="cousin"
        )


async def test_a_note_of_the_briefing_is_about_the_service_as_a_whole(tmp_path: Path) -> None:
    async with at(tmp_path) as (app, pilot, room):
        await pilot.press("i", *"+ clear", "enter")
        assert [(note.point, note.kind, note.text) for note in room.state.notes] == [(None, "strength", "clear")]
        await pilot.press("escape")
        assert app.focused is app.screen.query_one(Rows)


async def test_a_note_that_is_not_sent_is_back_in_its_line(tmp_path: Path) -> None:
    async with at(tmp_path) as (app, pilot, room):
        await pilot.press("i", *"half a", "escape")
        assert room.draft("seat-1", "capture", None) == "half a"
        app.speaker.say("me Jess")
        app.screen.room_changed()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "half a" not in frame(app)
        app.speaker.say("me Liz")
        app.screen.room_changed()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "half a" in frame(app)


async def test_another_seat_is_told_that_the_lead_drives(tmp_path: Path) -> None:
    async with at(tmp_path) as (app, pilot, room):
        app.speaker.say("me Jess")
        app.screen.room_changed()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "The lead drives the briefing." in frame(app)
        await pilot.press("space")
        assert room.state.briefed == frozenset()
        assert "only the lead does this" in toasts(app)


async def test_an_adjourned_panel_is_told_how_to_meet_again(tmp_path: Path) -> None:
    async with at(tmp_path, "adjourn because of a fire drill") as (app, _pilot, _):
        assert "Adjourned. :reconvene" in frame(app)


async def test_what_another_keyboard_writes_is_there_at_once(tmp_path: Path) -> None:
    async with at(tmp_path) as (app, pilot, room):
        room.record("seat-3", bodies.NoteTaken(id="N1", point=None, kind="concern", text="eleven seconds to open"))
        await pilot.pause()
        assert "eleven seconds to open" in frame(app)


async def test_on_a_wider_terminal_the_panel_has_a_place_of_its_own(tmp_path: Path) -> None:
    async with at(tmp_path, size=(80, 24)) as (app, pilot, _):
        assert not app.screen.query_one("#panel").display or not app.screen.query_one("#side").display
        view = app.speaker.view
        assert any("Panel" in str(para) for para in briefing_text.story(view, with_panel=True))
        await pilot.resize_terminal(200, 60)
        await pilot.pause()
        assert app.screen.query_one("#side").display
        assert "Soraya Cole" in frame(app)
        assert app.screen.query_one("#panel", Page).rows > 4


async def test_the_footer_has_at_most_seven_keys_and_fits(tmp_path: Path) -> None:
    async with at(tmp_path) as (app, _, _):
        last = frame(app).splitlines()[-1]
        assert "? Help" in last
        assert "g Stage" in last


@pytest.mark.parametrize("size", [(80, 24), (132, 36), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_briefing_looks_as_it_was_accepted(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at(tmp_path, *TOLD, size=size, earlier=EARLIER, clock=Clock()) as (app, _, _):
        checked(frame(app), f"briefing-{size[0]}x{size[1]}")
