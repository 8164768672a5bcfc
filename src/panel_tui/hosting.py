"""How a room is opened to other devices, as the lead sees it: who is in, links, and who asks to come in.

`web` does it; the screens and the command line hold one of these and know nothing of a server.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from panel_tui.errors import PanelError
from panel_tui.room import Room
from panel_tui.session.terms import Role, SeatsWay
from panel_tui.wire import How

DISPLAY_PAGE = "display"
"""Whom the room display's link is for. It is no seat of the panel, and a seat's id is never this."""
LEAD_WAIT = 60
"""Seconds after which a deputy may take the lead over from one who has gone."""
LEAD_IDLE = 300
"""Seconds without a key at the lead's own computer after which its lead counts as gone."""


class CannotHost(PanelError):
    """The seats cannot be opened like this, or this cannot be done at the door."""


class Way(Struct, frozen=True, kw_only=True):
    """How seats shall reach this computer.

    `host` is the address to listen at, and `port` 0 any that is free. Beyond this computer it takes a certificate,
    one made for the occasion (`self_signed`), or `insecure`, which was typed. `public_url` is the address that a
    reverse proxy or tunnel answers at.
    """

    host: str = "127.0.0.1"
    port: int = 0
    tls_cert: Path | None = None
    tls_key: Path | None = None
    self_signed: bool = False
    insecure: bool = False
    public_url: str | None = None


class SeatStanding(Struct, frozen=True, kw_only=True):
    """A seat at the door. `link` is None where the seat was shut out, and only a new one can be shown."""

    seat: str
    name: str
    role: Role
    link: str | None
    how: How
    since: datetime


class Knock(Struct, frozen=True, kw_only=True):
    """Somebody in the lobby: the name they gave, and the seat (an id) they asked for, or None."""

    id: str
    name: str
    seat: str | None
    at: datetime


class Hosted(Struct, frozen=True, kw_only=True):
    """How the door stands. `pin` is None while the lobby is closed; `fingerprint` is that of a self-signed
    certificate (SHA-256, hex pairs); `warning` is what the lead must know about this way in."""

    url: str
    way: SeatsWay
    pin: str | None
    fingerprint: str | None
    warning: str | None
    seats: tuple[SeatStanding, ...]
    knocks: tuple[Knock, ...]
    display_link: str
    team_link: str
    displays: int
    team: int


class Hosting(Protocol):
    """A room that is open to other devices. Its methods may be called from any thread and do not wait for a
    network; those that change something raise `CannotHost` or `Refused`. `by` is the seat that asks for it: the
    lead's, or it is refused."""

    @property
    def standing(self) -> Hosted:
        """How the door stands now."""

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener`, from any thread, when the standing changed; the function returned ends it."""

    def admit(self, knock: str, seat: str, by: str) -> None:
        """Let somebody in to a seat."""

    def refuse(self, knock: str, by: str) -> None:
        """Turn somebody away."""

    def relink(self, seat: str, by: str) -> str:
        """Give a seat (or the display's, or the team's page) a new link; those before, and their devices, are out."""

    def relink_all(self, by: str) -> None:
        """Give every seat and page a new link, and the lobby a new PIN; every device is out."""

    def shut_out(self, seat: str, by: str) -> None:
        """Take a seat's links and devices away."""

    def nudge(self, seat: str, text: str, by: str) -> None:
        """Ask a seat for something. It is shown there, and kept nowhere. Raises `CannotHost` where it is not in."""

    def lead_is_here(self) -> None:
        """The lead has just used the keyboard of this computer."""

    def close(self) -> None:
        """Tell every device, and let nobody in any more."""


OpenSeats = Callable[[Room, Way], Hosting]
"""Opens the seats of a room. Raises `CannotHost`."""
