"""The log in words: one line for every kind of event, and none of it says what it must not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.session.bring import LIST, bring, item, mark, place
from tests.session.room import ANA, BO, CY, DI, EARLIER, NAMES, OB, TALK, Room, created
from tests.session.say import (
    CLOSE,
    DECIDED,
    RECONVENE,
    SHARE,
    SIGN,
    TEAM_OFF,
    TEAM_ON,
    UNSHARE,
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
    extend,
    go,
    note,
    outcome,
    pause,
    recommend,
    redo,
    resume,
    reveal,
    revise,
    reword,
    score,
    stage,
    start,
    stop,
    undo,
)

from panel_tui.session import bodies
from panel_tui.session.log import _SAYINGS
from panel_tui.session.terms import TEAM, SeatData
from panel_tui.session.view import Viewer
from panel_tui.standard.model import Role

LEADING = tuple((ANA, what) for what in (*DECIDED, outcome()))
EVE = SeatData(id="s9", name="Eve Nowell", role="member")
CASES: list[tuple[tuple[Step, ...], str]] = [
    (((ANA, detail("team", "Rents")),), "changed the team to Rents"),
    (((ANA, detail("team", None)),), "changed the team to nothing"),
    (((ANA, detail("briefing_seconds", "1530")),), "changed the briefing to 25:30"),
    (((ANA, bodies.SeatAdded(seat=EVE)),), "added Eve Nowell to the panel as member"),
    (((ANA, bodies.SeatChanged(seat=SeatData(id=CY, name="Cy", role="deputy"))),), "changed the seat of Cy, deputy"),
    (((ANA, bodies.SeatRemoved(seat=DI)),), "took a seat off the panel"),
    (((ANA, conflict(CY)),), "declared a conflict of interest of Cyprane Wold on point 1 (leaves): A cousin"),
    (((ANA, conflict(CY, None)),), "declared a conflict of interest of Cyprane Wold on every point (leaves): A cousin"),
    (
        ((ANA, conflict(CY)), (ANA, bodies.ConflictLifted(seat=CY, point="users", reason="A namesake"))),
        "lifted a conflict of interest of Cyprane Wold, because A namesake",
    ),
    (((ANA, stage("points")),), "moved the room to points"),
    (((ANA, go("safe")),), "moved the room to point 3"),
    (((CY, note()),), "noted a strength on point 1"),
    (((CY, note(point=None, kind="observation")),), "noted an observation on the service as a whole"),
    (((CY, note()), (CY, reword())), "reworded a note on point 1"),
    (((CY, note()), (CY, bodies.NoteWithdrawn(id="N1"))), "took a note back"),
    (((CY, evidence()),), "added evidence (done) to point 1: Research log"),
    (((CY, evidence()), (CY, amend())), "corrected evidence (planned): Research diary"),
    (((CY, evidence()), (CY, bodies.EvidenceWithdrawn(id="E1"))), "took evidence off"),
    (((CY, score()),), "scored point 1"),
    (((CY, score()), (ANA, reveal()), (DI, score("part"))), "scored point 1 Partly met"),
    (((CY, score()), (CY, score("green", "safe")), (ANA, reveal("users", "safe"))), "revealed point 1, point 3"),
    (((CY, score()), (ANA, reveal()), (ANA, again())), "opened round 2 on point 1"),
    (((ANA, decide()),), "decided point 1: Met, because Shown"),
    (((ANA, decide(casting=True)),), "decided point 1: Met, because Shown (the lead's deciding vote)"),
    (
        ((CY, score()), (ANA, reveal()), (ANA, decide("na"))),
        "decided point 1: Not applicable, because Shown (away from the majority, which was Met)",
    ),
    (((ANA, decide()), (CY, dissent())), "dissented on point 1: Too soon"),
    (((CY, recommend()),), "recommended on point 1: the team must test with carers"),
    (
        ((CY, recommend(owner="Rents", due="2026-12-31")),),
        "recommended on point 1: the team must test with carers, owner Rents, by 2026-12-31",
    ),
    (
        ((CY, recommend()), (CY, revise())),
        "reworded recommendation R1: the team should test with everyone, owner Rents",
    ),
    (((CY, recommend()), (CY, bodies.RecommendationWithdrawn(id="R1"))), "took recommendation R1 back"),
    (((CY, bodies.EarlierChecked(id="L1", status="taken-root")),), "checked L1 of last time: taken root"),
    (((CY, bodies.EarlierChecked(id="L1", status="not", text="No")),), "checked L1 of last time: not, No"),
    (((ANA, bodies.ScopeTold(text="All of it")),), "wrote down the scope"),
    (
        ((ANA, bodies.BriefingTicked(item="demo", done=True)),),
        "ticked in the briefing: End-to-end demo: show the thing",
    ),
    (
        ((ANA, bodies.BriefingTicked(item="demo", done=True)), (ANA, bodies.BriefingTicked(item="demo", done=False))),
        "unticked in the briefing: End-to-end demo: show the thing",
    ),
    (((ANA, start()),), "started the clock of deliberation at 45:00"),
    (((ANA, start("point:users")),), "started the clock of point 1 at 45:00"),
    (((ANA, start()), (ANA, pause())), "paused the clock of deliberation"),
    (((ANA, start()), (ANA, pause()), (ANA, resume())), "resumed the clock of deliberation"),
    (((ANA, extend()),), "extended the clock of deliberation by 05:00, because Point 2"),
    (((ANA, start()), (ANA, stop())), "stopped the clock of deliberation"),
    (((ANA, adjourn()),), "adjourned, because The fire bell"),
    (((ANA, adjourn(until="2026-11-28")),), "adjourned until 2026-11-28, because The fire bell"),
    (((ANA, adjourn()), (ANA, RECONVENE)), "reconvened the panel"),
    (((CY, ask()),), "wrote down question Q1 from the team: Why so?"),
    (((CY, ask(point="users")),), "wrote down question Q1 from the team on point 1: Why so?"),
    (((CY, ask()), (ANA, answer())), "answered Q1: Because"),
    (
        ((CY, ask()), (ANA, decide(question="Q1")), (ANA, answer(changed=True))),
        "answered Q1, which changed the decision: Because",
    ),
    (((CY, ask()), (CY, bodies.QuestionWithdrawn(id="Q1"))), "took Q1 back"),
    (LEADING, "agreed the outcome Pass"),
    ((*LEADING, (ANA, outcome("fail", "The data"))), "agreed the outcome Fail, because The data"),
    ((*LEADING, (CY, SIGN)), "signed"),
    ((*LEADING, (CY, bodies.SignedOff(remark="Gladly"))), "signed, with: Gladly"),
    ((*LEADING, (ANA, CLOSE)), "closed the session"),
    (
        (*LEADING, (ANA, CLOSE), (ANA, bodies.SessionReopened(reason="A slip"))),
        "reopened the session, because A slip",
    ),
    (((BO, bodies.LeadTaken(reason="Ana is ill")),), "took the lead over, because Ana is ill"),
    (((ANA, bodies.SeatsOpened(way="loopback")),), "opened the seats on this computer alone"),
    (((ANA, bodies.SeatsOpened(way="tls")),), "opened the seats on the network, encrypted"),
    (
        ((ANA, bodies.SeatsOpened(way="insecure")),),
        "opened the seats on the network in the clear, without encryption, as was typed",
    ),
    (((ANA, bodies.SeatsOpened(way="proxy")),), "opened the seats behind a public address"),
    (((ANA, bodies.SeatsClosed()),), "closed the seats to other devices"),
    (((CY, bodies.SeatJoined(by="link")),), "came in from a device, by link"),
    (((OB, bodies.SeatJoined(by="lobby")),), "came in from the lobby"),
    (((OB, bodies.SeatTakenOver()),), "went on from another device; the one before was told"),
    (((ANA, bodies.SeatRelinked(seat=CY)),), "gave Cyprane Wold a new link; the one before is dead"),
    (((ANA, bodies.SeatShutOut(seat=CY)),), "took the links and devices of Cyprane Wold away"),
    (((ANA, bodies.KnockAnswered(name="Eve", seat=CY)),), "let Eve in from the lobby as Cyprane Wold"),
    (((ANA, bodies.KnockAnswered(name="Eve", seat=None)),), "refused Eve at the door"),
    (((ANA, TEAM_ON),), "opened the team's page"),
    (((ANA, TEAM_ON), (ANA, TEAM_OFF)), "closed the team's page"),
    (((ANA, TEAM_ON), (ANA, SHARE)), "showed the team the decisions and their reasons"),
    (((ANA, TEAM_ON), (ANA, SHARE), (ANA, UNSHARE)), "took the decisions from the team's page"),
    (((ANA, stage("questions")), (ANA, TEAM_ON), (TEAM, ask())), "asked question Q1: Why so?"),
    (
        ((ANA, bring(item("E1"), item("E2", "b"))),),
        "brought in 2 pieces of evidence, new or changed, from the Trello board 'Evidence for the panel'",
    ),
    (
        ((ANA, bring(item(), source=LIST)), (ANA, bring(gone=("E1",), source=LIST))),
        "brought in 0 pieces of evidence, new or changed, from the list 'evidence.csv'; 1 no longer there",
    ),
    (((ANA, bring(item())), (CY, place())), "put E1 under point 2"),
    (((ANA, bring(item())), (CY, place("E1", None))), "put E1 under no point"),
    (((ANA, bring(item())), (CY, mark("E1", "more-wanted"))), "marked E1 as more wanted"),
    (((CY, evidence()), (DI, mark("E1", "verified", "Rang them"))), "marked E1 as verified: Rang them"),
    (((CY, evidence()), (DI, mark()), (CY, mark("E1", None))), "took the mark off E1"),
    (((CY, bodies.Exported(format="md", audience="team")),), "exported md for team"),
    (((CY, note()), (CY, undo(2))), "undid event 2: noted a strength on point 1"),
    (((CY, note()), (CY, undo(2)), (CY, redo(2))), "redid event 2: noted a strength on point 1"),
]
IDS = [f"{type(steps[-1][1]).__name__}-{n}" for n, (steps, _) in enumerate(CASES)]


@pytest.mark.parametrize(("steps", "text"), CASES, ids=IDS)
def test_an_event_is_said_in_one_plain_line(steps: tuple[Step, ...], text: str) -> None:
    room = Room(created(earlier=EARLIER))
    for step in steps:
        room.do(*step)
    assert room.said(BO) == text


def test_the_first_line_and_an_agreed_text() -> None:
    room = Room(created(TALK)).lead(bodies.TextAgreed(heading="good", text="Research"))
    assert [line.text for line in room.log(ANA)] == [
        "made the session for Manage Arrears",
        "wrote down what was agreed under good",
    ]


def test_every_kind_of_event_has_its_words() -> None:
    assert set(_SAYINGS) == set(bodies.Body.__subclasses__())


def test_a_line_says_who_did_it_and_for_whom() -> None:
    room = Room().do(ANA, note(), CY)
    assert room.log(BO)[-1].who == f"{NAMES[ANA]} on behalf of {NAMES[CY]}"
    assert room.log(Viewer(audience="panel"))[-1].who == "Lead assessor, delivery on behalf of Panel member C"


def test_what_the_team_did_is_said_to_be_the_teams() -> None:
    room = Room().lead(stage("questions"), TEAM_ON).do(TEAM, ask())
    assert room.log(BO)[-1].who == room.view(BO).label(TEAM) == "the team"


def test_the_name_that_somebody_gave_at_the_door_stands_only_where_names_stand() -> None:
    room = Room().lead(*(bodies.KnockAnswered(name="Zebedee", seat=seat) for seat in (CY, None)))
    panel = [line.text for line in room.log(Viewer(audience="panel"))][1:]
    assert panel == ["let somebody in from the lobby as Panel member C", "refused somebody at the door"]
    assert "Zebedee" in room.log(Viewer(audience="panel", names=True))[1].text


def test_a_seat_that_is_gone_is_a_former_seat() -> None:
    room = Room().do(CY, note()).do(CY, bodies.NoteWithdrawn(id="N1")).lead(bodies.SeatRemoved(seat=CY))
    assert [line.who for line in room.log(ANA)][1:3] == ["a former seat", "a former seat"]
    assert (room.view(ANA).label(CY), room.view(ANA).label(BO)) == ("a former seat", NAMES[BO])


def test_a_discipline_is_called_as_the_standard_titles_it() -> None:
    view = Room().view(ANA)
    known = replace(view.standard, roles=(Role(id="delivery", title="Delivery and Agile"),))
    assert (view.discipline_of(ANA), view.discipline_of(BO), view.discipline_of("x")) == ("delivery", "", "")
    assert replace(view, standard=known).discipline_of(ANA) == "delivery and agile"


@pytest.mark.parametrize("private", [False, True])
def test_a_note_of_a_point_that_a_seat_leaves_can_be_taken_back_and_the_seat_still_has_its_log(private: bool) -> None:
    room = Room().lead(conflict(CY)).do(BO, note(private=private)).do(BO, reword(private=private))
    room.do(BO, bodies.NoteWithdrawn(id="N1"))
    assert [line.n for line in room.log(CY)] == ([1, 2] if private else [1, 2, 5])
    assert [line.n for line in room.log(BO)] == [1, 2, 3, 4, 5]


def test_what_was_undone_stays_and_says_so() -> None:
    assert [line.undone for line in Room().do(CY, note()).do(CY, undo(2)).log(BO)] == [False, True, False]


def test_an_earlier_decision_keeps_its_mark_when_a_later_one_replaces_it() -> None:
    room = Room().do(CY, score()).lead(reveal(), decide("na"), decide("met"))
    marked = ["away from the majority" in line.text for line in room.log(ANA)]
    assert marked == [False, False, False, True, False]


def test_a_point_and_a_seat_are_found_in_a_view() -> None:
    view = Room().view(CY)
    assert (view.me is not None, view.leads, view.point("safe").number) == (True, False, "3")
    assert (view.point("users").label("met"), view.point("users").label("x"), view.point("users").label(None)) == (
        "Met",
        "x",
        "",
    )
    with pytest.raises(KeyError):
        view.point("moon")
    assert view.seat("gone") is None
