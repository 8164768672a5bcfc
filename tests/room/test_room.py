"""One live session: check, keep, fold, tell everyone."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.commands.table import ANA, BO, CY, GROSS, OB, START
from tests.room.rooms import HandClock, Heard, a_note, a_room, on_disk, reopened, rooms_in

from panel_tui.room import ReadOnly, Room, utc_now
from panel_tui.session import bodies
from panel_tui.session.rules import Refused
from panel_tui.session.view import DISPLAY, Viewer

P4 = "iterate-and-improve"


def a_score(level: str = "met") -> bodies.ScoreGiven:
    return bodies.ScoreGiven(point=P4, round=1, level=level)


def test_what_is_recorded_is_on_disk_when_its_future_is_done(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    (event,) = room.record(BO, a_note()).result()
    assert (event.n, event.seat, event.at, event.what) == (2, BO, START, a_note())
    assert on_disk(room)[-1] == a_note()
    assert room.keeping.kept == room.keeping.accepted == 2
    assert room.keeping.unsaved == 0
    assert room.close().trouble is None


def test_a_refused_event_changes_nothing_and_says_why(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    before, heard = room.history, Heard(room)
    with pytest.raises(Refused, match="only the lead does this"):
        room.record(BO, bodies.StageEntered(stage="points"))
    assert room.history is before
    assert heard.told == []
    assert len(on_disk(room)) == 1


def test_several_events_are_accepted_all_or_none(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    with pytest.raises(Refused, match="there is nothing to keep yet"):
        room.record(ANA, a_note(1), a_note(2, ""))
    assert room.state.n == 1
    first, second = room.record(ANA, a_note(1), a_note(2)).result()
    assert (first.n, second.n, second.prev) == (2, 3, first.hash)


def test_on_behalf_of_a_seat_both_are_named(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    (event,) = room.record(ANA, a_note(), on_behalf_of=CY).result()
    assert (event.seat, event.on_behalf_of) == (ANA, CY)


def test_a_session_reads_back_as_it_was_left(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    room.record(ANA, bodies.StageEntered(stage="points"))
    room.record(BO, a_note())
    room.close()
    again = reopened(room)
    assert again.state == room.state
    assert again.name == room.name == "2026-11-21-manage-arrears-beta"
    assert again.place == room.place
    again.close()


def test_a_clock_that_was_put_back_does_not_put_the_record_back(tmp_path: Path) -> None:
    clock = HandClock()
    room = a_room(tmp_path, clock)
    clock.move(30)
    (first,) = room.record(ANA, a_note(1)).result()
    clock.move(-60)
    (second,) = room.record(ANA, a_note(2)).result()
    assert second.at == first.at
    assert room.now() < first.at
    clock.move(90)
    (third,) = room.record(ANA, a_note(3)).result()
    assert third.at > second.at


def test_the_clock_of_the_world_is_utc() -> None:
    assert abs((utc_now() - datetime.now(UTC)).total_seconds()) < 60
    assert utc_now().tzinfo is UTC


def test_a_view_holds_no_sealed_score_of_another_and_is_made_once(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    room.record(CY, a_score("not-met"))
    mine = room.view(Viewer(seat=CY)).point(P4).mine
    assert mine is not None
    assert mine.level == "not-met"
    theirs = room.view(Viewer(seat=ANA))
    assert theirs.point(P4).mine is None
    assert theirs.point(P4).scores == ()
    assert "not-met" not in str(theirs.point(P4).scores)
    assert room.view(Viewer(seat=ANA)) is theirs
    room.record(CY, a_score("met"))
    assert room.view(Viewer(seat=ANA)) is not theirs
    assert room.view(DISPLAY).point(P4).inside == ()


def test_the_log_is_read_through_the_eyes_of_a_viewer(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    room.record(CY, a_score("not-met"))
    assert "not met" not in room.log(Viewer(seat=ANA))[-1].text.lower()
    assert room.log(Viewer(seat=OB)) == ()


def test_everyone_is_told_of_what_is_accepted_and_of_what_is_kept(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    heard, also = Heard(room), Heard(room)
    room.record(ANA, a_note())
    heard.until(lambda standing: standing.accepted == 2)
    also.until(lambda standing: standing.kept == 2)
    room.close()


def test_a_listener_that_has_left_hears_nothing_more(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    heard = Heard(room)
    heard.end()
    heard.end()
    room.record(ANA, a_note()).result()
    room.close()
    assert heard.told == []


def test_a_listener_that_fails_stops_neither_the_keeping_nor_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", reported.append)
    room = a_room(tmp_path)

    def fails(standing: object) -> None:
        raise RuntimeError("this screen is gone")

    room.subscribe(fails)
    heard = Heard(room)
    room.record(ANA, a_note(1)).result()
    room.record(ANA, a_note(2)).result()
    heard.until(lambda standing: standing.kept == 3)
    assert room.close().unsaved == 0
    assert {str(one.exc_value) for one in reported} == {"this screen is gone"}


def test_many_threads_record_at_once_and_every_event_has_its_place(tmp_path: Path) -> None:
    room = a_room(tmp_path)

    def many(seat: str, first: int) -> None:
        for number in range(first, first + 25):
            room.record(seat, a_note(number))

    with ThreadPoolExecutor(4) as seats:
        for place, seat in enumerate((ANA, BO, CY, GROSS)):
            seats.submit(many, seat, 1 + 25 * place)
    assert room.close().unsaved == 0
    again = reopened(room)
    assert [event.n for event in again.history.events] == list(range(1, 102))
    assert len(again.state.notes) == 100
    again.close()


def test_a_read_only_room_records_nothing_and_keeps_no_draft(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    room.keep_draft(ANA, "note", None, "half a")
    looked = rooms_in(tmp_path).open(room.name, read_only=True)
    assert looked.read_only
    assert not room.read_only
    with pytest.raises(ReadOnly, match="open to look at only"):
        looked.record(ANA, a_note())
    looked.keep_draft(ANA, "note", None, "another")
    assert looked.draft(ANA, "note", None) == ""
    looked.retry()
    assert looked.close().unsaved == 0
    room.close()


def test_a_read_only_room_is_not_offered_what_somebody_else_is_typing(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    room.keep_draft(ANA, "note", None, "half a")
    room.close()
    looked = rooms_in(tmp_path).open(room.name, read_only=True)
    assert looked.recovered == {}
    again = reopened(room)
    assert [draft.text for draft in again.recovered.values()] == ["half a"]
    again.close()


def test_a_closed_room_takes_nothing_more(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    room.close()
    with pytest.raises(ReadOnly):
        room.record(ANA, a_note())
    assert room.close().unsaved == 0


def test_a_record_that_was_tampered_with_opens_to_look_at_and_says_where(tmp_path: Path) -> None:
    room: Room = a_room(tmp_path)
    room.record(ANA, a_note(1, "as it was")).result()
    room.close()
    place = Path(room.place)
    place.write_bytes(place.read_bytes().replace(b"as it was", b"as it is!"))
    looked = rooms_in(tmp_path).open(room.name, read_only=True)
    assert looked.broken is not None
    assert looked.broken.n == 2
