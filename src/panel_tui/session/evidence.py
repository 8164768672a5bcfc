"""What a state knows of the team's work: its evidence, its own view of itself, and what was published."""

from __future__ import annotations

from datetime import datetime

from panel_tui.session.part import Part
from panel_tui.session.terms import BroughtItem, EvidenceMark, EvidenceState, Source


class Mark(Part, frozen=True):
    """How far the panel has got with a piece of evidence; `text` is what more is wanted, or a remark."""

    mark: EvidenceMark
    text: str | None
    seat: str
    at: datetime
    by: str | None = None


class Evidence(Part, frozen=True):
    """Something the team shows for a point; `point` None has yet to be put under one.

    `source` is the key of the source it was brought from, `brought` what that said last, `gone` that the source has it
    no more; all of that stays empty for what was typed here. `placed` says that somebody chose its point by hand.
    """

    id: str
    point: str | None
    state: EvidenceState
    title: str
    url: str | None
    seat: str
    at: datetime
    by: str | None = None
    text: str | None = None
    source: str | None = None
    brought: BroughtItem | None = None
    placed: bool = False
    gone: bool = False
    mark: Mark | None = None


class SourceSeen(Part, frozen=True):
    """A source that evidence was brought from: when last, and what was said of it then."""

    source: Source
    at: datetime
    said: tuple[str, ...] = ()


class OwnView(Part, frozen=True):
    """The team's own view of a point; `seat` is who of the team gave it, None where it was brought in, and `by` who
    entered it for that seat."""

    level: str | None
    text: str | None
    at: datetime
    seat: str | None = None
    by: str | None = None


class Publication(Part, frozen=True):
    """That a session was published: when, and the addresses of its report and its evidence board."""

    at: datetime
    report: str | None = None
    board: str | None = None
