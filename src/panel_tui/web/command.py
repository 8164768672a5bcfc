"""`panel-tui serve`: the seats of a session without a screen, led from elsewhere and kept by lines typed here."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from enum import Enum
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import msgspec

from panel_tui.errors import PanelError
from panel_tui.grammar.reader import find_seat
from panel_tui.grammar.typed import MARKED, text_of
from panel_tui.hosting import Hosted, Hosting, Knock, Way
from panel_tui.lines import on_one_line
from panel_tui.room import Room
from panel_tui.web.server import open_seats
from panel_tui.web.trouble import Trouble

HELP = "admit 1 NAME, refuse 1, relink NAME, relink all, shut NAME, links, elsewhere FILE, retry, help, quit"
Say = Callable[[str], None]
_LONGEST = 8000
"""Bytes of a line that is typed: more than the longest path."""
_TURN_SECONDS = 0.5
"""How long it waits at once. Windows ends no wait for a signal, so that Ctrl+C is heard between two of them."""


class _Turn(Enum):
    LOOK = "look who is at the door, and how keeping stands"
    STOP = "stop"


class _NotACommand(PanelError):
    """This is no command here; 'help' lists them."""


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
        yield pin(hosted)
    yield from links(hosted)
    yield "Whoever has a link has that seat: its notes and scores, and what the panel may read. Send each their own."
    yield f"Here you can type: {HELP}. Ctrl+C stops it; what is not saved is said here at once."


def pin(hosted: Hosted) -> str:
    """The PIN, to be read aloud."""
    said = hosted.pin or ""
    return f"PIN of the lobby, which only rings: {said[:4]} {said[4:]}" if said else "The lobby is closed."


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

    def takes(self, turn: str | PanelError | _Turn) -> bool:
        """Do what it is the turn of; False where that is to stop."""
        if isinstance(turn, str):
            return self.do(turn)
        if isinstance(turn, PanelError):
            self._say(on_one_line(f"refused: {turn.message}"))
        else:
            self.tell()
        return True

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
        if word == "elsewhere":
            self._save_elsewhere(rest)
        elif word == "retry":
            self._room.retry()
        elif word == "help":
            self._say(f"Here you can type: {HELP}.")
        elif word in {"admit", "refuse"}:
            self._answer_knock(word, rest)
        else:
            self._turn_links(word, rest)

    def _answer_knock(self, word: str, rest: str) -> None:
        by, hosting = self._room.state.lead, self._hosting
        if word == "admit":
            number, _, name = rest.partition(" ")
            knock = self._knock(number)
            seat = find_seat(self._room.state, name).id if name.strip() else knock.seat
            if seat is None:
                raise _NotACommand("Say whose seat it is: admit 1 NAME.")
            hosting.admit(knock.id, seat, by)
            self._say(on_one_line(f"{knock.name} is let in to the seat of {self._name(seat)}"))
        else:
            knock = self._knock(rest)
            hosting.refuse(knock.id, by)
            self._say(on_one_line(f"{knock.name} is turned away"))

    def _turn_links(self, word: str, rest: str) -> None:
        by, hosting = self._room.state.lead, self._hosting
        if word == "links":
            for line in links(hosting.standing):
                self._say(line)
        elif word == "relink" and rest.lower() == "all":
            hosting.relink_all(by)
            self._say("Everybody has a new link, and the lobby a new PIN:")
            self._say(pin(hosting.standing))
            for line in links(hosting.standing):
                self._say(line)
        elif word == "relink":
            held = find_seat(self._room.state, rest)
            self._say(on_one_line(f"{held.name}: {hosting.relink(held.id, by)}"))
        elif word == "shut":
            held = find_seat(self._room.state, rest)
            hosting.shut_out(held.id, by)
            self._say(on_one_line(f"{held.name} is out; relink gives a new link"))
        else:
            raise _NotACommand

    def _save_elsewhere(self, file: str) -> None:
        if not file:
            raise _NotACommand("Name the new file: elsewhere FILE.")
        if len(file) > 1 and file[0] == file[-1] and file[0] in "\"'":
            file = file[1:-1]  # as a shell wants a path that has blanks
        before = self._room.place
        self._room.save_elsewhere(Path(file).expanduser())
        self._say(on_one_line(f"The session goes on in {self._room.place}; {before} stays as it is"))

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
    turns: SimpleQueue[str | PanelError | _Turn] = SimpleQueue()
    trouble = Trouble(say, as_json=as_json)
    before = {number: signal.signal(number, lambda *_: turns.put(_Turn.STOP)) for number in _endings()}
    hosting: Hosting | None = None
    try:
        hosting = open_seats(room, way)
        hosting.subscribe(lambda: turns.put(_Turn.LOOK))
        room.subscribe(lambda _: turns.put(_Turn.LOOK))
        for line in [first_line(hosting.standing)] if as_json else opened(hosting.standing):
            say(line)
        trouble.at_the_start(room)
        if sys.stdin is not None:
            threading.Thread(target=_read, args=(sys.stdin.fileno(), turns.put), name="typed", daemon=True).start()
        _stay(turns, Porter(room, hosting, say), trouble, room)
    finally:
        if hosting is not None:
            hosting.close()
        standing = room.close()
        if standing.unsaved:
            trouble.at_the_end(standing, room.place)
        for number, handler in before.items():
            signal.signal(number, handler)
    return 1 if standing.unsaved else 0


def _endings() -> list[signal.Signals]:
    """The signals that end it, as far as the system has them: Windows has SIGBREAK, all others SIGHUP."""
    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    known = [signal.Signals[name] for name in names if name in signal.Signals.__members__]
    # Whoever started us with `nohup` wants it to go on when the terminal goes.
    return [one for one in known if one.name != "SIGHUP" or signal.getsignal(one) is not signal.SIG_IGN]


def _stay(turns: SimpleQueue[str | PanelError | _Turn], porter: Porter, trouble: Trouble, room: Room) -> None:
    porter.tell()
    trouble.tell(room.keeping, room.place)
    while True:
        try:
            turn = turns.get(timeout=_TURN_SECONDS)
        except Empty:
            continue
        if turn is _Turn.STOP or not porter.takes(turn):
            return
        trouble.tell(room.keeping, room.place)


def _read(descriptor: int, put: Callable[[str | PanelError], None]) -> None:
    # The end of what is typed does not end the session: a service has no keyboard. Read without Python's own buffer,
    # whose lock would keep the process from ending while nobody types. A console says which code page it has.
    encoding = os.device_encoding(descriptor) or "utf-8"
    begun, number = b"", 0
    with suppress(OSError):
        while typed := os.read(descriptor, 4096):
            *lines, begun = (begun + typed).split(b"\n")
            begun = begun[: _LONGEST + 1]
            for line in lines:
                number += 1
                put(_line(line, encoding, number))


def _line(typed: bytes, encoding: str, number: int) -> str | PanelError:
    if len(typed) > _LONGEST:
        return _NotACommand(f"Line {number} is longer than {_LONGEST} bytes, so nothing of it was done.")
    try:
        return text_of(typed.decode(encoding, MARKED), number)
    except PanelError as error:
        return error
