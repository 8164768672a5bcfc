"""What one page is about: the view, the point that is looked at, and what this seat can do there now.

The rules judge; this only keeps a form off a page where it is certain to be refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property
from typing import Any

from panel_tui.session.clock import Forecast, Reading, reading
from panel_tui.session.state import Evidence, Note, Timebox
from panel_tui.session.terms import EarlierRecommendation, Stage
from panel_tui.session.view import ConflictView, PointView, SeatView, View
from panel_tui.web.pages.shown import Shown
from panel_tui.web.pages.words import box_shown
from panel_tui.wire import Present

EVERYTHING = "all"
"""The looking of a seat that looks at the service as a whole; a point's number is never this."""
MOST_LOOSE_MARKED = 40
"""Pieces of evidence without a point, up to which each has a form to mark it."""
_AT_A_POINT: frozenset[Stage] = frozenset({"points", "deliberation", "questions"})


class Look:
    """A view, looked at from one place. `looking` is a point's number, `all`, or None: wherever the room is."""

    def __init__(self, view: View, looking: str | None, shown: Shown) -> None:
        self.view = view
        self.shown = shown
        self.here = view.point(view.current) if view.current and view.stage in _AT_A_POINT else None
        self.point = self._looked_at(looking)
        self.follows = looking is None or (self.point is None and looking != EVERYTHING)
        self.looking = "" if self.follows else self.number or EVERYTHING

    def _looked_at(self, looking: str | None) -> PointView | None:
        if looking == EVERYTHING:
            return None
        wanted = (looking or "").strip().casefold()
        known = (point for point in self.view.points if point.number.casefold() == wanted)
        return next(known, self.here)

    @property
    def number(self) -> str:
        """The number of the point that is looked at; nothing for the service as a whole."""
        return self.point.number if self.point else ""

    @property
    def elsewhere(self) -> bool:
        """Whether the room is not where this seat looks."""
        return self.point is not self.here

    @cached_property
    def me(self) -> SeatView | None:
        """The seat that looks."""
        return self.view.me

    @property
    def conversation(self) -> bool:
        """Whether nothing is scored here."""
        return self.view.standard.is_conversation

    @property
    def unscored(self) -> bool:
        """Whether nothing is scored here: a conversation, or a team's own record."""
        return self.conversation or self.view.is_self

    @property
    def stages(self) -> list[Stage]:
        """The stages of this session."""
        return list(self.view.stages)

    # Time

    @cached_property
    def box(self) -> Timebox | None:
        """The clock that is shown; in a team's own record none runs."""
        return None if self.view.is_self else box_shown(self.view)

    @cached_property
    def reading(self) -> Reading | None:
        """That clock now."""
        return reading(self.box, self.shown.now) if self.box else None

    @property
    def ends(self) -> int | None:
        """When a running clock is at zero, in milliseconds since 1970; None where it stands still."""
        box = self.box
        if box is None or box.since is None:
            return None
        return int((box.since + timedelta(seconds=box.allowed - box.used)).timestamp() * 1000)

    @property
    def day(self) -> Forecast | None:
        """How far behind or ahead the day is; None before the first clock, at close and while adjourned."""
        held = self.shown.day
        return held if held and held.finish and self.view.adjournment is None else None

    # What this seat can do

    @cached_property
    def takes_part(self) -> bool:
        """Whether this seat writes anything now."""
        return self.me is not None and self.me.role != "observer" and self.view.closed_at is None

    @property
    def acts(self) -> bool:
        """Whether it does what waits while the panel is apart."""
        return self.takes_part and self.view.adjournment is None

    @property
    def barred(self) -> bool:
        """Whether a conflict keeps it out of the point."""
        return self.point is not None and self.point.barred

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
        return (
            self.acts
            and not view.is_self
            and ready
            and self.me is not None
            and all(one.seat != self.me.id for one in view.signed)
        )

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
