"""The links in a text of a board, and what kind of link one is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from panel_tui.session.words import bare

LONGEST = 2_000
"""Characters of an address that is kept as one; a longer one stays in its text."""

_NAMED = re.compile(
    r"\[([^\[\]\n]{0,300})\]\(\s{0,3}<?(https?://[^\s<>]{1,3000})(?:>?\s+\"[^\"\n]{0,300}\"\))?", re.IGNORECASE
)
_PLAIN = re.compile(r"https?://[^\s<>\"|\\^`{}\[\]]{1,3000}", re.IGNORECASE)
_TRELLO_CARD = re.compile(r"https?://(?:www\.)?trello\.com/[cb]/([A-Za-z0-9]+)", re.IGNORECASE)
_TRELLO_FILE = re.compile(r"https?://(?:[\w-]+\.)*(?:trello\.com/1/cards/|trello-attachments\.)", re.IGNORECASE)


class Link(Struct, frozen=True):
    """A link and the words that stand for it, empty where none do."""

    url: str
    words: str


def is_link(url: str) -> bool:
    """Whether an address may stand in a record: of the web, in one piece, and not endless."""
    scheme, _, rest = url.partition("://")
    whole = bool(rest) and len(url.split()) == 1 and url == url.strip() and len(url) <= LONGEST
    return whole and scheme in ("http", "https")


def links_in(text: str) -> Iterator[Link]:
    """Every link of a Markdown text once, in the order that they stand there."""
    text = bare(text)
    named = {found.start(2): found[1] for found in _NAMED.finditer(text)}
    seen = set()
    for found in _PLAIN.finditer(text):
        url = _ended(found[0])
        url = url[:5].lower() + url[5:]
        if is_link(url) and url not in seen:
            seen.add(url)
            yield Link(url, named.get(found.start(), ""))


def without_links(text: str) -> str:
    """What a text says beside its links."""
    return _PLAIN.sub(" ", _NAMED.sub(" ", bare(text))).strip(" \n()<>[]-*•\"'\u200c")


def _ended(url: str) -> str:
    """An address without the punctuation that ends the sentence it stands in."""
    while True:  # until the colon of its scheme at the latest
        if url[-1] in ".,;:!?'\"*_~…" or (url[-1] == ")" and url.count(")") > url.count("(")):
            url = url[:-1]
        elif (cut := url.find(")")) >= 0 and url.count(")", 0, cut + 1) > url.count("(", 0, cut + 1):
            url = url[:cut]
        else:
            return url


def trello_card(url: str) -> str | None:
    """The short link of the Trello card or board that an address leads to, or None."""
    found = _TRELLO_CARD.match(url)
    return found[1] if found else None


def is_trello_file(url: str) -> bool:
    """Whether an address leads to a file that was uploaded to Trello, which asks for a login."""
    return bool(_TRELLO_FILE.match(url))


def shown(url: str) -> str:
    """An address as the title of something that has no other."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/") or url
