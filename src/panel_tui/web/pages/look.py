"""What one page is about: what this seat can do at the place that it looks at, and what there is.

The rules judge; this only keeps a form off a page where it is certain to be refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from panel_tui.session.state import Evidence, Note
from panel_tui.session.terms import EarlierRecommendation
from panel_tui.session.view import ConflictView, PointView, SignOffView
from panel_tui.web.pages.place import Place
from panel_tui.wire import Present

MOST_LOOSE_MARKED = 40
"""Pieces of evidence without a point, up to which each has a form to mark it."""


class Look(Place):
    """What there is at the place that a seat looks at, and what it can do there."""

    # What this seat can do

    @property
    def scores(self) -> bool:
        """Whether it can score the point."""
        point = self.point
        if point is None or not point.levels or self.unscored or not self.takes_part or point.barred or self.no_score:
            return False
        return not (point.revealed and point.mine is not None)

    @property
    def no_score(self) -> ConflictView | None:
        """The conflict by which it takes part in the point without a score."""
        mine = (one for one in (self.point.conflicts if self.point else ()) if self.me and one.seat == self.me.id)
        return next((one for one in mine if one.effect == "no-score"), None)

    @property
    def dissents(self) -> bool:
        """Whether it can stand beside the decision."""
        return self.acts and not self.barred and self.point is not None and self.point.decision is not None

    @property
    def signs(self) -> bool:
        """Whether there is something to sign that it has not signed."""
        view = self.view
        ready = bool(view.agreed) if self.conversation else view.outcome is not None
        return self.acts and not view.is_self and ready and self.me is not None and self.signature is None

    @property
    def signature(self) -> SignOffView | None:
        """What it has signed, if it has."""
        return next((one for one in self.view.signed if self.me and one.seat == self.me.id), None)

    # What there is

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """The notes of this place, the newest first: what comes in moves nothing that is being written."""
        held = self.point.notes if self.point else self.view.notes
        return tuple(reversed(held))

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence of this place; of the service as a whole, what has no point yet."""
        if self.point is None:
            return self.view.evidence
        return () if self.point.barred else self.point.evidence

    @property
    def marks(self) -> bool:
        """Whether this seat can mark the evidence here. A form for each of hundreds that have no point would make a
        page that is slow to come, with each mark anew: those are put under their point first."""
        few = self.point is not None or len(self.evidence) <= MOST_LOOSE_MARKED
        return self.takes_part and not self.view.is_self and few

    @property
    def to_check(self) -> tuple[EarlierRecommendation, ...]:
        """The recommendations of last time that belong to this place."""
        earlier, point = self.view.earlier, self.point
        held = earlier.recommendations if earlier and not self.barred else ()
        return tuple(one for one in held if point is None or one.point == point.id)

    @property
    def open_points(self) -> tuple[PointView, ...]:
        """The points that this seat may speak to."""
        return tuple(one for one in self.view.points if not one.barred)

    @cached_property
    def _there(self) -> dict[str, Present]:
        return {one.seat: one for one in self.shown.presence.seats}

    def there(self, seat: str) -> Present | None:
        """How a seat is there."""
        return self._there.get(seat)

    @property
    def counts(self) -> bool:
        """Whether the panel's list says who has scored the point."""
        point = self.point
        return point is not None and bool(point.awaited) and not self.unscored and not point.barred

    # What of it comes back in every region

    @cached_property
    def everywhere(self) -> tuple[Any, ...]:
        """What nearly every region shows."""
        view, point = self.view, self.point
        where = (view.stage, view.current, point.id if point else None, self.barred)
        whole = (view.service, view.phase, view.standard, view.seats, view.closed_at, view.adjournment)
        return (*where, *whole, view.kind, view.rehearsal, view.team_page, view.decisions_shared)

    @cached_property
    def of_each_point(self) -> tuple[Any, ...]:
        """What lists of points show of each."""
        return tuple(
            (one.id, one.round, one.barred, one.revealed, one.spread, one.decision, one.mine, one.current)
            for one in self.view.points
        )

    @property
    def own_views(self) -> tuple[Any, ...]:
        """In a team's own record: what lists of points show of its views."""
        return tuple(one.own_view for one in self.view.points) if self.view.is_self else ()

    def rounds(self, point: PointView) -> Iterable[int]:
        """The rounds of which scores are shown."""
        return sorted({score.round for score in point.scores})
