"""Opening again a form that was left behind, from wherever the room is by now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from panel_tui.session.unsent import NOTES, PRIVATE, TEXT, Unsent, point_of
from panel_tui.session.view import PointView
from panel_tui.speaker import Speaker
from panel_tui.tui.forms import asking, closing, deciding, gathering, pieces, seats, timing
from panel_tui.tui.forms.deciding import titled
from panel_tui.tui.forms.drafted import TooMuch
from panel_tui.tui.forms.fields import Words
from panel_tui.tui.forms.form import Form, Labelled
from panel_tui.tui.ink import Line
from panel_tui.tui.widgets.capture import note_line, too_many

Maker = Callable[[Speaker, Unsent, PointView | None], Form | None]


class LeftNoteForm(Form):
    """A note that was begun on a stage and left there. Its text is that of the line, with sign and all."""

    KEEPS: ClassVar[str] = "keeps the note"

    def __init__(self, speaker: Speaker, unsent: Unsent, point: PointView | None) -> None:
        self._form = unsent.form
        self._text = unsent.fields.get(TEXT, "")
        super().__init__(speaker, point, about=unsent.about)
        self.about = unsent.about

    @property
    def _private(self) -> bool:
        return self._form == PRIVATE

    def heading(self) -> str:
        """Whose eyes it is for, and where it will be filed."""
        kind = "Your private note" if self._private else "Your note"
        return titled(f"{kind} on", self.point) if self.point else f"{kind} on the service as a whole"

    def told(self) -> Sequence[Line]:
        """How a note begins."""
        return ((('+ strength, - concern, ? question, " quote; without a sign an observation', "muted"),),)

    def labelled(self) -> Sequence[Labelled]:
        """The text."""
        return (Labelled("Note", Words(self._text, prose=True, id=TEXT), True),)

    def tell_what_is_back(self, *, back: bool) -> None:
        """It always is what was typed before."""
        super().tell_what_is_back(back=True)

    def remember(self) -> None:
        """It stays a draft of the stage's line."""
        if not self.sent:
            self.speaker.room.keep_draft(self.seat, self._form, self.about, self.value(TEXT))

    def forget(self) -> None:
        """It is kept, or thrown away."""
        self.speaker.room.keep_draft(self.seat, self._form, self.about, "")

    def action_clear(self) -> None:
        """Throw the note away."""
        self.sent = True
        self.forget()
        self.dismiss(None)

    def refuse_what_is_too_long(self) -> None:
        """The sign and the point are no part of the text."""
        many = too_many(self.value(TEXT))
        if many:
            raise TooMuch(f"{many:,} characters too long")

    def keep(self) -> None:
        """Keep it where its heading says."""
        number = self.point.number if self.point else "all"
        self.say(note_line(self.value(TEXT), number, private=self._private))


def _answer(speaker: Speaker, unsent: Unsent, point: PointView | None) -> Form | None:
    found = next((one for one in speaker.view.questions if one.id == unsent.about), None)
    return asking.AnswerForm(speaker, found) if found else None


def _agree(speaker: Speaker, unsent: Unsent, point: PointView | None) -> Form | None:
    conversation = speaker.view.standard.conversation
    found = next((one for one in conversation.headings if one.id == unsent.about), None) if conversation else None
    return closing.AgreeForm(speaker, found) if found else None


def _check(speaker: Speaker, unsent: Unsent, point: PointView | None) -> Form | None:
    earlier = speaker.view.earlier
    found = next((one for one in earlier.recommendations if one.id == unsent.about), None) if earlier else None
    return seats.CheckForm(speaker, found) if found else None


def _mark(speaker: Speaker, unsent: Unsent, point: PointView | None) -> Form | None:
    found = [pair for pair in pieces(speaker, point) if pair[1].id == unsent.about]
    return gathering.MarkForm(speaker, found, unsent.about) if found else None


def _recommend(speaker: Speaker, unsent: Unsent, point: PointView | None) -> Form:
    return deciding.RecommendForm(speaker, _begun_at(speaker, unsent), "must")


def _begun_at(speaker: Speaker, unsent: Unsent) -> PointView | None:
    """The point whose id names the draft, which may be another than the one that its form has picked."""
    return next((point for point in speaker.view.points if point.id == unsent.about), None)


def _of_point(form: Callable[[Speaker, PointView], Form]) -> Maker:
    def make(speaker: Speaker, unsent: Unsent, point: PointView | None) -> Form | None:
        begun = _begun_at(speaker, unsent)
        return form(speaker, begun) if begun is not None else None

    return make


_MAKERS: dict[str, Maker] = {
    "evidence": lambda speaker, unsent, point: deciding.EvidenceForm(speaker, _begun_at(speaker, unsent)),
    "decide": _of_point(deciding.DecideForm),
    "dissent": _of_point(deciding.DissentForm),
    "own": _of_point(gathering.OwnForm),
    "recommend": _recommend,
    "ask": lambda speaker, unsent, point: asking.AskForm(speaker),
    "challenge": lambda speaker, unsent, point: asking.ChallengeForm(speaker),
    "answer": _answer,
    "agree": _agree,
    "outcome": lambda speaker, unsent, point: closing.OutcomeForm(speaker),
    "sign": lambda speaker, unsent, point: closing.SignForm(speaker, unsent.about),
    "reopen": lambda speaker, unsent, point: closing.ReopenForm(speaker),
    "publish": lambda speaker, unsent, point: closing.PublishForm(speaker),
    "seat": lambda speaker, unsent, point: seats.SeatForm(speaker, unsent.about),
    "conflict": lambda speaker, unsent, point: seats.ConflictForm(speaker, _begun_at(speaker, unsent)),
    "scope": lambda speaker, unsent, point: seats.ScopeForm(speaker),
    "check": _check,
    "mark": _mark,
    "extend": lambda speaker, unsent, point: timing.ExtendForm(speaker, unsent.about),
    "adjourn": lambda speaker, unsent, point: timing.AdjournForm(speaker),
    "lead": lambda speaker, unsent, point: seats.LeadForm(speaker),
}


def open_again(speaker: Speaker, unsent: Unsent) -> Form | None:
    """The form as it was left; None where what it was about is gone, or where a screen of its own has it."""
    point = point_of(unsent, speaker.view)
    if unsent.form in NOTES:
        return LeftNoteForm(speaker, unsent, point)
    maker = _MAKERS.get(unsent.form)
    return maker(speaker, unsent, point) if maker else None
