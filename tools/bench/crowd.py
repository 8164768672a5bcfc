"""Many seats at once, as cheap as a client can be: plain sockets, and a look at the bytes that come.

What is measured must be the server, so a listener here does nothing but search what it read for one word.
"""

from __future__ import annotations

import asyncio
import secrets
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from urllib.parse import quote, urlsplit

import msgspec

PATIENCE = 30.0
"""Seconds that everybody may take to hear of one thing."""


class NotHeard(Exception):
    """The server did not answer as it should, or somebody did not hear of what was sent."""


class Listener:
    """One seat: a stream that stays open, and a connection to send on."""

    def __init__(self, link: str) -> None:
        parts = urlsplit(link)
        self.host, self.port, self.path = parts.hostname or "", parts.port or 80, parts.path
        self.cookie = ""
        self._waiting: tuple[bytes, asyncio.Future[float]] | None = None
        self._reading: asyncio.Task[None] | None = None
        self._out: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def come_in(self, stream: str = "/stream") -> None:
        """Exchange the link for a cookie, where it has one to exchange, and open the stream."""
        if self.path.startswith("/join/"):
            head, _ = await self._ask("POST", self.path, b"")
            cookies = [line for line in head.split(b"\r\n") if line.lower().startswith(b"set-cookie:")]
            if not cookies:
                raise NotHeard(head.decode(errors="replace"))
            self.cookie = cookies[0].split(b":", 1)[1].split(b";")[0].strip().decode()
            await self._ask("GET", "/", b"")
        reader, writer = await asyncio.open_connection(self.host, self.port, limit=2**22)
        writer.write(self._head("GET", f"{stream}?tab={secrets.token_urlsafe(12)}", 0) + b"\r\n")
        first = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in first.split(b"\r\n")[0]:
            raise NotHeard(first.decode(errors="replace"))
        self._reading = asyncio.create_task(self._read(reader, writer))

    def hears(self, word: bytes) -> asyncio.Future[float]:
        """When this word came on the stream."""
        found: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waiting = (word, found)
        return found

    async def send(self, path: str, body: bytes) -> None:
        """Post a form and wait for the answer."""
        head, answer = await self._ask("POST", path, body)
        if b" 200 " not in head.split(b"\r\n")[0]:
            raise NotHeard(head.split(b"\r\n")[0].decode() + " " + answer.decode(errors="replace")[:200])

    async def leave(self) -> None:
        """Close everything."""
        if self._reading is not None:
            self._reading.cancel()
            with suppress(asyncio.CancelledError):
                await self._reading
        if self._out is not None:
            self._out[1].close()

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        rest = b""
        try:
            while data := await reader.read(2**18):
                at = time.perf_counter()
                if self._waiting is None:
                    continue
                word, found = self._waiting
                if word in rest + data:
                    self._waiting = None
                    if not found.done():
                        found.set_result(at)
                rest = data[-len(word) :]
        finally:
            writer.close()

    async def _ask(self, method: str, path: str, body: bytes) -> tuple[bytes, bytes]:
        if self._out is None:
            self._out = await asyncio.open_connection(self.host, self.port, limit=2**22)
        reader, writer = self._out
        writer.write(self._head(method, path, len(body)) + b"\r\n" + body)
        head = await reader.readuntil(b"\r\n\r\n")
        fields = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:] if b":" in line)
        answer = await reader.readexactly(int(fields.get(b"content-length", b"0")))
        if fields.get(b"connection", b"").strip() == b"close":
            writer.close()
            self._out = None
        return head, answer

    def _head(self, method: str, path: str, length: int) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {self.host}:{self.port}",
            f"Origin: http://{self.host}:{self.port}",
            "Accept: text/event-stream" if path.startswith("/stream") else "Accept: application/json",
            *([f"Cookie: {self.cookie}"] if self.cookie else []),
            *(
                ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {length}"]
                if method == "POST"
                else []
            ),
        ]
        return ("\r\n".join(lines) + "\r\n").encode()


def note(point: str, word: str) -> bytes:
    """The form of a note."""
    return f"point={point}&kind=observation&text={quote(word)}&sent={secrets.token_urlsafe(18)}".encode()


async def come_in(links: Sequence[str]) -> list[Listener]:
    """Everybody comes in, one after the other as people do."""
    crowd = [Listener(link) for link in links]
    for one in crowd:
        await one.come_in()
    return crowd


async def spread(
    crowd: Sequence[Listener], sender: int, path: str, body: bytes, word: str
) -> tuple[float, list[float]]:
    """One sends, all others hear of it: when it was sent, and when each heard."""
    others = [one.hears(word.encode()) for n, one in enumerate(crowd) if n != sender]
    began = time.perf_counter()
    sending = asyncio.create_task(crowd[sender].send(path, body))
    try:
        heard = await asyncio.wait_for(asyncio.gather(*others), PATIENCE)
    except TimeoutError:
        raise NotHeard(f"{sum(not one.done() for one in others)} of {len(others)} did not hear of it") from None
    await sending
    return began, list(heard)


async def load(links: Sequence[str], notes_a_second: float) -> None:
    """Everybody comes in, and one after the other writes notes, until ended."""
    panel = await come_in(links)
    print("in", flush=True)
    for n in count():
        await panel[n % len(panel)].send("/do/note", note("2", f"a note of the load, number {n}"))
        await asyncio.sleep(1 / notes_a_second)


if __name__ == "__main__":
    asyncio.run(load(msgspec.json.decode(sys.stdin.readline(), type=list[str]), float(sys.argv[1])))
