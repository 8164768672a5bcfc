"""What an entry of the list of actions holds; the list itself is in `commands`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from panel_tui.grammar.reader import Words
from panel_tui.session import bodies
from panel_tui.session.terms import STAGES, Stage

Group = Literal[
    "Room",
    "Notes and evidence",
    "Scores and decisions",
    "Clock",
    "Questions",
    "Close",
    "Set-up",
    "Seats",
    "Screen",
    "Home",
]
Build = Callable[[Words], tuple[bodies.AnyBody, ...]]

EVERYWHERE: tuple[Stage, ...] = STAGES


class Action(Struct, frozen=True, kw_only=True):
    """One thing that people can do.

    `usage` is its grammar, with capitals for what is filled in and brackets for what may be left out. `key`
    works when not typing, on the stages in `stages`; `footer` are the stages whose footer shows it, under
    `label`. `what` are the kinds of event it makes, and `build` makes them from its words; an action of
    the screens or of the front door has neither. `form` says that its key asks for the words first.
    """

    id: str
    usage: str
    help: str
    group: Group
    label: str = ""
    key: str | None = None
    stages: tuple[Stage, ...] = EVERYWHERE
    footer: tuple[Stage, ...] = ()
    what: tuple[type[bodies.Body], ...] = ()
    build: Build | None = None
    form: bool = False
    plain: bool = True

    @property
    def word(self) -> str:
        """The word that begins it."""
        return self.usage.split()[0]
