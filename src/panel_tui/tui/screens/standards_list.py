"""Standards: those that can be used, and each of them in full."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
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
from panel_tui.tui.ink import Para
from panel_tui.tui.screens.acts import ActScreen
from panel_tui.tui.widgets.page import Page
from panel_tui.tui.widgets.rows import Row, Rows

ORIGINS = {"here": "./standards", "yours": "your own", "shipped": "shipped"}
_UNWRAPPED = 100_000
_LEAD = re.compile(
    r"((?: *(?:\?|evidence:|[\w.]{1,6}\.) |(?:version|issuer|source|licence|phases) +|(?: {2}\S  )| *)?)(.*)"
)
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

        def __init__(self, path: str, text: str) -> None:
            super().__init__()
            self.path = path
            self.text = text

    def __init__(self) -> None:
        super().__init__()
        self._found: Sequence[Found] = ()

    def compose(self) -> ComposeResult:
        """The frame."""
        yield Static("Standards", id="title", markup=False)
        with Horizontal():
            yield Rows(id="standards", empty="reading the standards …")
            yield Page(id="reader")
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

    @work(thread=True, exclusive=True, group="read")
    def _print(self, path: str) -> None:
        report = check_file(Path(path))
        if report.standard is not None:
            text = details(report.standard, _UNWRAPPED)
        else:
            text = "\n".join([f"{Path(path).name} has mistakes", path, "", *(_said(one) for one in report.problems)])
        self.post_message(self.Printed(path, text))

    def on_rows_moved(self) -> None:
        """Where there is room, the standard under the cursor stands beside the list."""
        path = self.query_one(Rows).cursor
        if path is not None and not self.has_class("-narrow"):
            self._print(path)

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Read it."""
        message.stop()
        if message.key is not None:
            self.add_class("-reading")
            self.query_one("#reader").focus()
            self._show_hint()
            self._print(message.key)

    def on_standards_screen_printed(self, message: Printed) -> None:
        """Show it from its top."""
        if message.path == self.query_one(Rows).cursor:
            self.query_one(Page).show(_paras(message.text), top=True)

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


def _paras(text: str) -> list[Para]:
    """The printed lines; what stands under a line's first words is to the right of its bullet or its name."""
    made = []
    for number, line in enumerate(text.splitlines()):
        lead, body = _LEAD.fullmatch(line).groups()  # type: ignore[union-attr]
        heading = number == 0 or body.isupper() or (not lead.startswith(" ") and lead[:1].isdigit())
        tone = "strong" if heading else ""
        made.append(Para(((body, tone),), ((lead, tone or "muted"),) if lead else ()))
    return made
