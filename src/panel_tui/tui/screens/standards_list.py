"""Standards: those that can be used, and each of them in full."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static

from panel_tui.standard.finder import Found, available
from panel_tui.standard.printed import details
from panel_tui.standard.problems import Problem
from panel_tui.standard.reader import check_file
from panel_tui.tui import ink
from panel_tui.tui.host import is_on_top
from panel_tui.tui.ink import Line
from panel_tui.tui.screens.acts import ActScreen
from panel_tui.tui.widgets.lines import Lines
from panel_tui.tui.widgets.rows import Row, Rows

ORIGINS = {"here": "./standards", "yours": "your own", "shipped": "shipped"}
_VERSION, _POINTS, _ORIGIN = 9, 13, 12


class StandardsScreen(ActScreen):
    """The list, and beside it or in its place the standard that is read."""

    CSS_PATH = "standards_list.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False),
        Binding("q", "back", "Back", show=False),
    ]

    class Listed(Message):
        """The folders were read."""

        def __init__(self, found: Sequence[Found]) -> None:
            super().__init__()
            self.found = found

    class Printed(Message):
        """A standard was read; or what is wrong with it."""

        def __init__(self, path: str, lines: Sequence[Line]) -> None:
            super().__init__()
            self.path = path
            self.lines = lines

    def __init__(self) -> None:
        super().__init__()
        self._found: Sequence[Found] = ()
        self._wanted = ""
        self._shown = ""

    def compose(self) -> ComposeResult:
        """The frame."""
        yield Static("Standards", id="title", markup=False)
        with Horizontal():
            yield Rows(id="standards", empty="reading the standards …")
            yield Lines(id="reader")
        yield Static("", id="hint", markup=False)

    def on_mount(self) -> None:
        """The frame first, then the standards."""
        self.query_one(Rows).focus()
        self._show_hint()
        self._read()

    def on_resize(self) -> None:
        """Another width has other columns."""
        self._show_rows()

    @work(thread=True, group="list")
    def _read(self) -> None:
        self.post_message(self.Listed(available()))

    def on_standards_screen_listed(self, message: Listed) -> None:
        """List them."""
        self._found = message.found
        self.query_one(Rows).empty = "there are no standards here"
        self.call_after_refresh(self._show_rows)

    def _show_rows(self) -> None:
        rows = self.query_one(Rows)
        rows.show([_row(one, rows.size.width) for one in self._found])

    def _want(self, path: str) -> None:
        self._wanted = path
        columns = self.query_one(Lines).scrollable_content_region.width
        if columns > 0:
            self._print(path, columns)

    def on_lines_fits(self, message: Lines.Fits) -> None:
        """The reader is shown, or has another width."""
        if self._wanted and message.columns > 0:
            self._print(self._wanted, message.columns)

    @work(thread=True, exclusive=True, group="read")
    def _print(self, path: str, columns: int) -> None:
        report = check_file(Path(path))
        if report.standard is not None:
            text = details(report.standard, columns)
        else:
            text = "\n".join([f"{Path(path).name} has mistakes", path, "", *(_said(one) for one in report.problems)])
        self.post_message(self.Printed(path, _lines(text, columns)))

    def on_rows_moved(self) -> None:
        """Where there is room, the standard under the cursor stands beside the list."""
        path = self.query_one(Rows).cursor
        if path is not None and not self.has_class("-narrow"):
            self._want(path)

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Read it."""
        message.stop()
        if message.key is not None:
            self.add_class("-reading")
            self.query_one("#reader").focus()
            self._show_hint()
            self._want(message.key)

    def on_standards_screen_printed(self, message: Printed) -> None:
        """Show it from its top."""
        if message.path == self.query_one(Rows).cursor:
            self.query_one(Lines).show(message.lines, top=message.path != self._shown)
            self._shown = message.path

    def on_descendant_focus(self) -> None:
        """The keys are other ones while one reads."""
        self._show_hint()

    def _show_hint(self) -> None:
        words = "↑ ↓ move · Enter reads it · esc back to Home · your own go into ./standards"
        if self.query_one("#reader").has_focus:
            words = "↑ ↓ PageUp PageDown scroll · esc back to the list"
        self.query_one("#hint", Static).update(words)

    def action_back(self) -> None:
        """From a standard to the list, from the list to Home."""
        if self.query_one("#reader").has_focus:
            self.remove_class("-reading")
            self.query_one(Rows).focus()
        elif is_on_top(self):
            self.app.pop_screen()


def _row(one: Found, columns: int) -> Row:
    if one.problem is not None:
        return Row(str(one.path), (ink.one_line(one.id),), (("has mistakes ", "bad"),), find=one.problem)
    points = "1 point" if one.points == 1 else f"{one.points:,} points"
    cells = [(f"{one.version:<{_VERSION}}", "muted"), (f"{points:<{_POINTS}}", "")]
    if columns >= 70:
        cells.append((f"{ORIGINS[one.origin]:<{_ORIGIN}}", "muted"))
    return Row(str(one.path), (ink.one_line(one.title),), tuple(cells), find=one.id)


def _said(one: Problem) -> str:
    where = "" if one.line is None else f"line {one.line}: "
    return f"  {where}{one.sentence()}"


def _lines(text: str, columns: int) -> list[Line]:
    """The printed lines with their headings marked; a web address that is too long goes on in the next line."""
    made: list[Line] = []
    for number, line in enumerate(text.splitlines()):
        heading = number == 0 or line.isupper() or line[:1].isdigit()
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        parts = [line] if len(line) <= columns else wrap(line, columns, subsequent_indent=indent)
        made += [((part, "strong" if heading else ""),) for part in parts]
    return made
