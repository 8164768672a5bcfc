"""Sessions for the pages' tests: every stage, every state of a point, and words that would be markup."""

from __future__ import annotations

from datetime import timedelta

from tests.session.room import ANA, BO, CY, DI, EARLIER, OB, SEATS, STANDARD, TALK, Room, created

from panel_tui.session import bodies
from panel_tui.session.clock import forecast
from panel_tui.session.terms import (
    STAGES,
    BroughtItem,
    Earlier,
    EarlierDecision,
    EarlierRecommendation,
    Role,
    SeatData,
    Source,
    Stage,
    TeamView,
)
from panel_tui.session.view import Viewer
from panel_tui.session.views import view_for
from panel_tui.web.pages import Shown, seat_page
from panel_tui.wire import How, Presence, Present

HOSTILE = "</textarea><script>alert(1)</script><img src=x onerror='alert(2)'>\"'{{ 7*7 }}{% raw %}&amp;\x00\x1b[31m"
_ROLES: tuple[tuple[str, Role], ...] = ((ANA, "lead"), (CY, "member"))
TALKING = tuple(SeatData(id=id, name=f"Seat {id}", role=role) for id, role in _ROLES)
_HOWS: tuple[How, ...] = ("in", "writing", "away", "never", "in")


def shown(room: Room, *, gone: bool = False, sentence: str | None = None, typed: dict[str, str] | None = None) -> Shown:
    there = tuple(
        Present(seat=seat, how=_HOWS[at % 5], since=room.at) for at, seat in enumerate(room.history.state.seats)
    )
    lead_gone = room.at - timedelta(minutes=2) if gone else None
    presence = Presence(now=room.at, seats=there, lead_gone=lead_gone, lead_wait=60)
    return Shown(
        now=room.at, presence=presence, sentence=sentence, typed=typed or {}, day=forecast(room.history.state, room.at)
    )


def page(room: Room, seat: str, looking: str | None = None, **more: object) -> str:
    view = view_for(room.history.state, Viewer(seat=seat))
    return seat_page(view, looking, shown(room, **more))  # type: ignore[arg-type]


def at_stage(stage: Stage, text: str = "some words") -> Room:
    """A session that has come to a stage, with something of everything in it."""
    url = f"https://example.org/{text}" if " " not in text else None
    room = Room(created(STANDARD, earlier=EARLIER, description=text, service=f"Manage {text}"))
    room.lead(bodies.ScopeTold(text=text), bodies.TimeboxStarted(box="briefing", seconds=600))
    room.do(DI, bodies.ConflictDeclared(seat=DI, point="simple", effect="leaves", reason=text))
    room.do(CY, bodies.ConflictDeclared(seat=CY, point="safe", effect="no-score", reason=text))
    room.lead(bodies.EarlierChecked(id="L1", status="partly", text=text))
    for at, kind in enumerate(("strength", "concern", "question", "quote", "observation")):
        room.do(CY, bodies.NoteTaken(id=f"N{at}", point=None if at else "users", kind=kind, text=text))  # type: ignore[arg-type]
    room.do(BO, bodies.NoteTaken(id="N20", point="users", kind="concern", text=text))
    room.do(BO, bodies.EvidenceAdded(id="E1", point="users", state="done", title=text, url=url))
    room.do(BO, bodies.EvidenceAdded(id="E2", point="users", state="planned", title=text))
    if stage == "briefing":
        return room
    room.lead(bodies.StageEntered(stage="points"), bodies.PointEntered(point="users"))
    for seat, level in ((ANA, "met"), (BO, "part"), (CY, "not")):
        room.do(seat, bodies.ScoreGiven(point="users", round=1, level=level))
    if stage == "points":
        return room
    room.lead(bodies.StageEntered(stage="deliberation"), bodies.ScoresRevealed(points=("users",)))
    room.lead(
        bodies.RecommendationMade(id="R1", point="users", strength="must", text=text, owner=text, due="2026-12-31")
    )
    room.lead(bodies.DecisionMade(point="users", level="part", reason=text, casting=True))
    room.lead(bodies.DecisionMade(point="simple", level="met", reason=text))
    room.do(CY, bodies.DissentRecorded(point="users", text=text))
    if stage == "deliberation":
        return room
    room.lead(bodies.StageEntered(stage="questions"), bodies.TeamPageTurned(on=True), bodies.DecisionsShared(on=True))
    room.do(CY, bodies.QuestionAsked(id="Q1", kind="question", asker="panel", point=None, text=text))
    room.do("team", bodies.QuestionAsked(id="Q2", kind="challenge", asker="team", point="users", text=text))
    room.lead(bodies.QuestionAnswered(id="Q2", text=text))
    if stage == "questions":
        return room
    room.lead(bodies.DecisionMade(point="safe", level="red", reason=text), bodies.StageEntered(stage="close"))
    room.lead(bodies.OutcomeAgreed(outcome="pass", reason=text))
    room.do(BO, bodies.SignedOff(remark=text))
    return room


