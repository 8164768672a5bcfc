"""The chain of hashes: each event carries the hash of the one before, so that a change shows.

A hash is SHA-256 over the event's JSON without its own `hash`, keys sorted, no spaces. It is taken over
the plain document and not over our structs, so that a later version of this program still verifies files
written by this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import UNSET, Struct

from panel_tui.errors import PanelError
from panel_tui.session.bodies import AnyBody, Body
from panel_tui.session.events import Event

GENESIS = "0" * 64
"""What the first event names as the hash before it."""

_canonical = msgspec.json.Encoder(order="sorted")
_KINDS = frozenset(kind.__struct_config__.tag for kind in Body.__subclasses__())


class NotAnEvent(PanelError):
    """This entry is not an event of a panel session."""


class NewerEvent(PanelError):
    """This entry was written by a newer version of panel-tui."""


class Break(Struct, frozen=True):
    """The first event that does not fit, and why in one sentence."""

    n: int
    why: str


def seal(
    n: int, at: datetime, seat: str, on_behalf_of: str | None, what: AnyBody, prev: str, sent: str | None = None
) -> Event:
    """Make the event number `n` (from 1) that follows the event with the hash `prev`; `at` is made UTC. `sent` is
    the mark of the device that it came from, if it came from one."""
    event = Event(
        n=n,
        at=at.astimezone(UTC),
        seat=seat,
        on_behalf_of=on_behalf_of,
        what=what,
        prev=prev,
        hash="",
        sent=UNSET if sent is None else sent,
    )
    return msgspec.structs.replace(event, hash=_hash(to_document(event)))


def to_document(event: Event) -> dict[str, Any]:
    """The event as plain JSON types, as it stands in the file."""
    document: dict[str, Any] = msgspec.to_builtins(event)
    return document


def from_document(document: Mapping[str, Any]) -> Event:
    """Read an event from plain JSON types.

    Raises `NewerEvent` where its kind is unknown here, `NotAnEvent` where it has another shape.
    """
    try:
        return msgspec.convert(document, Event)
    except msgspec.ValidationError as error:
        what = document.get("what")
        kind = what.get("event") if isinstance(what, Mapping) else None
        if isinstance(kind, str) and kind not in _KINDS:
            raise NewerEvent(f"it holds an event '{kind}' that this version does not know") from None
        raise NotAnEvent(f"it is not an event of a panel session: {error}") from None


def check(documents: Iterable[Mapping[str, Any]]) -> Break | None:
    """Walk the chain; returns the first `Break`, or None where every event fits the one before."""
    prev = GENESIS
    for expected, document in enumerate(documents, start=1):
        if document.get("n") != expected:
            return Break(expected, f"event {expected} is missing or out of place")
        if document.get("prev") != prev:
            return Break(expected, f"event {expected} does not follow the event before it")
        sealed = _hash_or_none(document)
        if sealed is None or document.get("hash") != sealed:
            return Break(expected, f"event {expected} was changed after it was kept")
        prev = document["hash"]
    return None


def fits(document: Mapping[str, Any]) -> bool:
    """Whether the hash of this one event is that of what stands in it, whatever that means."""
    sealed = _hash_or_none(document)
    return sealed is not None and document.get("hash") == sealed


def _hash_or_none(document: Mapping[str, Any]) -> str | None:
    try:
        return _hash(document)
    except (OverflowError, RecursionError, TypeError, ValueError):  # no event of ours holds what JSON cannot
        return None


def _hash(document: Mapping[str, Any]) -> str:
    unsealed = dict(document)  # a copy less one key is half the price of a comprehension, 5,000 times when one opens
    unsealed.pop("hash", None)
    return sha256(_canonical.encode(unsealed)).hexdigest()
