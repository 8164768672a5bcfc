"""One key, one line or one click never shows sealed scores while seats are missing, unless somebody chose it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.frame import frame
from tests.tui.opening import at, toasts
from textual.pilot import Pilot

from panel_tui import commands
from panel_tui.room import Room
from panel_tui.session import bodies
from panel_tui.tui.app import PanelApp
from panel_tui.tui.forms.moving import RevealForm
from panel_tui.tui.screens.stage import StageScreen
from panel_tui.tui.widgets.key_footer import KeyFooter

SEALED = ("stage points", "go 4", "score 4 met", "as Jess score 4 not-met", "as Soraya score 4 met")
ALL_IN = (*SEALED, "as Amir score 4 met")
STAGES = ("points", "deliberation")


def revealed(room: Room) -> list[tuple[str, ...]]:
    return [event.what.points for event in room.history.events if isinstance(event.what, bodies.ScoresRevealed)]


async def look_at_four(app: PanelApp, pilot: Pilot[None], stage: str) -> StageScreen:
    if app.speaker.view.stage != stage:
        app.speaker.say(f"stage {stage}")
        await pilot.pause()
    screen = app.screen
    assert isinstance(screen, StageScreen)
    screen.look_at("iterate-and-improve")
    await pilot.pause()
    assert screen.looked_at is not None
    assert screen.looked_at.number == "4"
    return screen


@pytest.mark.parametrize("stage", STAGES)
async def test_r_asks_where_seats_are_missing_and_says_who(tmp_path: Path, stage: str) -> None:
    async with at(tmp_path, *SEALED) as (app, pilot, room):
        await look_at_four(app, pilot, stage)
        await pilot.press("r")
        assert isinstance(app.screen, RevealForm)
        assert "3 of 4 are in. Not yet: Amir Khan" in frame(app)
        assert not revealed(room)
        await pilot.press("escape")
        assert not revealed(room)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("note", ["research is thin", "poor", "rr", "r 1 2 3", "research\rrough\r"])
async def test_a_note_that_is_typed_without_i_first_reveals_nothing(tmp_path: Path, stage: str, note: str) -> None:
    async with at(tmp_path, *SEALED) as (app, pilot, room):
        await look_at_four(app, pilot, stage)
        keys = {" ": "space", "\r": "enter"}
        await pilot.press(*(keys.get(letter, letter) for letter in note), "enter")
        await pilot.pause()
        assert not revealed(room)
        assert not room.state.points["iterate-and-improve"].revealed


@pytest.mark.parametrize("stage", STAGES)
async def test_the_list_of_actions_the_palette_and_the_footer_ask_too(tmp_path: Path, stage: str) -> None:
    async with at(tmp_path, *SEALED) as (app, pilot, room):
        screen = await look_at_four(app, pilot, stage)
        await pilot.press("question_mark", *"reveal", "down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, RevealForm)
        await pilot.press("escape")
        screen.act(commands.BY_ID["reveal"])  # as the palette does
        await pilot.pause()
        assert isinstance(app.screen, RevealForm)
        await pilot.press("escape")
        screen.query_one(KeyFooter).post_message(KeyFooter.Pressed("reveal"))
        await pilot.pause()
        assert isinstance(app.screen, RevealForm)
        await pilot.press("escape")
        assert not revealed(room)


async def test_what_is_chosen_by_the_arrows_is_revealed(tmp_path: Path) -> None:
    async with at(tmp_path, *SEALED) as (app, pilot, room):
        await look_at_four(app, pilot, "points")
        await pilot.press("r", "down", "enter")
        assert revealed(room) == [("iterate-and-improve",)]


async def test_where_everybody_is_in_r_reveals_at_once(tmp_path: Path) -> None:
    async with at(tmp_path, *ALL_IN) as (app, pilot, room):
        await look_at_four(app, pilot, "points")
        await pilot.press("r")
        assert revealed(room) == [("iterate-and-improve",)]


async def test_a_reveal_that_was_undone_is_not_done_again_by_one_key(tmp_path: Path) -> None:
    async with at(tmp_path, *SEALED, "reveal 4") as (app, pilot, room):
        await look_at_four(app, pilot, "points")
        await pilot.press("u")
        await pilot.pause()
        assert not room.state.points["iterate-and-improve"].revealed
        await pilot.press("U", "enter")
        assert not room.state.points["iterate-and-improve"].revealed
        await pilot.press("U")
        assert isinstance(app.screen, RevealForm)
        assert "Reveal again the scores of point 4" in frame(app)
        await pilot.press("down", "enter")
        assert room.state.points["iterate-and-improve"].revealed


async def test_anything_else_is_done_again_without_a_question(tmp_path: Path) -> None:
    async with at(tmp_path, *SEALED) as (app, pilot, room):
        app.speaker.say("note 4 a thought")
        app.speaker.say("undo")
        await pilot.pause()
        await pilot.press("U")
        assert isinstance(room.history.last.what, bodies.Redone)
        await pilot.press("U")
        await pilot.pause()
        assert "there is nothing to redo" in toasts(app)


async def test_at_the_prompt_a_reveal_names_what_it_reveals(tmp_path: Path) -> None:
    async with at(tmp_path, *SEALED) as (app, pilot, room):
        await pilot.press("colon", *"reveal", "enter")
        assert "say what to reveal" in frame(app)
        assert not revealed(room)
        await pilot.press("space", "4", "enter")
        assert revealed(room) == [("iterate-and-improve",)]
