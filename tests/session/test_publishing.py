"""The register holds what the lead marked as published: closed, real, and as long as nobody takes it out."""

from __future__ import annotations

from typing import Any

import pytest
from tests.session.bring import PUBLISH, UNPUBLISH
from tests.session.room import ANA, CY, DI, OB, Room, created
from tests.session.say import CLOSE, DECIDED, adjourn, outcome, redo, undo

from panel_tui.session import bodies
from panel_tui.session.view import AUDIENCES, DISPLAY, TEAM_PAGE, Viewer
from panel_tui.session.views import audience


def closed(**changes: Any) -> Room:
    return Room(created(**changes)).lead(*DECIDED, outcome(), CLOSE)


def test_a_closed_session_is_published_with_its_addresses_and_taken_out_again() -> None:
    room = closed().lead(PUBLISH)
    held = room.state.publication
    assert held is not None
    assert (held.at, held.report, held.board) == (room.at, "https://council.example/report", "https://board.example/b1")
    assert room.said(CY) == "marked the session as published"
    room.lead(bodies.Published(board="https://board.example/b2"))
    assert room.state.publication is not None
    assert (room.state.publication.report, room.state.publication.board) == (None, "https://board.example/b2")
    assert room.lead(UNPUBLISH).state.publication is None
    assert room.said(CY) == "took the session out of the register"


def test_what_was_published_is_undone_and_redone_though_the_session_is_closed() -> None:
    room = closed().lead(PUBLISH)
    assert room.lead(undo(room.n)).state.publication is None
    assert room.lead(redo(room.n - 1)).state.publication is not None
    room.lead(UNPUBLISH)
    assert room.lead(undo(room.n)).state.publication is not None


def test_a_closing_that_was_published_is_not_undone() -> None:
    room = closed().lead(PUBLISH)
    assert room.refuses(ANA, undo(room.n - 1)) == (
        f"event {room.n}, which came after, would not fit any more: "
        "close the session first; only what is closed is published"
    )


def test_what_was_published_stays_so_when_the_session_is_opened_again_and_can_be_taken_out_then() -> None:
    room = closed().lead(PUBLISH, bodies.SessionReopened(reason="A slip"))
    assert room.state.publication is not None
    assert room.refuses(ANA, PUBLISH) == "close the session first; only what is closed is published"
    assert room.lead(UNPUBLISH).state.publication is None


@pytest.mark.parametrize(
    ("room", "who", "what", "sentence"),
    [
        (Room(), ANA, PUBLISH, "close the session first; only what is closed is published"),
        (Room().lead(adjourn()), ANA, PUBLISH, "the panel has adjourned; reconvene first"),
        (closed(), CY, PUBLISH, "only the lead does this, and the lead is Anazora Quill"),
        (closed(rehearsal=True), ANA, PUBLISH, "this is a rehearsal, and those are not published"),
        (closed(), ANA, UNPUBLISH, "this session is not marked as published"),
        (closed(), ANA, bodies.Published(report="a page"), "a link starts with https:// or http:// and has no spaces"),
        (closed(), ANA, bodies.Published(board="x"), "a link starts with https:// or http:// and has no spaces"),
    ],
)
def test_what_is_not_published_is_refused_in_one_sentence(
    room: Room, who: str, what: bodies.AnyBody, sentence: str
) -> None:
    assert room.refuses(who, what) == sentence


def test_that_it_was_published_is_for_everybody_who_reads_the_result() -> None:
    room = closed().lead(PUBLISH)
    readers = [Viewer(seat=DI), *(audience(one) for one in AUDIENCES)]
    assert all(room.view(one).publication == room.state.publication for one in readers)
    assert [room.view(one).publication for one in (OB, DISPLAY, TEAM_PAGE)] == [None] * 3
