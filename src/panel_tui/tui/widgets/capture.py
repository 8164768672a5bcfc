"""Quick capture: one line; its first sign is the kind of the note, Enter keeps it."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static, TextArea

from panel_tui.grammar.reader import SIGNS


class _Line(TextArea):
    """The field. It grows with what is typed or pasted; new lines come only by pasting."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", show=False)]

    class Sent(Message):
        """Enter was pressed on this text. The line passes it on behind the letters that were typed before it."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            if self.text.strip():
                self.post_message(self.Sent(self.text))
                # At once, not when it is kept: the next letters may be here already.
                with self.prevent(TextArea.Changed):
                    self.load_text("")
            return
        await super()._on_key(event)

    def action_leave(self) -> None:
        """Back to the list; what is typed stays."""
        self.post_message(Capture.Left())


class Capture(Horizontal):
    """The line and, before it, the kind of note that it will be."""

    DEFAULT_CSS = """
    Capture { height: auto; background: $panel; }
    Capture > #kind { width: auto; height: 1; padding: 0 1; color: $tone-muted; text-style: bold; }
    Capture > TextArea {
        width: 1fr; height: auto; min-height: 1; max-height: 5; background: $panel; border: none; padding: 0;
        scrollbar-size-vertical: 1;
    }
    Capture:focus-within { background: $ground-resting; }
    Capture:focus-within > TextArea { background: $ground-resting; }
    Capture:focus-within > #kind { color: $tone-accent; }
    """

    class Entered(Message):
        """Enter was pressed on this text, which has left the field; `give_back` what is refused."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Typed(Message):
        """A letter was typed, or many were pasted: `text` of the line says what stands there by now."""

    class Left(Message):
        """Escape was pressed."""

    def __init__(self, hint: str = '+ strength  - concern  ? question  " quote') -> None:
        super().__init__(id="capture")
        self._hint = hint
        self._target = ""

    def compose(self) -> ComposeResult:
        """The kind and the field."""
        yield Static("", id="kind", markup=False)
        yield _Line(compact=True, soft_wrap=True, highlight_cursor_line=False, placeholder=self._hint)

    @property
    def field(self) -> TextArea:
        """The field."""
        return self.query_one(_Line)

    @property
    def text(self) -> str:
        """What is typed."""
        return self.field.text

    @property
    def is_typing(self) -> bool:
        """Whether the keyboard is in the field."""
        return self.field.has_focus

    def write(self, text: str) -> None:
        """Put a text into the field, with the cursor at its end."""
        if text != self.text:
            with self.prevent(TextArea.Changed):
                self.field.load_text(text)
            self.field.move_cursor(self.field.document.end)
        self._say_kind()

    def aim(self, target: str) -> None:
        """What the note will be about: the number of a point."""
        self._target = target
        self._say_kind()

    def type_here(self) -> None:
        """Take the keyboard."""
        self.field.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Say what kind of note this will be."""
        event.stop()
        self._say_kind()
        self.post_message(self.Typed())

    @on(_Line.Sent)
    def send(self, message: _Line.Sent) -> None:
        """Have it kept."""
        message.stop()
        self.post_message(self.Entered(message.text))
        self._say_kind()

    def give_back(self, text: str) -> None:
        """Put a text back that was not kept, before whatever was typed meanwhile."""
        self.write(f"{text}\n{self.text}" if self.text.strip() else text)

    def _say_kind(self) -> None:
        self.query_one("#kind", Static).update(kind_words(self.text, self._target))


def kind_words(text: str, target: str) -> str:
    """What a text will be kept as: `+ strength on 4`."""
    text = text.lstrip()
    sign, rest = (text[0], text[1:].lstrip()) if text[:1] in SIGNS and text else ("", text)
    if rest.startswith("@"):
        target, _, rest = rest[1:].partition(" ")
        sign = sign or (rest.lstrip()[:1] if rest.lstrip()[:1] in SIGNS else "")
    word = SIGNS[sign] if sign else "note"
    return f"{word} on {target[:8]}" if target else word


def note_line(text: str, target: str) -> str:
    """The command that keeps this text: about `target`, or about the point that its `@7` names."""
    text = text.strip()
    after = text[1:].lstrip() if text[:1] in SIGNS and text else text
    return f"note {text}" if after.startswith("@") else f"note {target} {text}"
