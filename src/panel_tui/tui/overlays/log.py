"""The log: what happened, in words, newest last. Undone lines stay and say so."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from panel_tui.session.view import LogLine
from panel_tui.speaker import Speaker
from panel_tui.tui import marks
from panel_tui.tui.ink import Line, Para
from panel_tui.tui.overlays.box import Box
from panel_tui.tui.widgets.page import Page


class LogScreen(Box[None]):
    """The log as the seat that has the keyboard may read it."""

    HEADING: ClassVar[str] = "Log"
    HINT: ClassVar[str] = "j k ↑ ↓ scroll · home end · esc leaves"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("L,q", "leave", "Leave", show=False)]
    DEFAULT_CSS = """
    LogScreen > Vertical { width: 96%; height: 92%; }
    LogScreen Page { height: 1fr; background: $surface; }
    """

    def __init__(self, speaker: Speaker) -> None:
        super().__init__()
        self._speaker = speaker

    def inside(self) -> ComposeResult:
        """The lines."""
        yield Page(follows=True)

    def on_mount(self) -> None:
        """At the newest line."""
        self.room_changed()
        self.query_one(Page).focus()

    def room_changed(self) -> None:
        """A new line may have come."""
        if self._speaker.room.seat is None:
            self._show(self._speaker.room.log(self._speaker.viewer))
        else:
            self._ask()

    @work(thread=True, exclusive=True, group="log")
    def _ask(self) -> None:
        # The log comes from another computer: the screen does not wait for it.
        lines = self._speaker.room.log(self._speaker.viewer)
        self.app.call_later(self._came, lines)

    def _came(self, lines: tuple[LogLine, ...]) -> None:
        if self.is_attached:
            self._show(lines)

    def _show(self, lines: tuple[LogLine, ...]) -> None:
        self.query_one(Page).show(
            [
                Para(
                    _words(line),
                    ((f"{line.n:>4} {marks.note_time(line.at)} ", "muted"),),
                )
                for line in lines
            ]
        )


def _words(line: LogLine) -> Line:
    who = (f"{line.who} ", "accent")
    return (who, (line.text, "dim"), ("  undone", "warn")) if line.undone else (who, line.text)
