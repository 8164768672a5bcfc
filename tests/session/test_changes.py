"""Each event, and what it changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.session.room import ANA, BO, CY, DI, EARLIER, STANDARD, TALK, Room, created
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
    detail,
    dissent,
    evidence,
    go,
    note,
    outcome,
    recommend,
    reveal,
    revise,
    reword,
    score,
    stage,
)

from panel_tui.session import bodies
from panel_tui.session.history import DoesNotFit, History
from panel_tui.session.terms import SeatData

BO_LEADS = SeatData(id=BO, name="Bovrik Tarn", role="lead")
CASES: list[tuple[tuple[Step, ...], Callable[[Any], object], object]] = [
    (((ANA, detail("service", "Pay Rent")),), lambda r: r.state.created.service, "Pay Rent"),
    (((ANA, detail("team", "")),), lambda r: r.state.created.team, None),
    (
        ((ANA, detail("phase", "live")),),
        lambda r: [p.id for p in r.view(ANA).points],
        ["safe", "simple", "users", "late"],
    ),
    (((ANA, detail("order", "numbers")),), lambda r: [p.id for p in r.view(ANA).points], ["users", "simple", "safe"]),
    (((ANA, detail("scale", "rag")),), lambda r: r.sees(ANA).levels[0].id, "green"),
    (((ANA, detail("briefing_seconds", "600")),), lambda r: r.view(ANA).timeboxes[0].allowed, 600),
    (
        ((ANA, bodies.SeatAdded(seat=SeatData(id="s9", name="Eve", role="member"))),),
        lambda r: r.state.seats["s9"].name,
        "Eve",
    ),
    (((ANA, bodies.SeatChanged(seat=BO_LEADS)),), lambda r: (r.state.lead, r.state.seats[ANA].role), (BO, "deputy")),
    (((ANA, bodies.SeatRemoved(seat=DI)),), lambda r: DI in r.state.seats, False),
    (((BO, bodies.LeadTaken(reason="Ill")),), lambda r: (r.state.lead, r.state.seats[ANA].role), (BO, "deputy")),
    (((ANA, conflict(CY)),), lambda r: r.state.scorers("users"), (ANA, BO, DI)),
    (((ANA, conflict(CY, None, "note")),), lambda r: r.state.scorers("users"), (ANA, BO, CY, DI)),
    (
        ((ANA, conflict(CY)), (CY, conflict(CY, effect="note"))),
        lambda r: [c.effect for c in r.state.conflicts],
        ["note"],
    ),
    (
        ((ANA, conflict(CY, None)), (CY, conflict(CY, effect="note"))),
        lambda r: r.state.conflict(CY, "users").effect,
        "leaves",
    ),
    (((ANA, bodies.ScopeTold(text="Rent")),), lambda r: r.state.scope, "Rent"),
    (((ANA, bodies.BriefingTicked(item="demo", done=True)),), lambda r: r.state.briefed, {"demo"}),
    (
        ((ANA, bodies.BriefingTicked(item="demo", done=True)), (ANA, bodies.BriefingTicked(item="demo", done=False))),
        lambda r: r.state.briefed,
        frozenset(),
    ),
    (((CY, bodies.EarlierChecked(id="L1", status="partly")),), lambda r: [c.by for c in r.state.checked], [CY]),
    (
        ((CY, bodies.EarlierChecked(id="L1", status="not")), (DI, bodies.EarlierChecked(id="L1", status="partly"))),
        lambda r: [(c.by, c.status) for c in r.state.checked],
        [(DI, "partly")],
    ),
    (
        ((ANA, stage("deliberation")),),
        lambda r: (r.state.stage, r.state.visited),
        ("deliberation", ("briefing", "deliberation")),
    ),
    (((ANA, stage("points")), (ANA, stage("briefing"))), lambda r: r.state.visited, ("briefing", "points")),
    (((ANA, stage("points")),), lambda r: (r.state.current, r.point("safe").visited), ("safe", True)),
    (((ANA, go("users")),), lambda r: (r.state.current, r.point().visited), ("users", False)),
    (((ANA, go("users")), (ANA, stage("points"))), lambda r: r.state.current, "users"),
    (((ANA, stage("points")), (ANA, go("users")), (ANA, go("safe"))), lambda r: r.state.current, "safe"),
    (((CY, note(point=None)),), lambda r: [n.seat for n in r.state.notes], [CY]),
    (((ANA, note(), CY),), lambda r: [(n.seat, n.by) for n in r.point().notes], [(CY, ANA)]),
    (((CY, note()), (CY, reword())), lambda r: [n.text for n in r.point().notes], ["They rang 15 tenants"]),
    (((CY, note()), (DI, note("N2")), (CY, reword())), lambda r: [n.id for n in r.point().notes], ["N1", "N2"]),
    (
        ((CY, note()), (CY, reword(point="safe"))),
        lambda r: ([], [n.point for n in r.point("safe").notes]),
        ([], ["safe"]),
    ),
    (((CY, note()), (CY, reword(point=None))), lambda r: (r.point().notes, r.state.notes[0].point), ((), None)),
    (((CY, note(point=None)), (CY, reword(point=None))), lambda r: r.state.notes[0].text, "They rang 15 tenants"),
    (((CY, note(point=None)), (CY, bodies.NoteWithdrawn(id="N1"))), lambda r: r.state.notes, ()),
    (
        ((CY, evidence()), (ANA, amend())),
        lambda r: [(e.title, e.state) for e in r.point().evidence],
        [("Research diary", "planned")],
    ),
    (((CY, evidence()), (CY, bodies.EvidenceWithdrawn(id="E1"))), lambda r: r.point().evidence, ()),
    (((CY, score("not")), (CY, score("met"))), lambda r: [s.level for s in r.point().scores], ["met"]),
    (((ANA, score("not"), CY),), lambda r: [(s.seat, s.by) for s in r.point().scores], [(CY, ANA)]),
    (
        ((CY, score()), (ANA, reveal()), (DI, score())),
        lambda r: [s.after_reveal for s in r.point().scores],
        [False, True],
    ),
    (
        ((CY, score("not")), (ANA, reveal()), (ANA, again()), (CY, score("met", round=2))),
        lambda r: [(s.round, s.level) for s in r.point().scores],
        [(1, "not"), (2, "met")],
    ),
    (((ANA, decide()),), lambda r: (r.point().decision.by, r.point().decision.replaces), (ANA, None)),
    (((ANA, decide()), (ANA, decide("na"))), lambda r: r.point().decision.replaces, "met"),
    (((ANA, decide()), (CY, dissent()), (ANA, decide(reason="Also"))), lambda r: len(r.point().dissents), 1),
    (((ANA, decide()), (CY, dissent()), (ANA, decide("na"))), lambda r: r.point().dissents, ()),
    (
        ((ANA, decide()), (CY, dissent()), (CY, dissent(text="Still"))),
        lambda r: [d.text for d in r.point().dissents],
        ["Still"],
    ),
    (
        ((CY, recommend(point=None)), (ANA, revise())),
        lambda r: [(x.text, x.owner) for x in r.state.recommendations],
        [("test with everyone", "Rents")],
    ),
    (((CY, recommend()), (CY, bodies.RecommendationWithdrawn(id="R1"))), lambda r: r.point().recommendations, ()),
    (((CY, ask()), (CY, bodies.QuestionWithdrawn(id="Q1"))), lambda r: r.state.questions, ()),
    (
        ((CY, ask()), (CY, ask("Q2")), (ANA, answer("Q2"))),
        lambda r: [bool(q.answer) for q in r.state.questions],
        [False, True],
    ),
    (tuple((ANA, x) for x in (*DECIDED, outcome())), lambda r: r.state.outcome.outcome, "pass"),
    ((*((ANA, x) for x in (*DECIDED, outcome())), (CY, SIGN)), lambda r: [s.seat for s in r.state.signed], [CY]),
    (
        (*((ANA, x) for x in (*DECIDED, outcome())), (CY, SIGN), (ANA, outcome(reason="Yes"))),
        lambda r: len(r.state.signed),
        1,
    ),
    (
        (*((ANA, x) for x in (*DECIDED, outcome())), (CY, SIGN), (ANA, outcome("fail", "No"))),
        lambda r: r.state.signed,
        (),
    ),
    ((*((ANA, x) for x in (*DECIDED, outcome())), (CY, SIGN), (ANA, decide("na"))), lambda r: r.state.signed, ()),
    (
        (*((ANA, x) for x in (*DECIDED, outcome())), (ANA, SIGN, CY), (CY, SIGN)),
        lambda r: [s.by for s in r.state.signed],
        [None],
    ),
    (
        (*((ANA, x) for x in (*DECIDED, outcome(), CLOSE)), (ANA, bodies.SessionReopened(reason="A slip"))),
        lambda r: (r.state.closed_at, r.state.reopened),
        (None, "A slip"),
    ),
    (((ANA, bodies.Exported(format="md", audience="team")),), lambda r: r.n, 2),
    (((ANA, adjourn(until="2026-11-28")),), lambda r: r.state.adjournment.until, "2026-11-28"),
]
IDS = [f"{type(steps[-1][1]).__name__}-{n}" for n, (steps, _, _) in enumerate(CASES)]


@pytest.mark.parametrize(("steps", "look", "expected"), CASES, ids=IDS)
def test_an_event_changes_what_it_says(
    steps: tuple[Step, ...], look: Callable[[Any], object], expected: object
) -> None:
    room = Room(created(earlier=EARLIER))
    for step in steps:
        room.do(*step)
    assert look(room) == expected
    assert (room.state.n, room.state.changed_at) == (len(steps) + 1, room.at)


def test_an_agreed_text_replaces_the_one_before_it_under_its_heading() -> None:
    room = Room(created(TALK)).lead(bodies.TextAgreed(heading="good", text="One"))
    room.lead(bodies.TextAgreed(heading="gaps", text="Two"), bodies.TextAgreed(heading="good", text="Three"))
    assert [(one.heading, one.text) for one in room.state.agreed] == [("gaps", "Two"), ("good", "Three")]


def test_a_room_on_a_point_that_the_new_phase_does_not_look_at_is_on_no_point() -> None:
    room = Room(created(phase="live")).lead(go("late"), detail("phase", "beta"))
    assert room.state.current is None
    assert room.lead(stage("points")).state.current == "safe"


def test_a_decision_away_from_the_majority_is_marked_with_it() -> None:
    room = Room().do(CY, score("met")).do(DI, score("met")).do(BO, score("not")).lead(reveal(), decide("na"))
    decision = room.point().decision
    assert decision is not None
    assert (decision.majority, decision.departs, room.state.departures) == ("met", True, {room.n: "met"})
    room.lead(decide("met"))
    assert room.state.departures == {room.n - 1: "met"}


def test_the_majority_is_of_the_newest_revealed_round() -> None:
    room = Room().do(CY, score("not")).lead(reveal(), again()).do(CY, score("met", round=2)).lead(reveal(), decide())
    decision = room.point().decision
    assert decision is not None
    assert (decision.majority, decision.departs) == ("met", False)


def test_a_seat_with_a_conflict_by_now_is_in_no_majority_and_no_spread() -> None:
    room = Room().do(CY, score("not")).do(DI, score("met")).lead(reveal(), conflict(CY), decide())
    decision, seen = room.point().decision, room.sees(DI)
    assert decision is not None
    assert decision.majority == "met"
    assert seen.spread is not None
    assert (seen.spread.counts, seen.inside, seen.awaited) == ((("met", 1),), (DI,), (ANA, BO, DI))
    assert [one.seat for one in seen.scores] == [CY, DI]


def test_an_answer_that_changed_a_decision_says_from_what_to_what() -> None:
    room = Room().lead(decide("na")).do(CY, ask(kind="challenge", point="users"))
    room.lead(decide("met", question="Q1"), answer(changed=True))
    held = room.state.questions[0].answer
    assert held is not None
    assert (held.changed, held.level_before, held.level_after) == (True, "na", "met")


def test_a_question_about_the_whole_service_can_change_a_decision_too() -> None:
    room = Room().lead(decide("na")).do(CY, ask()).lead(decide("met", question="Q1"), answer(changed=True))
    held = room.state.questions[0].answer
    assert held is not None
    assert (held.level_before, held.level_after) == ("na", "met")


def test_an_answer_that_changed_nothing_names_no_level() -> None:
    held = Room().lead(decide()).do(CY, ask(point="users")).lead(answer()).state.questions[0].answer
    assert held is not None
    assert (held.changed, held.level_before, held.level_after) == (False, None, None)


def test_events_that_no_rule_would_have_let_in_are_not_a_record() -> None:
    room = Room().do(CY, note())
    with pytest.raises(DoesNotFit, match="there are no events"):
        History.of(())
    with pytest.raises(DoesNotFit, match="event 2 does not fit what came before it"):
        History.of(room.history.events[1:])
    torn = Room(created(TALK)).history.events[0], Room().do(CY, score()).history.last
    with pytest.raises(DoesNotFit, match="event 2 does not fit"):
        History.of(torn)


def test_the_lead_is_the_one_seat_with_that_role() -> None:
    assert [seat.id for seat in Room().state.seats.values() if seat.role == "lead"] == [Room().state.lead]


def test_a_point_that_the_standard_does_not_have_is_in_no_scope() -> None:
    state = Room().state
    assert [state.in_scope(point) for point in ("users", "late", "moon")] == [True, False, False]
    assert state.earlier is None
    assert state.standard == STANDARD
