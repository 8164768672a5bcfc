"""Which addresses may stand in a record."""

from __future__ import annotations


def link(url: str | None) -> str | None:
    """Why something is not a web address, or None."""
    if url is None or (url.startswith(("https://", "http://")) and " " not in url):
        return None
    return "a link starts with https:// or http:// and has no spaces"
