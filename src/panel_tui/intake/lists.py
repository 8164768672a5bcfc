"""Lists of evidence in CSV: a header that names the columns, then one line for each piece of evidence.

Written for what spreadsheets make: a byte order mark, semicolons or tabs, quoted line breaks, columns in any order.
What a cell says is data, also where it looks like a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from panel_tui.intake.found import Found, FoundItem, IntakeError
from panel_tui.intake.matching import Matcher
from panel_tui.intake.wording import (
    address_of,
    addresses_in,
    key_of,
    on_a_line,
    own_key,
    pieces_have,
    state_of,
    text_of,
    title_of,
    without_address,
)
from panel_tui.session.terms import EvidenceState, Source
from panel_tui.session.words import bare

DELIMITERS = (",", ";", "\t", "|")
MOST_PROBLEMS = 20
MOST_TOLD = 5
"""Problems that are told of a list that is refused: enough to see what is wrong with it, and readable at a glance."""
LARGEST_CELL = 1_000_000
"""Characters in a cell: far more than is kept of one."""

_BETWEEN_NUMBERS = re.compile(r"\s*(?:[,;/+&]|\band\b)\s*", re.IGNORECASE)
_NUMBER = re.compile(r"(?:points?\s*)?#?[0-9]{1,4}(?:\.[0-9a-z]{1,4})*\.?", re.IGNORECASE)

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
"""What the header of a column may be, by what it holds; under the empty name what is passed over in silence."""


class _Line(Struct, frozen=True):
    """A line of a list: its number in the file, and its cells by what they hold, joined where several hold the same."""

    number: int
    cells: dict[str, list[str]]

    def first(self, column: str) -> str:
        """The first cell of a kind that says something."""
        return next((cell for cell in self.cells.get(column, ()) if cell.strip()), "")


Rows = list[tuple[int, list[str]]]


def read(rows: Rows, name: str, matcher: Matcher, *, unmarked: EvidenceState = "planned") -> Found:
    """What a list holds, of its `rows_of`; `name` is its file's. `unmarked` is the state of what says neither done
    nor planned. Raises `IntakeError` with every line that cannot be read.
    """
    header = rows[0][1]
    columns = [_column(cell) for cell in header]
    if "title" not in columns:
        raise IntakeError(
            f"{name} has no column that is called 'title' or 'evidence' in its first line: name the columns there, "
            "or start from 'panel-tui template csv STANDARD'."
        )
    reading = _Reading(name, matcher, unmarked)
    for number, cells in rows[1:]:
        reading.take(number, cells, columns)
    strange = [on_a_line(cell) for cell, column in zip(header, columns, strict=True) if column is None and cell]
    return reading.found(strange)


def _column(cell: str) -> str | None:
    plain = " ".join(bare(cell).casefold().replace("_", " ").strip(" :*.").split())
    return next((column for column, names in COLUMNS.items() if plain in names), None)


def rows_of(text: str, name: str) -> Rows:
    """The lines that hold something, at least one, each with the number of the line that it begins on.

    Raises `IntakeError` where they cannot be told apart, or where there are none.
    """
    text = text.removeprefix("\ufeff")
    skipped = 0
    if text[:4].lower() == "sep=":  # what Excel writes and reads to name its separator
        _, _, text = text.partition("\n")
        skipped = 1
    found: Rows = []
    start = 1
    before = csv.field_size_limit(LARGEST_CELL)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((start + skipped, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error):
            raise IntakeError(
                f"{name} has a cell of more than {LARGEST_CELL:,} characters from line {start + skipped} on: check "
                "whether a quotation mark is missing there, or shorten it."
            ) from None
        raise IntakeError(
            f"{name} is no list that can be read from line {start + skipped} on ({error}): check the quotation marks "
            "there, or save it as CSV again."
        ) from None
    finally:
        csv.field_size_limit(before)
    if not found:
        raise IntakeError(f"{name} is empty: 'panel-tui template csv STANDARD' prints a list to fill in.")
    return found


def is_header(line: str) -> bool:
    """Whether a line names the columns of a list."""
    return any("title" in [_column(cell.strip().strip('"')) for cell in line.split(sign)] for sign in DELIMITERS)


def _delimiter(text: str) -> str:
    """What stands between cells: the sign by which the first line falls into the most columns that are known."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def known(sign: str) -> tuple[int, int]:
        cells = [cell.strip().strip('"') for cell in first.split(sign)]
        return sum(_column(cell) is not None for cell in cells), len(cells)

    return max(DELIMITERS, key=known)


