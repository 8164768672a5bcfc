"""What is true of any session whatever, tried on sessions at random."""

from __future__ import annotations

from datetime import timedelta

import msgspec
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.session.happenings import attempts
from tests.session.room import EARLIER, SEATS, STANDARD, Room, beginnings, created

from panel_tui.session import bodies, chain, rules, views
from panel_tui.session.clock import forecast, per_point, reading, timebox
from panel_tui.session.events import Event
from panel_tui.session.fold.gathered import all_evidence
from panel_tui.session.history import History
from panel_tui.session.spread import spread_of
from panel_tui.session.state import State
from panel_tui.session.view import AUDIENCES, DISPLAY, TEAM_PAGE, Viewer

VIEWERS = [
    DISPLAY,
    TEAM_PAGE,
    *(Viewer(seat=seat) for seat in (*SEATS, "s8", "gone")),
    *(Viewer(audience=one, names=names) for one in AUDIENCES for names in (True, False)),
]


def encoded(state: State) -> bytes:
    """A state's bytes, to see that nothing in it was changed in place."""
    return msgspec.json.encode(state)


class AnySession(RuleBasedStateMachine):
    """Whatever is tried, in whatever order."""

    def __init__(self) -> None:
        super().__init__()
        self.room = Room(created(earlier=EARLIER))
        self.used: dict[str, float] = {}

    @initialize(kind=st.sampled_from(sorted(beginnings())))
    def a_session_begins(self, kind: str) -> None:
        self.room = Room(beginnings()[kind])

    @rule(data=st.data())
    def somebody_tries_something(self, data: st.DataObject) -> None:
        room = self.room
        seat, behalf, what, seconds = data.draw(attempts(room.history))
        room.wait(seconds=seconds)
        before, bytes_before = room.history, encoded(room.state)
        try:
            room.do(seat, what, behalf)
        except rules.Refused as refused:
            sentence = refused.message
        else:
            sentence = ""
        if sentence:
            assert room.history is before
            assert encoded(room.state) == bytes_before
            assert sentence.strip() == " ".join(sentence.split())
            return
        assert len(room.history.events) == len(before.events) + 1
        if isinstance(what, bodies.Undone | bodies.Redone):
            self.used = {}
        else:
            self._time_is_not_given_back()

    def _time_is_not_given_back(self) -> None:
        for box in self.room.state.timeboxes.values():
            assert box.used >= self.used.get(box.box, 0.0) >= 0.0
            self.used[box.box] = box.used

    @invariant()
    def there_is_exactly_one_lead(self) -> None:
        assert [seat.role for seat in self.room.state.seats.values()].count("lead") == 1

    @invariant()
    def at_most_one_clock_runs(self) -> None:
        assert sum(box.running for box in self.room.state.timeboxes.values()) <= 1

    @invariant()
    def a_seat_has_one_score_in_a_round(self) -> None:
        for point in self.room.state.points.values():
            given_by = [(score.seat, score.round) for score in point.scores]
            assert len(given_by) == len(set(given_by))
            assert point.revealed <= point.shown

    @invariant()
    def evidence_has_one_number_and_stands_where_it_says(self) -> None:
        state = self.room.state
        ids = [one.id for one in all_evidence(state)]
        assert len(ids) == len(set(ids))
        assert all(one.point is None for one in state.evidence)
        assert all(one.point == point.id for point in state.points.values() for one in point.evidence)
        assert all(state.in_scope(one.point) for one in all_evidence(state) if one.point is not None)
        there = [(one.source, one.brought.key) for one in all_evidence(state) if one.source and one.brought]
        assert len(there) == len(set(there))
        assert not state.declined & set(there)

    @invariant()
    def nothing_is_scored_in_a_teams_own_record_and_no_clock_runs_in_it(self) -> None:
        state = self.room.state
        assert state.stage in state.stages
        if state.is_self:
            assert not state.timeboxes
            assert not [point for point in state.points.values() if point.scores or point.decision]
        else:
            assert not [point for point in state.points.values() if point.own_view and point.own_view.seat]

    @invariant()
    def folding_all_of_it_gives_the_same_as_step_by_step(self) -> None:
        again = History.of(self.room.history.events)
        assert again.state == self.room.state
        assert again.undone == self.room.history.undone

    @invariant()
    def every_viewer_gets_a_view_and_a_log_and_every_clock_reads(self) -> None:
        room, state = self.room, self.room.state
        turn = len(room.history.events) % len(VIEWERS)
        for viewer in VIEWERS[turn : turn + 2]:
            view = room.view(viewer)
            assert view.current is None or view.point(view.current).current
            views._seen.clear()
            assert view == room.view(viewer), "a remembered view is not what would be made anew"
            room.log(viewer)
        assert forecast(state, room.at).remaining >= 0
        assert per_point(state, room.at)[1] >= 0
        assert all(reading(timebox(state, box), room.at).used >= 0 for box in state.timeboxes)

    def teardown(self) -> None:
        for viewer in VIEWERS:  # after each step it is the turn of two of them alone
            self.room.view(viewer)
            self.room.log(viewer)
        documents = [chain.to_document(event) for event in self.room.history.events]
        assert chain.check(documents) is None
        read = msgspec.json.decode(msgspec.json.encode(documents))
        assert chain.check(read) is None
        events = tuple(chain.from_document(document) for document in read)
        assert events == tuple(self.room.history.events)
        assert History.of(events).state == self.room.state


