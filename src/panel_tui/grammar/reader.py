"""Reading the words of a command: points, levels, lengths, names, and the text that is left.

Every reader says in one sentence what it needed where it does not find it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import TypeVar

from msgspec import Struct

from panel_tui.errors import PanelError
from panel_tui.session.history import History
from panel_tui.session.rules.points import levels_of
from panel_tui.session.state import State
from panel_tui.session.terms import NoteKind, SeatData
from panel_tui.session.words import clean
from panel_tui.standard.model import Point, seconds

SIGNS: dict[str, NoteKind] = {"+": "strength", "-": "concern", "?": "question", '"': "quote"}
"""The first sign of a note is its kind; without one it is an observation."""

_Named = TypeVar("_Named")


class NotUnderstood(PanelError):
    """This line is not a command of the room; 'help' lists them."""


class Desk(Struct, frozen=True, kw_only=True):
    """Where a command is spoken: the session as it stands, who speaks, and on whose behalf."""

    history: History
    seat: str
    on_behalf_of: str | None = None

    @property
    def state(self) -> State:
        """The state as it stands."""
        return self.history.state

    @property
    def actor(self) -> str:
        """The seat whose words or score it is."""
        return self.on_behalf_of or self.seat

    def next_id(self, letter: str) -> str:
        """A new id such as `Q3`: one more than any that was ever used, also by what was taken back."""
        return self.history.next_id(letter)


class Words:
    """What is left to read of a command."""

    def __init__(self, text: str, desk: Desk, usage: str) -> None:
        self.left = text.strip()
        self.desk = desk
        self.usage = usage

    def fail(self, why: str) -> NotUnderstood:
        """The error that says what was needed and how the command goes."""
        return NotUnderstood(f"{why}; it goes: {self.usage}")

    def peek(self) -> str:
        """The next word, or nothing."""
        return self.left.split(maxsplit=1)[0] if self.left else ""

    def take(self, what: str) -> str:
        """The next word; `what` names it where it is missing."""
        word = self.peek()
        if not word:
            raise self.fail(f"{what} is missing")
        self.left = self.left[len(word) :].lstrip()
        return word

    def maybe(self, *words: str) -> str | None:
        """The next word if it is one of these."""
        word = self.peek().lower()
        return self.take(word).lower() if word in words else None

    def rest(self, what: str) -> str:
        """All the text that is left, cleaned."""
        text = clean(self.left)
        if not text:
            raise self.fail(f"{what} is missing")
        self.left = ""
        return text

    def done(self) -> None:
        """Nothing may be left."""
        if self.left:
            raise self.fail(f"'{' '.join(self.left.split())[:40]}' is not expected here")

    def because(self, needed: bool) -> str | None:
        """The reason after `because`; raises where it is needed and missing."""
        before, found, reason = _split_at(self.left, "because")
        if not found:
            if needed:
                raise self.fail("say why, after 'because'")
            return None
        self.left = before
        reason = clean(reason)
        if not reason:
            raise self.fail("say why, after 'because'")
        return reason

    def note_kind(self) -> NoteKind:
        """The kind that a first sign gives the note."""
        if self.left[:1] in SIGNS:
            sign, self.left = self.left[0], self.left[1:].lstrip()
            return SIGNS[sign]
        return "observation"

    def point_if_any(self) -> Point | None:
        """The point, where the next word is the number of one (`4` or `@4`)."""
        word = self.peek()
        point = self.desk.state.standard.point_by_number(word.removeprefix("@"))
        if point is not None:
            self.take("a point")
        elif word.startswith("@"):
            raise self.fail(self._no_point(word[1:]))
        return point

    def point(self) -> Point:
        """The point named next; `here` is the one that the room is on."""
        word = self.peek()
        if word.lower() == "here":
            self.take("a point")
            return self.here()
        point = self.point_if_any()
        if point is None:
            raise self.fail(self._no_point(word) if word else "the number of a point is missing")
        return point

    def point_or_here(self) -> Point:
        """The point named next, or else the one that the room is on."""
        return self.point_if_any() or self.here()

    def here(self) -> Point:
        """The point that the room is on."""
        current = self.desk.state.current
        point = self.desk.state.standard.point(current) if current else None
        if point is None:
            raise self.fail("the room is on no point yet, so name one")
        return point

    def _no_point(self, word: str) -> str:
        points = self.desk.state.standard.points
        return f"there is no point '{word[:40]}'; they go from {points[0].number} to {points[-1].number}"

    def level(self, point: Point) -> str:
        """The id of a level of this point, given as its id, its words, its key or an unmistakable start."""
        levels = levels_of(self.desk.state, point.id)
        if not levels:
            raise self.fail("this standard is a conversation without levels")
        spelled = _longest(self.left, [(level.label, level.id) for level in levels])
        if spelled is not None:
            label, id = spelled
            self.left = self.left[len(label) :].lstrip()
            return id
        word = self.take("a level")
        names = [(name, level.id) for level in levels for name in (level.id, level.key, level.short) if name]
        found = unmistakable(word, names)
        if found is None:
            choices = _choices(one.id for one in levels)
            raise self.fail(f"'{word[:40]}' is not a level of point {point.number}: {choices}")
        return found

    def length(self) -> int:
        """Seconds, given as 45m, 1h30m, 90s, or a bare number of minutes."""
        word = self.take("a length of time")
        found = seconds(f"{word}m" if word.isdecimal() else word.lower())
        if found is None:
            raise self.fail(f"'{word[:40]}' is not a length of time such as 5m or 1h30m")
        return found

    def length_if_any(self) -> int | None:
        """Seconds, where a length comes next."""
        return self.length() if self.left else None

    def choice(self, what: str, options: Iterable[str]) -> str:
        """One of these words, or an unmistakable start of one."""
        names = [(option, option) for option in options]
        word = self.take(what)
        found = unmistakable(word, names)
        if found is None:
            raise self.fail(f"'{word[:40]}' is not {what}: {_choices(name for name, _ in names)}")
        return found


def find_seat(state: State, text: str) -> SeatData:
    """The seat meant by a name, a part of one, or an id. Raises `NotUnderstood`."""
    wanted = " ".join(text.split()).casefold()
    names = [(name, seat) for seat in state.seats.values() for name in (seat.id, seat.name)]
    found = unmistakable(wanted, names)
    if found is None:
        parts = [(part, seat) for seat in state.seats.values() for part in seat.name.split()]
        found = unmistakable(wanted, parts) if wanted else None
    if found is None:
        known = ", ".join(seat.name for seat in state.seats.values())
        raise NotUnderstood(f"there is no single seat '{' '.join(text.split())[:40]}' on the panel: {known}")
    return found


def starts_with_seat(state: State, text: str) -> tuple[SeatData, str]:
    """A seat named at the start of a text, and the rest of the text. Raises `NotUnderstood`."""
    spelled = _longest(text, [(seat.name, seat) for seat in state.seats.values()])
    if spelled is not None:
        name, seat = spelled
        return seat, text[len(name) :].lstrip()
    word, _, rest = text.partition(" ")
    return find_seat(state, word), rest.lstrip()


def _split_at(text: str, word: str) -> tuple[str, bool, str]:
    match = re.search(rf"(?:^|\s){word}(?:\s|$)", text, re.IGNORECASE)
    if match is None:
        return text, False, ""
    return text[: match.start()].rstrip(), True, text[match.end() :]


def _longest(text: str, names: list[tuple[str, _Named]]) -> tuple[str, _Named] | None:
    # Word by word: a folded name may be longer than it was written (ß becomes ss).
    for name, value in sorted(names, key=lambda pair: -len(pair[0])):
        wanted = name.split()
        start = re.match(rf"\s*\S+(?:\s+\S+){{{len(wanted) - 1}}}", text) if wanted else None
        if start and start[0].casefold().split() == [word.casefold() for word in wanted]:
            return start[0], value
    return None


def unmistakable(word: str, names: Iterable[tuple[str, _Named]]) -> _Named | None:
    """What a word names exactly, or as the start of a single thing; None where it names several or none."""
    wanted = word.casefold()
    names = list(names)
    exact = [value for name, value in names if name.casefold() == wanted]
    if exact:
        return exact[0] if all(value == exact[0] for value in exact) else None
    starts = [value for name, value in names if name.casefold().startswith(wanted)]
    return starts[0] if starts and all(value == starts[0] for value in starts) else None


def _choices(words: Iterable[str]) -> str:
    return ", ".join(words)


def meant(word: str, known: Iterable[str]) -> str:
    """A question that asks for what was probably meant, or nothing."""
    close = get_close_matches(word, list(known), 1, 0.6)
    return f"; did you mean '{close[0]}'?" if close else ""
