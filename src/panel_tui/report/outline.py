"""The document: what a report says, in which order. Every format for reading draws these blocks.

The order follows published service assessment reports: the header and the outcome, then each point with
its decision, what was done well and what to explore, then the questions, the results table and the rest.
"""

from __future__ import annotations

from collections.abc import Iterable

from panel_tui.report import audiences
from panel_tui.report.blocks import Block, Bullets, Facts, Grid, Heading, Paragraph, Picture, Text
from panel_tui.report.model import Member, Minutes, Report
from panel_tui.report.outline_points import advice_blocks, one_point, remark_lists
from panel_tui.report.phrases import advice_text, maybe, prose, remark_text, said, strong
from panel_tui.report.words import listed, paragraphs


def outline(report: Report, format: str) -> tuple[Block, ...]:
    """The blocks of this report below its title, for one format (which decides what is left to the JSON copy)."""
    conversation = report.kind == "conversation"
    blocks = [*_top(report, format), Facts(tuple((name, said(value)) for name, value in report.facts))]
    blocks += _conversation(report) if conversation else _outcome(report)
    blocks += _about(report)
    blocks += _panel(report)
    blocks += _earlier(report)
    blocks += _as_a_whole(report)
    for point in report.points:
        blocks += one_point(point, scored=not conversation)
    blocks += _exchanges(report)
    if not conversation:
        blocks += _results(report)
    blocks += _all_advice(report)
    blocks += _time(report)
    blocks += _sign_off(report)
    blocks += _this_copy(report, format)
    return tuple(blocks)


def _top(report: Report, format: str) -> list[Block]:
    blocks: list[Block] = [
        Paragraph((*strong(f"{mark.word.upper()}. "), *said(mark.text)), "mark") for mark in report.marks
    ]
    shorts = listed(gap.short for gap in audiences.left_out(report.view, format))
    line = f"This copy was made for {report.copy}. It leaves out {shorts}: see “About this copy” at its end."
    blocks.append(Paragraph(said(line), "aside"))
    return blocks


def _outcome(report: Report) -> list[Block]:
    result = report.result
    assert result is not None  # noqa: S101 - an assessment always has one
    blocks: list[Block] = [Heading(2, "Outcome", "outcome"), Paragraph(said(result.sentence), "decision", result.tone)]
    if result.reason:
        blocks += prose(result.reason)
    if result.because:
        blocks.append(Paragraph(said(result.because)))
    blocks.append(Paragraph(said(result.counted)))
    if report.points:
        blocks.append(Picture())
    return blocks


def _conversation(report: Report) -> list[Block]:
    blocks: list[Block] = []
    for place, heading in enumerate(report.headings, start=1):
        blocks.append(Heading(2, heading.title, f"heading-{place}"))
        if heading.text is not None:
            blocks += prose(heading.text)
        elif heading.notes:
            blocks.append(Paragraph(said("From the panel’s notes. The panel has not agreed a text yet."), "aside"))
            blocks.append(Bullets(tuple(remark_text(note) for note in heading.notes)))
        else:
            blocks.append(Paragraph(said("The panel has not agreed a text yet.")))
    return blocks


def _about(report: Report) -> list[Block]:
    blocks: list[Block] = []
    if report.description or report.scope:
        blocks.append(Heading(2, "About the service", "service"))
    if report.description:
        blocks += prose(report.description)
    if report.scope:
        blocks.append(Heading(3, "The story so far, as the panel heard it", "scope"))
        blocks += prose(report.scope)
    return blocks


def _as_a_whole(report: Report) -> list[Block]:
    blocks = remark_lists("service", report.done_well, report.explore, report.noted)
    if report.advice:
        blocks += [Heading(3, "Recommendations", "service-recommendations"), *advice_blocks(report.advice)]
    return [Heading(2, "The service as a whole", "whole"), *blocks] if blocks else []


def _panel(report: Report) -> list[Block]:
    blocks: list[Block] = [
        Heading(2, "The panel", "panel"),
        Grid(
            "Who sat on the panel",
            ("Member", "Role", "Discipline", "From", "Points"),
            _members(report.panel),
            widths=(5, 3, 4, 3, 2),
        ),
    ]
    conflicts = (*report.conflicts, *(line for point in report.points for line in point.conflicts))
    if conflicts:
        blocks.append(Heading(3, "Conflicts of interest", "conflicts"))
        blocks.append(Bullets(tuple(said(line) for line in dict.fromkeys(conflicts))))
    return blocks


def _members(members: Iterable[Member]) -> tuple[tuple[Text, ...], ...]:
    return tuple(
        (
            said(member.label),
            said(member.role),
            maybe(member.discipline),
            maybe(member.affiliation),
            maybe(member.points),
        )
        for member in members
    )


