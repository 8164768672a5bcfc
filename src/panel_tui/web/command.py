"""`panel-tui serve`: the seats of a session without a screen, led from elsewhere and kept by lines typed here."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from enum import Enum
from queue import SimpleQueue
from types import FrameType
from typing import Any

import msgspec

from panel_tui.errors import PanelError
from panel_tui.grammar.reader import find_seat
from panel_tui.hosting import Hosted, Hosting, Knock, Way
from panel_tui.lines import on_one_line
from panel_tui.room import Room
from panel_tui.web.server import open_seats

HELP = "admit 1 NAME, refuse 1, relink NAME, shut NAME, links, quit"
Say = Callable[[str], None]
_LONGEST = 1000
"""Bytes of a line that is typed."""


class _Turn(Enum):
    LOOK = "look who is at the door"
    STOP = "stop"


class _NotACommand(PanelError):
    """This is no command here; there are: admit 1 NAME, refuse 1, relink NAME, shut NAME, links, quit."""


def first_line(hosted: Hosted) -> str:
    """Everything a script needs, as one object in one line of JSON."""
    said: dict[str, Any] = {
        "url": hosted.url,
        "pin": hosted.pin,
        "seats": [{"seat": one.seat, "name": one.name, "role": one.role, "link": one.link} for one in hosted.seats],
        "display": hosted.display_link,
        "team": hosted.team_link,
        "fingerprint": hosted.fingerprint,
        "way": hosted.way,
        "warning": hosted.warning,
    }
    return msgspec.json.encode(said).decode()


def opened(hosted: Hosted) -> Iterator[str]:
    """The same for people."""
    yield f"The seats are open at {hosted.url}"
    if hosted.warning:
        yield f"Warning: {hosted.warning}"
    if hosted.fingerprint:
        yield f"Fingerprint of the certificate (SHA-256): {hosted.fingerprint}"
    if hosted.pin:
        yield f"PIN of the lobby, which only rings: {hosted.pin[:4]} {hosted.pin[4:]}"
    yield from links(hosted)
    yield "Whoever has a link has that seat: its notes and scores, and what the panel may read. Send each their own."
    yield f"Here you can type: {HELP}. Ctrl+C stops it; everything is kept."


def links(hosted: Hosted) -> Iterator[str]:
    """Each seat with its link."""
    for one in hosted.seats:
        yield on_one_line(f"{one.name}, {one.role} ({one.how}): {one.link or 'no link; relink gives one'}")
    yield f"room display: {hosted.display_link}"
    yield f"the team's page: {hosted.team_link}"


class Porter:
    """Stands at the door of a served session: tells who knocks, and does what is typed."""

    def __init__(self, room: Room, hosting: Hosting, say: Say) -> None:
        self._room = room
        self._hosting = hosting
        self._say = say
        self._knocks: dict[str, int] = {}

    def tell(self) -> None:
        """Say who knocked since the last time, and what the place of the session cannot do."""
        for sentence in self._room.told():
            self._say(on_one_line(f"Warning: {sentence}"))
        for knock in self._hosting.standing.knocks:
            if knock.id not in self._knocks:
                self._knocks[knock.id] = number = len(self._knocks) + 1
                wish = f" and asks for the seat of {self._name(knock.seat)}" if knock.seat else ""
                self._say(
                    on_one_line(f"knock {number}: {knock.name}{wish}: 'admit {number} NAME' or 'refuse {number}'")
                )

    def _name(self, seat: str) -> str:
        held = self._room.state.seats.get(seat)
        return held.name if held else "a former seat"

    def do(self, line: str) -> bool:
        """Do one line; False where it says to stop. What cannot be done is said."""
        self._hosting.lead_is_here()
        word, _, rest = line.strip().partition(" ")
        if word in ("quit", "exit"):
            return False
        try:
            if word:
                self._do(word, rest.strip())
        except PanelError as error:
            self._say(on_one_line(f"refused: {error.message}"))
        return True

    def _do(self, word: str, rest: str) -> None:
        by, hosting = self._room.state.lead, self._hosting
        if word == "links":
            for line in links(hosting.standing):
                self._say(line)
        elif word == "admit":
            number, _, name = rest.partition(" ")
            knock = self._knock(number)
            seat = find_seat(self._room.state, name).id if name.strip() else knock.seat
            if seat is None:
                raise _NotACommand("Say whose seat it is: admit 1 NAME.")
            hosting.admit(knock.id, seat, by)
            self._say(on_one_line(f"{knock.name} is let in to the seat of {self._name(seat)}"))
        elif word == "refuse":
            knock = self._knock(rest)
            hosting.refuse(knock.id, by)
            self._say(on_one_line(f"{knock.name} is turned away"))
        elif word == "relink":
            held = find_seat(self._room.state, rest)
            self._say(on_one_line(f"{held.name}: {hosting.relink(held.id, by)}"))
        elif word == "shut":
            held = find_seat(self._room.state, rest)
            hosting.shut_out(held.id, by)
            self._say(on_one_line(f"{held.name} is out; relink gives a new link"))
        else:
            raise _NotACommand

    def _knock(self, number: str) -> Knock:
        wanted = next((id for id, held in self._knocks.items() if str(held) == number.strip()), None)
        for knock in self._hosting.standing.knocks:
            if knock.id == wanted:
                return knock
        raise _NotACommand("Nobody waits under this number.")


def serve(room: Room, way: Way, say: Say, *, as_json: bool) -> int:
    """Serve the seats until a signal or `quit`. The exit status: 1 where something could not be kept.

    `say` prints one line at once. Raises `CannotHost` where the seats cannot be opened.
    """
    turns: SimpleQueue[str | _Turn] = SimpleQueue()

    def stop(_: int, __: FrameType | None) -> None:
        turns.put(_Turn.STOP)

    before = {name: signal.signal(name, stop) for name in (signal.SIGINT, signal.SIGTERM)}
    hosting: Hosting | None = None
    try:
        hosting = open_seats(room, way)
        hosting.subscribe(lambda: turns.put(_Turn.LOOK))
        for line in [first_line(hosting.standing)] if as_json else opened(hosting.standing):
            say(line)
        porter = Porter(room, hosting, say)
        porter.tell()
        if sys.stdin is not None:
            threading.Thread(target=_read, args=(sys.stdin.fileno(), turns.put), name="typed", daemon=True).start()
        while (turn := turns.get()) is not _Turn.STOP:
            if isinstance(turn, str):
                if not porter.do(turn):
                    break
            else:
                porter.tell()
    finally:
        if hosting is not None:
            hosting.close()
        unsaved = room.close().unsaved
        for name, handler in before.items():
            signal.signal(name, handler)
    return 1 if unsaved else 0


def _read(descriptor: int, put: Callable[[str], None]) -> None:
    # The end of what is typed does not end the session: a service has no keyboard. Read without Python's own buffer,
    # whose lock would keep the process from ending while nobody types.
    begun = b""
    with suppress(OSError):
        while typed := os.read(descriptor, 4096):
            *lines, begun = (begun + typed).split(b"\n")
            begun = begun[:_LONGEST]
            for line in lines:
                put(line[:_LONGEST].decode("utf-8", "replace"))
