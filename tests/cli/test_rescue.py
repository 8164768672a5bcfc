"""Real processes whose file cannot take everything: what they say at the end, and at the next start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.room.rooms import rooms_in

from panel_tui.demo import make_demo
from panel_tui.store.tinydb_file import open_session


class Plain:
    """`panel-tui plain` in a process of its own, spoken to line by line."""

    def __init__(self, session: Path, data: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "panel_tui", "plain", str(session), "--keep-going"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | {"XDG_DATA_HOME": str(data), "PYTHONUNBUFFERED": "1"},
        )

    def say(self, line: str) -> str:
        """The first line of the answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()

    def end(self) -> tuple[str, int]:
        """Everything said until the end, and the exit status."""
        rest, _ = self.process.communicate(timeout=60)
        return rest, self.process.returncode


@pytest.fixture
def session(tmp_path: Path) -> Path:
    room = make_demo(rooms_in(tmp_path), "points")
    room.close()
    return Path(room.place)


@pytest.fixture
def talk(session: Path, tmp_path: Path) -> Iterator[Plain]:
    plain = Plain(session, tmp_path / "data")
    yield plain
    if plain.process.poll() is None:
        plain.process.kill()
        plain.process.communicate()


def replaced(session: Path, older: bytes) -> None:
    copy = session.with_suffix(".copy")
    copy.write_bytes(older)
    copy.replace(session)


def panel_tui(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "panel_tui", *words],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"XDG_DATA_HOME": str(tmp_path / "data")},
        timeout=60,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals are sent")
@pytest.mark.parametrize(("number", "status"), [("SIGINT", 1), ("SIGTERM", 143), ("SIGHUP", 129), ("", 1)])
def test_every_end_says_what_is_not_saved_and_where_it_is(
    session: Path, talk: Plain, tmp_path: Path, number: str, status: int
) -> None:
    older = session.read_bytes()
    for text in ("a", "b", "c"):
        assert talk.say(f"note 4 {text}").startswith("kept ")
    replaced(session, older)
    assert "was changed by something else" in talk.say("note 4 d")
    if number:
        talk.process.send_signal(getattr(signal, number))
    said, ended = talk.end()
    assert ended == status
    assert "NOT SAVED: 4 of " in said
    (file,) = session.parent.glob("*.rescue-*.json")
    assert f"4 entries could not be saved in {session}. They are in {file}; panel-tui offers them" in said
    assert "Traceback" not in said
    assert session.read_bytes() == older
    rescued = open_session(file, read_only=True).events()

    listed = panel_tui(tmp_path, "plain", str(session))
    assert "4 entries of this session are only in the rescue file" in listed.stdout
    assert f"panel-tui rescue {session.stem} --take" in listed.stdout
    assert "4 entries of this session are only" in panel_tui(tmp_path, "rescue", str(session)).stdout
    taken = panel_tui(tmp_path, "rescue", str(session), "--take")
    assert taken.stdout == f"Taken in: 4 entries, from {file}\n"
    assert open_session(session, read_only=True).events() == rescued
    assert not file.exists()
    assert "has no rescue file" in panel_tui(tmp_path, "rescue", str(session), "--take").stdout


def test_elsewhere_keeps_everything_in_the_new_file_and_goes_on_there(
    session: Path, talk: Plain, tmp_path: Path
) -> None:
    older = session.read_bytes()
    talk.say("note 4 a")
    replaced(session, older)
    talk.say("note 4 b")
    new = tmp_path / "new.json"
    assert talk.say(f"elsewhere {new}") == f"From now on this session is kept in {new}.\n"
    assert talk.say("note 4 c").startswith("kept ")  # b, which had waited
    said, _ = talk.end()
    assert "NOT SAVED" not in said
    assert session.read_bytes() == older
    notes = [getattr(event.what, "text", None) for event in open_session(new, read_only=True).events()]
    assert notes[-3:] == ["a", "b", "c"]


def test_a_removed_folder_leaves_the_rescue_in_the_users_data(session: Path, talk: Plain, tmp_path: Path) -> None:
    talk.say("note 4 a")
    away = session.parent.rename(tmp_path / "away")
    assert "its folder is gone" in talk.say("note 4 b")
    said, _ = talk.end()
    (file,) = (tmp_path / "data" / "panel-tui" / "rescued").glob("*.json")
    assert f"1 entry could not be saved in {session}. It is in {file}" in said
    away.rename(session.parent)
    assert "Taken in: 1 entry" in panel_tui(tmp_path, "rescue", str(session), "--take").stdout
