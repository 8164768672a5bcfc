"""`panel-tui plain`, from a pipe and from a terminal: streams, exit status, interruptions."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.run import PANEL_TUI, run
from tests.room.rooms import a_room, rooms_in

from panel_tui.store.tinydb_file import open_session
from panel_tui.store.verify import verify


@pytest.fixture
def session(tmp_path: Path) -> str:
    room = a_room(tmp_path)
    room.close()
    return room.place


def kept(session: str) -> int:
    return len(open_session(Path(session), read_only=True).events())


def test_answers_go_to_one_stream_and_refusals_to_the_other(tmp_path: Path, session: str) -> None:
    done = run(tmp_path, "plain", session, typed="note 4 + a\nreconvene\nnote 4 b\n")
    assert done.stdout == "kept 2: N1, noted a strength on point 4\n"
    assert done.stderr == "refused: the panel has not adjourned\n"
    assert done.returncode == 1
    assert kept(session) == 2


def test_with_keep_going_the_rest_is_carried_out_and_the_status_is_still_1(tmp_path: Path, session: str) -> None:
    done = run(tmp_path, "plain", session, "--keep-going", typed="reconvene\nnote 4 b\n")
    assert (done.returncode, kept(session)) == (1, 2)
    assert run(tmp_path, "plain", session, typed="note 4 c\nquit\nnonsense\n").returncode == 0


def test_another_seat_may_have_the_keyboard(tmp_path: Path, session: str) -> None:
    assert "Bo Tarn" in run(tmp_path, "plain", session, "--as", "bo", typed="note 4 x\nme Bo\n").stdout
    done = run(tmp_path, "plain", session, "--as", "nobody", typed="")
    assert done.stderr.startswith("panel-tui: there is no single seat 'nobody' on the panel")
    assert done.returncode == 1


def test_a_stream_that_is_closed_does_no_harm(tmp_path: Path, session: str) -> None:
    closed = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m panel_tui plain {session} <&-"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (closed.returncode, closed.stderr) == (0, "")


def test_a_terminal_that_knows_few_letters_still_gets_every_word(tmp_path: Path, session: str) -> None:
    done = run(tmp_path, "plain", session, typed="ask team warum ⚖?\nshow questions\n", PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "warum \\u2696?" in done.stdout


def test_a_session_that_another_has_open_can_be_looked_at(tmp_path: Path, session: str) -> None:
    room = rooms_in(tmp_path).open(session)
    done = run(tmp_path, "plain", session, typed="show\n")
    assert done.returncode == 1
    assert f"process {os.getpid()}" in done.stderr
    done = run(tmp_path, "plain", session, "--read-only", typed="show\nnote 4 x\n")
    assert "Manage Arrears" in done.stdout
    assert done.stderr == "refused: This session is open to look at only.\n"
    room.close()


def test_with_json_an_event_is_on_disk_when_its_line_arrives(tmp_path: Path, session: str) -> None:
    with subprocess.Popen(
        [*PANEL_TUI, "plain", session, "--json"],
        cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(2, 12):
            process.stdin.write("note 4 + it works\n")
            event = json.loads(process.stdout.readline())
            on_disk = open_session(Path(session), read_only=True).events()
            assert event["n"] == number
            assert event["hash"] in {one.hash for one in on_disk}
        process.stdin.close()
        assert process.stdout.read() == ""
    assert process.returncode == 0


def test_a_reader_that_goes_away_leaves_no_traceback_and_a_whole_file(tmp_path: Path, session: str) -> None:
    lines = "".join(f"note 4 {number}\n" for number in range(200))
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m panel_tui plain {session} | head -1"],
        cwd=tmp_path, input=lines, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.stdout == "kept 2: N1, noted an observation on point 4\n"
    assert done.stderr == ""
    assert verify(Path(session)).ok
    rooms_in(tmp_path).open(session).close()


def test_ctrl_c_ends_a_pipe_and_keeps_what_was_acknowledged(tmp_path: Path, session: str) -> None:
    with subprocess.Popen(
        [*PANEL_TUI, "plain", session],
        cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write("note 4 + it works\n")
        assert process.stdout.readline().startswith("kept 2")
        process.send_signal(signal.SIGINT)
        assert "Traceback" not in process.stderr.read()
    assert process.returncode != 0
    assert kept(session) == 2
    rooms_in(tmp_path).open(session).close()


@pytest.mark.skipif(sys.platform == "win32", reason="this test uses a pseudo-terminal, which Windows has not")
def test_a_conversation_at_a_terminal(tmp_path: Path, session: str) -> None:
    import pexpect

    child = pexpect.spawn(
        PANEL_TUI[0], [*PANEL_TUI[1:], "plain", session], cwd=str(tmp_path), encoding="utf-8", timeout=30
    )
    child.expect("Still to do: .*briefing> ")
    assert "\x1b[3" not in str(child.before)
    child.sendline("note 4 + it works")
    child.expect("kept 2: N1, noted a strength on point 4")
    child.expect("briefing> ")
    child.sendline("reconvene")
    child.expect("refused: the panel has not adjourned")
    child.expect("briefing> ")
    child.sendline("me bo")
    child.expect("Bo Tarn, briefing> ")
    child.sendeof()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0  # at a terminal a refusal has been seen; only what is not saved is a failure
    child = pexpect.spawn(
        PANEL_TUI[0], [*PANEL_TUI[1:], "plain", session], cwd=str(tmp_path), encoding="utf-8", timeout=30
    )
    child.expect("briefing> ")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert kept(session) == 2
