"""Short ways to say events, with plain contents where a test does not care."""

from __future__ import annotations

from typing import Literal

from panel_tui.session import bodies
from panel_tui.session.bodies import AnyBody
from panel_tui.session.terms import Asker, ConflictEffect, EvidenceState, NoteKind, Stage, Strength

Step = tuple[str, AnyBody] | tuple[str, AnyBody, str]
"""Who does what (on whose behalf)."""


def note(
    id: str = "N1",
    point: str | None = "users",
    text: str = "They rang 12 tenants",
    *,
    kind: NoteKind = "strength",
    private: bool = False,
) -> bodies.NoteTaken:
    return bodies.NoteTaken(id=id, point=point, kind=kind, text=text, private=private)


def reword(
    id: str = "N1",
    point: str | None = "users",
    text: str = "They rang 15 tenants",
    *,
    kind: NoteKind = "strength",
    private: bool = False,
) -> bodies.NoteChanged:
    return bodies.NoteChanged(id=id, kind=kind, text=text, point=point, private=private)


def evidence(
    id: str = "E1",
    point: str = "users",
    title: str = "Research log",
    *,
    state: EvidenceState = "done",
    url: str | None = None,
) -> bodies.EvidenceAdded:
    return bodies.EvidenceAdded(id=id, point=point, state=state, title=title, url=url)


def amend(
    id: str = "E1", title: str = "Research diary", *, state: EvidenceState = "planned", url: str | None = None
) -> bodies.EvidenceChanged:
    return bodies.EvidenceChanged(id=id, state=state, title=title, url=url)


def score(level: str = "met", point: str = "users", round: int = 1) -> bodies.ScoreGiven:
    return bodies.ScoreGiven(point=point, round=round, level=level)


def reveal(*points: str) -> bodies.ScoresRevealed:
    return bodies.ScoresRevealed(points=points or ("users",))


def again(point: str = "users", round: int = 2) -> bodies.RoundOpened:
    return bodies.RoundOpened(point=point, round=round)


def decide(
    level: str = "met",
    point: str = "users",
    reason: str = "Shown",
    *,
    casting: bool = False,
    question: str | None = None,
) -> bodies.DecisionMade:
    return bodies.DecisionMade(point=point, level=level, reason=reason, casting=casting, question=question)


def dissent(point: str = "users", text: str = "Too soon") -> bodies.DissentRecorded:
    return bodies.DissentRecorded(point=point, text=text)


def recommend(
    id: str = "R1",
    point: str | None = "users",
    text: str = "test with carers",
    *,
    strength: Strength = "must",
    owner: str | None = None,
    due: str | None = None,
) -> bodies.RecommendationMade:
    return bodies.RecommendationMade(id=id, point=point, strength=strength, text=text, owner=owner, due=due)


def revise(
    id: str = "R1", text: str = "test with everyone", *, strength: Strength = "should", due: str | None = None
) -> bodies.RecommendationChanged:
    return bodies.RecommendationChanged(id=id, strength=strength, text=text, owner="Rents", due=due)


def conflict(
    seat: str, point: str | None = "users", effect: ConflictEffect = "leaves", reason: str = "A cousin"
) -> bodies.ConflictDeclared:
    return bodies.ConflictDeclared(seat=seat, point=point, effect=effect, reason=reason)


def stage(name: Stage) -> bodies.StageEntered:
    return bodies.StageEntered(stage=name)


def go(point: str) -> bodies.PointEntered:
    return bodies.PointEntered(point=point)


def start(box: str = "deliberation", seconds: int = 2700) -> bodies.TimeboxStarted:
    return bodies.TimeboxStarted(box=box, seconds=seconds)


def pause(box: str = "deliberation") -> bodies.TimeboxPaused:
    return bodies.TimeboxPaused(box=box)


def resume(box: str = "deliberation") -> bodies.TimeboxResumed:
    return bodies.TimeboxResumed(box=box)


def extend(box: str = "deliberation", seconds: int = 300, reason: str = "Point 2") -> bodies.TimeboxExtended:
    return bodies.TimeboxExtended(box=box, seconds=seconds, reason=reason)


def stop(box: str = "deliberation") -> bodies.TimeboxStopped:
    return bodies.TimeboxStopped(box=box)


def adjourn(reason: str = "The fire bell", until: str | None = None) -> bodies.Adjourned:
    return bodies.Adjourned(reason=reason, until=until)


def detail(field: str, value: str | None) -> bodies.DetailsChanged:
    return bodies.DetailsChanged(field=field, value=value)


def ask(
    id: str = "Q1",
    point: str | None = None,
    text: str = "Why so?",
    *,
    kind: Literal["question", "challenge"] = "question",
    asker: Asker = "team",
) -> bodies.QuestionAsked:
    return bodies.QuestionAsked(id=id, kind=kind, asker=asker, point=point, text=text)


def answer(id: str = "Q1", text: str = "Because", *, changed: bool = False) -> bodies.QuestionAnswered:
    return bodies.QuestionAnswered(id=id, text=text, changed=changed)


def outcome(id: str = "pass", reason: str | None = None) -> bodies.OutcomeAgreed:
    return bodies.OutcomeAgreed(outcome=id, reason=reason)


def undo(number: int) -> bodies.Undone:
    return bodies.Undone(number=number)


def redo(number: int) -> bodies.Redone:
    return bodies.Redone(number=number)


RECONVENE = bodies.Reconvened()
SIGN = bodies.SignedOff()
CLOSE = bodies.SessionClosed()
TEAM_ON, TEAM_OFF = bodies.TeamPageTurned(on=True), bodies.TeamPageTurned(on=False)
SHARE, UNSHARE = bodies.DecisionsShared(on=True), bodies.DecisionsShared(on=False)
DECIDED = (decide("met", "users"), decide("met", "simple"), decide("green", "safe"))
"""Every point of the tiny standard that alpha looks at."""
