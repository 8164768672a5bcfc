"""Rescue files: written over nothing, taken in exactly as sealed, removed only when all is on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from panel_tui.session.events import Event
from panel_tui.store import rescue
from panel_tui.store.errors import StoreError
from panel_tui.store.folder import SessionsFolder
from panel_tui.store.protocol import Draft, DraftKey
from panel_tui.store.tinydb_file import create_session, open_session

Make = Callable[..., list[Event]]
KEY, OTHER = DraftKey("ana", "note", None), DraftKey("bo", "note", None)


@pytest.fixture(autouse=True)
def second_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return rescue._second_folder()


def test_two_rescues_of_one_second_have_two_names_and_are_no_sessions_of_the_list(
    tmp_path: Path, make: Make, summarise: Callable[..., object]
) -> None:
    events = make(3)
    session = create_session(tmp_path / "s.json", events[:1])
    written = [rescue.write(session.path, events, {}, events[0].at) for _ in range(2)]
    assert [path.name for path in written] == ["s.rescue-20261121-093001.json", "s.rescue-20261121-093001-2.json"]
    folder = SessionsFolder(tmp_path, summarise)  # type: ignore[arg-type]
    assert [summary.name for summary in folder.list()] == ["s"]
    session.path.unlink()
    assert len(folder.list()) == 2  # without their session they are all there is of it


def test_what_is_missing_is_appended_as_sealed_with_what_was_typed_and_the_file_is_gone(
    tmp_path: Path, make: Make
) -> None:
    events = make(4)
    at = events[0].at
    session = create_session(tmp_path / "s.json", events[:2])
    session.keep_drafts({KEY: Draft("newer", at)})
    rescue.write(session.path, events, {KEY: Draft("older", at), OTHER: Draft("half", at)}, at)
    (found,) = rescue.settle(session)
    assert found.kind == "more"
    assert found.sentence.startswith("2 entries of this session are only in the rescue file")
    assert rescue.take(session, found) == 2
    session.close()
    again = open_session(tmp_path / "s.json")
    assert again.events() == tuple(events)
    assert again.drafts() == {KEY: Draft("newer", at), OTHER: Draft("half", at)}
    assert rescue.settle(again) == ()
    again.close()
    assert sorted(path.name for path in tmp_path.iterdir() if "rescue" in path.name) == []


def test_a_rescue_that_holds_nothing_more_is_removed_and_said(tmp_path: Path, make: Make) -> None:
    events = make(3)
    session = create_session(tmp_path / "s.json", events)
    path = rescue.write(session.path, events[:2], {}, events[0].at)
    (found,) = rescue.settle(session)
    assert (found.kind, path.exists()) == ("same", False)
    assert "was removed" in found.sentence


def test_another_history_is_left_as_it_is_and_opens_by_its_own_path(tmp_path: Path, make: Make) -> None:
    events = make(3)
    session = create_session(tmp_path / "s.json", events[:2])
    path = rescue.write(session.path, events, {}, events[0].at)
    (found,) = rescue.find(session)
    session.append(make(1, events[:2], text="something else"))
    (after,) = rescue.settle(session)
    assert after.kind == "other"
    assert "both are kept" in after.sentence
    with pytest.raises(StoreError, match="nothing is merged"):
        rescue.take(session, found)
    assert len(session.events()) == 3
    assert open_session(path).events() == tuple(events)


def test_where_the_folder_is_gone_it_is_kept_in_the_users_data_and_found_there(
    tmp_path: Path, make: Make, second_folder: Path
) -> None:
    events = make(2)
    stick = tmp_path / "stick"
    stick.mkdir()
    session = create_session(stick / "s.json", events[:1])
    stick.rename(tmp_path / "away")
    path = rescue.write(session.path, events, {}, events[0].at)
    assert path.parent == second_folder
    (tmp_path / "away").rename(stick)
    (found,) = rescue.find(session)
    assert found.path == path
    assert found.sentence.startswith("1 entry of this session is only in")


def test_a_folder_that_cannot_be_made_either_is_said(tmp_path: Path, make: Make, second_folder: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(StoreError, match="could not be made"):
        rescue.write(tmp_path / "none" / "s.json", make(1), {}, make(1)[0].at)


def test_files_that_only_look_like_it_are_passed_over(tmp_path: Path, make: Make) -> None:
    session = create_session(tmp_path / "s.json", make(1))
    (tmp_path / "s.rescue-20261121-093001.json").write_text("nothing")
    (tmp_path / "s.rescue-plan.json").write_text("nothing")
    rescue.write(session.path, make(2, text="of another session"), {}, make(1)[0].at)
    assert rescue.find(session) == ()
    damaged = rescue.write(session.path, make(2), {}, make(1)[0].at)
    (found,) = rescue.find(session)
    damaged.write_bytes(damaged.read_bytes().replace(b"2: Tenants", b"2: Nobody "))
    assert rescue.find(session) == ()
    with pytest.raises(StoreError, match="does not verify"):
        rescue.take(session, found)
    assert len(session.events()) == 1


def test_a_full_disk_keeps_the_rescue_in_the_users_data(in_a_small_disk: Callable[..., str], tmp_path: Path) -> None:
    in_a_small_disk(
        f"""
os.environ["XDG_DATA_HOME"] = {str(tmp_path / "home")!r}
from panel_tui.store import rescue
events = notes(400)
session = create_session(disk / "s.json", events[:1])
path = rescue.write(session.path, events, {{}}, events[0].at)
assert path.parent == Path({str(tmp_path / "home")!r}) / "panel-tui" / "rescued", path
assert open_session(path, read_only=True).events() == tuple(events)
assert not [file for file in disk.iterdir() if "rescue" in file.name]
"""
    )


def test_a_rescue_file_that_cannot_be_removed_is_said_and_stays(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may remove anything, so the step is given its answer."""
    events = make(3)
    session = create_session(tmp_path / "s.json", events[:1])
    path = rescue.write(session.path, events, {}, events[0].at)
    (found,) = rescue.find(session)

    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as once:
        once.setattr(Path, "unlink", refuse)
        with pytest.raises(StoreError, match="not allowed"):
            rescue.take(session, found)
    assert session.events() == tuple(events)
    with monkeypatch.context() as once:
        once.setattr(Path, "unlink", refuse)
        assert rescue.settle(session) == ()
    (after,) = rescue.settle(session)  # a later start finds nothing more in it
    assert (after.kind, path.exists()) == ("same", False)
    session.close()
