"""The lead's screens in a real terminal, two members in real browsers: what each of the three sees of the others."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.cli.run import PANEL_TUI, run
from tests.drills.terminal import Terminal
from tests.room.rooms import rooms_in

from panel_tui.session import bodies
from panel_tui.store.verify import verify

pytestmark = [
    pytest.mark.needs("chromium|chromium-browser|google-chrome"),
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is driven; Windows has none"),
]
PLAN = """\
service: Manage Arrears
phase: beta
standard: localgov-2016
panel:
  - {name: Ana Lead, role: lead}
  - {name: Bo Tarn, role: member}
  - {name: Cy Wold, role: member}
"""
Enter = Callable[[str], Page]


@pytest.fixture
def session(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN)
    return Path(run(tmp_path, "new", "plan.yaml").stdout.strip())


@pytest.fixture
def enter(browser: Browser) -> Iterator[Enter]:
    """Opens an address in a browser of its own, in which nothing goes wrong."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def opened(url: str) -> Page:
        context = browser.new_context(viewport={"width": 1300, "height": 900})
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def happened(session: Path) -> list[bodies.AnyBody]:
    looked = rooms_in(session.parent.parent).open(str(session), read_only=True)
    return [event.what for event in looked.history.events]


def speak(lead: Terminal, line: str) -> None:
    lead.press(":")
    lead.wait_for("Tab completes")
    lead.press(line, "enter")
    lead.wait_until_gone("Tab completes")


def write(page: Page, text: str) -> None:
    page.get_by_label("Your note on").fill(text)
    page.get_by_role("button", name="Keep the note").click()


def score(page: Page, level: str) -> None:
    page.locator(f"#r-score input[value={level}]").check()
    page.get_by_role("button", name="Give my score").click()
    expect(page.locator("#r-score")).to_contain_text("sealed until the reveal")


def opens_the_seats(lead: Terminal) -> tuple[str, str]:
    """The lead opens the seats on this computer; the address and the PIN as they stand on the screen."""
    lead.wait_for("Manage Arrears")
    lead.press("f4")
    lead.wait_for("This computer only", "Behind a public address")
    lead.press("enter")
    text = lead.wait_for("rings, and you let in", "Bo Tarn", "Cy Wold")
    url, pin = re.search(r"http://[\w.:]+", text), re.search(r"PIN +(\d{4} \d{4})", text)
    assert url is not None
    assert pin is not None
    return url[0], pin[1]


