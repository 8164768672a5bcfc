"""A page of text to read: paragraphs, wrapped to the width, drawn row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from panel_tui.tui import ink
from panel_tui.tui.ink import Inks, Para


class Page(ScrollView, can_focus=True):
    """Text that scrolls. Set it with `show`. With `follows`, it stays at its end while new lines come in,
    unless somebody has scrolled up to read."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll_down", "Down", show=False),
        Binding("up,k", "scroll_up", "Up", show=False),
        Binding("home", "scroll_home", "Top", show=False),
        Binding("end", "scroll_end", "End", show=False),
        Binding("pageup", "page_up", "Page up", show=False),
        Binding("pagedown", "page_down", "Page down", show=False),
    ]
    DEFAULT_CSS = """
    Page { padding: 0 1; overflow-x: hidden; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    Page:focus { background-tint: $foreground 4%; }
    """

    def __init__(
        self, *, id: str | None = None, follows: bool = False, reads: bool = True, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.follows = follows
        self.can_focus = reads
        self._paras: tuple[Para, ...] = ()
        self._rows: list[Strip] = []
        self._kept: dict[Para, list[Strip]] = {}
        self._made_for: tuple[int, Inks] | None = None

    @property
    def rows(self) -> int:
        """How many rows the text takes at this width."""
        return len(self._rows)

    def show(self, paras: Sequence[Para], *, top: bool = False) -> None:
        """Show these paragraphs; `top` goes back to the first."""
        if self._paras == tuple(paras) and not top:
            return
        at_end = self.scroll_offset.y >= self.max_scroll_y - 1
        self._paras = tuple(paras)
        self._wrap()
        if self.follows and (at_end or top):
            self._to_end()  # already in the next frame, and again where that frame has given it another height
            self.call_after_refresh(self._to_end)
        elif top:
            self.scroll_to(y=0, animate=False, immediate=True)
        self.refresh()

    def _to_end(self) -> None:
        if self.scroll_offset.y != self.max_scroll_y:
            # By force: a page that was short has no scrollbar before the next frame, and would not scroll.
            self.scroll_to(y=self.max_scroll_y, animate=False, immediate=True, force=True)

    def _wrap(self) -> None:
        columns = self.scrollable_content_region.width
        if columns > 0:
            self._rows = self._wrapped(columns)
            self.virtual_size = Size(columns, len(self._rows))

    def _wrapped(self, columns: int) -> list[Strip]:
        inks = ink.inks(self.app.theme_variables)
        before = self._kept if self._made_for == (columns, inks) else {}
        self._kept = {
            para: before.get(para) or ink.wrapped(para, inks, columns, self.app.console) for para in self._paras
        }
        self._made_for = (columns, inks)
        return [row for para in self._paras for row in self._kept[para]]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the text takes, where the height is `auto`; the scrollbar's column is always kept free."""
        return len(self._wrapped(max(1, width - self.scrollbar_size_vertical)))

    def on_resize(self) -> None:
        """Wrap to the new width."""
        at_end = self.follows and self.scroll_offset.y >= self.max_scroll_y - 1
        self._wrap()
        if at_end:
            self.call_after_refresh(self._to_end)
        self.refresh()

    def notify_style_update(self) -> None:
        """Another theme: the tones change."""
        super().notify_style_update()
        self._wrap()

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        place, base = y + self.scroll_offset.y, self.rich_style
        if place < len(self._rows):
            return self._rows[place].apply_style(base).adjust_cell_length(self.scrollable_content_region.width, base)
        return Strip.blank(self.size.width, base)
