"""What is to be said of a board that was read: what is missing, what was left out, what was taken for what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from panel_tui.intake.trello.board import CAP, Board, Card
from panel_tui.intake.trello.layout import Laid
from panel_tui.intake.trello.people import People
from panel_tui.session.terms import EvidenceState
from panel_tui.session.words import PROSE_LENGTH

_LAID: dict[Laid, str] = {
    "lists": "Each list is a point.",
    "cards": "Each card is a point.",
    "states": "The lists say how far things are, and each card says its point.",
}


@dataclass
class Tally:
    """Counts, kept while a board is read."""

    archived: int = 0
    archived_lists: int = 0
    templates: int = 0
    colours: set[str] = field(default_factory=set)
    colour_only: int = 0
    trello_links: int = 0
    uploads: int = 0
    strangers: int = 0
    cut: int = 0
    unmarked: int = 0
    empty: int = 0

    def left_in(self, board: Board, *, archived: bool) -> Iterator[Card]:
        """The cards that are brought in; those that are not are counted."""
        closed = {one.id for one in board.lists if one.closed}
        used = {one.list for one in board.cards if not one.closed}
        self.archived_lists = len(closed & used)
        for card in board.cards:
            if card.template:
                self.templates += 1
            elif card.closed or card.list in closed:
                self.archived += 1
                if archived:
                    yield card
            else:
                yield card


def comments_missing(board: Board, cards: list[Card]) -> tuple[int, int] | None:
    """How many comments of these cards an export holds, and how many there are; None where none can be missing."""
    held = sum(len(card.comments) for card in cards)
    there = sum(max(card.counted or 0, len(card.comments)) for card in cards)
    return (held, there) if held < there or board.actions >= CAP else None


def said_of(
    board: Board, laid: Laid, cards: list[Card], tally: Tally, people: People, *, archived: bool, placed: int
) -> Iterator[str]:
    """Whole sentences, the most important first. `placed` is how many items have a point."""
    yield (
        _LAID[laid]
        if placed or not cards
        else "No list and no card names a point of this standard; place them by hand."
    )
    yield from _missing(board, cards)
    yield from _left_out(board, tally, archived=archived)
    yield from _kept(tally)
    yield from _people(tally, people)


def _missing(board: Board, cards: list[Card]) -> Iterator[str]:
    if board.single:
        yield "This is one card; what else its board holds stays as it was."
    missing = comments_missing(board, cards)
    if missing is None:
        return
    held, there = missing
    if held < there:
        yield (
            f"The export holds {held:,} of {_number(there, 'comment')}; Trello leaves the oldest out. To have them, "
            "open such a card's own JSON, its address with .json behind it, and bring that in too."
        )
    else:
        yield (
            f"The export holds {board.actions:,} actions, and Trello puts at most {CAP:,} into one; the oldest "
            "comments may be missing."
        )


def _left_out(board: Board, tally: Tally, *, archived: bool) -> Iterator[str]:
    if tally.archived:
        lists = f", some in {_number(tally.archived_lists, 'archived list')}," if tally.archived_lists else ""
        went = "brought in too" if archived else "left out; archived cards can be asked for"
        are = "is" if tally.archived == 1 else "are"
        yield (
            f"{tally.archived:,} of {_number(len(board.cards), 'card')} {are} archived{lists} and "
            f"{_were(tally.archived)} {went}."
        )
    if tally.templates:
        yield f"{_number(tally.templates, 'template card')} {_were(tally.templates)} left out."
    if tally.empty:
        hold = "holds" if tally.empty == 1 else "hold"
        yield f"{_number(tally.empty, 'card')} {hold} nothing beside a title and {_were(tally.empty)} left out."


def _kept(tally: Tally) -> Iterator[str]:
    if tally.cut:
        yield (
            f"{_number(tally.cut, 'text')} {_were(tally.cut)} longer than {PROSE_LENGTH:,} characters and cut there; "
            "the board has the rest."
        )
    if tally.trello_links:
        leads = "leads" if tally.trello_links == 1 else "lead"
        yield (
            f"{_number(tally.trello_links, 'link')} {leads} to Trello cards or boards, which open only for people who "
            "may see those."
        )
    if tally.uploads:
        files = f"{_number(tally.uploads, 'file')} {_were(tally.uploads)}"
        yield f"{files} uploaded to Trello, which may ask for a login to open."


def _people(tally: Tally, people: People) -> Iterator[str]:
    if tally.strangers:
        by = "is" if tally.strangers == 1 else "are"
        yield (
            f"{_number(tally.strangers, 'comment')} {by} by people who are not on the board any more; no comment keeps "
            "its author's name."
        )
    if people.mentions:
        yield f"{_number(people.mentions, 'mention')} of people {_were(people.mentions)} left out."
    yield from people.redaction.sentences()


def said_of_signs(tally: Tally, items: int, unmarked: EvidenceState) -> Iterator[str]:
    """What says nothing of being done or planned, and what it is taken for."""
    if tally.colour_only:
        has = "has a label" if tally.colour_only == 1 else "have labels"
        yield (
            f"{_number(tally.colour_only, 'card')} {has} without a name ({', '.join(sorted(tally.colours))}); a colour "
            "alone says nothing about done or planned."
        )
    if tally.unmarked:
        carry, taken = ("carries", "is") if tally.unmarked == 1 else ("carry", "are")
        yield (
            f"{tally.unmarked:,} of {_number(items, 'piece')} of evidence {carry} no sign of being done or planned and "
            f"{taken} taken as {unmarked}."
        )


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
