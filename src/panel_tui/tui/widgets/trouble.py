"""The strip that says at once, in words, that something could not be saved."""

from __future__ import annotations

from textual.strip import Strip
from textual.widget import Widget

from panel_tui.room import Keeping
from panel_tui.tui import ink


def trouble_words(keeping: Keeping) -> str:
    """The sentence of the trouble, or nothing."""
    if keeping.trouble is None:
        return ""
    entries = "1 entry is" if keeping.unsaved == 1 else f"{keeping.unsaved} entries are"
    return f"NOT SAVED: {entries} only in memory. {keeping.trouble.rstrip('.')}."


def saved_words(keeping: Keeping) -> str:
    """How keeping stands when all is well: `saved 12:04:31`."""
    if keeping.unsaved:
        return "saving …"
    return f"saved {keeping.kept_at.astimezone().strftime('%H:%M:%S')}"


class TroubleStrip(Widget):
    """Hidden while all is well."""

    DEFAULT_CSS = """
    TroubleStrip { dock: top; height: auto; max-height: 3; background: $ground-trouble; display: none; padding: 0 1; }
    TroubleStrip.-shown { display: block; }
    """

    def __init__(self) -> None:
        super().__init__(id="trouble")
        self._rows: list[Strip] = []
        self.words = ""

    def show(self, keeping: Keeping) -> None:
        """Show or hide, as keeping stands."""
        words = trouble_words(keeping)
        if words != self.words:
            self.words = words
            self.set_class(bool(words), "-shown")
            self.refresh(layout=True)

    def _wrapped(self, columns: int) -> list[Strip]:
        inks = ink.inks(self.app.theme_variables)
        line: ink.Line = (
            (self.words, "strong"),
            "  ",
            ("F2", "strong under"),
            " try again  ",
            ("F3", "strong under"),
            " save elsewhere",
        )
        return ink.wrapped(ink.Para(line), inks, columns, self.app.console)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many rows as the words need."""
        self._rows = self._wrapped(width)
        return len(self._rows)

    def render_line(self, y: int) -> Strip:
        """One row."""
        if len(self._rows) <= y:
            return Strip.blank(self.size.width, self.rich_style)
        return self._rows[y].apply_style(self.rich_style).adjust_cell_length(self.size.width, self.rich_style)
