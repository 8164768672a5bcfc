"""What everything in a state is made of."""

from __future__ import annotations

from msgspec import Struct


class Part(Struct, frozen=True, kw_only=True):
    """The base of everything a state is made of."""
