"""Lists of evidence in Markdown: headings name the points, and each item of a list below them is evidence.

## 4. Use agile ways of working
- [x] Sprint board https://example.org/board
  What it shows, in as many lines as you like.
- [ ] Retrospectives with the call centre
- planned: [The plan for beta](https://example.org/plan)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct, field
from msgspec.structs import replace

from panel_tui.intake.found import Found, FoundItem
from panel_tui.intake.list_keys import ListKeys
from panel_tui.intake.matching import Matcher
from panel_tui.intake.redaction import Redaction
from panel_tui.intake.wording import (
    address_of,
    addresses_in,
    on_a_line,
    pieces_have,
    said_state,
    source_of,
    text_of,
    title_of,
    without_address,
)
from panel_tui.session.terms import EvidenceState
from panel_tui.session.words import bare

MOST_SAID = 20
NOT_MARKED = "not marked"
LONGEST = 2_000
"""Characters of an item's own line in which links and marks are looked for."""

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?")
_UNDERLINED = re.compile(r" {0,3}(=+|-+)[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_ITEM = re.compile(r"( {0,3})([-*+]|[0-9]{1,9}[.)])[ \t]+(\S.*)")
_BOX = re.compile(r"\[([ xX✓✔])\](?:[ \t]+(.*))?")
_SAID = re.compile(r"(?:\*\*|__)?([A-Za-z][A-Za-z -]{1,12})(?:\*\*|__)?[ \t]*[:–—](?:\*\*|__)?[ \t]+(.*)")
_LINK = re.compile(
    r"!?\[((?:[^\[\]\\]|\\.)*)\]\([ \t]*<?([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?:[ \t]+[^()]*)?\)"
)
_FENCE = re.compile(r"[ \t]*(```|~~~)")
_EMPHASIS = re.compile(r"(?<!\\)(\*\*|__|\*|`)(?=\S)(.+?)(?<![\s\\])\1")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class _Heading(Struct, frozen=True):
    level: int
    title: str
    point: str | None
    state: EvidenceState | None


class _Bullet(Struct):
    """An item of a list as it is read: its own line, what stands indented below it, and the heading above."""

    line: int
    indent: int
    written: str
    above: _Heading
    more: list[str] = field(default_factory=list)


_NO_HEADING = _Heading(0, "", None, None)


def read(text: str, name: str, matcher: Matcher, *, unmarked: EvidenceState = "planned") -> Found:
    """What a list holds; `name` is its file's. `unmarked` is the state of what says neither done nor planned."""
    reading = _Reading(matcher)
    for number, line in enumerate(_of_the_list(bare(text)).split("\n"), start=1):
        reading.take(number, line)
    keys, redaction = ListKeys(), Redaction()
    items: list[FoundItem] = []
    counted = {"twice": 0, "cut": 0, NOT_MARKED: 0, "elsewhere": 0}
    for bullet in reading.bullets:
        raw, _ = _item(bullet, unmarked)
        if raw is None:
            continue
        above = bullet.above.point or bullet.above.title
        key = keys.key(above, raw.title, raw.url, raw.text, raw.state)
        item, cut = _item(_redacted(bullet, redaction), unmarked)
        if key is None or item is None:
            counted["twice"] += key is None
            continue
        counted["cut"] += cut
        counted[NOT_MARKED] += item.because == NOT_MARKED
        counted["elsewhere"] += sum(1 for link in _LINK.finditer(bullet.written) if _is_elsewhere(link[2]))
        items.append(replace(item, key=key))
    source = source_of("markdown", name, redaction)
    said = (*_said(reading, counted, unmarked, redaction), *redaction.sentences())
    return Found(source=source, items=tuple(items), said=said)


def _redacted(bullet: _Bullet, redaction: Redaction) -> _Bullet:
    """An item without anybody's address, number or signature."""
    more = redaction.prose("\n".join(bullet.more)) if bullet.more else ""
    return _Bullet(bullet.line, bullet.indent, redaction.line(bullet.written), bullet.above, more.split("\n"))


def _is_elsewhere(target: str) -> bool:
    """Whether a link leads to no address on the web and to nobody: to a file, or to a place on the page."""
    return address_of(target) is None and Redaction().link(target) is not None


def _said(reading: _Reading, counted: dict[str, int], unmarked: EvidenceState, redaction: Redaction) -> Iterator[str]:
    for heading, number in islice(reading.strange.items(), MOST_SAID):
        yield f"'{on_a_line(redaction.quietly(heading))}' is no point that is looked at here (line {number})."
    if (more := len(reading.strange) - MOST_SAID) > 0:
        yield f"Other headings that are no point that is looked at here: {more:,}."
    if counted["elsewhere"]:
        yield f"Links that lead to no web address were left out, and their words stay: {counted['elsewhere']}."
    if reading.beside:
        yield f"Lines that stand in no list were left out: {reading.beside}."
    if counted[NOT_MARKED]:
        yield f"{pieces_have(counted[NOT_MARKED])} no tick or state: taken as {unmarked}."
    if counted["twice"]:
        yield f"Items that say the same as one before were left out: {counted['twice']}."
    if counted["cut"]:
        yield f"Texts that are longer than can be kept were cut: {counted['cut']}."


def _of_the_list(text: str) -> str:
    """The text with the same lines, but nothing in its comments and in what stands between dashes at its top."""
    text = text.removeprefix("\ufeff")
    kept, place = [], 0
    if text.startswith("---\n") and (end := text.find("\n---\n", 3)) >= 0:
        place = end + 5
        kept.append("\n" * text.count("\n", 0, place))
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept += [text[place:start], "\n" * text.count("\n", start, end)]
        place = end + 3
    return "".join([*kept, text[place:]])


