"""The pages: who is shown what, at which stage, and that every text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.session.room import ANA, BO, CY, DI, NAMES, OB, SEATS, Room, created
from tests.web.pages.reader import Page
from tests.web.pages.rooms import HOSTILE, at_stage, closed, every_session, page, shown, talk

from panel_tui.session import bodies
from panel_tui.session.terms import STAGES, Stage
from panel_tui.session.view import DISPLAY, TEAM_PAGE, Viewer
from panel_tui.session.views import view_for
from panel_tui.web import pages
from panel_tui.web.pages import words

MARK = re.compile(r"[A-Za-z0-9_-]{16,64}")


def every_page(text: str) -> Iterator[tuple[str, str]]:
    for name, room in every_session(text).items():
        state, beside = room.history.state, shown(room, gone=True)
        for seat in state.seats:
            for looking in (None, "1", "2", "all", text):
                yield f"{name}, {seat}, {looking}", page(room, seat, looking, gone=True)
        yield f"{name}, display", pages.display_page(view_for(state, DISPLAY), beside)
        yield f"{name}, team", pages.team_page(view_for(state, TEAM_PAGE), beside)
    seats = [("s1", text), (text, "Bo")]
    yield "join", pages.join_page(text, text, "member")
    yield "join display", pages.join_page(text, "", "display")
    yield "join team", pages.join_page(text, "", "team")
    yield "lobby", pages.lobby_page(text, seats, text, text)
    yield "closed lobby", pages.lobby_page(text, [], None)
    yield "waiting", pages.waiting_page(text)
    yield "admitted", pages.waiting_page(text, "admitted")
    yield "refused", pages.waiting_page(text, "refused")
    yield "out", pages.out_page(text)
    yield "problem", pages.problem_page(text)


@pytest.mark.parametrize("text", ["some words", HOSTILE])
def test_every_page_is_well_formed_without_inline_script_or_style_and_not_large(text: str) -> None:
    for name, html in every_page(text):
        read = Page(html)
        assert read.faults == [], name
        assert len(html.encode()) < 60_000, name
        assert len(read.all("h1")) == 1, name
        assert len(read.all("main")) == 1, name
        assert [held["src"] for held in read.all("script")] == ["/static/forms.js", "/static/seat.js"], name
        assert "\x00" not in html, name
        assert "\x1b" not in html, name


def test_hostile_words_are_shown_as_they_were_written_and_calculated_by_nobody() -> None:
    for name, html in every_page(HOSTILE):
        read = Page(html)
        assert not read.all("img"), name
        assert "49" not in read.text.replace("04:49", "").replace("49:", ""), name
    assert "<script>alert(1)</script>" in Page(page(at_stage("points", HOSTILE), CY)).text


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ('https://example.org/a?b=c&d="e', True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("HTTPS://example.org/x", True),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://", False),
        ("https://[", False),
        ("https://a b", False),
        (None, False),
    ],
)
def test_only_an_address_of_the_web_is_a_link(url: str | None, linked: bool) -> None:
    assert words.link(url) == (url if linked else None)


def test_a_link_opens_without_telling_where_it_was_opened() -> None:
    room = Room().do(
        CY, bodies.EvidenceAdded(id="E1", point="users", state="done", title="A log", url="https://x.example/")
    )
    (link,) = [held for held in Page(page(room, CY, "1")).all("a") if held.get("href") == "https://x.example/"]
    assert link["rel"] == "noopener noreferrer"


ON_EVIDENCE = {"evidence", "mark", "place"}
FORMS: dict[tuple[str, Stage], set[str]] = {
    (CY, "briefing"): {"note", "reword", "withdraw", "conflict", "check", "/leave"},
    (CY, "points"): {"note", "reword", "withdraw", *ON_EVIDENCE, "check", "score", "conflict", "/leave"},
    (CY, "deliberation"): {"note", "reword", "withdraw", *ON_EVIDENCE, "check", "dissent", "/leave"},
    (CY, "questions"): {"note", "reword", "withdraw", *ON_EVIDENCE, "check", "dissent", "ask", "/leave"},
    (CY, "close"): {"note", "reword", "withdraw", "check", "sign", "/leave"},
    (BO, "close"): {"note", "check", "remark", "/leave"},
}


@pytest.mark.parametrize(("seat", "stage"), FORMS)
def test_a_seat_is_offered_what_it_can_do_at_each_stage(seat: str, stage: Stage) -> None:
    assert Page(page(at_stage(stage), seat)).forms() == FORMS[seat, stage]


@pytest.mark.parametrize("stage", STAGES)
def test_an_observer_sees_stage_point_and_clock_alone(stage: Stage) -> None:
    html = page(at_stage(stage, "Zanzibar"), OB, "1")
    read = Page(html)
    assert read.forms() == set()
    assert "Zanzibar" not in html.replace("Manage Zanzibar", "")
    assert [name for name in NAMES.values() if name in html and name != NAMES[OB]] == []


@pytest.mark.parametrize("stage", STAGES)
def test_the_room_display_holds_no_words_of_the_panel_and_no_name(stage: Stage) -> None:
    room = at_stage(stage, "Zanzibar")
    html = pages.display_page(view_for(room.history.state, DISPLAY), shown(room))
    assert "Zanzibar" not in html.replace("Manage Zanzibar", "")
    assert [name for name in NAMES.values() if name in html] == []


def test_nothing_of_others_that_is_sealed_or_private_is_on_a_page() -> None:
    def made(level: str, words: str, seat: str) -> dict[str, str]:
        room = Room().lead(bodies.StageEntered(stage="points"), bodies.PointEntered(point="users"))
        room.do(BO, bodies.ScoreGiven(point="users", round=1, level=level))
        room.do(BO, bodies.NoteTaken(id="N1", point="users", kind="concern", text=words, private=True))
        return pages.seat_regions(view_for(room.history.state, Viewer(seat=seat)), None, shown(room))

    for seat in SEATS:
        if seat != BO:
            assert made("met", "one thing", seat) == made("not", "another", seat)
    own = made("met", "one thing", BO)
    assert "sealed until the reveal" in own["score"]
    assert "private" in own["notes"]
    assert "1 of 4 are in" in made("met", "x", CY)["panel"]


def test_a_reveal_shows_who_gave_what_and_how_far_apart_they_are() -> None:
    text = Page(page(at_stage("deliberation"), CY)).text
    assert f"{NAMES[ANA]} ● Met" in text
    assert f"{NAMES[CY]} ○ Not met" in text
    assert "Spread: split, 1 missing" in text
    assert "the lead’s deciding vote" in text


def test_a_seat_that_leaves_the_room_is_told_so_and_shown_nothing_of_the_point() -> None:
    read = Page(page(at_stage("deliberation", "Zanzibar"), DI, "2"))
    assert "You leave the room for this point" in read.text
    assert read.forms() & {"note", "score", "evidence", "dissent"} == set()


def test_a_seat_with_a_conflict_is_offered_no_score() -> None:
    read = Page(page(at_stage("points"), CY, "3"))
    assert "You do not score this point" in read.text
    assert "score" not in read.forms()


def test_looking_elsewhere_says_where_the_room_is_and_leads_back() -> None:
    read = Page(page(at_stage("points"), CY, "3"))
    assert "The room is on 1 Understand users" in read.text
    assert read.all("a", href="/", **{"class": "button"})
    assert not Page(page(at_stage("points"), CY)).all("a", href="/", **{"class": "button"})
    assert Page(page(at_stage("points"), CY, "99")).all("ul", **{"data-place": "1"})


def test_at_the_close_the_room_is_on_no_point_any_more() -> None:
    for looking in ("all", "1"):
        text = Page(page(at_stage("close"), CY, looking)).text
        assert "the room is on" not in text
        assert "The room is here" not in text
    assert "the room is on 1" in Page(page(at_stage("questions"), CY)).text


def test_the_list_marks_where_one_looks_and_what_one_has_scored() -> None:
    read = Page(page(at_stage("points"), CY))
    assert read.all("a", **{"href": "/?point=1", "aria-current": "page"})
    assert "✓ scored" in read.text
    assert "decided" in Page(page(at_stage("questions"), CY)).text


def test_a_conversation_reads_as_one() -> None:
    stages: tuple[Stage, ...] = ("points", "questions", "close")
    for stage in stages:
        text = Page(page(talk(stage=stage), CY)).text
        assert "My score" not in text
        assert "are in" not in text
        assert "Deliberation" not in text
    assert "nothing is scored" in Page(page(talk(), CY)).text
    assert "What the panel agrees" in Page(page(talk(stage="close"), CY, "all")).text


def test_a_closed_session_takes_nothing_more() -> None:
    read = Page(page(closed(), CY))
    assert read.forms() == {"/leave"}
    assert "The session is closed" in read.text


def test_the_teams_page_is_closed_until_it_is_opened() -> None:
    room = at_stage("deliberation", "Zanzibar")
    html = pages.team_page(view_for(room.history.state, TEAM_PAGE), shown(room))
    assert "This page is closed" in html
    assert Page(html).forms() == set()
    assert "Zanzibar" not in html.replace("Manage Zanzibar", "")


def test_the_team_asks_in_the_questions_period_and_reads_the_decisions_that_are_shared() -> None:
    room = at_stage("questions")
    read = Page(pages.team_page(view_for(room.history.state, TEAM_PAGE), shown(room)))
    assert read.forms() == {"ask"}
    assert "Decisions 2 Make it simple ● Met some words 1 Understand users ◐ Partly met some words" in read.text
    assert [name for name in NAMES.values() if name in read.text] == []
    hidden = room.lead(bodies.DecisionsShared(on=False))
    assert "Decisions" not in Page(pages.team_page(view_for(hidden.history.state, TEAM_PAGE), shown(hidden))).text


def test_a_deputy_learns_that_the_lead_is_gone_and_how_the_lead_is_taken_over() -> None:
    text = Page(page(at_stage("points"), BO, gone=True)).text
    assert f"The lead, {NAMES[ANA]}, has been away" in text
    assert "60 seconds after that" in text
    assert "panel-tui join" in text
    assert f"{NAMES[BO]} can take the lead over" in Page(page(at_stage("points"), CY, gone=True)).text


TYPED = [
    ("points", "note", {"text": "my words", "kind": "concern", "private": "yes"}, "note-text"),
    ("points", "reword", {"text": "my words", "id": "N0"}, "reword-N0"),
    ("points", "evidence", {"title": "my words", "state": "planned", "url": "x"}, "evidence-title"),
    ("deliberation", "dissent", {"text": "my words"}, "dissent-text"),
    ("questions", "ask", {"text": "my words", "kind": "challenge", "point": "2"}, "ask-text"),
    ("close", "sign", {"remark": "my words"}, "sign-remark"),
    ("briefing", "conflict", {"reason": "my words", "effect": "leaves", "point": "2"}, "conflict-reason"),
]


@pytest.mark.parametrize(("stage", "do", "typed", "field"), TYPED)
def test_a_refused_form_has_its_words_back_and_says_at_the_field_why(
    stage: Stage, do: str, typed: dict[str, str], field: str
) -> None:
    html = page(at_stage(stage), CY, sentence="Say more.", typed={"do": do, **typed})
    read = Page(html)
    assert read.faults == []
    ((tag, held),) = [(tag, held) for tag, held in read.tags if held.get("id") == field]
    assert held["aria-invalid"] == "true"
    assert f"why-{do}{typed.get('id', '')}" in (held["aria-describedby"] or "").split()
    assert ((held["value"] or "") if tag == "input" else read.text).count("my words") == 1
    assert read.all("p", role="alert")


def test_a_refused_score_keeps_its_level() -> None:
    html = page(at_stage("points"), CY, sentence="Not now.", typed={"do": "score", "level": "part"})
    assert re.search(r'value="part" required checked', html)


def test_every_form_has_a_fresh_mark_and_those_of_the_stream_have_none() -> None:
    room = at_stage("points")
    marks = [held["value"] or "" for _ in range(2) for held in Page(page(room, CY)).all("input", name="sent")]
    assert all(MARK.fullmatch(mark) for mark in marks)
    assert len(set(marks)) == len(marks)
    regions = pages.seat_regions(view_for(room.history.state, Viewer(seat=CY)), None, shown(room))
    sent = [held["value"] for html in regions.values() for held in Page(html).all("input", name="sent")]
    assert set(sent) == {""}
    assert MARK.fullmatch(pages.new_mark())


@pytest.mark.parametrize("stage", STAGES)
def test_what_the_stream_renews_are_the_very_regions_of_the_page(stage: Stage) -> None:
    room = at_stage(stage)
    state, beside = room.history.state, shown(room)
    kinds = [
        (page(room, CY), pages.seat_regions(view_for(state, Viewer(seat=CY)), None, beside)),
        (page(room, OB), pages.seat_regions(view_for(state, Viewer(seat=OB)), None, beside)),
        (pages.display_page(view_for(state, DISPLAY), beside), pages.display_regions(view_for(state, DISPLAY), beside)),
        (pages.team_page(view_for(state, TEAM_PAGE), beside), pages.team_regions(view_for(state, TEAM_PAGE), beside)),
    ]
    for html, regions in kinds:
        assert [held["data-region"] for held in Page(html).all("div") if "data-region" in held] != []
        assert {held["data-region"] for held in Page(html).all("div") if "data-region" in held} == set(regions)
        bare = re.sub(r'(name="sent" value=")[^"]*', r"\1", html)
        assert all(region in bare for region in regions.values())


def test_a_clock_that_runs_says_when_it_ends_so_that_every_device_agrees() -> None:
    room = at_stage("briefing").wait(minutes=2)
    (clock,) = Page(page(room, CY)).all("span", role="timer")
    assert clock["data-ends"] == str(int((room.at.timestamp() + 480) * 1000))
    assert "08:00 left" in Page(page(room, CY)).text
    over = Page(page(room.wait(minutes=10), CY)).text
    assert "+02:00 over" in over
    assert "min ahead" in over


def test_a_link_is_used_only_by_its_button() -> None:
    read = Page(pages.join_page("Manage Arrears", "Priya Shah", "member"))
    assert "Join as Priya Shah, member" in read.text
    assert read.all("form") == [{"method": "post"}]


def test_what_is_served_as_it_is_is_in_its_folder() -> None:
    assert {one.name for one in pages.STATIC.iterdir()} == {"seat.css", "forms.js", "seat.js", "icon.svg"}
    for name in ("forms.js", "seat.js"):
        script = (pages.STATIC / name).read_text(encoding="utf-8")
        assert len(script.splitlines()) <= 600
        assert re.search(r"\beval\(|new Function|document\.write|\.style\b|https?://", script) is None


def test_a_session_begun_a_moment_ago_has_a_page_too() -> None:
    assert Page(page(Room(created(order="numbers")), ANA)).faults == []
