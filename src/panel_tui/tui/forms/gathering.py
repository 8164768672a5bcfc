"""The forms of what the team brings: how far the panel is with a piece of evidence, where it belongs, its own view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from panel_tui.grammar.gathered import MARKS
from panel_tui.session import bodies
from panel_tui.session.state import Evidence
from panel_tui.session.view import PointView
from panel_tui.session.words import clean
from panel_tui.speaker import Speaker
from panel_tui.tui import ink, marks
from panel_tui.tui.forms.deciding import PointForm, levels, titled
from panel_tui.tui.forms.fields import Choice, Option, Picker, Words
from panel_tui.tui.forms.form import EVERYWHERE, Form, Labelled, Lacks
from panel_tui.tui.ink import Line

NO_MARK = "none"
NO_LEVEL = "none"
IN_FULL = 500
"""Letters of a piece's own text that a form shows; Points and Briefing have all of it."""

Placed = tuple[PointView | None, Evidence]


class EvidenceOfOne(Form):
    """A form about a piece of evidence, chosen from those that there are. `first` is the one that it begins with."""

    SUBJECT: ClassVar[str] = "id"

    def __init__(self, speaker: Speaker, pieces: Sequence[Placed], first: str | None = None) -> None:
        self._pieces = {held.id: (point, held) for point, held in pieces}
        self._begins = first if first is not None and first in self._pieces else next(iter(self._pieces))
        self._last = self._begins
        super().__init__(speaker, about=self._begins)
        if len(self._pieces) == 1 or first in self._pieces:
            self._begins_at = 1  # it is clear which piece: begin at what is to be said of it

    @property
    def picked(self) -> Placed:
        """The piece that is picked, with its point."""
        return self._pieces[self.value("id") if self._labelled else self._begins]

    def told(self) -> Sequence[Line]:
        """The piece in its own words."""
        _, held = self.picked
        lines: list[Line] = []
        if held.url:
            lines.append(((ink.one_line(held.url), "link"),))
        if held.text:
            text = ink.one_line(held.text)
            lines.append(((text if len(text) <= IN_FULL else f"{text[:IN_FULL]} …", "muted"),))
        return lines

    def which(self) -> Labelled:
        """The field of the piece."""
        options = [
            Option(held.id, (f"{held.id}  {ink.one_line(held.title)}",), held.id, _where(point))
            for point, held in self._pieces.values()
        ]
        return Labelled("Evidence", Picker(options, self._begins, id="id"))

    def field_changed(self) -> None:
        """Another piece was picked: tell of that."""
        if self.value("id") != self._last:
            self._last = self.value("id")
            self._tell()
            self.piece_changed()

    def piece_changed(self) -> None:
        """What else follows the piece that is picked."""


def _where(point: PointView | None) -> str:
    return f"point {point.number} {ink.one_line(point.point.name)}" if point else "under no point yet"


class MarkForm(EvidenceOfOne):
    """How far the panel is with a piece of evidence."""

    NAME: ClassVar[str] = "mark"
    HEADING: ClassVar[str] = "Mark evidence"
    KEEPS: ClassVar[str] = "marks it"

    def labelled(self) -> Sequence[Labelled]:
        """Which piece, the mark, a remark."""
        ways = {
            "seen": "The panel has looked at it.",
            "verified": "The panel has checked that it is so.",
            "more-wanted": "The panel asks the team for more; say what.",
        }
        options = [
            Option(one, ((f"{marks.MARKS[one][0]} {marks.MARKS[one][2]}", ""),), str(n), ways[one])
            for n, one in enumerate(MARKS, start=1)
        ]
        options.append(Option(NO_MARK, (("no mark", ""),), "0"))
        held = self.picked[1].mark
        remark = Words(
            held.text or "" if held else "", hint="what more is wanted, or a remark; may stay empty", id="text"
        )
        return (
            self.which(),
            Labelled("Mark", Choice(options, held.mark if held else "seen", id="mark")),
            Labelled("Remark", remark),
        )

    def piece_changed(self) -> None:
        """The mark that this one has."""
        held = self.picked[1].mark
        self.field("mark").put(held.mark if held else "seen")
        self.field("text").put(held.text or "" if held else "")

    def keep(self) -> None:
        """Mark it, or take the mark off."""
        chosen = next((one for one in MARKS if one == self.value("mark")), None)
        text = clean(self.value("text")) or None
        self.record(bodies.EvidenceMarked(id=self.value("id"), mark=chosen, text=text if chosen else None))


class UnmarkForm(EvidenceOfOne):
    """Taking a mark off."""

    NAME: ClassVar[str] = "unmark"
    HEADING: ClassVar[str] = "Take a mark off"
    KEEPS: ClassVar[str] = "takes it off"

    def labelled(self) -> Sequence[Labelled]:
        """Which piece."""
        return (self.which(),)

    def keep(self) -> None:
        """Take it off."""
        self.record(bodies.EvidenceMarked(id=self.value("id"), mark=None))


class PlaceForm(EvidenceOfOne):
    """Putting a piece of evidence under a point."""

    NAME: ClassVar[str] = "place"
    HEADING: ClassVar[str] = "Put evidence under a point"
    KEEPS: ClassVar[str] = "puts it there"

    def labelled(self) -> Sequence[Labelled]:
        """Which piece, and where."""
        options = [Option(EVERYWHERE, (("no point yet", ""),))]
        options += [
            Option(one.id, (f"{one.number}  {ink.one_line(one.point.name)}",), one.number) for one in self._open()
        ]
        point = self.picked[0]
        return (self.which(), Labelled("Point", Picker(options, point.id if point else "", id="point")))

    def _open(self) -> list[PointView]:
        return [one for one in self.view.points if not one.barred]

    def piece_changed(self) -> None:
        """Where this one is."""
        point = self.picked[0]
        self.field("point").put(point.id if point else EVERYWHERE)

    def keep(self) -> None:
        """Put it there."""
        if self.picked[0] is None and self.picked_point() is None:
            raise Lacks("choose the point; its number goes there")
        self.record(bodies.EvidencePlaced(id=self.value("id"), point=self.picked_point()))


class OwnForm(PointForm):
    """In a team's own record: the level that it would give itself, and why."""

    NAME: ClassVar[str] = "own"
    KEEPS: ClassVar[str] = "keeps it"

    def heading(self) -> str:
        """Which point."""
        return titled("Our own view of", self.point)

    def labelled(self) -> Sequence[Labelled]:
        """Level and reason."""
        held = self.now.own_view
        why = Words(held.text or "" if held else "", hint="what works today, and what does not yet", id="text")
        if not self.point.levels:
            return (Labelled("In our words", why, True),)
        options = [*levels(self.point), Option(NO_LEVEL, (("no level yet", ""),), "0")]
        level = Choice(options, (held.level or NO_LEVEL) if held else "", upright=True, id="level")
        return (Labelled("Level", level, True), Labelled("Because", why))

    def keep(self) -> None:
        """Keep it; without level and words it is taken back."""
        chosen = self.value("level") if self.point.levels else NO_LEVEL
        text = clean(self.value("text")) or None
        if self.now.own_view is None and chosen in ("", NO_LEVEL) and text is None:
            raise Lacks("choose a level, or say it in words")
        level = None if chosen in ("", NO_LEVEL) else chosen
        self.record(bodies.OwnViewGiven(point=self.point.id, level=level, text=text))
