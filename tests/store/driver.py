"""A second process for tests: `driver.py append PATH` keeps notes until it is killed, `hold PATH` holds the lock.

Each event is said on standard output only once the store has said that it is kept.
"""

import runpy
import sys
from pathlib import Path

from panel_tui.store.tinydb_file import create_session, open_session

notes = runpy.run_path(str(Path(__file__).with_name("making.py")))["notes"]


def say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


act, path = sys.argv[1], Path(sys.argv[2])
kept = list(open_session(path, read_only=True).events()) if path.exists() else notes(1)
session = open_session(path) if path.exists() else create_session(path, kept)
say(len(kept))
if act == "hold":
    sys.stdin.read()
    session.close()
while act == "append":
    added = notes(1 + len(kept) % 3, kept, text="x" * 400)
    session.append(added)
    kept += added
    say(len(kept))
