"""What `panel-tui serve` says when something is not saved: at once, when it is mended, and at the end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import msgspec

from panel_tui.keeper import Keeping
from panel_tui.lines import on_one_line
from panel_tui.room import Room

WHAT_TO_DO = (
    "Seats are told that what they send is not saved, and send it again. Type 'elsewhere FILE' to save everything in a "
    "new file and go on there, or 'retry' once this is mended; it is also tried again every two seconds."
)


class Trouble:
    """Says how keeping stands, where that is news. With `as_json` each is an object in one line."""

    def __init__(self, say: Callable[[str], None], *, as_json: bool) -> None:
        self._say = say
        self._as_json = as_json
        self._told: tuple[str | None, int] = (None, 0)

    def at_the_start(self, room: Room) -> None:
        """Say which rescue files of an earlier run there are, and how they are taken in."""
        for found in room.rescues:
            take = f" Stop this first, then run: panel-tui rescue {room.name} --take" if found.kind == "more" else ""
            self._line(f"{found.sentence}{take}", rescue=found.sentence, file=room.place)

    def tell(self, standing: Keeping, place: str) -> None:
        """Say what is not saved and why, or that all is saved again, unless that was said last."""
        before, now = self._told, (standing.trouble, standing.unsaved if standing.trouble else 0)
        if now == before:
            return
        self._told = now
        if standing.trouble is None:
            sentence = f"Saved again: everything is on disk, in {place}."
        elif standing.trouble == before[0]:
            sentence = f"NOT SAVED: {only_in_memory(standing)}."
        else:
            sentence = f"NOT SAVED: {only_in_memory(standing)}. {standing.trouble.rstrip('.')}. {WHAT_TO_DO}"
        self._line(sentence, not_saved=now[1], trouble=standing.trouble, file=place)

    def at_the_end(self, standing: Keeping, place: str) -> None:
        """Say what was not saved when everything has ended, and where it can be found."""
        sentence = f"NOT SAVED: {standing.rescue or f'{only_in_memory(standing)}.'}"
        self._line(sentence, not_saved=standing.unsaved, trouble=standing.trouble, file=place, rescue=standing.rescue)

    def _line(self, sentence: str, **facts: Any) -> None:
        # A terminal that has gone must not stop what is done about the trouble.
        with suppress(OSError):
            self._say(msgspec.json.encode(facts).decode() if self._as_json else on_one_line(sentence))


def only_in_memory(standing: Keeping) -> str:
    """The figure in words."""
    return "1 entry is only in memory" if standing.unsaved == 1 else f"{standing.unsaved} entries are only in memory"
