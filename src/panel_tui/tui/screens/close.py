"""Close: what is missing, the outcome, the signatures, the reports, and closing the record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical

from panel_tui import commands
from panel_tui.commands import Action
from panel_tui.lines import left_behind
from panel_tui.session import bodies
from panel_tui.session.missing import Missing
from panel_tui.session.terms import Stage
from panel_tui.session.unsent import Unsent, point_of
from panel_tui.session.view import PointView, View
from panel_tui.tui import ink, keys
from panel_tui.tui.screens import before_text, close_text
from panel_tui.tui.screens.stage import StageScreen
from panel_tui.tui.widgets.key_footer import FooterKey
from panel_tui.tui.widgets.page import Page
from panel_tui.tui.widgets.rows import Rows


class CloseScreen(StageScreen):
    """The close stage."""

    STAGE: ClassVar[Stage] = "close"
    CSS_PATH = "close.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(commands.on_stage("close"))

    def __init__(self) -> None:
        super().__init__()
        self._todo: Sequence[Missing] = ()
        self._left: Sequence[Unsent] = ()
        self._others: list[str] = []
        self._written: list[str] = []

    def body(self) -> ComposeResult:
        """Outcome and results; beside them what is to do, who has signed, what was written."""
        with Container(id="body"):
            with Vertical(id="main"):
                yield Page(id="outcome", reads=False)
                yield Page(id="todo-heading", reads=False, classes="heading")
                yield Rows(id="todo", empty="nothing is missing")
                yield Page(id="results-heading", reads=False, classes="heading")
                yield Rows(id="results")
                yield Page(id="texts")
            with Vertical(id="side"):
                yield Page(id="signed", reads=False)
                yield Page(id="reports", reads=False)

    def begin(self) -> None:
        """Begin with what is to do."""
        super().begin()
        self.query_one("#todo").focus()

    def on_resize(self) -> None:
        """Another width folds other things away."""
        if self.is_mounted and self.query("#results"):
            self.show(self.view)

    # What it shows

    def show(self, view: View) -> None:
        """Show a view."""
        short = self.has_class("-narrow")
        self._show_todo(view)
        talk = view.standard.is_conversation and not view.is_self
        refusal = self.refusal(commands.BY_ID["close"])
        self.query_one("#outcome", Page).show(close_text.outcome(view, refusal))
        words = "Our own view" if view.is_self else "Agreed texts" if talk else "Results"
        self.query_one("#results-heading", Page).show([ink.heading(words, self._results_words(view))])
        results = self.query_one("#results", Rows)
        results.show(self.marked(close_text.result_rows(view, results.size.width)))
        results.set_class(bool(view.agreed), "-texts")
        self.query_one("#texts").display = bool(view.agreed)
        self.query_one("#texts", Page).show(close_text.agreed_texts(view))
        signed = close_text.signatures_in_short(view) if short else close_text.signatures(view)
        self.query_one("#signed", Page).show(signed)
        self.query_one("#signed", Page).display = not view.is_self
        self._show_reports(short=short)

    def _show_todo(self, view: View) -> None:
        self.waiting_on()
        self._others = self._left_by_others()
        self._left, self._todo = self._waiting, (*close_text.others(view, self._others), *close_text.todo(view))
        count = len(self._left) + len(self._todo)
        self.query_one("#todo-heading", Page).show([close_text.todo_heading(view, count)])
        todo = self.query_one("#todo", Rows)
        todo.show([*close_text.left_rows(self._left, view), *close_text.todo_rows(self._todo)])
        todo.display = bool(count)

    def _left_by_others(self) -> list[str]:
        seats = [seat.id for seat in self.view.seats if seat.id != self.speaker.seat]
        return [seat for seat in seats if left_behind(self.speaker, seat)]

    def notice_waiting(self) -> None:
        """List anew what waits, here and with the other seats of this keyboard."""
        super().notice_waiting()
        if self._others != self._left_by_others():
            self.show_waiting()

    def show_waiting(self) -> None:
        """List what was typed and not sent."""
        self.show(self.view)

    def _results_words(self, view: View) -> str:
        if view.is_self:
            said = sum(point.own_view is not None for point in view.points)
            return f"{said} of {len(view.points)} said · Enter shows it"
        if view.standard.is_conversation:
            return "Enter writes one"
        decided = sum(point.decision is not None for point in view.points)
        return f"{decided} of {len(view.points)} decided · Enter shows why"

    def _show_reports(self, *, short: bool) -> None:
        if self.room.seat is not None:
            self.query_one("#reports", Page).show(close_text.exports_elsewhere(short=short))
            return
        exported = {one.n for one in self.room.history.events if isinstance(one.what, bodies.Exported)}
        lines = [one for one in self.room.log(self.speaker.viewer) if one.n in exported]
        self.query_one("#reports", Page).show(close_text.exports(lines, self._written, short=short))

    @property
    def looked_at(self) -> PointView | None:
        """The point that the cursor is on: of the results, or of what is to do."""
        view = self.view
        place = self.query_one("#todo", Rows).cursor if self.query_one("#todo").has_focus else None
        left = self._left_at(place)
        if left is not None:
            return point_of(left, view)
        id = self._todo[int(place)].point if place else self.query_one("#results", Rows).cursor
        return next((point for point in view.points if point.id == id), None)

    def _left_at(self, key: str | None) -> Unsent | None:
        kind, _, place = (key or "").partition(close_text.LEFT)
        return self._left[int(place)] if not kind and place else None

    def look_at(self, point: str) -> None:
        """Put the cursor on a point."""
        results = self.query_one("#results", Rows)
        results.go(point)
        results.focus()

    def footer_keys(self, actions: Sequence[Action]) -> list[FooterKey]:
        """What this record can do now: agree and close it, or open it again."""
        view = self.view
        passed = {"outcome"} if view.standard.is_conversation else {"agree"}
        passed |= {"outcome", "agree", "sign", "close"} if view.closed_at is not None else set()
        passed |= {"outcome", "agree", "sign"} if view.is_self else set()
        wanted = [one for one in actions if one.id not in passed]
        if view.closed_at is not None:
            wanted.insert(1, commands.BY_ID["reopen"])
            wanted[2:2] = [] if view.is_self else [commands.BY_ID["publish"]]
        elif view.is_self:
            wanted.insert(1, commands.BY_ID["import"])
        elif view.standard.is_conversation:
            wanted.insert(1, commands.BY_ID["agree"])
        return super().footer_keys(wanted)

    # What can be done

    def refusal(self, action: Action) -> str | None:
        """Only what is closed is published."""
        refused = super().refusal(action)
        if refused is None and action.id == "publish" and self.view.closed_at is None:
            return "close the session first; only what is closed is published"
        return refused

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Go where it is mended, or read more about a result."""
        message.stop()
        if message.key is None:
            return
        left = self._left_at(message.key)
        if left is not None:
            self._open_again(left)
        elif message.rows.id == "todo":
            self._mend(self._todo[int(message.key)])
        elif message.key.startswith(before_text.CARRIED):
            self._read_carried(message.key)
        elif self.view.standard.is_conversation and not self.view.is_self:
            self._agree(message.key)
        else:
            self._read(message.key)

    def _mend(self, one: Missing) -> None:
        if one.action is not None:
            self.act(commands.BY_ID[one.action])
        elif self.say(f"stage {one.stage}"):
            self.host.show_stage()
            screen = self.app.screen
            if one.point is not None and isinstance(screen, StageScreen):
                screen.call_after_refresh(screen.look_at, one.point)

    def _open_again(self, one: Unsent) -> None:
        from panel_tui.tui import forms
        from panel_tui.tui.forms.left import open_again

        form = open_again(self.speaker, one)
        if form is not None:
            forms.show(self, form)
        elif one.form in ("details", "import"):
            self.act(commands.BY_ID["set" if one.form == "details" else "import"])
        else:
            self.toast("What it was about is not in the record any more.", "warning")

    def _agree(self, heading: str) -> None:
        from panel_tui.tui import forms
        from panel_tui.tui.forms.closing import AgreeForm

        conversation = self.view.standard.conversation
        found = next((one for one in conversation.headings if one.id == heading), None) if conversation else None
        refusal = self.refusal(commands.BY_ID["agree"])
        if refusal is not None:
            self.toast(refusal, "warning")
        elif found is not None:
            forms.show(self, AgreeForm(self.speaker, found))

    def _read_carried(self, key: str) -> None:
        from panel_tui.tui.overlays.reader import Carried

        found = before_text.carried(self.view, key)
        if found is not None:
            self.app.push_screen(Carried(self.view, found))

    def _read(self, point: str) -> None:
        from panel_tui.tui.overlays.reader import Reader

        self.app.push_screen(Reader(self.view, point))

    def do_export(self) -> None:
        """Write a report; its place stands here until the screen is left."""
        from panel_tui.tui.screens.export import ExportScreen

        def written(paths: Sequence[str] | None) -> None:
            self._written += paths or ()
            self._show_reports(short=self.has_class("-narrow"))

        self.app.push_screen(ExportScreen("", self.room), written)
