"""A board as we need it, made of an export of any year. What has the wrong type counts as not there, nothing raises."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from panel_tui.intake.trello.opening import is_board

Raw = Mapping[str, Any]

CAP = 1_000
"""The actions, and with them comments, that Trello puts into one export: the newest."""

_COMMENTS = ("commentCard", "copyCommentCard")
_NOT_ID = re.compile(r"[^A-Za-z0-9_-]")


class CheckItem(Struct, frozen=True, kw_only=True):
    """A line of a checklist; `complete` None where it does not say."""

    id: str
    name: str
    complete: bool | None


class Checklist(Struct, frozen=True, kw_only=True):
    """A checklist with its items in their order."""

    name: str
    items: tuple[CheckItem, ...]


class Attachment(Struct, frozen=True, kw_only=True):
    """A link or an uploaded file on a card."""

    id: str
    name: str
    url: str
    upload: bool


class Comment(Struct, frozen=True, kw_only=True):
    """A comment; `stranger` says that its author is not on the board any more. Who it was is not kept."""

    id: str
    text: str
    stranger: bool


class Card(Struct, frozen=True, kw_only=True):
    """A card. `labels` are the names of its labels, `colours` the colours of those without one, `counted` the comments
    that Trello counts on it (None where it does not say)."""

    id: str
    name: str
    desc: str
    list: str | None
    closed: bool
    template: bool
    labels: tuple[str, ...]
    colours: tuple[str, ...]
    due_complete: bool
    link: str
    short: str
    counted: int | None
    checklists: tuple[Checklist, ...]
    attachments: tuple[Attachment, ...]
    comments: tuple[Comment, ...]


class BoardList(Struct, frozen=True, kw_only=True):
    """A list, which holds cards."""

    id: str
    name: str
    closed: bool


class Board(Struct, frozen=True, kw_only=True):
    """A board, or the part of one that a single card's export shows (`single`). Lists and cards are in the order that
    people see; `actions` is how many of those the export holds."""

    id: str
    name: str
    single: bool
    closed: bool
    lists: tuple[BoardList, ...]
    cards: tuple[Card, ...]
    actions: int


def text(value: object) -> str:
    """A text, empty where it is none."""
    return value if isinstance(value, str) else ""


def part(value: object) -> Raw:
    """An object, empty where it is none."""
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[Raw]:
    """The objects of an array; whatever else stands in it is left out."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def in_order(value: object) -> list[Raw]:
    """The objects of an array by their `pos`: the order of the file is not that of the board."""
    return sorted(rows(value), key=lambda one: _position(one.get("pos")))


