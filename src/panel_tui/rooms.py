"""The rooms of one sessions folder: which there are, making a new one, opening one.

The screens and the command line come to sessions through here; neither knows a store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from panel_tui.room import Clock, Room, utc_now
from panel_tui.session import chain, rules
from panel_tui.session.bodies import SessionCreated
from panel_tui.session.earlier import still_open
from panel_tui.session.events import Event
from panel_tui.session.history import History
from panel_tui.session.state import State
from panel_tui.setup_draft import SetupDraft
from panel_tui.store import rescue
from panel_tui.store.errors import ChainBroken, HeldElsewhere, StoreError, shown
from panel_tui.store.folder import SessionsFolder, choose, passed_over
from panel_tui.store.names import name_for
from panel_tui.store.protocol import PublishedFields, Shelf, Summary, SummaryFields
from panel_tui.store.rescue import Rescue

__all__ = [
    "ChainBroken",
    "HeldElsewhere",
    "PublishedFields",
    "Rescue",
    "Rooms",
    "SetupDraft",
    "StoreError",
    "Summary",
    "SummaryFields",
    "only_rehearsals",
    "summarise",
]


def summarise(events: Sequence[Event]) -> SummaryFields:
    """The line of a list of sessions."""
    state = History.of(events).state
    created = state.created
    phase = state.standard.phase(created.phase)
    outcome = state.standard.outcome(state.outcome.outcome) if state.outcome else None
    stage = "closed" if state.closed_at else "adjourned" if state.adjournment else state.stage
    return SummaryFields(
        service=created.service,
        phase=phase.title if phase else created.phase,
        standard_title=state.standard.title,
        stage=stage,
        outcome=outcome.label if outcome else None,
        date=created.date,
        rehearsal=created.rehearsal,
        events=len(events),
        kind=created.kind,
        id=created.id,
        earlier=created.earlier.session if created.earlier else None,
        open=len(still_open(state)),
        published=_published(state),
    )


def _published(state: State) -> PublishedFields | None:
    """What the register says: nothing that names anybody but in the words that the panel itself wrote."""
    created, publication = state.created, state.publication
    if publication is None or state.closed_at is None or created.rehearsal:
        return None
    phase = state.standard.phase(created.phase)
    outcome = state.standard.outcome(state.outcome.outcome) if state.outcome else None
    return PublishedFields(
        date=created.date or state.closed_at.date().isoformat(),
        service=created.service,
        phase=phase.title if phase else created.phase,
        standard=state.standard.title,
        organisation=created.organisation,
        description=created.description,
        outcome=outcome.label if outcome else None,
        report=publication.report,
        board=publication.board,
    )


def only_rehearsals(found: Sequence[Summary]) -> bool:
    """Whether a list of sessions holds nothing real yet: none at all, or an example and demos."""
    return all(summary.fields is not None and summary.fields.rehearsal for summary in found)


class Rooms:
    """Every session of a place."""

    def __init__(self, shelf: Shelf, clock: Clock = utc_now) -> None:
        self._shelf = shelf
        self.clock = clock
        self.notice = ""
        """What the person should know about the folder before anything else; empty where there is nothing."""

    @classmethod
    def at(cls, folder: Path | None, environ: Mapping[str, str], cwd: Path, clock: Clock = utc_now) -> Rooms:
        """The sessions folder as told, by PANEL_TUI_SESSIONS, in ./sessions, or in the user's data."""
        rooms = cls(SessionsFolder(choose(folder, environ, cwd), summarise), clock)
        near = passed_over(folder, environ, cwd)
        if near is not None:
            rooms.notice = (
                f"{shown(near)} cannot be written to, so sessions are kept in {rooms.place}. "
                "To look at those that are there, use --sessions with that folder."
            )
        return rooms

    @property
    def place(self) -> str:
        """Where the sessions are, for people."""
        return self._shelf.place

    def list(self) -> tuple[Summary, ...]:
        """Every session, newest first; a broken one with its problem. Raises `StoreError`."""
        return self._shelf.list()

    def create(self, created: SessionCreated, clock: Clock | None = None) -> Room:
        """Make a session and open it, with a `clock` of its own where it is given one.

        Raises `Refused` where a session may not begin so, and `StoreError`.
        """
        clock = clock or self.clock
        lead = next((seat.id for seat in created.panel if seat.role == "lead"), "")
        rules.check_beginning(lead, created)
        first = chain.seal(1, clock(), lead, None, created, chain.GENESIS)
        name = name_for(created.date or clock().date().isoformat(), created.service, created.phase)
        return Room(self._shelf.create(name, [first]), clock)

    def open(self, name_or_path: str, *, read_only: bool = False) -> Room:
        """Open a session by its name or path.

        Raises `HeldElsewhere` where another panel-tui has it and `ChainBroken` where it was tampered with:
        both open read-only. Raises another `StoreError` where it cannot be read.
        """
        store = self._shelf.open(name_or_path, read_only=read_only)
        rescues = () if store.read_only else rescue.settle(store)
        room = Room(store, self.clock)
        room.rescues = rescues
        return room

    def take(self, found: Rescue) -> int:
        """Take into its session, which nobody has open, what a rescue file holds; returns how many entries.

        Raises `StoreError`; the rescue file is then still there.
        """
        store = self._shelf.open(str(found.session))
        try:
            return rescue.take(store, found)
        finally:
            store.close()

    def setup_draft(self, tell: Callable[[str], None]) -> SetupDraft:
        """What is typed of a session that is not made yet; `tell` hears where it cannot be kept."""
        return SetupDraft(self._shelf.setup_draft, tell)
