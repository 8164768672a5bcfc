"""Small files beside a session, `.NAME.KIND`, each bound to it by the hash of the session's first event.

One that cannot be read is no reason not to open the session. It is left as it is, as is one of a session that had
this name before, and what is new goes to a file of the next name.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from panel_tui.store.errors import StoreError
from panel_tui.store.storage import read

Held = TypeVar("Held")


class Found(NamedTuple, Generic[Held]):
    """What is held, or None; the file to keep it in, or None where every name is taken by others' files; and the
    last file that could not be read."""

    held: Held | None
    path: Path | None
    unreadable: Path | None


def names(session: Path, kind: str) -> list[Path]:
    """The names that such a file may have, the usual one first."""
    return [session.with_name(f".{session.name}.{kind}{suffix}") for suffix in ("", "-2", "-3")]


def find(paths: list[Path], own: Callable[[bytes], Held | None]) -> Found[Held]:
    """Look for the last file that is this session's, which is the newest, or else for the first name that is free.

    `own` gives what a file's bytes hold, or None where that is another session's; it raises ValueError where they
    hold nothing that can be read.
    """
    held: Held | None = None
    place: Path | None = None
    unreadable = None
    for path in paths:
        if not os.path.lexists(path):
            place = place or path
            continue
        try:
            mine = own(read(path)[0])
        except (StoreError, ValueError, RecursionError):
            unreadable = path
            continue
        if mine is not None:
            held, place = mine, path
    return Found(held, place, unreadable)
