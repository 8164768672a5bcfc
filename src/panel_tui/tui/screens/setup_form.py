"""What a new session and the details of an open one share: the frame of fields, and where mistakes are said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button, Static

from panel_tui.tui import ink
from panel_tui.tui.forms.fields import Choice, Field, FieldChanged, FieldDone, FormKept, Picker, Words
from panel_tui.tui.host import is_on_top
from panel_tui.tui.screens import setup_parts as parts
from panel_tui.tui.screens.acts import ActScreen
from panel_tui.tui.screens.setup_parts import Labelled, Seats


class SetupForm(ActScreen):
    """The base of both. Enter and Tab go through the fields, F4 and the button at the end keep them."""

    CSS_PATH = "setup.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "app.focus_next", "Next", show=False),
        Binding("f4", "keep", "Keep", show=False),
        Binding("escape", "leave", "Leave", show=False),
    ]
    HEADING: ClassVar[str] = ""
    KEEPS: ClassVar[str] = ""
    F4: ClassVar[str] = ""
    """What F4 and the button do: in the button's words, and after "F4"."""
    LEFT: ClassVar[str] = "Leave? The session is not made yet."

    # For each to fill in

    def fields(self) -> ComposeResult:
        """Every field, in the order in which one is asked for them."""
        yield from ()

    def field_changed(self) -> None:
        """A field has another value: others may have to follow."""

    def field_left(self) -> None:
        """A field was left."""

    def action_keep(self) -> None:
        """Keep what the fields say, or show what is wrong."""

    def typed(self) -> bool:
        """Whether something would be lost."""
        return False

    def forget(self) -> None:
        """What was typed is thrown away."""

    def seat_name(self, key: str) -> str:
        """Whose seat it is."""
        return key

    def ask_seat(self, key: str | None) -> None:
        """Fill in a seat; None for a new one."""

    def take_off(self, key: str) -> None:
        """Take a seat off the panel."""

    # What both may use

    def row(self, name: str) -> Labelled:
        """A field with its label."""
        return self.query_one(f"#row-{name}", Labelled)

    def field(self, name: str) -> Field:
        """A field."""
        found = self.query_one(f"#{name}")
        assert isinstance(found, Choice | Picker | Words)  # noqa: S101 - for the type checker
        return found

    def value(self, name: str) -> str:
        """What a field says, without space around it."""
        return self.field(name).value.strip()

    def show_problems(self, problems: Mapping[str, Sequence[str]]) -> None:
        """Say each mistake beside its field, and what is about none of them at the end."""
        for row in self.query(Labelled):
            row.say(problems.get(row.name or "", ()))
        general = self.query_one("#general", Static)
        general.update(ink.safe("\n".join(problems.get("general", ()))))
        general.set_class("general" in problems, "-shown")

    def go_to_first_problem(self) -> None:
        """The keyboard goes where the first mistake is."""
        for row in self.query(Labelled):
            if row.faulty:
                row.query_one(f"#{row.name}").focus()
                self.call_after_refresh(row.scroll_visible, animate=False)
                return
        self.query_one("#keep").focus()

    def leave(self) -> None:
        """Back to where one came from."""
        if is_on_top(self):
            self.app.pop_screen()

    # How it lives

    def compose(self) -> ComposeResult:
        """The frame."""
        yield Static(self.HEADING, id="title", markup=False)
        with VerticalScroll(can_focus=False, id="fields"):
            yield from self.fields()
            yield Static("", id="general", classes="problem", markup=False)
            yield Button(self.KEEPS, id="keep", compact=True)
        yield Static(f"Tab or Enter next · Shift+Tab back · F4 {self.F4} · esc leaves", id="hint", markup=False)

    def on_field_changed(self, message: FieldChanged) -> None:
        """Others may have to follow; what is too long is counted beside its field."""
        message.stop()
        self.field_changed()
        for row in self.query(Labelled):
            row.count()

    @on(FieldDone)
    @on(FormKept)
    def on_to_the_next(self, message: FieldDone | FormKept) -> None:
        """A key of a choice, or Enter in a line of text."""
        message.stop()
        self.focus_next()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A field was left: what was wrong with it may be mended."""
        self.field_left()

    def on_button_pressed(self) -> None:
        """The button at the end."""
        self.action_keep()

    def on_rows_chosen(self, message: Seats.Chosen) -> None:
        """Change a seat, or add one."""
        message.stop()
        self.ask_seat(None if message.key == parts.ADD else message.key)

    def on_seats_taken_off(self, message: Seats.TakenOff) -> None:
        """Asked first."""
        self._ask(
            f"Take {self.seat_name(message.key)} off the panel?",
            ("Keep the seat", "Take it off"),
            lambda: self.take_off(message.key),
        )

    def action_leave(self) -> None:
        """Asked before anything that was typed is left, or thrown away."""
        if not self.typed():
            self.leave()
            return

        def answered(answer: str | None) -> None:
            if answer == "forget":
                self.forget()
            if answer in ("later", "forget"):
                self.leave()

        later = ("later", "Leave: what you have typed is here again when you come back")
        answers = [("stay", "Stay here"), later, ("forget", "Leave, and throw away what you have typed")]
        _choose(self, self.LEFT, answers, answered)

    def _ask(self, question: str, answers: tuple[str, str], then: Callable[[], None]) -> None:
        def answered(answer: str | None) -> None:
            if answer == "do":
                then()

        _choose(self, question, [("stay", answers[0]), ("do", answers[1])], answered)


def tell_that_it_is_back(screen: SetupForm) -> None:
    """Say it in the heading: a toast would stand over the first fields."""
    screen.query_one("#title", Static).update(f"{screen.HEADING} · ✎ what you typed last time is back")


def _choose(
    screen: SetupForm, question: str, answers: Sequence[tuple[str, str]], answered: Callable[[str | None], None]
) -> None:
    from panel_tui.tui.overlays.choose import Choose

    screen.app.push_screen(Choose(question, answers), answered)
