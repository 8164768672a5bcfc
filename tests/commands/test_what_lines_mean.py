"""The grammar, line by line: what each means, with every example of the design and every usage of a command."""

from __future__ import annotations

from string import ascii_lowercase
from typing import Any

import pytest
from tests.commands.table import ANA, BO, CY, GROSS, TALK, Table

from panel_tui.commands import ACTIONS
from panel_tui.grammar.panel import new_seat_id
from panel_tui.session import bodies
from panel_tui.session.bodies import AnyBody
from panel_tui.session.terms import SeatData

P4 = "iterate-and-improve"
P7 = "open-standards"
FIRST = "understand-user-needs"
NOTE = {"id": "N1", "point": P4, "kind": "observation", "text": "it works"}
URL = "https://board.example/7"


def note(**changes: Any) -> bodies.NoteTaken:
    return bodies.NoteTaken(**{**NOTE, **changes})


ON_4 = ("go 4",)
SCORED = ("go 4", "score met")
REVEALED = (*SCORED, "reveal 4")
DECIDED = (*REVEALED, "decide 4 met because it is so")
ASKED = (*DECIDED, "stage questions", "challenge 4 it is not so")

LINES: list[tuple[tuple[str, ...], str, tuple[AnyBody, ...]]] = [
    # Where the room is
    ((), "stage points", (bodies.StageEntered(stage="points"),)),
    ((), "stage d", (bodies.StageEntered(stage="deliberation"),)),
    ((), "STAGE Close", (bodies.StageEntered(stage="close"),)),
    ((), "go 4", (bodies.PointEntered(point=P4),)),
    ((), "go @4", (bodies.PointEntered(point=P4),)),
    ((), "go\t4", (bodies.PointEntered(point=P4),)),
    (("stage points", "go 4"), "next", (bodies.PointEntered(point="test-with-senior-manager"),)),
    (("stage points", "go 4"), "back", (bodies.PointEntered(point="agile-methods"),)),
    ((), "next", (bodies.PointEntered(point=FIRST),)),
    ((), "adjourn because the demo failed", (bodies.Adjourned(reason="the demo failed"),)),
    (
        (),
        "adjourn until 2026-11-28 because the demo failed",
        (bodies.Adjourned(reason="the demo failed", until="2026-11-28"),),
    ),
    (("adjourn because it is late",), "reconvene", (bodies.Reconvened(),)),
    # Notes
    ((), "note 4 it works", (note(),)),
    ((), "note @4 it works", (note(),)),
    ((), "note 4 + it works", (note(kind="strength"),)),
    ((), "note 4 - it works", (note(kind="concern"),)),
    ((), "note 4 ? it works", (note(kind="question"),)),
    ((), 'note 4 " it works', (note(kind="quote"),)),
    ((), "note 4 +it works", (note(kind="strength"),)),
    ((), "note + it works", (note(kind="strength", point=None),)),
    (ON_4, "note + it works", (note(kind="strength"),)),
    (ON_4, "note + @7 it works", (note(kind="strength", point=P7),)),
    (ON_4, "note + @all it works", (note(kind="strength", point=None),)),
    (ON_4, "note + 7 of 9 finished", (note(kind="strength", text="7 of 9 finished"),)),
    (ON_4, "note + all nine finished", (note(kind="strength", text="all nine finished"),)),
    (ON_4, "note + - is a sign", (note(kind="strength", text="- is a sign"),)),
    (ON_4, "note it works", (note(),)),
    (ON_4, "note all it works", (note(point=None),)),
    (ON_4, "note all + it works", (note(point=None, kind="strength"),)),
    (ON_4, "note @all ? it works", (note(point=None, kind="question"),)),
    (ON_4, "note it  keeps   its spaces", (note(text="it  keeps   its spaces"),)),
    (ON_4, "note no \x1b[31mcolour\x07", (note(text="no [31mcolour"),)),
    ((), "private 4 it works", (note(private=True),)),
    ((), "private 4 - it works", (note(private=True, kind="concern"),)),
    (
        ("note 4 + a", "note 4 b", "withdraw n2"),
        "note 4 it works",
        (note(id="N3"),),
    ),
    (
        ("note 4 + a",),
        "reword n1 it works",
        (bodies.NoteChanged(id="N1", kind="strength", text="it works", point=P4),),
    ),
    (
        ("private 4 + a",),
        "reword N1 - it works",
        (bodies.NoteChanged(id="N1", kind="concern", text="it works", point=P4, private=True),),
    ),
    (("note 4 a",), "withdraw N1", (bodies.NoteWithdrawn(id="N1"),)),
    (("evidence 4 done a",), "withdraw E1", (bodies.EvidenceWithdrawn(id="E1"),)),
    (("must 4 a",), "withdraw r1", (bodies.RecommendationWithdrawn(id="R1"),)),
    (("ask team why?",), "withdraw Q1", (bodies.QuestionWithdrawn(id="Q1"),)),
    # Evidence
    (
        (),
        "evidence 4 done Sprint board",
        (bodies.EvidenceAdded(id="E1", point=P4, state="done", title="Sprint board"),),
    ),
    (
        ON_4,
        f"evidence planned Sprint board {URL}",
        (bodies.EvidenceAdded(id="E1", point=P4, state="planned", title="Sprint board", url=URL),),
    ),
    (
        ("evidence 4 done a",),
        f"amend e1 planned The board {URL}",
        (bodies.EvidenceChanged(id="E1", state="planned", title="The board", url=URL),),
    ),
    (
        (),
        f"evidence 4 done {URL}",
        (bodies.EvidenceAdded(id="E1", point=P4, state="done", title=URL, url=URL),),
    ),
    # Scores
    ((), "score 4 met", (bodies.ScoreGiven(point=P4, round=1, level="met"),)),
    (ON_4, "score met", (bodies.ScoreGiven(point=P4, round=1, level="met"),)),
    (ON_4, "score partially met", (bodies.ScoreGiven(point=P4, round=1, level="partially-met"),)),
    (ON_4, "score Part", (bodies.ScoreGiven(point=P4, round=1, level="partially-met"),)),
    (ON_4, "score not", (bodies.ScoreGiven(point=P4, round=1, level="not-met"),)),
    ((), "score 7 2", (bodies.ScoreGiven(point=P7, round=1, level="partially-met"),)),
    ((), "score @7 N/A", (bodies.ScoreGiven(point=P7, round=1, level="not-applicable"),)),
    (SCORED, "reveal 4", (bodies.ScoresRevealed(points=(P4,)),)),
    (SCORED, "reveal here", (bodies.ScoresRevealed(points=(P4,)),)),
    (("score 7 met", *SCORED), "reveal all", (bodies.ScoresRevealed(points=(P4, P7)),)),
    (("score 7 met", *REVEALED), "reveal all", (bodies.ScoresRevealed(points=(P7,)),)),
    (REVEALED, "again 4", (bodies.RoundOpened(point=P4, round=2),)),
    ((*REVEALED, "again"), "score met", (bodies.ScoreGiven(point=P4, round=2, level="met"),)),
    # Decisions
    (
        REVEALED,
        "decide 4 met because it is so",
        (bodies.DecisionMade(point=P4, level="met", reason="it is so"),),
    ),
    (REVEALED, "decide met because it is so", (bodies.DecisionMade(point=P4, level="met", reason="it is so"),)),
    (
        REVEALED,
        "decide 4 not met because it is so",
        (bodies.DecisionMade(point=P4, level="not-met", reason="it is so"),),
    ),
    (
        REVEALED,
        "decide 4 met because it is so (casting)",
        (bodies.DecisionMade(point=P4, level="met", reason="it is so", casting=True),),
    ),
    (
        REVEALED,
        "decide 4 met casting because it is so",
        (bodies.DecisionMade(point=P4, level="met", reason="it is so", casting=True),),
    ),
    (
        REVEALED,
        "decide 4 met because casting",
        (bodies.DecisionMade(point=P4, level="met", reason="casting"),),
    ),
    (
        REVEALED,
        "decide 4 met because it is because it is",
        (bodies.DecisionMade(point=P4, level="met", reason="it is because it is"),),
    ),
    (DECIDED, "dissent 4 it is not so", (bodies.DissentRecorded(point=P4, text="it is not so"),)),
    (DECIDED, "dissent it is not so", (bodies.DissentRecorded(point=P4, text="it is not so"),)),
    # Recommendations
    (
        (),
        "must 4 agree the money",
        (bodies.RecommendationMade(id="R1", point=P4, strength="must", text="agree the money"),),
    ),
    (
        ON_4,
        "should agree the money",
        (bodies.RecommendationMade(id="R1", point=P4, strength="should", text="agree the money"),),
    ),
    (
        (),
        "must all agree the money owner: Rents team by: 2027-01-31",
        (
            bodies.RecommendationMade(
                id="R1", point=None, strength="must", text="agree the money", owner="Rents team", due="2027-01-31"
            ),
        ),
    ),
    (
        (),
        "must 4 agree the money by: 2027-01-31 Owner: Rents team",
        (
            bodies.RecommendationMade(
                id="R1", point=P4, strength="must", text="agree the money", owner="Rents team", due="2027-01-31"
            ),
        ),
    ),
    (
        ("must 4 a",),
        "revise R1 should b owner: Bo",
        (bodies.RecommendationChanged(id="R1", strength="should", text="b", owner="Bo"),),
    ),
    (
        ("should 4 a",),
        "revise r1 must b by: 2027-01-31",
        (bodies.RecommendationChanged(id="R1", strength="must", text="b", due="2027-01-31"),),
    ),
    # Clocks
    ((), "start", (bodies.TimeboxStarted(box="briefing", seconds=1800),)),
    ((), "start 10", (bodies.TimeboxStarted(box="briefing", seconds=600),)),
    ((), "start deliberation 45m", (bodies.TimeboxStarted(box="deliberation", seconds=2700),)),
    ((), "start Questions 1h30m", (bodies.TimeboxStarted(box="questions", seconds=5400),)),
    (("start",), "pause", (bodies.TimeboxPaused(box="briefing"),)),
    (("start", "pause"), "resume", (bodies.TimeboxResumed(box="briefing"),)),
    (("start",), "stop", (bodies.TimeboxStopped(box="briefing"),)),
    (
        ("start",),
        "extend 5m because they asked",
        (bodies.TimeboxExtended(box="briefing", seconds=300, reason="they asked"),),
    ),
    (
        (),
        "extend 90s because they asked",
        (bodies.TimeboxExtended(box="briefing", seconds=90, reason="they asked"),),
    ),
    (("start", "stage points", "go 4"), "pause", (bodies.TimeboxPaused(box=f"point:{P4}"),)),
    ((), "clock", (bodies.TimeboxStarted(box="briefing", seconds=1800),)),
    (("clock",), "clock", (bodies.TimeboxPaused(box="briefing"),)),
    (("clock", "clock"), "clock", (bodies.TimeboxResumed(box="briefing"),)),
    (("clock", "stop"), "clock", (bodies.TimeboxStarted(box="briefing", seconds=1800),)),
    # Questions
    (
        (),
        "ask team why is that?",
        (bodies.QuestionAsked(id="Q1", kind="question", asker="team", point=None, text="why is that?"),),
    ),
    (
        (),
        "ask panel 4 why is that?",
        (bodies.QuestionAsked(id="Q1", kind="question", asker="panel", point=P4, text="why is that?"),),
    ),
    (
        DECIDED,
        "challenge 4 it is not so",
        (bodies.QuestionAsked(id="Q1", kind="challenge", asker="team", point=P4, text="it is not so"),),
    ),
    (
        DECIDED,
        "challenge it is not so",
        (bodies.QuestionAsked(id="Q1", kind="challenge", asker="team", point=P4, text="it is not so"),),
    ),
    (ASKED, "answer q1 it is", (bodies.QuestionAnswered(id="Q1", text="it is"),)),
    (
        ASKED,
        "answer Q1 true -> 4 not met because we looked again",
        (
            bodies.DecisionMade(point=P4, level="not-met", reason="we looked again", question="Q1"),
            bodies.QuestionAnswered(id="Q1", text="true", changed=True),
        ),
    ),
    (
        (*ASKED, "go 7"),
        "answer Q1 true → not met because we looked again",
        (
            bodies.DecisionMade(point=P4, level="not-met", reason="we looked again", question="Q1"),
            bodies.QuestionAnswered(id="Q1", text="true", changed=True),
        ),
    ),
    (
        (*ASKED, "ask team a thing"),
        "answer Q2 true -> met because we looked again",
        (
            bodies.DecisionMade(point=P4, level="met", reason="we looked again", question="Q2"),
            bodies.QuestionAnswered(id="Q2", text="true", changed=True),
        ),
    ),
    # Close
    ((), "outcome not-met because it is early", (bodies.OutcomeAgreed(outcome="not-met", reason="it is early"),)),
    ((), "outcome not met because it is early", (bodies.OutcomeAgreed(outcome="not-met", reason="it is early"),)),
    (
        (),
        "outcome met with because it is early",
        (bodies.OutcomeAgreed(outcome="met-with-conditions", reason="it is early"),),
    ),
    (("outcome not-met because a",), "sign", (bodies.SignedOff(),)),
    (("outcome not-met because a",), "sign with my regrets", (bodies.SignedOff(remark="my regrets"),)),
    # Set-up and briefing
    ((), "set service  Pay  your rent", (bodies.DetailsChanged(field="service", value="Pay your rent"),)),
    ((), "set team", (bodies.DetailsChanged(field="team", value=None),)),
    ((), "set description", (bodies.DetailsChanged(field="description", value=None),)),
    ((), "set description A paragraph.", (bodies.DetailsChanged(field="description", value="A paragraph."),)),
    ((), "set deliberation 1h", (bodies.DetailsChanged(field="deliberation_seconds", value="3600"),)),
    ((), "set order numbers", (bodies.DetailsChanged(field="order", value="numbers"),)),
    (
        (),
        "seat add Jess West, technology, external, points 4 7",
        (
            bodies.SeatAdded(
                seat=SeatData(
                    id="seat-f",
                    name="Jess West",
                    role="member",
                    discipline="technology",
                    affiliation="external",
                    points=(P4, P7),
                )
            ),
        ),
    ),
    (
        ("seat remove Cy",),
        "seat add Jess West,, Observer",
        (bodies.SeatAdded(seat=SeatData(id="seat-f", name="Jess West", role="observer")),),
    ),
    (
        (),
        "seat change Bo, name Bodil Tarn",
        (bodies.SeatChanged(seat=SeatData(id=BO, name="Bodil Tarn", role="deputy")),),
    ),
    ((), "seat remove Cy van der Wold", (bodies.SeatRemoved(seat=CY),)),
    (
        (),
        "conflict 4 no-score because I wrote it",
        (bodies.ConflictDeclared(seat=ANA, point=P4, effect="no-score", reason="I wrote it"),),
    ),
    (
        ON_4,
        "conflict here note because I wrote it",
        (bodies.ConflictDeclared(seat=ANA, point=P4, effect="note", reason="I wrote it"),),
    ),
    (
        (),
        "conflict all leaves because I wrote it",
        (bodies.ConflictDeclared(seat=ANA, point=None, effect="leaves", reason="I wrote it"),),
    ),
    (("conflict 4 note because a",), "lift 4 because b", (bodies.ConflictLifted(seat=ANA, point=P4, reason="b"),)),
    (
        ("conflict all note because a",),
        "lift all because b",
        (bodies.ConflictLifted(seat=ANA, point=None, reason="b"),),
    ),
    ((), "scope The second beta", (bodies.ScopeTold(text="The second beta"),)),
    ((), "tick demo", (bodies.BriefingTicked(item="demo", done=True),)),
    (("tick demo",), "untick demo", (bodies.BriefingTicked(item="demo", done=False),)),
    ((), "check p1 taken-root", (bodies.EarlierChecked(id="P1", status="taken-root"),)),
    ((), "check P1 partly half of it", (bodies.EarlierChecked(id="P1", status="partly", text="half of it"),)),
    # How far the panel is with the evidence
    (("evidence 4 done a",), "mark e1 seen", (bodies.EvidenceMarked(id="E1", mark="seen"),)),
    (("evidence 4 done a",), "mark E1 v", (bodies.EvidenceMarked(id="E1", mark="verified"),)),
    (
        ("evidence 4 done a",),
        "mark E1 more-wanted the report of the second round",
        (bodies.EvidenceMarked(id="E1", mark="more-wanted", text="the report of the second round"),),
    ),
    (("evidence 4 done a", "mark E1 seen"), "unmark E1", (bodies.EvidenceMarked(id="E1", mark=None),)),
    (("evidence 4 done a",), "place E1 7", (bodies.EvidencePlaced(id="E1", point=P7),)),
    (("evidence 4 done a", "go 7"), "place e1 here", (bodies.EvidencePlaced(id="E1", point=P7),)),
    (("evidence 4 done a",), "place E1 none", (bodies.EvidencePlaced(id="E1", point=None),)),
    # The team's page
    ((), "team on", (bodies.TeamPageTurned(on=True),)),
    (("team on",), "team off", (bodies.TeamPageTurned(on=False),)),
    (("team on",), "team share", (bodies.DecisionsShared(on=True),)),
    (("team on", "team share"), "team unshare", (bodies.DecisionsShared(on=False),)),
]


