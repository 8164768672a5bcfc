"""The same service again: what is carried over, what is looked at again, and what is handed on and on."""

from __future__ import annotations

import time
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from tests.session.bring import bring, item, own_views
from tests.session.bring import view as team_view
from tests.session.room import AGAIN, ANA, CY, DI, EARLIER, OB, STANDARD, TALK, Room, created
from tests.session.say import (
    CLOSE,
    DECIDED,
    decide,
    detail,
    evidence,
    go,
    note,
    outcome,
    recommend,
    reveal,
    score,
    stage,
)

from panel_tui.session import bodies, rules
from panel_tui.session.clock import forecast, per_point
from panel_tui.session.earlier import handed_on, matching, still_open, to_look_at
from panel_tui.session.missing import missing
from panel_tui.session.terms import Earlier, EarlierDecision, SessionKind
from panel_tui.session.view import AUDIENCES, DISPLAY, TEAM_PAGE, View, Viewer
from panel_tui.session.views import audience
from panel_tui.standard.model import Level, Point, Standard

USERS, SIMPLE, SAFE, LATE = STANDARD.points


def again(*carried: str, **changes: Any) -> Room:
    """A reassessment that carries these points over."""
    return Room(created(**{"earlier": AGAIN, "carried": carried, **changes}))


# A reassessment


def test_a_point_that_is_carried_over_is_walked_by_nobody_and_shown_with_its_decision() -> None:
    room = again("simple", "safe").lead(stage("points"))
    assert (room.state.current, [point.id for point in room.view(CY).points]) == ("users", ["users"])
    assert [
        (one.point.id, one.decision.label, one.decision.reason, one.level and one.level.label)
        for one in room.view(CY).carried
    ] == [("safe", "Green", "Safe", "Green"), ("simple", "Met", "Shown", "Met")]
    assert "point 2" not in " ".join(one.text for one in missing(room.view(ANA)))


def test_what_was_decided_last_time_stands_at_each_point_for_whoever_reads_of_last_time() -> None:
    room = again("simple")

    def last(viewer: Viewer | str) -> str | None:
        found = room.sees(viewer).last_time
        return found.label if found else None

    told: list[Viewer | str] = [CY, *(audience(one) for one in AUDIENCES)]
    assert [last(one) for one in told] == ["Not met"] * 5
    untold: list[Viewer | str] = [OB, DISPLAY, TEAM_PAGE]
    assert [last(one) for one in untold] == [None] * 3
    assert Room(created(earlier=EARLIER)).sees(CY).last_time is None


def test_who_may_not_read_of_last_time_is_not_told_what_was_carried_over() -> None:
    room = again("simple")
    assert [len(room.view(one).carried) for one in (CY, OB, DISPLAY, TEAM_PAGE)] == [1, 0, 0, 0]
    assert [point.id for point in room.view(DISPLAY).points] == ["safe", "users"]
    assert Room().view(CY).carried == ()


def test_a_view_made_again_has_the_same_points_carried_over() -> None:
    room = again("simple")
    before = room.view(CY).carried
    assert room.do(CY, note()).view(CY).carried is before


@pytest.mark.parametrize(
    "what",
    [
        go("simple"),
        note(point="simple"),
        evidence(point="simple"),
        score(point="simple"),
        decide(point="simple"),
        reveal("simple"),
        recommend(point="simple"),
        bring(item(point="simple")),
        own_views(team_view("simple")),
    ],
    ids=lambda what: type(what).__name__,
)
def test_nothing_is_done_on_a_point_that_is_carried_over(what: bodies.AnyBody) -> None:
    assert again("simple").refuses(ANA, what) == "point 2 is carried over from last time and is not looked at again"


def test_the_suggested_outcome_counts_what_is_carried_over_and_closing_does_not_ask_for_it() -> None:
    room = again("simple", "safe")
    assert room.view(CY).suggestion.undecided == 1
    room.lead(decide("met", "users"))
    assert (room.view(CY).suggestion.outcome, room.view(CY).suggestion.because) == ("pass", "2 Met, 1 Green")
    assert room.lead(outcome(), CLOSE).state.closed_at is not None
    lost = again("users").lead(decide("met", "simple"), decide("green", "safe"))
    assert lost.view(CY).suggestion.outcome == "fail"
    assert again("safe").lead(decide("met", "users")).refuses(ANA, CLOSE) == "point 2 still undecided"


