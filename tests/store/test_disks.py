"""Full, read-only, forbidden: the disk really refuses, and what was saved stays as it was."""

import errno
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from panel_tui.session.events import Event
from panel_tui.store import atomic, system
from panel_tui.store.errors import DiskFull, DiskTrouble, Doing, FolderGone, from_os
from panel_tui.store.protocol import Draft, DraftKey
from panel_tui.store.tinydb_file import create_session, open_session

Make = Callable[..., list[Event]]


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """The system refuses what goes beyond, in the middle of a write, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_write_that_finds_no_room_leaves_the_file_and_nothing_beside_it(tmp_path: Path, make: Make) -> None:
    path = tmp_path / "s.json"
    events = make(9)
    session = create_session(path, events[:4])
    before = path.read_bytes()
    with (
        files_no_larger_than(len(before) + 100),
        pytest.raises(DiskFull, match=r"its disk is full: .* free some") as no,
    ):
        session.append(events[4:])
    assert no.value.can_retry
    assert path.read_bytes() == before
    assert session.events() == tuple(events[:4])
    assert sorted(file.name for file in tmp_path.iterdir()) == [".s.json.lock", "s.json"]
    session.append(events[4:])
    session.close()
    assert open_session(path).events() == tuple(events)


def test_a_session_that_finds_no_room_to_begin_leaves_nothing(tmp_path: Path, make: Make) -> None:
    with files_no_larger_than(100), pytest.raises(DiskFull, match="could not be made"):
        create_session(tmp_path / "s.json", make(9))
    assert list(tmp_path.iterdir()) == []


def test_drafts_that_find_no_room_leave_the_drafts_before(tmp_path: Path, make: Make) -> None:
    events = make(1)
    session = create_session(tmp_path / "s.json", events)
    key = DraftKey("ana", "note", None)
    first = {key: Draft("half", events[0].at)}
    session.keep_drafts(first)
    with files_no_larger_than(200), pytest.raises(DiskFull):
        session.keep_drafts({key: Draft("half a thought" * 50, events[0].at)})
    session.close()
    assert open_session(tmp_path / "s.json").drafts() == first


def test_a_disk_that_fills_up_for_real_and_is_freed_again(in_a_small_disk: Callable[..., str]) -> None:
    said = in_a_small_disk(
        """
path = disk / "s.json"
kept = notes(1)
session = create_session(path, kept)
(disk / "ballast").write_bytes(b"0" * 20_000)
while True:
    added = notes(5, kept)
    before = path.read_bytes()
    try:
        session.append(added)
    except errors.DiskFull as error:
        print(error)
        break
    kept += added
assert path.read_bytes() == before
assert {file.name for file in disk.iterdir()} == {"s.json", ".s.json.lock", "ballast"}
again = open_session(path, read_only=True)
assert again.events() == tuple(kept) and len(kept) > 20
(disk / "ballast").unlink()
session.append(added)
session.close()
(disk / "ballast").touch()
(disk / "ballast").write_bytes(b"0" * (os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize))
session = open_session(path)
assert session.events() == tuple(kept + added)
session.close()
"""
    )
    assert "could not be saved, because its disk is full: everything saved before is untouched" in said


def test_a_disk_that_turns_read_only_is_said_and_the_append_works_when_it_is_back(
    in_a_small_disk: Callable[..., str],
) -> None:
    said = in_a_small_disk(
        """
path = disk / "s.json"
kept = notes(3)
session = create_session(path, kept[:1])
mount_again = lambda how: subprocess.run(["mount", "-o", "remount," + how, str(disk)], check=True)
session.keep_drafts({})
lock = (disk / ".s.json.lock").stat()
try:
    mount_again("ro")
