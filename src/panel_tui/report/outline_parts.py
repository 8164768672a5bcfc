"""The parts of the document that every kind of session has."""

from __future__ import annotations

from collections.abc import Iterable

from panel_tui.report import audiences
from panel_tui.report.blocks import Block, Bullets, Facts, Grid, Heading, Pair, Paragraph, Text
from panel_tui.report.model import (
    Advice,
    CarriedPoint,
    CheckedAdvice,
    Member,
    Minutes,
    PointReport,
    Remark,
    Report,
    Shown,
)
from panel_tui.report.phrases import NOTHING, advice_text, maybe, proof_text, prose, remark_text, said, strong
from panel_tui.report.words import listed, paragraphs


def top(report: Report, format: str) -> list[Block]:
    """What the reader has to know first, and the facts."""
    blocks: list[Block] = [
        Paragraph((*strong(f"{mark.word.upper()}. "), *said(mark.text)), "mark") for mark in report.marks
    ]
    shorts = listed(gap.short for gap in audiences.left_out(report.view, format))
    line = f"This copy was made for {report.copy}. It leaves out {shorts}: see “About this copy” at its end."
    blocks.append(Paragraph(said(line), "aside"))
    return [*blocks, Facts(tuple((name, said(value)) for name, value in report.facts))]


def about(report: Report) -> list[Block]:
    """The service, and its story so far."""
    blocks: list[Block] = []
    if report.description or report.scope:
        blocks.append(Heading(2, "About the service", "service"))
    if report.description:
        blocks += prose(report.description)
    if report.scope:
        title = "The story so far" if report.kind == "self" else "The story so far, as the panel heard it"
        blocks.append(Heading(3, title, "scope"))
        blocks += prose(report.scope)
    return blocks


def as_a_whole(report: Report) -> list[Block]:
    """What was said about the whole service."""
    alone = report.kind == "self"
    blocks = remark_lists("service", report.done_well, report.explore, report.noted, alone=alone)
    if report.advice:
        blocks += [Heading(3, "Recommendations", "service-recommendations"), *advice_blocks(report.advice)]
    return [Heading(2, "The service as a whole", "whole"), *blocks] if blocks else []


