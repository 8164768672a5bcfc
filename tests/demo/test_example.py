"""The example session of a checkout: current, whole, and the same to the byte each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from panel_tui.rooms import Rooms
from panel_tui.store.verify import verify
from tools import example


def test_the_example_is_current() -> None:
    assert example.main(["--check"]) == 0


def test_the_example_verifies_folds_and_is_a_closed_rehearsal() -> None:
    assert verify(example.EXAMPLE).ok
    room = Rooms.at(example.EXAMPLE.parent, {}, Path()).open(example.EXAMPLE.stem, read_only=True)
    assert room.broken is None
    assert room.state.closed_at == example.CLOSED_AT
    assert room.state.created.rehearsal
    assert room.history.last.n == len(room.history.events) > 250


def test_an_example_that_is_stale_is_named_and_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "sessions" / "example.json"
    monkeypatch.setattr(example, "EXAMPLE", made)
    assert example.main(["--check"]) == 1
    assert capsys.readouterr().out == "sessions/example.json is stale: run `make example`\n"
    assert example.main([]) == 0
    assert example.main(["--check"]) == 0
