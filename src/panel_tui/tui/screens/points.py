"""Points: the walk through the standard. List, prompts, evidence, notes as they come in, one line to type in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from panel_tui import commands
from panel_tui.commands import Action
from panel_tui.session.clock import point_box
from panel_tui.session.terms import Stage
from panel_tui.session.view import CarriedOver, PointView, View
from panel_tui.tui import keys
from panel_tui.tui.screens import before_text, points_text, scoring
from panel_tui.tui.screens.stage import StageScreen
from panel_tui.tui.widgets.capture import Capture, note_line
from panel_tui.tui.widgets.clock_face import ClockFace
from panel_tui.tui.widgets.key_footer import FooterKey
from panel_tui.tui.widgets.page import Page
from panel_tui.tui.widgets.rows import Rows
from panel_tui.tui.widgets.score_row import ScoreRow
from panel_tui.tui.widgets.status_line import Now

FIELD = "capture"
"""The name of the capture line's drafts."""


class PointsScreen(StageScreen):
    """The points stage. Looking at a point changes nothing; only `next`, `back` and `go` move the room."""

    STAGE: ClassVar[Stage] = "points"
    CSS_PATH = "points.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.bindings(commands.on_stage("points")),
        *(Binding(str(digit), f"score({digit})", f"Score {digit}", show=False) for digit in range(1, 10)),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._looked: str | None = None
        self._current: str | None = None
        self._seat = ""

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
        """Show the list and the point that is looked at; follow the lead's own moves."""
        moved = view.current != self._current and view.leads
        cursor = view.current if moved and self._current is not None else self._looked
        self._current = view.current
        self._list(view, cursor)
        if cursor is not None and cursor != self._looked:
            self._look(cursor)
        else:
            self._point(view)

    def _list(self, view: View, cursor: str | None) -> None:
        held = frozenset(point.id for point in view.points if self.room.draft(self.speaker.seat, FIELD, point.id))
        self.query_one(Rows).show(points_text.rows(view, held), cursor=cursor)

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
        capture = self.query_one(Capture)
        capture.aim(point.number)
        if top or self._seat != self.speaker.seat:
            self._seat = self.speaker.seat
            capture.write(self.room.draft(self._seat, FIELD, point.id))
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

    def typing_keys(self) -> list[FooterKey]:
        """What works while a note is typed."""
        return [
            FooterKey("keep", "enter", "Keep the note"),
            FooterKey("escape", "esc", "Back to the list"),
            FooterKey("other", "@7", "for another point"),
        ]

    def do_note(self) -> None:
        """Begin to type."""
        self.query_one(Capture).type_here()

    def on_capture_left(self) -> None:
        """Back to the list."""
        self.query_one(Rows).focus()

    def on_capture_typed(self) -> None:
        """What is typed is a draft until it is kept."""
        self.room.keep_draft(self.speaker.seat, FIELD, self._looked, self.query_one(Capture).text)

    def on_capture_entered(self, message: Capture.Entered) -> None:
        """Keep the note; where it is refused, the text stays."""
        point, capture = self.looked_at, self.query_one(Capture)
        if point is None or not self.say(note_line(message.text, point.number)):
            capture.give_back(message.text)
        self.room.keep_draft(self.speaker.seat, FIELD, self._looked, capture.text)

    def action_score(self, digit: int) -> None:
        """My score, by its digit."""
        point = self.looked_at
        if point is not None:
            scoring.give(self, point, digit)

    def on_score_row_pressed(self, message: ScoreRow.Pressed) -> None:
        """A click on a level."""
        self.action_score(message.digit)
