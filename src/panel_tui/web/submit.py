"""What devices send to be recorded. It is answered when it is durable, or with a sentence why it is not."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from math import ceil
from urllib.parse import quote

import msgspec
from aiohttp import web

from panel_tui import wire
from panel_tui.errors import PanelError
from panel_tui.hosting import LEAD_WAIT
from panel_tui.rooms import StoreError
from panel_tui.session import bodies
from panel_tui.session.bodies import AnyBody
from panel_tui.session.events import Event
from panel_tui.session.log import log_for
from panel_tui.session.rules import Refused
from panel_tui.session.rules.scope import leaving
from panel_tui.session.words import TooLong
from panel_tui.web import gate, pages
from panel_tui.web.admission import Admission, admission_of
from panel_tui.web.gate import WHO, NoSuch, Unreadable
from panel_tui.web.inside import INSIDE, PAGES, Inside, viewer_of
from panel_tui.web.said import FORMS, Asked, Unclear, body_of, fit_to_keep, mark_of
from panel_tui.web.stream import STREAMS

NOT_YET = "This is not on disk yet, and the computer that has the session tries again: send it once more."

MOST_FORM_BYTES = 1024 * 1024
"""Maximum size of the form of a seat, in bytes. 8,000 characters take up to 96,000 bytes in a form's encoding; the
rest is for texts that are too long and have to be shown again."""


class _NotKept(PanelError):
    """It could not be kept yet."""


async def do(request: web.Request) -> web.StreamResponse:
    """POST /do/…: a page's form."""
    inside, who, what = request.app[INSIDE], request[WHO], request.match_info["what"]
    if what not in FORMS:
        raise NoSuch
    admission = admission_of(request)
    # A clone, so that a note that is much too long can be read and shown again: it is not lost with the answer.
    fields = await gate.form_of(request.clone(client_max_size=MOST_FORM_BYTES))
    try:
        asked = Asked(who=who, history=inside.room.history, fields=fields)
        body = body_of(what, asked)
        events = await _kept(admission, (body,), None, mark_of(fields.get("sent", "")))
    except (Unclear, TooLong, Refused) as error:
        return _refused(request, what, fields, 409, error.message)
    except _NotKept as error:
        return _refused(request, what, fields, 503, error.message)
    inside.board.silent(who)
    if gate.wants_json(request):
        return gate.json_of({"kept": _ids(events), "n": events[-1].n})
    back = pages.place_of_form(inside.view(who), fields.get("back", ""), fields.get("at", ""))
    return web.Response(status=303, headers={"Location": f"/?point={_quoted(back)}" if back else "/"})


def _quoted(text: str) -> str:
    return quote(text[:40], safe="")


def _ids(events: tuple[Event, ...]) -> list[str]:
    ids = (getattr(event.what, "id", None) for event in events)
    return [id for id in ids if isinstance(id, str)]


def _refused(
    request: web.Request, what: str, fields: Mapping[str, str], status: int, sentence: str
) -> web.StreamResponse:
    sentence = sentence[:1].upper() + sentence[1:]
    if gate.wants_json(request):
        return gate.told(request, status, sentence, again=status == 503)
    inside, who = request.app[INSIDE], request[WHO]
    back = pages.place_of_form(inside.view(who), fields.get("back", ""), fields.get("at", ""))
    typed = {**fields, "do": what, "keep_mark": "yes" if status == 503 else ""}
    return gate.html(inside.page(who, back[:40] if back else None, sentence, typed), status)


async def record(request: web.Request) -> web.StreamResponse:
    """POST /record: what a terminal sends, as `wire.Submission`."""
    inside, who, admission = request.app[INSIDE], request[WHO], admission_of(request)
    try:
        given = msgspec.json.decode(await gate.body_of(request), type=wire.Submission)
        fit = fit_to_keep(inside.room.history, given.bodies)
        mark = mark_of(given.sent)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, Unclear):
        raise Unreadable from None
    except TooLong as error:
        return _not_kept(409, error.message)
    try:
        events = await _kept(admission, fit, given.on_behalf_of, mark)
    except Refused as error:
        return _not_kept(409, error.message)
    except _NotKept as error:
        return _not_kept(503, error.message, again=True)
    inside.board.silent(who)
    # Without the hashes of the chain: a sealed level would soon be found that fits one.
    bare = tuple(msgspec.structs.replace(event, prev="", hash="") for event in events)
    return web.Response(body=msgspec.json.encode(wire.Kept(events=bare)), content_type="application/json")


def _not_kept(status: int, sentence: str, *, again: bool = False) -> web.Response:
    body = msgspec.json.encode(wire.NotKept(refused=sentence, again=again))
    return web.Response(body=body, status=status, content_type="application/json")


async def _kept(
    admission: Admission, what: tuple[AnyBody, ...], on_behalf_of: str | None, mark: str
) -> tuple[Event, ...]:
    inside = admission.inside

    def still() -> None:
        admission.check()
        if any(isinstance(body, bodies.LeadTaken) for body in what):
            _check_the_lead_is_away(inside)

    recorded = inside.room.record(admission.who, *what, on_behalf_of=on_behalf_of, sent=mark, admission=still)
    waiting = asyncio.wrap_future(recorded)
    try:
        # A device that goes away takes nothing back: what was accepted is being kept for it.
        return await asyncio.shield(waiting)
    except StoreError:
        raise _NotKept(NOT_YET) from None


def _check_the_lead_is_away(inside: Inside) -> None:
    """From one who has gone, or who has left the room for the point that it is on."""
    state, now = inside.room.state, inside.room.now()
    if state.current is not None and leaving(state, state.lead, state.current):
        return
    gone, name = inside.board.lead_gone(state.lead, now), state.seats[state.lead].name
    if gone is None:
        raise Refused(f"the lead, {name}, is here; the lead is taken over only from one who has gone")
    wait = gone + timedelta(seconds=LEAD_WAIT) - now
    if wait > timedelta(0):
        raise Refused(f"the lead, {name}, went a moment ago: wait {ceil(wait.total_seconds())} seconds more")


async def typing(request: web.Request) -> web.StreamResponse:
    """POST /do/typing: somebody writes something; what it is stays on the device."""
    admission = admission_of(request)
    await gate.form_of(request)
    admission.check()
    if request[WHO] not in PAGES:
        request.app[INSIDE].board.typing(request[WHO], request.app[INSIDE].room.now())
        request.app[STREAMS].look_who_is_there()
    return web.Response(status=204)


async def leave(request: web.Request) -> web.StreamResponse:
    """POST /leave: this device goes, and its cookie is worth nothing from now on."""
    inside, admission = request.app[INSIDE], admission_of(request)
    request.app[STREAMS].leave(admission)
    await inside.off_loop(inside.book.forget_device, admission.cookie)
    response = web.Response(status=204) if gate.wants_json(request) else gate.html(pages.left_page())
    gate.drop_cookie(request, response, inside.seat_cookie)
    return response


async def log(request: web.Request) -> web.StreamResponse:
    """GET /log: the log as this seat may read it; of the pages nobody reads it."""
    inside, who = request.app[INSIDE], request[WHO]
    if who in PAGES or not inside.view(who).me:
        raise gate.NotAllowed("The log is for the panel.")
    lines = await inside.off_loop(log_for, inside.room.kept, viewer_of(who))
    admission_of(request).check()  # it may have been put out while they were made
    return web.Response(body=msgspec.json.encode(lines), content_type="application/json")
