"""Questions: what the team and the panel ask after the scoring, the answers, and what they changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical

from panel_tui import commands
from panel_tui.action import Action
from panel_tui.session.state import Question
from panel_tui.session.terms import Stage
from panel_tui.session.view import PointView, View
from panel_tui.tui import forms, keys
from panel_tui.tui.forms.asking import AnswerForm
from panel_tui.tui.forms.closing import AgreeForm
from panel_tui.tui.ink import Para
from panel_tui.tui.screens import headings_text, questions_text
from panel_tui.tui.screens.noting import NotingScreen
from panel_tui.tui.widgets.capture import Capture
from panel_tui.tui.widgets.clock_face import ClockFace
from panel_tui.tui.widgets.key_footer import FooterKey
from panel_tui.tui.widgets.page import Page
from panel_tui.tui.widgets.rows import Rows
from panel_tui.tui.widgets.status_line import Now


class QuestionsScreen(NotingScreen):
    """The questions stage. In a conversation, the headings to agree on stand under the questions."""

    STAGE: ClassVar[Stage] = "questions"
    CSS_PATH = "questions.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(commands.on_stage("questions"))

    def body(self) -> ComposeResult:
        """Clock, list, question."""
        with Horizontal(id="head"):
            yield Page(id="pace", reads=False)
            yield ClockFace()
        with Container(id="body"):
            yield Rows(id="list", empty=questions_text.NONE_YET)
            with Vertical(id="middle"):
                yield Page(id="detail")
                yield Capture()

    def begin(self) -> None:
        """Begin at what waits for an answer."""
        self.fold()
        super().begin()
        self.query_one(Rows).focus()

    @property
    def asked(self) -> Question | None:
        """The question that the cursor is on."""
        held = self.query_one(Rows).cursor
        return next((one for one in self.view.questions if one.id == held), None)

    @property
    def looked_at(self) -> PointView | None:
        """The point that the question under the cursor is about."""
        asked = self.asked
        return next((one for one in self.view.points if asked and one.id == asked.point), None)

    # Showing

    def show(self, view: View) -> None:
        """Show the list and the question that is looked at."""
        self._list(view)
        self._detail()
        self.tick(self.now())

    def _list(self, view: View) -> None:
        rows = questions_text.rows(view)
        if view.standard.is_conversation:
            rows += headings_text.rows(view)
        self.query_one(Rows).show(self.marked(rows))

    def show_waiting(self) -> None:
        """Mark what waits in the list."""
        self._list(self.view)

    def _detail(self, *, top: bool = False) -> None:
        view, cursor = self.view, self.query_one(Rows).cursor
        under = next((one for one in headings_text.headings(view) if f"heading:{one.id}" == cursor), None)
        told = headings_text.detail(view, under) if under else questions_text.detail(view, self.asked)
        self.query_one("#detail", Page).show(told, top=top)
        self.aim()

    def tick(self, now: Now) -> None:
        """The clock, and what is next."""
        super().tick(now)
        view, clock = self.view, self.clock("questions")
        self.query_one(ClockFace).show(clock)
        lines = [questions_text.standing(view, clock), questions_text.next_step(view, clock)]
        self.query_one("#pace", Page).show([Para(line) for line in lines])

    # Doing

    def on_rows_moved(self) -> None:
        """Another question is looked at."""
        self._detail(top=True)

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Enter answers a question, or agrees a text."""
        agreeing = (message.key or "").startswith("heading:")
        self.act(commands.BY_ID["agree" if agreeing else "answer"])

    def do_answer(self) -> None:
        """Answer the question that is looked at, or else the first that waits."""
        found = self.asked or next(iter(questions_text.waiting(self.view)), None)
        if found is None:
            other = "" if self.view.standard.is_conversation else ", c a challenge"
            self.toast(f"There is no question yet: a writes one down{other}.")
        else:
            forms.show(self, AnswerForm(self.speaker, found))

    def do_agree(self) -> None:
        """Agree the text under the heading that is looked at, or else the first that is still empty."""
        view, cursor = self.view, self.query_one(Rows).cursor
        held = headings_text.headings(view)
        here = [one for one in held if f"heading:{one.id}" == cursor]
        empty = [one for one in held if headings_text.agreed(view, one) is None]
        found = next(iter([*here, *empty, *held]), None)
        if found is not None:
            forms.show(self, AgreeForm(self.speaker, found))

    def footer_keys(self, actions: Sequence[Action]) -> list[FooterKey]:
        """A conversation has no decision to challenge; it agrees its texts here."""
        if not self.view.standard.is_conversation:
            return super().footer_keys(actions)
        agree = commands.BY_ID["agree"]
        wanted = [agree if one.id == "challenge" else one for one in actions]
        if not self.view.leads:
            wanted = [one for one in wanted if one is not agree or self.refusal(one) is None]
        return super().footer_keys(wanted)

    def leave_capture(self) -> None:
        """Back to the list."""
        self.query_one(Rows).focus()

    def fold(self) -> None:
        """The line is shown only while it is used."""
        self.capture.set_class(not self.capture.text.strip(), "-folded")