@pytest.mark.parametrize(("before", "line", "meant"), LINES, ids=[line for _, line, _ in LINES])
def test_a_line_records_what_it_says(before: tuple[str, ...], line: str, meant: tuple[AnyBody, ...]) -> None:
    assert Table(*before).say(line) == meant


def test_the_reason_begins_at_the_first_because() -> None:
    (adjourned,) = Table().say("adjourn because of the alarm because it rings")
    assert adjourned == bodies.Adjourned(reason="of the alarm because it rings")


def test_a_conversation_agrees_texts_under_its_headings() -> None:
    table = Table(**TALK)
    assert table.say("agree done They listened") == (bodies.TextAgreed(heading="done-well", text="They listened"),)
    table.say("agree learned Letters are kept unopened")
    table.say("agree possible-gaps Nobody met the landlords")
    table.say("stage close")
    table.say("sign")
    table.say("close")
    assert table.say("reopen because a name is wrong") == (bodies.SessionReopened(reason="a name is wrong"),)


def test_a_deputy_takes_the_lead() -> None:
    table = Table()
    assert table.say("lead because Ana's laptop died", BO) == (bodies.LeadTaken(reason="Ana's laptop died"),)
    assert table.state.lead == BO


@pytest.mark.parametrize(
    ("line", "seat"),
    [
        ("as Cy van der Wold note 4 x", CY),
        ("as cy note 4 x", CY),
        ("as cy VAN der  Wold  note 4 x", CY),
        ("as Ida Groß note 4 x", GROSS),
        ("as ida gross note 4 x", GROSS),
        ("as seat-b note 4 x", BO),
        ("as Tarn note 4 x", BO),
        ("as Ana note 4 x", None),
    ],
)
def test_the_lead_speaks_on_behalf_of_a_seat_however_it_is_named(line: str, seat: str | None) -> None:
    table = Table()
    assert table.say(line) == (note(text="x"),)
    assert table.history.last.on_behalf_of == seat


