"""Every rule for notes, scores, decisions, clocks, questions and the end, with its exact sentence."""

from __future__ import annotations

import msgspec
import pytest
from tests.session.room import ANA, BO, CY, DI, STANDARD, TALK, Room, created
from tests.session.say import (
    CLOSE,
    DECIDED,
    SIGN,
    Step,
    adjourn,
    again,
    amend,
    answer,
    ask,
    conflict,
    decide,
    dissent,
    evidence,
    extend,
    go,
    note,
    outcome,
    pause,
    recommend,
    resume,
    reveal,
    revise,
    reword,
    score,
    stage,
    start,
    stop,
)

from panel_tui.session import bodies
from panel_tui.session.bodies import AnyBody

LEAVES = ((ANA, conflict(CY)),)
NO_SCORE = ((ANA, conflict(CY, None, "no-score", "A tenant")),)
SCORED = ((CY, score()),)
REVEALED = ((CY, score()), (ANA, reveal()))
OUT_OF_SCOPE = "point 4 is not looked at in alpha"
LEFT = "Cyprane Wold leaves the room for point 1: A cousin"
LINK = "a link starts with https:// or http:// and has no spaces"
DATE = "'soon' is not a date; write it as 2026-12-31"
BOXES = "there is no clock called '{}'; there are briefing, deliberation, questions and one for each point"
Case = tuple[tuple[Step, ...], str, AnyBody, str]

NOTES: list[Case] = [
    ((), CY, note(point="moon"), "the standard has no point 'moon'"),
    ((), CY, note(point="late"), OUT_OF_SCOPE),
    (LEAVES, CY, note(), LEFT),
    ((), CY, note(text=""), "there is nothing to keep yet: write a line first"),
    (((CY, note()),), DI, note(), "there is 'N1' already; give it another number"),
    (((CY, note(point=None)),), DI, note(), "there is 'N1' already; give it another number"),
    ((), CY, reword(), "there is no note 'N1'"),
    (((CY, note()),), DI, reword(), "nobody's words are changed by another: this note is not yours"),
    (((CY, note()),), ANA, reword(), "nobody's words are changed by another: this note is not yours"),
    (((CY, note(private=True)),), ANA, reword(), "there is no note 'N1'"),
    (((CY, note()),), CY, reword(text=""), "there is nothing to keep yet: write a line first"),
    (((CY, note()),), CY, reword(point="late"), OUT_OF_SCOPE),
    ((), CY, bodies.NoteWithdrawn(id="N1"), "there is no note 'N1'"),
    ((), CY, evidence(title=""), "there is nothing to keep yet: write a line first"),
    ((), CY, evidence(url="ftp://here"), LINK),
    ((), CY, evidence(url="https://a b"), LINK),
    ((), CY, evidence(url="https://a\tb"), LINK),
    ((), CY, evidence(url="https://"), LINK),
    ((), CY, evidence(url="javascript:alert('https://a')"), LINK),
    (LEAVES, CY, evidence(), LEFT),
    (((CY, evidence()),), CY, evidence(), "there is 'E1' already; give it another number"),
    ((), CY, amend(), "there is no evidence 'E1'"),
    (((CY, evidence()),), DI, amend(), "only its author or the lead changes this evidence"),
    (((CY, evidence()),), CY, amend(title=""), "there is nothing to keep yet: write a line first"),
    (((CY, evidence()),), CY, amend(url="x"), LINK),
    (((CY, evidence()), *LEAVES), CY, amend(), LEFT),
    (((CY, evidence()),), DI, bodies.EvidenceWithdrawn(id="E1"), "only its author or the lead changes this evidence"),
    (LEAVES, CY, recommend(), LEFT),
    ((), CY, recommend(text=""), "there is nothing to keep yet: write a line first"),
    ((), CY, recommend(due="soon"), DATE),
    (((CY, recommend()),), DI, recommend(), "there is 'R1' already; give it another number"),
    (((CY, recommend()),), DI, revise(), "only its author or the lead changes this recommendation"),
    (((CY, recommend()),), CY, revise(due="soon"), DATE),
    (((CY, recommend()),), CY, revise(text=""), "there is nothing to keep yet: write a line first"),
    ((), CY, bodies.RecommendationWithdrawn(id="R1"), "there is no recommendation 'R1'"),
]

