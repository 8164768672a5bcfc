"""Does the record still say what was kept? Walks the chain of hashes, as far as a file can be read at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from panel_tui.session import chain
from panel_tui.session.chain import Break
from panel_tui.store import layout
from panel_tui.store.errors import NotASession, StoreError, shown
from panel_tui.store.storage import read_session

_EVENTS = b'"events":{'


class Verdict(Struct, frozen=True):
    """`events` fit; the first that does not has the number `first_break`, and `why` is one sentence.

    A file of which no event can be read at all has neither events nor a first break, only `why`.
    """

    ok: bool
    events: int
    first_break: int | None
    why: str


def verify(path: Path) -> Verdict:
    """Check a session file against its own hashes; it is only read. Raises nothing of its own.

    Also judges files that do not open: cut short, damaged, or from a newer version, whose hashes are taken
    over what stands there and so need no knowledge of what it means.
    """
    try:
        data, _ = read_session(path)
    except StoreError as error:
        return Verdict(False, 0, None, error.message)
    refused: StoreError | None = None
    try:
        documents: list[Any] = list(layout.parse(data, shown(path)).events.values())
    except StoreError as error:
        documents, refused = _salvage(data), error
    found = _check(documents)
    if found is not None:
        return Verdict(False, found.n - 1, found.n, f"{found.why[0].upper()}{found.why[1:]}.")
    if refused is None:
        return Verdict(True, len(documents), None, f"All {len(documents)} events fit.")
    next_one = len(documents) + 1 if documents and isinstance(refused, NotASession) else None
    return Verdict(False, len(documents), next_one, refused.message)


def _check(documents: list[Any]) -> Break | None:
    for n, document in enumerate(documents, start=1):
        if not isinstance(document, dict):
            return chain.check(documents[: n - 1]) or Break(n, f"event {n} is not an event")
    return chain.check(documents)


def _salvage(data: bytes) -> list[Any]:
    """The events of a file that does not open, up to the first that is not readable."""
    found = list(_lines(data))
    if found:
        return found
    try:  # laid out by something else, or by a version to come
        events = layout.decode(data, "")["events"]
        return list(events.values())
    except (StoreError, TypeError, LookupError, AttributeError):
        return []


def _lines(data: bytes) -> Iterator[Any]:
    _, _, rest = data.partition(_EVENTS)
    for line in rest.splitlines():
        if line.strip():
            try:
                (document,) = msgspec.json.decode(b"{%b}" % line.rstrip(b",")).values()
            except (ValueError, RecursionError):
                return
            yield document
