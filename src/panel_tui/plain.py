"""Plain mode: the same room in lines of text, from a terminal or a pipe.

No boxes, no cursor addressing, no colour: the way in for screen readers and braille displays, for scripts
and for tests. Every line is answered by what was kept, or by one line that starts with `refused:`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event

import msgspec

from panel_tui import lines, wire
from panel_tui.commands import ACTIONS, Action
from panel_tui.errors import PanelError
from panel_tui.grammar.reader import NotUnderstood, Words
from panel_tui.grammar.typed import text_of
from panel_tui.keeper import Keeping
from panel_tui.live_room import LiveRoom
from panel_tui.session import bodies, chain
from panel_tui.session.rules import Refused
from panel_tui.session.view import AUDIENCES, Audience
from panel_tui.session.views import audience
from panel_tui.speaker import Said, Speaker
from panel_tui.store.errors import StoreError

Print = Callable[[str], None]

ANSWER_SECONDS = 15.0
"""How long a line waits for a room that is on another computer."""
SAVING_SECONDS = 5.0
"""How long a line waits for a disk that is to take what it did not take before."""
_AT_THE_DOOR = (bodies.SeatJoined, bodies.SeatTakenOver)
SHOWN = ("scores", "clock", "todo", "log", "notes", "questions", "panel", "evidence", "earlier")


class PlainMode:
    """One keyboard speaking to one room in lines.

    `out` takes the answers, `err` what was refused or went wrong. With `json`, `out` takes nothing but the
    events that were kept, one JSON object each, once they are durable. Nobody else writes in the room meanwhile.
    """

    def __init__(self, speaker: Speaker, out: Print, err: Print, *, json: bool = False, folder: Path) -> None:
        self.speaker = speaker
        self.room: LiveRoom = speaker.room
        self.folder = folder
        self._out = out
        self._err = err
        self._json = json
        self.refused = 0
        self._said = self.room.state.n
        self._last_refused = ""

    def run(self, given: Iterable[str], *, keep_going: bool) -> int:
        """Carry out each line until `quit` or the end; returns the exit status: 1 where one was refused or
        something is not on disk at the end. A pipe stops at the first refusal unless told to keep going."""
        try:
            self._say_told()
            self._print([found.sentence for found in self.room.rescues])
            if any(found.kind == "more" for found in self.room.rescues):
                self._print([f"To take them in, leave with 'quit' and run: panel-tui rescue {self.room.name} --take"])
            for number, line in enumerate(given, 1):
                if not line.strip("\ufeff \t\r\n") or line.lstrip("\ufeff \t").startswith("#"):
                    continue
                going_on = self.carry_out(line, number)
                if not going_on or (self.refused and not keep_going):
                    break
        finally:
            standing = self.room.close()
            with suppress(OSError):  # the terminal may be what has gone
                self._say_end(standing)
        return 1 if self.refused or standing.unsaved else 0

    def _say_end(self, standing: Keeping) -> None:
        self._say_kept()
        if standing.unsaved and standing.away is not None:
            self._complain(lines.waiting(standing))
        elif standing.unsaved:
            self._complain(f"NOT SAVED: {standing.unsaved} of {standing.accepted} events. {standing.trouble}")
        if standing.rescue is not None:
            self._complain(standing.rescue)

    def carry_out(self, line: str, number: int = 1) -> bool:
        """Carry out one line, the `number`th that was given; False where it was `quit`."""
        try:
            said = self.speaker.say(text_of(line, number))
            if said.action.id == "quit":
                return False
            if said.kept is not None:
                said.kept.result(None if self.room.seat is None else ANSWER_SECONDS)
            else:
                self._answer(said)
        except StoreError as error:
            self.refused += 1
            self._complain(f"not saved yet: {error.message}")
        except TimeoutError:
            self.refused += 1
            self._complain(f"not saved yet: {lines.waiting(self.room.keeping)}")
        except PanelError as error:
            self.refused += 1
            self._last_refused = error.message
            self._complain(f"refused: {error.message}")
        self._say_kept()
        self._say_told()
        return True

    def _say_kept(self) -> None:
        """Say what is on disk and has not been said: what was just done, and what a failed write had held up."""
        for event in self.room.history.events[self._said : self.room.keeping.kept]:
            self._said = event.n
            if self.room.seat is not None and (event.seat != self.room.seat or isinstance(event.what, _AT_THE_DOOR)):
                continue  # nothing that was said here
            if self._json:
                self._out(msgspec.json.encode(chain.to_document(wire.without_what_is_closed(event))).decode())
            else:
                id = getattr(event.what, "id", None)
                name = f"{id}, " if isinstance(id, str) else ""
                self._out(lines.on_one_line(f"kept {event.n}: {name}{self.speaker.saying(event)}"))

    def _say_told(self) -> None:
        """Say what the lead's computer has for this seat: a nudge, or that the seat went on elsewhere."""
        for sentence in self.room.told():
            if self._last_refused and self._last_refused in sentence:
                self._last_refused = ""  # said already
            else:
                self._print([f"told: {sentence}"])

    def _print(self, texts: Sequence[str]) -> None:
        for text in texts:
            (self._err if self._json else self._out)(lines.on_one_line(text))

    def _complain(self, text: str) -> None:
        self._err(lines.on_one_line(text))

    def _answer(self, said: Said) -> None:
        answers: dict[str, Callable[[Action, str], Sequence[str]]] = {
            "me": self._handed_over,
            "show": self._shown,
            "help": self._helped,
            "search": lambda action, rest: lines.found_lines(self.speaker.view, rest) if rest else [action.usage],
            "export": self._exported,
            "import": self._brought_in,
            "retry": self._tried_again,
            "elsewhere": self._saved_elsewhere,
        }
        answer = answers.get(said.action.id)
        if answer is None:
            raise NotUnderstood(f"'{said.action.word}' belongs to the screens; it does nothing in plain mode")
        self._print(answer(said.action, said.rest))

    def _handed_over(self, action: Action, rest: str) -> Sequence[str]:
        me = self.speaker.view.me
        return [f"The keyboard is with {me.label if me else 'nobody'}, {me.role if me else ''}."]

    def _shown(self, action: Action, rest: str) -> Sequence[str]:
        return lines.shown(self.speaker, rest, action.usage)

    def _helped(self, action: Action, rest: str) -> Sequence[str]:
        if rest:
            known = next((one for one in ACTIONS if one.word == rest.split()[0].lower()), None)
            if known is None:
                raise NotUnderstood(f"there is no command '{rest[:40]}'; 'help' lists them all")
            refusal = self.speaker.refusal(known)
            return [known.usage, known.help, *([f"Not now: {refusal}."] if refusal else [])]
        found = [f"{one.usage}: {one.help}" for one in ACTIONS if one.plain]
        return [*found, "A line that starts with # is passed over."]

    def _tried_again(self, action: Action, rest: str) -> Sequence[str]:
        self._wait_after(self.room.retry)
        return ["Everything is saved."]

    def _saved_elsewhere(self, action: Action, rest: str) -> Sequence[str]:
        if not rest:
            raise NotUnderstood(f"name the file: {action.usage}")
        self._wait_after(lambda: self.room.save_elsewhere(self.folder / Path(rest).expanduser()))
        return [f"From now on this session is kept in {self.room.place}."]

    def _wait_after(self, act: Callable[[], None]) -> None:
        """Do what should save everything, and wait until it has. Raises `StoreError`."""
        saved = Event()
        end = self.room.subscribe(lambda standing: None if standing.unsaved else saved.set())
        try:
            act()
            if self.room.keeping.unsaved and not saved.wait(SAVING_SECONDS):
                raise StoreError(self.room.keeping.trouble or "It takes longer than usual; 'retry' tries again.")
        finally:
            end()

    def _exported(self, action: Action, rest: str) -> Sequence[str]:
        from panel_tui.report import export

        words = Words(rest, self.speaker.desk, action.usage)
        format = words.choice("a format", export.formats()) if words.peek().lower() not in ("", "for") else "md"
        given = words.choice("an audience", AUDIENCES) if words.maybe("for") else None
        words.done()
        reader = _audience(given) if given else export.default_audience(format)
        path = write_report(self.room, format, reader, self.folder)
        if not self.room.read_only:
            self.room.record(self.speaker.seat, bodies.Exported(format=format, audience=reader)).result()
        return [f"Written: {path}"]

    def _brought_in(self, action: Action, rest: str) -> Sequence[str]:
        from panel_tui.intake.preview import Preview
        from panel_tui.intake.reading import kind_and_file, read

        refusal = self.speaker.refusal(action)
        if refusal is not None:
            raise Refused(refusal)
        if not rest:
            raise NotUnderstood(f"name the file: {action.usage}")
        kind, file = kind_and_file(rest)
        state = self.room.state
        preview = Preview(read(kind, file, state, folder=self.folder), state)
        self._print([*preview.lines(), *preview.sentences()])
        made = preview.bodies()
        if not made:
            return [preview.nothing()]
        self.room.record(self.speaker.seat, *made).result()
        return [preview.done()]


def _audience(word: str) -> Audience:
    return next(one for one in AUDIENCES if one == word)


def write_report(room: LiveRoom, format: str, reader: Audience, folder: Path) -> Path:
    """Write a report of the session as it stands into a folder; returns its path. Raises `ExportError`."""
    from panel_tui import __version__
    from panel_tui.report import export

    viewer = audience(reader)
    view = room.view(viewer)
    report = export.build(view, room.log(viewer), room.now(), __version__)
    return export.put(folder / export.file_name(view, format), report, format)


def prompt(speaker: Speaker) -> str:
    """What stands before the line to type: where the room is and, unless it leads, who has the keyboard."""
    state = speaker.room.state
    point = state.standard.point(state.current) if state.current and state.stage == "points" else None
    held = state.seats.get(speaker.seat)
    who = f"{held.name}, " if held is not None and speaker.seat != state.lead else ""
    return f"{who}{state.stage}{f' {point.number}' if point else ''}> "
