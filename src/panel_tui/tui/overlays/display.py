"""The room display, for the projector: point, clock, agenda. No note, no score, for it has only `DISPLAY`'s view."""

from __future__ import annotations

from textual import events
from textual.strip import Strip

from panel_tui.live_room import LiveRoom
from panel_tui.session.clock import Reading, box_here, reading, running_box, timebox
from panel_tui.session.view import DISPLAY, PointView, View
from panel_tui.tui import ink
from panel_tui.tui.alarms import box_words
from panel_tui.tui.ink import Line
from panel_tui.tui.overlays.overlay import Overlay
from panel_tui.tui.widgets import letters
from panel_tui.tui.widgets.status_line import NAMES, clock_words, stages

MOST_SCALE = 10


class RoomDisplay(Overlay[None]):
    """Any key and any click leaves it. It draws itself, row by row, as large as the terminal allows."""

    ALLOW_SELECT = False
    NEWS = "later"
    """Who came and who asks to come in is said to the lead, not to the wall."""
    DEFAULT_CSS = """
    RoomDisplay { background: $background; }
    """

    def __init__(self, room: LiveRoom) -> None:
        super().__init__()
        self._room = room
        self._rows: list[Line] = []

    @property
    def view(self) -> View:
        """What a projector may show."""
        return self._room.view(DISPLAY)

    def on_mount(self) -> None:
        """Draw."""
        self.second()

    def on_resize(self) -> None:
        """As large as there is room for."""
        self.second()

    def on_key(self, event: events.Key) -> None:
        """Any key leaves."""
        event.stop()
        event.prevent_default()
        self.dismiss(None)

    def on_click(self) -> None:
        """So does a click."""
        self.dismiss(None)

    def room_changed(self) -> None:
        """The room has moved."""
        self.second()

    def second(self) -> None:
        """Draw anew where something is different."""
        rows = self.drawn(*self.size) if self.size else []
        if rows != self._rows:
            self._rows = rows
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row."""
        line = self._rows[y] if y < len(self._rows) else ()
        return ink.strip(line, ink.inks(self.app.theme_variables), self.size.width, self.rich_style)

    def drawn(self, width: int, height: int) -> list[Line]:
        """The whole picture: what it is, the clock, where we are, what comes."""
        inner = width - 4
        head: list[Line] = [(), ((ink.one_line(self.view.service), "strong"), (f" · {self.view.phase_title}", "muted"))]
        clock, agenda = self._clock(), self._agenda(inner)
        free = height - len(head) - len(agenda) - 4
        # The clock comes first: it is what a room looks up for. The title is large where both fit.
        least = letters.rows(2) + 2 if clock else 0
        title = self._title(inner, min(height // 3, free - least))
        face = _face(clock, inner, free - len(title)) if clock else []
        above = [()] * min(2, max(0, free - len(title) - len(face)) // 3)
        rows = [*head, (), *above, *title, *above, *face]
        rows += [()] * (height - len(rows) - len(agenda) - 1)
        return [("  ", *row) for row in (*rows, *agenda)]

    def _clock(self) -> tuple[str, Reading] | None:
        state, now = self._room.state, self._room.now()
        if self.view.is_self:  # a team's own record has no clocks
            return None
        box = running_box(state)
        here = box_here(state)
        if box is None and here is None:
            return None
        box = box or timebox(state, here or "")
        return box_words(state, box), reading(box, now)

    def _here(self) -> PointView | None:
        view = self.view
        return view.point(view.current) if view.stage == "points" and view.current else None

    def _title(self, width: int, height: int) -> list[Line]:
        point = self._here()
        words = f"{point.number} {point.point.name}" if point else NAMES[self.view.stage][0]
        if self.view.closed_at is not None:
            words = "Closed"
        elif self.view.adjournment is not None:
            words = "Adjourned"
        folded = letters.folded(ink.one_line(words))
        for scale in range(3, 0, -1):
            lines = letters.wrapped(folded, scale, width) if folded else None
            if lines and len(lines) * (letters.rows(scale) + 1) <= height:
                return [((row, "strong"),) for line in lines for row in (*letters.large(line, scale), "")]
        return [((ink.one_line(words), "strong"),), ()]

    def _agenda(self, width: int) -> list[Line]:
        view = self.view
        rows: list[Line] = []
        ids = [point.id for point in view.points]
        if view.stage == "points" and view.current in ids:
            place = ids.index(view.current) + 1
            rows.append(((f"Point {place} of {len(ids)}", "strong"),))
            for at, point in enumerate(view.points[place : place + 3]):
                rows.append((("next  " if at == 0 else "      ", "muted"), f"{point.number}  {point.point.name}"))
            rows.append(())
        rows.append(stages(view, 0))
        return [ink.cut(row, width) for row in rows]


def _face(clock: tuple[str, Reading], width: int, height: int) -> list[Line]:
    name, held = clock
    words, tone = clock_words(held)
    if height < 4:
        return [((words, tone),)]
    scale = 1
    while (
        scale < MOST_SCALE and letters.columns(held.text, scale + 1) <= width and letters.rows(scale + 1) + 1 <= height
    ):
        scale += 1
    rows: list[Line] = [((row, tone),) for row in letters.large(held.text, scale)]
    word = words.partition(" ")[2]
    return [*rows, (), ((word, tone), (f" · {name} · {held.allowed // 60} min planned", "muted"))]


def _fits(text: str, scale: int, width: int, height: int) -> bool:
    return letters.columns(text, scale) <= width and letters.rows(scale) <= height
