"""What is sealed or private does not leave the computer that has the session, by whatever door.

A session is played at random twice, by devices on a real server, and differs only in one sealed level. Everybody
else must be sent the same, and no byte that they are sent may hold a word of what is private.
"""

from __future__ import annotations

import asyncio
import io
import json
import random
import re
import zipfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest
from tests.commands.table import ANA, BO, CY, GROSS, OB
from tests.room.rooms import HandClock
from tests.web.served import TERMINAL, Device, Served

from panel_tui import wire
from panel_tui.report import export
from panel_tui.session import bodies
from panel_tui.session.bodies import AnyBody
from panel_tui.session.log import log_for
from panel_tui.session.view import AUDIENCES, View, Viewer
from panel_tui.session.views import view_for
from panel_tui.web import gate
from panel_tui.web.pages.remembered import forget

PLANTED = "zanzibarplant"
P4, P5 = "iterate-and-improve", "tools-and-systems"
OTHERS = (ANA, BO, GROSS, OB, "display", "team")
LEVELS = ("met", "partially-met", "not-met")
STEPS = 14
EXPORTED = ("md", "html", "csv", "json", "docx", "odt", "trello-csv", "cards")
_MARK = re.compile(r'name="sent" value="[^"]*"')


class Ear:
    """A device at its stream: every byte that comes, and what those add up to."""

    def __init__(self, answer: aiohttp.ClientResponse, *, terminal: bool) -> None:
        self._answer = answer
        self._terminal = terminal
        self.received = bytearray()
        self.n = 0
        self.view: View | None = None
        self.regions: dict[str, str] = {}
        self._news = asyncio.Event()
        self.task = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        read = 0
        async for part in self._answer.content.iter_any():
            self.received += part
            while (end := self.received.find(b"\n\n", read)) >= 0:
                self._take(bytes(self.received[read:end]))
                read = end + 2
        self._news.set()

    def _take(self, event: bytes) -> None:
        data = event.partition(b"data: ")[2]
        if self._terminal:
            said = wire.decode(data)
            if isinstance(said, wire.Whole):
                self.view = said.view
            elif isinstance(said, wire.Change):
                assert self.view is not None
                self.view = wire.apply(self.view, said)
            self.n = self.view.n if self.view else 0
        elif event.startswith(b"event: regions"):
            told = json.loads(data)
            self.regions |= told["regions"]
            self.n = told["n"]
        self._news.set()

    async def has_heard_of(self, n: int) -> None:
        async with asyncio.timeout(20):
            while self.n < n:
                await self._news.wait()
                self._news.clear()

    @property
    def seen(self) -> bytes:
        """What it shows now, in one order."""
        regions = {id: _MARK.sub("", html) for id, html in sorted(self.regions.items())}
        return msgspec.json.encode((self.view, regions), order="deterministic")


@asynccontextmanager
async def listening(served: Served, who: str, *, terminal: bool, point: str = "4") -> AsyncIterator[tuple[Device, Ear]]:
    device = await served.device().join(who)
    async with device.stream(terminal=terminal, point=point) as stream:
        ear = Ear(stream.answer, terminal=terminal)
        try:
            yield device, ear
        finally:
            ear.task.cancel()


class Played:
    """What came of a session: what everybody else was sent at each step, and every byte of it."""

    def __init__(self) -> None:
        self.at: list[tuple[str, object]] = []
        self.bytes: list[tuple[str, bytes]] = []

    def note(self, what: str, seen: str | bytes) -> None:
        plain = seen.encode() if isinstance(seen, str) else seen
        self.at.append((what, _MARK.sub("", plain.decode(errors="surrogateescape"))))
        self.bytes.append((what, plain))


async def played(folder: Path, seed: int, level: str) -> Played:
    """Play the session of a seed, in which Cy's sealed score on point 4 is `level` and always stays sealed."""
    clock, chance, came = HandClock(), random.Random(seed), Played()  # noqa: S311 - the same one again for each seed
    forget()  # what was drawn for the other session is not drawn again, and would hide a difference
    served = Served(folder, clock=clock)
    try:
        async with _all_in(served, chance) as (cy, ears):
            served.say(ANA, bodies.TeamPageTurned(on=True), bodies.PointEntered(point=P4))
            await cy.do("note", point="4", text=f"{PLANTED} at first", private="on")
            for step in range(STEPS):
                clock.move(1)
                if step == STEPS // 2 or (step > STEPS // 2 and chance.random() < 0.2):
                    assert (await cy.do("score", point="4", level=level))[0] == 200
                await _something_happens(served, chance, cy, {who: device for who, device, _ in ears})
                await _everybody_heard(served, came, step, ears)
            await _tries(served, came, ears)
            await _look_around(came, ears)
            await cy.post("/do/typing", {"point": "4", "text": PLANTED})
            _export(served, came)
            came.bytes += [(f"the stream of {who}", bytes(ear.received)) for who, _, ear in ears]
    finally:
        await served.end()
    return came