SCORES: list[Case] = [
    ((), CY, score(point="moon"), "the standard has no point 'moon'"),
    ((), CY, score(point="late"), OUT_OF_SCOPE),
    (LEAVES, CY, score(), LEFT),
    (NO_SCORE, CY, score(), "Cyprane Wold does not score this point: A tenant"),
    ((), CY, score("green"), "'green' is not a level of this point; it has met, part, not, na"),
    ((), CY, score("met", "safe"), "'met' is not a level of this point; it has green, amber, red"),
    ((), CY, score(round=2), "round 1 is open on this point, not round 2"),
    (REVEALED, CY, score("not"), "Cyprane Wold's score was revealed and stays as it was; 'again' opens a new round"),
    ((), ANA, bodies.ScoresRevealed(points=()), "no point has sealed scores to reveal"),
    ((), ANA, reveal("late"), OUT_OF_SCOPE),
    ((), ANA, reveal(), "nobody has scored point 1 yet"),
    (REVEALED, ANA, reveal(), "the scores of point 1 are revealed already"),
    (SCORED, ANA, again(), "the open round is still sealed; reveal it first"),
    (REVEALED, ANA, again(round=3), "the next round is 2"),
    ((), ANA, again("late"), OUT_OF_SCOPE),
    ((), ANA, decide(point="late"), OUT_OF_SCOPE),
    ((), ANA, decide("best"), "'best' is not a level of this point; it has met, part, not, na"),
    ((), ANA, decide(reason=""), "say why: a decision needs a reason"),
    (SCORED, ANA, decide(), "the scores of this point are still sealed; reveal them first"),
    (
        (*REVEALED, (ANA, again()), (DI, score(round=2))),
        ANA,
        decide(),
        "the scores of this point are still sealed; reveal them first",
    ),
    ((), ANA, decide(question="Q7"), "there is no question 'Q7'"),
    ((), ANA, decide("part"), "Partly met needs a note on the point (note POINT TEXT) first"),
    (((CY, note(private=True)),), ANA, decide("part"), "Partly met needs a note on the point (note POINT TEXT) first"),
    (
        ((CY, note()),),
        ANA,
        decide("part"),
        "Partly met needs a recommendation (must POINT TEXT, or should POINT TEXT) first",
    ),
    ((), ANA, decide("not"), "Not met needs evidence on the point (evidence POINT done TITLE) first"),
    (
        ((ANA, conflict(ANA)),),
        ANA,
        decide(),
        "Anazora Quill leaves the room for point 1: A cousin; Bovrik Tarn, the deputy, takes the lead for it",
    ),
    ((), CY, dissent(), "there is no decision on this point to dissent from yet"),
    ((), CY, dissent("late"), OUT_OF_SCOPE),
    (((ANA, decide()),), CY, dissent(text=""), "there is nothing to keep yet: write a line first"),
    (((ANA, decide()), *LEAVES), CY, dissent(), LEFT),
]  # fmt: skip

CLOCKS: list[Case] = [
    ((), ANA, stage("briefing"), "the room is in briefing already"),
    ((), ANA, go("moon"), "the standard has no point 'moon'"),
    ((), ANA, go("late"), OUT_OF_SCOPE),
    (((ANA, go("users")),), ANA, go("users"), "the room is on point 1 already"),
    ((), ANA, start("tea"), BOXES.format("tea")),
    ((), ANA, start("users"), BOXES.format("users")),
    ((), ANA, start("point:late"), BOXES.format("point:late")),
    ((), ANA, start(seconds=0), "a timebox lasts from a second to a day"),
    ((), ANA, start(seconds=86401), "a timebox lasts from a second to a day"),
    (((ANA, start()),), ANA, start(), "this clock runs already"),
    (((ANA, start()), (ANA, pause())), ANA, start(), "this clock is paused; resume it"),
    ((), ANA, pause(), "no clock is running"),
    (((ANA, start("briefing")),), ANA, pause(), "no clock is running"),
    ((), ANA, resume(), "this clock is not paused; start it"),
    (((ANA, start()),), ANA, resume(), "this clock runs already"),
    (((ANA, start()), (ANA, stop())), ANA, resume(), "this clock is not paused; start it"),
    ((), ANA, resume("tea"), BOXES.format("tea")),
    ((), ANA, extend(reason=""), "say why: more time needs a reason"),
    ((), ANA, extend(seconds=-60), "a timebox lasts from a second to a day"),
    ((), ANA, stop(), "this clock has not been started"),
    (((ANA, start()), (ANA, stop())), ANA, stop(), "this clock has not been started"),
    ((), ANA, stop("tea"), BOXES.format("tea")),
    ((), ANA, adjourn(""), "say why: an adjournment needs a reason"),
    ((), ANA, adjourn(until="Monday"), "'Monday' is not a date; write it as 2026-11-28"),
]

