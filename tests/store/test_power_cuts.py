"""The power is cut after every single step: nothing that was acknowledged is lost, and nothing sent comes back."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.store.power import Recorder

from panel_tui.remote.outbox import Outbox
from panel_tui.session.bodies import SessionClosed
from panel_tui.session.events import Event
from panel_tui.store import atomic
from panel_tui.store.folder import SessionsFolder
from panel_tui.store.protocol import Draft, DraftKey, SummaryFields
from panel_tui.store.setup_file import SetupFile
from panel_tui.store.tinydb_file import open_session
from panel_tui.wire import Submission

Make = Callable[..., list[Event]]
Summarise = Callable[[Sequence[Event]], SummaryFields]
KEY = DraftKey("ana", "note", "p4")
SESSIONS = Path("home", "panel-tui", "sessions")
DEVICE = Path("device", "seats")


def events_in(file: Path) -> int:
    return len(open_session(file, read_only=True).events()) if file.exists() else 0


def drafts_in(folder: Path) -> list[str]:
    file = folder / SESSIONS / "s.json"
    return [draft.text for draft in open_session(file, read_only=True).drafts().values()] if file.exists() else []


def access_in(folder: Path) -> bytes | None:
    file = folder / SESSIONS / "s.json"
    return open_session(file, read_only=True).access() if file.exists() else None


def setup_in(folder: Path) -> dict[str, str]:
    if not (folder / SESSIONS).exists():
        return {}
    draft = SetupFile(folder / SESSIONS)
    draft.close()
    return dict(draft.fields)


WHAT_IS_LEFT: dict[str, Callable[[Path], Any]] = {
    "events": lambda folder: events_in(folder / SESSIONS / "s.json"),
    "events elsewhere": lambda folder: events_in(folder / "stick" / "copy.json"),
    "drafts": drafts_in,
    "access": access_in,
    "set-up": setup_in,
    "outbox": lambda folder: len(Outbox(folder / DEVICE, "session", "ana").waiting),
}


class Acknowledged:
    """What the store said it had kept, and in which steps it did so."""

    def __init__(self, power: Recorder) -> None:
        self._power = power
        self._kept: list[tuple[str, int, int, Any]] = []

    @contextmanager
    def keeping(self, name: str, value: Any) -> Iterator[None]:
        """The value stands once this has ended; while it lasts the value before may stand as well."""
        begun = len(self._power.steps)
        yield
        self._kept.append((name, begun, len(self._power.steps), value))

    def lost(self, folder: Path, steps: int) -> list[str]:
        """What a folder lacks that was acknowledged within so many steps."""
        lost = []
        for name, look in WHAT_IS_LEFT.items():
            done = [value for kept, _, end, value in self._kept if kept == name and end <= steps]
            going_on = [value for kept, begun, end, value in self._kept if kept == name and begun <= steps < end]
            left = look(folder)
            if done and left not in [done[-1], *going_on]:
                lost.append(f"after step {steps}: {name} is {left!r} and not {done[-1]!r}")
        return lost


def a_day(root: Path, power: Recorder, make: Make, summarise: Summarise) -> Acknowledged:
    """Everything that the store keeps: a session made, written in, moved, and what stands beside it."""
    acknowledged = Acknowledged(power)
    keeping = acknowledged.keeping
    events = make(5)
    folder = SessionsFolder(root / SESSIONS, summarise)
    setup = folder.setup_draft()
    with keeping("set-up", {"service": "Pay rent"}):
        setup.keep({"service": "Pay rent"})
    with keeping("events", 1):
        session = folder.create("s", events[:1])
    with keeping("set-up", {}):
        setup.keep({})
    setup.close()
    with keeping("drafts", ["half a thought"]):
        session.keep_drafts({KEY: Draft("half a thought", events[0].at)})
    with keeping("events", 3):
        session.append(events[1:3])
    with keeping("drafts", []):
        session.keep_drafts({})
    with keeping("access", b"door"):
        session.keep_access(b"door")
    with keeping("access", None):
        session.keep_access(b"")
    session.close()
    session = folder.open("s")
    with keeping("events", 4):
        session.append(events[3:4])
    atomic.make_folders(root / "stick")
    with keeping("events elsewhere", 4):
        session.save_elsewhere(root / "stick" / "copy.json")
    with keeping("events elsewhere", 5):
        session.append(events[4:])
    session.close()
    outbox = Outbox(root / DEVICE, "session", "ana")
    with keeping("outbox", 1):
        assert outbox.keep([Submission(sent="mark", bodies=(SessionClosed(),))], {}) is None
    with keeping("outbox", 0):
        assert outbox.keep([], {}) is None
    return acknowledged


@pytest.mark.parametrize("seed", [None, 1, 2, 3], ids=lambda seed: "all is lost" if seed is None else f"dice {seed}")
def test_whatever_the_moment_nothing_acknowledged_is_lost(
    tmp_path: Path, make: Make, summarise: Summarise, monkeypatch: pytest.MonkeyPatch, seed: int | None
) -> None:
    with monkeypatch.context() as recorded:
        power = Recorder(tmp_path / "real", recorded)
        (tmp_path / "real").mkdir()
        acknowledged = a_day(tmp_path / "real", power, make, summarise)
    assert len(power.steps) > 80
    chance = Random(seed) if seed is not None else None  # noqa: S311 - a test's dice
    for steps in range(len(power.steps) + 1):
        left = tmp_path / f"after-{steps}"
        power.cut(steps, chance, left)
        assert acknowledged.lost(left, steps) == []
        if (left / SESSIONS).exists():
            listed = SessionsFolder(left / SESSIONS, summarise).list()
            assert [summary.problem for summary in listed] == [None] * len(listed), "no file is half a file"


@pytest.mark.parametrize("forgotten", ["sync", "sync folder"])
def test_the_model_sees_a_sync_that_is_forgotten(
    tmp_path: Path, make: Make, summarise: Summarise, monkeypatch: pytest.MonkeyPatch, forgotten: str
) -> None:
    """Without this, the test above could pass because the disk that it builds forgets nothing."""
    with monkeypatch.context() as recorded:
        power = Recorder(tmp_path / "real", recorded)
        (tmp_path / "real").mkdir()
        acknowledged = a_day(tmp_path / "real", power, make, summarise)
    power.steps = [
        ("idle", path, more) if kind == forgotten else (kind, path, more) for kind, path, more in power.steps
    ]
    last = len(power.steps)
    power.cut(last, None, tmp_path / "left")
    try:
        lost = acknowledged.lost(tmp_path / "left", last)
    except Exception as error:  # noqa: BLE001 - a file that was not synced is empty, and does not open
        lost = [str(error)]
    assert lost
