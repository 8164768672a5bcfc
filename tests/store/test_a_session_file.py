"""What is kept comes back, only grows, and can be read in an editor."""

import json
import os
import stat
from collections import ChainMap
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where
from tinydb.table import Document

from panel_tui.session.bodies import AnyBody, NoteTaken, PointEntered, ScoreGiven, ScoresRevealed, TimeboxStarted
from panel_tui.session.events import Event
from panel_tui.store.errors import (
    AlreadyThere,
    FileChanged,
    FileGone,
    FolderGone,
    NoPermission,
    NotAppending,
    ReadOnlyView,
    StoreError,
)
from panel_tui.store.layout import FORMAT_NUMBER, TAIL
from panel_tui.store.protocol import Draft, DraftKey, SessionStore
from panel_tui.store.storage import SessionStorage
from panel_tui.store.tinydb_file import create_session, open_session

Make = Callable[..., list[Event]]

A_DRAFT = {DraftKey("ana", "note", "p4"): Draft("half a thou", datetime(2026, 11, 21, 10, tzinfo=UTC))}

text = st.text(st.characters(codec="utf-8"), max_size=40)
bodies = st.one_of(
    st.builds(NoteTaken, id=text, point=st.none() | text, kind=st.just("quote"), text=text, private=st.booleans()),
    st.builds(ScoreGiven, point=text, round=st.integers(1, 9), level=text),
    st.builds(ScoresRevealed, points=st.lists(text, max_size=3).map(tuple)),
    st.builds(TimeboxStarted, box=text, seconds=st.integers(-(2**63), 2**63 - 1)),
    st.builds(PointEntered, point=text),
)


