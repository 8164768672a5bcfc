"""The strip on a seat's own device that says that the lead has gone, and from when a deputy may take over."""

from __future__ import annotations

from textual.widgets import Static

from panel_tui.tui import ink


class LeadGone(Static):
    """Hidden while the lead is here."""

    DEFAULT_CSS = """
    LeadGone { dock: top; height: auto; max-height: 3; background: $panel; color: $tone-warn; display: none;
        padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__("", id="lead-gone", markup=False)
        self.words = ""

    def show(self, sentence: str | None) -> None:
        """Show a sentence, or hide; called once a second."""
        words = sentence or ""
        if words != self.words:
            self.words = words
            self.update(ink.safe(words))
            self.display = bool(words)
