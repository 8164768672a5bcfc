"""Every rule, and the exact sentence with which it refuses: who may, the set-up, the panel, the briefing."""

from __future__ import annotations

import msgspec
import pytest
from tests.session.bring import mark
from tests.session.room import ANA, BO, CY, DI, EARLIER, OB, STANDARD, TALK, Room, created
from tests.session.say import (
    CLOSE,
    DECIDED,
    RECONVENE,
    SIGN,
    Step,
    adjourn,
    amend,
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
    score,
    stage,
)

from panel_tui.session import bodies, rules
from panel_tui.session.bodies import AnyBody
from panel_tui.session.terms import SeatData

CLOSED = tuple((ANA, what) for what in (*DECIDED, outcome(), CLOSE))
LIFT = bodies.ConflictLifted(seat=CY, point="users", reason="A namesake")


def seat(id: str = "s9", name: str = "Eve Nowell", **changes: object) -> SeatData:
    return msgspec.structs.replace(SeatData(id=id, name=name, role="member"), **changes)


def adding(id: str = "s9", name: str = "Eve Nowell", **changes: object) -> bodies.SeatAdded:
    return bodies.SeatAdded(seat=seat(id, name, **changes))


def changing(id: str, name: str, **changes: object) -> bodies.SeatChanged:
    return bodies.SeatChanged(seat=seat(id, name, **changes))


WHO: list[tuple[tuple[Step, ...], str, AnyBody, str | None, str]] = [
    ((), ANA, created(), None, "the session exists already"),
    ((), "s7", note(), None, "this seat is not on the panel; the lead can add it in the set-up"),
    ((), ANA, note(), "s7", "this seat is not on the panel; the lead can add it in the set-up"),
    (CLOSED, ANA, note(), None, "the session is closed; reopen it first, with a reason"),
    ((), ANA, bodies.SessionReopened(reason="A slip"), None, "the session is open already"),
    ((), OB, note(), None, "Obadine Zell is an observer, who watches and changes nothing"),
    ((), ANA, note(), OB, "Obadine Zell is an observer, who watches and changes nothing"),
    (
        (),
        CY,
        stage("points"),
        None,
        "only the lead does this, and the lead is Anazora Quill",
    ),
    (
        (),
        CY,
        bodies.LeadTaken(reason="Ill"),
        None,
        "only a deputy can take the lead over, and Cyprane Wold is not one",
    ),
    ((), BO, bodies.LeadTaken(reason=""), None, "say why: taking the lead over needs a reason"),
    (((ANA, adjourn()),), ANA, stage("points"), None, "the panel has adjourned; reconvene first"),
    ((), ANA, RECONVENE, None, "the panel has not adjourned"),
    (
        (),
        ANA,
        bodies.TextAgreed(heading="good", text="Yes"),
        None,
        "this standard has levels; decide its points instead of agreeing texts",
    ),
    ((), CY, note(), DI, "only the lead acts on behalf of another seat"),
    ((), ANA, stage("points"), CY, "this is the lead's own to do, not something done on behalf of a seat"),
]

SET_UP: list[tuple[tuple[Step, ...], AnyBody, str]] = [
    ((), detail("colour", "red"), "there is no line 'colour' in the set-up"),
    ((), detail("service", None), "a session needs the name of a service"),
    ((), detail("date", "21 May"), "'21 May' is not a date; write it as 2026-11-21"),
    ((), detail("date", "20261121"), "'20261121' is not a date; write it as 2026-11-21"),
    ((), detail("briefing_seconds", None), "a timebox lasts from a second to a day"),
    ((), detail("briefing_seconds", "-5"), "a timebox lasts from a second to a day"),
    ((), detail("briefing_seconds", "0"), "a timebox lasts from a second to a day"),
    ((), detail("briefing_seconds", "86401"), "a timebox lasts from a second to a day"),
    ((), detail("briefing_seconds", "9" * 5000), "a timebox lasts from a second to a day"),
    ((), detail("phase", "gamma"), "the standard has no phase 'gamma'; it has alpha, beta, live"),
    (((ANA, stage("points")),), detail("phase", "beta"), "the walk through the points has begun, so the phase stays"),
    ((), detail("scale", "stars"), "the standard has no scale 'stars'; it has default, rag"),
    (((CY, score()),), detail("scale", "rag"), "scores have been given, so the scale stays"),
    (((ANA, decide()),), detail("scale", "rag"), "scores have been given, so the scale stays"),
    ((), detail("order", "random"), "the running order is either by sections or by numbers"),
    ((), adding(CY), "there is a seat 's3' already"),
    ((), adding(name=""), "a seat needs a name"),
    ((), adding(id=""), "a seat needs a name"),
    ((), adding(name="cyprane WOLD"), "there is a seat for Cyprane Wold already"),
    ((), adding(points=("moon",)), "the standard has no point 'moon'"),
    (
        tuple((ANA, adding(f"x{n}", f"Person {n}")) for n in range(115)),
        adding(),
        "a panel has at most 120 seats",
    ),
    ((), changing("s9", "Eve"), "there is no seat 's9'"),
    ((), changing(ANA, "Ana"), "a panel always has a lead; make another seat the lead first"),
    ((), changing(CY, ""), "a seat needs a name"),
    ((), bodies.SeatRemoved(seat="s9"), "there is no seat 's9'"),
    ((), bodies.SeatRemoved(seat=ANA), "a panel always has a lead; make another seat the lead first"),
    ((), conflict("s9"), "there is no seat 's9'"),
    ((), conflict(CY, "moon"), "the standard has no point 'moon'"),
    ((), conflict(CY, reason=""), "say why: a conflict needs a reason"),
    ((), LIFT, "there is no such conflict of interest"),
    ((), bodies.ScopeTold(text=""), "write down the scope in a line or two"),
    (
        (),
        bodies.BriefingTicked(item="tea", done=True),
        "the briefing has no item 'tea'; it has scope, demo, conflicts, earlier",
    ),
    ((), bodies.BriefingTicked(item="demo", done=False), "'demo' is not ticked already"),
    (
        ((ANA, bodies.BriefingTicked(item="demo", done=True)),),
        bodies.BriefingTicked(item="demo", done=True),
        "'demo' is ticked already",
    ),
    (
        (),
        bodies.EarlierChecked(id="L9", status="not"),
        "there is no recommendation 'L9' of last time",
    ),
]