def _earlier(report: Report) -> list[Block]:
    earlier = report.earlier
    if earlier is None:
        return []
    blocks: list[Block] = [
        Heading(2, "Recommendations of last time", "earlier"),
        Paragraph(said(earlier.facts)),
    ]
    if earlier.checked:
        rows = tuple(
            (
                advice_text(one.advice, with_strength=True),
                said(f"{one.advice.point or ''} {one.title or ''}".strip() or "The whole service"),
                (*strong(one.status), *(said(f"\n{one.remark}") if one.remark else ())),
            )
            for one in earlier.checked
        )
        head = ("Recommendation", "Point", "What became of it")
        blocks.append(Grid("What became of the recommendations of last time", head, rows, widths=(4, 3, 3)))
    else:
        blocks.append(Paragraph(said("It left no recommendations to check.")))
    if earlier.unmatched:
        points = listed(earlier.unmatched)
        blocks.append(Paragraph(said(f"These points of last time have no match in this standard: {points}.")))
    return blocks


def _all_advice(report: Report) -> list[Block]:
    if not report.all_advice:
        return []
    rows = tuple(
        (
            strong(one.strength),
            said(one.text),
            said(f"Point {one.point}" if one.point else "The whole service"),
            maybe(one.owner),
            maybe(one.due),
        )
        for one in sorted(report.all_advice, key=lambda one: not one.must)
    )
    head = ("The team", "Recommendation", "About", "Owner", "By")
    return [
        Heading(2, "All recommendations in one place", "all-recommendations"),
        Grid("Every recommendation, with its owner and its date", head, rows, header=1, widths=(2, 7, 3, 3, 3)),
    ]


def _exchanges(report: Report) -> list[Block]:
    if not report.exchanges:
        return []
    blocks: list[Block] = [Heading(2, "Questions and challenges", "questions")]
    for place, one in enumerate(report.exchanges, start=1):
        blocks.append(Heading(3, one.heading, f"question-{place}"))
        blocks += prose(one.text)
        if one.answer is not None:
            first, *rest = paragraphs(one.answer) or [""]
            blocks.append(Paragraph((*strong("Answer: "), *said(first))))
            blocks += [Paragraph(said(part)) for part in rest]
        blocks.append(Paragraph((*strong("What it changed: "), *said(one.changed))))
    return blocks


def _results(report: Report) -> list[Block]:
    rows = tuple(
        (
            said(point.number),
            said(point.name),
            strong(point.label) if point.label else said("Not yet decided"),
            maybe(point.counts),
        )
        for point in report.points
    )
    head = ("Point", "Title", "Result", "Scores of the panel")
    return [
        Heading(2, "Results", "results"),
        Grid("The result of each point", head, rows, header=1, widths=(1, 5, 2, 3)),
    ]


def _time(report: Report) -> list[Block]:
    spent = [*report.minutes, *(point.minutes for point in report.points)]
    used = [one for one in spent if one.actual is not None]
    blocks: list[Block] = []
    if used:
        blocks.append(Heading(2, "How the time was used", "time"))
        head = ("Part", "Planned minutes", "Actual minutes", "Time added")
        blocks.append(
            Grid("Planned and actual minutes", head, tuple(_minutes(one) for one in used), widths=(2, 2, 2, 5))
        )
    if report.adjourned:
        blocks += [] if blocks else [Heading(2, "How the time was used", "time")]
        blocks.append(Paragraph(said(report.adjourned)))
    return blocks


def _minutes(one: Minutes) -> tuple[Text, ...]:
    return said(one.name), said(str(one.planned)), said(str(one.actual)), maybe("\n".join(one.more))


def _sign_off(report: Report) -> list[Block]:
    signed = [member for member in report.panel if member.signed]
    blocks: list[Block] = [Heading(2, "Sign-off", "sign-off")]
    if not signed:
        return [*blocks, Paragraph(said("Nobody has signed this result yet."))]
    rows = tuple((said(one.label), maybe(one.signed), maybe(one.remark)) for one in signed)
    return [*blocks, Grid("Who has signed this result", ("Member", "Signed", "Remark"), rows, widths=(3, 4, 4))]


def _this_copy(report: Report, format: str) -> list[Block]:
    gaps = audiences.left_out(report.view, format)
    return [
        Heading(2, "About this copy", "copy"),
        Paragraph(said(f"This copy was made for {report.copy}. It leaves out:")),
        Bullets(tuple(said(gap.full) for gap in gaps)),
        Paragraph(said(report.made)),
    ]
