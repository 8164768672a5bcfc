"""What stands over a screen, and is left once."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

from panel_tui.tui.host import is_on_top

Result = TypeVar("Result")


class Overlay(ModalScreen[Result]):
    """It answers once: keys that were pressed before it was gone answer nothing more."""

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leave with an answer, unless it was left already."""
        return super().dismiss(result) if is_on_top(self) else AwaitComplete()
