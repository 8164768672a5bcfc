"""Plain mode in this process: lines in, lines out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.room.rooms import HandClock, a_room

from panel_tui.plain import PlainMode
from panel_tui.room import Room
from panel_tui.speaker import Speaker


class Talk:
    """One plain mode and what it said: `out` and `err` hold its lines."""

    def __init__(self, folder: Path, *, json: bool = False, room: Room | None = None, **changes: Any) -> None:
        self.clock = HandClock()
        self.room = room or a_room(folder, self.clock, **changes)
        self.speaker = Speaker(self.room)
        self.out: list[str] = []
        self.err: list[str] = []
        self.mode = PlainMode(self.speaker, self.out.append, self.err.append, json=json, folder=folder)

    def say(self, *lines: str) -> list[str]:
        """What the last of these lines is answered, refusals too."""
        before = 0
        for line in lines:
            self.clock.move(1)
            self.out.clear()
            self.err.clear()
            before = self.mode.refused
            assert self.mode.carry_out(line) is not line.startswith("quit")
        assert (self.mode.refused > before) == any(one.startswith(("refused:", "not saved")) for one in self.err)
        return [*self.out, *self.err]
