"""A session's events and the state they add up to, with undo.

Undo adds an event that says which one no longer counts; the state is then folded anew from those that do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from panel_tui.errors import PanelError
from panel_tui.session import bodies, fold
from panel_tui.session.events import Event
from panel_tui.session.state import State
from panel_tui.standard.model import Standard

_UNDOING = (bodies.Undone, bodies.Redone)
_NUMBERED = re.compile("[A-Z][0-9]{1,9}")
"""An id that is counted. A file from elsewhere may hold others: they are ids, and set no number."""


class DoesNotFit(PanelError):
    """These events are not the record of a session."""


class History:
    """An immutable run of events and their state. `after` gives the next one."""

    def __init__(
        self, events: Sequence[Event], state: State, undone: frozenset[int], numbers: Mapping[str, int]
    ) -> None:
        self.events = events
        self.state = state
        self.undone = undone
        self._numbers = numbers

    @classmethod
    def of(cls, events: Iterable[Event]) -> History:
        """Fold all the events, the first of which is a `SessionCreated`.

        Raises `DoesNotFit` where they are not what the rules would ever have let into a record.
        """
        kept = tuple(events)
        undone = undone_in(kept)
        return cls(kept, _folded(kept, undone), undone, _numbers_of(kept, {}))

    @property
    def last(self) -> Event:
        """The newest event."""
        return self.events[-1]

    def after(self, *events: Event) -> History:
        """The history with these events at its end."""
        longer = (*self.events, *events)
        numbers = _numbers_of(events, self._numbers)
        if any(map(_is_undo, events)):
            undone = undone_in(longer)
            return History(longer, _folded(longer, undone, self.state.standard), undone, numbers)
        state = self.state
        for event in events:
            state = fold.step(state, event)
        return History(longer, state, self.undone, numbers)

    def next_id(self, letter: str) -> str:
        """A new id such as `Q3`: one more than any that was ever used, also by what was taken back."""
        return f"{letter}{self._numbers.get(letter, 0) + 1}"

    def replayed(self, undone: frozenset[int]) -> Iterable[tuple[Event, State]]:
        """Every event after the first that would count were just `undone` undone, with the state before it."""
        state = fold.begin(self.events[0], self.state.standard)
        for event in self.events[1:]:
            if event.n in undone or _is_undo(event):
                state = fold.skip(state, event)
                continue
            yield event, state
            state = fold.step(state, event)


def _numbers_of(events: Iterable[Event], before: Mapping[str, int]) -> Mapping[str, int]:
    numbers = before
    for event in events:
        for id in _ids_of(event.what):
            if isinstance(id, str) and _NUMBERED.fullmatch(id) and int(id[1:]) > numbers.get(id[:1], 0):
                numbers = {**numbers, id[:1]: int(id[1:])}
    return numbers


def _ids_of(what: bodies.AnyBody) -> Iterable[object]:
    if isinstance(what, bodies.EvidenceBrought):
        return (item.id for item in what.items)
    return (getattr(what, "id", None),)


def undone_in(events: Iterable[Event]) -> frozenset[int]:
    """The numbers of the events that no longer count."""
    undone: set[int] = set()
    for event in events:
        if isinstance(event.what, bodies.Undone):
            undone.add(event.what.number)
        elif isinstance(event.what, bodies.Redone):
            undone.discard(event.what.number)
    return frozenset(undone)


def _folded(events: Sequence[Event], undone: frozenset[int], standard: Standard | None = None) -> State:
    event = None
    try:
        event = events[0]
        state = fold.begin(event, standard)
        for event in events[1:]:
            state = _counted(state, event, undone)
    except (LookupError, TypeError, ValueError, AttributeError):
        where = f"event {event.n} does not fit what came before it" if event else "there are no events"
        raise DoesNotFit(f"this is not the record of a session: {where}") from None
    return state


def _counted(state: State, event: Event, undone: frozenset[int]) -> State:
    counts = event.n not in undone and not _is_undo(event)
    return fold.step(state, event) if counts else fold.skip(state, event)


def _is_undo(event: Event) -> bool:
    return isinstance(event.what, _UNDOING)
