"""A Trello board of 500 cards and two megabytes, as of a team after two years, and what it costs to bring it in."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from panel_tui.intake.trello import read
from panel_tui.standard.finder import find
from panel_tui.standard.model import Standard
from panel_tui.standard.reader import read_standard
from tools.bench import sessions
from tools.bench.commands import command
from tools.bench.figures import Figure, median, steadiness
from tools.bench.pairs import in_turn, milliseconds

CARDS = 500
ACTIONS = 1_000
MEMBERS = 40

_FLOOR = "`json.loads` of its bytes"


def board(standard: Standard, cards: int = CARDS) -> bytes:
    """An export with a list for each point: cards with a description, a checklist, links, labels and comments, and the
    thousand newest actions, eight of nine of which nobody needs."""
    labels = [
        {"id": f"b{n}", "name": name, "color": "green"} for n, name in enumerate(("Done", "To do", "Research", ""))
    ]
    lists = [
        {"id": f"a{n:023x}", "name": f"{point.number}. {point.name}", "closed": False, "pos": n * 1024.5}
        for n, point in enumerate(standard.points)
    ]
    made = [_card(n, lists, labels) for n in range(cards)]
    root = {
        "id": "f" * 24,
        "name": "Housing repairs: service standard",
        "lists": lists,
        "cards": made,
        "labels": labels,
        "members": [_member(n) for n in range(MEMBERS)],
        "checklists": [_checklist(n, made[n]) for n in range(0, cards, 2)],
        "actions": [_action(n, made[n % cards]) for n in range(ACTIONS)],
    }
    return json.dumps(root, separators=(",", ":")).encode()


def _member(n: int) -> dict[str, Any]:
    name = "".join("aeiouklmnr"[int(digit)] for digit in f"{n:04d}")
    return {"id": f"c{n:023x}", "fullName": f"{name} of{name}", "username": f"{name}{n}", "initials": "FL"}


def _card(n: int, lists: list[dict[str, Any]], labels: list[dict[str, Any]]) -> dict[str, Any]:
    words = [sessions.WORDS[(n + turn) % len(sessions.WORDS)] for turn in range(6)]
    return {
        "id": f"d{n:023x}",
        "idShort": n,
        "name": f"{words[0][:60]} {n}",
        "desc": f"{' '.join(words)}.\n\nSee [the notes](https://example.org/notes/{n}) and https://example.org/plan/{n}.",
        "closed": n % 10 == 0,
        "idList": lists[n % len(lists)]["id"],
        "pos": n * 16_384.25,
        "labels": [labels[n % len(labels)]],
        "badges": {"comments": 1, "attachments": 1, "location": False, "votes": 0, "description": True},
        "attachments": [
            {"id": f"e{n:023x}", "name": f"Findings {n}", "url": f"https://example.org/findings/{n}", "isUpload": False}
        ],
        "email": f"user{n}+{n:032x}@boards.trello.com",
        "shortLink": f"s{n:07d}",
        "shortUrl": f"https://trello.com/c/s{n:07d}",
        "cover": {"color": None, "idAttachment": None, "size": "normal", "brightness": "dark"},
        "limits": {"attachments": {"perCard": {"status": "ok", "disableAt": 1_000, "warnAt": 800}}},
        "descData": {"emoji": {}},
        "pluginData": [{"id": f"p{n}{turn}", "value": "x" * 100, "scope": "card"} for turn in range(4)],
    }


def _checklist(n: int, card: dict[str, Any]) -> dict[str, Any]:
    items = [
        {"id": f"1{n:020x}{turn:03x}", "name": f"{sessions.WORDS[turn]} {n}", "state": "complete", "pos": turn}
        for turn in range(3)
    ]
    return {"id": f"2{n:023x}", "idCard": card["id"], "name": "Before the day", "pos": 1, "checkItems": items}


def _action(n: int, card: dict[str, Any]) -> dict[str, Any]:
    kind = "commentCard" if n % 9 == 0 else "updateCard"
    place = {key: card[key] for key in ("id", "name", "idShort", "shortLink")}
    old = {"desc": card["desc"]} if n % 2 else {"pos": 1}
    data = {"text": f"@{_member(n % MEMBERS)['username']} {card['desc']}"} if kind == "commentCard" else {"old": old}
    member = _member(n % MEMBERS)
    return {
        "id": f"3{n:023x}",
        "type": kind,
        "date": "2024-06-10T21:31:37.832Z",
        "idMemberCreator": member["id"],
        "data": data | {"card": place, "board": {"id": "f" * 24, "name": "Housing repairs: service standard"}},
        "memberCreator": member | {"avatarUrl": "https://example.org/avatar", "nonPublic": {}},
    }


def bringing_in(folder: Path, env: Mapping[str, str], rounds: int) -> Iterator[Figure]:
    """Reading such a board, and all of `panel-tui import --dry-run` with it."""
    standard = read_standard(find(sessions.STANDARD))
    data = board(standard)
    file = folder / "board.json"
    file.write_bytes(data)
    path = sessions.with_events(sessions.at(folder / "import"), 100)
    whole = [*command(), "import", "trello", str(file), path, "--dry-run"]

    def run() -> object:
        return subprocess.run(whole, cwd=folder, env=dict(env), stdout=subprocess.DEVNULL, check=True)

    found = in_turn(
        {
            "read": lambda: milliseconds(lambda: read(data, file.name, standard, "beta")),
            "whole": lambda: milliseconds(run),
            "floor": lambda: milliseconds(lambda: json.loads(data)),
        },
        rounds,
        warm_up=2,
    )
    size = f"a board of {CARDS} cards, {len(data) / 1_000_000:.1f} MB"
    for what, name, aim in (
        (f"reading {size}", "read", 500),
        (f"`panel-tui import --dry-run` of {size}", "whole", 1_000),
    ):
        yield Figure(
            what,
            "ms",
            median(found[name]),
            median(found["floor"]),
            _FLOOR,
            aim=aim,
            absolute=True,
            remark=steadiness(found[name], "ms"),
        )
