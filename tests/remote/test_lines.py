"""Plain mode over a real line, in this process: what is kept, what waits, and what the lead's computer tells."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.remote.served import DEPUTY, LEAD, MEMBER, a_host, until

from panel_tui import lines, plain
from panel_tui.hosting import LEAD_IDLE
from panel_tui.plain import PlainMode
from panel_tui.session.view import Viewer
from panel_tui.speaker import Speaker


def test_lines_over_a_wire_say_what_was_kept_what_was_told_and_what_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out: list[str] = []
    err: list[str] = []
    with a_host(tmp_path) as host:
        room = host.join()
        mode = PlainMode(Speaker(room), out.append, err.append, folder=tmp_path)
        host.say("note 4 + By another, and not said here")
        mode.carry_out("note 4 + Mine")
        assert [line for line in out if line.startswith("kept")] == out
        assert len(out) == 1
        host.server.nudge(MEMBER, "Your score on 4, please", LEAD)
        until(lambda: _shown(mode, out, "told:"))
        assert any("Your score on 4, please" in line for line in out)
        mode.carry_out("stage close")
        assert err[-1].startswith("refused: only the lead does this")
        host.wire.cut()
        until(lambda: room.keeping.away)
        monkeypatch.setattr(plain, "ANSWER_SECONDS", 0.05)
        assert mode.run(["note 4 - While away"], keep_going=True) == 1
        assert [line for line in err if line.startswith("not saved yet:")]
        assert "waits on this device and will be sent once" in err[-1]
        host.wire.heal()


def _shown(mode: PlainMode, out: list[str], start: str) -> bool:
    mode.carry_out("show clock")
    return any(line.startswith(start) for line in out)


def test_a_refusal_that_only_the_room_knows_is_said_once(tmp_path: Path) -> None:
    out: list[str] = []
    err: list[str] = []
    with a_host(tmp_path) as host:
        room = host.join()
        mode = PlainMode(Speaker(room), out.append, err.append, folder=tmp_path)
        host.wire.cut()
        until(lambda: room.keeping.away)
        host.say("stage deliberation", "as Soraya conflict 4 leaves because a cousin works there")
        host.wire.heal()
        mode.carry_out("note 4 - Too late")
        _shown(mode, out, "told:")
        said = [line for line in (*out, *err) if "leaves the room" in line]
        assert len(said) == 1, (out, err)
        room.close()


def test_who_is_no_deputy_reads_that_the_lead_has_gone_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_host(tmp_path) as host:
        member, deputy = host.join(), host.join(DEPUTY, "other")
        began = host.room.now()
        monkeypatch.setattr(host.room, "_clock", lambda: began + timedelta(seconds=LEAD_IDLE + 10))
        for room in (member, deputy):
            until(lambda room=room: room.presence is not None and room.presence.lead_gone is not None)  # type: ignore[misc]
        told = {room: lines.lead_gone(room, room.view(Viewer(seat=room.seat))) or "" for room in (member, deputy)}
        assert told[member].endswith(".")
        assert "You may" not in told[member]
        assert "You may take the lead over in" in told[deputy]
        member.close()
        deputy.close()
