"""Somebody who means harm: at the door, with another's name, at speed, with a crowd, again and again."""

from __future__ import annotations

import asyncio
import json
import resource
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
from tests.commands.table import ANA, BO, CY, GROSS, OB
from tests.web.served import JSON, TERMINAL, Device, Served, mark

from panel_tui import wire
from panel_tui.session import bodies, rules
from panel_tui.session.bodies import AnyBody
from panel_tui.session.rules.seats import OF_THE_DOOR
from panel_tui.session.rules.who import LEAD_ONLY
from panel_tui.session.terms import TEAM, BroughtItem, SeatData, Source, TeamView
from panel_tui.web import gate

P4 = "iterate-and-improve"


async def sent(device: Device, *what: AnyBody, under: str | None = None, **more: Any) -> tuple[int, dict[str, Any]]:
    submission = wire.Submission(sent=under or mark(), bodies=what, **more)
    status, said = await device.post("/record", msgspec.json.encode(submission), TERMINAL)
    return status, json.loads(said)


def note(text: str = "forged", **more: Any) -> bodies.NoteTaken:
    return bodies.NoteTaken(id="N1", point=P4, kind="concern", text=text, **more)


# Another's name


async def test_a_seat_that_names_another_in_what_it_sends_still_acts_as_itself(served: Served) -> None:
    device = await served.device().join(CY)
    named = dict.fromkeys(("who", "seat", "author", "asker", "on_behalf_of", "by"), BO)
    assert (await device.do("note", point="4", text="mine", **named))[0] == 200
    assert (await device.do("conflict", point="5", effect="note", reason="mine", **named))[0] == 200
    assert (await device.do("ask", kind="question", point="4", text="mine", **{**named, "asker": TEAM}))[0] == 200
    mine = [event for event in served.room.history.events if "mine" in str(event.what)]
    assert [(one.seat, one.on_behalf_of) for one in mine] == [(CY, None)] * 3
    assert served.happened(bodies.QuestionAsked)[0].asker == "panel"
    assert served.happened(bodies.ConflictDeclared)[0].seat == CY


@pytest.mark.parametrize("who", [BO, CY, OB, "team"])
async def test_nobody_but_the_lead_acts_for_another(served: Served, who: str) -> None:
    device = await served.device().join(who)
    before = served.room.state.n
    conflict = bodies.ConflictDeclared(seat=GROSS, point=None, effect="leaves", reason="forged")
    for status, said in (
        await sent(device, note(), on_behalf_of=GROSS),
        await sent(device, note(), on_behalf_of=ANA),
        await sent(device, note(), on_behalf_of="nobody"),
        await sent(device, conflict),
        await sent(device, bodies.ConflictLifted(seat=GROSS, point=None)),
    ):
        assert status == 409
        assert said["refused"]
    assert served.room.state.n == before


async def test_what_another_seat_wrote_is_changed_taken_back_or_undone_by_nobody_else(served: Served) -> None:
    cy, bo = await served.device().join(CY), await served.device().join(BO)
    await cy.do("note", point="4", text="+ words of Cy")
    await cy.do("score", point="4", level="met")
    before = served.room.state.n
    forged: tuple[AnyBody, ...] = (
        bodies.NoteChanged(id="N1", kind="concern", text="forged", point=P4),
        bodies.NoteWithdrawn(id="N1"),
        *(bodies.Undone(number=n) for n in range(1, before + 2)),
        bodies.Redone(number=before),
    )
    for what in forged:
        status, said = await sent(bo, what)
        assert status == 409
        assert said["refused"]
    assert served.room.state.n == before


