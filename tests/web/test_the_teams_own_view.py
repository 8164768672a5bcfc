"""The team's own view reaches nobody before the panel's reveal: in no byte of a stream, a page, an error or a log, of
any device, that of a lead elsewhere included."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from tests.commands.table import ANA, BO, CY, GROSS, OB
from tests.room.rooms import HandClock
from tests.web.served import TERMINAL, Device, Served, mark
from tests.web.test_nothing_sealed_leaves import P4, P5, Ear, listening

from panel_tui import wire
from panel_tui.session import bodies
from panel_tui.session.bodies import AnyBody
from panel_tui.session.terms import BroughtItem, Source, TeamView
from panel_tui.web import gate
from panel_tui.web.pages.remembered import forget

ON_4, ON_5 = "quixoticplant", "zephyrplant"
OWN = Source(kind="self", key="own-1", name="The team's own record")
BROUGHT = bodies.EvidenceBrought(
    source=OWN, items=(BroughtItem(id="", key="a", point=P4, state="done", title="A demo"),)
)
VIEWS = bodies.OwnViewsBrought(
    source=OWN,
    views=(
        TeamView(point=P4, level="partially-met", text=f"{ON_4} we are not there yet"),
        TeamView(point=P5, level="not-met", text=f"{ON_5} we know"),
    ),
)
DEVICES = (ANA, BO, CY, OB, "display", "team")
READERS = {ANA, BO, CY}
"""Those of the panel; the team's own page and the others are not told the view after the reveal either."""
Ears = dict[str, tuple[Device, Ear]]


@asynccontextmanager
async def every_device(served: Served, *, terminal: bool) -> AsyncIterator[Ears]:
    """A browser or a terminal at each seat and each page."""
    async with AsyncExitStack() as stack:
        yield {who: await stack.enter_async_context(listening(served, who, terminal=terminal)) for who in DEVICES}


async def _work(served: Served, ears: Ears) -> None:
    """The panel works on both points around the closed views."""
    happens: tuple[tuple[str, AnyBody], ...] = (
        (ANA, bodies.PointEntered(point=P4)),
        (BO, bodies.NoteTaken(id="", point=P4, kind="strength", text="said aloud")),
        (CY, bodies.EvidenceMarked(id="E1", mark="seen")),
        (GROSS, bodies.ScoreGiven(point=P4, round=1, level="met")),
        (CY, bodies.ScoreGiven(point=P5, round=1, level="not-met")),
        (BO, bodies.EvidencePlaced(id="E1", point=P5)),
        (ANA, bodies.EvidenceBrought(source=OWN, gone=("E1",))),
    )
    for seat, what in happens:
        served.say(seat, what)
    await _all_heard(served, ears)


async def _all_heard(served: Served, ears: Ears) -> None:
    await served.comes(lambda: not served.room.keeping.unsaved)
    for _, ear in ears.values():
        await ear.has_heard_of(served.room.kept.state.n)


async def _look_around(served: Served, ears: Ears) -> list[tuple[str, bytes]]:
    """Every page, every log, and what everybody is told who tries to undo or to send something about it."""
    seen = []
    n = served.room.kept.state.n
    numbers = [one.n for one in served.room.kept.events if isinstance(one.what, bodies.OwnViewsBrought)]
    tries: list[AnyBody] = [
        *(bodies.Redone(number=number) for number in numbers),
        bodies.OwnViewGiven(point=P4, text="mine"),
    ]
    for who, (device, _) in ears.items():
        for path in ("/", "/?point=4", "/?point=5", "/?point=all", "/log"):
            async with device.http.get(device.url + path) as answer:
                seen.append((f"{who} asks for {path}", await answer.read()))
        for what in (*tries, *(bodies.Undone(number=number) for number in numbers if who != ANA)):
            sent = msgspec.json.encode(wire.Submission(sent=mark(), bodies=(what,)))
            _, said = await device.post("/record", sent, TERMINAL)
            seen.append((f"{who} tries {type(what).__name__}", said.encode()))
        _, said = await device.post("/do/own", {"sent": mark(), "point": "4", "text": "x"}, {"Accept": "text/html"})
        seen.append((f"{who} is refused on a page", said.encode()))
    assert served.room.kept.state.n == n, "all of that is refused"
    return seen


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    forget()
    made = Served(tmp_path, clock=HandClock())
    yield made
    await made.end()


def holding(plant: str, seen: list[tuple[str, bytes]]) -> set[str]:
    return {what for what, came in seen if plant.encode() in came}


def streams(ears: Ears) -> list[tuple[str, bytes]]:
    return [(who, bytes(ear.received)) for who, (_, ear) in ears.items()]


@pytest.mark.parametrize("terminal", [True, False], ids=["terminals", "browsers"])
async def test_the_own_view_is_in_no_byte_before_the_reveal_and_then_of_that_point_with_the_panel_alone(
    served: Served, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, terminal: bool
) -> None:
    caplog.set_level("DEBUG")
    monkeypatch.setattr(gate.Bucket, "take", lambda _: True)  # everybody asks a lot here
    served.say(ANA, bodies.StageEntered(stage="points"), bodies.TeamPageTurned(on=True), BROUGHT, VIEWS)
    async with every_device(served, terminal=terminal) as ears:
        await _work(served, ears)
        before = [*streams(ears), *(await _look_around(served, ears))]
        assert holding(ON_4, before) == holding(ON_5, before) == set()
        assert all(came for _, came in before)
        served.say(ANA, bodies.ScoresRevealed(points=(P4,)))
        await _all_heard(served, ears)
        after = [*streams(ears), *(await _look_around(served, ears))]
        assert holding(ON_5, after) == set()
        assert holding(ON_4, streams(ears)) == READERS
        told = {what for what in holding(ON_4, after) if "asks for" in what}
        assert told == {f"{who} asks for {path}" for who in READERS for path in ("/", "/?point=4")}
    assert ON_4 not in caplog.text
    assert ON_5 not in caplog.text


async def test_a_lead_elsewhere_whose_terminal_brings_the_record_whole_has_the_own_view_only_with_the_reveal(
    served: Served,
) -> None:
    served.say(ANA, bodies.StageEntered(stage="points"), BROUGHT, VIEWS)
    async with listening(served, ANA, terminal=True) as (_, ear):
        served.say(GROSS, bodies.ScoreGiven(point=P4, round=1, level="met"))
        await ear.has_heard_of(served.room.kept.state.n)
        assert b"own-views-brought" in bytes(ear.received), "that it was brought in is the lead's own doing"
        assert ON_4.encode() not in bytes(ear.received)
        served.say(ANA, bodies.ScoresRevealed(points=(P4,)))
        await ear.has_heard_of(served.room.kept.state.n)
        assert ON_4.encode() in bytes(ear.received)
        assert ON_5.encode() not in bytes(ear.received)
        assert ear.view is not None
        own = ear.view.point(P4).own_view
        assert own is not None
        assert own.level == "partially-met"
