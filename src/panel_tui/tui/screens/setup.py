"""Set-up: a new session, field by field. What is wrong is said beside its field; nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.message import Message

from panel_tui.errors import PanelError
from panel_tui.live_room import LiveRoom
from panel_tui.plan import Plan, PlanError, PlannedSeat, prepare
from panel_tui.rooms import SetupDraft, Summary
from panel_tui.session.clock import BOXES
from panel_tui.session.state import State
from panel_tui.session.words import LINE_LENGTH
from panel_tui.standard.finder import Found, UnknownStandardError, available, here
from panel_tui.standard.model import Standard
from panel_tui.standard.problems import Problem, StandardError
from panel_tui.standard.reader import read_standard
from panel_tui.tui import ink
from panel_tui.tui.forms.fields import Option, Words
from panel_tui.tui.screens import setup_earlier_text as text
from panel_tui.tui.screens import setup_parts as parts
from panel_tui.tui.screens.setup_earlier import EarlierSetup
from panel_tui.tui.screens.setup_parts import Labelled, OneOfFew, OneOfMany, Seats

_REHEARSAL = (
    Option("", ("no",)),
    Option("yes", ("yes",), "", "It is marked as a rehearsal on every screen and in every report."),
)


class SetupScreen(EarlierSetup):
    """A new session; with `after`, the next one of the service that this earlier session was about."""

    HEADING: ClassVar[str] = "A new session"
    KEEPS: ClassVar[str] = "Make the session"
    F4: ClassVar[str] = "makes the session"

    class Known(Message):
        """Which standards and earlier sessions there are, and what was typed here last time."""

        def __init__(
            self, found: Sequence[Found], earlier: Sequence[Summary], problem: str, back: Mapping[str, str]
        ) -> None:
            super().__init__()
            self.found = found
            self.earlier = earlier
            self.problem = problem
            self.back = back

    class Loaded(Message):
        """A standard was read, or could not be."""

        def __init__(self, path: str, standard: Standard | None, problem: str) -> None:
            super().__init__()
            self.path = path
            self.standard = standard
            self.problem = problem

    class Judged(Message):
        """The room says what is wrong: sentences by field. With a `room`, nothing is, and it was made."""

        def __init__(self, problems: Mapping[str, Sequence[str]], room: LiveRoom | None = None, *, go: bool) -> None:
            super().__init__()
            self.problems = problems
            self.room = room
            self.go = go

    def __init__(self, after: Summary | None = None) -> None:
        super().__init__()
        self._after = after
        self._found: Sequence[Found] = ()
        self._judged = False
        self._busy = False
        self._shown_for = ("", "")

    # The form

    def fields(self) -> ComposeResult:
        """Every field, in the order in which one is asked for them."""
        today = self.host.rooms.clock().astimezone().date().isoformat()
        yield Labelled(
            "service", "Service", Words(hint="its name, as the team says it", id="service", longest=LINE_LENGTH)
        )
        yield Labelled("standard", "Standard", OneOfMany([], id="standard"))
        yield Labelled("phase", "Phase", OneOfFew([], id="phase"))
        yield Labelled("scale", "Scale", OneOfFew([], id="scale", upright=True))
        yield Labelled("kind", "Kind", OneOfFew(parts.kind_options(), "panel", id="kind"))
        yield from self.earlier_fields()
        yield Labelled("date", "Date", Words(today, id="date"))
        yield Labelled("team", "Team", Words(hint="who runs the service", id="team", longest=LINE_LENGTH))
        yield Labelled(
            "organisation",
            "Organisation",
            Words(hint="such as Hackney Council", id="organisation", longest=LINE_LENGTH),
        )
        about = "one paragraph for the report and the register; it may stay empty"
        yield Labelled("description", "Description", Words(hint=about, prose=True, id="description"))
        yield Labelled("panel", "Panel", Seats(id="panel"), parts.PANEL_HINT)
        yield Labelled("order", "Walk", OneOfFew(parts.order_options(), "sections", id="order"))
        for box, label in parts.BOX_LABELS.items():
            yield Labelled(box, label, Words(self.lengths[box], hint="such as 45m or 1h30m", id=box))
        yield Labelled("rehearsal", "Rehearsal", OneOfFew(_REHEARSAL, "", id="rehearsal"))

    def on_mount(self) -> None:
        """Ready to type; the standards come as soon as they are read."""
        self.seats = {self.seat_key(): parts.NOBODY}
        self.show_earlier()
        draft = self.remember()
        self.row("scale").display = False
        self.query_one("#service").focus()
        self._look_around(draft)

    # What there is to choose from

    @work(thread=True, group="look")
    def _look_around(self, draft: SetupDraft) -> None:
        found = available()
        try:
            earlier, problem = self.host.rooms.list(), ""
        except PanelError as error:
            earlier, problem = (), error.message
        self.post_message(self.Known(found, earlier, problem, draft.open()))

    def on_setup_screen_known(self, message: Known) -> None:
        """Offer them."""
        self.query_one("#standard", OneOfMany).offer(parts.standard_options(message.found, message.earlier))
        self._found = message.found
        self.offer_sessions(message.earlier)
        self.row("earlier").say([message.problem.rstrip(".")] if message.problem else [])
        if self._after is None or message.back.get("earlier") == self._after.path:
            self._after = None
            self.put_back(message.back)
        elif message.back:
            self._ask_which(message.back, self._after)
        else:
            self._begin_after(self._after)

    @work(thread=True, exclusive=True, group="load")
    def _load(self, path: str) -> None:
        try:
            standard, problem = read_standard(Path(path)), ""
        except PanelError as error:
            standard, problem = None, error.message
        self.post_message(self.Loaded(path, standard, problem))

    def on_setup_screen_loaded(self, message: Loaded) -> None:
        """Offer what this standard has."""
        if message.path != self.value("standard"):
            return
        self.row("standard").say([message.problem.rstrip(".")] if message.problem else [])
        if message.standard is not None:
            self.show_standard(message.standard)

    def show_standard(self, standard: Standard) -> None:
        """Phases, scales, walk and clocks of this standard."""
        self.standard = standard
        phases = parts.phase_options(standard)
        self.query_one("#phase", OneOfFew).offer(phases)
        if len(phases) == 1:
            self.field("phase").put(phases[0].value)
        scales = parts.scale_options(standard)
        self.query_one("#scale", OneOfFew).offer(scales)
        self.field("scale").put("default")
        self.row("scale").display = bool(scales)
        self.row("order").display = bool(standard.running_order)
        self.show_kind()
        for name in ("phase", "scale", "order"):
            self.field(name).put(self.still_to_come.pop(name, ""))
        self.plan_lengths()

    def plan_lengths(self) -> None:
        """The clocks follow the standard's phase, but for those that somebody has changed."""
        planned = parts.planned_lengths(self.standard, self.value("phase"))
        for box in BOXES:
            if self.value(box) == self.lengths[box]:
                self.field(box).put(planned[box])
        self.lengths = planned

    # The panel

    def seat_name(self, key: str) -> str:
        """Whose seat it is."""
        return self.seats[key].name or "this seat"

    def ask_seat(self, key: str | None) -> None:
        """Fill in a seat; None for a new one."""
        from panel_tui.tui.screens.setup_seat import PlannedSeatBox

        def kept(seat: PlannedSeat | None) -> None:
            if seat is not None:
                place = key or self.seat_key()
                self.seats[place] = seat
                self.offer_seats()
                self.query_one("#panel", Seats).go(place)
                self.field_left()
            self.keep_draft()

        if key in self.offered:
            self.take([key])
            return
        box = PlannedSeatBox(
            self.seats.get(key or ""),
            self.standard,
            lambda seat: self.keep_draft({key or "": seat}),
            of_a_team=self.of_a_team,
        )
        self.app.push_screen(box, kept)

    def take_off(self, key: str) -> None:
        """Take a seat off."""
        del self.seats[key]
        self.offer_seats()
        self.keep_draft()
        self.field_left()

    # The next session of the same service

    def _ask_which(self, back: Mapping[str, str], after: Summary) -> None:
        from panel_tui.tui.overlays.choose import Choose

        def answered(answer: str | None) -> None:
            if answer == "anew":
                self._begin_after(after)
            else:
                self._after = None
                self.put_back(back)

        begun = back.get("service", "").strip()
        answers = [
            ("back", "Go on with what you typed then"),
            ("anew", "Throw that away, and set up the next session of this service"),
        ]
        question = f"You have begun to set up {f'“{begun}”' if begun else 'a session'}, and it is not made yet."
        self.app.push_screen(Choose(ink.one_line(question), answers), answered)

    def _begin_after(self, after: Summary) -> None:
        self.field("service").put(after.fields.service if after.fields else "")
        self.field("earlier").put(after.path)

    def earlier_known(self, before: State) -> None:
        """What the next session of a service has like the one before is filled in, to be corrected."""
        if self._after is None:
            return
        self._after = None
        created = before.created
        for name, value in (("team", created.team), ("organisation", created.organisation),
                            ("description", created.description)):  # fmt: skip
            if value and not self.value(name):
                self.field(name).put(value)
        phase = text.next_phase(before)
        self.still_to_come |= {"phase": phase, "scale": created.scale, "order": created.order}
        same = next((one for one in self._found if one.id == before.standard.id and one.problem is None), None)
        if same is not None:
            self.field("standard").put(str(same.path))
        if self.standard is not None and same is not None and self.standard.id == same.id:
            self.show_standard(self.standard)

    # What is typed

    def field_changed(self) -> None:
        """Phases follow the standard, clocks the phase."""
        standard, phase = self._shown_for
        self._shown_for = (self.value("standard"), self.value("phase"))
        if self._shown_for[0] not in ("", standard):
            self._load(self._shown_for[0])
        if self._shown_for[1] != phase:
            self.plan_lengths()
        self.show_kind()
        self.follow_earlier()
        self.keep_draft()

    def show_kind(self) -> None:
        """A team's own record has no clocks."""
        conversation = self.standard is not None and self.standard.is_conversation
        for box in BOXES:
            self.row(box).display = not self.of_a_team and not (box == "deliberation" and conversation)
        self.row("team").name_it("Team's name" if self.of_a_team else "Team")

    def field_left(self) -> None:
        """Once the room has said what is wrong, it says again what is left of it."""
        self.follow_earlier()
        if self._judged and not self._busy:
            self._judge(self.plan(), make=False)

    # Making it

    def plan(self) -> Plan:
        """What the fields say."""
        lengths = {box: self.value(box) for box in BOXES if self.row(box).display}
        boxes = {box: parts.typed_length(one) for box, one in lengths.items() if one and one != self.lengths[box]}
        seats = tuple(self.seats.values())
        # A panel of one seat that nobody has filled in is no panel yet: the plan has a word for that.
        named = seats if any(seat.name for seat in seats) else ()
        if self.of_a_team and not named:
            named = (PlannedSeat(name=self.value("team") or "The team", role="lead"),)
        return Plan(
            service=self.value("service"),
            phase=self.value("phase"),
            standard=self.value("standard"),
            description=self.value("description") or None,
            team=self.value("team") or None,
            organisation=self.value("organisation") or None,
            date=self.value("date") or None,
            scale=self.value("scale") or "default",
            order=self.value("order"),
            panel=named,
            timeboxes=boxes,
            earlier=self.earlier_path() or None,
            rehearsal=self.value("rehearsal") == "yes",
            kind=self.value("kind"),
            reassess=self.reassessed(),
        )

    def action_keep(self) -> None:
        """Make the session, or say beside each field what is wrong."""
        if not self.value("standard"):
            self.show_problems({"standard": ["choose a standard first: → goes through them"]})
            self.go_to_first_problem()
        elif self.lacking():
            self.show_problems(self.lacking())
            self.go_to_first_problem()
        elif not self._busy:
            self._busy = self._judged = True
            self._judge(self.plan(), make=True)

    @work(thread=True, group="judge")
    def _judge(self, plan: Plan, *, make: bool) -> None:
        room = None
        problems: dict[str, list[str]] = {}
        try:
            created = prepare(plan, self.host.rooms, cwd=here())
            room = self.host.rooms.create(created) if make else None
        except PlanError as error:
            for problem in error.problems:
                problems.setdefault(field_of(problem), []).append(sentence_of(problem, plan))
        except (StandardError, UnknownStandardError) as error:
            problems["standard"] = [error.message.rstrip(".")]
        except PanelError as error:
            # The plan is sound, so it is the earlier session that cannot be read, or the new one cannot be kept.
            problems["general"] = [error.message]
        self.post_message(self.Judged(problems, room, go=make))

    def on_setup_screen_judged(self, message: Judged) -> None:
        """Into the room, or to the first field that needs mending."""
        if message.go:
            self._busy = False
        if message.room is not None:
            self.forget()
            self.host.open_room(message.room)
            return
        self.show_problems(self.lacking() | dict(message.problems))
        if message.go:
            self.go_to_first_problem()


def field_of(problem: Problem) -> str:
    """The field that a mistake of a plan is about."""
    first, _, rest = problem.path.partition("/")
    return rest.partition("/")[0] if first == "timeboxes" and rest else first or "general"


def sentence_of(problem: Problem, plan: Plan) -> str:
    """A mistake in one sentence; of a seat, with its name."""
    head, *rest = problem.path.split("/")
    if head == "panel" and rest and rest[0].isdecimal():
        name = plan.panel[int(rest[0])].name if int(rest[0]) < len(plan.panel) else ""
        return f"{name or f'seat {int(rest[0]) + 1}'}: {problem.sentence()}"
    return problem.sentence()
