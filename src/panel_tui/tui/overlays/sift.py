"""A box with a list that sifts itself while one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from panel_tui.tui.overlays.box import Box
from panel_tui.tui.overlays.overlay import Result
from panel_tui.tui.widgets.rows import Row, Rows


class Sift(Box[Result]):
    """Type to sift, arrows to move, Enter to choose."""

    PLACEHOLDER: ClassVar[str] = "type to sift"
    EMPTY: ClassVar[str] = "nothing fits these words"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Down", show=False, priority=True),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
        Binding("pagedown", "move(10)", "Page down", show=False, priority=True),
        Binding("pageup", "move(-10)", "Page up", show=False, priority=True),
    ]

    def __init__(self, start: str = "") -> None:
        super().__init__()
        self._start = start

    def rows(self) -> Sequence[Row]:
        """Everything that can be chosen."""
        return ()

    def begins_at(self) -> str | None:
        """The key of the row that the cursor is on at first; the first row where there is none."""
        return None

    def chosen(self, key: str) -> Result | None:
        """What the box answers for a row."""
        raise NotImplementedError

    def inside(self) -> ComposeResult:
        """The field and the list."""
        yield Input(self._start, placeholder=self.PLACEHOLDER, select_on_focus=False, compact=True)
        yield Rows(empty=self.EMPTY)

    def on_mount(self) -> None:
        """Ready to type."""
        self.query_one(Rows).show(self.rows(), cursor=self.begins_at())
        self.query_one(Rows).filter(self._start)
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Sift."""
        self.query_one(Rows).filter(event.value)

    def on_input_submitted(self) -> None:
        """Choose the row that the cursor is on."""
        self.query_one(Rows).action_choose()

    def action_move(self, by: int) -> None:
        """Move the cursor of the list."""
        self.query_one(Rows).action_move(by)

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Answer with it."""
        message.stop()
        if message.key is not None:
            self.dismiss(self.chosen(message.key))