async def test_only_the_cookie_of_a_device_that_was_let_in_opens_a_seat(served: Served, tmp_path: Path) -> None:
    cy = await served.device().join(CY)
    [(name, own)] = cy.cookies().items()
    elsewhere = Served(tmp_path / "other", service="Another service")
    try:
        theirs = next(iter((await elsewhere.device().join(BO)).cookies().items()))
        wrong = (
            {name: theirs[1]},  # of another session
            {theirs[0]: theirs[1]},
            {theirs[0]: own},
            {name: served.path_of(CY).removeprefix("/join/")},  # a link is no cookie
            {name: BO},
            {name: own[:-1]},
            {name: own + "x"},
            {name: own.swapcase()},
            {name: ""},
            {name.replace("seat-", "wait-"): own},
        )
        before = served.room.state.n
        for cookies in wrong:
            device = served.device()
            device.http.cookie_jar.update_cookies(cookies)
            status, said = await device.do("note", point="4", text="forged")
            assert (status, list(said)) == (401, ["refused"])
        assert served.room.state.n == before
        assert (await cy.do("note", point="4", text="mine"))[0] == 200
        assert served.room.history.last.seat == CY
    finally:
        await elsewhere.end()


async def test_a_ticket_for_the_lobby_takes_no_seat_before_the_lead_says_so(served: Served) -> None:
    device = served.device()
    assert (await device.post("/knock", {"pin": served.hosted.pin or "", "name": "Eve", "seat": BO}))[0] == 303
    [(name, ticket)] = device.cookies().items()
    assert name.startswith("wait-")
    assert (await device.post("/enter", {"seat": BO}))[0] == 409
    device.http.cookie_jar.update_cookies({name.replace("wait-", "seat-"): ticket})
    assert (await device.get("/log", **JSON))[0] == 401
    assert not served.happened(bodies.SeatJoined)


# What is the lead's


_SOURCE = Source(kind="self", key="own", name="Eve's")
_SEAT = SeatData(id="seat-x", name="Eve", role="lead")
OF_THE_LEAD: tuple[AnyBody, ...] = (
    bodies.DetailsChanged(field="service", value="Eve's"),
    bodies.SeatAdded(seat=_SEAT),
    bodies.SeatChanged(seat=SeatData(id=CY, name="Cy", role="lead")),
    bodies.SeatRemoved(seat=OB),
    bodies.StageEntered(stage="points"),
    bodies.PointEntered(point=P4),
    bodies.ScoresRevealed(points=(P4,)),
    bodies.RoundOpened(point=P4, round=2),
    bodies.DecisionMade(point=P4, level="met", reason="mine"),
    bodies.TimeboxStarted(box="briefing", seconds=60),
    bodies.TimeboxPaused(box="briefing"),
    bodies.TimeboxResumed(box="briefing"),
    bodies.TimeboxExtended(box="briefing", seconds=60, reason="mine"),
    bodies.TimeboxStopped(box="briefing"),
    bodies.Adjourned(reason="mine"),
    bodies.Reconvened(),
    bodies.ScopeTold(text="mine"),
    bodies.BriefingTicked(item="demo", done=True),
    bodies.TextAgreed(heading="good", text="mine"),
    bodies.QuestionAnswered(id="Q1", text="mine"),
    bodies.OutcomeAgreed(outcome="pass"),
    bodies.SessionClosed(),
    bodies.SessionReopened(reason="mine"),
    bodies.SeatsOpened(way="loopback"),
    bodies.SeatsClosed(),
    bodies.SeatRelinked(seat=BO),
    bodies.SeatShutOut(seat=BO),
    bodies.KnockAnswered(name="Eve", seat=BO),
    bodies.TeamPageTurned(on=True),
    bodies.DecisionsShared(on=True),
    bodies.EvidenceBrought(source=_SOURCE, items=(BroughtItem(id="", key="k", point=P4, state="done", title="mine"),)),
    bodies.OwnViewsBrought(source=_SOURCE, views=(TeamView(point=P4, level="met"),)),
    bodies.Published(report="https://example.org/mine"),
    bodies.Unpublished(),
)
AT_THE_DOOR: tuple[AnyBody, ...] = (bodies.SeatJoined(by="link"), bodies.SeatTakenOver())


