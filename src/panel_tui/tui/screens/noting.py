"""Notes and scores on the stages: one line to type in, and digits for my own score.

The line belongs to the seat and the point that it had when its first letter was typed. While it holds words and has
the keyboard nothing turns it away: neither a move of the room, nor another row under the cursor. What is left in it is
a draft of that seat on that point.
"""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from panel_tui.errors import PanelError
from panel_tui.session.unsent import NOTE, PRIVATE
from panel_tui.session.words import PROSE_LENGTH
from panel_tui.speaker import Speaker
from panel_tui.tui import doing
from panel_tui.tui.screens import scoring
from panel_tui.tui.screens.stage import StageScreen
from panel_tui.tui.widgets.capture import Aim, Capture, before, note_line, too_many
from panel_tui.tui.widgets.key_footer import FooterKey

EVERYTHING = "all"
DIGITS: list[BindingType] = [
    Binding(str(digit), f"score({digit})", f"Score {digit}", show=False) for digit in range(1, 10)
]


class NotingScreen(StageScreen):
    """A stage with a capture line. It is in the way only while somebody types, unless the stage always shows it."""

    DEFAULT_CSS = """
    NotingScreen Capture.-folded { display: none; }
    """
    ESCAPE: ClassVar[str] = "Leave the line"
    """What Esc does, in the words of the footer."""
    _known = ""
    """What the draft of the line's seat and point was when this screen last wrote or read it."""

    def note_about(self) -> tuple[str, str | None]:
        """What a note is about: a point's number and id, or `all` and None."""
        point = self.looked_at
        return (point.number, point.id) if point else (EVERYTHING, None)

    @property
    def capture(self) -> Capture:
        """The line."""
        return self.query_one(Capture)

    def aim(self) -> None:
        """Turn the line to what is looked at, unless somebody is writing in it, and show the draft that waits there."""
        number, point = self.note_about()
        seat, line, now = self.speaker.seat, self.capture, self.capture.aim
        if (now.seat, now.point, now.number) == (seat, point, number):
            self._take_back()
            return
        if line.is_typing and line.text.strip() and now.seat == seat:
            return
        self._remember()
        aim = Aim(seat, point, number)
        alone = aim._replace(private=True)
        self._turn(alone if not self._draft(aim) and self._draft(alone) else aim)

    def _turn(self, aim: Aim) -> None:
        self._known = self._draft(aim)
        self.capture.turn(aim, self._known)

    def _take_back(self) -> None:
        """A note that another computer refused late is put back into its draft: take it into the line as well."""
        line = self.capture
        stored = self._draft(line.aim)
        if stored and stored != self._known:
            line.write(before(stored.removesuffix(self._known).rstrip("\n") or stored, line.text))
            self._known = stored

    def _draft(self, aim: Aim) -> str:
        return self.room.draft(aim.seat, PRIVATE if aim.private else NOTE, aim.point)

    def notice_waiting(self) -> None:
        """A draft may have changed without a letter typed here."""
        super().notice_waiting()
        if self.capture.aim.seat:
            self._take_back()

    def _keep_draft(self, aim: Aim, text: str) -> None:
        self.room.keep_draft(aim.seat, PRIVATE if aim.private else NOTE, aim.point, text)

    def _remember(self) -> None:
        if self.capture.aim.seat:
            self._take_back()
            text = self.capture.text
            self._keep_draft(self.capture.aim, text)
            self._known = text if text.strip() else ""

    def typing_keys(self) -> list[FooterKey]:
        """What works while a note is typed."""
        return [
            FooterKey("keep", "enter", "Keep the note"),
            FooterKey("escape", "esc", self.ESCAPE),
            FooterKey("other", "@7", "for another point"),
        ]

    def do_note(self) -> None:
        """Begin to type."""
        self._begin(private=False)

    def do_private(self) -> None:
        """Begin to type a note for this seat alone."""
        self._begin(private=True)

    def _begin(self, *, private: bool) -> None:
        self.capture.remove_class("-folded")
        self.aim()
        self._remember()
        self._turn(self.capture.aim._replace(private=private))
        self.capture.type_here()

    def leave_capture(self) -> None:
        """Where the keyboard goes when the line is left. Stages with a list override it."""

    def on_capture_left(self) -> None:
        """Back; what is typed stays."""
        self._remember()
        self.leave_capture()

    def on_descendant_focus(self) -> None:
        """The keyboard is elsewhere: the line goes where the list is, and the screen where the room is."""
        if self.capture.is_typing:
            return
        aim = self.capture.aim
        if aim.private and not self.capture.text.strip():
            self._turn(aim._replace(private=False))
        self.aim()
        self.fold()
        self.room_changed()

    def fold(self) -> None:
        """Stages that show the line only while it is used override this."""

    def on_capture_typed(self) -> None:
        """What is typed is a draft until it is kept, and marked as one."""
        self._remember()
        self.notice_waiting()

    def on_capture_entered(self, message: Capture.Entered) -> None:
        """Keep the note for the seat and the point that its line stood for; where it is refused, the text stays."""
        aim, line = message.aim, self.capture
        kept = self._kept(message.text, aim)
        if line.aim != aim:  # the line was turned away behind the Enter
            if not kept:
                self._keep_draft(aim, before(message.text, self._draft(aim)))
            return
        if not kept:
            line.give_back(message.text)
        self._remember()
        self.aim()

    def _kept(self, text: str, aim: Aim) -> bool:
        many = too_many(text)
        if many:
            self.toast(f"Not kept: {many:,} characters too long; a note has up to {PROSE_LENGTH:,}.", "warning")
            return False
        try:
            said = Speaker(self.room, aim.seat).say(note_line(text, aim.number, private=aim.private))
        except PanelError as error:
            self.toast(error.message, "warning")
            return False
        doing.said(self, said)
        return True

    def action_score(self, digit: int) -> None:
        """My score for the point that is looked at, by its digit."""
        point = self.looked_at
        if point is not None:
            scoring.give(self, point, digit)
