"""A session that is made of real events, step by step, and the reports that can be made of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from panel_tui.report.build import build
from panel_tui.report.model import Report
from panel_tui.session import bodies, rules
from panel_tui.session.bodies import AnyBody
from panel_tui.session.chain import GENESIS, seal
from panel_tui.session.history import History
from panel_tui.session.log import log_for
from panel_tui.session.terms import Earlier, EarlierDecision, EarlierRecommendation, SeatData
from panel_tui.session.view import Audience
from panel_tui.session.views import audience, view_for
from panel_tui.standard.model import (
    Conversation,
    Heading,
    Issuer,
    Level,
    Licence,
    Outcome,
    OutcomeRule,
    Phase,
    Point,
    Role,
    RuleTest,
    Section,
    Standard,
    canonical_hash,
)

START = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 13, 0, tzinfo=UTC)
VERSION = "1.2.3"

SCALE = (
    Level(id="met", label="Met", rank=2, key="1", colour="success", description="Shown working."),
    Level(id="partially-met", label="Partially met", rank=1, key="2", colour="warning"),
    Level(id="not-met", label="Not met", rank=0, key="3", colour="error"),
    Level(id="not-applicable", label="Not applicable", rank=None, key="4", colour="muted"),
)
TITLES = (
    "Understand users and their needs",
    "Make the service simple to use",
    "Make sure everyone can use the service",
    "Make new source code open",
    "Operate a reliable service",
)


class Stage:
    """A session that grows by events, each checked by the rules, one every 30 seconds unless time passes."""

    def __init__(self, created: bodies.SessionCreated, seat: str = "seat-1") -> None:
        self.at = START
        self.history = History.of([seal(1, self.at, seat, None, created, GENESIS)])

    def do(self, seat: str, *what: AnyBody, behalf: str | None = None, checked: bool = True) -> Stage:
        for body in what:
            self.at += timedelta(seconds=30)
            if checked:
                rules.check(self.history, seat, behalf, body)
            last = self.history.last
            self.history = self.history.after(seal(last.n + 1, self.at, seat, behalf, body, last.hash))
        return self

    def wait(self, minutes: float) -> Stage:
        self.at += timedelta(minutes=minutes)
        return self

    def report(
        self,
        audience_name: Audience = "team",
        *,
        seat: str | None = None,
        names: bool | None = None,
        now: datetime = NOW,
    ) -> Report:
        viewer = audience(audience_name, seat=seat, names=names)
        view = view_for(self.history.state, viewer)
        return build(view, log_for(self.history, viewer), now, VERSION)


def standard(**changes: Any) -> Standard:
    points = tuple(
        Point(
            id=f"p{number}",
            number=str(number),
            title=title,
            short_title="Be reliable" if number == 5 else None,
            minutes=10,
            roles=("ux",) if number < 4 else (),
            prompts={"all": (f"How do you know about {title.lower()}?",)},
        )
        for number, title in enumerate(TITLES, start=1)
    )
    made = Standard(
        schema="panel-standard/1",
        id="council-standard",
        title="Council Service Standard",
        version="2026",
        issuer=Issuer(name="The Council", url="https://council.example"),
        licence=Licence(id="OGL-UK-3.0"),
        points=points,
        scales={"default": SCALE},
        outcomes=(
            Outcome(id="met", label="Met", description="The service goes on to the next phase"),
            Outcome(id="conditions", label="Met with conditions"),
            Outcome(id="not-met", label="Not met"),
        ),
        outcome_rules=(
            OutcomeRule(then="not-met", when=(RuleTest(level="not-met", min=1),)),
            OutcomeRule(then="conditions", when=(RuleTest(level="partially-met", min=1),)),
            OutcomeRule(then="met"),
        ),
        phases=(Phase(id="beta", title="Beta", timeboxes={"deliberation": "45m"}), Phase(id="live", title="Live")),
        roles=(Role(id="ux", title="User experience"), Role(id="tech", title="Technology")),
        running_order=(
            Section(id="code", title="Technology", points=("p4", "p5")),
            Section(id="users", title="Users", points=("p1", "p2", "p3")),
        ),
    )
    return msgspec.structs.replace(made, **changes)


def conversation() -> Standard:
    return standard(
        id="light-touch",
        title="Light-touch conversation",
        points=tuple(
            Point(id=f"q{number}", number=str(number), title=title)
            for number, title in enumerate(("What is the problem?", "What did you learn?"), start=1)
        ),
        scales={},
        outcomes=(),
        outcome_rules=(),
        running_order=(),
        conversation=Conversation(
            headings=(
                Heading(id="well", title="What was done well", kinds=("strength",)),
                Heading(id="learned", title="What was learned", kinds=("observation", "quote")),
                Heading(id="gaps", title="Possible gaps", kinds=("concern", "question")),
            )
        ),
    )


def four_questions() -> Standard:
    """The questions that a discovery is asked, known beforehand."""
    titles = (
        "Who has which problem?",
        "What did you learn about today?",
        "Is it worth going on?",
        "What would you try first?",
    )
    points = tuple(Point(id=f"q{number}", number=str(number), title=title) for number, title in enumerate(titles, 1))
    phase = Phase(id="discovery", title="Discovery")
    return standard(
        id="light-touch",
        title="Light-touch conversation",
        points=points,
        phases=(phase,),
        scales={},
        outcomes=(),
        outcome_rules=(),
        running_order=(),
        conversation=conversation().conversation,
    )


def created(of: Standard, **changes: Any) -> bodies.SessionCreated:
    told: dict[str, Any] = {
        "id": "0192f3c4",
        "service": "Manage Arrears",
        "description": "Caseworkers see who is behind with the rent,\nand agree with each tenant what to do.\n\n"
        "It took over from four spreadsheets.",
        "team": "Rents",
        "organisation": "Hackney Council",
        "phase": "beta",
        "standard": msgspec.to_builtins(of),
        "standard_hash": canonical_hash(of),
        "date": "2026-11-21",
        "panel": (
            SeatData(
                id="seat-1", name="Ana Lead", role="lead", discipline="tech", affiliation="internal", points=("p4",)
            ),
            SeatData(
                id="seat-2",
                name="Bo Okafor",
                role="deputy",
                discipline="ux",
                affiliation="internal",
                points=("p1", "p2"),
            ),
            SeatData(id="seat-3", name="Cy Wren", role="member", affiliation="external"),
            SeatData(id="seat-4", name="Di Patel", role="member", discipline="Analysis", affiliation="internal"),
            SeatData(id="seat-5", name="Eve Olusola", role="observer"),
        ),
        "timeboxes": {"briefing": 1800, "deliberation": 2700, "questions": 1800},
    }
    if of.is_conversation:
        told["panel"] = tuple(msgspec.structs.replace(seat, points=()) for seat in told["panel"])
    return bodies.SessionCreated(**(told | changes))


EARLIER = Earlier(
    service="Manage Arrears",
    phase="Alpha",
    date="2026-03-02",
    outcome="Met with conditions",
    recommendations=(
        EarlierRecommendation(
            id="r1",
            point="p1",
            point_title="Understand users and their needs",
            strength="must",
            text="talk to tenants as well as to caseworkers",
            owner="Research",
            due="2026-06-30",
        ),
        EarlierRecommendation(id="r2", point=None, point_title=None, strength="should", text="publish a roadmap"),
        EarlierRecommendation(
            id="r3",
            point="p5",
            point_title="Operate a reliable service",
            strength="should",
            text="rehearse an outage",
            since="discovery, 2025-06-11",
        ),
    ),
    unmatched=("16. Test with the minister",),
    decisions=(
        EarlierDecision(
            point="p1",
            number="1",
            title="Understand users and their needs",
            label="Partially met",
            reason="Only caseworkers had been asked.",
            level="partially-met",
        ),
        EarlierDecision(
            point="p2",
            number="12",
            title="Create a service that is simple to use",
            label="Met",
            reason="Everybody finished the prototype.",
            level="met",
        ),
        EarlierDecision(
            point="p4",
            number="4",
            title="Make new source code open",
            label="Met",
            reason="The code is on the web.\n\nIts licence is named.",
            level="met",
        ),
        EarlierDecision(
            point="p5",
            number="5",
            title="Operate a reliable service",
            label="Not applicable",
            reason="Nothing was in operation.",
            level="not-applicable",
        ),
        EarlierDecision(point=None, number="16", title="Test with the minister", label="Not met", reason="It was not."),
    ),
    session="0181aaaa",
    standard="Digital Service Standard",
)

EARLIER_TALK = Earlier(
    service="HR Forms",
    phase="discovery",
    date="2025-11-03",
    outcome="Not met",
    recommendations=(
        EarlierRecommendation(
            id="r1", point=None, point_title="Understand users", strength="must", text="draw a map of the forms"
        ),
    ),
    unmatched=("1 Understand users",),
    decisions=(
        EarlierDecision(point=None, number="1", title="Understand users", label="Not met", reason="Nobody was asked."),
    ),
    session="0181bbbb",
    standard="Council Service Standard",
)
