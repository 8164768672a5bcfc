"""A seat of the panel that is being set up."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from panel_tui.grammar.panel import AFFILIATIONS, ROLES
from panel_tui.plan import PlannedSeat
from panel_tui.session.words import LINE_LENGTH
from panel_tui.standard.model import Standard
from panel_tui.tui.forms.fields import Choice, FieldChanged, FieldDone, FormKept, Option, Words
from panel_tui.tui.overlays.box import Box


class PlannedSeatBox(Box[PlannedSeat]):
    """Answers with the seat as it is filled in; what is wrong with it is said in the set-up.

    `typing` hears of every letter, so that the set-up's draft holds it too.
    """

    HINT: ClassVar[str] = "Enter takes it over · Tab next field · esc leaves it as it was"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "Keep", show=False),
        Binding("f4", "keep", "Keep", show=False),
    ]
    DEFAULT_CSS = """
    PlannedSeatBox .field { height: auto; margin-bottom: 1; border-left: blank; padding-left: 1; }
    PlannedSeatBox .field:focus-within { border-left: thick $primary; }
    PlannedSeatBox .label { width: 12; color: $tone-muted; }
    PlannedSeatBox .field:focus-within .label { color: $foreground; text-style: bold; }
    PlannedSeatBox Choice, PlannedSeatBox Words { width: 1fr; }
    PlannedSeatBox .box--hint { margin-top: 0; }
    PlannedSeatBox #count { height: auto; color: $tone-warn; display: none; }
    """

    def __init__(
        self,
        seat: PlannedSeat | None,
        standard: Standard | None,
        typing: Callable[[PlannedSeat], None],
        *,
        of_a_team: bool = False,
    ) -> None:
        super().__init__()
        self._typing = typing
        self._seat = seat or PlannedSeat(name="")
        self._new = seat is None
        self._standard = standard
        self._of_a_team = of_a_team

    def heading(self) -> str:
        """New, or whose."""
        if self._new:
            return "Somebody of the team" if self._of_a_team else "A new seat on the panel"
        return f"The seat of {self._seat.name or 'nobody yet'}"

    def inside(self) -> ComposeResult:
        """The fields."""
        seat = self._seat
        roles = ", ".join(one.title.lower() for one in self._standard.roles[:3]) if self._standard else ""
        sides = [*(Option(one, (one,)) for one in AFFILIATIONS), Option("", ("not said",))]
        for label, field in (
            ("Name", Words(seat.name, hint="first and last name", id="name", longest=LINE_LENGTH)),
            ("Role", Choice([Option(one, (one,)) for one in ROLES], seat.role, id="role")),
            (
                "Discipline",
                Words(
                    seat.discipline or "",
                    hint=f"such as {roles or 'user research'}",
                    id="discipline",
                    longest=LINE_LENGTH,
                ),
            ),
            ("From", Choice(sides, seat.affiliation or "", id="affiliation")),
            (
                "Points",
                Words(" ".join(seat.points), hint="numbers that this seat leads on, such as 1 2 9", id="points"),
            ),
        ):
            with Horizontal(classes="field"):
                yield Static(label, classes="label", markup=False)
                yield field
        yield Static("", id="count", markup=False)

    def on_mount(self) -> None:
        """Begin with the name."""
        self.query_one("#name", Words).focus()

    def on_form_kept(self, message: FormKept) -> None:
        """Enter in a field."""
        message.stop()
        self.action_keep()

    def on_field_done(self, message: FieldDone) -> None:
        """On to the next."""
        message.stop()
        self.focus_next()

    def on_field_changed(self, message: FieldChanged) -> None:
        """Remember it."""
        message.stop()
        self._typing(self._filled_in())
        many = [one for one in self.query(Words) if one.excess]
        told = [
            f"{str(one.id).capitalize()}: {one.excess:,} characters too long; {one.longest:,} are kept." for one in many
        ]
        self.query_one("#count", Static).update("\n".join(told))
        self.query_one("#count").display = bool(told)

    def action_keep(self) -> None:
        """Take it over."""
        self.dismiss(self._filled_in())

    def _filled_in(self) -> PlannedSeat:
        text = {one: self.query_one(f"#{one}", Words).value.strip() for one in ("name", "discipline", "points")}
        return PlannedSeat(
            name=text["name"],
            role=self.query_one("#role", Choice).value,
            discipline=text["discipline"] or None,
            affiliation=self.query_one("#affiliation", Choice).value or None,
            points=tuple(text["points"].replace(",", " ").split()),
        )