@given(first=st.lists(bodies, min_size=1, max_size=6), more=st.lists(st.lists(bodies, max_size=4), max_size=4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_list_of_events_that_is_written_reads_back_the_same(
    tmp_path: Path, seal: Callable[..., list[Event]], first: list[AnyBody], more: list[list[AnyBody]]
) -> None:
    path = tmp_path / "session.json"
    path.unlink(missing_ok=True)
    kept = seal(first)
    session = create_session(path, kept)
    for batch in more:
        added = seal(batch, kept)
        session.append(added)
        kept += added
    assert session.events() == tuple(kept)
    session.close()
    again = open_session(path)
    assert again.events() == tuple(kept)
    again.close()
    assert path.read_bytes().endswith(TAIL)
    assert len(path.read_text("utf-8").split("\n")) == len(kept) + 4


def test_a_session_file_is_a_session_store_with_a_name_and_a_place(tmp_path: Path, make: Make) -> None:
    session: SessionStore = create_session(tmp_path / "arrears.json", make(1))
    assert session.name == "arrears"
    assert session.place == str(tmp_path / "arrears.json")
    assert not session.read_only
    assert session.broken is None
    assert session.drafts_problem is None


def test_each_event_is_one_line_and_an_append_adds_lines_alone(tmp_path: Path, make: Make) -> None:
    path = tmp_path / "s.json"
    events = make(3)
    session = create_session(path, events[:2])
    before = path.read_text("utf-8").splitlines()
    session.append(events[2:])
    after = path.read_text("utf-8").splitlines()
    assert before[0].startswith(f'{{"about":{{"1":{{"format":"panel-session-file/{FORMAT_NUMBER}","app":"')
    assert [line.partition(":")[0] for line in after[2:-1]] == ['"1"', '"2"', '"3"']
    assert after[:3] == before[:3]
    assert after[3] == before[3] + ","
    assert after[-1] == before[-1] == "}}"


def test_the_file_is_a_tinydb_database_that_any_tinydb_can_query(tmp_path: Path, make: Make) -> None:
    path = tmp_path / "s.json"
    create_session(path, make(3)).close()
    with TinyDB(path, access_mode="r") as database:
        assert database.tables() == {"about", "events"}
        found = database.table("events").search(where("what").event == "note-taken")
        assert [document.doc_id for document in found] == [1, 2, 3]
        assert database.table("about").get(doc_id=1)["created"] == "2026-11-21T09:30:01Z"


def test_appending_nothing_writes_nothing(tmp_path: Path, make: Make) -> None:
    path = tmp_path / "s.json"
    session = create_session(path, make(1))
    before = path.stat()
    session.append([])
    assert path.stat() == before


def test_a_session_begins_with_an_event(tmp_path: Path) -> None:
    with pytest.raises(NotAppending, match="begins with an event"):
        create_session(tmp_path / "s.json", [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("which", [slice(0, 1), slice(2, 3), slice(3, 4)], ids=["again", "a gap", "another chain"])
def test_an_event_that_does_not_continue_the_session_is_refused(tmp_path: Path, make: Make, which: slice) -> None:
    events = make(3)
    events.append(make(2, text="another session")[1])
    session = create_session(tmp_path / "s.json", events[:1])
    before = (tmp_path / "s.json").read_bytes()
    with pytest.raises(NotAppending, match="does not follow event 1 of this session"):
        session.append(events[which])
    assert session.events() == tuple(events[:1])
    assert (tmp_path / "s.json").read_bytes() == before


def test_the_storage_itself_lets_nobody_change_or_take_away_an_event(tmp_path: Path, make: Make) -> None:
    path = tmp_path / "s.json"
    create_session(path, make(2)).close()
    before = path.read_bytes()
    table = TinyDB(storage=lambda: SessionStorage(path)).table("events")
    with pytest.raises(NotAppending, match="never changed or taken away"):
        table.remove(doc_ids=[2])
    with pytest.raises(NotAppending, match="never changed or taken away"):
        table.upsert({"n": 1, "text": "rewritten"}, where("n") == 1)
    assert path.read_bytes() == before
    table = TinyDB(storage=lambda: SessionStorage(path)).table("events")
    table.document_id_class = lambda key: int(key) * 10  # type: ignore[assignment]
    with pytest.raises(NotAppending, match="has the number 3"):
        table.insert({"n": 7})
    assert path.read_bytes() == before


def test_the_table_that_appends_lets_nobody_change_or_take_away_an_event_either(tmp_path: Path, make: Make) -> None:
    path = tmp_path / "s.json"
    session = create_session(path, make(2))
    before, table = path.read_bytes(), session._table
    with pytest.raises(NotAppending, match="never changed or taken away"):
        table.truncate()
    with pytest.raises(NotAppending, match="never changed or taken away"):
        table.update({"text": "rewritten"})
    with pytest.raises(KeyError):
        table.remove(doc_ids=[cast(int, "1")])
    with pytest.raises(ValueError, match="already exists"):
        table.insert(Document({"n": 2}, doc_id=cast(int, "2")))
    with pytest.raises(NotAppending, match="has the number 3"):
        table.insert(Document({"n": 4}, doc_id=cast(int, "4")))
    assert path.read_bytes() == before


def test_a_table_of_another_session_is_not_taken_for_what_was_added(tmp_path: Path, make: Make) -> None:
    create_session(tmp_path / "s.json", make(2)).close()
    storage = SessionStorage(tmp_path / "s.json")
    events: ChainMap[str, dict[str, Any]] = ChainMap({"3": {"n": 3}}, {"1": {"n": 1}, "2": {"n": 2}})
    with pytest.raises(NotAppending, match="never changed or taken away"):
        storage.write({"events": events})


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o777])
def test_a_new_file_is_for_its_owner_alone_whatever_the_umask(tmp_path: Path, make: Make, umask: int) -> None:
    events = make(2)
    before = os.umask(umask)
    try:
        session = create_session(tmp_path / "s.json", events[:1])
        session.append(events[1:])
        session.keep_drafts(A_DRAFT)
    finally:
        os.umask(before)
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir() if file.suffix != ".lock"} == {0o600}


def test_a_file_keeps_the_mode_that_its_owner_gave_it(tmp_path: Path, make: Make) -> None:
    events = make(2)
    session = create_session(tmp_path / "s.json", events[:1])
    (tmp_path / "s.json").chmod(0o640)
    session.append(events[1:])
    assert stat.S_IMODE((tmp_path / "s.json").stat().st_mode) == 0o640


def test_a_file_that_nobody_may_write_opens_read_only_alone(tmp_path: Path, make: Make) -> None:
    path = tmp_path / "s.json"
    events = make(2)
    create_session(path, events[:1]).close()
    path.chmod(0o444)
    with pytest.raises(NoPermission, match=r"not allowed to write it: nothing was changed; .* or open it read-only"):
        open_session(path)
    assert open_session(path, read_only=True).events() == tuple(events[:1])
    assert [file.name for file in tmp_path.iterdir()] == ["s.json"]


def test_write_permission_lost_during_the_session_is_said_and_can_be_mended(tmp_path: Path, make: Make) -> None:
    path = tmp_path / "s.json"
    events = make(2)
    session = create_session(path, events[:1])
    path.chmod(0o444)
    with pytest.raises(NoPermission, match="everything saved before is untouched") as refused:
        session.append(events[1:])
    assert refused.value.can_retry
    path.chmod(0o600)
    session.append(events[1:])
    assert open_session(path, read_only=True).events() == tuple(events)


def test_a_link_stays_a_link_and_the_real_file_is_written(tmp_path: Path, make: Make) -> None:
    events = make(2)
    (tmp_path / "real").mkdir()
    create_session(tmp_path / "real" / "s.json", events[:1]).close()
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "real" / "s.json")
    session = open_session(link)
    session.append(events[1:])
    session.close()
    assert link.is_symlink()
    assert open_session(tmp_path / "real" / "s.json").events() == tuple(events)
    assert [file.name for file in (tmp_path / "real").iterdir() if file.suffix != ".lock"] == ["s.json"]


