"""What a page's form says, made into what can happen. The rules judge it afterwards; here it is only read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from panel_tui.commands import FROM_A_DEVICE
from panel_tui.errors import PanelError
from panel_tui.grammar.gathered import MARKS, NOWHERE
from panel_tui.grammar.reader import SIGNS
from panel_tui.session import bodies
from panel_tui.session.bodies import AnyBody
from panel_tui.session.fold.points import find_note
from panel_tui.session.history import History
from panel_tui.session.state import Note
from panel_tui.session.terms import TEAM, CheckStatus, ConflictEffect, EvidenceState, NoteKind
from panel_tui.session.words import LINE_LENGTH, clean, clean_line

MARK = re.compile(r"[A-Za-z0-9_-]{16,64}")
"""What a device marks each thing with that it sends, so that it counts once."""
MOST_AT_ONCE = 64
"""Events in one submission."""
ADDRESS_LENGTH = 2_000
"""Characters in the address of a piece of evidence."""
_PROSE = frozenset({"text", "reason", "remark", "value", "description"})
"""Fields of events that may have several lines."""
_NEW = {
    bodies.NoteTaken: "N",
    bodies.EvidenceAdded: "E",
    bodies.RecommendationMade: "R",
    bodies.QuestionAsked: "Q",
}
_Withdrawn = bodies.NoteWithdrawn | bodies.EvidenceWithdrawn | bodies.RecommendationWithdrawn | bodies.QuestionWithdrawn
_KINDS: tuple[NoteKind, ...] = ("strength", "concern", "question", "quote", "observation")


class Unclear(PanelError):
    """What was sent could not be read: load the page again and send it once more."""


class Asked(Struct, frozen=True, kw_only=True):
    """Who asks for something, in which history, with which fields."""

    who: str
    history: History
    fields: Mapping[str, str]

    def line(self, name: str, limit: int = LINE_LENGTH) -> str:
        """A field in one line; nothing where it is absent."""
        return clean_line(self.fields.get(name, ""), limit)

    def prose(self, name: str) -> str:
        """A field of one or more lines; nothing where it is absent."""
        return clean(self.fields.get(name, ""))

    def point(self) -> str:
        """The id of the point whose number was sent. Raises `Unclear`."""
        point = self.point_if_any()
        if point is None:
            raise Unclear("Say which point it is about.")
        return point

    def point_if_any(self) -> str | None:
        """The same, or None where no number was sent."""
        number = self.line("point")
        if not number:
            return None
        found = self.history.state.standard.point_by_number(number)
        if found is None:
            raise Unclear(f"There is no point '{number[:40]}' in this standard.")
        return found.id

    def was_received(self) -> bool:
        """Whether this very submission was recorded before, and is sent again because its answer was lost."""
        return any(event.sent == self.fields.get("sent") for event in self.history.events if event.seat == self.who)

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return self.line(name).lower() in {"1", "on", "true", "yes"}


def mark_of(text: str) -> str:
    """The device's mark, where it is one. Raises `Unclear`."""
    if not MARK.fullmatch(text):
        raise Unclear
    return text


def body_of(what: str, asked: Asked) -> AnyBody:
    """What a form asks for; `what` is the last part of its address.

    Raises `Unclear`, or `TooLong`; `KeyError` where there is no such form.
    """
    return _FORMS[what](asked)


def fit_to_keep(history: History, given: tuple[AnyBody, ...]) -> tuple[AnyBody, ...]:
    """What a terminal sent, with every text cleaned and new things numbered here. Raises `Unclear` and `TooLong`."""
    if not 0 < len(given) <= MOST_AT_ONCE:
        raise Unclear
    return tuple(_fit(history, body) for body in given)


def _fit(history: History, body: AnyBody) -> AnyBody:
    if type(body) not in FROM_A_DEVICE:
        raise Unclear("That is done at the computer that has the session.")
    plain = {name: _cleaned(name, value) for name, value in msgspec.to_builtins(body).items()}
    fit: AnyBody = msgspec.convert(plain, type(body))
    letter = _NEW.get(type(body))
    return replace(fit, id=history.next_id(letter)) if letter else fit


