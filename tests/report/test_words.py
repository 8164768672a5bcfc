"""The phrases of a report: said as published reports say them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from tests.report.stage import SCALE

from panel_tui.report import words
from panel_tui.standard.model import Level


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        (None, "The panel has not yet decided point 3."),
        ("Met", "The service met point 3."),
        ("Not met", "The service did not meet point 3."),
        ("Partially met", "The service partially met point 3."),
        ("PARTLY MET", "The service partly met point 3."),
        ("Not applicable", "Point 3 does not apply to this service."),
        ("Amber", "The panel’s decision on point 3 is: Amber."),
    ],
)
def test_a_decision_is_one_sentence(label: str | None, sentence: str) -> None:
    assert words.decision_sentence("3", label) == sentence


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-11-21", "21 November 2026"),
        ("2026-02-01", "1 February 2026"),
        ("next spring", "next spring"),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_said_in_words(text: str | None, said: str | None) -> None:
    assert words.day(text) == said


def test_a_time_is_said_in_utc() -> None:
    at = datetime(2026, 11, 21, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    assert words.moment(at) == "20 November 2026 at 23:30 UTC"
    assert words.moment(at.astimezone(UTC)) == words.moment(at)


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (1, 1), (89, 1), (90, 2), (600, 10)])
def test_a_length_of_time_is_whole_minutes_and_some_time_is_never_none(seconds: float, minutes: int) -> None:
    assert words.whole_minutes(seconds) == minutes


def test_numbers_agree_with_their_words() -> None:
    assert words.minutes(1) == "1 minute"
    assert words.minutes(12) == "12 minutes"
    assert words.counted(2, "entry", "entries") == "2 entries"


@pytest.mark.parametrize(("parts", "said"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_a_list_is_said_as_people_say_it(parts: list[str], said: str) -> None:
    assert words.listed(parts) == said


@pytest.mark.parametrize(("text", "said"), [("well done", "Well done."), ("Why?", "Why?"), ("", ".")])
def test_a_sentence_begins_with_a_capital_and_ends(text: str, said: str) -> None:
    assert words.sentence(text) == said


@pytest.mark.parametrize(
    ("level", "tone"), [("met", "good"), ("partially-met", "middle"), ("not-met", "poor"), ("not-applicable", "none")]
)
def test_the_tone_of_a_level_is_its_place_on_the_scale(level: str, tone: str) -> None:
    assert words.tone_of(next(one for one in SCALE if one.id == level), SCALE) == tone


def test_a_scale_of_one_level_has_only_good() -> None:
    only = Level(id="done", label="Done", rank=1)
    assert words.tone_of(only, [only]) == "good"
    assert words.tone_of(None, [only]) == "none"


def test_text_loses_what_no_document_can_hold() -> None:
    assert words.plain("a\x00b\x1b[31m\u202ec\ufffe\td\r\ne\rf") == "ab[31mc d\ne\nf"
