"""Every free text has a row that says who reads it, and reaches exactly those, in every format and on every page."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest
from tests.report import planted
from tests.report.planted import WORDS
from tests.report.read import everything
from tests.report.register.held import rooms_in
from tests.report.stage import NOW, Stage, created, standard

from panel_tui import follow_up
from panel_tui.report.export import formats, render
from panel_tui.report.register import copies, folder
from panel_tui.report.register.model import register
from panel_tui.report.register.sessions import gather
from panel_tui.rooms import Rooms
from panel_tui.session import bodies
from panel_tui.session.body import Body
from panel_tui.session.free_texts import FREE_TEXTS, NOT_FREE, FreeText, Reader
from panel_tui.session.log import log_for
from panel_tui.session.view import AUDIENCES, DISPLAY, TEAM_PAGE, Audience, Viewer
from panel_tui.session.views import view_for
from panel_tui.web.pages import Shown, display_page, seat_page, team_page
from panel_tui.wire import Presence

DOCUMENTS = ("md", "html", "docx", "odt")
IN_THE_LOG_ALONE: set[FreeText] = {
    (bodies.ConflictLifted, "reason", ""),
    (bodies.LeadTaken, "reason", ""),
    (bodies.SessionReopened, "reason", ""),
    (bodies.KnockAnswered, "name", "where names stand"),
}
NOT_IN_A_DOCUMENT: set[FreeText] = {
    *IN_THE_LOG_ALONE,
    (bodies.Published, "report", ""),
    (bodies.Published, "board", ""),
}
"""What stands in the JSON copy and in no document."""


def texts_of(struct: type[msgspec.Struct]) -> Iterator[tuple[type[msgspec.Struct], str]]:
    """The fields of a struct and of those inside it that can hold text that is no closed set of words."""
    for field, kind in typing.get_type_hints(struct).items():
        inside = tuple(leaves(kind))
        if any(leaf in (str, Any) for leaf in inside):
            yield struct, field
        for leaf in inside:
            if isinstance(leaf, type) and issubclass(leaf, msgspec.Struct):
                yield from texts_of(leaf)


def leaves(kind: Any) -> Iterator[Any]:
    """The types that a type is made of."""
    if typing.get_origin(kind) is Literal:
        return
    parts = typing.get_args(kind)
    if not parts:
        yield kind
    for part in parts:
        yield from leaves(part)


def every_text() -> set[tuple[type[msgspec.Struct], str]]:
    return {text for body in Body.__subclasses__() for text in texts_of(body)}


def test_every_text_of_an_event_is_in_the_table_or_is_no_free_text() -> None:
    free = {(of, field) for of, field, _ in FREE_TEXTS}
    others = {(of, field) for of, fields in NOT_FREE.items() for field in fields}
    assert not free & others
    assert every_text() == free | others, "say in session/free_texts.py who reads it"


def test_the_walk_finds_a_text_that_nobody_has_put_into_the_table() -> None:
    class Inner(msgspec.Struct):
        remark: str | None = None
        kind: Literal["a", "b"] = "a"

    class Outer(msgspec.Struct):
        words: tuple[str, ...]
        inner: tuple[Inner, ...] = ()
        count: int = 0

    hints = {"Outer": Outer, "Inner": Inner}
    found = set()
    for struct in hints.values():
        for field, kind in typing.get_type_hints(struct, localns=hints).items():
            found |= {(struct, field) for leaf in leaves(kind) if leaf is str}
    assert found == {(Outer, "words"), (Inner, "remark")}


def test_every_row_has_a_word_in_a_session() -> None:
    kept = "".join(repr(room.history.events) for room in planted.every())
    assert [row for row, word in WORDS.items() if word not in kept] == []


@cache
def sessions() -> tuple[Stage, ...]:
    return planted.every()


def copied(audience: Audience, format: str, names: bool | None = True) -> str:
    reports = (room.report(audience, names=names) for room in sessions())
    return "".join(everything(render(report, format), format) for report in reports).lower()  # a sentence has a capital


def strange(text: str, reader: Reader) -> list[FreeText]:
    """What is told to somebody for whom it is not meant."""
    return [row for row, word in WORDS.items() if word in text and reader not in FREE_TEXTS[row]]


def lacking(text: str, reader: Reader) -> set[FreeText]:
    """What is meant for somebody and not told."""
    return {row for row, word in WORDS.items() if word not in text and reader in FREE_TEXTS[row]}


@pytest.mark.parametrize("format", formats())
@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_copy_tells_nothing_that_is_not_meant_for_its_reader(audience: Audience, format: str) -> None:
    assert strange(copied(audience, format), audience) == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_json_copy_tells_everything_that_is_meant_for_its_reader(audience: Audience) -> None:
    assert lacking(copied(audience, "json"), audience) == set()


@pytest.mark.parametrize("format", DOCUMENTS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_document_tells_what_is_meant_for_its_reader(audience: Audience, format: str) -> None:
    expected = {row for row in NOT_IN_A_DOCUMENT if audience in FREE_TEXTS[row]}
    assert lacking(copied(audience, format), audience) == expected


@pytest.mark.parametrize("format", formats())
@pytest.mark.parametrize("audience", ["team", "panel", "public"])
def test_a_copy_without_names_tells_no_name(audience: Audience, format: str) -> None:
    text = copied(audience, format, names=None)
    named = [word for (_, _, which), word in WORDS.items() if which == "where names stand"]
    assert [word for word in named if word in text] == []


VIEWERS: dict[Reader, Viewer] = {
    "seat": Viewer(seat="seat-1"),
    "observer": Viewer(seat="seat-5"),
    "team page": TEAM_PAGE,
    "display": DISPLAY,
}


@pytest.mark.parametrize("reader", VIEWERS)
def test_in_the_room_a_view_and_a_log_tell_what_is_meant_for_their_reader(reader: Reader) -> None:
    viewer = VIEWERS[reader]
    text = "".join(
        msgspec.json.encode((view_for(room.history.state, viewer), log_for(room.history, viewer))).decode()
        for room in sessions()
    )
    assert strange(text, reader) == []
    assert lacking(text, reader) == set()


@pytest.mark.parametrize("reader", VIEWERS)
def test_a_page_in_a_browser_tells_nothing_that_is_not_meant_for_its_reader(reader: Reader) -> None:
    pages: dict[Reader, Any] = {
        "seat": seat_page,
        "observer": seat_page,
        "team page": team_page,
        "display": display_page,
    }
    now = Presence(now=NOW, seats=(), lead_gone=None, lead_wait=60)
    shown = Shown(now=NOW, presence=now)
    text = ""
    for room in sessions():
        view = view_for(room.history.state, VIEWERS[reader])
        looks: tuple[tuple[Any, ...], ...] = ((view, shown),)
        if pages[reader] is seat_page:
            looks = tuple((view, looking, shown) for looking in (None, "all", *(one.number for one in view.points)))
        for look in looks:
            text += pages[reader](*look)
    assert WORDS[bodies.SessionCreated, "service", ""] in text
    assert strange(text, reader) == []


def kept(rooms: Rooms, made: Stage) -> None:
    """The same session on a file."""
    first, *events = made.history.events
    assert isinstance(first.what, bodies.SessionCreated)
    room = rooms.create(first.what)
    for event in events:
        what = event.what
        if isinstance(what, bodies.EvidenceBrought):  # the room numbers what is new
            new = tuple(msgspec.structs.replace(item, id="") for item in what.items)
            what = msgspec.structs.replace(what, items=new)
        room.record(event.seat, what, on_behalf_of=event.on_behalf_of)
    room.close()


def test_the_register_tells_nothing_that_is_not_meant_for_it(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    for made in sessions():
        kept(rooms, made)
    published = gather(rooms.list()).published
    written = folder.write(tmp_path / "public", register((one.entry for one in published), per_page=50))
    text = "".join(page.read_text(encoding="utf-8") for page in written.pages)
    assert strange(text, "register") == []
    hidden = {(bodies.DetailsChanged, "value", "")}  # the register has no team; another detail could be in it
    assert lacking(text, "register") == hidden


def test_the_copies_beside_the_register_are_public_ones(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    made = Stage(created(standard(), date="2026-11-20"))
    reason = planted.word(bodies.TimeboxExtended, "reason")
    made.do("seat-1", bodies.TimeboxStarted(box="briefing", seconds=60))
    made.do("seat-1", bodies.TimeboxExtended(box="briefing", seconds=60, reason=reason))
    made.do("seat-1", *(bodies.DecisionMade(point=f"p{n}", level="met", reason="Shown.") for n in range(1, 6)))
    made.do("seat-1", bodies.OutcomeAgreed(outcome="met"), bodies.SessionClosed(), bodies.Published())
    kept(rooms, made)
    copies.write(rooms, gather(rooms.list()).published, tmp_path / "public", "1.0")
    (copy,) = (tmp_path / "public" / copies.FOLDER).iterdir()
    assert "1 minute more" in copy.read_text(encoding="utf-8")
    assert reason not in copy.read_text(encoding="utf-8")


def test_the_list_of_what_is_open_tells_nothing_that_is_not_meant_for_it(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    for made in sessions():
        kept(rooms, made)
    found = follow_up.find(rooms, date(2026, 11, 22)).open
    text = follow_up.as_text(found, found, "service") + follow_up.as_markdown(found, found, "owner")
    text += follow_up.as_csv(found, "date").decode("utf-8-sig") + follow_up.as_json(found, "service")
    assert strange(text, "follow-up") == []
    assert lacking(text, "follow-up") == {(bodies.DetailsChanged, "value", "")}