def test_two_members_in_browsers_and_the_lead_in_a_terminal_hold_an_assessment(
    session: Path, tmp_path: Path, enter: Enter
) -> None:
    env = {"PANEL_TUI_SESSIONS": str(tmp_path / "sessions"), "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    with Terminal([*PANEL_TUI, "open", str(session)], cwd=tmp_path, env=env, columns=132, rows=40) as lead:
        url, pin = opens_the_seats(lead)

        # Bo comes in by a link that the lead reads from the panel.
        lead.press("down")
        shown = re.search(r"http://\S+/join/\S+", lead.wait_for("Link of Bo Tarn"))
        assert shown is not None
        bo = enter(shown[0])
        bo.get_by_role("button", name="Join as Bo Tarn, member").click()
        expect(bo.locator("#r-status")).to_contain_text("You are Bo Tarn")
        lead.wait_for("Seats: 2 of 3 are in")

        # Cy has none: the PIN rings, the lobby names nobody, and the lead lets Cy in.
        cy = enter(url)
        cy.get_by_label("Your name").fill("Cy")
        cy.get_by_label("PIN").fill(pin)
        cy.get_by_label("Seat").select_option("Panel member C")
        cy.get_by_role("button", name="Ask to come in").click()
        expect(cy.get_by_role("heading", level=1)).to_have_text("Waiting for the lead")
        lead.wait_for("Cy asks for the seat of Cy Wold")
        lead.press("\x1b[H", "a")
        lead.wait_for("Cy Wold", "Enter")
        lead.press("enter")
        expect(cy.locator("#r-status")).to_contain_text("You are Cy Wold")
        lead.wait_for("Seats: 3 of 3 are in")
        lead.press("escape")
        lead.wait_until_gone("Room display  point")

        # The lead moves the room; a note of one is at all three.
        speak(lead, "stage points")
        lead.wait_for("Points 1/15", "0 of 3 are in")
        for page in (bo, cy):
            expect(page.get_by_role("heading", level=1)).to_contain_text("Understand user needs")
        write(bo, "+ forty <b>interviews</b> were held")
        expect(cy.locator(".notes li")).to_contain_text("forty <b>interviews</b> were held")
        lead.wait_for("forty <b>interviews</b> were held")

        # Both score, and nobody sees the other's level.
        score(bo, "met")
        lead.wait_for("1 of 3 are in")
        expect(cy.locator("#r-panel")).to_contain_text("1 of 3 are in")
        score(cy, "not-met")
        lead.wait_for("2 of 3 are in")
        for page, other in ((bo, "Not met"), (cy, "Met")):
            expect(page.locator("#r-panel")).to_contain_text("2 of 3 are in")
            expect(page.locator("#r-result")).not_to_contain_text(re.compile(rf"{other}|Spread"))
            expect(page.locator("#r-panel")).not_to_contain_text(other)
        assert "Spread" not in lead.text

        # One reveal: the spread is at all three.
        speak(lead, "score met")
        lead.wait_for("3 of 3 are in")
        speak(lead, "stage deliberation")
        lead.wait_for("Decide")
        lead.press("r")
        for page in (bo, cy):
            expect(page.locator("#r-result")).to_contain_text("Spread: ")
            expect(page.locator("#r-result")).to_contain_text("Not met")
        lead.wait_for("Not met", "revealed")

        # The lead decides; who does not share it says so in the browser, and the lead reads it.
        speak(lead, "decide 1 met because they showed it")
        for page in (bo, cy):
            expect(page.locator("#r-result")).to_contain_text("they showed it")
        cy.get_by_text("I dissent from this decision").click()
        cy.get_by_label("My dissent").fill("nobody was asked at home")
        cy.get_by_role("button", name="Record my dissent").click()
        lead.wait_for("nobody was asked at home")
        expect(bo.locator("#r-result")).to_contain_text("nobody was asked at home")

        # Questions come from a seat, and at the close each signs in its own place.
        speak(lead, "stage questions")
        bo.get_by_label("Your question or challenge").fill("who answers the phone?")
        bo.get_by_role("button", name="Add it to the list").click()
        lead.wait_for("who answers the phone?")
        expect(cy.locator("#r-questions")).to_contain_text("who answers the phone?")
        speak(lead, "stage close")
        lead.wait_for("Still to do", "Results")
        speak(lead, "outcome not-met because the rest is for another day")
        cy.get_by_label("A remark of your own").fill("gladly")
        cy.get_by_role("button", name="Sign as").click()
        expect(bo.locator("#r-sign")).to_contain_text("“gladly”")
        lead.wait_for("gladly")
        lead.press("ctrl+q")
        lead.wait_for_end()

    assert verify(session).ok
    assert [what.text for what in happened(session) if isinstance(what, bodies.NoteTaken)] == [
        "forty <b>interviews</b> were held"
    ]


class Serving:
    """`panel-tui serve` in a process of its own, always at the same port."""

    def __init__(self, session: Path, port: int) -> None:
        self.process = subprocess.Popen(
            [*PANEL_TUI, "serve", str(session), "--json", "--port", str(port)],
            cwd=session.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            env={**os.environ, "PANEL_TUI_SESSIONS": str(session.parent)},
        )
        assert self.process.stdout is not None
        self.said = json.loads(self.process.stdout.readline())

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def serve(session: Path) -> Iterator[Callable[[], Serving]]:
    made: list[Serving] = []
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def started() -> Serving:
        made.append(Serving(session, port))
        return made[-1]

    yield started
    for one in made:
        one.kill()


def test_notes_written_while_the_server_was_killed_arrive_once_each_when_it_is_back(
    session: Path, serve: Callable[[], Serving], enter: Enter
) -> None:
    first = serve()
    page = enter(next(one["link"] for one in first.said["seats"] if one["name"] == "Cy Wold"))
    page.get_by_role("button").click()
    page.goto(f"{first.said['url']}/?point=1")
    write(page, "before")
    expect(page.locator(".notes li")).to_have_count(1)
    first.kill()
    expect(page.locator("#connection")).to_contain_text("Connection lost")
    for text in ("away one", "away two"):
        write(page, text)
    expect(page.locator("#outbox li")).to_have_count(2)
    serve()
    expect(page.locator("#connection")).to_be_hidden(timeout=30_000)
    expect(page.locator(".notes li")).to_have_count(3)
    expect(page.locator("#outbox")).to_be_hidden()
    page.reload()
    expect(page.locator(".notes li")).to_have_count(3)
    notes = [what.text for what in happened(session) if isinstance(what, bodies.NoteTaken)]
    assert notes == ["before", "away one", "away two"]