def test_the_table_holds_everything_that_is_the_leads_or_the_doors() -> None:
    assert {type(one) for one in OF_THE_LEAD} == LEAD_ONLY
    assert {type(one) for one in (*OF_THE_LEAD, *AT_THE_DOOR)} >= set(OF_THE_DOOR)


@pytest.mark.parametrize("who", [BO, CY, OB, "team", "display"])
async def test_nothing_that_is_the_leads_or_the_doors_is_done_by_anybody_else(
    served: Served, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate.Bucket, "take", lambda _: True)  # it is the rules that refuse, and not the measure
    device = await served.device().join(who)
    before = served.room.state.n
    for what in (*OF_THE_LEAD, *AT_THE_DOOR):
        status, said = await sent(device, what)
        assert status in (400, 409), what
        assert said["refused"], what
        assert (await sent(device, note(), what))[0] in (400, 409)  # not even behind something that is allowed
        if who == CY:
            tag = type(what).__struct_config__.tag
            assert (await device.do(str(tag), point="4", text="mine", level="met"))[0] == 404
    assert served.room.state.n == before
    assert not served.happened(bodies.NoteTaken)


async def test_even_the_leads_device_does_not_do_what_is_done_at_the_computer(served: Served) -> None:
    device = await served.device().join(ANA)
    before = served.room.state.n
    for what in (*OF_THE_LEAD, *AT_THE_DOOR):
        of_files = isinstance(what, bodies.EvidenceBrought | bodies.OwnViewsBrought)
        of_the_door = type(what) in OF_THE_DOOR and not isinstance(what, bodies.TeamPageTurned | bodies.DecisionsShared)
        if of_files or of_the_door:
            assert (await sent(device, what))[0] == 400
    assert served.room.state.n == before


# Guessing


async def test_pins_guessed_at_speed_are_looked_at_five_times_and_close_no_other_door(served: Served) -> None:
    device, cy = served.device(), await served.device().join(CY)

    async def guess(n: int) -> int:
        forwarded = {"X-Forwarded-For": f"203.0.113.{n}", "Forwarded": f"for=203.0.113.{n}", "X-Real-IP": f"10.0.0.{n}"}
        return (await device.post("/knock", {"pin": f"{n:08}", "name": "Eve"}, {**JSON, **forwarded}))[0]

    async with cy.stream() as stream:
        answers = await asyncio.gather(*map(guess, range(120)))
        assert answers.count(403) <= 5
        assert set(answers) == {403, 429}
        assert (await device.post("/knock", {"pin": served.hosted.pin or "", "name": "Eve"}))[0] == 429
        assert served.hosted.knocks == ()
        served.say(BO, note("from inside"))
        await stream.named("regions")
    assert (await cy.do("note", point="4", text="still in"))[0] == 200
    await served.device().join(GROSS)


async def test_links_and_cookies_guessed_at_speed_are_soon_looked_at_no_more(served: Served) -> None:
    device, cy = served.device(), await served.device().join(CY)
    name = next(iter(cy.cookies()))

    async def guess(n: int) -> int:
        forwarded = {"X-Forwarded-For": f"203.0.113.{n}"}
        if n % 3 == 0:
            return (await device.get("/log", Cookie=f"{name}={n:032}", **JSON, **forwarded))[0]
        if n % 3 == 1:
            return (await device.get(f"/join/{n:032}", **JSON, **forwarded))[0]
        return (await device.post(f"/join/{n:032}", headers={**JSON, **forwarded}))[0]

    answers = await asyncio.gather(*map(guess, range(150)))
    assert answers.count(401) + answers.count(404) <= 20
    assert set(answers) <= {401, 404, 429}
    assert (await cy.do("note", point="4", text="still in"))[0] == 200
    await served.device().join(GROSS)


# Many at once


