"""Notes and scores on the stages around the walk: one line to type in, and digits for my own score."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from panel_tui.tui.screens import scoring
from panel_tui.tui.screens.stage import StageScreen
from panel_tui.tui.widgets.capture import Capture, note_line
from panel_tui.tui.widgets.key_footer import FooterKey

FIELD = "capture"
"""The name of the line's drafts: the same on every stage, so that what was begun here is there too."""
EVERYTHING = "all"
DIGITS: list[BindingType] = [
    Binding(str(digit), f"score({digit})", f"Score {digit}", show=False) for digit in range(1, 10)
]


class NotingScreen(StageScreen):
    """A stage with a capture line. It is in the way only while somebody types, unless the stage always shows it."""

    DEFAULT_CSS = """
    NotingScreen Capture.-folded { display: none; }
    """
    _aimed: tuple[str, str | None] | None = None

    def note_about(self) -> tuple[str, str | None]:
        """What a note is about: a point's number and id, or `all` and None."""
        point = self.looked_at
        return (point.number, point.id) if point else (EVERYTHING, None)

    @property
    def capture(self) -> Capture:
        """The line."""
        return self.query_one(Capture)

    def aim(self) -> None:
        """Put the line's aim and its draft right: another point is looked at, or the keyboard changed hands."""
        number, point = self.note_about()
        aimed = (self.speaker.seat, point)
        if self._aimed != aimed:
            self._aimed = aimed
            self.capture.aim("service" if number == EVERYTHING else number)
            self.capture.write(self.room.draft(self.speaker.seat, FIELD, point))

    def typing_keys(self) -> list[FooterKey]:
        """What works while a note is typed."""
        return [
            FooterKey("keep", "enter", "Keep the note"),
            FooterKey("escape", "esc", "Leave the line"),
            FooterKey("other", "@7", "for another point"),
        ]

    def do_note(self) -> None:
        """Begin to type."""
        self.capture.remove_class("-folded")
        self.aim()
        self.capture.type_here()

    def leave_capture(self) -> None:
        """Where the keyboard goes when the line is left. Stages with a list override it."""

    def on_capture_left(self) -> None:
        """Back; what is typed stays."""
        self.leave_capture()
        self.fold()

    def fold(self) -> None:
        """Stages that show the line only while it is used override this."""

    def on_capture_typed(self) -> None:
        """What is typed is a draft until it is kept."""
        self.room.keep_draft(self.speaker.seat, FIELD, self.note_about()[1], self.capture.text)

    def on_capture_entered(self, message: Capture.Entered) -> None:
        """Keep the note; where it is refused, the text stays."""
        number, point = self.note_about()
        if not self.say(note_line(message.text, number)):
            self.capture.give_back(message.text)
        self.room.keep_draft(self.speaker.seat, FIELD, point, self.capture.text)

    def action_score(self, digit: int) -> None:
        """My score for the point that is looked at, by its digit."""
        point = self.looked_at
        if point is not None:
            scoring.give(self, point, digit)
