"""What a form remembers of what is typed: all its fields together, about one thing, until they are kept or cleared.

A form is about one thing at a time: the point it was opened for, or what its field `SUBJECT` picks. Picking another
thing turns the whole form to it: what was typed is remembered for the thing before, and what waits on the new one is
put back. Nothing that is typed is ever cut; what is too long is counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.widgets import Static

from panel_tui.errors import PanelError
from panel_tui.speaker import Speaker
from panel_tui.tui import ink
from panel_tui.tui.forms.draft import FormDraft
from panel_tui.tui.forms.fields import Choice, Field, Words
from panel_tui.tui.overlays.box import Box


class Labelled(NamedTuple):
    """A field with its label; `needed` ones get the keyboard when a form that lacks them is refused."""

    label: str
    field: Field
    needed: bool = False


class TooMuch(PanelError):
    """A field of this form has more characters than can be kept: shorten it."""


class DraftedForm(Box[bool]):
    """The base of `Form`: its fields, and their draft. `NAME` names the draft, `about` tells drafts apart."""

    NAME: ClassVar[str] = ""
    SUBJECT: ClassVar[str] = ""
    """The id of the field that picks what the form is about; none, where that is fixed."""
    FOLLOWS_POINT: ClassVar[bool] = False
    """Whether the draft goes along when another point is picked that nothing waits on yet."""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+l", "clear", "Clear", show=False)]

    def __init__(self, speaker: Speaker, about: str | None) -> None:
        super().__init__()
        self.speaker = Speaker(speaker.room, speaker.seat)  # whoever gets the keyboard next, this is for this seat
        self.seat = speaker.seat
        self.about = about
        self._draft = FormDraft(speaker.room, speaker.seat, self.NAME)
        self._labelled: tuple[Labelled, ...] = ()
        self._first: dict[str, str] = {}
        self._typing = False
        self.sent = False

    def field_changed(self) -> None:
        """A field has another value: others may have to follow."""

    def value(self, id: str) -> str:
        """What a field says, without space around it."""
        return self.field(id).value.strip()

    def field(self, id: str) -> Field:
        """A field."""
        return next(one.field for one in self._labelled if one.field.id == id)

    def _values(self) -> dict[str, str]:
        return {str(one.field.id): one.field.value for one in self._labelled}

    def begin(self, labelled: Sequence[Labelled]) -> None:
        """These are the fields, as they are before anything is typed."""
        self._labelled = tuple(labelled)
        self._first = self._values()
        # Where nothing is typed there is nothing to remember.
        self._typing = any(isinstance(one.field, Words) for one in self._labelled)

    def put_back(self) -> bool:
        """Fill in what waits, all of it; False where nothing does."""
        waiting: Mapping[str, str] = self._draft.read(self.about) if self._typing else {}
        subject = waiting.get(self.SUBJECT, self.about)
        if subject != self.about:  # of an earlier version, which remembered it where the form was opened
            self._draft.keep(self.about, {})
            self.field(self.SUBJECT).put(subject or "")
            self.about = self.value(self.SUBJECT)
            self.field_changed()
            self._first = self._values()
        for id in self._first:
            if id in waiting and id != self.SUBJECT:
                self.field(id).put(waiting[id])
                self.field_changed()  # what follows a field must not come after the value that was put back
        return self._typed() != {}

    def _typed(self) -> dict[str, str]:
        """Every field, where one differs from what it was at first; else nothing."""
        values = self._values()
        differs = any(value != self._first[id] for id, value in values.items() if id != self.SUBJECT)
        return values if differs else {}

    def remember(self) -> None:
        """Keep what is typed as a draft, all fields together, and turn to what is picked."""
        if not self._typing or self.sent:
            return
        typed = self._typed()
        picked = self._values().get(self.SUBJECT, self.about)
        if self.SUBJECT and typed:
            typed[self.SUBJECT] = self.about or ""
        if self.FOLLOWS_POINT:
            self._follow(self.value("point"))
        self._draft.keep(self.about, typed)
        if picked != self.about:
            self._turn_to(picked)

    def _follow(self, point: str) -> None:
        known = any(one.id == point for one in self.speaker.view.points)
        if known and point != self.about and not self._draft.read(point):
            self._draft.keep(self.about, {})
            self.about = point

    def _turn_to(self, subject: str | None) -> None:
        self.about = subject
        self.field_changed()
        self._first = self._values()
        self.tell_what_is_back(back=self.put_back())

    def tell_what_is_back(self, *, back: bool) -> None:
        """Say whether something that was typed before stands in the fields again."""

    def forget(self) -> None:
        """It is kept, or thrown away."""
        self._draft.keep(self.about, {})

    def action_clear(self) -> None:
        """Throw away what is typed: the fields say what they said at first."""
        for id, first in self._first.items():
            field = self.field(id)
            if isinstance(field, Choice) and not first:
                field.unset()
            elif id != self.SUBJECT:
                field.put(first)
        self.forget()
        self.tell_what_is_back(back=False)

    def action_leave(self) -> None:
        """Leave; the last letter is remembered too."""
        self.remember()
        super().action_leave()

    # What is too long

    def count(self) -> None:
        """Say of each field how many characters it has too many."""
        told = [self._too_long(one) for one in self._labelled]
        counter = self.query_one("#count", Static)
        counter.update(ink.safe("\n".join(sentence for sentence in told if sentence)))
        counter.display = any(told)

    def _too_long(self, one: Labelled) -> str:
        many = one.field.excess if isinstance(one.field, Words) else 0
        if not many or not isinstance(one.field, Words):
            return ""
        return f"{one.label}: {many:,} characters too long; {one.field.longest:,} are kept. Nothing is cut."

    def refuse_what_is_too_long(self) -> None:
        """Raises `TooMuch` where a field has more than can be kept; the keyboard goes there."""
        for one in self._labelled:
            sentence = self._too_long(one)
            if sentence:
                one.field.focus()
                raise TooMuch(sentence.partition(";")[0])
