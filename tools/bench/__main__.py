"""`python -m tools.bench`: measure everything, print it as it comes, and write the page."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tools.bench import board, commands, keeping, page, register, screens, sessions
from tools.bench import seats as seats_of
from tools.bench.figures import Figure, line
from tools.bench.terminal import COLUMNS, LINES, NotShown

BUILD = Path(__file__).parents[2] / "build"
"""Where the measured files are; a folder for temporary files may be memory, where syncing costs nothing."""

Group = Callable[[], Iterator[Figure]]


def groups(folder: Path, rounds: int) -> dict[str, Group]:
    """What is measured, by name; nothing is yet."""
    env = environment(folder)

    def starting() -> Iterator[Figure]:
        yield from screens.start_and_memory(env, folder, rounds)

    def idle() -> Iterator[Figure]:
        yield screens.idling(env, folder)

    def keys() -> Iterator[Figure]:
        yield from screens.keys(env, folder, presses=rounds * 17)

    def events() -> Iterator[Figure]:
        yield from keeping.all_of_it(folder, rounds)

    def exports() -> Iterator[Figure]:
        path = sessions.with_events(sessions.at(folder / "exports"), 5_000)
        yield commands.exporting(path, folder, env, 5_000, rounds)

    def home() -> Iterator[Figure]:
        yield screens.a_long_home(env, folder, rounds)

    def command() -> Iterator[Figure]:
        yield from commands.starting(folder, env, rounds)

    def seats() -> Iterator[Figure]:
        yield from seats_of.seats(env, folder, rounds)

    def public() -> Iterator[Figure]:
        yield from register.pages(folder, env, rounds)

    def intake() -> Iterator[Figure]:
        yield from board.bringing_in(folder, env, rounds)

    return {
        "start": starting,
        "idle": idle,
        "keys": keys,
        "events": events,
        "exports": exports,
        "home": home,
        "commands": command,
        "seats": seats,
        "register": public,
        "intake": intake,
    }


def environment(folder: Path) -> dict[str, str]:
    """What the measured programs are told: a terminal with colours, a home of their own, and no settings of anybody."""
    kept = {name: os.environ[name] for name in ("PATH", "TZ", "SYSTEMROOT") if name in os.environ}
    return kept | {"HOME": str(folder), "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}


def measured(name: str, group: Group) -> list[Figure]:
    """The figures of a group, printed as they come; where a screen did not show what it should, one that says so."""
    found = []
    try:
        for figure in group():
            print(line(figure), f"({figure.remark})", flush=True)
            found.append(figure)
    except NotShown as error:
        print(f"{name}: the screen did not come to show what it should:\n{error}", file=sys.stderr)
        found.append(Figure(name, "ms", None, None, "–", 0, remark="the screen did not show what was waited for"))
    return found


def main() -> int:
    """Exit status 1 where a row could not be measured; a missed aim is said, and is no failure of the benchmark."""
    reader = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    reader.add_argument("--quick", action="store_true", help="few rounds, rough figures, and the page stays as it is")
    reader.add_argument("--only", metavar="NAMES", help="these groups alone, as start,keys; the page stays as it is")
    reader.add_argument(
        "--keep", action="store_true", help="with --only: put these rows into the page beside the others"
    )
    given = reader.parse_args()
    if sys.platform == "win32":
        reader.error("the benchmark draws into a pseudo-terminal, and Windows has none")
    BUILD.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=BUILD))
    began = time.monotonic()
    try:
        wanted = groups(folder, 4 if given.quick else 12)
        names = re.split("[, ]+", given.only) if given.only else list(wanted)
        if unknown := set(names) - set(wanted):
            reader.error(f"there is no group {', '.join(sorted(unknown))}; there are {', '.join(wanted)}")
        print(f"On {page.machine()}, files on {page.file_system(folder)}:", flush=True)
        figures = [figure for name in names for figure in measured(name, wanted[name])]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{time.monotonic() - began:.0f} s in all.")
    if given.keep and given.only and not given.quick:
        print(f"Kept in {page.put(figures).relative_to(BUILD.parent)}, beside rows of an earlier run.")
    if not (given.quick or given.only):
        written = page.write(figures, page.file_system(BUILD), COLUMNS, LINES, sessions.MIX)
        print(f"Kept in {written.relative_to(BUILD.parent)}.")
    return 1 if any(figure.value is None for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
