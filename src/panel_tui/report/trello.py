"""The report as a CSV that fills a Trello board: a card for each point, its recommendations as a checklist.

The columns are those of the template that Trello's CSV importing power-ups take; the names of the card's own are those
of Trello's CSV export too. Each item of a checklist has a line of its own, with no card's name, below its card. Who
imports it with a tool that knows no checklists still has each recommendation in the card's description.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from panel_tui.report.cards import Card, advice_line, cards
from panel_tui.report.model import Advice, Report
from panel_tui.report.table import guarded
from panel_tui.report.words import day, plain

HEAD = (
    "Card Name",
    "Card Description",
    "Labels",
    "Members",
    "Due Date",
    "Start Date",
    "List Name",
    "Checklist",
    "Checklist item",
    "Checklist item due",
    "Checklist item member",
)
CHECKLIST = "Recommendations"
LONGEST = 16_000
"""Characters of a description, a little less than the most that Trello keeps."""
CUT = "\n\n… The rest is in the report: Trello keeps no longer description."
_COLOURS = {"good": "green", "middle": "yellow", "poor": "red", "none": "black"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_APART = re.compile("[,()]")


def render(report: Report) -> bytes:
    """The CSV in UTF-8. It has no byte order mark: an importer may take that for a part of the first column's name."""
    out = io.StringIO()
    rows = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerow(HEAD)
    column = _list(report)
    for card in cards(report):
        for row in _rows(card, column):
            rows.writerow([guarded(cell) for cell in row])
    return out.getvalue().encode()


def _list(report: Report) -> str:
    """The list that the cards come into: one of their own, so that a board that is there already keeps its order."""
    what = report.title.removeprefix(f"{report.view.service}: ")
    on = day(report.view.date)
    return " ".join(plain(f"{what}, {on}" if on else what).split())


def _rows(card: Card, column: str) -> Iterator[tuple[str, ...]]:
    dates = sorted(filter(None, map(_due, card.advice)))
    text = card.text if len(card.text) <= LONGEST else card.text[:LONGEST] + CUT
    yield (card.title, text, _label(card), "", dates[0] if dates else "", "", column, "", "", "", "")
    for one in card.advice:
        yield ("", "", "", "", "", "", "", CHECKLIST, advice_line(one), _due(one), "")


def _due(advice: Advice) -> str:
    """A date that a program can read; empty where it is in words."""
    return advice.date if advice.date and _DATE.fullmatch(advice.date) else ""


def _label(card: Card) -> str:
    """A label's name and its colour; a comma would part it into two labels."""
    if not card.label:
        return ""
    return f"{' '.join(_APART.sub(' ', plain(card.label)).split())} ({_COLOURS[card.tone]})"
