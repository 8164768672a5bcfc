"""The preview of an import: what is found stands under its points, to be corrected and accepted, or left."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widgets import Input, Static

from panel_tui.errors import PanelError
from panel_tui.intake.preview import Preview
from panel_tui.session.state import State
from panel_tui.speaker import Speaker
from panel_tui.standard.model import Point
from panel_tui.tui.ink import one_line, safe
from panel_tui.tui.overlays import import_text
from panel_tui.tui.overlays.box import Box
from panel_tui.tui.overlays.choose import Choose
from panel_tui.tui.widgets.page import Page
from panel_tui.tui.widgets.rows import Rows

NOWHERE = "none"
_KEYS = "0–9 point · d done/planned · x leave out · tab reads on · a accepts · esc"


class ImportPreview(Box[str]):
    """Answers with a sentence about what was brought in; None where nothing was. Nothing is recorded before `a`."""

    HINT: ClassVar[str] = _KEYS
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-normal")]  # noqa: RUF012  Textual declares it so
    CSS_PATH = "import_preview.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,f4", "accept", "Accept", show=False),
        Binding("d", "turn", "Done or planned", show=False),
        Binding("x", "leave_out", "Leave out", show=False),
        Binding("tab", "app.focus_next", "Next", show=False),
    ]

    def __init__(self, speaker: Speaker, preview: Preview) -> None:
        super().__init__()
        self._speaker = speaker
        self.preview = preview
        self._touched = False

    def heading(self) -> str:
        """Into what."""
        return f"Bring into {self.preview.state.created.service}?"

    def inside(self) -> ComposeResult:
        """The summary, the list, the row that is looked at, and the line in which a point's number is typed."""
        yield Page(id="summary")
        with Container(id="parts"):
            yield Rows(id="found", empty="nothing was found in it")
            with Vertical(id="beside"):
                yield Page(id="detail")
        yield Input(id="number", compact=True, select_on_focus=False)
        yield Static("", id="said", markup=False)

    def on_mount(self) -> None:
        """At the first row: what has no point stands there."""
        self.query_one("#number").display = False
        self._show()
        self.query_one(Rows).focus()

    def _show(self, *, cursor: str | None = None) -> None:
        self.query_one("#summary", Page).show(import_text.summary(self.preview))
        self.query_one(Rows).show(import_text.rows(self.preview), cursor=cursor)
        self._detail()

    def _detail(self) -> None:
        self.query_one("#detail", Page).show(import_text.detail(self.preview, self.query_one(Rows).cursor), top=True)

    def _say(self, sentence: str) -> None:
        said = self.query_one("#said", Static)
        said.update(safe(sentence))
        said.display = bool(sentence)

    # Looking

    def on_rows_moved(self) -> None:
        """Another row is looked at."""
        self._detail()
        self._say("")

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Enter asks for the point."""
        message.stop()
        self._ask("")

    # Correcting

    @property
    def _row(self) -> int | None:
        item = import_text.item(self.preview, self.query_one(Rows).cursor)
        return item.number if item else None

    def on_key(self, event: events.Key) -> None:
        """A number goes to the line in which the point is typed."""
        if self.query_one(Rows).has_focus and event.character and event.character.isdigit():
            event.stop()
            self._ask(event.character)

    def _ask(self, start: str) -> None:
        if self._row is None:
            return
        field = self.query_one("#number", Input)
        field.placeholder = "the number of a point, or none; Enter puts it there, esc leaves it where it is"
        field.display = True
        field.value = start
        field.cursor_position = len(start)
        field.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say which point that is."""
        typed = event.value.strip()
        point = self._named(typed)
        words = f"{point.number} {one_line(point.name)}" if point else ("no point yet" if typed == NOWHERE else "")
        self._say(f"→ {words}" if words else "")

    def _named(self, typed: str) -> Point | None:
        state = self.preview.state
        found = state.standard.point_by_number(typed)
        return found if found is not None and found in state.walk else None

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Put the row under that point, and go on to the one after it."""
        event.stop()
        typed, row = event.value.strip().lower(), self._row
        point = self._named(typed)
        if row is None or (point is None and typed not in ("", NOWHERE)):
            self._say(f"This session looks at no point '{typed}'.")
            return
        self._leave_line()
        if typed:
            self._correct(row, point=point.id if point else None, moves=True)

    def _leave_line(self) -> None:
        self.query_one("#number").display = False
        self._say("")
        self.query_one(Rows).focus()

    def _correct(self, row: int, *, moves: bool = False, **changes: Any) -> None:
        before = [one.key for one in import_text.rows(self.preview) if one.key is not None]
        try:
            self.preview = self.preview.corrected(row, **changes)
        except PanelError as error:
            self._say(error.message)
            return
        self._touched = True
        place = before.index(str(row))
        after = before[place + 1] if moves and place + 1 < len(before) else str(row)
        self._show(cursor=after)

    def action_turn(self) -> None:
        """Done is planned, and planned is done."""
        item = import_text.item(self.preview, self.query_one(Rows).cursor)
        if item is not None:
            self._correct(item.number, state="planned" if item.state == "done" else "done")

    def action_leave_out(self) -> None:
        """Leave the row out, or take it in after all."""
        item = import_text.item(self.preview, self.query_one(Rows).cursor)
        if item is not None:
            self._correct(item.number, leave_out=item.change != "left out", moves=True)

    # The end

    def action_accept(self) -> None:
        """Have all of it recorded at once, beside the session as it stands by now."""
        if self.query_one("#number").display:
            return
        preview = self.preview.against(self._speaker.room.state)
        bodies = preview.bodies()
        if not bodies:
            self.dismiss("Nothing in it is new, so nothing was brought in.")
            return
        try:
            self._speaker.room.record(self._speaker.seat, *bodies)
        except PanelError as error:
            self._say(error.message)
            return
        self.dismiss(_brought(preview, self._speaker.room.state))

    def action_leave(self) -> None:
        """Out of the line; else leave, and nothing was done. Corrections are not thrown away without asking."""
        if self.query_one("#number").display:
            self._leave_line()
        elif self._touched:
            answers = [("stay", "Go on here"), ("leave", "Leave; nothing is brought in")]
            self.app.push_screen(Choose("Leave what you have corrected here?", answers), self._answered)
        else:
            self.dismiss(None)

    def _answered(self, answer: str | None) -> None:
        if answer == "leave":
            self.dismiss(None)


def _brought(preview: Preview, state: State) -> str:
    counts = preview.counts
    told = {"new": counts.new, "changed": counts.changed, "no longer there": counts.gone}
    said = f"Brought in: {', '.join(f'{count} {what}' for what, count in told.items() if count) or 'own views'}."
    waiting = len(state.evidence)
    if waiting:
        many = "1 piece waits" if waiting == 1 else f"{waiting} pieces wait"
        said += f" {many} for a point: Briefing lists what, l places it."
    return f"{said} u takes it back."
