"""What is still to do, and what one session hands on to the next."""

from __future__ import annotations

import msgspec
from tests.session.room import ANA, CY, EARLIER, OB, STANDARD, TALK, Room, created
from tests.session.say import (
    CLOSE,
    DECIDED,
    SIGN,
    ask,
    decide,
    evidence,
    note,
    outcome,
    recommend,
    reveal,
    score,
    stage,
)

from panel_tui.session import bodies
from panel_tui.session.earlier import handed_on
from panel_tui.session.missing import missing, of_stage
from panel_tui.session.view import DISPLAY


def texts(room: Room, seat: str = ANA) -> list[str]:
    return [one.text for one in missing(room.view(seat))]


def test_at_the_beginning_everything_is_missing() -> None:
    said = texts(Room())
    assert said[0] == "briefing: scope and story of the service so far"
    assert "point 3 has not been visited" in said
    assert "point 1 is undecided" in said
    assert said[-3] == "the outcome is not agreed"
    assert said[-2].startswith("not signed yet: Anazora Quill, Bovrik Tarn")
    assert said[-1] == "the session is not closed"


def test_the_briefing_asks_for_last_time_only_where_there_was_one() -> None:
    with_earlier = of_stage(Room(created(earlier=EARLIER)).view(ANA), "briefing")
    without = of_stage(Room().lead(bodies.ScopeTold(text="Rent")).view(ANA), "briefing")
    assert (len(with_earlier), len(without)) == (4, 2)


def test_recommendations_that_are_all_checked_need_no_tick_besides() -> None:
    room = Room(created(earlier=EARLIER)).lead(bodies.EarlierChecked(id="L1", status="partly"))
    assert "briefing: recommendations of last time checked" not in texts(room)
    assert "briefing: recommendations of last time checked" in texts(Room(created(earlier=EARLIER)))
    bare = Room(created(earlier=msgspec.structs.replace(EARLIER, recommendations=())))
    assert "briefing: recommendations of last time checked" in texts(bare)
    ticked = bare.lead(bodies.BriefingTicked(item="earlier", done=True))
    assert "briefing: recommendations of last time checked" not in texts(ticked)


def test_a_point_with_notes_or_a_visit_has_been_visited() -> None:
    room = Room().lead(stage("points")).do(CY, note())
    assert [one for one in texts(room) if "visited" in one] == ["point 2 has not been visited"]


def test_only_who_is_silent_is_said_of_sealed_scores() -> None:
    room = Room().do(CY, score("not"))
    assert "point 1: no score yet from Anazora Quill, Bovrik Tarn, Diwenna Yarrow" in texts(room)
    assert "point 1: the scores are not revealed" in texts(room)
    room.lead(reveal())
    assert "point 1: the scores are not revealed" not in texts(room)


def test_the_lowest_level_wants_a_recommendation() -> None:
    room = Room().do(CY, evidence()).lead(decide("not"))
    assert "point 1 has no recommendation" in texts(room)
    assert "point 1 has no recommendation" not in texts(room.do(CY, recommend()))
    assert "point 1 has no recommendation" not in texts(Room().lead(decide("na")))


def test_a_scale_without_an_order_has_no_lowest_level() -> None:
    flat = tuple(msgspec.structs.replace(level, rank=None, requires=()) for level in STANDARD.scales["default"])
    standard = msgspec.structs.replace(STANDARD, scales={**STANDARD.scales, "default": flat})
    assert "point 1 has no recommendation" not in texts(Room(created(standard)).lead(decide("not")))


def test_an_unanswered_question_and_a_missing_signature_are_named() -> None:
    room = Room().do(CY, ask()).lead(*DECIDED, outcome()).do(CY, SIGN)
    assert "Q1 is not answered" in texts(room)
    assert "Cyprane" not in " ".join(texts(room))
    room.lead(bodies.QuestionAnswered(id="Q1", text="Yes"), CLOSE)
    assert not {"Q1 is not answered", "the session is not closed"} & set(texts(room))


def test_when_all_is_done_nothing_is_missing_at_the_close() -> None:
    room = Room().lead(*DECIDED, outcome())
    for seat in ("s1", "s2", "s3", "s4"):
        room.do(seat, SIGN)
    assert of_stage(room.lead(CLOSE).view(ANA), "close") == ()


def test_a_conversation_misses_its_agreed_texts() -> None:
    room = Room(created(TALK)).lead(bodies.TextAgreed(heading="good", text="Research"))
    assert "nothing is agreed under 'Gaps'" in texts(room)
    assert "undecided" not in " ".join(texts(room))


def test_who_may_not_read_the_work_is_not_told_what_it_lacks() -> None:
    room = Room().do(CY, score())
    for viewer in (OB, DISPLAY):
        said = " ".join(one.text for one in missing(room.view(viewer)))
        assert "has not been visited" in said
        assert not [word for word in ("score", "undecided", "outcome", "signed") if word in said]


def test_recommendations_are_handed_on_under_the_points_of_the_next_standard() -> None:
    room = Room().do(CY, recommend("R1", None)).do(CY, recommend("R2", "users")).do(CY, recommend("R3", "simple"))
    room.do(CY, recommend("R4", "safe")).lead(*DECIDED, outcome())
    renamed = msgspec.structs.replace(STANDARD.points[1], id="simpler", previous_ids=("tiny/simple",))
    following = msgspec.structs.replace(STANDARD, points=(STANDARD.points[0], renamed))
    handed = handed_on(room.state, following)
    assert [(one.id, one.point, one.point_title) for one in handed.recommendations] == [
        ("P1", None, None),
        ("P2", "users", "Understand users"),
        ("P3", "simpler", "Make it simple"),
        ("P4", None, "Keep it safe"),
    ]
    assert (handed.unmatched, handed.outcome, handed.phase) == (("3 Keep it safe",), "Pass", "alpha")


def test_a_session_without_an_outcome_hands_on_none() -> None:
    assert handed_on(Room().state, STANDARD).outcome is None
