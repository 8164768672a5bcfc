"""The forms: what is filled in is kept as events, what is refused is said inside, and nothing typed is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.tui.frame import frame
from tests.tui.opening import EARLIER, at, toasts
from textual import events
from textual.pilot import Pilot

from panel_tui import commands
from panel_tui.room import Room
from panel_tui.rooms import Rooms
from panel_tui.session import bodies
from panel_tui.tui import forms, keys
from panel_tui.tui.app import PanelApp
from panel_tui.tui.forms.fields import Choice, Words
from panel_tui.tui.forms.form import Form

SCORED = (
    "stage points",
    "go 4",
    "score 4 met",
    "as Soraya score 4 met",
    "as Jess score 4 partially-met",
    "as Amir score 4 not-met",
    "reveal 4",
)
DECIDED = (*SCORED, "decide 4 partially-met because the retrospectives are only planned")


async def fill(app: PanelApp, pilot: Pilot[None], id: str, *presses: str) -> None:
    """Open the form of an action about the room's point, and press these; `=text` is typed at once."""
    screen: Any = app.screen
    assert forms.open_form(screen, commands.BY_ID[id], screen.looked_at)
    await pilot.pause()
    for press in presses:
        if press.startswith("="):
            assert isinstance(app.focused, Words)
            app.focused.insert(press[1:])
        else:
            await pilot.press(press)
    await pilot.pause()


def last(room: Room) -> bodies.AnyBody:
    """What happened last."""
    return room.history.last.what


KEPT: list[tuple[str, tuple[str, ...], tuple[str, ...], bodies.AnyBody]] = [
    (
        "decide",
        SCORED,
        ("2", "=they plan it, casting", "enter"),
        bodies.DecisionMade(point="iterate-and-improve", level="partially-met", reason="they plan it, casting"),
    ),
    (
        "decide",
        SCORED,
        ("1", "=shown", "tab", "space", "enter"),
        bodies.DecisionMade(point="iterate-and-improve", level="met", reason="shown", casting=True),
    ),
    (
        "dissent",
        DECIDED,
        ("=too hard", "shift+tab", "J", "enter"),
        bodies.DissentRecorded(point="iterate-and-improve", text="too hard"),
    ),
    (
        "must",
        SCORED,
        ("=carry the actions out", "tab", "right", "tab", "tab", "=Rents", "tab", "=2027-01-31", "enter"),
        bodies.RecommendationMade(
            id="R1",
            point="iterate-and-improve",
            strength="should",
            text="carry the actions out",
            owner="Rents",
            due="2027-01-31",
        ),
    ),
    (
        "should",
        SCORED,
        ("=tell others", "tab", "tab", "home", "enter"),
        bodies.RecommendationMade(id="R1", point=None, strength="should", text="tell others"),
    ),
    (
        "evidence",
        SCORED,
        ("=Board", "tab", "right", "tab", "=https://trello.com/b/1", "tab", "1", "1", "enter"),
        bodies.EvidenceAdded(
            id="E1", point="consistent-experience", state="planned", title="Board", url="https://trello.com/b/1"
        ),
    ),
    (
        "extend",
        SCORED,
        ("=because the demo froze", "shift+tab", "shift+tab", "2", "enter"),
        bodies.TimeboxExtended(box="point:iterate-and-improve", seconds=600, reason="because the demo froze"),
    ),
    (
        "extend",
        SCORED,
        ("=the demo froze", "shift+tab", "=20", "enter"),
        bodies.TimeboxExtended(box="point:iterate-and-improve", seconds=1200, reason="the demo froze"),
    ),
    ("adjourn", SCORED, ("=a fire drill", "enter"), bodies.Adjourned(reason="a fire drill")),
    (
        "adjourn",
        SCORED,
        ("=a drill", "shift+tab", "=2026-11-28", "enter"),
        bodies.Adjourned(reason="a drill", until="2026-11-28"),
    ),
    (
        "ask",
        DECIDED,
        ("=4 weeks is short, why?", "tab", "right", "enter"),
        bodies.QuestionAsked(
            id="Q1", kind="question", asker="panel", point="iterate-and-improve", text="4 weeks is short, why?"
        ),
    ),
    (
        "challenge",
        DECIDED,
        ("=they ran in May", "enter"),
        bodies.QuestionAsked(
            id="Q1", kind="challenge", asker="team", point="iterate-and-improve", text="they ran in May"
        ),
    ),
    ("scope", (), ("=Letters.", "enter", "=Not the calls.", "f4"), bodies.ScopeTold(text="Letters.\nNot the calls.")),
    (
        "conflict",
        SCORED,
        ("=a cousin", "shift+tab", "right", "right", "enter"),
        bodies.ConflictDeclared(seat="seat-1", point="iterate-and-improve", effect="leaves", reason="a cousin"),
    ),
    ("stage", SCORED, ("enter",), bodies.StageEntered(stage="deliberation")),
    ("stage", SCORED, ("5", "enter"), bodies.StageEntered(stage="close")),
    ("check", (), ("2", "=half of it", "enter"), bodies.EarlierChecked(id="P1", status="partly", text="half of it")),
    ("outcome", SCORED, ("3", "=too early", "enter"), bodies.OutcomeAgreed(outcome="not-met", reason="too early")),
]


