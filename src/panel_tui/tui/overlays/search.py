"""Search over what this seat may read: notes, evidence, recommendations. Enter goes to the point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from panel_tui.session.state import Evidence
from panel_tui.session.view import PointView, View
from panel_tui.tui import ink, marks
from panel_tui.tui.ink import Piece
from panel_tui.tui.overlays.sift import Sift
from panel_tui.tui.screens import evidence_text
from panel_tui.tui.widgets.rows import Row


class Search(Sift[str]):
    """Answers with the id of a point."""

    HEADING: ClassVar[str] = "Search notes, evidence and recommendations"
    HINT: ClassVar[str] = "Enter looks at the point; the room stays where it is · esc leaves"
    PLACEHOLDER: ClassVar[str] = "type a word"
    EMPTY: ClassVar[str] = "nothing holds these words"
    DEFAULT_CSS = """
    Search > Vertical { width: 110; }
    """

    def __init__(self, view: View, start: str = "") -> None:
        super().__init__(start)
        self._view = view

    def rows(self) -> Sequence[Row]:
        """Everything, in the order of the walk; what is about the whole service comes last."""
        made: list[Row] = []
        for point in self._view.points:
            made += self._of(point)
        for note in self._view.notes:
            lead = marks.note_lead(note, self._initials(note.seat))
            made.append(Row(f"|{note.id}", (("all ", "muted"), *lead, ink.one_line(note.text))))
        made += [self._held(f"|{held.id}", ("all ", "muted"), held, "no point yet") for held in self._view.evidence]
        for one in self._view.recommendations:
            made.append(Row(f"|{one.id}", (("all ", "muted"), (f"{one.strength} ", "strong"), ink.one_line(one.text))))
        return made

    def _of(self, point: PointView) -> list[Row]:
        number = (f"{point.number:<3} ", "muted")
        name = point.point.name
        made = [
            Row(
                f"{point.id}|{note.id}",
                (number, *marks.note_lead(note, self._initials(note.seat)), ink.one_line(note.text)),
                find=name,
            )
            for note in point.notes
        ]
        made += [self._held(f"{point.id}|{held.id}", number, held, name) for held in point.evidence]
        for one in point.recommendations:
            words = (number, (f"{one.strength} ", "strong"), ink.one_line(one.text))
            made.append(Row(f"{point.id}|{one.id}", words, find=f"{name} {one.owner or ''}"))
        return made

    def _held(self, key: str, lead: Piece, held: Evidence, find: str) -> Row:
        words = evidence_text.state_words(held)
        link = (f" {held.url or ''}", "link")
        return Row(key, (lead, words, " ", ink.one_line(held.title), link), find=f"{find} {held.text or ''}")

    def _initials(self, seat: str) -> str:
        found = self._view.seat(seat)
        return found.initials if found else "–"

    def chosen(self, key: str) -> str | None:
        """The point's id; None for what is about the whole service."""
        return key.partition("|")[0] or None
