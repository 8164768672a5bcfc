"""What a source was found to hold, before anybody has agreed to it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from panel_tui.errors import PanelError
from panel_tui.session.terms import EvidenceState, Source, TeamView

How = Literal["number", "title", "list", "column", "heading", "same"]
"""Why an item is under its point: by a number in its title, by its title, by the list or card that it stands in, by
a column or a heading that says so, or because it was there before."""


class IntakeError(PanelError):
    """A source that cannot be read: one sentence that says what is wrong and what to do."""


class FoundItem(Struct, frozen=True, kw_only=True):
    """One piece of evidence as a source has it.

    `key` names it at its source and stays the same while the team goes on working. `point` is an id of the session's
    standard, None where no point could be found, and `how` says why it is that one. `where` is where it stands at its
    source, in words, for the preview; `because` is why it is done or planned, in words, such as "the list 'Done'".
    `former_key` is the key that an earlier version of this program gave it, where that is another one.
    """

    key: str
    title: str
    state: EvidenceState
    point: str | None = None
    how: How | None = None
    url: str | None = None
    text: str | None = None
    where: str = ""
    because: str = ""
    former_key: str | None = None


class Found(Struct, frozen=True, kw_only=True):
    """Everything that a source holds, in its order. `said` are whole sentences about what is missing or was left out,
    which are shown with the preview and kept with the record; `whole` says that what is not here is not there any
    more, and not only cut off; `views` are the team's own."""

    source: Source
    items: tuple[FoundItem, ...]
    said: tuple[str, ...] = ()
    whole: bool = True
    views: tuple[TeamView, ...] = ()
