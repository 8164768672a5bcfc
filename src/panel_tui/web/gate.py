"""The gate that every request goes through: our name, our own pages, a device that was let in, and not too often."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from time import monotonic
from urllib.parse import parse_qsl

from aiohttp import web

from panel_tui.errors import PanelError
from panel_tui.web import pages
from panel_tui.web.inside import INSIDE, PAGES, Inside
from panel_tui.web.limits import TooManyTries
from panel_tui.wire import NUMBER_HEADER, TERMINAL, WIRE_NUMBER, mismatch, number_in

LOG = logging.getLogger("panel_tui.web")
LOG.addHandler(logging.NullHandler())

WHO = web.RequestKey("who", str)
"""The seat, or page, whose device asks."""
PATIENCE = 10.0
"""Seconds that a device has to send what it began, and to take what it is sent."""
MOST_BYTES = 64 * 1024
BURST, RATE = 60, 10.0
"""Things that one seat may send at once, and in each second."""
LOOKS, LOOKS_RATE = 120, 20.0
"""Pages and streams that one device may ask for at once, and in each second."""
STRANGERS, STRANGERS_RATE = 400, 50.0
"""The same for one address as long as it is not known who asks: a whole panel may come in through one."""
STRANGERS_AT_ONCE = 32
"""Strangers whose words are waited for at the same moment: whoever sends them slowly keeps no member's place."""
_REMEMBERED = 2048

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: that would make browsers send `Origin: null` with our own forms. Beyond us it says as little.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "panel-tui",
    NUMBER_HEADER: str(WIRE_NUMBER),
}
_OPEN = frozenset({"/", "/knock", "/waiting", "/waiting/state", "/enter", "/favicon.ico"})
_OPEN_BELOW = ("/join/", "/static/")
_SENTENCES = {
    404: "There is no such page here: go back to the link that you were given.",
    405: "This cannot be done at this address.",
    413: "This is more than can be sent at once: shorten it, or send it as several.",
    417: "This server does not do what your device expects of it.",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class NotAllowed(PanelError):
    """This is not allowed from here: open the page by the link that the lead gave you."""

    status = 403


class Stranger(NotAllowed):
    """This device is not let in, or no longer: open the link that the lead gave you."""

    status = 401


class TooOften(NotAllowed):
    """That was too much at once: wait a moment and send it again."""

    status = 429


class Crowded(NotAllowed):
    """Too many people are at the door at this moment: wait a few seconds and try again."""

    status = 503


class NoSuch(NotAllowed):
    """There is no such page here: go back to the link that you were given."""

    status = 404


class Unreadable(NotAllowed):
    """What was sent could not be read: load the page again and send it once more."""

    status = 400


class TooSlow(NotAllowed):
    """What was sent did not arrive in time: send it again."""

    status = 408


class Bucket:
    """A measure that fills by itself: `most` at once, `rate` in each second."""

    def __init__(self, most: float, rate: float, seconds: Callable[[], float] = monotonic) -> None:
        self._most, self._rate, self._seconds = most, rate, seconds
        self._left, self._at = most, seconds()

    def take(self) -> bool:
        """Whether one more is allowed now."""
        now = self._seconds()
        self._left = min(self._most, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Buckets:
    """A bucket for each who asks; those that have not asked for longest are forgotten."""

    def __init__(self, most: float, rate: float) -> None:
        self._most, self._rate = most, rate
        self._held: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, who: str) -> None:
        """Count one more. Raises `TooOften`."""
        bucket = self._held.get(who)
        if bucket is None:
            bucket = self._held[who] = Bucket(self._most, self._rate)
            if len(self._held) > _REMEMBERED:
                self._held.popitem(last=False)
        self._held.move_to_end(who)
        if not bucket.take():
            raise TooOften


class Measures:
    """How often each seat may send and look, and each stranger knock."""

    def __init__(self) -> None:
        self.sends = Buckets(BURST, RATE)
        self.looks = Buckets(LOOKS, LOOKS_RATE)
        self.strangers = Buckets(STRANGERS, STRANGERS_RATE)
        self.strangers_now = 0


MEASURES = web.AppKey("measures", Measures)


def address_of(request: web.Request) -> str:
    """Where a request comes from. Behind a proxy on this computer, what that proxy saw last."""
    peer = request.remote or ""
    if request.app[INSIDE].origins.way == "proxy" and _is_loopback(peer):
        return request.headers.get("X-Forwarded-For", peer).rpartition(",")[2].strip() or peer
    return peer


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False


def wants_json(request: web.Request) -> bool:
    """Whether a script or a terminal asks, and not a browser for a page."""
    accept = request.headers.get("Accept", "")
    return TERMINAL in accept or ("application/json" in accept and "text/html" not in accept)


def of_a_terminal(request: web.Request) -> bool:
    """Whether a terminal asks."""
    return TERMINAL in request.headers.get("Accept", "")


def html(text: str, status: int = 200) -> web.Response:
    """A page."""
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")


def told(request: web.Request, status: int, sentence: str, *, again: bool = False) -> web.Response:
    """One sentence, as whoever asked can read it."""
    if wants_json(request) or request.path in ("/record", "/log", "/stream", "/waiting/state"):
        said: dict[str, object] = {"refused": sentence}
        if again:
            said["again"] = True
        return web.json_response(said, status=status)
    return html(pages.out_page(sentence) if status == 401 else pages.problem_page(sentence), status)


def set_cookie(request: web.Request, response: web.StreamResponse, name: str, value: str) -> None:
    """Give a device a cookie that no script and no other site can use."""
    secure = request.app[INSIDE].origins.secure
    response.set_cookie(name, value, path="/", httponly=True, samesite="Strict", secure=secure)


def drop_cookie(request: web.Request, response: web.StreamResponse, name: str) -> None:
    """Take a cookie back."""
    secure = request.app[INSIDE].origins.secure
    response.del_cookie(name, path="/", httponly=True, samesite="Strict", secure=secure)


@web.middleware
async def gate(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let a request through, or say why not; whatever goes wrong behind is one sentence before it."""
    try:
        response = await _through(request, handler)
    except web.HTTPException as error:
        response = told(request, error.status, _SENTENCES.get(error.status, Unreadable().message))
        if "Allow" in error.headers:
            response.headers["Allow"] = error.headers["Allow"]
    except TooManyTries as error:
        response = told(request, 429, error.message)
        response.headers["Retry-After"] = str(error.wait)
    except NotAllowed as error:
        response = told(request, error.status, error.message, again=error.status == 503)
        if isinstance(error, Stranger):
            drop_cookie(request, response, request.app[INSIDE].seat_cookie)
        if isinstance(error, TooOften):
            response.headers["Retry-After"] = "1"
    except PanelError as error:
        response = told(request, 409, error.message)
    except (ConnectionError, asyncio.CancelledError):
        raise
    except Exception as error:  # noqa: BLE001 - nothing of ours, and nothing that was typed, reaches a device or a log
        LOG.error("%s while answering", type(error).__name__)  # noqa: TRY400 - a traceback may hold what was typed
        sentence = "Something went wrong at the computer that has the session; what was acknowledged is kept."
        response = told(request, 500, sentence)
    return await _delivered(request, response)


async def strangers_form_of(request: web.Request) -> dict[str, str]:
    """The same as `form_of` from somebody who is not let in. Raises `Crowded` too, and ends the connection then."""
    measures = request.app[MEASURES]
    if measures.strangers_now >= STRANGERS_AT_ONCE:
        raise Crowded
    measures.strangers_now += 1
    try:
        return await form_of(request)
    finally:
        measures.strangers_now -= 1


async def _delivered(request: web.Request, response: web.StreamResponse) -> web.StreamResponse:
    """Sent here, so that whoever does not take it in time is dropped."""
    try:
        async with asyncio.timeout(PATIENCE):
            await response.prepare(request)
            await response.write_eof()
        if response.status == Crowded.status and request.can_read_body:
            drop(request)  # or it would stay until the rest of it has come
    except TimeoutError:
        drop(request)
    return response


def drop(request: web.Request) -> None:
    """End a connection without waiting for its other side."""
    if request.transport is not None:
        request.transport.abort()


async def _through(request: web.Request, handler: Handler) -> web.StreamResponse:
    inside = request.app[INSIDE]
    _check_names(request, inside)
    _check_number(request)
    path = request.path
    if path.startswith("/static/"):
        return await handler(request)
    who = _who(request, inside)
    measures = request.app[MEASURES]
    key = request.cookies[inside.seat_cookie] if who in PAGES else who
    if key is None:
        measures.strangers.take(address_of(request))
    elif request.method == "POST" and path not in ("/do/typing", "/leave"):
        measures.sends.take(key)
    else:
        measures.looks.take(key)
    if who is None and not _is_open(path):
        raise Stranger
    if who is not None:
        request[WHO] = who
    return await handler(request)


def _check_names(request: web.Request, inside: Inside) -> None:
    hosts = request.headers.getall("Host", [])
    if len(hosts) != 1 or hosts[0].lower() not in inside.origins.hosts:
        raise NotAllowed("This is not an address that the seats are reached at: open the link that you were given.")
    origins = request.headers.getall("Origin", [])
    ours = len(origins) == 1 and origins[0].lower() in inside.origins.origins
    if not ours and (origins or request.method not in ("GET", "HEAD", "OPTIONS")):
        raise NotAllowed
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site") and (
        request.headers.get("Sec-Fetch-Mode") != "navigate"
    ):
        raise NotAllowed


def _check_number(request: web.Request) -> None:
    if of_a_terminal(request):
        refusal = mismatch(WIRE_NUMBER, number_in(request.headers["Accept"]))
        if refusal is not None:
            raise NotAllowed(refusal)


def _who(request: web.Request, inside: Inside) -> str | None:
    cookie = request.cookies.get(inside.seat_cookie)
    if cookie is None:
        return None
    who = inside.book.seat_of_device(cookie)
    if who is not None and inside.belongs(who):
        return who
    if _is_open(request.path):  # to whom nothing is shown; and a new link has to work where an old cookie is left
        return None
    address = address_of(request)
    inside.wrong_keys.check(address)
    inside.wrong_keys.failed(address)
    raise Stranger


def _is_open(path: str) -> bool:
    return path in _OPEN or path.startswith(_OPEN_BELOW)


async def add_headers(_: web.Request, response: web.StreamResponse) -> None:
    """Put on every answer what browsers are to keep to."""
    for name, value in HEADERS.items():
        response.headers[name] = value


async def body_of(request: web.Request) -> bytes:
    """Everything that was sent, in time. Raises `TooSlow`, or aiohttp's error where it is too much."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await request.read()
    except TimeoutError:
        raise TooSlow from None


async def form_of(request: web.Request) -> dict[str, str]:
    """The fields of a form; of a field that comes twice the last. Raises `Unreadable`."""
    if request.content_type != "application/x-www-form-urlencoded":
        if request.can_read_body:
            raise Unreadable
        return {}
    try:
        text = (await body_of(request)).decode("ascii")
        return dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=40))
    except ValueError:
        raise Unreadable from None


def json_of(said: object, status: int = 200) -> web.Response:
    """An answer to a script."""
    return web.Response(text=json.dumps(said), status=status, content_type="application/json")
