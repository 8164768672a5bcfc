"""Which stages the chrome shows: those of this session, and no clock where none runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.tui.frame import frame
from tests.tui.opening import at
from tests.tui.test_app import until

from panel_tui.tui.forms.moving import StageForm
from panel_tui.tui.overlays.display import RoomDisplay
from panel_tui.tui.widgets.status_line import StatusLine
from panel_tui.tui.words import completions

CONVERSATION: dict[str, Any] = {"standard": "discovery-light-touch", "phase": "discovery"}
OF_A_TEAM: dict[str, Any] = {"kind": "self"}
SIZES = ((80, 24), (132, 36))


def top(shown: str) -> str:
    return next(line for line in shown.splitlines() if "Briefing" in line)


@pytest.mark.parametrize("size", SIZES)
async def test_a_conversation_shows_no_deliberation(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at(tmp_path, size=size, **CONVERSATION) as (app, pilot, _):
        assert "Delib" not in top(frame(app))
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, StageForm))
        assert [name for name in ("Points", "Questions", "Close") if name not in frame(app)] == []
        assert "Deliberation" not in frame(app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_teams_own_record_has_three_stages_and_says_what_it_is_in_place_of_a_clock(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at(tmp_path, size=size, **OF_A_TEAM) as (app, _, _room):
        line = "".join(
            one if isinstance(one, str) else one[0] for one in app.screen.query_one(StatusLine).line(size[0])
        )
        assert "Briefing" in line
        assert "Self-assessment" in line
        assert [word for word in ("Delib", "Quest", "not started", "time", "30:00") if word in line] == []


async def test_the_stage_form_of_a_teams_own_record_leads_through_its_three_stages(tmp_path: Path) -> None:
    async with at(tmp_path, **OF_A_TEAM) as (app, pilot, room):
        for digit, stage in (("2", "points"), ("3", "close"), ("1", "briefing")):
            await pilot.press("g")
            await until(pilot, lambda: isinstance(app.screen, StageForm))
            assert "Questions" not in frame(app)
            await pilot.press(digit, "enter")
            await until(pilot, lambda stage=stage: room.state.stage == stage)  # type: ignore[misc]


async def test_the_room_display_of_a_teams_own_record_has_no_clock(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4", size=(132, 36), **OF_A_TEAM) as (app, pilot, _):
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, RoomDisplay))
        assert "planned" not in frame(app)
        assert "Point 8 of 15" in frame(app)
        assert "Deliberation" not in frame(app)


async def test_the_prompt_completes_only_the_stages_that_there_are(tmp_path: Path) -> None:
    async with at(tmp_path, **CONVERSATION) as (app, _, _room):
        assert "deliberation" not in completions("stage ", app.speaker.view).options
        assert "questions" in completions("stage ", app.speaker.view).options
    async with at(tmp_path / "self", **OF_A_TEAM) as (app, _, _room):
        stages = [one for one in completions("stage ", app.speaker.view).options if one.islower()]
        assert stages == ["briefing", "points", "close"]
