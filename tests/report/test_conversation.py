"""The report of a conversation reads as one: nothing stands empty, and nothing speaks of what it does not do."""

from __future__ import annotations

import re

import pytest
from tests.report import sessions
from tests.report.stage import Stage, conversation, created

from panel_tui.report.export import render
from panel_tui.session import bodies
from panel_tui.session.terms import TeamView
from panel_tui.session.view import AUDIENCES, Audience


def text(room: Stage, audience: Audience = "internal") -> str:
    return render(room.report(audience), "md").decode().split("---\n", 2)[2]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_it_speaks_of_no_points_scores_levels_or_results(audience: Audience) -> None:
    copy = text(sessions.forms(), audience)
    own, last_time = copy.split("## Recommendations of last time")
    rest = last_time[last_time.index("## What the conversation was about") :]
    spoken = re.findall(r"(?i)\b(points?|scores?|levels?|results?|decision|decided)\b", own + rest)
    assert spoken == []


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("agreed", [True, False])
def test_no_heading_stands_empty(audience: Audience, agreed: bool) -> None:
    for room in (sessions.forms(), sessions.talk(agreed=agreed), Stage(created(conversation()))):
        lines = [line for line in text(room, audience).splitlines() if line]
        for line, below in zip(lines, [*lines[1:], "# the end"], strict=True):
            deeper = len(below.split(" ")[0]) > len(line.split(" ")[0])
            assert not (line.startswith("#") and below.startswith("#")) or deeper, f"{line} is empty"


def test_the_four_headings_come_first_and_in_their_order() -> None:
    titles = re.findall(r"(?m)^## (.+)$", text(sessions.forms()))
    assert titles == [
        "About the service",
        "What was done well",
        "What was learned",
        "Possible gaps",
        "Recommendations",
        "Recommendations of last time",
        "What the conversation was about",
        "Questions and answers",
        "The panel",
        "How the time was used",
        "Sign-off",
        "About this copy",
    ]


def test_recommendations_name_the_question_they_are_about() -> None:
    copy = text(sessions.forms())
    assert "**The team must:**\n\n- name an owner (owner: HR, by 18 December 2026)\n" in copy
    assert "**The team should:**\n\n- talk to those who sign (question 2)\n" in copy


def test_notes_stand_under_their_question_until_a_text_is_agreed() -> None:
    copy = text(sessions.talk(agreed=False))
    assert (
        "**2\\. What did you learn?**\n\n- forms are printed to be signed (Bo Okafor)\n- “nobody reads the second page”"
        " (Bo Okafor)\n\n**Beyond the questions**\n\n- they will meet again in spring (Bo Okafor)\n"
    ) in copy
    assert copy.count("forms are printed to be signed") == 1


def test_a_heading_without_text_or_notes_is_named_in_one_line() -> None:
    assert "The panel has not agreed a text under “Possible gaps”." in text(sessions.talk(agreed=False))
    assert "has not agreed a text" not in text(sessions.forms())


def test_the_questions_are_listed_and_those_with_more_to_tell_have_a_section() -> None:
    copy = text(sessions.forms())
    assert "- 3\\. Is it worth going on?\n" in copy
    assert "### 1\\. Who has which problem?\n" in copy
    assert "### 3\\. " not in copy


def test_questions_that_each_have_a_section_are_not_listed_before() -> None:
    room = Stage(created(conversation()))
    for number in ("1", "2"):
        room.do("seat-2", bodies.EvidenceAdded(id=f"e{number}", point=f"q{number}", state="done", title="A wall"))
    assert "## What the conversation was about\n\n### 1\\. What is the problem?\n\n#### Evidence\n" in text(room)


def test_only_the_side_of_the_evidence_that_holds_something_is_drawn() -> None:
    room = Stage(created(conversation()))
    room.do("seat-2", bodies.EvidenceAdded(id="e1", point="q1", state="planned", title="A prototype"))
    assert "Done: in place today" not in text(room)
    room.do("seat-2", bodies.EvidenceAdded(id="e2", point="q1", state="done", title="A wall"))
    assert "**Done: in place today**\n\n- A wall (Bo Okafor)\n\n**Planned: not in place yet**\n" in text(room)


def test_what_an_answer_changed_is_not_asked_where_nothing_was_decided() -> None:
    room = Stage(created(conversation()))
    room.do("seat-1", bodies.QuestionAsked(id="Q1", kind="question", asker="team", point=None, text="And now?"))
    copy = text(room)
    assert "And now?\n\nNot answered yet.\n" in copy
    assert "What it changed" not in copy


def test_what_was_decided_last_time_is_told_as_history() -> None:
    assert "### What was decided last time" in text(sessions.forms())
    assert "| 1 Understand users | **Not met** | Nobody was asked. |" in text(sessions.forms())


def test_the_teams_own_view_in_words_stands_under_its_question() -> None:
    room = Stage(created(conversation()))
    view = TeamView(point="q2", text="more than we wished")
    room.do("seat-1", bodies.OwnViewsBrought(source=sessions.ALONE, views=(view,)))
    assert "### 2\\. What did you learn?\n\n**The team’s own view:** more than we wished\n" in text(room, "team")
    table = render(room.report("team"), "csv").decode()
    assert '"The team’s own view"' in table
    assert "more than we wished" in table
    assert "more than we wished" not in text(room, "public")
