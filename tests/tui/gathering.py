"""What happens before and after the day, ready to be shown: evidence from a board, the team's own view, last time."""

from __future__ import annotations

from typing import Any

from panel_tui.session import bodies
from panel_tui.session.terms import (
    BroughtItem,
    Earlier,
    EarlierDecision,
    EarlierRecommendation,
    Source,
    TeamView,
)

AGILE = "agile-methods"
BOARD = Source(kind="trello", key="b1", name="Rents beta")
LOST = "40 of 133 comments are not in this export."

BROUGHT = bodies.EvidenceBrought(
    source=BOARD,
    items=(
        BroughtItem(
            id="",
            key="c1",
            point=AGILE,
            state="done",
            title="Board of the last six sprints",
            url="https://board.example/c/1",
            text="What was dropped and why, sprint by sprint.",
        ),
        BroughtItem(id="", key="c2", point=AGILE, state="planned", title="Retrospectives with the Rents team"),
        BroughtItem(id="", key="c3", point=None, state="planned", title="Budget letter", text="A draft\nof May"),
        BroughtItem(id="", key="c4", point=None, state="done", title="Accessibility statement"),
    ),
    said=(LOST,),
)
"""Two pieces for point 3 (E1, E2) and two that have no point yet (E3, E4)."""

MARKED = (
    bodies.EvidenceMarked(id="E1", mark="verified", text="the log is real"),
    bodies.EvidenceMarked(id="E2", mark="more-wanted", text="dates and names"),
    bodies.EvidenceMarked(id="E4", mark="seen"),
    bodies.EvidenceBrought(source=BOARD, gone=("E2", "E3")),
)
VIEWS = bodies.OwnViewsBrought(
    source=Source(kind="self", key="s1", name="Rents"),
    views=(TeamView(point=AGILE, level="partially-met", text="retrospectives only began in May"),),
)
SCORED = ("stage points", "go 3", "score 3 met", "as Jess score 3 partially-met")

LAST_TIME = Earlier(
    service="Manage Arrears",
    phase="alpha",
    date="2025-06-11",
    outcome="Met",
    session="before",
    recommendations=(
        EarlierRecommendation(
            id="P1", point=AGILE, point_title="Use agile methods", strength="must", text="show the board to everybody"
        ),
        EarlierRecommendation(id="P2", point=None, point_title=None, strength="should", text="name an owner"),
    ),
    decisions=(
        EarlierDecision(
            point=AGILE,
            number="3",
            title="Use agile methods",
            label="Partially met",
            reason="sprints began late",
            level="partially-met",
        ),
        EarlierDecision(
            point="open-standards",
            number="7",
            title="Use open standards",
            label="Met",
            reason="the interfaces are published",
            level="met",
        ),
        EarlierDecision(
            point="plan-for-offline",
            number="9",
            title="Plan for being offline",
            label="Met",
            reason="it was rehearsed twice",
            level="met",
        ),
    ),
)
CARRIED = ("open-standards", "plan-for-offline")
AGAIN: dict[str, Any] = {"earlier": LAST_TIME, "carried": CARRIED}
"""A reassessment that does not look at points 7 and 9."""
OF_A_TEAM: dict[str, Any] = {"kind": "self"}
CONVERSATION: dict[str, Any] = {"standard": "discovery-light-touch", "phase": "discovery"}