class _Reading:
    """The lines of a list as they are read, with what is wrong and what was left out."""

    def __init__(self, name: str, matcher: Matcher, unmarked: EvidenceState) -> None:
        self._name = name
        self._matcher = matcher
        self._unmarked: EvidenceState = unmarked
        self._items: dict[str, FoundItem] = {}
        self._lines: dict[str, int] = {}
        self._problems: list[str] = []
        self._strange: dict[str, list[int]] = {}
        self._counted = {"cut": 0, "twice": 0, "unmarked": 0, "no address": 0}

    def take(self, number: int, cells: Sequence[str], columns: Sequence[str | None]) -> None:
        """One line: an item, a problem, or nothing where only its point was filled in."""
        if any(cell.strip() for cell in cells[len(columns) :]):
            self._problems.append(
                f"line {number} has {len(cells)} cells and the first line has {len(columns)}: put quotation marks "
                "around a text that holds the separator"
            )
            return
        held: dict[str, list[str]] = {}
        for column, cell in zip(columns, cells, strict=False):
            if column:
                held.setdefault(column, []).append(bare(cell))
        line = _Line(number, held)
        if any(line.first(column) for column in ("title", "link", "note", "state")):
            self._item(line)

    def _item(self, line: _Line) -> None:
        written = line.first("title") or line.first("link") or line.first("note").partition("\n")[0]
        written, in_title = without_address(written)
        title, whole = title_of(written)
        marked = line.first("state").strip()
        state = state_of(marked) if marked else self._unmarked
        if not title:
            self._problems.append(f"line {line.number} has no title: say what the evidence is")
        elif state is None:
            said = on_a_line(marked)
            self._problems.append(f"line {line.number}: '{said}' is neither done nor planned: write one of the two")
        else:
            url, more = self._address(line)
            text, cut = text_of(whole, *line.cells.get("note", ()), more)
            self._counted["cut"] += cut
            self._counted["unmarked"] += not marked
            item = FoundItem(
                key="",
                title=title,
                state=state,
                url=url or in_title,
                text=text,
                where=f"line {line.number}",
                because="" if marked else "not marked",
            )
            for place, said in enumerate(_points(line.first("point"))):
                self._keep(line, item, said, own=line.first("id").strip() if place == 0 else "")

    def _keep(self, line: _Line, item: FoundItem, said: str, own: str) -> None:
        """Keep an item under the point that a line says."""
        point, how = self._matcher.match(said) if said else (None, None)
        if said and point is None:
            self._strange.setdefault(on_a_line(said), []).append(line.number)
        key = key_of("id", own) if own else own_key(self._items, point or said, item)
        if key in self._items:
            if own:
                self._problems.append(
                    f"line {line.number} has the id '{on_a_line(own)}' of line {self._lines[key]}: give each its own"
                )
            self._counted["twice"] += 1
            return
        self._lines[key] = line.number
        self._items[key] = replace(item, key=key, point=point, how="column" if how else None)

    def _address(self, line: _Line) -> tuple[str | None, str | None]:
        """The first address in the columns of links, and what else is written there."""
        written = [cell.strip() for cell in line.cells.get("link", ()) if cell.strip()]
        url = next((found for cell in written for _, found in addresses_in(cell)), None)
        rest = [cell for cell in written if url is None or address_of(cell) != url]
        self._counted["no address"] += url is None and bool(written)
        return url, "\n".join(rest) or None

    def found(self, strange_columns: Sequence[str]) -> Found:
        """Everything, or `IntakeError` with every line that is wrong."""
        if self._problems:
            raise IntakeError(_all_of(self._name, self._problems))
        source = Source(kind="csv", key=f"csv:{self._name.casefold()}", name=self._name)
        said = tuple(self._said(strange_columns))
        return Found(source=source, items=tuple(self._items.values()), said=said)

    def _said(self, strange_columns: Sequence[str]) -> Iterator[str]:
        for point, lines in islice(self._strange.items(), MOST_PROBLEMS):
            yield f"'{point}' is no point that is looked at here ({_lines(lines)})."
        if strange_columns:
            yield f"Columns that are not known were left out: {', '.join(strange_columns)}."
        if self._counted["no address"]:
            yield f"{pieces_have(self._counted['no address'])} no web address as link; what is there is in the text."
        if self._counted["unmarked"]:
            yield f"{pieces_have(self._counted['unmarked'])} no state: taken as {self._unmarked}."
        if self._counted["twice"]:
            yield f"Lines that say the same as one before were left out: {self._counted['twice']}."
        if self._counted["cut"]:
            yield f"Texts that are longer than can be kept were cut: {self._counted['cut']}."


def _points(said: str) -> list[str]:
    """The points that a cell says, of which there may be several where it says nothing but numbers: `4, 5 and 7`."""
    parts = [part for part in _BETWEEN_NUMBERS.split(said.strip()) if part]
    if len(parts) > 1 and all(_NUMBER.fullmatch(part) for part in parts):
        return list(dict.fromkeys(parts))
    return [said.strip()]


def _lines(numbers: Sequence[int]) -> str:
    told = ", ".join(map(str, numbers[:MOST_PROBLEMS]))
    return f"line{'s' if len(numbers) > 1 else ''} {told}{', …' if len(numbers) > MOST_PROBLEMS else ''}"


def _all_of(name: str, problems: Sequence[str]) -> str:
    more = len(problems) - MOST_TOLD
    told = [*problems[:MOST_TOLD], *([f"and {more:,} more"] if more > 0 else [])]
    return f"{name} was not brought in: {'; '.join(told)}."
