"""The thread that keeps: kept together, in order, tried again, never silent; and what is typed and not sent."""

from __future__ import annotations

import stat
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

import pytest
from tests.commands.table import ANA, BO
from tests.room.rooms import HandClock, Heard, a_note, a_room, on_disk, reopened, rooms_in, the_folder_is_gone

from panel_tui import keeper
from panel_tui.room import DraftKey, Room
from panel_tui.session.events import Event
from panel_tui.store.errors import FolderGone, StoreError
from panel_tui.store.tinydb_file import SessionFile, open_session

KEY = DraftKey(ANA, "note", None)


def drafts_of(room: Room) -> Path:
    place = Path(room.place)
    return place.with_name(f".{place.name}.drafts")


def wait_until(happened: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.005)


# Kept together, in order


def test_what_arrives_while_a_write_is_under_way_is_kept_together_in_the_next(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    in_the_middle, go_on, done = threading.Event(), threading.Event(), []

    def hold_the_writer(standing: object) -> None:
        if threading.current_thread().name == "keeper" and not in_the_middle.is_set():
            in_the_middle.set()
            assert go_on.wait(20)

    room.subscribe(hold_the_writer)
    room.record(ANA, a_note(1)).result()
    assert in_the_middle.wait(20)
    heard = Heard(room)
    futures = [room.record(ANA, a_note(number)) for number in range(2, 102)]
    assert room.keeping.unsaved == 100
    go_on.set()
    done = [future.result()[0].n for future in futures]
    assert done == list(range(3, 103))
    heard.until(lambda standing: standing.kept == 102)  # whoever waits is told before whoever listens
    assert [standing.kept for standing in heard.told if standing.kept > 2] == [102]
    room.close()
    again = reopened(room)
    assert again.state.n == 102
    again.close()


def test_kept_at_is_when_it_was_kept(tmp_path: Path) -> None:
    clock = HandClock()
    room = a_room(tmp_path, clock)
    began = room.keeping.kept_at
    clock.move(5)
    room.record(ANA, a_note()).result()
    assert (room.keeping.kept_at - began).total_seconds() == 300
    room.close()


# Trouble


def failure(future: Future[tuple[Event, ...]]) -> str:
    with pytest.raises(StoreError) as refused:
        future.result(timeout=20)
    return refused.value.message


def test_a_folder_that_vanishes_is_said_at_once_and_kept_when_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "RETRY_SECONDS", 600)  # so that only `retry` tries again
    room = a_room(tmp_path)
    heard = Heard(room)
    with the_folder_is_gone(room):
        said = failure(room.record(ANA, a_note(1)))
        assert "its folder is gone" in said
        trouble = heard.until(lambda standing: standing.trouble is not None)
        assert trouble.trouble == said
        assert trouble.unsaved == 1
        later = room.record(ANA, a_note(2))
        assert room.keeping.unsaved == 2
        assert room.keeping.trouble == said
        assert [note.id for note in room.state.notes] == ["N1", "N2"]
        assert not later.done()
    room.retry()
    heard.until(lambda standing: standing.kept == 3 and standing.trouble is None)
    assert [event.n for event in later.result()] == [3]
    assert on_disk(room)[1:] == [a_note(1), a_note(2)]
    room.close()


def test_what_failed_is_tried_again_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "RETRY_SECONDS", 0.02)
    room = a_room(tmp_path)
    heard = Heard(room)
    with the_folder_is_gone(room):
        failure(room.record(ANA, a_note()))
    heard.until(lambda standing: standing.kept == 2)
    assert room.keeping.trouble is None
    room.close()


