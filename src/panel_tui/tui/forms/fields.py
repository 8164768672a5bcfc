"""The fields of forms: text, one of a few, one of many, yes or no.

Each holds its value as a text, says when it was changed, and can be used without a mouse and without colour:
what is chosen has a sign of its own beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import TextArea

from panel_tui.session.words import LINE_LENGTH, PROSE_LENGTH, excess
from panel_tui.tui import ink
from panel_tui.tui.ink import Line, Piece


class FieldChanged(Message):
    """A field has another value."""


class FieldDone(Message):
    """The person is done with this field: go on to the next."""


class FormKept(Message):
    """Enter was pressed in a field where it keeps the form."""


class Option(NamedTuple):
    """One way to choose: its value, its words, the key that chooses it, and a sentence about it."""

    value: str
    words: Line
    key: str = ""
    more: str = ""


class Drawn(Widget, can_focus=True):
    """A field that draws its own rows."""

    DEFAULT_CSS = """
    Drawn { height: auto; }
    Drawn:focus { background-tint: $foreground 6%; }
    """

    def lines(self, columns: int) -> Sequence[Line]:
        """The rows at this width."""
        return ()

    def changed(self) -> None:
        """The value is another one."""
        self.refresh(layout=True)
        self.post_message(FieldChanged())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are."""
        return max(1, len(self.lines(width)))

    def render_line(self, y: int) -> Strip:
        """One row."""
        rows = self.lines(self.size.width)
        inks = ink.inks(self.app.theme_variables)
        return ink.strip(rows[y] if y < len(rows) else (), inks, self.size.width, self.rich_style)

    def on_focus(self) -> None:
        """The chosen one is drawn stronger while the field has the keyboard."""
        self.refresh()

    def on_blur(self) -> None:
        """Drawn calmly again."""
        self.refresh()

    def wrapped(self, text: str, columns: int) -> list[Line]:
        """A quiet sentence in rows."""
        rows = Text(ink.safe(text)).wrap(self.app.console, max(8, columns), overflow="fold")
        return [((row.plain.rstrip(), "muted"),) for row in rows]


