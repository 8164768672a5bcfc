"""The pages in a real browser: axe-core finds no fault, nothing scrolls sideways, and nothing is too small to touch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, Route
from tests.report.test_accessibility import axe
from tests.session.room import BO, CY, OB
from tests.web.chromium import chromium
from tests.web.pages.rooms import at_stage, closed, gathered, own_record, page, shown, talk

from panel_tui.session.view import DISPLAY, TEAM_PAGE
from panel_tui.session.views import view_for
from panel_tui.web import pages

pytestmark = [pytest.mark.needs("chromium|chromium-browser|google-chrome"), pytest.mark.slow]

WORDS = "a sentence that is as long as people write them, and then some more of it to wrap"
LOOKS: list[tuple[int, int, Literal["light", "dark"]]] = [(1400, 900, "light"), (320, 700, "dark")]
PAGES: dict[str, Callable[[], str]] = {
    "briefing": lambda: page(at_stage("briefing", WORDS), CY),
    "points": lambda: page(at_stage("points", WORDS), CY, gone=True),
    "elsewhere": lambda: page(at_stage("points", WORDS), BO, "2", gone=True),
    "deliberation": lambda: page(at_stage("deliberation", WORDS), CY),
    "questions": lambda: page(at_stage("questions", WORDS), CY, "1"),
    "close": lambda: page(at_stage("close", WORDS), CY),
    "closed": lambda: page(closed(WORDS), CY),
    "talk": lambda: page(talk(WORDS), CY),
    "refused": lambda: page(at_stage("points"), CY, sentence="Say why.", typed={"do": "note", "text": "x"}),
    "gathered": lambda: page(gathered(WORDS), CY),
    "gathered as a whole": lambda: page(gathered(WORDS), CY, "all"),
    "gathered and revealed": lambda: page(gathered(WORDS, "deliberation"), CY),
    "mark refused": lambda: page(gathered(), CY, sentence="Say why.", typed={"do": "mark", "id": "E1", "text": "x"}),
    "own record": lambda: page(own_record(WORDS), CY),
    "own record at close": lambda: page(own_record(WORDS, "close"), CY),
    "observer": lambda: page(at_stage("points"), OB),
    "display": lambda: _display(),
    "team": lambda: _team(),
    "join": lambda: pages.join_page("Manage Arrears", "Priya Shah", "member"),
    "lobby": lambda: pages.lobby_page("Manage Arrears", [("s2", "Deputy")], "That is not the PIN."),
    "waiting": lambda: pages.waiting_page("Priya"),
    "out": lambda: pages.out_page("The lead gave this seat a new link."),
    "problem": lambda: pages.problem_page("There is no such page."),
}
RUN = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  for (const one of document.querySelectorAll("details")) one.open = true;
  const all = await axe.run(document, {runOnly: tags});
  const short = list => list.map(one => [one.id, one.nodes.map(node => node.target.join(" ") + ": " + node.html)]);
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const small = [...document.querySelectorAll("button, input:not([type=hidden]), select, textarea, summary, .points a")]
    .filter(one => one.checkVisibility()).filter(one => {
      const label = one.closest("label");
      const box = (label || one).getBoundingClientRect();
      return box.width < 24 || box.height < 24;
    }).map(one => one.outerHTML);
  const right = all.passes.map(one => one.id);
  return {wrong: short(all.violations), unsure: short(all.incomplete), right, wide, small};
}"""


def _display() -> str:
    room = at_stage("points")
    return pages.display_page(view_for(room.history.state, DISPLAY), shown(room))


def _team() -> str:
    room = at_stage("questions", WORDS)
    return pages.team_page(view_for(room.history.state, TEAM_PAGE), shown(room))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def opened(browser: Browser, html: str, look: tuple[int, int, Literal["light", "dark"]]) -> Page:
    """The page, served with its own files and nothing else."""
    width, height, scheme = look
    tab = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme).new_page()

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix("http://seats.test")
        if path == "/":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif path.startswith("/static/"):
            route.fulfill(path=pages.STATIC / path.removeprefix("/static/"))
        else:
            route.abort()

    tab.route("**/*", serve)
    tab.goto("http://seats.test/")
    return tab


def checked(tab: Page) -> dict[str, Any]:
    tab.evaluate(f"() => {{ {axe()} }}")
    found: dict[str, Any] = tab.evaluate(RUN)
    return found


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_fault_that_axe_can_find_and_fits_every_screen(browser: Browser, name: str) -> None:
    html = PAGES[name]()
    for look in LOOKS:
        tab = opened(browser, html, look)
        found = checked(tab)
        tab.context.close()
        assert found["wrong"] == [], look
        assert [one for one in found["unsure"] if one[0] != "color-contrast"] == [], look
        assert found["wide"] <= 0, look
        assert found["small"] == [], look
        assert {"color-contrast", "heading-order", "region", "document-title"} <= set(found["right"])


def test_the_check_finds_a_fault_that_is_there(browser: Browser) -> None:
    html = PAGES["points"]().replace('<label for="note-text"', '<label for="nothing"')
    tab = opened(browser, html, LOOKS[0])
    assert "label" in {name for name, _ in checked(tab)["wrong"]}
    tab.context.close()


def test_a_page_works_for_the_keyboard_alone(browser: Browser) -> None:
    tab = opened(browser, PAGES["points"](), LOOKS[0])
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to where you look"
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.id") == "note-text"
    tab.context.close()


@pytest.mark.parametrize(("width", "leads"), [(390, True), (1280, False)])
def test_on_a_narrow_screen_a_link_at_the_top_leads_to_the_field_for_a_note(
    browser: Browser, width: int, leads: bool
) -> None:
    tab = opened(browser, PAGES["points"](), (width, 800, "light"))
    link = tab.get_by_role("link", name="Write a note")
    assert link.count() == leads
    if leads:
        link.click()
        assert tab.evaluate("document.activeElement.id") == "note-text"
        assert tab.evaluate("document.activeElement.getBoundingClientRect().top < innerHeight")
    tab.context.close()


def test_the_display_is_large_and_fits_a_projector(browser: Browser) -> None:
    looks: list[tuple[int, int, Literal["light", "dark"]]] = [
        (1024, 768, "light"),
        (1920, 1080, "dark"),
        (800, 600, "light"),
    ]
    for look in looks:
        tab = opened(browser, PAGES["display"](), look)
        assert tab.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0, look
        size = tab.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize) / innerHeight")
        assert size > 0.08, look
        tab.context.close()


def test_paper_holds_no_form(browser: Browser) -> None:
    tab = opened(browser, PAGES["points"](), LOOKS[0])
    tab.emulate_media(media="print")
    assert not tab.locator("form >> visible=true").count()
    assert not tab.locator("nav >> visible=true").count()
    tab.context.close()
