"""`panel-tui serve` when the session cannot be kept: nothing that was acknowledged is lost in silence."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from tests.cli.run import PANEL_TUI, run
from tests.patience import PATIENCE
from tests.web.test_serve import PLAN, Serving

from panel_tui.session import bodies
from panel_tui.store.tinydb_file import open_session
from panel_tui.store.verify import verify

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these send signals as Windows has none")


class Member:
    """A seat's browser."""

    def __init__(self, url: str, link: str) -> None:
        self._url = url
        self._opener = build_opener(HTTPCookieProcessor())
        assert self._post(link, b"") == 200

    def _post(self, url: str, form: bytes) -> int:
        request = Request(url, form, {"Origin": self._url, "Accept": "application/json"})  # noqa: S310 - our own server
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                return int(answer.status)
        except HTTPError as error:
            with error:
                return error.code

    def note(self, text: str, mark: str = "") -> int:
        form = f"point=4&text=%2B+{text}&sent={mark or secrets.token_urlsafe(18)}"
        return self._post(f"{self._url}/do/note", form.encode())


@pytest.fixture
def started() -> Iterator[list[Serving]]:
    made: list[Serving] = []
    yield made
    for one in made:
        one.process.kill()
        one.process.wait()
        for pipe in (one.process.stdin, one.process.stdout, one.process.stderr):
            if pipe is not None:
                pipe.close()


def opened(serving: Serving, folder: Path) -> tuple[Member, Path]:
    """A member of the panel who is in, and an older copy of the session's file."""
    url = serving.line("open at").rpartition(" ")[2]
    member = Member(url, serving.line("Cy Wold").rpartition(" ")[2])
    serving.line("you can type")
    older = folder / "older.json"
    assert member.note("zero") == 200
    shutil.copy2(serving.session, older)
    return member, older


def put_back(older: Path, session: Path) -> None:
    """As a tool that synchronises folders does."""
    beside = session.with_name(".sync")
    shutil.copy2(older, beside)
    beside.replace(session)


def notes(place: Path) -> Counter[str]:
    assert verify(place).ok
    events = open_session(place, read_only=True).events()
    return Counter(event.what.text for event in events if isinstance(event.what, bodies.NoteTaken))


def test_what_is_not_saved_is_said_at_once_and_saved_elsewhere_and_the_seats_go_on(
    tmp_path: Path, started: list[Serving]
) -> None:
    started.append(serving := Serving(tmp_path))
    member, older = opened(serving, tmp_path)
    assert [member.note(text) for text in ("one", "two", "three")] == [200, 200, 200]
    put_back(older, serving.session)
    mark = secrets.token_urlsafe(18)
    assert member.note("four", mark) == 503
    said = serving.line("NOT SAVED")
    assert said.startswith("NOT SAVED: 4 entries are only in memory. ")
    assert "was changed by something else" in said
    assert "elsewhere FILE" in said
    serving.type("retry")
    serving.type("elsewhere")
    assert serving.line("refused") == "refused: Name the new file: elsewhere FILE."
    serving.type(f"elsewhere {older}")
    assert "already" in serving.line("refused")
    serving.type(f'elsewhere "{tmp_path}/new place.json"')
    assert serving.line("goes on").startswith(f"The session goes on in {tmp_path}/new place.json; ")
    assert serving.line("Saved again") == f"Saved again: everything is on disk, in {tmp_path}/new place.json."
    assert member.note("four", mark) == 200
    assert member.note("five") == 200
    serving.type("quit")
    assert serving.end() == (0, "")
    assert notes(tmp_path / "new place.json") == Counter(["zero", "one", "two", "three", "four", "five"])
    assert notes(serving.session) == Counter(["zero"])


@pytest.mark.parametrize("how", ["quit", "SIGINT", "SIGTERM", "SIGHUP"])
def test_what_is_not_saved_at_the_end_is_in_a_rescue_file_that_is_named(
    tmp_path: Path, started: list[Serving], how: str
) -> None:
    started.append(serving := Serving(tmp_path))
    member, older = opened(serving, tmp_path)
    assert [member.note(text) for text in ("one", "two", "three")] == [200, 200, 200]
    put_back(older, serving.session)
    assert member.note("four") == 503
    serving.line("NOT SAVED")
    if how == "quit":
        serving.type("quit")
    else:
        serving.process.send_signal(getattr(signal, how))
    said = serving.line("NOT SAVED")
    assert serving.end() == (1, "")
    (rescue,) = serving.session.parent.glob("*.rescue-*.json")
    # With the four notes, that the seats were closed.
    assert said.startswith(f"NOT SAVED: 5 entries could not be saved in {serving.session}. They are in {rescue}; ")
    assert notes(rescue) == Counter(["zero", "one", "two", "three", "four"])
    assert notes(serving.session) == Counter(["zero"])


