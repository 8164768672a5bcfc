"""Text as it comes in: cleaned once, at the door, so that nothing behind it has to doubt it."""

from __future__ import annotations

import re
import unicodedata

from panel_tui.errors import PanelError

LINE_LENGTH = 300
"""Characters in a name or a title."""
PROSE_LENGTH = 8_000
"""Characters in a note, a reason, an answer."""

_NEWLINES = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


class TooLong(PanelError):
    """This text is longer than can be kept in one place."""


def bare(text: str) -> str:
    """Text of one or more lines without control characters or direction overrides. Tabs become spaces."""
    return _UNWANTED.sub("", _NEWLINES.sub("\n", text).replace("\t", "    "))


def clean(text: str, limit: int = PROSE_LENGTH) -> str:
    """Bare text in NFC, trimmed. Raises `TooLong` beyond `limit` characters, and says by how much."""
    text = _normal(text)
    if len(text) > limit:
        raise TooLong(
            f"this text has {len(text):,} characters and {limit:,} are kept: shorten it or write it as several"
        )
    return text


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", bare(text)).strip()


def excess(text: str, limit: int = PROSE_LENGTH) -> int:
    """How many characters of a text are too many once it is cleaned; 0 where it fits."""
    return 0 if len(text) <= limit // 4 else max(0, len(_normal(text)) - limit)


def clean_line(text: str, limit: int = LINE_LENGTH) -> str:
    """The same in one line: every run of white space becomes one space."""
    return clean(" ".join(clean(text, limit=8 * len(text) + 1).split()), limit)


def initials(name: str) -> str:
    """Up to two letters that stand for a person beside a note."""
    parts = [part for part in name.split() if part[0].isalnum()]
    if not parts:
        return "?"
    letters = parts[0][0] + (parts[-1][0] if len(parts) > 1 else parts[0][1:2])
    return letters.upper()[:2]


def slug(text: str) -> str:
    """Lower-case letters, digits and hyphens made of a text; `x` where nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "x"
