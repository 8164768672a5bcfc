"""Questions: what waits for an answer comes first, and an answer says what it changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.frame import frame
from tests.tui.making import Clock
from tests.tui.opening import at, toasts
from tests.tui.test_frames import checked

from panel_tui.session import bodies
from panel_tui.tui.screens.questions import QuestionsScreen
from panel_tui.tui.widgets.rows import Rows

ASKED = (
    "decide 4 partially-met because the letters are only planned",
    "decide 7 not-met because the repository is closed",
    "stage questions",
    "ask panel 4 What happens when the money is late?",
    "ask team Why so early?",
    "challenge 7 The repository has been open since Tuesday",
    "answer Q2 because the panel had seen enough",
)
CHANGED = (*ASKED, "answer Q3 we had not seen it -> 7 partially-met because it is open, and nobody has used it yet")


async def test_what_waits_for_an_answer_comes_first(tmp_path: Path) -> None:
    async with at(tmp_path, *ASKED) as (app, _, _):
        assert [row.key for row in app.screen.query_one(Rows)._seen] == [None, "Q1", "Q3", None, "Q2"]
        shown = frame(app)
        assert "3 questions, 2 without an answer" in shown
        assert "enter answers" in shown


async def test_enter_answers_the_question_under_the_cursor(tmp_path: Path) -> None:
    async with at(tmp_path, *ASKED) as (_app, pilot, room):
        await pilot.press("down", "enter", *"yes", "tab", "2", *"open", "enter")
        decision, answer = (event.what for event in room.history.events[-2:])
        assert decision == bodies.DecisionMade(
            point="open-standards", level="partially-met", reason="open", question="Q3"
        )
        assert answer == bodies.QuestionAnswered(id="Q3", text="yes", changed=True)
        await pilot.press("u")
        assert room.state.questions[2].answer is None
        decision_now = room.state.points["open-standards"].decision
        assert decision_now is not None
        assert decision_now.level == "not-met"


async def test_what_an_answer_changed_is_shown_before_and_after(tmp_path: Path) -> None:
    async with at(tmp_path, *CHANGED) as (app, pilot, _):
        app.screen.query_one(Rows).go("Q3")
        await pilot.pause()
        shown = frame(app)
        assert "It changed the decision  ○ Not met → ◐ Partially met" in shown
        assert "changed" in shown


async def test_an_answer_that_changed_nothing_says_so(tmp_path: Path) -> None:
    async with at(tmp_path, *ASKED) as (app, pilot, _):
        app.screen.query_one(Rows).go("Q2")
        await pilot.pause()
        assert "It changed no decision." in frame(app)


async def test_a_asks_and_c_challenges(tmp_path: Path) -> None:
    async with at(tmp_path, "decide 4 met because shown", "stage questions") as (app, pilot, room):
        assert "t starts the clock" in frame(app)
        await pilot.press("a", *"why", "enter")
        assert isinstance(room.history.last.what, bodies.QuestionAsked)
        assert room.history.last.what.text == "why"
        await pilot.press("c", *"no", "shift+tab", "4", "enter")
        await pilot.pause()
        assert [(one.kind, one.point) for one in room.state.questions] == [
            ("question", None),
            ("challenge", "iterate-and-improve"),
        ]


async def test_a_challenge_to_what_is_not_decided_is_refused_in_the_form(tmp_path: Path) -> None:
    async with at(tmp_path, "stage questions") as (app, pilot, room):
        before = room.history.last
        await pilot.press("c", *"no", "enter")
        assert "a challenge is about a decision, and this point has none yet" in frame(app).replace("\n", " ")
        assert room.history.last is before


async def test_with_no_question_the_list_says_how_to_ask(tmp_path: Path) -> None:
    async with at(tmp_path, "stage questions") as (app, pilot, _):
        assert "no question yet: a writes one down, c a challenge" in frame(app)
        await pilot.press("enter")
        assert "There is no question yet: a writes one down" in toasts(app)


async def test_the_next_step_follows_the_clock_and_the_questions(tmp_path: Path) -> None:
    clock = Clock()
    async with at(tmp_path, "stage questions", clock=clock) as (app, pilot, _):
        assert "t starts the clock: 30 minutes" in frame(app)
        await pilot.press("t")
        assert "a a question of the team, c a challenge" in frame(app)
        clock.go(minutes=31)
        app.screen.second()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "E gives more, with a reason" in frame(app)
        assert "+01:00 over" in frame(app)


async def test_when_all_is_answered_the_way_on_is_close(tmp_path: Path) -> None:
    async with at(tmp_path, *CHANGED, "answer Q1 the council lends it", "start") as (app, _, _):
        assert "all answered" in frame(app)
        assert "g, then Close" in frame(app)


async def test_a_note_is_about_the_point_of_the_question(tmp_path: Path) -> None:
    async with at(tmp_path, *ASKED) as (app, pilot, room):
        screen = app.screen
        assert isinstance(screen, QuestionsScreen)
        await pilot.press("i", *"? money", "enter")
        assert room.state.points["iterate-and-improve"].notes[0].text == "money"


async def test_a_conversation_agrees_its_headings_here(tmp_path: Path) -> None:
    lines = ("stage questions", "note all + they listened", "start")
    async with at(tmp_path, *lines, standard="discovery-light-touch", phase="discovery") as (app, pilot, room):
        assert "What the panel agrees  0 of 3" in frame(app)
        assert "A agrees a text" in frame(app)
        await pilot.press("A", "f4")
        assert isinstance(room.history.last.what, bodies.TextAgreed)
        await pilot.press("down", "enter", *"Much", "f4")
        assert room.history.last.what == bodies.TextAgreed(heading="learned", text="Much")


@pytest.mark.parametrize("size", [(80, 24), (132, 36), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_questions_look_as_they_were_accepted(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at(tmp_path, *CHANGED, "start", size=size, clock=Clock()) as (app, pilot, _):
        app.screen.query_one(Rows).go("Q3")
        await pilot.pause()
        checked(frame(app), f"questions-{size[0]}x{size[1]}")
