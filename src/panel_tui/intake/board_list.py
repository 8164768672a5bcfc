"""The list in CSV that Trello exports of a board, put back into the shape of its JSON export and read as that.

It holds each card with its list, labels and links, and neither the words of its comments nor of its checklists.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from panel_tui.intake.list_columns import LeftOut
from panel_tui.intake.redaction import Redaction
from panel_tui.intake.trello.signs import state_named
from panel_tui.intake.wording import addresses_in, key_of

OF_A_BOARD = frozenset(("card id", "card name", "list name"))
NOT_IN_IT = (
    "This is the list that Trello exports in CSV: comments and the texts of checklists are not in it. "
    "Export the board as JSON to bring them too, and stay with one of the two forms."
)
_YES = frozenset(("true", "yes", "1"))
_USED = frozenset(
    [
        "card id",
        "card name",
        "card url",
        "card description",
        "attachment links",
        "list id",
        "list name",
        "board id",
        "board name",
        "archived",
        "due complete",
    ]
)
_COUNTS = frozenset(
    ["attachment count", "checklist item total count", "checklist item completed count", "vote count", "comment count"]
)
_NOT_BROUGHT = frozenset(("members", "due date", "start date", "last activity date", "card #", "labels", *_COUNTS))
_COLOUR = re.compile(r"\s*\((?:\w+ )?\w+\)$")
"""The colour that Trello writes behind the name of a label."""
_LEFT_OUT = "Columns of Trello's that are no evidence were left out"
_UNKNOWN = "Columns that are not known were left out"
_BEYOND = "What stands beyond the columns of the first line was left out"
_OTHER_VALUE = "Columns that the first line names twice were read once"


def is_of_a_board(header: Sequence[str]) -> bool:
    """Whether the first line of a list is that of Trello's export."""
    return {cell.strip().casefold() for cell in header} >= OF_A_BOARD


def as_export(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The same as a board's JSON export would have it, as far as it is there."""
    cards = [_cells(header, cells) for cells in rows]
    board = {"id": _first(cards, "board id"), "name": _first(cards, "board name") or "Trello board"}
    lists = {_list(card): card.get("list name", "") for card in cards}
    people = dict.fromkeys(name.strip() for card in cards for name in card.get("members", "").split(","))
    root = {
        "id": board["id"] or key_of(*lists),
        "name": board["name"],
        "lists": [{"id": id, "name": name, "pos": place} for place, (id, name) in enumerate(lists.items())],
        "cards": [_card(card, place) for place, card in enumerate(cards)],
        "members": [_member(name) for name in people if name],
    }
    return msgspec.json.encode(root)


def left_out(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """What of the list is not brought in, by its columns, in whole sentences."""
    counts = LeftOut(header, Redaction())
    names = [_name(cell) for cell in header]
    for cells in rows:
        for column, cell in enumerate(cells):
            name = names[column] if column < len(names) else None
            if cell.strip() and (why := _why_left_out(name, cell, names, cells, column)):
                counts.add(column, why)
    return tuple(counts.sentences())


def _why_left_out(name: str | None, cell: str, names: Sequence[str], cells: Sequence[str], column: int) -> str | None:
    if name is None:
        return _BEYOND
    if name in _USED:
        first = next((cells[n] for n in range(column) if names[n] == name and cells[n].strip()), cell)
        return _OTHER_VALUE if first != cell else None
    if name == "labels" and all(state_named(label) for label in _labels(cell)):
        return None
    if name in _COUNTS and cell.strip() == "0":
        return None
    return _LEFT_OUT if name in _NOT_BROUGHT else _UNKNOWN


def _name(cell: str) -> str:
    return cell.strip().casefold()


def _cells(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """The cells of a line by their columns; of two with one name, the first that says something."""
    card: dict[str, str] = {}
    for name, cell in zip(map(_name, header), cells, strict=False):
        if not card.get(name, "").strip():
            card[name] = cell
    return card


def _first(cards: Sequence[Mapping[str, str]], column: str) -> str:
    return next((card[column].strip() for card in cards if card.get(column, "").strip()), "")


def _list(card: Mapping[str, str]) -> str:
    return card.get("list id", "").strip() or key_of(card.get("list name", ""))


def _member(name: str) -> dict[str, str]:
    """Who must not come along: `Jo Bloggs (jobloggs)`."""
    full, _, user = name.partition("(")
    return {"fullName": full.strip(), "username": user.strip(" )")}


def _labels(cell: str) -> list[str]:
    """The names of labels: `Done (green), Sprint`."""
    return [name for label in cell.split(",") if (name := _COLOUR.sub("", label.strip()).strip())]


def _attachments(cell: str) -> list[dict[str, str]]:
    """What is attached: every link, and whatever else is written there in one piece."""
    written = cell.replace(",http", " http")
    found = addresses_in(written)
    for part, _ in found:
        written = written.replace(part, "\n", 1)
    rest = [part.strip(" ,;") for part in written.split("\n")]
    urls = [*(url for _, url in found), *(part for part in rest if part)]
    return [{"id": key_of(url), "url": url, "name": ""} for url in urls]


def _card(card: Mapping[str, str], place: int) -> dict[str, Any]:
    return {
        "id": card.get("card id", "").strip(),
        "name": card.get("card name", ""),
        "desc": card.get("card description", ""),
        "idList": _list(card),
        "pos": place,
        "closed": card.get("archived", "").strip().casefold() in _YES,
        "dueComplete": card.get("due complete", "").strip().casefold() in _YES,
        "shortUrl": card.get("card url", "").strip(),
        "labels": [{"name": label} for label in _labels(card.get("labels", ""))],
        "attachments": _attachments(card.get("attachment links", "")),
    }
