"""File systems that lack a call (network drives, FUSE, Windows): a session is kept there, and people are told."""

import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.room.rooms import a_note, a_room, rooms_in
from tests.store.refusing import refusing_library
from tests.store.test_lock import held_by_another_process

from panel_tui.session.events import Event
from panel_tui.store import system
from panel_tui.store.access import AccessFile
from panel_tui.store.errors import DiskTrouble, FileBusy, HeldElsewhere, NoPermission, StoreError
from panel_tui.store.protocol import Draft, DraftKey
from panel_tui.store.setup_file import SetupFile
from panel_tui.store.tinydb_file import create_session, open_session

Make = Callable[..., list[Event]]
KEY = DraftKey("ana", "note", "p4")

NOT_SUPPORTED = [errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.ENOTTY]
NO_FOLDERS = [*NOT_SUPPORTED, errno.EACCES, errno.EPERM, errno.EISDIR, errno.EBADF]
NO_LOCKS = [*NOT_SUPPORTED, errno.ENOLCK]


def code(number: int) -> str:
    return errno.errorcode[number]


def answering(number: int) -> Callable[..., None]:
    def answer(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    return answer


def is_folder(descriptor: int) -> bool:
    return os.path.isdir(f"/proc/self/fd/{descriptor}")  # noqa: PTH112


def without_folder_sync(patch: pytest.MonkeyPatch, number: int) -> None:
    sync = system.sync
    refuse = answering(number)
    patch.setattr(system, "sync", lambda fd: refuse() if is_folder(fd) else sync(fd))


def everything_is_kept(path: Path, make: Make) -> tuple[str, ...]:
    """Make a session, write in it, open it again; returns the notices of the second opening."""
    events = make(4)
    session = create_session(path, events[:1])
    session.append(events[1:2])
    session.keep_drafts({KEY: Draft("half a thought", events[0].at)})
    session.keep_drafts({})
    session.keep_access(b"door")
    session.append(events[2:3])
    session.close()
    again = open_session(path)
    again.append(events[3:])
    assert again.events() == tuple(events)
    assert (again.drafts(), again.access()) == ({}, b"door")
    notices = again.notices
    again.close()
    assert sorted(file.name for file in path.parent.iterdir()) == [f".{path.name}.seats", path.name]
    return notices


def test_a_disk_that_can_do_everything_gives_no_notice(tmp_path: Path, make: Make) -> None:
    assert everything_is_kept(tmp_path / "s.json", make) == ()


@pytest.mark.parametrize("number", NO_FOLDERS, ids=code)
def test_a_folder_that_cannot_be_synced_is_worked_with(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    without_folder_sync(monkeypatch, number)
    (notice,) = everything_is_kept(tmp_path / "s.json", make)
    assert "cannot confirm that what is saved has reached it: after a power cut the last entries could" in notice
    assert str(tmp_path) in notice


@pytest.mark.parametrize("number", NO_FOLDERS, ids=code)
def test_a_folder_that_cannot_even_be_opened_is_worked_with(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    opening, refuse = system.open_file, answering(number)

    def without_folders(path: Path, flags: int, mode: int = 0o600) -> int:
        if flags & os.O_DIRECTORY:
            refuse()
        return opening(path, flags, mode)

    monkeypatch.setattr(system, "open_file", without_folders)
    (notice,) = everything_is_kept(tmp_path / "s.json", make)
    assert "cannot confirm" in notice


@pytest.mark.parametrize("number", NOT_SUPPORTED, ids=code)
def test_a_file_that_cannot_be_synced_is_worked_with(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(system, "sync", answering(number))
    (notice,) = everything_is_kept(tmp_path / "s.json", make)
    assert "cannot confirm" in notice


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EDQUOT], ids=code)
@pytest.mark.parametrize("of", ["file", "folder"])
def test_a_sync_that_fails_in_earnest_is_no_success(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch, number: int, of: str
) -> None:
    events = make(2)
    session = create_session(tmp_path / "s.json", events[:1])
    sync, refuse = system.sync, answering(number)
    monkeypatch.setattr(system, "sync", lambda fd: refuse() if is_folder(fd) is (of == "folder") else sync(fd))
    with pytest.raises(Exception, match=r"could not be saved"):
        session.append(events[1:])
    session.close()
    if of == "folder":
        with pytest.raises(Exception, match=r"could not be opened for writing"):
            open_session(tmp_path / "s.json")


@pytest.mark.parametrize("number", [errno.ENOTSUP, errno.EINVAL, errno.ENOTTY], ids=code)
def test_where_the_full_sync_of_macos_is_missing_the_plain_one_is_used(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(system, "sync", synced.append)
    monkeypatch.setattr(system, "full_sync", answering(number))
    (notice,) = everything_is_kept(tmp_path / "s.json", make)
    assert "cannot confirm" in notice
    assert len(synced) > 8


def test_the_full_sync_of_macos_is_enough_and_its_failure_is_said(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "sync", answering(errno.EIO))
    monkeypatch.setattr(system, "full_sync", lambda _: None)
    assert everything_is_kept(tmp_path / "s.json", make) == ()
    monkeypatch.setattr(system, "full_sync", answering(errno.EIO))
    with pytest.raises(DiskTrouble):
        create_session(tmp_path / "t.json", make(1))


@pytest.mark.parametrize("number", [*NOT_SUPPORTED, errno.EPERM, errno.EACCES], ids=code)
def test_a_disk_without_permissions_is_worked_with(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(system, "set_mode", answering(number))
    assert everything_is_kept(tmp_path / "s.json", make) == ()  # the mode it was made with is private


def test_a_disk_on_which_everybody_can_read_every_file_is_said(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "set_mode", lambda fd, _: os.fchmod(fd, 0o755))
    session = create_session(tmp_path / "s.json", make(1))
    (notice,) = session.notices
    session.close()
    assert "everybody who can open that folder can read the session" in notice


def test_a_mode_that_cannot_be_set_for_another_reason_is_said(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "set_mode", answering(errno.EIO))
    with pytest.raises(DiskTrouble):
        create_session(tmp_path / "s.json", make(1))


def test_where_files_have_the_permissions_of_their_folder_no_mode_is_set(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "set_mode", None)
    assert everything_is_kept(tmp_path / "s.json", make) == ()


# Locks


@pytest.mark.parametrize("number", NO_LOCKS, ids=code)
def test_a_disk_without_locks_is_worked_with_and_still_has_one_owner(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(system, "lock", answering(number))
    path = tmp_path / "s.json"
    (notice,) = everything_is_kept(path, make)
    assert "has no locks" in notice
    session = open_session(path)
    with pytest.raises(HeldElsewhere, match=f"process {os.getpid()} on .*if it is not open anywhere, delete") as no:
        open_session(path)
    assert no.value.pid == os.getpid()
    assert open_session(path, read_only=True).notices == ()
    session.close()
    open_session(path).close()


# Windows, as far as it can be had here: see `system`


class WindowsError5(PermissionError):
    def __init__(self, code: int) -> None:
        super().__init__(errno.EACCES, "The process cannot access the file")
        self.winerror = code


def busy_for(tries: int, call: Callable[..., None], code: int) -> Callable[..., None]:
    """The call of a system on which a virus scanner has the file open for so many tries."""
    left = [tries]

    def act(*paths: Path) -> None:
        if left[0]:
            left[0] -= 1
            raise WindowsError5(code)
        call(*paths)

    return act


@pytest.mark.parametrize("number", [5, 32, 33])
@pytest.mark.parametrize("tries", [1, 9])
def test_a_rename_that_a_virus_scanner_holds_up_is_tried_again(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch, tries: int, number: int
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    events = make(2)
    session = create_session(tmp_path / "s.json", events[:1])
    monkeypatch.setattr(system, "replace", busy_for(tries, system.replace, number))
    session.append(events[1:])
    assert len(slept) == tries
    session.close()
    assert open_session(tmp_path / "s.json", read_only=True).events() == tuple(events)


@pytest.mark.parametrize(
    ("number", "kind", "says"),
    [(5, NoPermission, "you are not allowed to write it"), (32, FileBusy, "another program has it open")],
)
def test_a_rename_that_is_held_up_for_long_is_said_and_can_be_tried_again(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[Exception], says: str
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(system, "sleep", slept.append)
    events = make(2)
    session = create_session(tmp_path / "s.json", events[:1])
    with monkeypatch.context() as once:
        once.setattr(system, "replace", busy_for(99, system.replace, number))
        with pytest.raises(kind, match=says) as refused:
            session.append(events[1:])
    assert getattr(refused.value, "can_retry", False)
    assert 1 < sum(slept) < 3
    assert sorted(file.name for file in tmp_path.iterdir()) == [".s.json.lock", "s.json"]
    session.append(events[1:])
    session.close()


def test_a_rename_that_is_refused_for_good_is_not_tried_again(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = create_session(tmp_path / "s.json", make(1))
    monkeypatch.setattr(system, "sleep", answering(errno.EIO))
    monkeypatch.setattr(system, "replace", answering(errno.EACCES))
    with pytest.raises(NoPermission):
        session.append(make(2)[1:])
    session.close()


def test_a_removal_that_a_virus_scanner_holds_up_is_tried_again(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "sleep", lambda _: None)
    session = create_session(tmp_path / "s.json", make(1))
    access = AccessFile.next_to(session.path, session.events()[0].hash)
    access.keep(b"door")
    (tmp_path / "..s.json.seats.tmp").write_bytes(b"left by a process that was killed")
    monkeypatch.setattr(system, "remove", busy_for(3, system.remove, 32))
    access.keep(b"another door")
    monkeypatch.setattr(system, "remove", busy_for(3, system.remove, 32))
    access.keep(b"")
    session.close()
    assert [file.name for file in tmp_path.iterdir()] == ["s.json"]


def test_where_an_open_file_cannot_be_removed_no_lock_file_is_left(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    removing = system.remove

    def as_on_windows(path: Path) -> None:
        opened = Path("/proc/self/fd")
        if any(os.path.realpath(one) == os.path.realpath(path) for one in opened.iterdir()):
            raise WindowsError5(32)
        removing(path)

    monkeypatch.setattr(system, "remove", as_on_windows)
    monkeypatch.setattr(system, "REMOVES_OPEN_FILES", False)
    monkeypatch.setattr(system, "SYNCS_FOLDERS", False)
    assert everything_is_kept(tmp_path / "s.json", make) == ()


# What a real process meets


@pytest.fixture(scope="session")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library is compiled once for all of these."""
    return refusing_library(tmp_path_factory.mktemp("refusing"))


def panel_tui(
    refusing: Path, lacks: dict[str, int], *args: object, given: str = ""
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "panel_tui", *map(str, args)],
        input=given,
        capture_output=True,
        text=True,
        env=os.environ
        | {"LD_PRELOAD": str(refusing), "PYTHONPATH": os.pathsep.join(sys.path)}
        | {name: str(number) for name, number in lacks.items()},
    )


LACKING = {
    "no sync of folders": {"REFUSE_FOLDER_SYNC": errno.EINVAL},
    "no sync of files": {"REFUSE_FILE_SYNC": errno.ENOSYS, "REFUSE_FOLDER_SYNC": errno.EISDIR},
    "no locks": {"REFUSE_LOCK": errno.ENOLCK},
    "nothing": {
        "REFUSE_FOLDER_SYNC": errno.ENOTSUP,
        "REFUSE_FILE_SYNC": errno.EINVAL,
        "REFUSE_LOCK": errno.EOPNOTSUPP,
        "REFUSE_MODE": errno.EPERM,
    },
}


@pytest.mark.needs("cc|gcc")
@pytest.mark.skipif(sys.platform != "linux", reason="LD_PRELOAD is the way of Linux")
@pytest.mark.parametrize("lacks", LACKING.values(), ids=LACKING)
def test_a_whole_session_on_such_a_disk_by_the_real_program(
    tmp_path: Path, refusing: Path, lacks: dict[str, int]
) -> None:
    folder = tmp_path / "share" / "sessions"
    begun = panel_tui(refusing, lacks, "--sessions", folder, "demo", "--make")
    assert begun.returncode == 0, begun.stderr
    path = begun.stdout.strip()
    said = panel_tui(refusing, lacks, "--sessions", folder, "plain", path, given="note + It works.\nundo\n")
    assert said.returncode == 0, said.stderr
    told = [line for line in said.stdout.splitlines() if line.startswith("told: The disk of")]
    assert len(told) == len(set(told)) == len({name for name in lacks if name in ("REFUSE_LOCK", "REFUSE_FOLDER_SYNC")})
    checked = panel_tui(refusing, lacks, "verify", path)
    assert "events fit" in checked.stdout
    assert [file.name for file in folder.iterdir() if file.name.endswith((".lock", ".owner", ".tmp"))] == []


@pytest.mark.needs("cc|gcc")
@pytest.mark.skipif(sys.platform != "linux", reason="LD_PRELOAD is the way of Linux")
def test_a_second_program_is_kept_out_where_there_are_no_locks_until_the_first_is_killed(
    tmp_path: Path, refusing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LD_PRELOAD", str(refusing))
    monkeypatch.setenv("REFUSE_LOCK", str(errno.ENOLCK))
    path = tmp_path / "s.json"
    with held_by_another_process(path) as other:
        refused = panel_tui(refusing, {}, "plain", path, given="show\n")
        assert refused.returncode == 1
        assert f"is open in another panel-tui, process {other.pid} on" in refused.stderr
        other.kill()
        other.wait()
        assert (tmp_path / ".s.json.owner").exists()
        with monkeypatch.context() as here:
            here.setattr(system, "lock", answering(errno.ENOLCK))
            open_session(path).close()
    assert [file.name for file in tmp_path.iterdir()] == ["s.json"]


# The way to people: plain mode is above, as a real process; the app is in tests/tui, serve in tests/web


def test_a_room_gives_each_notice_out_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_folder_sync(monkeypatch, errno.EINVAL)
    room = a_room(tmp_path)
    (notice,) = room.told()
    assert "cannot confirm" in notice
    room.record(room.state.lead, a_note()).result()
    assert room.told() == ()
    (tmp_path / "elsewhere").mkdir()
    room.save_elsewhere(tmp_path / "elsewhere")
    (notice,) = room.told()
    assert str(tmp_path / "elsewhere") in notice, "another place may lack the same"
    room.close()
    assert rooms_in(tmp_path).open(room.place, read_only=True).told() == ()


def test_the_draft_of_a_new_session_is_kept_without_locks_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "lock", answering(errno.ENOLCK))
    without_folder_sync(monkeypatch, errno.EINVAL)
    first = SetupFile(tmp_path)
    first.keep({"service": "Pay rent"})
    second = SetupFile(tmp_path)
    assert second.fields == {}
    second.close()
    first.close()
    again = SetupFile(tmp_path)
    assert again.fields == {"service": "Pay rent"}
    again.keep({})
    again.close()
    assert list(tmp_path.iterdir()) == []


def test_after_a_full_disk_the_next_append_works_while_somebody_still_has_the_error(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = make(3)
    session = create_session(tmp_path / "s.json", events[:1])
    with monkeypatch.context() as full:
        full.setattr(system, "write", answering(errno.ENOSPC))
        with pytest.raises(StoreError) as kept_alive:
            session.append(events[1:2])
    session.append(events[1:2])
    session.append(events[2:])
    session.close()
    assert kept_alive.value is not None
    assert [event.n for event in open_session(tmp_path / "s.json", read_only=True).events()] == [1, 2, 3]
