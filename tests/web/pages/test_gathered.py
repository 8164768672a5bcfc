"""The pages before and after the day: evidence that was brought in, last time, and a team's own record."""

from __future__ import annotations

import pytest
from tests.session.room import BO, CY, OB, SEATS, Room
from tests.web.pages.reader import Page
from tests.web.pages.rooms import at_stage, brought, gathered, own_record, page, shown

from panel_tui.session import bodies
from panel_tui.session.terms import BroughtItem, Stage
from panel_tui.session.view import DISPLAY, TEAM_PAGE, Viewer
from panel_tui.session.views import view_for
from panel_tui.web import pages
from panel_tui.web.pages import words


def test_a_mark_is_said_in_words_with_who_gave_it_and_what_more_is_wanted() -> None:
    text = Page(page(gathered("release notes"), CY, "1")).text
    assert "✓ Verified Cyprane Wold" in text
    assert "! More wanted Bovrik Tarn · 09:30 release notes" in text
    assert "release notes (no longer where it was brought from)" in text


def test_a_long_text_is_folded_and_a_short_one_stands_open() -> None:
    html = page(gathered("release notes"), CY, "1")
    assert html.count("<summary>Its text") == 1
    assert '<p class="prose soft">release notes</p>' in html
    assert len("release notes " * 20) > words.LONG_TEXT


def test_what_has_no_point_stands_on_the_page_of_the_service_as_a_whole_and_can_be_placed() -> None:
    room = gathered()
    whole, point = Page(page(room, CY, "all")), Page(page(room, CY, "1"))
    assert "Evidence without a point 1" in whole.text
    assert "mark" in whole.forms()
    assert "place" in whole.forms()
    assert "Brought in from the Trello board “The team's board”, 21 November 2026" in whole.text
    assert [held["value"] for held in whole.all("option") if held["value"] in ("1", "2", "3")] == ["3", "1"] * 2
    assert "Evidence without a point" not in point.text
    placed = room.do(BO, bodies.EvidencePlaced(id="E4", point="safe"))
    assert "None: all that was brought in has its point." in Page(page(placed, CY, "all")).text
    assert placed.point("safe").evidence[0].id == "E4"


def test_where_nothing_was_brought_in_nothing_is_said_of_it() -> None:
    assert "Evidence without a point" not in page(at_stage("points"), CY, "all")


def test_the_teams_own_view_is_on_no_page_before_the_reveal_and_on_the_panels_after_it() -> None:
    def told(stage: Stage) -> dict[str, str]:
        state, beside = gathered("some words", stage).history.state, shown(gathered("some words", stage))
        made = {
            f"{seat} {looking}": str(pages.seat_regions(view_for(state, Viewer(seat=seat)), looking, beside))
            for seat in SEATS
            for looking in (None, "1", "3", "all")
        }
        made["display"] = str(pages.display_regions(view_for(state, DISPLAY), beside))
        made["team"] = str(pages.team_regions(view_for(state, TEAM_PAGE), beside))
        return made

    for stage in ("briefing", "points"):
        assert not any("own view some words" in html for html in told(stage).values()), stage
    after = {who for who, html in told("deliberation").items() if "own view some words" in html}
    assert after == {f"{seat} {looking}" for seat in SEATS if seat != OB for looking in (None, "1")}


def test_last_time_stands_at_its_point_with_its_recommendations_to_check() -> None:
    point, whole = Page(page(gathered("tell them"), CY, "1")), Page(page(gathered("tell them"), CY, "all"))
    assert "Last time ○ Not met discovery, 2 March 2026 tell them" in point.text
    assert "◐ partly The team must tell them first made discovery" in point.text
    assert "to check" not in point.text
    assert [held["value"] for held in point.all("input", name="id") if held["value"] in ("P1", "P2")] == ["P1"]
    assert "· to check The team should tell them" in whole.text
    assert "No longer in the standard 9 tell them" in whole.text
    assert "Last time · tell them" in Page(page(gathered("tell them"), CY, "3")).text, "a level of then, in its words"


def test_a_point_that_is_carried_over_is_listed_as_that_and_is_neither_opened_nor_scored() -> None:
    read = Page(page(gathered(), CY, "all"))
    assert "Carried over from last time 2 Make it simple ● Met" in read.text
    assert "These points are not looked at again" in read.text
    assert not read.all("a", href="/?point=2")
    assert Page(page(gathered(), CY, "2")).all("ul", **{"data-place": "1"}), "then it is where the room is"
    assert "2 Make it simple carried over from last time ● Met" in Page(page(gathered(stage="close"), CY, "all")).text


