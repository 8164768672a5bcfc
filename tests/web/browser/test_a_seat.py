"""A seat in a real browser: joining, writing, scoring, being away and back, and losing nothing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.remote.served import until
from tests.web.browser.conftest import BO, CY, House

from panel_tui.session import bodies

pytestmark = [pytest.mark.needs("chromium|chromium-browser|google-chrome"), pytest.mark.slow]


def write(page: Page, text: str) -> None:
    page.get_by_label("Your note on").fill(text)
    page.get_by_role("button", name="Keep the note").click()


def goes_on(page: Page) -> None:
    expect(page.locator("#connection")).to_be_hidden()


def test_a_note_appears_at_its_author_and_at_another_seat_and_the_field_is_empty_again(house: House) -> None:
    cy, bo = house.enter(CY), house.enter(BO)
    write(cy, "+ forty <b>interviews</b>")
    for page in (cy, bo):
        expect(page.locator(".notes li")).to_contain_text("forty <b>interviews</b>")
        expect(page.locator(".notes li .kind")).to_contain_text("Strength")
    expect(cy.get_by_label("Your note on")).to_have_value("")
    expect(cy.get_by_label("Your note on")).to_be_focused()


def test_a_note_is_changed_and_withdrawn_by_its_author(house: House) -> None:
    page = house.enter(CY)
    write(page, "first words")
    note = page.locator(".notes li")
    note.locator("summary").click()
    note.get_by_label("Note N1").fill("better words")
    note.get_by_role("button", name="Keep the change").click()
    expect(note.locator("> .prose")).to_have_text("better words")
    note.locator("summary").click()
    note.get_by_role("button", name="Withdraw").click()
    expect(page.locator(".notes li")).to_have_count(0)


def test_scores_are_sealed_until_they_are_revealed_and_the_reveal_is_said_aloud(house: House) -> None:
    cy, bo = house.enter(CY), house.enter(BO)
    cy.get_by_label("Partly met").check()
    cy.get_by_role("button", name="Give my score").click()
    expect(cy.locator("#r-score")).to_contain_text("sealed until the reveal")
    expect(bo.locator("#r-panel")).to_contain_text("1 of 4 are in")
    assert "Partly met" not in (bo.locator("#r-result").text_content() or "")
    house.room.record(BO, bodies.ScoreGiven(point="users", round=1, level="met"))
    house.lead(bodies.ScoresRevealed(points=("users",)))
    for page in (cy, bo):
        expect(page.locator("#r-result")).to_contain_text("Spread: differs, 2 missing")
        expect(page.locator("#said")).to_contain_text("The scores of point 1 are revealed")


def test_what_is_typed_is_there_after_a_reload_and_belongs_to_its_point(house: House) -> None:
    page = house.enter(CY)
    page.get_by_label("Your note on").fill("half a thought")
    page.reload()
    expect(page.get_by_label("Your note on")).to_have_value("half a thought")
    page.goto(f"{house.server.standing.url}/?point=2")
    expect(page.get_by_label("Your note on")).to_have_value("")
    page.goto(f"{house.server.standing.url}/?point=1")
    expect(page.get_by_label("Your note on")).to_have_value("half a thought")


def test_who_writes_is_not_moved_and_is_told_where_the_room_is(house: House) -> None:
    writing, reading = house.enter(CY), house.enter(BO)
    writing.get_by_label("Your note on").fill("not sent yet")
    house.lead(bodies.PointEntered(point="simple"))
    expect(reading.get_by_role("heading", level=1)).to_contain_text("Make it simple")
    expect(writing.locator("#r-banner")).to_contain_text("The room is on 2 Make it simple")
    expect(writing.get_by_role("heading", level=1)).to_contain_text("Understand users")
    expect(writing.get_by_label("Your note on")).to_have_value("not sent yet")
    expect(writing.get_by_label("Your note on")).to_be_focused()
    writing.get_by_role("button", name="Keep the note").click()
    expect(writing.locator(".notes li")).to_contain_text("not sent yet")
    assert house.room.kept.state.points["users"].notes[-1].text == "not sent yet"
    writing.get_by_role("link", name="Go to where the room is").click()
    expect(writing.get_by_role("heading", level=1)).to_contain_text("Make it simple")


def test_a_level_that_was_picked_and_not_sent_is_not_carried_to_another_point(house: House) -> None:
    page = house.enter(CY)
    page.get_by_label("Partly met").check()
    house.lead(bodies.PointEntered(point="simple"))
    expect(page.locator("#r-banner")).to_contain_text("The room is on 2")
    page.get_by_role("link", name="Go to where the room is").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Make it simple")
    expect(page.locator("#r-score input:checked")).to_have_count(0)


def test_notes_written_without_a_connection_arrive_once_each_and_in_order(house: House) -> None:
    page = house.enter(CY)
    write(page, "before")
    expect(page.locator(".notes li")).to_have_count(1)
    page.context.set_offline(True)
    expect(page.locator("#connection")).to_contain_text("Connection lost – keep writing")
    for text in ("away one", "away two", "away three"):
        write(page, text)
    expect(page.locator("#outbox li")).to_have_count(3)
    page.context.set_offline(False)
    goes_on(page)
    expect(page.locator(".notes li")).to_have_count(4)
    expect(page.locator("#outbox")).to_be_hidden()
    assert house.notes("away") == ["away one", "away two", "away three"]


def test_an_answer_that_was_lost_on_the_way_makes_no_second_note(house: House) -> None:
    page = house.enter(CY)
    lost: list[str] = []

    def swallow(route: object) -> None:
        if not lost:
            lost.append("once")
            route.fetch()  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/do/note", swallow)
    write(page, "only once")
    expect(page.locator("#outbox")).to_be_hidden()
    expect(page.locator(".notes li")).to_have_count(1)
    write(page, "and then another")  # in order: when this one is there, the first has been sent again
    expect(page.locator(".notes li")).to_have_count(2)
    assert lost == ["once"]
    assert house.notes("only once") == ["only once"]


def test_what_waits_survives_a_reload_of_the_page(house: House) -> None:
    page = house.enter(CY)
    page.route("**/do/note", lambda route: route.abort())
    write(page, "kept on the device")
    expect(page.locator("#outbox li")).to_have_count(1)
    page.unroute("**/do/note")
    page.reload()
    expect(page.locator(".notes li")).to_contain_text("kept on the device")
    assert house.notes("kept on") == ["kept on the device"]


def test_a_refused_form_has_its_words_back_with_the_reason_at_the_field(house: House) -> None:
    page = house.enter(CY)
    expect(page.locator("html.scripted")).to_have_count(1)
    write(page, "   ")
    field = page.get_by_label("Your note on")
    expect(page.locator("form[data-do=note] .why")).to_contain_text("write a line first")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("a line")
    expect(page.locator("form[data-do=note] .why")).to_have_count(0)


def test_what_was_refused_later_is_listed_and_can_be_copied_or_let_go(house: House) -> None:
    page = house.enter(CY)
    page.context.set_offline(True)
    expect(page.locator("#connection")).to_be_visible()
    write(page, "too late")
    page.get_by_label("Your note on").fill("something else")
    house.lead(bodies.Adjourned(reason="late"), bodies.Reconvened())
    house.room.record(CY, bodies.ConflictDeclared(seat=CY, point="users", effect="leaves", reason="mine")).result(10)
    page.context.set_offline(False)
    item = page.locator("#outbox li")
    expect(item).to_contain_text("Not taken:")
    item.get_by_role("button", name="Let it go").click()
    expect(page.locator("#outbox")).to_be_hidden()
    assert house.notes("too late") == []


def test_a_second_device_takes_the_seat_over_and_both_are_told(house: House) -> None:
    first = house.enter(CY)
    expect(first.locator("#r-panel")).to_contain_text("Cyprane Wold")
    first.get_by_label("Your note on").fill("still here")
    second = house.enter(CY)
    expect(first.locator("#connection")).to_contain_text("went on in another tab or on another device")
    expect(second.locator("#nudge")).to_contain_text("taken this seat over")
    expect(first.get_by_label("Your note on")).to_have_value("still here")
    first.get_by_role("button", name="Go on here").click()
    expect(second.locator("#connection")).to_contain_text("went on in another tab or on another device")
    goes_on(first)


def test_a_seat_that_was_shut_out_keeps_what_it_typed_and_is_told_what_to_do(house: House) -> None:
    page = house.enter(CY)
    expect(page.locator("#r-panel")).to_contain_text(re.compile("Cyprane Wold.* in"))
    page.get_by_label("Your note on").fill("my words")
    house.server.relink(CY, "s1")
    expect(page.locator("#connection")).to_contain_text("new link")
    write(page, "written after")
    expect(page.locator("#outbox li")).to_contain_text("written after")
    page.goto(house.link(CY))
    page.get_by_role("button").click()
    expect(page.locator(".notes li")).to_contain_text("written after")


def test_the_lead_asks_a_seat_for_something(house: House) -> None:
    page = house.enter(CY)
    expect(page.locator("#r-panel")).to_contain_text(re.compile("Cyprane Wold.* in"))
    house.server.nudge(CY, "Your score, please", "s1")
    expect(page.locator("#nudge")).to_contain_text("Your score, please")
    page.get_by_role("button", name="I have seen it").click()
    expect(page.locator("#nudge")).to_be_hidden()


def test_dissent_question_and_signature_from_a_seat(house: House) -> None:
    page = house.enter(CY)
    house.lead(
        bodies.StageEntered(stage="deliberation"), bodies.DecisionMade(point="users", level="met", reason="seen")
    )
    page.get_by_text("I dissent from this decision").click()
    page.get_by_label("My dissent").fill("I saw something else")
    page.get_by_role("button", name="Record my dissent").click()
    expect(page.locator("#r-result")).to_contain_text("I saw something else")
    house.lead(bodies.StageEntered(stage="questions"))
    page.get_by_label("Your question or challenge").fill("why so?")
    page.get_by_role("button", name="Add it to the list").click()
    expect(page.locator("#r-questions")).to_contain_text("why so?")
    house.lead(bodies.StageEntered(stage="close"), bodies.OutcomeAgreed(outcome="fail", reason="early"))
    page.get_by_label("A remark of your own").fill("gladly")
    page.get_by_role("button", name="Sign as").click()
    expect(page.locator("#r-sign")).to_contain_text("“gladly”")


def test_without_script_everything_is_forms_and_links(house: House) -> None:
    page = house.enter(CY, script=False)
    write(page, "? plain")
    expect(page.locator(".notes li")).to_contain_text("plain")
    page.get_by_label("Partly met").check()
    page.get_by_role("button", name="Give my score").click()
    expect(page.locator("#r-score")).to_contain_text("sealed until the reveal")
    page.get_by_role("link", name=re.compile("Make it simple")).click()
    write(page, "elsewhere")
    assert page.url.endswith("?point=2")
    expect(page.locator(".notes li")).to_contain_text("elsewhere")


def test_a_browser_that_keeps_nothing_still_takes_notes(house: House) -> None:
    page = house.enter(CY)
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('forbidden'); }});"
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('forbidden'); }});"
    )
    page.reload()
    write(page, "without a memory")
    expect(page.locator(".notes li")).to_contain_text("without a memory")
    page.context.set_offline(True)
    expect(page.locator("#connection")).to_contain_text("keep this page open")
    write(page, "on this page alone")
    page.context.set_offline(False)
    expect(page.locator(".notes li")).to_have_count(2)


def test_what_is_kept_on_the_device_can_be_cleared(house: House) -> None:
    page = house.enter(CY)
    page.get_by_label("Your note on").fill("a secret")
    page.get_by_role("button", name="Clear what is kept").click()
    page.get_by_role("button", name="Clear it for good").click()
    assert "a secret" not in page.evaluate("JSON.stringify(localStorage)")
    expect(page.get_by_label("Your note on")).to_have_value("")


def test_somebody_without_a_link_rings_with_the_pin_and_is_let_in_by_the_lead(house: House) -> None:
    page = house.browser.new_context().new_page()
    house.contexts.append(page.context)
    page.goto(house.server.standing.url)
    pin = house.server.standing.pin
    assert pin is not None
    page.get_by_label("Your name").fill("Cyprane")
    page.get_by_label("PIN").fill(pin)
    page.get_by_role("button", name="Ask to come in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Waiting for the lead")
    (knock,) = house.server.standing.knocks
    house.server.admit(knock.id, CY, "s1")
    expect(page.locator("#r-status")).to_contain_text("You are Cyprane Wold")


def test_the_display_and_the_teams_page_follow_the_room(house: House) -> None:
    tabs = []
    for link in (house.server.standing.display_link, house.server.standing.team_link):
        page = house.browser.new_context().new_page()
        house.contexts.append(page.context)
        page.goto(link)
        page.get_by_role("button").click()
        tabs.append(page)
    display, team = tabs
    house.lead(bodies.PointEntered(point="simple"))
    expect(display.get_by_role("heading", level=1)).to_contain_text("Make it simple")
    expect(team.locator("main")).to_contain_text("This page is closed")
    house.lead(bodies.TeamPageTurned(on=True), bodies.StageEntered(stage="questions"))
    team.get_by_label("Your question or challenge").fill("how did it come about?")
    team.get_by_role("button", name="Add it to the list").click()
    expect(team.locator("#r-team_questions")).to_contain_text("how did it come about?")
    assert house.room.kept.state.questions[0].seat == "team"


def test_what_comes_in_moves_neither_the_field_nor_its_caret_and_is_not_read_aloud(house: House) -> None:
    page = house.enter(CY)
    field = page.get_by_label("Your note on")
    page.set_viewport_size({"width": 700, "height": 500})
    field.fill("a thought in the making")
    field.evaluate("field => { field.setSelectionRange(9, 9); field.scrollIntoView({block: 'center'}); }")
    before = field.evaluate("field => field.getBoundingClientRect().top")
    for n in range(5):
        house.room.record(BO, bodies.NoteTaken(id=f"N{n}", point="users", kind="concern", text=f"note {n}"))
        house.room.record(BO, bodies.EvidenceAdded(id=f"E{n}", point="users", state="done", title=f"log {n}"))
    expect(page.locator(".notes li")).to_have_count(5)
    expect(page.locator("#r-evidence .items li")).to_have_count(5)
    assert abs(field.evaluate("field => field.getBoundingClientRect().top") - before) < 2
    expect(field).to_be_focused()
    page.keyboard.type("still ")
    expect(field).to_have_value("a thoughtstill  in the making")
    expect(page.locator("#said")).to_be_empty()


def test_a_score_of_an_earlier_round_is_not_counted_in_the_next(house: House) -> None:
    page = house.enter(CY)
    page.context.set_offline(True)
    expect(page.locator("#connection")).to_be_visible()
    page.get_by_label("Partly met").check()
    page.get_by_role("button", name="Give my score").click()
    house.room.record(BO, bodies.ScoreGiven(point="users", round=1, level="met"))
    house.lead(bodies.ScoresRevealed(points=("users",)), bodies.RoundOpened(point="users", round=2))
    page.context.set_offline(False)
    expect(page.locator("#outbox li")).to_contain_text("Not taken: Round 2 is open")
    assert [one.seat for one in house.room.kept.state.points["users"].scores] == [BO]


def test_leaving_asks_where_something_is_not_sent_then_clears_the_device_and_there_is_no_way_back(house: House) -> None:
    page = house.enter(CY)
    page.get_by_label("Your note on").fill("half a thought")
    until(lambda: page.evaluate("Object.keys(localStorage).some((key) => key.includes(':form:'))"))
    page.get_by_role("button", name="Leave this seat").click()
    page.get_by_role("button", name="Leave for good: what was not sent is lost").click()
    expect(page.get_by_role("heading", name="You have left the seat")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).length") == 0
    page.goto(house.server.standing.url)
    expect(page.get_by_label("PIN")).to_be_visible()
    assert not house.notes("half a thought")


def test_leaving_works_without_script(house: House) -> None:
    page = house.enter(CY, script=False)
    page.get_by_role("button", name="Leave this seat").click()
    expect(page.get_by_role("heading", name="You have left the seat")).to_be_visible()
    page.goto(house.server.standing.url)
    expect(page.get_by_label("PIN")).to_be_visible()