def _cleaned(name: str, value: object) -> object:
    if isinstance(value, str):
        return clean(value) if name in _PROSE else clean_line(value)
    if isinstance(value, dict):
        return {key: _cleaned(key, one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(name, one) for one in value]
    return value


# The forms


def _signed(text: str) -> tuple[NoteKind | None, str]:
    kind = SIGNS.get(text[:1])
    return kind, text[1:].lstrip() if kind else text


def _note(asked: Asked) -> AnyBody:
    kind = next((one for one in _KINDS if one == asked.line("kind")), None)
    text = asked.prose("text")
    if kind is None:
        sign, text = _signed(text)
        kind = sign or "observation"
    return bodies.NoteTaken(
        id=asked.history.next_id("N"),
        point=asked.point_if_any(),
        kind=kind,
        text=text,
        private=asked.ticked("private"),
    )


def _own(asked: Asked) -> Note:
    id = asked.line("id").upper()
    try:
        note = find_note(asked.history.state, id)
    except KeyError:
        note = None
    if note is None or (note.private and note.seat != asked.who):  # not even that it is there
        raise Unclear(f"there is no note '{id[:40]}'")
    return note


def _reword(asked: Asked) -> AnyBody:
    note = _own(asked)
    kind: NoteKind | None = next((one for one in _KINDS if one == asked.line("kind")), None)
    text = asked.prose("text")
    if kind is None:
        kind, text = _signed(text)
    private = asked.ticked("private") if "private" in asked.fields else note.private
    return bodies.NoteChanged(id=note.id, kind=kind or note.kind, text=text, point=note.point, private=private)


def _withdraw(asked: Asked) -> AnyBody:
    id = asked.line("id").upper()
    kinds: dict[str, type[_Withdrawn]] = {
        "N": bodies.NoteWithdrawn,
        "E": bodies.EvidenceWithdrawn,
        "R": bodies.RecommendationWithdrawn,
        "Q": bodies.QuestionWithdrawn,
    }
    kind = kinds.get(id[:1])
    if kind is None:
        raise Unclear(f"'{id[:40]}' is not a note, evidence, a recommendation or a question")
    return kind(id=id)


def _score(asked: Asked) -> AnyBody:
    point = asked.point()
    said = asked.line("round")
    open_round = asked.history.state.points[point].round if point in asked.history.state.points else 1
    return bodies.ScoreGiven(
        point=point,
        round=int(said) if said.isdecimal() and said.isascii() and len(said) < 6 else open_round,
        level=asked.line("level"),
    )


def _evidence(asked: Asked) -> AnyBody:
    state: EvidenceState = "planned" if asked.line("state") == "planned" else "done"
    return bodies.EvidenceAdded(
        id=asked.history.next_id("E"),
        point=asked.point(),
        state=state,
        title=asked.line("title"),
        url=asked.line("url", ADDRESS_LENGTH) or None,
    )


def _dissent(asked: Asked) -> AnyBody:
    return bodies.DissentRecorded(point=asked.point(), text=asked.prose("text"))


def _ask(asked: Asked) -> AnyBody:
    return bodies.QuestionAsked(
        id=asked.history.next_id("Q"),
        kind="challenge" if asked.line("kind") == "challenge" else "question",
        asker="team" if asked.who == TEAM else "panel",
        point=asked.point_if_any(),
        text=asked.prose("text"),
    )


def _sign(asked: Asked) -> AnyBody:
    # A page that was loaded before the seat signed still shows this form. It must not replace the remark; only the
    # form for changing it may. What is sent twice under one mark is not a second signature.
    if _has_signed(asked) and not asked.was_received():
        raise Unclear("You have signed already. Choose “Change my remark” if you want to replace your remark.")
    return bodies.SignedOff(remark=asked.prose("remark") or None)


def _has_signed(asked: Asked) -> bool:
    return any(one.seat == asked.who for one in asked.history.state.signed)


def _remark(asked: Asked) -> AnyBody:
    if not _has_signed(asked) and not asked.was_received():
        raise Unclear("Your signature does not stand any more. Read what has changed, then sign again.")
    return bodies.SignedOff(remark=asked.prose("remark") or None)


def _conflict(asked: Asked) -> AnyBody:
    effects: tuple[ConflictEffect, ...] = ("note", "no-score", "leaves")
    effect = next((one for one in effects if one == asked.line("effect")), None)
    if effect is None:
        raise Unclear("Say what follows from the conflict of interest.")
    return bodies.ConflictDeclared(
        seat=asked.who, point=asked.point_if_any(), effect=effect, reason=asked.prose("reason")
    )


def _mark(asked: Asked) -> AnyBody:
    said = asked.line("mark")
    mark = next((one for one in MARKS if one == said), None)
    if mark is None and said != NOWHERE:
        raise Unclear("Say how far you are with this evidence: seen, verified, or more wanted.")
    return bodies.EvidenceMarked(
        id=asked.line("id").upper(), mark=mark, text=(asked.prose("text") or None) if mark else None
    )


def _place(asked: Asked) -> AnyBody:
    return bodies.EvidencePlaced(id=asked.line("id").upper(), point=asked.point_if_any())


def _check(asked: Asked) -> AnyBody:
    statuses: tuple[CheckStatus, ...] = ("taken-root", "partly", "not", "no-longer-applies")
    status = next((one for one in statuses if one == asked.line("status")), None)
    if status is None:
        raise Unclear("Say what became of this recommendation.")
    return bodies.EarlierChecked(id=asked.line("id").upper(), status=status, text=asked.prose("text") or None)


def _own_view(asked: Asked) -> AnyBody:
    level = asked.line("level")
    return bodies.OwnViewGiven(
        point=asked.point(), level=None if level == NOWHERE else level or None, text=asked.prose("text") or None
    )


_FORMS: Mapping[str, Callable[[Asked], AnyBody]] = {
    "note": _note,
    "reword": _reword,
    "withdraw": _withdraw,
    "score": _score,
    "evidence": _evidence,
    "dissent": _dissent,
    "ask": _ask,
    "sign": _sign,
    "remark": _remark,
    "conflict": _conflict,
    "mark": _mark,
    "place": _place,
    "check": _check,
    "own": _own_view,
}
FORMS = frozenset(_FORMS)
"""The last parts of the addresses that forms are sent to."""
