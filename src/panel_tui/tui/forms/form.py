"""What every form is: a box with labelled fields, the answer of the room beside them, and a draft of all of it.

A form holds no rules. It builds events or a line of the grammar out of its fields, and the room judges them; a
refusal is shown in the form, and nothing that was typed is lost. What is typed and not kept is a draft: it is
there again when the form is opened again, after Esc and after a crash. See `drafted`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from panel_tui.errors import PanelError
from panel_tui.session.bodies import AnyBody
from panel_tui.session.events import Event
from panel_tui.session.view import PointView, View
from panel_tui.speaker import Speaker
from panel_tui.tui import ink
from panel_tui.tui.forms.drafted import DraftedForm, Labelled, TooMuch
from panel_tui.tui.forms.fields import FieldChanged, FieldDone, FormKept, Option, Picker, Words
from panel_tui.tui.ink import Line

__all__ = ["EVERYWHERE", "Form", "Labelled", "Lacks"]
EVERYWHERE = "all"
"""The value of a point's field that stands for the service as a whole."""


class Lacks(PanelError):
    """Something in this form is not filled in yet."""


class Form(DraftedForm):
    """The base of every form. Answers True when it was kept, None when it was left.

    `NAME` is the name of its drafts; `about` tells drafts of one form apart (a point's id, a question's).
    """

    KEEPS: ClassVar[str] = "keeps"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "Keep", show=False),
        Binding("f4", "keep", "Keep", show=False),
    ]
    CSS_PATH = "form.tcss"

    def __init__(self, speaker: Speaker, point: PointView | None = None, about: str | None = None) -> None:
        super().__init__(speaker, about or (point.id if point else None))
        self.point = point
        self._begins_at = 0
        self.kept: Event | None = None
        self._refused: dict[str, str] | None = None

    # For a form to fill in

    def told(self) -> Sequence[Line]:
        """What the person should know before filling it in."""
        return ()

    def labelled(self) -> Sequence[Labelled]:
        """The fields, each with an id."""
        return ()

    def keep(self) -> None:
        """Have the room keep what the fields say. Raises `PanelError` where it does not."""
        raise NotImplementedError

    # What a form may use

    @property
    def view(self) -> View:
        """What the seat that fills it in may see."""
        return self.speaker.view

    def say(self, line: str) -> None:
        """Speak a line of the grammar."""
        self.speaker.say(line)

    def record(self, *bodies: AnyBody, behalf: str | None = None) -> None:
        """Have events kept, on behalf of another seat where it is not this one."""
        other = None if behalf == self.speaker.seat else behalf
        self.speaker.room.record(self.speaker.seat, *bodies, on_behalf_of=other)

    def points(self, whole: str | None = "the service as a whole") -> Picker:
        """The field for a point; `whole` is what stands for no point, None where there must be one."""
        options = [] if whole is None else [Option(EVERYWHERE, ((whole, ""),))]
        options += [Option(one.id, (f"{one.number}  {one.point.name}",), one.number) for one in self.view.points]
        return Picker(options, self.point.id if self.point else "", id="point")

    def seats(self, picked: str | None = None) -> Picker:
        """The field for whom it is done: one's own seat, for the lead that of anyone who takes part."""
        me, leads = self.speaker.seat, self.view.leads
        held = [one for one in self.view.seats if one.id == me or (leads and one.role != "observer")]
        options = [Option(one.id, (one.label, (f"  {one.role}", "muted"))) for one in held]
        return Picker(options, picked or me, id="seat")

    def picked_point(self) -> str | None:
        """The point's id that was picked, None for the service as a whole."""
        value = self.value("point")
        return None if value == EVERYWHERE else value

    # How it lives

    def inside(self) -> ComposeResult:
        """What is known, the fields, and room for the answer."""
        self.begin(self.labelled())
        with VerticalScroll(can_focus=False):
            yield Static("", id="told", markup=False)
            for label, field, _ in self._labelled:
                with Horizontal(classes="field"):
                    yield Static(label, classes="label", markup=False)
                    yield field
        yield Static("", id="count", markup=False)
        yield Static("", id="problem", markup=False)

    def on_mount(self) -> None:
        """Put back what was typed before, and begin at the first field that is needed and empty."""
        self._tell()
        self.tell_what_is_back(back=self.put_back())
        self.count()
        if self._labelled:
            empty = [one.field for one in self._labelled if one.needed and not one.field.value.strip()]
            (empty or [one.field for one in self._labelled[: self._begins_at + 1]][-1:])[0].focus()

    def _tell(self) -> None:
        inks = ink.inks(self.app.theme_variables)
        lines = [ink.text(line, inks) for line in self.told()]
        told = self.query_one("#told", Static)
        told.display = bool(lines)
        if lines:
            text = lines[0]
            for line in lines[1:]:
                text.append("\n").append_text(line)
            told.update(text)

    def tell_what_is_back(self, *, back: bool) -> None:
        """The line that says how the form is kept and left, and whether this is what was typed before."""
        prose = any(isinstance(one.field, Words) and one.field.prose for one in self._labelled)
        keeps = f"F4 {self.KEEPS} · Enter a new line" if prose else f"Enter {self.KEEPS}"
        tab = " · Tab next field" if len(self._labelled) > 1 else ""
        hint = f"{keeps}{tab} · esc leaves{'; what you typed stays' if self._typing else ''}"
        if back:
            hint = f"✎ This is what you had typed and not kept. ctrl+l throws it away.\n{hint}"
        self.query_one(".box--hint", Static).update(hint)

    def room_changed(self) -> None:
        """The room went on meanwhile: what is told may be another thing; what is typed stays."""
        self._tell()

    def on_field_changed(self, message: FieldChanged) -> None:
        """Remember it, and take the refusal away that may be mended by it."""
        message.stop()
        if self.kept is not None:  # the last letter came in after the Enter that kept it: it is no draft
            return
        if not self.SUBJECT or self.value(self.SUBJECT) == (self.about or ""):
            self.field_changed()
        self.remember()
        self.count()
        if self._refused != self._values():  # a letter typed before the Enter mends nothing
            self.refuse("")

    def on_field_done(self, message: FieldDone) -> None:
        """On to the next field."""
        message.stop()
        self.focus_next()

    def on_form_kept(self, message: FormKept) -> None:
        """Enter in a field."""
        message.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """Keep it, or show why not beside what was typed."""
        if self.kept is not None:  # Enter was pressed twice: it is kept once
            return
        try:
            self.refuse_what_is_too_long()
            self.keep()
        except TooMuch as error:
            self.refuse(error.message)
            return
        except PanelError as error:
            self.refuse(error.message)
            self._go_to_what_is_missing()
            return
        self.kept = self.speaker.room.history.last
        self.sent = True
        self.forget()
        self.dismiss(True)

    def refuse(self, sentence: str) -> None:
        """Show why it was not kept, and let the person type on; it stands until something is mended."""
        self._refused = self._values() if sentence else None
        for _, field, _ in self._labelled:
            if isinstance(field, Words):
                field.read_only = False
        problem = self.query_one("#problem", Static)
        sentence = ink.safe(sentence.partition("; it goes:")[0])
        problem.update(f"Not kept: {sentence}." if sentence else "")
        problem.display = bool(sentence)

    def _go_to_what_is_missing(self) -> None:
        for one in self._labelled:
            if one.needed and not one.field.value.strip():
                one.field.focus()
                return
