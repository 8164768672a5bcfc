"""The way out: makes a copy of a session in a format, names its file, and writes it.

report = build(view, log, now, version)      one viewer's view, its log lines
content = render(report, "html")             bytes
put(folder / file_name(view, "html"), report, "html")
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from panel_tui.errors import PanelError
from panel_tui.report.audiences import DEFAULT_AUDIENCE, audience_of
from panel_tui.report.build import build
from panel_tui.report.model import Report
from panel_tui.session.view import Audience, View
from panel_tui.store import atomic
from panel_tui.store.errors import from_os, shown
from panel_tui.store.names import name_for

__all__ = ["ExportError", "build", "default_audience", "file_name", "formats", "put", "render", "write"]

_MODULES = {
    "md": "markdown",
    "html": "html",
    "docx": "docx",
    "odt": "odt",
    "csv": "table",
    "json": "record",
    "trello-csv": "trello",
    "cards": "cards",
}
_ENDINGS = {"trello-csv": "-trello.csv", "cards": "-cards"}
"""The ends of the names of what is written, where that is not the format's own ending; the cards are a folder."""
_SESSION_FILE = re.compile(rb'\{"about":\{"1":\{"format":"panel-session-file/')


class ExportError(PanelError):
    """The report could not be written."""


def formats() -> tuple[str, ...]:
    """The formats, by the ending of their files."""
    return tuple(_MODULES)


def default_audience(format: str) -> Audience:
    """Whom a copy is for unless somebody says otherwise: the team, but JSON is the complete record."""
    return DEFAULT_AUDIENCE.get(format, "team")


def render(report: Report, format: str) -> bytes:
    """The report in a format. Raises `ExportError` where there is no such format.

    The libraries of a format are loaded when it is asked for, and not before.
    """
    if format not in _MODULES:
        raise ExportError(f"There is no format '{format}': choose {', '.join(_MODULES)}.")
    module = import_module(f"panel_tui.report.{_MODULES[format]}")
    return cast("Callable[[Report], bytes]", module.render)(report)


def file_name(view: View, format: str) -> str:
    """A name for the copy's file, of ASCII letters, digits, hyphens and one point; for cards, of their folder."""
    ending = _ENDINGS.get(format, f".{format}")
    return f"{name_for(view.date, view.service, view.phase)}-report-{audience_of(view)}{ending}"


def put(path: Path, report: Report, format: str) -> Path:
    """Make the copy and write it; the cards become files in a folder of this path. Returns the path.

    Raises `ExportError` as `render` and `write` do. Each card is written whole; a card of that name is replaced, and
    whatever else is in the folder is left alone.
    """
    if format != "cards":
        return write(path, render(report, format))
    from panel_tui.report.cards import files

    try:
        if path.parent.is_dir():
            atomic.make_folders(path)
        else:
            raise FileNotFoundError(errno.ENOENT, "", path)
    except FileExistsError:
        raise ExportError(f"{shown(path)} is a file: the cards need a folder, name another.") from None
    except OSError as error:
        raise ExportError(_sentence(error, path)) from None
    for name, content in files(report):
        write(path / name, content)
    return path


def write(path: Path, content: bytes) -> Path:
    """Write the copy beside and put it in place whole; an earlier copy of that name is replaced.

    Returns the path. Raises `ExportError` with a sentence for people where that cannot be done, and where the
    file that is there is a session's own: a report never takes the place of the record it was made from.
    """
    try:
        if path.is_dir():
            raise ExportError(f"{shown(path)} is a folder: name a file in it.")
        if path.exists() and not path.is_file():  # a device or a pipe: its name would be taken from it
            raise ExportError(f"{shown(path)} is no ordinary file: name another, or '-o -' for standard output.")
        if _is_session(path):
            raise ExportError(f"{shown(path)} is a session, not a report, and was left as it is: name another file.")
        atomic.replace(path, [content])
    except OSError as error:
        raise ExportError(_sentence(error, path)) from None
    return path


def _is_session(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return _SESSION_FILE.match(file.read(100)) is not None


def _sentence(error: OSError, path: Path) -> str:
    known = from_os(error, path, "make").message
    return known.replace("could not be made", "was not written").replace("choose another folder", "name another file")
