"""What arrives from devices: the same mark counts once, numbers come from the room, and nothing is told before it is
durable."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from tests.commands.table import ANA, BO, CY, GROSS, OB
from tests.room.rooms import Heard, a_note, a_room, on_disk, reopened, the_folder_is_gone

from panel_tui import durable, keeper
from panel_tui.live_room import LiveRoom
from panel_tui.room import ReadOnly, Room
from panel_tui.session import bodies, chain
from panel_tui.session.events import Event
from panel_tui.session.rules import Refused
from panel_tui.session.terms import BroughtItem, Source, TeamView
from panel_tui.session.view import DISPLAY, TEAM_PAGE, Viewer
from panel_tui.store.errors import StoreError
from panel_tui.store.tinydb_file import SessionFile, open_session

SESSIONS = Path(__file__).parents[2] / "sessions"
MARK = "a1b2c3d4e5f6g7h8"


def texts(room: Room) -> list[str]:
    return [note.text for note in room.state.notes]


class Gate:
    """The real store, whose appends wait until they are let through."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()
        append = SessionFile.append

        def waits(store: SessionFile, events: Sequence[Event]) -> None:
            self.reached.set()
            assert self.go_on.wait(20)
            append(store, events)

        monkeypatch.setattr(SessionFile, "append", waits)


# The same mark counts once


