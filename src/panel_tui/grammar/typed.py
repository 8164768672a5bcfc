"""The lines of a pipe or a terminal as text: which encoding they have, and which of them are not text at all.

Whatever an encoding cannot read becomes a lone surrogate, which no text holds, so that the line it stands in is refused
by its number, and is neither kept with a stand-in nor lost without a word.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from io import BufferedReader, TextIOWrapper
from typing import BinaryIO

from panel_tui.errors import PanelError

MARKED = "panel-tui-marked"
"""How to decode, so that `text_of` sees what could not be read: for the `errors` of a stream."""
_NOT_TEXT = re.compile("[\ud800-\udfff\0]")
"""Lone surrogates, and the zeros between the letters of UTF-16 without its mark."""
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # it begins as that of UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class NotText(PanelError):
    """A line holds bytes that are not text in the encoding it should have."""


def _marked(error: UnicodeError) -> tuple[str, int]:
    if isinstance(error, UnicodeDecodeError):
        return "\ud800", error.end
    raise error


codecs.register_error(MARKED, _marked)


def piped(stream: BinaryIO) -> Iterator[str]:
    """Each line as soon as it is there, for `text_of`: UTF-8, or what the byte order mark says it is."""
    begun = stream.peek(4) if isinstance(stream, BufferedReader) else b""
    encoding = next((name for mark, name in _MARKS if begun.startswith(mark)), "utf-8")
    yield from TextIOWrapper(stream, encoding=encoding, errors=MARKED)


def text_of(line: str, number: int) -> str:
    """Decode one line and drop a leading byte order mark. Raises `NotText` where it is not text."""
    if _NOT_TEXT.search(line):
        raise NotText(
            f"line {number} is not UTF-8 text, so nothing of it was kept: save the text again with the encoding UTF-8, "
            "then send that line once more"
        )
    return line.removeprefix("\ufeff")
