"""The live streams: one task for each device, which waits for something new and sends the newest there is.

A device that reads slowly has no queue here: what happened meanwhile is in the next thing that it is sent. A seat has
one stream. A terminal is sent messages of `wire`, a browser those parts of its page that changed.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from time import perf_counter

import msgspec
from aiohttp import web

from panel_tui import wire
from panel_tui.hosting import DISPLAY_PAGE
from panel_tui.session import bodies
from panel_tui.session.events import Event
from panel_tui.session.terms import TEAM
from panel_tui.session.view import View
from panel_tui.web.admission import Admission, admission_of
from panel_tui.web.gate import PATIENCE, NotAllowed, Stranger, Unreadable, drop, of_a_terminal
from panel_tui.web.inside import INSIDE, PAGES, Inside

PING = 15.0
"""Seconds after which a stream that says nothing says that it is still there."""
REMEMBERED = 64
"""Views of a terminal's seat that it can go on from."""
MOST_PAGES = {DISPLAY_PAGE: 32, TEAM: 128}
"""Streams of the pages that many people open."""
MOST_NUDGES = 8
PRESENCE_PAUSE = 0.25
"""Seconds between two looks at who is there."""
SHARE = 0.5
"""The part of one processor that telling everybody may take, where much happens at once."""

ELSEWHERE = "This seat went on in another tab or on another device. Open its link again to take it back here."
TAKEN_OVER = "You have taken this seat over from another tab or device, which was told."
_TAB = re.compile(r"[A-Za-z0-9_-]{8,64}")
_encoder = msgspec.json.Encoder()


class TooMany(NotAllowed):
    """Too many devices look at this page already: close one of them."""

    status = 503


class Feed:
    """One open stream."""

    def __init__(self, admission: Admission, tab: str, looking: str | None, *, terminal: bool) -> None:
        self.admission = admission
        self.who = admission.who
        self.tab = tab
        self.looking = looking
        self.terminal = terminal
        self.bell = asyncio.Event()
        self.bell.set()
        self.out: str | None = None
        self.left = False
        self.nudges: deque[str] = deque(maxlen=MOST_NUDGES)
        self.n = 0
        self.view: View | None = None
        self.regions: Mapping[str, str] = {}
        self.presence_version = -1

    def end(self, sentence: str) -> None:
        """Tell the device that this connection is over, and why."""
        self.out = self.out or sentence
        self.bell.set()


