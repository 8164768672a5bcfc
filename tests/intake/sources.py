"""Sessions and sources of evidence for tests: a session that lives in memory, and what was found for it."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from tests.commands.table import ANA, Table, created

from panel_tui.intake.found import Found, FoundItem
from panel_tui.intake.matching import Matcher
from panel_tui.intake.preview import Preview
from panel_tui.room import numbered
from panel_tui.session import rules
from panel_tui.session.chain import GENESIS, seal
from panel_tui.session.evidence import Evidence
from panel_tui.session.fold.gathered import all_evidence
from panel_tui.session.history import History
from panel_tui.session.terms import Source, TeamView
from panel_tui.standard.model import Standard, canonical_hash, plain_types

LIST = Source(kind="csv", key="csv:evidence.csv", name="evidence.csv")
OWN = Source(kind="self", key="team-session", name="The arrears team")


class Session(Table):
    """A session that evidence is brought into; `on` is a standard that no file has."""

    def __init__(self, *lines: str, on: Standard | None = None, **changes: Any) -> None:
        super().__init__(**changes)
        if on is not None:
            what = replace(created(**changes), standard=plain_types(on), standard_hash=canonical_hash(on))
            self.history = History.of([seal(1, self.at, ANA, None, what, GENESIS)])
        for line in lines:
            self.say(line)

    def id_of(self, number: str) -> str:
        point = self.state.standard.point_by_number(number)
        assert point is not None
        return point.id

    @property
    def matcher(self) -> Matcher:
        return Matcher(self.state.standard, self.state.created.phase, self.state.created.carried)

    def preview(self, *items: FoundItem, **changes: Any) -> Preview:
        return Preview(found(*items, **changes), self.state)

    def bring(self, preview: Preview) -> Session:
        """Bring in what a preview has come to, by the rules and in the words of a room."""
        lead, history = self.state.lead, self.history
        for body in preview.bodies():
            fresh = numbered(history, body)
            rules.check(history, lead, None, fresh)
            last = history.last
            history = history.after(seal(last.n + 1, self.at, lead, None, fresh, last.hash))
        self.history = history
        return self

    def evidence(self) -> list[tuple[str, str | None, str, str]]:
        """Id, number of the point, state and title of every piece."""
        known = self.state.standard
        return sorted(
            (one.id, (known.point(one.point or "") or _NOWHERE).number, one.state, one.title)
            for one in all_evidence(self.state)
        )

    def piece(self, id: str) -> Evidence:
        return next(one for one in all_evidence(self.state) if one.id == id)


class _Nowhere:
    number = None


_NOWHERE: Any = _Nowhere()


def item(key: str = "a", title: str = "Sprint board", **changes: Any) -> FoundItem:
    return FoundItem(**{"key": key, "title": title, "state": "done", **changes})


def found(*items: FoundItem, source: Source = LIST, **changes: Any) -> Found:
    return Found(source=source, items=items, **changes)


def view(point: str, level: str | None = "met", text: str | None = None) -> TeamView:
    return TeamView(point=point, level=level, text=text)
