"""Public copies of reports beside the register: for published sessions alone, and without a name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.report.register.held import begun, closing, held, opened, rooms_in
from tests.report.test_html import Page as Read

from panel_tui.report.register import copies
from panel_tui.report.register.folder import MARK, RegisterError
from panel_tui.report.register.sessions import Published, gather
from panel_tui.rooms import Rooms
from panel_tui.session import bodies

NO_ADDRESS = bodies.Published()


def write(rooms: Rooms, folder: Path) -> tuple[Sequence[Published], tuple[str, ...]]:
    published = gather(rooms.list()).published
    linked, told = copies.write(rooms, published, folder, "1.0")
    copies.withdraw(published, folder)
    return linked, told


def reports(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "reports").iterdir())


def test_a_session_without_an_address_gets_a_copy_and_a_way_to_it(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    held(rooms, NO_ADDRESS)
    held(rooms, service="Elsewhere")
    held(rooms, None, service="Not published")
    linked, told = write(rooms, tmp_path / "public")
    assert told == ()
    assert {one.entry.service: one.entry.copy for one in linked} == {
        "Find a repair": "reports/2026-11-20-find-a-repair-discovery.html",
        "Elsewhere": None,
    }
    assert reports(tmp_path / "public") == ["2026-11-20-find-a-repair-discovery.html"]
    content = (tmp_path / "public" / "reports" / "2026-11-20-find-a-repair-discovery.html").read_bytes()
    assert content.split(b"\n")[1] == f"<!-- {MARK} -->".encode()
    read = Read(content)
    assert "They listened." in read.text
    assert "Leadwell" not in read.text
    assert "Okafor" not in read.text


def test_a_copy_is_written_again_only_when_its_session_is_newer(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    path = held(rooms, NO_ADDRESS)
    write(rooms, tmp_path)
    (copy,) = (tmp_path / "reports").iterdir()
    first = copy.stat().st_mtime_ns
    write(rooms, tmp_path)
    assert copy.stat().st_mtime_ns == first
    copy.chmod(0o600)  # as a run leaves it that is stopped in the middle, in an earlier version
    write(rooms, tmp_path)
    assert (copy.stat().st_mtime_ns, copy.stat().st_mode & 0o777) == (first, 0o644)
    with opened(rooms, path) as room:
        room.record(room.state.lead, bodies.SessionReopened(reason="a mistake"))
        room.record(room.state.lead, bodies.TextAgreed(heading="learned", text="They learned."))
        room.record(room.state.lead, bodies.SessionClosed())
    os.utime(path, ns=(first + 10**9, first + 10**9))
    write(rooms, tmp_path)
    assert "They learned." in copy.read_text()


def test_the_copy_of_a_session_that_is_published_no_more_is_taken_away(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    path = held(rooms, NO_ADDRESS)
    write(rooms, tmp_path)
    (tmp_path / "reports" / "mine.html").write_text("mine")
    with opened(rooms, path) as room:
        room.record(room.state.lead, bodies.Unpublished())
    write(rooms, tmp_path)
    assert reports(tmp_path) == ["mine.html"]


def test_a_file_of_somebody_else_in_its_place_is_left_as_it_is(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    held(rooms, NO_ADDRESS)
    (tmp_path / "reports").mkdir()
    mine = tmp_path / "reports" / "2026-11-20-find-a-repair-discovery.html"
    mine.write_text("mine")
    with pytest.raises(RegisterError, match="left as it is"):
        write(rooms, tmp_path)
    assert mine.read_text() == "mine"


def test_a_session_that_breaks_meanwhile_is_named_and_the_others_are_written(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    path = Path(begun(rooms, *closing(NO_ADDRESS), service="Breaks"))
    held(rooms, NO_ADDRESS)
    published = gather(rooms.list()).published
    path.write_bytes(path.read_bytes()[:-9])
    linked, told = copies.write(rooms, published, tmp_path, "1.0")
    assert [sentence.split(":")[0] for sentence in told] == ["2026-11-20-breaks-discovery"]
    assert "its report was not written" in told[0]
    assert {one.entry.service: one.entry.copy is None for one in linked} == {"Breaks": True, "Find a repair": False}


def test_a_name_of_a_file_is_written_as_an_address(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    path = Path(held(rooms, NO_ADDRESS))
    path.rename(path.with_name("a #1?.json"))
    linked, _ = write(rooms, tmp_path)
    assert [one.entry.copy for one in linked] == ["reports/a%20%231%3F.html"]
    assert reports(tmp_path) == ["a #1?.html"]
