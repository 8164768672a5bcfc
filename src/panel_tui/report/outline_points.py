"""The part of the document that tells one point of an assessment."""

from __future__ import annotations

from panel_tui.report.blocks import Block, Bullets, Grid, Heading, Paragraph, Text
from panel_tui.report.model import CarriedPoint, GivenScore, PointReport
from panel_tui.report.outline_parts import advice_blocks, anchor, evidence, remark_lists
from panel_tui.report.phrases import maybe, own_words, prose, remark_text, said, strong
from panel_tui.report.words import counted


def titled(point: PointReport | CarriedPoint) -> list[Block]:
    """A point's heading, and its whole title where that is longer."""
    blocks: list[Block] = [Heading(2, f"{point.number}. {point.name}", anchor(point))]
    if point.name != point.title:
        blocks.append(Paragraph(said(point.title), "aside"))
    return blocks


def one_point(point: PointReport) -> list[Block]:
    """The blocks of one point: what was decided, said and shown, and what comes next."""
    blocks = [*titled(point), *_decision(point)]
    blocks += remark_lists(anchor(point), point.done_well, point.explore, point.noted)
    blocks += evidence(point.shown, anchor(point))
    if point.advice:
        blocks.append(Heading(3, "Recommendations", f"{anchor(point)}-recommendations"))
        blocks += advice_blocks(point.advice)
    return blocks + _scores(point)


def carried_point(point: CarriedPoint, before: str) -> list[Block]:
    """A point that this session did not look at again, with the decision of last time."""
    return [
        *titled(point),
        Paragraph(said(f"{carried_label(point, before)}."), "decision", point.tone),
        Paragraph(said("This session did not look at this point again. The reason of last time was:")),
        *prose(point.reason),
    ]


def carried_label(point: CarriedPoint, before: str) -> str:
    """The level of a point that was carried over, with the session that decided it."""
    return f"{point.label}, carried over from {before}"


def own_view(point: PointReport) -> list[Block]:
    """The team's own view, where this copy has it."""
    return [Paragraph((*strong("The team’s own view: "), *said(own_words(point.own))))] if point.own else []


def last_time(point: PointReport) -> list[Block]:
    """What was decided last time, as history."""
    if point.last_time is None:
        return []
    when, what = point.last_time
    return [Paragraph((*strong(f"Last time ({when}): "), *said(what)), "aside")]


def _decision(point: PointReport) -> list[Block]:
    blocks: list[Block] = [
        Heading(3, "Decision", f"{anchor(point)}-decision"),
        Paragraph(said(point.sentence), "decision", point.tone),
    ]
    if point.reason:
        blocks += prose(point.reason)
    blocks += [Paragraph(said(line), "aside") for line in point.remarks]
    return [*blocks, *own_view(point), *last_time(point)]


def _scores(point: PointReport) -> list[Block]:
    blocks: list[Block] = []
    if point.counts:
        line = f"Before the decision each member scored alone: {point.counts} ({point.spread})."
        blocks.append(Paragraph(said(line)))
    if point.scores:
        blocks.append(_score_table(point))
    texts = [one for one in point.dissents if one.text]
    if point.dissents_counted:
        count = counted(point.dissents_counted, "member of the panel does", "members of the panel do")
        blocks.append(Paragraph(said(f"{count} not share this decision{':' if texts else '.'}")))
    if texts:
        blocks.append(Bullets(tuple(remark_text(one) for one in texts)))
    if not blocks:
        return []
    return [Heading(3, "How the panel saw it", f"{anchor(point)}-scores"), *blocks]


def score_words(score: GivenScore) -> str:
    """A score's level, and what is to be known of how it was given."""
    more = [*(["after the reveal"] if score.after_reveal else []), *([f"entered by {score.by}"] if score.by else [])]
    return f"{score.label} ({', '.join(more)})" if more else score.label


def _score_table(point: PointReport) -> Grid:
    rounds = sorted({score.round for score in point.scores})
    given = {(score.who, score.round): score for score in point.scores}
    who = dict.fromkeys(score.who for score in point.scores)

    def cell(name: str, number: int) -> Text:
        score = given.get((name, number))
        if score is None:
            return maybe(None)
        return said(score_words(score))

    rows = tuple((said(name), *(cell(name, number) for number in rounds)) for name in who)
    head = ("Member", *(f"Round {number}" for number in rounds))
    return Grid(f"Scores on point {point.number}", head, rows)