def _in(room: Room, steps: tuple[Step, ...]) -> Room:
    for step in steps:
        room.do(*step)
    return room


@pytest.mark.parametrize(("steps", "who", "what", "behalf", "sentence"), WHO, ids=[case[4][:50] for case in WHO])
def test_who_may_is_refused_in_one_sentence(
    steps: tuple[Step, ...], who: str, what: AnyBody, behalf: str | None, sentence: str
) -> None:
    assert _in(Room(), steps).refuses(who, what, behalf) == sentence


@pytest.mark.parametrize(("steps", "what", "sentence"), SET_UP, ids=[case[2][:50] for case in SET_UP])
def test_the_set_up_is_refused_in_one_sentence(steps: tuple[Step, ...], what: AnyBody, sentence: str) -> None:
    assert _in(Room(), steps).refuses(ANA, what) == sentence


def test_a_screen_can_ask_before_the_words_are_known() -> None:
    room = Room()
    assert rules.may(room.state, CY, bodies.ScoreGiven) is None
    assert (rules.may(room.state, CY, bodies.DecisionMade) or "").startswith("only the lead")


@pytest.mark.parametrize("trace", [
    note(), note(point=None), evidence(), score(), recommend(), recommend(point=None), ask(),
    conflict(CY, None, "note"),
    mark("E7"),
    bodies.EarlierChecked(id="L1", status="partly"),
])  # fmt: skip
def test_a_seat_that_has_done_something_is_not_removed(trace: AnyBody) -> None:
    room = Room(created(earlier=EARLIER)).do(DI, evidence("E7")).do(CY, trace)
    assert room.refuses(ANA, bodies.SeatRemoved(seat=CY)) == (
        "Cyprane Wold has notes, scores or more in the record; make the seat an observer instead"
    )


def test_a_seat_that_dissented_or_signed_is_not_removed() -> None:
    room = Room().lead(decide()).do(CY, dissent())
    assert "make the seat an observer" in room.refuses(ANA, bodies.SeatRemoved(seat=CY))
    room = Room().lead(*DECIDED, outcome()).do(DI, SIGN)
    assert "make the seat an observer" in room.refuses(ANA, bodies.SeatRemoved(seat=DI))


def test_a_former_lead_who_decided_is_not_removed() -> None:
    room = Room().lead(decide()).do(BO, bodies.LeadTaken(reason="Ana is ill"))
    assert "make the seat an observer" in room.refuses(BO, bodies.SeatRemoved(seat=ANA))


def test_a_seat_declares_and_lifts_only_its_own_conflicts() -> None:
    room = Room()
    assert room.refuses(DI, conflict(CY)) == "a seat declares its own conflicts; only the lead declares another's"
    room.do(CY, conflict(CY))
    assert room.refuses(DI, LIFT) == "a seat lifts its own conflicts; only the lead lifts another's"
    room.lead(LIFT).do(CY, conflict(CY), None).do(CY, LIFT)
    assert room.state.conflicts == ()


def test_the_phase_stays_where_a_point_of_it_would_be_lost_with_its_notes() -> None:
    room = Room(created(phase="live")).do(CY, note(point="late"))
    assert room.refuses(ANA, detail("phase", "beta")) == "point 4 has notes or more and is not looked at in beta"


def test_a_phase_without_any_point_is_refused() -> None:
    points = tuple(msgspec.structs.replace(point, phases=("alpha",)) for point in STANDARD.points)
    room = Room(created(msgspec.structs.replace(STANDARD, points=points)))
    assert room.refuses(ANA, detail("phase", "beta")) == "the standard has no point for beta"


def test_a_conversation_has_no_scales_scores_or_outcomes() -> None:
    room = Room(created(TALK))
    sentence = "this standard is a conversation without levels; agree a text under each heading instead"
    assert room.refuses(CY, score("met", "why")) == sentence
    assert room.refuses(ANA, decide("met", "why")) == sentence
    assert room.refuses(ANA, outcome()) == sentence
    assert room.refuses(ANA, detail("scale", "default")) == "the standard has no scale 'default'; it has none"


def test_a_conversation_may_do_without_recommendations() -> None:
    assert TALK.conversation is not None
    quiet = msgspec.structs.replace(TALK.conversation, recommendations=False)
    room = Room(created(msgspec.structs.replace(TALK, conversation=quiet)))
    assert room.refuses(ANA, recommend(point="why")) == (
        "this conversation makes no recommendations; agree a text under a heading instead"
    )


def test_while_the_panel_is_apart_its_notes_can_be_tidied() -> None:
    room = Room().do(CY, evidence()).lead(adjourn())
    room.do(CY, note()).do(CY, amend()).do(CY, score())
    assert room.refuses(ANA, go("users")) == "the panel has adjourned; reconvene first"


def test_the_lead_may_not_tie_its_own_hands_behind_another_name() -> None:
    assert Room().refuses(ANA, adjourn(), BO) == (
        "this is the lead's own to do, not something done on behalf of a seat"
    )
