"""A panel around a table, in memory: lines of the grammar are understood, judged by the rules, sealed and folded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import msgspec
import pytest

from panel_tui.commands import interpret
from panel_tui.errors import PanelError
from panel_tui.grammar.reader import Desk
from panel_tui.session import rules
from panel_tui.session.bodies import AnyBody, SessionCreated
from panel_tui.session.chain import GENESIS, seal
from panel_tui.session.history import History
from panel_tui.session.state import PointState, State
from panel_tui.session.terms import Earlier, EarlierRecommendation, SeatData
from panel_tui.standard.finder import shipped_folder
from panel_tui.standard.model import Standard, canonical_hash
from panel_tui.standard.reader import read_standard

START = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
ANA, BO, CY, GROSS, OB = "seat-a", "seat-b", "seat-c", "seat-d", "seat-e"
"""Lead, deputy, two members, an observer."""
SEATS = (ANA, BO, CY, GROSS, OB)
PANEL = (
    SeatData(id=ANA, name="Ana Lead", role="lead", discipline="delivery", affiliation="internal"),
    SeatData(id=BO, name="Bo Tarn", role="deputy"),
    SeatData(id=CY, name="Cy van der Wold", role="member"),
    SeatData(id=GROSS, name="Ida Groß", role="member"),
    SeatData(id=OB, name="Ob Zell", role="observer"),
)
EARLIER = Earlier(
    service="Manage Arrears",
    phase="alpha",
    date="2026-03-12",
    outcome="Met",
    recommendations=(
        EarlierRecommendation(id="P1", point=None, point_title=None, strength="must", text="open the code"),
    ),
)


@cache
def shipped(name: str = "localgov-2016") -> Standard:
    return read_standard(shipped_folder() / f"{name}.yaml")


def created(standard: str = "localgov-2016", **changes: Any) -> SessionCreated:
    found = shipped(standard)
    content: dict[str, Any] = {
        "id": "session-1",
        "service": "Manage Arrears",
        "phase": "beta",
        "standard": msgspec.json.decode(msgspec.json.encode(found)),
        "standard_hash": canonical_hash(found),
        "panel": PANEL,
        "date": "2026-11-21",
        "earlier": EARLIER,
        "rehearsal": True,
    }
    return SessionCreated(**{**content, **changes})


TALK: dict[str, Any] = {"standard": "discovery-light-touch", "phase": "discovery"}


class Table:
    """A session that grows by lines, each a minute after the one before."""

    def __init__(self, *lines: str, **changes: Any) -> None:
        self.at = START
        self.history = History.of([seal(1, self.at, ANA, None, created(**changes), GENESIS)])
        for line in lines:
            self.say(line)

    @property
    def state(self) -> State:
        return self.history.state

    def desk(self, seat: str = ANA) -> Desk:
        return Desk(history=self.history, seat=seat)

    def point(self, number: str) -> PointState:
        known = self.state.standard.point_by_number(number)
        assert known is not None
        return self.state.points[known.id]

    def meant(self, line: str, seat: str = ANA) -> tuple[AnyBody, ...]:
        """What a line would record."""
        return interpret(line, self.desk(seat)).bodies

    def say(self, line: str, seat: str = ANA) -> tuple[AnyBody, ...]:
        """Record a line, all of it or nothing."""
        spoken = interpret(line, self.desk(seat))
        self.at += timedelta(minutes=1)
        history = self.history
        for body in spoken.bodies:
            rules.check(history, spoken.seat, spoken.on_behalf_of, body)
            last = history.last
            history = history.after(seal(last.n + 1, self.at, spoken.seat, spoken.on_behalf_of, body, last.hash))
        self.history = history
        return spoken.bodies

    def refused(self, line: str, seat: str = ANA) -> str:
        """The one sentence with which a line is refused; nothing changes by it."""
        before = self.history
        with pytest.raises(PanelError) as refusal:
            self.say(line, seat)
        assert self.history is before
        assert "\n" not in refusal.value.message
        return refusal.value.message
