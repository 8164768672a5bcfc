"""The same screens over a room that another computer has."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.remote.served import DEPUTY, MEMBER, Host, a_host, until
from tests.tui.frame import frame
from tests.tui.opening import toasts
from textual.pilot import Pilot

from panel_tui.hosting import LEAD_IDLE
from panel_tui.remote.room import RemoteRoom
from panel_tui.session.unsent import packed, unpacked
from panel_tui.tui.app import PanelApp
from panel_tui.tui.widgets.capture import Capture
from panel_tui.tui.widgets.lead_gone import LeadGone
from panel_tui.tui.widgets.trouble import TroubleStrip

Joined = tuple[PanelApp, Pilot[None], RemoteRoom, Host]


@asynccontextmanager
async def joined(folder: Path, *lines: str, seat: str = MEMBER) -> AsyncIterator[Joined]:
    """The app of a seat that has joined a room where these lines were spoken."""
    with a_host(folder, *lines) as host:
        room = host.join(seat)
        app = PanelApp(host.rooms, room, settings=folder)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            yield app, pilot, room, host
        room.close()


async def settle(pilot: Pilot[None], holds: Any, seconds: float = 10.0) -> None:
    """Let the app run until something holds."""
    for _ in range(int(seconds / 0.02)):
        await pilot.pause(0.02)
        if holds():
            return
    assert holds()


async def test_a_member_scores_and_takes_notes_on_the_screens_of_another_computer(tmp_path: Path) -> None:
    async with joined(tmp_path) as (app, pilot, room, host):
        await pilot.press("1")
        await settle(pilot, lambda: host.room.state.points[str(host.room.state.current)].scores)
        await pilot.press("colon", *"note 1 + ok", "enter")
        await settle(pilot, lambda: host.texts() == ["ok"])
        await settle(pilot, lambda: not room.keeping.unsaved)
        await pilot.press("u")
        await settle(pilot, lambda: "Undone" in toasts(app))
        assert host.texts() == []


async def test_the_lead_moves_every_screen_with_the_room(tmp_path: Path) -> None:
    async with joined(tmp_path) as (app, pilot, _, host):
        for stage in ("deliberation", "questions", "close", "briefing"):
            host.say(f"stage {stage}")
            await settle(pilot, lambda stage=stage: getattr(app.screen, "STAGE", "") == stage and app.screen.is_mounted)


async def test_every_action_that_is_done_elsewhere_says_where(tmp_path: Path) -> None:
    async with joined(tmp_path, "stage close") as (app, pilot, _, _host):
        for line, said in (
            ("export", "reports are written on the lead's computer"),
            ("me Jess", "one seat's own"),
            ("seats", "lead's computer"),
            ("elsewhere x", "lead's computer"),
        ):
            await pilot.press("colon", *line, "enter")
            await pilot.pause()
            assert said in "\n".join(str(one.render()) for one in app.screen.query("Static")) + toasts(app)
            await pilot.press("escape")
        for key in ("e", "w", "f3", "f4"):
            app.clear_notifications()
            await pilot.press(key)
            await pilot.pause()
            assert "computer" in toasts(app) or "own device" in toasts(app), key


@pytest.mark.parametrize("stage", ["points", "close"])
async def test_no_key_of_a_stage_breaks_on_another_computers_room(tmp_path: Path, stage: str) -> None:
    async with joined(tmp_path, *(() if stage == "points" else (f"stage {stage}",))) as (app, pilot, room, _):
        for key in "jkndpxcgaortmLSbBhzvyi/?:":
            await pilot.press({"/": "slash", "?": "question_mark", ":": "colon"}.get(key, key))
            await pilot.pause()
            await pilot.press("escape", "escape")
        for key in ("f8", "enter", "tab", "u", "U"):
            await pilot.press(key)
            await pilot.pause()
            await pilot.press("escape")
        assert not room.read_only
        assert app.is_running


async def test_the_log_comes_from_the_other_computer(tmp_path: Path) -> None:
    async with joined(tmp_path, "note 4 + ok") as (app, pilot, _, _host):
        await pilot.press("L")
        await settle(pilot, lambda: "noted" in frame(app) or "note" in frame(app))


async def test_a_cut_line_is_said_and_what_is_written_meanwhile_waits(tmp_path: Path) -> None:
    async with joined(tmp_path) as (app, pilot, _, host):
        host.wire.cut()
        await settle(pilot, lambda: "NOT CONNECTED" in app.screen.query_one(TroubleStrip).words)
        await pilot.press("colon", *"note 1 - away", "enter")
        await settle(pilot, lambda: "1 entry waits" in app.screen.query_one(TroubleStrip).words)
        host.wire.heal()
        await settle(pilot, lambda: app.screen.query_one(TroubleStrip).words == "" and host.texts() == ["away"])


async def test_leaving_while_the_line_is_cut_loses_nothing_and_does_not_wait(tmp_path: Path) -> None:
    async with joined(tmp_path) as (app, pilot, room, host):
        host.wire.cut()
        await settle(pilot, lambda: room.keeping.away)
        await pilot.press("colon", *"note 1 - away", "enter")
        await settle(pilot, lambda: room.keeping.unsaved == 1)
        await pilot.press("f10")
        await settle(pilot, lambda: not app.is_running)
        host.wire.heal()
        again = host.join()
        until(lambda: host.texts() == ["away"])
        again.close()


async def test_a_deputy_reads_when_the_lead_went_and_when_they_may_take_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with joined(tmp_path, seat=DEPUTY) as (app, pilot, _, host):
        strip = app.screen.query_one(LeadGone)
        assert not strip.display
        assert "next seat" not in frame(app)
        began, ahead = host.room.now(), [timedelta(seconds=LEAD_IDLE + 10)]
        monkeypatch.setattr(host.room, "_clock", lambda: began + ahead[0])
        await settle(pilot, lambda: "You may take the lead over in" in strip.words)
        ahead[0] += timedelta(seconds=60)
        host.say("note 4 + time passes")
        await settle(pilot, lambda: "lead because" in strip.words)
        await pilot.press("colon", *"lead because she is gone", "enter")
        await settle(pilot, lambda: host.room.state.lead == DEPUTY)
        await settle(pilot, lambda: not app.screen.query_one(LeadGone).display)
        await pilot.press("colon", *"stage close", "enter")
        await settle(pilot, lambda: host.room.state.stage == "close")


async def test_what_is_refused_late_comes_back_as_private_and_as_strong_as_it_was_sent(tmp_path: Path) -> None:
    async with joined(tmp_path, "go 4") as (app, pilot, room, host):
        host.wire.cut()
        await settle(pilot, lambda: room.keeping.away)
        for line in ("private 4 - the budget", "note 4 ? who pays", "evidence 4 planned a log"):
            app.speaker.say(line)
        await pilot.press("i", *"half a")
        host.say("as Soraya conflict 4 leaves because a cousin works there")
        host.say("as Soraya lift 4 because they left it", "as Soraya conflict 4 leaves because a cousin works there")
        host.wire.heal()
        await settle(pilot, lambda: not room.keeping.unsaved)
        point = host.room.state.current
        await settle(pilot, lambda: room.draft(MEMBER, "private", point) == "- the budget")
        assert room.draft(MEMBER, "capture", point) == "? who pays\nhalf a"
        await settle(pilot, lambda: app.screen.query_one(Capture).text == "? who pays\nhalf a")
        await pilot.press("x")
        await pilot.pause()
        assert room.draft(MEMBER, "capture", point) == "? who pays\nhalf ax"
        evidence = unpacked(room.draft(MEMBER, "evidence", point)) or {}
        assert (evidence["title"], evidence["state"]) == ("a log", "planned")
        assert host.texts() == []


async def test_a_form_whose_words_are_taken_is_told_when_it_is_refused_late(tmp_path: Path) -> None:
    async with joined(tmp_path, "go 4") as (app, pilot, room, host):
        point = host.room.state.current
        host.wire.cut()
        await settle(pilot, lambda: room.keeping.away)
        app.speaker.say("evidence 4 planned the first log")
        room.keep_draft(MEMBER, "evidence", point, packed({"title": "the second log"}))
        host.say("as Soraya conflict 4 leaves because a cousin works there")
        host.wire.heal()
        await settle(pilot, lambda: "What was not kept reads: the first log / planned" in toasts(app))
        assert unpacked(room.draft(MEMBER, "evidence", point)) == {"title": "the second log"}


async def test_what_a_member_has_left_is_marked_and_listed_at_the_close_on_this_device_alone(tmp_path: Path) -> None:
    async with joined(tmp_path, "go 4") as (app, pilot, room, host):
        await pilot.press("i", *"- no plan", "escape")
        await settle(pilot, lambda: "✎" in frame(app))
        host.say("stage close")
        await settle(pilot, lambda: "Not sent: your note on point 4" in frame(app))
        await pilot.press("home", "enter")
        await settle(pilot, lambda: "Your note on point 4" in frame(app))
        await pilot.press("f4")
        await settle(pilot, lambda: host.texts() == ["no plan"])
        assert not room.drafts


async def test_who_is_typing_on_another_computer_stays_when_the_lead_moves_the_room(tmp_path: Path) -> None:
    async with joined(tmp_path, "go 4") as (app, pilot, room, host):
        await pilot.press("i", *"we saw ")
        host.say("stage deliberation")
        await settle(pilot, lambda: room.state.stage == "deliberation")
        await pilot.press("3", "enter")
        await settle(pilot, lambda: host.texts() == ["we saw 3"])
        assert not host.room.state.points[str(host.room.state.current)].scores
        await pilot.press("escape")
        await settle(pilot, lambda: getattr(app.screen, "STAGE", "") == "deliberation")
