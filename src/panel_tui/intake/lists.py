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

from panel_tui.intake.found import Found, FoundItem, How, IntakeError
from panel_tui.intake.list_columns import Cell, LeftOut, Line, kind_of, line_of
from panel_tui.intake.list_keys import ListKeys
from panel_tui.intake.matching import Matcher
from panel_tui.intake.redaction import Redaction
from panel_tui.intake.templates import hints
from panel_tui.intake.wording import (
    address_of,
    addresses_in,
    key_of,
    on_a_line,
    pieces_have,
    source_of,
    state_of,
    text_of,
    title_of,
    without_address,
)
from panel_tui.session.terms import EvidenceState

DELIMITERS = (",", ";", "\t", "|")
MOST_PROBLEMS = 20
MOST_TOLD = 5
"""Problems that are told of a list that is refused: enough to see what is wrong with it, and readable at a glance."""
LARGEST_CELL = 1_000_000
"""Characters in a cell: far more than is kept of one."""

_BETWEEN_NUMBERS = re.compile(r"\s*(?:[,;/+&]|\band\b)\s*", re.IGNORECASE)
_NUMBER = re.compile(r"(?:points?\s*)?#?[0-9]{1,4}(?:\.[0-9a-z]{1,4})*\.?", re.IGNORECASE)

_UNKNOWN = "Columns that are not known were left out"
_HINTS = "Columns with examples and hints were left out"
_OTHER_STATE = "Columns that say another state than one before were left out"
_OTHER_POINT = "Columns that say another point than one before, or none, were left out"
_OTHER_ID = "Columns with a second id were left out"
_ID_ALONE = "An id with nothing beside it was left out"

Rows = list[tuple[int, list[str]]]


def read(rows: Rows, name: str, matcher: Matcher, *, unmarked: EvidenceState = "planned") -> Found:
    """What a list holds, of its `rows_of`; `name` is its file's. `unmarked` is the state of what says neither done
    nor planned. Raises `IntakeError` with every line that cannot be read.
    """
    header = rows[0][1]
    kinds = [kind_of(cell) for cell in header]
    if "title" not in kinds:
        raise IntakeError(
            f"{name} has no column that is called 'title' or 'evidence' in its first line: name the columns there, "
            "or start from 'panel-tui template csv STANDARD'."
        )
    reading = _Reading(name, matcher, unmarked, header, kinds)
    for number, cells in rows[1:]:
        reading.take(number, cells)
    return reading.found()


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
    return any("title" in [kind_of(cell.strip().strip('"')) for cell in line.split(sign)] for sign in DELIMITERS)


