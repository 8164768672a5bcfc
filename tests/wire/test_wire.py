"""What travels to a seat's own terminal: its view, what changed in it, its own events, and no hash of the chain."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.session.happenings import attempts
from tests.session.room import ANA, CY, DI, EARLIER, OB, START, Room, created
from tests.session.say import conflict, detail, note, reveal, reword, score, stage

from panel_tui import wire
from panel_tui.session import rules
from panel_tui.session.terms import TEAM
from panel_tui.session.view import DISPLAY, TEAM_PAGE, Viewer

LOOKING = (*(Viewer(seat=seat) for seat in (ANA, CY, OB)), DISPLAY, TEAM_PAGE)
NOBODY = wire.Presence(now=START, seats=(), lead_gone=None, lead_wait=60)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_who_applies_each_change_has_the_same_view_as_who_is_sent_the_whole(data: st.DataObject) -> None:
    room = Room(created(earlier=EARLIER))
    held = {viewer: room.view(viewer) for viewer in LOOKING}
    for _ in range(data.draw(st.integers(1, 25))):
        seat, behalf, what, seconds = data.draw(attempts(room.history))
        room.wait(seconds=seconds)
        try:
            room.do(seat, what, behalf)
        except rules.Refused:
            continue
        if data.draw(st.booleans()):
            continue  # this device was away, and gets several events in one change
        for viewer, before in held.items():
            own = wire.own_events(room.history, viewer.seat or "", before.n)
            sent = wire.encode(wire.change(before, room.view(viewer), own, room.at))
            got = wire.decode(sent)
            assert isinstance(got, wire.Change)
            held[viewer] = wire.apply(before, got)
            assert held[viewer] == room.view(viewer)
            assert got.own == own


def test_every_message_is_read_back_as_it_was_sent() -> None:
    room = Room().do(CY, note()).do(CY, score())
    view, own = room.view(CY), wire.own_events(room.history, CY)
    presence = wire.Presence(
        now=START,
        seats=(wire.Present(seat=CY, how="writing", since=START),),
        lead_gone=START,
        lead_wait=60,
        team=2,
    )
    messages: list[wire.Message] = [
        wire.Whole(n=view.n, now=START, view=view, own=own, presence=presence),
        wire.change(Room().view(CY), view, own, START),
        presence,
        wire.Nudge(text="Your score for point 4, please"),
        wire.Out(text="This seat went on from another device"),
    ]
    for message in messages:
        line = wire.encode(message)
        assert b"\n" not in line
        assert wire.encode(wire.decode(line)) == line


def test_a_change_is_only_what_changed() -> None:
    room = Room().lead(stage("points"))
    before = room.view(DI)
    room.wait(minutes=1).do(CY, score())
    sent = wire.change(before, room.view(DI), (), room.at)
    assert set(sent.fields) == {"n", "changed_at"}
    assert [point.id for point in sent.points] == ["users"]
    assert (sent.since, sent.n, sent.now) == (2, 3, room.at)
    nothing = wire.change(before, before, (), room.at)
    assert (nothing.fields, nothing.points) == ({}, ())


def test_points_that_come_in_or_move_are_sent_in_their_new_order() -> None:
    room = Room()
    before = room.view(CY)
    room.lead(detail("phase", "live"))
    sent = wire.change(before, room.view(CY), (), room.at)
    assert [point.id for point in sent.points] == ["late"]
    assert [point.id for point in wire.apply(before, sent).points] == ["safe", "simple", "users", "late"]
    back = wire.change(room.view(CY), before, (), room.at)
    assert [point.id for point in wire.apply(room.view(CY), back).points] == ["safe", "simple", "users"]
    turned = room.view(CY)
    room.lead(detail("order", "numbers"))
    sent = wire.change(turned, room.view(CY), (), room.at)
    assert [point.id for point in wire.apply(turned, sent).points] == ["users", "simple", "safe", "late"]


def test_a_change_that_does_not_follow_is_not_applied() -> None:
    room = Room()
    before = room.view(CY)
    after = room.do(CY, note()).view(CY)
    sent = wire.change(before, after, (), START)
    with pytest.raises(ValueError, match="the change after event 1 does not follow event 2"):
        wire.apply(after, sent)


def test_a_change_about_what_is_not_known_here_is_not_applied() -> None:
    room = Room()
    before = room.view(CY)
    change = wire.change(before, room.do(CY, note("N1")).view(CY), (), START)
    for odd, why in (
        ({"mood": msgspec.Raw(b'"good"')}, "does not know"),
        ({"points": msgspec.Raw(b'["nowhere"]')}, "was not sent"),
    ):
        with pytest.raises(ValueError, match=why):
            wire.apply(before, replace(change, fields={**change.fields, **odd}))


def test_a_lead_is_not_sent_back_the_private_note_that_was_written_for_a_seat() -> None:
    room = Room()
    room.do(ANA, note("N1", private=True), CY).do(ANA, note("N2"), CY)
    room.do(ANA, reword("N1", private=True), CY)
    words = {
        seat: [(event.n, bool(getattr(event.what, "text", ""))) for event in wire.own_events(room.history, seat)]
        for seat in (ANA, CY)
    }
    assert words == {ANA: [(2, False), (3, True), (4, False)], CY: [(2, True), (3, True), (4, True)]}


def test_what_is_no_message_is_not_read() -> None:
    for data in (b"", b"{}", b"[]", b'{"type": "tea"}', b'{"type":"nudge"}', b"\xff"):
        with pytest.raises(ValueError):
            wire.decode(data)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"sent":"m","bodies":[],"seat":"s1"}', type=wire.Submission)


def test_a_submission_and_its_answers_are_read_back() -> None:
    sent = wire.Submission(sent="m" * 16, bodies=(note(), score()), on_behalf_of=CY)
    assert msgspec.json.decode(msgspec.json.encode(sent), type=wire.Submission) == sent
    kept = wire.Kept(events=wire.own_events(Room().do(CY, note()).history, CY))
    assert msgspec.json.decode(msgspec.json.encode(kept), type=wire.Kept) == kept
    assert wire.NotKept(refused="The disk is full.", again=True).again


def test_a_seat_is_sent_what_it_did_and_what_was_done_for_it_without_the_chain() -> None:
    room = Room().do(CY, note("N1")).do(DI, note("N2")).do(ANA, note("N3"), CY).lead(conflict(CY))
    own = wire.own_events(room.history, CY)
    assert [event.n for event in own] == [2, 4]
    assert {(event.prev, event.hash) for event in own} == {("", "")}
    assert [event.n for event in wire.own_events(room.history, CY, 2)] == [4]
    assert [event.n for event in wire.own_events(room.history, ANA)] == [4, 5]
    assert [event.n for event in wire.own_events(room.history, ANA, 0)] == [4, 5], "the first event has the whole panel"
    assert wire.own_events(room.history, TEAM) == ()


def test_no_hash_of_the_chain_is_in_what_a_seat_is_sent() -> None:
    room = Room().do(CY, score()).do(DI, score("na")).lead(reveal()).wait(minutes=1).do(CY, note())
    for viewer in LOOKING:
        view, own = room.view(viewer), wire.own_events(room.history, viewer.seat or "")
        line = wire.encode(wire.Whole(n=view.n, now=room.at + timedelta(1), view=view, own=own, presence=NOBODY))
        assert [event.n for event in room.history.events if event.hash.encode() in line] == []


@pytest.mark.parametrize(
    ("accepted", "number"),
    [
        (wire.TERMINAL, 1),
        (f"{wire.TERMINAL};number=7", 7),
        (f"text/event-stream, {wire.TERMINAL}; number=12, */*;number=9", 12),
        (f"{wire.TERMINAL}, text/html;number=9", 1),
        (f"{wire.TERMINAL};number=many", 1),
        (wire.accepting(), wire.WIRE_NUMBER),
        ("text/html", 1),
    ],
)
def test_a_terminal_says_which_messages_it_takes(accepted: str, number: int) -> None:
    assert wire.number_in(accepted) == number


def test_the_side_that_is_older_has_to_be_updated() -> None:
    assert wire.mismatch(2, 2) is None
    assert "update yours" in str(wire.mismatch(3, 2))
    assert "ask the lead to update" in str(wire.mismatch(2, 3))
