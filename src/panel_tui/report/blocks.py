"""The few shapes a document is made of. `outline` says which come in which order; each format draws them.

Text is plain and holds none of the characters that no format may hold. Only a `Run` with an `href` is a link,
and an `href` is always http or https.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Run(Struct, frozen=True):
    """A stretch of text, perhaps strong, perhaps a link. Its line breaks are kept."""

    text: str
    strong: bool = False
    href: str | None = None


Text = tuple[Run, ...]
Style = Literal["plain", "lead", "mark", "aside", "decision"]


class Heading(Struct, frozen=True):
    """A heading. `level` is 2 or deeper: the document's title is its only first one. `id` is its anchor."""

    level: int
    text: str
    id: str


class Paragraph(Struct, frozen=True):
    """One paragraph. `tone` colours a decision, whose words say the same."""

    text: Text
    style: Style = "plain"
    tone: str = "none"


class Bullets(Struct, frozen=True):
    """A list."""

    items: tuple[Text, ...]


class Facts(Struct, frozen=True):
    """Names and their values."""

    rows: tuple[tuple[str, Text], ...]


class Pair(Struct, frozen=True):
    """Two lists that are read side by side; an empty one says so in its only item."""

    left: str
    left_items: tuple[Text, ...]
    right: str
    right_items: tuple[Text, ...]


class Grid(Struct, frozen=True):
    """A table. The cell at `header` (its place in each row) names the row. `widths` are parts of the whole, where
    a format cannot find them itself; none means even ones."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    header: int = 0
    widths: tuple[int, ...] = ()


class Picture(Struct, frozen=True):
    """The place of the results picture. What it shows is told in words around it."""


Block = Heading | Paragraph | Bullets | Facts | Pair | Grid | Picture