def test_the_display_and_the_teams_page_show_none_of_it() -> None:
    room = gathered("Zanzibar", "deliberation").lead(bodies.TeamPageTurned(on=True))
    state, beside = room.history.state, shown(room)
    for html in (
        pages.display_page(view_for(state, DISPLAY), beside),
        pages.team_page(view_for(state, TEAM_PAGE), beside),
        page(room, OB),
    ):
        assert "Zanzibar" not in html.replace("Manage Zanzibar", "")
        assert "Carried" not in html


def test_a_teams_own_record_has_its_own_stages_and_a_form_for_its_own_view_instead_of_a_score() -> None:
    read = Page(page(own_record("we test every week"), CY))
    assert read.forms() == {"note", "evidence", "place", "own", "/leave"}
    assert "Our own view ● Met Cyprane Wold" in read.text
    assert "Why we test every week" in read.text
    assert "1 Understand users ● Met" in read.text
    for word in (
        "Deliberation",
        "Questions",
        "My score",
        "are in",
        "min planned",
        "not started",
        "may ask to read this",
    ):
        assert word not in read.text, word
    whole = Page(page(own_record(), CY, "all"))
    assert "Conflicts of interest" not in whole.text
    assert "This is the team’s own record" in whole.text
    close = Page(page(own_record(stage="close"), CY))
    assert "Our own view 3 Keep it safe not given yet 2 Make it simple in words 1 Understand users ● Met" in close.text
    assert close.forms() == {"note", "/leave"}


def test_a_closed_record_shows_the_own_view_and_takes_none() -> None:
    read = Page(page(own_record("as it is", "close").lead(bodies.SessionClosed()), CY, "1"))
    assert "Our own view ● Met Cyprane Wold, 09:30 as it is" in read.text
    assert read.forms() == {"/leave"}
    assert "Not given yet" in Page(page(own_record(stage="close").lead(bodies.SessionClosed()), CY, "3")).text


def test_a_seat_that_leaves_the_room_for_a_point_is_shown_none_of_its_evidence_and_moves_none_there() -> None:
    room = gathered("Zanzibar", "deliberation")
    room.do(BO, bodies.ConflictDeclared(seat=BO, point="users", effect="leaves", reason="a friend"))
    read = Page(page(room, BO, "1"))
    assert "Zanzibar" not in read.text.replace("Manage Zanzibar", "")
    assert read.forms() & {"mark", "place", "check", "own"} == set()
    whole = Page(page(room, BO, "all"))
    assert [held["value"] for held in whole.all("option") if held["value"] in ("1", "3")] == ["3"]


@pytest.mark.parametrize(
    ("room", "looking", "typed", "field"),
    [
        (gathered(), "1", {"do": "mark", "id": "E1", "mark": "seen", "text": "my words"}, "mark-E1"),
        (gathered(), "1", {"do": "check", "id": "P1", "status": "not", "text": "my words"}, "check-P1"),
        (gathered(), "1", {"do": "place", "id": "E2", "point": "3"}, "place-id"),
        (gathered(), "all", {"do": "place", "id": "E4", "point": "3"}, "place-id"),
        (own_record(), "1", {"do": "own", "level": "not", "text": "my words"}, "own-text"),
    ],
    ids=["mark", "check", "place", "place from none", "own"],
)
def test_a_refused_form_is_given_back_open_with_its_words_and_says_why(
    room: Room, looking: str, typed: dict[str, str], field: str
) -> None:
    html = page(room, CY, looking, sentence="Say more.", typed=typed)
    read = Page(html)
    assert read.faults == []
    ((_, held),) = [(tag, held) for tag, held in read.tags if held.get("id") == field]
    assert held["aria-invalid"] == "true"
    for name in ("mark", "status", "level"):
        if name in typed:
            (chosen,) = [one for one in read.all("input", name=name, value=typed[name]) if "checked" in one]
            assert chosen["type"] == "radio"
    if "text" in typed:
        assert read.text.count("my words") == 1
    else:
        assert {one["value"] for one in read.all("option") if "selected" in one} >= {typed["id"], typed["point"]}


def test_a_board_of_hundreds_of_cards_is_a_page_that_still_loads_at_once() -> None:
    room = at_stage("points")
    many = brought("a card of the board as people title them").items[0]
    items = tuple(
        BroughtItem(id=f"E{at}", key=f"k{at}", point=None, state="done", title=many.title, text=many.text)
        for at in range(10, 510)
    )
    room.lead(bodies.EvidenceBrought(source=brought("x").source, items=items))
    whole = page(room, CY, "all")
    assert len(whole.encode()) < 300_000
    assert "mark" not in Page(whole).forms()
    assert "Under its point each of these can be marked." in whole
    assert len(page(room, CY, "1").encode()) < 60_000