@pytest.mark.parametrize(("id", "lines", "presses", "event"), KEPT, ids=[f"{row[0]}-{n}" for n, row in enumerate(KEPT)])
async def test_what_is_filled_in_by_keyboard_is_kept(
    tmp_path: Path, id: str, lines: tuple[str, ...], presses: tuple[str, ...], event: bodies.AnyBody
) -> None:
    async with at(tmp_path, *lines, earlier=EARLIER) as (app, pilot, room):
        await fill(app, pilot, id, *presses)
        assert last(room) == event
        assert not isinstance(app.screen, Form)


async def test_a_dissent_that_the_lead_writes_down_for_a_seat_is_that_seats(tmp_path: Path) -> None:
    async with at(tmp_path, *DECIDED) as (app, pilot, room):
        await fill(app, pilot, "dissent", "=too hard", "shift+tab", "J", "enter")
        event = room.history.last
        assert (event.seat, event.on_behalf_of) == ("seat-1", "seat-3")


async def test_an_answer_changes_the_decision_on_the_record(tmp_path: Path) -> None:
    async with at(tmp_path, *DECIDED, "challenge 4 they ran in May") as (app, pilot, room):
        await fill(app, pilot, "answer", "=we had not seen them", "tab", "1", "=they were shown now", "enter")
        decision, answer = (event.what for event in room.history.events[-2:])
        assert decision == bodies.DecisionMade(
            point="iterate-and-improve", level="met", reason="they were shown now", question="Q1"
        )
        assert answer == bodies.QuestionAnswered(id="Q1", text="we had not seen them", changed=True)


async def test_an_answer_that_changes_nothing_is_only_an_answer(tmp_path: Path) -> None:
    async with at(tmp_path, *DECIDED, "ask team why?") as (app, pilot, room):
        await fill(app, pilot, "answer", "=because of the plan", "enter")
        assert last(room) == bodies.QuestionAnswered(id="Q1", text="because of the plan")


async def test_an_answer_to_a_question_about_no_point_can_pick_the_point_it_changes(tmp_path: Path) -> None:
    async with at(tmp_path, *DECIDED, "ask team why?") as (app, pilot, room):
        await fill(app, pilot, "answer", "=you are right", "tab", "4", "tab", "1", "=it was shown", "enter")
        assert room.state.points["iterate-and-improve"].decision is not None
        assert room.state.points["iterate-and-improve"].decision.level == "met"
        assert last(room) == bodies.QuestionAnswered(id="Q1", text="you are right", changed=True)


async def test_a_changed_decision_asks_for_its_reason_in_the_form(tmp_path: Path) -> None:
    async with at(tmp_path, *DECIDED, "challenge 4 they ran in May") as (app, pilot, room):
        before = room.history.last
        await fill(app, pilot, "answer", "=we had not seen them", "tab", "1", "enter")
        assert "Not kept: say why the decision changes." in frame(app)
        assert room.history.last is before
        assert app.focused is not None
        assert app.focused.id == "reason"