def _position(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return math.inf
    try:
        return math.inf if math.isnan(value) else float(value)
    except OverflowError:
        return math.inf


def _id(one: Raw, *others: str) -> str:
    """What names a thing at its source: its id, or what else of it is likely to stay the same."""
    given = _NOT_ID.sub("", text(one.get("id")))[:64]
    return given or hashlib.sha256("\n".join(others).encode("utf-8", "replace")).hexdigest()[:24]


def board_of(root: Raw) -> Board:
    """The board of an opened export."""
    return _whole(root) if is_board(dict(root)) else _single(root)


def _whole(root: Raw) -> Board:
    lists = in_order(root.get("lists"))
    place = {text(one.get("id")): number for number, one in enumerate(lists)}
    cards = sorted(in_order(root.get("cards")), key=lambda one: place.get(text(one.get("idList")), len(place)))
    actions = rows(root.get("actions"))
    beside = _Beside(root, actions)
    return Board(
        id=_id(root),
        name=text(root.get("name")),
        single=False,
        closed=root.get("closed") is True,
        lists=tuple(_list(one) for one in lists),
        cards=tuple(beside.card(one) for one in cards),
        actions=len(actions),
    )


def _single(root: Raw) -> Board:
    """A card's export has no lists and does not name its board; its newest actions may."""
    actions = rows(root.get("actions"))
    data = [part(action.get("data")) for action in actions]
    name = next((text(part(one.get("board")).get("name")) for one in data if part(one.get("board")).get("name")), "")
    lists = [part(one.get(key)) for one in data for key in ("list", "listAfter")]
    here = [one for one in lists if text(one.get("name")) and one.get("id") == root.get("idList")]
    return Board(
        id=_id({"id": root.get("idBoard")}, text(root.get("name"))),
        name=name or text(root.get("name")),
        single=True,
        closed=False,
        lists=tuple(_list(one) for one in here[:1]),
        cards=(_Beside(root, actions).card(root),),
        actions=len(actions),
    )


def _list(one: Raw) -> BoardList:
    name = text(one.get("name"))
    return BoardList(id=_id(one, name), name=name, closed=one.get("closed") is True)


class _Beside:
    """What stands beside the cards in an export and is joined to them by their ids."""

    def __init__(self, root: Raw, actions: list[Raw]) -> None:
        self._labels = {text(one.get("id")): one for one in rows(root.get("labels")) if text(one.get("id"))}
        self._names = {} if self._labels else part(root.get("labelNames"))
        self._members = {text(one.get("id")) for one in rows(root.get("members"))}
        self._members |= {text(one.get("idMember")) for one in rows(root.get("memberships"))}
        self._checklists: dict[str, list[Raw]] = {}
        for one in in_order(root.get("checklists")):
            self._checklists.setdefault(text(one.get("idCard")), []).append(one)
        self._comments: dict[str, list[Raw]] = {}
        self._added: dict[str, list[Raw]] = {}
        removed = set()
        for action in reversed(actions):  # newest first in the file
            data, kind = part(action.get("data")), action.get("type")
            card, attached = text(part(data.get("card")).get("id")), part(data.get("attachment"))
            if kind in _COMMENTS:
                self._comments.setdefault(card, []).append(action)
            elif kind == "addAttachmentToCard":
                self._added.setdefault(card, []).append(attached)
            elif kind == "deleteAttachmentFromCard":
                removed.add(text(attached.get("id")))
        self._removed = removed

    def card(self, one: Raw) -> Card:
        """A card with all that belongs to it."""
        given, name, short = text(one.get("id")), text(one.get("name")), text(one.get("shortLink"))
        labels = self._labels_of(one)
        counted = part(one.get("badges")).get("comments")
        return Card(
            id=_id(one, short, name, text(one.get("idShort"))),
            name=name,
            desc=text(one.get("desc")),
            list=_id({"id": one.get("idList")}) if text(one.get("idList")) else None,
            closed=one.get("closed") is True,
            template=one.get("isTemplate") is True,
            labels=tuple(name for name, _ in labels if name),
            colours=tuple(colour for name, colour in labels if not name),
            due_complete=one.get("dueComplete") is True,
            link=text(one.get("shortUrl")) or text(one.get("url")),
            short=short,
            counted=counted if isinstance(counted, int) and not isinstance(counted, bool) and counted >= 0 else None,
            checklists=tuple(_checklist(list_) for list_ in self._checklists_of(one, given)),
            attachments=tuple(_attachment(row) for row in self._attachments_of(one, given)),
            comments=tuple(self._comment(action) for action in self._comments.get(given, ())),
        )

    def _labels_of(self, one: Raw) -> list[tuple[str, str]]:
        """The name and the colour of each label; in 2015 a name could stand at the board alone, by its colour."""
        own = rows(one.get("labels"))
        if not own and isinstance(one.get("idLabels"), list):
            own = [self._labels[id] for id in one["idLabels"] if isinstance(id, str) and id in self._labels]
        named = []
        for label in own:
            colour = text(label.get("color"))
            name = text(label.get("name")) or text(self._names.get(colour))
            named.append((name.strip(), colour or "no colour"))
        return named

    def _checklists_of(self, one: Raw, given: str) -> list[Raw]:
        inside = [row for row in in_order(one.get("checklists")) if "checkItems" in row]
        return inside or self._checklists.get(given, [])

    def _attachments_of(self, one: Raw, given: str) -> list[Raw]:
        if isinstance(one.get("attachments"), list):
            return sorted(rows(one["attachments"]), key=lambda row: text(row.get("date")))
        return [row for row in self._added.get(given, []) if text(row.get("id")) not in self._removed]

    def _comment(self, action: Raw) -> Comment:
        said = text(part(action.get("data")).get("text"))
        author = text(action.get("idMemberCreator")) or text(part(action.get("memberCreator")).get("id"))
        stranger = bool(self._members and author) and author not in self._members
        return Comment(id=_id(action, text(action.get("date")), said), text=said, stranger=stranger)


def _checklist(one: Raw) -> Checklist:
    return Checklist(
        name=text(one.get("name")),
        items=tuple(
            CheckItem(
                id=_id(row, text(one.get("id")), text(row.get("name"))),
                name=text(row.get("name")),
                complete={"complete": True, "incomplete": False}.get(text(row.get("state"))),
            )
            for row in in_order(one.get("checkItems"))
        ),
    )


def _attachment(one: Raw) -> Attachment:
    name, url = text(one.get("name")), text(one.get("url"))
    return Attachment(id=_id(one, url, name), name=name, url=url, upload=one.get("isUpload") is True)
