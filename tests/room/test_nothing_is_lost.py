"""What was accepted and is not on disk is counted right, kept in order, and in a rescue file at the end."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.commands.table import ANA
from tests.room.rooms import HandClock, Heard, a_note, a_room, rooms_in, the_folder_is_gone

from panel_tui import keeper
from panel_tui.room import DraftKey, Room
from panel_tui.session.events import Event
from panel_tui.store import rescue
from panel_tui.store.errors import DiskFull, StoreError
from panel_tui.store.protocol import Draft
from panel_tui.store.tinydb_file import SessionFile, open_session


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "panel-tui" / "rescued"


def replaced_by_an_older_copy(folder: Path) -> tuple[Room, bytes]:
    """A room of four kept events whose file a sync tool has set back to the first."""
    room = a_room(folder)
    place = Path(room.place)
    older = place.read_bytes()
    for number in (1, 2, 3):
        room.record(ANA, a_note(number)).result()
    place.with_suffix(".older").write_bytes(older)
    place.with_suffix(".older").replace(place)
    return room, older


def test_what_a_replaced_file_no_longer_holds_is_counted_and_rescued(tmp_path: Path) -> None:
    room, older = replaced_by_an_older_copy(tmp_path)
    with pytest.raises(StoreError, match="changed by something else"):
        room.record(ANA, a_note(4)).result()
    assert room.keeping.unsaved == 4
    standing = room.close()
    assert standing.unsaved == 4
    assert Path(room.place).read_bytes() == older
    (file,) = Path(room.place).parent.glob("*.rescue-*.json")
    assert standing.rescue == (
        f"4 entries could not be saved in {room.place}. They are in {file}; panel-tui offers them at the next start."
    )
    assert open_session(file, read_only=True).events() == tuple(room.history.events)


def test_a_file_replaced_after_the_last_write_is_found_at_the_end(tmp_path: Path) -> None:
    room, _ = replaced_by_an_older_copy(tmp_path)
    standing = room.close()
    assert standing.unsaved == 3
    assert "changed by something else" in (standing.trouble or "")
    assert "3 entries could not be saved" in (standing.rescue or "")
    again = room.close()
    assert again == standing
    assert len(list(Path(room.place).parent.glob("*.rescue-*.json"))) == 1


def test_a_file_of_another_kind_in_its_place_holds_nothing_of_ours(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    room.record(ANA, a_note()).result()
    Path(room.place).write_text("{}")
    assert room.close().unsaved == 2
    assert Path(room.place).read_text() == "{}"


def test_saving_elsewhere_keeps_everything_there_and_nothing_is_unsaved(tmp_path: Path) -> None:
    room, older = replaced_by_an_older_copy(tmp_path)
    before = Path(room.place)
    with pytest.raises(StoreError):
        room.record(ANA, a_note(4)).result()
    heard = Heard(room)
    room.save_elsewhere(tmp_path / "new.json")
    heard.until(lambda standing: standing.unsaved == 0)
    standing = room.close()
    assert (standing.unsaved, standing.trouble, standing.rescue) == (0, None, None)
    assert before.read_bytes() == older
    assert open_session(tmp_path / "new.json").events() == tuple(room.history.events)


def test_saving_elsewhere_with_nothing_new_ends_the_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room, _ = replaced_by_an_older_copy(tmp_path)
    room.save_elsewhere(tmp_path / "new.json")
    assert room.keeping.unsaved == 0
    assert room.close().rescue is None


def test_what_was_typed_goes_along_and_where_nothing_can_be_written_it_is_said(
    tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = HandClock()
    room = a_room(tmp_path, clock)
    with the_folder_is_gone(room):
        room.record(ANA, a_note())
        room.keep_draft(ANA, "note", None, "half a thought")
        said = room.close().rescue or ""
    (file,) = data_folder.glob("*.json")
    assert said.startswith("1 entry could not be saved in")
    assert f"It is in {file}" in said
    assert open_session(file, read_only=True).drafts() == {
        DraftKey(ANA, "note", None): Draft("half a thought", clock.at)
    }
    second = rooms_in(tmp_path, clock).open(room.name)
    shutil.rmtree(data_folder.parent)
    data_folder.parent.write_text("in the way")
    with the_folder_is_gone(second):
        second.record(ANA, a_note())
        said = second.close().rescue or ""
    assert "no rescue file could be written" in said
    assert "could not be made" in said


def test_even_an_error_of_our_own_is_said_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = a_room(tmp_path)

    def fail(*_: object) -> Path:
        raise ZeroDivisionError

    monkeypatch.setattr(rescue, "write", fail)
    with the_folder_is_gone(room):
        room.record(ANA, a_note())
        said = room.close().rescue or ""
    assert said.endswith("no rescue file could be written: ZeroDivisionError.")


def test_what_arrives_while_a_write_fails_is_kept_after_what_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real store refuses an order that is not that of the record, so a wrong one would never be kept."""
    monkeypatch.setattr(keeper, "RETRY_SECONDS", 600)  # so that only `retry` tries again
    room = a_room(tmp_path)
    in_the_middle, go_on = threading.Event(), threading.Event()
    append = SessionFile.append

    def full_in_the_middle(store: SessionFile, events: Sequence[Event]) -> None:
        if not in_the_middle.is_set():
            in_the_middle.set()
            assert go_on.wait(20)
            raise DiskFull("Its disk is full.")
        append(store, events)

    monkeypatch.setattr(SessionFile, "append", full_in_the_middle)
    first = room.record(ANA, a_note(1))
    assert in_the_middle.wait(20)
    second = room.record(ANA, a_note(2))  # the write of the first is under way, and fails
    assert room.keeping.unsaved == 2
    go_on.set()
    with pytest.raises(StoreError):
        first.result(timeout=20)
    room.retry()
    assert second.result(timeout=20)[0].n == 3
    assert room.close().unsaved == 0
    assert [event.n for event in open_session(Path(room.place), read_only=True).events()] == [1, 2, 3]


def test_the_next_start_finds_the_rescue_and_takes_it_in(tmp_path: Path) -> None:
    room, _ = replaced_by_an_older_copy(tmp_path)
    room.close()
    rooms = rooms_in(tmp_path)
    again = rooms.open(room.name)
    (found,) = again.rescues
    again.close()
    assert rooms.take(found) == 3
    last = rooms.open(room.name)
    assert (last.rescues, last.history.events) == ((), room.history.events)
    last.close()
    assert rooms.open(room.name, read_only=True).rescues == ()
