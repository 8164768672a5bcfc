"""What is wrong with a standard's file, in words for the person who wrote it."""

import re
from collections.abc import Iterable
from typing import Literal

import msgspec

from panel_tui.errors import PanelError

Path = tuple[str | int, ...]
Severity = Literal["error", "warning"]

MOST_PROBLEMS = 200
"""More than this is no help to a person, and would let a hostile file buy time and memory."""

MOST_OPTIONS = 300
LONGEST_QUOTE = 60


class Problem(msgspec.Struct, frozen=True):
    """One mistake. `line` and `column` count from 1; None where the file could not be read at all.

    `path` names the place in the file as `groups/0/points/3/title`; it is empty for the file as a whole.
    """

    file: str
    line: int | None
    column: int | None
    path: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    def sentence(self) -> str:
        """What is wrong and what was probably meant, on one line, without the place."""
        return f"{self.message}; {self.hint}" if self.hint else self.message

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        warning = "warning: " if self.severity == "warning" else ""
        return f"{place}: {warning}{self.sentence()}"


class StandardError(PanelError):
    """A standard's file that cannot be used. `problems` holds every error, in the order of the file."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        more = len(problems) - 1
        rest = f" (and {more} more; `panel-tui standards check` lists them all)" if more else ""
        super().__init__(f"{problems[0]}{rest}.")


class TooManyProblems(Exception):
    """Raised by `Problems.add` when listing more would help nobody. Never leaves `reader`."""


class Problems:
    """Gathers problems while a file is read, and knows on which line each place is."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.marks: dict[Path, tuple[int, int]] = {}
        self._found: dict[tuple[Path, str], Problem] = {}

    def add(self, path: Path, message: str, hint: str = "", *, severity: Severity = "error") -> None:
        """Note a problem at a place; saying the same twice counts once. Raises TooManyProblems at the limit."""
        line, column = self.marks.get(path, (1, 1))
        self.add_at(line, column, message, hint, path=path, severity=severity)

    def add_at(
        self,
        line: int | None,
        column: int | None,
        message: str,
        hint: str = "",
        *,
        path: Path = (),
        severity: Severity = "error",
    ) -> None:
        """Note a problem at a line and column."""
        where = "/".join(str(part) for part in path)
        problem = Problem(self.file, line, column, where, message, hint, severity)
        self._found.setdefault((path, message), problem)
        if len(self._found) >= MOST_PROBLEMS:
            raise TooManyProblems

    def sorted(self) -> tuple[Problem, ...]:
        """Every problem, in the order of the file."""
        return tuple(sorted(self._found.values(), key=lambda each: (each.line or 0, each.column or 0)))

    @property
    def any_errors(self) -> bool:
        """Whether something was found that is more than a warning."""
        return any(each.severity == "error" for each in self._found.values())


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """A hint that names the nearest of the options, or nothing."""
    import difflib  # only a file with mistakes needs it

    some = [option for option, _ in zip(options, range(MOST_OPTIONS), strict=False)]
    near = difflib.get_close_matches(word[:LONGEST_QUOTE], some, 1, 0.6)
    return f"did you mean '{near[0]}'?" if near else ""


def one_of(options: Iterable[str]) -> str:
    """Options in a sentence: `a, b or c`."""
    names = list(options)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def quoted(value: object) -> str:
    """What was written, in quotes, safe to print and short enough for a line."""
    text = str(value)
    short = text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"
    return "'" + "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in short) + "'"


def slug(text: str, *, dots: bool = False) -> str:
    """What an id could look like that was meant by this text; empty where nothing is left."""
    kept = r"[^a-z0-9.]+" if dots else r"[^a-z0-9]+"
    joined = re.sub(kept, "-", text.casefold())
    return re.sub(r"[.-]*\.[.-]*", ".", joined).strip("-.")[:LONGEST_QUOTE].strip("-.")
