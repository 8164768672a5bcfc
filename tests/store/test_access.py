"""Who may come in from other devices comes back after a crash, and is never confused, repaired or lost in silence."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from panel_tui.session.events import Event
from panel_tui.store import atomic
from panel_tui.store.errors import AlreadyThere, FolderGone, ReadOnlyView
from panel_tui.store.folder import SessionsFolder
from panel_tui.store.tinydb_file import SessionFile, create_session, open_session

Make = Callable[..., list[Event]]

ACCESS = b'{"seats":{"ana":["\n9f86d0"]}}'


@pytest.fixture
def session(tmp_path: Path, make: Make) -> SessionFile:
    return create_session(tmp_path / "s.json", make(1))


def after_a_crash(session: SessionFile) -> SessionFile:
    """The same file as the next process finds it."""
    return open_session(session.path, read_only=True)


def test_who_may_come_in_comes_back_after_a_crash(session: SessionFile) -> None:
    assert session.access() is None
    session.keep_access(ACCESS)
    assert session.access() == ACCESS
    found = after_a_crash(session)
    assert found.access() == ACCESS
    assert found.access_problem is None


def test_the_last_that_was_kept_counts(session: SessionFile) -> None:
    session.keep_access(ACCESS)
    session.keep_access(b"other")
    assert session.access() == after_a_crash(session).access() == b"other"


def test_the_access_file_is_its_owners_alone_whatever_the_umask(session: SessionFile, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        session.keep_access(ACCESS)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / ".s.json.seats").stat().st_mode) == 0o600


def test_it_is_on_disk_when_keeping_returns(session: SessionFile, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        synced.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    session.keep_access(ACCESS)
    assert synced == ["file", "folder"]
    session.keep_access(b"")
    assert synced == ["file", "folder", "folder"]


def test_the_access_file_is_gone_when_there_is_nothing_to_hold(session: SessionFile, tmp_path: Path) -> None:
    session.keep_access(b"")
    session.keep_access(ACCESS)
    session.keep_access(b"")
    session.keep_access(b"")
    assert session.access() is None
    assert after_a_crash(session).access() is None
    session.close()
    assert [file.name for file in tmp_path.iterdir()] == ["s.json"]


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\xff",
        b"null\n",
        b"[" * 100_000,
        b'{"format":"panel-seats/2","session":"x","sha256":"x"}\n',
        b'{"format":"panel-seats/1"}\n',
    ],
)
def test_an_access_file_that_cannot_be_read_is_said_and_left_as_it_is(
    session: SessionFile, tmp_path: Path, damage: bytes
) -> None:
    session.close()
    (tmp_path / ".s.json.seats").write_bytes(damage)
    again = open_session(session.path)
    assert again.access() is None
    assert "give out new links" in str(again.access_problem)
    again.keep_access(ACCESS)
    assert (tmp_path / ".s.json.seats").read_bytes() == damage
    assert after_a_crash(session).access() == ACCESS
    again.keep_access(b"")
    assert (tmp_path / ".s.json.seats").read_bytes() == damage
    again.close()


def test_no_byte_of_it_can_be_lost_or_changed_unseen(session: SessionFile, tmp_path: Path) -> None:
    session.keep_access(ACCESS)
    file = tmp_path / ".s.json.seats"
    whole = file.read_bytes()
    for n in range(len(whole)):
        for damaged in (whole[:n], whole[:n] + bytes([whole[n] ^ 1]) + whole[n + 1 :]):
            file.write_bytes(damaged)
            assert after_a_crash(session).access() is None
    file.write_bytes(whole)
    assert after_a_crash(session).access() == ACCESS


def test_what_was_kept_while_a_file_could_not_be_read_outranks_it_when_it_can(
    session: SessionFile, tmp_path: Path
) -> None:
    session.keep_access(b"before: the seat that was shut out")
    session.close()
    file = tmp_path / ".s.json.seats"
    away = file.rename(tmp_path / "away")
    file.write_bytes(b"damaged")
    again = open_session(session.path)
    again.keep_access(ACCESS)
    again.close()
    away.replace(file)
    assert after_a_crash(session).access() == ACCESS


def test_a_session_that_had_this_name_before_lets_nobody_in_to_this_one(tmp_path: Path, make: Make) -> None:
    before = create_session(tmp_path / "s.json", make(1, text="before"))
    before.keep_access(b"theirs")
    before.close()
    (tmp_path / "s.json").rename(tmp_path / "kept-elsewhere")
    session = create_session(tmp_path / "s.json", make(1))
    assert (session.access(), session.access_problem) == (None, None)
    session.keep_access(ACCESS)
    session.close()
    assert after_a_crash(session).access() == ACCESS
    (tmp_path / "kept-elsewhere").replace(tmp_path / "s.json")
    assert open_session(tmp_path / "s.json").access() == b"theirs"


def test_where_every_name_is_taken_that_is_said(session: SessionFile, tmp_path: Path) -> None:
    for suffix in ("", "-2", "-3"):
        (tmp_path / f".s.json.seats{suffix}").mkdir()
    with pytest.raises(AlreadyThere, match=r"cannot be saved: .* move them away"):
        session.keep_access(ACCESS)
    assert session.access() is None


def test_a_disk_that_fails_leaves_what_was_kept(session: SessionFile, tmp_path: Path) -> None:
    session.keep_access(ACCESS)
    away = tmp_path.rename(tmp_path.with_name("away"))
    with pytest.raises(FolderGone, match="could not be saved"):
        session.keep_access(b"new")
    assert session.access() == ACCESS
    away.rename(tmp_path)
    assert after_a_crash(session).access() == ACCESS


def test_a_session_saved_elsewhere_takes_along_who_may_come_in(session: SessionFile, tmp_path: Path) -> None:
    session.keep_access(ACCESS)
    session.save_elsewhere(tmp_path / "t.json")
    assert session.access() == after_a_crash(session).access() == ACCESS
    session.keep_access(b"later")
    assert after_a_crash(session).access() == b"later"
    assert open_session(tmp_path / "s.json", read_only=True).access() == ACCESS


def test_a_session_saved_elsewhere_and_back_brings_nobody_back_who_was_shut_out(
    session: SessionFile, tmp_path: Path
) -> None:
    session.keep_access(ACCESS)
    session.save_elsewhere(tmp_path / "t.json")
    session.keep_access(b"")
    (tmp_path / "s.json").unlink()
    session.save_elsewhere(tmp_path / "s.json")
    assert session.access() is None
    assert after_a_crash(session).access() is None


def test_a_session_saved_elsewhere_goes_on_even_where_access_cannot_follow(tmp_path: Path, make: Make) -> None:
    events = make(2)
    session = create_session(tmp_path / "s.json", events[:1])
    session.keep_access(ACCESS)
    for suffix in ("", "-2", "-3"):
        (tmp_path / f".t.json.seats{suffix}").mkdir()
    session.save_elsewhere(tmp_path / "t.json")
    session.append(events[1:])
    assert session.name == "t"


def test_a_session_that_is_only_looked_at_keeps_nothing(session: SessionFile) -> None:
    with pytest.raises(ReadOnlyView):
        after_a_crash(session).keep_access(ACCESS)
    session.close()
    with pytest.raises(ReadOnlyView):
        session.keep_access(ACCESS)


def test_it_is_no_session_in_a_list_of_them(
    session: SessionFile, tmp_path: Path, summarise: Callable[..., object]
) -> None:
    session.keep_access(ACCESS)
    assert [one.name for one in SessionsFolder(tmp_path, summarise).list()] == ["s"]  # type: ignore[arg-type]


def test_a_kill_in_the_middle_leaves_what_was_kept_before(
    session: SessionFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.keep_access(ACCESS)

    def killed(target: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(atomic, "put_in_place", killed)
        with pytest.raises(KeyboardInterrupt):
            session.keep_access(b"half")
    assert session.access() == after_a_crash(session).access() == ACCESS
    session.keep_access(b"whole")
    assert after_a_crash(session).access() == b"whole"