async def test_a_refusal_stands_beside_what_was_typed_and_nothing_is_lost(tmp_path: Path) -> None:
    async with at(tmp_path, *SCORED[:-1]) as (app, pilot, room):
        before = room.history.last
        await fill(app, pilot, "decide", "2", "=they only plan it", "enter")
        shown = frame(app)
        assert "Not kept: the scores of this point are still sealed; reveal them first." in shown
        assert "they only plan it" in shown
        assert "(•) 2 ◐ Partially met" in shown
        assert room.history.last is before
        await pilot.press("!")
        assert "Not kept" not in frame(app)


async def test_a_refused_form_goes_to_the_field_that_is_missing(tmp_path: Path) -> None:
    async with at(tmp_path, *SCORED) as (app, pilot, _):
        await fill(app, pilot, "decide", "3", "enter")
        assert "say why: a decision needs a reason" in frame(app)
        assert app.focused is not None
        assert app.focused.id == "reason"
        await pilot.press("escape")
        await fill(app, pilot, "dissent", "enter")
        assert "there is no decision on this point to dissent from yet" in frame(app)


@pytest.mark.parametrize(
    ("id", "presses", "said"),
    [
        ("decide", ("tab", "=shown", "enter"), "choose a level: 1 ● Met, 2 ◐ Partially met"),
        ("must", ("=test", "tab", "tab", "tab", "tab", "=soon", "enter"), "'soon' is not a date"),
        ("evidence", ("=Board", "tab", "tab", "=trello.com", "enter"), "a link starts with https://"),
        ("extend", ("=they asked", "shift+tab", "=a bit", "enter"), "'abit' is not a length of time"),
        ("extend", ("enter",), "say why: more time needs a reason"),
        ("adjourn", ("enter",), "say why: an adjournment needs a reason"),
        ("adjourn", ("=a drill", "shift+tab", "=next week", "enter"), "'next week' is not a date"),
        ("seat", ("enter",), "a seat needs a name"),
        ("seat", ("=Bo Tarn", "shift+tab", "shift+tab", "=99", "enter"), "there is no point '99'"),
        ("check", ("enter",), "choose what became of it, with 1 to 4"),
        ("outcome", ("enter",), "choose an outcome"),
        ("outcome", ("1", "enter"), "say why: this is not what the standard's rules suggest"),
        ("stage", ("up", "enter"), "the room is in points already"),
        ("scope", ("f4",), "write down the scope in a line or two"),
    ],
)
async def test_what_cannot_be_kept_is_said_in_the_form(
    tmp_path: Path, id: str, presses: tuple[str, ...], said: str
) -> None:
    async with at(tmp_path, *SCORED, earlier=EARLIER) as (app, pilot, room):
        before = room.history.last
        await fill(app, pilot, id, *presses)
        assert isinstance(app.screen, Form)
        assert f"Not kept: {said}" in " ".join(frame(app).replace("│", " ").split())
        assert room.history.last is before


async def test_enter_pressed_twice_keeps_once(tmp_path: Path) -> None:
    async with at(tmp_path, *SCORED) as (app, pilot, room):
        await fill(app, pilot, "must", "=test")
        form = app.screen
        assert isinstance(form, Form)
        form.action_keep()
        form.action_keep()
        await pilot.pause()
        assert len(room.state.points["iterate-and-improve"].recommendations) == 1
        assert room.draft("seat-1", "recommend", "iterate-and-improve") == ""


async def test_letters_typed_right_after_enter_are_not_part_of_the_text(tmp_path: Path) -> None:
    async with at(tmp_path, *SCORED) as (app, pilot, room):
        await fill(app, pilot, "must", "=test")
        field = app.focused
        assert field is not None
        for key, letter in (("enter", "\r"), ("x", "x")):
            field.post_message(events.Key(key, letter))
        await pilot.pause()
        assert [one.text for one in room.state.points["iterate-and-improve"].recommendations] == ["test"]


async def test_a_refusal_stays_however_fast_the_last_letter_and_enter_came(tmp_path: Path) -> None:
    async with at(tmp_path, *SCORED[:-1]) as (app, pilot, _):
        await fill(app, pilot, "decide", "2")
        field = app.focused
        assert field is not None
        for key, letter in (("x", "x"), ("enter", "\r")):
            field.post_message(events.Key(key, letter))
        await pilot.pause()
        await pilot.pause()
        assert "Not kept: the scores of this point are still sealed" in frame(app)
        await pilot.press("y")
        assert "Not kept" not in frame(app)


