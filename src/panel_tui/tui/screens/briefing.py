"""Briefing: the story so far, the list that panels said they lacked, and what last time left to check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical

from panel_tui import commands
from panel_tui.commands import Action
from panel_tui.session.terms import EarlierRecommendation, Stage
from panel_tui.session.view import PointView, View
from panel_tui.tui import forms, keys
from panel_tui.tui.forms.form import Form
from panel_tui.tui.forms.seats import CheckForm
from panel_tui.tui.ink import Para
from panel_tui.tui.screens import briefing_text, points_text
from panel_tui.tui.screens.noting import NotingScreen
from panel_tui.tui.widgets.capture import Capture
from panel_tui.tui.widgets.clock_face import ClockFace
from panel_tui.tui.widgets.key_footer import FooterKey
from panel_tui.tui.widgets.page import Page
from panel_tui.tui.widgets.rows import Rows
from panel_tui.tui.widgets.status_line import Now

WIDE = 160
"""From so many columns the panel has a place of its own."""
NO_NOTES = "Notes about the service as a whole: i begins one, Enter keeps it."


class BriefingScreen(NotingScreen):
    """The briefing stage."""

    STAGE: ClassVar[Stage] = "briefing"
    CSS_PATH = "briefing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.bindings(commands.on_stage("briefing")),
        Binding("space", "choose", "Tick", show=False),
    ]

    def body(self) -> ComposeResult:
        """List, story, side."""
        with Container(id="body"):
            with Vertical(id="main"):
                yield Page(id="next", reads=False)
                yield Rows(id="list")
            with Vertical(id="middle"):
                yield Page(id="story")
                yield Page(id="notes", follows=True)
                yield Capture()
            with Vertical(id="side"):
                yield ClockFace()
                yield Page(id="panel", reads=False)

    def begin(self) -> None:
        """Begin at the first thing to do."""
        super().begin()
        view = self.view
        todo = [f"tick:{item}" for item in briefing_text.items(view) if not briefing_text.is_done(view, item)]
        listed = self.query_one(Rows)
        if todo:
            listed.go(todo[0])
        listed.focus()

    def on_resize(self) -> None:
        """Another width folds other things away."""
        if self.is_mounted and self.query("#story"):
            self._story(self.view)

    @property
    def looked_at(self) -> PointView | None:
        """The point of the row that the cursor is on, where it has one."""
        kind, _, id = (self.query_one(Rows).cursor or "").partition(":")
        view = self.view
        if kind == "check":
            found = next((one for one in self._earlier(view) if one.id == id), None)
            id = (found.point if found else None) or ""
        known = view.standard.point(id)
        return next((point for point in view.points if known and point.id == known.id), None)

    def look_at(self, point: str) -> None:
        """Put the cursor on a point, where it is listed."""
        self.query_one(Rows).go(f"point:{point}")

    def note_about(self) -> tuple[str, str | None]:
        """Notes of the briefing are about the service as a whole."""
        return "all", None

    # Showing

    def show(self, view: View) -> None:
        """Show list, story and notes."""
        self.show_waiting()
        self._story(view)
        notes = [points_text.note(view, note) for note in view.notes] or [Para(((NO_NOTES, "muted"),))]
        self.query_one("#notes", Page).show(notes)
        self.query_one("#panel", Page).show(briefing_text.panel(view))
        self.aim()
        self.tick(self.now())

    def show_waiting(self) -> None:
        """The list, with what waits marked in it."""
        self.query_one(Rows).show(self.marked(briefing_text.rows(self.view)))

    def _story(self, view: View, *, top: bool = False) -> None:
        told = briefing_text.about(view, self.query_one(Rows).cursor)
        told = told or briefing_text.story(view, with_panel=self.size.width < WIDE)
        self.query_one("#story", Page).show(told, top=top)

    def tick(self, now: Now) -> None:
        """The clock, and what is next."""
        super().tick(now)
        view, clock = self.view, self.clock("briefing")
        self.query_one("#next", Page).show([Para(briefing_text.next_step(view, clock))])
        self.query_one(ClockFace).show(clock)
        self.query_one(ClockFace).display = not view.is_self

    # Doing

    def on_rows_moved(self) -> None:
        """What can be read of the row that the cursor is on."""
        self._story(self.view, top=True)

    def footer_keys(self, actions: Sequence[Action]) -> list[FooterKey]:
        """A team's own record has no clock and no conflicts; it brings in and places."""
        if not self.view.is_self:
            return super().footer_keys(actions)
        wanted = [one for one in actions if one.id not in ("clock", "conflict")]
        place = wanted.index(commands.BY_ID["help"])
        wanted[place:place] = [commands.BY_ID[id] for id in ("evidence", "import")]
        return super().footer_keys(wanted)

    @property
    def _held(self) -> str | None:
        kind, _, id = (self.query_one(Rows).cursor or "").partition(":")
        return id if kind == "held" else None

    def do_place(self) -> None:
        """Put the evidence that the cursor is on under a point, or else what has none."""
        self._open(forms.placing(self.speaker, self.looked_at, self._held), "Place")

    def do_mark(self) -> None:
        """Mark the evidence that the cursor is on."""
        self._open(forms.marking(self.speaker, self.looked_at, self._held), "Mark")

    def _open(self, made: Form | str, label: str) -> None:
        if isinstance(made, str):
            self.toast(f"{label}: {made}", "warning")
        else:
            forms.show(self, made)

    def action_choose(self) -> None:
        """Space does what Enter does."""
        self.query_one(Rows).action_choose()

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Tick an item, check a recommendation, add evidence for a point."""
        kind, _, id = (message.key or "").partition(":")
        if kind == "check":
            self.act(commands.BY_ID["check"])
        elif kind == "point":
            self.act(commands.BY_ID["evidence"])
        elif kind == "held":
            self.act(commands.BY_ID["place"])
        elif id == "scope" and "scope" not in self.view.briefed:
            self.act(commands.BY_ID["scope"])
        else:
            self.say(f"{'untick' if id in self.view.briefed else 'tick'} {id}")

    def _earlier(self, view: View) -> tuple[EarlierRecommendation, ...]:
        return view.earlier.recommendations if view.earlier else ()

    def do_check(self) -> None:
        """Check the recommendation that the cursor is on, or else the next one."""
        kind, _, id = (self.query_one(Rows).cursor or "").partition(":")
        view = self.view
        here = [one for one in self._earlier(view) if kind == "check" and one.id == id]
        found = next(iter([*here, *briefing_text.unchecked(view), *self._earlier(view)]), None)
        if found is None:
            self.toast("There is no earlier session, so nothing of last time to check.")
        else:
            forms.show(self, CheckForm(self.speaker, found))

    def leave_capture(self) -> None:
        """Back to the list."""
        self.query_one(Rows).focus()
