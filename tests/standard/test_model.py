"""What the rest of the program may ask of a standard."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_tui.standard.model import (
    Conversation,
    Heading,
    Level,
    Licence,
    Outcome,
    OutcomeRule,
    Phase,
    Point,
    RuleTest,
    Section,
    Standard,
    canonical_hash,
    seconds,
)


def ids(points: tuple[Point, ...]) -> list[str]:
    return [point.id for point in points]


def the(standard: Standard, point_id: str) -> Point:
    point = standard.point(point_id)
    assert point is not None
    return point


def test_points_of_all_groups_are_one_list_in_the_order_of_the_file(rich: Standard) -> None:
    assert [(point.id, point.group) for point in rich.points] == [
        ("users", "needs"),
        ("problem", "needs"),
        ("simple", "service"),
        ("safe", "service"),
    ]


def test_text_is_kept_as_it_is_written(rich: Standard) -> None:
    assert rich.version == "1.10"
    assert rich.issuer is not None
    assert rich.issuer.name == "No"
    assert [point.number for point in rich.points] == ["1.a", "1.10", "B", "4"]
    assert rich.x == {"owner": {"team": "standards", "since": "2019-05-09"}, "list": ["no", "012"]}
    assert the(rich, "users").x == {"weight": "1.50", "minutes": "7"}


@pytest.mark.parametrize(("typed", "found"), [("1.a", "users"), (" 1.A ", "users"), ("4", "safe"), ("b", "simple")])
def test_a_point_is_found_by_the_number_that_a_person_types(rich: Standard, typed: str, found: str) -> None:
    point = rich.point_by_number(typed)
    assert point is not None
    assert point.id == found


def test_what_is_not_there_is_none(rich: Standard) -> None:
    assert rich.point("nobody") is None
    assert rich.point_by_number("99") is None
    assert rich.phase("gamma") is None
    assert rich.role("cook") is None
    assert rich.group(None) is None
    assert rich.outcome("maybe") is None
    assert rich.level("purple") is None


def test_what_is_there_is_found_by_its_id(rich: Standard) -> None:
    for thing in (rich.phase("beta"), rich.role("design"), rich.group("service"), rich.outcome("not-met")):
        assert thing is not None
        assert thing.id in {"beta", "design", "service", "not-met"}


def test_a_level_is_looked_for_in_its_scale_first_and_then_in_the_others(rich: Standard) -> None:
    for level in (rich.level("met"), rich.level("amber"), rich.level("amber", "rag"), rich.level("met", "nowhere")):
        assert level is not None
        assert level.label in {"Met", "Amber"}


def test_a_scale_runs_from_the_best_to_the_worst_and_then_to_what_is_outside_the_order(rich: Standard) -> None:
    levels = rich.scale_of(the(rich, "problem"))
    assert [level.id for level in levels] == ["met", "partially-met", "not-met", "not-applicable"]


def test_a_session_may_choose_another_scale_for_points_that_name_none(rich: Standard) -> None:
    assert [level.id for level in rich.scale_of(the(rich, "problem"), "rag")] == ["green", "amber", "red"]
    assert [level.id for level in rich.scale_of(the(rich, "users"), "rag")] == ["yes", "no"]
    assert rich.scale_of(the(rich, "problem"), "gone") == rich.scale_of(the(rich, "problem"))


def test_a_conversation_has_no_levels(talk: Standard, small: Standard) -> None:
    assert talk.is_conversation
    assert not small.is_conversation
    assert talk.scale_of(talk.points[0]) == ()
    assert talk.conversation is not None
    assert [heading.kinds for heading in talk.conversation.headings] == [("strength",), ("concern", "question")]
    assert talk.conversation.recommendations is False


def test_a_point_is_in_scope_in_its_phases_or_else_in_all(rich: Standard) -> None:
    assert ids(rich.points_in("alpha")) == ["users", "problem", "simple", "safe"]
    assert ids(rich.points_in("beta")) == ["problem", "simple", "safe"]


def test_the_running_order_goes_by_section_and_ends_with_what_no_section_names(rich: Standard) -> None:
    assert ids(rich.in_running_order("alpha")) == ["simple", "problem", "users", "safe"]
    assert ids(rich.in_running_order("alpha", "numbers")) == ["users", "problem", "simple", "safe"]


def test_a_section_with_nothing_in_scope_is_left_out(rich: Standard) -> None:
    sections = [(section.id if section else None, ids(points)) for section, points in rich.sections_in("beta")]
    assert sections == [("design", ["simple", "problem"]), (None, ["safe"])]


def test_without_left_over_points_there_is_no_last_part(small: Standard) -> None:
    ((section, points),) = small.sections_in("alpha")
    assert section is not None
    assert ids(points) == ["one", "two"]


def test_prompts_and_evidence_of_every_phase_come_before_those_of_this_one(rich: Standard) -> None:
    users = the(rich, "users")
    assert rich.prompts_for(users, "alpha") == ("Who?", "Why?")
    assert rich.prompts_for(users, "beta") == ("Who?",)
    assert rich.evidence_for(users, "beta") == ("Findings", "More findings")
    assert rich.evidence_for(the(rich, "safe"), "beta") == ()


@pytest.mark.parametrize(("point_id", "minutes"), [("users", 20), ("simple", 15), ("problem", 15), ("safe", 8)])
def test_minutes_are_the_points_own_or_its_share_of_the_section_or_the_default(
    rich: Standard, point_id: str, minutes: int
) -> None:
    assert rich.minutes_for(the(rich, point_id), 8) == minutes


def test_a_point_without_any_plan_has_no_minutes(small: Standard) -> None:
    assert small.minutes_for(the(small, "two")) is None


def test_the_name_of_a_point_is_its_short_title_where_it_has_one(rich: Standard) -> None:
    assert the(rich, "users").name == "Users"
    assert the(rich, "safe").name == "Keep it safe"


@pytest.mark.parametrize(
    ("text", "length"),
    [("45m", 2700), ("1h", 3600), ("1h30m", 5400), ("90s", 90), ("2m30s", 150)]
    + [(text, None) for text in ("", "0m", "45", "m", "-5m", "1 h", "1h 30m", "45m\n", "٤m", "99999m")],
)
def test_a_length_of_time_is_read_in_seconds(text: str, length: int | None) -> None:
    assert seconds(text) == length


def test_a_phase_plans_its_timeboxes(rich: Standard) -> None:
    assert rich.timebox("alpha", "deliberation") == 5400
    assert rich.timebox("alpha", "lunch") is None
    assert rich.timebox("gamma", "deliberation") is None


# What a session keeps

TEXT = st.text(max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)
TEXTS = st.lists(TEXT, max_size=2).map(tuple)
BY_PHASE = st.dictionaries(TEXT, TEXTS, max_size=2)
MAYBE = st.none() | TEXT
NUMBER = st.none() | st.integers(0, 99)


def some(kind: Any) -> Any:
    return st.lists(kind, max_size=2).map(tuple)


POINTS = st.builds(
    Point, id=TEXT, number=TEXT, title=TEXT, short_title=MAYBE, summary=TEXT, scale=MAYBE, phases=TEXTS, roles=TEXTS,
    minutes=NUMBER, prompts=BY_PHASE, evidence=BY_PHASE, group=MAYBE, x=st.dictionaries(TEXT, JSON, max_size=2),
)  # fmt: skip
LEVELS = st.builds(Level, id=TEXT, label=TEXT, rank=NUMBER, key=MAYBE, requires=TEXTS)
STANDARDS = st.builds(
    Standard, schema=TEXT, id=TEXT, title=TEXT, version=TEXT, revision=st.integers(1, 99),
    licence=st.builds(Licence, id=TEXT, url=MAYBE), points=some(POINTS),
    scales=st.dictionaries(TEXT, some(LEVELS), max_size=2), outcomes=some(st.builds(Outcome, id=TEXT, label=TEXT)),
    outcome_rules=some(st.builds(OutcomeRule, then=TEXT, when=some(st.builds(RuleTest, level=TEXT, min=NUMBER)))),
    phases=some(st.builds(Phase, id=TEXT, title=TEXT, timeboxes=st.dictionaries(TEXT, TEXT, max_size=2))),
    running_order=some(st.builds(Section, id=TEXT, title=TEXT, minutes=NUMBER, points=TEXTS)),
    conversation=st.none()
    | st.builds(Conversation, headings=some(st.builds(Heading, id=TEXT, title=TEXT, kinds=TEXTS))),
    x=st.dictionaries(TEXT, JSON, max_size=2),
)  # fmt: skip


@given(STANDARDS)
def test_a_standard_goes_through_json_and_back_without_loss(standard: Standard) -> None:
    again = msgspec.json.decode(msgspec.json.encode(standard), type=Standard)
    assert again == standard
    assert msgspec.convert(msgspec.to_builtins(standard), Standard) == standard
    assert canonical_hash(again) == canonical_hash(standard)


def test_the_hash_is_a_sha256_that_changes_with_every_word(rich: Standard, small: Standard) -> None:
    first = canonical_hash(rich)
    assert len(first) == 64
    assert first != canonical_hash(small)
    assert first != canonical_hash(msgspec.structs.replace(rich, title="Rich standard!"))
    assert first != canonical_hash(msgspec.structs.replace(rich, points=rich.points[::-1]))


def test_the_hash_does_not_depend_on_the_order_of_names_or_on_what_is_left_out(small: Standard) -> None:
    turned = dict(reversed(msgspec.to_builtins(small).items()))
    turned.pop("supersedes")
    assert canonical_hash(msgspec.convert(turned, Standard)) == canonical_hash(small)


def test_a_kept_hash_stays_the_same_for_ever(small: Standard) -> None:
    assert canonical_hash(small) == "1f0cd99e9d09df543f2ef81f91e7b09b31551da14d4a8504ea86d8d78cfdf921"
