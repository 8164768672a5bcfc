"""Nothing sealed and nothing private is in a byte that another device is sent, nor in a report.

First by twins: two sessions that differ only in what is sealed are told to the others in the same bytes. Then by
planted words: sessions at random in a real room, searched through and through.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.room.rooms import HandClock
from tests.session import bring
from tests.session.happenings import Attempt, attempts
from tests.session.room import ANA, CY, DI, NAMES, SEATS, START, Room, created
from tests.session.say import note, reword, score

from panel_tui import wire
from panel_tui.report.export import build, render
from panel_tui.room import Room as RealRoom
from panel_tui.rooms import Rooms
from panel_tui.session import bodies, rules
from panel_tui.session.bodies import AnyBody
from panel_tui.session.log import log_for
from panel_tui.session.missing import missing
from panel_tui.session.terms import TEAM
from panel_tui.session.view import AUDIENCES, DISPLAY, TEAM_PAGE, Viewer
from panel_tui.session.views import audience
from panel_tui.standard.model import Standard

SWAPPED = {"met": "na", "na": "met", "part": "not", "not": "part", "green": "red", "red": "green"}
NOBODY = wire.Presence(now=START, seats=(), lead_gone=None, lead_wait=60)
DEVICES = (*(Viewer(seat=seat) for seat in SEATS if seat != CY), DISPLAY, TEAM_PAGE)
"""Every device but that of Cy, who has the secrets."""
TEXT_FORMATS = ("md", "html", "csv", "json")


class Told:
    """All that the devices of one session are sent, from the first connection to the last."""

    def __init__(self, room: Room, devices: tuple[Viewer, ...] = DEVICES) -> None:
        self.room = room
        self.held = {viewer: room.view(viewer) for viewer in devices}
        self.lines: dict[Viewer, list[bytes]] = {viewer: [self._whole(viewer)] for viewer in devices}

    def _whole(self, viewer: Viewer) -> bytes:
        view, own = self.room.view(viewer), wire.own_events(self.room.history, viewer.seat or TEAM)
        return wire.encode(wire.Whole(n=view.n, now=self.room.at, view=view, own=own, presence=NOBODY))

    def tell(self) -> None:
        for viewer, before in self.held.items():
            after = self.room.view(viewer)
            own = wire.own_events(self.room.history, viewer.seat or TEAM, before.n)
            self.lines[viewer].append(wire.encode(wire.change(before, after, own, self.room.at)))
            self.lines[viewer].append(msgspec.json.encode((self.room.log(viewer), missing(after))))
            self.held[viewer] = after

    def end(self) -> None:
        for viewer in self.lines:
            self.lines[viewer].append(self._whole(viewer))


def both(left: Told, right: Told, attempt: Attempt, other: Callable[[AnyBody], AnyBody] = lambda what: what) -> bool:
    seat, behalf, what, seconds = attempt
    said = []
    for told, body in ((left, what), (right, other(what))):
        told.room.wait(seconds=seconds)
        try:
            told.room.do(seat, body, behalf)
        except rules.Refused as refused:
            said.append(refused.message if seat != CY else "refused")
        else:
            said.append("")
            told.tell()
    assert said[0] == said[1], "a refusal is a way out too"
    return said[0] == ""


def ended(left: Told, right: Told) -> None:
    left.end()
    right.end()
    for viewer in left.lines:
        assert left.lines[viewer] == right.lines[viewer]


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_two_sessions_that_differ_in_a_sealed_score_send_others_the_same_bytes(data: st.DataObject) -> None:
    left, right = Told(Room()), Told(Room())
    for _ in range(data.draw(st.integers(0, 15))):
        both(left, right, data.draw(attempts(left.room.history)))
    point = data.draw(st.sampled_from(("users", "safe")))
    if data.draw(st.booleans()):  # an earlier round is open already, and the sealed one comes after it
        opened = left.room.point(point).round
        earlier = score("met" if point == "users" else "red", point, opened)
        for seat, what in (
            (CY, earlier),
            (ANA, bodies.ScoresRevealed(points=(point,))),
            (ANA, bodies.RoundOpened(point=point, round=opened + 1)),
        ):
            both(left, right, (seat, None, what, 5.0))
    held = left.room.point(point)
    sealed = score(data.draw(st.sampled_from(("met", "part") if point == "users" else ("green",))), point, held.round)

    def swapped(what: AnyBody) -> AnyBody:
        assert isinstance(what, bodies.ScoreGiven)
        return replace(what, level=SWAPPED[what.level])

    if held.round not in held.shown and both(left, right, (CY, None, sealed, 30.0), swapped):
        for _ in range(data.draw(st.integers(0, 12))):
            attempt = data.draw(attempts(left.room.history))
            if not isinstance(attempt[2], bodies.ScoresRevealed | bodies.Redone):
                both(left, right, attempt)
    ended(left, right)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_two_sessions_that_differ_in_a_private_note_send_others_the_same_bytes(data: st.DataObject) -> None:
    left, right = Told(Room()), Told(Room())
    for _ in range(data.draw(st.integers(0, 10))):
        both(left, right, data.draw(attempts(left.room.history)))
    secret = note("N900", data.draw(st.sampled_from(("users", None))), "one thing", private=True)
    if both(left, right, (CY, None, secret, 30.0), lambda what: replace(what, text="quite another", kind="concern")):
        for _ in range(data.draw(st.integers(0, 12))):
            attempt = data.draw(attempts(left.room.history))
            if getattr(attempt[2], "private", True) or getattr(attempt[2], "id", "") != "N900":
                both(left, right, attempt)  # only its author makes it public, and does not here
    ended(left, right)


EVERY_DEVICE = (*DEVICES, Viewer(seat=CY))


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_two_sessions_that_differ_in_the_teams_own_view_send_everybody_the_same_bytes(data: st.DataObject) -> None:
    left, right = Told(Room(), EVERY_DEVICE), Told(Room(), EVERY_DEVICE)
    for _ in range(data.draw(st.integers(0, 8))):
        both(left, right, data.draw(attempts(left.room.history)))
    mine, other = (
        bring.own_views(bring.view("users", level, text)) for level, text in (("met", "One"), ("not", "Another"))
    )
    if both(left, right, (ANA, None, mine, 30.0), lambda what: other):
        for _ in range(data.draw(st.integers(0, 10))):
            attempt = data.draw(attempts(left.room.history))
            if not isinstance(attempt[2], bodies.ScoresRevealed | bodies.Redone | bodies.DecisionMade):
                both(left, right, attempt)
    held = left.room.point("users")
    if not (held.revealed or held.decision):
        ended(left, right)


@pytest.mark.parametrize("point", ["users", None])
def test_the_test_finds_a_score_and_a_note_that_are_no_secret(point: str | None) -> None:
    left, right = Told(Room()), Told(Room())
    both(left, right, (CY, None, note(point=point), 0.0), lambda what: replace(what, text="other"))
    with pytest.raises(AssertionError):
        ended(left, right)


# Planted words

NOTED, DRAFTED, WITHDRAWN = "zanzibarnoted", "quaggadrafted", "okapiwithdrawn"
OWN = "tapirownview"
WORDS = (NOTED, DRAFTED, WITHDRAWN)
LEVEL = "xylophonelevel"


def others_bytes(room: RealRoom, viewer: Viewer, said: list[str], now: datetime) -> bytes:
    """Whatever a device of this viewer can be given by a room: view, log, what is missing, refusals, its events."""
    view = room.kept_view(viewer)
    own = wire.own_events(room.kept, viewer.seat or TEAM)
    whole = wire.encode(wire.Whole(n=view.n, now=now, view=view, own=own, presence=NOBODY))
    rest = msgspec.json.encode((room.view(viewer), room.log(viewer), missing(view), said, str(room.keeping)))
    return whole + rest


def levels_in(room: RealRoom, viewer: Viewer) -> int:
    """How often a level stands in what a viewer is given, the standard's own list of levels apart."""
    view = room.kept_view(viewer)
    bare = replace(view, points=tuple(replace(one, levels=()) for one in view.points))
    fields = [getattr(bare, name) for name in bare.__struct_fields__ if name != "standard"]
    own = wire.own_events(room.kept, viewer.seat or TEAM)
    return msgspec.json.encode((fields, room.log(viewer), own)).decode().casefold().count(LEVEL)


