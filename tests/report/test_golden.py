"""Every copy of one rich session, byte for byte. After a wanted change: GOLDEN=write pytest; then read the diff."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.report import sessions
from tests.report.read import parts
from tests.report.stage import Stage

from panel_tui.report.export import render
from panel_tui.session.view import Audience

GOLDEN = Path(__file__).parent / "golden"
MAIN = {"docx": "word/document.xml", "odt": "content.xml"}


def check(name: str, content: bytes) -> None:
    file = GOLDEN / name
    if os.environ.get("GOLDEN") == "write":
        file.write_bytes(content)
    assert content == file.read_bytes(), f"{name} is not what it was"


@pytest.mark.parametrize("audience", ["team", "internal", "public"])
@pytest.mark.parametrize("format", ["md", "html", "csv", "json"])
def test_a_copy_is_what_it_was(assessed: Stage, format: str, audience: Audience) -> None:
    check(f"assessment-{audience}.{format}", render(assessed.report(audience), format))


@pytest.mark.parametrize("format", ["docx", "odt"])
def test_the_text_of_a_document_is_what_it_was(assessed: Stage, format: str) -> None:
    content = render(assessed.report("team"), format)
    check(f"assessment-team.{format}.xml", parts(content)[MAIN[format]].encode())


def test_a_seat_takes_its_own_private_notes_along(assessed: Stage) -> None:
    check("assessment-panel-seat-2.md", render(assessed.report("panel", seat="seat-2"), "md"))


@pytest.mark.parametrize("format", ["md", "json"])
def test_a_conversation_is_what_it_was(talked: Stage, format: str) -> None:
    check(f"conversation-team.{format}", render(talked.report("team"), format))


@pytest.mark.parametrize("audience", ["team", "public"])
@pytest.mark.parametrize("format", ["md", "html", "csv"])
def test_a_light_touch_conversation_is_what_it_was(format: str, audience: Audience) -> None:
    check(f"forms-{audience}.{format}", render(sessions.forms().report(audience), format))


@pytest.mark.parametrize("format", ["md", "html", "csv"])
def test_a_reassessment_is_what_it_was(format: str) -> None:
    check(f"again-internal.{format}", render(sessions.again().report("internal"), format))


@pytest.mark.parametrize("audience", ["internal", "team", "public"])
@pytest.mark.parametrize("format", ["md", "csv", "html"])
def test_a_teams_own_record_is_what_it_was(format: str, audience: Audience) -> None:
    check(f"alone-{audience}.{format}", render(sessions.alone().report(audience), format))


@pytest.mark.parametrize("format", ["trello-csv", "cards"])
def test_the_cards_are_what_they_were(assessed: Stage, format: str) -> None:
    check(f"assessment-team.{format}", render(assessed.report("team"), format))
    check(f"again-public.{format}", render(sessions.again().report("public"), format))
    check(f"forms-team.{format}", render(sessions.forms().report("team"), format))
    check(f"alone-team.{format}", render(sessions.alone().report("team"), format))


def test_a_conversation_without_agreed_texts_stands_on_the_panels_notes() -> None:
    check("conversation-noted-internal.md", render(sessions.talk(agreed=False).report("internal"), "md"))


@pytest.mark.parametrize("format", ["docx", "odt"])
def test_the_same_session_gives_the_same_bytes(format: str) -> None:
    first, second = (render(sessions.assessment().report("internal"), format) for _ in range(2))
    assert first == second
