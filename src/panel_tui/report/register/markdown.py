"""The register's pages as Markdown (CommonMark), UTF-8 with LF line ends. Text stands for itself, whatever it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from panel_tui.report.markdown import escape
from panel_tui.report.register.model import Entry, Page, Register
from panel_tui.report.words import plain

FIRST = "register.md"
_CLOSING = re.compile("(?<= )#(?=#*$)")
_ENTITY = re.compile("&(?=#?[0-9A-Za-z]+;)")


def file_name(page: Page) -> str:
    """What the file of a page is called."""
    return f"{page.name}.md" if page.name else FIRST


def render(register: Register, page: Page, mark: str) -> bytes:
    """One page as UTF-8 Markdown. `mark` stands in a comment on its first line."""
    blocks = [f"<!-- {mark} -->", _heading(1, register.title)]
    if register.organisation:
        blocks.append(_line(register.organisation))
    blocks += _prose(register.intro if page.name is None else ())
    if len(register.years) > 1:
        blocks.append("\n".join(_years(register, page)))
    for year in page.years:
        blocks.append(_heading(2, year.name))
        for entry in year.entries:
            blocks += _entry(entry, register.organisation)
    if not page.years:
        blocks.append("No assessment has been published yet.")
    return ("\n\n".join(blocks) + "\n").encode()


def _years(register: Register, page: Page) -> Iterator[str]:
    for where, year in register.years:
        address = f"#{year.name}" if where is page else f"{file_name(where)}#{year.name}"
        yield f"- [{year.name}]({address}), {year.counted}"


def _entry(entry: Entry, organisation: str | None) -> Iterator[str]:
    yield _heading(3, entry.service)
    yield _line(", ".join(part for part in (entry.when, entry.phase) if part))
    yield from _prose(entry.paragraphs)
    facts = [f"- **{name}:** {_line(value)}" for name, value in entry.facts(organisation)]
    links = [f"- [{name}](<{_address(href)}>)" for name, href in entry.links]
    if facts or links:
        yield "\n".join([*facts, *links])


def _prose(parts: Iterable[tuple[str, ...]]) -> list[str]:
    return ["\\\n".join(escape(line) for line in part) for part in parts]


def _line(text: str) -> str:
    return escape(" ".join(plain(text).split()))


def _heading(level: int, text: str) -> str:
    """A heading; signs at its end that would be taken for its close are held down."""
    return f"{'#' * level} {_CLOSING.sub(lambda sign: chr(92) + sign[0], _line(text))}"


def _address(href: str) -> str:
    for sign, code in (("<", "%3C"), (">", "%3E"), ("\\", "%5C")):
        href = href.replace(sign, code)
    return _ENTITY.sub("&amp;", href)
