"""The report as CSV for a spreadsheet: one row for each point, and above them what the copy is.

UTF-8 with a byte order mark, every cell quoted, CRLF line ends. A cell that a spreadsheet would take for a
formula is held down by an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from panel_tui.report import audiences
from panel_tui.report.model import CarriedPoint, Kind, PointReport, Proof, Remark, Report
from panel_tui.report.outline_points import carried_label, score_words
from panel_tui.report.phrases import advice_text, own_words, proof_text, remark_text
from panel_tui.report.words import plain

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Cell = Callable[[PointReport], str]


class Column(Struct, frozen=True):
    """A column: its name, what stands in it for a point, and the kinds of session that have it (where it is needed)."""

    name: str
    cell: Cell
    kinds: tuple[Kind, ...] = ("assessment", "conversation", "self")
    carried: Callable[[CarriedPoint, str], str] | None = None
    needed: Callable[[Report], bool] = lambda report: True


_DECIDED: tuple[Kind, ...] = ("assessment",)
_VIEWED: tuple[Kind, ...] = ("assessment", "self")
_HEARD: tuple[Kind, ...] = ("assessment", "conversation")


def render(report: Report) -> bytes:
    """The report as CSV."""
    columns = [column for column in COLUMNS if report.kind in column.kinds and column.needed(report)]
    out = io.StringIO()
    rows = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerows(_padded(row, len(columns)) for row in _note(report))
    rows.writerow([_named(column, report) for column in columns])
    for point in report.every:
        rows.writerow([guarded(_cell(column, point, report)) for column in columns])
    return out.getvalue().encode("utf-8-sig")


def _named(column: Column, report: Report) -> str:
    return report.unit.capitalize() if column.name == "Point" else column.name


def _cell(column: Column, point: PointReport | CarriedPoint, report: Report) -> str:
    if isinstance(point, CarriedPoint):
        return column.carried(point, report.carried_from) if column.carried else ""
    return column.cell(point)


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
        yield ("Counted", report.result.counted)
    for heading in report.headings:
        text = heading.text or _lines(heading.notes)
        if text:
            yield (heading.title, text)
    for line in report.missing:
        yield ("Still missing", line)
    yield ("Made for", report.copy)
    yield ("Made", report.made)
    for gap in audiences.left_out(report.view, "csv"):
        yield ("This copy leaves out", gap.full)


def _padded(row: Sequence[str], width: int) -> list[str]:
    cells = [guarded(cell) for cell in row]
    return cells + [""] * (width - len(cells))


def _lines(remarks: Iterable[Remark]) -> str:
    return "\n".join(run.text for remark in remarks for run in remark_text(remark))


def _proofs(proofs: Iterable[Proof]) -> str:
    return "\n".join("".join(run.text for run in proof_text(proof)) for proof in proofs)


def _advice(point: PointReport, *, must: bool) -> str:
    lines = ("".join(run.text for run in advice_text(one)) for one in point.advice if one.must is must)
    return "\n".join(lines)


def _scores(point: PointReport) -> str:
    return "\n".join(f"{one.who}, round {one.round}: {score_words(one)}" for one in point.scores)


def _history(point: PointReport) -> str:
    return ": ".join(point.last_time) if point.last_time else ""


COLUMNS = (
    Column("Point", lambda point: point.number, carried=lambda point, before: point.number),
    Column("Id", lambda point: point.id, carried=lambda point, before: point.id),
    Column("Title", lambda point: point.title, carried=lambda point, before: point.title),
    Column("Result", lambda point: point.label or "", _DECIDED, carried=lambda point, before: point.label),
    Column("Carried over from", lambda point: "", _DECIDED, carried=lambda point, before: before),
    Column(
        "Decision",
        lambda point: point.sentence,
        _DECIDED,
        carried=lambda point, before: f"{carried_label(point, before)}. This session did not look at it again.",
    ),
    Column("Reason", lambda point: point.reason or "", _DECIDED, carried=lambda point, before: point.reason),
    Column("How it came about", lambda point: "\n".join(point.remarks), _DECIDED),
    Column("The team’s own view", lambda point: (point.own and point.own.label) or "", _VIEWED),
    Column("Why the team sees it so", lambda point: (point.own and point.own.text) or "", _VIEWED),
    Column(
        "The team’s own view",
        lambda point: own_words(point.own) if point.own else "",
        ("conversation",),
        needed=lambda report: any(point.own for point in report.points),
    ),
    Column("Last time", _history, _VIEWED),
    Column("Done well", lambda point: _lines(point.done_well)),
    Column("To explore", lambda point: _lines(point.explore)),
    Column("Also noted", lambda point: _lines(point.noted)),
    Column("Evidence done", lambda point: _proofs(point.shown.done)),
    Column("Evidence planned", lambda point: _proofs(point.shown.planned)),
    Column("The team must", lambda point: _advice(point, must=True), _HEARD),
    Column("The team should", lambda point: _advice(point, must=False), _HEARD),
    Column("Scores of the panel", lambda point: point.counts or "", _DECIDED),
    Column("Spread", lambda point: point.spread or "", _DECIDED),
    Column("Scores by member", _scores, _DECIDED),
    Column("Members who do not share it", lambda point: str(point.dissents_counted), _DECIDED),
    Column("What they said", lambda point: _lines(point.dissents), _DECIDED),
    Column("Conflicts of interest", lambda point: "\n".join(point.conflicts), _HEARD),
    Column("Minutes planned", lambda point: str(point.minutes.planned), _HEARD),
    Column("Minutes used", lambda point: "" if point.minutes.actual is None else str(point.minutes.actual), _HEARD),
    Column("Time added", lambda point: "\n".join(point.minutes.more), _HEARD),
)