def test_a_room_is_what_the_screens_may_ask_of_one(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    live: LiveRoom = room  # mypy holds the shapes together
    assert (live.seat, live.told(), live.presence) == (None, (), None)


def test_what_arrives_twice_is_there_once_and_has_the_same_answer(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    (first,) = room.record(BO, a_note(), sent=MARK).result()
    assert first.sent == MARK
    assert room.record(BO, a_note(), sent=MARK).result() == (first,)
    assert room.record(BO, a_note(text="other words"), sent=MARK).result() == (first,)
    assert texts(room) == ["it works"]
    assert room.close().unsaved == 0


def test_the_same_mark_of_another_seat_is_another_mark(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    for seat in (BO, CY, ANA):
        room.record(seat, a_note(text=seat), sent=MARK)
    room.record(ANA, a_note(text="more"), sent=MARK[::-1])
    assert texts(room) == [BO, CY, ANA, "more"]
    room.close()


def test_all_that_came_under_one_mark_is_one_thing(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    room.record(CY, a_note(text="before"))
    both = room.record(BO, a_note(text="one"), a_note(text="two"), sent=MARK).result()
    room.record(CY, a_note(text="after")).result()
    assert [event.n for event in room.record(BO, a_note(), sent=MARK).result()] == [3, 4]
    room.close()
    again = reopened(room)
    assert again.record(BO, a_note(), sent=MARK).result() == both
    again.close()


def test_what_was_refused_is_not_remembered_under_its_mark(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    for _ in range(2):
        with pytest.raises(Refused, match="observer"):
            room.record(OB, a_note(), sent=MARK)
    room.record(ANA, bodies.SeatChanged(seat=msgspec.structs.replace(room.state.seats[OB], role="member")))
    assert len(room.record(OB, a_note(), sent=MARK).result()) == 1
    room.close()


def test_what_arrives_again_while_it_waits_has_the_same_future(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = a_room(tmp_path)
    gate = Gate(monkeypatch)
    first = room.record(BO, a_note(), sent=MARK)
    assert gate.reached.wait(20)
    assert room.record(BO, a_note(), sent=MARK) is first
    assert not first.done()
    gate.go_on.set()
    (event,) = first.result(20)
    assert room.record(BO, a_note(), sent=MARK).result(20) == (event,)
    room.record(BO, a_note(text="next"), sent=MARK[::-1]).result(20)
    assert texts(room) == ["it works", "next"]
    room.close()


def test_what_is_sent_again_after_a_failed_write_is_kept_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "RETRY_SECONDS", 600)  # so that only what is sent again tries again
    room = a_room(tmp_path)
    heard = Heard(room)
    with the_folder_is_gone(room):
        with pytest.raises(StoreError):
            room.record(BO, a_note(), sent=MARK).result(20)
        heard.until(lambda standing: standing.trouble is not None)
    with pytest.raises(StoreError):  # still the answer of the first attempt: the device is told to send again
        room.record(BO, a_note(), sent=MARK).result(20)
    heard.until(lambda standing: standing.kept == 2)
    (event,) = room.record(BO, a_note(), sent=MARK).result(20)
    assert (event.n, texts(room)) == (2, ["it works"])
    room.close()
    assert on_disk(room)[1:] == [a_note()]


def test_a_mark_is_known_after_a_restart_and_nothing_else_is_written(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    (first,) = room.record(BO, a_note(), sent=MARK).result()
    room.record(ANA, a_note(text="without a mark")).result()
    room.close()
    written = Path(room.place).read_text("utf-8")
    assert (written.count(MARK), written.count('"sent"')) == (1, 1)
    again = reopened(room)
    assert again.record(BO, a_note(), sent=MARK).result() == (first,)
    assert again.state.n == 3
    again.close()


def test_a_mark_outlives_an_undo_so_that_what_was_taken_back_does_not_come_again(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    (first,) = room.record(BO, a_note(), sent=MARK).result()
    room.record(BO, bodies.Undone(number=first.n))
    assert room.record(BO, a_note(), sent=MARK).result() == (first,)
    assert texts(room) == []
    room.close()


def test_nothing_is_not_recorded(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    with pytest.raises(Refused, match="there is nothing to record"):
        room.record(BO, sent=MARK)
    room.close()
    with pytest.raises(ReadOnly):
        room.record(BO, a_note(), sent=MARK)


# Numbers come from the room


def test_the_room_gives_the_numbers_whatever_was_asked_for(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    for id in ("N1", "N1", "N40", "N" + "9" * 5000, "", "x", "R1"):
        room.record(BO, bodies.NoteTaken(id=id, point=None, kind="concern", text="words"))
    assert [note.id for note in room.state.notes] == [f"N{number}" for number in range(1, 8)]
    one, two = room.record(
        ANA,
        bodies.RecommendationMade(id="R9", point=None, strength="must", text="x"),
        bodies.RecommendationMade(id="R9", point=None, strength="must", text="y"),
    ).result()
    assert [getattr(event.what, "id", None) for event in (one, two)] == ["R1", "R2"]
    room.close()


BOARD = Source(kind="trello", key="trello:1", name="Evidence")


def a_piece(key: str, id: str = "", title: str = "Log") -> BroughtItem:
    return BroughtItem(id=id, key=key, point=None, state="done", title=title)


def test_the_room_numbers_every_new_piece_of_an_import_and_keeps_the_numbers_of_the_others(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    point = room.state.walk[0].id
    room.record(BO, bodies.EvidenceAdded(id="E9", point=point, state="done", title="Typed"))
    room.record(ANA, bodies.EvidenceBrought(source=BOARD, items=(a_piece("a"), a_piece("b"))))
    room.record(ANA, bodies.EvidenceBrought(source=BOARD, items=(a_piece("c"), a_piece("b", "E3"), a_piece("d"))))
    assert [(one.id, one.brought and one.brought.key) for one in room.state.evidence] == [
        ("E2", "a"),
        ("E3", "b"),
        ("E4", "c"),
        ("E5", "d"),
    ]
    (event,) = room.record(BO, bodies.EvidenceAdded(id="", point=point, state="done", title="Typed")).result()
    assert getattr(event.what, "id", None) == "E6"
    room.close()
    again = reopened(room)
    assert again.history.next_id("E") == "E7"
    again.close()


def test_the_same_import_twice_in_a_moment_is_there_once(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    brought = bodies.EvidenceBrought(source=BOARD, items=(a_piece("a"), a_piece("b")))
    room.record(ANA, brought)
    with pytest.raises(Refused, match="'Log' is here already, as E1; bring this source in again"):
        room.record(ANA, brought)
    assert len(room.state.evidence) == 2
    room.close()


def test_what_was_taken_off_in_the_meantime_is_not_brought_back(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    room.record(ANA, bodies.EvidenceBrought(source=BOARD, items=(a_piece("a"),)))
    late = bodies.EvidenceBrought(source=BOARD, items=(a_piece("a", "E1", "Diary"), a_piece("b")))
    room.record(ANA, bodies.EvidenceWithdrawn(id="E1"))
    with pytest.raises(Refused, match="taken off here in the meantime; bring this source in again"):
        room.record(ANA, late)
    assert room.state.evidence == ()
    room.close()


def test_an_import_and_the_views_that_come_with_it_are_kept_both_or_not_at_all(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    point = room.state.walk[0].id
    brought = bodies.EvidenceBrought(source=BOARD, items=(a_piece("a"),))
    strange = bodies.OwnViewsBrought(source=BOARD, views=(TeamView(point=point, level="splendid"),))
    with pytest.raises(Refused, match="'splendid' is not a level of this point"):
        room.record(ANA, brought, strange)
    assert (room.state.n, room.state.evidence) == (1, ())
    both = room.record(ANA, brought, bodies.OwnViewsBrought(source=BOARD, views=(TeamView(point=point, level="met"),)))
    assert [event.n for event in both.result()] == [2, 3]
    room.close()


def test_many_threads_that_read_the_same_number_get_numbers_without_a_gap(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    each, begin = 60, threading.Barrier(4)

    def many(seat: str) -> list[str]:
        begin.wait(20)
        futures = []
        for number in range(each):
            id = room.history.next_id("N")  # what a keyboard reads before it says its line
            body = bodies.NoteTaken(id=id, point=None, kind="concern", text=f"{seat} {number}")
            futures.append(room.record(seat, body, sent=f"{seat}-{number}"))
        return [getattr(event.what, "id", "") for future in futures for event in future.result(30)]

    with ThreadPoolExecutor(4) as pool:
        given = [id for ids in pool.map(many, (ANA, BO, CY, GROSS)) for id in ids]
    expected = [f"N{number}" for number in range(1, 4 * each + 1)]
    assert sorted(given, key=lambda id: int(id[1:])) == expected
    assert room.close().unsaved == 0
    again = reopened(room)
    assert [note.id for note in again.state.notes] == expected
    for seat in (ANA, BO, CY, GROSS):
        mine = [note.text for note in again.state.notes if note.seat == seat]
        assert mine == [f"{seat} {number}" for number in range(each)]
    again.close()


# Nothing is told before it is durable


def test_what_is_not_durable_is_in_no_view_that_devices_are_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = a_room(tmp_path)
    gate = Gate(monkeypatch)
    future = room.record(BO, a_note(text="not yet durable"))
    assert gate.reached.wait(20)
    later = room.record(BO, a_note(text="nor this"))
    assert [note.text for note in room.view(Viewer(seat=BO)).notes] == ["not yet durable", "nor this"]
    assert (room.kept.state.n, room.kept.last.n) == (1, 1)
    for viewer in (Viewer(seat=BO), Viewer(seat=ANA), DISPLAY, TEAM_PAGE):
        assert room.kept_view(viewer).n == 1
        assert b"durable" not in msgspec.json.encode(room.kept_view(viewer))
    gate.go_on.set()
    later.result(20)
    future.result(20)
    assert [note.text for note in room.kept_view(Viewer(seat=CY)).notes] == ["not yet durable", "nor this"]
    assert room.kept_view(Viewer(seat=CY)) is room.kept_view(Viewer(seat=CY))
    room.close()


def test_what_a_future_has_given_is_in_what_is_kept_and_listeners_hear_of_it_after(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    seen: list[tuple[int, int]] = []
    room.subscribe(lambda standing: seen.append((standing.kept, room.kept.state.n)))
    for number in range(1, 60):
        (event,) = room.record(BO, a_note(number)).result(20)
        assert room.kept.state.n >= event.n
        assert room.kept_view(Viewer(seat=CY)).n >= event.n
    room.close()
    assert [pair for pair in seen if pair[1] < pair[0]] == []


def test_while_the_disk_takes_nothing_what_is_kept_stands_still_and_memory_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "RETRY_SECONDS", 600)
    monkeypatch.setattr(durable, "_MOST_UNKEPT", 8)
    room = a_room(tmp_path)
    heard = Heard(room)
    with the_folder_is_gone(room):
        for number in range(1, 41):
            room.record(BO, a_note(number))
        heard.until(lambda standing: standing.trouble is not None)
        assert room.kept.state.n == 1
        assert len(room._durable._ahead) <= 8
    room.retry()
    heard.until(lambda standing: standing.kept == 41)
    assert room.kept.state.n == 41
    assert room.kept is room.history
    room.close()


def test_where_states_in_between_were_forgotten_no_more_than_what_is_durable_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable, "_MOST_UNKEPT", 2)
    room = a_room(tmp_path)
    held = durable.Durable(room.history)
    for number in range(1, 7):
        room.record(BO, a_note(number))
        held.accepted(room.history)
    assert [held.upto(n).state.n for n in range(1, 8)] == [1, 2, 2, 2, 2, 2, 7]
    room.close()


def test_the_example_of_today_verifies_and_none_of_its_events_came_from_a_device() -> None:
    looked = open_session(next(SESSIONS.glob("*-example.json")), read_only=True)
    assert looked.broken is None
    assert {event.sent for event in looked.events()} == {msgspec.UNSET}
    assert {"sent" in chain.to_document(event) for event in looked.events()} == {False}
