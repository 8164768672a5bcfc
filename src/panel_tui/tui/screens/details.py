"""The set-up of an open session, to be corrected: every line that changes is an event of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from panel_tui.errors import PanelError
from panel_tui.plan import PlannedSeat
from panel_tui.session import bodies
from panel_tui.session.clock import BOXES
from panel_tui.session.terms import Earlier
from panel_tui.session.view import SeatView, View
from panel_tui.session.words import LINE_LENGTH, clean, clean_line
from panel_tui.speaker import Speaker
from panel_tui.standard.model import seconds
from panel_tui.tui import ink
from panel_tui.tui.forms.draft import FormDraft
from panel_tui.tui.forms.fields import Words
from panel_tui.tui.screens import setup_parts as parts
from panel_tui.tui.screens.setup_form import SetupForm, tell_that_it_is_back
from panel_tui.tui.screens.setup_parts import Labelled, OneOfFew, Seats

_TEXTS = ("service", "phase", "scale", "date", "team", "organisation", "description", "order")


class DetailsScreen(SetupForm):
    """The lines of the set-up as they stand. F4 keeps those that were changed; the room judges each of them."""

    HEADING: ClassVar[str] = "Details of this session"
    KEEPS: ClassVar[str] = "Keep the changes"
    F4: ClassVar[str] = "keeps the changes"
    LEFT: ClassVar[str] = "Leave? Your changes are not kept in the record yet."

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[str, str] = {}

    @property
    def speaker(self) -> Speaker:
        """Whoever has the keyboard."""
        return self.host.speaker

    def fields(self) -> ComposeResult:
        """The fields that can be corrected, with what they say now."""
        view = self.speaker.view
        yield Labelled("service", "Service", Words(view.service, id="service", longest=LINE_LENGTH))
        yield _said("standard", "Standard", _standard_words(view))
        yield Labelled("phase", "Phase", OneOfFew(parts.phase_options(view.standard), view.phase, id="phase"))
        scales = parts.scale_options(view.standard)
        yield Labelled("scale", "Scale", OneOfFew(scales, view.scale, id="scale", upright=True))
        for name, label, words in _from_the_beginning(view):
            yield _said(name, label, words)
        yield Labelled("date", "Date", Words(view.date or "", hint="such as 2026-11-21", id="date"))
        yield Labelled(
            "team", "Team's name" if view.is_self else "Team", Words(view.team or "", id="team", longest=LINE_LENGTH)
        )
        yield Labelled(
            "organisation", "Organisation", Words(view.organisation or "", id="organisation", longest=LINE_LENGTH)
        )
        yield Labelled("description", "Description", Words(view.description or "", prose=True, id="description"))
        label, hint = ("Team", parts.TEAM_HINT) if view.is_self else ("Panel", parts.PANEL_HINT)
        yield Labelled("panel", label, Seats(id="panel"), hint)
        yield Labelled("order", "Walk", OneOfFew(parts.order_options(), view.order, id="order"))
        planned = {box.box: parts.length_words(box.planned) for box in view.timeboxes}
        for box, label in parts.BOX_LABELS.items():
            yield Labelled(box, label, Words(planned[box], hint="such as 45m or 1h30m", id=box))

    def on_mount(self) -> None:
        """Ready to be corrected; what the standard does not have is not asked for."""
        view = self.speaker.view
        standard = view.standard
        self.row("scale").display = len(standard.scales) > 1
        self.row("order").display = bool(standard.running_order)
        for box in BOXES:
            self.row(box).display = box in view.stages and not view.is_self
        self._kept = self._values()
        self.room_changed()
        self._put_back()
        self.query_one("#service").focus()

    def _values(self) -> dict[str, str]:
        return {name: self.value(name) for name in (*_TEXTS, *BOXES)}

    # What is typed is a draft until it is kept

    @property
    def _draft(self) -> FormDraft:
        return FormDraft(self.speaker.room, self.speaker.seat, "details")

    def field_changed(self) -> None:
        """Remember it."""
        self._remember()

    def _remember(self) -> None:
        # With a line that was emptied among them: it must not come back as it was.
        self._draft.keep(None, {name: value for name, value in self._values().items() if value != self._kept.get(name)})

    def _put_back(self) -> None:
        waiting = self._draft.read(None)
        for name, value in self._kept.items():
            self.field(name).put(waiting.get(name, value))
        if self.typed():
            tell_that_it_is_back(self)

    def forget(self) -> None:
        """Thrown away."""
        self._draft.keep(None, {})

    # The panel is corrected at once, in the room's own forms

    def room_changed(self) -> None:
        """A seat was kept, here or elsewhere: list the seats as the room has them."""
        view = self.speaker.view
        self.query_one("#panel", Seats).show_seats([(one.id, _planned(view, one)) for one in view.seats])

    def seat_name(self, key: str) -> str:
        """Whose seat it is."""
        return self.speaker.view.label(key)

    def ask_seat(self, key: str | None) -> None:
        """The form for a seat of an open session."""
        from panel_tui.tui.forms.seats import SeatForm

        self.app.push_screen(SeatForm(self.speaker, key))

    def take_off(self, key: str) -> None:
        """Only a seat without a trace can go; the room says so."""
        self.row("panel").say(self._refused(partial(bodies.SeatRemoved, seat=key)))

    # Keeping

    def action_keep(self) -> None:
        """Have every changed line kept; those that the room refuses stay here, with the reason."""
        problems = {}
        changed = {name: value for name, value in self._values().items() if value != self._kept[name]}
        for name, value in changed.items():
            said = self._refused(partial(_change, name, value))
            if said:
                problems[name] = said
            else:
                self._kept[name] = value
        self._remember()
        self.show_problems(problems)
        if problems:
            self.go_to_first_problem()
            return
        count = len(changed)
        lines = "1 line was" if count == 1 else f"{count} lines were"
        self.toast(f"{lines} changed." if count else "Nothing was changed.")
        self.leave()

    def _refused(self, made: Callable[[], bodies.AnyBody]) -> list[str]:
        try:
            self.speaker.room.record(self.speaker.seat, made())
        except PanelError as error:
            return [error.message]
        return []

    def typed(self) -> bool:
        """Whether something would be lost."""
        return self._values() != self._kept


def _change(name: str, value: str) -> bodies.AnyBody:
    if name in BOXES:
        length = seconds(parts.typed_length(value))
        return bodies.DetailsChanged(field=f"{name}_seconds", value=None if length is None else str(length))
    text = clean(value) if name == "description" else clean_line(value)
    return bodies.DetailsChanged(field=name, value=text or None)


def _planned(view: View, seat: SeatView) -> PlannedSeat:
    numbers = [point.number for one in seat.points if (point := view.standard.point(one))]
    return PlannedSeat(
        name=seat.label,
        role=seat.role,
        discipline=seat.discipline,
        affiliation=seat.affiliation,
        points=tuple(numbers),
    )


def _standard_words(view: View) -> str:
    points = parts.points_words(len(view.points) + len(view.carried))
    return f"{view.standard.title} · {points} · stays as it is"


def _said(name: str, label: str, words: str) -> Labelled:
    return Labelled(name, label, Static(ink.safe(words), id=name, classes="said", markup=False))


def _from_the_beginning(view: View) -> list[tuple[str, str, str]]:
    """What a session begins with and keeps, with why: name, label and words of each."""
    made = []
    if view.is_self:
        why = "Stays as it is: an assessment is a session of its own, which this record is brought into."
        made.append(("kind", "Kind", f"A team's own record (self-assessment)\n{why}"))
    if view.earlier is not None:
        made.append(("earlier", "Earlier one", _earlier_words(view.earlier)))
    if view.carried:
        ids = {point.id for point in view.points}
        again = ", ".join(point.number for point in view.standard.points_in(view.phase) if point.id in ids)
        rest = "1 point is" if len(view.carried) == 1 else f"{len(view.carried)} points are"
        words = f"points {again} · {rest} carried over as decided last time"
        made.append(("reassess", "Reassessment", f"{words}\nStays as it is: for other points, set up another session."))
    return made


def _earlier_words(earlier: Earlier) -> str:
    which = " · ".join(one for one in (earlier.service, earlier.phase, earlier.date, earlier.outcome) if one)
    left = (
        f"{parts.many(len(earlier.recommendations), 'recommendation')} to check, "
        f"{parts.many(len(earlier.decisions), 'decision')} as history"
    )
    return f"{which}\n{left}\nStays as it is: it is part of this record from its beginning."
