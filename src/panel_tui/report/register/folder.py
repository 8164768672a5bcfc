"""The register's folder: pages are put in place whole, and what somebody else put there is left alone.

A file is known as ours by a line at its top. Pages of years come first and the first page last, so that no link leads
nowhere; then pages of years that are gone are taken away.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from panel_tui.errors import PanelError
from panel_tui.report.register import html, markdown
from panel_tui.report.register.model import Register
from panel_tui.store import atomic
from panel_tui.store.errors import from_os, shown

MARK = "Written by panel-tui register, which replaces this file when the register is written again."
_TOP = len(MARK) + 100
_YEAR = re.compile(r"\d{4}\.(html|md)")
_PUBLIC, _PUBLIC_FOLDER = 0o644, 0o755
"""Who may read a file and a folder of the register: everybody; it is for a web server."""


class RegisterError(PanelError):
    """The register could not be written."""


class Written(Struct, frozen=True):
    """What a run did: the pages as they stand, and how many files of an earlier run it took away."""

    pages: tuple[Path, ...]
    removed: int


def write(folder: Path, register: Register) -> Written:
    """Write every page into the folder, which is made if it is missing.

    Raises `RegisterError` with a sentence for people where that cannot be done, and, before anything is written,
    where a file of somebody else has the name of a page.
    """
    pages = dict(_pages(register))
    make(folder)
    for name in pages:
        refuse_strange(folder / name)
    for name, content in reversed(pages.items()):
        put(folder / name, content)
    gone = [path for path in files(folder) if _YEAR.fullmatch(path.name) and path.name not in pages]
    return Written(tuple(folder / name for name in pages), remove(gone))


def _pages(register: Register) -> Iterator[tuple[str, bytes]]:
    for page in register.pages:
        yield html.file_name(page), html.render(register, page, MARK)
        yield markdown.file_name(page), markdown.render(register, page, MARK)


def make(folder: Path) -> None:
    """Make the folder if it is missing. Raises `RegisterError`."""
    try:
        atomic.make_folders(folder, _PUBLIC_FOLDER)
    except FileExistsError:
        raise RegisterError(f"{shown(folder)} is no folder: name another with -o.") from None
    except OSError as error:
        raise RegisterError(from_os(error, folder, "make").message) from None


def refuse_strange(path: Path) -> None:
    """Raise `RegisterError` where something is there that no run of ours has written."""
    try:
        there = path.is_symlink() or path.exists()
        if there and not is_ours(path):
            raise RegisterError(
                f"{shown(path)} was not written by panel-tui register and was left as it is: "
                "move it away, or name another folder."
            )
    except OSError as error:
        raise RegisterError(from_os(error, path, "read").message) from None


def is_ours(path: Path) -> bool:
    """Whether an earlier run wrote this file. Raises OSError."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return MARK.encode() in file.read(_TOP)


def put(path: Path, content: bytes) -> None:
    """Give the file this content, whole or not at all, and leave one alone that has it. Raises `RegisterError`."""
    try:
        is_there = path.exists()
        if not is_there or path.read_bytes() != content:
            atomic.replace(path, [content], _mode(path) if is_there else _PUBLIC)
    except OSError as error:
        raise RegisterError(from_os(error, path, "make").message) from None
    open_to_readers(path)


def open_to_readers(path: Path) -> None:
    """Let everybody read a page that only its owner may read: an earlier run was stopped before it had said so.

    Raises `RegisterError`.
    """
    try:
        mode = _mode(path)
        if stat.S_IMODE(path.stat().st_mode) != mode:
            path.chmod(mode)
    except OSError as error:
        raise RegisterError(from_os(error, path, "make").message) from None


def _mode(path: Path) -> int:
    """The mode that a page shall have: its own, where somebody gave it one that others can read it by."""
    mode = stat.S_IMODE(path.stat().st_mode)
    return mode if mode & 0o077 else _PUBLIC


def files(folder: Path) -> tuple[Path, ...]:
    """What is in the folder, by name; nothing where it cannot be looked into."""
    try:
        return tuple(sorted(folder.iterdir()))
    except OSError:
        return ()


def remove(gone: Iterable[Path]) -> int:
    """Take these files away where an earlier run wrote them; how many that were. Raises `RegisterError`."""
    removed = 0
    for path in gone:
        try:
            if is_ours(path):
                atomic.remove(path)
                removed += 1
        except OSError as error:
            raise RegisterError(
                f"{shown(path)} belongs to an earlier register and could not be taken away: "
                f"{from_os(error, path, 'read').message}"
            ) from None
    return removed
