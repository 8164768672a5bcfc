"""The part of the set-up that is about an earlier session: what it brings, its panel, the points not looked at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace
from textual import work
from textual.app import ComposeResult
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from panel_tui.errors import PanelError
from panel_tui.plan import PlannedSeat, earlier_state
from panel_tui.plan_file import NOT_MET
from panel_tui.rooms import Summary
from panel_tui.session.state import State
from panel_tui.session.terms import Earlier
from panel_tui.standard.finder import here, looks_like_a_path
from panel_tui.standard.model import Standard
from panel_tui.tui import ink
from panel_tui.tui.forms.fields import Option, Words
from panel_tui.tui.screens import setup_earlier_text as text
from panel_tui.tui.screens import setup_parts as parts
from panel_tui.tui.screens.setup_parts import Labelled, OneOfFew, OneOfMany, Seats
from panel_tui.tui.screens.setup_remembered import RememberedSetup

PAUSE_SECONDS = 0.15
"""Whoever goes through the list does not want every session in it read."""


class EarlierSetup(RememberedSetup):
    """`before` is the earlier session as it stands, once it has been read; `offered` are the seats of its panel that
    are not on this one."""

    class Brought(Message):
        """The earlier session was read, or could not be."""

        def __init__(self, path: str, before: State | None, problem: str) -> None:
            super().__init__()
            self.path = path
            self.before = before
            self.problem = problem

    def __init__(self) -> None:
        super().__init__()
        self.standard: Standard | None = None
        self.before: State | None = None
        self.offered: dict[str, PlannedSeat] = {}
        self._sessions: Sequence[Summary] = ()
        self._suggested: tuple[Summary, ...] = ()
        self._wanted = ""
        self._asked = ""
        self._pause: Timer | None = None
        self._earlier: Earlier | None = None
        self._shown_with: object = None
        self._reassess = ""

    @property
    def of_a_team(self) -> bool:
        """Whether it is to be a team's own record."""
        return self.value("kind") == "self"

    def earlier_fields(self) -> ComposeResult:
        """Its fields; most of them are shown once there is something to say."""
        yield Labelled("earlier", "Earlier one", OneOfMany(text.earlier_options((), ()), id="earlier"))
        yield Labelled("elsewhere", "Its path", Words(hint="such as ../2025/manage-arrears.json", id="elsewhere"))
        yield Labelled("brings", "It brings", Static("", id="brings", classes="said", markup=False))
        again = OneOfFew(text.reassess_options((), None, ""), "", id="reassess")
        yield Labelled("reassess", "Reassessment", again)
        yield Labelled("again", "Points again", Words(hint="numbers, such as 2 5 11", id="again"))

    # Which one

    def offer_sessions(self, found: Sequence[Summary]) -> None:
        """The sessions of this folder, to choose from."""
        self._sessions = found
        self._suggested = text.same_service(found, self.value("service"))
        self.query_one("#earlier", OneOfMany).offer(text.earlier_options(found, self._suggested))

    def earlier_path(self) -> str:
        """What was chosen or typed; nothing where there is none."""
        chosen = self.value("earlier")
        return self.value("elsewhere") if chosen == text.ELSEWHERE else chosen

    def follow_earlier(self) -> None:
        """A field was changed or left: offer, read and show what follows from it."""
        suggested = text.same_service(self._sessions, self.value("service"))
        if suggested != self._suggested:
            self.offer_sessions(self._sessions)
        path = self.earlier_path()
        if path != self._wanted:
            self._wanted, self._asked = path, ""
            self._put_before(None)
            self.row("earlier").say([])
        typing = self.focused is self.query_one("#elsewhere")
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        if path and path != self._asked and not typing:
            self._pause = self.set_timer(PAUSE_SECONDS, self._read_earlier)
        self.show_earlier()

    def _read_earlier(self) -> None:
        self._asked = self._wanted
        if self._wanted:
            self._bring(self._wanted)

    @work(thread=True, exclusive=True, group="earlier")
    def _bring(self, path: str) -> None:
        place = str(here() / Path(path).expanduser()) if looks_like_a_path(path) else path
        try:
            before, problem = earlier_state(self.host.rooms, place), ""
        except PanelError as error:
            before, problem = None, error.message
        self.post_message(self.Brought(path, before, problem))

    def on_earlier_setup_brought(self, message: Brought) -> None:
        """Say what it brings, or why nothing."""
        if message.path != self._wanted:
            return
        self.row("earlier").say([message.problem.rstrip(".")] if message.problem else [])
        self._put_before(message.before)
        if message.before is not None:
            self.earlier_known(message.before)
        self.show_earlier()

    def _put_before(self, before: State | None) -> None:
        self.before, self._shown_with = before, None

    def earlier_known(self, before: State) -> None:
        """It was read."""

    # What it brings

    def show_earlier(self) -> None:
        """Everything on the form that follows from the earlier session, the standard and the kind."""
        with_these = (self.before, self.value("earlier"), self.standard, self.value("phase"), self.value("scale"),
                      self.value("kind"))  # fmt: skip
        if self._shown_with is None or with_these != self._shown_with:
            self._shown_with = with_these
            self._show_brought()
            self.offer_seats()
        self._show_reassessed()

    def _show_brought(self) -> None:
        self._earlier = None
        lines: list[str] = []
        if self.before is not None:
            self._earlier = text.hands_on(self.before, self.standard, self.value("scale") or "default")
            lines = text.brings(self.before, self._earlier, self.standard, team=self.of_a_team)
        self.query_one("#brings", Static).update(ink.safe("\n".join(lines)))
        self.row("brings").display = bool(lines)
        self.row("elsewhere").display = self.value("earlier") == text.ELSEWHERE
        self.query_one("#reassess", OneOfFew).offer(self._reassess_options())

    def _reassess_options(self) -> list[Option]:
        return text.reassess_options(self._not_met(), self.standard, self.value("phase"))

    def _not_met(self) -> list[str]:
        if self._earlier is None or self.standard is None:
            return []
        return text.not_met(self._earlier, self.standard, self.value("phase"), self.value("scale") or "default")

    def _show_reassessed(self) -> None:
        held = self.standard is not None and not self.standard.is_conversation and bool(self.value("phase"))
        self.row("reassess").display = self.before is not None and held and not self.of_a_team
        chosen = self.value("reassess")
        self.row("again").display = self.row("reassess").display and chosen == text.CHOSEN
        if chosen != self._reassess:
            self._reassess = chosen
            if chosen == text.CHOSEN and not self.value("again"):
                self.field("again").put(" ".join(self._not_met()))

    def reassessed(self) -> tuple[str, ...]:
        """What the plan says of a reassessment. Also while the earlier session is still being read."""
        if not self.earlier_path() or self.of_a_team or (self.standard is not None and self.standard.is_conversation):
            return ()
        if self.value("reassess") == text.CHOSEN:
            return tuple(self.value("again").replace(",", " ").split())
        return (NOT_MET,) if self.value("reassess") == NOT_MET else ()

    def lacking(self) -> dict[str, list[str]]:
        """What was chosen to be typed and is not, by field."""
        if self.value("earlier") == text.ELSEWHERE and not self.value("elsewhere"):
            return {"elsewhere": ["type the path of the earlier session's file"]}
        if self.value("reassess") == text.CHOSEN and self.row("again").display and not self.reassessed():
            return {"again": ["say which points are looked at again, such as 2 5 11"]}
        return {}

    # Its panel

    def offer_seats(self) -> None:
        """The seats of last time that are not on this panel."""
        here_now = {seat.name.casefold() for seat in self.seats.values()}
        panel = () if self.before is None or self.of_a_team else text.panel_here(self.before, self.standard)
        self.offered = {
            f"{parts.OFFERED}{place}": seat for place, seat in enumerate(panel) if seat.name.casefold() not in here_now
        }
        self.show_seats()

    def show_seats(self) -> None:
        """List the seats, and those that can be taken."""
        self.query_one("#panel", Seats).show_seats(list(self.seats.items()), list(self.offered.items()))
        label, hint = ("Team", parts.TEAM_HINT) if self.of_a_team else ("Panel", parts.PANEL_HINT)
        self.row("panel").name_it(label, parts.OFFER_HINT if self.offered else hint)

    def take(self, keys: Sequence[str]) -> None:
        """Put seats of last time on this panel. A panel has one lead: where there is one, the lead of then is a
        deputy, and where nobody has been named, the lead of then takes the empty seat's place."""
        taken = [self.offered[key] for key in keys]
        leads = any(seat.role == "lead" and seat.name for seat in self.seats.values())
        if not leads and any(seat.role == "lead" for seat in taken):
            self.seats = {key: seat for key, seat in self.seats.items() if seat != parts.NOBODY}
        for seat in taken:
            role = "deputy" if leads and seat.role == "lead" else seat.role
            self.seats[self.seat_key()] = replace(seat, role=role)
        self.offer_seats()
        self.keep_draft()
        self.field_left()

    def on_seats_all_taken(self, message: Seats.AllTaken) -> None:
        """The whole panel of last time, in one key."""
        message.stop()
        if self.offered:
            self.take(list(self.offered))
        elif self.before is None:
            self.toast("The panel of last time comes with an earlier session: choose one first.")
