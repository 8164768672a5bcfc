"""The closed sets of words that events use, and the small records that several of them share."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

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
TEAM = "team"
"""Whom the team's own page acts as. It is no seat of the panel, and a seat's id is never this."""
NO_SEATS = (TEAM, "display")
"""What has a link of its own and is no seat: the team's page and the room display. No seat has such an id."""

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


class Earlier(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an earlier session of the same service left behind. Never a score."""

    service: str
    phase: str
    date: str | None
    outcome: str | None
    recommendations: tuple[EarlierRecommendation, ...] = ()
    unmatched: tuple[str, ...] = ()
