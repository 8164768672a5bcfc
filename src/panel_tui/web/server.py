"""The seats' server: a thread of its own with a loop of its own, in the process that has the session."""

from __future__ import annotations

import asyncio
import gc
import logging
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from aiohttp import web
from msgspec import structs

from panel_tui.hosting import DISPLAY_PAGE, CannotHost, Hosted, SeatStanding, Way
from panel_tui.keeper import Keeping
from panel_tui.room import Room
from panel_tui.session import bodies, rules
from panel_tui.session.rules import Refused
from panel_tui.session.terms import TEAM
from panel_tui.session.words import clean_line
from panel_tui.web import addresses, tls
from panel_tui.web.connections import Connections
from panel_tui.web.doors import routes
from panel_tui.web.gate import MEASURES, MOST_BYTES, PATIENCE, Measures, add_headers, gate
from panel_tui.web.inside import INSIDE, PAGES, Inside
from panel_tui.web.lead_file import LeadFile
from panel_tui.web.lobby import Lobby
from panel_tui.web.seat_book import SeatBook
from panel_tui.web.stream import STREAMS, Streams

CLOSED = "The lead has closed the seats. What was acknowledged is kept; thank you."
RELINKED = "This seat was given a new link: ask the lead for it."
NOT_HERE = "This device could not keep the links: those given out stay good, and the next start shows new ones."
SHUT_OUT = "The lead has taken this seat's access away: ask the lead."
_GOODBYE = 2.0
"""Seconds in which devices are told that the seats are closed."""
_LOG = logging.getLogger("panel_tui.web")


def open_seats(room: Room, way: Way) -> Server:
    """Open the seats of a room. Raises `CannotHost`, `Refused` or a `StoreError`; nothing listens then."""
    if room.read_only:
        raise CannotHost("This session is open to look at only, so nobody can take part in it.")
    if room.presence is not None:
        raise CannotHost("The seats of this session are open already.")
    if room.access_problem is not None:
        raise CannotHost(room.access_problem)
    file = LeadFile(room.on_this_device.read(), room.on_this_device.keep)
    listening = _listen_again(way, file.port)
    try:
        port = listening.getsockname()[1]
        origins = addresses.origins(way, port)
        encrypted, fingerprint = tls.context(way, origins.names)
        file.keep_port(port)
        book = SeatBook(room.access(), room.keep_access, file)
        return Server(room, book, file, origins, listening, encrypted, fingerprint)
    except BaseException:
        listening.close()
        raise


def _listen_again(way: Way, port: int) -> socket.socket:
    """Where any port will do, at that of the links which were given out, if it is free."""
    if not way.port and port:
        with suppress(CannotHost):
            return _listen(structs.replace(way, port=port))
    return _listen(way)


def _listen(way: Way) -> socket.socket:
    host = "127.0.0.1" if way.host == "localhost" else way.host
    addresses.origins(way, way.port or 1)  # what may not be listened at is refused before it is
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, way.port), family=family, backlog=256)
    except OSError as error:
        why = error.strerror or "the system does not say why"
        port = f"port {way.port}" if way.port else "a port"
        raise CannotHost(f"Seats cannot be served at {host}, {port} ({why}): choose another port.") from None


_TURN = 0.0005
"""Seconds after which the screens' thread and the server's let each other go on."""


