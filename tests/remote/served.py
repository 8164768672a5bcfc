"""A session on this computer whose seats are open, and terminals that join it over the loopback."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.patience import PATIENCE
from tests.tui.making import make, speak

from panel_tui.hosting import Way
from panel_tui.remote.link import Trust
from panel_tui.remote.room import RemoteRoom
from panel_tui.room import Room, utc_now
from panel_tui.rooms import Rooms
from panel_tui.web.server import Server, open_seats

LEAD, MEMBER, OTHER, DEPUTY = "seat-1", "seat-2", "seat-3", "seat-4"


def until(holds: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until something holds; look often."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.01)


class Relay:
    """A wire between terminals and the host that can be cut and healed. Both ends only see a connection that ends."""

    def __init__(self) -> None:
        self.port = 0
        self.target = 0
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._carried: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.heal()

    def cut(self) -> None:
        asyncio.run_coroutine_threadsafe(self._cut(), self._loop).result(10)

    def heal(self) -> None:
        asyncio.run_coroutine_threadsafe(self._heal(), self._loop).result(10)

    def end(self) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _heal(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _cut(self) -> None:
        if self._server is not None:
            self._server.close()
        for writer in tuple(self._open):
            writer.transport.abort()
        await asyncio.gather(*self._carried, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._carried.add(task)
        task.add_done_callback(self._carried.discard)
        there, back = await asyncio.open_connection("127.0.0.1", self.target)
        self._open |= {writer, back}
        await asyncio.gather(self._pump(reader, back), self._pump(there, writer))
        for one in (writer, back):
            with suppress(OSError):
                await one.wait_closed()
        self._open -= {writer, back}

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while came := await source.read(65536):
                sink.write(came)
                await sink.drain()
        sink.close()


class Host:
    """The lead's computer, and the wire to it."""

    def __init__(self, folder: Path, *lines: str, way: Way | None = None, **more: Any) -> None:
        self.folder = folder
        self.rooms, room = make(folder / "sessions", "stage points", *lines, clock=utc_now, **more)  # type: ignore[arg-type]
        self.room: Room = room
        self.wire = Relay()
        self._way = way or Way(public_url=f"http://127.0.0.1:{self.wire.port}")
        self.server: Server = open_seats(room, self._way)
        self.url = self.server.standing.url
        self.wire.target = self.server._listening.getsockname()[1]
        self._links = {seat.seat: str(seat.link) for seat in self.server.standing.seats}

    def link(self, seat: str) -> str:
        return self._links[seat]

    def stop(self) -> None:
        self.server.close()
        self.room.close()

    def start_again(self) -> None:
        """The session is opened anew, as after a fall of the lead's computer. The wire was cut before."""
        self.stop()
        rooms = Rooms.at(self.folder / "sessions", {}, self.folder, utc_now)
        self.room = rooms.open(self.room.place)
        self.server = open_seats(self.room, self._way)
        self.wire.target = self.server._listening.getsockname()[1]

    def say(self, *lines: str) -> None:
        speak(self.room, lines)

    def texts(self) -> list[str]:
        """Every note's words, in order."""
        state = self.room.state
        notes = (*state.notes, *(note for point in state.points.values() for note in point.notes))
        return [note.text for note in sorted(notes, key=lambda note: note.at)]

    def join(self, seat: str = MEMBER, device: str = "device", trust: Trust | None = None) -> RemoteRoom:
        return RemoteRoom.join(self.link(seat), folder=self.folder / device, trust=trust)


@contextmanager
def a_host(folder: Path, *lines: str, way: Way | None = None, **more: Any) -> Iterator[Host]:
    host = Host(folder, *lines, way=way, **more)
    try:
        yield host
    finally:
        host.stop()
        host.wire.end()
