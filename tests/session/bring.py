"""Short ways to say what is gathered before and after the day."""

from __future__ import annotations

from typing import Any

from panel_tui.session import bodies
from panel_tui.session.terms import BroughtItem, EvidenceMark, Source, TeamView

BOARD = Source(kind="trello", key="trello:b1", name="Evidence for the panel")
LIST = Source(kind="csv", key="csv:evidence.csv", name="evidence.csv")
OWN = Source(kind="self", key="self:s1", name="Our own record")


def item(id: str = "E1", key: str = "a", point: str | None = "users", title: str = "Log", **more: Any) -> BroughtItem:
    return BroughtItem(id=id, key=key, point=point, title=title, **{"state": "done", **more})


def bring(*items: BroughtItem, source: Source = BOARD, **more: Any) -> bodies.EvidenceBrought:
    return bodies.EvidenceBrought(source=source, items=items, **more)


def place(id: str = "E1", point: str | None = "simple") -> bodies.EvidencePlaced:
    return bodies.EvidencePlaced(id=id, point=point)


def mark(id: str = "E1", mark: EvidenceMark | None = "seen", text: str | None = None) -> bodies.EvidenceMarked:
    return bodies.EvidenceMarked(id=id, mark=mark, text=text)


def withdraw(id: str = "E1") -> bodies.EvidenceWithdrawn:
    return bodies.EvidenceWithdrawn(id=id)


def view(point: str = "users", level: str | None = "met", text: str | None = None) -> TeamView:
    return TeamView(point=point, level=level, text=text)


def own_views(*views: TeamView) -> bodies.OwnViewsBrought:
    return bodies.OwnViewsBrought(source=OWN, views=views)


def own(point: str = "users", level: str | None = "met", text: str | None = None) -> bodies.OwnViewGiven:
    return bodies.OwnViewGiven(point=point, level=level, text=text)


PUBLISH = bodies.Published(report="https://council.example/report", board="https://board.example/b1")
UNPUBLISH = bodies.Unpublished()
