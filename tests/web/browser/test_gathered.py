"""Evidence, last time and a team's own view, at seats in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.web.browser.conftest import BO, CY, House
from tests.web.pages.rooms import brought, last_time

from panel_tui.session import bodies
from panel_tui.session.evidence import Evidence

pytestmark = [pytest.mark.needs("chromium|chromium-browser|google-chrome"), pytest.mark.slow]


@pytest.fixture
def gathered(enter_house: Callable[..., House]) -> House:
    """A session to which the team's board was brought: E1 to E3 are of point 1, and E4 has no point."""
    house = enter_house(earlier=last_time("write shorter letters"))
    house.lead(brought("release notes", numbered=False))
    return house


def piece(page: Page, id: str) -> Locator:
    return page.locator(f"#evidence-{id}")


def of_point_1(house: House) -> dict[str, Evidence]:
    return {one.id: one for one in house.room.kept.state.points["users"].evidence}


def mark(page: Page, id: str, word: str, text: str = "") -> None:
    shown = piece(page, id)
    shown.locator("details.more > summary").click()
    shown.get_by_label(word).check()
    shown.get_by_label("What more is wanted").fill(text)
    shown.get_by_role("button", name="Keep the mark").click()


def test_a_mark_of_one_seat_is_seen_at_another_and_can_be_taken_off(gathered: House) -> None:
    cy, bo = gathered.enter(CY), gathered.enter(BO)
    mark(cy, "E1", "more wanted", "those of <b>May</b>")
    for page in (cy, bo):
        expect(piece(page, "E1")).to_contain_text("More wanted Cyprane Wold")
        expect(piece(page, "E1")).to_contain_text("those of <b>May</b>")
    expect(piece(cy, "E1").locator("details.more")).not_to_have_attribute("open", "")
    mark(bo, "E1", "no mark")
    expect(piece(cy, "E1")).not_to_contain_text("More wanted")
    assert of_point_1(gathered)["E1"].mark is None


def test_a_remark_in_the_making_stays_while_another_seat_marks_beside_it(gathered: House) -> None:
    cy, bo = gathered.enter(CY), gathered.enter(BO)
    piece(cy, "E2").locator("summary", has_text="Mark it").click()
    field = piece(cy, "E2").get_by_label("What more is wanted")
    field.fill("half a remark")
    mark(bo, "E1", "verified")
    mark(bo, "E2", "seen")
    expect(piece(cy, "E1")).to_contain_text("Verified Bovrik Tarn")
    expect(piece(cy, "E2")).to_contain_text("Seen Bovrik Tarn")
    expect(field).to_have_value("half a remark")
    expect(field).to_be_focused()
    cy.reload()
    expect(piece(cy, "E2").get_by_label("What more is wanted")).to_have_value("half a remark")


def test_a_mark_made_without_a_connection_arrives_when_it_is_back(gathered: House) -> None:
    page = gathered.enter(CY)
    page.context.set_offline(True)
    expect(page.locator("#connection")).to_be_visible()
    mark(page, "E1", "verified", "seen in May")
    expect(page.locator("#outbox li")).to_contain_text("Mark: seen in May")
    page.context.set_offline(False)
    expect(piece(page, "E1")).to_contain_text("Verified Cyprane Wold")
    expect(page.locator("#outbox")).to_be_hidden()


def test_what_has_no_point_is_put_under_one_and_appears_there(gathered: House) -> None:
    cy, bo = gathered.enter(CY), gathered.enter(BO)
    cy.goto(f"{gathered.server.standing.url}/?point=all")
    form = cy.locator("#place-form")
    form.get_by_label("Belongs to").select_option("1")
    gathered.lead(bodies.EvidenceMarked(id="E4", mark="seen"))  # the page is renewed under what is chosen
    expect(piece(cy, "E4")).to_contain_text("Seen")
    expect(form.get_by_label("Belongs to")).to_have_value("1")
    form.get_by_role("button", name="Put it there").click()
    expect(piece(bo, "E4")).to_contain_text("release notes")
    expect(cy.locator("#r-evidence")).to_contain_text("None: all that was brought in has its point.")
    bo.get_by_text("Put evidence under another point").click()
    bo.get_by_label("Which piece of evidence").select_option("E2")
    mark(cy_at_1(cy, gathered), "E1", "seen")
    expect(piece(bo, "E1")).to_contain_text("Seen")
    expect(bo.get_by_label("Which piece of evidence")).to_have_value("E2")
    bo.get_by_label("Belongs to").select_option("3")
    bo.get_by_role("button", name="Put it there").click()
    expect(piece(bo, "E2")).to_have_count(0)
    assert gathered.room.kept.state.points["safe"].evidence[0].id == "E2"


def cy_at_1(page: Page, house: House) -> Page:
    page.goto(f"{house.server.standing.url}/?point=1")
    return page


def test_a_recommendation_of_last_time_is_checked_at_its_point(gathered: House) -> None:
    cy, bo = gathered.enter(CY), gathered.enter(BO)
    shown = cy.locator("#earlier-P1")
    expect(shown).to_contain_text("to check The team must write shorter letters")
    shown.locator("summary").click()
    shown.get_by_label("partly").check()
    shown.get_by_label("A note on it").fill("two of five")
    shown.get_by_role("button", name="Keep the check").click()
    for page in (cy, bo):
        expect(page.locator("#earlier-P1")).to_contain_text("partly The team must")
        expect(page.locator("#earlier-P1")).to_contain_text("two of five")


def test_all_of_it_works_without_script(gathered: House) -> None:
    page = gathered.enter(CY, script=False)
    mark(page, "E1", "verified", "by two of us")
    expect(piece(page, "E1")).to_contain_text("Verified Cyprane Wold")
    page.locator("#earlier-P1 summary").click()
    page.locator("#earlier-P1").get_by_label("no longer applies").check()
    page.locator("#earlier-P1").get_by_role("button").click()
    expect(page.locator("#earlier-P1")).to_contain_text("no longer applies The team")
    page.goto(f"{gathered.server.standing.url}/?point=all")
    page.get_by_label("Belongs to").select_option("3")
    page.get_by_role("button", name="Put it there").click()
    expect(page.locator("#r-evidence")).to_contain_text("None: all that was brought in has its point.")
    page.goto(f"{gathered.server.standing.url}/?point=3")
    expect(piece(page, "E4")).to_contain_text("release notes")


def test_a_team_gives_its_own_view_and_sees_it_at_every_device(enter_house: Callable[..., House]) -> None:
    house = enter_house(kind="self")
    cy, bo = house.enter(CY), house.enter(BO)
    cy.locator("#r-own").get_by_label("Partly met").check()
    cy.get_by_label("Why").fill("we test every second week")
    cy.get_by_role("button", name="Keep our view").click()
    for page in (cy, bo):
        expect(page.locator("#r-own")).to_contain_text("Partly met Cyprane Wold")
        expect(page.get_by_label("Why")).to_have_value("we test every second week")
        expect(page.locator("#r-points [aria-current]")).to_contain_text("Partly met")
        expect(page.locator("#r-own").get_by_label("Partly met")).to_be_checked()
    bo.locator("#r-own").get_by_label("none yet").check()
    bo.get_by_label("Why").fill("")
    bo.get_by_role("button", name="Keep our view").click()
    expect(cy.locator("#r-own")).to_contain_text("Not given yet")
    expect(cy.get_by_label("Why")).to_have_value("")
