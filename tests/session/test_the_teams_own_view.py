"""What the team thinks of itself: open in its own record, and in nobody's hands before the panel's reveal."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.session.bring import OWN, bring, item, own, own_views, view
from tests.session.happenings import attempts
from tests.session.room import ANA, BO, CY, DI, OB, SEATS, TALK, Room, created
from tests.session.say import (
    CLOSE,
    adjourn,
    again,
    conflict,
    decide,
    detail,
    evidence,
    go,
    note,
    redo,
    reveal,
    score,
    stage,
    start,
    undo,
)
from tests.session.test_nothing_sealed_leaks import REPORTS, differing, given_to, refusals

from panel_tui import wire
from panel_tui.session import bodies, rules
from panel_tui.session.bodies import AnyBody
from panel_tui.session.clock import forecast
from panel_tui.session.missing import missing
from panel_tui.session.view import AUDIENCES, DISPLAY, TEAM_PAGE, Viewer
from panel_tui.session.views import audience

PLANTED = "zanzibarplant"
EVERYBODY = [*(Viewer(seat=seat) for seat in (*SEATS, "gone")), DISPLAY, TEAM_PAGE, *REPORTS]
"""Also the lead, who brought it in."""
NOBODY = wire.Presence(now=Room().at, seats=(), lead_gone=None, lead_wait=60)
SECRET = own_views(view("users", "met", PLANTED), view("safe", "green"), view("simple", None, PLANTED))


def sent_to(room: Room, viewer: Viewer) -> bytes:
    """Every byte that a device of a viewer is sent, and what it is told is missing."""
    seen = room.view(viewer)
    events = wire.own_events(room.history, viewer.seat or "")
    whole = wire.encode(wire.Whole(n=seen.n, now=room.at, view=seen, own=events, presence=NOBODY))
    return whole + msgspec.json.encode(missing(seen)) + given_to(room, viewer)


def shown(room: Room, viewer: Viewer | str = CY, point: str = "users") -> tuple[str | None, str | None] | None:
    found = room.sees(viewer, point).own_view
    return None if found is None else (found.level, found.text)


# Before the reveal, with it, and after it was undone


def test_before_the_reveal_the_teams_own_view_is_in_no_byte_that_anybody_is_given_not_even_the_lead() -> None:
    room = Room().lead(SECRET).do(CY, score("not")).do(DI, note())
    for viewer in EVERYBODY:
        assert PLANTED.encode() not in sent_to(room, viewer)
        assert [point.own_view for point in room.view(viewer).points] == [None, None, None]
    assert room.said(CY) == "noted a strength on point 1"
    assert room.log(CY)[1].text == "brought in the team's own view of 3 points, each closed until its reveal"
    one = Room().lead(own_views(view()))
    assert one.said(BO) == "brought in the team's own view of 1 point, each closed until its reveal"


def test_it_comes_with_the_reveal_of_its_point_and_goes_again_when_that_is_undone() -> None:
    room = Room().lead(SECRET).do(CY, score("not")).lead(reveal())
    assert (shown(room), shown(room, CY, "safe"), shown(room, CY, "simple")) == (("met", PLANTED), None, None)
    room.lead(undo(room.n))
    assert shown(room) is None
    for viewer in EVERYBODY:
        assert PLANTED.encode() not in sent_to(room, viewer)
    assert shown(room.lead(redo(room.n - 1))) == ("met", PLANTED)


def test_in_a_second_round_it_stays_since_it_was_seen_in_the_first() -> None:
    room = Room().lead(SECRET).do(CY, score("not")).lead(reveal(), again())
    assert shown(room) == ("met", PLANTED)


def test_where_the_panel_decided_without_any_score_it_is_shown_with_the_decision() -> None:
    room = Room().lead(SECRET, decide())
    assert shown(room) == ("met", PLANTED)
    assert shown(room.do(CY, score("not"))) is None
    assert shown(room.lead(reveal())) == ("met", PLANTED)


def test_after_the_reveal_it_is_for_the_panel_and_the_team_and_not_for_the_public_or_a_projector() -> None:
    room = Room().lead(SECRET).do(CY, score("not")).lead(reveal(), bodies.TeamPageTurned(on=True), conflict(DI))
    assert {one: shown(room, audience(one)) is not None for one in AUDIENCES} == {
        "internal": True,
        "panel": True,
        "team": True,
        "public": False,
    }
    assert [shown(room, who) is not None for who in (ANA, CY, DI, OB, DISPLAY, TEAM_PAGE)] == [True, True] + [False] * 4


def test_where_nothing_is_scored_there_is_nothing_to_wait_for() -> None:
    assert shown(Room(created(TALK)).lead(own_views(view("why", None, "Early"))), CY, "why") == (None, "Early")


def test_brought_in_again_it_is_as_the_team_has_it_now() -> None:
    room = Room().lead(own_views(view("users"), view("safe", "red"))).lead(own_views(view("users", "not")))
    views = {id: point.own_view and point.own_view.level for id, point in room.state.points.items()}
    assert views == {"users": "not", "simple": None, "safe": None, "late": None}
    assert [seen.source for seen in room.state.sources] == [OWN]
    both = Room().lead(bring(item(), source=OWN, said=("So",)), own_views(view()))
    assert [seen.said for seen in both.state.sources] == [("So",)]


# Two sessions that differ in it alone


def secret(level: str, text: str) -> bodies.OwnViewsBrought:
    return own_views(view("users", level, text), view("safe", "green" if level == "met" else "red", text))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_two_sessions_that_differ_in_the_sealed_own_view_look_the_same_to_everybody(data: st.DataObject) -> None:
    left, right = Room(), Room()
    for _ in range(data.draw(st.integers(0, 12))):
        both(left, right, data.draw(attempts(left.history)))
    own = secret("met", "One"), secret("not", "Quite another")
    if not both(left, right, (ANA, None, own[0], 30.0), lambda what: own[1]):
        return
    for _ in range(data.draw(st.integers(0, 12))):
        attempt = data.draw(attempts(left.history))
        if not isinstance(attempt[2], bodies.ScoresRevealed | bodies.Redone | bodies.DecisionMade):
            both(left, right, attempt)
    if any(left.point(point).revealed or left.point(point).decision for point in ("users", "safe")):
        return
    assert differing(EVERYBODY, left, right) == []
    for viewer in EVERYBODY:
        assert sent_to(left, viewer) == sent_to(right, viewer)
    for seat in SEATS:
        assert refusals(left, seat) == refusals(right, seat)


def both(
    left: Room,
    right: Room,
    attempt: tuple[str, str | None, AnyBody, float],
    other: Callable[[AnyBody], AnyBody] = lambda what: what,
) -> bool:
    seat, behalf, what, seconds = attempt
    said = []
    for room, body in ((left, what), (right, other(what))):
        room.wait(seconds=seconds)
        try:
            room.do(seat, body, behalf)
        except rules.Refused as refused:
            said.append(refused.message)
        else:
            said.append("")
    assert said[0] == said[1], "a refusal is a way out too"
    return said[0] == ""


def test_the_test_finds_an_own_view_that_is_no_secret() -> None:
    left, right = (Room().lead(own_views(view("users", level))).do(CY, score()) for level in ("met", "not"))
    assert differing(EVERYBODY, left, right) == []
    left.lead(reveal()), right.lead(reveal())
    assert Viewer(seat=ANA) in differing(EVERYBODY, left, right)


@pytest.mark.parametrize("level", ["green", "red"])
def test_a_refused_undo_does_not_quote_the_teams_own_view(level: str) -> None:
    room = Room().lead(detail("scale", "rag"), own_views(view("users", level)))
    assert room.refuses(ANA, undo(2)) == "event 3, which came after, would not fit any more"


def test_the_lead_who_brought_it_in_is_not_sent_it_back() -> None:
    room = Room().lead(SECRET)
    (event,) = wire.own_events(room.history, ANA)
    assert event.what == replace(SECRET, views=())
    assert wire.without_what_is_closed(room.history.events[1]).what == replace(SECRET, views=())
    assert wire.without_what_is_closed(room.history.events[0]) is room.history.events[0]


# What is refused

REFUSED = [
    ((), own_views(view(), view("users", "not")), "a point has one own view of the team"),
    ((), own_views(view("moon")), "the standard has no point 'moon'"),
    ((), own_views(view("late")), "point 4 is not looked at in alpha"),
    ((), own_views(view("users", "green")), "'green' is not a level of this point; it has met, part, not, na"),
    ((), own(), "a panel scores instead; the team's own view is brought in from its self-assessment"),
    (
        (own_views(view()),),
        detail("scale", "rag"),
        "the team has said what it thinks of itself on this scale, so it stays",
    ),
]


@pytest.mark.parametrize(("before", "what", "sentence"), REFUSED, ids=[case[2][:40] for case in REFUSED])
def test_an_own_view_that_does_not_fit_is_refused(before: tuple[AnyBody, ...], what: AnyBody, sentence: str) -> None:
    assert Room().lead(*before).refuses(ANA, what) == sentence


def test_only_the_lead_brings_it_in_and_the_phase_then_stays() -> None:
    room = Room(created(phase="live"))
    assert room.refuses(CY, own_views(view())) == "only the lead does this, and the lead is Anazora Quill"
    room.lead(own_views(view("late")))
    assert room.refuses(ANA, detail("phase", "beta")) == "point 4 has notes or more and is not looked at in beta"


# The team's own record


def alone() -> Room:
    return Room(created(kind="self"))


def test_a_team_walks_the_same_points_and_says_what_it_thinks_of_each() -> None:
    room = alone().do(CY, own("users", "part", "Few")).do(DI, own("safe", None, "No test yet")).do(DI, evidence())
    assert (shown(room, BO), shown(room, BO, "safe")) == (("part", "Few"), (None, "No test yet"))
    held = room.point().own_view
    assert held is not None
    assert (held.seat, held.at) == (CY, room.at)
    assert [line.text for line in room.log(BO)][1:3] == [
        "gave the team's own view of point 1: Partly met",
        "gave the team's own view of point 3",
    ]
    room.do(DI, own("users", "met"))
    assert shown(room) == ("met", None)
    assert shown(room.do(CY, own("users", None))) is None
    assert room.said(BO) == "took back the team's own view of point 1"
    assert room.refuses(CY, own("users", None)) == "there is no own view of this point to take back"


def test_its_stages_are_three_and_the_room_says_which() -> None:
    room = alone()
    assert (room.view(CY).stages, room.view(CY).is_self) == (("briefing", "points", "close"), True)
    assert (
        room.refuses(ANA, stage("deliberation")) == "this session has no deliberation; it has briefing, points, close"
    )
    assert room.refuses(ANA, stage("questions")) == "this session has no questions; it has briefing, points, close"
    talk = Room(created(TALK))
    assert talk.view(CY).stages == ("briefing", "points", "questions", "close")
    assert talk.refuses(ANA, stage("deliberation")) == (
        "this session has no deliberation; it has briefing, points, questions, close"
    )


def test_no_clock_runs_in_it_and_nothing_is_forecast() -> None:
    room = alone().lead(stage("points"), go("users")).wait(minutes=90)
    assert room.state.timeboxes == {}
    read = forecast(room.state, room.at)
    assert (read.planned_finish, read.finish, read.remaining) == (None, None, 0)


ALONE = "this is a team's own record: nothing is scored or decided in it, and 'own' gives your view of a point"
NO_DAY = "this is a team's own record, which has no clocks, no adjournment and no page for a panel's team"


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        (score(), ALONE),
        (reveal(), ALONE),
        (again(), ALONE),
        (decide(), ALONE),
        (bodies.SignedOff(), ALONE),
        (bodies.RecommendationMade(id="R1", point=None, strength="must", text="x"), ALONE),
        (own_views(view()), ALONE),
        (bodies.Published(), ALONE),
        (start("briefing"), NO_DAY),
        (adjourn(), NO_DAY),
        (bodies.TeamPageTurned(on=True), NO_DAY),
    ],
    ids=lambda value: type(value).__name__,
)
def test_nothing_is_scored_decided_or_timed_in_it(what: AnyBody, sentence: str) -> None:
    assert alone().refuses(ANA, what) == sentence


def test_what_a_team_may_not_say_of_itself_is_refused() -> None:
    room = alone()
    assert room.refuses(CY, own("late")) == "point 4 is not looked at in alpha"
    assert room.refuses(CY, own("users", "green")) == "'green' is not a level of this point; it has met, part, not, na"
    talk = Room(created(TALK, kind="self"))
    assert talk.refuses(CY, own("why", "met")) == "this standard has no levels; say it in words"
    talk.do(CY, own("why", None, "We met nobody yet")).lead(CLOSE)
    room.do(CY, own())
    assert room.refuses(ANA, bodies.SeatRemoved(seat=CY)).endswith("make the seat an observer instead")
    assert room.refuses(ANA, detail("scale", "rag")) == (
        "the team has said what it thinks of itself on this scale, so it stays"
    )


def test_a_team_brings_its_board_in_and_closes_its_record_whenever_it_likes() -> None:
    room = alone().lead(bring(item()), stage("points"), stage("close"), CLOSE)
    assert room.state.closed_at is not None


def test_a_report_on_it_that_leaves_names_out_speaks_of_a_team() -> None:
    labels = [seat.label for seat in alone().view(audience("team")).seats]
    assert labels == ["Team lead, delivery", "Deputy B", "Team member C", "Team member D", "Observer E"]


def test_it_lacks_evidence_and_a_view_of_its_own_and_nothing_else() -> None:
    room = alone().do(CY, evidence()).do(CY, own("users")).do(DI, own("safe", "green"))
    assert [(one.point, one.text, one.action) for one in missing(room.view(BO))] == [
        ("safe", "point 3 has no evidence", "evidence"),
        ("simple", "point 2 has no evidence", "evidence"),
        ("simple", "point 2 has no view of your own", "own"),
    ]
    assert [missing(room.view(one)) for one in (OB, DISPLAY)] == [(), ()]
    room.lead(conflict(CY, "simple"))
    assert [one.point for one in missing(room.view(CY))] == ["safe"]
