"""What a store must do: the little that TinyDB files implement, and PostgreSQL may.

`SessionStore` is one open session, `Shelf` a place with many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from msgspec import Struct

from panel_tui.session.chain import Break
from panel_tui.session.events import Event


class DraftKey(NamedTuple):
    """Where something is being typed: by which seat, in which field, for which point (an id, or None)."""

    seat: str
    field: str
    point: str | None


class Draft(Struct, frozen=True):
    """What is typed and not sent, and when it was last kept (UTC)."""

    text: str
    at: datetime


class PublishedFields(Struct, frozen=True, kw_only=True, array_like=True):
    """What the public register says of a session: the month it was held (its date as YYYY-MM-DD), the service's own
    paragraph, the outcome in words, and the addresses of the report and of the evidence board."""

    date: str
    service: str
    phase: str
    standard: str
    organisation: str | None
    description: str | None
    outcome: str | None
    report: str | None
    board: str | None


class SummaryFields(Struct, frozen=True, kw_only=True, array_like=True):
    """What a list of sessions shows of one, as computed from its events by the floor that knows them.

    `id` is the session's own and `earlier` that of the session before; `open` counts the recommendations that nobody
    has yet found carried out. `published` is None unless it is closed and was marked as published.
    """

    service: str
    phase: str
    standard_title: str
    stage: str
    outcome: str | None
    date: str | None
    rehearsal: bool
    events: int
    kind: str = "panel"
    id: str = ""
    earlier: str | None = None
    open: int = 0
    published: PublishedFields | None = None


class Summary(Struct, frozen=True, kw_only=True):
    """One line of a list of sessions.

    Where the file cannot be opened, `problem` is the sentence that says why and `fields` is None; otherwise
    the reverse. `path` opens it, `modified` is when its file was last written (UTC).
    """

    path: str
    name: str
    modified: datetime
    fields: SummaryFields | None
    problem: str | None


Summarise = Callable[[Sequence[Event]], SummaryFields]


class SessionStore(Protocol):
    """One open session. Not for several threads at once, except that drafts and access may be kept during an append."""

    @property
    def name(self) -> str:
        """What people call this session: for a file, its name without the ending."""
        ...

    @property
    def place(self) -> str:
        """Where it is kept, for people."""
        ...

    @property
    def path(self) -> Path:
        """The file itself; what must not be lost with it is written beside it."""
        ...

    @property
    def read_only(self) -> bool:
        """Whether it was opened to look at only."""
        ...

    @property
    def broken(self) -> Break | None:
        """The first event whose hash does not fit. Only ever set when read-only."""
        ...

    @property
    def drafts_problem(self) -> str | None:
        """One sentence where drafts were found that cannot be read; they are left as they are."""
        ...

    @property
    def notices(self) -> tuple[str, ...]:
        """What the place cannot do, in one sentence each, for whoever runs the room. It may grow with a write."""
        ...

    def events(self) -> tuple[Event, ...]:
        """Every event that is kept, in order."""
        ...

    def append(self, events: Sequence[Event]) -> None:
        """Keep these events after those that are kept: all or none, durable on return.

        Raises `StoreError`; the events that were kept before are then untouched, and the same call may be
        made again where the error says `can_retry`.
        """
        ...

    def check(self) -> None:
        """Make sure that what is kept is still there. Raises `StoreError`."""
        ...

    def drafts(self) -> dict[DraftKey, Draft]:
        """What was typed and not sent when this was last kept."""
        ...

    def keep_drafts(self, drafts: Mapping[DraftKey, Draft]) -> None:
        """Keep exactly these drafts, durable on return; none removes them. Raises `StoreError`."""
        ...

    @property
    def access_problem(self) -> str | None:
        """One sentence where it cannot be read who may come in from other devices; that is left as it is."""
        ...

    def access(self) -> bytes | None:
        """What was kept last of who may come in from other devices, or None."""
        ...

    def keep_access(self, data: bytes) -> None:
        """Keep exactly this of who may come in, durable on return; nothing removes it. Raises `StoreError`."""
        ...

    def save_elsewhere(self, path: Path) -> None:
        """Write everything that is kept to a new place, and go on there. Raises `StoreError`."""
        ...

    def close(self) -> None:
        """Let the session go, for others to open."""
        ...


class SetupStore(Protocol):
    """The draft of a session that is not made yet; nobody else has it until it is closed."""

    @property
    def fields(self) -> Mapping[str, str]:
        """What was typed last time, by field."""
        ...

    @property
    def problem(self) -> str | None:
        """One sentence where what was typed cannot be read back, or cannot be kept."""
        ...

    def keep(self, fields: Mapping[str, str]) -> None:
        """Keep exactly these fields, durable on return; none removes the draft. Raises `StoreError`."""
        ...

    def close(self) -> None:
        """Let the draft go, for others to take."""
        ...


class Shelf(Protocol):
    """A place with many sessions."""

    @property
    def place(self) -> str:
        """Where it is, for people."""
        ...

    def list(self) -> tuple[Summary, ...]:
        """Every session here, newest first; one that cannot be opened is listed with its problem."""
        ...

    def create(self, name: str, first_events: Sequence[Event]) -> SessionStore:
        """Begin a session with these events, under this name or one like it that is free."""
        ...

    def open(self, name_or_path: str, *, read_only: bool = False) -> SessionStore:
        """Open a session by its name here, or by its path. Raises `StoreError`."""
        ...

    def setup_draft(self) -> SetupStore:
        """A draft of a new session: one that was left, else a fresh one. Raises `StoreError`."""
        ...
