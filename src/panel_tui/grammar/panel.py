"""Words for the set-up, the panel, conflicts of interest and the briefing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from panel_tui.grammar.reader import Words, find_seat, starts_with_seat
from panel_tui.session import bodies
from panel_tui.session.rules.panel import BRIEFING_ITEMS, DETAIL_FIELDS
from panel_tui.session.state import State
from panel_tui.session.terms import Affiliation, CheckStatus, ConflictEffect, Role, SeatData
from panel_tui.session.words import clean_line

Bodies = tuple[bodies.AnyBody, ...]

ROLES: tuple[Role, ...] = ("lead", "deputy", "member", "observer")
AFFILIATIONS: tuple[Affiliation, ...] = ("internal", "external")
EFFECTS: tuple[ConflictEffect, ...] = ("note", "no-score", "leaves")
STATUSES: tuple[CheckStatus, ...] = ("taken-root", "partly", "not", "no-longer-applies")


def new_seat_id(taken: Iterable[str]) -> str:
    """The next free id, `seat-a`, `seat-b`, … It does not carry a name, so that a report need not either."""
    taken = set(taken)
    number = 0
    while True:
        letters, rest = "", number
        while True:
            letters = chr(ord("a") + rest % 26) + letters
            rest = rest // 26 - 1
            if rest < 0:
                break
        if f"seat-{letters}" not in taken:
            return f"seat-{letters}"
        number += 1


def _setting(field: str) -> str:
    return field.removesuffix("_seconds")


def set_detail(words: Words) -> Bodies:
    """`set service Manage Arrears`, `set deliberation 1h`"""
    fields = {_setting(field): field for field in DETAIL_FIELDS}
    field = fields[words.choice("a line of the set-up", fields)]
    value: str | None
    if field == "description":
        value = words.rest("a description") if words.left else None
    elif not field.endswith("_seconds"):
        value = clean_line(words.left) or None
    else:
        length = words.length()
        words.done()
        value = str(length)
    return (bodies.DetailsChanged(field=field, value=value),)


def seat(words: Words) -> Bodies:
    """`seat add Jess West, member, technology, external` · `seat change …` · `seat remove Jess West`"""
    verb = words.choice("add, change or remove", ("add", "change", "remove"))
    parts = [clean_line(part) for part in words.rest("the seat's name").split(",")]
    state = words.desk.state
    if verb == "remove":
        return (bodies.SeatRemoved(seat=find_seat(state, parts[0]).id),)
    if verb == "add":
        fresh = SeatData(id=new_seat_id(_ever(words)), name=parts[0], role="member")
        return (bodies.SeatAdded(seat=_described(words, fresh, parts[1:])),)
    return (bodies.SeatChanged(seat=_described(words, find_seat(state, parts[0]), parts[1:])),)


def _ever(words: Words) -> set[str]:
    # Also who was taken off the panel or undone: the log still names them by their id.
    happened = [event.what for event in words.desk.history.events]
    added = (what.seat.id for what in happened if isinstance(what, bodies.SeatAdded))
    begun = (seat.id for what in happened if isinstance(what, bodies.SessionCreated) for seat in what.panel)
    return {*begun, *added}


def _described(words: Words, seat: SeatData, parts: list[str]) -> SeatData:
    changes: dict[str, Any] = {}
    for part in parts:
        low = part.casefold()
        if low in ROLES:
            changes["role"] = low
        elif low in AFFILIATIONS:
            changes["affiliation"] = low
        elif low.startswith("points "):
            changes["points"] = _points(words, part.split()[1:])
        elif low.startswith("name "):
            changes["name"] = part[5:].strip()
        elif part:
            changes["discipline"] = part
    return replace(seat, **changes)


def _points(words: Words, numbers: list[str]) -> tuple[str, ...]:
    found = []
    for number in numbers:
        point = words.desk.state.standard.point_by_number(number)
        if point is None:
            raise words.fail(f"there is no point '{number[:40]}'")
        found.append(point.id)
    return tuple(found)


def conflict(words: Words) -> Bodies:
    """`conflict 4 no-score because I advised them`"""
    reason = words.because(needed=True) or ""
    everywhere = words.maybe("all") is not None
    point = None if everywhere else words.point().id
    chosen = words.choice("what follows from it", EFFECTS)
    words.done()
    effect = next(one for one in EFFECTS if one == chosen)
    return (bodies.ConflictDeclared(seat=words.desk.actor, point=point, effect=effect, reason=reason),)


def lift(words: Words) -> Bodies:
    """`lift 4 because they never met`, `lift all because …`"""
    reason = words.because(needed=True)
    everywhere = words.maybe("all") is not None
    point = None if everywhere else words.point().id
    words.done()
    return (bodies.ConflictLifted(seat=words.desk.actor, point=point, reason=reason),)


def scope(words: Words) -> Bodies:
    """`scope The second beta: letters and payment plans`"""
    return (bodies.ScopeTold(text=words.rest("the scope")),)


def tick(words: Words) -> Bodies:
    """`tick demo`"""
    return _ticked(words, done=True)


def untick(words: Words) -> Bodies:
    """`untick demo`"""
    return _ticked(words, done=False)


def _ticked(words: Words, *, done: bool) -> Bodies:
    item = words.choice("an item of the briefing", BRIEFING_ITEMS)
    words.done()
    return (bodies.BriefingTicked(item=item, done=done),)


def check_earlier(words: Words) -> Bodies:
    """`check P1 partly half of the letters were rewritten`"""
    id = _of_last_time(words, words.take("the number of a recommendation of last time"))
    chosen = words.choice("what became of it", STATUSES)
    status = next(one for one in STATUSES if one == chosen)
    text = words.rest("a note") if words.left else None
    return (bodies.EarlierChecked(id=id, status=status, text=text),)


def _of_last_time(words: Words, given: str) -> str:
    earlier = words.desk.state.earlier
    known = [one.id for one in earlier.recommendations] if earlier else []
    return next((id for id in known if id.casefold() == given.casefold()), given)


def take_lead(words: Words) -> Bodies:
    """`lead because Ana's laptop died`"""
    reason = words.because(needed=True) or ""
    words.done()
    return (bodies.LeadTaken(reason=reason),)


def split_behalf(state: State, text: str) -> tuple[str, str]:
    """For `as NAME COMMAND`: the seat's id and the command. Raises `NotUnderstood`."""
    seat, rest = starts_with_seat(state, text)
    return seat.id, rest
