"""The table of who sees what in a report, row by row, and what a view remembers."""

from __future__ import annotations

from typing import Any

import pytest
from tests.session.room import ANA, BO, CY, DI, NAMES, Room
from tests.session.say import (
    DECIDED,
    ask,
    conflict,
    decide,
    dissent,
    evidence,
    go,
    note,
    outcome,
    reveal,
    score,
    stage,
    start,
)

from panel_tui.session import bodies, views
from panel_tui.session.view import AUDIENCES, Audience, DissentView, View, Viewer
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


def test_only_a_handful_of_viewers_is_remembered() -> None:
    state = Room().state
    for number in range(30):
        view_for(state, Viewer(seat=f"nobody-{number}"))
    assert len(views._seen) <= views._VIEWERS_REMEMBERED
