"""Whether a device still may: asked when its request comes in, and again in the breath in which something is recorded.

Between the two a body is read or a disk is waited for, and the lead may have taken the seat away.
"""

from __future__ import annotations

from aiohttp import web
from msgspec import Struct

from panel_tui.web.gate import WHO, NotAllowed, Stranger
from panel_tui.web.inside import INSIDE, PAGES, Inside


class Ended(NotAllowed):
    """The seats are closed at the moment: send it again when they are open."""

    status = 503


class Admission(Struct, frozen=True):
    """One device, by its cookie, in one seat (or page)."""

    inside: Inside
    who: str
    cookie: str

    def check(self) -> None:
        """Raise `Stranger` where the device is in this seat no longer, and `Ended` where the seats are closed.

        It waits for nothing, so a room may ask it while nothing else is recorded.
        """
        inside = self.inside
        if inside.book.seat_of_device(self.cookie) != self.who:
            raise Stranger
        if self.who not in PAGES and self.who not in inside.room.state.seats:
            raise Stranger
        if inside.ended:
            raise Ended

    @property
    def holds(self) -> bool:
        """The same as yes or no."""
        try:
            self.check()
        except NotAllowed:
            return False
        return True


def admission_of(request: web.Request) -> Admission:
    """Of the device that the gate let through."""
    inside = request.app[INSIDE]
    return Admission(inside, request[WHO], request.cookies[inside.seat_cookie])
