"""`panel-tui serve` as people and scripts run it: a process of its own."""

from __future__ import annotations

import errno
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from tests.cli.run import PANEL_TUI, run
from tests.room.rooms import rooms_in
from tests.store.refusing import lacking

from panel_tui.session import bodies

PLAN = """\
service: Manage Arrears
phase: beta
standard: localgov-2016
panel:
  - {name: Ana Lead, role: lead}
  - {name: Bo Tarn, role: deputy}
  - {name: Cy Wold, role: member}
"""


class Serving:
    """A served session; its lines as they come."""

    def __init__(self, folder: Path, *options: str, stdin: int = subprocess.PIPE) -> None:
        (folder / "plan.yaml").write_text(PLAN)
        self.session = Path(run(folder, "new", "plan.yaml").stdout.strip())
        self.process = subprocess.Popen(
            [*PANEL_TUI, "serve", str(self.session), *options],
            cwd=folder,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PANEL_TUI_SESSIONS": str(folder / "sessions")},
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))

    def line(self, having: str = "") -> str:
        while having not in (line := self._lines.get(timeout=30)):
            pass
        return line

    def rest(self) -> Iterator[str]:
        while not self._lines.empty():
            yield self._lines.get()

    def type(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def end(self) -> tuple[int, str]:
        assert self.process.stderr is not None
        status = self.process.wait(timeout=30)
        self._reading.join(timeout=30)
        said = self.process.stderr.read()
        self.process.stderr.close()
        return status, said

    def happened(self) -> list[bodies.AnyBody]:
        looked = rooms_in(self.session.parent.parent).open(str(self.session), read_only=True)
        return [event.what for event in looked.history.events]


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


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_its_first_line_is_one_object_and_a_signal_ends_it_in_peace(
    tmp_path: Path, started: list[Serving], by: signal.Signals
) -> None:
    started.append(serving := Serving(tmp_path, "--json", stdin=subprocess.DEVNULL))
    said = json.loads(serving.line())
    assert [(one["seat"], one["name"], one["role"]) for one in said["seats"]] == [
        ("seat-a", "Ana Lead", "lead"),
        ("seat-b", "Bo Tarn", "deputy"),
        ("seat-c", "Cy Wold", "member"),
    ]
    assert all(one["link"].startswith(f"{said['url']}/join/") for one in said["seats"])
    assert len(said["pin"]) == 8
    assert said["fingerprint"] is None
    assert {said["display"], said["team"]}.isdisjoint({one["link"] for one in said["seats"]})
    with urlopen(said["seats"][2]["link"]) as answer:  # noqa: S310 - our own server
        assert "Cy Wold" in answer.read().decode()
    serving.process.send_signal(by)
    assert serving.end() == (0, "")
    assert serving.happened()[-2:] == [bodies.SeatsOpened(way="loopback"), bodies.SeatsClosed()]


@pytest.mark.needs("cc|gcc")
@pytest.mark.skipif(sys.platform != "linux", reason="LD_PRELOAD is the way of Linux")
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_what_the_disk_cannot_do_is_said_once(
    tmp_path: Path, started: list[Serving], monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    lacking(monkeypatch, tmp_path, REFUSE_LOCK=errno.ENOLCK, REFUSE_FOLDER_SYNC=errno.EINVAL)
    started.append(serving := Serving(tmp_path, *options))
    assert serving.line().startswith("{" if options else "The seats are open")
    assert "cannot confirm that what is saved has reached it" in serving.line("Warning: ")
    assert "has no locks" in serving.line("Warning: ")
    serving.type("links")
    assert "Warning" not in serving.line("team's page")
    serving.type("quit")
    assert serving.end() == (0, "")
    assert "Warning" not in "".join(serving.rest())


def test_what_is_typed_minds_the_door(tmp_path: Path, started: list[Serving]) -> None:
    started.append(serving := Serving(tmp_path))
    url = serving.line("open at").rpartition(" ")[2]
    pin = serving.line("PIN").rpartition(": ")[2].replace(" ", "")
    assert "Cy Wold, member" in serving.line("Cy Wold")
    assert "ctrl+c" in serving.line("you can type").lower()
    form = f"pin={pin}&name=Ida%1b%5b2J&seat=seat-c".encode()
    with urlopen(Request(f"{url}/knock", form, {"Origin": url})) as answer:  # noqa: S310 - our own server
        assert answer.status == 200
    assert serving.line("knock").startswith("knock 1: Ida[2J and asks for the seat of Cy Wold")
    for typed, said in [
        ("admit 2 Cy", "refused: Nobody waits"),
        ("admit 1 Nobody", "refused: there is no single seat"),
        ("admit 1 Cy", "is let in"),
        ("refuse 1", "refused: Nobody waits"),
        ("relink Bo", "Bo Tarn: http"),
        ("relink all", "Everybody has a new link"),
        ("shut Bo", "Bo Tarn is out"),
        ("links", "Bo Tarn, deputy (never): no link"),
        ("dance \x1b", "refused: This is no command here"),
    ]:
        serving.type(typed)
        assert said in serving.line(said)
    serving.type("quit")
    assert serving.end() == (0, "")
    assert bodies.KnockAnswered(name="Ida[2J", seat="seat-c") in serving.happened()


def test_the_end_of_what_is_typed_does_not_end_it(tmp_path: Path, started: list[Serving]) -> None:
    started.append(serving := Serving(tmp_path, "--json"))
    url = json.loads(serving.line())["url"]
    assert serving.process.stdin is not None
    serving.process.stdin.close()
    with urlopen(url) as answer:  # noqa: S310 - our own server
        assert answer.status == 200
    serving.process.send_signal(signal.SIGTERM)
    assert serving.end() == (0, "")


def test_in_the_clear_beyond_this_computer_it_refuses_unless_that_is_typed(
    tmp_path: Path, started: list[Serving]
) -> None:
    started.append(serving := Serving(tmp_path, "--lan", "192.0.2.7"))
    status, said = serving.end()
    assert status == 1
    assert said.startswith("panel-tui: ")
    assert not any(isinstance(what, bodies.SeatsOpened) for what in serving.happened())


def test_with_a_certificate_made_for_it_the_fingerprint_is_told(tmp_path: Path, started: list[Serving]) -> None:
    started.append(serving := Serving(tmp_path, "--tls-self-signed"))
    assert serving.line("open at").rpartition(" ")[2].startswith("https://")
    assert serving.line("Fingerprint").count(":") >= 31
    serving.process.send_signal(signal.SIGTERM)
    assert serving.end()[0] == 0
