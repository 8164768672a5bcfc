"""What a seat's terminal makes of its view: the same view again, and the same answers as far as they can be known."""

from __future__ import annotations

import msgspec
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.session.happenings import attempts
from tests.session.room import EARLIER, SEATS, Room, beginnings, created

from panel_tui import wire
from panel_tui.remote.shadow import OwnHistory, Shadow, history_of, state_of
from panel_tui.room import numbered
from panel_tui.session import bodies, rules
from panel_tui.session.clock import forecast, per_point, running_box, timebox
from panel_tui.session.events import Event
from panel_tui.session.history import History
from panel_tui.session.view import DISPLAY, View, Viewer
from panel_tui.session.views import view_for

PRESENCE = wire.Presence(now=Room().at, seats=(), lead_gone=None, lead_wait=60)
SEEN = (*SEATS, "s8", "gone")


def by_wire(view: View) -> View:
    """A view as it arrives."""
    sent = wire.Whole(n=view.n, now=view.changed_at, view=view, own=(), presence=PRESENCE)
    came = wire.decode(wire.encode(sent))
    assert isinstance(came, wire.Whole)
    return came.view


def of(room: Room, seat: str) -> OwnHistory:
    return history_of(by_wire(room.view(seat)), wire.own_events(room.history, seat))


def refusal(history: History, seat: str, behalf: str | None, what: bodies.AnyBody) -> str | None:
    try:
        rules.check(history, seat, behalf, what)
    except rules.Refused as refused:
        return refused.message
    return None


class AnySeat(RuleBasedStateMachine):
    """Whatever happens in the room, each seat's terminal follows it."""

    def __init__(self) -> None:
        super().__init__()
        self.room = Room(created(earlier=EARLIER))
        self._look()

    @initialize(kind=st.sampled_from(sorted(beginnings())))
    def a_session_begins(self, kind: str) -> None:
        self.room = Room(beginnings()[kind])
        self._look()

    def _look(self) -> None:
        self.had: dict[str, View] = {seat: by_wire(self.room.view(seat)) for seat in SEEN}
        self.shadows: dict[str, Shadow] = {seat: Shadow(view, state_of(view)) for seat, view in self.had.items()}
        self.own: dict[str, tuple[Event, ...]] = dict.fromkeys(SEEN, ())

    @rule(data=st.data())
    def somebody_tries_something(self, data: st.DataObject) -> None:
        room = self.room
        seat, behalf, what, seconds = data.draw(attempts(room.history))
        room.wait(seconds=seconds)
        try:
            what = numbered(room.history, what)
        except rules.Refused:
            return
        said, known = refusal(room.history, seat, behalf, what), refusal(of(room, seat), seat, behalf, what)
        if isinstance(what, bodies.Undone | bodies.Redone):  # whether later events still fit is for the room to say
            assert known is None or said is not None or unseen(room, seat, what)
        else:
            assert known == said or unseen(room, seat, what)
        if said is None:
            room.do(seat, what, behalf)

    @invariant()
    def a_change_makes_the_next_view_of_the_one_before(self) -> None:
        for seat in SEEN[self.room.n % 2 :: 2]:
            before, after = self.had[seat], self.room.view(seat)
            own = wire.own_events(self.room.history, seat, before.n)
            came = wire.decode(wire.encode(wire.change(before, after, own, self.room.at)))
            assert isinstance(came, wire.Change)
            self.had[seat] = wire.apply(before, came)
            self.own[seat] += came.own
            assert self.had[seat] == after
            assert self.own[seat] == wire.own_events(self.room.history, seat)

    @invariant()
    def the_view_is_made_again_out_of_what_is_known(self) -> None:
        for seat in SEEN[self.room.n % 2 :: 2]:
            view = self.had[seat]
            state = state_of(view, self.shadows[seat])
            self.shadows[seat] = Shadow(view, state)
            assert state == state_of(view), "what was made use of again is not what would be made anew"
            assert view_for(state, Viewer(seat=seat)) == view
            assert view_for(state, DISPLAY) == self.room.view(DISPLAY)

    @invariant()
    def clocks_read_as_in_the_room(self) -> None:
        room, seat = self.room, SEEN[self.room.n % 2]
        state = state_of(room.view(seat))
        assert forecast(state, room.at) == forecast(room.state, room.at)
        assert running_box(state) == running_box(room.state)
        assert timebox(state, "deliberation") == timebox(room.state, "deliberation")
        if room.state.seats[seat].role != "observer":  # who only watches does not see what is decided
            assert per_point(state, room.at) == per_point(room.state, room.at)

    @invariant()
    def a_new_number_is_one_that_the_seat_has_not_seen(self) -> None:
        seat = SEATS[self.room.n % len(SEATS)]
        seen = msgspec.json.encode(self.room.view(seat)).decode()
        history = of(self.room, seat)
        for letter in "NERQ":
            assert f'"id":"{history.next_id(letter)}"' not in seen


def unseen(room: Room, seat: str, what: bodies.AnyBody) -> bool:
    """Whether the answer turns on what this seat may not see."""
    state = room.state
    points = state.points.values()
    return (
        # Whether the phase, the scale or a seat may change turns on every note, also on others' private ones.
        # And what is brought in never comes from a device.
        isinstance(what, bodies.SeatRemoved | bodies.DetailsChanged | bodies.EvidenceBrought | bodies.OwnViewsBrought)
        # Kept out of a point, a seat does not see what it wrote there itself.
        or any(conflict.effect == "leaves" for conflict in state.conflicts if conflict.seat == seat)
        # That a reveal was undone is in the log alone.
        or any(point.shown != point.revealed for point in points)
        # A score of somebody who may not score any more is no longer among those that are in.
        or any(score.seat not in state.scorers(point.id) for point in points for score in point.scores)
    )


AnySeat.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate,),
)
TestAnySeat = AnySeat.TestCase
