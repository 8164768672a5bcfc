"""The doors: a link or the lobby in, the page itself, and the few files that a page needs."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from panel_tui.errors import PanelError
from panel_tui.hosting import DISPLAY_PAGE, CannotHost
from panel_tui.session import bodies
from panel_tui.session.terms import JoinedBy
from panel_tui.session.view import DISPLAY
from panel_tui.web import gate, pages
from panel_tui.web.admission import Admission
from panel_tui.web.gate import WHO, NoSuch
from panel_tui.web.inside import INSIDE, PAGES, Inside
from panel_tui.web.lobby import NoSuchKnock, TooManyTries, WrongPin
from panel_tui.web.seat_book import NotGood
from panel_tui.web.stream import STREAMS, stream
from panel_tui.web.submit import do, leave, log, record, typing

_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
    ".png": "image/png",
}
_LOADED = {path.name: path.read_bytes() for path in pages.STATIC.iterdir() if path.suffix in _TYPES}

BAD_LINK = "This link is not good, or no longer: ask the lead for a new one."


def routes() -> list[web.AbstractRouteDef]:
    """Every address there is."""
    return [
        web.get("/", home),
        web.get("/join/{token}", join_shown),
        web.post("/join/{token}", join),
        web.post("/knock", knock),
        web.get("/waiting", waiting),
        web.get("/waiting/state", waiting_state),
        web.post("/enter", enter),
        web.get("/stream", stream, allow_head=False),
        web.post("/do/typing", typing),
        web.post("/do/{what}", do),
        web.post("/record", record),
        web.get("/log", log),
        web.post("/leave", leave),
        web.get("/static/{file}", static),
    ]


async def home(request: web.Request) -> web.StreamResponse:
    """GET /: what this device may see, or the lobby's form."""
    inside, who = request.app[INSIDE], request.get(WHO)
    if who is None:
        return _lobby(request, None)
    return gate.html(inside.page(who, request.query.get("point", "")[:40] or None))


# By link


def _whose(request: web.Request) -> str:
    inside, address = request.app[INSIDE], gate.address_of(request)
    who = inside.book.seat_of_token(request.match_info["token"])
    if who is not None and inside.belongs(who):
        return who
    inside.wrong_keys.check(address)
    inside.wrong_keys.failed(address)
    raise _BadLink(BAD_LINK)


class _BadLink(NoSuch):
    """This link is not good, or no longer: ask the lead for a new one."""


async def join_shown(request: web.Request) -> web.StreamResponse:
    """GET /join/…: a button, so that a preview in a chat cannot use the link up."""
    inside, who = request.app[INSIDE], _whose(request)
    state = inside.room.kept.state
    if who in PAGES:
        role = "display" if who == DISPLAY_PAGE else "team"
        return gate.html(pages.join_page(state.created.service, "", role))
    seat = state.seats[who]
    return gate.html(pages.join_page(state.created.service, seat.name, seat.role))


async def join(request: web.Request) -> web.StreamResponse:
    """POST /join/…: the link exchanged for a cookie."""
    inside, who = request.app[INSIDE], _whose(request)
    if request.get(WHO) == who:  # it is in already, and pressed the button again
        return _welcome(request, who, None)
    try:
        who, cookie = await inside.off_loop(inside.book.come_in, request.match_info["token"])
    except NotGood:
        raise _BadLink(BAD_LINK) from None
    return _let_in(request, who, cookie, "link")


def _let_in(request: web.Request, who: str, cookie: str, by: JoinedBy) -> web.StreamResponse:
    inside = request.app[INSIDE]
    admission = Admission(inside, who, cookie)
    if who not in PAGES:
        inside.seldom_on_record(who, bodies.SeatJoined(by=by), admission.check)
    inside.why_out.pop(who, None)
    admission.check()  # or it would be given a cookie that was taken away while it was written down
    return _welcome(request, who, cookie)


