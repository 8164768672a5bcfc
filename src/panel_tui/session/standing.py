"""Which words of the record still stand: neither undone, nor taken back, nor replaced by others.

Someone who takes a text back expects it to be gone. The session file keeps every event, because the chain of hashes
needs it; everything else that tells of an event quotes only words that stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from panel_tui.session import bodies
from panel_tui.session.events import Event

Subject = tuple[str | None, ...]
"""What words are about, such as `("evidence", "E1")`. Newer words about it replace those before."""


def standing_words(events: Iterable[Event], undone: frozenset[int]) -> frozenset[int]:
    """The numbers of the events whose words stand. Of an incomplete record, as far as its events say."""
    words = _Words()
    for event in events:
        if event.n not in undone:
            words.heard(event)
    return frozenset(words.standing)


class _Words:
    def __init__(self) -> None:
        self.standing: set[int] = set()
        self.newest: dict[Subject, int] = {}
        self.groups: dict[Subject, set[Subject]] = {}
        self.levels: dict[str, str] = {}
        self.outcome: str | None = None
        self.sources: dict[str, tuple[str, frozenset[int]]] = {}

    def heard(self, event: Event) -> None:
        what: Any = event.what
        for subject in _taken_back(what):
            self.drop(subject)
        if isinstance(what, bodies.DecisionMade):
            self._decided(what)
        if isinstance(what, bodies.EvidenceBrought):
            self._brought(event.n, what)
        if isinstance(what, bodies.OutcomeAgreed):
            if self.outcome != what.outcome:
                self._drop_group("signature")
            self.outcome = what.outcome
        named = _ABOUT.get(type(what))
        if named is not None:
            subject = named(event, what)
            self.drop(subject)
            self.newest[subject] = event.n
            self.groups.setdefault(subject[:-1], set()).add(subject)
        self.standing.add(event.n)

    def _decided(self, what: bodies.DecisionMade) -> None:
        # As in the fold: dissent and signatures stand only while the level stays.
        if self.levels.get(what.point) != what.level:
            self._drop_group("dissent", what.point)
            self._drop_group("signature")
        self.levels[what.point] = what.level

    def _brought(self, number: int, what: bodies.EvidenceBrought) -> None:
        # A board is brought in many times; its name is replaced only by another name.
        name, numbers = self.sources.get(what.source.key, (what.source.name, frozenset[int]()))
        if name != what.source.name:
            self.standing -= numbers
            numbers = frozenset()
        self.sources[what.source.key] = what.source.name, numbers | {number}

    def _drop_group(self, *group: str) -> None:
        for subject in self.groups.pop(group, ()):
            self.drop(subject)

    def drop(self, subject: Subject) -> None:
        number = self.newest.pop(subject, None)
        if number is not None:
            self.standing.discard(number)


def _taken_back(what: bodies.AnyBody) -> Iterable[Subject]:
    match what:
        case bodies.EvidenceWithdrawn():
            return (("evidence", what.id), ("mark", what.id))
        case bodies.EvidenceBrought():  # what its source changed replaces what was corrected here
            return [("evidence", item.id) for item in what.items]
        case bodies.RecommendationWithdrawn():
            return (("recommendation", what.id),)
        case bodies.QuestionWithdrawn():
            return (("question", what.id), ("answer", what.id))
        case bodies.ConflictLifted():
            return (("conflict", what.seat, what.point),)
        case _:
            return ()


_ABOUT: Mapping[type[bodies.Body], Callable[[Event, Any], Subject]] = {
    bodies.SessionCreated: lambda event, what: ("detail", "service"),
    bodies.DetailsChanged: lambda event, what: ("detail", what.field),
    bodies.ConflictDeclared: lambda event, what: ("conflict", what.seat, what.point),
    bodies.EvidenceAdded: lambda event, what: ("evidence", what.id),
    bodies.EvidenceChanged: lambda event, what: ("evidence", what.id),
    bodies.EvidenceMarked: lambda event, what: ("mark", what.id),
    bodies.DecisionMade: lambda event, what: ("decision", what.point),
    bodies.DissentRecorded: lambda event, what: ("dissent", what.point, event.owner),
    bodies.RecommendationMade: lambda event, what: ("recommendation", what.id),
    bodies.RecommendationChanged: lambda event, what: ("recommendation", what.id),
    bodies.EarlierChecked: lambda event, what: ("check", what.id),
    bodies.QuestionAsked: lambda event, what: ("question", what.id),
    bodies.QuestionAnswered: lambda event, what: ("answer", what.id),
    bodies.OutcomeAgreed: lambda event, what: ("outcome",),
    bodies.SignedOff: lambda event, what: ("signature", event.owner),
}
"""What the words of an event are about, where newer ones can replace them. The log quotes no note, agreed text or
own view, and what else it quotes can only be undone."""
