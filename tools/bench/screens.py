"""What the screens cost: the first full frame, memory, idling, a key, and a long list at Home."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import pyte

from panel_tui.demo import make_demo
from tools.bench import sessions
from tools.bench.commands import command
from tools.bench.figures import Figure, median, percentile, steadiness
from tools.bench.pairs import in_turn
from tools.bench.terminal import NotShown, Shown, Terminal, shows

IDLE_SECONDS = 10.0
NOTES = 500
POINTS = 15
DOWN, UP, TAB, RUBOUT = "\x1b[B", "\x1b[A", "\t", "\x7f"
_WARM_UP_KEYS = 5
LETTERS = "kvwpjxkvwpjxkvwpjx"
_NOTE = re.compile(r"\d\d:\d\d [A-Z]{2} ")
_NUMBER_OF_NOTE = re.compile(r"\((\d+)\)")
_NUMBER_OF_POINT = re.compile(r"\S +(\d+) ")
_NUMBER_AIMED_AT = re.compile(r"note on (\d+)")
_MINIMAL_IS = "the minimal app"


@dataclass(frozen=True)
class Program:
    """Something that draws screens: how it is started, where, and what its full first frame shows."""

    command: Sequence[str]
    env: Mapping[str, str]
    folder: Path
    whole: Shown

    def start(self) -> Terminal:
        """Start it, without waiting for anything."""
        return Terminal(self.command, self.env, self.folder)

    def started(self) -> Terminal:
        """Start it, and wait until it has drawn its first frame and come to rest."""
        terminal = self.start()
        try:
            terminal.wait(self.whole)
            terminal.settle()
        except BaseException:
            terminal.close()
            raise
        return terminal


def minimal(env: Mapping[str, str], folder: Path) -> Program:
    """The floor: title, table, text and key all drawn."""
    app = Path(__file__).with_name("minimal_app.py")
    shown = shows("The floor", "row-10", "the text begins", "Leave")
    return Program([sys.executable, str(app)], env, folder, shown)


def home(env: Mapping[str, str], folder: Path, *words: str) -> Program:
    """Home over a folder of sessions: its title, these words, and the keys."""
    return Program([*command(), "--sessions", str(folder)], env, folder, shows("panel-tui", *words, "Quit"))


def points(env: Mapping[str, str], folder: Path, session: str) -> Program:
    """A session at Points: its list, prompts, notes, line to type in, score, clock, panel and keys."""
    words = shows("Test with senior manager", "Look for at", "note on", "My score", "left", "The day", "Help")

    def whole(screen: pyte.Screen) -> bool:
        return words(screen) and any(_NOTE.search(line) for line in screen.display)

    return Program([*command(), "--sessions", str(folder), "open", session], env, folder, whole)


def start_and_memory(env: Mapping[str, str], folder: Path, rounds: int) -> Iterator[Figure]:
    """The time until the first full frame, and the peak of memory by then: Home and the demo's Points."""
    where = folder / "demo"
    rooms = sessions.at(where)
    room = make_demo(rooms, "points")
    room.close()
    programs = {
        "Home": home(env, where, f"{room.state.created.service} · rehearsal", "Welcome", "Set up a session"),
        "the demo's Points": points(env, where, room.place),
        "floor": minimal(env, folder),
    }
    memory: dict[str, list[float]] = {name: [] for name in programs}

    def once(name: str) -> Callable[[], float]:
        def measure() -> float:
            with programs[name].start() as terminal:
                took = terminal.wait(programs[name].whole) - terminal.began
                terminal.settle()
                memory[name].append(terminal.peak_memory())
                return took * 1000

        return measure

    found = in_turn({name: once(name) for name in programs}, rounds, warm_up=2)
    for name, aim in (("Home", 1.3), ("the demo's Points", 1.6)):
        yield Figure(
            f"start to first full frame, {name}",
            "ms",
            median(found[name]),
            median(found["floor"]),
            _MINIMAL_IS,
            aim=aim,
            remark=steadiness(found[name], "ms"),
        )
    for name in ("Home", "the demo's Points"):
        yield Figure(
            f"peak memory, {name}",
            "MiB",
            median(memory[name]),
            median(memory["floor"]),
            _MINIMAL_IS,
            aim=1.4,
            remark=steadiness(memory[name], "MiB"),
        )


def idling(env: Mapping[str, str], folder: Path) -> Figure:
    """Processor time while nothing happens but the clock, in percent of one core."""
    session = sessions.with_notes(sessions.at(folder / "idle"), NOTES)
    programs = {
        "ours": points(env, folder / "idle", session),
        "minimal": minimal(env, folder),
    }
    used: dict[str, float] = {}
    for name, program in programs.items():
        with program.started() as terminal:
            terminal.rest(3.0)
            before, began = terminal.processor_seconds(), time.perf_counter()
            terminal.rest(IDLE_SECONDS)
            used[name] = (terminal.processor_seconds() - before) / (time.perf_counter() - began) * 100
    return Figure(
        f"idle on Points with a running clock, {IDLE_SECONDS:g} s",
        "%",
        used["ours"],
        1.0,
        "1 % of a core",
        aim=1,
        remark=f"the minimal app, which has no clock, used {used['minimal']:.2f} %",
    )