async def test_what_was_typed_is_back_when_the_form_is_opened_again(tmp_path: Path) -> None:
    async with at(tmp_path, *SCORED) as (app, pilot, room):
        await fill(app, pilot, "decide", "2", "=the plan has no owner", "tab", "space", "escape")
        assert not isinstance(app.screen, Form)
        await fill(app, pilot, "decide")
        shown = frame(app)
        assert "This is what you had typed and not kept." in shown
        assert "(•) 2" in shown
        assert "the plan has no owner" in shown
        assert "[x]" in shown
        await pilot.press("enter")
        assert isinstance(last(room), bodies.DecisionMade)
        await fill(app, pilot, "decide")
        assert "not kept" not in frame(app)


async def test_what_was_typed_is_back_after_the_app_has_gone(tmp_path: Path) -> None:
    async with at(tmp_path, *SCORED) as (app, pilot, room):
        await fill(app, pilot, "decide", "2", "=the plan has no owner")
        place = room.place
    room.close()
    rooms = Rooms.at(tmp_path / "sessions", {}, tmp_path)
    app = PanelApp(rooms, rooms.open(place), settings=tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await fill(app, pilot, "decide")
        assert "the plan has no owner" in frame(app)
        await pilot.press("escape")


async def test_a_draft_is_only_in_the_form_of_the_seat_that_typed_it(tmp_path: Path) -> None:
    async with at(tmp_path, *DECIDED) as (app, pilot, _):
        await fill(app, pilot, "ask", "=a thought of Liz", "escape")
        app.speaker.say("me Jess")
        await fill(app, pilot, "ask")
        assert "a thought of Liz" not in frame(app)


async def test_a_draft_about_one_point_is_not_in_the_form_of_another(tmp_path: Path) -> None:
    async with at(tmp_path, *SCORED) as (app, pilot, _):
        await fill(app, pilot, "decide", "tab", "=about agile", "escape")
        app.speaker.say("go 5")
        await pilot.pause()
        await fill(app, pilot, "decide")
        assert "about agile" not in frame(app)


async def test_a_form_says_what_it_kept_and_how_to_take_it_back(tmp_path: Path) -> None:
    async with at(tmp_path, *SCORED, size=(132, 36)) as (app, pilot, room):
        await fill(app, pilot, "decide", "1", "=shown", "enter")
        await pilot.pause()
        assert "u takes it back." in toasts(app)
        app.speaker.say("undo")
        assert room.state.points["iterate-and-improve"].decision is None


async def test_a_decision_is_made_with_scores_spread_and_majority_in_sight(tmp_path: Path) -> None:
    async with at(tmp_path, *SCORED, "again 4") as (app, pilot, _):
        await fill(app, pilot, "decide")
        assert "0 of 4 are in" in frame(app)
    lines = (*SCORED[:-2], "as Amir score 4 met", "reveal 4")
    async with at(tmp_path / "other", *lines) as (app, pilot, _):
        await fill(app, pilot, "decide")
        shown = frame(app)
        assert "Liz ● Met" in shown
        assert "Jess ◐ Partially met" in shown
        assert "differs" in shown
        assert "majority ● Met" in shown


async def test_sealed_scores_are_not_in_the_form(tmp_path: Path) -> None:
    async with at(tmp_path, *SCORED[:-1]) as (app, pilot, _):
        await fill(app, pilot, "decide")
        told = frame(app).split("Level")[0]
        assert "4 of 4 are in, sealed" in told
        for words in ("Met", "Partially", "majority", "split"):
            assert words not in told


async def test_the_stage_form_names_what_is_missing_before_the_room_moves_on(tmp_path: Path) -> None:
    async with at(tmp_path) as (app, pilot, _):
        await fill(app, pilot, "stage")
        shown = frame(app)
        assert "Before we move on from Briefing:" in shown
        assert "end-to-end demo: show the thing" in shown
        assert "(•) 2 Points" in shown


async def test_a_seat_can_be_added_and_corrected(tmp_path: Path) -> None:
    async with at(tmp_path) as (app, pilot, room):
        await fill(
            app, pilot, "seat", "=Bo, Tarn", "tab", "right", "tab", "=data", "tab", "right", "tab", "=1 15", "enter"
        )
        added = last(room)
        assert isinstance(added, bodies.SeatAdded)
        assert (added.seat.name, added.seat.role, added.seat.discipline) == ("Bo, Tarn", "observer", "data")
        assert added.seat.points == ("understand-user-needs", "test-with-senior-manager")
        await fill(app, pilot, "seat", "shift+tab", "J", "tab", "= Quill", "enter")
        changed = last(room)
        assert isinstance(changed, bodies.SeatChanged)
        assert (changed.seat.id, changed.seat.name, changed.seat.discipline) == ("seat-3", "Jess Webb Quill", "design")


async def test_signing_for_a_seat_and_opening_again_after_the_close(tmp_path: Path) -> None:
    lines = ["stage points"]
    lines += [f"decide {number} met because shown" for number in range(1, 16)]
    async with at(tmp_path, *lines, "outcome met") as (app, pilot, room):
        await fill(app, pilot, "sign", "S", "tab", "=well done", "enter")
        assert last(room) == bodies.SignedOff(remark="well done")
        assert room.history.last.on_behalf_of == "seat-2"
        app.speaker.say("close")
        await fill(app, pilot, "reopen", "=a mistake in point 3", "enter")
        assert last(room) == bodies.SessionReopened(reason="a mistake in point 3")


async def test_a_deputy_takes_the_lead_with_a_reason(tmp_path: Path) -> None:
    async with at(tmp_path) as (app, pilot, room):
        app.speaker.say("me Amir")
        await fill(app, pilot, "lead", "=Liz's train stands", "enter")
        assert last(room) == bodies.LeadTaken(reason="Liz's train stands")
        assert room.state.lead == "seat-4"


async def test_a_conversation_agrees_texts_that_begin_with_its_notes(tmp_path: Path) -> None:
    lines = ("note all + they listened to caseworkers", "private all + mine alone")
    async with at(tmp_path, *lines, standard="discovery-light-touch", phase="discovery") as (app, pilot, room):
        await fill(app, pilot, "agree")
        text = app.focused
        assert isinstance(text, Words)
        assert text.value == "- they listened to caseworkers"
        await pilot.press("f4")
        assert last(room) == bodies.TextAgreed(heading="done-well", text="- they listened to caseworkers")


async def test_words_that_look_like_markup_are_shown_as_they_are(tmp_path: Path) -> None:
    async with at(tmp_path, *DECIDED, "challenge 4 [bold]why[/bold] [b") as (app, pilot, _):
        await fill(app, pilot, "answer")
        assert "[bold]why[/bold] [b" in frame(app)


EVERY_FORM = (
    *("stage", "adjourn", "lead", "evidence", "decide", "dissent", "must", "should", "extend", "ask", "challenge"),
    *("answer", "outcome", "sign", "reopen", "seat", "conflict", "scope", "check"),
    *("mark", "unmark", "place", "own", "publish"),
)


async def test_every_form_fits_a_small_terminal(tmp_path: Path) -> None:
    lines = ("evidence 3 done Board", "mark E1 seen", "challenge 4 why?")
    async with at(tmp_path, *DECIDED, *lines, earlier=EARLIER) as (app, pilot, _):
        for id in EVERY_FORM:
            await fill(app, pilot, id)
            assert isinstance(app.screen, Form), id
            assert "esc leaves" in frame(app), id
            assert "╰" in frame(app), id
            await pilot.press("escape")


def test_every_action_that_asks_for_words_has_a_form_or_a_screen_of_its_own() -> None:
    asking = {action.id for action in commands.ACTIONS if action.form}
    assert {id for id in asking if forms.for_action(id) is None} == {"me", "export", "set", "import"}


def test_no_form_needs_a_key_that_a_terminal_or_a_text_field_takes() -> None:
    held = [*Form.BINDINGS, *Choice.BINDINGS]
    taken = {key for binding in held for key in getattr(binding, "key", "").split(",")}
    assert not taken & keys.NOT_FOR_US
    assert "f4" not in {key for binding in Words.BINDINGS for key in getattr(binding, "key", "").split(",")}
