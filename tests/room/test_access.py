"""The room keeps who may come in from other devices, in one step with whatever else goes to the disk."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from tests.room.rooms import a_note, a_room, reopened, rooms_in, the_folder_is_gone

from panel_tui.room import ReadOnly
from panel_tui.store.errors import StoreError


def test_who_may_come_in_is_there_after_a_restart(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    assert (room.access(), room.access_problem) == (None, None)
    room.keep_access(b"digests")
    room.close()
    assert reopened(room).access() == b"digests"


def test_keeping_it_is_no_event(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    before = room.history
    room.keep_access(b"digests")
    assert room.history is before
    room.close()


def test_a_room_that_is_only_looked_at_neither_tells_nor_keeps_it(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    room.keep_access(b"digests")
    looked = rooms_in(tmp_path).open(room.place, read_only=True)
    with pytest.raises(ReadOnly):
        looked.access()
    with pytest.raises(ReadOnly):
        looked.keep_access(b"other")
    assert room.access() == b"digests"
    room.close()


def test_what_could_not_be_kept_is_said_and_the_session_goes_on(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    with the_folder_is_gone(room), pytest.raises(StoreError):
        room.keep_access(b"digests")
    room.keep_access(b"digests")
    room.close()
    assert reopened(room).access() == b"digests"


def test_a_damaged_file_is_said(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    place = Path(room.place)
    room.close()
    place.with_name(f".{place.name}.seats").write_bytes(b"damaged")
    again = reopened(room)
    assert "could not be read back" in str(again.access_problem)
    again.close()


def test_it_goes_along_when_the_session_is_saved_elsewhere_in_a_storm_of_notes(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    ana = room.state.lead
    kept = threading.Event()

    def devices() -> None:
        for n in range(20):
            room.keep_access(f"device {n}".encode())
        kept.set()

    thread = threading.Thread(target=devices)
    thread.start()
    notes = [room.record(ana, a_note()) for _ in range(10)]
    room.save_elsewhere(tmp_path / "elsewhere.json")
    thread.join()
    assert kept.is_set()
    assert [note.result()[0].n for note in notes] == list(range(2, 12))
    room.close()
    again = rooms_in(tmp_path).open(str(tmp_path / "elsewhere.json"), read_only=False)
    assert again.access() == b"device 19"
    again.close()
