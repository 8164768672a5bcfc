"""Points: the walk through the standard."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from panel_tui import commands
from panel_tui.session.terms import Stage
from panel_tui.session.view import View
from panel_tui.tui import keys, marks
from panel_tui.tui.screens.stage import StageScreen
from panel_tui.tui.widgets.rows import Row, Rows


class PointsScreen(StageScreen):
    """The points stage."""

    STAGE: ClassVar[Stage] = "points"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(commands.on_stage("points"))

    def body(self) -> ComposeResult:
        """The list."""
        yield Rows(id="list")

    def show(self, view: View) -> None:
        """Show the points."""
        rows = [
            Row(p.id, (marks.level_glyph(p, p.mine.level if p.mine else None), f" {p.number} {p.point.name}"))
            for p in view.points
        ]
        self.query_one(Rows).show(rows)
        self.query_one(Rows).focus()
