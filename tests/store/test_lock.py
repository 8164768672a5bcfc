"""One process owns a session file; a second is told which one does."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from panel_tui.session.events import Event
from panel_tui.store import system
from panel_tui.store.errors import FolderGone, HeldElsewhere, NoPermission
from panel_tui.store.lock import Lock
from panel_tui.store.tinydb_file import create_session, open_session

Make = Callable[..., list[Event]]


@contextmanager
def held_by_another_process(path: Path) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("driver.py")), "hold", str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline().strip() == "1"
        yield other
        other.stdin.close()


def test_a_second_process_is_told_who_has_the_session_and_may_look(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    with held_by_another_process(path) as other:
        with pytest.raises(HeldElsewhere) as refused:
            open_session(path)
        assert refused.value.host == socket.gethostname()
        assert refused.value.pid == other.pid
        assert refused.value.since is not None
        assert (datetime.now(UTC) - refused.value.since).total_seconds() < 60
        says = rf"s\.json is open in another panel-tui, process {other.pid} on \S+, since .* open it read-only here\."
        assert re.fullmatch(says, refused.value.message)
        assert refused.value.can_retry
        looked = open_session(path, read_only=True)
        assert looked.read_only
        assert len(looked.events()) == 1
    open_session(path).close()


def test_the_lock_ends_with_its_process_even_by_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    with held_by_another_process(path) as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
        assert (tmp_path / ".s.json.lock").exists()
        open_session(path).close()
    assert [file.name for file in tmp_path.iterdir()] == ["s.json"]


def test_a_second_opener_in_the_same_process_is_refused_too(tmp_path: Path, make: Make) -> None:
    session = create_session(tmp_path / "s.json", make(1))
    with pytest.raises(HeldElsewhere) as refused:
        open_session(tmp_path / "s.json")
    assert refused.value.pid == os.getpid()
    session.close()
    open_session(tmp_path / "s.json").close()


@pytest.mark.parametrize("word", ["", "only a host\n", "host\nnot a number\n"])
def test_a_holder_that_left_no_word_is_said_to_be_another_panel_tui(tmp_path: Path, word: str) -> None:
    lock = Lock(tmp_path / "s.json")
    (tmp_path / ".s.json.lock").write_text(word)
    with pytest.raises(HeldElsewhere, match="is open in another panel-tui: close it there") as refused:
        Lock(tmp_path / "s.json")
    assert (refused.value.host, refused.value.pid, refused.value.since) == (None, None, None)
    lock.release()


def test_the_lock_file_of_another_is_never_deleted(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "s.json")
    (tmp_path / ".s.json.lock").unlink()
    other = Lock(tmp_path / "s.json")
    lock.release()
    assert (tmp_path / ".s.json.lock").exists()
    with pytest.raises(HeldElsewhere):
        Lock(tmp_path / "s.json")
    other.release()
    other.release()
    assert not (tmp_path / ".s.json.lock").exists()


def test_a_lock_that_vanished_is_taken_again_by_the_next_append(tmp_path: Path, make: Make) -> None:
    events = make(3)
    session = create_session(tmp_path / "s.json", events[:1])
    (tmp_path / ".s.json.lock").unlink()
    session.append(events[1:2])
    with pytest.raises(HeldElsewhere):
        open_session(tmp_path / "s.json")
    (tmp_path / ".s.json.lock").unlink()
    other = open_session(tmp_path / "s.json")
    with pytest.raises(HeldElsewhere):
        session.append(events[2:])
    session.close()
    other.append(events[2:])
    other.close()


def test_a_released_lock_can_be_held_again(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "s.json")
    lock.release()
    lock.hold()
    with pytest.raises(HeldElsewhere):
        Lock(tmp_path / "s.json")
    lock.release()


def test_a_lock_file_removed_between_opening_and_locking_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment between two system calls is met by doing the other process's work inside the second."""
    locking, removals = system.lock, [1, 1]

    def after_a_removal(descriptor: int) -> None:
        if removals:
            removals.pop()
            (tmp_path / ".s.json.lock").unlink()
        locking(descriptor)

    monkeypatch.setattr(system, "lock", after_a_removal)
    lock = Lock(tmp_path / "s.json")
    assert (tmp_path / ".s.json.lock").read_text().splitlines()[1] == str(os.getpid())
    lock.release()


def test_a_lock_is_not_taken_through_a_link_that_somebody_laid(tmp_path: Path, make: Make) -> None:
    create_session(tmp_path / "s.json", make(1)).close()
    (tmp_path / "precious").write_text("mine")
    (tmp_path / ".s.json.lock").symlink_to(tmp_path / "precious")
    with pytest.raises(Exception, match=r"s\.json could not be opened for writing"):
        open_session(tmp_path / "s.json")
    assert (tmp_path / "precious").read_text() == "mine"


def test_where_no_lock_can_be_made_nothing_is_made(tmp_path: Path, make: Make) -> None:
    with pytest.raises(FolderGone, match="could not be made, because its folder is gone: nothing was written"):
        create_session(tmp_path / "nowhere" / "s.json", make(1))


def test_a_disk_that_cannot_lock_is_said(tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """No disk here refuses to lock, so the one call that would is given its answer."""

    def refuse(_descriptor: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(system, "lock", refuse)
    with pytest.raises(PermissionError):
        Lock(tmp_path / "s.json")
    with pytest.raises(NoPermission):
        create_session(tmp_path / "s.json", make(1))
