"""A device that is put out leaves nothing behind that came after: rounds with real threads and sockets."""

from __future__ import annotations

import asyncio
import http.client
import json
import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from urllib.parse import urlencode, urlsplit

import msgspec
import pytest
from aiohttp import web
from tests.commands.table import ANA, BO, CY
from tests.web.served import JSON, Served, mark

from panel_tui import wire
from panel_tui.hosting import CannotHost
from panel_tui.session import bodies
from panel_tui.session.rules import Refused
from panel_tui.web import gate, inside
from panel_tui.web.seat_book import SeatBook

ROUNDS = 120
P4 = "iterate-and-improve"
READING = threading.Semaphore(0)
"""Released by the server with each body that it begins to read: the device was let through before."""
CROWD = 4


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setattr(gate.Bucket, "take", lambda _: True)  # no measure stands in the way of the race
    monkeypatch.setattr(inside, "REPEATED", 0.0)
    while READING.acquire(blocking=False):  # what a test before left
        pass
    read = gate.body_of

    async def body_of(request: web.Request) -> bytes:
        READING.release()
        return await read(request)

    monkeypatch.setattr(gate, "body_of", body_of)
    made = Served(tmp_path)
    yield made
    made.server.close()
    made.room.close()


@pytest.fixture
def crowd() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(CROWD + 1) as made:
        yield made


def posted(house: Served, path: str, fields: dict[str, str], cookie: str = "") -> http.client.HTTPResponse:
    parts = urlsplit(house.hosted.url)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    headers = {**JSON, "Origin": house.hosted.url, "Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", path, urlencode(fields), headers | ({"Cookie": cookie} if cookie else {}))
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer


def cookie_of(answer: http.client.HTTPResponse) -> str:
    return next(
        (one.partition(";")[0] for name, one in answer.getheaders() if name == "Set-Cookie" and one[:5] == "seat-"), ""
    )


def joined(house: Served, who: str = CY) -> str:
    cookie = cookie_of(posted(house, house.path_of(who), {}))
    assert cookie
    return cookie