def test_a_temporary_file_left_by_a_kill_is_taken_away_by_the_next_append(tmp_path: Path, make: Make) -> None:
    events = make(2)
    session = create_session(tmp_path / "s.json", events[:1])
    (tmp_path / ".s.json.tmp").write_text("half of")
    session.append(events[1:])
    assert sorted(file.name for file in tmp_path.iterdir()) == [".s.json.lock", "s.json"]


def test_a_file_written_by_something_else_meanwhile_is_not_written_over(tmp_path: Path, make: Make) -> None:
    path = tmp_path / "s.json"
    events = make(4)
    session = create_session(path, events[:1])
    other = tmp_path / "other.json"
    create_session(other, events[:3]).close()
    other.replace(path)
    before = path.read_bytes()
    with pytest.raises(FileChanged, match=r"changed by something else .* nothing was written over") as refused:
        session.append(events[1:2])
    assert not refused.value.can_retry
    path.write_text("scribble")
    with pytest.raises(FileChanged):
        session.append(events[1:2])
    assert path.read_text() == "scribble"
    assert before != b"scribble"
    path.unlink()
    path.mkdir()
    with pytest.raises(FileChanged):
        session.append(events[1:2])


def test_the_same_content_copied_back_is_taken_for_the_same_file(tmp_path: Path, make: Make) -> None:
    path = tmp_path / "s.json"
    events = make(3)
    session = create_session(path, events[:1])
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)
    session.append(events[1:2])
    session.append(events[2:])
    session.close()
    assert open_session(path).events() == tuple(events)


def test_a_file_that_vanished_is_not_made_again_unasked_but_can_be_saved_elsewhere(tmp_path: Path, make: Make) -> None:
    path = tmp_path / "s.json"
    events = make(3)
    session = create_session(path, events[:1])
    path.unlink()
    with pytest.raises(FileGone, match="moved or deleted by something else") as refused:
        session.append(events[1:2])
    assert refused.value.can_retry
    assert not path.exists()
    session.save_elsewhere(tmp_path / "t.json")
    session.append(events[1:2])
    session.close()
    assert open_session(tmp_path / "t.json").events() == tuple(events[:2])
    assert not path.exists()


def test_a_vanished_folder_is_said_and_the_append_works_when_it_is_back(tmp_path: Path, make: Make) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    path = folder / "s.json"
    events = make(2)
    session = create_session(path, events[:1])
    folder.rename(tmp_path / "away")
    with pytest.raises(FolderGone, match=r"its folder is gone: .* still in memory; bring the folder") as refused:
        session.append(events[1:])
    assert refused.value.can_retry
    with pytest.raises(FolderGone):
        session.keep_drafts(A_DRAFT)
    (tmp_path / "away").rename(folder)
    session.append(events[1:])
    session.close()
    assert open_session(path).events() == tuple(events)


def test_a_folder_that_became_a_file_counts_as_vanished(tmp_path: Path, make: Make) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    events = make(2)
    session = create_session(folder / "s.json", events[:1])
    folder.rename(tmp_path / "away")
    folder.write_text("")
    with pytest.raises(FolderGone):
        session.append(events[1:])


def test_the_storage_alone_also_says_that_the_folder_or_the_file_is_gone(tmp_path: Path, make: Make) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    create_session(folder / "s.json", make(1)).close()
    storage = SessionStorage(folder / "s.json")
    folder.rename(tmp_path / "away")
    with pytest.raises(FolderGone):
        storage.check_unchanged()
    folder.write_text("")
    with pytest.raises(FolderGone):
        storage.check_unchanged()


