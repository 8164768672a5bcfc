"""Links and devices: given out, kept as digests alone, good after a restart, and gone when they are taken away."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.room.rooms import a_room, reopened

from panel_tui.hosting import DISPLAY_PAGE, CannotHost
from panel_tui.session.terms import TEAM
from panel_tui.store.errors import DiskFull
from panel_tui.web.seat_book import DEVICES, LINKS, PAGE_DEVICES, SeatBook


class Disk:
    """Where a book is kept: everything that was ever written to it, and whether it is full."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.full = False

    def keep(self, data: bytes) -> None:
        if self.full:
            raise DiskFull
        self.written.append(data)

    @property
    def held(self) -> bytes | None:
        return self.written[-1] if self.written else None

    def book(self) -> SeatBook:
        """The book as the next process opens it."""
        return SeatBook(self.held, self.keep)


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def book(disk: Disk) -> SeatBook:
    return disk.book()


def test_a_link_leads_to_its_seat_and_to_no_other(book: SeatBook) -> None:
    priya, sam = book.issue("priya"), book.issue("sam")
    assert (book.seat_of_token(priya), book.seat_of_token(sam)) == ("priya", "sam")
    assert book.token_of("priya") == priya
    assert book.token_of("nobody") is None


def test_links_for_a_whole_panel_are_kept_at_once(book: SeatBook, disk: Disk) -> None:
    first = book.issue("priya")
    before = len(disk.written)
    tokens = book.issue_all(["priya", "sam", DISPLAY_PAGE])
    assert len(disk.written) == before + 1
    assert {who: book.seat_of_token(token) for who, token in tokens.items()} == {who: who for who in tokens}
    assert {who: book.token_of(who) for who in tokens} == tokens
    assert {who: disk.book().seat_of_token(token) for who, token in tokens.items()} == {who: who for who in tokens}
    assert book.seat_of_token(first) == "priya"


def test_links_for_nobody_write_nothing(book: SeatBook, disk: Disk) -> None:
    assert book.issue_all([]) == {}
    assert disk.written == []


def test_of_links_that_cannot_be_kept_none_is_good(book: SeatBook, disk: Disk) -> None:
    before = book.issue("priya")
    disk.full = True
    with pytest.raises(DiskFull):
        book.issue_all(["priya", "sam"])
    assert (book.token_of("priya"), book.token_of("sam")) == (before, None)
    assert book.seat_of_token(before) == "priya"


def test_a_token_has_192_bits_and_fits_in_an_address(book: SeatBook) -> None:
    tokens = {book.issue("priya") for _ in range(50)} | {book.new_device("priya") for _ in range(50)}
    assert len(tokens) == 100
    assert all(len(token) == 32 and token.replace("-", "a").replace("_", "a").isalnum() for token in tokens)


def test_a_link_is_no_cookie_and_a_cookie_no_link(book: SeatBook) -> None:
    token, cookie = book.issue("priya"), book.new_device("priya")
    assert book.seat_of_device(token) is None
    assert book.seat_of_token(cookie) is None
    assert book.seat_of_device(cookie) == "priya"


@pytest.mark.parametrize("guessed", ["", "x", "x" * 100_000, "\ud800", "pâte" * 8, "\x00" * 32])
def test_what_was_never_given_out_leads_nowhere(book: SeatBook, guessed: str) -> None:
    book.issue("priya")
    book.new_device("priya")
    assert book.seat_of_token(guessed) is None
    assert book.seat_of_device(guessed) is None
    book.forget_device(guessed)


def test_the_digest_that_is_kept_opens_nothing(book: SeatBook, disk: Disk) -> None:
    book.issue("priya")
    book.new_device("priya")
    for digest in str(disk.held).split('"'):
        assert book.seat_of_token(digest) is None
        assert book.seat_of_device(digest) is None


def test_the_newest_links_of_a_seat_are_good(book: SeatBook) -> None:
    tokens = [book.issue("priya") for _ in range(LINKS + 2)]
    assert [book.seat_of_token(token) for token in tokens] == [None] * 2 + ["priya"] * LINKS
    assert book.token_of("priya") == tokens[-1]