def test_a_seat_declares_a_conflict_for_itself_when_the_lead_speaks_for_it() -> None:
    table = Table("as Cy conflict 4 leaves because of a friend")
    assert table.state.conflicts[0].seat == CY
    table.say("as Cy lift 4 because a slip")
    assert not table.state.conflicts


def test_undo_takes_back_the_last_thing_and_redo_does_it_again() -> None:
    table = Table("note 4 a")
    assert table.say("undo") == (bodies.Undone(number=2),)
    assert not table.point("4").notes
    assert table.say("redo") == (bodies.Redone(number=2),)
    assert [one.text for one in table.point("4").notes] == ["a"]


def test_an_answer_and_the_decision_that_it_changed_are_undone_and_redone_together() -> None:
    table = Table(*ASKED, "answer Q1 true -> not met because we looked again")

    def stands() -> tuple[str, bool]:
        decision = table.point("4").decision
        assert decision is not None
        return decision.level, table.state.questions[0].answer is not None

    assert stands() == ("not-met", True)
    table.say("undo")
    assert stands() == ("met", False)
    table.say("redo")
    assert stands() == ("not-met", True)


def test_a_decision_that_names_a_question_is_redone_alone_where_it_was_undone_alone() -> None:
    table = Table(*ASKED, "note 7 a", "undo", "redo")
    assert [one.text for one in table.point("7").notes] == ["a"]
    table.say("decide 4 not met because no")
    table.say("undo")
    table.say("redo")
    assert table.refused("redo").startswith("there is nothing to redo")


def test_what_merely_came_after_a_decision_is_not_redone_with_it() -> None:
    table = Table(*REVEALED, "decide 4 met because a", "note 7 b", "undo", "undo")
    assert table.say("redo") == (bodies.Redone(number=5),)
    assert not table.point("7").notes


def test_a_large_panel_has_seats_of_two_letters() -> None:
    assert new_seat_id(f"seat-{letter}" for letter in ascii_lowercase) == "seat-aa"


def test_the_id_of_a_seat_that_is_gone_is_never_given_to_another() -> None:
    table = Table("seat remove Cy", "seat add Jess West", "seat remove Jess West")
    (added,) = table.say("seat add Kit Moss")
    assert isinstance(added, bodies.SeatAdded)
    assert added.seat.id == "seat-g"


def test_every_usage_that_records_something_has_an_example_here() -> None:
    told = {line.split()[0].lower() for _, line, _ in LINES}
    told |= {"agree", "close", "reopen", "lead", "undo", "redo", "as", "own", "publish", "unpublish"}
    assert {action.word for action in ACTIONS if action.build} <= told
