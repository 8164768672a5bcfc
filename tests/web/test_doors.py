"""Coming in: by a link, by the lobby, to a page; and going out."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from tests.commands.table import ANA, BO, CY, GROSS, OB
from tests.web.served import TERMINAL, Served

from panel_tui.hosting import CannotHost, Way
from panel_tui.session import bodies
from panel_tui.session.rules import Refused
from panel_tui.web.server import open_seats


async def test_a_link_opens_a_page_with_a_button_and_uses_nothing_up(served: Served) -> None:
    device = served.device()
    status, page = await device.get(served.path_of(CY))
    assert status == 200
    assert "Cy van der Wold" in page
    assert device.cookies() == {}
    assert not served.happened(bodies.SeatJoined)


async def test_pressing_it_gives_a_strict_cookie_and_leaves_the_link_behind(served: Served) -> None:
    device = served.device()
    async with device.http.post(
        device.url + served.path_of(CY), headers={"Origin": device.url}, allow_redirects=False
    ) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "/")
        cookie = answer.headers.getall("Set-Cookie")[0]
    assert cookie.startswith(f"seat-{served.room.history.events[0].hash[:8]}=")
    assert {part.strip() for part in cookie.split(";")[1:]} == {"HttpOnly", "Path=/", "SameSite=Strict"}
    assert served.happened(bodies.SeatJoined) == [bodies.SeatJoined(by="link")]
    status, page = await device.get("/")
    assert status == 200
    assert "Manage Arrears" in page


async def test_with_tls_the_cookie_is_secure_and_the_fingerprint_is_told(tmp_path: Path) -> None:
    import ssl

    served = Served(tmp_path, Way(self_signed=True))
    try:
        assert served.hosted.url.startswith("https://")
        assert served.hosted.fingerprint
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        device = served.device()
        async with device.http.post(
            device.url + served.path_of(CY), headers={"Origin": device.url}, allow_redirects=False, ssl=trusting
        ) as answer:
            assert "Secure" in answer.headers.getall("Set-Cookie")[0]
    finally:
        await served.end()


async def test_a_terminal_is_told_which_seat_it_has(served: Served) -> None:
    status, said = await served.device().post(served.path_of(BO), headers=TERMINAL)
    assert (status, json.loads(said)) == (200, {"seat": BO, "name": "Bo Tarn"})


async def test_pressing_the_button_again_joins_once(served: Served) -> None:
    device = await served.device().join(CY)
    await device.join(CY)
    assert len(served.happened(bodies.SeatJoined)) == 1


async def test_a_link_that_is_not_good_opens_nothing(served: Served) -> None:
    device = served.device()
    status, page = await device.get("/join/" + "x" * 32)
    assert status == 404
    assert "ask the lead" in page
    assert (await device.post("/join/" + "x" * 32))[0] == 404
    assert device.cookies() == {}


async def test_guessing_links_is_soon_looked_at_no_more_while_a_good_one_still_works(served: Served) -> None:
    device = served.device()
    answers = [await device.get(f"/join/{n:032}") for n in range(25)]
    assert answers[0][0] == 404
    assert answers[-1][0] == 429
    await device.join(CY)


async def test_a_new_link_puts_the_old_one_and_its_devices_out(served: Served) -> None:
    device = await served.device().join(CY)
    old = served.path_of(CY)
    async with device.stream() as stream:
        await stream.event()
        new = await asyncio.to_thread(served.server.relink, CY, ANA)
        assert "new link" in (await stream.named("out"))["text"]
    assert new.endswith(served.path_of(CY))
    assert served.happened(bodies.SeatRelinked) == [bodies.SeatRelinked(seat=CY)]
    assert (await device.get("/log"))[0] == 401
    assert device.cookies() == {}
    assert (await device.get(old))[0] == 404
    await device.join(CY)


async def test_a_seat_that_is_shut_out_is_out_until_it_has_a_new_link(served: Served) -> None:
    device = await served.device().join(CY)
    await asyncio.to_thread(served.server.shut_out, CY, ANA)
    assert served.happened(bodies.SeatShutOut) == [bodies.SeatShutOut(seat=CY)]
    assert (await device.do("note", text="still here?"))[0] == 401
    assert next(one.link for one in served.hosted.seats if one.seat == CY) is None


async def test_only_the_lead_minds_the_door(served: Served) -> None:
    with pytest.raises(Refused, match="only the lead"):
        served.server.relink(CY, BO)
    with pytest.raises(Refused, match="only the lead"):
        served.server.shut_out(CY, BO)
    with pytest.raises(CannotHost, match="no such seat"):
        served.server.relink("nobody", ANA)


async def test_somebody_knocks_is_admitted_and_takes_the_seat(served: Served) -> None:
    device = served.device()
    _, lobby = await device.get("/")
    assert "Panel member" in lobby
    assert "Groß" not in lobby  # who sits where is not said outside
    pin = served.hosted.pin or ""
    assert (await device.post("/knock", {"pin": pin, "name": "Ida\x1b[2J", "seat": GROSS}))[0] == 303
    (knock,) = served.hosted.knocks
    assert (knock.name, knock.seat) == ("Ida[2J", GROSS)
    assert json.loads((await device.get("/waiting/state"))[1]) == {"state": "waiting"}
    assert (await device.post("/enter"))[0] == 409
    assert (await device.get("/log"))[0] == 401
    served.server.admit(knock.id, GROSS, ANA)
    assert served.happened(bodies.KnockAnswered) == [bodies.KnockAnswered(name="Ida[2J", seat=GROSS)]
    assert json.loads((await device.get("/waiting/state"))[1]) == {"state": "admitted"}
    assert (await device.post("/enter"))[0] == 200
    assert served.happened(bodies.SeatJoined) == [bodies.SeatJoined(by="lobby")]
    assert (await device.do("note", text="in by the lobby"))[0] == 200


async def test_somebody_who_is_turned_away_stays_outside(served: Served) -> None:
    device = served.device()
    await device.post("/knock", {"pin": served.hosted.pin or "", "name": "Mallory", "seat": ""})
    with pytest.raises(Refused, match="only the lead"):
        served.server.refuse(served.hosted.knocks[0].id, CY)
    served.server.refuse(served.hosted.knocks[0].id, ANA)
    assert json.loads((await device.get("/waiting/state"))[1]) == {"state": "refused"}
    assert (await device.post("/enter"))[0] == 409
    with pytest.raises(CannotHost, match="Nobody waits"):
        served.server.admit("K1", CY, ANA)


async def test_a_wrong_pin_is_told_and_soon_not_even_looked_at(served: Served) -> None:
    device = served.device()
    wrong = "00000000" if served.hosted.pin != "00000000" else "11111111"
    first = await device.post("/knock", {"pin": wrong, "name": "Mallory"})
    second = await device.post("/knock", {"pin": served.hosted.pin or "", "name": "Mallory"})
    assert (first[0], second[0]) == (403, 429)
    assert not served.hosted.knocks


async def test_the_lobby_is_closed_while_every_seat_is_in(served: Served) -> None:
    streams = []
    for seat in (BO, CY, GROSS, OB):
        device = await served.device().join(seat)
        streams.append(device.stream())
        await streams[-1].__aenter__()
    await served.comes(lambda: served.hosted.pin is None)
    assert "closed" in (await served.device().get("/"))[1]
    await streams.pop().__aexit__(None, None, None)
    await served.comes(lambda: served.hosted.pin is not None)
    for stream in streams:
        await stream.__aexit__(None, None, None)


async def test_the_display_and_the_teams_page_have_links_of_their_own(served: Served) -> None:
    for who in ("display", "team"):
        device = await served.device().join(who)
        status, page = await device.get("/")
        assert status == 200
        assert "Manage Arrears" in page
        assert (await device.get("/log"))[0] == 403
        assert (await device.do("note", text="hello"))[0] == 409
    assert not served.happened(bodies.SeatJoined)


async def test_a_seat_that_is_removed_has_no_way_in(served: Served) -> None:
    device = await served.device().join(OB)
    async with device.stream() as stream:
        await stream.event()
        served.say(ANA, bodies.SeatRemoved(seat=OB))
        assert (await stream.named("out"))["text"]
    assert (await device.get("/log"))[0] == 401


async def test_a_seat_that_is_added_gets_a_link(served: Served) -> None:
    from panel_tui.session.terms import SeatData

    served.say(ANA, bodies.SeatAdded(seat=SeatData(id="seat-z", name="Zoë Late", role="member")))
    await served.comes(lambda: any(one.seat == "seat-z" and one.link for one in served.hosted.seats))
    await served.device().join("seat-z")


async def test_closing_tells_every_device_and_the_record(served: Served) -> None:
    device = await served.device().join(CY)
    async with device.stream() as stream:
        await stream.event()
        await asyncio.to_thread(served.server.close)
        assert "closed" in (await stream.named("out"))["text"]
    assert [type(what) for what in (served.happened(bodies.SeatsOpened) + served.happened(bodies.SeatsClosed))] == [
        bodies.SeatsOpened,
        bodies.SeatsClosed,
    ]
    with pytest.raises(OSError, match=r"[Cc]onnect"):
        await device.get("/")
    assert served.room.presence is None


async def test_after_a_restart_links_and_devices_are_still_good(served: Served) -> None:
    device = await served.device().join(CY)
    link, port = served.path_of(CY), int(served.hosted.url.rpartition(":")[2])
    await asyncio.to_thread(served.server.close)
    served.server = open_seats(served.room, Way(port=port))
    assert (await device.do("note", text="back again"))[0] == 200
    assert (await served.device().get(link))[0] == 200


async def test_what_is_open_to_look_at_only_has_no_seats(served: Served) -> None:
    with pytest.raises(CannotHost, match="open already"):
        open_seats(served.room, Way())
    from tests.room.rooms import rooms_in

    looked = rooms_in(Path(served.room.place).parent.parent).open(served.room.place, read_only=True)
    with pytest.raises(CannotHost, match="look at only"):
        open_seats(looked, Way())


async def test_a_port_that_is_taken_is_said(served: Served, tmp_path: Path) -> None:
    with pytest.raises(CannotHost, match="choose another port"):
        Served(tmp_path / "other", Way(port=int(served.hosted.url.rpartition(":")[2])))
