"""Points: the walk through the standard. List, prompts, evidence, notes as they come in, one line to type in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from panel_tui import commands
from panel_tui.commands import Action
from panel_tui.session.clock import point_box
from panel_tui.session.terms import Stage
from panel_tui.session.view import CarriedOver, PointView, View
from panel_tui.tui import keys
from panel_tui.tui.screens import before_text, points_text
from panel_tui.tui.screens.noting import DIGITS, NotingScreen
from panel_tui.tui.widgets.capture import Capture
from panel_tui.tui.widgets.clock_face import ClockFace
from panel_tui.tui.widgets.key_footer import FooterKey
from panel_tui.tui.widgets.page import Page
from panel_tui.tui.widgets.rows import Rows
from panel_tui.tui.widgets.score_row import ScoreRow
from panel_tui.tui.widgets.status_line import Now


class PointsScreen(NotingScreen):
    """The points stage. Looking at a point changes nothing; only `next`, `back` and `go` move the room."""

    STAGE: ClassVar[Stage] = "points"
    CSS_PATH = "points.tcss"
    ESCAPE: ClassVar[str] = "Back to the list"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(commands.on_stage("points")), *DIGITS]

    def __init__(self) -> None:
        super().__init__()
        self._looked: str | None = None
        self._current: str | None = None

    def body(self) -> ComposeResult:
        """List, point, side."""
        with Horizontal(id="body"):
            yield Rows(id="list")
            with Vertical(id="middle"):
                yield Page(id="detail")
                yield Page(id="notes", follows=True)
                yield Capture()
                yield ScoreRow()
            with Vertical(id="side"):
                yield ClockFace()
                yield Page(id="panel", reads=False)

    def begin(self) -> None:
        """Look at the point that the room is on."""
        self._looked = self.view.current or (self.view.points[0].id if self.view.points else None)
        super().begin()
        self.query_one(Rows).focus()

    @property
    def looked_at(self) -> PointView | None:
        """The point that the list's cursor is on; None for one that is carried over, which can only be read."""
        return next((point for point in self.view.points if point.id == self._looked), None)

    @property
    def _carried(self) -> CarriedOver | None:
        return before_text.carried(self.view, self._looked)

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
        """Show the list and the point that is looked at; follow the lead's own moves, but for who is typing."""
        moved = view.current != self._current and view.leads and not (self.capture.is_typing and self.capture.text)
        cursor = view.current if moved and self._current is not None else self._looked
        self._current = view.current
        self._list(view, cursor)
        if cursor is not None and cursor != self._looked:
            self._look(cursor)
        else:
            self._point(view)

    def _list(self, view: View, cursor: str | None) -> None:
        self.query_one(Rows).show(points_text.rows(view, self.waiting_on()), cursor=cursor)

    def show_waiting(self) -> None:
        """Mark what waits in the list."""
        self._list(self.view, self._looked)

    def _look(self, point: str) -> None:
        self._looked = point
        self._point(self.view, top=True)

    def _point(self, view: View, *, top: bool = False) -> None:
        point, over = self.looked_at, self._carried
        for part in ("#notes", Capture, ClockFace):
            self.query_one(part).display = point is not None and not (part is ClockFace and view.is_self)
        self.query_one(ScoreRow).display = point is not None and bool(point.levels)
        if over is not None:
            self.query_one("#detail", Page).show(before_text.carried_detail(view, over), top=top)
            self.query_one("#panel", Page).show(())
        if point is None:
            return
        self.query_one("#detail", Page).show(points_text.detail(view, point, self.clock(point_box(point.id))), top=top)
        self.query_one("#notes", Page).show(points_text.notes(view, point), top=top)
        self.query_one(ScoreRow).show(point, own=view.is_self)
        self.aim()
        self.tick(self.now())

    def tick(self, now: Now) -> None:
        """The clocks."""
        super().tick(now)
        point = self.looked_at
        if point is not None:
            there = self.host.doorway.how(self.room)
            self.query_one(ClockFace).show(now.reading)
            self.query_one("#panel", Page).show(points_text.side(self.view, point, now.forecast, there))

    # Doing

    def on_rows_moved(self, message: Rows.Moved) -> None:
        """Another point is looked at; the room stays where it is."""
        if message.key is not None and message.key != self._looked:
            self._look(message.key)
            self.refresh_footer()

    def on_rows_chosen(self) -> None:
        """Enter moves the room here."""
        self.act(commands.BY_ID["go"])

    def footer_keys(self, actions: Sequence[Action]) -> list[FooterKey]:
        """In a conversation there is nothing to reveal; a team's own record has its own view and no clock."""
        passed = {"reveal"} if self.view.standard.is_conversation else set()
        passed |= {"reveal", "clock"} if self.view.is_self else set()
        wanted = [one for one in actions if one.id not in passed]
        if self.view.is_self:
            place = wanted.index(commands.BY_ID["help"])
            wanted[place:place] = [commands.BY_ID["own"], commands.BY_ID["import"]]
        return super().footer_keys(wanted)

    def leave_capture(self) -> None:
        """Back to the list."""
        self.query_one(Rows).focus()

    def on_score_row_pressed(self, message: ScoreRow.Pressed) -> None:
        """A click on a level."""
        self.action_score(message.digit)