def test_neither_the_forecast_nor_the_minutes_per_point_count_what_is_carried_over() -> None:
    whole, part = again(), again("users")
    left = forecast(whole.state, whole.at).remaining - forecast(part.state, part.at).remaining
    assert left == 12 * 60
    assert (per_point(whole.state, whole.at)[0], per_point(part.state, part.at)[0]) == (3, 2)


def test_phase_and_scale_stay_in_a_reassessment_and_the_rest_of_the_set_up_does_not() -> None:
    room = again("simple")
    assert room.refuses(ANA, detail("phase", "beta")) == "this is a reassessment, so the phase stays"
    assert room.refuses(ANA, detail("scale", "rag")) == "this is a reassessment, so the scale stays"
    room.lead(detail("order", "numbers"), detail("service", "Rent"))
    assert [point.id for point in room.view(CY).points] == ["users", "safe"]


FLAT = replace(AGAIN, decisions=(replace(AGAIN.decisions[0], level=None), *AGAIN.decisions[1:]))


@pytest.mark.parametrize(
    ("carried", "changes", "sentence"),
    [
        (("users", "simple", "safe"), {}, "a reassessment looks at one point at least"),
        (("late",), {}, "point 4 has no decision of last time to carry over"),
        (("moon",), {}, "point moon has no decision of last time to carry over"),
        (("users",), {"earlier": None}, "point 1 has no decision of last time to carry over"),
        (("users",), {"earlier": EARLIER}, "point 1 has no decision of last time to carry over"),
        (
            ("users",),
            {"earlier": FLAT},
            "what was decided on point 1 is no level of this scale, so it is looked at again",
        ),
        (("users",), {"kind": "self"}, "only an assessment with levels carries decisions over from last time"),
    ],
)
def test_a_reassessment_begins_only_with_what_can_be_carried_over(
    carried: tuple[str, ...], changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(rules.Refused) as refused:
        again(*carried, **changes)
    assert refused.value.message == sentence


def test_a_conversation_carries_nothing_over() -> None:
    with pytest.raises(rules.Refused, match="only an assessment with levels"):
        Room(created(TALK, earlier=AGAIN, carried=("why",)))


# Which points are looked at again


def ids(points: tuple[Point, ...]) -> list[str]:
    return [point.id for point in points]


def test_those_are_looked_at_again_that_were_not_met_and_those_that_nothing_is_known_of() -> None:
    assert ids(to_look_at(AGAIN, STANDARD, "alpha", "default")) == ["users"]
    assert ids(to_look_at(AGAIN, STANDARD, "live", "default")) == ["users", "late"]
    assert ids(to_look_at(EARLIER, STANDARD, "alpha", "default")) == ["users", "simple", "safe"]


def test_a_level_outside_the_order_counts_as_met_and_one_below_the_top_does_not() -> None:
    for level, looked_at in (("na", []), ("part", ["users"]), ("not", ["users"]), ("met", [])):
        earlier = replace(AGAIN, decisions=(replace(AGAIN.decisions[0], level=level), *AGAIN.decisions[1:]))
        assert ids(to_look_at(earlier, STANDARD, "alpha", "default")) == looked_at


def test_on_another_scale_everything_is_looked_at_again() -> None:
    assert ids(to_look_at(AGAIN, STANDARD, "alpha", "rag")) == ["users", "simple"]


# Two standards


def with_points(*points: Point, **changes: Any) -> Standard:
    return replace(STANDARD, points=points, running_order=(), outcome_rules=(), **changes)


def test_points_are_matched_by_their_id_and_by_one_that_they_had_before() -> None:
    now = with_points(USERS, replace(SIMPLE, id="simpler", previous_ids=("tiny/simple",)), replace(SAFE, id="sure"))
    assert matching(STANDARD, now) == {"users": "users", "simple": "simpler"}
    other = with_points(USERS, replace(SIMPLE, id="simpler", previous_ids=("other/simple",)))
    assert matching(STANDARD, other) == {"users": "users"}


def test_a_decision_is_history_also_where_its_point_or_its_level_is_no_more() -> None:
    room = Room().do(CY, evidence()).do(CY, recommend("R1", "users")).lead(*DECIDED, decide("not", "users", "Few"))
    stars = (Level(id="met", label="Five stars", rank=2), Level(id="poor", label="One star", rank=0))
    now = with_points(USERS, replace(SIMPLE, id="simpler", previous_ids=("simple",)), scales={"default": stars})
    handed = handed_on(room.state, now)
    assert [(one.point, one.number, one.title, one.label, one.reason, one.level) for one in handed.decisions] == [
        ("users", "1", "Understand users", "Not met", "Few", None),
        ("simpler", "2", "Make it simple", "Met", "Shown", "met"),
        (None, "3", "Keep it safe", "Green", "Shown", None),
    ]
    assert handed.unmatched == ("3 Keep it safe",)
    assert (handed.session, handed.standard) == ("session-1", "A tiny standard")


def test_points_that_are_one_now_are_carried_over_only_where_they_were_decided_alike() -> None:
    one = with_points(replace(USERS, id="all", previous_ids=("users", "simple")))
    for level, kept, looked_at in (("met", "met", []), ("na", None, ["all"])):
        room = Room().lead(*DECIDED, decide(level, "simple"))
        handed = handed_on(room.state, one)
        assert {decision.level for decision in handed.decisions if decision.point == "all"} == {kept}
        assert ids(to_look_at(handed, one, "alpha", "default")) == looked_at
    undecided = handed_on(Room().lead(decide("met", "users")).state, one)
    assert ids(to_look_at(undecided, one, "alpha", "default")) == ["all"]


def test_the_history_of_points_that_are_one_now_tells_of_all_of_them() -> None:
    one = with_points(replace(USERS, id="all", previous_ids=("users", "simple")))
    handed = handed_on(Room().lead(*DECIDED, decide("na", "simple")).state, one)
    held = [decision for decision in handed.decisions if decision.point == "all"]
    told = handed.decision("all")
    assert told is not None
    assert (told.number, told.label) == ("1, 2", "; ".join(decision.label for decision in held))
    assert all(f"{decision.number}: {decision.reason}" in told.reason for decision in held)
    assert all(decision.title in told.title for decision in held)


def test_a_session_without_a_decision_hands_on_none_and_names_no_point_without_a_match() -> None:
    handed = handed_on(Room().state, with_points(USERS))
    assert (handed.decisions, handed.unmatched, handed.recommendations, handed.outcome) == ((), (), (), None)


# A chain of three


def checked(id: str, status: str, text: str | None = None) -> bodies.EarlierChecked:
    return bodies.EarlierChecked(id=id, status=status, text=text)  # type: ignore[arg-type]


def following(before: Room, standard: Standard = STANDARD, *, date: str | None = None, **changes: Any) -> Room:
    earlier = handed_on(before.state, standard)
    return Room(created(standard, earlier=earlier, date=date, id=f"after-{before.state.created.id}", **changes))


def open_ones(earlier: Earlier) -> list[tuple[str, str, str | None, str | None]]:
    return [(one.id, one.text, one.point, one.since) for one in earlier.recommendations]


def test_a_recommendation_is_handed_on_until_somebody_finds_it_carried_out() -> None:
    first = Room(created(date="2024-05-01")).do(CY, recommend("R1", "users", "ask more", owner="Rents"))
    first.do(CY, recommend("R2", None, "open the code")).do(CY, recommend("R3", "safe", "test it"))
    first.do(CY, recommend("R4", "simple", "cut it"))
    second = following(first, date="2025-05-01").do(CY, recommend("R1", "users", "ask carers", due="2026-01-31"))
    second.do(CY, checked("P2", "partly", "Half")).do(DI, checked("P3", "taken-root"))
    second.lead(checked("P4", "no-longer-applies"))
    assert [(one.id, one.text, one.since) for one in still_open(second.state)] == [
        ("R1", "ask carers", None),
        ("P1", "open the code", "alpha, 2024-05-01"),
        ("P2", "ask more", "alpha, 2024-05-01"),
    ]
    third = following(second)
    assert third.state.earlier is not None
    assert open_ones(third.state.earlier) == [
        ("P1", "ask carers", "users", None),
        ("P2", "open the code", None, "alpha, 2024-05-01"),
        ("P3", "ask more", "users", "alpha, 2024-05-01"),
    ]
    assert [(one.owner, one.due) for one in third.state.earlier.recommendations] == [
        (None, "2026-01-31"),
        (None, None),
        ("Rents", None),
    ]
    third.lead(checked("P1", "taken-root"), checked("P2", "taken-root"), checked("P3", "not"))
    fourth = following(third)
    assert fourth.state.earlier is not None
    assert open_ones(fourth.state.earlier) == [("P1", "ask more", "users", "alpha, 2024-05-01")]


def test_a_recommendation_of_a_point_that_is_no_more_is_handed_on_under_its_title_and_listed() -> None:
    first = Room().do(CY, recommend("R1", "simple", "cut it"))
    second = following(first)
    third = following(second, replace(STANDARD, points=(USERS, SAFE), running_order=(), outcome_rules=()))
    earlier = third.state.earlier
    assert earlier is not None
    (one,) = earlier.recommendations
    assert (one.point, one.point_title, earlier.unmatched) == (None, "Make it simple", ("2 Make it simple",))


def test_what_was_carried_over_is_the_history_of_the_session_after_too() -> None:
    first = Room().do(CY, evidence()).do(CY, recommend("R1", "users")).lead(*DECIDED, decide("not", "users", "Few"))
    second = following(first, carried=("simple", "safe")).lead(decide("met", "users", "Many"), outcome(), CLOSE)
    third = following(second)
    assert third.state.earlier is not None
    assert [(one.point, one.label, one.reason) for one in third.state.earlier.decisions] == [
        ("users", "Met", "Many"),
        ("simple", "Met", "Shown"),
        ("safe", "Green", "Shown"),
    ]
    assert (third.state.earlier.session, third.state.earlier.outcome) == ("after-session-1", "Pass")


def test_a_level_that_the_standard_of_then_does_not_know_keeps_its_words() -> None:
    odd = replace(AGAIN, decisions=(replace(AGAIN.decisions[1], level="met", label="Passed in 2019"),))
    room = Room(created(earlier=odd, carried=("simple",)))
    stars = {"default": (Level(id="star", label="A star", rank=1),)}
    torn = replace(room.state, standard=replace(STANDARD, scales=stars))
    (kept,) = handed_on(torn, STANDARD).decisions
    assert (kept.label, kept.level) == ("Passed in 2019", None)


def test_no_score_of_last_time_is_handed_on() -> None:
    room = (
        Room().do(CY, score("part")).do(DI, score("part")).do(CY, note(text="zanzibarplant")).lead(reveal(), decide())
    )
    handed = msgspec.json.encode(handed_on(room.state, STANDARD))
    assert b"part" not in handed
    assert b"zanzibarplant" not in handed


def test_a_decision_of_last_time_is_found_at_once_and_several_are_told_together() -> None:
    twice = replace(AGAIN, decisions=(*AGAIN.decisions, replace(AGAIN.decisions[0], label="Later"), LOST))
    found = twice.decision("users")
    assert found is not None
    assert (found.label, twice.decision("late")) == ("Not met; Later", None)
    assert msgspec.json.decode(msgspec.json.encode(twice), type=Earlier) == twice


LOST = EarlierDecision(point=None, number="9", title="Gone", label="Met", reason="x")


def test_a_reassessment_of_two_thousand_points_is_seen_as_fast_as_any_other() -> None:
    points = tuple(Point(id=f"p{n}", number=str(n), title=f"Point {n}") for n in range(2000))
    large = with_points(*points)
    decisions = tuple(
        EarlierDecision(point=one.id, number=one.number, title=one.title, label="Met", reason="x", level="met")
        for one in points
    )
    carried = tuple(one.id for one in points[:1000])
    room = Room(created(large, earlier=replace(AGAIN, decisions=decisions), carried=carried))
    begun = time.process_time()
    view = room.view(CY)
    assert (len(view.points), len(view.carried), view.suggestion.undecided) == (1000, 1000, 1000)
    assert time.process_time() - begun < 1
    begun = time.process_time()
    room.do(CY, note(point="p1500")).view(CY)
    assert time.process_time() - begun < 0.25


# What a view says of the kind of session


@pytest.mark.parametrize(("kind", "stages"), [("panel", 5), ("self", 3)])
def test_every_viewer_is_told_the_kind_of_session_and_its_stages(kind: SessionKind, stages: int) -> None:
    views: list[View] = [Room(created(kind=kind)).view(one) for one in (CY, OB, DISPLAY, TEAM_PAGE, audience("public"))]
    assert {(view.kind, len(view.stages), view.is_self) for view in views} == {(kind, stages, kind == "self")}
