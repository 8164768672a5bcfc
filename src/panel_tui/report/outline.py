"""The document: what a report says, in which order. Every format for reading draws these blocks.

The order follows published service assessment reports: the header and the outcome, then each point with
its decision, what was done well and what to explore, then the questions, the results table and the rest.
"""

from __future__ import annotations

from panel_tui.report import outline_parts as parts
from panel_tui.report.blocks import Block, Grid, Heading, Paragraph, Picture, Text
from panel_tui.report.model import CarriedPoint, PointReport, Report
from panel_tui.report.outline_points import carried_label, carried_point, one_point
from panel_tui.report.outline_self import self_assessment
from panel_tui.report.outline_talk import conversation
from panel_tui.report.phrases import maybe, prose, said, strong


def outline(report: Report, format: str) -> tuple[Block, ...]:
    """The blocks of this report below its title, for one format (which decides what is left to the JSON copy)."""
    makers = {"conversation": conversation, "self": self_assessment, "assessment": _assessment}
    return tuple(makers[report.kind](report, format))


def _assessment(report: Report, format: str) -> list[Block]:
    blocks = [*parts.top(report, format), *_outcome(report), *parts.about(report), *parts.people(report)]
    blocks += [*parts.earlier(report), *parts.as_a_whole(report)]
    for point in report.every:
        if isinstance(point, CarriedPoint):
            blocks += carried_point(point, report.carried_from)
        else:
            blocks += one_point(point)
    blocks += [*parts.exchanges(report), *_results(report), *parts.all_advice(report), *parts.brought(report)]
    return [*blocks, *parts.time(report), *parts.sign_off(report), *parts.this_copy(report, format)]


def _outcome(report: Report) -> list[Block]:
    result = report.result
    assert result is not None  # noqa: S101 - an assessment always has one
    blocks: list[Block] = [Heading(2, "Outcome", "outcome"), Paragraph(said(result.sentence), "decision", result.tone)]
    if result.reason:
        blocks += prose(result.reason)
    if result.because:
        blocks.append(Paragraph(said(result.because)))
    blocks.append(Paragraph(said(result.counted)))
    if report.every:
        blocks.append(Picture())
    return blocks


def _results(report: Report) -> list[Block]:
    """The table of results, with the team's own view beside the panel's level where this copy has any."""
    own = any(point.own for point in report.points)
    rows = tuple(_result(report, point, own=own) for point in report.every)
    head = ("Point", "Title", "Result", *(("The team’s own view",) if own else ()), "Scores of the panel")
    widths = (1, 5, 2, 3, 3) if own else (1, 5, 2, 3)
    return [
        Heading(2, "Results", "results"),
        Grid("The result of each point", head, rows, header=1, widths=widths),
    ]


def _result(report: Report, point: PointReport | CarriedPoint, *, own: bool) -> tuple[Text, ...]:
    if isinstance(point, CarriedPoint):
        label: Text = strong(carried_label(point, report.carried_from))
        theirs = counts = None
    else:
        label = strong(point.label) if point.label else said("Not yet decided")
        theirs, counts = (point.own.label or "In words") if point.own else None, point.counts
    return (said(point.number), said(point.name), label, *((maybe(theirs),) if own else ()), maybe(counts))
