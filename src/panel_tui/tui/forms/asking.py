"""The forms of the questions period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from panel_tui.session import bodies
from panel_tui.session.state import Question
from panel_tui.session.view import PointView
from panel_tui.session.words import clean
from panel_tui.speaker import Speaker
from panel_tui.tui import ink, marks
from panel_tui.tui.forms.deciding import levels
from panel_tui.tui.forms.fields import Choice, Option, Picker, Words
from panel_tui.tui.forms.form import Form, Labelled, Lacks
from panel_tui.tui.ink import Line


class AskForm(Form):
    """A question of the team or of the panel."""

    NAME: ClassVar[str] = "ask"
    HEADING: ClassVar[str] = "Write down a question"

    def __init__(self, speaker: Speaker, point: PointView | None = None) -> None:
        super().__init__(speaker, point, about="a question")

    def labelled(self) -> Sequence[Labelled]:
        """Who asks what, about which point."""
        askers = (Option("team", ("the team",)), Option("panel", ("the panel",)))
        return (
            Labelled("Question", Words(hint="in the words of who asks", id="text"), True),
            Labelled("Asked by", Choice(askers, "team", id="asker")),
            Labelled("Point", self.points("no single point")),
        )

    def keep(self) -> None:
        """Write it down."""
        self.record(
            bodies.QuestionAsked(
                id=self.speaker.desk.next_id("Q"),
                kind="question",
                asker="team" if self.value("asker") == "team" else "panel",
                point=self.picked_point(),
                text=clean(self.value("text")),
            )
        )


class ChallengeForm(Form):
    """The team's challenge to a decision."""

    NAME: ClassVar[str] = "challenge"
    HEADING: ClassVar[str] = "The team challenges a decision"

    def __init__(self, speaker: Speaker, point: PointView | None = None) -> None:
        super().__init__(speaker, point, about="a challenge")

    def labelled(self) -> Sequence[Labelled]:
        """Which decision, and why."""
        decided = [one for one in self.view.points if one.decision is not None]
        options = [self._said(one) for one in decided or self.view.points]
        return (
            Labelled("Point", Picker(options, self.point.id if self.point else "", id="point")),
            Labelled("Challenge", Words(hint="what the panel has not seen, or sees differently", id="text"), True),
        )

    def _said(self, point: PointView) -> Option:
        held = point.decision
        level: Line = marks.level_words(point, held.level) if held else (("undecided", "muted"),)
        words = (f"{point.number}  {point.point.name}   ", *level)
        return Option(point.id, words, point.number, held.reason if held else "")

    def keep(self) -> None:
        """Write it down."""
        self.record(
            bodies.QuestionAsked(
                id=self.speaker.desk.next_id("Q"),
                kind="challenge",
                asker="team",
                point=self.value("point"),
                text=clean(self.value("text")),
            )
        )


STAYS = "stays"


class AnswerForm(Form):
    """The answer to a question, and the decision that it changes, if it does."""

    NAME: ClassVar[str] = "answer"
    KEEPS: ClassVar[str] = "answers"

    def __init__(self, speaker: Speaker, question: Question) -> None:
        point = speaker.view.point(question.point) if question.point else None
        super().__init__(speaker, point, about=question.id)
        self.question = question

    def heading(self) -> str:
        """Which question."""
        return f"Answer {self.question.id}, a {self.question.kind} from the {self.question.asker}"

    def told(self) -> Sequence[Line]:
        """The question itself."""
        return (((self.question.text, "strong"),),)

    def labelled(self) -> Sequence[Labelled]:
        """The answer, and what it changes."""
        held = self.question.answer
        changes = Choice(self._changes(self.point), STAYS, id="level")
        fields = [Labelled("Answer", Words(held.text if held else "", hint="what the panel answers", id="text"), True)]
        if self.point is None:
            fields.append(Labelled("Point", self.points("no single point")))
        fields.append(Labelled("Decision", changes))
        fields.append(Labelled("Because", Words(hint="only where the decision changes: why", id="reason")))
        return fields

    def _changes(self, point: PointView | None) -> list[Option]:
        if point is None or point.decision is None:
            return [Option(STAYS, ("nothing is changed by it",))]
        now = ink.plain(marks.level_words(point, point.decision.level))
        others = [one for one in levels(point) if one.value != point.decision.level]
        return [
            Option(STAYS, (f"stays {now}",), "0"),
            *(one._replace(words=("changes to ", *one.words), more="") for one in others),
        ]

    def field_changed(self) -> None:
        """Another point has other levels."""
        if self.point is None:
            picked = self.picked_point()
            field = self.field("level")
            if isinstance(field, Choice):
                field.offer(self._changes(self.view.point(picked) if picked else None))

    def keep(self) -> None:
        """Answer, and change the decision where it says so."""
        level, text = self.value("level"), clean(self.value("text"))
        point = self.point.id if self.point else self.picked_point()
        if level == STAYS or point is None:
            self.record(bodies.QuestionAnswered(id=self.question.id, text=text))
            return
        if not self.value("reason"):
            self.field("reason").focus()
            raise Lacks("say why the decision changes")
        reason = clean(self.value("reason"))
        self.record(
            bodies.DecisionMade(point=point, level=level, reason=reason, question=self.question.id),
            bodies.QuestionAnswered(id=self.question.id, text=text, changed=True),
        )
