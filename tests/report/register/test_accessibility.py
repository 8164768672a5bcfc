"""The register in a real browser: nothing that axe-core finds, no request that leaves the page, and narrow screens."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.report.register.test_html import ENTRIES
from tests.report.test_accessibility import DARK, LIGHT, browse, checked
from tests.web.chromium import chromium

from panel_tui.report.register import folder, html
from panel_tui.report.register.model import Entry, Register, register

pytestmark = [pytest.mark.needs("chromium|chromium-browser|google-chrome"), pytest.mark.slow]

LONG = Entry(
    service="Donaudampfschifffahrtsgesellschaftskapitänsmützenbeantragungsverfahren",
    date="2021-02",
    phase="Beta",
    text="https://example.org/" + "and-on" * 40,
    outcome="Met with conditions",
    standard="Local Government Digital Service Standard",
    copy="reports/a.html",
)


def whole(per_page: int = 50) -> Register:
    return register([*ENTRIES, LONG], organisation="Another Council", intro="Hello.", per_page=per_page)


@pytest.mark.parametrize("look", [LIGHT, DARK])
@pytest.mark.parametrize("number", [0, 1])
def test_a_page_has_no_fault_that_axe_can_find(tmp_path: Path, look: str, number: int) -> None:
    made = whole(per_page=3)
    found = checked(tmp_path, html.render(made, made.pages[number], "ours"), look, "--window-size=1200,900")
    assert found["wrong"] == []
    assert found["unsure"] == []
    assert found["dark"] is (look == DARK)
    assert {"color-contrast", "heading-order", "region", "document-title", "html-has-lang"} <= set(found["right"])


def test_an_empty_register_has_no_fault_either(tmp_path: Path) -> None:
    made = register([])
    assert checked(tmp_path, html.render(made, made.pages[0], "ours"), LIGHT)["wrong"] == []


def test_the_check_finds_a_fault_that_is_there(tmp_path: Path) -> None:
    made = whole()
    content = html.render(made, made.pages[0], "ours").decode()
    assert "--soft: #4a5158" in content
    found = checked(tmp_path, content.replace("--soft: #4a5158", "--soft: #b0b3b6").encode(), LIGHT)
    assert "color-contrast" in {name for name, _ in found["wrong"]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_request_leaves_a_page_and_it_fits_narrow_and_wide_screens(tmp_path: Path, scheme: str) -> None:
    folder.write(tmp_path, whole(per_page=3))
    with chromium() as browser:
        tab = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
        asked: list[str] = []
        said: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: said.append(message.text))
        for width in (320, 390, 1280):
            tab.set_viewport_size({"width": width, "height": 900})
            tab.goto((tmp_path / "index.html").as_uri())
            assert tab.evaluate("document.documentElement.scrollWidth") == width
        tab.get_by_role("link", name="2020").click()
        assert tab.url == (tmp_path / "2020.html").as_uri() + "#year-2020"
        assert tab.get_by_role("link", name="Report of Manage Arrears, Beta, June 2021").count() == 0
        tab.get_by_role("link", name="2021").click()
        assert tab.get_by_role("link", name="Report of Manage Arrears, Beta, June 2021").count() == 1
        tab.reload()
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.textContent")
    assert {url.partition(":")[0] for url in asked} == {"file"}
    assert {url.partition("#")[0].rpartition("/")[2] for url in asked} == {"index.html", "2020.html"}
    assert said == []


@pytest.mark.needs("pdftotext")
def test_a_page_prints_whole_with_its_addresses_and_without_its_list_of_years(tmp_path: Path) -> None:
    folder.write(tmp_path, whole())
    paper = tmp_path / "paper.pdf"
    browse(tmp_path, tmp_path / "index.html", f"--print-to-pdf={paper}", "--no-pdf-header-footer")
    text = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
    for words in ("Service assessments", "Manage Arrears", "Met with conditions", "https://x.example/r?a=1&b=2"):
        assert words in text
    assert "Years" not in text
    assert "Skip to" not in text
