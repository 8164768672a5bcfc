"""The columns of a list of evidence: which is which, and what a line says in each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from panel_tui.intake.redaction import Redaction
from panel_tui.intake.wording import on_a_line
from panel_tui.session.words import bare

EXAMPLES = "for example"
"""The column of the template that helps whoever fills it in, and is no evidence."""

_NAMES = {
    "point": "point, points, standard, standards, number, no, nr, num, #, point number, point no, standard number, "
    "standard point, service standard, criterion, criteria, principle",
    "title": "title, evidence, name, item, what, evidence title, piece of evidence, subject",
    "state": "state, status, done, progress, done or planned, done/planned, complete, completed",
    "link": "link, links, url, urls, address, web address, href, hyperlink",
    "note": "note, notes, comment, comments, text, description, details, detail, remark, remarks, more",
    "id": "id, key, ref, reference, evidence id",
    "": f"{EXAMPLES}, examples, hint, hints",
}
COLUMNS = {column: frozenset(names.split(", ")) for column, names in _NAMES.items()}
"""What the header of a column may be, by what it holds; under the empty name what helps to fill a list in."""

_OF_EVIDENCE = frozenset(("evidence", "evidence title", "piece of evidence"))
"""Titles that cannot be the point's."""


class Cell(Struct, frozen=True):
    """What a line says in a column, which has a place and a name as its header writes it."""

    column: int
    name: str
    text: str

    @property
    def of_evidence(self) -> bool:
        """Whether its column is called after the evidence, and not only a title or a name."""
        return _plain(self.name) in _OF_EVIDENCE


class Line(Struct, frozen=True):
    """A line of a list: its number in the file, and its cells that say something, by what they hold."""

    number: int
    cells: dict[str, tuple[Cell, ...]]

    def of(self, kind: str) -> tuple[Cell, ...]:
        """The cells of a kind that say something."""
        return self.cells.get(kind, ())

    def first(self, kind: str) -> str:
        """What the first cell of a kind says that says something."""
        return next((cell.text for cell in self.of(kind)), "")


def kind_of(header: str) -> str | None:
    """What a column holds, by its header; None where that is not known."""
    plain = _plain(header)
    return next((kind for kind, names in COLUMNS.items() if plain in names), None)


def _plain(header: str) -> str:
    return " ".join(bare(header).casefold().replace("_", " ").strip(" :*.").split())


def line_of(number: int, cells: Sequence[str], header: Sequence[str], kinds: Sequence[str | None]) -> Line:
    """A line by its columns."""
    by_kind: dict[str, list[Cell]] = {}
    for place, (text, name, kind) in enumerate(zip(cells, header, kinds, strict=False)):
        if kind is not None and text.strip():
            by_kind.setdefault(kind, []).append(Cell(place, name, bare(text)))
    return Line(number, {kind: tuple(found) for kind, found in by_kind.items()})


class LeftOut:
    """Counts, by column, the lines in which something was not taken in."""

    def __init__(self, header: Sequence[str], redaction: Redaction) -> None:
        self._header = [on_a_line(redaction.quietly(cell)) for cell in header]
        self._lines: dict[tuple[int, str], int] = {}

    def add(self, column: int, why: str) -> None:
        """One more line."""
        self._lines[column, why] = self._lines.get((column, why), 0) + 1

    def sentences(self) -> Iterator[str]:
        """One sentence for each reason, with every column and how many lines it says something in."""
        reasons: dict[str, list[str]] = {}
        for (column, why), count in sorted(self._lines.items()):
            name = self._header[column] if column < len(self._header) else ""
            called = name or f"column {column + 1}, which has no name"
            reasons.setdefault(why, []).append(f"{called} ({count:,} line{'' if count == 1 else 's'})")
        for why, columns in reasons.items():
            yield f"{why}: {', '.join(columns)}."