async def test_a_thousand_connections_leave_a_seat_that_is_in_its_events(served: Served) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4096)), hard))
    parts = urlsplit(served.hosted.url)
    asked = f"GET /static/seat.css HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
    cy, bo = await served.device().join(CY), await served.device().join(BO)

    async def one(n: int) -> tuple[bytes, asyncio.StreamWriter | None]:
        try:
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        except OSError:
            return b"", None
        try:
            writer.write(asked if n % 2 else b"GET / HT")
            return await reader.readline() if n % 2 else b"", writer
        except ConnectionError:
            return b"", writer

    async with cy.stream() as stream, bo.stream(terminal=True) as other:
        await stream.event()
        await other.message(wire.Whole)
        crowd = await asyncio.gather(*map(one, range(1000)))
        assert {line[:13] for line, _ in crowd} <= {b"", b"HTTP/1.1 200 ", b"HTTP/1.1 503 "}
        assert b"HTTP/1.1 200 " in {line[:13] for line, _ in crowd}
        served.say(ANA, bodies.PointEntered(point=P4))
        served.say(BO, note("in the crowd"))
        n = served.room.kept.state.n
        await stream.until(lambda *_: stream.ids[-1:] == [n] or None)
        while (await other.message(wire.Change)).n < n:
            pass
        again = served.device()  # a connection of its own, through the same crowd
        again.http.cookie_jar.update_cookies(cy.cookies())
        assert (await again.do("note", point="4", text="through the crowd"))[0] == 200
        for _, writer in crowd:
            if writer is not None:
                writer.transport.abort()
    await served.device().join(GROSS)


# Once more


async def test_what_is_replayed_counts_once_also_by_another_way_and_with_other_words(served: Served) -> None:
    device, same = await served.device().join(CY), mark()
    first = await device.do("note", point="4", text="the first", sent=same)
    answers = await asyncio.gather(
        *(device.do("note", point="4", text=text, sent=same) for text in ("the first", "the second", "the third"))
    )
    assert [answer for answer in answers if answer != first] == []
    status, said = await sent(device, note("the fourth"), under=same)
    assert (status, [one["what"]["text"] for one in said["events"]]) == (200, ["the first"])
    again = await served.device().join(CY)  # and from another device of the seat
    assert await again.do("score", point="4", level="met", sent=same) == first
    assert [one.text for one in served.happened(bodies.NoteTaken)] == ["the first"]
    assert not served.happened(bodies.ScoreGiven)


async def test_the_mark_of_another_seat_stands_in_the_way_of_nothing_and_tells_nothing(served: Served) -> None:
    cy, bo, same = await served.device().join(CY), await served.device().join(BO), mark()
    assert (await cy.do("note", point="4", text="a private word", private="on", sent=same))[0] == 200
    status, said = await sent(bo, note("of Bo's own"), under=same)
    assert (status, [one["what"]["text"] for one in said["events"]]) == (200, ["of Bo's own"])
    assert [one.text for one in served.happened(bodies.NoteTaken)] == ["a private word", "of Bo's own"]


async def test_a_refused_thing_that_is_replayed_is_judged_anew(served: Served) -> None:
    device, same = await served.device().join(CY), mark()
    signed = bodies.DissentRecorded(point=P4, text="too soon")
    assert (await sent(device, signed, under=same))[0] == 409
    served.say(ANA, bodies.StageEntered(stage="points"), bodies.PointEntered(point=P4))
    served.say(CY, bodies.ScoreGiven(point=P4, round=1, level="met"))
    served.say(ANA, bodies.StageEntered(stage="deliberation"), bodies.ScoresRevealed(points=(P4,)))
    served.say(ANA, bodies.DecisionMade(point=P4, level="met", reason="shown"))
    assert rules.may(served.room.state, CY, bodies.DissentRecorded) is None
    assert (await sent(device, signed, under=same))[0] == 200