except subprocess.CalledProcessError:  # a file is held open for writing: the lock
    subprocess.run(["mount", "--bind", str(disk), str(disk)], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", str(disk)], check=True)
    mount_again = lambda how: subprocess.run(["umount", str(disk)], check=True)
try:
    session.append(kept[1:2])
except errors.ReadOnlyDisk as error:
    print(error)
try:
    open_session(path)
except errors.ReadOnlyDisk as error:
    print(error)
assert open_session(path, read_only=True).events() == tuple(kept[:1])
mount_again("rw")
session.append(kept[1:2])
session.close()
assert open_session(path).events() == tuple(kept[:2])
"""
    )
    first, second = said.splitlines()
    assert "could not be saved, because its disk takes no writes: everything saved before is untouched" in first
    assert "could not be opened for writing, because its disk takes no writes: nothing was changed" in second


def test_without_permission_every_way_in_says_so(tmp_path: Path, make: Make) -> None:
    """As somebody who is not root, since root may everything."""
    events = make(1)
    create_session(tmp_path / "s.json", events).close()
    script = f"""
import os, sys
from pathlib import Path
from making import notes
from panel_tui.store import errors
from panel_tui.store.folder import SessionsFolder
from panel_tui.store.tinydb_file import create_session, open_session
folder = Path({str(tmp_path)!r})
if os.getuid() == 0:
    os.chmod(folder / "s.json", 0o644)
    os.chmod(folder, 0o755)
    for above in folder.parents[:-2]:
        os.chmod(above, 0o755)
    os.setuid(65534)
else:
    os.chmod(folder, 0o555)
def say(act):
    try:
        act()
    except errors.NoPermission as error:
        print(error)
say(lambda: open_session(folder / "s.json"))
say(lambda: create_session(folder / "t.json", notes(1)))
say(lambda: SessionsFolder(folder / "new", len).create("t", notes(1)))
assert len(open_session(folder / "s.json", read_only=True).events()) == 1
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": ":".join([str(Path(__file__).parent), *sys.path]), "PATH": ""},
    )
    tmp_path.chmod(0o700)
    if done.returncode and "PermissionError" in done.stderr and "import" in done.stderr:
        pytest.skip("this Python is kept where another user may not read it")
    assert done.returncode == 0, done.stderr
    opened, made, folder = done.stdout.splitlines()
    assert "could not be opened for writing, because you are not allowed to write it: nothing was changed" in opened
    assert "could not be made, because you are not allowed to write it: nothing was written" in made
    assert "could not be made, because you are not allowed" in folder


@pytest.mark.parametrize(
    ("code", "doing", "kind", "says"),
    [
        (errno.ENOSPC, "keep", "DiskFull", "could not be saved, because its disk is full: everything saved before"),
        (errno.EDQUOT, "open", "DiskFull", "could not be opened for writing, because its disk is full: nothing was"),
        (errno.EPERM, "make", "NoPermission", "could not be made, because you are not allowed to write it"),
        (errno.EACCES, "read", "NoPermission", "not allowed to read"),
        (errno.EROFS, "keep", "ReadOnlyDisk", "make the disk writable, or save elsewhere"),
        (errno.ESTALE, "keep", "FolderGone", "bring the folder or its disk back"),
        (errno.ENOENT, "read", "NoSuchSession", "There is no file"),
        (errno.EIO, "keep", "DiskTrouble", 'the system answered "Input/output error"'),
        (errno.EIO, "read", "DiskTrouble", "could not be read"),
    ],
)
def test_every_answer_of_the_system_has_one_sentence(code: int, doing: Doing, kind: str, says: str) -> None:
    error = from_os(OSError(code, os.strerror(code)), "x.json", doing)
    assert type(error).__name__ == kind
    assert says in error.message
    assert error.message.endswith(".")


def test_an_answer_without_words_is_named_by_its_kind() -> None:
    assert '"TimeoutError"' in from_os(TimeoutError(), "x.json", "keep").message


def test_folders_are_made_by_two_at_once_and_with_the_mode_that_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    making = system.make_folder

    def after_another(path: Path, mode: int) -> None:
        if path.name == "b":
            making(path, 0o750)
        making(path, mode)

    monkeypatch.setattr(system, "make_folder", after_another)
    before = os.umask(0o027)
    atomic.make_folders(tmp_path / "a" / "b" / "c", 0o755)
    atomic.make_folders(tmp_path / "d")
    os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert modes == {"a": 0o755, "b": 0o750, "c": 0o755, "d": 0o750}


def test_the_target_is_as_it_was_when_it_cannot_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "inside").touch()
    with pytest.raises(OSError, match="folder"):
        atomic.replace(tmp_path / "folder", [b"content"])
    assert [file.name for file in tmp_path.iterdir()] == ["folder"]


def test_an_append_whose_last_step_failed_can_be_made_again(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No disk fails in just that step when asked, so the step is given its answer once."""
    path = tmp_path / "s.json"
    events = make(3)
    session = create_session(path, events[:1])

    def fail(_folder: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as once:
        once.setattr(atomic, "sync_folder", fail)
        with pytest.raises(DiskTrouble):
            session.append(events[1:2])
    assert session.events() == tuple(events[:1])
    session.append(events[1:2])
    session.append(events[2:])
    session.close()
    assert open_session(path).events() == tuple(events)


def test_a_folder_lost_while_the_file_is_written_is_said(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder goes between the write and the rename: the one moment that only a step in between can meet."""
    folder = tmp_path / "stick"
    folder.mkdir()
    events = make(2)
    session = create_session(folder / "s.json", events[:1])
    writing = atomic.write_beside

    def then_lose_the_folder(*args: object) -> object:
        stamp = writing(*args)  # type: ignore[arg-type]
        folder.rename(tmp_path / "away")
        return stamp

    with monkeypatch.context() as once:
        once.setattr(atomic, "write_beside", then_lose_the_folder)
        with pytest.raises(FolderGone):
            session.append(events[1:])
    shutil.move(tmp_path / "away", folder)
    session.append(events[1:])
    assert open_session(folder / "s.json", read_only=True).events() == tuple(events)
