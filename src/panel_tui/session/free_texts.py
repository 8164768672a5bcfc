"""Who reads which free text: one row for every text that people type into an event.

`views` asks this table before a text leaves the state, so reports, pages and screens hold no rule of their own about
it. A field of an event that holds text and has no row here, and is not listed in `NOT_FREE`, fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from panel_tui.session import bodies, terms

Reader = Literal[
    "team",
    "panel",
    "internal",
    "public",
    "seat",
    "observer",
    "team page",
    "display",
    "register",
    "follow-up",
]
"""The four audiences of a copy; then a seat of the panel in the room, an observer's seat, the team's own page and the
room display; then the public register and the list of open recommendations."""

FreeText = tuple[type[Struct], str, str]
"""The struct, its field, and in words which of its texts, where one field holds several kinds."""

_PANEL: frozenset[Reader] = frozenset({"seat", "panel", "internal"})
"""What the panel says about itself: its own seats and the organisation."""
_WORK: frozenset[Reader] = _PANEL | {"team"}
"""What panel and team work with."""
_RESULT: frozenset[Reader] = _WORK | {"public"}
"""What is published."""
_ALL: frozenset[Reader] = _RESULT | {"observer", "team page", "display"}
"""What everybody in the room sees anyway."""
_NAMED: frozenset[Reader] = _RESULT | {"observer"}

FREE_TEXTS: Mapping[FreeText, frozenset[Reader]] = {
    (bodies.SessionCreated, "service", ""): _ALL | {"register", "follow-up"},
    (bodies.SessionCreated, "description", ""): _ALL | {"register"},
    (bodies.SessionCreated, "team", ""): _ALL,
    (bodies.SessionCreated, "organisation", ""): _ALL | {"register"},
    (bodies.DetailsChanged, "value", ""): _ALL | {"register", "follow-up"},
    (terms.SeatData, "name", "where names stand"): _NAMED,
    (terms.SeatData, "discipline", ""): _ALL,
    (bodies.ConflictDeclared, "reason", ""): _PANEL,
    (bodies.ConflictLifted, "reason", ""): _PANEL,
    (bodies.LeadTaken, "reason", ""): _PANEL,
    (bodies.KnockAnswered, "name", "where names stand"): _PANEL,
    (bodies.NoteTaken, "text", "strengths, concerns and questions"): _RESULT,
    (bodies.NoteTaken, "text", "observations and quotes"): _PANEL,
    (bodies.NoteTaken, "text", "private"): frozenset(),
    (bodies.NoteChanged, "text", "strengths, concerns and questions"): _RESULT,
    (bodies.NoteChanged, "text", "observations and quotes"): _PANEL,
    (bodies.NoteChanged, "text", "private"): frozenset(),
    (bodies.EvidenceAdded, "title", ""): _WORK,
    (bodies.EvidenceAdded, "url", ""): _WORK,
    (bodies.EvidenceChanged, "title", ""): _WORK,
    (bodies.EvidenceChanged, "url", ""): _WORK,
    (bodies.EvidenceMarked, "text", ""): _WORK,
    (terms.BroughtItem, "title", ""): _WORK,
    (terms.BroughtItem, "url", ""): _WORK,
    (terms.BroughtItem, "text", ""): _WORK,
    (terms.Source, "name", ""): _WORK,
    (bodies.EvidenceBrought, "said", ""): _WORK,
    (bodies.OwnViewGiven, "text", ""): _WORK,
    (terms.TeamView, "text", "after the reveal"): _WORK,
    (bodies.DecisionMade, "reason", ""): _RESULT | {"team page"},
    (bodies.DissentRecorded, "text", ""): _WORK,
    (bodies.RecommendationMade, "text", ""): _RESULT | {"follow-up"},
    (bodies.RecommendationMade, "owner", ""): _RESULT | {"follow-up"},
    (bodies.RecommendationChanged, "text", ""): _RESULT | {"follow-up"},
    (bodies.RecommendationChanged, "owner", ""): _RESULT | {"follow-up"},
    (bodies.EarlierChecked, "text", ""): _RESULT,
    (bodies.TextAgreed, "text", ""): _RESULT,
    (bodies.ScopeTold, "text", ""): _RESULT,
    (bodies.TimeboxExtended, "reason", ""): _PANEL,
    (bodies.Adjourned, "reason", ""): _PANEL,
    (bodies.QuestionAsked, "text", "of the team"): _WORK | {"team page"},
    (bodies.QuestionAsked, "text", "of the panel"): _WORK,
    (bodies.QuestionAnswered, "text", "to the team"): _WORK | {"team page"},
    (bodies.QuestionAnswered, "text", "to the panel"): _WORK,
    (bodies.OutcomeAgreed, "reason", ""): _RESULT,
    (bodies.SignedOff, "remark", ""): _PANEL,
    (bodies.SessionReopened, "reason", ""): _PANEL,
    (bodies.Published, "report", ""): _RESULT | {"register"},
    (bodies.Published, "board", ""): _RESULT | {"register"},
    # What the session before left behind is its result, which was told the same readers then.
    (terms.Earlier, "service", ""): _RESULT,
    (terms.Earlier, "phase", ""): _RESULT,
    (terms.Earlier, "date", ""): _RESULT,
    (terms.Earlier, "outcome", ""): _RESULT,
    (terms.Earlier, "unmatched", ""): _RESULT,
    (terms.Earlier, "standard", ""): _RESULT,
    (terms.EarlierRecommendation, "point_title", ""): _RESULT | {"follow-up"},
    (terms.EarlierRecommendation, "text", ""): _RESULT | {"follow-up"},
    (terms.EarlierRecommendation, "owner", ""): _RESULT | {"follow-up"},
    (terms.EarlierRecommendation, "since", ""): _RESULT | {"follow-up"},
    (terms.EarlierDecision, "number", ""): _RESULT,
    (terms.EarlierDecision, "title", ""): _RESULT,
    (terms.EarlierDecision, "label", ""): _RESULT,
    (terms.EarlierDecision, "reason", ""): _RESULT,
}
"""Every free text and its readers. A seat that a conflict keeps out of a point reads nothing of that point, whatever
stands here; and a text that was taken back or replaced is read by nobody (see `log.standing_words`)."""

NOT_FREE: Mapping[type[Struct], frozenset[str]] = {
    # Ids, keys, hashes, dates and words out of the standard's file: nobody phrases them.
    bodies.SessionCreated: frozenset(
        {"id", "phase", "standard", "standard_hash", "date", "scale", "timeboxes", "carried"}
    ),
    bodies.DetailsChanged: frozenset({"field"}),
    bodies.SeatRemoved: frozenset({"seat"}),
    bodies.ConflictDeclared: frozenset({"seat", "point"}),
    bodies.ConflictLifted: frozenset({"seat", "point"}),
    bodies.PointEntered: frozenset({"point"}),
    bodies.NoteTaken: frozenset({"id", "point"}),
    bodies.NoteChanged: frozenset({"id", "point"}),
    bodies.NoteWithdrawn: frozenset({"id"}),
    bodies.EvidenceAdded: frozenset({"id", "point"}),
    bodies.EvidenceChanged: frozenset({"id"}),
    bodies.EvidenceWithdrawn: frozenset({"id"}),
    bodies.EvidencePlaced: frozenset({"id", "point"}),
    bodies.EvidenceMarked: frozenset({"id"}),
    bodies.EvidenceBrought: frozenset({"gone"}),
    bodies.ScoreGiven: frozenset({"point", "level"}),
    bodies.ScoresRevealed: frozenset({"points"}),
    bodies.RoundOpened: frozenset({"point"}),
    bodies.DecisionMade: frozenset({"point", "level", "question"}),
    bodies.DissentRecorded: frozenset({"point"}),
    bodies.RecommendationMade: frozenset({"id", "point", "due"}),
    bodies.RecommendationChanged: frozenset({"id", "due"}),
    bodies.RecommendationWithdrawn: frozenset({"id"}),
    bodies.EarlierChecked: frozenset({"id"}),
    bodies.TextAgreed: frozenset({"heading"}),
    bodies.BriefingTicked: frozenset({"item"}),
    bodies.TimeboxStarted: frozenset({"box"}),
    bodies.TimeboxPaused: frozenset({"box"}),
    bodies.TimeboxResumed: frozenset({"box"}),
    bodies.TimeboxExtended: frozenset({"box"}),
    bodies.TimeboxStopped: frozenset({"box"}),
    bodies.Adjourned: frozenset({"until"}),
    bodies.QuestionAsked: frozenset({"id", "point"}),
    bodies.QuestionAnswered: frozenset({"id"}),
    bodies.QuestionWithdrawn: frozenset({"id"}),
    bodies.OutcomeAgreed: frozenset({"outcome"}),
    bodies.SeatRelinked: frozenset({"seat"}),
    bodies.SeatShutOut: frozenset({"seat"}),
    bodies.KnockAnswered: frozenset({"seat"}),
    bodies.OwnViewGiven: frozenset({"point", "level"}),
    bodies.Exported: frozenset({"format", "audience"}),
    terms.SeatData: frozenset({"id", "points"}),
    terms.Earlier: frozenset({"session"}),
    terms.EarlierRecommendation: frozenset({"id", "point", "due"}),
    terms.EarlierDecision: frozenset({"point", "level"}),
    terms.Source: frozenset({"key"}),
    terms.BroughtItem: frozenset({"id", "key", "point"}),
    terms.TeamView: frozenset({"point", "level"}),
}
"""The fields of text that are no free text."""


def reads(reader: Reader, of: type[Struct], field: str, which: str = "") -> bool:
    """Whether a reader is given this free text."""
    return reader in FREE_TEXTS[of, field, which]