def test_what_cannot_be_kept_here_is_saved_elsewhere_and_goes_on_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "RETRY_SECONDS", 600)
    room = a_room(tmp_path)
    heard = Heard(room)
    before = Path(room.place).read_bytes()
    with the_folder_is_gone(room) as away:
        failure(room.record(ANA, a_note(1)))
        with pytest.raises(FolderGone):
            room.save_elsewhere(tmp_path / "nowhere" / "else.json")
        room.save_elsewhere(tmp_path / "else.json")
        heard.until(lambda standing: standing.kept == 2)
        assert room.place == str(tmp_path / "else.json")
        assert on_disk(room)[1:] == [a_note(1)]
        assert (away / "2026-11-21-manage-arrears-beta.json").read_bytes() == before
    room.record(ANA, a_note(2)).result()
    assert on_disk(room)[1:] == [a_note(1), a_note(2)]
    room.close()


def test_closing_tries_once_more_and_says_what_is_not_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "RETRY_SECONDS", 600)
    room = a_room(tmp_path)
    with the_folder_is_gone(room):
        failure(room.record(ANA, a_note()))
        standing = room.close()
    assert standing.unsaved == 1
    assert standing.trouble is not None
    again = reopened(room)
    assert again.state.n == 1
    again.close()


def test_closing_keeps_what_failed_before_where_it_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "RETRY_SECONDS", 600)
    room = a_room(tmp_path)
    with the_folder_is_gone(room):
        failure(room.record(ANA, a_note()))
    assert room.close().unsaved == 0
    assert on_disk(room)[1:] == [a_note()]


class _Flawed:
    """A real session file whose writing has a mistake of ours in it, once."""

    def __init__(self, store: SessionFile) -> None:
        self._store = store
        self.flawed = True

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def append(self, events: Sequence[Event]) -> None:
        if self.flawed:
            self.flawed = False
            raise ZeroDivisionError
        self._store.append(events)


def test_a_mistake_of_ours_in_the_writing_does_not_end_the_keeping(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "RETRY_SECONDS", 0.02)
    room = a_room(tmp_path)
    room.close()
    again = Room(_Flawed(open_session(Path(room.place))), HandClock())  # type: ignore[arg-type]
    heard = Heard(again)
    assert "ZeroDivisionError" in failure(again.record(ANA, a_note()))
    heard.until(lambda standing: standing.kept == 2)
    again.close()


def test_a_write_and_a_move_to_another_place_never_meet(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    futures = []
    for number in range(1, 31):
        futures.append(room.record(ANA, a_note(number)))
        if number % 10 == 0:
            room.save_elsewhere(tmp_path / f"{number}.json")
    for future in futures:
        future.result()
    room.close()
    assert len(on_disk(room)) == 31


# What is typed and not sent


def test_what_is_typed_is_on_disk_within_two_seconds(tmp_path: Path) -> None:
    assert keeper.DRAFT_SECONDS < 2
    room = a_room(tmp_path)
    began = time.monotonic()
    letters = 0
    while not drafts_of(room).exists():
        letters += 1
        room.keep_draft(ANA, "note", None, "x" * letters)
        time.sleep(0.01)
    assert time.monotonic() - began < 2
    assert room.draft(ANA, "note", None) == "x" * letters
    room.close()


def test_a_single_letter_is_kept_though_nothing_follows_it(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    room.record(ANA, a_note()).result()
    began = time.monotonic()
    room.keep_draft(ANA, "note", None, "x")
    wait_until(drafts_of(room).exists, seconds=2)
    assert time.monotonic() - began < 2
    room.close()


def test_a_draft_comes_back_after_a_crash_and_is_gone_when_it_was_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "DRAFT_SECONDS", 0.02)
    room = a_room(tmp_path)
    room.keep_draft(ANA, "note", "iterate-and-improve", "half a th")
    room.keep_draft(BO, "reason", None, "because")
    room.keep_draft(BO, "reason", None, "because it")
    wait_until(lambda: drafts_of(room).exists() and b"because it" in drafts_of(room).read_bytes())
    assert stat.S_IMODE(drafts_of(room).stat().st_mode) == 0o600
    room.close()
    again = reopened(room)
    texts = {key: draft.text for key, draft in again.recovered.items()}
    assert texts == {
        DraftKey(ANA, "note", "iterate-and-improve"): "half a th",
        DraftKey(BO, "reason", None): "because it",
    }
    assert again.draft(BO, "reason", None) == "because it"
    assert again.draft(BO, "note", None) == ""
    assert again.drafts_problem is None
    for key in texts:
        again.keep_draft(*key, "")
    wait_until(lambda: not drafts_of(room).exists())
    assert again.recovered
    again.close()


def test_an_empty_draft_of_nothing_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "DRAFT_SECONDS", 0)
    room = a_room(tmp_path)
    room.keep_draft(ANA, "note", None, "   ")
    room.close()
    assert not drafts_of(room).exists()