class _Reading:
    """The lines of a list as they are read. `strange` are headings with evidence that name no point, each with the
    line of its first; `beside` counts lines that stand in no list."""

    def __init__(self, matcher: Matcher) -> None:
        self.bullets: list[_Bullet] = []
        self.strange: dict[str, int] = {}
        self.beside = 0
        self._matcher = matcher
        self._above: list[_Heading] = []
        self._open: _Bullet | None = None
        self._paragraph: str | None = None
        self._fence = ""

    def take(self, number: int, line: str) -> None:
        """The next line of the file."""
        paragraph, self._paragraph = self._paragraph, None
        if self._continues(line):
            return
        if self._fenced(line):
            self.beside += 1
        elif heading := _HEADING.fullmatch(line):
            self._heading(len(heading[1]), heading[2] or "")
        elif paragraph is not None and (underlined := _UNDERLINED.fullmatch(line)):
            self.beside -= 1
            self._heading(1 if "=" in underlined[1] else 2, paragraph)
        elif _RULE.fullmatch(line):
            self._open = None
        elif item := _ITEM.match(line):
            self._begin(number, len(item[1]) + len(item[2]) + 1, item[3])
        elif line.strip() in ("-", "*", "+"):
            self._open = None  # an item in which nothing was written
        elif line.strip():
            self._beside(line)

    def _continues(self, line: str) -> bool:
        """Whether a line belongs to the item above it, and if so, put it there."""
        held = self._open
        if held is None:
            return False
        flat = line.expandtabs(4)
        if not flat.strip():
            held.more.append("")
            return True
        indented = flat.startswith(" " * min(held.indent, 2)) and not (
            len(flat) - len(flat.lstrip()) < held.indent and _ITEM.match(flat)
        )
        if indented:
            held.more.append(flat[held.indent :] if flat[: held.indent].isspace() else flat.strip())
        return indented

    def _fenced(self, line: str) -> bool:
        mark = _FENCE.match(line)
        if self._fence:
            self._fence = "" if mark and mark[1] == self._fence else self._fence
            return True
        self._fence = mark[1] if mark else ""
        self._open = None if mark else self._open
        return bool(mark)

    def _heading(self, level: int, written: str) -> None:
        self._open = None
        title = _plain(_LINK.sub(r"\1", written[:LONGEST].strip().rstrip("#").strip()))
        self._above = [one for one in self._above if one.level < level]
        above = self._above[-1] if self._above else _NO_HEADING
        point, _ = self._matcher.match(title) if title else (None, None)
        state = said_state(title)
        named = title if state is None else above.title
        self._above.append(_Heading(level, named, point or above.point, state or above.state))

    def _begin(self, number: int, indent: int, written: str) -> None:
        above = self._above[-1] if self._above else _NO_HEADING
        self._open = _Bullet(number, indent, written, above)
        self.bullets.append(self._open)
        if above.point is None and above.title:
            self.strange.setdefault(above.title, number)

    def _beside(self, line: str) -> None:
        if self._open is not None and (not self._open.more or self._open.more[-1]):
            self._open.more.append(line.strip())  # a line that went on without being indented
            return
        self._open = None
        self._paragraph = line.strip()
        self.beside += 1


def _item(bullet: _Bullet, unmarked: EvidenceState) -> tuple[FoundItem | None, bool]:
    """The evidence that an item says, without a key, and whether its text had to be cut; None where nothing was filled
    in."""
    written, state, because = _marked(bullet, unmarked)
    more = "\n".join(bullet.more).strip()
    written, url, others = _linked(written)
    beyond = bullet.written[LONGEST:]
    title, whole = title_of(_plain(written) + beyond)
    if not (title or url or more):
        return None, False
    if not title:
        title, whole = title_of(url or more.partition("\n")[0])
    if url is None and (found := addresses_in(more)):
        url = found[0][1]
        more = "\n".join(line for line in more.split("\n") if address_of(line) != url)
    text, cut = text_of(whole, more, "\n".join(others))
    above = bullet.above
    item = FoundItem(
        key="",
        title=title,
        state=state,
        point=above.point,
        how="heading" if above.point else None,
        url=url,
        text=text,
        where=f"line {bullet.line}",
        because=because,
    )
    return item, cut


def _marked(bullet: _Bullet, unmarked: EvidenceState) -> tuple[str, EvidenceState, str]:
    """What an item says without its mark, the state that it is in, and why."""
    written = bullet.written[:LONGEST]
    if box := _BOX.fullmatch(written):
        return box[2] or "", "planned" if box[1] == " " else "done", "not ticked" if box[1] == " " else "ticked"
    said = _SAID.fullmatch(written)
    state = said_state(said[1]) if said else None
    if said and state:
        return said[2], state, f"it says '{said[1].strip()}'"
    if bullet.above.state:
        return written, bullet.above.state, "the heading"
    return written, unmarked, NOT_MARKED


def _linked(written: str) -> tuple[str, str | None, list[str]]:
    """A title without its links, the first address in it, and those after that."""
    found: list[str] = []

    def label(link: re.Match[str]) -> str:
        url = address_of(link[2])
        if url:
            found.append(url)
        return link[1]

    written = _LINK.sub(label, written)
    if not found:
        written, url = without_address(written)
        return written, url, []
    return written, found[0], [url for url in found[1:] if url != found[0]]


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", _EMPHASIS.sub(r"\2", text)).strip()
