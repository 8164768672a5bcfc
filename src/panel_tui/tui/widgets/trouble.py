"""The strip that says at once, in words, that something could not be saved."""

from __future__ import annotations

from textual.strip import Strip
from textual.widget import Widget

from panel_tui import lines
from panel_tui.room import Keeping
from panel_tui.tui import ink


def trouble_words(keeping: Keeping) -> str:
    """The sentence of the trouble, or nothing."""
    if keeping.away is not None:
        return f"NOT CONNECTED. {lines.waiting(keeping)}"
    if keeping.trouble is None and keeping.drafts_trouble is None:
        return ""
    if keeping.trouble is None:
        return f"NOT SAVED: what you are typing is only in memory. {(keeping.drafts_trouble or '').rstrip('.')}."
    entries = "1 entry is" if keeping.unsaved == 1 else f"{keeping.unsaved} entries are"
    return f"NOT SAVED: {entries} only in memory. {keeping.trouble.rstrip('.')}."


def trouble_line(keeping: Keeping) -> ink.Line:
    """The same with what to press, before the sentence: on a small screen its end may be out of sight."""
    first, _, rest = trouble_words(keeping).partition(". ")
    keys: ink.Line = (("F2", "strong under"), " tries again, ", ("F3", "strong under"), " saves elsewhere. ")
    if keeping.away is not None:
        keys = (("F2", "strong under"), " tries again. ")
    return ((f"{first}. ", "strong"), *keys, (rest, "strong"))


def saved_words(keeping: Keeping) -> str:
    """How keeping stands when all is well: `saved 12:04:31`."""
    if keeping.away is not None:
        return f"{keeping.unsaved} waiting" if keeping.unsaved else "not connected"
    if keeping.drafts_trouble:
        return "NOT SAVED"
    if keeping.unsaved:
        return "saving …" if keeping.trouble is None else "NOT SAVED"
    return f"saved {keeping.kept_at.astimezone().strftime('%H:%M:%S')}"


class TroubleStrip(Widget):
    """Hidden while all is well."""

    DEFAULT_CSS = """
    TroubleStrip { dock: top; height: auto; max-height: 5; background: $ground-trouble; display: none; padding: 0 1; }
    TroubleStrip.-shown { display: block; }
    """

    def __init__(self) -> None:
        super().__init__(id="trouble")
        self._rows: list[Strip] = []
        self.words = ""
        self._line: ink.Line = ()

    def show(self, keeping: Keeping) -> None:
        """Show or hide, as keeping stands."""
        words = trouble_words(keeping)
        if words != self.words:
            self.words = words
            self._line = trouble_line(keeping)
            self.set_class(bool(words), "-shown")
            self.refresh(layout=True)

    def _wrapped(self, columns: int) -> list[Strip]:
        inks = ink.inks(self.app.theme_variables)
        return ink.wrapped(ink.Para(self._line), inks, columns, self.app.console)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many rows as the words need."""
        self._rows = self._wrapped(width)
        return len(self._rows)

    def render_line(self, y: int) -> Strip:
        """One row."""
        if len(self._rows) <= y:
            return Strip.blank(self.size.width, self.rich_style)
        return self._rows[y].apply_style(self.rich_style).adjust_cell_length(self.size.width, self.rich_style)
