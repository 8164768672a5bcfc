"""A form is one thing: what is typed, its kind, its privacy, its point and its choices are kept, put back, sent and
cleared together, and what is left behind is marked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from tests.tui.frame import frame
from tests.tui.opening import at, toasts
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from panel_tui import commands, lines
from panel_tui.room import Room
from panel_tui.rooms import Rooms
from panel_tui.session import bodies
from panel_tui.session.unsent import packed, unpacked
from panel_tui.tui.app import PanelApp
from panel_tui.tui.forms.asking import AnswerForm
from panel_tui.tui.forms.closing import SignForm
from panel_tui.tui.forms.fields import Words
from panel_tui.tui.forms.form import Form
from panel_tui.tui.forms.gathering import MarkForm
from panel_tui.tui.forms.left import LeftNoteForm, open_again
from panel_tui.tui.overlays.prompt import Prompt
from panel_tui.tui.screens.close import CloseScreen
from panel_tui.tui.screens.deliberation import DeliberationScreen
from panel_tui.tui.screens.points import PointsScreen
from panel_tui.tui.screens.stage import StageScreen
from panel_tui.tui.widgets.capture import Capture

LIZ = "seat-1"
P3, P4, P5 = "agile-methods", "iterate-and-improve", "tools-and-systems"
DECIDED = (
    "stage points", "go 4", "score 4 met", "as Jess score 4 met", "reveal 4", "decide 4 met because shown",
    "go 5", "score 5 met", "reveal 5", "decide 5 met because shown too", "must 4 test more",
)  # fmt: skip


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(20):
        while not true():
            await pilot.pause(0.005)


def notes(room: Room) -> list[tuple[str, str | None, str, str, bool]]:
    return [
        (event.seat, event.what.point, event.what.kind, event.what.text, event.what.private)
        for event in room.history.events
        if isinstance(event.what, bodies.NoteTaken)
    ]


def drafts(room: Room) -> dict[tuple[str, str, str | None], str]:
    return {(key.seat, key.field, key.point): draft.text for key, draft in room.drafts.items()}


def line(app: PanelApp) -> Capture:
    return app.screen.query_one(Capture)


async def opened(app: PanelApp, pilot: Pilot[None], action: str) -> Form:
    """The form of an action."""
    cast(StageScreen, app.screen).act(commands.BY_ID[action])
    await until(pilot, lambda: isinstance(app.screen, Form) and app.screen.is_mounted)
    await pilot.pause()
    return cast(Form, app.screen)


async def again(tmp_path: Path, room: Room) -> PanelApp:
    """The app over the same session after it has gone."""
    place = room.place
    room.close()
    rooms = Rooms.at(tmp_path / "sessions", {}, tmp_path)
    return PanelApp(rooms, rooms.open(place), settings=tmp_path)


# The line


async def test_a_note_is_filed_under_the_point_that_its_line_names_wherever_the_room_goes(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4") as (app, pilot, room):
        await pilot.press("i", *"half a")
        room.record(LIZ, bodies.PointEntered(point=P5))  # the lead's other device
        await pilot.pause()
        await pilot.press("space", *"note")
        assert "note on 4" in frame(app)
        assert cast(PointsScreen, app.screen).looked_at == room.view(app.speaker.viewer).point(P4)
        await pilot.press("enter")
        await pilot.pause()
        assert notes(room) == [(LIZ, P4, "observation", "half a note", False)]
        assert not room.drafts


async def test_an_enter_that_is_still_on_its_way_is_filed_where_it_was_pressed(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4") as (app, pilot, room):
        await pilot.press("i", *"- no plan")
        app.post_message(events.Key("enter", "\r"))
        room.record(LIZ, bodies.PointEntered(point=P5))
        await until(pilot, lambda: bool(notes(room)))
        assert notes(room) == [(LIZ, P4, "concern", "no plan", False)]
        await pilot.pause()
        assert not room.drafts


async def test_a_note_stays_its_seats_own_when_the_keyboard_changes_hands_while_it_is_typed(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4") as (app, pilot, room):
        await pilot.press("i", *"of Liz")
        app.speaker.say("me Jess")
        app.heard()
        await until(pilot, lambda: line(app).aim.seat == "seat-3")
        assert line(app).text == ""
        assert drafts(room) == {(LIZ, "capture", P4): "of Liz"}
        await pilot.press(*"of Jess", "enter")
        await pilot.pause()
        assert notes(room) == [("seat-3", P4, "observation", "of Jess", False)]
        app.speaker.say("me Liz")
        app.heard()
        await until(pilot, lambda: line(app).text == "of Liz")


async def test_two_points_have_a_draft_each_and_sending_one_clears_only_its_own(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4") as (_, pilot, room):
        await pilot.press("i", *"on four", "escape", "k", "i", *"on three", "escape")
        await pilot.pause()
        assert drafts(room) == {(LIZ, "capture", P4): "on four", (LIZ, "capture", P3): "on three"}
        await pilot.press("i", "enter")
        await pilot.pause()
        assert notes(room) == [(LIZ, P3, "observation", "on three", False)]
        assert drafts(room) == {(LIZ, "capture", P4): "on four"}


async def test_a_private_note_is_put_back_and_sent_as_a_private_one(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4") as (app, pilot, room):
        cast(StageScreen, app.screen).act(commands.BY_ID["private"])
        await pilot.pause()
        await pilot.press(*"- the budget", "escape", "j", "k")
        await pilot.pause()
        assert "private concern on 4" in frame(app)
    app = await again(tmp_path, room)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "private concern on 4" in frame(app)
        line(app).type_here()
        await pilot.press("enter")
        await pilot.pause()
        room = cast(Room, app.speaker.room)
        assert notes(room) == [(LIZ, P4, "concern", "the budget", True)]
        await pilot.press("escape")
        await pilot.pause()
        assert line(app).aim.private is False


async def test_i_begins_a_note_for_everybody_and_leaves_the_private_one_where_it_is(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4") as (app, pilot, room):
        cast(StageScreen, app.screen).act(commands.BY_ID["private"])
        await pilot.pause()
        await pilot.press(*"secret", "escape", "i")
        await pilot.pause()
        assert line(app).text == ""
        await pilot.press(*"open", "enter")
        await pilot.pause()
        assert notes(room) == [(LIZ, P4, "observation", "open", False)]
        assert drafts(room) == {(LIZ, "private", P4): "secret"}


async def test_who_is_typing_stays_when_the_room_moves_to_another_stage(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4") as (app, pilot, room):
        await pilot.press("i", *"we saw ")
        room.record(LIZ, bodies.StageEntered(stage="deliberation"))
        await pilot.pause()
        await pilot.press("3", "space", "r")  # keys of the other screen
        assert isinstance(app.screen, PointsScreen)
        assert line(app).text == "we saw 3 r"
        assert "The room has moved to Deliberation: esc leaves the line" in toasts(app)
        await pilot.press("enter")
        await pilot.pause()
        assert notes(room) == [(LIZ, P4, "observation", "we saw 3 r", False)]
        await pilot.press(*"more", "escape")
        await until(pilot, lambda: isinstance(app.screen, DeliberationScreen))
        assert drafts(room) == {(LIZ, "capture", P4): "more"}
        assert not room.state.points[P4].scores


async def test_what_is_too_long_stays_whole_and_is_counted(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4") as (app, pilot, room):
        await pilot.press("i")
        app.post_message(events.Paste("- " + "x" * 40_000))
        await until(pilot, lambda: len(line(app).text) == 40_002)
        await pilot.pause()
        assert "32,000 too long" in frame(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "32,000 characters too long" in toasts(app)
        assert line(app).text == "- " + "x" * 40_000
        assert drafts(room) == {(LIZ, "capture", P4): "- " + "x" * 40_000}
        line(app).field.load_text("- " + "x" * 8_000)
        await pilot.pause()
        assert "too long" not in line(app).query_one("#kind").render()._text  # type: ignore[union-attr]
        await pilot.press("enter")
        await pilot.pause()
        assert [len(text) for *_, text, _ in notes(room)] == [8_000]


# Forms


async def test_a_choice_that_was_taken_back_does_not_come_back(tmp_path: Path) -> None:
    told = (*DECIDED, "decide 4 met because shown casting")
    async with at(tmp_path, *told) as (app, pilot, room):
        cast(PointsScreen, app.screen).look_at(P4)
        await pilot.pause()
        form = await opened(app, pilot, "decide")
        form.field("casting").put("")
        form.field("reason").put("")
        await pilot.press("escape")
        form = await opened(app, pilot, "decide")
        assert (form.value("casting"), form.value("reason")) == ("", "")
        form.field("reason").put("agreed by all")
        await pilot.press("enter")
        decision = room.state.points[P4].decision
        assert decision is not None
        assert (decision.reason, decision.casting) == ("agreed by all", False)
        assert not room.drafts


async def test_a_recommendation_comes_back_as_strong_as_it_was_and_for_its_point(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4") as (app, pilot, room):
        form = await opened(app, pilot, "must")
        form.field("text").put("test more")
        await pilot.press("escape")
        form = await opened(app, pilot, "should")
        assert (form.value("strength"), form.value("text"), form.value("point")) == ("must", "test more", P4)
        await pilot.press("enter")
        made = room.history.last.what
        assert isinstance(made, bodies.RecommendationMade)
        assert (made.strength, made.point) == ("must", P4)


async def test_a_question_is_asked_about_the_point_it_was_begun_for(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4") as (app, pilot, room):
        form = await opened(app, pilot, "ask")
        form.field("asker").put("panel")
        form.field("text").put("who pays")
        await pilot.press("escape", "j")
        await pilot.pause()
        form = await opened(app, pilot, "ask")
        assert (form.value("point"), form.value("asker")) == (P4, "panel")
        await pilot.press("enter")
        asked = room.history.last.what
        assert isinstance(asked, bodies.QuestionAsked)
        assert (asked.point, asked.asker, asked.text) == (P4, "panel", "who pays")


async def test_a_draft_goes_along_with_the_point_that_is_picked(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4") as (app, pilot, room):
        form = await opened(app, pilot, "evidence")
        form.field("title").put("research log")
        form.field("state").put("planned")
        form.field("point").put(P5)
        await pilot.press("escape")
        assert list(drafts(room)) == [(LIZ, "evidence", P5)]
        assert (await opened(app, pilot, "evidence")).value("title") == ""
        await pilot.press("escape")
        cast(PointsScreen, app.screen).look_at(P5)
        await pilot.pause()
        form = await opened(app, pilot, "evidence")
        assert (form.value("title"), form.value("state"), form.value("point")) == ("research log", "planned", P5)


async def test_an_answer_comes_back_with_the_decision_that_it_changes(tmp_path: Path) -> None:
    async with at(tmp_path, *DECIDED, "ask team why so", "stage questions") as (app, pilot, room):
        form = await opened(app, pilot, "answer")
        assert isinstance(form, AnswerForm)
        form.field("text").put("you are right")
        form.field("point").put(P4)
        await pilot.pause()
        form.field("level").put("not-met")
        form.field("reason").put("the plan is missing")
        await pilot.press("escape")
        await pilot.pause()
        assert "✎" in frame(app)
        form = await opened(app, pilot, "answer")
        await pilot.pause()
        assert (form.value("point"), form.value("level")) == (P4, "not-met")
        await pilot.press("enter")
        decision = room.state.points[P4].decision
        assert decision is not None
        assert decision.level == "not-met"


async def test_a_remark_stays_with_the_evidence_that_it_is_about(tmp_path: Path) -> None:
    told = ("stage points", "go 4", "evidence 4 done first log", "evidence 4 planned second log")
    async with at(tmp_path, *told) as (app, pilot, room):
        form = await opened(app, pilot, "mark")
        assert isinstance(form, MarkForm)
        form.field("mark").put("more-wanted")
        form.field("text").put("about the first")
        await pilot.pause()
        form.field("id").put("E2")
        await pilot.pause()
        assert (form.value("mark"), form.value("text")) == ("seen", "")
        form.field("text").put("about the second")
        await pilot.press("escape")
        kept = {about: unpacked(text) for (_, _, about), text in drafts(room).items()}
        assert kept["E1"] == {"id": "E1", "mark": "more-wanted", "text": "about the first"}
        assert kept["E2"] == {"id": "E2", "mark": "seen", "text": "about the second"}
        form = await opened(app, pilot, "mark")
        assert (form.value("id"), form.value("mark"), form.value("text")) == ("E1", "more-wanted", "about the first")
        await pilot.press("enter")
        assert room.history.last.what == bodies.EvidenceMarked(id="E1", mark="more-wanted", text="about the first")
        assert [about for _, _, about in drafts(room)] == ["E2"]


async def test_a_seat_that_was_half_corrected_comes_back_whole(tmp_path: Path) -> None:
    async with at(tmp_path) as (app, pilot, room):
        form = await opened(app, pilot, "seat")
        form.field("seat").put("seat-3")
        await pilot.pause()
        assert form.value("name") == "Jess Webb"
        form.field("name").put("Jess Webb-Hall")
        form.field("role").put("observer")
        await pilot.press("escape")
        form = await opened(app, pilot, "seat")
        form.field("seat").put("seat-3")
        await pilot.pause()
        assert (form.value("name"), form.value("role")) == ("Jess Webb-Hall", "observer")
        assert not [key for key in drafts(room) if key[2] == "new"]


async def test_drafts_of_an_earlier_version_are_put_back_and_cleared(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4", "evidence 4 done log", "evidence 4 done other") as (
        app,
        pilot,
        room,
    ):
        for field, text in (("level", "not-met"), ("reason", "no plan"), ("casting", "yes")):
            room.keep_draft(LIZ, f"decide.{field}", P4, text)
        room.keep_draft(LIZ, "mark.id", "E1", "E2")
        room.keep_draft(LIZ, "mark.text", "E1", "about the second")
        await pilot.pause(1.1)
        assert "✎" in frame(app)
        form = await opened(app, pilot, "decide")
        assert [form.value(id) for id in ("level", "reason", "casting")] == ["not-met", "no plan", "yes"]
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert [form.value(id) for id in ("level", "reason", "casting")] == ["", "", ""]
        await pilot.press("escape")
        form = await opened(app, pilot, "mark")
        assert (form.value("id"), form.value("text")) == ("E2", "about the second")
        await pilot.press("ctrl+l", "escape")
        assert not room.drafts


async def test_the_last_letter_before_esc_is_remembered(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4") as (app, pilot, room):
        await opened(app, pilot, "evidence")
        for char in "log\x1b":
            app.post_message(events.Key("escape" if char == "\x1b" else char, char))
        await until(pilot, lambda: isinstance(app.screen, PointsScreen))
        (text,) = drafts(room).values()
        assert (unpacked(text) or {})["title"] == "log"


async def test_a_form_counts_what_is_too_long_and_keeps_all_of_it(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4") as (app, pilot, room):
        form = await opened(app, pilot, "evidence")
        form.field("title").put("t" * 400)
        await pilot.pause()
        assert "What: 100 characters too long; 300 are kept. Nothing is cut." in " ".join(frame(app).split())
        before = room.history.last
        await pilot.press("enter")
        assert room.history.last is before
        assert "Not kept: What: 100 characters too long." in " ".join(frame(app).split())
        assert form.value("title") == "t" * 400
        form.field("title").put("t" * 300)
        await pilot.pause()
        assert "too long" not in frame(app)
        await pilot.press("enter")
        assert isinstance(room.history.last.what, bodies.EvidenceAdded)


async def test_more_time_goes_to_the_clock_that_the_form_names(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4") as (app, pilot, room):
        form = await opened(app, pilot, "extend")
        assert "More time for point 4" in frame(app)
        form.field("reason").put("a long demo")
        room.record(LIZ, bodies.PointEntered(point=P5))
        await pilot.pause()
        await pilot.press("enter")
        extended = room.history.last.what
        assert isinstance(extended, bodies.TimeboxExtended)
        assert (extended.box, extended.reason) == (f"point:{P4}", "a long demo")


async def test_a_form_is_sent_by_the_seat_that_opened_it(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4") as (app, pilot, room):
        form = await opened(app, pilot, "evidence")
        form.field("title").put("log")
        app.speaker.say("me Jess")
        await pilot.press("enter")
        assert (room.history.last.seat, room.history.last.on_behalf_of) == (LIZ, None)


SIGNING = ("stage close", "outcome not-met because so much is open", "sign with care")


async def test_signing_again_shows_what_was_signed_and_wipes_no_remark(tmp_path: Path) -> None:
    async with at(tmp_path, *SIGNING) as (app, pilot, room):
        form = await opened(app, pilot, "sign")
        assert isinstance(form, SignForm)
        assert "Change a signature" in frame(app)
        assert form.value("remark") == "care"
        before = room.history.last
        await pilot.press("enter")
        assert room.history.last is before
        assert "this seat has signed already" in frame(app)
        form.field("seat").put("seat-3")
        await pilot.pause()
        assert form.value("remark") == ""
        assert "Sign the result" in frame(app)
        await pilot.press("enter")
        assert (room.history.last.on_behalf_of, room.history.last.what) == ("seat-3", bodies.SignedOff(remark=None))


# What is left behind


@pytest.mark.parametrize("stage", ["points", "deliberation"])
async def test_what_is_left_behind_is_marked_in_the_list_at_once(tmp_path: Path, stage: str) -> None:
    async with at(tmp_path, "stage points", "go 4", "stage briefing", f"stage {stage}") as (app, pilot, _):
        cast(StageScreen, app.screen).look_at(P4)
        await pilot.pause()
        assert "✎" not in frame(app)
        form = await opened(app, pilot, "evidence")
        form.field("title").put("log")
        await pilot.press("escape")
        await pilot.pause()
        marked = [row for row in frame(app).splitlines() if "✎" in row]
        assert [" 4 " in row for row in marked] == [True]
        await opened(app, pilot, "evidence")
        await pilot.press("enter")
        await pilot.pause()
        assert "✎" not in frame(app)


async def test_the_close_lists_what_is_left_behind_and_opens_it_again(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4") as (app, pilot, room):
        await pilot.press("i", *"- no plan", "escape", "e", *"log", "escape")
        await pilot.pause()
        app.speaker.say("stage close")
        await until(pilot, lambda: isinstance(app.screen, CloseScreen))
        await pilot.pause()
        assert "Not sent: your note on point 4" in frame(app)
        assert "Not sent: your evidence on point 4" in frame(app)
        assert "no plan" not in frame(app)
        await pilot.press("home", "enter")
        await pilot.pause()
        assert isinstance(app.screen, LeftNoteForm)
        assert "Your note on point 4" in frame(app)
        await pilot.press("f4")
        await pilot.pause()
        assert notes(room) == [(LIZ, P4, "concern", "no plan", False)]
        await pilot.press("home", "enter")
        await pilot.pause()
        assert cast(Form, app.screen).value("title") == "log"
        await pilot.press("enter")
        await pilot.pause()
        assert not room.drafts
        assert "Not sent" not in frame(app)


async def test_a_member_finishes_its_private_note_at_the_close_or_throws_it_away(tmp_path: Path) -> None:
    async with at(tmp_path, "stage close") as (app, pilot, room):
        room.keep_draft("seat-3", "private", P4, "the budget")
        room.keep_draft("seat-3", "private", None, "nothing")
        await pilot.pause(1.1)
        assert "Jess Webb has typed something here and not sent it" in frame(app)
        assert "the budget" not in frame(app)
        app.speaker.say("me Jess")
        app.heard()
        await until(pilot, lambda: "Not sent: your private note on point 4" in frame(app))
        await pilot.press("home", "enter")
        await pilot.pause()
        await pilot.press("f4")
        await pilot.pause()
        assert notes(room) == [("seat-3", P4, "observation", "the budget", True)]
        await pilot.press("home", "enter")
        await pilot.pause()
        assert "Your private note on the service as a whole" in frame(app)
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert not room.drafts


async def test_plain_mode_lists_what_is_left_behind_on_this_device_for_its_own_seat(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4") as (app, _, room):
        room.keep_draft(LIZ, "capture", P4, "- no plan")
        room.keep_draft("seat-3", "capture", P4, "of Jess")
        room.keep_draft(LIZ, "decide", P5, packed({"level": "met", "reason": "shown", "casting": ""}))
        said = lines.shown(app.speaker, "todo", "")
        assert said[:2] == [
            "Not sent, on this device alone: your note on point 4: - no plan",
            "Not sent, on this device alone: your decision on point 5: level met; reason shown",
        ]
        assert "of Jess" not in " ".join(said)
        assert "2 things were typed here and not sent; 'show todo' lists it." in lines.shown(app.speaker, "", "")


async def test_every_form_with_words_can_be_opened_again_where_it_is_listed(tmp_path: Path) -> None:
    told = (*DECIDED, "ask team why", "evidence 4 done log", *SIGNING[1:])
    async with at(tmp_path, *told) as (app, _, room):
        subjects = {"decide": P4, "dissent": P4, "own": P4, "answer": "Q1", "mark": "E1", "extend": f"point:{P4}"}
        names = ("evidence", "decide", "dissent", "own", "recommend", "ask", "challenge", "answer", "outcome", "sign",
                 "reopen", "publish", "seat", "conflict", "scope", "mark", "extend", "adjourn", "lead")  # fmt: skip
        for name in names:
            room.keep_draft(LIZ, name, subjects.get(name), packed({"text": "x"}))
        for unsent in lines.left_behind(app.speaker):
            form = open_again(app.speaker, unsent)
            assert form is not None, unsent.form
            assert (form.NAME, form.about or None) == (unsent.form, unsent.about) or unsent.form in (
                "ask", "challenge", "sign", "seat",
            )  # fmt: skip
            assert any(isinstance(one.field, Words) for one in form.labelled()), unsent.form
        for name, gone in (("answer", "Q9"), ("mark", "E9"), ("check", "P9"), ("decide", "nowhere"), ("agree", "x")):
            room.keep_draft(LIZ, name, gone, packed({"text": "x"}))
        lost = [one for one in lines.left_behind(app.speaker) if open_again(app.speaker, one) is None]
        assert len(lost) == 5


# The prompt


async def test_the_arrow_up_shows_no_line_of_another_seat(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4") as (app, pilot, _):
        await pilot.press("colon", *"private 4 the budget", "enter")
        app.speaker.say("me Jess")
        await pilot.press("colon", "up")
        assert app.screen.query_one(Input).value == ""
        await pilot.press("escape")
        app.speaker.say("me Liz")
        await pilot.press("colon", "up")
        assert app.screen.query_one(Input).value == "private 4 the budget"


async def test_a_line_that_was_left_at_the_prompt_is_the_newest_of_its_history(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4") as (app, pilot, room):
        await pilot.press("colon", *"private 4 half", "escape")
        assert not room.drafts
        await pilot.press("colon", "up")
        assert "private 4 half" in frame(app)
        assert isinstance(app.screen, Prompt)
        await pilot.press(*" done", "enter")
        assert notes(room) == [(LIZ, P4, "observation", "half done", True)]
        assert not room.drafts


async def test_a_line_that_a_crash_cut_off_is_offered_back(tmp_path: Path) -> None:
    async with at(tmp_path, "stage points", "go 4") as (app, pilot, room):
        await pilot.press("colon", *"private 4 half")
        await pilot.pause()
        assert drafts(room) == {(LIZ, "command", None): "private 4 half"}
        app = await again(tmp_path, room)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "↑ at the prompt shows it" in toasts(app)
        await pilot.press("colon")
        assert "brings back the line that you had typed" in frame(app)
        await pilot.press("up")
        assert "private 4 half" in frame(app)
