"""The report as a Word document: real headings, lists and tables, in British English.

Its look is python-docx's own template with a few changes, so that an organisation can restyle it in Word.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC
from html import escape  # that of `xml.sax` brings the whole of HTTP along

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Length, Pt, RGBColor

from panel_tui.report import bundle
from panel_tui.report.blocks import Block, Bullets, Facts, Grid, Heading, Pair, Paragraph, Run, Text
from panel_tui.report.model import Report
from panel_tui.report.outline import outline
from panel_tui.report.phrases import said, strong
from panel_tui.report.words import plain

LANGUAGE = "en-GB"
_STYLES = {"plain": "Normal", "lead": "Normal", "mark": "Intense Quote", "aside": "Quote", "decision": "Normal"}
_ACROSS = 16.6
"""Centimetres between the margins."""
_LINK = '<w:rPr><w:color w:val="0B4F9E"/><w:u w:val="single"/></w:rPr>'
_KEPT = ' xml:space="preserve"'
_STRONG = "<w:rPr><w:b/></w:rPr>"
_WHOLE = "<w:cantSplit/>"
"""Keeps a row on one page."""
_REPEATED = "<w:tblHeader/>"
"""Marks the first row as the table's head: it is repeated on each page and read out with its cells."""
_INK = RGBColor(0x14, 0x17, 0x1A)


def render(report: Report) -> bytes:
    """The report as a .docx file; the same report gives the same bytes."""
    paper = _Paper(docx.Document())
    paper.describe(report)
    paper.fill([paper.heading(1, report.title), *map(paper.drawn, outline(report, "docx"))])
    out = io.BytesIO()
    paper.document.save(out)
    return bundle.settled(out.getvalue())


class _Paper:
    """Draws blocks as XML: one text that is read once is made many times faster than an object for each line."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._dress()
        self._ids = {style.name: style.style_id for style in document.styles}

    def describe(self, report: Report) -> None:
        """Title, language and times in the document's properties."""
        told = self.document.core_properties
        told.title = plain(report.title)[:255]
        told.subject = plain(report.view.standard.title)[:255]
        told.author = plain(report.author)[:255]
        told.last_modified_by = told.author
        told.comments = f"Made by panel-tui {report.version}"
        told.language = LANGUAGE
        told.created = told.modified = report.now.astimezone(UTC).replace(tzinfo=None)
        told.revision = 1

    def _dress(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        styles = self.document.styles
        styles["Normal"].font.name = "Arial"
        styles["Normal"].font.size = Pt(11)
        for name in ("Heading 1", "Heading 2", "Heading 3", "Heading 4", "Quote", "Intense Quote"):
            styles[name].font.color.rgb = _INK
            styles[name].font.name = "Arial"
            for part in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                styles[name].element.rPr.rFonts.attrib.pop(qn(part), None)
        for name, size in (("Heading 1", 20), ("Heading 2", 15), ("Heading 3", 12)):
            styles[name].font.size = Pt(size)
        styles["Caption"].font.color.rgb = _INK
        styles["Caption"].paragraph_format.keep_with_next = True
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), LANGUAGE)

    def fill(self, parts: Iterable[str]) -> None:
        """Put what was drawn into the document, before its section's settings."""
        settings = self.document.element.body.sectPr
        whole = parse_xml(f"<w:body {nsdecls('w', 'r')}>{''.join(parts)}</w:body>")
        for element in list(whole):
            settings.addprevious(element)

    def drawn(self, block: Block) -> str:
        """One block."""
        match block:
            case Heading():
                return self.heading(block.level, block.text)
            case Paragraph():
                text = _heavier(block.text) if block.style == "decision" else block.text
                return self._line(text, _STYLES[block.style])
            case Bullets():
                return self._list(block.items)
            case Facts():
                return self._table((), [(strong(name), value) for name, value in block.rows], (1, 3))
            case Grid():
                return self._line(said(block.caption), "Caption") + self._table(block.head, block.rows, block.widths)
            case Pair():
                return self._pair(block)
            case _:  # the picture is for a screen; the table of results says the same
                return ""

    def heading(self, level: int, text: str) -> str:
        """A real heading, which a screen reader and a table of contents can find."""
        return self._line(said(" ".join(text.split())), f"Heading {level}")

    def _line(self, text: Text, style: str | None = None) -> str:
        look = f'<w:pPr><w:pStyle w:val="{self._ids[style]}"/></w:pPr>' if style else ""
        return f"<w:p>{look}{''.join(map(self._run, text))}</w:p>"

    def _list(self, items: Iterable[Text]) -> str:
        return "".join(self._line(item, "List Bullet") for item in items)

    def _run(self, run: Run) -> str:
        look = _LINK if run.href else _STRONG if run.strong else ""
        words = f"<w:r>{look}{_text(run.text)}</w:r>"
        if not run.href:
            return words
        links = self.document.part.rels
        place = f"rIdLink{len(links)}"  # the library's own number for it reads every link again
        links.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, run.href, place, is_external=True)
        return f'<w:hyperlink r:id="{place}">{words}</w:hyperlink>'

    def _table(self, head: Sequence[str], rows: Iterable[tuple[Text, ...]], widths: tuple[int, ...]) -> str:
        lines = [[self._line(text) for text in row] for row in (*([map(strong, head)] if head else []), *rows)]
        parts = widths or (1,) * len(lines[0])
        wide = [Cm(_ACROSS * part / sum(parts)) for part in parts]
        first = _WHOLE + _REPEATED if head else _WHOLE
        return self._grid(wide, [_row(wide, line, _WHOLE if place else first) for place, line in enumerate(lines)])

    def _pair(self, pair: Pair) -> str:
        wide = [Cm(_ACROSS / 2)] * 2
        titles = [self._line(strong(title)) for title in (pair.left, pair.right)]
        lists = [self._list(items) for items in (pair.left_items, pair.right_items)]
        return self._grid(wide, [_row(wide, titles, _REPEATED), _row(wide, lists)])

    def _grid(self, wide: Iterable[Length], rows: Iterable[str]) -> str:
        columns = "".join(f'<w:gridCol w:w="{width.twips}"/>' for width in wide)
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self._ids["Table Grid"]}"/><w:tblW w:type="auto" w:w="0"/>'
            '<w:tblLook w:firstColumn="1" w:firstRow="1" w:lastColumn="0" w:lastRow="0" w:noHBand="0" w:noVBand="1"'
            f' w:val="04A0"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl><w:p/>'
        )


def _row(wide: Iterable[Length], contents: Iterable[str], look: str = "") -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width.twips}"/></w:tcPr>{content}</w:tc>'
        for width, content in zip(wide, contents, strict=True)
    )
    return f"<w:tr>{f'<w:trPr>{look}</w:trPr>' if look else ''}{cells}</w:tr>"


def _text(text: str) -> str:
    """Text as Word keeps it: it takes the white space at an end away unless it is told not to."""
    return "<w:br/>".join(
        f"<w:t{'' if line == line.strip() else _KEPT}>{escape(line, quote=False)}</w:t>" if line else ""
        for line in text.split("\n")
    )


def _heavier(text: Text) -> Text:
    return tuple(Run(run.text, strong=True, href=run.href) for run in text)
