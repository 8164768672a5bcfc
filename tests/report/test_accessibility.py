"""The page passes axe-core's checks of WCAG 2.2 A and AA in a real browser: light, dark, narrow, and on paper."""

from __future__ import annotations

import html
import importlib.util
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.missing import missing
from tests.report import sessions
from tests.report.stage import Stage, created, standard

from panel_tui.report.export import render
from panel_tui.session.view import Audience

pytestmark = [pytest.mark.needs("chromium|chromium-browser|google-chrome"), pytest.mark.slow]

LIGHT = "--blink-settings=preferredColorScheme=1"
DARK = "--blink-settings=preferredColorScheme=0"
SIGNS = re.compile('class="(number|label|sign)"').search
RUN = """
<pre id="found"></pre>
<script>
addEventListener("load", async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const all = await axe.run({exclude: ["#found"]}, {runOnly: tags});
  const short = list => list.map(one => [one.id, one.nodes.map(node => node.target.join(" ") + ": " + node.html)]);
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const found = {wrong: short(all.violations), unsure: short(all.incomplete), right: all.passes.map(one => one.id)};
  document.getElementById("found").textContent = JSON.stringify({...found, dark, wide});
});
</script>
"""


def axe() -> str:
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        missing("axe-core is not here: pip install --no-deps -r tests/report/axe.lock")
    return Path(found.origin).with_name("axe.min.js").read_text(encoding="utf-8")


def browse(folder: Path, page: Path, *options: str) -> str:
    """What the browser says at the end of its work on a page."""
    browser = next(
        path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)) is not None
    )
    quiet = (
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--hide-scrollbars",
    )
    alone = ("--disable-component-update", "--disable-sync", "--no-sandbox", f"--user-data-dir={folder / 'browser'}")
    command = [browser, "--headless", *quiet, *alone, *options, page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


def checked(folder: Path, content: bytes, *options: str) -> dict[str, Any]:
    """What axe-core finds on the page. The page forbids all script, so that is taken out for the check."""
    text = content.decode()
    policy = re.search('<meta http-equiv="Content-Security-Policy"[^>]*>', text)
    assert policy
    script = f"<script>{axe()}</script>{RUN}</body>"
    page = folder / "page.html"
    page.write_text(text.replace(policy[0], "").replace("</body>", script), encoding="utf-8")
    seen = browse(folder, page, "--virtual-time-budget=30000", "--dump-dom", *options)
    found = re.search('<pre id="found">(.+?)</pre>', seen, re.DOTALL)
    assert found, "the browser ran the check to its end"
    told: dict[str, Any] = json.loads(html.unescape(found[1]))
    return told


@pytest.mark.parametrize("look", [LIGHT, DARK])
@pytest.mark.parametrize("audience", ["internal", "public"])
def test_a_page_has_no_fault_that_axe_can_find(tmp_path: Path, assessed: Stage, audience: Audience, look: str) -> None:
    found = checked(tmp_path, render(assessed.report(audience), "html"), look, "--window-size=1200,900")
    assert found["wrong"] == []
    # Letters on the picture's tiles, and single signs, are beyond what axe can judge: see test_looks.py.
    unsure = [node for rule, nodes in found["unsure"] for node in nodes if rule != "color-contrast" or not SIGNS(node)]
    assert unsure == []
    assert found["dark"] is (look == DARK)
    assert {"color-contrast", "heading-order", "region", "document-title", "html-has-lang"} <= set(found["right"])


@pytest.mark.parametrize("look", [LIGHT, DARK])
@pytest.mark.parametrize("made", [sessions.talk, sessions.forms, sessions.again, sessions.alone])
def test_a_conversation_a_reassessment_and_a_teams_own_record_have_no_fault_either(
    tmp_path: Path, made: Callable[[], Stage], look: str
) -> None:
    assert checked(tmp_path, render(made().report("internal"), "html"), look)["wrong"] == []


def test_a_page_fits_a_narrow_screen_without_scrolling_sideways(tmp_path: Path, assessed: Stage) -> None:
    # The browser's own window is never narrower than 500: a frame is.
    inner = tmp_path / "inner.html"
    inner.write_bytes(render(assessed.report("internal"), "html"))
    page = tmp_path / "outer.html"
    page.write_text(
        '<iframe id="f" src="inner.html" style="width:320px;height:900px;border:0"></iframe><pre id="found"></pre>'
        "<script>addEventListener('load', () => { const root = document.getElementById('f').contentDocument"
        ".documentElement; document.getElementById('found').textContent = root.clientWidth + ' ' + root.scrollWidth;"
        "});</script>",
        encoding="utf-8",
    )
    seen = browse(tmp_path, page, "--allow-file-access-from-files", "--virtual-time-budget=5000", "--dump-dom")
    assert '<pre id="found">320 320</pre>' in seen


@pytest.mark.parametrize(
    ("good", "bad", "rule"),
    [
        ("--ink: #14171a", "--ink: #b0b3b6", "color-contrast"),
        ('<html lang="en-GB">', "<html>", "html-has-lang"),
        ('scope="row"', 'scope="sideways"', "scope-attr-valid"),
    ],
)
def test_the_check_finds_a_fault_that_is_there(tmp_path: Path, good: str, bad: str, rule: str) -> None:
    content = render(Stage(created(standard())).report(), "html").decode()
    assert good in content
    found = checked(tmp_path, content.replace(good, bad).encode(), LIGHT)
    assert rule in {name for name, _ in found["wrong"]}


@pytest.mark.needs("pdftotext")
def test_the_page_prints_whole_and_without_its_list_of_contents(tmp_path: Path) -> None:
    page, paper = tmp_path / "page.html", tmp_path / "paper.pdf"
    page.write_bytes(render(sessions.assessment().report("internal"), "html"))
    browse(tmp_path, page, f"--print-to-pdf={paper}", "--no-pdf-header-footer")
    text = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
    assert "Contents" not in text
    assert "Skip to the report" not in text
    for words in ("Manage Arrears: Beta assessment report", "5. Be reliable", "About this copy"):
        assert words in text
