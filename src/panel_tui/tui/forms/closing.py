"""The forms of the end: agreed texts, the outcome, signatures, opening again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widgets import Static

from panel_tui.session import bodies
from panel_tui.session.state import Note
from panel_tui.session.view import SignOffView, View
from panel_tui.session.words import clean
from panel_tui.speaker import Speaker
from panel_tui.standard.model import Heading
from panel_tui.tui import marks
from panel_tui.tui.forms.fields import Choice, Option, Words
from panel_tui.tui.forms.form import Form, Labelled, Lacks
from panel_tui.tui.ink import Line


def gathered(view: View, heading: Heading) -> list[Note]:
    """The notes, private ones left out, that belong under a heading of a conversation."""
    notes = [*view.notes, *(note for point in view.points for note in point.notes)]
    return [note for note in notes if note.kind in heading.kinds and not note.private]


class AgreeForm(Form):
    """The agreed text under a heading of a conversation."""

    NAME: ClassVar[str] = "agree"
    KEEPS: ClassVar[str] = "agrees it"

    def __init__(self, speaker: Speaker, under: Heading) -> None:
        super().__init__(speaker, about=under.id)
        self.under = under

    def heading(self) -> str:
        """Under which heading."""
        return f"Agreed text: {self.under.title}"

    def told(self) -> Sequence[Line]:
        """Where the first words come from."""
        if self._agreed() or not gathered(self.view, self.under):
            return ()
        return (("The notes that belong here are in already: make them the panel's own words.",),)

    def _agreed(self) -> str:
        return next((one.text for one in self.view.agreed if one.heading == self.under.id), "")

    def labelled(self) -> Sequence[Labelled]:
        """The text: what is agreed, or else the notes."""
        notes = "\n".join(f"- {note.text}" for note in gathered(self.view, self.under))
        return (Labelled("Text", Words(self._agreed() or notes, prose=True, id="text"), True),)

    def keep(self) -> None:
        """Agree it."""
        self.record(bodies.TextAgreed(heading=self.under.id, text=clean(self.value("text"))))


class OutcomeForm(Form):
    """The overall result."""

    NAME: ClassVar[str] = "outcome"
    HEADING: ClassVar[str] = "Agree the outcome"
    KEEPS: ClassVar[str] = "agrees it"

    def told(self) -> Sequence[Line]:
        """What the standard's rules suggest."""
        advice = self.view.suggestion
        found = self.view.standard.outcome(advice.outcome) if advice.outcome else None
        if found is None:
            return ((("Suggested  ", "muted"), (f"nothing yet: {advice.because}", "warn")),)
        return ((("Suggested  ", "muted"), (found.label, "strong"), (f"   {advice.because}", "muted")),)

    def labelled(self) -> Sequence[Labelled]:
        """The outcome, and why it differs."""
        view = self.view
        advice, held = view.suggestion.outcome, view.outcome
        options = []
        for place, one in enumerate(view.standard.outcomes, start=1):
            mark = ("   suggested", "accent") if one.id == advice else ""
            options.append(Option(one.id, (one.label, mark), str(place), one.description))
        chosen = held.outcome if held else advice or ""
        reason = held.reason or "" if held else ""
        return (
            Labelled("Outcome", Choice(options, chosen, upright=True, id="outcome"), True),
            Labelled("Because", Words(reason, hint="needed where it is not the suggested one", id="reason")),
        )

    def keep(self) -> None:
        """Agree it."""
        if not self.value("outcome"):
            raise Lacks("choose an outcome")
        reason = clean(self.value("reason")) or None
        if reason is None and self.value("outcome") != self.view.suggestion.outcome:
            self.field("reason").focus()
        self.record(bodies.OutcomeAgreed(outcome=self.value("outcome"), reason=reason))


