"""The document of a conversation: what was done well, learned and missing, what is recommended, and how the talk went.

Nothing is scored in it and nothing decided, so nothing here speaks of points, levels or results; and what nobody said
anything to is left away instead of standing empty.
"""

from __future__ import annotations

from panel_tui.report import outline_parts as parts
from panel_tui.report.blocks import Block, Bullets, Heading, Paragraph
from panel_tui.report.model import AgreedHeading, PointReport, Remark, Report
from panel_tui.report.outline_parts import advice_blocks, anchor, remark_lists
from panel_tui.report.outline_points import own_view
from panel_tui.report.phrases import prose, remark_text, said, strong
from panel_tui.report.words import listed

_NOT_AGREED = "The panel has not agreed a text"


def conversation(report: Report, format: str) -> list[Block]:
    """The blocks below the title."""
    return [
        *parts.top(report, format),
        *parts.about(report),
        *_headings(report),
        *_recommendations(report),
        *parts.earlier(report),
        *_talk(report),
        *parts.exchanges(report),
        *parts.brought(report),
        *parts.people(report),
        *parts.time(report),
        *parts.sign_off(report),
        *parts.this_copy(report, format),
    ]


def _headings(report: Report) -> list[Block]:
    blocks: list[Block] = []
    for place, heading in enumerate(report.headings, start=1):
        if heading.text is not None or heading.notes:
            blocks.append(Heading(2, heading.title, f"heading-{place}"))
        if heading.text is not None:
            blocks += prose(heading.text)
        elif heading.notes:
            blocks.append(Paragraph(said(f"From the panel’s notes. {_NOT_AGREED} yet."), "aside"))
            blocks += _by_question(report, heading)
    empty = [f"“{heading.title}”" for heading in report.headings if heading.text is None and not heading.notes]
    if empty:
        blocks.append(Paragraph(said(f"{_NOT_AGREED} under {listed(empty)}."), "aside"))
    return blocks


def _by_question(report: Report, heading: AgreedHeading) -> list[Block]:
    """The notes of a heading, those on each question together and those on none at the end."""
    blocks: list[Block] = []
    titles = [(point.number, f"{point.number}. {point.name}") for point in report.points]
    for number, title in (*titles, (None, "Beyond the questions")):
        lines = tuple(remark_text(_alone(note)) for note in heading.notes if note.about == number)
        if lines:
            blocks += [Paragraph(strong(title), "lead"), Bullets(lines)]
    return blocks


def _alone(note: Remark) -> Remark:
    return Remark(text=note.text, who=note.who)


def _recommendations(report: Report) -> list[Block]:
    if not report.all_advice:
        return []
    return [Heading(2, "Recommendations", "recommendations"), *advice_blocks(report.all_advice, report.unit)]


def _talk(report: Report) -> list[Block]:
    """The questions, and under each what is not told above: notes whose heading has its text, and the evidence."""
    told = {note.kind for heading in report.headings for note in heading.notes}
    under = {
        point: [
            *_notes(anchor(point), point, told),
            *own_view(point),
            *parts.evidence(point.shown, anchor(point), 4, both=False),
        ]
        for point in report.points
    }
    blocks: list[Block] = [Heading(2, "What the conversation was about", "talk")]
    if not all(under.values()):
        blocks.append(Bullets(tuple(said(f"{point.number}. {point.title}") for point in report.points)))
    for point, more in under.items():
        if more:
            blocks += [Heading(3, f"{point.number}. {point.title}", anchor(point)), *more]
    beyond = _notes("service", report, told)
    if beyond:
        blocks += [Heading(3, "Beyond the questions", "whole"), *beyond]
    return blocks


def _notes(id: str, held: PointReport | Report, told: set[str]) -> list[Block]:
    well, explore, noted = (
        tuple(note for note in notes if note.kind not in told) for notes in (held.done_well, held.explore, held.noted)
    )
    return remark_lists(id, well, explore, noted, 4)
