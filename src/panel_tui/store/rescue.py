"""Rescue files: a whole session beside its own file, written at the end where that file could not take everything.

A rescue file is a session file like any other, `NAME.rescue-YYYYMMDD-HHMMSS.json`. It is written over nothing, found
again by the hash of the session's first event, and removed only once all that it holds is in the session itself.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from panel_tui.session.events import Event
from panel_tui.store import atomic
from panel_tui.store.errors import AlreadyThere, HeldElsewhere, StoreError, from_os, shown
from panel_tui.store.names import ENDING, numbered
from panel_tui.store.protocol import Draft, DraftKey, SessionStore
from panel_tui.store.tinydb_file import create_session, open_session

_NAME = re.compile(r"(.+)\.rescue-\d{8}-\d{6}(-\d+)?")


class Rescue(NamedTuple):
    """A rescue file of a session: `more` where it holds events that follow those of the session, `same` where it
    holds none that the session lacks, `other` where the two went different ways."""

    session: Path
    path: Path
    kind: Literal["more", "same", "other"]
    missing: tuple[Event, ...]

    @property
    def sentence(self) -> str:
        """What there is, and what to do."""
        file = shown(self.path)
        if self.kind == "same":
            return f"All entries of the rescue file {file} are in this session: the rescue file was removed."
        if self.kind == "other":
            return (
                f"The rescue file {file} and this session went different ways: both are kept and nothing is merged. "
                "To read the rescue file, open it as a session of its own: panel-tui open, with that path."
            )
        return (
            f"{entries(len(self.missing))} of this session {'is' if len(self.missing) == 1 else 'are'} only in the "
            f"rescue file {file}. Take them in before anything new is recorded."
        )


def entries(number: int) -> str:
    """`1 entry`, `3 entries`."""
    return "1 entry" if number == 1 else f"{number} entries"


def session_name(name: str) -> str | None:
    """The name of the session that a rescue file of this name belongs to, both without ending; None for another."""
    fits = _NAME.fullmatch(name)
    return fits[1] if fits else None


def write(session: Path, events: Sequence[Event], drafts: Mapping[DraftKey, Draft], at: datetime) -> Path:
    """Write a new rescue file, durable, beside the session or else in the user's data. Raises `StoreError`."""
    name = f"{session_name(session.stem) or session.stem}.rescue-{at.astimezone(UTC):%Y%m%d-%H%M%S}"
    try:
        return _write_in(session.parent, name, events, drafts)
    except StoreError:
        folder = _second_folder()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise from_os(error, folder, "make") from error
        return _write_in(folder, name, events, drafts)


def _write_in(folder: Path, name: str, events: Sequence[Event], drafts: Mapping[DraftKey, Draft]) -> Path:
    number = 1
    while True:
        try:
            session = create_session(folder / numbered(name, number), events)
        except (AlreadyThere, HeldElsewhere):
            number += 1
            continue
        with contextlib.suppress(StoreError):  # the entries are what must not be lost
            session.keep_drafts(drafts)
        session.close()
        return session.path


def _second_folder() -> Path:
    from platformdirs import user_data_path  # 20 ms that most starts do not need

    return user_data_path("panel-tui", appauthor=False) / "rescued"


def find(store: SessionStore) -> tuple[Rescue, ...]:
    """The rescue files of an open session, oldest first. Files that cannot be read are left as they are."""
    own = store.events()
    return tuple(
        _compared(store.path, path, own, events)
        for path, events in _readable(store.path.parent)
        if path != store.path and events[0].hash == own[0].hash
    )


def settle(store: SessionStore) -> tuple[Rescue, ...]:
    """The same; those that hold nothing more are removed. One that cannot be is passed over until the next time."""
    settled = []
    for rescue in find(store):
        with contextlib.suppress(StoreError):
            if rescue.kind == "same":
                _remove(store, rescue)
            settled.append(rescue)
    return tuple(settled)


def take(store: SessionStore, rescue: Rescue) -> int:
    """Append to the session what it lacks, exactly as it was sealed; returns how many events that were.

    The rescue file is removed once all is on disk. Raises `StoreError`; the rescue file is then still there.
    """
    now = _compared(rescue.session, rescue.path, store.events(), _events(rescue.path))
    if now.kind == "other":
        raise StoreError(now.sentence)
    store.append(now.missing)
    _remove(store, now)
    return len(now.missing)


def _remove(store: SessionStore, rescue: Rescue) -> None:
    """What was typed and not sent goes along first."""
    held = open_session(rescue.path)
    try:
        drafts = held.drafts()
        if drafts:
            store.keep_drafts({**drafts, **store.drafts()})
            held.keep_drafts({})
        rescue.path.unlink()
        atomic.sync_folder(rescue.path.parent)
    except OSError as error:
        raise from_os(error, rescue.path, "keep") from error
    finally:
        held.close()


def _readable(folder: Path) -> Iterator[tuple[Path, tuple[Event, ...]]]:
    places = dict.fromkeys((folder, _second_folder()))
    for path in sorted(path for place in places for path in place.glob(f"*.rescue-*{ENDING}")):
        if session_name(path.stem) is not None:
            with contextlib.suppress(StoreError):
                yield path, _events(path)


def _events(path: Path) -> tuple[Event, ...]:
    looked = open_session(path, read_only=True)
    if looked.broken is not None:
        raise StoreError(f"{shown(path)} does not verify: {looked.broken.why}; nothing was taken in.")
    return looked.events()


def _compared(session: Path, path: Path, own: Sequence[Event], events: tuple[Event, ...]) -> Rescue:
    both = min(len(own), len(events))
    if own[both - 1].hash != events[both - 1].hash:  # the chain: the same hash has the same events before it
        return Rescue(session, path, "other", ())
    missing = events[both:]
    return Rescue(session, path, "more" if missing else "same", missing)
