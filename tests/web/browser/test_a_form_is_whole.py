"""A form is one thing: it is kept, restored, sent and cleared as a whole, and files at the point above it."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect
from tests.web.browser.conftest import BO, CY, House

from panel_tui.session import bodies

pytestmark = [pytest.mark.needs("chromium|chromium-browser|google-chrome"), pytest.mark.slow]

WIDTHS = [390, 1280]


@pytest.fixture(params=WIDTHS)
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def entered(house: House, width: int, *, script: bool = True, seat: str = CY) -> Page:
    page = house.enter(seat, script=script)
    page.set_viewport_size({"width": width, "height": 844})
    if script:
        expect(page.locator("html.scripted")).to_have_count(1)
    return page


def kept_notes(house: House) -> list[tuple[str | None, str, str, bool]]:
    kept = [event.what for event in house.room.kept.events]
    return [(one.point, one.kind, one.text, one.private) for one in kept if isinstance(one, bodies.NoteTaken)]


def begin(page: Page, text: str) -> None:
    page.get_by_label("Your note on").fill(text)
    page.get_by_label("Kind").first.select_option("concern")
    page.get_by_label("Private, for me alone").check()


def test_a_private_note_is_private_after_a_reload_and_after_another_point(house: House, width: int) -> None:
    page = entered(house, width)
    begin(page, "for me alone")
    page.reload()
    expect(page.get_by_label("Private, for me alone")).to_be_checked()
    page.goto(f"{house.server.standing.url}/?point=2")
    expect(page.get_by_label("Private, for me alone")).not_to_be_checked()
    page.goto(f"{house.server.standing.url}/?point=1")
    expect(page.get_by_label("Your note on")).to_have_value("for me alone")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator(".notes li")).to_contain_text("private")
    assert kept_notes(house) == [("users", "concern", "for me alone", True)]
    expect(page.get_by_label("Private, for me alone")).not_to_be_checked()
    expect(page.get_by_label("Kind").first).to_have_value("")
    page.reload()
    expect(page.get_by_label("Private, for me alone")).not_to_be_checked()
    expect(page.get_by_label("Your note on")).to_have_value("")


def test_each_form_with_choices_is_restored_whole(house: House) -> None:
    page = entered(house, 1280)
    page.get_by_text("Add what the team shows").click()
    page.get_by_label("What it is", exact=True).fill("a roadmap")
    page.get_by_label("Its address").fill("https://example.test/roadmap")
    page.get_by_label("planned").check()
    page.get_by_text("Declare a conflict").click()
    page.get_by_label("What it is; the panel").fill("a cousin")
    page.get_by_label("It is about").select_option("2")
    page.get_by_label("I do not score").check()
    page.get_by_label("Partly met").check()
    page.reload()
    expect(page.get_by_label("What it is", exact=True)).to_have_value("a roadmap")
    expect(page.get_by_label("Its address")).to_have_value("https://example.test/roadmap")
    expect(page.get_by_label("planned")).to_be_checked()
    expect(page.get_by_label("What it is; the panel")).to_have_value("a cousin")
    expect(page.get_by_label("It is about")).to_have_value("2")
    expect(page.get_by_label("I do not score")).to_be_checked()
    expect(page.get_by_label("Partly met")).to_be_checked()


def test_a_draft_of_an_older_page_is_taken_up_as_private(house: House) -> None:
    page = entered(house, 1280)
    prefix = page.evaluate("`panel-tui:${document.body.dataset.session}:${document.body.dataset.seat}:`")
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [f"{prefix}draft:1:note:text:", "old words"])
    page.reload()
    expect(page.get_by_label("Your note on")).to_have_value("old words")
    expect(page.get_by_label("Private, for me alone")).to_be_checked()
    expect(page.locator("form[data-do=note] .hint")).to_contain_text("An earlier version of this page")


def test_the_one_box_is_that_of_the_point_above_it_when_the_room_moves(house: House, width: int) -> None:
    page = entered(house, width)
    page.get_by_label("Your note on").fill("about users")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notes li")).to_contain_text("about users")
    expect(page.get_by_label("Your note on")).to_be_focused()
    house.lead(bodies.PointEntered(point="simple"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Make it simple")
    expect(page.locator("form[data-do=note]")).to_have_count(1)
    expect(page.get_by_label("Your note on point 2")).to_be_focused()
    expect(page.locator("#write-title")).to_contain_text("on 2")
    page.keyboard.type("about simple")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notes li")).to_contain_text("about simple")
    assert [(point, text) for point, _, text, _ in kept_notes(house)] == [
        ("users", "about users"),
        ("simple", "about simple"),
    ]


def test_a_begun_note_stays_with_its_point_and_files_there(house: House, width: int) -> None:
    page = entered(house, width)
    begin(page, "about users")
    house.lead(bodies.PointEntered(point="simple"))
    expect(page.locator("#r-banner")).to_contain_text("The room is on 2")
    expect(page.locator("form[data-do=note]")).to_have_count(1)
    expect(page.locator("#write-title")).to_contain_text("on 1")
    page.get_by_label("Your note on").press("Control+Enter")
    expect(page.locator(".notes li")).to_contain_text("about users")
    assert kept_notes(house) == [("users", "concern", "about users", True)]


def test_the_point_of_a_question_does_not_change_under_its_words(house: House) -> None:
    house.lead(bodies.StageEntered(stage="questions"))
    page = entered(house, 1280)
    page.get_by_label("Your question or challenge").fill("how many?")
    house.lead(bodies.PointEntered(point="simple"))
    expect(page.locator("#r-banner")).to_contain_text("The room is on 2")
    page.reload()
    page.goto(f"{house.server.standing.url}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Make it simple")
    expect(page.get_by_label("About")).to_have_value("1")
    page.get_by_role("button", name="Add it to the list").click()
    expect(page.locator("#r-questions")).to_contain_text("how many?")
    assert house.room.kept.state.questions[0].point == "users"


def test_a_draft_that_is_left_behind_is_marked_in_the_list_and_at_the_close(house: House, width: int) -> None:
    page = entered(house, width)
    begin(page, "half a thought")
    house.lead(bodies.PointEntered(point="simple"))
    page.get_by_role("link", name="Go to where the room is").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Make it simple")
    expect(page.get_by_label("Your note on")).to_have_value("")
    row = page.locator("nav .points li", has_text="Understand users")
    expect(row).to_contain_text("a draft waits here")
    expect(page.locator("nav .waits:visible")).to_have_count(1)
    expect(page.locator("#drafts")).to_be_hidden()
    house.lead(bodies.StageEntered(stage="close"))
    expect(page.locator("#drafts")).to_contain_text("Note on 1, private: half a thought")
    page.locator("#drafts a").click()
    expect(page.get_by_label("Private, for me alone")).to_be_checked()
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator("nav .waits:visible")).to_have_count(0)
    expect(page.locator("#drafts")).to_be_hidden()
    expect(page.locator(".notes li")).to_contain_text("half a thought")
    assert kept_notes(house) == [("users", "concern", "half a thought", True)]


def test_a_draft_whose_form_is_gone_is_shown_whole_and_can_be_let_go(house: House) -> None:
    house.lead(bodies.StageEntered(stage="questions"))
    page = entered(house, 1280)
    page.get_by_label("Your question or challenge").fill("asked too late")
    house.lead(bodies.StageEntered(stage="close"))
    expect(page.locator("#drafts")).to_contain_text("asked too late")
    page.reload()
    expect(page.locator("#drafts")).to_contain_text("Its form is not open now.")
    page.locator("#drafts").get_by_role("button", name="Let it go").click()
    expect(page.locator("#drafts")).to_be_hidden()


@pytest.mark.parametrize("script", [True, False])
def test_a_text_that_is_too_long_stays_whole_and_is_counted(house: House, width: int, script: bool) -> None:
    page = entered(house, width, script=script)
    text = "x" * 8_990 + "the end 🙂"
    begin(page, text)
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator("#note-text-count")).to_contain_text("999 characters too many: 8,000 are kept")
    expect(page.get_by_label("Your note on")).to_have_value(text)
    expect(page.get_by_label("Private, for me alone")).to_be_checked()
    expect(page.get_by_label("Kind").first).to_have_value("concern")
    expect(page.locator("form[data-do=note] .why")).to_be_visible()
    assert kept_notes(house) == []
    if script:
        page.reload()
        expect(page.get_by_label("Your note on")).to_have_value(text)
    page.get_by_label("Your note on").fill(text[-8_000:])
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator(".notes li")).to_contain_text("the end 🙂")
    assert kept_notes(house) == [("users", "concern", text[-8_000:], True)]


def test_a_note_of_8000_signs_of_four_bytes_is_kept_without_script(house: House) -> None:
    page = entered(house, 1280, script=False)
    page.get_by_label("Your note on").fill("🙂" * 8_000)
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator(".notes li")).to_have_count(1)
    assert len(kept_notes(house)[0][2]) == 8_000


def test_a_title_that_is_too_long_is_counted_at_its_own_field(house: House) -> None:
    page = entered(house, 390)
    page.get_by_text("Add what the team shows").click()
    page.get_by_label("What it is", exact=True).fill("y" * 301)
    page.get_by_label("Its address").fill("https://example.test/" + "z" * 400)
    expect(page.locator("#evidence-title-count")).to_contain_text("1 character too many")
    page.get_by_role("button", name="Add the evidence").click()
    expect(page.get_by_label("What it is", exact=True)).to_have_value("y" * 301)
    page.get_by_label("What it is", exact=True).fill("y" * 300)
    page.get_by_role("button", name="Add the evidence").click()
    expect(page.locator("#r-evidence .items li").first).to_contain_text("y" * 300)


@pytest.mark.parametrize("script", [True, False])
def test_after_signing_the_form_is_gone_and_changing_the_remark_is_a_step(
    house: House, width: int, script: bool
) -> None:
    house.lead(
        bodies.StageEntered(stage="close"),
        bodies.DecisionMade(point="users", level="met", reason="seen"),
        bodies.OutcomeAgreed(outcome="fail", reason="early"),
    )
    page, other = entered(house, width, script=script), entered(house, width, script=False)
    page.get_by_label("A remark of your own").fill("gladly")
    page.get_by_role("button", name="Sign as").click()
    expect(page.locator("#r-sign")).to_contain_text("“gladly”")
    expect(page.get_by_role("button", name="Sign as")).to_have_count(0)
    expect(page.locator("form[data-do=sign]")).to_have_count(0)
    other.get_by_label("A remark of your own").fill("a second one")
    other.get_by_role("button", name="Sign as").click()  # a page from before
    expect(other.locator("body")).to_contain_text("You have signed already.")
    expect(other.locator("body")).to_contain_text("What you sent")
    expect(other.get_by_label("Remark", exact=True)).to_have_value("a second one")
    page.get_by_text("Change my remark").click()
    page.get_by_label("A remark of your own").fill("gladly, and soon")
    page.get_by_role("button", name="Sign again with this remark").click()
    expect(page.locator("#r-sign")).to_contain_text("“gladly, and soon”")
    assert [one.remark for one in house.room.kept.state.signed] == ["gladly, and soon"]


def test_a_signature_that_waits_for_the_connection_cannot_be_sent_twice(house: House) -> None:
    house.lead(bodies.StageEntered(stage="close"), bodies.OutcomeAgreed(outcome="fail", reason="early"))
    page = entered(house, 390)
    page.context.set_offline(True)
    expect(page.locator("#connection")).to_be_visible()
    page.get_by_label("A remark of your own").fill("gladly")
    page.get_by_role("button", name="Sign as").click()
    expect(page.locator("form[data-do=sign]")).to_be_hidden()
    expect(page.locator("#r-sign .pending").first).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#r-sign")).to_contain_text("“gladly”")
    expect(page.locator("form[data-do=sign]")).to_have_count(0)


def test_without_script_a_form_files_and_comes_back_at_its_own_point(house: House, width: int) -> None:
    page = entered(house, width, script=False)
    begin(page, "x" * 8_001)
    house.lead(bodies.PointEntered(point="simple"))
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Understand users")
    expect(page.get_by_label("Your note on point 1")).to_have_value("x" * 8_001)
    expect(page.get_by_label("Private, for me alone")).to_be_checked()
    page.get_by_label("Your note on").fill("shorter")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Understand users")
    expect(page.locator(".notes li")).to_contain_text("shorter")
    assert kept_notes(house) == [("users", "concern", "shorter", True)]


def test_without_script_what_was_sent_is_shown_where_its_form_is_gone(house: House) -> None:
    page = entered(house, 390, script=False)
    begin(page, "written before I left the room")
    house.room.record(CY, bodies.ConflictDeclared(seat=CY, point="users", effect="leaves", reason="mine")).result(10)
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value("written before I left the room")
    assert kept_notes(house) == []


def test_a_choice_of_everything_is_not_replaced_when_a_form_comes_back(house: House) -> None:
    house.lead(bodies.StageEntered(stage="questions"))
    page = entered(house, 1280, script=False)
    page.get_by_label("Your question or challenge").fill("x" * 8_001)
    page.get_by_label("About").select_option("")
    page.get_by_role("button", name="Add it to the list").click()
    expect(page.locator("form[data-do=ask] .why")).to_be_visible()
    expect(page.get_by_label("About")).to_have_value("")


def test_a_refused_private_note_goes_back_into_its_own_form_as_a_whole(house: House) -> None:
    page = entered(house, 1280)
    page.context.set_offline(True)
    expect(page.locator("#connection")).to_be_visible()
    begin(page, "for me alone")
    page.get_by_role("button", name="Keep the note").click()
    page.get_by_label("Your note on").fill("another")
    page.route("**/do/note", lambda route: route.fulfill(status=409, body=json.dumps({"refused": "Not now."})))
    page.context.set_offline(False)
    item = page.locator("#outbox li")
    expect(item).to_contain_text("Note on 1, private: for me alone")
    item.get_by_role("button", name="Put it back into its form").click()
    expect(item).to_contain_text("Its form holds other words")
    page.goto(f"{house.server.standing.url}/?point=2")
    page.get_by_label("Your note on").fill("about another point")
    page.goto(f"{house.server.standing.url}/?point=1")
    page.get_by_label("Your note on").fill("")
    page.locator("#outbox").get_by_role("button", name="Put it back into its form").click()
    expect(page.get_by_label("Your note on point 1")).to_have_value("for me alone")
    expect(page.get_by_label("Private, for me alone")).to_be_checked()
    expect(page.locator("#outbox")).to_be_hidden()


def test_two_tabs_share_a_draft_and_what_one_has_sent_is_gone_from_the_other(house: House) -> None:
    first = entered(house, 1280)
    begin(first, "half")
    second = first.context.new_page()
    second.goto(first.url)
    expect(second.get_by_label("Your note on")).to_have_value("half")
    expect(second.get_by_label("Private, for me alone")).to_be_checked()
    expect(first.locator("#connection")).to_contain_text("went on in another tab")
    second.get_by_label("Your note on").fill("half a thought")
    expect(first.get_by_label("Your note on")).to_have_value("half a thought")
    second.get_by_role("button", name="Keep the note").click()
    expect(second.locator(".notes li")).to_contain_text("half a thought")
    expect(first.get_by_label("Your note on")).to_have_value("")
    first.get_by_label("Your note on").fill("written in the first tab")
    first.get_by_role("button", name="Keep the note").click()
    expect(second.locator(".notes li").first).to_contain_text("written in the first tab")
    expect(first.locator("#outbox")).to_be_hidden()
    assert [text for _, _, text, _ in kept_notes(house)] == ["half a thought", "written in the first tab"]


def test_going_back_in_the_browser_brings_no_words_back_that_were_sent(house: House) -> None:
    page = entered(house, 1280)
    begin(page, "only once")
    page.get_by_role("link", name=re.compile("Make it simple")).click()
    page.get_by_role("link", name=re.compile("Understand users")).click()
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator(".notes li")).to_contain_text("only once")
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Understand users")
    expect(page.locator(".notes li")).to_contain_text("only once")
    expect(page.get_by_label("Your note on")).to_have_value("")
    expect(page.get_by_label("Private, for me alone")).not_to_be_checked()


def test_a_browser_puts_no_words_into_the_box_of_another_point_without_script(house: House) -> None:
    page = entered(house, 1280, script=False)
    page.get_by_label("Your note on").fill("about users")
    house.lead(bodies.PointEntered(point="simple"))
    page.reload()
    expect(page.get_by_label("Your note on point 2")).to_have_value("")


def test_a_name_at_the_lobby_that_is_too_long_comes_back_whole(house: House) -> None:
    page = house.browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    house.contexts.append(page.context)
    page.goto(house.server.standing.url)
    pin = house.server.standing.pin
    assert pin is not None
    page.get_by_label("Your name").fill("N" * 250)
    page.get_by_label("PIN").fill(pin)
    page.get_by_label("Seat").select_option(BO)
    page.get_by_role("button", name="Ask to come in").click()
    expect(page.get_by_role("alert")).to_contain_text("250 characters")
    expect(page.get_by_label("Your name")).to_have_value("N" * 250)
    expect(page.get_by_label("Seat")).to_have_value(BO)
