"""A day on which the lead entered everything for a member who was away."""

from __future__ import annotations

from tests.session.room import ANA, CY, EARLIER, NAMES, Room, created
from tests.session.say import DECIDED, ask, conflict, decide, dissent, evidence, note, outcome, reveal, score, stage

from panel_tui.session import bodies

LEAD, MEMBER = NAMES[ANA], NAMES[CY]


def absent() -> Room:
    """Each kind of act that the lead may do for another, done once."""
    room = Room(created(earlier=EARLIER))
    for body in (
        conflict(CY, effect="note"),
        bodies.EarlierChecked(id="L1", status="partly", text="half of it"),
        note(),
        evidence(),
        bodies.EvidenceMarked(id="E1", mark="seen", text="read it"),
        score(),
    ):
        room.do(ANA, body, CY)
    room.lead(reveal(), decide())
    room.do(ANA, dissent(), CY).do(ANA, ask(asker="panel"), CY)
    room.lead(*DECIDED[1:], outcome())
    return room.do(ANA, bodies.SignedOff(remark="from afar"), CY).lead(stage("close"))
