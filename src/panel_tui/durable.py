"""What of a session is durable, what a device sent before under the same mark, and who is told."""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress

from panel_tui.keeper import Keeping
from panel_tui.session.events import Event
from panel_tui.session.history import History

Listener = Callable[[Keeping], None]
Kept = Future[tuple[Event, ...]]

_MOST_UNKEPT = 256
"""States remembered between what was accepted and what is kept, when the disk does not take it."""


class Durable:
    """The newest history that is kept. Other devices are told of nothing beyond it."""

    def __init__(self, history: History) -> None:
        self._kept = history
        self._ahead: deque[History] = deque()
        self._one_at_a_time = threading.Lock()

    def accepted(self, history: History) -> None:
        """This will be kept next. Where the disk takes nothing for long, states in between are forgotten."""
        with self._one_at_a_time:
            self._ahead.append(history)
            if len(self._ahead) > _MOST_UNKEPT:
                del self._ahead[-2]

    def upto(self, n: int) -> History:
        """The newest history whose events are all kept, where those up to the number `n` are."""
        with self._one_at_a_time:
            while self._ahead and self._ahead[0].state.n <= n:
                self._kept = self._ahead.popleft()
            return self._kept


class Received:
    """What seats sent from their devices, by its mark: the number of its first event, and the future of it while it
    is not kept yet."""

    def __init__(self, history: History) -> None:
        self._first: dict[tuple[str, str], int] = {}
        self._waiting: dict[int, Kept] = {}
        for event in history.events:
            if isinstance(event.sent, str):
                self._first.setdefault((event.seat, event.sent), event.n)

    def remember(self, seat: str, sent: str, n: int, done: Kept, kept: int) -> None:
        """This was accepted as the event `n` and those that came with it; `kept` is the newest event that is kept."""
        self._first[seat, sent] = n
        self._forget(kept)
        self._waiting[n] = done

    def again(self, seat: str, sent: str, history: History, kept: int) -> Kept | None:
        """The future of what this seat sent before under this mark; None where it has not. `kept` is the number
        of the newest event that is."""
        n = self._first.get((seat, sent))
        if n is None:
            return None
        self._forget(kept)
        if n in self._waiting:
            return self._waiting[n]
        same = tuple(one for one in history.events[n - 1 :] if (one.seat, one.sent) == (seat, sent))
        done: Kept = Future()
        done.set_result(same)
        return done

    def _forget(self, kept: int) -> None:
        for number in [number for number in self._waiting if number <= kept]:
            del self._waiting[number]


class Listeners:
    """Who is told of every change. One that fails stops neither the keeping nor the others."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def add(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change; the function returned ends it, and may be called twice."""
        self._listeners.append(listener)

        def end() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return end

    def tell(self, standing: Keeping) -> None:
        """Tell each of them how keeping stands."""
        for listener in tuple(self._listeners):
            try:
                listener(standing)
            except Exception:  # noqa: BLE001 - a screen that fails stops neither the keeping nor other screens
                threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread())))
