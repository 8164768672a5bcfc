"""What a folder's list of sessions showed last time, so that a thousand sessions need not be opened to list them.

A cache and nothing more: one that is missing, damaged or of another version is passed over, one that cannot be
written is not written.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from panel_tui.store import atomic, layout
from panel_tui.store.protocol import SummaryFields

NAME = ".index"
_SHAPE = 2
"""Goes up when what is shown of a session changes, so that what an earlier version showed is not believed."""


class Entry(Struct, frozen=True, array_like=True):
    """What is known of one file while it has this time, size and number. Not ours: neither fields nor problem."""

    mtime_ns: int
    size: int
    inode: int
    fields: SummaryFields | None
    problem: str | None

    def fits(self, found: os.stat_result) -> bool:
        """Whether the file is still as it was."""
        return (self.mtime_ns, self.size, self.inode) == (found.st_mtime_ns, found.st_size, found.st_ino)


class _Index(Struct, frozen=True):
    version: str
    entries: dict[str, Entry]
    shape: int = 1
    format: int = 1


_decoder = msgspec.json.Decoder(_Index)


def load(folder: Path, version: str) -> dict[str, Entry]:
    """The entries by file name as `version` of panel-tui wrote them; empty where there are none to be had."""
    try:
        index = _decoder.decode((folder / NAME).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    made_by_us = (index.version, index.shape, index.format) == (version, _SHAPE, layout.FORMAT_NUMBER)
    return index.entries if made_by_us else {}


def save(folder: Path, version: str, entries: Mapping[str, Entry]) -> None:
    """Keep the entries for the next time, if that is possible."""
    with contextlib.suppress(OSError):
        index = _Index(version, dict(entries), _SHAPE, layout.FORMAT_NUMBER)
        atomic.replace(folder / NAME, [msgspec.json.encode(index)])
