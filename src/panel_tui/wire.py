"""What travels between the computer that has the session and a seat's own terminal: JSON, one message at a time.

A seat is sent its `View` and its own events, never a state: what `view_for` left out is not there to be found.
The hashes of the chain stay behind, because three levels are quickly tried out against a hash.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Literal

import msgspec
from msgspec import Raw, Struct, structs

from panel_tui.session.bodies import AnyBody, NoteChanged, NoteTaken, OwnViewsBrought, SessionCreated
from panel_tui.session.events import Event
from panel_tui.session.history import History
from panel_tui.session.view import PointView, View

TERMINAL = "application/vnd.panel-tui.seat+json"
"""What a terminal says it takes (`Accept`), to be told apart from a browser."""

WIRE_NUMBER = 3
"""Rises by one with every change of what the messages may hold. Both ends have to speak the same; see `number_in`."""
NUMBER_HEADER = "Panel-Tui-Wire"

How = Literal["in", "writing", "away", "never"]


class Present(Struct, frozen=True, kw_only=True):
    """How a seat is there, and since when (UTC)."""

    seat: str
    how: How
    since: datetime


class Presence(Struct, frozen=True, kw_only=True, tag="presence"):
    """Who is there. `lead_gone` is since when the lead has not been, or None; a deputy may take the lead over
    `lead_wait` seconds after. `team` is how many look at the team's page."""

    now: datetime
    seats: tuple[Present, ...]
    lead_gone: datetime | None
    lead_wait: int
    team: int = 0


class Whole(Struct, frozen=True, kw_only=True, tag="whole"):
    """Everything that a seat may see after the event `n`: what a connection begins with."""

    n: int
    now: datetime
    view: View
    own: tuple[Event, ...]
    presence: Presence


class Change(Struct, frozen=True, kw_only=True, tag="change"):
    """What is different after the event `n` from the view that was sent last (`since`): fields of the view, points
    whole, and the seat's own new events."""

    since: int
    n: int
    now: datetime
    fields: dict[str, Raw]
    points: tuple[PointView, ...]
    own: tuple[Event, ...]


class Nudge(Struct, frozen=True, kw_only=True, tag="nudge"):
    """The lead asks this seat for something, in a sentence."""

    text: str


class Out(Struct, frozen=True, kw_only=True, tag="out"):
    """This connection has ended for good, and why: the seat went on elsewhere, or was shut out."""

    text: str


Message = Whole | Change | Presence | Nudge | Out


class Submission(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a terminal sends to be recorded, under a mark of its own so that it counts once."""

    sent: str
    bodies: tuple[AnyBody, ...]
    on_behalf_of: str | None = None


class Kept(Struct, frozen=True, kw_only=True):
    """The answer to a submission that is durable now."""

    events: tuple[Event, ...]


class NotKept(Struct, frozen=True, kw_only=True):
    """The answer to one that is not: a sentence; `again` where sending the same again may succeed."""

    refused: str
    again: bool = False


def accepting() -> str:
    """What a terminal of this version says that it takes."""
    return f"{TERMINAL};number={WIRE_NUMBER}"


def number_in(accepted: str) -> int:
    """The number of the messages that a terminal takes, out of its `Accept`: 1, where it names none."""
    found = re.search(r";\s*number=(\d{1,9})", accepted.partition(TERMINAL)[2].partition(",")[0])
    return int(found[1]) if found else 1


def mismatch(host: int, terminal: int) -> str | None:
    """Which side has to be updated, in a sentence, where the lead's computer and a terminal speak differently."""
    if host > terminal:
        return "The lead's computer runs a newer panel-tui than yours: update yours, or take your seat in a browser."
    if host < terminal:
        return (
            "The lead's computer runs an older panel-tui than yours: ask the lead to update, or take your seat in a "
            "browser."
        )
    return None


def own_events(history: History, seat: str, after: int = 1) -> tuple[Event, ...]:
    """What a seat did, or had done for it, after the event `after`; without the hashes of the chain, without the
    words of private notes that a lead wrote down for another seat, and without what the team thinks of itself."""
    return tuple(
        structs.replace(event, prev="", hash="", what=_without_anothers_words(event, seat))
        for event in history.events[after:]
        if seat in (event.seat, event.on_behalf_of) and not isinstance(event.what, SessionCreated)
    )


def without_what_is_closed(event: Event) -> Event:
    """The event without what the team thinks of itself: who brought it in reads it with the reveal, like everybody."""
    if isinstance(event.what, OwnViewsBrought):
        return structs.replace(event, what=structs.replace(event.what, views=()))
    return event


def _without_anothers_words(event: Event, seat: str) -> AnyBody:
    # A lead who wrote a private note down for a seat can undo it, and may not read it back.
    what = without_what_is_closed(event).what
    if event.owner != seat and isinstance(what, NoteTaken | NoteChanged) and what.private:
        return structs.replace(what, text="")
    return what


def change(before: View, after: View, own: tuple[Event, ...], now: datetime) -> Change:
    """What has to be sent to whoever has `before`."""
    fields: dict[str, Raw] = {}
    for name in View.__struct_fields__:
        old, new = getattr(before, name), getattr(after, name)
        if name != "points" and old is not new and old != new:
            fields[name] = Raw(_encoder.encode(new))
    known = {point.id: point for point in before.points}
    points = tuple(one for one in after.points if known.get(one.id) is not one and known.get(one.id) != one)
    if [one.id for one in before.points] != [one.id for one in after.points]:
        fields["points"] = Raw(_encoder.encode([one.id for one in after.points]))
    return Change(since=before.n, n=after.n, now=now, fields=fields, points=points, own=own)


def apply(view: View, change: Change) -> View:
    """The view after a change. Raises `ValueError` where the change does not follow this view."""
    if change.since != view.n:
        raise ValueError(f"the change after event {change.since} does not follow event {view.n}")
    if not change.fields.keys() <= _FIELDS.keys():
        raise ValueError("the change is about something that this version does not know")
    changes: dict[str, Any] = {
        name: msgspec.json.decode(raw, type=_FIELDS[name]) for name, raw in change.fields.items() if name != "points"
    }
    order = (
        msgspec.json.decode(change.fields["points"], type=tuple[str, ...])
        if "points" in change.fields
        else tuple(point.id for point in view.points)
    )
    known = {point.id: point for point in (*view.points, *change.points)}
    if not known.keys() >= set(order):
        raise ValueError("the change names a point that was not sent")
    return structs.replace(view, **{**changes, "points": tuple(known[id] for id in order)})


_FIELDS: dict[str, Any] = {field.name: field.type for field in structs.fields(View)}

# In one order, always: not even the order of what a set holds may say what came first.
_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Message)


def encode(message: Message) -> bytes:
    """A message as JSON in one line."""
    return _encoder.encode(message)


def decode(data: bytes) -> Message:
    """A message read. Raises `msgspec.ValidationError`, a `ValueError`."""
    message: Message = _decoder.decode(data)
    return message
