"""A room for tests: real events, judged by the rules, sealed into the chain and folded, on a clock that is set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from panel_tui.session import rules
from panel_tui.session.bodies import AnyBody, SessionCreated
from panel_tui.session.chain import GENESIS, seal
from panel_tui.session.history import History
from panel_tui.session.log import log_for
from panel_tui.session.state import PointState, State
from panel_tui.session.terms import Earlier, EarlierDecision, EarlierRecommendation, SeatData
from panel_tui.session.view import LogLine, PointView, View, Viewer
from panel_tui.session.views import view_for
from panel_tui.standard.model import (
    Conversation,
    Heading,
    Level,
    Licence,
    Outcome,
    OutcomeRule,
    Phase,
    Point,
    RuleTest,
    Section,
    Standard,
    canonical_hash,
)

START = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
LICENCE = Licence(id="OGL-UK-3.0")
ANA, BO, CY, DI, OB = "s1", "s2", "s3", "s4", "s5"
"""Lead, deputy, member, member, observer."""
SEATS = (ANA, BO, CY, DI, OB)
NAMES = {ANA: "Anazora Quill", BO: "Bovrik Tarn", CY: "Cyprane Wold", DI: "Diwenna Yarrow", OB: "Obadine Zell"}

PANEL = (
    SeatData(id=ANA, name=NAMES[ANA], role="lead", discipline="delivery", affiliation="internal"),
    SeatData(id=BO, name=NAMES[BO], role="deputy"),
    SeatData(id=CY, name=NAMES[CY], role="member"),
    SeatData(id=DI, name=NAMES[DI], role="member", affiliation="external"),
    SeatData(id=OB, name=NAMES[OB], role="observer"),
)

STANDARD = Standard(
    schema="panel-standard/1",
    id="tiny",
    title="A tiny standard",
    version="1",
    licence=LICENCE,
    scales={
        "default": (
            Level(id="met", label="Met", rank=2),
            Level(id="part", label="Partly met", rank=1, requires=("note", "recommendation")),
            Level(id="not", label="Not met", rank=0, requires=("evidence",)),
            Level(id="na", label="Not applicable", rank=None),
        ),
        "rag": (
            Level(id="green", label="Green", rank=2),
            Level(id="amber", label="Amber", rank=1),
            Level(id="red", label="Red", rank=0),
        ),
    },
    outcomes=(Outcome(id="pass", label="Pass"), Outcome(id="fail", label="Fail")),
    outcome_rules=(
        OutcomeRule(then="fail", when=(RuleTest(level="not", min=1),)),
        OutcomeRule(then="fail", when=(RuleTest(level="red", min=1, points=("safe",)), RuleTest(level="met", max=1))),
        OutcomeRule(then="pass"),
    ),
    phases=(
        Phase(id="alpha", title="Alpha", timeboxes={"deliberation": "40m"}),
        Phase(id="beta", title="Beta"),
        Phase(id="live", title="Live"),
    ),
    points=(
        Point(id="users", number="1", title="Understand users", minutes=12),
        Point(id="simple", number="2", title="Make it simple"),
        Point(id="safe", number="3", title="Keep it safe", scale="rag"),
        Point(id="late", number="4", title="Run it well", phases=("live",)),
    ),
    running_order=(
        Section(id="later", title="Later", points=("safe", "simple"), minutes=30),
        Section(id="first", title="First", points=("users", "late")),
    ),
)
TALK = Standard(
    schema="panel-standard/1",
    id="talk",
    title="A conversation",
    version="1",
    licence=LICENCE,
    phases=(Phase(id="alpha", title="Alpha"),),
    points=(Point(id="why", number="1", title="Why"),),
    conversation=Conversation(headings=(Heading(id="good", title="Done well"), Heading(id="gaps", title="Gaps"))),
)
EARLIER = Earlier(
    service="Manage Arrears",
    phase="discovery",
    date="2026-03-02",
    outcome="Pass",
    recommendations=(
        EarlierRecommendation(id="L1", point="users", point_title="Understand users", strength="must", text="Ask more"),
    ),
)


AGAIN = msgspec.structs.replace(
    EARLIER,
    session="session-0",
    decisions=(
        EarlierDecision(
            point="users", number="1", title="Understand users", label="Not met", reason="Few", level="not"
        ),
        EarlierDecision(point="simple", number="2", title="Make it simple", label="Met", reason="Shown", level="met"),
        EarlierDecision(point="safe", number="3", title="Keep it safe", label="Green", reason="Safe", level="green"),
    ),
)
"""What an earlier session left to a reassessment."""


def created(standard: Standard = STANDARD, **changes: Any) -> SessionCreated:
    """The first event's content; anything in it can be changed."""
    content: dict[str, Any] = {
        "id": "session-1",
        "service": "Manage Arrears",
        "phase": "alpha",
        "standard": msgspec.json.decode(msgspec.json.encode(standard)),
        "standard_hash": canonical_hash(standard),
        "panel": PANEL,
    }
    return SessionCreated(**{**content, **changes})


def beginnings() -> dict[str, SessionCreated]:
    """The kinds of session that there are, each as it begins."""
    return {
        "an assessment": created(earlier=EARLIER),
        "a reassessment": created(earlier=AGAIN, carried=("simple",)),
        "a team's own record": created(kind="self", earlier=EARLIER),
    }


class Room:
    """A session that grows by events; the clock moves only when it is told to."""

    def __init__(self, what: SessionCreated | None = None, at: datetime = START) -> None:
        self.at = at
        what = what or created()
        rules.check_beginning(ANA, what)
        self.history = History.of([seal(1, at, ANA, None, what, GENESIS)])

    def do(self, seat: str, what: AnyBody, behalf: str | None = None) -> Room:
        """One event by `seat`; raises `Refused`."""
        rules.check(self.history, seat, behalf, what)
        last = self.history.last
        self.history = self.history.after(seal(last.n + 1, self.at, seat, behalf, what, last.hash))
        return self

    def lead(self, *whats: AnyBody) -> Room:
        """Events by the lead assessor Ana."""
        for what in whats:
            self.do(ANA, what)
        return self

    def wait(self, minutes: float = 0, seconds: float = 0) -> Room:
        """Let time pass, also backwards."""
        self.at += timedelta(minutes=minutes, seconds=seconds)
        return self

    def refuses(self, seat: str, what: AnyBody, behalf: str | None = None) -> str:
        """The sentence with which the rules refuse; nothing changes by it."""
        before = self.history
        with pytest.raises(rules.Refused) as refused:
            self.do(seat, what, behalf)
        assert self.history is before
        return refused.value.message

    @property
    def state(self) -> State:
        """The state as it stands."""
        return self.history.state

    @property
    def n(self) -> int:
        """The number of the newest event."""
        return self.history.last.n

    def point(self, point: str = "users") -> PointState:
        """One point as it stands."""
        return self.state.points[point]

    def view(self, viewer: Viewer | str) -> View:
        """The view of a viewer, or of a seat by its id."""
        return view_for(self.state, Viewer(seat=viewer) if isinstance(viewer, str) else viewer)

    def sees(self, viewer: Viewer | str, point: str = "users") -> PointView:
        """One point as a viewer sees it."""
        return self.view(viewer).point(point)

    def log(self, viewer: Viewer | str) -> tuple[LogLine, ...]:
        """The log as a viewer reads it."""
        return log_for(self.history, Viewer(seat=viewer) if isinstance(viewer, str) else viewer)

    def said(self, viewer: Viewer | str = ANA) -> str:
        """The newest line of the log."""
        return self.log(viewer)[-1].text
