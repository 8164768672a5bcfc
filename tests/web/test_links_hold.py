"""A link that was mailed holds until it is renewed: opening the seats again, after a crash too, changes nothing."""

from __future__ import annotations

import asyncio
import os
import stat
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from tests.commands.table import ANA, BO, CY
from tests.room.rooms import HandClock, a_room, reopened
from tests.web.served import Served

from panel_tui.hosting import DISPLAY_PAGE, CannotHost, Hosted, Way
from panel_tui.room import Room
from panel_tui.session import bodies
from panel_tui.session.terms import TEAM
from panel_tui.web.lead_file import LeadFile
from panel_tui.web.limits import HOUR, Limits, TooManyTries, Tries
from panel_tui.web.lobby import Lobby, WrongPin
from panel_tui.web.seat_book import SeatBook
from panel_tui.web.server import Server, open_seats


def links(hosted: Hosted) -> dict[str, str | None]:
    return {one.seat: one.link for one in hosted.seats} | {"display": hosted.display_link, "team": hosted.team_link}


def of_the_door(room: Room) -> list[type]:
    return [type(one.what) for one in room.history.events if type(one.what).__name__.startswith("Seat")]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A device of the lead's own for this test."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    return tmp_path / "home"


def kept_files(home: Path) -> list[Path]:
    return sorted(one for one in home.rglob("*.links*") if one.is_file())


