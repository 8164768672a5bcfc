"""A session that is served for real on this computer, and devices that take part in it for real."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
from tests.patience import PATIENCE
from tests.room.rooms import rooms_in

from panel_tui import wire
from panel_tui.hosting import Hosted, Way
from panel_tui.room import Room, utc_now
from panel_tui.session import bodies
from panel_tui.session.bodies import AnyBody
from panel_tui.web.server import Server, open_seats

JSON = {"Accept": "application/json"}
TERMINAL = {"Accept": wire.accepting()}
T = TypeVar("T")


def mark() -> str:
    """A mark as a device makes one."""
    return secrets.token_urlsafe(18)


class Stream:
    """An open stream, an event at a time."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self.answer = answer
        self.ids: list[int] = []

    async def event(self) -> tuple[str, bytes]:
        """The next event: its name and its data. An end without one is an `EOFError`."""
        name, data, id = "", b"", None
        async with asyncio.timeout(PATIENCE):
            while line := await self.answer.content.readline():
                key, _, value = line.rstrip(b"\n").partition(b": ")
                if key == b"event":
                    name = value.decode()
                elif key == b"id":
                    id = int(value)
                elif key == b"data":
                    data += value
                elif not line.strip() and name:
                    if id is not None:
                        self.ids.append(id)
                    return name, data
        raise EOFError

    async def until(self, wanted: Callable[[str, bytes], T | None]) -> T:
        """The first event that is wanted."""
        while True:
            found = wanted(*await self.event())
            if found is not None:
                return found

    async def containing(self, text: str) -> dict[str, Any]:
        """The first event of a browser's stream that holds this text."""
        found: dict[str, Any] = await self.until(
            lambda name, data: json.loads(data) if text in json.dumps(json.loads(data), ensure_ascii=False) else None
        )
        return found

    async def named(self, wanted: str) -> dict[str, Any]:
        """The first event of a name."""
        found: dict[str, Any] = await self.until(lambda name, data: json.loads(data) if name == wanted else None)
        return found

    async def message(self, kind: type[T]) -> T:
        """The first message of a kind, on a terminal's stream."""

        def of_kind(name: str, data: bytes) -> T | None:
            said = wire.decode(data)
            return said if isinstance(said, kind) else None

        return await self.until(of_kind)

    def close(self) -> None:
        """The device is gone."""
        self.answer.close()


class Device:
    """A browser or a terminal, with its own cookies and a tab of its own."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.tab = secrets.token_urlsafe(12)
        self.http = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True), timeout=aiohttp.ClientTimeout(PATIENCE, sock_read=PATIENCE)
        )

    @property
    def url(self) -> str:
        return self.served.hosted.url

    def cookies(self) -> dict[str, str]:
        return {cookie.key: cookie.value for cookie in self.http.cookie_jar}

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        async with self.http.get(self.url + path, headers=headers, allow_redirects=False) as answer:
            return answer.status, await answer.text()

    async def post(
        self, path: str, fields: Mapping[str, str] | bytes | BytesIO = b"", headers: Mapping[str, str] = JSON
    ) -> tuple[int, str]:
        all_headers = {"Origin": self.url, **headers}
        async with self.http.post(self.url + path, data=fields, headers=all_headers, allow_redirects=False) as answer:
            return answer.status, await answer.text()

    async def join(self, who: str) -> Device:
        """Come in by the link of a seat, or of a page."""
        status, text = await self.post(self.served.path_of(who))
        assert status == 200, text
        await self.served.comes(lambda: not self.served.room.keeping.unsaved)  # that it joined is on the record too
        return self

    async def do(self, what: str, **fields: str) -> tuple[int, dict[str, Any]]:
        """Send a form as the page's script does."""
        status, text = await self.post(f"/do/{what}", {"sent": mark(), **fields})
        return status, json.loads(text)

    @asynccontextmanager
    async def stream(self, *, tab: str | None = None, terminal: bool = False, **asked: str) -> AsyncIterator[Stream]:
        headers = TERMINAL if terminal else {"Accept": "text/event-stream"}
        async with self.http.get(
            f"{self.url}/stream", params={"tab": tab or self.tab, **asked}, headers=headers
        ) as answer:
            assert answer.status == 200, await answer.text()
            yield Stream(answer)


class Served:
    """A room with its seats open."""

    def __init__(
        self, folder: Path, way: Way | None = None, *, clock: Callable[[], datetime] = utc_now, **changes: Any
    ) -> None:
        from tests.commands.table import created

        self.room: Room = rooms_in(folder, clock).create(created(**changes))
        self.server: Server = open_seats(self.room, way or Way())
        self._devices: list[Device] = []

    @property
    def hosted(self) -> Hosted:
        return self.server.standing

    def path_of(self, who: str) -> str:
        """The path of a link."""
        links = {one.seat: one.link or "" for one in self.hosted.seats}
        links |= {"display": self.hosted.display_link, "team": self.hosted.team_link}
        return links[who].removeprefix(self.hosted.url)

    def device(self) -> Device:
        self._devices.append(Device(self))
        return self._devices[-1]

    def say(self, seat: str, *what: AnyBody) -> None:
        """Something happens in the room, and is on disk."""
        self.room.record(seat, *what).result()

    def happened(self, kind: type[bodies.Body]) -> list[Any]:
        return [event.what for event in self.room.history.events if isinstance(event.what, kind)]

    async def comes(self, true: Callable[[], bool]) -> None:
        """Wait until something is so."""
        heard = asyncio.Event()
        loop = asyncio.get_running_loop()

        def hear(*_: object) -> None:
            loop.call_soon_threadsafe(heard.set)

        ends = [self.server.subscribe(hear), self.room.subscribe(hear)]
        try:
            async with asyncio.timeout(PATIENCE):
                while not true():
                    await heard.wait()
                    heard.clear()
        finally:
            for end in ends:
                end()

    async def end(self) -> None:
        for device in self._devices:
            await device.http.close()
        await asyncio.to_thread(self.server.close)
        self.room.close()
