"""What every event's content is made of."""

from __future__ import annotations

from msgspec import Struct


class Body(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="event"):
    """The base of every event's content; the tag is the kind as it stands in the file."""
