"""The bytes of a session file: JSON as TinyDB has it, laid out so that a person can read and compare it.

    {"about":{"1":{"format":"panel-session-file/2","app":"0.1.0","created":"2026-11-21T09:30:00Z","written_by":"0.1.0"}},
    "events":{
    "1":{"n":1,…},
    "2":{"n":2,…}
    }}

One event is one line, whose key is its number. A raw line break never stands inside JSON text, so the last
line can be met nowhere else: a file that lacks it was cut short.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

import msgspec
from msgspec import Struct

from panel_tui.store.errors import CutShort, NewerVersion, NoSessionAtAll, NotASession

FORMAT_NAME = "panel-session-file"
FORMAT_NUMBER = 3
"""Rises by one with every change of what a session file may hold: a new kind of event, a new field, a new word for one.
`tests/formats/` keeps the shape and a session of each number; see `docs/decisions/0006`."""
FIRST_NUMBER = 1
TAIL = b"\n}}\n"
_SEPARATOR = b",\n"
_BEGINS = b'{"about":{"1":{"format":"'
_OPENING = re.compile(rb'\s*\{\s*"(?:about|events)"\s*:\s*\{\s*"1"\s*:\s*\{')
_MARK = b'"panel-session-file/'
_ABOUT = re.compile(rb'\s*\{\s*"about"\s*:\s*\{\s*"1"\s*:\s*(\{[^{}]*\})')
_HEAD = 4096

Document = dict[str, Any]


class Parsed(Struct):
    """A session file taken apart. `body` is its layout without `TAIL`, which the next event is added to."""

    about: Document
    events: dict[str, Document]
    body: bytearray


def about(app: str, created: str) -> Document:
    """The document that says what kind of file this is, made by which version and when, and who wrote to it last."""
    return written_by(app, {"format": "", "app": app, "created": created})


def written_by(app: str, before: Mapping[str, Any]) -> Document:
    """The same document once this version of the program has written to the file."""
    return {**before, "format": f"{FORMAT_NAME}/{FORMAT_NUMBER}", "written_by": app}


def begin(about_document: Document) -> bytearray:
    """The layout of a session with no event yet, without its tail."""
    return bytearray(b'{"about":{"1":%b},\n"events":{\n' % msgspec.json.encode(about_document))


def lines(first: int, documents: Iterable[Mapping[str, Any]]) -> bytes:
    """The layout of these events, the first of which has the number `first`, to stand after what is there."""
    encode = msgspec.json.encode
    joined = _SEPARATOR.join(b'"%d":%b' % (n, encode(doc)) for n, doc in enumerate(documents, first))
    return joined if first == 1 else _SEPARATOR + joined


def parse(data: bytes, name: str) -> Parsed:
    """Take a session file apart; `name` is what sentences call it.

    Raises `CutShort`, `NewerVersion` or `NotASession`. What it returns is shaped as a session is: every
    event is a mapping under its number, and the numbers run from 1 without a gap.
    """
    _refuse_newer(data[:_HEAD], name)  # first of all: of a newer file nothing that follows may be true
    tables = decode(data, name)
    about_document = _about(tables, name)
    events = _events(tables, name)
    if data.endswith(TAIL) and data.replace(b"\n", b"") == msgspec.json.encode(tables):
        return Parsed(about_document, events, bytearray(data[: -len(TAIL)]))
    # Somebody laid it out differently. That is no harm, but only in our own layout is it certain that no key
    # stands twice, which JSON readers pass over in silence.
    _refuse_repeated_keys(data, name)
    return Parsed(about_document, events, begin(about_document) + lines(1, events.values()))


def refuse_by_its_ends(head: bytes, tail: bytes, name: str) -> None:
    """Judge a large file by its first and last kilobytes, before it is read for nothing.

    Raises `NoSessionAtAll` for JSON about something else, and `NotASession` for what is no JSON, or JSON of ours that
    lacks its mark.
    """
    _refuse_newer(head, name)
    if _OPENING.match(head) is None:
        if head.lstrip()[:1] in (b"{", b"["):
            raise NoSessionAtAll(f"{name} is JSON, but not a session: {_HELP}.")
        raise NotASession(f"{name} is not a session as panel-tui wrote it: {_HELP}.")
    if _MARK not in head and _MARK not in tail:
        raise NotASession(f"{name} does not say that it is a panel session: {_HELP}.")


def decode(data: bytes, name: str) -> Any:
    """The file as plain JSON types. Raises `CutShort` or `NotASession`."""
    if not data.strip():
        raise NotASession(f"{name} is empty: {_HELP}.")
    try:
        return msgspec.json.decode(data)
    except UnicodeDecodeError:
        raise NotASession(f"{name} is not UTF-8 text, so it is not a session as panel-tui wrote it: {_HELP}.") from None
    except RecursionError:
        raise NotASession(f"{name} is nested deeper than any session: {_HELP}.") from None
    except msgspec.DecodeError as error:
        if "truncated" in str(error) or (data.startswith(_BEGINS) and TAIL not in data):
            raise CutShort(
                f"{name} ends in the middle: it was not touched; use your backup, or `panel-tui verify` "
                "to see how far it is whole."
            ) from None
        raise NotASession(f"{name} is not a session as panel-tui wrote it ({error}): {_HELP}.") from None


_HELP = "it was not touched; check that this is the right file, or use your backup"


def _about(tables: Any, name: str) -> Document:
    if not isinstance(tables, dict) or not tables.keys() & {"about", "events"}:
        # Something else that is whole is somebody's file; a bare `null` or `{}` may have been a session.
        refusal = NoSessionAtAll if tables and isinstance(tables, (dict, list)) else NotASession
        raise refusal(f"{name} is JSON, but not a session: {_HELP}.")
    table = tables.get("about")
    document = table.get("1") if isinstance(table, dict) else None
    stated = document.get("format") if isinstance(document, dict) else None
    kind, _, number = stated.partition("/") if isinstance(stated, str) else ("", "", "")
    if not isinstance(table, dict) or not isinstance(document, dict) or kind != FORMAT_NAME or not number.isdecimal():
        raise NotASession(f"{name} does not say that it is a panel session: {_HELP}.")
    if int(number) > FORMAT_NUMBER:
        raise newer(name, document)
    if int(number) < FIRST_NUMBER or len(table) != 1 or tables.keys() != {"about", "events"}:
        raise NotASession(f"{name} holds tables that a session does not have: {_HELP}.")
    return document


def newer(name: str, about_document: Document) -> NewerVersion:
    """The refusal of a file that this version is too old for."""
    return NewerVersion(
        f"{name} was written by a newer panel-tui ({last_writer(about_document)}): it was not touched; "
        "update to open it."
    )


def last_writer(about_document: Mapping[str, Any]) -> str:
    """The version of the program that wrote to the file last; the first format kept only which one made it."""
    return str(about_document.get("written_by", about_document.get("app", "")))


def _refuse_newer(head: bytes, name: str) -> None:
    found = _ABOUT.match(head)
    if found is not None:
        with suppress(msgspec.DecodeError, ValueError):
            document = msgspec.json.decode(found[1], type=dict[str, Any])
            kind, _, number = str(document.get("format")).partition("/")
            if kind == FORMAT_NAME and number.isdecimal() and int(number) > FORMAT_NUMBER:
                raise newer(name, document)


def _events(tables: Document, name: str) -> dict[str, Document]:
    events = tables["events"]
    if not isinstance(events, dict) or not all(isinstance(event, dict) for event in events.values()):
        raise NotASession(f"{name} holds something else where its events should be: {_HELP}.")
    if not events:
        raise NotASession(f"{name} holds no events: {_HELP}.")
    for n, (key, document) in enumerate(events.items(), start=1):
        if document.get("n") != n or key != str(n):
            raise NotASession(f"{name} lacks event {n}, or has it out of place: {_HELP}.")
    return events


def _refuse_repeated_keys(data: bytes, name: str) -> None:
    def once(pairs: list[tuple[str, Any]]) -> Document:
        found = dict(pairs)
        if len(found) != len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise NotASession(f"{name} has '{twice[:40]}' twice in one place: {_HELP}.")
        return found

    json.loads(data, object_pairs_hook=once)
