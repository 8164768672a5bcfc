"""What the public page of a thousand assessments costs, with the list of sessions known and with none known yet."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from panel_tui.demo import make_demo
from panel_tui.rooms import summarise
from panel_tui.session import bodies, chain
from panel_tui.session.bodies import SessionCreated
from panel_tui.session.events import Event
from panel_tui.store.folder import SessionsFolder
from tools.bench import sessions
from tools.bench.commands import command
from tools.bench.figures import Figure, median, steadiness
from tools.bench.pairs import in_turn, milliseconds

NUMBER = 1_000


def pages(folder: Path, env: Mapping[str, str], rounds: int, number: int = NUMBER) -> Iterator[Figure]:
    """`panel-tui register` over many published sessions, beside reading and writing the same bytes."""
    where, out = folder / "register", folder / "public"
    events = fill(where, number)
    index = where / ".index"
    run = [*command(), "--sessions", str(where), "register", "-o", str(out)]

    def known() -> float:
        for page in out.glob("*.*"):
            page.unlink()
        return milliseconds(lambda: subprocess.run(run, env=dict(env), stdout=subprocess.DEVNULL, check=True)) / 1000

    def unknown() -> float:
        index.unlink(missing_ok=True)
        return known()

    def floor(read: Sequence[Path]) -> float:
        return milliseconds(lambda: _read_and_write(read, out)) / 1000

    known()
    files = sorted(where.glob("*.json"))
    for words, ours, read in (
        ("which it has listed before", known, [index]),
        (f"of {events} events each, for the first time", unknown, files),
    ):
        found = in_turn({"ours": ours, "floor": partial(floor, read)}, max(3, rounds // 3))
        yield Figure(
            f"`panel-tui register` of {number:,} sessions {words}",
            "s",
            median(found["ours"]),
            median(found["floor"]),
            "reading and writing the same bytes",
            aim=2,
            absolute=True,
            remark=steadiness(found["ours"], "s"),
        )


def fill(folder: Path, number: int) -> int:
    """Make published sessions over ten years, each a whole day such as the demo's; returns how many events one has."""
    room = make_demo(sessions.at(folder.with_name("the-demo")), "closed")
    events = (*room.history.events, replace(room.history.last, n=room.state.n + 1, what=bodies.Published()))
    room.close()
    shelf = SessionsFolder(folder, summarise)
    for one in range(number):
        shelf.create(f"service-{one}", _another(events, one)).close()
    return len(events)


def _another(events: Sequence[Event], number: int) -> list[Event]:
    """The same day for another service, with its own id and its chain made anew."""
    made: list[Event] = []
    for event in events:
        what = event.what
        if isinstance(what, SessionCreated):
            date = f"{2017 + number % 10}-{1 + number % 12:02d}-03"
            what = replace(what, id=f"session-{number}", service=f"Service {number}", rehearsal=False, date=date)
        before = made[-1].hash if made else chain.GENESIS
        made.append(chain.seal(event.n, event.at, event.seat, event.on_behalf_of, what, before))
    return made


def _read_and_write(read: Sequence[Path], out: Path) -> None:
    for path in read:
        path.read_bytes()
    for path in sorted(out.glob("*.*")):
        path.write_bytes(path.read_bytes())
