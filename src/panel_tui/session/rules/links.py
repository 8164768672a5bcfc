"""Which addresses may stand in a record."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def link(url: str | None) -> str | None:
    """Why something is not a web address, or None."""
    if url is None or _ADDRESS.fullmatch(url):
        return None
    return "a link starts with https:// or http:// and has no spaces"