ASKED = ((CY, ask()),)
CLOSING: list[Case] = [
    ((), CY, ask(point="moon"), "the standard has no point 'moon'"),
    ((), CY, ask(point="late"), OUT_OF_SCOPE),
    ((), CY, ask(text=""), "there is nothing to ask yet: write the question"),
    (ASKED, DI, ask(), "there is 'Q1' already; give it another number"),
    ((), CY, ask(kind="challenge"), "a challenge is about a decision, and this point has none yet"),
    ((), CY, ask(kind="challenge", point="users"), "a challenge is about a decision, and this point has none yet"),
    ((), ANA, answer(), "there is no question 'Q1'"),
    (ASKED, ANA, answer(text=""), "write down the answer in a line or two"),
    (ASKED, ANA, answer(changed=True), "no decision names Q1 as what changed it; decide the point first"),
    ((), CY, bodies.QuestionWithdrawn(id="Q1"), "there is no question 'Q1'"),
    (ASKED, DI, bodies.QuestionWithdrawn(id="Q1"), "only who wrote it down or the lead takes a question back"),
    (
        (*ASKED, (ANA, answer())),
        CY,
        bodies.QuestionWithdrawn(id="Q1"),
        "this question has been answered and stays on the record",
    ),
    (
        (*ASKED, (ANA, decide(question="Q1"))),
        CY,
        bodies.QuestionWithdrawn(id="Q1"),
        "a decision was changed by this question, so it stays on the record",
    ),
    ((), ANA, outcome("maybe"), "there is no outcome 'maybe'; there are pass, fail"),
    (
        (),
        ANA,
        outcome(),
        "say why: this is not what the standard's rules suggest (nothing yet: 3 points are still undecided)",
    ),
    (
        tuple((ANA, what) for what in DECIDED),
        ANA,
        outcome("fail"),
        "say why: this is not what the standard's rules suggest (Pass: 2 Met, 1 Green)",
    ),
    ((), CY, SIGN, "agree the outcome first; then there is something to sign"),
    ((), ANA, CLOSE, "points 1, 2, 3 still undecided"),
    (((ANA, DECIDED[0]), (ANA, DECIDED[1])), ANA, CLOSE, "point 3 still undecided"),
    (tuple((ANA, what) for what in DECIDED), ANA, CLOSE, "the outcome is not agreed yet"),
    (
        tuple((ANA, what) for what in (*DECIDED, outcome(), evidence(), decide("not"))),
        ANA,
        CLOSE,
        "agree the outcome again: decisions have changed, and the rules suggest Fail: 1 Met, 1 Not met, 1 Green",
    ),
    (
        tuple((ANA, what) for what in (*DECIDED, outcome(), CLOSE)),
        ANA,
        bodies.SessionReopened(reason=""),
        "say why: reopening needs a reason",
    ),
]
CASES = [*NOTES, *SCORES, *CLOCKS, *CLOSING]


@pytest.mark.parametrize(
    ("steps", "who", "what", "sentence"), CASES, ids=[f"{n}-{c[3][:40]}" for n, c in enumerate(CASES)]
)
def test_the_work_is_refused_in_one_sentence(steps: tuple[Step, ...], who: str, what: AnyBody, sentence: str) -> None:
    room = Room()
    for step in steps:
        room.do(*step)
    assert room.refuses(who, what) == sentence


def test_a_deputy_decides_the_point_for_which_the_lead_leaves_the_room() -> None:
    room = Room().lead(conflict(ANA)).do(BO, bodies.LeadTaken(reason="Ana's conflict")).do(BO, decide())
    assert (room.point().decision is not None, room.state.lead) == (True, BO)


def test_a_conversation_is_signed_and_closed_by_its_agreed_texts() -> None:
    room = Room(created(TALK))
    assert room.refuses(CY, SIGN) == "agree a text first; then there is something to sign"
    assert room.refuses(ANA, CLOSE) == "nothing is agreed yet under Done well, Gaps"
    assert room.refuses(ANA, bodies.TextAgreed(heading="bad", text="x")) == (
        "there is no heading 'bad'; there are good, gaps"
    )
    assert room.refuses(ANA, bodies.TextAgreed(heading="good", text="")) == "write down what the panel agreed"
    room.lead(bodies.TextAgreed(heading="good", text="Research"), bodies.TextAgreed(heading="gaps", text="None"))
    room.do(CY, SIGN).lead(CLOSE)
    assert room.state.closed_at == room.at


def test_an_outcome_against_the_rules_is_closed_when_it_has_its_reason() -> None:
    room = Room().lead(*DECIDED, outcome("fail", "The data"), CLOSE)
    assert room.state.closed_at is not None


def test_more_than_eight_undecided_points_are_not_all_listed() -> None:
    points = tuple(msgspec.structs.replace(STANDARD.points[0], id=f"p{n}", number=str(n)) for n in range(1, 12))
    room = Room(created(msgspec.structs.replace(STANDARD, points=points, running_order=())))
    assert room.refuses(ANA, CLOSE) == "points 1, 2, 3, 4, 5, 6, 7, 8 and more still undecided"
