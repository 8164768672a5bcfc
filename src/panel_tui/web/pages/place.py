"""Where one page looks: the view, the point or the service as a whole, the clock there, and who looks."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property

from panel_tui.session.clock import Forecast, Reading, reading
from panel_tui.session.state import Timebox
from panel_tui.session.terms import Stage
from panel_tui.session.view import PointView, SeatView, View
from panel_tui.web.pages.shown import Shown
from panel_tui.web.pages.words import box_shown

EVERYTHING = "all"
"""The looking of a seat that looks at the service as a whole; a point's number is never this."""
_AT_A_POINT: frozenset[Stage] = frozenset({"points", "deliberation", "questions"})


def place_of_form(view: View, back: str, at: str) -> str | None:
    """The looking by which a page shows a form again. `back` is the looking that its page had, and `at` the place
    that it stood at: a point's number, or `all`. Where the page followed the room and the room has moved since, that
    is the form's own place, so that nothing is put back into the form of another point."""
    if back or not at:
        return back or None
    here = room_is_on(view)
    return None if at == (here.number if here else EVERYTHING) else at


def room_is_on(view: View) -> PointView | None:
    """The point that the room is on, or None where it is at a stage that has none."""
    return view.point(view.current) if view.current and view.stage in _AT_A_POINT else None


class Place:
    """A view, looked at from one place. `looking` is a point's number, `all`, or None: wherever the room is."""

    def __init__(self, view: View, looking: str | None, shown: Shown) -> None:
        self.view = view
        self.shown = shown
        self.here = room_is_on(view)
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

    # Whether this seat takes part there

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