@pytest.mark.usefixtures("home")
def test_ten_openings_show_the_same_links_pin_and_port_and_write_no_line(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    server = open_seats(room, Way())
    first, pin, url = links(server.standing), server.standing.pin, server.standing.url
    assert None not in first.values()
    server.close()
    before = room.state.n
    for _ in range(9):
        room.close()
        room = reopened(room)
        server = open_seats(room, Way())
        assert (links(server.standing), server.standing.pin, server.standing.url) == (first, pin, url)
        server.close()
    assert room.state.n == before
    assert of_the_door(room) == [bodies.SeatsOpened, bodies.SeatsClosed]
    room.close()


def test_after_a_crash_too(tmp_path: Path, home: Path) -> None:
    """What lies on the disks while the seats are open is what a crash leaves."""
    room = a_room(tmp_path)
    server = open_seats(room, Way())
    first, pin = links(server.standing), server.standing.pin
    room.record(ANA, bodies.ScopeTold(text="kept")).result()
    left = {path: path.read_bytes() for path in (*(tmp_path / "sessions").iterdir(), *kept_files(home))}
    events = room.state.n
    server.close()
    room.close()
    for path, content in left.items():
        path.write_bytes(content)
    again = reopened(room)
    server = open_seats(again, Way())
    assert (links(server.standing), server.standing.pin, again.state.n) == (first, pin, events)
    server.close()
    again.close()


@pytest.mark.usefixtures("home")
def test_another_way_in_is_on_the_record_as_before(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    for way in (Way(), Way(), Way(public_url="https://panel.example.org"), Way()):
        open_seats(room, way).close()
    ways = [one.what.way for one in room.history.events if isinstance(one.what, bodies.SeatsOpened)]
    assert ways == ["loopback", "proxy", "loopback"]
    room.close()


def test_no_file_beside_the_session_holds_a_secret_and_the_device_keeps_its_own_to_itself(
    tmp_path: Path, home: Path
) -> None:
    room = a_room(tmp_path)
    server = open_seats(room, Way())
    secrets = [str(link).rpartition("/")[2] for link in links(server.standing).values()] + [server.standing.pin or "?"]
    server.close()
    room.close()
    beside = b"".join(path.read_bytes() for path in (tmp_path / "sessions").iterdir() if path.is_file())
    assert not [one for one in secrets if one.encode() in beside]
    (kept,) = kept_files(home)
    assert all(one.encode() in kept.read_bytes() for one in secrets)
    if os.name == "posix":
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


@pytest.mark.usefixtures("home")
def test_a_session_that_was_renamed_keeps_its_links(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    server = open_seats(room, Way())
    first = links(server.standing)
    server.close()
    room.close()
    place = Path(room.place)
    place.rename(place.with_name("another-name.json"))
    from tests.room.rooms import rooms_in

    again = rooms_in(tmp_path).open(str(place.with_name("another-name.json")))
    server = open_seats(again, Way())
    assert links(server.standing) == first
    assert server.inside.book.seat_of_token(str(first[CY]).rpartition("/")[2]) == CY
    server.close()
    again.close()


def test_on_another_device_mailed_links_stay_good_and_others_are_shown(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = a_room(tmp_path)
    server = open_seats(room, Way())
    mailed = str(links(server.standing)[CY]).rpartition("/")[2]
    server.close()
    room.close()
    monkeypatch.setenv("HOME", str(home.with_name("another")))
    again = reopened(room)
    server = open_seats(again, Way())
    shown = str(links(server.standing)[CY]).rpartition("/")[2]
    book = server.inside.book
    assert shown != mailed
    assert (book.seat_of_token(shown), book.seat_of_token(mailed)) == (CY, CY)
    server.close()
    again.close()


@pytest.mark.usefixtures("home")
def test_a_session_of_an_older_version_keeps_the_links_it_knows_only_by_their_digest(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    old = SeatBook(room.access(), room.keep_access)  # no file of the lead's: as it was before
    mailed = [old.issue(CY), old.issue(CY)]
    cookie = old.new_device(CY)
    room.close()
    again = reopened(room)
    for _ in range(5):
        server = open_seats(again, Way())
        book = server.inside.book
        assert [book.seat_of_token(one) for one in mailed] == [CY, CY]
        assert book.seat_of_device(cookie) == CY
        server.close()
    again.close()


@pytest.mark.usefixtures("home")
def test_a_seat_that_was_shut_out_stays_out_when_the_seats_are_opened_again(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    server = open_seats(room, Way())
    server.shut_out(CY, ANA)
    others = links(server.standing)
    server.close()
    room.close()
    again = reopened(room)
    server = open_seats(again, Way())
    assert links(server.standing) == others
    assert others[CY] is None
    new = server.relink(CY, ANA)
    server.close()
    server = open_seats(again, Way())
    assert links(server.standing)[CY] == new
    server.close()
    again.close()


async def test_new_links_for_all_put_every_device_out_and_ring_by_another_pin(served: Served) -> None:
    devices = {who: await served.device().join(who) for who in (ANA, BO, CY, "display", "team")}
    before, pin = links(served.hosted), served.hosted.pin
    await asyncio.to_thread(served.server.relink_all, ANA)
    after = links(served.hosted)
    assert not set(before.values()) & set(after.values())
    assert served.hosted.pin != pin
    for device in devices.values():
        assert (await device.get("/log", Accept="application/json"))[0] == 401
    assert [one.seat for one in served.happened(bodies.SeatRelinked)] == list(served.room.state.seats)
    await devices[CY].join(CY)
    await asyncio.to_thread(served.server.close)
    with pytest.raises(CannotHost, match="closed"):
        served.server.relink_all(ANA)


async def test_wrong_pins_count_on_when_the_seats_are_opened_again(served: Served) -> None:
    device, wrong = served.device(), "00000000" if served.hosted.pin != "00000000" else "11111111"
    assert (await device.post("/knock", {"pin": wrong, "name": "Mallory"}))[0] == 403
    await asyncio.to_thread(served.server.close)
    served.server = open_seats(served.room, Way())
    again = served.device()
    assert (await again.post("/knock", {"pin": served.hosted.pin or "", "name": "Mallory"}))[0] == 429


def test_a_device_that_can_keep_nothing_opens_the_seats_and_says_so(
    tmp_path: Path, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    home.write_bytes(b"a file where a folder should be")
    room = a_room(tmp_path)
    server: Server = open_seats(room, Way())
    assert "could not keep the links" in (server.standing.warning or "")
    mailed = str(links(server.standing)[CY]).rpartition("/")[2]
    server.close()
    server = open_seats(room, Way())
    assert server.inside.book.seat_of_token(mailed) == CY
    server.close()
    room.close()
    assert mailed not in caplog.text


def test_a_port_that_was_taken_meanwhile_is_given_up(tmp_path: Path) -> None:
    room, other = a_room(tmp_path / "one"), a_room(tmp_path / "other")
    server = open_seats(room, Way())
    port = int(server.standing.url.rpartition(":")[2])
    server.close()
    taking = open_seats(other, Way(port=port))
    server = open_seats(room, Way())
    assert server.standing.url != taking.standing.url
    for one in (server, taking):
        one.close()
    for each in (room, other):
        each.close()


# The parts


def test_what_a_newer_version_kept_is_not_taken_up() -> None:
    for held in (None, b"", b"\xff", b'{"format":"panel-links/9"}', b"[" * 100_000):
        file = LeadFile(held)
        assert (dict(file.links), file.pin, file.tries, file.port) == ({}, None, Tries(), 0)


def test_each_part_is_kept_beside_the_others() -> None:
    written: list[bytes] = []
    file = LeadFile(None, written.append)
    file.keep_links({CY: "token", DISPLAY_PAGE: "another", TEAM: "third"})
    file.keep_lobby("12345678", Tries())
    file.keep_port(8443)
    file.keep_port(8443)
    again = LeadFile(written[-1])
    assert (again.links[CY], again.pin, again.port, len(written)) == ("token", "12345678", 8443, 3)
    assert msgspec.json.decode(written[-1])["format"] == "panel-links/1"


def test_tries_are_taken_up_by_address_and_in_all_until_they_are_an_hour_old() -> None:
    clock = HandClock()
    file = LeadFile()
    seconds = [0.0]
    lobby = Lobby(clock, file, seconds=lambda: seconds[0], digit=lambda: 1)
    for _ in range(5):
        with pytest.raises(WrongPin):
            lobby.try_pin("192.0.2.1", "00000000")
        seconds[0] += 400
        clock.move(400 / 60)
    lobby.keep()
    assert "192.0.2.1" not in repr(file.tries)
    seconds[0] = 7.0  # another process, whose clock begins anywhere
    again = Lobby(clock, file, seconds=lambda: seconds[0], digit=lambda: 2)
    assert again.pin == "11111111"
    with pytest.raises(TooManyTries):
        again.try_pin("192.0.2.1", "11111111")
    again.try_pin("192.0.2.77", "11111111")
    seconds[0] += HOUR
    with pytest.raises(WrongPin):
        again.try_pin("192.0.2.1", "22222222")
    again.renew_pin()
    assert (file.pin, again.pin) == ("22222222", "22222222")


def test_a_clock_that_was_put_back_forgets_no_try() -> None:
    clock = HandClock()
    limits = Limits(1, in_all=2, window=HOUR)
    limits.failed("192.0.2.1")
    kept = limits.tries(clock.at)
    later = Limits(1, in_all=2, window=HOUR)
    later.take_up(kept, clock.at - timedelta(days=1))
    with pytest.raises(TooManyTries):
        later.check("192.0.2.1")
    later.check("192.0.2.2")
    assert later.tries(clock.at).in_all != ()
    without = Limits(1)
    without.take_up(kept, clock.at)
    without.failed("192.0.2.9")
    assert without.tries(clock.at).in_all == ()
    assert len(without.tries(clock.at).by_address) == 2
    assert without.tries(clock.at + timedelta(days=1)).by_address != {}
