"""Whoever has the keyboard: reads a line, lets the room judge it, and says what became of it.

The `:` prompt, the keys, the forms and plain mode all speak through one of these.
"""

from __future__ import annotations

from concurrent.futures import Future

from msgspec import Struct

from panel_tui import commands
from panel_tui.commands import ELSEWHERE, Action, Spoken
from panel_tui.grammar.reader import Desk, NotUnderstood, find_seat
from panel_tui.live_room import LiveRoom
from panel_tui.session.events import Event
from panel_tui.session.log import log_for
from panel_tui.session.rules import Refused
from panel_tui.session.rules.conflicts import AT_THE_KEYBOARD, TAKES_THE_LEAD
from panel_tui.session.rules.who import ONLY_THE_LEAD
from panel_tui.session.view import View, Viewer


class Said(Struct, frozen=True, kw_only=True):
    """What a line led to: the action and, where it made events, their future (see `Room.record`). An action
    without events is for the front door to carry out with `rest`, its words."""

    action: Action
    kept: Future[tuple[Event, ...]] | None
    rest: str


class Speaker:
    """One keyboard in one room. `seat` is the seat that has it; `me NAME` hands it on."""

    def __init__(self, room: LiveRoom, seat: str | None = None) -> None:
        self.room = room
        self.seat = seat or room.seat or room.state.lead

    @property
    def viewer(self) -> Viewer:
        """The eyes of the seat that has the keyboard."""
        return Viewer(seat=self.seat)

    @property
    def view(self) -> View:
        """What the seat that has the keyboard may see."""
        return self.room.view(self.viewer)

    @property
    def desk(self) -> Desk:
        """Where this keyboard stands now."""
        return Desk(history=self.room.history, seat=self.seat)

    def say(self, line: str) -> Said:
        """Speak one line of the grammar.

        Raises `NotUnderstood` where it is no command and `Refused` where the rules do not allow it; both
        change nothing and carry one sentence.
        """
        spoken = commands.interpret(line, self.desk)
        if self.room.seat is not None and spoken.action.id in ELSEWHERE:
            raise NotUnderstood(ELSEWHERE[spoken.action.id])
        if spoken.action.id == "me":
            self.seat = find_seat(self.room.state, spoken.rest).id
        return self._recorded(spoken)

    def _recorded(self, spoken: Spoken) -> Said:
        if not spoken.bodies:
            return Said(action=spoken.action, kept=None, rest=spoken.rest)
        try:
            kept = self.room.record(spoken.seat, *spoken.bodies, on_behalf_of=spoken.on_behalf_of)
        except Refused as error:
            sentence = self._with_a_way_back(error.message)
            if sentence == error.message:
                raise
            raise Refused(sentence) from None
        return Said(action=spoken.action, kept=kept, rest="")

    def refusal(self, action: Action) -> str | None:
        """Why an action cannot be done now from this keyboard, or None where it can."""
        if self.room.seat is not None and action.id in ELSEWHERE:
            return ELSEWHERE[action.id]
        if self.room.read_only and action.what:
            return "this session is open to look at only"
        refusal = commands.refusal(action, self.desk)
        return self._with_a_way_back(refusal) if refusal else None

    def _with_a_way_back(self, refusal: str) -> str:
        # Where several seats share this keyboard, the lead's is one word away; elsewhere each has its own.
        if self.room.seat is not None:
            return refusal
        if refusal.endswith(TAKES_THE_LEAD):
            return f"{refusal} ('me NAME' gives that seat the keyboard, then 'lead because TEXT')"
        if refusal.endswith(AT_THE_KEYBOARD):
            return f"{refusal} ('me NAME' gives it to them)"
        if not refusal.startswith(ONLY_THE_LEAD):
            return refusal
        return f"{refusal} ('me {self.room.state.seats[self.room.state.lead].name}' gives the keyboard back)"

    def saying(self, event: Event) -> str:
        """An event in the words of the log, as this keyboard's seat may read it."""
        lines = log_for(self.room.history, self.viewer)
        return next((line.text for line in lines if line.n == event.n), "kept")
