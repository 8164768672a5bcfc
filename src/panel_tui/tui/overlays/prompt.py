"""The `:` prompt: one line of the grammar, with history, completion and its answer in place.

The history is one seat's own: at a shared keyboard the arrow up must not show another seat's private notes or scores.
A line that was left, or that a crash has cut off, is the newest of it.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from panel_tui.errors import PanelError
from panel_tui.session.unsent import COMMAND
from panel_tui.speaker import Said, Speaker
from panel_tui.tui.host import is_on_top
from panel_tui.tui.ink import safe
from panel_tui.tui.overlays.overlay import Overlay
from panel_tui.tui.words import completions, usage_of


class _Line(Input):
    """One line, of which nothing is lost when several are pasted: they become one."""

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()  # Textual would take the first line and drop the rest
        self.replace(" ".join(event.text.split("\n")), *self.selection)


class Prompt(Overlay[Said | None]):
    """Speaks the line that is typed. What is refused is said here, and the line stays to be mended."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False),
        Binding("up", "earlier(-1)", "Earlier", show=False, priority=True),
        Binding("down", "earlier(1)", "Later", show=False, priority=True),
        Binding("tab", "complete", "Complete", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Prompt { align: center bottom; background: $background 0%; }
    Prompt > Vertical { height: auto; width: 100%; background: $panel; border-top: solid $primary; }
    Prompt Input { padding: 0 1; background: $panel; }
    Prompt Static { height: auto; padding: 0 1; color: $tone-muted; }
    Prompt .problem { color: $tone-bad; text-style: bold; display: none; }
    Prompt .problem.-shown { display: block; }
    """

    def __init__(self, speaker: Speaker, history: list[str], start: str = "", hint: str = "") -> None:
        super().__init__()
        self._speaker = speaker
        self._history = history
        self._start = start
        self._hint = hint
        draft = speaker.room.draft(speaker.seat, COMMAND, None)
        if draft:  # of a time when the app ended without leaving the line
            self._add_to_history(draft)
            self._hint = hint or "↑ brings back the line that you had typed and not sent · esc leaves"

        self._at = len(history)

    def _add_to_history(self, line: str) -> None:
        if not self._history or self._history[-1] != line:
            self._history.append(line)

    def _remember(self, line: str) -> None:
        room, seat = self._speaker.room, self._speaker.seat
        room.keep_draft(seat, COMMAND, None, line if line.strip() != self._start.strip() else "")

    def compose(self) -> ComposeResult:
        """The answer, the line, and how it goes."""
        with Vertical():
            yield Static("", classes="problem", markup=False)
            yield _Line(
                self._start,
                placeholder="a command, such as: note 4 + they test with caseworkers",
                select_on_focus=False,
                compact=True,
            )
            yield Static(self._usage(self._start), id="usage", markup=False)

    def on_mount(self) -> None:
        """Ready to type."""
        field = self.query_one(Input)
        field.focus()
        field.cursor_position = len(self._start)

    def _usage(self, line: str) -> str:
        return usage_of(line) or self._hint or "Enter does it · Tab completes · ↑ earlier lines · esc leaves"

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show how the command goes that is being typed."""
        self.query_one("#usage", Static).update(self._usage(event.value))
        self.query_one(".problem").remove_class("-shown")
        if is_on_top(self):  # the last letter may come in after the Enter that spoke the line
            self._remember(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Speak it."""
        line = event.value.strip().removeprefix(":")
        if not is_on_top(self):  # Enter was pressed twice: it is spoken once
            return
        if not line:
            self.dismiss(None)
            return
        seat = self._speaker.seat
        try:
            said = self._speaker.say(line)
        except PanelError as error:
            problem = self.query_one(".problem", Static)
            problem.update(safe(error.message))
            problem.add_class("-shown")
            return
        self._add_to_history(line)
        self._speaker.room.keep_draft(seat, COMMAND, None, "")  # `me NAME` has handed the keyboard on by now
        self.dismiss(said)

    def action_leave(self) -> None:
        """Say nothing; the arrow up has what was typed."""
        line = self.query_one(Input).value.strip()
        if line and line != self._start.strip():
            self._add_to_history(line)
        self._remember("")
        self.dismiss(None)

    def action_earlier(self, step: int) -> None:
        """A line that was typed before."""
        if not self._history:
            return
        self._at = min(max(self._at + step, 0), len(self._history))
        field = self.query_one(Input)
        field.value = self._history[self._at] if self._at < len(self._history) else ""
        field.cursor_position = len(field.value)

    def action_complete(self) -> None:
        """Complete the word at the end of the line, as far as it is certain."""
        field = self.query_one(Input)
        found = completions(field.value, self._speaker.view)
        if not found:
            return
        start = field.value[: len(field.value) - len(found.word)]
        field.value = start + found.common
        field.cursor_position = len(field.value)
        if len(found.options) > 1:
            self.query_one("#usage", Static).update("  ".join(found.options[:12]))
