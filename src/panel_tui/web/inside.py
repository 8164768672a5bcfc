"""What all of the server's rooms share: the session, who may come in, who is there, and what each is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic
from typing import ParamSpec, TypeVar

from aiohttp import web

from panel_tui.errors import PanelError
from panel_tui.hosting import DISPLAY_PAGE
from panel_tui.room import Admission, Room
from panel_tui.session.bodies import AnyBody
from panel_tui.session.clock import Forecast, forecast
from panel_tui.session.terms import TEAM
from panel_tui.session.view import DISPLAY, TEAM_PAGE, View, Viewer
from panel_tui.web import pages
from panel_tui.web.addresses import Origins
from panel_tui.web.limits import Limits
from panel_tui.web.lobby import Lobby
from panel_tui.web.presence import Board
from panel_tui.web.seat_book import SeatBook
from panel_tui.wire import Presence

P = ParamSpec("P")
R = TypeVar("R")

Regions = Mapping[str, str]
PAGES = frozenset({DISPLAY_PAGE, TEAM})
"""Whom a link may be for that is no seat of the panel."""
REPEATED = 60.0
"""Seconds in which the same thing at the door by the same seat is one line of the record."""
_A_MOMENT = timedelta(seconds=0.5)


def viewer_of(who: str) -> Viewer:
    """The eyes of a seat's id, of the room display or of the team's page."""
    if who == DISPLAY_PAGE:
        return DISPLAY
    return TEAM_PAGE if who == TEAM else Viewer(seat=who)


class Inside:
    """One session that is open to devices. Everything that a device is told comes from `view`: what is durable."""

    def __init__(
        self, room: Room, book: SeatBook, lobby: Lobby, origins: Origins, *, changed: Callable[[], None], disk: Executor
    ) -> None:
        self.room = room
        self.book = book
        self.lobby = lobby
        self.origins = origins
        self.board = Board(room.now())
        self.wrong_keys = Limits()
        self.ended = False
        """Whether the lead has closed the seats: nothing is accepted from a device any more."""
        self.why_out: dict[str, str] = {}
        """What the devices of a seat are told that the lead has put out."""
        self._at_the_door: dict[tuple[str, type[AnyBody]], float] = {}
        self.changed = changed
        """Called when the lead's picture of the door is no longer true."""
        self._disk = disk
        mark = room.history.events[0].hash[:8]
        self.seat_cookie = f"seat-{mark}"
        self.wait_cookie = f"wait-{mark}"
        self.presence = self.board.present((), "", room.now())
        self.presence_version = 0
        self._moment: tuple[tuple[int, int], datetime, Forecast] | None = None
        self._rendered: dict[tuple[str, str | None], tuple[tuple[int, int], Regions]] = {}

    # Who

    def belongs(self, who: str) -> bool:
        """Whether this is a seat of the panel now, or a page."""
        return who in PAGES or who in self.room.kept.state.seats

    @property
    def lead(self) -> str:
        """The lead's seat."""
        return self.room.kept.state.lead

    def take_presence(self, *, team: int) -> bool:
        """Look anew who is there; says whether that is news."""
        state = self.room.kept.state
        now = self.board.present(tuple(state.seats), state.lead, self.room.now(), team=team)
        before = self.presence
        same = (now.seats, now.lead_gone, now.team) == (before.seats, before.lead_gone, before.team)
        self.presence = now
        self.room.presence = now
        if not same:
            self.presence_version += 1
        return not same

    def presence_for(self, who: str) -> Presence:
        """Who is there, as far as this one may know: beyond the panel nothing of single seats."""
        now = self.room.now()
        held = self.presence
        if who in PAGES:
            return Presence(now=now, seats=(), lead_gone=None, lead_wait=held.lead_wait, team=held.team)
        return Presence(now=now, seats=held.seats, lead_gone=held.lead_gone, lead_wait=held.lead_wait, team=held.team)

    # What they are shown

    def view(self, who: str) -> View:
        """What this one may see of what is durable."""
        return self.room.kept_view(viewer_of(who))

    def shown(self, who: str, sentence: str | None = None, typed: Mapping[str, str] | None = None) -> pages.Shown:
        """What a page shows beside the view."""
        now = self.room.now()
        return pages.Shown(
            now=now,
            presence=self.presence_for(who),
            sentence=sentence,
            typed=typed or {},
            day=forecast(self.room.kept.state, now),
        )

    def page(
        self, who: str, looking: str | None, sentence: str | None = None, typed: Mapping[str, str] | None = None
    ) -> str:
        """The whole page, as HTML; `looking` is what `?point=` said."""
        view, shown = self.view(who), self.shown(who, sentence, typed)
        if who == DISPLAY_PAGE:
            return pages.display_page(view, shown)
        if who == TEAM:
            return pages.team_page(view, shown)
        return pages.seat_page(view, looking, shown)

    def regions(self, who: str, looking: str | None, view: View) -> Regions:
        """The page's parts by their ids. Made once for everybody who sees the same."""
        key, stamp = (who, looking), (view.n, self.presence_version)
        held = self._rendered.get(key)
        if held is not None and held[0] == stamp:
            return held[1]
        shown = self._shown_at_once(who, stamp)
        if who == DISPLAY_PAGE:
            made = pages.display_regions(view, shown)
        elif who == TEAM:
            made = pages.team_regions(view, shown)
        else:
            made = pages.seat_regions(view, looking, shown)
        self._rendered[key] = (stamp, made)
        return made

    def _shown_at_once(self, who: str, stamp: tuple[int, int]) -> pages.Shown:
        # All who hear of one thing hear of it as of one moment, so that the clocks are drawn once for all of them.
        now = self.room.now()
        if self._moment is None or self._moment[0] != stamp or not _A_MOMENT > now - self._moment[1] >= timedelta(0):
            self._moment = (stamp, now, forecast(self.room.kept.state, now))
        _, now, day = self._moment
        return pages.Shown(now=now, presence=self.presence_for(who), day=day)

    def forget_regions(self, who: str, looking: str | None) -> None:
        """Nobody looks at this any more."""
        self._rendered.pop((who, looking), None)

    # What it takes time for

    async def off_loop(self, do: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Do something that waits for a disk, without keeping everybody waiting."""
        return await asyncio.get_running_loop().run_in_executor(self._disk, lambda: do(*args, **kwargs))

    def on_record(self, seat: str, what: AnyBody, admission: Admission | None = None) -> None:
        """Note on the record what happened at the door, where the room takes it."""
        with suppress(PanelError):
            self.room.record(seat, what, admission=admission)

    def seldom_on_record(self, seat: str, what: AnyBody, admission: Admission | None = None) -> None:
        """The same, once a minute for each seat: a device that comes and goes at speed must not fill the record."""
        now = monotonic()
        before = self._at_the_door.get((seat, type(what)))
        if before is None or now - before >= REPEATED:
            self._at_the_door[seat, type(what)] = now
            self.on_record(seat, what, admission)


INSIDE = web.AppKey("inside", Inside)
