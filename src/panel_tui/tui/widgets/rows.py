"""A list that draws only the rows in sight, so that two thousand cost no more than twenty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from panel_tui.tui import ink
from panel_tui.tui.ink import Line


class Row(NamedTuple):
    """One row: `body` gives way where there is no room, `tail` stands at its right end. A row without a
    `key` is a heading: the cursor passes it. `find` is what a filter looks in, besides the words shown."""

    key: str | None
    body: Line
    tail: Line = ()
    find: str = ""


class Rows(ScrollView, can_focus=True):
    """The list. Set it with `show`; read `cursor`, the key of the row that is looked at."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("home", "move(-1000000)", "First", show=False),
        Binding("end", "move(1000000)", "Last", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("enter", "enter", "Choose", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor", "rows--resting"}
    DEFAULT_CSS = """
    Rows {
        background: $surface;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & .rows--cursor { background: $ground-chosen; color: $ink-chosen; text-style: bold; }
        & .rows--resting { background: $ground-resting; color: $foreground; text-style: bold; }
    }
    """

    class Moved(Message):
        """The cursor is on another row."""

        def __init__(self, rows: Rows, key: str | None) -> None:
            super().__init__()
            self.rows = rows
            self.key = key

        @property
        def control(self) -> Rows:
            """The list."""
            return self.rows

    class Chosen(Moved):
        """A row was chosen: Enter, or a click on the row that the cursor was on."""

    def __init__(self, *, id: str | None = None, empty: str = "nothing here yet", classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.empty = empty
        self._rows: tuple[Row, ...] = ()
        self._seen: tuple[Row, ...] = ()
        self._places: tuple[int, ...] = ()
        self._cursor: int | None = None
        self._filter = ""

    @property
    def cursor(self) -> str | None:
        """The key of the row that the cursor is on."""
        return None if self._cursor is None else self._seen[self._cursor].key

    @property
    def count(self) -> int:
        """How many rows are listed, without headings."""
        return len(self._places)

    def show(self, rows: Sequence[Row], *, cursor: str | None = None) -> None:
        """List these rows; the cursor stays on its key, or goes to `cursor`."""
        self._rows = tuple(rows)
        self._sift(cursor or self.cursor)

    def filter(self, text: str) -> None:
        """List only the rows that hold every word of `text`; headings go while it is not empty."""
        self._filter = text.strip().casefold()
        self._sift(self.cursor)

    def go(self, key: str) -> None:
        """Put the cursor on the row with this key, where it is listed."""
        place = next((place for place in self._places if self._seen[place].key == key), None)
        if place is not None:
            self._put(place)

    def _sift(self, key: str | None) -> None:
        words = self._filter.split()
        before, place_before = self.cursor, self._cursor
        seen = self._rows if not words else tuple(row for row in self._rows if row.key and _holds(row, words))
        self._seen = seen
        self._places = tuple(place for place, row in enumerate(seen) if row.key is not None)
        self._cursor = next(
            (place for place in self._places if seen[place].key == key), self._places[0] if self._places else None
        )
        self.virtual_size = Size(self.size.width, max(1, len(seen)))
        self.refresh()
        # A row that was sorted to another place takes the cursor along: it never waits out of sight.
        if self.cursor != before or self._cursor != place_before:
            self._into_sight()
        if self.cursor != before:
            self.post_message(self.Moved(self, self.cursor))

    def _put(self, place: int) -> None:
        if place == self._cursor:
            return
        old, self._cursor = self._cursor, place
        for changed in (old, place):
            if changed is not None:
                self.refresh_line(changed)
        self._into_sight()
        self.post_message(self.Moved(self, self.cursor))

    def refresh_line(self, place: int) -> None:
        """Draw one row again."""
        self.refresh(Region(0, place - self.scroll_offset.y, self.size.width, 1))

    def _into_sight(self) -> None:
        if self._cursor is None or not self.size:
            return
        above = self._cursor and self._seen[self._cursor - 1].key is None
        top = self._cursor - 1 if above else self._cursor
        self.scroll_to_region(Region(0, top, 1, self._cursor - top + 1), animate=False, force=True, immediate=True)

    def action_move(self, by: int) -> None:
        """Move the cursor by so many rows."""
        if not self._places:
            return
        at = self._places.index(self._cursor) if self._cursor is not None else 0
        self._put(self._places[min(max(at + by, 0), len(self._places) - 1)])

    def action_page(self, by: int) -> None:
        """Move the cursor by a page."""
        self.action_move(by * max(1, self.size.height - 1))

    def action_choose(self) -> None:
        """Choose the row that the cursor is on."""
        if self.cursor is not None:
            self.post_message(self.Chosen(self, self.cursor))

    def action_enter(self) -> None:
        """Enter chooses; in an empty list it is the screen's key."""
        if self.cursor is None:
            raise SkipAction
        self.action_choose()

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a click on the cursor chooses."""
        place = event.y + self.scroll_offset.y
        if place in self._places:
            if place == self._cursor:
                self.action_choose()
            self._put(place)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.virtual_size = Size(self.size.width, max(1, len(self._seen)))
        self._into_sight()

    def on_focus(self) -> None:
        """The cursor is drawn stronger while the list has the keyboard."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor rests."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        columns = self.scrollable_content_region.width
        inks = ink.inks(self.app.theme_variables)
        place = y + self.scroll_offset.y
        if not self._seen:
            return ink.strip((" ", (self.empty, "muted")) if y == 0 else (), inks, columns, self.rich_style)
        if place >= len(self._seen):
            return Strip.blank(columns, self.rich_style)
        row = self._seen[place]
        if row.key is None:
            return ink.strip((" ", *row.body), inks, columns, self.rich_style)
        here = place == self._cursor
        line = ink.beside(("›" if here else " ", *row.body), row.tail, columns)
        name = "rows--cursor" if self.has_focus else "rows--resting"
        return ink.strip(line, inks, columns, self.get_component_rich_style(name) if here else self.rich_style)


def _holds(row: Row, words: Sequence[str]) -> bool:
    text = f"{ink.plain(row.body)} {ink.plain(row.tail)} {row.find}".casefold()
    return all(word in text for word in words)