def people(report: Report) -> list[Block]:
    """Who sat there, and their conflicts of interest."""
    title = "The team" if report.kind == "self" else "The panel"
    caption = "Who kept this record" if report.kind == "self" else "Who sat on the panel"
    grid = Grid(
        caption,
        ("Member", "Role", "Discipline", "From", "Points"),
        _members(report.panel),
        widths=(5, 3, 4, 3, 2),
    )
    blocks: list[Block] = [
        Heading(2, title, "panel"),
        grid if report.kind == "assessment" else filled(grid),
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


def filled(grid: Grid) -> Grid:
    """The table without the columns in which nothing stands."""
    kept = [
        place for place in range(len(grid.head)) if any(row[place] != said(NOTHING) for row in grid.rows) or not place
    ]
    return Grid(
        grid.caption,
        tuple(grid.head[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in grid.rows),
        grid.header,
        tuple(grid.widths[place] for place in kept),
    )


def earlier(report: Report) -> list[Block]:
    """What became of the recommendations of last time; in a conversation, which has no points, its decisions too."""
    before = report.earlier
    if before is None:
        return []
    checked = f" {before.counted}"
    blocks: list[Block] = [
        Heading(2, "Recommendations of last time", "earlier"),
        Paragraph(said(before.facts + checked)),
    ]
    if before.checked:
        rows = tuple(
            (_advice_then(one), said(_about_then(one)), (*strong(one.status), *said(_remark(one))))
            for one in before.checked
        )
        head = ("Recommendation", "About", "What became of it")
        blocks.append(Grid("What became of the recommendations of last time", head, rows, widths=(4, 3, 3)))
    if before.unmatched and report.kind != "conversation":
        points = listed(before.unmatched)
        blocks.append(Paragraph(said(f"These points of last time have no match in this standard: {points}.")))
    if before.decided and report.kind == "conversation":
        decided = tuple((said(point), strong(level), maybe(reason)) for point, level, reason in before.decided)
        blocks.append(Heading(3, "What was decided last time", "earlier-decisions"))
        blocks.append(Grid("The decisions of last time", ("Point", "Result", "Why"), decided, widths=(4, 2, 5)))
    return blocks


def _advice_then(one: CheckedAdvice) -> Text:
    since = said(f"\nOpen since {one.since}.") if one.since else ()
    return (*advice_text(one.advice, with_strength=True), *since)


def _about_then(one: CheckedAdvice) -> str:
    return f"{one.advice.point or ''} {one.title or ''}".strip() or "The whole service"


def _remark(one: CheckedAdvice) -> str:
    who = f" ({one.who})" if one.who else ""
    return f"\n{one.remark}{who}" if one.remark else who


def remark_lists(
    id: str,
    done_well: tuple[Remark, ...],
    explore: tuple[Remark, ...],
    noted: tuple[Remark, ...],
    level: int = 3,
    *,
    alone: bool = False,
) -> list[Block]:
    """What was done well, what to explore and what else was noted, each under its heading where there is any.
    `alone` puts it in the words of a team that writes about itself."""
    parts = (
        ("What goes well" if alone else "What the team has done well", "well", done_well),
        ("What to explore" if alone else "What the team needs to explore", "explore", explore),
        ("Also noted", "noted", noted),
    )
    blocks: list[Block] = []
    for title, part, remarks in parts:
        if remarks:
            blocks.append(Heading(level, title, f"{id}-{part}"))
            blocks.append(Bullets(tuple(remark_text(one) for one in remarks)))
    return blocks


def advice_blocks(advice: tuple[Advice, ...], unit: str | None = None) -> list[Block]:
    """Recommendations as published reports put them: what must be done, then what should. With `unit` each says
    which point it is about."""
    blocks: list[Block] = []
    for must, lead in ((True, "The team must:"), (False, "The team should:")):
        lines = tuple(
            (*advice_text(one), *(said(f" ({unit} {one.point})") if unit and one.point else ()))
            for one in advice
            if one.must is must
        )
        if lines:
            blocks += [Paragraph(strong(lead), "lead"), Bullets(lines)]
    return blocks


def evidence(shown: Shown, id: str, level: int = 3, *, both: bool = True) -> list[Block]:
    """What is in place beside what is planned. Without `both`, a side with nothing on it is not drawn."""
    if not shown:
        return []
    done, planned = (tuple(proof_text(one) for one in side) for side in (shown.done, shown.planned))
    names = "Done: in place today", "Planned: not in place yet"
    heading = Heading(level, "Evidence", f"{id}-evidence")
    if both or (done and planned):
        left, right = done or (said("Nothing was shown."),), planned or (said("Nothing was named."),)
        return [heading, Pair(names[0], left, names[1], right)]
    return [heading, Paragraph(strong(names[0] if done else names[1]), "lead"), Bullets(done or planned)]


def brought(report: Report) -> list[Block]:
    """Where evidence was brought from and what that lacks, and what has no point yet."""
    blocks: list[Block] = []
    if report.sources:
        lines = [said("\n".join((source.text, *source.said))) for source in report.sources]
        blocks.append(Bullets(tuple(lines)))
    if report.loose:
        _, *shown = evidence(report.loose, "loose", both=report.kind != "conversation")
        blocks.append(Heading(3, "Evidence that is not placed", "loose"))
        blocks.append(Paragraph(said(f"Nobody has put this under a {report.unit} yet.")))
        blocks += shown
    return [Heading(2, "Where the evidence came from", "sources"), *blocks] if blocks else []


def all_advice(report: Report) -> list[Block]:
    """Every recommendation in one table."""
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


def exchanges(report: Report) -> list[Block]:
    """The questions period. Where nothing was decided, nothing is said of what an answer changed."""
    if not report.exchanges:
        return []
    talk = report.kind == "conversation"
    blocks: list[Block] = [Heading(2, "Questions and answers" if talk else "Questions and challenges", "questions")]
    for place, one in enumerate(report.exchanges, start=1):
        blocks.append(Heading(3, one.heading, f"question-{place}"))
        if one.who:
            blocks.append(Paragraph(said(one.who), "aside"))
        blocks += prose(one.text)
        if one.answer is not None:
            first, *rest = paragraphs(one.answer) or [""]
            blocks.append(Paragraph((*strong("Answer: "), *said(first))))
            blocks += [Paragraph(said(part)) for part in rest]
        if not talk:
            blocks.append(Paragraph((*strong("What it changed: "), *said(one.changed))))
        elif one.answer is None:
            blocks.append(Paragraph(said("Not answered yet.")))
    return blocks


def time(report: Report) -> list[Block]:
    """Planned and used minutes of every clock that ran."""
    spent = [*report.minutes, *(point.minutes for point in report.points)]
    used = [one for one in spent if one.actual is not None]
    blocks: list[Block] = []
    if used:
        head = ("Part", "Planned minutes", "Actual minutes", "Time added")
        rows = tuple(_minutes(one) for one in used)
        blocks.append(Grid("Planned and actual minutes", head, rows, widths=(2, 2, 2, 5)))
    if report.adjourned:
        blocks.append(Paragraph(said(report.adjourned)))
    return [Heading(2, "How the time was used", "time"), *blocks] if blocks else []


def _minutes(one: Minutes) -> tuple[Text, ...]:
    return said(one.name), said(str(one.planned)), said(str(one.actual)), maybe("\n".join(one.more))


def sign_off(report: Report) -> list[Block]:
    """Who has signed. A conversation has no result that waits for it."""
    signed = [member for member in report.panel if member.signed]
    what = "report" if report.kind == "conversation" else "result"
    if not signed:
        nobody = Paragraph(said(f"Nobody has signed this {what} yet."))
        return [] if what == "report" else [Heading(2, "Sign-off", "sign-off"), nobody]
    rows = tuple((said(one.label), maybe(one.signed), maybe(one.remark)) for one in signed)
    grid = Grid(f"Who has signed this {what}", ("Member", "Signed", "Remark"), rows, widths=(3, 4, 4))
    return [Heading(2, "Sign-off", "sign-off"), grid]


def this_copy(report: Report, format: str) -> list[Block]:
    """What this copy leaves out, and when it was made."""
    gaps = audiences.left_out(report.view, format)
    return [
        Heading(2, "About this copy", "copy"),
        Paragraph(said(f"This copy was made for {report.copy}. It leaves out:")),
        Bullets(tuple(said(gap.full) for gap in gaps)),
        Paragraph(said(report.made)),
    ]


def anchor(point: PointReport | CarriedPoint) -> str:
    """The id of a point's heading."""
    return f"point-{point.id}"
