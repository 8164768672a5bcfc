"""A host and its seats on two machines with a cable between them: network namespaces of this computer.

The cable is cut while everybody writes. A link that is down is not a connection that ends: nobody is told anything.
"""

from __future__ import annotations

import ctypes
import http.client
import os
import secrets
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from tests.drills.serving import Serving, a_session, texts_of

from panel_tui import wire

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="two machines are made of Linux's network namespaces"),
    pytest.mark.needs("ip"),
    pytest.mark.slow,
]
HOST, SEATS, PORT = "198.18.0.1", "198.18.0.2", 8443
"""Addresses for trying networks out (RFC 2544); nobody but the two machines ever sees them."""
_NEW_NETWORK = 0x40000000
"""CLONE_NEWNET of Linux."""
AT_ONCE = 5.0
"""Seconds in which the host answers whoever sits at it, whatever the cable does. Nothing of the cable's takes less."""


def until(true: Callable[[], object], seconds: float = 90.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "this never came true"
        time.sleep(0.02)


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


class Machine:
    """A network of its own: programs run within it, and so do functions."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.within = ("ip", "netns", "exec", name)
        self._hands = ThreadPoolExecutor(6, name, initializer=self._enter)

    def _enter(self) -> None:
        network = os.open(f"/run/netns/{self.name}", os.O_RDONLY)
        try:
            if ctypes.CDLL(None, use_errno=True).setns(network, _NEW_NETWORK):
                raise OSError(ctypes.get_errno(), "setns")
        finally:
            os.close(network)

    def do(self, what: Callable[..., Any], *args: Any) -> Future[Any]:
        return self._hands.submit(what, *args)

    def end(self) -> None:
        self._hands.shutdown()


class Cable:
    """Two machines, and the cable between them."""

    def __init__(self) -> None:
        mine = f"{os.getpid()}-{secrets.token_hex(2)}"
        self.host, self.seats = Machine(f"panel-host-{mine}"), Machine(f"panel-seats-{mine}")
        self._added: list[str] = []

    def plug_in(self) -> None:
        """Raises `CalledProcessError` where this computer does not let us."""
        for machine in (self.host, self.seats):
            ip("netns", "add", machine.name)
            self._added.append(machine.name)
            ip("-n", machine.name, "link", "set", "lo", "up")
        far = ("peer", "name", "cable", "netns", self.seats.name)
        ip("-n", self.host.name, "link", "add", "cable", "type", "veth", *far)
        for machine, address in ((self.host, HOST), (self.seats, SEATS)):
            ip("-n", machine.name, "address", "add", f"{address}/30", "dev", "cable")
            ip("-n", machine.name, "link", "set", "cable", "up")

    def cut(self, machine: Machine) -> None:
        ip("-n", machine.name, "link", "set", "cable", "down")

    def heal(self, machine: Machine) -> None:
        ip("-n", machine.name, "link", "set", "cable", "up")

    def end(self) -> None:
        for machine in (self.host, self.seats):
            machine.end()
        for name in self._added:  # the cable goes with them
            ip("netns", "delete", name)


@pytest.fixture
def cable() -> Iterator[Cable]:
    made = Cable()
    try:
        try:
            made.plug_in()
        except subprocess.CalledProcessError as error:
            pytest.skip(f"network namespaces cannot be made here: {error.stderr.strip()}")
        yield made
    finally:
        made.end()


class Device:
    """Like a browser: a cookie, marks, a stream, and what is not answered is sent again. Runs on one machine."""

    def __init__(self, machine: Machine, link: str) -> None:
        self.machine = machine
        self.over = threading.Event()
        self.presence: wire.Presence | None = None
        self.slowest = 0.0
        self._tab = secrets.token_urlsafe(12)
        self._cookie = ""
        self._trusts = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._trusts.check_hostname, self._trusts.verify_mode = False, ssl.CERT_NONE
        self._origin, _, path = link.partition("/join/")
        machine.do(self._join, f"/join/{path}").result(20)
        self._streaming = machine.do(self._listen)

    def note(self, text: str) -> Future[Any]:
        """Write a note; the future has an answer when it was acknowledged."""
        return self.machine.do(self._note, text)

    def how(self, seat: str) -> str:
        """How this seat is there, as this device was told last."""
        told = self.presence
        return "" if told is None else next(one.how for one in told.seats if one.seat == seat)

    def end(self) -> None:
        self.over.set()

    def _open(self, timeout: float) -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection(HOST, PORT, timeout=timeout, context=self._trusts)

    def _post(self, path: str, **fields: str) -> http.client.HTTPResponse:
        connection = self._open(2.0)
        try:
            headers = {"Origin": self._origin, "Accept": "application/json", "Cookie": self._cookie}
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", path, urlencode(fields), headers)
            answer = connection.getresponse()
            answer.read()
            return answer
        finally:
            connection.close()

    def _join(self, path: str) -> None:
        answer = self._post(path)
        assert answer.status == 200
        self._cookie = str(answer.headers["Set-Cookie"]).partition(";")[0]

    def _note(self, text: str) -> None:
        mark, begun = secrets.token_urlsafe(18), time.monotonic()
        while not self.over.is_set():
            try:
                answer = self._post("/do/note", point="4", text=text, sent=mark)
            except OSError:
                self.over.wait(0.1)
                continue
            if answer.status == 429:  # it writes faster than anybody's fingers
                self.over.wait(float(answer.headers["Retry-After"]))
                continue
            assert answer.status == 200
            self.slowest = max(self.slowest, time.monotonic() - begun)
            return

    def _listen(self) -> None:
        while not self.over.is_set():
            connection = self._open(20.0)  # the host says something every fifteen seconds
            try:
                headers = {"Accept": f"text/event-stream, {wire.accepting()}", "Cookie": self._cookie}
                connection.request("GET", f"/stream?tab={self._tab}", headers=headers)
                answer = connection.getresponse()
                assert answer.status == 200
                while (line := answer.readline()) and not self.over.is_set():
                    if line.startswith(b"data: "):
                        self._hear(wire.decode(line[6:]))
            except OSError:
                self.over.wait(0.1)
            finally:
                connection.close()

    def _hear(self, message: wire.Message) -> None:
        if isinstance(message, wire.Presence):
            self.presence = message
        elif isinstance(message, wire.Whole):
            self.presence = message.presence


class Plain:
    """`panel-tui plain LINK` in a pipe, on one machine; what it said so far."""

    def __init__(self, machine: Machine, folder: Path, link: str, fingerprint: str) -> None:
        command = [
            sys.executable,
            "-m",
            "panel_tui",
            "plain",
            link,
            "--fingerprint",
            fingerprint,
            "--json",
            "--keep-going",
        ]
        folder.mkdir()
        self.process = subprocess.Popen(
            [*machine.within, *command],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            bufsize=1,
            env={**os.environ, "XDG_STATE_HOME": str(folder)},
        )
        self.said = ""
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line

    def type(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(20)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(20)
        self._reading.join(20)
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            with suppress(BrokenPipeError):
                pipe.close()


@pytest.mark.parametrize("which", ["the seats'", "the host's"])
def test_what_is_written_while_the_cable_is_out_arrives_once_when_it_is_in_again(
    cable: Cable, tmp_path: Path, which: str
) -> None:
    place = a_session(tmp_path, 3)
    cut = cable.host if which == "the host's" else cable.seats
    with ExitStack() as ends:
        options = ("--lan", HOST, "--port", str(PORT), "--tls-self-signed")
        serving = Serving(place, *options, within=cable.host.within)
        ends.callback(serving.kill)
        lead = Device(cable.host, serving.links["seat-1"])
        ends.callback(lead.end)
        assert lead.how("seat-2") in ("", "never")
        browser = Device(cable.seats, serving.links["seat-2"])
        ends.callback(browser.end)
        plain = Plain(cable.seats, tmp_path / "seat", serving.links["seat-3"], serving.said["fingerprint"])
        ends.callback(plain.kill)
        written = ["+ browser before", "+ lead before", "+ terminal before"]
        browser.note(written[0]).result(20)
        lead.note(written[1]).result(20)
        plain.type(f"note 4 {written[2]}")
        until(lambda: "terminal before" in plain.said)
        until(lambda: {lead.how(seat) for seat in ("seat-2", "seat-3")} <= {"in", "writing"})

        cable.cut(cut)
        waiting = [browser.note(f"+ browser away {number}") for number in range(3)]
        plain.type("note 4 + terminal away 0\nnote 4 + terminal away 1")
        written += [
            f"+ {who} away {number}" for who, most in (("browser", 3), ("terminal", 2)) for number in range(most)
        ]
        number = 0

        def everybody_is_away() -> bool:
            nonlocal number
            lead.note(f"+ lead meanwhile {number}").result(AT_ONCE)
            written.append(f"+ lead meanwhile {number}")
            number += 1
            lead.over.wait(0.2)  # a hand that writes
            return lead.how("seat-2") == lead.how("seat-3") == "away"

        until(everybody_is_away)
        assert not any(one.done() for one in waiting)

        cable.heal(cut)
        for one in waiting:
            one.result(30)
        until(lambda: {lead.how(seat) for seat in ("seat-2", "seat-3")} <= {"in", "writing"})
        plain.type("note 4 + terminal after")
        written.append("+ terminal after")
        until(lambda: "terminal after" in plain.said and plain.said.count("terminal away") >= 2)
        plain.end()
        assert lead.slowest < AT_ONCE
        for device in (lead, browser):
            device.end()
        serving.stop()
    assert texts_of(place) == {text.removeprefix("+ "): 1 for text in written}
