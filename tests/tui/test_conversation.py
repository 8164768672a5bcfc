"""A conversation without levels: every stage that there is shows something, and nothing stands empty."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.frame import frame
from tests.tui.gathering import CONVERSATION
from tests.tui.opening import at, toasts
from tests.tui.test_frames import checked

from panel_tui.tui.widgets.key_footer import KeyFooter

HEARD = (
    "scope Whether tenants can see what they owe",
    "note all + they listened to nine tenants",
    "note 1 - nobody without the internet was asked",
    "evidence 1 done Nine interviews",
)


@pytest.mark.parametrize("stage", ["briefing", "points", "questions", "close"])
async def test_each_stage_of_a_conversation_looks_as_it_was_accepted(tmp_path: Path, stage: str) -> None:
    lines = HEARD if stage == "briefing" else (*HEARD, f"stage {stage}")
    async with at(tmp_path, *lines, **CONVERSATION) as (app, _, _room):
        checked(frame(app), f"conversation-{stage}-80x24")


@pytest.mark.parametrize("stage", ["briefing", "points", "questions", "close"])
async def test_a_conversation_speaks_of_no_scores(tmp_path: Path, stage: str) -> None:
    lines = HEARD if stage == "briefing" else (*HEARD, f"stage {stage}")
    async with at(tmp_path, *lines, size=(132, 36), **CONVERSATION) as (app, _, _room):
        shown = frame(app)
        for word in ("score", "Deliberation", "Suggested", "reveal", "are in", "undecided", "split"):
            assert word not in shown
        assert not {"reveal", "decide", "outcome"} & {key.id for key in app.screen.query_one(KeyFooter).keys}


async def test_points_shows_the_question_and_whether_it_was_spoken_about(tmp_path: Path) -> None:
    async with at(tmp_path, *HEARD, "stage points", size=(132, 36), **CONVERSATION) as (app, _, _room):
        shown = frame(app)
        assert "Who has which problem, and how do you know?" in shown
        assert "nobody without the internet was asked" in shown
        assert "✓ 1 Users" in shown
        assert "· 2 How it works today" in shown


async def test_the_agreed_texts_take_their_room_once_there_are_any(tmp_path: Path) -> None:
    async with at(tmp_path, "stage close", **CONVERSATION) as (app, pilot, _):
        assert app.screen.query("#texts").first().display is False
        await pilot.press("A", *"they listened", "f4")
        await pilot.pause()
        assert app.screen.query("#texts").last().display is True
        assert "they listened" in frame(app)


async def test_a_conversation_agrees_texts_where_an_assessment_is_challenged(tmp_path: Path) -> None:
    async with at(tmp_path, "stage questions", **CONVERSATION) as (app, pilot, _):
        shown = {key.id for key in app.screen.query_one(KeyFooter).keys}
        assert "agree" in shown
        assert "challenge" not in shown
        await pilot.press("c")
        await pilot.pause()
        assert "write it down as a question" in toasts(app)
        await pilot.press("t", "colon", *"ask team why?", "enter")
        await pilot.pause()
        assert "enter answers." in frame(app)
