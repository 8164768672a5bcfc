"""`panel-tui join LINK` and `panel-tui plain LINK` as people run them: processes of their own, over a real line."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from tests.cli.run import PANEL_TUI, run
from tests.drills.terminal import Terminal
from tests.remote.served import DEPUTY, MEMBER, Host, a_host, until

from panel_tui.remote.room import RemoteRoom
from panel_tui.room import utc_now
from panel_tui.rooms import Rooms
from panel_tui.session import bodies
from panel_tui.session.view import Viewer
from panel_tui.speaker import Speaker


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with a_host(tmp_path) as host:
        yield host


def test_plain_lines_are_kept_by_the_other_computer_and_answered(host: Host, tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "plain",
        host.link(MEMBER),
        typed="note 4 + Tested with users\nscore 4 met\nshow\nshow log\n",
        XDG_STATE_HOME=str(tmp_path / "state"),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert host.texts() == ["Tested with users"]
    assert "N1, noted" in done.stdout or "N1" in done.stdout
    assert "Stage: points" in done.stdout
    assert "scored point 4 Met" in done.stdout


def test_a_refused_line_ends_a_pipe_with_status_1_and_says_so_once(host: Host, tmp_path: Path) -> None:
    done = run(tmp_path, "plain", host.link(MEMBER), typed="stage close\nnote 4 + never\n")
    assert done.returncode == 1
    assert done.stderr.count("refused:") == 1
    assert "only the lead" in done.stderr
    assert host.texts() == []


def test_json_is_one_object_for_each_of_my_events_without_hashes(host: Host, tmp_path: Path) -> None:
    host.say("as Jess score 4 met")
    done = run(tmp_path, "plain", host.link(MEMBER), "--json", typed="note 4 + ok\nscore 4 not-met\n")
    assert done.returncode == 0, done.stderr
    kinds = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["seat"] for one in kinds] == [MEMBER, MEMBER]
    assert all(one["hash"] == "" for one in kinds)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["http://127.0.0.1:1/join/" + "x" * 32], "Nothing answers"),
        (["http://127.0.0.1:1/"], "no seat's link"),
        (["https://127.0.0.1:1/join/" + "x" * 32, "--fingerprint", "abc"], "32 pairs"),
    ],
)
def test_what_cannot_be_joined_is_said_in_one_line(tmp_path: Path, args: list[str], said: str) -> None:
    done = run(tmp_path, "plain", *args)
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_link_is_one_seats_own(host: Host, tmp_path: Path) -> None:
    done = run(tmp_path, "plain", host.link(MEMBER), "--as", "Jess", typed="show\n")
    assert done.returncode == 2
    done = run(tmp_path, "plain", host.link(MEMBER), typed="export md\n")
    assert done.returncode == 1
    assert "lead's computer" in done.stderr


def test_the_screens_need_a_terminal(host: Host, tmp_path: Path) -> None:
    done = run(tmp_path, "join", host.link(MEMBER))
    assert done.returncode == 1
    assert "needs a terminal" in done.stderr or "need a terminal" in done.stderr


def test_a_member_joins_in_a_terminal_writes_a_note_and_leaves(host: Host, tmp_path: Path) -> None:
    env = {"PANEL_TUI_SESSIONS": str(tmp_path / "mine"), "XDG_STATE_HOME": str(tmp_path / "state")}
    with Terminal([*PANEL_TUI, "join", host.link(MEMBER)], cwd=tmp_path, env=env) as terminal:
        terminal.wait_for("Manage Arrears", "1 ")
        host.say("go 4")
        terminal.wait_for("4 ")
        terminal.press(":")
        terminal.wait_for("Tab completes")
        terminal.press("note 1 + From a terminal", "enter")
        until(lambda: host.texts() == ["From a terminal"])
        terminal.wait_for("From a terminal")
        terminal.press("f10")
        assert terminal.wait_for_end() == 0
    assert not (tmp_path / "mine").exists()


def sent(room: RemoteRoom) -> bool:
    return not room.keeping.unsaved


def notes_in(room: RemoteRoom) -> list[str]:
    return [note.text for point in room.view(Viewer(seat=room.seat)).points for note in point.notes]


def has_as_many(room: RemoteRoom, notes: list[str]) -> bool:
    return len(notes_in(room)) >= len(notes)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def test_a_host_that_is_killed_gets_each_note_once_when_it_is_back(tmp_path: Path) -> None:
    host = Host(tmp_path)
    place = host.room.place
    host.stop()
    host.wire.end()
    port = _free_port()
    command = [*PANEL_TUI, "serve", place, "--port", str(port), "--json"]

    def serve() -> tuple[subprocess.Popen[str], dict[str, str]]:
        process = subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        return process, {one["seat"]: one["link"] for one in said["seats"]}

    first, links = serve()
    rooms = [RemoteRoom.join(links[seat], folder=tmp_path / seat) for seat in (MEMBER, DEPUTY)]
    kept = [Speaker(room).say("note 4 + Before").kept for room in rooms]
    for one in kept:
        assert one is not None
        one.result(timeout=20)
    # A storm of notes, in the middle of which the host is killed.
    waiting = []
    for number in range(10):
        waiting += [Speaker(room).say(f"note 4 - Storm {number}").kept for room in rooms]
        if number == 5:
            first.send_signal(signal.SIGKILL)
            first.wait(timeout=20)
    second, _ = serve()
    everything = sorted(["Before", *(f"Storm {number}" for number in range(10))] * len(rooms))
    try:
        for one in waiting:
            assert one is not None
            one.result(timeout=30)
        # What a device sent is answered when it is kept; what others sent comes with the next message to this one.
        for room in rooms:
            until(partial(sent, room))
            until(partial(has_as_many, room, everything))
            assert sorted(notes_in(room)) == everything
        kept_there = Rooms.at(tmp_path / "sessions", {}, tmp_path, utc_now).open(place, read_only=True)
        taken = [event.what for event in kept_there.history.events if isinstance(event.what, bodies.NoteTaken)]
        assert sorted(note.text for note in taken) == everything
    finally:
        for room in rooms:
            room.close()
        for process in (first, second):
            process.terminate()
            process.communicate(timeout=20)
