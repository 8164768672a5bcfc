"""The gate: whoever is not let in, comes by another name, from another page, or too often, gets one sentence."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from io import BytesIO
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.commands.table import CY
from tests.web.served import JSON, TERMINAL, Served, mark

from panel_tui import wire
from panel_tui.web import connections, gate
from panel_tui.web.gate import BURST, HEADERS, Bucket


def raw(served: Served, sent: bytes) -> bytes:
    """Send bytes on a plain socket and read until the other side is done."""
    parts = urlsplit(served.hosted.url)
    with socket.create_connection((parts.hostname, parts.port or 80), timeout=20) as plain:
        plain.sendall(sent)
        answer = b""
        while part := plain.recv(65536):
            answer += part
    return answer


def asking(served: Served, line: str, *headers: str, host: str | None = None) -> bytes:
    named = host if host is not None else urlsplit(served.hosted.url).netloc
    return "\r\n".join([f"{line} HTTP/1.1", f"Host: {named}", "Connection: close", *headers, "", ""]).encode()


async def test_a_terminal_that_speaks_differently_is_told_and_a_browser_is_let_in(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "WIRE_NUMBER", wire.WIRE_NUMBER + 1)
    for path in (served.path_of(CY), "/stream?tab=abcdefghijkl"):
        for accept in (wire.TERMINAL, f"text/event-stream, {wire.accepting()}"):
            status, said = await served.device().post(path, headers={"Accept": accept})
            assert status == 403
            assert "update yours" in json.loads(said)["refused"]
    status, _ = await served.device().get(served.path_of(CY))
    assert status == 200


@pytest.mark.parametrize("path", ["/stream?tab=abcdefghijkl", "/log", "/nothing", "/.git/config"])
async def test_without_a_cookie_nothing_is_shown(served: Served, path: str) -> None:
    status, said = await served.device().get(path, **JSON)
    assert status == 401
    assert "link" in json.loads(said)["refused"]


@pytest.mark.parametrize("path", ["/do/note", "/record", "/leave", "/do/typing"])
async def test_without_a_cookie_nothing_is_taken(served: Served, path: str) -> None:
    before = served.room.state.n
    assert (await served.device().post(path, {"text": "hello", "sent": mark()}))[0] == 401
    assert served.room.state.n == before


async def test_a_cookie_that_was_made_up_is_no_cookie(served: Served) -> None:
    device = served.device()
    name = f"seat-{served.room.history.events[0].hash[:8]}"
    assert (await device.get("/log", Cookie=f"{name}={'x' * 32}"))[0] == 401
    answers = [await device.get("/log", Cookie=f"{name}={'x' * 32}") for _ in range(25)]
    assert answers[-1][0] == 429
    assert (await (await served.device().join(CY)).get("/log"))[0] == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", ""])
async def test_what_another_page_sends_is_refused(served: Served, origin: str) -> None:
    device = await served.device().join(CY)
    before = served.room.state.n
    status, _ = await device.post("/do/note", {"text": "forged", "sent": mark()}, {**JSON, "Origin": origin})
    assert status == 403
    assert served.room.state.n == before


async def test_what_is_sent_without_an_origin_is_refused(served: Served) -> None:
    device = await served.device().join(CY)
    async with device.http.post(device.url + "/do/note", data={"text": "forged", "sent": mark()}) as answer:
        assert answer.status == 403


async def test_another_site_cannot_take_a_seat_over_by_an_image(served: Served) -> None:
    device = await served.device().join(CY)
    forged = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"}
    assert (await device.get("/stream?tab=abcdefghijkl", **forged))[0] == 403
    assert (await device.get("/log", Origin="https://evil.example"))[0] == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost:1", ""])
def test_by_another_name_nobody_gets_anything(served: Served, host: str) -> None:
    answer = raw(served, asking(served, "GET /", host=host))
    assert answer.startswith((b"HTTP/1.1 403 ", b"HTTP/1.1 400 "))
    assert b"Manage Arrears" not in answer


@pytest.mark.parametrize("path", ["/", "/static/seat.css", "/static/seat.js", "/nothing", "/join/none", "/log"])
async def test_every_answer_says_what_browsers_are_to_keep_to(served: Served, path: str) -> None:
    device = served.device()
    async with device.http.get(device.url + path) as answer:
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
        assert "aiohttp" not in str(answer.headers)


@pytest.mark.parametrize("path", ["/static/", "/static/..%2fgate.py", "/static/%2e%2e/gate.py", "/static/none.css"])
async def test_only_our_own_files_are_served(served: Served, path: str) -> None:
    status, said = await served.device().get(path)
    assert status in (401, 404)
    assert "import" not in said


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("HEAD", "/", 200),
        ("OPTIONS", "/", 405),
        ("DELETE", "/", 405),
        ("TRACE", "/do/note", 405),
        ("BREW", "/", 400),
        ("GET", "/do/note", 405),
    ],
)
async def test_other_methods_get_a_sentence(served: Served, method: str, path: str, status: int) -> None:
    device = await served.device().join(CY)
    async with device.http.request(method, device.url + path, headers={"Origin": device.url}) as answer:
        assert answer.status == status
        assert "Traceback" not in await answer.text()


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
        b"POST /do/note HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 20_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\nConnection: close\r\n\r\n",
    ],
    ids=["tls", "version", "hosts", "length", "header", "expect"],
)
def test_what_is_no_request_is_answered_without_a_word_of_it(served: Served, sent: bytes) -> None:
    answer = raw(served, sent)
    assert re.match(rb"HTTP/1\.[01] 4\d\d ", answer)
    assert b"Traceback" not in answer
    assert b"aiohttp" not in answer


async def test_more_than_can_be_sent_at_once_is_refused(served: Served) -> None:
    device = await served.device().join(CY)
    before = served.room.state.n
    for path, size in (("/do/note", 1_100_000), ("/record", 70_000)):
        status, said = await device.post(path, BytesIO(b"text=" + b"x" * size), {**JSON, "Content-Type": FORM})
        assert status == 413
        assert "shorten" in json.loads(said)["refused"]
    assert served.room.state.n == before


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"text=%ff%fe&sent=" + b"a" * 20, FORM),
        (b"text=hello", FORM),
        (b"text=hello&sent=../../etc", FORM),
        (b"&".join(b"a%d=1" % n for n in range(90)), FORM),
        (b"{}", "application/json"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"\xff\xfe\x00", FORM),
    ],
)
async def test_a_form_that_is_none_is_refused(served: Served, body: bytes, kind: str) -> None:
    device = await served.device().join(CY)
    before = served.room.state.n
    status, said = await device.post("/do/note", body, {**JSON, "Content-Type": kind})
    assert status in (400, 409)
    assert json.loads(said)["refused"]
    assert served.room.state.n == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b"[" * 60_000,
        b'{"sent":"' + b"a" * 20 + b'","bodies":[]}',
        b'{"sent":"short","bodies":[{"event":"signed-off"}]}',
        b'{"sent":"' + b"a" * 20 + b'","bodies":[{"event":"seat-joined","by":"link"}]}',
        b'{"sent":"' + b"a" * 20 + b'","bodies":[{"event":"seats-closed"}]}',
        b'{"sent":"' + b"a" * 20 + b'","bodies":[{"event":"signed-off"}],"more":1}',
    ],
)
async def test_a_submission_that_is_none_is_refused(served: Served, body: bytes) -> None:
    device = await served.device().join(CY)
    before = served.room.state.n
    status, said = await device.post("/record", body, TERMINAL)
    assert status == 400
    assert json.loads(said)["refused"]
    assert served.room.state.n == before


async def test_a_seat_that_sends_too_often_is_slowed_and_nobody_else(served: Served) -> None:
    device, other = await served.device().join(CY), await served.device().join("seat-d")
    answers = [await device.do("score", point="", level="") for _ in range(BURST + 60)]
    assert 429 in {status for status, _ in answers}
    assert (await other.do("note", text="I am quick too"))[0] == 200


def test_a_bucket_fills_by_itself() -> None:
    now = [0.0]
    bucket = Bucket(2, 1.0, lambda: now[0])
    assert [bucket.take(), bucket.take(), bucket.take()] == [True, True, False]
    now[0] = 1.0
    assert [bucket.take(), bucket.take()] == [True, False]
    now[0] = 100.0
    assert [bucket.take(), bucket.take(), bucket.take()] == [True, True, False]


async def test_an_error_of_our_own_is_one_sentence_and_nothing_of_it(
    served: Served, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = await served.device().join(CY)

    def fails(*_: Any, **__: Any) -> str:
        raise RuntimeError("planted secret")

    monkeypatch.setattr(served.server.inside, "page", fails)
    status, page = await device.get("/")
    assert status == 500
    assert "Something went wrong" in page
    assert "planted" not in page + caplog.text
    assert "RuntimeError" in caplog.text


async def test_a_connection_too_many_pushes_out_an_idle_one(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST", 8)
    parts = urlsplit(served.hosted.url)
    device = await served.device().join(CY)
    async with device.stream() as stream:
        await stream.event()
        opened = [await asyncio.open_connection(parts.hostname, parts.port) for _ in range(30)]
        ends = [asyncio.create_task(reader.read()) for reader, _ in opened]
        async with asyncio.timeout(20):
            for end in islice(asyncio.as_completed(ends), len(opened) - 8):
                assert await end in (b"", connections.FULL)
        again = served.device()  # its first connection rested, and may have had to go
        again.http.cookie_jar.update_cookies(device.cookies())
        assert (await again.do("note", text="still here"))[0] == 200
        await stream.named("regions")
        for _, writer in opened:
            writer.close()
        await asyncio.gather(*ends, return_exceptions=True)


async def test_a_connection_that_never_asks_is_closed(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "PATIENCE", 0.2)
    parts = urlsplit(served.hosted.url)
    for begun in (b"", b"GET / HTTP/1.1\r\nHost: ", b"GET / HTT"):
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        writer.write(begun)
        async with asyncio.timeout(20):
            assert await reader.read() == b""
        writer.close()


async def test_strangers_who_send_slowly_take_no_members_place(served: Served) -> None:
    cy = await served.device().join(CY)
    parts = urlsplit(served.hosted.url)
    head = (
        f"POST /knock HTTP/1.1\r\nHost: {parts.netloc}\r\nOrigin: {served.hosted.url}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\npin="
    ).encode()
    lines = []
    for _ in range(connections.MOST + 20):
        _, writer = await asyncio.open_connection(parts.hostname, parts.port)
        writer.write(head)
        lines.append(writer)
    for text in ("first", "second", "third"):
        assert (await cy.do("note", text=text))[0] == 200
        assert (await served.device().get("/static/seat.css"))[0] == 200
    for writer in lines:
        writer.close()
