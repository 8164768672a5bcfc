"""Text with its encodings undone, where each character still knows what it was written as.

Addresses are looked for in the decoded text and taken out of the written one, so that the rest of it stays byte for
byte: `robin%40x.org` is found and removed without touching the `%20` beside it.
"""

from __future__ import annotations

import re

from msgspec import Struct

MOST_LEVELS = 4
"""Encodings inside one another that are undone, such as a percent sign in an HTML entity."""

_NAMED = {"commat": "@", "period": ".", "plus": "+", "colon": ":", "lowbar": "_", "nbsp": " ", "num": "#"}
_CODE = re.compile(
    r"(?P<percent>(?:%(?:25)*[0-9a-f]{2})+)"
    r"|&(?:amp;)*+(?:\#x0*+(?P<hex>[0-9a-f]{1,6})|\#0*+(?P<decimal>[0-9]{1,7})|(?P<name>[a-z]{3,6})(?=;));?"
    r"|(?:\\u00|\\x|_x00)(?P<escape>[0-7][0-9a-f])(?:(?<=_x00[0-9a-f]{2})_)?",
    re.IGNORECASE,
)
_BYTE = re.compile(r"%(?:25)*([0-9a-f]{2})", re.IGNORECASE)
_SIGNS = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width forms of ASCII
_SIGNS |= dict.fromkeys(map(ord, "\u3002\uff61"), ".") | {0xFE6B: "@"}
_SIGNS |= dict.fromkeys((0xA0, 0x3000, *range(0x2000, 0x200B), 0x202F), " ")
_SIGNS |= dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")


class Decoded(Struct, frozen=True):
    """A decoded text. `starts` and `ends` say for each character where it stands as written; None where nothing was
    encoded and the places are the same."""

    text: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the decoded text stands in the written one."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def decoded(written: str) -> Decoded:
    """A text without percent codes, HTML entities, escapes and full-width signs."""
    result = Decoded(_plain(written))
    for _ in range(MOST_LEVELS):
        if not any(sign in result.text for sign in "%&\\_"):
            break
        deeper = _once(result)
        if deeper is None:
            break
        result = deeper
    return result


def _plain(text: str) -> str:
    return text if text.isascii() else text.translate(_SIGNS)


def _once(before: Decoded) -> Decoded | None:
    """One level of encodings undone; None where there are none."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place = 0

    def keep(start: int, end: int) -> None:
        parts.append(before.text[start:end])
        if before.starts is None or before.ends is None:
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            starts.extend(before.starts[start:end])
            ends.extend(before.ends[start:end])

    for code in _CODE.finditer(before.text):
        characters = _characters(code)
        if not characters:
            continue
        keep(place, code.start())
        for character, start, end in characters:
            first, last = before.span(start, end)
            parts.append(_plain(character))
            starts.append(first)
            ends.append(last)
        place = code.end()
    if place == 0:
        return None
    keep(place, len(before.text))
    return Decoded("".join(parts), starts, ends)


def _characters(code: re.Match[str]) -> list[tuple[str, int, int]]:
    """What a code stands for, character by character, each with its place; nothing where it is no code."""
    if code["percent"]:
        return _of_bytes(code)
    if code["name"]:
        named = _NAMED.get(code["name"].lower())
        return [(named, code.start(), code.end())] if named else []
    number = int(code["hex"] or code["escape"], 16) if code["decimal"] is None else int(code["decimal"])
    return [(chr(number), code.start(), code.end())] if number < 0x110000 else []


def _of_bytes(code: re.Match[str]) -> list[tuple[str, int, int]]:
    """The characters of a run of percent codes, of which several may be the bytes of one."""
    written = [(int(byte[1], 16), byte.start(), byte.end()) for byte in _BYTE.finditer(code[0])]
    text = bytes(byte for byte, _, _ in written).decode("utf-8", "surrogateescape")
    characters, place = [], 0
    for character in text:
        length = len(character.encode("utf-8", "surrogateescape"))
        start, end = code.start() + written[place][1], code.start() + written[place + length - 1][2]
        characters.append((character, start, end))
        place += length
    return characters
