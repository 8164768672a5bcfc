"""The register's pages as HTML: no script, no network, no second file; one look with the report.

`report.css` and `register.css` are put inside. Jinja2 escapes every text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import count

import jinja2
from markupsafe import Markup

from panel_tui.report.page import file, template
from panel_tui.report.register.model import Entry, Page, Register, Year
from panel_tui.report.words import plain
from panel_tui.store.names import name_for

FIRST = "index.html"


def file_name(page: Page) -> str:
    """What the file of a page is called."""
    return f"{page.name}.html" if page.name else FIRST


def render(register: Register, page: Page, mark: str) -> bytes:
    """One page as UTF-8 HTML. `mark` stands in a comment on its second line."""
    drawn = _template().render(
        title=register.title,
        whole_title=" – ".join(part for part in (page.name, register.title, register.organisation) if part),
        organisation=register.organisation,
        intro=register.intro if page.name is None else (),
        years=[(year, _addressed(page, where, year), where is page) for where, year in register.years],
        here=[(year, tuple(_anchored(year))) for year in page.years],
        mark=mark,
        css=Markup(file("report", "report.css") + file("report.register", "register.css")),  # noqa: S704 - our own
    )
    return drawn.encode()


def _addressed(page: Page, where: Page, year: Year) -> str:
    return f"{'' if where is page else file_name(where)}#year-{year.name}"


def _anchored(year: Year) -> Iterator[tuple[str, Entry]]:
    """Each assessment with an anchor that stays the same from one run to the next, and is its own."""
    taken: set[str] = set()
    for entry in year.entries:
        name = anchor = name_for(entry.month, entry.service, entry.phase or "")
        numbers = count(2)
        while anchor in taken:
            anchor = f"{name}-{next(numbers)}"
        taken.add(anchor)
        yield anchor, entry


@cache
def _template() -> jinja2.Template:
    return template(file("report.register", "register.html.jinja"), plain=plain)
