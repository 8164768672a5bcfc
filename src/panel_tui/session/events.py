"""An event: one thing that happened, with its number, its time, its seat and its place in the chain."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from panel_tui.session.bodies import AnyBody


class Event(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kept event.

    `n` counts from 1 without gaps. `at` is UTC. `seat` is who did it, and `on_behalf_of` the seat for
    which it was done (None where a seat acts for itself). `prev` and `hash` are SHA-256 in hex: the hash
    of the event before, and of this one (see `chain`). `sent` is the mark that a device put on what it sent, so
    that what arrives twice counts once; in a file the key is absent where nothing was sent.
    """

    n: int
    at: Annotated[datetime, Meta(tz=True)]
    seat: str
    on_behalf_of: str | None
    what: AnyBody
    prev: str
    hash: str
    sent: str | UnsetType = UNSET

    @property
    def owner(self) -> str:
        """The seat whose words or score these are: the one acted for, or else the one who acted."""
        return self.on_behalf_of or self.seat