def test_what_was_typed_at_the_last_moment_is_kept_when_the_room_closes(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    room.keep_draft(ANA, "note", None, "at the door")
    room.close()
    assert b"at the door" in drafts_of(room).read_bytes()


def test_a_draft_that_could_not_be_kept_is_tried_again_without_another_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "DRAFT_SECONDS", 0.01)
    monkeypatch.setattr(keeper, "RETRY_SECONDS", 0.01)
    room = a_room(tmp_path)
    with the_folder_is_gone(room):
        room.keep_draft(ANA, "note", None, "half a th")
        failure(room.record(ANA, a_note()))
    wait_until(drafts_of(room).exists)
    assert b"half a th" in drafts_of(room).read_bytes()
    room.close()


def test_what_is_typed_and_cannot_be_kept_is_said_and_so_is_that_it_was_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "DRAFT_SECONDS", 0.01)
    room = a_room(tmp_path)
    heard = Heard(room)
    with the_folder_is_gone(room):
        room.keep_draft(ANA, "note", None, "half a th")
        wait_until(lambda: room.keeping.drafts_trouble is not None)
        assert "its folder is gone" in (room.keeping.drafts_trouble or "")
        assert room.keeping.trouble is None
        wait_until(lambda: len(heard.told) == 1)
        failure(room.record(ANA, a_note()))
        assert room.keeping.drafts_trouble is not None
    room.retry()
    wait_until(lambda: room.keeping.drafts_trouble is None, seconds=keeper.RETRY_SECONDS / 2)
    assert b"half a th" in drafts_of(room).read_bytes()
    wait_until(lambda: heard.told[-1].drafts_trouble is None)
    room.close()


def test_a_failure_that_nobody_foresaw_does_not_end_the_keeping_of_what_is_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "DRAFT_SECONDS", 0.01)
    monkeypatch.setattr(keeper, "RETRY_SECONDS", 0.01)
    room = a_room(tmp_path)
    room.keep_draft(ANA, "note", None, "half \ud800 a pair")
    wait_until(lambda: room.keeping.drafts_trouble is not None)
    assert "UnicodeEncodeError" in (room.keeping.drafts_trouble or "")
    room.keep_draft(ANA, "note", None, "mended")
    wait_until(lambda: room.keeping.drafts_trouble is None)
    assert b"mended" in drafts_of(room).read_bytes()
    room.close()


def test_drafts_that_cannot_be_read_are_said_and_left_alone(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    room.close()
    drafts_of(room).write_bytes(b"not ours")
    again = reopened(room)
    assert again.drafts_problem is not None
    assert "left as it is" in again.drafts_problem
    again.keep_draft(ANA, "note", None, "half")
    again.close()
    assert drafts_of(room).read_bytes() == b"not ours"
    third = reopened(room)
    assert [draft.text for draft in third.recovered.values()] == ["half"]
    third.close()


def test_a_keeper_of_a_read_only_session_starts_no_thread(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    room.close()
    before = threading.active_count()
    looked = rooms_in(tmp_path).open(room.name, read_only=True)
    assert threading.active_count() == before
    looked.close()


def test_keeping_is_done_off_the_thread_that_records(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    names = set()
    room.subscribe(lambda standing: names.add(threading.current_thread().name))
    room.record(ANA, a_note()).result()
    room.close()
    assert names == {"keeper", threading.current_thread().name}
