"""The report as an OpenDocument text: real headings, lists and tables, in British English."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import UTC
from html import escape  # that of `xml.sax` brings the whole of HTTP along

from odfdo import Document, Element

from panel_tui.report import bundle
from panel_tui.report.blocks import Block, Bullets, Facts, Grid, Heading, Pair, Paragraph, Run, Text
from panel_tui.report.model import Report
from panel_tui.report.outline import outline
from panel_tui.report.phrases import said, strong
from panel_tui.report.words import plain

LANGUAGE = "en-GB"
_ACROSS = 17.0
"""Centimetres between the margins."""
_COLUMN = "Column"
_SPACES = re.compile("  +")
_STYLES = {
    "plain": "Text_20_body",
    "lead": "Lead",
    "mark": "Mark",
    "aside": "Aside",
    "decision": "Decision",
}


def render(report: Report) -> bytes:
    """The report as an .odt file; the same report gives the same bytes."""
    document = Document("text")
    _describe(document, report)
    _dress(document)
    body = document.body
    body.clear()
    drawn = (_drawn(block, place) for place, block in enumerate(outline(report, "odt")))
    whole = Element.from_tag(f"<text:section>{_heading(1, report.title)}{''.join(drawn)}</text:section>")
    for element in whole.children:
        body.append(element)
    _widen(document)
    out = io.BytesIO()
    document.save(out, pretty=False)
    return bundle.settled(out.getvalue())


def _describe(document: Document, report: Report) -> None:
    told = document.meta
    at = report.now.astimezone(UTC).replace(tzinfo=None)
    told.set_title(plain(report.title))
    told.set_subject(plain(report.view.standard.title))
    told.set_language(LANGUAGE)
    told.set_creation_date(at)
    told.set_modification_date(at)
    told.set_initial_creator(plain(report.author))
    told.set_creator(plain(report.author))
    told.set_generator(f"panel-tui {report.version}")


def _dress(document: Document) -> None:
    for style in _LOOKS:
        document.insert_style(style)
    for style in _OF_TABLES:
        document.insert_style(style, automatic=True)
    for level in document.styles.get_elements("//text:outline-level-style"):
        for name in ("style:num-format", "style:num-suffix", "style:num-prefix", "loext:num-list-format"):
            level.set_attribute(name, "" if name == "style:num-format" else None)
    for properties in document.styles.get_elements("//style:style[@style:name='Heading_20_2']/style:text-properties"):
        properties.set_attribute("fo:font-style", "normal")
    for properties in document.styles.get_elements("//style:text-properties[@fo:language]"):
        properties.set_attribute("fo:language", "en")
        properties.set_attribute("fo:country", "GB")
    for properties in document.styles.get_elements("//style:text-properties[@style:font-name='Liberation Serif']"):
        properties.set_attribute("style:font-name", "Liberation Sans")
        properties.set_attribute("fo:font-size", "11pt")


def _widen(document: Document) -> None:
    """Give every width of a column that is used its style; a column's style is named after its part in hundred."""
    columns = document.body.get_elements("//table:table-column")
    for name in sorted({str(column.get_attribute("table:style-name")) for column in columns}):
        width = _ACROSS * int(name.removeprefix(_COLUMN)) / 100
        look = f'<style:table-column-properties style:column-width="{width:.2f}cm"/>'
        document.insert_style(
            f'<style:style style:name="{name}" style:family="table-column">{look}</style:style>', automatic=True
        )


def _drawn(block: Block, place: int) -> str:
    """The block as XML: one text for each block is read many times faster than an object for each line."""
    match block:
        case Heading():
            return _heading(block.level, block.text)
        case Paragraph():
            return _line(block.text, _STYLES[block.style])
        case Bullets():
            return _list(block.items)
        case Facts():
            return _table(place, (), [(strong(name), value) for name, value in block.rows], (1, 3))
        case Grid():
            return _line(said(block.caption), "TableCaption") + _table(place, block.head, block.rows, block.widths)
        case Pair():
            cells = [_list(block.left_items), _list(block.right_items)]
            return _grid(place, (block.left, block.right), [cells], (1, 1))
        case _:  # the picture is for a screen; the table of results says the same
            return ""