class SignForm(Form):
    """A signature under the result. A seat that has signed changes its signature here, and sees what stands."""

    NAME: ClassVar[str] = "sign"
    SUBJECT: ClassVar[str] = "seat"
    KEEPS: ClassVar[str] = "signs"

    def __init__(self, speaker: Speaker, seat: str | None = None) -> None:
        super().__init__(speaker, about=seat or speaker.seat)
        self._last = self.about or ""

    def heading(self) -> str:
        """Sign, or change what was signed."""
        return "Change a signature" if self._held(self.about) else "Sign the result"

    def _held(self, seat: str | None) -> SignOffView | None:
        return next((one for one in self.view.signed if one.seat == seat), None)

    def told(self) -> Sequence[Line]:
        """What is signed, who has not yet, and what this seat has signed already."""
        view = self.view
        found = view.standard.outcome(view.outcome.outcome) if view.outcome else None
        signed = {one.seat for one in view.signed}
        waiting = [one.label for one in view.seats if one.role != "observer" and one.id not in signed]
        lines: list[Line] = []
        if found is not None:
            lines.append((("Outcome  ", "muted"), (found.label, "strong")))
        if waiting:
            lines.append(((f"Not signed yet: {', '.join(waiting)}", "muted"),))
        held = self._held(self.about)
        if held is not None:
            lines.append(((f"{held.label} signed at {marks.note_time(held.at)}; this changes the remark.", "warn"),))
        return lines

    def labelled(self) -> Sequence[Labelled]:
        """Who, and a remark."""
        held = self._held(self.about)
        remark = Words((held.remark or "") if held else "", hint="a remark of this seat; may stay empty", id="remark")
        return (Labelled("Who", self.seats(self.about)), Labelled("Remark", remark))

    def field_changed(self) -> None:
        """Another seat has another remark."""
        if self.value("seat") != self._last:
            self._last = self.value("seat")
            held = self._held(self._last)
            self.field("remark").put((held.remark or "") if held else "")
            self.query_one(".box--title", Static).update(self.heading())
            self._tell()

    def keep(self) -> None:
        """Sign."""
        held, remark = self._held(self.value("seat")), clean(self.value("remark")) or None
        if held is not None and held.remark == remark:
            raise Lacks("this seat has signed already, with this remark")
        self.record(bodies.SignedOff(remark=remark), behalf=self.value("seat"))


class ReopenForm(Form):
    """Opening a closed record again."""

    NAME: ClassVar[str] = "reopen"
    HEADING: ClassVar[str] = "Open the closed record again"
    KEEPS: ClassVar[str] = "reopens"

    def labelled(self) -> Sequence[Labelled]:
        """The reason."""
        reason = Words(hint="such as: the fact check found a mistake", id="reason")
        return (Labelled("Because", reason, True),)

    def keep(self) -> None:
        """Reopen."""
        self.record(bodies.SessionReopened(reason=clean(self.value("reason"))))


class PublishForm(Form):
    """Marking a closed session as published."""

    NAME: ClassVar[str] = "publish"
    HEADING: ClassVar[str] = "Mark the session as published"
    KEEPS: ClassVar[str] = "publishes it"

    def told(self) -> Sequence[Line]:
        """What follows."""
        lines: list[Line] = [
            (("It stands in the register from then on; 'panel-tui register' writes that page.", "muted"),)
        ]
        if self.view.publication is not None:
            lines.append((("Published already: this replaces the addresses. :unpublish takes it out.", "warn"),))
        return lines

    def labelled(self) -> Sequence[Labelled]:
        """The addresses."""
        held = self.view.publication
        return (
            Labelled(
                "Report", Words((held.report or "") if held else "", hint="https://…; may stay empty", id="report")
            ),
            Labelled("Board", Words((held.board or "") if held else "", hint="https://…; may stay empty", id="board")),
        )

    def keep(self) -> None:
        """Publish it."""
        self.record(bodies.Published(report=self.value("report") or None, board=self.value("board") or None))