@pytest.mark.parametrize(("seat", "most"), [("priya", DEVICES), (DISPLAY_PAGE, PAGE_DEVICES), (TEAM, PAGE_DEVICES)])
def test_the_newest_devices_of_a_seat_are_let_in(book: SeatBook, seat: str, most: int) -> None:
    cookies = [book.new_device(seat) for _ in range(most + 1)]
    assert [book.seat_of_device(cookie) for cookie in cookies] == [None] + [seat] * most


def test_a_restart_keeps_devices_and_older_links_but_knows_no_link_to_show(book: SeatBook, disk: Disk) -> None:
    token, cookie = book.issue("priya"), book.new_device("priya")
    again = disk.book()
    assert again.token_of("priya") is None
    newer = again.issue("priya")
    assert again.seat_of_token(token) == again.seat_of_token(newer) == "priya"
    assert again.seat_of_device(cookie) == "priya"


def test_a_new_link_for_a_seat_ends_its_links_and_devices_and_no_others(book: SeatBook, disk: Disk) -> None:
    tokens, cookie = [book.issue("priya"), book.issue("priya")], book.new_device("priya")
    sams, sams_device = book.issue("sam"), book.new_device("sam")
    fresh = book.relink("priya")
    for one in (book, disk.book()):
        assert [one.seat_of_token(token) for token in tokens] == [None, None]
        assert one.seat_of_device(cookie) is None
        assert one.seat_of_token(fresh) == "priya"
        assert (one.seat_of_token(sams), one.seat_of_device(sams_device)) == ("sam", "sam")
    assert book.token_of("priya") == fresh


def test_a_seat_that_is_shut_out_has_nothing_left(book: SeatBook, disk: Disk) -> None:
    token, cookie = book.issue("priya"), book.new_device("priya")
    book.shut_out("priya")
    book.shut_out("nobody")
    for one in (book, disk.book()):
        assert one.seat_of_token(token) is None
        assert one.seat_of_device(cookie) is None
        assert one.token_of("priya") is None


def test_a_device_that_goes_is_forgotten_and_the_link_stays_good(book: SeatBook, disk: Disk) -> None:
    token, cookie, other = book.issue("priya"), book.new_device("priya"), book.new_device("priya")
    book.forget_device(cookie)
    for one in (book, disk.book()):
        assert one.seat_of_device(cookie) is None
        assert one.seat_of_device(other) == one.seat_of_token(token) == "priya"


def test_what_could_not_be_kept_was_not_given_out(disk: Disk) -> None:
    made = iter([f"{n:032}" for n in range(9)])
    book = SeatBook(None, disk.keep, chance=lambda: next(made))
    first = book.issue("priya")
    disk.full = True
    with pytest.raises(DiskFull):
        book.issue("priya")
    with pytest.raises(DiskFull):
        book.new_device("priya")
    assert book.token_of("priya") == first
    assert book.seat_of_token(f"{1:032}") is None
    assert book.seat_of_device(f"{2:032}") is None


def test_what_is_taken_away_is_gone_at_once_even_where_the_disk_is_full(book: SeatBook, disk: Disk) -> None:
    tokens = {seat: book.issue(seat) for seat in ("ana", "ben", "cy")}
    cookie = book.new_device("cy")
    disk.full = True
    with pytest.raises(DiskFull):
        book.relink("ana")
    with pytest.raises(DiskFull):
        book.shut_out("ben")
    with pytest.raises(DiskFull):
        book.forget_device(cookie)
    assert [book.seat_of_token(tokens[seat]) for seat in ("ana", "ben", "cy")] == [None, None, "cy"]
    assert book.token_of("ana") is None
    assert book.seat_of_device(cookie) is None
    disk.full = False
    book.issue("dan")
    assert disk.book().seat_of_token(tokens["ben"]) is None  # the next change keeps it