@asynccontextmanager
async def _all_in(served: Served, chance: random.Random) -> AsyncIterator[tuple[Device, list[tuple[str, Device, Ear]]]]:
    async with AsyncExitStack() as stack:
        # Cy is at a browser, like others, so that what is drawn once for several could go astray.
        cy, _ = await stack.enter_async_context(listening(served, CY, terminal=False))
        ears = []
        first = chance.random() < 0.5
        # Of the pages a browser and a terminal each; of the seats one, which is the other kind with the next seed.
        for place, who in enumerate((*OTHERS, "display", "team")):
            terminal = (place + (place > 5)) % 2 == first
            device, ear = await stack.enter_async_context(listening(served, who, terminal=terminal))
            ears.append((who, device, ear))
        await served.comes(lambda: all(seat.how == "in" for seat in served.hosted.seats))
        await served.comes(lambda: not served.room.keeping.unsaved)
        yield cy, ears


async def _something_happens(served: Served, chance: random.Random, cy: Device, others: dict[str, Device]) -> None:
    """Half of it is Cy's own and private, half is what goes on around it."""
    words, point = f"{PLANTED} {chance.random()}", chance.choice(("4", "4", "5", ""))
    private = [one.id for one in served.happened(bodies.NoteTaken) if one.private]
    own: list[tuple[str, dict[str, str]]] = [
        ("note", {"point": point, "text": words, "private": "on", "kind": chance.choice(("quote", "concern"))}),
        ("reword", {"id": chance.choice(private or ["N1"]), "text": words}),
        ("withdraw", {"id": chance.choice(private or ["N1"])}),
        ("note", {"point": words, "text": words}),  # refused, and told to Cy alone
        ("dissent", {"point": "4", "text": words}),
    ]
    around: list[tuple[str, tuple[AnyBody, ...]]] = [
        (BO, (bodies.NoteTaken(id="N1", point=P4, kind="strength", text="said aloud"),)),
        (GROSS, (bodies.ScoreGiven(point=P4, round=1, level=chance.choice(LEVELS)),)),
        (CY, (bodies.EvidenceAdded(id="E1", point=P5, state="done", title="a demo"),)),
        (ANA, (bodies.PointEntered(point=chance.choice((P4, P5))),)),
        (ANA, (bodies.RoundOpened(point=P5, round=2),)),
        (ANA, (bodies.ScoresRevealed(points=(P5,)),)),
        (BO, (bodies.ScoreGiven(point=P5, round=1, level=chance.choice(LEVELS)),)),
        (ANA, (bodies.TimeboxStarted(box=f"point:{P4}", seconds=600),)),
    ]
    what, fields = chance.choice(own)
    await cy.do(what, **fields)
    who, happened = chance.choice(around)
    await _sent(others.get(who, cy), f"{chance.getrandbits(120):030}", *happened)


async def _sent(device: Device, mark: str, *what: AnyBody) -> str:
    submission = wire.Submission(sent=mark, bodies=what)
    status, said = await device.post("/record", msgspec.json.encode(submission), TERMINAL)
    assert status in (200, 400, 409), said
    return said


async def _everybody_heard(served: Served, came: Played, step: int, ears: list[tuple[str, Device, Ear]]) -> None:
    await served.comes(lambda: not served.room.keeping.unsaved)
    for place, (who, _, ear) in enumerate(ears):
        await ear.has_heard_of(served.room.kept.state.n)
        came.note(f"step {step}: {who} ({place})", ear.seen)


