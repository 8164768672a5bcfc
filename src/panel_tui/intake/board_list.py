"""The list in CSV that Trello exports of a board, put back into the shape of its JSON export and read as that.

It holds each card with its list, labels and links, and neither the words of its comments nor of its checklists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from panel_tui.intake.wording import addresses_in, key_of

OF_A_BOARD = frozenset(("card id", "card name", "list name"))
NOT_IN_IT = (
    "This is the list that Trello exports in CSV: comments and the texts of checklists are not in it. "
    "Export the board as JSON to bring them too, and stay with one of the two forms."
)
_YES = frozenset(("true", "yes", "1"))


def is_of_a_board(header: Sequence[str]) -> bool:
    """Whether the first line of a list is that of Trello's export."""
    return {cell.strip().casefold() for cell in header} >= OF_A_BOARD


def as_export(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The same as a board's JSON export would have it, as far as it is there."""
    columns = [cell.strip().casefold() for cell in header]
    cards = [dict(zip(columns, cells, strict=False)) for cells in rows]
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


def _first(cards: Sequence[Mapping[str, str]], column: str) -> str:
    return next((card[column].strip() for card in cards if card.get(column, "").strip()), "")


def _list(card: Mapping[str, str]) -> str:
    return card.get("list id", "").strip() or key_of(card.get("list name", ""))


def _member(name: str) -> dict[str, str]:
    """Who must not come along: `Jo Bloggs (jobloggs)`."""
    full, _, user = name.partition("(")
    return {"fullName": full.strip(), "username": user.strip(" )")}


def _card(card: Mapping[str, str], place: int) -> dict[str, Any]:
    links = addresses_in(card.get("attachment links", "").replace(",http", " http"))
    labels = [label.partition("(")[0].strip() for label in card.get("labels", "").split(",")]
    return {
        "id": card.get("card id", "").strip(),
        "name": card.get("card name", ""),
        "desc": card.get("card description", ""),
        "idList": _list(card),
        "pos": place,
        "closed": card.get("archived", "").strip().casefold() in _YES,
        "dueComplete": card.get("due complete", "").strip().casefold() in _YES,
        "shortUrl": card.get("card url", "").strip(),
        "labels": [{"name": label} for label in labels if label],
        "attachments": [{"id": key_of(url), "url": url, "name": ""} for _, url in links],
    }
