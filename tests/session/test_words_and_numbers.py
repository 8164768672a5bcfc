"""Cleaned text, initials, spread, majority and the suggested outcome."""

from __future__ import annotations

import msgspec
import pytest
from tests.session.room import STANDARD, TALK

from panel_tui.session.outcome import suggest
from panel_tui.session.spread import majority, spread_of
from panel_tui.session.words import TooLong, clean, clean_line, excess, initials, slug
from panel_tui.standard.model import OutcomeRule, RuleTest

SCALE = STANDARD.scales["default"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  two  words ", "two  words"),
        ("one\r\ntwo\rthree\u2028four\x0bfive\x85six", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("a\tb", "a    b"),
        ("bell\x07 escape\x1b[31m nul\x00 del\x7f c1\x9b", "bell escape[31m nul del c1"),
        ("right\u202eto left\u2066 mark\u200e\u061c byte order\ufeff", "rightto left mark byte order"),
        ("e\u0301", "\u00e9"),
        ("family \U0001f468\u200d\U0001f469", "family \U0001f468\u200d\U0001f469"),
        ("half \ud83d", "half"),
        ("[bold]not markup[/bold]", "[bold]not markup[/bold]"),
    ],
)
def test_text_is_cleaned_at_the_door(text: str, kept: str) -> None:
    assert clean(text) == kept
    assert clean(kept) == kept


def test_a_line_is_one_line() -> None:
    assert clean_line(" a \n b\t\tc ") == "a b c"


def test_text_that_is_too_long_is_refused_and_not_cut() -> None:
    assert len(clean("x" * 8000)) == 8000
    with pytest.raises(TooLong, match="this text has 8,001 characters and 8,000 are kept"):
        clean("x" * 8001)
    with pytest.raises(TooLong, match="this text has 301 characters and 300 are kept"):
        clean_line("x" * 301)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ana Lead", "AL"),
        ("Ana Maria de Souza", "AS"),
        ("bo", "BO"),
        ("Q", "Q"),
        ("(Dr) Eve", "EV"),
        ("", "?"),
        ("ßa", "SS"),
    ],
)
def test_initials_are_up_to_two_letters(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(("text", "name"), [("Manage Arrears!", "manage-arrears"), ("Café №1", "cafe-no1"), ("—", "x")])
def test_a_slug_is_letters_digits_and_hyphens(text: str, name: str) -> None:
    assert slug(text) == name


@pytest.mark.parametrize(
    ("levels", "missing", "word"),
    [
        (["met", "met"], 0, "agreed"),
        (["met", "part"], 0, "differs"),
        (["part", "not"], 1, "differs, 1 missing"),
        (["met", "not"], 0, "split"),
        (["met", "part", "not"], 0, "split"),
        (["met", "na"], 0, "agreed"),
        (["na", "na"], 0, "agreed"),
        (["na"], 2, "agreed, 2 missing"),
        ([], 3, "3 missing"),
        ([], 0, "no scores"),
    ],
)
def test_the_spread_is_a_word_and_never_an_average(levels: list[str], missing: int, word: str) -> None:
    assert spread_of(levels, SCALE, missing).word == word


def test_two_levels_outside_the_order_cannot_be_compared() -> None:
    scale = (*SCALE, msgspec.structs.replace(SCALE[3], id="later", label="Later"))
    spread = spread_of(["na", "later"], scale, 0)
    assert (spread.agreement, spread.counts) == ("none", (("na", 1), ("later", 1)))


def test_the_counts_stand_best_level_first() -> None:
    assert spread_of(["not", "met", "not"], SCALE, 0).counts == (("met", 1), ("not", 2))


@pytest.mark.parametrize(
    ("levels", "level"),
    [([], None), (["met"], "met"), (["met", "not"], None), (["met", "not", "met"], "met"), (["a", "b", "c"], None)],
)
def test_a_majority_is_more_than_half(levels: list[str], level: str | None) -> None:
    assert majority(levels) == level


@pytest.mark.parametrize(
    ("decided", "outcome", "because"),
    [
        ({}, None, "3 points are still undecided"),
        ({"users": "met", "simple": "met"}, None, "1 point is still undecided"),
        ({"users": "not"}, "fail", "1 Not met"),
        ({"users": "met", "simple": "na", "safe": "red"}, "fail", "1 Met, 1 Not applicable, 1 Red"),
        ({"users": "met", "simple": "met", "safe": "red"}, "pass", "2 Met, 1 Red"),
        ({"users": "met", "simple": "met", "safe": "green", "late": "not"}, "pass", "2 Met, 1 Green"),
    ],
)
def test_the_first_rule_that_holds_suggests_the_outcome(
    decided: dict[str, str | None], outcome: str | None, because: str
) -> None:
    advice = suggest(STANDARD, "alpha", decided)
    assert (advice.outcome, advice.because) == (outcome, because)


def test_a_rule_may_count_the_points_that_have_no_decision() -> None:
    rules = (OutcomeRule(then="fail", when=(RuleTest(level="unscored", min=2),)),)
    standard = msgspec.structs.replace(STANDARD, outcome_rules=rules)
    assert suggest(standard, "alpha", {"users": "met"}).outcome == "fail"
    assert suggest(standard, "alpha", {}).because == "nothing is decided"
    none = suggest(standard, "alpha", {"users": "met", "simple": "met", "safe": "red"})
    assert (none.outcome, none.because) == (None, "the standard has no rule for this result")


def test_a_conversation_suggests_nothing() -> None:
    assert suggest(TALK, "alpha", {}).outcome is None


@pytest.mark.parametrize(
    ("text", "limit", "many"),
    [
        ("x" * 8_000, 8_000, 0),
        ("x" * 9_000, 8_000, 1_000),
        (f"  {'x' * 8_001}\n", 8_000, 1),
        ("\t" * 100 + "x" * 300, 300, 0),
        ("x" + "\t" * 100 + "x", 300, 102),
        ("e\u0301" * 300, 300, 0),
        ("", 300, 0),
    ],
)
def test_what_is_too_long_is_counted_as_it_would_be_kept(text: str, limit: int, many: int) -> None:
    assert excess(text, limit) == many
