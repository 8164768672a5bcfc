"""Who has a session where the file system has no locks: a file, put aside only when its process is surely gone."""

import errno
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from msgspec.structs import replace

from panel_tui.store import owner, system
from panel_tui.store.errors import HeldElsewhere
from panel_tui.store.lock import Lock
from panel_tui.store.owner import Owner


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(system, "lock", refuse)


@pytest.fixture
def ended() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def left_behind(folder: Path, other: Owner | str, kind: str = "owner") -> Path:
    path = folder / f".s.json.{kind}"
    path.write_text(other if isinstance(other, str) else other.text())
    return path


def test_an_owner_is_read_back_from_its_text() -> None:
    mine = owner.this_process()
    assert owner.read(mine.text()) == mine
    assert mine.mark != owner.this_process().mark


@pytest.mark.parametrize("text", ["", "only a host\n", "host\nnot a number\n"])
def test_a_file_that_names_no_owner_names_none(text: str) -> None:
    assert owner.read(text) is None


def test_a_process_that_has_ended_is_gone_and_its_file_is_put_aside(tmp_path: Path, no_locks: None, ended: int) -> None:
    left_behind(tmp_path, replace(owner.this_process(), pid=ended))
    held = Lock(tmp_path / "s.json")
    assert held.is_by_name
    assert [file.name for file in tmp_path.iterdir()] == [".s.json.owner"]
    held.release()
    assert list(tmp_path.iterdir()) == []


def test_a_number_that_was_given_to_another_process_is_no_sign_of_life(ended: int) -> None:
    assert replace(owner.this_process(), started="1").is_gone
    assert not replace(owner.this_process(), started="").is_gone
    assert replace(owner.this_process(), pid=ended, started="").is_gone


def test_the_computer_that_was_started_again_has_none_of_its_processes_any_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uuid, "getnode", lambda: 0x00155D012345)
    before = owner.this_process()
    assert replace(before, boot="before").is_gone


@pytest.mark.parametrize(
    "change",
    [
        {"host": "another-laptop"},
        {"boot": ""},
        {"boot": "before", "machine": ""},
        {"boot": "before", "machine": "001122334455"},
        {"pids": "pid:[4026539999]"},
    ],
    ids=["another computer", "no boot known", "no machine known", "the same name", "another container"],
)
def test_an_owner_that_cannot_be_judged_from_here_counts_as_alive(
    tmp_path: Path, no_locks: None, ended: int, change: dict[str, str]
) -> None:
    file = left_behind(tmp_path, replace(owner.this_process(), pid=ended, **change))
    before = file.read_bytes()
    with pytest.raises(HeldElsewhere, match=r"if it is not open anywhere, delete .*\.s\.json\.owner"):
        Lock(tmp_path / "s.json")
    assert file.read_bytes() == before


def test_a_card_whose_number_was_chosen_by_software_is_no_sign_of_a_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uuid, "getnode", lambda: 0x0242AC110002)
    assert owner.this_process().machine == ""


def test_where_the_system_tells_nothing_of_processes_only_the_number_counts(
    monkeypatch: pytest.MonkeyPatch, ended: int
) -> None:
    def unreadable(*_: object, **__: object) -> str:
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", unreadable)
    monkeypatch.setattr(Path, "readlink", unreadable)
    monkeypatch.setattr(sys, "platform", "darwin")
    mine = owner.this_process()
    assert (mine.pids, mine.started) == ("", "")
    assert not mine.is_gone
    assert replace(mine, pid=ended).is_gone
    monkeypatch.setattr(sys, "platform", "linux")
    assert not replace(owner.this_process(), pid=ended).is_gone