class Streams:
    """Every open stream of one session. Used on the server's loop alone."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside
        self._feeds: dict[str, list[Feed]] = {}
        self._views: dict[str, deque[View]] = {}
        self._pencil = asyncio.Lock()
        self._cost = 0.0
        self._someone = asyncio.Event()
        self.nobody = asyncio.Event()
        """Set while there is no stream."""
        self.nobody.set()

    # Coming and going

    def count(self, who: str) -> int:
        """How many streams there are of a seat or page."""
        return len(self._feeds.get(who, ()))

    @property
    def all(self) -> list[Feed]:
        """Every stream."""
        return [feed for feeds in self._feeds.values() for feed in feeds]

    def begin(self, feed: Feed) -> None:
        """A device opened a stream. Another one of the same seat ends; where that was another tab, both are told."""
        others = self._feeds.setdefault(feed.who, [])
        if feed.who in PAGES:
            if len(others) >= MOST_PAGES[feed.who]:
                raise TooMany
        elif others:
            self._take_over(feed, others)
        others.append(feed)
        self.nobody.clear()
        if feed.who not in PAGES:
            self._inside.board.came(feed.who)
        self.look_who_is_there()

    def _take_over(self, feed: Feed, others: list[Feed]) -> None:
        elsewhere = [one for one in others if one.tab != feed.tab and one.out is None]
        for one in others:
            one.end(ELSEWHERE)
        if elsewhere:
            self._inside.seldom_on_record(feed.who, bodies.SeatTakenOver(), feed.admission.check)
            feed.nudges.append(TAKEN_OVER)

    def finish(self, feed: Feed) -> None:
        """A stream is over."""
        feeds = self._feeds.get(feed.who, [])
        if feed in feeds:
            feeds.remove(feed)
            if feed.who not in PAGES:
                self._inside.board.went(feed.who, self._inside.room.now(), for_good=feed.left)
        if not self.all:
            self.nobody.set()
        if not any(one.looking == feed.looking for one in feeds):
            self._inside.forget_regions(feed.who, feed.looking)
        self.look_who_is_there()

    def leave(self, admission: Admission) -> None:
        """A device says that it goes."""
        for feed in self._feeds.get(admission.who, ()):
            if feed.admission == admission:
                feed.left = True
                feed.end("You have left.")

    def put_out(self, who: str, sentence: str) -> None:
        """End every stream of a seat or page."""
        self._views.pop(who, None)
        for feed in self._feeds.get(who, ()):
            feed.end(sentence)

    def nudge(self, who: str, text: str) -> None:
        """Show a sentence to a seat."""
        for feed in self._feeds.get(who, ()):
            feed.nudges.append(text)
            feed.bell.set()

    # What is new

    def ring(self) -> None:
        """Something may be new for everybody."""
        for feed in self.all:
            feed.bell.set()

    def look_who_is_there(self) -> None:
        """Somebody came, went or writes: tell it soon."""
        self._someone.set()

    async def watch_who_is_there(self) -> None:
        """Tell who is there as it changes, a few times a second at most; never ends."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    await self._someone.wait()
            self._someone.clear()
            news = self._inside.take_presence(team=self.count(TEAM))
            if news:
                self.ring()
            if self._mind_the_lobby() or news:
                self._inside.changed()
            await asyncio.sleep(PRESENCE_PAUSE)

    def _mind_the_lobby(self) -> bool:
        """Nobody needs to knock while every seat but the lead's is in. Says whether that is news."""
        state, lobby = self._inside.room.kept.state, self._inside.lobby
        others = [seat for seat in state.seats if seat != state.lead]
        all_in = bool(others) and all(map(self.count, others))
        if all_in == lobby.closed:
            return False
        if all_in:
            lobby.close()
        else:
            lobby.open()
        return True

    async def next_of(self, feed: Feed) -> bytes:
        """What is new for a device since it was last sent something; nothing where nothing is.

        One at a time, with the loop looking at everybody else in between.
        """
        async with self._pencil:
            await asyncio.sleep(0)  # whoever sent what is told now has the answer before everybody hears of it
            begun = perf_counter()
            made = self._news(feed)
            self._cost += (perf_counter() - begun - self._cost) / 8
            return made

    @property
    def pause(self) -> float:
        """Seconds that each stream waits before it tells the next thing, so that a storm leaves time for the rest."""
        return min(0.5, self._cost * sum(map(len, self._feeds.values())) / SHARE)

    def _news(self, feed: Feed) -> bytes:
        inside = self._inside
        view, version = inside.view(feed.who), inside.presence_version
        told = b"".join(_nudge(feed, feed.nudges.popleft()) for _ in range(len(feed.nudges)))
        if view.n == feed.n and version == feed.presence_version:
            return told
        parts = self._messages(feed, view) if feed.terminal else self._parts(feed, view)
        feed.n, feed.view, feed.presence_version = view.n, view, version
        return parts + told

    def _parts(self, feed: Feed, view: View) -> bytes:
        regions = self._inside.regions(feed.who, feed.looking, view)
        changed = {id: html for id, html in regions.items() if feed.regions.get(id) != html}
        same_event = feed.n == view.n
        feed.regions = regions
        if same_event and not changed:
            return b""
        data = _encoder.encode({"n": view.n, "now": self._inside.room.now(), "regions": changed})
        return _event("regions", data, None if same_event else view.n)

    def _messages(self, feed: Feed, view: View) -> bytes:
        inside, now = self._inside, self._inside.room.now()
        presence = inside.presence_for(feed.who)
        if feed.view is None and feed.n:
            feed.view = self._remembered(feed.who, feed.n)
        before = feed.view
        history = inside.room.kept
        if before is None:
            own = _until(view.n, wire.own_events(history, feed.who))
            self._remember(feed.who, view)
            return _message(wire.Whole(n=view.n, now=now, view=view, own=own, presence=presence), view.n)
        said = b""
        if before.n != view.n:
            own = _until(view.n, wire.own_events(history, feed.who, before.n))
            self._remember(feed.who, view)
            said = _message(wire.change(before, view, own, now), view.n)
        if feed.presence_version != inside.presence_version:
            said += _message(presence, None)
        return said

    def _remember(self, who: str, view: View) -> None:
        self._views.setdefault(who, deque(maxlen=REMEMBERED)).append(view)

    def _remembered(self, who: str, n: int) -> View | None:
        return next((view for view in reversed(self._views.get(who, ())) if view.n == n), None)


