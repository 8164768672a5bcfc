"""The folder of sessions: which one it is, what is in it, and how a new one gets its name."""

from __future__ import annotations

import contextlib
import difflib
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from panel_tui import __version__
from panel_tui.errors import PanelError
from panel_tui.session.events import Event
from panel_tui.store import atomic, index, names, rescue
from panel_tui.store.errors import (
    AlreadyThere,
    HeldElsewhere,
    NoSessionAtAll,
    NoSuchSession,
    from_os,
    shown,
)
from panel_tui.store.index import Entry
from panel_tui.store.protocol import Summarise, Summary
from panel_tui.store.setup_file import SetupFile
from panel_tui.store.tinydb_file import SessionFile, create_session, open_session

VARIABLE = "PANEL_TUI_SESSIONS"


def choose(explicit: Path | None, environ: Mapping[str, str], cwd: Path) -> Path:
    """Where sessions are kept: as told, else as PANEL_TUI_SESSIONS says, else ./sessions, else the user's data.

    A `./sessions` that cannot be written to, as in a read-only checkout, is passed over: see `passed_over`.
    """
    if explicit is not None:
        return explicit.expanduser()
    if environ.get(VARIABLE):
        return Path(environ[VARIABLE]).expanduser()
    if (cwd / "sessions").is_dir() and not passed_over(explicit, environ, cwd):
        return cwd / "sessions"
    from platformdirs import user_data_path  # 20 ms that most starts do not need

    return user_data_path("panel-tui", appauthor=False) / "sessions"


def passed_over(explicit: Path | None, environ: Mapping[str, str], cwd: Path) -> Path | None:
    """The `./sessions` that would be used if it could be written to; None where there is none, or it can be."""
    near = cwd / "sessions"
    if explicit is not None or environ.get(VARIABLE) or not near.is_dir():
        return None
    as_effective = os.access in os.supports_effective_ids
    return None if os.access(near, os.W_OK | os.X_OK, effective_ids=as_effective) else near


class SessionsFolder:
    """The `Shelf` of session files in one folder.

    `summarise` computes the line of a list from a session's events; it comes from a floor above.
    """

    def __init__(self, folder: Path, summarise: Summarise) -> None:
        self.folder = folder
        self._summarise = summarise

    @property
    def place(self) -> str:
        """The folder's path, printable."""
        return shown(self.folder)

    def list(self) -> tuple[Summary, ...]:
        """Every session here, newest date first. Raises `StoreError` where the folder cannot be read.

        Files that are no sessions at all are passed over; a damaged session is listed with its problem.
        """
        known = index.load(self.folder, __version__)
        entries: dict[str, Entry] = {}
        modified: dict[str, float] = {}
        for file in self._files():
            try:
                found = file.stat()
            except FileNotFoundError:  # gone meanwhile, or a link to nowhere
                continue
            except OSError as error:  # one bad file hides no other
                entries[file.name] = Entry(0, 0, 0, None, from_os(error, file.path, "read").message)
                modified[file.name] = 0.0
                continue
            if stat.S_ISREG(found.st_mode):
                before = known.get(file.name)
                entries[file.name] = before if before and before.fits(found) else self._look(Path(file.path), found)
                modified[file.name] = found.st_mtime
        if entries != known:
            index.save(self.folder, __version__, entries)
        return tuple(sorted(self._summaries(entries, modified), key=_day_and_time, reverse=True))

    def create(self, name: str, first_events: Sequence[Event]) -> SessionFile:
        """Begin a session under this name, or the next of NAME-2, NAME-3, … that is free. Raises `StoreError`."""
        self._make()
        name = names.safe(name)
        number = 1
        while True:
            with contextlib.suppress(AlreadyThere, HeldElsewhere):
                return create_session(self.folder / names.numbered(name, number), first_events)
            number += 1

    def open(self, name_or_path: str, *, read_only: bool = False) -> SessionFile:
        """Open a session by the name of its file here, with or without ending, or by a path. Raises `StoreError`."""
        return open_session(self.find(name_or_path), read_only=read_only)

    def setup_draft(self) -> SetupFile:
        """A draft of a new session: one that was left, else a fresh one. Raises `StoreError`."""
        self._make()
        return SetupFile(self.folder)

    def find(self, name_or_path: str) -> Path:
        """The file that is meant. Raises `NoSuchSession`, with the nearest name if one is near."""
        given = Path(name_or_path).expanduser()
        if len(given.parts) > 1:
            return given
        for candidate in (self.folder / given, self.folder / f"{given}{names.ENDING}", given):
            if _is_file(candidate):
                return candidate
        near = difflib.get_close_matches(name_or_path, [summary.name for summary in self.list()], n=1)
        hint = f"did you mean {near[0]}?" if near else "`panel-tui` without a name shows those there are."
        raise NoSuchSession(f"There is no session {shown(name_or_path)} in {self.place}: {hint}")

    def _make(self) -> None:
        try:
            atomic.make_folders(self.folder, 0o700)
        except OSError as error:
            raise from_os(error, self.folder, "make") from error

    def _files(self) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(self.folder) as found:
                for file in found:
                    if file.name.endswith(names.ENDING) and file.name[0] != "." and not self._is_offered(file.name):
                        yield file
        except FileNotFoundError:
            return  # made when the first session is
        except OSError as error:
            raise from_os(error, self.folder, "read") from error

    def _is_offered(self, name: str) -> bool:
        """Whether this is a rescue file that its session offers; without that session it is listed by itself."""
        session = rescue.session_name(name.removesuffix(names.ENDING))
        return session is not None and (self.folder / f"{session}{names.ENDING}").exists()

    def _look(self, path: Path, found: os.stat_result) -> Entry:
        fields, problem = None, None
        try:
            session = open_session(path, read_only=True)
            if session.broken is None:
                fields = self._summarise(session.events())
            else:
                problem = f"{path.name} does not verify: {session.broken.why}."
        except (NoSessionAtAll, NoSuchSession):  # somebody's own file, or gone meanwhile
            pass
        except PanelError as error:
            problem = error.message
        return Entry(found.st_mtime_ns, found.st_size, found.st_ino, fields, problem)

    def _summaries(self, entries: Mapping[str, Entry], modified: Mapping[str, float]) -> Iterator[Summary]:
        folder = str(self.folder)
        for name, entry in entries.items():
            if entry.fields is not None or entry.problem is not None:
                yield Summary(
                    path=os.path.join(folder, name),  # noqa: PTH118  # a thousand Paths are 4 ms
                    name=name.removesuffix(names.ENDING),
                    modified=datetime.fromtimestamp(modified[name], UTC),
                    fields=entry.fields,
                    problem=entry.problem,
                )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long for any file
        return False


def _day_and_time(summary: Summary) -> tuple[str, datetime]:
    """What a list is sorted by: the day of the assessment, as text, and when the file was written last."""
    planned = summary.fields.date if summary.fields else None
    return planned or f"{summary.modified:%Y-%m-%d}", summary.modified