class Server:
    """A room that is open to devices; see `hosting.Hosting`, whose words these are."""

    def __init__(
        self,
        room: Room,
        book: SeatBook,
        file: LeadFile,
        origins: addresses.Origins,
        listening: socket.socket,
        encrypted: ssl.SSLContext | None,
        fingerprint: str | None,
    ) -> None:
        self.room = room
        self._listening = listening
        self._encrypted = encrypted
        self._fingerprint = fingerprint
        self._disk = ThreadPoolExecutor(1, "seats-disk")
        self._file = file
        self._lobby = Lobby(room.now, file)
        self._one_answer = threading.Lock()
        self.inside = Inside(room, book, self._lobby, origins, changed=self._changed, disk=self._disk)
        self._listeners: list[Callable[[], None]] = []
        self.streams = Streams(self.inside)
        self._linked: set[str] = set()
        self._told_of = 0
        self._open = True
        self._ending: asyncio.Event | None = None
        self._failed: BaseException | None = None
        self._give_links()
        self._lobby.keep()
        self._begun = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="seats", daemon=True)
        self._thread.start()
        self._begun.wait()
        if self._failed is not None:
            raise CannotHost("Seats cannot be served here: the server did not start.") from self._failed
        self._end_listening = room.subscribe(self._kept)
        self.inside.take_presence(team=0)
        self._note_the_way()

    def _note_the_way(self) -> None:
        """How seats are reached is on the record once, and again where it changes; opening them again is not news."""
        opened = bodies.SeatsOpened(way=self.inside.origins.way)
        if _newest(self.room, bodies.SeatsOpened) != opened:
            self.room.record(self.room.state.lead, opened)

    # What the lead sees

    @property
    def standing(self) -> Hosted:
        """How the door stands now."""
        inside, state = self.inside, self.room.kept.state
        present = {one.seat: one for one in inside.presence.seats}
        seats = tuple(
            SeatStanding(
                seat=seat.id,
                name=seat.name,
                role=seat.role,
                link=self._link(seat.id),
                how=present[seat.id].how if seat.id in present else "never",
                since=present[seat.id].since if seat.id in present else self.room.now(),
            )
            for seat in state.seats.values()
        )
        return Hosted(
            url=inside.origins.url,
            way=inside.origins.way,
            pin=self._lobby.pin if self._open else None,
            fingerprint=self._fingerprint,
            warning=" ".join(filter(None, (inside.origins.warning, NOT_HERE if self._file.lost else None))) or None,
            seats=seats,
            knocks=self._lobby.knocks,
            display_link=self._link(DISPLAY_PAGE) or "",
            team_link=self._link(TEAM) or "",
            displays=self.streams.count(DISPLAY_PAGE),
            team=self.streams.count(TEAM),
        )

    def _link(self, who: str) -> str | None:
        token = self.inside.book.token_of(who)
        return None if token is None else f"{self.inside.origins.url}/join/{token}"

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener`, from any thread, when the standing changed; the function returned ends it."""
        self._listeners.append(listener)

        def end() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return end

    def _changed(self) -> None:
        for listener in tuple(self._listeners):
            try:
                listener()
            except Exception as error:  # noqa: BLE001 - a screen that fails does not stop the server
                _LOG.error("%s in a listener", type(error).__name__)

    # What the lead does

    def admit(self, knock: str, seat: str, by: str) -> None:
        """Let somebody in to a seat."""
        self._answer(knock, seat, by)

    def refuse(self, knock: str, by: str) -> None:
        """Turn somebody away."""
        self._answer(knock, None, by)

    def _answer(self, knock: str, seat: str | None, by: str) -> None:
        with self._one_answer:
            waiting = next((one for one in self._lobby.knocks if one.id == knock), None)
            if waiting is None:
                raise CannotHost("Nobody waits under this any more: they were answered, or waited too long.")
            if seat is not None and self.inside.book.is_shut(seat):
                raise CannotHost("The access of this seat was taken away: give it a new link first.")
            self.room.record(by, bodies.KnockAnswered(name=waiting.name, seat=seat))
            self._lobby.answer(knock, seat)
        self._changed()

    def relink(self, seat: str, by: str) -> str:
        """Give a seat (or a page) a new link; those before, and their devices, are out."""
        self._check(seat, by, bodies.SeatRelinked)
        self._relink((seat,), by)
        return self._link(seat) or ""

    def relink_all(self, by: str) -> None:
        """Give everybody a new link, and the lobby a new PIN; every device is out."""
        self._check(DISPLAY_PAGE, by, bodies.SeatRelinked)
        self._relink((*self.room.state.seats, DISPLAY_PAGE, TEAM), by)
        self._lobby.renew_pin()
        self._changed()

    def _relink(self, seats: Iterable[str], by: str) -> None:
        for seat in seats:
            self._lobby.withdraw(seat)
            self.inside.why_out[seat] = RELINKED
        try:
            self.inside.book.relink_all(seats)
        finally:  # they are out, also where the new link could not be kept
            for seat in seats:
                self._on_loop(self.streams.put_out, seat, RELINKED)
        renewed = [bodies.SeatRelinked(seat=seat) for seat in seats if seat not in PAGES]
        if renewed:
            self.room.record(by, *renewed)
        self._changed()

    def shut_out(self, seat: str, by: str) -> None:
        """Take a seat's links and devices away."""
        self._check(seat, by, bodies.SeatShutOut)
        self._lobby.withdraw(seat)
        self.inside.why_out[seat] = SHUT_OUT
        try:
            self.inside.book.shut_out(seat)
        finally:
            self._on_loop(self.streams.put_out, seat, SHUT_OUT)
        if seat not in PAGES:
            self.room.record(by, bodies.SeatShutOut(seat=seat))
        self._changed()

    def nudge(self, seat: str, text: str, by: str) -> None:
        """Ask a seat for something; it is kept nowhere."""
        self._check(seat, by, bodies.KnockAnswered)
        text = clean_line(text)
        if not text:
            raise CannotHost("Say what the seat is asked for.")
        if not self.inside.board.here(seat):
            raise CannotHost("This seat is not in at the moment, so nobody would read it.")
        self._on_loop(self.streams.nudge, seat, text)

    def _check(self, seat: str, by: str, kind: type[bodies.Body]) -> None:
        refusal = rules.may(self.room.state, by, kind)
        if refusal is not None:
            raise Refused(refusal)
        if not self._open:
            raise CannotHost("The seats are closed.")
        if seat not in PAGES and seat not in self.room.state.seats:
            raise CannotHost("There is no such seat on the panel.")

    def lead_is_here(self) -> None:
        """The lead has just used the keyboard of this computer."""
        self.inside.board.keyboard(self.room.now())

    def close(self) -> None:
        """Tell every device, and let nobody in any more. May be called twice."""
        if not self._open:
            return
        self._open = False
        self.inside.ended = True
        self._end_listening()
        if not isinstance(_newest(self.room, bodies.SeatsOpened, bodies.SeatsClosed), bodies.SeatsClosed):
            self.inside.on_record(self.room.state.lead, bodies.SeatsClosed())
        if self._ending is not None:
            self._on_loop(self._ending.set)
        self._thread.join(_GOODBYE + 3)
        self._disk.shutdown(wait=False)
        self.room.presence = None
        self._changed()

    # What the room says

    def _kept(self, standing: Keeping) -> None:
        """Called from any thread: only rings."""
        if standing.kept != self._told_of:
            self._told_of = standing.kept
            self._on_loop(self._ring)

    def _ring(self) -> None:
        self.streams.ring()
        if not self.room.kept.state.seats.keys() <= self._linked:
            self._disk.submit(self._give_links)
            self.streams.look_who_is_there()

    def _give_links(self) -> None:
        """A link for each seat that has none; those that were given out before stay as they are."""
        without = [who for who in (*self.room.kept.state.seats, DISPLAY_PAGE, TEAM) if who not in self._linked]
        self._linked.update(without)
        self.inside.book.issue_missing(without)
        self._changed()

    # The thread

    def _on_loop(self, do: Callable[..., Any], *args: Any) -> None:
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(do, *args)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.set_exception_handler(_quietly)
        # Every send lets the interpreter go and asks for it back. While the screens draw, each of a hundred sends
        # would wait the usual 5 ms for it, and the screens after them.
        sys.setswitchinterval(min(sys.getswitchinterval(), _TURN))
        gc.freeze()  # what is loaded by now stays; looking through all of it again stops every thread
        try:
            self._loop.run_until_complete(self._serve())
        except BaseException as error:  # noqa: BLE001 - told where the seats are opened
            self._failed = error
            _LOG.error("%s ended the seats", type(error).__name__)
        finally:
            self._begun.set()
            with suppress(Exception):
                self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

    async def _serve(self) -> None:
        self._ending = asyncio.Event()
        runner = web.AppRunner(_app(self.inside, self.streams), handler_cancellation=True, shutdown_timeout=1.0)
        await runner.setup()
        if runner.server is None:
            raise CannotHost
        listening = await self._loop.create_server(
            Connections(runner.server, self._loop),
            sock=self._listening,
            ssl=self._encrypted,
            ssl_handshake_timeout=PATIENCE if self._encrypted else None,
            ssl_shutdown_timeout=1.0 if self._encrypted else None,
        )
        watching = self._loop.create_task(self.streams.watch_who_is_there())
        self._begun.set()
        await self._ending.wait()
        listening.close()
        watching.cancel()
        for feed in self.streams.all:
            feed.end(CLOSED)
        with suppress(TimeoutError):
            async with asyncio.timeout(_GOODBYE):
                await self.streams.nobody.wait()
        await runner.cleanup()


def _newest(room: Room, *kinds: type[bodies.Body]) -> bodies.AnyBody | None:
    events = reversed(room.history.events)
    return next((event.what for event in events if isinstance(event.what, kinds)), None)


def _app(inside: Inside, streams: Streams) -> web.Application:
    app = web.Application(middlewares=[gate], client_max_size=MOST_BYTES)
    app[INSIDE] = inside
    app[STREAMS] = streams
    app[MEASURES] = Measures()
    app.on_response_prepare.append(add_headers)
    app.add_routes(routes())
    return app


def _quietly(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What goes wrong on the loop is noted by its kind: its text may hold what somebody wrote."""
    _LOG.error("%s on the loop", type(context.get("exception")).__name__)
