"""Server-sent events, read from a stream of bytes. Shape: the HTML standard's `text/event-stream`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

MOST = 64 * 1024 * 1024
"""Bytes of one event that are too many: no session is so large."""


class Said(NamedTuple):
    """One event: its name and its data."""

    name: str
    data: bytes


class Reader:
    """Takes bytes as they come and gives the events that they complete."""

    def __init__(self) -> None:
        self._rest = b""
        self._name = "message"
        self._data: list[bytes] = []
        self._size = 0

    def feed(self, came: bytes) -> Iterator[Said]:
        """The events that are complete with these bytes. Raises `ValueError` where one is far too large."""
        self._size += len(came)
        if self._size > MOST:
            raise ValueError("an event that never ends")
        *lines, self._rest = (self._rest + came).split(b"\n")
        for raw in lines:
            line = raw.removesuffix(b"\r")
            if line:
                self._take(line)
                continue
            if self._data:
                yield Said(self._name, b"\n".join(self._data))
            self._name, self._data, self._size = "message", [], len(self._rest)

    def _take(self, line: bytes) -> None:
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"data":
            self._data.append(value)
        elif field == b"event":
            self._name = value.decode("utf-8", "replace")