def _delimiter(text: str) -> str:
    """What stands between cells: the sign by which the first line falls into the most columns that are known."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def known(sign: str) -> tuple[int, int]:
        cells = [cell.strip().strip('"') for cell in first.split(sign)]
        return sum(kind_of(cell) is not None for cell in cells), len(cells)

    return max(DELIMITERS, key=known)


class Place(Struct, frozen=True):
    """A point that a line says: in its words, its id, and how it was known; None where it was not."""

    words: str
    point: str | None
    how: How | None


class _Reading:
    """The lines of a list as they are read, with what is wrong and what was left out."""

    def __init__(
        self, name: str, matcher: Matcher, unmarked: EvidenceState, header: Sequence[str], kinds: Sequence[str | None]
    ) -> None:
        self._name = name
        self._matcher = matcher
        self._unmarked: EvidenceState = unmarked
        self._header, self._kinds = header, kinds
        self._titles_twice = kinds.count("title") > 1
        self._hints = hints(matcher.standard) if "" in kinds else frozenset()
        self._redaction = Redaction()
        self._keys = ListKeys()
        self._items: list[FoundItem] = []
        self._ids: dict[str, int] = {}
        self._problems: list[str] = []
        self._strange: dict[str, list[int]] = {}
        self._left_out = LeftOut(header, self._redaction)
        self._counted = {"cut": 0, "twice": 0, "unmarked": 0, "no address": 0, "headers": 0, "empty": 0}

    def take(self, number: int, cells: Sequence[str]) -> None:
        """One line: an item, a problem, or nothing where only its point was filled in."""
        if any(cell.strip() for cell in cells[len(self._kinds) :]):
            self._problems.append(
                f"line {number} has {len(cells)} cells and the first line has {len(self._kinds)}: put quotation marks "
                "around a text that holds the separator"
            )
            return
        if list(cells) == list(self._header):
            self._counted["headers"] += 1
            return
        line = line_of(number, cells, self._header, self._kinds)
        self._count_columns(cells, line)
        if any(line.of(kind) for kind in ("title", "link", "note", "state")):
            self._item(line)
        elif line.of("id"):
            self._left_out.add(line.of("id")[0].column, _ID_ALONE)

    def _count_columns(self, cells: Sequence[str], line: Line) -> None:
        """Count what is not taken in, because nobody knows its column or because it only helps to fill the list in."""
        for column, (text, kind) in enumerate(zip(cells, self._kinds, strict=False)):
            if kind is None and text.strip():
                self._left_out.add(column, _UNKNOWN)
        for cell in line.of(""):
            if cell.text.strip().removeprefix("'") not in self._hints:
                self._left_out.add(cell.column, _HINTS)
        for cell in line.of("id")[1:]:
            self._left_out.add(cell.column, _OTHER_ID)

    def _item(self, line: Line) -> None:
        places = self._places(line)
        titles, links, beside, places = self._titles(line, places)
        written = titles[0].text if titles else links[0].text if links else line.first("note").partition("\n")[0]
        state, marked = self._state(line)
        if not title_of(written)[0]:
            if line.of("title") or line.of("link") or line.of("note"):
                self._counted["empty"] += 1
            else:
                self._problems.append(f"line {line.number} has no title: say what the evidence is")
            return
        if state is None:
            word = on_a_line(marked)
            self._problems.append(f"line {line.number}: '{word}' is neither done nor planned: write one of the two")
            return
        item = self._clean(line, titles, links, beside)
        if item is None:
            self._counted["empty"] += 1
            return
        self._counted["unmarked"] += not marked
        item = replace(item, state=state, because="" if marked else "not marked")
        address = next((url for cell in links for _, url in addresses_in(cell.text)), None)
        identity = (title_of(without_address(written)[0])[0], address or without_address(written)[1])
        for number, place in enumerate(places):
            id = line.first("id").strip() if number == 0 else ""
            self._keep(line, replace(item, point=place.point, how=place.how), place.words, identity, id)

    def _places(self, line: Line) -> list[Place]:
        """The points that a line says: each as it is written, its id and how it was found."""
        cells = line.of("point")
        named = {cell.column: [self._matcher.match(place)[0] for place in _points(cell.text)] for cell in cells}
        chosen = next((cell for cell in cells if any(named[cell.column])), cells[0] if cells else None)
        if chosen is None:
            return [Place("", None, None)]
        points = set(named[chosen.column])
        for cell in cells:
            if cell is not chosen and not (any(named[cell.column]) and points.issuperset(named[cell.column])):
                self._left_out.add(cell.column, _OTHER_POINT)
        places = zip(_points(chosen.text), named[chosen.column], strict=True)
        return [Place(words, point, "column" if point else None) for words, point in places]

    def _titles(self, line: Line, places: list[Place]) -> tuple[list[Cell], list[Cell], list[Cell], list[Place]]:
        """The cells of a line that may be its title, that hold links, and that stand in the text; and its points.

        Where several columns are titles, that of the point helps to find it and is no evidence, and another one is
        the title. What is only an address is a link.
        """
        cells = list(line.of("title"))
        links = list(line.of("link"))
        if not self._titles_twice:
            return cells, links, [], places
        points = {place.point for place in places if place.point}
        titles: list[Cell] = []
        later: list[Cell] = []
        for cell in cells:
            named = None if cell.of_evidence else self._matcher.match(cell.text)[0]
            if named is None or not self._matcher.is_title(cell.text):
                (links if address_of(cell.text) else titles).append(cell)
            elif not points or named in points:
                if not points:
                    points = {named}
                    places = [Place(cell.text.strip(), named, "title")]
                    for other in line.of("point"):
                        self._left_out.add(other.column, _OTHER_POINT)
            else:
                later.append(cell)
        titles += later
        return titles[:1], links, titles[1:], places

    def _state(self, line: Line) -> tuple[EvidenceState | None, str]:
        """The state that a line says, None where nobody knows the word, and the word."""
        cells = line.of("state")
        if not cells:
            return self._unmarked, ""
        chosen = next((cell for cell in cells if state_of(cell.text.strip())), cells[0])
        state = state_of(chosen.text.strip())
        for cell in cells:
            if cell is not chosen and state_of(cell.text.strip()) != state:
                self._left_out.add(cell.column, _OTHER_STATE)
        return state, chosen.text.strip()

    def _clean(self, line: Line, titles: list[Cell], links: list[Cell], beside: list[Cell]) -> FoundItem | None:
        """A piece of evidence without anybody's address, number or signature; None where nothing else was there."""
        redaction = self._redaction
        notes = [redaction.prose(cell.text) for cell in line.of("note")]
        url, more = self._address(links)
        in_title = None
        if titles:
            written, in_title = without_address(redaction.line(titles[0].text))
        elif links:
            written, in_title = without_address(redaction.quietly(links[0].text))
        else:
            written = next((note.strip() for note in notes if note.strip()), "").partition("\n")[0]
            written, in_title = without_address(written)
        title, whole = title_of(written)
        if not title:
            return None
        also = in_title if in_title and url and in_title != url and titles else None
        text, cut = text_of(whole, *(redaction.prose(cell.text) for cell in beside), *notes, more, also)
        self._counted["cut"] += cut
        id = redaction.quietly(line.first("id").strip())
        where = f"line {line.number}, id {on_a_line(id)}" if id else f"line {line.number}"
        return FoundItem(key="", title=title, state="planned", url=url or in_title, text=text, where=where)

    def _address(self, links: list[Cell]) -> tuple[str | None, str | None]:
        """The first address in the columns of links, and what else is written there."""
        written = [cell.text.strip() for cell in links]
        address = next((found for cell in written for _, found in addresses_in(cell)), None)
        rest = [cell for cell in written if address is None or address_of(cell) != address]
        self._counted["no address"] += address is None and bool(written)
        more = "\n".join(self._redaction.line(cell) for cell in rest) or None
        if address is None:
            return None, more
        clean = self._redaction.link_quietly if any(address in cell for cell in rest) else self._redaction.link
        return address_of(clean(address) or ""), more

    def _keep(self, line: Line, item: FoundItem, place: str, identity: tuple[str, str | None], id: str) -> None:
        """Keep an item under the point that a line says."""
        if place and item.point is None:
            self._strange.setdefault(on_a_line(self._redaction.quietly(place)), []).append(line.number)
        title, url = identity
        rest = [cell.text for kind in ("title", "link", "note") for cell in line.of(kind)]
        key = self._keys.own(id) if id else self._keys.key(item.point or place, title, url, *rest, item.state)
        if key is None:
            if id:
                first = self._ids[id.casefold()]
                self._problems.append(
                    f"line {line.number} has the id '{on_a_line(id)}' of line {first}: give each its own"
                )
            self._counted["twice"] += 1
            return
        self._ids.setdefault(id.casefold(), line.number)
        former = None if id else self._former_key(line)
        self._items.append(replace(item, key=key, former_key=former if former != key else None))

    def _former_key(self, line: Line) -> str:
        """The key that a version had given this line that read the first column of each kind alone."""
        written = line.first("title") or line.first("link") or line.first("note").partition("\n")[0]
        place = next(iter(_points(line.first("point"))), "")
        return key_of(self._matcher.match(place)[0] or place, title_of(without_address(written)[0])[0])

    def found(self) -> Found:
        """Everything, or `IntakeError` with every line that is wrong."""
        if self._problems:
            raise IntakeError(_all_of(self._name, self._problems))
        source = source_of("csv", self._name, self._redaction)
        return Found(source=source, items=tuple(self._items), said=tuple(self._said()))

    def _said(self) -> Iterator[str]:
        for point, lines in islice(self._strange.items(), MOST_PROBLEMS):
            yield f"'{point}' is no point that is looked at here ({_lines(lines)})."
        if (more := len(self._strange) - MOST_PROBLEMS) > 0:
            yield f"Other words that are no point that is looked at here: {more:,}."
        yield from self._left_out.sentences()
        if self._counted["headers"]:
            yield f"Lines that name the columns once more were left out: {self._counted['headers']}."
        if self._counted["empty"]:
            yield f"Lines that name a point, or a person, and no evidence were left out: {self._counted['empty']}."
        if self._counted["no address"]:
            yield f"{pieces_have(self._counted['no address'])} no web address as link; what is there is in the text."
        if self._counted["unmarked"]:
            yield f"{pieces_have(self._counted['unmarked'])} no state: taken as {self._unmarked}."
        if self._counted["twice"]:
            yield f"Lines that say the same as one before were left out: {self._counted['twice']}."
        if self._counted["cut"]:
            yield f"Texts that are longer than can be kept were cut: {self._counted['cut']}."
        yield from self._redaction.sentences()


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