def is_open(room: RealRoom) -> bool:
    """Whether the scores of the point have been seen, or somebody else gave the planted level too."""
    given = (event for event in room.history.events if isinstance(event.what, bodies.ScoreGiven))
    also = any(event.seat != CY and event.what.level == LEVEL for event in given)  # type: ignore[union-attr]
    return also or bool(room.state.points["users"].shown)


def is_decided(room: RealRoom) -> bool:
    """Whether the team's own view of the point may be read: its scores were revealed, or it was decided without."""
    held = room.state.points["simple"]
    return bool(held.revealed) or (held.decision is not None and not held.scores)


def with_a_rare_level() -> bodies.SessionCreated:
    plain = created()
    text = msgspec.json.encode(plain.standard).decode().replace('"Partly met"', f'"{LEVEL.title()}"')
    return created(msgspec.json.decode(text.replace('"part"', f'"{LEVEL}"'), type=Standard))


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_planted_word_and_no_sealed_level_is_in_any_byte_that_another_is_given(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        clock = HandClock(START)
        room = Rooms.at(Path(folder) / "sessions", {}, Path(folder), clock=clock).create(with_a_rare_level())
        try:
            _play(data, room, clock)
        finally:
            room.close()


def _play(data: st.DataObject, room: RealRoom, clock: HandClock) -> None:
    room.record(CY, note(text=NOTED, private=True), note(point=None, text=WITHDRAWN, private=True), sent="m" * 16)
    room.record(CY, bodies.NoteWithdrawn(id="N2"), reword("N1", text=f"{NOTED} again", private=True))
    room.record(CY, score(LEVEL))
    room.keep_draft(CY, "note", "users", DRAFTED)
    room.record(ANA, bring.own_views(bring.view("simple", None, OWN)))
    said: list[str] = []
    for _ in range(data.draw(st.integers(0, 25))):
        seat, behalf, what, seconds = data.draw(attempts(room.history))
        clock.move(seconds / 60)
        if isinstance(what, bodies.NoteChanged) and not what.private:
            continue  # its author may make it public
        try:
            room.record(seat, what, on_behalf_of=behalf)
        except rules.Refused as refused:
            if seat != CY:
                said.append(refused.message)
    room.record(ANA, bodies.Exported(format="md", audience="team")).result(20)
    for viewer in DEVICES:
        given = others_bytes(room, viewer, said, clock.at)
        assert [word for word in WORDS if word.encode() in given] == []
        assert OWN.encode() not in given or is_decided(room)
        if not is_open(room):
            assert levels_in(room, viewer) == 0
    for report in (audience(one, seat=seat) for one in AUDIENCES for seat in (None, DI)):
        view = room.view(report)
        made = build(view, log_for(room.history, report), clock.at, "1.0")
        for format in TEXT_FORMATS:
            content = render(made, format)
            assert [word for word in WORDS if word.encode() in content] == []
            assert OWN.encode() not in content or is_decided(room)
            assert report.names or not [name for name in NAMES.values() if name.encode() in content]
    assert NOTED.encode() in others_bytes(room, Viewer(seat=CY), said, clock.at), "its author reads it"
    assert levels_in(room, Viewer(seat=CY)) > 0
