"""The live stream: what is kept is told to whoever may know it, the newest first, and to one device for a seat."""

from __future__ import annotations

import asyncio
import json
import socket
from urllib.parse import urlsplit

import msgspec
import pytest
from tests.commands.table import ANA, BO, CY, GROSS, OB, SEATS
from tests.web.served import JSON, Served, mark

from panel_tui import wire
from panel_tui.session import bodies
from panel_tui.session.view import Viewer
from panel_tui.web import stream as streams

P4 = "iterate-and-improve"


def a_note(text: str, *, private: bool = False) -> bodies.NoteTaken:
    return bodies.NoteTaken(id="N1", point=P4, kind="strength", text=text, private=private)


async def test_what_one_seat_writes_reaches_another_and_what_is_private_does_not(served: Served) -> None:
    cy, ida = await served.device().join(CY), await served.device().join(GROSS)
    await served.device().join(BO)
    async with ida.stream(point="4") as stream:
        first = await stream.named("regions")
        assert first["n"] == served.room.kept.state.n
        await cy.do("note", point="4", text="nobody else's", private="on")
        await cy.do("note", point="4", text="+ shown to all")
        told = await stream.containing("shown to all")
        assert "nobody else's" not in json.dumps(told)
        assert told["n"] == stream.ids[-1] == served.room.kept.state.n


async def test_only_the_parts_that_changed_are_sent(served: Served) -> None:
    cy = await served.device().join(CY)
    async with cy.stream(point="4") as stream:
        everything = await stream.named("regions")
        await cy.do("note", point="4", text="+ a small change")
        told = await stream.containing("a small change")
        assert 0 < len(told["regions"]) < len(everything["regions"])


async def test_a_terminal_is_sent_everything_and_then_what_changes(served: Served) -> None:
    cy = await served.device().join(CY)
    async with cy.stream(terminal=True) as stream:
        whole = await stream.message(wire.Whole)
        assert whole.view == served.room.kept_view(Viewer(seat=CY))
        await cy.do("score", point="4", level="met")
        change = await stream.message(wire.Change)
        assert wire.apply(whole.view, change).point(P4).mine is not None
        (own,) = change.own
        assert own.what == bodies.ScoreGiven(point=P4, round=1, level="met")
        assert (own.prev, own.hash) == ("", "")


async def test_a_terminal_that_was_away_gets_what_it_missed(served: Served) -> None:
    cy = await served.device().join(CY)
    async with cy.stream(terminal=True) as stream:
        whole = await stream.message(wire.Whole)
    served.say(ANA, bodies.PointEntered(point=P4))
    served.say(BO, a_note("while you were away"))
    async with cy.stream(terminal=True, **{"from": str(whole.n)}) as stream:
        change = await stream.message(wire.Change)
        assert (change.since, change.n) == (whole.n, served.room.kept.state.n)
        assert wire.apply(whole.view, change) == served.room.kept_view(Viewer(seat=CY))
    async with cy.stream(terminal=True, **{"from": "999"}) as stream:
        assert (await stream.message(wire.Whole)).n == change.n


async def test_a_terminal_that_missed_nothing_is_only_told_who_is_there(served: Served) -> None:
    cy = await served.device().join(CY)
    async with cy.stream(terminal=True) as stream:
        whole = await stream.message(wire.Whole)
    async with cy.stream(terminal=True, **{"from": str(whole.n)}) as stream:
        name, data = await stream.event()
        assert isinstance(wire.decode(data), wire.Presence)
        assert name == "message"


async def test_another_tab_takes_the_seat_over_and_both_are_told(served: Served) -> None:
    device = await served.device().join(CY)
    async with device.stream(tab="first-tab") as first:
        await first.event()
        async with device.stream(tab="second-tab", point="4") as second:
            assert "another tab" in (await first.named("out"))["text"]
            assert "taken this seat over" in (await second.named("nudge"))["text"]
            with pytest.raises(EOFError):
                await first.event()
            served.say(BO, a_note("to the second alone"))
            await second.containing("to the second alone")
    assert len(served.happened(bodies.SeatTakenOver)) == 1


async def test_the_same_tab_that_loads_again_takes_nothing_over(served: Served) -> None:
    device = await served.device().join(CY)
    async with device.stream(tab="same-tab") as first:
        await first.event()
        async with device.stream(tab="same-tab", point="2") as second:
            await second.named("regions")
    assert not served.happened(bodies.SeatTakenOver)


async def test_a_nudge_is_shown_to_one_seat_and_kept_nowhere(served: Served) -> None:
    device = await served.device().join(CY)
    with pytest.raises(Exception, match="not in at the moment"):
        served.server.nudge(CY, "your score on 4?", ANA)
    async with device.stream() as stream:
        await stream.event()
        before = served.room.state.n
        served.server.nudge(CY, "your score\x1b on 4?", ANA)
        assert await stream.named("nudge") == {"text": "your score on 4?"}
        assert served.room.state.n == before


