"""The kill drill with seats: ten devices write while `panel-tui serve` is killed, and send again what was not answered.

PANEL_TUI_SEAT_KILLS says how many times, PANEL_TUI_SEED with which chance; both are printed where it fails.
"""

from __future__ import annotations

import asyncio
import os
import random
import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from tests.drills.serving import Serving, a_free_port, a_session, texts_of

KILLS = int(os.environ.get("PANEL_TUI_SEAT_KILLS", "24"))
SEED = int(os.environ.get("PANEL_TUI_SEED", "0")) or random.SystemRandom().randrange(1, 10**9)
SEATS = 10
FILE_OF = 12
"""Kills that one session lives through. A seat lets eight devices in, so that more would push the first ones out."""
PATIENCE = 30.0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="this drill uses kill -9; Windows has none")


class Drill:
    """The host that comes and goes, and whether it is there now."""

    def __init__(self, place: Path, seed: int) -> None:
        self.place = place
        self.chance = random.Random(seed)  # noqa: S311 - chance that can be had again
        self.port = a_free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.there = asyncio.Event()
        self.over = False
        self.answered = 0
        self.grew = asyncio.Event()
        self.serving: Serving | None = None

    async def start(self) -> Serving:
        self.serving = await asyncio.to_thread(Serving, self.place, "--port", str(self.port))
        self.there.set()
        return self.serving

    async def kill(self) -> None:
        assert self.serving is not None
        self.there.clear()
        await asyncio.to_thread(self.serving.kill)

    def one_more(self) -> None:
        self.answered += 1
        self.grew.set()

    async def answers(self, more: int) -> None:
        """Wait until this many more notes have been acknowledged."""
        wanted = self.answered + more
        async with asyncio.timeout(PATIENCE):
            while self.answered < wanted:
                self.grew.clear()
                await self.grew.wait()


class Device:
    """A browser that came in by a link: it has a cookie, and marks what it sends."""

    def __init__(self, drill: Drill, seat: str) -> None:
        self.drill = drill
        self.seat = seat
        self.http = aiohttp.ClientSession(
            drill.url,
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            timeout=aiohttp.ClientTimeout(PATIENCE),
            headers={"Accept": "application/json", "Origin": drill.url},
        )
        self.written: list[str] = []
        self.acknowledged: dict[str, str] = {}

    async def join(self, link: str) -> bool:
        """Whether the link was answered."""
        try:
            async with self.http.post(link, allow_redirects=False) as answer:
                assert answer.status == 200, await answer.text()
                await answer.read()
        except aiohttp.ClientError:
            return False
        return True

    async def is_in(self) -> bool:
        """Whether its cookie still opens the seat's log."""
        async with self.http.get("/log") as answer:
            await answer.read()
            return answer.status == 200

    async def write(self) -> None:
        """One note after the other, each until it is answered, as long as the drill goes on."""
        while not self.drill.over:
            text = f"{self.seat} note {len(self.written)}"
            self.written.append(text)
            mark = secrets.token_urlsafe(18)
            # Now and then an impatient finger: the same entry is on its way twice.
            ways = 2 if self.drill.chance.random() < 0.1 else 1
            ids = await asyncio.gather(*(self._until_answered(text, mark) for _ in range(ways)))
            assert len(set(ids)) == 1
            self.acknowledged[text] = ids[0]
            self.drill.one_more()

    async def _until_answered(self, text: str, mark: str) -> str:
        fields = {"point": "4", "text": f"+ {text}", "sent": mark}
        while True:
            await self.drill.there.wait()
            try:
                async with self.http.post("/do/note", data=fields) as answer:
                    said = await answer.json()
            except aiohttp.ClientError:  # it was killed: before it was kept, or after, which the device cannot know
                await asyncio.sleep(0)
                continue
            if answer.status == 429:
                await asyncio.sleep(float(answer.headers["Retry-After"]))
                continue
            assert answer.status == 200, said  # a 401 would mean that its cookie is worth nothing any more
            (id,) = said["kept"]
            return str(id)


@asynccontextmanager
async def devices(drill: Drill) -> AsyncIterator[list[Device]]:
    made = [Device(drill, f"seat-{number}") for number in range(1, SEATS + 1)]
    try:
        yield made
    finally:
        for device in made:
            await device.http.close()


async def come_in_now(drill: Drill, seats: list[str], links: dict[str, str]) -> list[tuple[Device, str, bool]]:
    """Further devices join in this very moment: each, its link, and whether that was answered."""
    made = [Device(drill, seat) for seat in seats]
    answered = await asyncio.gather(*(one.join(links[one.seat]) for one in made))
    return [(one, links[one.seat], was) for one, was in zip(made, answered, strict=True)]


async def check_who_came(came: list[tuple[Device, str, bool]]) -> None:
    """Whoever was answered is in; whoever was not comes in by the same link, although there is a newer one."""
    for device, link, was_answered in came:
        try:
            if not was_answered:
                assert await device.join(link)
            assert await device.is_in()
        finally:
            await device.http.close()


def check_the_file(place: Path, writing: list[Device]) -> None:
    found = texts_of(place)
    for device in writing:
        for text in device.written:
            assert found[text] == 1 if text in device.acknowledged else found[text] <= 1, text
    assert found.total() == len(found)


async def many_kills(place: Path, times: int, seed: int) -> int:
    """Kill and look, again and again; returns how many notes there are at the end."""
    drill = Drill(place, seed)
    async with devices(drill) as writing:
        links = (await drill.start()).links
        try:
            for device in writing:
                assert await device.join(links[device.seat])
            async with asyncio.TaskGroup() as storm:
                for device in writing:
                    storm.create_task(device.write())
                for number in range(times):
                    await drill.answers(drill.chance.randrange(1, 60))
                    seats = [f"seat-{(2 * number + more) % SEATS + 1}" for more in (0, 1)]
                    joining = asyncio.create_task(come_in_now(drill, seats, links))
                    await asyncio.sleep(drill.chance.random() * 0.03)  # the moment is chance itself; nothing waits here
                    await drill.kill()
                    came = await joining
                    check_the_file(place, writing)
                    links = (await drill.start()).links
                    await check_who_came(came)
                drill.over = True
            assert all([await device.is_in() for device in writing])
            assert drill.serving is not None
            await asyncio.to_thread(drill.serving.stop)
        finally:
            await drill.kill()
        check_the_file(place, writing)
        assert all(set(device.written) == set(device.acknowledged) for device in writing)
        ids = [id for device in writing for id in device.acknowledged.values()]
        assert len(ids) == len(set(ids)) == texts_of(place).total()
        return len(ids)


@pytest.mark.slow
async def test_every_seats_note_is_there_once_after_each_of_many_kills(tmp_path: Path) -> None:
    print(f"PANEL_TUI_SEAT_KILLS={KILLS} PANEL_TUI_SEED={SEED}")  # noqa: T201 - pytest shows it where the drill fails
    for number in range(0, KILLS, FILE_OF):
        share = min(FILE_OF, KILLS - number)
        place = a_session(tmp_path / str(number), SEATS)
        assert await many_kills(place, share, SEED + number) > share
