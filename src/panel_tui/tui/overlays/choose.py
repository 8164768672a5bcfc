"""One question with a few answers in words; `esc` is the answer that changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult

from panel_tui.tui.overlays.box import Box
from panel_tui.tui.widgets.rows import Row, Rows


class Choose(Box[str]):
    """Answers with the key of the answer that was chosen. The first answer is the near one: make it the safe one."""

    HINT: ClassVar[str] = "↑ ↓ move · Enter chooses · esc goes back"

    def __init__(self, question: str, answers: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._question = question
        self._answers = tuple(answers)

    def heading(self) -> str:
        """The question."""
        return self._question

    def inside(self) -> ComposeResult:
        """The answers."""
        yield Rows()

    def on_mount(self) -> None:
        """The cursor is on the first answer."""
        rows = self.query_one(Rows)
        rows.show([Row(key, (words,)) for key, words in self._answers])
        rows.focus()

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Answer."""
        message.stop()
        self.dismiss(message.key)
