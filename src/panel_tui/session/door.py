"""What can happen at the door: who came in from a device of their own, and what was opened to whom."""

from __future__ import annotations

from panel_tui.session.body import Body
from panel_tui.session.terms import JoinedBy, SeatsWay


class SeatsOpened(Body, frozen=True, tag="seats-opened"):
    """The lead let seats take part from devices of their own; `way` says how they reach this computer."""

    way: SeatsWay


class SeatsClosed(Body, frozen=True, tag="seats-closed"):
    """Seats can no longer be reached from other devices."""


class SeatJoined(Body, frozen=True, tag="seat-joined"):
    """A seat came in from a device: by its own link, or let in by the lead from the lobby."""

    by: JoinedBy


class SeatTakenOver(Body, frozen=True, tag="seat-taken-over"):
    """A second device took a seat over from the first, which was told."""


class SeatRelinked(Body, frozen=True, tag="seat-relinked"):
    """A seat was given a new link; the ones before, and the devices that came by them, are out."""

    seat: str


class SeatShutOut(Body, frozen=True, tag="seat-shut-out"):
    """A seat's links and devices were taken away; it comes back only by a new link."""

    seat: str


class KnockAnswered(Body, frozen=True, tag="knock-answered"):
    """The lead answered somebody at the door: let in to a seat, or (`seat` None) refused."""

    name: str
    seat: str | None


class TeamPageTurned(Body, frozen=True, tag="team-page-turned"):
    """The lead turned the team's page on or off."""

    on: bool


class DecisionsShared(Body, frozen=True, tag="decisions-shared"):
    """The lead showed the team the decisions and their reasons, or took them from its page again."""

    on: bool