class Choice(Drawn):
    """A few ways to go, all in sight: `(•)` is the chosen one. Arrows move, a key chooses and goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,right", "move(1)", "Next", show=False),
        Binding("up,left", "move(-1)", "Previous", show=False),
    ]

    def __init__(self, options: Sequence[Option], value: str = "", *, upright: bool = False, id: str = "") -> None:
        super().__init__(id=id or None)
        self.options = tuple(options)
        self.upright = upright
        self._value = value

    @property
    def value(self) -> str:
        """The value of the chosen option, or nothing."""
        return self._value

    def put(self, value: str) -> None:
        """Choose by value; nothing where there is no such option."""
        if value in [one.value for one in self.options] and value != self._value:
            self._value = value
            self.changed()

    def unset(self) -> None:
        """Choose nothing."""
        if self._value:
            self._value = ""
            self.changed()

    def offer(self, options: Sequence[Option]) -> None:
        """Other options; what is chosen stays where it is still there, else the first is."""
        if self.options != tuple(options):
            self.options = tuple(options)
            if self.chosen is None:
                self._value = self.options[0].value
            self.refresh(layout=True)

    @property
    def chosen(self) -> Option | None:
        """The chosen option."""
        return next((one for one in self.options if one.value == self._value), None)

    def action_move(self, by: int) -> None:
        """Choose the next one or the one before."""
        place = next((at for at, one in enumerate(self.options) if one.value == self._value), None)
        if place is None:
            place = -1 if by > 0 else len(self.options)
        self.put(self.options[min(max(place + by, 0), len(self.options) - 1)].value)

    def on_key(self, event: events.Key) -> None:
        """The key of an option chooses it."""
        for one in self.options:
            if one.key and event.character == one.key:
                event.stop()
                self.put(one.value)
                self.post_message(FieldDone())

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        for one, (row, start, end) in zip(self.options, self._places(self.size.width), strict=True):
            if row == event.y and start <= event.x < end:
                self.put(one.value)

    def _line(self, one: Option) -> Line:
        here = one.value == self._value
        key: tuple[Piece, ...] = ((f"{one.key} ", "strong accent"),) if one.key else ()
        mark = ("(•) ", "strong accent") if here else ("( ) ", "muted")
        if not here:
            return (mark, *key, *one.words)
        return (mark, *key, *(_strong(piece) for piece in one.words))

    def _places(self, columns: int) -> list[tuple[int, int, int]]:
        made, row, at = [], 0, 0
        for number, one in enumerate(self.options):
            wide = ink.width(self._line(one))
            if number and (self.upright or at + wide > columns):
                row, at = row + 1, 0
            made.append((row, at, at + wide))
            at += wide + 3
        return made

    def lines(self, columns: int) -> Sequence[Line]:
        """The options, and a sentence about the chosen one."""
        rows: dict[int, list[Piece]] = {}
        for one, (row, start, _) in zip(self.options, self._places(columns), strict=True):
            held = rows.setdefault(row, [])
            if start:
                held.append("   ")
            held.extend(self._line(one))
        more = self.chosen.more if self.chosen else ""
        return [*(tuple(held) for held in rows.values()), *(self.wrapped(more, columns) if more else ())]


def _strong(piece: Piece) -> Piece:
    words, tones = (piece, "") if isinstance(piece, str) else piece
    return words, f"strong {tones}".strip()


class Picker(Drawn):
    """One of many, by name: `‹ 4 Use agile methods ›`. Arrows step, typing goes to what begins so."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,right", "move(1)", "Next", show=False),
        Binding("up,left", "move(-1)", "Previous", show=False),
        Binding("home", "move(-1000000)", "First", show=False),
        Binding("end", "move(1000000)", "Last", show=False),
    ]

    def __init__(self, options: Sequence[Option], value: str = "", *, id: str = "") -> None:
        super().__init__(id=id or None)
        self.options = tuple(options)
        self._places = {one.value: at for at, one in enumerate(self.options)}
        self._value = value if value in self._places else (self.options[0].value if self.options else "")
        self._typed = ""

    @property
    def value(self) -> str:
        """The value of what is picked."""
        return self._value

    def put(self, value: str) -> None:
        """Pick by value; nothing where there is no such option."""
        if value in self._places and value != self._value:
            self._value = value
            self.changed()

    @property
    def chosen(self) -> Option | None:
        """What is picked."""
        return self.options[self._places[self._value]] if self._value in self._places else None

    def action_move(self, by: int) -> None:
        """Step through the options."""
        self._typed = ""
        if self.options:
            place = self._places[self._value] + by
            self.put(self.options[min(max(place, 0), len(self.options) - 1)].value)

    def on_key(self, event: events.Key) -> None:
        """Typing goes to what begins so; backspace takes a letter back."""
        if event.key == "backspace":
            event.stop()
            self._typed = self._typed[:-1]
        elif event.character and event.is_printable and event.character != " ":
            event.stop()
            self._find(self._typed + event.character) or self._find(event.character)

    def _find(self, typed: str) -> bool:
        low = typed.casefold()
        keys = [one.key.casefold() for one in self.options]
        words = [ink.plain(one.words).casefold() for one in self.options]
        exact = [at for at, key in enumerate(keys) if key == low]
        starts = [at for at, text in enumerate(words) if text.startswith(low) or f" {low}" in text]
        found = exact or starts
        if found:
            self._typed = typed
            self.put(self.options[found[0]].value)
        return bool(found)

    def on_blur(self) -> None:
        """What was typed to find it is forgotten."""
        self._typed = ""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click on the left half steps back, on the right half on."""
        self.action_move(-1 if event.x < 2 else 1)

    def lines(self, columns: int) -> Sequence[Line]:
        """What is picked, between the signs that there is more."""
        chosen = self.chosen
        if chosen is None:
            return [(("there is nothing to choose from", "muted"),)]
        place = self._places[self._value]
        before, after = ("‹ ", "accent") if place else "  ", (" ›", "accent") if place < len(self.options) - 1 else ""
        line = ink.cut((before, *(_strong(piece) for piece in chosen.words)), columns - 2)
        more = self.wrapped(chosen.more, columns - 2) if chosen.more else []
        return [(*line, after), *(("  ", *row) for row in more)]


class Tick(Drawn):
    """Yes or no: `[x]` or `[ ]`, with its words. Space changes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "turn", "Change", show=False)]

    def __init__(self, yes: str, no: str, value: str = "", *, id: str = "") -> None:
        super().__init__(id=id or None)
        self._words = {"yes": yes, "": no}
        self._value = value

    @property
    def value(self) -> str:
        """`yes`, or nothing."""
        return self._value

    def put(self, value: str) -> None:
        """Set it."""
        if value in self._words and value != self._value:
            self._value = value
            self.changed()

    def action_turn(self) -> None:
        """The other way."""
        self.put("" if self._value else "yes")

    def on_click(self) -> None:
        """A click changes it."""
        self.action_turn()

    def lines(self, columns: int) -> Sequence[Line]:
        """The mark and its words."""
        mark = ("[x] ", "strong accent") if self._value else ("[ ] ", "muted")
        return [(mark, (self._words[self._value], "strong" if self._value else ""), ("   space changes it", "muted"))]


class Words(TextArea):
    """Text. Enter keeps the form, unless `prose`: there it begins a new line, and F4 keeps."""

    DEFAULT_CSS = """
    Words {
        border: none; padding: 0 1; height: auto; min-height: 1; max-height: 5;
        background: $panel; color: $foreground; scrollbar-size-vertical: 1;
        & .text-area--cursor-line { background: $panel; }
        &:focus { border: none; background-tint: $foreground 4%; }
    }
    Words.-prose { min-height: 5; max-height: 10; }
    """

    def __init__(
        self, value: str = "", *, prose: bool = False, hint: str = "", id: str = "", longest: int = PROSE_LENGTH
    ) -> None:
        super().__init__(value, id=id or None, classes="-prose" if prose else "", placeholder=hint, compact=True)
        self.prose = prose
        self.longest = longest
        self.move_cursor(self.document.end)  # whoever comes to a filled line wants to go on or wipe it

    @property
    def value(self) -> str:
        """The text as it stands."""
        return self.text

    @property
    def excess(self) -> int:
        """The number of characters over the limit. Nothing is cut: the person shortens the text."""
        text = " ".join(self.text.split()) if self.longest == LINE_LENGTH else self.text
        return excess(text, self.longest)

    def put(self, value: str) -> None:
        """Set the text; the cursor goes to its end."""
        if value != self.text:
            self.text = value
            self.move_cursor(self.document.end)

    async def _on_key(self, event: events.Key) -> None:
        # Textual calls this and then the text area's own, unless the default is prevented.
        if event.key == "enter" and not self.prose:
            event.stop()
            event.prevent_default()
            self.read_only = True  # what is typed faster than the form can answer is not part of this text
            self.post_message(FormKept())

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """One kind of message for every field."""
        event.stop()
        self.post_message(FieldChanged())


Field = Choice | Picker | Tick | Words
FIELDS = (Choice, Picker, Tick, Words)
