"""The report as a Word document: real headings, lists and tables, in British English.

Its look is python-docx's own template with a few changes, so that an organisation can restyle it in Word.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph as Line

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
_LINK = "0B4F9E"
_INK = RGBColor(0x14, 0x17, 0x1A)


def render(report: Report) -> bytes:
    """The report as a .docx file; the same report gives the same bytes."""
    paper = _Paper(docx.Document())
    paper.describe(report)
    paper.heading(1, report.title)
    for block in outline(report, "docx"):
        paper.draw(block)
    out = io.BytesIO()
    paper.document.save(out)
    return bundle.settled(out.getvalue())


class _Paper:
    """Draws blocks at the end of a document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._dress()
        # A style is named by its id: the library's own look-up reads every style again for each paragraph.
        self._ids = {style.name: style.style_id for style in document.styles}

    def describe(self, report: Report) -> None:
        """Title, language and times in the document's properties."""
        told = self.document.core_properties
        told.title = plain(report.title)[:255]
        told.subject = plain(report.view.standard.title)[:255]
        told.author = plain(report.view.organisation or "The panel")[:255]
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

    def draw(self, block: Block) -> None:
        """One block."""
        match block:
            case Heading():
                self.heading(block.level, block.text)
            case Paragraph():
                text = _heavier(block.text) if block.style == "decision" else block.text
                self._line(text, _STYLES[block.style])
            case Bullets():
                for item in block.items:
                    self._line(item, "List Bullet")
            case Facts():
                self._table((), [(strong(name), value) for name, value in block.rows], (1, 3))
            case Grid():
                self._line(said(block.caption), "Caption")
                self._table(block.head, block.rows, block.widths)
            case Pair():
                self._pair(block)
            case _:  # the picture is for a screen; the table of results says the same
                pass

    def heading(self, level: int, text: str) -> None:
        """A real heading, which a screen reader and a table of contents can find."""
        self._line(said(" ".join(text.split())), f"Heading {level}")

    def _line(self, text: Text, style: str, within: Document | _Cell | None = None) -> None:
        line = (within or self.document).add_paragraph()
        line._p.style = self._ids[style]  # noqa: SLF001
        _write(line, text)

    def _table(self, head: Iterable[str], rows: Iterable[tuple[Text, ...]], widths: tuple[int, ...]) -> None:
        names = tuple(strong(name) for name in head)
        lines = [names, *rows] if names else [*rows]
        table = self.document.add_table(rows=len(lines), cols=len(lines[0]), style="Table Grid")
        parts = widths or (1,) * len(lines[0])
        wide = [Cm(_ACROSS * part / sum(parts)) for part in parts]
        for column, width in zip(table.columns, wide, strict=True):
            column.width = width
        # Row by row through the XML: the library's own way to a cell reads the whole table again, every time.
        for row, line in zip(table._tbl.tr_lst, lines, strict=True):  # noqa: SLF001
            row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for place, (cell, text) in enumerate(zip(row.tc_lst, line, strict=True)):
                cell.width = wide[place]
                _write(Line(cell.p_lst[0], self.document._body), text)  # noqa: SLF001
        if names:
            _repeat(table)
        self.document.add_paragraph()

    def _pair(self, pair: Pair) -> None:
        table = self.document.add_table(rows=2, cols=2, style="Table Grid")
        _repeat(table)
        for place, (title, items) in enumerate(((pair.left, pair.left_items), (pair.right, pair.right_items))):
            _write(table.cell(0, place).paragraphs[0], strong(title))
            cell = table.cell(1, place)
            for item in items:
                self._line(item, "List Bullet", cell)
            empty = cell.paragraphs[0]._p  # noqa: SLF001
            cell._tc.remove(empty)  # noqa: SLF001 - a cell is born with an empty paragraph
        self.document.add_paragraph()


def _heavier(text: Text) -> Text:
    return tuple(Run(run.text, strong=True, href=run.href) for run in text)


def _write(line: Line, text: Text) -> None:
    for run in text:
        if run.href:
            _link(line, run.text, run.href)
            continue
        added = line.add_run(run.text)
        if run.strong:
            added.bold = True


def _link(line: Line, text: str, href: str) -> None:
    link = OxmlElement("w:hyperlink")
    links = line.part.rels
    place = f"rIdLink{len(links)}"  # the library's own number for it reads every link again
    links.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, href, place, is_external=True)
    link.set(qn("r:id"), place)
    run = line.add_run(text)
    run.font.underline = True
    run.font.color.rgb = RGBColor.from_string(_LINK)
    link.append(run._r)  # noqa: SLF001
    line._p.append(link)  # noqa: SLF001


def _repeat(table: Table) -> None:
    """Mark the first row as the table's head: it is repeated on each page and read out with its cells."""
    head = OxmlElement("w:tblHeader")
    table._tbl.tr_lst[0].get_or_add_trPr().append(head)  # noqa: SLF001
