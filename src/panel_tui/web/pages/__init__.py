"""The pages of the seats: a view in, HTML out. Plain forms that work without script, and a script.

Forms post to `/do/…` with `sent` (a mark), `point` (a number, or nothing) and `back`: what `?point=` was, so that
the answer can lead back there. `at` is the place that the form stands at (a number, or `all`): while the page followed
the room, the room may have moved, and a form that is refused is shown again at its own place. `typed` gives a refused
form its fields back; `do` among them says which form it was.
"""

from panel_tui.web.pages.doors import join_page, left_page, lobby_page, out_page, problem_page, waiting_page
from panel_tui.web.pages.place import place_of_form
from panel_tui.web.pages.regions import (
    STATIC,
    display_page,
    display_regions,
    seat_page,
    seat_regions,
    team_page,
    team_regions,
)
from panel_tui.web.pages.shown import Shown, new_mark

__all__ = [
    "STATIC",
    "Shown",
    "display_page",
    "display_regions",
    "join_page",
    "left_page",
    "lobby_page",
    "new_mark",
    "out_page",
    "place_of_form",
    "problem_page",
    "seat_page",
    "seat_regions",
    "team_page",
    "team_regions",
    "waiting_page",
]
