"""The report as CSV for a spreadsheet: one row for each point, and above them what the copy is.

UTF-8 with a byte order mark, every cell quoted, CRLF line ends. A cell that a spreadsheet would take for a
formula is held down by an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from panel_tui.report import audiences
from panel_tui.report.model import PointReport, Proof, Remark, Report
from panel_tui.report.phrases import advice_text, proof_text, remark_text
from panel_tui.report.words import plain

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

HEAD = (
    "Point",
    "Id",
    "Title",
    "Result",
    "Decision",
    "Reason",
    "How it came about",
    "Done well",
    "To explore",
    "Also noted",
    "Evidence done",
    "Evidence planned",
    "The team must",
    "The team should",
    "Scores of the panel",
    "Spread",
    "Scores by member",
    "Members who do not share it",
    "What they said",
    "Conflicts of interest",
    "Minutes planned",
    "Minutes used",
    "Time added",
)


def render(report: Report) -> bytes:
    """The report as CSV."""
    out = io.StringIO()
    rows = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerows(_padded(row) for row in _note(report))
    rows.writerow(HEAD)
    rows.writerows([guarded(cell) for cell in _row(point)] for point in report.points)
    return out.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    """The text as a cell that no spreadsheet works out as a formula."""
    cell = plain(cell)
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


def _note(report: Report) -> Iterable[Sequence[str]]:
    yield ("Report", report.title)
    for mark in report.marks:
        yield (mark.word.upper(), mark.text)
    yield from report.facts
    if report.result is not None:
        yield ("Outcome", report.result.sentence)
        if report.result.reason:
            yield ("Reason", report.result.reason)
    for heading in report.headings:
        text = heading.text or _lines(heading.notes)
        yield (heading.title, text or "The panel has not agreed a text yet.")
    yield ("Made for", report.copy)
    yield ("Made", report.made)
    for gap in audiences.left_out(report.view, "csv"):
        yield ("This copy leaves out", gap.full)


def _padded(row: Sequence[str]) -> list[str]:
    cells = [guarded(cell) for cell in row]
    return cells + [""] * (len(HEAD) - len(cells))


def _row(point: PointReport) -> tuple[str, ...]:
    spent = point.minutes
    scores = (f"{one.who}, round {one.round}: {one.label}" for one in point.scores)
    return (
        point.number,
        point.id,
        point.title,
        point.label or "",
        point.sentence,
        point.reason or "",
        "\n".join(point.remarks),
        _lines(point.done_well),
        _lines(point.explore),
        _lines(point.noted),
        _proofs(point.done),
        _proofs(point.planned),
        _advice(point, must=True),
        _advice(point, must=False),
        point.counts or "",
        point.spread or "",
        "\n".join(scores),
        str(point.dissents_counted),
        _lines(point.dissents),
        "\n".join(point.conflicts),
        str(spent.planned),
        "" if spent.actual is None else str(spent.actual),
        "\n".join(spent.more),
    )


def _lines(remarks: Iterable[Remark]) -> str:
    return "\n".join(run.text for remark in remarks for run in remark_text(remark))


def _proofs(proofs: Iterable[Proof]) -> str:
    return "\n".join("".join(run.text for run in proof_text(proof)) for proof in proofs)


def _advice(point: PointReport, *, must: bool) -> str:
    lines = ("".join(run.text for run in advice_text(one)) for one in point.advice if one.must is must)
    return "\n".join(lines)
