"""What the set-up is made of: labelled fields with their mistakes beside them, the list of seats, and its choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from panel_tui.plan import PlannedSeat
from panel_tui.rooms import Summary
from panel_tui.session.clock import BOXES, DEFAULT_SECONDS
from panel_tui.standard.finder import Found
from panel_tui.standard.model import Standard
from panel_tui.tui import ink
from panel_tui.tui.forms.fields import Choice, Option, Picker, Words
from panel_tui.tui.widgets.rows import Row, Rows

ADD = "add"
"""The key of the row that adds a seat."""
OFFERED = "last-time:"
"""What the keys of seats begin with that were on the panel of last time and can be taken."""
PANEL_HINT = "Enter changes a seat · a adds one · x takes one off"
TEAM_HINT = "Enter changes a person · a adds one · x takes one off"
OFFER_HINT = "Enter takes a seat · p the whole panel · a adds · x takes off"

NOBODY = PlannedSeat(name="", role="lead")
"""The one seat that a new panel begins with."""
_SEAT_FIELDS = ("name", "role", "discipline", "affiliation", "points")

BOX_LABELS = {"briefing": "Briefing", "deliberation": "Deliberation", "questions": "Questions"}


class OneOfFew(Choice):
    """A choice whose options may become others while the form is open."""

    def offer(self, options: Sequence[Option]) -> None:
        """Offer these; what was chosen stays where it still is there."""
        self.options = tuple(options)
        if self._value not in [one.value for one in options]:
            self._value = ""
        self.changed()


class OneOfMany(Picker):
    """A picker whose options may become others while the form is open."""

    def offer(self, options: Sequence[Option]) -> None:
        """Offer these; what was picked stays where it still is there, else the first is picked."""
        self.options = tuple(options)
        self._places = {one.value: at for at, one in enumerate(self.options)}
        if self._value not in self._places:
            self._value = self.options[0].value if self.options else ""
        self.changed()


class Seats(Rows):
    """The panel as a list: Enter changes a seat, `a` adds one, `x` takes one off. Below it, seats that can be taken:
    Enter takes one, `p` all of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add a seat", show=False),
        Binding("x,delete", "take_off", "Take a seat off", show=False),
        Binding("p", "take_all", "Take the whole panel", show=False),
    ]

    class TakenOff(Message):
        """The seat with this key is to be taken off."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class AllTaken(Message):
        """Everybody who is offered is to be taken."""

    def show_seats(
        self, seats: Sequence[tuple[str, PlannedSeat]], offered: Sequence[tuple[str, PlannedSeat]] = ()
    ) -> None:
        """List the seats by key, a row that adds one, and those that can be taken."""
        rows = [*(Row(key, seat_line(seat)) for key, seat in seats), Row(ADD, (("+ add a seat", "accent"),))]
        if offered:
            rows.append(Row(None, (("On the panel of last time ", "strong muted"), (" p takes them all", "muted"))))
            rows += [Row(key, (("+ ", "accent"), *seat_line(seat))) for key, seat in offered]
        self.show(rows)

    def action_add(self) -> None:
        """Add one."""
        self.post_message(self.Chosen(self, ADD))

    def action_take_off(self) -> None:
        """Take the one off that the cursor is on."""
        key = self.cursor
        if key is not None and key != ADD and not key.startswith(OFFERED):
            self.post_message(self.TakenOff(key))

    def action_take_all(self) -> None:
        """Take everybody who is offered."""
        self.post_message(self.AllTaken())


def seat_fields(seats: Sequence[PlannedSeat]) -> dict[str, str]:
    """The seats as a draft has them: `seat.0.name`, `seat.0.role`, and so on."""
    made: dict[str, str] = {}
    for place, seat in enumerate(seats):
        values = (seat.name, seat.role, seat.discipline or "", seat.affiliation or "", " ".join(seat.points))
        made |= {f"seat.{place}.{name}": value for name, value in zip(_SEAT_FIELDS, values, strict=True)}
    return made


def seats_of(fields: Mapping[str, str]) -> list[PlannedSeat]:
    """The seats of a draft."""
    made: list[PlannedSeat] = []
    while f"seat.{len(made)}.name" in fields:
        name, role, discipline, side, points = (fields.get(f"seat.{len(made)}.{one}", "") for one in _SEAT_FIELDS)
        made.append(
            PlannedSeat(
                name=name,
                role=role,
                discipline=discipline or None,
                affiliation=side or None,
                points=tuple(points.split()),
            )
        )
    return made


NO_SEATS = seat_fields([NOBODY])
"""A panel that nobody has touched."""


def seat_line(seat: PlannedSeat) -> ink.Line:
    """A seat in one line."""
    points = f"points {' '.join(seat.points)}" if seat.points else ""
    more = [seat.role, seat.discipline or "", seat.affiliation or "", points]
    return (
        (ink.one_line(seat.name) or "no name yet", "strong"),
        ("  " + " · ".join(one for one in more if one), "muted"),
    )


class Labelled(Vertical):
    """A field under its label, with room for what is wrong with it."""

    def __init__(self, name: str, label: str, field: Choice | Picker | Words | Rows | Static, hint: str = "") -> None:
        super().__init__(name=name, id=f"row-{name}", classes="field")
        self._label = label
        self._field = field
        self._hint = hint
        self._counted = False

    def compose(self) -> ComposeResult:
        """Label, field, hint, mistake."""
        with Horizontal():
            yield Static(self._label, classes="label", markup=False)
            yield self._field
        if self._hint:
            yield Static(self._hint, classes="hint", markup=False)
        yield Static("", classes="problem", markup=False)

    def name_it(self, label: str, hint: str = "") -> None:
        """Another label, and another hint where it has one."""
        if label != self._label:
            self._label = label
            self.query_one(".label", Static).update(label)
        if hint and self._hint and hint != self._hint:
            self._hint = hint
            self.query_one(".hint", Static).update(hint)

    def say(self, sentences: Sequence[str]) -> None:
        """Say what is wrong; nothing takes it away."""
        problem = self.query_one(".problem", Static)
        problem.update("\n".join(f"! {sentence[:1].upper()}{ink.safe(sentence[1:])}." for sentence in sentences))
        problem.set_class(bool(sentences), "-shown")

    def count(self) -> None:
        """Say by how much the field is too long; nothing is cut."""
        field = self._field
        many = field.excess if isinstance(field, Words) else 0
        if many and isinstance(field, Words):
            self.say([f"{many:,} characters too long; {field.longest:,} are kept, and nothing is cut"])
        elif self._counted:
            self.say(())
        self._counted = bool(many)

    @property
    def faulty(self) -> bool:
        """Whether something is wrong with it."""
        return self.query_one(".problem").has_class("-shown")


def standard_options(found: Sequence[Found], sessions: Sequence[Summary] = ()) -> list[Option]:
    """The standards that can be used: first the one of the newest session, else none, so that one has to be chosen."""
    usable = [one for one in found if one.problem is None]
    last = next((one.fields.standard_title for one in sessions if one.fields and not one.fields.rehearsal), None)
    first = next((one for one in usable if one.title == last), None)
    options = [_standard_option(one) for one in usable if one is not first]
    return [_standard_option(first) if first else Option("", (("choose one with →", "muted"),)), *options]


def _standard_option(one: Found) -> Option:
    more = f"{one.id} · version {one.version} · {points_words(one.points)}"
    return Option(str(one.path), (ink.one_line(one.title),), one.id, more)


def many(number: int, what: str) -> str:
    """`1 decision`, `14 decisions`, `no decisions`."""
    return f"{f'{number:,}' if number else 'no'} {what}{'' if number == 1 else 's'}"


def points_words(number: int) -> str:
    """`1 point`, `15 points`."""
    return "1 point" if number == 1 else f"{number:,} points"


def phase_options(standard: Standard) -> list[Option]:
    """The phases of a standard, with the number of points that are looked at in each."""
    return [Option(one.id, (one.title,), "", points_words(len(standard.points_in(one.id)))) for one in standard.phases]


def scale_options(standard: Standard) -> list[Option]:
    """The scales of a standard by their levels; none where there is nothing to choose."""
    if len(standard.scales) < 2:
        return []
    return [Option(one, (" / ".join(level.label for level in standard.levels(one)),)) for one in standard.scales]


def order_options() -> list[Option]:
    """The two ways to walk."""
    by_section = "Each discipline has one turn, in the order of the standard's file."
    return [
        Option("sections", ("by section",), "", by_section),
        Option("numbers", ("by number",), "", "Point 1, point 2, and so on."),
    ]


def planned_lengths(standard: Standard | None, phase: str) -> dict[str, str]:
    """How long each clock is planned for in a phase, as people write it."""
    seconds = {box: (standard.timebox(phase, box) if standard else None) or DEFAULT_SECONDS[box] for box in BOXES}
    return {box: length_words(one) for box, one in seconds.items()}


def length_words(seconds: int) -> str:
    """A length as people write it: `45m`, `1h30m`, `90s`."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    parts = ((hours, "h"), (minutes, "m"), (left, "s"))
    return "".join(f"{number}{unit}" for number, unit in parts if number)


def typed_length(text: str) -> str:
    """A length as it was typed; a bare number is minutes."""
    low = text.strip().lower().replace(" ", "")
    return f"{low}m" if low.isdecimal() else low


def kind_options() -> list[Option]:
    """Who keeps the record."""
    own = "It walks the same points with evidence and the team's own view of each, and scores nothing."
    return [
        Option("panel", ("An assessment by a panel",)),
        Option("self", ("A team's own record (self-assessment)",), "", own),
    ]