def _heading(level: int, text: str) -> str:
    words = _text(plain(" ".join(text.split())))
    return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{words}</text:h>'


def _line(text: Text, style: str) -> str:
    return f'<text:p text:style-name="{style}">{"".join(_run(run) for run in text)}</text:p>'


def _run(run: Run) -> str:
    words = _text(run.text)
    if run.href:
        return f'<text:a xlink:type="simple" xlink:href="{escape(run.href)}">{words}</text:a>'
    return f'<text:span text:style-name="Strong">{words}</text:span>' if run.strong else words


def _text(text: str) -> str:
    """Text as OpenDocument keeps it: it takes white space together unless it is told not to."""
    lines = escape(text, quote=False).split("\n")
    return "<text:line-break/>".join(
        _SPACES.sub(lambda run: f' <text:s text:c="{len(run[0]) - 1}"/>', line) for line in lines
    )


def _list(items: Iterable[Text]) -> str:
    entries = "".join(f"<text:list-item>{_line(item, 'Item')}</text:list-item>" for item in items)
    return f'<text:list text:style-name="Points">{entries}</text:list>'


def _table(place: int, head: Iterable[str], rows: Iterable[tuple[Text, ...]], widths: tuple[int, ...]) -> str:
    lines = [[_line(text, "CellText") for text in row] for row in rows]
    return _grid(place, head, lines, widths or (1,) * len(lines[0]))


def _grid(place: int, head: Iterable[str], rows: list[list[str]], widths: tuple[int, ...]) -> str:
    """A table whose first row, where there is a head, is repeated on each page and read out as its head."""
    columns = "".join(
        f'<table:table-column table:style-name="{_COLUMN}{100 * width // sum(widths)}"/>' for width in widths
    )
    above = _row([_line(strong(title), "CellText") for title in head])
    if above:
        above = f"<table:table-header-rows>{above}</table:table-header-rows>"
    body = "".join(_row(row) for row in rows)
    table = f'<table:table table:name="Table{place}">{columns}{above}{body}</table:table>'
    return table + _line((), "Text_20_body")


def _row(contents: list[str]) -> str:
    start = '<table:table-cell table:style-name="Cell" office:value-type="string">'
    cells = "".join(f"{start}{content}</table:table-cell>" for content in contents)
    return f"<table:table-row>{cells}</table:table-row>" if cells else ""


def _look(name: str, paragraph: str, text: str = "", parent: str = "Text_20_body") -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}">'
        f"<style:paragraph-properties {paragraph}/><style:text-properties {text}/></style:style>"
    )


_BORDER = 'fo:border="0.02cm solid #8a929a" fo:padding="0.12cm"'
_BOLD = 'fo:font-weight="bold"'
_LOOKS = (
    _look("Lead", 'fo:margin-bottom="0.1cm" fo:keep-with-next="always"', _BOLD),
    _look("Mark", 'fo:border="0.06cm solid #a11a2b" fo:padding="0.2cm"'),
    _look("Aside", 'fo:border-left="0.08cm solid #8a929a" fo:padding-left="0.25cm"', 'fo:color="#4a5158"'),
    _look("Decision", 'fo:background-color="#f1f3f5" fo:padding="0.15cm"', _BOLD),
    _look("TableCaption", 'fo:margin-bottom="0.15cm" fo:keep-with-next="always"', 'fo:color="#4a5158"'),
    _look("CellText", 'fo:margin-bottom="0cm"'),
    _look("Item", 'fo:margin-bottom="0.1cm"'),
    f'<style:style style:name="Strong" style:family="text"><style:text-properties {_BOLD}/></style:style>',
    (
        '<text:list-style style:name="Points"><text:list-level-style-bullet text:level="1" text:bullet-char="•">'
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab"'
        ' fo:text-indent="-0.5cm" fo:margin-left="0.8cm"/>'
        "</style:list-level-properties></text:list-level-style-bullet></text:list-style>"
    ),
)
_OF_TABLES = (
    f'<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties {_BORDER}/></style:style>',
)
