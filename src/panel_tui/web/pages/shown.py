"""What a page shows beside the view, and the marks that make a form count once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from panel_tui.session.clock import Forecast
from panel_tui.wire import Presence


class Shown(Struct, frozen=True, kw_only=True):
    """What a page shows beside the view: the server's time, who is there, and how far behind the day is.

    `sentence` says why the last form was refused. `typed` are that form's fields, to be put back; its `do` is the
    last part of the form's address (`note`, `score`, …).
    """

    now: datetime
    presence: Presence
    sentence: str | None = None
    typed: Mapping[str, str] = {}
    day: Forecast | None = None


def new_mark() -> str:
    """A mark (`sent`) for what a device sends once: 24 url-safe characters."""
    return secrets.token_urlsafe(18)