TestAnySession = AnySession.TestCase
TestAnySession.settings = settings(
    max_examples=30,
    stateful_step_count=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking such long stories takes minutes and says little
)


def grown(data: st.DataObject, tries: int) -> Room:
    """A session after some attempts."""
    room = Room(data.draw(st.sampled_from(list(beginnings().values()))))
    for _ in range(tries):
        seat, behalf, what, seconds = data.draw(attempts(room.history))
        room.wait(seconds=seconds)
        try:
            room.do(seat, what, behalf)
        except rules.Refused:
            continue
    return room


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), tries=st.integers(1, 25))
def test_undo_and_then_redo_leaves_the_session_as_it_was(data: st.DataObject, tries: int) -> None:
    room = grown(data, tries)
    event = data.draw(st.sampled_from(room.history.events))
    before = room.state
    try:
        room.do(event.seat, bodies.Undone(number=event.n))
    except rules.Refused:
        return
    room.do(event.seat, bodies.Redone(number=event.n))
    assert _timeless(room.state) == _timeless(before)


def _timeless(state: State) -> State:
    points = {id: msgspec.structs.replace(point, shown=frozenset()) for id, point in state.points.items()}
    return msgspec.structs.replace(state, n=0, changed_at=state.created_at, points=points)


@given(st.permutations(["met", "met", "part", "not", "na"]), st.integers(0, 3))
def test_the_spread_does_not_depend_on_the_order_of_the_scores(levels: list[str], missing: int) -> None:
    scale = STANDARD.scales["default"]
    assert spread_of(levels, scale, missing) == spread_of(sorted(levels), scale, missing)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_change_of_every_field_of_a_kept_event_is_found(data: st.DataObject) -> None:
    written = msgspec.json.encode([chain.to_document(event) for event in grown(data, 8).history.events])
    documents, tampered = msgspec.json.decode(written), msgspec.json.decode(written)
    place = data.draw(st.integers(0, len(documents) - 1))
    path = data.draw(st.sampled_from(list(_leaves(tampered[place]))))
    _change(tampered[place], path, data)
    if tampered != documents:
        found = chain.check(tampered)
        assert found is not None
        assert found.n == place + 1


Path = tuple[str | int, ...]


def _leaves(value: object, path: Path = ()) -> list[Path]:
    pairs: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    inner = [leaf for key, item in pairs for leaf in _leaves(item, (*path, key))]
    return [*([path] if path else []), *inner]


json_values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=5)
)


def _change(document: object, path: Path, data: st.DataObject) -> None:
    holder: object = document
    for key in path[:-1]:
        holder = holder[key]  # type: ignore[index]
    if data.draw(st.booleans()):
        holder[path[-1]] = data.draw(json_values)  # type: ignore[index]
    else:
        del holder[path[-1]]  # type: ignore[attr-defined]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_an_event_left_out_doubled_or_moved_is_found(data: st.DataObject) -> None:
    documents = [chain.to_document(event) for event in grown(data, 12).history.events]
    place = data.draw(st.integers(0, len(documents) - 1))
    dropped = documents[:place] + documents[place + 1 :]
    doubled = documents[: place + 1] + documents[place:]
    if place + 1 < len(documents):  # the chain alone does not know of a lost end; the store keeps a count
        found = chain.check(dropped)
        assert found is not None
        assert found.n == place + 1
        swapped = [*documents[:place], documents[place + 1], documents[place], *documents[place + 2 :]]
        assert chain.check(swapped) is not None
    found = chain.check(doubled)
    assert found is not None
    assert found.n == place + 2


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_an_event_that_was_sealed_anew_breaks_the_chain_after_it(data: st.DataObject) -> None:
    events = list(grown(data, 10).history.events)
    place = data.draw(st.integers(0, len(events) - 1))
    old = events[place]
    new: Event = chain.seal(old.n, old.at + timedelta(seconds=1), old.seat, None, old.what, old.prev)
    events[place] = new
    found = chain.check(chain.to_document(event) for event in events)
    assert found is None if place + 1 == len(events) else found is not None and found.n == place + 2