async def test_who_is_in_who_writes_and_who_has_gone_is_told_to_the_panel(served: Served) -> None:
    cy, ida = await served.device().join(CY), await served.device().join(GROSS)

    def how(presence: wire.Presence) -> str:
        return next(one.how for one in presence.seats if one.seat == GROSS)

    async with cy.stream(terminal=True) as stream:
        assert how((await stream.message(wire.Whole)).presence) == "never"

        async def comes(wanted: str) -> None:
            while how(await stream.message(wire.Presence)) != wanted:
                pass

        async with ida.stream():
            await comes("in")
            assert (await ida.post("/do/typing", {"point": "4"}))[0] == 204
            await comes("writing")
            await ida.do("note", point="4", text="done writing")
            await comes("in")
            assert (await ida.post("/leave", {"tab": ida.tab}))[0] == 204
        await comes("away")
    assert served.hosted.seats[3].how == "away"


async def test_beyond_the_panel_nobody_is_told_of_single_seats(served: Served) -> None:
    cy = await served.device().join(CY)
    async with cy.stream(), (await served.device().join("team")).stream(terminal=True) as stream:
        whole = await stream.message(wire.Whole)
        assert whole.presence.seats == ()
        assert whole.own == ()


async def test_the_display_and_the_team_may_be_open_many_times_within_bounds(served: Served) -> None:
    device = await served.device().join("display")
    opened = [device.http.get(f"{device.url}/stream?tab=display-{n}") for n in range(streams.MOST_PAGES["display"] + 1)]
    answers = [await one for one in opened]
    assert [answer.status for answer in answers].count(200) == streams.MOST_PAGES["display"]
    assert answers[-1].status == 503
    assert served.hosted.displays == streams.MOST_PAGES["display"]
    for answer in answers:
        answer.close()


async def test_a_sealed_score_reaches_no_other_stream(served: Served) -> None:
    served.say(ANA, bodies.PointEntered(point=P4))
    cy = await served.device().join(CY)
    others = [await served.device().join(who) for who in (*(one for one in SEATS if one != CY), "display", "team")]
    kept = []
    for other in others:
        stream = other.stream(terminal=True)
        opened = await stream.__aenter__()
        kept.append((stream, opened, (await opened.message(wire.Whole)).view))
    await cy.do("score", point="4", level="not-met")
    n = served.room.kept.state.n
    for stream, opened, view in kept:
        after = view
        while after.n < n:
            after = wire.apply(after, await opened.message(wire.Change))
        point = after.point(P4)
        assert (point.mine, point.scores, point.spread) == (None, (), None)
        await stream.__aexit__(None, None, None)


async def test_a_stream_needs_a_tab(served: Served) -> None:
    device = await served.device().join(CY)
    assert (await device.get("/stream", **JSON))[0] == 400
    assert (await device.get("/stream?tab=<script>", **JSON))[0] == 400


async def test_a_reader_that_is_slow_has_no_queue_and_keeps_nobody_waiting(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "PATIENCE", 0.5)
    slow, quick = await served.device().join(CY), await served.device().join(GROSS)
    parts = urlsplit(slow.url)
    cookie = "; ".join(f"{name}={value}" for name, value in slow.cookies().items())
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    plain.connect((parts.hostname, parts.port))
    asked = f"GET /stream?tab=slow-tab-1&point=4 HTTP/1.1\r\nHost: {parts.netloc}\r\nCookie: {cookie}\r\n\r\n"
    plain.sendall(asked.encode())
    async with quick.stream(point="4") as stream:
        await stream.event()
        await served.comes(lambda: next(one.how for one in served.hosted.seats if one.seat == CY) == "in")
        for n in range(400):
            served.say(BO, a_note(f"note {n} " + "x" * 4000))
            if served.server.streams.count(CY) == 0:
                break
            await stream.containing(f"note {n} ")
        await served.comes(lambda: next(one.how for one in served.hosted.seats if one.seat == CY) == "away")
    plain.close()


async def test_the_lead_is_gone_only_when_nobody_is_at_the_computer(served: Served) -> None:
    deputy = await served.device().join(BO)
    submission = wire.Submission(sent=mark(), bodies=(bodies.LeadTaken(reason="their train"),))
    status, said = await deputy.post("/record", msgspec.json.encode(submission), {"Accept": wire.accepting()})
    assert status == 409
    assert "is here" in json.loads(said)["refused"]
    assert served.room.state.lead == ANA


async def test_an_observer_has_a_stream_too(served: Served) -> None:
    observer = await served.device().join(OB)
    async with observer.stream() as stream:
        served.say(BO, a_note("not for observers"))
        served.say(ANA, bodies.PointEntered(point=P4))
        told = await stream.until(lambda name, data: data if stream.ids and stream.ids[-1] == 5 else None)
        assert b"not for observers" not in told


async def test_a_storm_ends_with_everybody_at_the_newest(served: Served) -> None:
    devices = [await served.device().join(seat) for seat in (BO, CY, GROSS)]
    kept = [device.stream(terminal=True) for device in devices]
    opened = [await stream.__aenter__() for stream in kept]
    views = [(await stream.message(wire.Whole)).view for stream in opened]
    answers = await asyncio.gather(
        *(device.do("note", point="4", text=f"+ note {n}") for device in devices for n in range(15))
    )
    assert {status for status, _ in answers} == {200}
    ids = [id for _, said in answers for id in said["kept"]]
    assert len(set(ids)) == len(ids) == 45
    n = served.room.kept.state.n
    for device, stream, view in zip(devices, opened, views, strict=True):
        while view.n < n:
            view = wire.apply(view, await stream.message(wire.Change))
        assert len(view.point(P4).notes) == 45
        assert device.tab
    for one in kept:
        await one.__aexit__(None, None, None)
