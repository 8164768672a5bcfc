"""Quick capture: one line; its first sign is the kind of the note, Enter keeps it.

The line belongs to one seat and one point from its first letter on, see `Aim`. What it says travels with its aim, so
that a letter or an Enter which is still on its way is never filed where the line has gone meanwhile.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static, TextArea

from panel_tui.grammar.reader import SIGNS
from panel_tui.session.words import PROSE_LENGTH, excess


class Aim(NamedTuple):
    """Whose line it is and what its note is about: `point` is an id, `number` what people call it; for the service
    as a whole `all` and None. A private note is for the seat alone."""

    seat: str = ""
    point: str | None = None
    number: str = ""
    private: bool = False


class _Line(TextArea):
    """The field. It grows with what is typed or pasted; new lines come only by pasting."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", show=False)]

    class Sent(Message):
        """Enter was pressed on this text. The line passes it on behind the letters that were typed before it."""

        def __init__(self, text: str, aim: Aim) -> None:
            super().__init__()
            self.text = text
            self.aim = aim

    aim = Aim()

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            if self.text.strip():
                self.post_message(self.Sent(self.text, self.aim))
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
    Capture > #kind { width: auto; height: auto; padding: 0 1; color: $tone-muted; text-style: bold; }
    Capture > TextArea {
        width: 1fr; height: auto; min-height: 1; max-height: 5; background: $panel; border: none; padding: 0;
        scrollbar-size-vertical: 1;
    }
    Capture:focus-within { background: $ground-resting; }
    Capture:focus-within > TextArea { background: $ground-resting; }
    Capture:focus-within > #kind { color: $tone-accent; }
    Capture.-too-long > #kind { color: $tone-bad; }
    """

    class Entered(Message):
        """Enter was pressed on this text, which has left the field; `give_back` what is refused."""

        def __init__(self, text: str, aim: Aim) -> None:
            super().__init__()
            self.text = text
            self.aim = aim

    class Typed(Message):
        """A letter was typed, or many were pasted: `text` of the line says what stands there by now."""

    class Left(Message):
        """Escape was pressed."""

    def __init__(self, hint: str = '+ strength  - concern  ? question  " quote') -> None:
        super().__init__(id="capture")
        self._hint = hint
        self._aim = Aim()

    def compose(self) -> ComposeResult:
        """The kind and the field."""
        yield Static("", id="kind", markup=False)
        yield _Line(compact=True, soft_wrap=True, highlight_cursor_line=False, placeholder=self._hint)

    @property
    def field(self) -> _Line:
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

    @property
    def aim(self) -> Aim:
        """Whose line it is, and what about."""
        return self._aim

    def turn(self, aim: Aim, text: str) -> None:
        """From now on the line belongs there, with this text in it."""
        self._aim = aim
        self.field.aim = aim
        self.write(text)

    def write(self, text: str) -> None:
        """Put a text into the field, with the cursor at its end."""
        if text != self.text:
            with self.prevent(TextArea.Changed):
                self.field.load_text(text)
            self.field.move_cursor(self.field.document.end)
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
        self.post_message(self.Entered(message.text, message.aim))
        self._say_kind()

    def give_back(self, text: str) -> None:
        """Put a text back that was not kept, before whatever was typed meanwhile."""
        self.write(before(text, self.text))

    def _say_kind(self) -> None:
        words = kind_words(self.text, self._aim.number, private=self._aim.private)
        many = too_many(self.text)
        self.set_class(bool(many), "-too-long")
        self.query_one("#kind", Static).update(f"{words}\n{many:,} too long" if many else words)


def before(text: str, other: str) -> str:
    """The refused text, followed by what was typed since it was sent."""
    return f"{text}\n{other}" if other.strip() else text


class _Parts(NamedTuple):
    sign: str
    target: str | None
    text: str


def _parts(text: str) -> _Parts:
    """The sign, the point after `@`, and the words of a note, as the grammar reads them."""
    text = text.lstrip()
    sign, rest = (text[0], text[1:].lstrip()) if text[:1] in SIGNS and text else ("", text)
    if not rest.startswith("@"):
        return _Parts(sign, None, rest)
    word = rest.split(maxsplit=1)[0]
    rest = rest[len(word) :].lstrip()
    if not sign and rest[:1] in SIGNS and rest:
        sign, rest = rest[0], rest[1:].lstrip()
    return _Parts(sign, word[1:], rest)


def kind_words(text: str, target: str, *, private: bool = False) -> str:
    """What a text will be kept as: `+ strength on 4`."""
    parts = _parts(text)
    kind = SIGNS[parts.sign] if parts.sign else "note"
    word = f"private {kind}" if private else kind
    about = target if parts.target is None else parts.target
    about = "service" if about == "all" else about
    return f"{word} on {about if len(about) <= LONGEST_NUMBER else about[:LONGEST_NUMBER] + '…'}" if about else word


LONGEST_NUMBER = 16
"""Characters of a point's number, or of what is typed in its place, that stand before the line."""


def too_many(text: str) -> int:
    """How many characters a note has too many."""
    return excess(_parts(text).text, PROSE_LENGTH)


def note_line(text: str, target: str, *, private: bool = False) -> str:
    """The command that keeps this text: about `target`, or about the point that its `@7` names."""
    word = "private" if private else "note"
    text = text.strip()
    return f"{word} {text}" if _parts(text).target is not None else f"{word} {target} {text}"