@contextmanager
def all_but_the_last_byte(house: Served, cookie: str, fields: dict[str, str]) -> Iterator[Callable[[], int]]:
    """A form whose last byte is not sent yet; what is yielded sends it, and gives the status."""
    parts = urlsplit(house.hosted.url)
    body = urlencode({"sent": mark(), **fields}).encode()
    head = (
        f"POST /do/note HTTP/1.1\r\nHost: {parts.netloc}\r\nOrigin: {house.hosted.url}\r\nCookie: {cookie}\r\n"
        "Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection((parts.hostname, parts.port or 0), timeout=20) as line:
        line.sendall(head.encode() + body[:-1])
        assert READING.acquire(timeout=20)

        def last() -> int:
            line.sendall(body[-1:])
            return int(line.makefile("rb").readline().split()[1])

        yield last


def acts_after(house: Served, kind: type[bodies.Body], until: type[bodies.Body]) -> list[bodies.AnyBody]:
    """What Cy's devices did between an event of one kind and the next of the other."""
    out, found = False, []
    for event in house.room.history.events:
        if isinstance(event.what, until):
            out = False
        if isinstance(event.what, kind):
            out = True
        elif out and event.seat == CY:
            found.append(event.what)
    return found


@pytest.mark.parametrize("way", ["a new link", "shut out"])
def test_no_old_link_lets_in_while_the_lead_ends_it(house: Served, crowd: ThreadPoolExecutor, way: str) -> None:
    for _ in range(ROUNDS):
        path = house.path_of(CY)
        ready = threading.Barrier(CROWD + 1)

        def press(path: str = path, ready: threading.Barrier = ready) -> str:
            ready.wait(20)
            return cookie_of(posted(house, path, {}))

        pressed = [crowd.submit(press) for _ in range(CROWD)]
        ready.wait(20)
        if way == "shut out":
            house.server.shut_out(CY, ANA)
        else:
            house.server.relink(CY, ANA)
        given = [one.result() for one in pressed]
        book = house.server.inside.book
        assert not [one for one in given if one and book.seat_of_device(one.partition("=")[2])]
        if way == "shut out":
            assert not acts_after(house, bodies.SeatShutOut, bodies.SeatRelinked)
            house.server.relink(CY, ANA)


@pytest.mark.parametrize("way", ["a new link", "shut out", "leaving", "closing"])
def test_nothing_is_recorded_for_a_device_that_is_out_when_its_last_byte_comes(
    house: Served, crowd: ThreadPoolExecutor, way: str
) -> None:
    for number in range(1 if way == "closing" else ROUNDS):
        cookie = joined(house)
        with (
            all_but_the_last_byte(house, cookie, {"text": f"{number} a"}) as first,
            all_but_the_last_byte(house, cookie, {"text": f"{number} b", "point": "4"}) as second,
        ):
            ready = threading.Barrier(3)

            def finish(last: Callable[[], int], ready: threading.Barrier = ready) -> int:
                ready.wait(20)
                sleep(secrets.randbelow(5000) / 1e6)  # before, while and after the lead's step takes hold
                return last()

            sent = [crowd.submit(finish, one) for one in (first, second)]
            ready.wait(20)
            if way == "shut out":
                house.server.shut_out(CY, ANA)
            elif way == "a new link":
                house.server.relink(CY, ANA)
            elif way == "leaving":
                assert posted(house, "/leave", {}, cookie).status == 204
            else:
                house.server.close()
            out_at = house.room.state.n
            wait(sent)
            assert house.room.state.n == out_at
        if way == "shut out":
            assert not acts_after(house, bodies.SeatShutOut, bodies.SeatRelinked)
            house.server.relink(CY, ANA)
    assert not acts_after(house, bodies.SeatsClosed, bodies.SeatsOpened)


def test_a_seat_that_leaves_the_room_for_a_point_writes_nothing_there_from_that_moment(
    house: Served, crowd: ThreadPoolExecutor
) -> None:
    cookie = joined(house)
    conflict = bodies.ConflictDeclared(seat=CY, point=P4, effect="leaves", reason="a cousin")
    for number in range(ROUNDS):
        ready = threading.Barrier(CROWD + 1)

        def write(text: str, ready: threading.Barrier = ready) -> int:
            ready.wait(20)
            return posted(house, "/do/note", {"sent": mark(), "point": "4", "text": text}, cookie).status

        writing = [crowd.submit(write, f"{number} {one}") for one in range(CROWD)]
        ready.wait(20)
        house.room.record(ANA, conflict)
        assert {one.result() for one in writing} <= {200, 409}
        assert not acts_after(house, bodies.ConflictDeclared, bodies.ConflictLifted)
        house.room.record(ANA, bodies.ConflictLifted(seat=CY, point=P4, reason="next round"))


def test_a_device_whose_last_byte_comes_too_late_is_refused_and_told_so(house: Served) -> None:
    cookie = joined(house)
    with all_but_the_last_byte(house, cookie, {"text": "too late"}) as last:
        house.server.shut_out(CY, ANA)
        assert last() == 401
    assert not house.happened(bodies.NoteTaken)


async def test_what_a_seat_sent_before_is_not_answered_again_to_a_device_that_is_out(served: Served) -> None:
    device = await served.device().join(CY)
    sent = mark()
    assert (await device.do("note", text="mine", sent=sent))[0] == 200
    await asyncio.to_thread(served.server.shut_out, CY, ANA)
    status, said = await device.do("note", text="mine", sent=sent)
    assert (status, "kept" in said) == (401, False)


async def test_a_stream_that_was_open_sends_nothing_more_after_a_seat_is_shut_out(served: Served) -> None:
    cy, bo = await served.device().join(CY), await served.device().join(BO)
    async with cy.stream() as stream, bo.stream() as other:
        await stream.event()
        await asyncio.to_thread(served.server.shut_out, CY, ANA)
        served.say(ANA, bodies.NoteTaken(id="N1", point=None, kind="observation", text="for the rest alone"))
        await other.containing("for the rest alone")
        rest = [json.loads(data) for name, data in [await stream.event()] if name == "out"]
        assert [one["text"] for one in rest] == ["The lead has taken this seat's access away: ask the lead."]
        with pytest.raises(EOFError):
            await stream.event()


async def test_leaving_a_seat_ends_the_cookie_and_every_page_of_the_device_and_no_other(served: Served) -> None:
    cy, other = await served.device().join(CY), await served.device().join(CY)
    cookie = cy.cookies()
    async with cy.stream() as stream:
        await stream.event()
        status, page = await cy.post("/leave", headers={"Accept": "text/html"})
        assert (status, "You have left the seat" in page) == (200, True)
        assert (await stream.named("out"))["text"] == "You have left."
    assert cy.cookies() == {}
    kept = "; ".join(f"{name}={value}" for name, value in cookie.items())
    assert (await cy.get("/log", Cookie=kept, **JSON))[0] == 401
    assert (await cy.post("/do/note", {"sent": mark(), "text": "still here"}, {**JSON, "Cookie": kept}))[0] == 401
    assert (await other.do("note", text="another device of the seat"))[0] == 200
    await cy.join(CY)  # its link is good as before


async def test_whoever_was_let_in_from_the_lobby_is_not_once_the_seat_is_shut_out_or_renewed(served: Served) -> None:
    for end in (served.server.relink, served.server.shut_out):
        device = served.device()
        await device.post("/knock", {"pin": served.hosted.pin or "", "name": "Eve", "seat": CY})
        served.server.admit(served.hosted.knocks[0].id, CY, ANA)
        await asyncio.to_thread(end, CY, ANA)
        assert (await device.post("/enter"))[0] == 409
    assert not served.happened(bodies.SeatJoined)


async def test_a_seat_that_is_shut_out_is_not_let_in_by_the_lobby_before_it_has_a_new_link(served: Served) -> None:
    device = served.device()
    await asyncio.to_thread(served.server.shut_out, CY, ANA)
    await device.post("/knock", {"pin": served.hosted.pin or "", "name": "Eve", "seat": CY})
    with pytest.raises(CannotHost, match="give it a new link first"):
        served.server.admit(served.hosted.knocks[0].id, CY, ANA)
    await asyncio.to_thread(served.server.relink, CY, ANA)
    served.server.admit(served.hosted.knocks[0].id, CY, ANA)
    assert (await device.post("/enter"))[0] == 200


async def test_a_link_is_looked_at_again_when_the_device_is_written_down(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def renewed_meanwhile(self: SeatBook, whose: Callable[[], str]) -> tuple[str, str]:
        self.relink(CY)
        return let_in(self, whose)

    let_in, device = SeatBook.let_in, served.device()
    monkeypatch.setattr(SeatBook, "let_in", renewed_meanwhile)
    status, said = await device.post(served.path_of(CY))
    assert (status, device.cookies()) == (404, {})
    assert "no longer" in said


async def test_a_lead_who_comes_back_at_the_last_moment_keeps_the_lead(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    bo = await served.device().join(BO)
    read = gate.body_of

    async def read_and_the_lead_is_back(request: web.Request) -> bytes:
        body = await read(request)
        served.server.lead_is_here()
        return body

    monkeypatch.setattr(served.server.inside.board, "_keyboard", served.room.now().replace(year=2020))
    monkeypatch.setattr(gate, "body_of", read_and_the_lead_is_back)
    what = wire.Submission(sent=secrets.token_urlsafe(18), bodies=(bodies.LeadTaken(reason="gone"),))
    status, said = await bo.post("/record", msgspec.json.encode(what), {"Accept": wire.accepting()})
    assert (status, "is here" in said) == (409, True)


async def test_a_deputy_far_away_takes_the_lead_for_a_point_that_the_lead_leaves(served: Served) -> None:
    bo = await served.device().join(BO)
    served.say(ANA, bodies.PointEntered(point=P4))
    take = wire.Submission(sent=mark(), bodies=(bodies.LeadTaken(reason="the lead has left the room"),))
    assert (await bo.post("/record", msgspec.json.encode(take), {"Accept": wire.accepting()}))[0] == 409
    served.say(ANA, bodies.ConflictDeclared(seat=ANA, point=P4, effect="leaves", reason="a cousin"))
    take = wire.Submission(sent=mark(), bodies=(bodies.LeadTaken(reason="the lead has left the room"),))
    assert (await bo.post("/record", msgspec.json.encode(take), {"Accept": wire.accepting()}))[0] == 200
    assert served.room.state.lead == BO


async def test_what_a_device_does_at_speed_at_the_door_is_one_line_of_the_record(served: Served) -> None:
    first, second = await served.device().join(CY), await served.device().join(CY)
    for number in range(20):
        async with (first, second)[number % 2].stream(tab=f"another-tab-{number}") as stream:
            await stream.event()
            async with second.stream(tab=f"and-one-more-{number}") as other:
                await other.event()
    assert len(served.happened(bodies.SeatTakenOver)) == 1
    assert len(served.happened(bodies.SeatJoined)) == 1


def test_the_room_asks_for_admission_before_anything_else_and_changes_nothing_without(house: Served) -> None:
    def never() -> None:
        raise Refused("no longer")

    before = house.room.state.n
    with pytest.raises(Refused, match="no longer"):
        house.room.record(CY, admission=never)
    assert house.room.state.n == before
