"""The document of a team's own record: how it sees itself on each point, what it can show, and what is missing."""

from __future__ import annotations

from panel_tui.report import outline_parts as parts
from panel_tui.report.blocks import Block, Bullets, Grid, Heading, Paragraph, Picture
from panel_tui.report.model import PointReport, Report
from panel_tui.report.outline_parts import anchor, remark_lists
from panel_tui.report.outline_points import last_time, titled
from panel_tui.report.phrases import maybe, prose, said, strong
from panel_tui.report.words import counted

NO_VIEW = "No own view yet"
WORDS = "In words alone"
_COUNTED = {NO_VIEW: "not said yet", WORDS: "in words alone"}


def self_assessment(report: Report, format: str) -> list[Block]:
    """The blocks below the title. The public copy has neither views nor evidence, and is silent about both."""
    open_to = report.view.viewer.audience != "public"
    blocks = parts.top(report, format)
    if open_to:
        blocks += [*_standing(report), *_missing(report)]
    blocks += [*parts.about(report), *parts.earlier(report), *parts.as_a_whole(report)]
    for point in report.points:
        blocks += _point(point, open_to=open_to)
    if open_to:
        blocks += [*parts.brought(report), *_results(report)]
    return [*blocks, *parts.people(report), *parts.this_copy(report, format)]


def _standing(report: Report) -> list[Block]:
    seen = [standing(point) for point in report.points]
    if not seen:
        return []
    labels = dict.fromkeys([*(level.label for point in report.view.points for level in point.levels), WORDS, NO_VIEW])
    told = ", ".join(f"{seen.count(label)} {_COUNTED.get(label, label)}" for label in labels if label in seen)
    line = f"Of {counted(len(report.points), 'point')}, as the team sees them itself: {told}."
    return [Heading(2, "Where the team stands", "outcome"), Paragraph(said(line)), Picture()]


def standing(point: PointReport) -> str:
    """The level that the team would give itself, in words; or that it named none."""
    if point.own is None:
        return NO_VIEW
    return point.own.label or WORDS


def view_sentence(point: PointReport) -> str:
    """The same as a sentence."""
    if point.own is None:
        return "The team has not given a view of its own yet."
    return f"The team’s own view: {point.own.label}." if point.own.label else "The team’s own view, in words alone:"


def _missing(report: Report) -> list[Block]:
    if not report.missing:
        return []
    return [Heading(2, "What is still missing", "missing"), Bullets(tuple(said(line) for line in report.missing))]


def _point(point: PointReport, *, open_to: bool) -> list[Block]:
    blocks = titled(point)
    if open_to:
        tone = point.own.tone if point.own else "none"
        blocks.append(Paragraph(said(view_sentence(point)), "decision", tone))
        if point.own and point.own.text:
            blocks += prose(point.own.text)
    blocks += last_time(point)
    blocks += remark_lists(anchor(point), point.done_well, point.explore, point.noted, alone=True)
    if open_to and not point.shown:
        blocks.append(Paragraph(said("The team shows nothing for this point yet.")))
    blocks += parts.evidence(point.shown, anchor(point))
    return blocks


def _results(report: Report) -> list[Block]:
    rows = tuple(
        (
            said(point.number),
            said(point.name),
            strong(standing(point)) if point.own else said(NO_VIEW),
            maybe(str(len(point.shown.done) or "")),
            maybe(str(len(point.shown.planned) or "")),
        )
        for point in report.points
    )
    head = ("Point", "Title", "Own view", "Evidence: done", "Evidence: planned")
    return [
        Heading(2, "All points in one table", "results"),
        Grid("The team’s own view of each point", head, rows, header=1, widths=(1, 5, 3, 2, 2)),
    ]
