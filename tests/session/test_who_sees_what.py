"""The table of who sees what in a report, row by row, and what a view remembers."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from tests.session.room import ANA, BO, CY, DI, NAMES, OB, Room
from tests.session.say import (
    DECIDED,
    SHARE,
    TEAM_OFF,
    TEAM_ON,
    UNSHARE,
    answer,
    ask,
    conflict,
    decide,
    dissent,
    evidence,
    go,
    note,
    outcome,
    recommend,
    reveal,
    score,
    stage,
    start,
)

from panel_tui.session import bodies, views
from panel_tui.session.bodies import AnyBody
from panel_tui.session.missing import missing
from panel_tui.session.terms import TEAM
from panel_tui.session.view import AUDIENCES, DISPLAY, TEAM_PAGE, Audience, DissentView, View, Viewer
from panel_tui.session.views import audience, view_for


@pytest.fixture(scope="module")
def room() -> Room:
    room = Room().do(CY, note("N1", text="Aloud")).do(CY, note("N2", text="Own", private=True))
    room.do(CY, note("N3", kind="quote", text="Said")).do(CY, note("N4", None, private=True))
    room.do(CY, evidence()).do(CY, score("na")).do(DI, score("met")).do(BO, score("met"))
    room.lead(reveal(), decide("not"), *DECIDED[1:], outcome("fail", "The data")).do(DI, dissent())
    room.do(CY, ask()).lead(conflict(DI, "safe")).do(CY, bodies.SignedOff(remark="Gladly"))
    return room.do(CY, score("green", "safe"))


def each(room: Room, look: Any) -> dict[Audience, Any]:
    return {one: look(room.view(audience(one))) for one in AUDIENCES}


def test_decisions_outcome_and_recommendations_are_for_everybody(room: Room) -> None:
    assert set(each(room, lambda v: v.point("users").decision.level).values()) == {"not"}
    assert set(each(room, lambda v: v.outcome.outcome).values()) == {"fail"}


def test_scores_are_by_seat_for_the_panel_only_counted_for_the_team_and_not_for_the_public(room: Room) -> None:
    assert each(room, lambda v: len(v.point("users").scores)) == {"internal": 3, "panel": 3, "team": 0, "public": 0}
    spreads = each(room, lambda v: v.point("users").spread and v.point("users").spread.word)
    spread = "agreed, 1 missing"
    assert spreads == {"internal": spread, "panel": spread, "team": spread, "public": None}
    majorities = each(room, lambda v: v.point("users").decision.majority)
    assert majorities == {"internal": "met", "panel": "met", "team": "met", "public": None}


def test_sealed_scores_are_for_nobody(room: Room) -> None:
    assert each(room, lambda v: (v.point("safe").scores, v.point("safe").spread)) == dict.fromkeys(
        AUDIENCES, ((), None)
    )


def test_dissent_has_a_name_for_the_panel_only_words_for_the_team_and_a_count_for_the_public(room: Room) -> None:
    seen: dict[Audience, DissentView] = each(room, lambda v: v.point("users").dissents[0])
    assert [(seen[one].label, seen[one].text) for one in ("internal", "panel", "team", "public")] == [
        (NAMES[DI], "Too soon"),
        ("Panel member D", "Too soon"),
        (None, "Too soon"),
        (None, None),
    ]
    assert (seen["team"].seat, seen["public"].at) == (None, None)


def test_notes_are_whole_for_the_panel_and_without_an_author_for_others(room: Room) -> None:
    notes = each(room, lambda v: [(one.id, one.seat) for one in v.point("users").notes])
    panel, others = [("N1", CY), ("N3", CY)], [("N1", "")]
    assert notes == {"internal": panel, "panel": panel, "team": others, "public": others}


def test_a_report_counts_the_private_notes_that_it_leaves_out_and_a_seat_is_told_nothing(room: Room) -> None:
    def counts(view: View) -> tuple[int, int]:
        return view.point("users").private_notes_left_out, view.private_notes_left_out

    assert each(room, counts) == dict.fromkeys(AUDIENCES, (1, 1))
    assert counts(room.view(DI)) == (0, 0)
    assert counts(room.view(audience("panel", seat=CY))) == (0, 0)
    assert [one.id for one in room.view(audience("panel", seat=CY)).point("users").notes] == ["N1", "N2", "N3"]


def test_evidence_and_questions_are_not_for_the_public(room: Room) -> None:
    assert each(room, lambda v: len(v.point("users").evidence)) == {"internal": 1, "panel": 1, "team": 1, "public": 0}
    assert each(room, lambda v: [one.seat for one in v.questions]) == {
        "internal": [CY],
        "panel": [CY],
        "team": [""],
        "public": [],
    }


def test_beyond_the_panel_a_conflict_is_only_that_one_was_declared(room: Room) -> None:
    seen = each(room, lambda v: [(one.seat, one.label, one.reason) for one in v.conflicts])
    somebody = [("", "A member of the panel", None)]
    assert seen == {
        "internal": [(DI, NAMES[DI], "A cousin")],
        "panel": [(DI, "Panel member D", "A cousin")],
        "team": somebody,
        "public": somebody,
    }
    assert room.view(audience("public", names=True)).conflicts[0].label == "A member of the panel"


def test_a_remark_at_the_signature_is_for_the_panel(room: Room) -> None:
    seen = each(room, lambda v: [(one.label, one.remark) for one in v.signed])
    assert (seen["internal"], seen["panel"]) == ([(NAMES[CY], "Gladly")], [("Panel member C", "Gladly")])
    assert seen["team"] == seen["public"] == [("Panel member C", None)]


def test_the_log_is_for_the_panel(room: Room) -> None:
    assert [bool(room.log(audience(one))) for one in ("internal", "panel", "team", "public")] == [
        True,
        True,
        False,
        False,
    ]


LEAVES_OUT = ("Aloud", "Own", "Said", "Log", "Too soon", "A cousin", "Gladly", "ask the carers", "Panel only?")
"""What the panel wrote, one word for each kind of thing."""


def team_room() -> Room:
    room = Room().do(CY, note("N1", text="Aloud")).do(CY, note("N2", text="Own", private=True))
    room.do(CY, note("N3", kind="quote", text="Said")).do(CY, evidence(title="Log")).do(CY, score("na"))
    room.do(DI, score("met")).do(BO, score("met")).do(DI, recommend(text="ask the carers"))
    room.lead(reveal(), decide("not", reason="Nobody rang"), *DECIDED[1:], outcome("fail", "The data"))
    room.do(DI, dissent()).lead(conflict(DI, "safe")).do(CY, bodies.SignedOff(remark="Gladly"))
    room.lead(stage("questions")).do(CY, ask("Q1", text="Panel only?", asker="panel")).do(CY, ask("Q2", text="Aired"))
    return room.lead(decide("met", "simple", "Seen again", question="Q1"), decide("red", "safe", question="Q2"))


def test_until_it_is_turned_on_the_teams_page_shows_what_the_projector_shows() -> None:
    room = team_room()
    assert room.view(TEAM_PAGE) == replace(room.view(DISPLAY), viewer=TEAM_PAGE)
    room.lead(TEAM_ON, SHARE).do(TEAM, ask("Q3", text="Our own")).lead(TEAM_OFF)
    assert room.view(TEAM_PAGE) == replace(room.view(DISPLAY), viewer=TEAM_PAGE)
    assert room.log(TEAM_PAGE) == ()


def test_the_teams_page_has_the_teams_questions_with_their_answers_and_no_others() -> None:
    room = team_room().lead(TEAM_ON).do(TEAM, ask("Q3", text="Our own")).lead(answer("Q3", "Because"))
    shown = room.view(TEAM_PAGE).questions
    assert [(one.id, one.text, one.seat, one.answer and one.answer.text) for one in shown] == [
        ("Q2", "Aired", "", None),
        ("Q3", "Our own", TEAM, "Because"),
    ]
    assert [one.id for one in room.view(DI).questions] == ["Q1", "Q2", "Q3"]


def test_the_teams_page_shows_decisions_and_reasons_only_once_they_are_shared() -> None:
    room = team_room().lead(TEAM_ON)

    def shown() -> list[str | None]:
        points = (room.sees(TEAM_PAGE, point) for point in ("users", "simple", "safe"))
        return [one.decision.reason if one.decision else None for one in points]

    assert shown() == [None, None, None]
    room.lead(SHARE)
    assert shown() == ["Nobody rang", "Seen again", "Shown"]
    decision = room.sees(TEAM_PAGE).decision
    assert decision is not None
    assert (decision.level, decision.by, decision.majority) == ("not", "", None)
    room.lead(UNSHARE)
    assert shown() == [None, None, None]


def test_the_teams_page_names_the_question_that_changed_a_decision_only_where_it_was_the_teams() -> None:
    room = team_room().lead(TEAM_ON, SHARE)
    named = {point: room.sees(TEAM_PAGE, point).decision for point in ("simple", "safe")}
    assert {point: one and one.question for point, one in named.items()} == {"simple": None, "safe": "Q2"}


@pytest.mark.parametrize("turned", [(), (TEAM_ON,), (TEAM_ON, SHARE)], ids=("off", "on", "shared"))
def test_the_teams_page_holds_no_name_and_nothing_that_the_panel_wrote_or_scored(turned: tuple[AnyBody, ...]) -> None:
    room = team_room().lead(*turned)
    view, seen = room.view(TEAM_PAGE), room.sees(TEAM_PAGE)
    assert (seen.notes, seen.scores, seen.spread, seen.dissents, seen.evidence, seen.recommendations) == (
        ((), (), None, (), (), ())
    )
    assert (seen.inside, seen.awaited, seen.mine, seen.conflicts) == ((), (), None, ())
    assert (view.outcome, view.signed, view.conflicts, view.agreed, view.scope, view.checked) == (
        (None, (), (), (), None, ())
    )
    assert (view.suggestion.outcome, view.suggestion.because) == (None, "")
    content = msgspec.json.encode((view, missing(view))).decode()
    assert [word for word in (*LEAVES_OUT, *NAMES.values()) if word in content] == []


@pytest.mark.parametrize("turned", [(TEAM_ON,), (TEAM_ON, SHARE)], ids=("on", "shared"))
def test_the_projector_shows_the_same_whatever_the_team_is_shown(turned: tuple[AnyBody, ...]) -> None:
    room = team_room()
    before = room.view(DISPLAY)
    after = room.lead(*turned).do(TEAM, ask("Q3")).view(DISPLAY)
    same = {"n", "changed_at", "team_page", "decisions_shared"}
    assert [f for f in View.__struct_fields__ if f not in same and getattr(before, f) != getattr(after, f)] == []


def test_no_seat_sees_more_or_less_because_of_the_teams_page() -> None:
    room = team_room()
    before = {seat: room.view(seat) for seat in (ANA, CY, OB)}
    room.lead(TEAM_ON, SHARE)
    for seat, view in before.items():
        told = replace(view, n=room.n, team_page=True, decisions_shared=True)
        assert told == room.view(seat)


def test_a_viewer_that_only_resembles_the_teams_page_is_not_it() -> None:
    room = team_room().lead(TEAM_ON, SHARE)
    for viewer in (Viewer(team=True, seat=OB), Viewer(team=True, names=True), Viewer(seat=TEAM)):
        assert room.sees(viewer).decision is None
        assert room.view(viewer).questions == ()


def test_a_conflict_stands_at_the_point_that_it_is_about(room: Room) -> None:
    assert [len(room.sees(BO, point).conflicts) for point in ("users", "safe")] == [0, 1]


def test_a_view_made_again_uses_what_has_not_changed() -> None:
    room = Room().lead(stage("points"))
    before = room.view(ANA)
    after = room.do(CY, note()).view(ANA)
    assert [one is other for one, other in zip(before.points, after.points, strict=True)] == [True, True, False]
    moved = room.lead(go("users")).view(ANA)
    assert [one is other for one, other in zip(after.points, moved.points, strict=True)] == [False, True, False]
    ticking = room.lead(start()).view(ANA)
    assert [one is other for one, other in zip(moved.points, ticking.points, strict=True)] == [True, True, False]
    assert ticking.suggestion is moved.suggestion


def test_no_more_than_a_full_room_of_viewers_is_remembered() -> None:
    state = Room().state
    for number in range(views._VIEWERS_REMEMBERED + 30):
        view_for(state, Viewer(seat=f"nobody-{number}"))
    assert len(views._seen) <= views._VIEWERS_REMEMBERED