def test_devices_that_come_at_the_same_moment_are_all_let_in(book: SeatBook, disk: Disk) -> None:
    seats = [f"seat {n}" for n in range(100)]
    with ThreadPoolExecutor(16) as crowd:
        cookies = list(crowd.map(book.new_device, seats))
    assert [disk.book().seat_of_device(cookie) for cookie in cookies] == seats


@pytest.mark.parametrize("held", [b"null", b"\xff", b'{"format":"panel-seat-book/2","seats":{}}', b"[" * 100_000])
def test_a_book_that_is_not_ours_is_said_and_not_written_over(disk: Disk, held: bytes) -> None:
    disk.written.append(held)
    with pytest.raises(CannotHost, match="newer version"):
        disk.book()
    assert disk.written == [held]


@pytest.mark.parametrize("held", [None, b""])
def test_a_session_that_was_never_open_to_seats_begins_with_none(held: bytes | None) -> None:
    assert SeatBook(held, lambda _: None).seat_of_token("") is None


def test_it_is_kept_beside_a_real_session_without_one_secret(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    book = SeatBook(room.access(), room.keep_access)
    token, cookie = book.issue("priya"), book.new_device("priya")
    room.close()
    for file in (tmp_path / "sessions").iterdir():
        content = file.read_bytes()
        assert token.encode() not in content
        assert cookie.encode() not in content
    again = reopened(room)
    found = SeatBook(again.access(), again.keep_access)
    assert (found.seat_of_token(token), found.seat_of_device(cookie)) == ("priya", "priya")
    again.close()


SEATS = st.sampled_from(["ana", "ben", DISPLAY_PAGE, TEAM, 'o"dd\n'])


class TheBook(RuleBasedStateMachine):
    """Whatever is done in whatever order, restarts too, a plain model and the book agree."""

    @initialize()
    def begin(self) -> None:
        self.disk = Disk()
        self.book = self.disk.book()
        self.links: dict[str, list[str]] = {}
        self.devices: dict[str, list[str]] = {}
        self.secrets: dict[str, str] = {}

    @rule(seat=SEATS)
    def issue(self, seat: str) -> None:
        token = self.book.issue(seat)
        self.secrets[token] = "link"
        self.links[seat] = [*self.links.get(seat, []), token][-LINKS:]

    @rule(seat=SEATS)
    def let_in(self, seat: str) -> None:
        cookie = self.book.new_device(seat)
        self.secrets[cookie] = "device"
        most = PAGE_DEVICES if seat in {DISPLAY_PAGE, TEAM} else DEVICES
        self.devices[seat] = [*self.devices.get(seat, []), cookie][-most:]

    @rule(seat=SEATS)
    def relink(self, seat: str) -> None:
        token = self.book.relink(seat)
        self.secrets[token] = "link"
        self.links[seat], self.devices[seat] = [token], []

    @rule(seat=SEATS)
    def shut_out(self, seat: str) -> None:
        self.book.shut_out(seat)
        self.links[seat], self.devices[seat] = [], []

    @rule(data=st.data())
    def forget(self, data: st.DataObject) -> None:
        cookies = [cookie for held in self.devices.values() for cookie in held]
        if cookies:
            gone = data.draw(st.sampled_from(sorted(cookies)))
            self.book.forget_device(gone)
            self.devices = {seat: [one for one in held if one != gone] for seat, held in self.devices.items()}

    @rule()
    def restart(self) -> None:
        self.book = self.disk.book()

    @invariant()
    def everything_given_out_leads_where_it_should_and_nothing_else_anywhere(self) -> None:
        links = {token: seat for seat, held in self.links.items() for token in held}
        devices = {cookie: seat for seat, held in self.devices.items() for cookie in held}
        for secret in self.secrets:
            assert self.book.seat_of_token(secret) == links.get(secret)
            assert self.book.seat_of_device(secret) == devices.get(secret)

    @invariant()
    def no_secret_is_kept_or_printed(self) -> None:
        said = b"".join([*self.disk.written, repr(self.book).encode(), repr(self.book._seats).encode()])
        assert not [secret for secret in self.secrets if secret.encode() in said]


TestTheBook = TheBook.TestCase
TestTheBook.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
