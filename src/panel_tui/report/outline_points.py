"""The part of the document that tells one point."""

from __future__ import annotations

from panel_tui.report.blocks import Block, Bullets, Grid, Heading, Pair, Paragraph, Text
from panel_tui.report.model import Advice, PointReport, Remark
from panel_tui.report.phrases import advice_text, maybe, proof_text, prose, remark_text, said, strong
from panel_tui.report.words import counted


def one_point(point: PointReport, *, scored: bool) -> list[Block]:
    """The blocks of one point. In a conversation nothing is decided: then only what was shown and said is told."""
    blocks: list[Block] = [Heading(2, f"{point.number}. {point.name}", anchor(point))]
    if point.name != point.title:
        blocks.append(Paragraph(said(point.title), "aside"))
    if scored:
        blocks += _decision(point)
    blocks += remark_lists(anchor(point), point.done_well, point.explore, point.noted)
    blocks += _evidence(point)
    if point.advice:
        blocks.append(Heading(3, "Recommendations", f"{anchor(point)}-recommendations"))
        blocks += advice_blocks(point.advice)
    if scored:
        blocks += _scores(point)
    return blocks


def anchor(point: PointReport) -> str:
    """The id of a point's heading."""
    return f"point-{point.id}"


def _decision(point: PointReport) -> list[Block]:
    blocks: list[Block] = [
        Heading(3, "Decision", f"{anchor(point)}-decision"),
        Paragraph(said(point.sentence), "decision", point.tone),
    ]
    if point.reason:
        blocks += prose(point.reason)
    blocks += [Paragraph(said(line), "aside") for line in point.remarks]
    return blocks


def remark_lists(
    id: str, done_well: tuple[Remark, ...], explore: tuple[Remark, ...], noted: tuple[Remark, ...]
) -> list[Block]:
    """What was done well, what to explore and what else was noted, each under its heading where there is any."""
    parts = (
        ("What the team has done well", "well", done_well),
        ("What the team needs to explore", "explore", explore),
        ("Also noted", "noted", noted),
    )
    blocks: list[Block] = []
    for title, part, remarks in parts:
        if remarks:
            blocks.append(Heading(3, title, f"{id}-{part}"))
            blocks.append(Bullets(tuple(remark_text(one) for one in remarks)))
    return blocks


def _evidence(point: PointReport) -> list[Block]:
    if not point.done and not point.planned:
        return []
    return [
        Heading(3, "Evidence", f"{anchor(point)}-evidence"),
        Pair(
            "Done: in place today",
            tuple(proof_text(one) for one in point.done) or (said("Nothing was shown."),),
            "Planned: not in place yet",
            tuple(proof_text(one) for one in point.planned) or (said("Nothing was named."),),
        ),
    ]


def advice_blocks(advice: tuple[Advice, ...]) -> list[Block]:
    """Recommendations as published reports put them: what must be done, then what should."""
    blocks: list[Block] = []
    for must, lead in ((True, "The team must:"), (False, "The team should:")):
        lines = tuple(advice_text(one) for one in advice if one.must is must)
        if lines:
            blocks += [Paragraph(strong(lead), "lead"), Bullets(lines)]
    return blocks


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


def _score_table(point: PointReport) -> Grid:
    rounds = sorted({score.round for score in point.scores})
    given = {(score.who, score.round): score for score in point.scores}
    who = dict.fromkeys(score.who for score in point.scores)

    def cell(name: str, number: int) -> Text:
        score = given.get((name, number))
        if score is None:
            return maybe(None)
        return said(f"{score.label} (after the reveal)" if score.after_reveal else score.label)

    rows = tuple((said(name), *(cell(name, number) for number in rounds)) for name in who)
    head = ("Member", *(f"Round {number}" for number in rounds))
    return Grid(f"Scores on point {point.number}", head, rows)
