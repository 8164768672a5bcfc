"""The report as one HTML file: no script, no network, no second file.

Its look is `report.css`, put inside; it follows the reader's light or dark setting and prints on paper.
Jinja2 escapes every text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import jinja2
from markupsafe import Markup
from msgspec import Struct

from panel_tui.report.blocks import Block, Heading
from panel_tui.report.model import Report
from panel_tui.report.outline import outline
from panel_tui.report.outline_parts import anchor
from panel_tui.report.page import file, template
from panel_tui.report.picture import SIGNS, draw
from panel_tui.report.words import plain


class Part(Struct, frozen=True):
    """A heading of the second level and what stands under it; the first part has no heading."""

    heading: Heading | None
    blocks: tuple[Block, ...]


def render(report: Report) -> bytes:
    """The report as UTF-8 HTML."""
    blocks = outline(report, "html")
    drawing = draw(report, {point.id: anchor(point) for point in report.every})
    page = _template().render(
        title=plain(report.title),
        language="en-GB",
        parts=tuple(_parts(blocks)),
        drawing=drawing,
        signs=SIGNS,
        css=Markup(file("report", "report.css")),  # noqa: S704 - our own file
    )
    return page.encode()


@cache
def _template() -> jinja2.Template:
    return template(file("report", "report.html.jinja"), kind=lambda block: type(block).__name__)


def _parts(blocks: tuple[Block, ...]) -> Iterator[Part]:
    heading: Heading | None = None
    under: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            yield Part(heading, tuple(under))
            heading, under = block, []
        else:
            under.append(block)
    yield Part(heading, tuple(under))