def _until(n: int, events: tuple[Event, ...]) -> tuple[Event, ...]:
    # The history may have grown since the view was made; what is newer comes with the next view.
    return tuple(event for event in events if event.n <= n)


def _event(name: str, data: bytes, id: int | None) -> bytes:
    head = f"event: {name}\n" + (f"id: {id}\n" if id is not None else "")
    return head.encode() + b"data: " + data + b"\n\n"


def _message(message: wire.Message, id: int | None) -> bytes:
    return _event("message", wire.encode(message), id)


def _nudge(feed: Feed, text: str) -> bytes:
    if feed.terminal:
        return _message(wire.Nudge(text=text), None)
    return _event("nudge", _encoder.encode({"text": text}), None)


def _out(feed: Feed, text: str) -> bytes:
    if feed.terminal:
        return _message(wire.Out(text=text), None)
    return _event("out", _encoder.encode({"text": text}), None)


STREAMS = web.AppKey("streams", Streams)


async def stream(request: web.Request) -> web.StreamResponse:
    """GET /stream: everything that is new for this device, as it is kept."""
    inside, streams = request.app[INSIDE], request.app[STREAMS]
    tab = request.query.get("tab", "")
    if not _TAB.fullmatch(tab):
        raise Unreadable
    terminal = of_a_terminal(request)
    feed = Feed(admission_of(request), tab, _looking(request), terminal=terminal)
    feed.n = _from(request) if terminal else 0
    streams.begin(feed)
    response = web.StreamResponse(headers={"X-Accel-Buffering": "no"})
    response.content_type = "text/event-stream"
    response.charset = "utf-8"
    try:
        async with asyncio.timeout(PATIENCE):
            await response.prepare(request)
        await _keep_telling(inside, streams, feed, response)
    except TimeoutError:
        drop(request)
    except ConnectionError:
        pass
    finally:
        streams.finish(feed)
    return response


async def _keep_telling(inside: Inside, streams: Streams, feed: Feed, response: web.StreamResponse) -> None:
    while True:
        try:
            async with asyncio.timeout(PING):
                await feed.bell.wait()
        except TimeoutError:
            await _send(response, b": still here\n\n")
            continue
        feed.bell.clear()
        news = b"" if _is_out(inside, feed) else await streams.next_of(feed)
        if _is_out(inside, feed):  # also while it was made
            await _send(response, _out(feed, feed.out or ""))
            return
        if news:
            await _send(response, news)
            await asyncio.sleep(streams.pause)


def _is_out(inside: Inside, feed: Feed) -> bool:
    if feed.out is None and not inside.ended and not feed.admission.holds:
        feed.out = inside.why_out.get(feed.who, Stranger().message)
    return feed.out is not None


async def _send(response: web.StreamResponse, data: bytes) -> None:
    async with asyncio.timeout(PATIENCE):
        await response.write(data)


def _looking(request: web.Request) -> str | None:
    return request.query.get("point", "")[:40] or None


def _from(request: web.Request) -> int:
    said = request.headers.get("Last-Event-ID") or request.query.get("from", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 12 else 0
