"""Seats on devices of their own, and the team's page: who may do what at the door, and what it changes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.session.room import ANA, BO, CY, OB, PANEL, Room, created
from tests.session.say import (
    CLOSE,
    DECIDED,
    RECONVENE,
    SHARE,
    TEAM_OFF,
    TEAM_ON,
    UNSHARE,
    Step,
    adjourn,
    answer,
    ask,
    decide,
    note,
    outcome,
    redo,
    score,
    stage,
    undo,
)

from panel_tui.session import bodies, rules
from panel_tui.session.bodies import AnyBody
from panel_tui.session.rules.seats import OF_THE_DOOR
from panel_tui.session.rules.undo import latest_redoable, latest_undoable
from panel_tui.session.rules.who import LEAD_ONLY
from panel_tui.session.terms import NO_SEATS, TEAM, SeatData

OPEN = bodies.SeatsOpened(way="loopback")
JOIN = bodies.SeatJoined(by="link")
DOOR: tuple[tuple[str, AnyBody], ...] = (
    (ANA, OPEN),
    (ANA, bodies.SeatsClosed()),
    (CY, JOIN),
    (OB, bodies.SeatTakenOver()),
    (ANA, bodies.SeatRelinked(seat=CY)),
    (ANA, bodies.SeatShutOut(seat=CY)),
    (ANA, bodies.KnockAnswered(name="Eve", seat=CY)),
    (ANA, TEAM_ON),
    (ANA, SHARE),
)
ASKING: tuple[Step, ...] = ((ANA, stage("questions")), (ANA, TEAM_ON))
CLOSED: tuple[Step, ...] = tuple((ANA, what) for what in (*DECIDED, outcome(), TEAM_ON, stage("questions"), CLOSE))
APART: tuple[Step, ...] = (*ASKING, (ANA, adjourn()))

REFUSED: list[tuple[tuple[Step, ...], str, AnyBody, str]] = [
    ((), ANA, bodies.SeatRelinked(seat="s9"), "there is no seat 's9'"),
    ((), ANA, bodies.SeatShutOut(seat="s9"), "there is no seat 's9'"),
    ((), ANA, bodies.SeatShutOut(seat=TEAM), "there is no seat 'team'"),
    ((), ANA, bodies.KnockAnswered(name="", seat=CY), "whoever asks to come in gives a name"),
    ((), ANA, bodies.KnockAnswered(name="Eve", seat="s9"), "there is no seat 's9'"),
    ((), ANA, TEAM_OFF, "the team's page is closed already"),
    (((ANA, TEAM_ON),), ANA, TEAM_ON, "the team's page is open already"),
    ((), ANA, SHARE, "open the team's page first: 'team on'"),
    ((), ANA, UNSHARE, "the team does not see the decisions"),
    (((ANA, TEAM_ON), (ANA, SHARE)), ANA, SHARE, "the team sees the decisions already"),
    ((), "s9", JOIN, "this seat is not on the panel; the lead can add it in the set-up"),
    ((*ASKING,), TEAM, note(), "the team's page takes questions and challenges, and nothing else"),
    ((*ASKING,), TEAM, undo(3), "the team's page takes questions and challenges, and nothing else"),
    ((*ASKING,), TEAM, JOIN, "the team's page takes questions and challenges, and nothing else"),
    ((), TEAM, created(), "the session exists already"),
    ((), TEAM, ask(), "the team's page is not open; the lead opens it"),
    ((*ASKING, (ANA, TEAM_OFF)), TEAM, ask(), "the team's page is not open; the lead opens it"),
    (CLOSED, TEAM, ask(), "the session is closed"),
    (APART, TEAM, ask(), "the panel has adjourned; it takes questions when it meets again"),
    (
        ((ANA, TEAM_ON),),
        TEAM,
        ask(),
        "the panel takes the team's questions in the questions period, and that is not now",
    ),
    ((*ASKING,), TEAM, ask(asker="panel"), "the team's page asks for the team"),
    ((*ASKING,), TEAM, ask(text=""), "there is nothing to ask yet: write the question"),
    (
        (*ASKING, (ANA, decide())),
        TEAM,
        ask(kind="challenge", point="users"),
        "a challenge is about a decision, and none has been shared on this page yet; ask it as a question",
    ),
    (
        (*ASKING, (ANA, SHARE)),
        TEAM,
        ask(kind="challenge"),
        "a challenge is about a decision, and this point has none yet",
    ),
    (
        (*ASKING, (CY, ask())),
        TEAM,
        bodies.QuestionWithdrawn(id="Q1"),
        "only who wrote it down or the lead takes a question back",
    ),
    (
        (*ASKING, (TEAM, ask())),
        CY,
        bodies.QuestionWithdrawn(id="Q1"),
        "only who wrote it down or the lead takes a question back",
    ),
    (
        (*ASKING, (TEAM, ask()), (ANA, answer())),
        TEAM,
        bodies.QuestionWithdrawn(id="Q1"),
        "this question has been answered and stays on the record",
    ),
]


def grown(*steps: Step) -> Room:
    room = Room()
    for step in steps:
        room.do(*step)
    return room


@pytest.mark.parametrize(("steps", "who", "what", "sentence"), REFUSED)
def test_what_may_not_be_done_at_the_door_is_refused_in_one_sentence(
    steps: tuple[Step, ...], who: str, what: AnyBody, sentence: str
) -> None:
    assert grown(*steps).refuses(who, what) == sentence


@pytest.mark.parametrize("what", [what for who, what in DOOR if who == ANA], ids=lambda what: type(what).__name__)
def test_only_the_lead_opens_closes_and_admits(what: AnyBody) -> None:
    assert type(what) in LEAD_ONLY
    for seat in (BO, CY):
        assert grown((ANA, TEAM_ON)).refuses(seat, what).startswith("only the lead does this")


def test_every_seat_comes_in_by_itself_an_observer_too_and_nobody_for_another() -> None:
    room = grown(*((seat.id, JOIN) for seat in PANEL), (OB, bodies.SeatTakenOver()))
    assert room.refuses(OB, note()) == "Obadine Zell is an observer, who watches and changes nothing"
    sentence = "this is the lead's own to do, not something done on behalf of a seat"
    assert room.refuses(ANA, JOIN, CY) == sentence
    assert room.refuses(ANA, TEAM_ON, CY) == sentence


def test_nobody_acts_on_behalf_of_the_team_and_the_team_for_nobody() -> None:
    room = grown(*ASKING)
    for behalf in (CY, TEAM):
        assert room.refuses(TEAM, ask(), behalf) == "only the lead acts on behalf of another seat"
    assert room.refuses(ANA, note(), TEAM) == "the team's page takes questions and challenges, and nothing else"
    assert room.refuses(CY, ask(), TEAM) == "only the lead acts on behalf of another seat"


def test_who_comes_in_changes_nothing_but_the_log() -> None:
    room = Room()
    before = room.state
    for who, what in DOOR[:-2]:
        room.do(who, what)
        assert room.state == replace(before, n=room.n, changed_at=room.state.changed_at)
    assert [line.n for line in room.log(BO)] == list(range(1, room.n + 1))


def test_the_team_asks_and_takes_back_in_its_own_name() -> None:
    room = grown(
        *ASKING, (ANA, SHARE), (ANA, decide()), (TEAM, ask(kind="challenge", point="users")), (TEAM, ask("Q2"))
    )
    assert [(one.id, one.asker, one.seat) for one in room.state.questions] == [("Q1", TEAM, TEAM), ("Q2", TEAM, TEAM)]
    room.do(TEAM, bodies.QuestionWithdrawn(id="Q2")).lead(bodies.QuestionWithdrawn(id="Q1"))
    assert room.state.questions == ()


def test_a_page_that_is_closed_shows_no_decisions_when_it_is_opened_again() -> None:
    room = grown((ANA, TEAM_ON), (ANA, SHARE))
    assert (room.state.team_page, room.state.decisions_shared) == (True, True)
    room.lead(TEAM_OFF)
    assert (room.state.team_page, room.state.decisions_shared) == (False, False)
    room.lead(TEAM_ON)
    assert (room.state.team_page, room.state.decisions_shared) == (True, False)
    assert room.lead(SHARE, UNSHARE).state.decisions_shared is False


@pytest.mark.parametrize("steps", [(*CLOSED[:-3], (ANA, CLOSE)), ((ANA, adjourn()),)], ids=("closed", "apart"))
def test_the_door_still_works_when_the_session_is_closed_or_the_panel_apart(steps: tuple[Step, ...]) -> None:
    room = grown(*steps, *DOOR)
    assert (room.state.team_page, room.state.decisions_shared) == (True, True)


def test_the_team_asks_again_when_the_panel_meets_again() -> None:
    room = grown(*APART)
    room.lead(RECONVENE).do(TEAM, ask())
    assert len(room.state.questions) == 1


@pytest.mark.parametrize(("who", "what"), DOOR, ids=[type(what).__name__ for _, what in DOOR])
def test_what_happened_at_the_door_is_never_undone(who: str, what: AnyBody) -> None:
    who = CY if who == OB else who
    room = grown((ANA, TEAM_ON)) if what == SHARE else Room()
    room.do(who, note("N1")).do(who, what)
    assert room.refuses(who, undo(room.n)) == "this stays on the record and cannot be undone"
    newest = latest_undoable(room.history, who)
    assert newest is not None
    assert newest.what == note("N1")


@pytest.mark.parametrize(("who", "what"), DOOR, ids=[type(what).__name__ for _, what in DOOR])
def test_what_happened_at_the_door_does_not_stand_in_the_way_of_redo(who: str, what: AnyBody) -> None:
    who = CY if who == OB else who
    room = Room().do(who, note("N1")).do(who, undo(2))
    if what == SHARE:
        room.lead(TEAM_ON)
    room.do(who, what)
    found = latest_redoable(room.history, who)
    assert found is not None
    assert found.n == 2
    assert [one.id for one in room.do(who, redo(2)).point().notes] == ["N1"]


def test_every_event_of_the_door_is_in_these_tables() -> None:
    assert {type(what) for _, what in DOOR} == set(OF_THE_DOOR)


def test_a_move_with_a_question_of_the_team_after_it_is_not_undone() -> None:
    room = grown(*ASKING, (TEAM, ask()))
    assert room.refuses(ANA, undo(2)) == (
        "event 4, which came after, would not fit any more: "
        "the panel takes the team's questions in the questions period, and that is not now"
    )


@pytest.mark.parametrize("id", NO_SEATS)
def test_no_seat_is_called_as_the_teams_page_or_the_display_are(id: str) -> None:
    sentence = f"'{id}' is no seat of a panel; give the seat another id"
    taken = SeatData(id=id, name="Eve", role="member")
    assert Room().refuses(ANA, bodies.SeatAdded(seat=taken)) == sentence
    with pytest.raises(rules.Refused, match="is no seat of a panel"):
        Room(created(panel=(*PANEL, taken)))


def test_a_new_number_is_one_more_than_any_that_was_ever_used() -> None:
    room = Room()
    assert [room.history.next_id(letter) for letter in "NERQ"] == ["N1", "E1", "R1", "Q1"]
    room.do(CY, note("N1")).do(CY, note("N7")).do(CY, undo(3)).do(CY, bodies.NoteWithdrawn(id="N1")).do(CY, score())
    assert [room.history.next_id(letter) for letter in "NQ"] == ["N8", "Q1"]


@pytest.mark.parametrize("id", ["N" + "9" * 5000, "N٣", "N-5", "N", "n7", "note-7", "N1.5"])
def test_an_id_of_another_shape_sets_no_number(id: str) -> None:
    assert Room().do(CY, note(id)).history.next_id("N") == "N1"
