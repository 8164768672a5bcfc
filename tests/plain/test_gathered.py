"""Plain mode before and after the day: evidence, last time, a reassessment, a team's own record, the register."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands.table import ANA, TALK
from tests.plain.talk import Talk
from tests.room.rooms import on_disk

from panel_tui.session import bodies
from panel_tui.session.terms import (
    BroughtItem,
    CheckStatus,
    Earlier,
    EarlierDecision,
    EarlierRecommendation,
    Source,
    TeamView,
)

P4, P5 = "iterate-and-improve", "tools-and-systems"
BOARD = Source(kind="trello", key="board", name="Our board")
LAST_TIME = Earlier(
    service="Manage Arrears",
    phase="alpha",
    date="2026-03-12",
    outcome="Not met",
    recommendations=(
        EarlierRecommendation(
            id="P1", point=P4, point_title="Iterate", strength="must", text="release more often", owner="Priya",
            due="2026-06-30", since="discovery",
        ),
        EarlierRecommendation(id="P2", point=None, point_title="Old point", strength="should", text="write it down"),
        EarlierRecommendation(id="P3", point=None, point_title=None, strength="should", text="tell people"),
    ),
    unmatched=("19 Old point",),
    decisions=(
        EarlierDecision(point=P4, number="4", title="Iterate", label="Not met", reason="once a year", level="not-met"),
        EarlierDecision(point=P5, number="5", title="Tools", label="Met", reason="all is open", level="met"),
    ),
)  # fmt: skip


def brought(talk: Talk) -> None:
    """A board of three cards: two of point 4, one that has no point; and of the second nothing is there any more."""
    cards = (("Release notes", P4, "Every week\nsince May"), ("Usage figures", P4, None), ("A demo", None, "by video"))
    items = tuple(
        BroughtItem(id="", key=title, point=point, state="done", title=title, text=text, url="https://example.org/x")
        for title, point, text in cards
    )
    said = ("3 comments are missing: the export stops at 1,000.",)
    talk.room.record(ANA, bodies.EvidenceBrought(source=BOARD, items=items, said=said)).result()
    talk.room.record(ANA, bodies.EvidenceBrought(source=BOARD, gone=("E2",), said=said)).result()
    talk.say("show clock")  # what was kept besides is said here


def test_evidence_is_read_with_its_text_its_mark_and_whether_it_is_gone(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    brought(talk)
    talk.say("mark E1 verified")
    assert talk.say("as Cy mark E2 more-wanted figures of this year") == [
        "kept 5: E2, marked E2 as more wanted: figures of this year"
    ]
    said = talk.say("show 4")
    at = said.index("E1, done: Release notes, https://example.org/x, marked verified by Ana Lead")
    assert said[at + 1 : at + 3] == [
        "E1, its text: Every week / since May",
        (
            "E2, done: Usage figures, https://example.org/x, marked more wanted by Cy van der Wold, "
            "written by Ana Lead: figures of this year, no longer where it was brought from"
        ),
    ]
    assert talk.say("unmark E1") == ["kept 6: E1, took the mark off E1"]
    assert talk.say("unmark E1") == ["refused: this evidence has no mark"]


def test_what_has_no_point_is_told_with_its_number_so_that_it_can_be_placed(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    assert talk.say("show evidence") == ["There is no evidence."]
    brought(talk)
    told = "1 piece of evidence has no point yet; 'show evidence' lists them, and 'place' puts them under one."
    assert told in talk.say("show")
    said = talk.say("show evidence")
    assert said[:2] == [
        "No point yet: E3, done: A demo, https://example.org/x",
        "No point yet: E3, its text: by video",
    ]
    assert said[2].startswith("Point 4: E1, done")
    assert said[-2].startswith("Brought in from the Trello board 'Our board', 2026-11-")
    assert said[-1] == "Said of it then: 3 comments are missing: the export stops at 1,000."
    assert talk.say("place E3 4") == ["kept 4: E3, put E3 under point 4"]
    assert told not in talk.say("show")
    talk.say("place E1 none", "place E3 none")
    assert any(line.startswith("2 pieces of evidence have no point yet") for line in talk.say("show"))
    assert talk.say("place E9 4") == [
        "refused: there is no evidence 'E9'; it goes: place EVIDENCE POINT|none",
    ]


def test_what_was_brought_in_can_be_searched(tmp_path: Path) -> None:
    talk = Talk(tmp_path, earlier=LAST_TIME)
    brought(talk)
    talk.say("mark E2 more-wanted figures by borough")
    assert talk.say("search by video") == ["No point yet: E3, A demo"]
    assert talk.say("search since may") == ["Point 4: E1, Release notes"]
    assert talk.say("search borough") == ["Point 4: E2, Usage figures"]
    assert talk.say("search write it down") == ["P2, of last time: the team should write it down. To check."]


def test_the_teams_own_view_is_read_only_after_the_reveal(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    own = Source(kind="self", key="own", name="Own")
    views = (TeamView(point=P4, level="met", text="we release weekly"), TeamView(point=P5, text="in words alone"))
    talk.room.record(ANA, bodies.OwnViewsBrought(source=own, views=views)).result()
    talk.say("stage points", "score 4 met", "score 5 met")
    for line in ("show 4", "show 5", "show scores", "show evidence", "show log", "search weekly", "search alone"):
        assert not any("weekly" in one or "alone" in one for one in talk.say(line) if not one.startswith("Nothing"))
    talk.say("reveal all")
    assert "The own view of the team: Met, because we release weekly" in talk.say("show 4")
    assert "The own view of the team: in words alone" in talk.say("show 5")
    assert "The own view of the team: Met, because we release weekly" not in talk.say("me Ob Zell", "show 4")


def test_a_reassessment_says_what_is_carried_over_and_what_is_to_check(tmp_path: Path) -> None:
    talk = Talk(tmp_path, earlier=LAST_TIME, carried=(P5,), rehearsal=False)
    note = "This is a reassessment: 1 point is carried over from last time; 'show earlier' lists them."
    assert talk.say("show")[1] == note
    to_check = "P1, of last time: the team must release more often, owner Priya, by 2026-06-30, first made discovery"
    said = talk.say("show 4")
    assert said[said.index("Last time: Not met, because once a year") + 1] == f"{to_check}. To check."
    carried = "Point 5 Open tools and systems: carried over from last time, Met, because all is open"
    (line,) = talk.say("show 5")
    assert line.partition(":")[2] == carried.partition(":")[2]
    assert talk.say("score 5 met") == ["refused: point 5 is carried over from last time and is not looked at again"]
    assert talk.say("show scores")[-1] == line
    talk.say("check P1 partly every month now", "check P2 no-longer-applies")
    assert talk.say("show earlier") == [
        "Last time: Manage Arrears, alpha, 2026-03-12. Outcome: Not met.",
        f"Point 4: {to_check}. It has partly taken root, says Ana Lead: every month now",
        "On Old point: P2, of last time: the team should write it down. It no longer applies, says Ana Lead.",
        "P3, of last time: the team should tell people. To check.",
        "Point 4: last time Not met, because once a year",
        line,
        "No longer in the standard: 19 Old point.",
    ]


@pytest.mark.parametrize(
    ("status", "words"), [("taken-root", "has taken root"), ("not", "has not taken root"), ("partly", "has partly")]
)
def test_what_became_of_a_recommendation_is_said_in_words(tmp_path: Path, status: CheckStatus, words: str) -> None:
    talk = Talk(tmp_path, earlier=LAST_TIME)
    talk.say(f"check P3 {status}")
    assert any(f"It {words}" in line for line in talk.say("show earlier"))


def test_a_session_that_is_the_first_has_nothing_of_last_time(tmp_path: Path) -> None:
    talk = Talk(tmp_path, earlier=None)
    assert talk.say("show earlier") == ["There was no session before this one."]
    bare = Earlier(service="Manage Arrears", phase="alpha", date=None, outcome=None)
    assert Talk(tmp_path / "bare", earlier=bare).say("show earlier") == [
        "Last time: Manage Arrears, alpha. Outcome: not agreed."
    ]
    two = Talk(tmp_path / "two", earlier=LAST_TIME, carried=(P4, P5))
    assert any("2 points are carried over" in line for line in two.say("show"))


def test_a_team_walks_its_own_record_from_evidence_to_the_close(tmp_path: Path) -> None:
    talk = Talk(tmp_path, kind="self", earlier=None, rehearsal=False)
    assert talk.say("show") == [
        "Manage Arrears, Beta. Local Government Digital Service Standard.",
        "This is a team's own record: nothing is scored or decided, and 'own' gives your view of a point.",
        "Its stages are briefing, points, close.",
        "Stage: briefing.",
        "Still to do: 30; 'show todo' lists them.",
    ]
    assert "Point 4 has no evidence." in talk.say("show todo")
    talk.say("stage points", "go 4", "evidence done Release notes https://example.org/x")
    assert talk.say("own met because we release weekly") == ["kept 5: gave the team's own view of point 4: Met"]
    assert talk.say("show 4")[-1] == "Your own view: Met, because we release weekly"
    assert not any("Point 4 has" in line for line in talk.say("show todo"))
    assert talk.say("show scores")[0] == "Nothing is scored in this session."
    assert talk.say("show scores")[1].startswith("4 ")
    for line in ("score 4 met", "decide 4 met because so", "publish", "stage deliberation"):
        assert talk.say(line)[0].startswith("refused: "), line
    talk.say("stage close", "close")
    assert any(line.startswith("Closed at ") for line in talk.say("show"))
    assert on_disk(talk.room)[-1] == bodies.SessionClosed()


def test_a_conversation_says_its_stages_and_is_published_with_its_addresses(tmp_path: Path) -> None:
    talk = Talk(tmp_path, **{**TALK, "rehearsal": False})
    assert talk.say("show")[1:3] == [
        "This is a conversation: nothing is scored, and a text is agreed under each heading.",
        "Its stages are briefing, points, questions, close.",
    ]
    assert not any(" are in" in line for line in talk.say("show 1"))
    assert talk.say("publish") == ["refused: close the session first; only what is closed is published"]
    headings = talk.room.state.standard.conversation.headings  # type: ignore[union-attr]
    talk.say("stage close", *(f"agree {one.id} they do it well" for one in headings), "close")
    assert talk.say("publish board javascript:alert(1)")[0].startswith("refused: ")
    assert talk.say("publish report https://example.org/r")[0].endswith("marked the session as published")
    (line,) = [line for line in talk.say("show") if line.startswith("Published 2026-11-")]
    assert line.endswith("; report: https://example.org/r")
    talk.say("unpublish")
    assert not any(line.startswith("Published") for line in talk.say("show"))


def test_help_lists_what_is_done_before_and_after_the_day(tmp_path: Path) -> None:
    said = Talk(tmp_path).say("help")
    for word in ("mark", "unmark", "place", "own", "check", "publish", "unpublish", "import"):
        assert any(line.startswith((f"{word} ", f"{word}:")) for line in said), word