def test_a_file_that_was_replaced_after_the_last_note_is_noticed_at_the_end(
    tmp_path: Path, started: list[Serving]
) -> None:
    started.append(serving := Serving(tmp_path))
    member, older = opened(serving, tmp_path)
    assert member.note("one") == 200
    put_back(older, serving.session)
    serving.type("quit")
    assert serving.line("NOT SAVED").startswith("NOT SAVED: 2 entries could not be saved")
    assert serving.end() == (1, "")
    (rescue,) = serving.session.parent.glob("*.rescue-*.json")
    assert notes(rescue) == Counter(["zero", "one"])
    with subprocess.Popen(
        [*PANEL_TUI, "serve", str(serving.session)],
        cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as again:  # fmt: skip
        said, _ = again.communicate("quit\n", timeout=PATIENCE)
    assert f"2 entries of this session are only in the rescue file {rescue}." in said
    assert f"panel-tui rescue {serving.session.stem} --take" in said


def test_a_program_reads_the_same_as_lines_of_json(tmp_path: Path, started: list[Serving]) -> None:
    started.append(serving := Serving(tmp_path, "--json"))
    first = json.loads(serving.line())
    member = Member(first["url"], first["seats"][2]["link"])
    assert member.note("one") == 200
    away = serving.session.with_name("away")
    serving.session.rename(away)
    assert member.note("two") == 503
    said = json.loads(serving.line("not_saved"))
    assert said["not_saved"] > 1
    assert said["file"] == str(serving.session)
    assert "moved or deleted" in said["trouble"]
    away.rename(serving.session)
    said = json.loads(serving.line('"not_saved":0'))
    assert said == {"not_saved": 0, "trouble": None, "file": str(serving.session)}
    away = serving.session.rename(away)
    assert member.note("three") == 503
    serving.process.send_signal(signal.SIGTERM)
    said = json.loads(serving.line('"rescue"'))
    (rescue,) = serving.session.parent.glob("*.rescue-*.json")
    assert str(rescue) in said["rescue"]
    assert serving.end() == (1, "")
    assert notes(rescue) == Counter(["one", "two", "three"])


def test_when_its_terminal_is_gone_the_rescue_file_is_written_all_the_same(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    (tmp_path / "plan.yaml").write_text(PLAN)
    session = Path(run(tmp_path, "new", "plan.yaml").stdout.strip())
    keyboard, terminal = pty.openpty()
    with subprocess.Popen(
        [*PANEL_TUI, "serve", str(session), "--json"],
        cwd=tmp_path, stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True,
    ) as process:  # fmt: skip
        os.close(terminal)
        with os.fdopen(keyboard, "rb", buffering=0) as screen:
            text = b""
            while b"\n" not in text:
                text += screen.read(4096)
            first = json.loads(text)
            member = Member(first["url"], first["seats"][2]["link"])
            answers = [member.note("zero")]  # it is kept, and so is that the seat joined
            session.rename(session.with_name("away"))
            answers.append(member.note("one"))
        # The terminal is gone now: nothing can be printed any more.
        process.send_signal(signal.SIGHUP)
        assert process.wait(timeout=PATIENCE) == 1
    assert answers == [200, 503]
    (rescue,) = session.parent.glob("*.rescue-*.json")
    assert notes(rescue) == Counter(["zero", "one"])


def test_it_says_when_it_is_mended(tmp_path: Path, started: list[Serving]) -> None:
    started.append(serving := Serving(tmp_path))
    member, _ = opened(serving, tmp_path)
    away = serving.session.with_name("away")
    serving.session.rename(away)
    assert member.note("one") == 503
    assert "moved or deleted" in serving.line("NOT SAVED")
    away.rename(serving.session)
    serving.type("retry")
    assert serving.line("Saved again") == f"Saved again: everything is on disk, in {serving.session}."
    assert member.note("two") == 200
    serving.process.send_signal(signal.SIGTERM)
    assert serving.end() == (0, "")
    assert notes(serving.session) == Counter(["zero", "one", "two"])


def test_the_terminal_lists_its_commands_and_refuses_what_it_cannot_read(
    tmp_path: Path, started: list[Serving]
) -> None:
    started.append(serving := Serving(tmp_path))
    serving.line("you can type")
    serving.type("help")
    assert "elsewhere FILE, retry" in serving.line("you can type")
    assert serving.process.stdin is not None
    os.write(serving.process.stdin.fileno(), b"relink Caf\xe9\n" + b"x" * 10_000 + b"\n")
    assert serving.line("refused").startswith("refused: line 2 is not UTF-8 text")
    assert serving.line("refused").startswith("refused: Line 3 is longer than 8000 bytes")


WITHOUT_A_SIGNAL_IN_THE_MAIN_THREAD = """
import signal, sys, threading
threading.Thread(target=threading.Event().wait, daemon=True).start()
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
from panel_tui.cli import main
main(sys.argv[1:])
"""
"""As on Windows: a signal ends no wait of the main thread."""


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows is so by itself")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_ends_it_where_the_system_interrupts_no_wait(tmp_path: Path, name: str) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN)
    session = Path(run(tmp_path, "new", "plan.yaml").stdout.strip())
    with subprocess.Popen(
        [sys.executable, "-c", WITHOUT_A_SIGNAL_IN_THE_MAIN_THREAD, "serve", str(session), "--json"],
        cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["url"]
        process.send_signal(getattr(signal, name))
        assert process.communicate(timeout=PATIENCE) == ("", "")
    assert process.returncode == 0


@pytest.mark.skipif(shutil.which("nohup") is None, reason="there is no nohup here")
def test_with_nohup_it_goes_on_when_its_terminal_goes(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN)
    session = run(tmp_path, "new", "plan.yaml").stdout.strip()
    with subprocess.Popen(
        ["nohup", *PANEL_TUI, "serve", session],
        cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        while "you can type" not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGHUP)
        process.stdin.write("help\nquit\n")
        process.stdin.flush()
        assert "elsewhere FILE" in process.stdout.readline()
        assert process.wait(timeout=PATIENCE) == 0
