"""What is typed and not sent: whole forms, whose they are, and which point they wait on."""

from __future__ import annotations

import json

import pytest
from tests.session.room import ANA, CY, Room, created
from tests.session.say import answer, ask, decide, dissent, evidence, note, recommend

from panel_tui.session import bodies
from panel_tui.session.body import Body
from panel_tui.session.terms import Earlier, EarlierRecommendation
from panel_tui.session.unsent import NOTE, PRIVATE, Unsent, of_seat, packed, point_of, points_of, unpacked, words_of
from panel_tui.session.unsent_entry import form_of

DECISION = {"level": "not", "reason": "no plan", "casting": "yes"}


def left(form: str, about: str | None = None, **fields: str) -> Unsent:
    return Unsent(form=form, about=about, fields=fields)


def test_a_form_is_one_draft_with_all_its_fields() -> None:
    drafts = [((CY, "decide", "users"), packed(DECISION)), ((CY, NOTE, None), "half a thought")]
    assert of_seat(CY, drafts) == (left("decide", "users", **DECISION), left(NOTE, None, text="half a thought"))


def test_a_field_that_was_emptied_is_in_the_form_too() -> None:
    (form,) = of_seat(CY, [((CY, "scope", None), packed({"text": ""}))])
    assert form.fields == {"text": ""}


def test_the_drafts_of_earlier_versions_are_read_as_one_form() -> None:
    drafts = [((CY, f"decide.{name}", "users"), text) for name, text in DECISION.items()]
    assert of_seat(CY, drafts) == (left("decide", "users", **DECISION),)


@pytest.mark.parametrize("turned", [False, True])
def test_a_whole_form_counts_and_the_fields_of_an_earlier_version_beside_it_do_not(*, turned: bool) -> None:
    drafts = [((CY, "decide", "users"), packed(DECISION)), ((CY, "decide.reason", "users"), "an older reason")]
    assert of_seat(CY, drafts[::-1] if turned else drafts) == (left("decide", "users", **DECISION),)


def test_another_seats_drafts_and_what_is_no_form_are_left_out() -> None:
    drafts = [((ANA, NOTE, None), "hers"), ((CY, "command", None), "note 4 x"), ((CY, "decide", "users"), "no form")]
    assert of_seat(CY, drafts) == ()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": 1}', "[" * 100_000])
def test_what_is_no_form_is_not_read_as_one(text: str) -> None:
    assert unpacked(text) is None


def test_half_a_pair_of_surrogates_can_be_packed() -> None:
    assert unpacked(packed({"text": "half \ud800"})) == {"text": "half \ud800"}
    assert packed({"text": "half \ud800"}).isascii()


def test_a_private_note_has_a_key_of_its_own() -> None:
    (form,) = of_seat(CY, [((CY, PRIVATE, "users"), "the budget")])
    assert words_of(form, Room().view(CY)) == "private note on point 1"


@pytest.mark.parametrize(
    ("unsent", "number", "words"),
    [
        (left(NOTE, "users"), "1", "note on point 1"),
        (left(NOTE, None), None, "note on the service as a whole"),
        (left("evidence", "users", point="simple"), "2", "evidence on point 2"),
        (left("recommend", "users", point="all"), None, "recommendation"),
        (left("extend", "point:users"), "1", "reason for more time on point 1"),
        (left("extend", "deliberation"), None, "reason for more time"),
        (left("answer", "Q1"), "1", "answer to Q1, on point 1"),
        (left("answer", "Q9"), None, "answer to Q9"),
        (left("mark", "E1"), "1", "mark on evidence on point 1"),
        (left("check", "P1"), "2", "check of a recommendation on point 2"),
        (left("outcome"), None, "outcome"),
    ],
)
def test_a_form_says_what_it_is_and_which_point_it_waits_on(unsent: Unsent, number: str | None, words: str) -> None:
    last = EarlierRecommendation(id="P1", point="simple", point_title="Simple", strength="must", text="show it")
    earlier = Earlier(service="Bins", phase="alpha", date=None, outcome=None, recommendations=(last,))
    view = Room(created(earlier=earlier)).do(CY, evidence()).lead(ask(point="users")).view(CY)
    point = point_of(unsent, view)
    assert (point.number if point else None) == number
    assert words_of(unsent, view) == words
    assert points_of([unsent, left("outcome")], view) == ({point.id} if point else set())


@pytest.mark.parametrize(
    ("body", "form", "about", "fields"),
    [
        (note(kind="concern", text="no plan"), NOTE, "users", {"text": "- no plan"}),
        (note(point=None, private=True, text="a budget"), PRIVATE, None, {"text": "+ a budget"}),
        (evidence(title="log"), "evidence", "users", {"title": "log", "point": "users"}),
        (recommend(), "recommend", "users", {"point": "users"}),
        (
            bodies.RecommendationMade(id="R1", point=None, strength="should", text="x"),
            "recommend",
            None,
            {"text": "x", "strength": "should", "point": "all", "owner": "", "due": ""},
        ),
        (ask(point="users"), "ask", "a question", {"point": "users"}),
        (
            bodies.QuestionAsked(id="Q1", kind="challenge", asker="team", point="users", text="why"),
            "challenge",
            "a challenge",
            {"text": "why", "point": "users"},
        ),
        (answer(text="so"), "answer", "Q1", {"text": "so"}),
        (dissent(text="too soon"), "dissent", "users", {"text": "too soon", "seat": CY}),
        (bodies.SignedOff(remark="with care"), "sign", CY, {"remark": "with care", "seat": CY}),
        (decide("not", reason="no plan"), "decide", "users", {"level": "not", "reason": "no plan", "casting": ""}),
        (bodies.ScopeTold(text="bins"), "scope", None, {"text": "bins"}),
        (bodies.TextAgreed(heading="learned", text="much"), "agree", "learned", {"text": "much"}),
    ],
)
def test_what_is_refused_late_is_its_form_again(
    body: Body, form: str, about: str | None, fields: dict[str, str]
) -> None:
    found = form_of(body, CY)
    assert found is not None
    assert (found.form, found.about) == (form, about)
    assert fields.items() <= found.fields.items()
    assert json.loads(packed(found.fields)) == found.fields


@pytest.mark.parametrize("body", [bodies.SignedOff(remark=None), bodies.SessionClosed(), bodies.Undone(number=3)])
def test_an_entry_without_words_of_its_own_is_no_form(body: Body) -> None:
    assert form_of(body, CY) is None