def closed(text: str = "some words") -> Room:
    return at_stage("close", text).lead(bodies.SessionClosed())


def adjourned(text: str = "some words") -> Room:
    return at_stage("points", text).lead(bodies.Adjourned(reason=text, until="2026-12-01"))


def talk(text: str = "some words", stage: Stage = "points") -> Room:
    """A conversation: nothing is scored."""
    room = Room(created(TALK, panel=TALKING, service=text))
    room.do(CY, bodies.NoteTaken(id="N1", point="why", kind="strength", text=text))
    room.lead(bodies.StageEntered(stage="points"))
    if stage != "points":
        room.lead(bodies.StageEntered(stage=stage), bodies.TextAgreed(heading="good", text=text))
    return room


BOARD = Source(kind="trello", key="board-1", name="The team's board")


def last_time(text: str) -> Earlier:
    """What a session before decided and recommended; point 2 was met then."""
    return Earlier(
        service="Manage Arrears",
        phase="discovery",
        date="2026-03-02",
        outcome="Not met",
        recommendations=(
            EarlierRecommendation(
                id="P1", point="users", point_title="Understand users", strength="must", text=text, since="discovery"
            ),
            EarlierRecommendation(
                id="P2", point=None, point_title=None, strength="should", text=text, owner=text, due="2026-12-31"
            ),
        ),
        unmatched=(f"9 {text}",),
        decisions=(
            EarlierDecision(point="users", number="1", title=text, label="Not met", reason=text, level="not"),
            EarlierDecision(point="simple", number="2", title=text, label="Met", reason=text, level="met"),
            EarlierDecision(point="safe", number="3", title=text, label=text[:40], reason=text),
        ),
    )


def brought(text: str, *, numbered: bool = True) -> bodies.EvidenceBrought:
    """Three pieces for point 1, with a short text, a long one and none; and one that has no point. A real room
    numbers them itself."""
    items = tuple(
        BroughtItem(
            id=f"E{at}" if numbered else "",
            key=f"card-{at}",
            point="users" if at < 4 else None,
            state="done",
            title=text,
            text=words,
        )
        for at, words in enumerate((text, f"{text} " * 20, None, text), start=1)
    )
    return bodies.EvidenceBrought(source=BOARD, items=items, said=(text,))


def gathered(text: str = "some words", stage: Stage = "points") -> Room:
    """A reassessment: point 2 is carried over, the team's board and its own view were brought in."""
    room = Room(created(STANDARD, id="again", earlier=last_time(text), carried=("simple",), service=f"Manage {text}"))
    views = (TeamView(point="users", level="met", text=f"own view {text}"),)
    own = Source(kind="self", key="own-1", name="The team's own record")
    room.lead(brought(text), bodies.OwnViewsBrought(source=own, views=views))
    room.lead(bodies.EvidenceBrought(source=BOARD, gone=("E3",), said=(text,)))
    room.do(CY, bodies.EvidenceMarked(id="E1", mark="verified"))
    room.do(BO, bodies.EvidenceMarked(id="E2", mark="more-wanted", text=text))
    room.do(CY, bodies.EarlierChecked(id="P1", status="partly", text=text))
    if stage == "briefing":
        return room
    room.lead(bodies.StageEntered(stage="points"), bodies.PointEntered(point="users"))
    room.do(CY, bodies.ScoreGiven(point="users", round=1, level="part"))
    if stage == "points":
        return room
    room.lead(bodies.StageEntered(stage="deliberation"), bodies.ScoresRevealed(points=("users",)))
    if stage == "close":
        room.lead(bodies.StageEntered(stage="close"))
    return room


def own_record(text: str = "some words", stage: Stage = "points") -> Room:
    """A team's own record: evidence and its own view, and nothing scored."""
    room = Room(created(STANDARD, id="own", kind="self", service=f"Manage {text}"))
    room.lead(bodies.StageEntered(stage="points"), bodies.PointEntered(point="users"))
    room.do(CY, bodies.EvidenceAdded(id="E1", point="users", state="done", title=text))
    room.do(CY, bodies.OwnViewGiven(point="users", level="met", text=text))
    room.do(BO, bodies.OwnViewGiven(point="simple", text=text))
    if stage == "close":
        room.lead(bodies.StageEntered(stage="close"))
    return room


def every_session(text: str = "some words") -> dict[str, Room]:
    made: dict[str, Room] = {stage: at_stage(stage, text) for stage in STAGES}
    more = {
        "closed": closed(text),
        "adjourned": adjourned(text),
        "talk": talk(text),
        "talk at close": talk(text, "close"),
        "gathered": gathered(text),
        "gathered, at deliberation": gathered(text, "deliberation"),
        "gathered, at close": gathered(text, "close"),
        "own record": own_record(text),
        "own record at close": own_record(text, "close"),
    }
    return {**made, **more}


__all__ = ["ANA", "BO", "CY", "DI", "OB", "SEATS"]
