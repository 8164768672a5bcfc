"""The page that keeps the figures: docs/benchmarks.md, written anew by every whole run."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import psutil

from tools.bench.figures import Figure, markdown

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"

_TEXT = """\
# Benchmarks

How fast it is and how much memory it takes, each figure beside its floor: the least that anything of that kind can
cost on the same machine in the same minutes. `make bench` measures all of it anew and writes this page.

Measured on {date} on {machine}.

{table}

## How to read it

- A **figure** is a median unless its row says otherwise; p99 is the value that 99 of 100 measurements stay under.
  "How steady" gives the number of measurements and the range from the 10th to the 90th of 100.
- The **ratio** is figure by floor; most aims are ratios, since milliseconds say more about a machine than about a
  program. Where an aim is in ms, s or %, it is that value which is held against it.
- Rows may be of several runs on this machine, where `--only … --keep` measured some anew; figure and floor of one row
  are always of the same run.
- A row that is "short" says by how much it misses its aim. Nothing is left out because it looks bad.

## How it was measured

- Figure and floor are measured **in turn**, one after the other in every round, and each round begins with another
  one, so that whatever else the machine did hit both. The first rounds warm up and are thrown away.
- The **screens** run as people run them: the installed command in a pseudo-terminal of {columns} × {lines}, its output
  read into an emulated screen. The time of a frame is when the bytes arrived that made every part of it visible: for
  Home its list, what is said beside it, and the keys; for Points the list, the prompts, the notes, the line
  to type in, the score, the clock, the panel and the keys. Bytes are stamped before they are parsed. A key counts as
  shown when list, notes and line to type in all are about the new point, or when the letter stands there.
- A **key** has three rows, since the screen answers in two steps. The first frame moves the cursor, or shows the
  letter; it is what a hand waits for. The next one redraws the rest: prompts, evidence, 33 wrapped notes, line, score
  and footer. The minimal app has no such second frame: its key changes two rows of a table, so the last row holds a
  redraw of most of a screen against that of two lines, and most of it is Textual's own layout and drawing.
- The **minimal app** is Textual's Header, a DataTable of 20 rows, a TextArea and a Footer:
  [`tools/bench/minimal_app.py`](../tools/bench/minimal_app.py). Nothing made with Textual can be much below it.
- **Memory** is the most that the process and its children have held since they began (VmHWM).
- The **sessions** are made through the real room, by its rules, on the standard with 15 points: {mix}.
- An **event** is measured from `Room.record` until its future says that it is durable; its floor writes the very same
  bytes beside, syncs, renames and syncs the folder. The files are on {disk}, in the checkout's `build/`.
- **Opening** reads, decodes, checks every hash, folds, and takes the lock; its floor only reads and parses.
  **Exporting** runs `panel-tui export` once per format: each opens the session and starts the interpreter anew.
- The **seats** are plain sockets that search what they read for one word, in one process, on this same machine: the
  app runs in a pseudo-terminal with its seats open, one member posts a note as a browser does, and each arrival
  counts, from the first byte sent until another seat's stream, or the lead's terminal, has the word. By then the note
  is on disk. The floor sends the same form to as many streams and keeps, judges and draws nothing. Server, clients and
  terminal share the same cores. The lead's letters are typed while all seats are connected, first in silence and then
  while five notes a second arrive from another process.
- The **board** is made up in the shape of Trello's export: a list for each point, half of the cards with a checklist,
  each with two links, the newest 1,000 actions with 112 comments, and 40 members to keep out. The import prints its
  preview and writes nothing; starting the interpreter and opening the session are a part of it.
- The programs run without settings of yours, and with Python's compiled files in place, as after a first start.

## What it does not say

- Times near the floor of an event are the disk's; another disk has other ratios, and a disk that does not really sync
  has meaningless ones.
- Nothing here was measured over a network or through a slow terminal, which adds its own time to every frame.
- Two figures of one run can be compared. Figures of two runs, or of two machines, only by their ratios.
"""


def write(figures: Sequence[Figure], disk: str, columns: int, lines: int, mix: str) -> Path:
    """Write the page; returns where."""
    text = _TEXT.format(
        date=f"{datetime.now().astimezone():%Y-%m-%d}",
        machine=machine(),
        table=markdown(figures),
        disk=disk,
        columns=columns,
        lines=lines,
        mix=mix,
    )
    PAGE.write_text(text, encoding="utf-8")
    return PAGE


def put(figures: Sequence[Figure]) -> Path:
    """Put rows into the page as it stands, each in the place of the one of its name, or at the end; returns where."""
    lines = PAGE.read_text(encoding="utf-8").split("\n")
    last = max(n for n, line in enumerate(lines) if line.startswith("| "))
    for row in reversed(markdown(figures).split("\n")[2:]):
        name = row.split(" | ", 1)[0] + " | "
        place = next((n for n, line in enumerate(lines) if line.startswith(name)), None)
        if place is None:
            lines.insert(last + 1, row)
        else:
            lines[place] = row
    PAGE.write_text("\n".join(lines), encoding="utf-8")
    return PAGE


def machine() -> str:
    """What it runs on, without its name."""
    cores, memory = psutil.cpu_count(), psutil.virtual_memory().total / 2**30
    return (
        f"{platform.system()} on {cores} cores ({platform.machine()}), {memory:.0f} GiB, "
        f"{platform.python_implementation()} {platform.python_version()}, Textual {version('textual')}"
    )


def file_system(folder: Path) -> str:
    """The kind of file system that a folder is on."""
    mounts = [mount for mount in psutil.disk_partitions(all=True) if folder.is_relative_to(mount.mountpoint)]
    kind = max(mounts, key=lambda mount: len(mount.mountpoint)).fstype if mounts else ""
    return kind or "an unknown file system"
