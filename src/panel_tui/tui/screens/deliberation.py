"""Deliberation: the big clock, the points with their spread, and the one that is looked at."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical

from panel_tui import commands
from panel_tui.commands import Action
from panel_tui.session.clock import per_point
from panel_tui.session.terms import Stage
from panel_tui.session.view import CarriedOver, PointView, View
from panel_tui.tui import keys
from panel_tui.tui.ink import Line, Para
from panel_tui.tui.screens import before_text, deliberation_text
from panel_tui.tui.screens.noting import DIGITS, NotingScreen
from panel_tui.tui.widgets.capture import Capture
from panel_tui.tui.widgets.clock_face import ClockFace
from panel_tui.tui.widgets.page import Page
from panel_tui.tui.widgets.rows import Rows
from panel_tui.tui.widgets.score_row import ScoreRow
from panel_tui.tui.widgets.status_line import Now

SHORT = 30
"""Below so many rows, blank lines give way to words."""


class DeliberationScreen(NotingScreen):
    """The deliberation stage. Looking at a point moves nothing."""

    STAGE: ClassVar[Stage] = "deliberation"
    CSS_PATH = "deliberation.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(commands.on_stage("deliberation")), *DIGITS]

    def body(self) -> ComposeResult:
        """Clock, table, point."""
        with Horizontal(id="head"):
            yield Page(id="pace", reads=False)
            yield ClockFace(id="clock")
            yield ClockFace(2, id="large-clock")
        with Container(id="body"):
            yield Rows(id="list", empty="this standard has no points in this phase")
            with Vertical(id="middle"):
                yield Page(id="detail")
                yield Capture()
                yield ScoreRow()

    def begin(self) -> None:
        """Begin at the top: what is split is the first to be talked about."""
        self.fold()
        super().begin()
        self.query_one(Rows).focus()

    def on_resize(self) -> None:
        """Another width wraps otherwise."""
        if self.is_mounted and self.query("#detail"):
            self.call_after_refresh(self._detail)

    @property
    def looked_at(self) -> PointView | None:
        """The point that the cursor is on."""
        held = self.query_one(Rows).cursor
        return next((point for point in self.view.points if point.id == held), None)

    @property
    def _carried(self) -> CarriedOver | None:
        return before_text.carried(self.view, self.query_one(Rows).cursor)

    def refusal(self, action: Action) -> str | None:
        """Nothing is done to a point that is carried over."""
        about = "POINT" in action.usage and action.id != "place"
        return before_text.CARRIED_OVER if about and self._carried is not None else super().refusal(action)

    def look_at(self, point: str) -> None:
        """Put the cursor on a point."""
        listed = self.query_one(Rows)
        listed.go(f"{before_text.CARRIED}{point}")
        listed.go(point)

    # Showing

    def show(self, view: View) -> None:
        """Show the table and the point that is looked at."""
        self._list(view)
        self._detail()
        self.tick(self.now())

    def _list(self, view: View) -> None:
        self.query_one(Rows).show(self.marked(deliberation_text.rows(view)))

    def show_waiting(self) -> None:
        """Mark what waits in the table."""
        self._list(self.view)

    def _detail(self, *, top: bool = False) -> None:
        if not self.query("#detail"):  # the room moved on before this was drawn
            return
        view, point, over = self.view, self.looked_at, self._carried
        page = self.query_one("#detail", Page)
        self.query_one(ScoreRow).display = point is not None and bool(point.levels)
        if over is not None:
            page.show(before_text.carried_detail(view, over), top=top)
        elif point is not None:
            columns = max(20, page.scrollable_content_region.width)
            page.show(deliberation_text.detail(view, point, columns, short=self.size.height < SHORT), top=top)
            self.query_one(ScoreRow).show(point)
        self.aim()

    def tick(self, now: Now) -> None:
        """The clock, and the time for each point."""
        super().tick(now)
        clock = self.clock("deliberation")
        for face in self.query(ClockFace):
            face.show(clock)
        self.query_one("#pace", Page).show([Para(line) for line in self._pace(now)])

    def _pace(self, now: Now) -> list[Line]:
        view, clock = self.view, self.clock("deliberation")
        count, each = per_point(self.room.state, now.time)
        lines = [deliberation_text.pace(count, each, clock), deliberation_text.next_step(view, self.looked_at, clock)]
        sealed = len(deliberation_text.sealed(view))
        if sealed:
            lines.append(((f"{'1 point is' if sealed == 1 else f'{sealed} points are'} sealed", "muted"),))
        return lines

    # Doing

    def on_rows_moved(self) -> None:
        """Another point is looked at."""
        self._detail(top=True)
        self.tick(self.now())
        self.refresh_footer()

    def on_rows_chosen(self) -> None:
        """Enter does what comes next for this row: agree, reveal, decide."""
        point = self.looked_at
        if point is not None:
            sealed = bool(point.inside) and not point.revealed
            self.act(commands.BY_ID["reveal" if sealed else "decide"])

    def leave_capture(self) -> None:
        """Back to the table."""
        self.query_one(Rows).focus()

    def fold(self) -> None:
        """The line is shown only while it is used."""
        self.capture.set_class(not self.capture.text.strip(), "-folded")