def keys(env: Mapping[str, str], folder: Path, presses: int) -> Iterator[Figure]:
    """From a key until the screen shows what it did: the next row of the list, and a letter that is typed."""
    session = sessions.with_notes(sessions.at(folder / "keys"), NOTES)
    with points(env, folder / "keys", session).started() as ours, minimal(env, folder).started() as theirs:
        moves, floor = _Moves(ours, _our_cursor, _our_row), _Moves(theirs, _their_row, _their_row)
        whole = in_turn({"ours": moves.press, "floor": floor.press}, presses, warm_up=_WARM_UP_KEYS)
        first = {"ours": moves.first[_WARM_UP_KEYS:], "floor": floor.first[_WARM_UP_KEYS:]}
        ours.press("i")
        theirs.press(TAB)
        ours.settle()
        theirs.settle()
        letters = in_turn(
            {"ours": _Letters(ours).press, "floor": _Letters(theirs).press}, presses, warm_up=_WARM_UP_KEYS
        )
    for what, found in (
        ("a letter that is typed stands there", letters),
        ("the cursor is on the next point", first),
        ("all of the screen is about the next point", whole),
    ):
        yield Figure(
            f"key to updated screen on Points with {POINTS} points and {NOTES} notes, p99: {what}",
            "ms",
            percentile(found["ours"], 99),
            percentile(found["floor"], 99),
            f"the same key in {_MINIMAL_IS}",
            aim=1.5,
            remark=f"p50 {median(found['ours']):.1f} ms beside {median(found['floor']):.1f} ms, {presses} keys",
        )


Row = Callable[[pyte.Screen], str | None]


class _Moves:
    """Walks down the list and up again, a row at each press. `cursor` reads which row the cursor is on, `all_of_it`
    which one the whole screen is about, None while its parts do not agree."""

    def __init__(self, terminal: Terminal, cursor: Row, all_of_it: Row) -> None:
        self.first: list[float] = []
        self._terminal = terminal
        self._cursor = cursor
        self._whole = all_of_it
        self._walk = cycle([DOWN] * (POINTS - 1) + [UP] * (POINTS - 1))

    def press(self) -> float:
        """One row further: how long it took until the whole screen was about it, in ms; `first` keeps how long
        until the cursor was there."""
        self._terminal.rest(0.03)
        before = self._cursor(self._terminal.screen)
        pressed = self._terminal.press(next(self._walk))
        moved: list[float] = []

        def whole(screen: pyte.Screen) -> bool:
            cursor = self._cursor(screen)
            if not moved and cursor not in (None, before):
                moved.append(self._terminal.fed_at)
            return bool(moved) and self._whole(screen) == cursor

        done = self._terminal.wait(whole)
        self.first.append((moved[0] - pressed) * 1000)
        return (done - pressed) * 1000


def _our_cursor(screen: pyte.Screen) -> str | None:
    """The number of the point in the list's row with the cursor."""
    row = next((line[1:].lstrip("▸ ") for line in screen.display if line.startswith("›")), "")
    found = _NUMBER_OF_POINT.match(row)
    return found[1] if found else None


def _our_row(screen: pyte.Screen) -> str | None:
    """The number of the point that notes and line to type in agree on; None where they do not."""
    text = "\n".join(screen.display)
    aimed = _NUMBER_AIMED_AT.search(text)
    notes = {int(number) % POINTS for number in _NUMBER_OF_NOTE.findall(text)}
    return aimed[1] if aimed is not None and notes == {int(aimed[1]) - 1} else None


def _their_row(screen: pyte.Screen) -> str | None:
    """The row of the table that is drawn unlike the others."""
    drawn = [(screen.buffer[line][1].bg, line) for line in range(2, 2 + POINTS)]
    unlike = [line for colour, line in drawn if sum(other == colour for other, _ in drawn) == 1]
    return str(unlike[0]) if len(unlike) == 1 else None


class _Letters:
    """Types a word, a letter at each press, and takes it back when it is long."""

    BEGINNING = "zqx"

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._typed = ""

    def press(self) -> float:
        """One letter more; how long it took until it stood there, in ms."""
        if self._typed in ("", self.BEGINNING + LETTERS):
            try:
                self._begin()
            except NotShown:  # seen once: the emulated screen had missed a letter of three typed at once
                self._begin()
        self._terminal.rest(0.03)
        letter = LETTERS[len(self._typed) - len(self.BEGINNING)]
        self._typed += letter
        pressed = self._terminal.press(letter)
        return (self._terminal.wait(shows(self._typed)) - pressed) * 1000

    def _begin(self) -> None:
        self._terminal.press(RUBOUT * len(self._typed) + self.BEGINNING)
        self._typed = self.BEGINNING
        self._terminal.wait(lambda screen: shows(self._typed)(screen) and not shows(self._typed + LETTERS[0])(screen))


def a_long_home(env: Mapping[str, str], folder: Path, rounds: int) -> Figure:
    """Home over a thousand sessions that it has listed before, beside Home over ten."""
    programs = {}
    for sessions_there in (10, 1_000):
        where = folder / f"home-{sessions_there}"
        rooms = sessions.at(where)
        for number in range(sessions_there):
            sessions.begin(rooms, f"Service {number}").close()
        newest = f"Service {sessions_there - 1}"
        programs[sessions_there] = home(env, where, newest, "Local Government Digital Service Standard")

    def once(program: Program) -> float:
        with program.start() as terminal:
            took = terminal.wait(program.whole) - terminal.began
            terminal.settle()
            return took * 1000

    found = in_turn({"thousand": lambda: once(programs[1_000]), "ten": lambda: once(programs[10])}, rounds, warm_up=2)
    return Figure(
        "Home with 1,000 sessions, warm",
        "ms",
        median(found["thousand"]),
        median(found["ten"]),
        "Home with ten",
        aim=1.5,
        remark=steadiness(found["thousand"], "ms"),
    )
