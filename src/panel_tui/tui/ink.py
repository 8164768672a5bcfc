"""Ink: text with tones, drawn as it is.

Everything that people or files wrote is drawn through here: a line is pieces of text with a tone each, never
markup, and control characters become visible signs. Colours come from the theme (see `themes`) and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip

Piece = str | tuple[str, str]
"""A text, or a text and its tones: `("11:42", "muted")`, `("4", "strong good")`."""
Line = tuple[Piece, ...]

COLOURS = ("muted", "good", "warn", "bad", "accent", "link")
TONES = {
    "strong": Style(bold=True),
    "dim": Style(dim=True),
    "under": Style(underline=True),
    "turned": Style(reverse=True),
}

PLAIN = Style()
"""No style. Never None: Textual's filter for NO_COLOR wants one on every piece."""

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")

_NARROW = re.compile("[ -~\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u257f]*")
"""Texts without control characters, in which every sign is surely one column wide."""
_WORD = re.compile(r"\s*\S+\s*")

Inks = Mapping[str, Style]


class Para(NamedTuple):
    """A paragraph: `lead` stands on its first line (a time, a bullet), `body` is wrapped to the right of it."""

    body: Line = ()
    lead: Line = ()


def safe(text: str) -> str:
    """The text with control characters and direction overrides made visible; new lines stay."""
    return _UNSEEN.sub("\N{SYMBOL FOR SUBSTITUTE FORM TWO}", text).replace("\t", "    ")


def one_line(text: str) -> str:
    """The text in one line: every run of white space becomes a space."""
    return " ".join(safe(text).split())


def inks(variables: Mapping[str, str]) -> Inks:
    """The styles of a theme: `variables` are the app's theme variables."""
    return _inks(tuple((tone, variables[f"tone-{tone}"]) for tone in COLOURS))


@lru_cache(maxsize=8)
def _inks(colours: tuple[tuple[str, str], ...]) -> Inks:
    return {**TONES, **{tone: Style(color=colour) for tone, colour in colours}}


def style(inks: Inks, tones: str) -> Style:
    """The style of one or more tones, separated by spaces."""
    return Style.combine(inks[tone] for tone in tones.split())


def plain(line: Line) -> str:
    """The text of a line, without its tones."""
    return "".join(piece if isinstance(piece, str) else piece[0] for piece in line)


def width(line: Line) -> int:
    """How many columns a line takes."""
    return cell_len(safe(plain(line)))


def text(line: Line, inks: Inks) -> Text:
    """A line as Rich text."""
    made = Text(end="")
    for piece in line:
        words, tones = (piece, "") if isinstance(piece, str) else piece
        made.append(safe(words), style(inks, tones) if tones else None)
    return made


def cut(line: Line, columns: int) -> Line:
    """The line, no wider than `columns`; a dot at its end says that it goes on."""
    if width(line) <= columns:
        return line
    left, kept = max(0, columns - 1), list[Piece]()
    for piece in line:
        words, tones = (piece, "") if isinstance(piece, str) else piece
        words = safe(words)
        if cell_len(words) > left:
            kept.append((set_cell_size(words, left).rstrip(), tones))
            break
        kept.append((words, tones))
        left -= cell_len(words)
    if columns > 0:
        kept.append("…")
    return tuple(kept)


def beside(left: Line, right: Line, columns: int) -> Line:
    """Two lines on one row, the second at its right end; the first gives way."""
    room = columns - width(right)
    left = cut(left, room - 1 if right else room)
    return (*left, " " * max(0, room - width(left)), *right)


def strip(line: Line, inks: Inks, columns: int, base: Style) -> Strip:
    """One row of the screen, filled to `columns`; `base` is the widget's own `rich_style`."""
    segments = [
        Segment(safe(piece), base) if isinstance(piece, str) else _segment(piece, inks, base)
        for piece in cut(line, columns)
    ]
    return Strip(segments).adjust_cell_length(columns, base)


def _segment(piece: tuple[str, str], inks: Inks, base: Style) -> Segment:
    return Segment(safe(piece[0]), base + style(inks, piece[1]) if piece[1] else base)


def wrapped(para: Para, inks: Inks, columns: int, console: Console) -> list[Strip]:
    """The rows of one paragraph in `columns`."""
    indent = width(para.lead)
    room = max(8, columns - indent)
    lead, rest = [*text(para.lead, inks).render(console)], [Segment(" " * indent)]
    return [
        Strip(Segment(part.text, part.style or PLAIN) for part in (*(rest if number else lead), *row) if part.text)
        for number, row in enumerate(_rows(para.body, inks, room, console))
    ]


def _rows(body: Line, inks: Inks, room: int, console: Console) -> list[list[Segment]]:
    words = plain(body)
    if _NARROW.fullmatch(words):
        return _narrow_rows(words, body, inks, room)
    rows = text(body, inks).wrap(console, room, overflow="fold") or [Text()]
    for row in rows:
        row.rstrip()
    return [[*row.render(console)] for row in rows]


def _narrow_rows(words: str, body: Line, inks: Inks, room: int) -> list[list[Segment]]:
    """What Rich makes of a text whose every sign is one column wide, in a tenth of the time: going from point to
    point wraps dozens of notes at a press."""
    runs: list[tuple[int, Segment]] = []
    end = 0
    for piece in body:
        part, tones = (piece, "") if isinstance(piece, str) else piece
        run = Segment(part, style(inks, tones) if tones else None)
        runs.append((end, run))
        end += len(run.text)
    breaks = [0, *_breaks(words, room), len(words)]
    rows = []
    for first, after in pairwise(breaks):
        last = first + len(words[first:after].rstrip())
        rows.append(
            [
                Segment(run.text[max(0, first - at) : last - at], run.style)
                for at, run in runs
                if at < last and at + len(run.text) > first
            ]
        )
    return rows


def _breaks(words: str, room: int) -> list[int]:
    """Where new rows begin."""
    breaks, used = list[int](), 0
    for found in _WORD.finditer(words):
        start, length = found.start(), len(found[0])
        needed = len(found[0].rstrip())
        if needed <= room - used:
            used += length
        elif needed > room:  # a word that no row can hold, such as a long address
            cuts = [*range(start, found.end(), room)]
            breaks += [cut for cut in cuts if cut]
            used = found.end() - cuts[-1]
        else:
            breaks.append(start)
            used = length
    return breaks


def paras(*lines: str | Line | Para) -> list[Para]:
    """Paragraphs from plain texts, lines and paragraphs."""
    return [_para(line) for line in lines]


def _para(line: str | Line | Para) -> Para:
    if isinstance(line, Para):
        return line
    return Para((line,)) if isinstance(line, str) else Para(line)


def heading(words: str, more: str = "") -> Para:
    """A heading inside a page."""
    return Para(((words, "strong muted"), (f"  {more}" if more else "", "muted")))


def joined(lines: Iterable[Line], between: Piece) -> Line:
    """Lines one after the other, with `between` in the middle."""
    made: list[Piece] = []
    for line in lines:
        if made:
            made.append(between)
        made.extend(line)
    return tuple(made)


def columns(rows: Sequence[Line]) -> int:
    """The width of the widest line."""
    return max((width(row) for row in rows), default=0)