async def _tries(served: Served, came: Played, ears: list[tuple[str, Device, Ear]]) -> None:
    """Everybody tries what is Cy's: a refusal is a way out too."""
    n = served.room.kept.state.n
    tries: list[AnyBody] = [
        *(bodies.Undone(number=number) for number in range(1, n + 1)),
        *(bodies.NoteWithdrawn(id=f"N{number}") for number in range(1, 4)),
        bodies.NoteChanged(id="N1", point=P4, kind="concern", text="mine"),
        bodies.DetailsChanged(field="scale", value="rag"),
        bodies.DecisionMade(point=P4, level="met", reason="so"),
    ]
    for place, (who, device, _) in enumerate(ears):
        mine = (bodies.DecisionMade, bodies.DetailsChanged) if who == ANA else (object,)
        tries_now = [one for one in tries if isinstance(one, mine) and _is_no_work_of_others(served, one)]
        for number, what in enumerate(tries_now):
            said = await _sent(device, f"{place:08}-{number:08}", what)
            came.note(f"{who} tries {what}", said)
        for what_form, fields in (("reword", {"id": "N1", "text": "x"}), ("withdraw", {"id": "N2"})):
            _, page = await device.post(f"/do/{what_form}", {"sent": "a" * 20, **fields}, {"Accept": "text/html"})
            came.note(f"{who} is refused on a page", page)


def _is_no_work_of_others(served: Served, what: AnyBody) -> bool:
    return not isinstance(what, bodies.Undone) or served.room.history.events[what.number - 1].seat == CY


async def _look_around(came: Played, ears: list[tuple[str, Device, Ear]]) -> None:
    """Every page that there is, with its headers, and also without a cookie."""
    outside = ears[0][1].served.device()
    for who, device in (*((who, device) for who, device, _ in ears), ("nobody", outside)):
        for path in ("/", "/?point=4", "/?point=5", "/log", "/nothing", "/stream?tab=x"):
            async with device.http.get(device.url + path, headers={"Accept": "text/html"}) as answer:
                came.note(f"{who} asks for {path}", await answer.read())
                came.note(f"{who} asks for {path} (headers)", _plain_headers(answer))


def _plain_headers(answer: aiohttp.ClientResponse) -> str:
    return str(
        sorted((name, value) for name, value in answer.headers.items() if name not in ("Date", "Content-Length"))
    )


def _export(served: Served, came: Played) -> None:
    """What anybody may draw from the record, in every format."""
    history = served.room.kept
    for audience in AUDIENCES:
        for seat in (None, ANA, GROSS):
            viewer = Viewer(audience=audience, seat=seat)
            report = export.build(view_for(history.state, viewer), log_for(history, viewer), served.room.now(), "1")
            for format in EXPORTED if seat is None else ("md",):
                came.note(f"{audience} for {seat} as {format}", _unpacked(export.render(report, format)))


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return b"\n".join(name.encode() + packed.read(name) for name in packed.namelist())


@pytest.mark.parametrize("seed", range(2))
async def test_two_sessions_that_differ_in_a_sealed_level_send_everybody_else_the_same(
    tmp_path: Path, seed: int, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level("DEBUG")
    monkeypatch.setattr(gate.Bucket, "take", lambda _: True)  # everybody asks a lot here
    left = await played(tmp_path / "left", seed, "met")
    right = await played(tmp_path / "right", seed, "not-met")
    assert [what for what, _ in left.at] == [what for what, _ in right.at]
    for (what, one), (_, other) in zip(left.at, right.at, strict=True):
        assert one == other, what
    for what, sent in (*left.bytes, *right.bytes):
        assert PLANTED.encode() not in sent, what
        assert sent, what
    assert PLANTED not in caplog.text
    assert len(left.at) > STEPS * len(OTHERS)


async def test_what_is_searched_for_would_be_found(tmp_path: Path) -> None:
    """The seat itself is sent its own words and level; so the search above sees what it must not see elsewhere."""
    served = Served(tmp_path, clock=HandClock())
    try:
        seen = []
        for terminal in (False, True):
            async with listening(served, CY, terminal=terminal) as (cy, ear):
                await cy.do("note", point="4", text=PLANTED, private="on")
                await cy.do("score", point="4", level="met" if terminal else "not-met")
                await ear.has_heard_of(served.room.kept.state.n)
                before: Any = ear.seen
                await cy.do("score", point="4", level="partially-met")
                await ear.has_heard_of(served.room.kept.state.n)
                seen.append((before, ear.seen))
                assert terminal is False or PLANTED.encode() in bytes(ear.received)
            assert PLANTED in (await cy.get("/?point=4"))[1]
        assert all(before != after for before, after in seen)
    finally:
        await served.end()
