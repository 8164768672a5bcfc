"""What is typed of a new session is kept at once, until the session is made or it is thrown away."""

from __future__ import annotations

from collections.abc import Mapping

from textual.message import Message

from panel_tui.plan import PlannedSeat
from panel_tui.rooms import SetupDraft
from panel_tui.session.clock import BOXES
from panel_tui.tui.screens import setup_parts as parts
from panel_tui.tui.screens.setup_form import SetupForm, tell_that_it_is_back
from panel_tui.tui.screens.setup_parts import Seats

_TYPED = ("service", "elsewhere", "again", "team", "organisation", "description", "date")
_NOT_OF_THE_STANDARD = ("standard", "kind", "earlier", "reassess", "rehearsal")
_CHOSEN = (*_NOT_OF_THE_STANDARD, "phase", "scale", "order")


class RememberedSetup(SetupForm):
    """A form for a new session that has a draft on the disk.

    `lengths` are the clocks as they are planned, `still_to_come` what was chosen last time and waits for its
    standard to be read.
    """

    class NotKept(Message):
        """What is typed cannot be kept, or what was typed not read back."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    def __init__(self) -> None:
        super().__init__()
        self.seats: dict[str, PlannedSeat] = {}
        self.lengths = parts.planned_lengths(None, "")
        self.still_to_come: dict[str, str] = {}
        self._next_seat = 0
        self._at_first: dict[str, str] = {}
        self._draft: SetupDraft | None = None

    def remember(self) -> SetupDraft:
        """From now on what is typed is kept; the draft is still to be opened."""
        self._at_first = {name: self.value(name) for name in _TYPED}
        self._draft = self.host.rooms.setup_draft(self._not_kept)
        return self._draft

    def seat_key(self) -> str:
        """A key for one more seat."""
        self._next_seat += 1
        return f"seat-{self._next_seat}"

    def show_seats(self) -> None:
        """List the seats."""
        self.query_one("#panel", Seats).show_seats(list(self.seats.items()))

    def typed(self) -> bool:
        """Whether something would be lost."""
        return bool(self._typed())

    def _typed(self, typing: Mapping[str, PlannedSeat] | None = None) -> dict[str, str]:
        texts = {name: said for name, first in self._at_first.items() if (said := self.value(name)) != first}
        seats = parts.seat_fields([*(self.seats | dict(typing or {})).values()])
        return texts if seats == parts.NO_SEATS else texts | seats

    def keep_draft(self, typing: Mapping[str, PlannedSeat] | None = None) -> None:
        """Remember what the fields say, and the seat that is being filled in."""
        if self._draft is None:
            return
        typed = self._typed(typing)
        if typed:
            chosen = {name: self.value(name) or self.still_to_come.get(name, "") for name in _CHOSEN}
            lengths = {box: self.value(box) for box in BOXES if self.value(box) != self.lengths[box]}
            typed |= {name: value for name, value in chosen.items() if value} | lengths
        self._draft.keep(typed)

    def put_back(self, back: Mapping[str, str]) -> None:
        """Fill in what was typed last time; what is typed by now stays."""
        if not back:
            return
        self.still_to_come = {name: back[name] for name in ("phase", "scale", "order") if name in back}
        untouched = self._at_first | self.lengths
        for name in back.keys() & untouched.keys():
            if self.value(name) == untouched[name]:
                self.field(name).put(back[name])
        for name in _NOT_OF_THE_STANDARD:
            self.field(name).put(back.get(name, ""))
        seats = parts.seats_of(back)
        if seats and parts.seat_fields([*self.seats.values()]) == parts.NO_SEATS:
            self.seats = {self.seat_key(): seat for seat in seats}
            self.show_seats()
        tell_that_it_is_back(self)

    def _not_kept(self, sentence: str) -> None:
        self.post_message(self.NotKept(sentence))  # said on another thread

    def on_remembered_setup_not_kept(self, message: NotKept) -> None:
        """Say so; typing goes on."""
        self.toast(message.sentence, "warning")

    def forget(self) -> None:
        """Made, or thrown away: there is nothing to come back to."""
        if self._draft is not None:
            self._draft.keep({})
            self._draft.close()
            self._draft = None

    def on_unmount(self) -> None:
        """Left: what is typed is kept for the next time."""
        if self._draft is not None:
            self._draft.close()
