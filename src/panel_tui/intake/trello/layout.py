"""How a board is laid out: a list for each point, a card for each point, or lists that say how far things are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from panel_tui.intake.matching import Matcher
from panel_tui.intake.trello.board import BoardList, Card
from panel_tui.intake.trello.signs import state_named

Layout = Literal["auto", "lists", "cards", "states"]
Laid = Literal["lists", "cards", "states"]


def layout_of(lists: Sequence[BoardList], cards: Sequence[Card], matcher: Matcher) -> Laid:
    """The layout that explains most of a board's points.

    Lists win where they name as many points as the cards do: what stands in them may be numbered for other reasons.
    Of cards, those that say no more than which point it is are points; else each is a piece of evidence.
    """
    by_list = {point for one in lists if (point := matcher.match(one.name)[0])}
    placed = [one for one in cards if matcher.match(one.name)[0]]
    if by_list and len(by_list) >= len({matcher.match(one.name)[0] for one in placed}):
        return "lists"
    titles = sum(matcher.is_title(one.name) for one in placed)
    states = any(state_named(one.name) for one in lists)
    return "states" if states and 2 * titles < len(placed) else "cards"
