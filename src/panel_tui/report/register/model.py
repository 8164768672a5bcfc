"""What the register says, in its order and on its pages, before it is drawn.

Nothing here names a person. The words are those that somebody published; a format escapes every one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from msgspec import Struct

from panel_tui.report.words import counted, paragraphs, plain

PER_PAGE = 50
"""Assessments on the first page, unless somebody says otherwise; above that each older year has a page of its own."""
TITLE = "Service assessments"

_WEB = re.compile(r"(?i)https?://[^\s/?#]\S*")


class Entry(Struct, frozen=True, kw_only=True):
    """One assessment. `date` is YYYY, YYYY-MM or YYYY-MM-DD, of which the month and the year are told.

    `report` and `board` are addresses of the web; `copy` is the way from the page to a report that was written beside
    it, and counts where there is no `report`.
    """

    service: str
    date: str
    phase: str | None = None
    text: str | None = None
    outcome: str | None = None
    standard: str | None = None
    organisation: str | None = None
    report: str | None = None
    board: str | None = None
    copy: str | None = None

    @property
    def year(self) -> str:
        """Its year."""
        return self.date[:4]

    @property
    def month(self) -> str:
        """Its year and month as YYYY-MM, or the year where no more is known."""
        return self.date[:7]

    @property
    def when(self) -> str:
        """Month and year in words."""
        if self.month == self.year:
            return self.year
        return f"{date.fromisoformat(f'{self.month}-01'):%B} {self.year}"

    @property
    def named(self) -> str:
        """Service, phase and month, for a link that is read by itself."""
        return ", ".join(part for part in (self.service, self.phase, self.when) if part)

    @property
    def paragraphs(self) -> tuple[tuple[str, ...], ...]:
        """The service's own text: its paragraphs, each with its lines."""
        return tuple(_lines(part) for part in paragraphs(plain(self.text or "")))

    def facts(self, organisation: str | None) -> tuple[tuple[str, str], ...]:
        """Names and values; the organisation only where it is not the one of the whole register."""
        other = self.organisation if self.organisation != organisation else None
        told = (("Outcome", self.outcome), ("Standard", self.standard), ("Organisation", other))
        return tuple((name, plain(value)) for name, value in told if value)

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Words and addresses; what is no address of the web is left out."""
        told = (("Report", web_address(self.report) or self.copy), ("Evidence board", web_address(self.board)))
        return tuple((name, href) for name, href in told if href)


class Year(Struct, frozen=True):
    """The assessments of a year, newest first."""

    name: str
    entries: tuple[Entry, ...]

    @property
    def counted(self) -> str:
        """How many, in words."""
        return counted(len(self.entries), "assessment")


class Page(Struct, frozen=True):
    """Some years on one page. `name` is the year that it is about, None for the first page."""

    name: str | None
    years: tuple[Year, ...]


class Register(Struct, frozen=True):
    """All of it. There is always a first page, even of an empty register."""

    title: str
    organisation: str | None
    intro: tuple[tuple[str, ...], ...]
    pages: tuple[Page, ...]

    @property
    def years(self) -> tuple[tuple[Page, Year], ...]:
        """Every year with the page that it stands on, newest first."""
        return tuple((page, year) for page in self.pages for year in page.years)


def register(
    entries: Iterable[Entry],
    *,
    title: str | None = None,
    organisation: str | None = None,
    intro: str | None = None,
    per_page: int = PER_PAGE,
) -> Register:
    """Put assessments in order, newest first, and on pages: on the first the newest year, and as many more as do not
    bring it above `per_page`; each other year has a page of its own."""
    by_name = sorted(entries, key=lambda one: (one.service.casefold(), one.phase or ""))
    ordered = sorted(by_name, key=lambda one: one.date, reverse=True)
    years = [Year(name, tuple(held)) for name, held in groupby(ordered, key=lambda one: one.year)]
    first = _first(years, per_page)
    return Register(
        title=plain(title or TITLE),
        organisation=plain(organisation) if organisation else None,
        intro=tuple(_lines(part) for part in paragraphs(plain(intro or ""))),
        pages=(Page(None, tuple(years[:first])), *(Page(year.name, (year,)) for year in years[first:])),
    )


def _first(years: Sequence[Year], per_page: int) -> int:
    held = 0
    for number, year in enumerate(years):
        held += len(year.entries)
        if held > per_page:
            return max(1, number)
    return len(years)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(" ".join(line.split()) for line in text.split("\n") if line.strip())


def web_address(url: str | None) -> str | None:
    """The address where it is one of the web, and can stand in a page as it is; else None."""
    address = plain(url or "").strip()
    return address if _WEB.fullmatch(address) else None
