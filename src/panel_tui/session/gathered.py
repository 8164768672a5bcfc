"""What can happen before and after the day: evidence brought in, the team's own view, what was published."""

from __future__ import annotations

from panel_tui.session.body import Body
from panel_tui.session.terms import BroughtItem, EvidenceMark, Source, TeamView


class EvidenceBrought(Body, frozen=True, tag="evidence-brought"):
    """Evidence brought in from elsewhere, all of it at once: what is new, and what was changed at its source.

    `gone` are the ids of what its source has no more; it stays, and is marked as that. `said` are the sentences that
    whoever brought it in was told about what is missing.
    """

    source: Source
    items: tuple[BroughtItem, ...] = ()
    gone: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


class EvidencePlaced(Body, frozen=True, tag="evidence-placed"):
    """A piece of evidence was put under a point by hand, or (None) among what has none."""

    id: str
    point: str | None


class EvidenceMarked(Body, frozen=True, tag="evidence-marked"):
    """How far the panel has got with a piece of evidence; `mark` None takes the mark off."""

    id: str
    mark: EvidenceMark | None
    text: str | None = None


class OwnViewGiven(Body, frozen=True, tag="own-view-given"):
    """In a team's own session: what it thinks of a point itself. Said again, it replaces the one before."""

    point: str
    level: str | None = None
    text: str | None = None


class OwnViewsBrought(Body, frozen=True, tag="own-views-brought"):
    """The team's own view, out of its self-assessment. Nobody reads of a point's before the panel's reveal."""

    source: Source
    views: tuple[TeamView, ...]


class Published(Body, frozen=True, tag="published"):
    """The lead marked the session as published, with the addresses of its report and of the evidence board."""

    report: str | None = None
    board: str | None = None


class Unpublished(Body, frozen=True, tag="unpublished"):
    """The session is no longer marked as published."""