def test_a_process_of_somebody_else_is_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    def not_ours(_pid: int, _signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", not_ours)
    assert not replace(owner.this_process(), started="").is_gone


@pytest.mark.parametrize("text", ["", "nothing that names anybody\n"])
def test_a_file_without_a_name_in_it_keeps_others_out(tmp_path: Path, no_locks: None, text: str) -> None:
    left_behind(tmp_path, text)
    with pytest.raises(HeldElsewhere, match="delete") as refused:
        Lock(tmp_path / "s.json")
    assert (refused.value.host, refused.value.pid) == (None, None)


def test_where_the_owner_cannot_be_written_down_no_file_is_left(
    tmp_path: Path, no_locks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int, _data: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(system, "write", full)
    with pytest.raises(OSError, match="No space left"):
        Lock(tmp_path / "s.json")
    assert list(tmp_path.iterdir()) == []


def test_an_owner_file_that_vanished_is_made_again_and_another_s_is_not_overwritten(
    tmp_path: Path, no_locks: None
) -> None:
    held = Lock(tmp_path / "s.json")
    held.hold()
    (tmp_path / ".s.json.owner").unlink()
    held.hold()
    with pytest.raises(HeldElsewhere):
        Lock(tmp_path / "s.json")
    (tmp_path / ".s.json.owner").unlink()
    other = Lock(tmp_path / "s.json")
    with pytest.raises(HeldElsewhere):
        held.hold()
    held.release()
    assert (tmp_path / ".s.json.owner").exists(), "what another has is not taken away"
    other.release()
    other.release()


def test_a_file_that_is_removed_while_it_is_looked_at_is_made_anew(
    tmp_path: Path, no_locks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = left_behind(tmp_path, replace(owner.this_process(), host="another-laptop"))
    opening = system.open_file

    def removed_before_it_is_read(path: Path, flags: int, mode: int = 0o600) -> int:
        if path == file and not flags & os.O_CREAT:
            file.unlink(missing_ok=True)
        return opening(path, flags, mode)

    monkeypatch.setattr(system, "open_file", removed_before_it_is_read)
    Lock(tmp_path / "s.json").release()


@pytest.mark.parametrize("link", ["works", "is missing", "comes too late"])
def test_of_two_that_put_the_same_file_aside_one_has_the_session(
    tmp_path: Path, no_locks: None, ended: int, monkeypatch: pytest.MonkeyPatch, link: str
) -> None:
    """The second comes in the moment between the first's looking and its putting aside."""
    left_behind(tmp_path, replace(owner.this_process(), pid=ended))
    replacing = system.replace
    others: list[Lock | None] = []

    def after_another(source: Path, target: Path) -> None:
        if not others:
            others.append(None)
            others[0] = Lock(tmp_path / "s.json")
        replacing(source, target)

    def no_links(*_: object) -> None:
        if link == "comes too late" and others[0] is not None:
            others[0].hold()
        raise OSError(errno.ENOTSUP, "Operation not supported")

    if link != "works":
        monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr(system, "replace", after_another)
    with pytest.raises(HeldElsewhere):
        Lock(tmp_path / "s.json")
    (other,) = others
    assert other is not None
    before = (tmp_path / ".s.json.owner").stat().st_mtime_ns
    other.hold()
    assert (tmp_path / ".s.json.owner").stat().st_mtime_ns == before
    other.release()
    assert list(tmp_path.iterdir()) == []


# Two computers that reach one folder in different ways


def test_who_has_a_lock_is_refused_where_another_has_the_session_by_its_file(tmp_path: Path, ended: int) -> None:
    file = left_behind(tmp_path, replace(owner.this_process(), host="another-laptop"))
    with pytest.raises(HeldElsewhere, match="on another-laptop"):
        Lock(tmp_path / "s.json")
    assert list(tmp_path.iterdir()) == [file], "a sign of one who was refused would refuse the others"
    file.write_text("")
    with pytest.raises(HeldElsewhere):
        Lock(tmp_path / "s.json")
    file.write_text(replace(owner.this_process(), pid=ended).text())
    Lock(tmp_path / "s.json").release()
    assert not file.exists()


def test_who_has_no_locks_is_refused_where_another_has_the_session_by_a_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Lock(tmp_path / "s.json")

    def refuse(_: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    with monkeypatch.context() as here:
        here.setattr(system, "lock", refuse)
        with pytest.raises(HeldElsewhere, match=r"delete .*\.s\.json\.lock"):
            Lock(tmp_path / "s.json")
        other.release()
        Lock(tmp_path / "s.json").release()
    assert list(tmp_path.iterdir()) == []


def test_of_several_processes_that_come_at_once_one_has_the_session(tmp_path: Path, ended: int) -> None:
    """Six processes try at once, each time with the file of a process that has ended before them."""
    script = """
import errno, sys, time
from pathlib import Path
from panel_tui.store import system
from panel_tui.store.errors import HeldElsewhere
from panel_tui.store.lock import Lock
def refuse(_):
    raise OSError(errno.ENOLCK, "No locks available")
system.lock = refuse
while not Path(sys.argv[2]).exists():
    time.sleep(0.001)
try:
    Lock(Path(sys.argv[1]))
except HeldElsewhere:
    print("refused")
else:
    print("has it", flush=True)
    sys.stdin.read()
"""
    for round in range(3):
        folder = tmp_path / str(round)
        folder.mkdir()
        left_behind(folder, replace(owner.this_process(), pid=ended))
        attempts = [
            subprocess.Popen(
                [sys.executable, "-c", script, str(folder / "s.json"), str(folder / "go")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            )
            for _ in range(6)
        ]
        (folder / "go").touch()
        answers = [attempt.stdout.readline().strip() for attempt in attempts if attempt.stdout is not None]
        for attempt in attempts:
            attempt.communicate("")
        assert sorted(answers) == ["has it", *["refused"] * 5]