def _welcome(request: web.Request, who: str, cookie: str | None) -> web.StreamResponse:
    inside = request.app[INSIDE]
    response: web.Response
    if gate.wants_json(request):
        seat = inside.room.kept.state.seats.get(who)
        response = gate.json_of({"seat": who, "name": seat.name if seat else ""})
    else:
        response = web.Response(status=303, headers={"Location": "/"})
    if cookie is not None:
        gate.set_cookie(request, response, inside.seat_cookie, cookie)
        gate.drop_cookie(request, response, inside.wait_cookie)
    return response


# By the lobby


def free_seats(inside: Inside, here: set[str]) -> list[tuple[str, str]]:
    """The seats that somebody at the door may ask for, by what they are; who sits there is not said outside."""
    shown = inside.room.kept_view(DISPLAY)
    return [(seat.id, seat.label) for seat in shown.seats if seat.role != "lead" and seat.id not in here]


def _lobby(
    request: web.Request, sentence: str | None, fields: Mapping[str, str] | None = None, status: int = 200
) -> web.StreamResponse:
    inside = request.app[INSIDE]
    if inside.lobby.closed and sentence is None:
        sentence = "The lobby is closed: ask the lead for a link."
    here = {feed.who for feed in request.app[STREAMS].all}
    service = inside.room.kept.state.created.service
    typed = {id: (fields or {}).get(id, "") for id in ("name", "pin", "seat")}
    return gate.html(pages.lobby_page(service, free_seats(inside, here), sentence, **typed), status)


async def knock(request: web.Request) -> web.StreamResponse:
    """POST /knock: the PIN rings, and the lead is asked."""
    inside, fields = request.app[INSIDE], await gate.strangers_form_of(request)
    name = fields.get("name", "")
    wanted = fields.get("seat", "")
    free = {id for id, _ in free_seats(inside, set())}
    try:
        inside.lobby.try_pin(gate.address_of(request), fields.get("pin", ""))
        _, ticket = inside.lobby.knock(name, wanted if wanted in free else None)
    except PanelError as error:
        if isinstance(error, WrongPin):
            await inside.off_loop(inside.lobby.keep)
        status = 429 if isinstance(error, TooManyTries) else 403 if isinstance(error, WrongPin) else 409
        if gate.wants_json(request):
            return gate.told(request, status, error.message)
        return _lobby(request, error.message[:1].upper() + error.message[1:], fields, status)
    inside.changed()
    response = web.Response(status=303, headers={"Location": "/waiting"})
    gate.set_cookie(request, response, inside.wait_cookie, ticket)
    return response


def _ticket(request: web.Request) -> str:
    return request.cookies.get(request.app[INSIDE].wait_cookie, "")


async def waiting(request: web.Request) -> web.StreamResponse:
    """GET /waiting: somebody waits for the lead's answer, or has it."""
    lobby = request.app[INSIDE].lobby
    try:
        knocked = lobby.knock_of(_ticket(request))
        return gate.html(pages.waiting_page(knocked.name, lobby.state(_ticket(request))))
    except NoSuchKnock:
        return web.Response(status=303, headers={"Location": "/"})


async def waiting_state(request: web.Request) -> web.StreamResponse:
    """GET /waiting/state: the same for the page's script."""
    try:
        return gate.json_of({"state": request.app[INSIDE].lobby.state(_ticket(request))})
    except NoSuchKnock as error:
        return gate.told(request, 404, error.message)


async def enter(request: web.Request) -> web.StreamResponse:
    """POST /enter: somebody whom the lead let in takes the seat."""
    inside = request.app[INSIDE]
    ticket = _ticket(request)

    def whose() -> str:
        seat = inside.lobby.enter(ticket)
        if not inside.belongs(seat):
            raise CannotHost("This seat is no longer on the panel: ask the lead.")
        return seat

    seat, cookie = await inside.off_loop(inside.book.let_in, whose)
    return _let_in(request, seat, cookie, "lobby")


# What a page needs


async def static(request: web.Request) -> web.StreamResponse:
    """GET /static/…: our own files, and no others."""
    name = request.match_info["file"]
    content = _LOADED.get(name)
    if content is None:
        raise NoSuch
    kind = next(kind for ending, kind in _TYPES.items() if name.endswith(ending))
    return web.Response(body=content, content_type=kind)
