"""The forms: one for each action that asks for words first.

`open_form(screen, action, point)` opens the form of an action over a screen and says afterwards what was kept;
`for_action(id)` gives the form's maker. A form's module is loaded when it is first opened.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from panel_tui.commands import Action
from panel_tui.session.bodies import StageEntered
from panel_tui.session.state import Evidence
from panel_tui.session.view import PointView
from panel_tui.speaker import Speaker
from panel_tui.tui.ink import one_line

SAID = 90
"""So many letters of what was kept stand in the toast; the whole stands on the screen behind it."""

if TYPE_CHECKING:
    from panel_tui.tui.doing import InRoom
    from panel_tui.tui.forms.form import Form

Maker = Callable[[Speaker, PointView | None], "Form | str"]
"""Makes a form about a point; or says in a sentence why there is nothing to fill in."""


def _named(module: str, name: str) -> Any:
    return getattr(import_module(f"panel_tui.tui.forms.{module}"), name)


def _of_point(module: str, name: str) -> Maker:
    def make(speaker: Speaker, point: PointView | None) -> Form | str:
        form: Form | str = "go to a point first" if point is None else _named(module, name)(speaker, point)
        return form

    return make


def _plain(module: str, name: str, *, about_point: bool = False) -> Maker:
    def make(speaker: Speaker, point: PointView | None) -> Form:
        form: Form = _named(module, name)(speaker, point) if about_point else _named(module, name)(speaker)
        return form

    return make


def _recommend(strength: str) -> Maker:
    def make(speaker: Speaker, point: PointView | None) -> Form:
        form: Form = _named("deciding", "RecommendForm")(speaker, point, strength)
        return form

    return make


def _answer(speaker: Speaker, point: PointView | None) -> Form | str:
    waiting = [one for one in speaker.view.questions if one.answer is None]
    if not waiting:
        return "there is no question without an answer; a writes one down"
    form: Form = _named("asking", "AnswerForm")(speaker, waiting[0])
    return form


def _check(speaker: Speaker, point: PointView | None) -> Form | str:
    view = speaker.view
    checked = {one.id for one in view.checked}
    earlier = view.earlier.recommendations if view.earlier else ()
    if not earlier:
        return "there is nothing of last time to check"
    here = [one for one in earlier if point is not None and one.point == point.id]
    left = [one for one in earlier if one.id not in checked]
    # Of this point what is left, and what was checked; where it has none, what is left anywhere.
    found = next(iter([*(one for one in here if one in left), *here, *left, *earlier]))
    form: Form = _named("seats", "CheckForm")(speaker, found)
    return form


def pieces(speaker: Speaker, point: PointView | None) -> list[tuple[PointView | None, Evidence]]:
    """The evidence to choose from: that of the point first, then what has no point yet, then the rest."""
    view = speaker.view
    held = [(one, piece) for one in view.points for piece in one.evidence]
    here = [pair for pair in held if point is not None and pair[0].id == point.id]
    rest = [pair for pair in held if point is None or pair[0].id != point.id]
    return [*here, *((None, piece) for piece in view.evidence), *rest]


def marking(speaker: Speaker, point: PointView | None, first: str | None = None) -> Form | str:
    """The form that marks evidence; `first` is the piece (id) that it begins with."""
    found = pieces(speaker, point)
    if first is None and point is not None and len(point.evidence) == 1:
        first = point.evidence[0].id
    form: Form | str = _named("gathering", "MarkForm")(speaker, found, first) if found else "there is no evidence yet"
    return form


def _unmark(speaker: Speaker, point: PointView | None) -> Form | str:
    found = [pair for pair in pieces(speaker, point) if pair[1].mark]
    form: Form | str = _named("gathering", "UnmarkForm")(speaker, found) if found else "no evidence has a mark"
    return form


def placing(speaker: Speaker, point: PointView | None, first: str | None = None) -> Form | str:
    """The form that puts evidence under a point: what has none comes first, unless `first` (its id) is another."""
    found = sorted(pieces(speaker, point), key=lambda pair: pair[0] is not None)
    form: Form | str = _named("gathering", "PlaceForm")(speaker, found, first) if found else "there is no evidence yet"
    return form


def _challenge(speaker: Speaker, point: PointView | None) -> Form | str:
    if speaker.view.standard.is_conversation:
        return "a conversation decides nothing that could be challenged; write it down as a question"
    form: Form = _named("asking", "ChallengeForm")(speaker, point)
    return form


def _agree(speaker: Speaker, point: PointView | None) -> Form | str:
    view = speaker.view
    conversation = view.standard.conversation
    if conversation is None:
        return "this standard has levels; decide its points instead of agreeing texts"
    agreed = {one.heading for one in view.agreed}
    found = next((one for one in conversation.headings if one.id not in agreed), conversation.headings[0])
    form: Form = _named("closing", "AgreeForm")(speaker, found)
    return form


_MAKERS: dict[str, Maker] = {
    "stage": _plain("moving", "StageForm"),
    "adjourn": _plain("timing", "AdjournForm"),
    "lead": _plain("seats", "LeadForm"),
    "evidence": _plain("deciding", "EvidenceForm", about_point=True),
    "decide": _of_point("deciding", "DecideForm"),
    "dissent": _of_point("deciding", "DissentForm"),
    "must": _recommend("must"),
    "should": _recommend("should"),
    "extend": _plain("timing", "ExtendForm"),
    "ask": _plain("asking", "AskForm", about_point=True),
    "challenge": _challenge,
    "answer": _answer,
    "agree": _agree,
    "outcome": _plain("closing", "OutcomeForm"),
    "sign": _plain("closing", "SignForm"),
    "reopen": _plain("closing", "ReopenForm"),
    "seat": _plain("seats", "SeatForm"),
    "conflict": _plain("seats", "ConflictForm", about_point=True),
    "scope": _plain("seats", "ScopeForm"),
    "check": _check,
    "mark": marking,
    "unmark": _unmark,
    "place": placing,
    "own": _of_point("gathering", "OwnForm"),
    "publish": _plain("closing", "PublishForm"),
}


def for_action(id: str) -> Maker | None:
    """What makes the form of an action, or None where it has none here."""
    return _MAKERS.get(id)


def open_form(screen: InRoom, action: Action, point: PointView | None) -> bool:
    """Open the form of an action; False where there is none and the prompt has to ask."""
    maker = for_action(action.id)
    if maker is not None:
        made = maker(screen.speaker, point)
        if isinstance(made, str):
            screen.toast(f"{action.label}: {made}", "warning")
        else:
            show(screen, made)
        return True
    if action.build is None:
        from panel_tui.tui import doing

        doing.carry_out(screen, action, "")
        return True
    return False


def show(screen: InRoom, form: Form) -> None:
    """Show a form over a screen; when it was kept, a toast says what and how it is taken back."""

    def kept(done: bool | None) -> None:
        if done and screen.speaker.room.seat is not None:  # its event is made on the lead's computer
            screen.toast(f"{form.heading()}: sent. u takes it back.")
        elif done and form.kept is not None and not isinstance(form.kept.what, StageEntered):  # another screen says it
            said = shorten(one_line(screen.speaker.saying(form.kept)), SAID, placeholder=" …")
            end = "" if said.endswith("…") else "."
            screen.toast(f"{said}{end} u takes it back.")

    screen.app.clear_notifications()  # what was said before must not stand over the fields
    screen.app.push_screen(form, kept)
