"""Made-up boards in the shape that Trello's export had in each year. Nothing in them is anybody's.

The keys of each year follow exports of public boards: what a board of 2015 had not yet is not in one of 2015 here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

YEARS = range(2015, 2027)

Raw = dict[str, Any]
Raws = list[Raw]
Ids = list[str]

NADIA: Raw = {"id": "m1", "fullName": "Nadia Okafor", "username": "nadiaokafor7", "initials": "NO"}
PIOTR: Raw = {"id": "m2", "fullName": "Piotr Zielinski", "username": "pzielinski", "initials": "PZ"}
LEFT: Raw = {"id": "m9", "fullName": "Imogen Thackeray", "username": "imogent", "initials": "IT"}
PERSONAL = ("Nadia", "Okafor", "nadiaokafor7", "Piotr", "Zielinski", "pzielinski", "Thackeray", "imogent")
"""No word of these may be in what was found, wherever a board holds it."""


@dataclass
class Made:
    """A board under construction: each call puts one more thing on it, and says its id."""

    year: int = 2023
    name: str = "Parking permits: service standard"
    id: str = "5c0000000000000000000001"
    lists: Raws = field(default_factory=list)
    cards: Raws = field(default_factory=list)
    checklists: Raws = field(default_factory=list)
    actions: Raws = field(default_factory=list)
    labels: Raws = field(default_factory=list)
    members: Raws = field(default_factory=lambda: [dict(NADIA), dict(PIOTR)])
    _count: int = 0

    def new_id(self) -> str:
        self._count += 1
        return f"5c00000000000000{self._count:08x}"

    def list(self, name: str, **more: Any) -> str:
        one = {"id": self.new_id(), "name": name, "closed": False, "idBoard": self.id, "pos": self._count * 1024.5}
        if self.year >= 2018:
            one["softLimit"] = None
        if self.year >= 2025:
            one |= {"color": None, "type": None, "datasource": {"filter": False}}
        self.lists.append(one | more)
        return str((one | more)["id"])

    def label(self, name: str, color: str | None = "green") -> Raw:
        one = {"id": self.new_id(), "idBoard": self.id, "name": name, "color": color}
        self.labels.append(one)
        return one

    def card(self, into: str, name: str, desc: str = "", labels: Iterable[Raw] = (), **more: Any) -> Raw:
        one = self._card(into, name, desc, list(labels)) | more
        self.cards.append(one)
        return one

    def _card(self, into: str, name: str, desc: str, labels: Raws) -> Raw:
        id = self.new_id()
        one: Raw = {
            "id": id,
            "idShort": self._count,
            "name": name,
            "desc": desc,
            "closed": False,
            "idBoard": self.id,
            "idList": into,
            "pos": float(self._count * 1024),
            "idLabels": [label["id"] for label in labels],
            "labels": labels,
            "idMembers": ["m1"],
            "idChecklists": [],
            "attachments": [],
            "badges": {"comments": 0, "checkItems": 0, "checkItemsChecked": 0, "attachments": 0},
            "due": None,
            "shortLink": f"s{self._count:07d}",
            "shortUrl": f"https://trello.com/c/s{self._count:07d}",
            "url": f"https://trello.com/c/s{self._count:07d}/{self._count}-a-card",
            "email": f"nadiaokafor7+5c{self._count:04d}+secret@boards.trello.com",
        }
        if self.year >= 2016:
            one["pluginData"] = []
        if self.year >= 2017:
            one["dueComplete"] = False
        if self.year >= 2018:
            one["limits"] = {"attachments": {"perCard": {"status": "ok", "disableAt": 950}}}
        if self.year >= 2019:
            one |= {"customFieldItems": [], "creationMethod": None}
        if self.year >= 2020:
            one |= {"cover": {"color": None}, "isTemplate": False, "start": None}
        if self.year >= 2025:
            one |= {"nodeId": f"ari:cloud:trello::card/{id}", "cardRole": None, "mirrorSourceId": None}
        return one

    def checklist(self, card: Raw, name: str, *items: tuple[str, bool | None]) -> Ids:
        made = []
        for place, (text, done) in enumerate(items, start=1):
            state = {True: "complete", False: "incomplete"}.get(done)  # type: ignore[arg-type]
            made.append({"id": self.new_id(), "name": text, "state": state, "pos": place * 16384, "idMember": "m1"})
        one = {"id": self.new_id(), "idCard": card["id"], "idBoard": self.id, "name": name, "pos": 1.0}
        self.checklists.append(one | {"checkItems": list(reversed(made))})
        card["idChecklists"].append(one["id"])
        return [str(item["id"]) for item in made]

    def attach(self, card: Raw, url: str, name: str = "", *, upload: bool = False) -> str:
        id = self.new_id()
        one = {
            "id": id,
            "name": name or url,
            "url": url,
            "isUpload": upload,
            "bytes": 2048 if upload else None,
            "date": f"2019-06-10T21:31:{self._count % 60:02d}.832Z",
            "idMember": "m2",
            "previews": [],
        }
        card["attachments"].append(one)
        card["badges"]["attachments"] += 1
        self.act("addAttachmentToCard", card, {"attachment": {"id": id, "name": one["name"], "url": url}})
        return id

    def comment(self, card: Raw, text: str, by: Raw = NADIA) -> str:
        card["badges"]["comments"] += 1
        return self.act("commentCard", card, {"text": text}, by)

    def act(self, kind: str, card: Raw | None = None, data: Raw | None = None, by: Raw = NADIA) -> str:
        id = self.new_id()
        held: Raw = {"board": {"id": self.id, "name": self.name}} | (data or {})
        if card is not None:
            into = next((one for one in self.lists if one["id"] == card["idList"]), {"id": "", "name": ""})
            held["card"] = {key: card[key] for key in ("id", "name", "idShort", "shortLink")}
            held["list"] = {"id": into["id"], "name": into["name"]}
        date = f"2019-06-10T21:{self._count // 60 % 60:02d}:{self._count % 60:02d}.832Z"
        one = {
            "id": id,
            "idMemberCreator": by["id"],
            "type": kind,
            "date": date,
            "data": held,
            "memberCreator": dict(by),
        }
        self.actions.insert(0, one)
        return id

    def root(self) -> Raw:
        """The whole export, as of its year: cards and lists in no order that means anything."""
        one: Raw = {
            "id": self.id,
            "name": self.name,
            "desc": "",
            "closed": False,
            "idOrganization": None,
            "pinned": False,
            "starred": False,
            "url": "https://trello.com/b/abcd1234/parking-permits",
            "shortUrl": "https://trello.com/b/abcd1234",
            "shortLink": "abcd1234",
            "prefs": {"permissionLevel": "org", "background": "blue"},
            "labelNames": {label["color"]: label["name"] for label in self.labels if label["color"]},
            "powerUps": [],
            "memberships": [{"id": "x1", "idMember": "m1", "memberType": "admin"}],
            "cards": list(reversed(self.cards)),
            "lists": list(reversed(self.lists)),
            "members": self.members,
            "checklists": self.checklists,
            "actions": self.actions,
        }
        added: dict[int, Raw] = {
            2016: {"labels": self.labels, "idTags": [], "pluginData": []},
            2018: {"limits": {}, "datePluginDisable": None},
            2019: {"creationMethod": None, "ixUpdate": "77", "customFields": []},
            2020: {"idEnterprise": None, "templateGallery": None, "enterpriseOwned": False},
            2021: {"dateClosed": None, "idBoardSource": None, "idMemberCreator": "m1", "premiumFeatures": []},
            2025: {"nodeId": f"ari:cloud:trello::board/{self.id}", "type": None},
        }
        for year, keys in added.items():
            if self.year >= year:
                one |= keys
        if self.year <= 2018:
            one |= {"invited": False, "invitations": []}
        return one

    def json(self) -> bytes:
        return encoded(self.root())

    def single(self, card: Raw) -> Raw:
        """The export of one card as of 2026: the card is the root, without lists and without its attachments."""
        mine = [one for one in self.actions if one["data"].get("card", {}).get("id") == card["id"]]
        root = {key: value for key, value in card.items() if key != "attachments"}
        checklists = [one for one in self.checklists if one["idCard"] == card["id"]]
        return root | {"actions": mine, "checklists": checklists, "members": self.members, "customFieldItems": []}


def encoded(root: object) -> bytes:
    """As Trello writes it: one line."""
    return json.dumps(root, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def a_card_each(year: int = 2023) -> Made:
    """A card for each point, in lists that say how far they are."""
    board = Made(year=year)
    done, doing = board.list("Done"), board.list("In progress")
    label = board.label("Evidence complete")
    users = board.card(done, "1. Understand users and their needs", "We spoke to 23 people.\nSee the notes.", [label])
    board.checklist(users, "Evidence", ("Research plan https://example.org/plan", True), ("Second round", False))
    board.attach(users, "https://example.org/findings", "Findings")
    board.comment(users, "Verified by @pzielinski. Nadia Okafor has the recordings.")
    whole = board.card(doing, "Point 2 – Solve a whole problem for users")
    board.attach(whole, "https://example.org/map")
    board.card(doing, "Parking lot", "Ideas of the team")
    return board


def a_list_each(year: int = 2023) -> Made:
    """A list for each point, with the evidence as cards."""
    board = Made(year=year)
    users = board.list("1 Understand users and their needs")
    whole = board.list("2 Solve a whole problem for users")
    notes = board.list("Notes")
    done = board.label("Done")
    interviews = board.card(users, "Interviews in Leeds", "23 people. [Notes](https://example.org/notes)", [done])
    board.comment(interviews, "Piotr Zielinski ran six of them.", LEFT)
    board.card(users, "3 more interviews to come")
    journey = board.card(whole, "Map of the journey", due="2023-03-01", dueComplete=True)
    board.checklist(journey, "Before the day", ("Print it", True))
    board.card(notes, "Who brings the biscuits?")
    return board


def lists_of_states(year: int = 2023) -> Made:
    """Lists that say how far things are, and cards that say their point."""
    board = Made(year=year)
    met, planned = board.list("Met"), board.list("Not met yet")
    board.card(met, "1. Interviews in Leeds")
    board.card(met, "1. Diary study")
    board.card(planned, "2. Map of the journey")
    board.card(planned, "Something else")
    return board
