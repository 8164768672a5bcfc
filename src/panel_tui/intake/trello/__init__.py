"""A Trello board, or a single card of one, as a source of evidence: the JSON export of any year since 2015.

The shape of an export is nowhere described by Trello; this follows exports of 2015 to 2026. What becomes of a card, a
checklist item, a link and a comment is in `filing`; whether it is done, in `signs`; which point it is for, in `layout`
and in `intake.matching`; whose names are kept out, in `people`; what else of
people is, in `intake.redaction`; what is said about all of it, in `tally`.
"""

from __future__ import annotations

from collections.abc import Collection

from panel_tui.intake.found import Found
from panel_tui.intake.matching import Matcher
from panel_tui.intake.trello.board import board_of
from panel_tui.intake.trello.filing import Filing
from panel_tui.intake.trello.layout import Layout, layout_of
from panel_tui.intake.trello.opening import opened
from panel_tui.intake.trello.people import People
from panel_tui.intake.trello.tally import Tally, comments_missing, said_of, said_of_signs
from panel_tui.session.terms import EvidenceState, Source
from panel_tui.session.words import LINE_LENGTH, clean_line
from panel_tui.standard.model import Standard

__all__ = ["Layout", "read"]


def read(
    data: bytes,
    name: str,
    standard: Standard,
    phase: str,
    *,
    layout: Layout = "auto",
    unmarked: EvidenceState = "planned",
    archived: bool = False,
    carried: Collection[str] = (),
) -> Found:
    """The evidence on an exported board or card, in the order of the board; `name` is the file's.

    `layout` says how the board is laid out where it should not be guessed, `unmarked` what a thing is that carries no
    sign of being done or planned, `archived` that archived cards are wanted too, and `carried` which points (ids) the
    session does not look at. A single card is a part of its board: the same source and the same keys, and not whole.

    Raises `IntakeError` for what is not an export that can be read.
    """
    root = opened(data, name)
    board = board_of(root)
    matcher = Matcher(standard, phase, carried)
    tally = Tally()
    cards = list(tally.left_in(board, archived=archived))
    lists = [one for one in board.lists if archived or not one.closed]
    laid = layout_of(lists, cards, matcher) if layout == "auto" else layout
    people = People(root)
    filing = Filing(board, laid, matcher, people, unmarked, tally)
    items = tuple(item for card in cards for item in filing.card(card))
    placed = sum(item.point is not None for item in items)
    called = people.out_of(clean_line(board.name, 8 * len(board.name) + 1))[:LINE_LENGTH]
    said = tuple(said_of(board, laid, cards, tally, people, archived=archived, placed=placed))
    return Found(
        source=Source(kind="trello", key=f"trello/{board.id}", name=called or "Trello board"),
        items=items,
        said=(*said, *said_of_signs(tally, len(items), unmarked)),
        whole=not board.single and comments_missing(board, cards) is None,
    )