def test_a_file_that_vanished_is_made_again_where_it_was_when_that_is_asked_for(tmp_path: Path, make: Make) -> None:
    path = tmp_path / "s.json"
    events = make(3)
    session = create_session(path, events[:1])
    with pytest.raises(AlreadyThere):
        session.save_elsewhere(path)
    session.append(events[1:2])
    path.unlink()
    session.save_elsewhere(path)
    session.append(events[2:])
    session.close()
    assert open_session(path).events() == tuple(events)


def test_a_session_that_could_not_be_saved_elsewhere_still_sees_what_others_write(tmp_path: Path, make: Make) -> None:
    path = tmp_path / "s.json"
    events = make(2)
    session = create_session(path, events[:1])
    (tmp_path / ".t.json.tmp").mkdir()
    with pytest.raises(StoreError):
        session.save_elsewhere(tmp_path / "t.json")
    path.write_text("scribble")
    with pytest.raises(FileChanged):
        session.append(events[1:])
    assert path.read_text() == "scribble"


def test_save_elsewhere_takes_everything_along_and_leaves_the_old_file(tmp_path: Path, make: Make) -> None:
    path = tmp_path / "s.json"
    events = make(3)
    session = create_session(path, events[:2])
    session.keep_drafts(A_DRAFT)
    old = path.read_bytes()
    (tmp_path / "other").mkdir()
    session.save_elsewhere(tmp_path / "other")
    session.append(events[2:])
    assert session.place == str(tmp_path / "other" / "s.json")
    assert path.read_bytes() == old
    open_session(path).close()
    session.close()
    again = open_session(tmp_path / "other" / "s.json")
    assert again.events() == tuple(events)
    assert again.drafts() == A_DRAFT


def test_save_elsewhere_writes_over_nothing_and_the_session_goes_on_where_it_was(tmp_path: Path, make: Make) -> None:
    events = make(3)
    session = create_session(tmp_path / "s.json", events[:1])
    (tmp_path / "taken.json").write_text("mine")
    with pytest.raises(AlreadyThere, match="nothing is ever written over"):
        session.save_elsewhere(tmp_path / "taken.json")
    with pytest.raises(FolderGone):
        session.save_elsewhere(tmp_path / "nowhere" / "s.json")
    (tmp_path / ".full.json.tmp").mkdir()
    with pytest.raises(Exception, match="could not be saved"):
        session.save_elsewhere(tmp_path / "full.json")
    assert (tmp_path / "taken.json").read_text() == "mine"
    session.append(events[1:2])
    assert session.place == str(tmp_path / "s.json")
    session.close()
    left = sorted(file.name for file in tmp_path.iterdir())
    assert left == [".full.json.tmp", "s.json", "taken.json"]


def test_a_read_only_session_writes_nothing_at_all(tmp_path: Path, make: Make) -> None:
    events = make(2)
    create_session(tmp_path / "s.json", events[:1]).close()
    before = {file.name: file.stat() for file in tmp_path.iterdir()}
    session = open_session(tmp_path / "s.json", read_only=True)
    assert session.read_only
    with pytest.raises(ReadOnlyView, match="open it again to write in it"):
        session.append(events[1:])
    with pytest.raises(ReadOnlyView):
        session.keep_drafts(A_DRAFT)
    with pytest.raises(ReadOnlyView):
        session.save_elsewhere(tmp_path / "t.json")
    session.close()
    assert {file.name: file.stat() for file in tmp_path.iterdir()} == before


def test_a_closed_session_takes_nothing_more(tmp_path: Path, make: Make) -> None:
    events = make(2)
    session = create_session(tmp_path / "s.json", events[:1])
    session.close()
    session.close()
    with pytest.raises(ReadOnlyView):
        session.append(events[1:])
    assert [file.name for file in tmp_path.iterdir()] == ["s.json"]


def test_a_file_laid_out_by_an_editor_opens_and_is_laid_out_again_by_the_next_append(
    tmp_path: Path, make: Make
) -> None:
    path = tmp_path / "s.json"
    events = make(3)
    create_session(path, events[:2]).close()
    ours = path.read_bytes()
    path.write_text(json.dumps(json.loads(ours), indent=4))
    session = open_session(path)
    assert session.events() == tuple(events[:2])
    session.append(events[2:])
    assert path.read_bytes().startswith(ours.removesuffix(TAIL))
