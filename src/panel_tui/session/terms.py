"""The closed sets of words that events use, and the small records that several of them share."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

NoteKind = Literal["strength", "concern", "question", "quote", "observation"]
EvidenceState = Literal["done", "planned"]
Stage = Literal["briefing", "points", "deliberation", "questions", "close"]
Role = Literal["lead", "deputy", "member", "observer"]
Affiliation = Literal["internal", "external"]
Strength = Literal["must", "should"]
Asker = Literal["team", "panel"]
ConflictEffect = Literal["note", "no-score", "leaves"]
CheckStatus = Literal["taken-root", "partly", "not", "no-longer-applies"]

SeatsWay = Literal["loopback", "tls", "insecure", "proxy"]
"""How seats are reached: on this computer alone, over a network with TLS, over one in the clear, or by a public
address that another server answers for."""
JoinedBy = Literal["link", "lobby"]
SessionKind = Literal["panel", "self"]
"""Who keeps the record: a panel that assesses, or the team itself on its way there, which scores nothing."""
EvidenceMark = Literal["seen", "verified", "more-wanted"]
SourceKind = Literal["trello", "csv", "markdown", "self"]
TEAM = "team"
"""Whom the team's own page acts as. It is no seat of the panel, and a seat's id is never this."""
NO_SEATS = (TEAM, "display")
"""What has a link of its own and is no seat: the team's page and the room display. No seat has such an id."""

SOURCE_WORDS: dict[SourceKind, str] = {
    "trello": "Trello board",
    "csv": "list",
    "markdown": "list",
    "self": "self-assessment",
}
"""What kind of thing a source is, in words."""

STAGES: tuple[Stage, ...] = ("briefing", "points", "deliberation", "questions", "close")


class SeatData(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place on the panel as it is kept: who, in which role, for which points (ids)."""

    id: str
    name: str
    role: Role
    discipline: str | None = None
    affiliation: Affiliation | None = None
    points: tuple[str, ...] = ()


class EarlierRecommendation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A recommendation of the session before, to be checked in this one."""

    id: str
    point: str | None
    point_title: str | None
    strength: Strength
    text: str
    owner: str | None = None
    due: str | None = None
    since: str | None = None
    """Where it was first made, in words, if that was before the session that is now the earlier one."""


class EarlierDecision(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was decided on a point last time, for history and for what is carried over.

    `point` is the id of the point that matches it in this session's standard, None where none does; `number` and
    `title` are as they were then. `level` is the id of the level where this session's scale of the point has it too.
    """

    point: str | None
    number: str
    title: str
    label: str
    reason: str
    level: str | None = None


class Earlier(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """What an earlier session of the same service left behind. Never a score.

    `session` is its id, `standard` the title of its standard, `unmatched` the points of then that have no match now.
    """

    service: str
    phase: str
    date: str | None
    outcome: str | None
    recommendations: tuple[EarlierRecommendation, ...] = ()
    unmatched: tuple[str, ...] = ()
    decisions: tuple[EarlierDecision, ...] = ()
    session: str | None = None
    standard: str | None = None

    def decision(self, point: str) -> EarlierDecision | None:
        """What was decided last time on a point of this session's standard (id). Where two points of then are one
        now, both are told; they share a level or have none."""
        return self._by_point.get(point)

    @cached_property
    def _by_point(self) -> dict[str, EarlierDecision]:
        # Asked for at each of up to 2,000 points.
        held: dict[str, list[EarlierDecision]] = {}
        for one in self.decisions:
            if one.point is not None:
                held.setdefault(one.point, []).append(one)
        return {point: _as_one(several) for point, several in held.items()}


def _as_one(several: list[EarlierDecision]) -> EarlierDecision:
    if len(several) == 1:
        return several[0]
    return replace(
        several[0],
        number=", ".join(one.number for one in several),
        title="; ".join(one.title for one in several),
        label="; ".join(dict.fromkeys(one.label for one in several)),
        reason=" ".join(f"{one.number}: {one.reason}" for one in several),
    )


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where evidence was brought from: its kind, a key that stays the same when it is brought again, its name."""

    kind: SourceKind
    key: str
    name: str


class BroughtItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of evidence as its source has it. `id` is empty for a new one (the room numbers it), `key` names it at
    its source, and `point` is None where nobody could say which point it is for.

    `placed` says that somebody chose the point as it was brought in, so that its source no longer moves it;
    `state_there` is what its source says where somebody corrected that to `state`.
    """

    id: str
    key: str
    point: str | None
    state: EvidenceState
    title: str
    url: str | None = None
    text: str | None = None
    placed: bool = False
    state_there: EvidenceState | None = None


class TeamView(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The team's own view of a point: the level it would give itself, and why."""

    point: str
    level: str | None = None
    text: str | None = None
