"""What is sent to do harm: too much, rubbish, markup and control characters."""

from __future__ import annotations

import asyncio
import json
import socket
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
import pytest
from tests.commands.table import ANA, BO, CY, OB
from tests.web.pages.reader import Page
from tests.web.served import JSON, TERMINAL, Device, Served, mark

from panel_tui import wire
from panel_tui.session import bodies
from panel_tui.session.bodies import AnyBody
from panel_tui.session.words import bare
from panel_tui.web import gate

P4 = "iterate-and-improve"
FORM = "application/x-www-form-urlencoded"
PAGE = {"Accept": "text/html"}
NASTY = (
    "</title></textarea><script>alert(1)</script><img src=x onerror=alert(1)>\"' \x1b]0;x\x07\x9b31m\u202e\u2066{{7*7}}"
)
CLEAN = "</title></textarea><script>alert(1)</script><img src=x onerror=alert(1)>\"' ]0;x31m{{7*7}}"


async def sent(device: Device, *what: AnyBody, under: str | None = None, **more: Any) -> tuple[int, dict[str, Any]]:
    submission = wire.Submission(sent=under or mark(), bodies=what, **more)
    status, said = await device.post("/record", msgspec.json.encode(submission), TERMINAL)
    return status, json.loads(said)


# Too much, or nothing that can be read


@pytest.mark.parametrize("path", ["/do/note", "/do/score", "/do/typing", "/record", "/leave", "/knock", "/enter"])
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, b"%00=%ff&&&=&text"),
        (FORM, b"text=" + b"%F0%9F" * 4000),
        (FORM, b"&" * 9000),
        ("application/json", b'{"sent":' + b"9" * 5000 + b"}"),
        ("application/json", b'{"bodies":' * 3000),
        ("application/msgpack", b"\x81\xa4sent\xc4\xff"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhi\r\n--x--'),
        ("text/plain; charset=utf-7", b"+ADw-script+AD4-"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"text=hi\xff"),
        ("", b"\x00" * 300),
        (FORM + "\t;", b"point=4"),
    ],
)
async def test_rubbish_is_refused_in_a_sentence_and_leaves_no_trace(
    served: Served, path: str, kind: str, body: bytes
) -> None:
    device = await served.device().join(CY)
    before = served.room.state.n
    status, said = await device.post(path, body, {**JSON, "Content-Type": kind})
    assert status in (204, 400, 403, 409)
    assert (status == 204) == (said == "")
    assert "Traceback" not in said
    assert status == 204 or json.loads(said)["refused"]
    assert served.room.state.n == before


@pytest.mark.parametrize(
    "body",
    [
        {"event": "note-taken", "id": "N1", "point": P4, "kind": "shout", "text": "x"},
        {"event": "note-taken", "id": 1, "point": P4, "kind": "concern", "text": "x"},
        {"event": "note-taken", "id": "N1", "point": P4, "kind": "concern", "text": {"a": 1}},
        {"event": "note-taken", "id": "N1", "point": P4, "kind": "concern", "text": "x", "seat": BO},
        {"event": "score-given", "point": P4, "round": "1", "level": "met"},
        {"event": "undone", "number": 1e99},
        {"event": "no-such-event"},
        {"event": None},
        {},
    ],
)
async def test_an_event_of_another_shape_is_refused(served: Served, body: dict[str, Any]) -> None:
    device = await served.device().join(CY)
    before = served.room.state.n
    given = json.dumps({"sent": mark(), "bodies": [body]}).encode()
    status, said = await device.post("/record", given, TERMINAL)
    assert (status, list(json.loads(said))) == (400, ["refused"])
    assert served.room.state.n == before


@pytest.mark.parametrize(
    ("what", "refused"),
    [
        (bodies.ScoreGiven(point="nowhere", round=1, level="met"), 409),
        (bodies.ScoreGiven(point=P4, round=-1, level="met"), 409),
        (bodies.ScoreGiven(point=P4, round=2**62, level="met"), 409),
        (bodies.ScoreGiven(point=P4, round=1, level="<b>"), 409),
        (bodies.Undone(number=-1), 409),
        (bodies.Undone(number=2**62), 409),
        (bodies.NoteTaken(id="N1", point=P4, kind="concern", text=" \x00\u202e "), 409),
        (bodies.NoteTaken(id="N1", point=P4, kind="concern", text="x" * 9000), 409),
        (bodies.EvidenceAdded(id="E1", point=P4, state="done", title="x", url="data:text/html,x"), 409),
        (bodies.EvidenceAdded(id="E1", point=P4, state="done", title="x" * 400), 409),
    ],
)
async def test_an_event_that_makes_no_sense_is_refused(served: Served, what: AnyBody, refused: int) -> None:
    device = await served.device().join(CY)
    before = served.room.state.n
    status, said = await sent(device, what)
    assert (status, "refused" in said) == (refused, True)
    assert served.room.state.n == before


@pytest.mark.parametrize("point", ["999", "-1", "4'--", "../../4", "٤", "\x00", "1e9", "4" * 5000])
async def test_a_point_that_there_is_not_is_refused_or_shown_as_none(served: Served, point: str) -> None:
    device = await served.device().join(CY)
    before = served.room.state.n
    assert (await device.do("score", point=point, level="met"))[0] == 409
    status, page = await device.get("/?" + urlencode({"point": point}))
    assert (status, Page(page).faults) == (200, [])
    assert served.room.state.n == before


def test_headers_without_end_are_refused_and_nobody_else_notices(served: Served) -> None:
    parts = urlsplit(served.hosted.url)
    for many in (b"X: y\r\n" * 30_000, b"Cookie: " + b"a=b; " * 30_000 + b"\r\n", b"X" * 200_000):
        with socket.create_connection((parts.hostname, parts.port or 80), timeout=20) as plain:
            answer = b""
            try:
                plain.sendall(b"GET / HTTP/1.1\r\nHost: " + parts.netloc.encode() + b"\r\n" + many + b"\r\n")
                while part := plain.recv(65536):
                    answer += part
            except ConnectionError:
                pass  # it did not even listen to the end
        assert answer[:12] in (b"", b"HTTP/1.1 400", b"HTTP/1.0 400")
        assert b"Traceback" not in answer
    assert served.hosted.pin


async def test_who_never_sends_what_was_begun_is_not_waited_for(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "PATIENCE", 0.2)
    device = await served.device().join(CY)
    parts = urlsplit(served.hosted.url)
    cookie = "; ".join(f"{name}={value}" for name, value in device.cookies().items())
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    head = f"POST /do/note HTTP/1.1\r\nHost: {parts.netloc}\r\nOrigin: {device.url}\r\nCookie: {cookie}\r\n"
    writer.write(
        f"{head}Accept: application/json\r\nContent-Type: {FORM}\r\nContent-Length: 5000\r\n\r\ntext=".encode()
    )
    async with asyncio.timeout(20):
        assert b" 408 " in await reader.readline()
    writer.close()


# Markup and control characters


async def test_markup_and_control_characters_are_only_text_in_every_field(served: Served) -> None:
    cy, team = await served.device().join(CY), await served.device().join("team")
    kept: list[int] = []

    async def keeps(device: Device, what: str, **fields: str) -> None:
        status, said = await device.do(what, **fields)
        assert status == 200, (what, said)
        kept.append(said["n"])

    await keeps(cy, "note", point="4", text=NASTY)
    await keeps(cy, "note", point="", kind="quote", text=NASTY, private="on")
    await cy.do("note", point="5", text="+ first")
    await keeps(cy, "reword", id="N3", text=NASTY)
    await keeps(cy, "evidence", point="4", state="done", title=NASTY, url='https://a.example/"onclick="x')
    await keeps(cy, "mark", id="E1", mark="more-wanted", text=NASTY)
    await keeps(cy, "check", id="P1", status="partly", text=NASTY)
    await keeps(cy, "conflict", point="6", effect="note", reason=NASTY)
    served.say(ANA, bodies.StageEntered(stage="points"), bodies.PointEntered(point=P4))
    served.say(CY, bodies.ScoreGiven(point=P4, round=1, level="met"))
    served.say(ANA, bodies.StageEntered(stage="deliberation"), bodies.ScoresRevealed(points=(P4,)))
    served.say(ANA, bodies.DecisionMade(point=P4, level="met", reason="shown"))
    await keeps(cy, "dissent", point="4", text=NASTY)
    served.say(ANA, bodies.StageEntered(stage="questions"), bodies.TeamPageTurned(on=True))
    await keeps(cy, "ask", kind="question", point="4", text=NASTY)
    await keeps(team, "ask", kind="question", point="", text=NASTY)
    status, said = await sent(
        cy, bodies.RecommendationMade(id="R1", point=P4, strength="must", text=NASTY, owner=NASTY)
    )
    assert status == 200, said
    kept.append(said["events"][0]["n"])
    for n in kept:
        plain = msgspec.json.encode(served.room.history.events[n - 1].what).decode()
        assert json.dumps(CLEAN)[1:-1] in plain, plain
        assert bare(json.dumps(json.loads(plain), ensure_ascii=False)) == json.dumps(
            json.loads(plain), ensure_ascii=False
        )
    await _nothing_acts(served, "4", "5", "6")


async def test_a_remark_is_only_text_too(served: Served) -> None:
    cy = await served.device().join(CY)
    served.say(ANA, bodies.StageEntered(stage="close"))
    standard = served.room.state.standard
    status, said = await cy.do("sign", remark=NASTY)
    if status == 409:  # it is signed only when there is an outcome
        for point in standard.points:
            served.say(ANA, bodies.DecisionMade(point=point.id, level="met", reason="shown"))
        served.say(ANA, bodies.EarlierChecked(id="P1", status="taken-root"))
        served.say(ANA, bodies.OutcomeAgreed(outcome=standard.outcomes[0].id, reason="shown"))
        status, said = await cy.do("sign", remark=NASTY)
    assert status == 200, said
    assert served.happened(bodies.SignedOff)[-1].remark == CLEAN
    await _nothing_acts(served)


async def _nothing_acts(served: Served, *points: str) -> None:
    """No page and no part of one that is sent holds anything but text of what was typed."""
    for who in (ANA, BO, CY, OB, "team", "display"):
        device = await served.device().join(who)
        pages = [(await device.get(path))[1] for path in ("/", *(f"/?point={number}" for number in points))]
        async with device.stream() as stream:
            told = await stream.named("regions")
        for page in pages:
            read = Page(page)
            assert read.faults == []
            assert [held["src"] for held in read.all("script")] == ["/static/forms.js", "/static/seat.js"]
        for html in (*pages, *told["regions"].values()):
            assert "<script>alert" not in html
            assert "<img src=x" not in html
            assert bare(html.replace("\t", "")) == html.replace("\t", "")
            acts = [held for _, held in Page(html).tags for name in held if name.startswith("on")]
            assert acts == []


async def test_a_name_at_the_door_is_only_text(served: Served) -> None:
    device = served.device()
    status, page = await device.post("/knock", {"pin": "no", "name": NASTY, "seat": NASTY}, PAGE)
    assert (status, Page(page).faults) == (403, [])
    assert "<script>alert" not in page
    other = served.device()
    served.server.inside.lobby._limits._failures.clear()
    assert (await other.post("/knock", {"pin": served.hosted.pin or "", "name": NASTY[:60], "seat": NASTY}, PAGE))[
        0
    ] == 303
    [knock] = served.hosted.knocks
    assert (knock.name, knock.seat) == (bare(NASTY[:60]).strip(), None)
    _, page = await other.get("/waiting")
    assert Page(page).faults == []
    assert "<script>alert" not in page
    served.server.refuse(knock.id, ANA)
    assert served.happened(bodies.KnockAnswered)[0].name == knock.name


async def test_what_is_refused_is_given_back_as_text(served: Served) -> None:
    device = await served.device().join(CY)
    for what, fields in (
        ("evidence", {"point": "4", "title": NASTY, "url": NASTY, "state": NASTY}),
        ("conflict", {"point": "4", "effect": NASTY, "reason": NASTY}),
        ("dissent", {"point": "4", "text": NASTY}),
        ("ask", {"point": NASTY, "kind": NASTY, "text": NASTY}),
        ("note", {"point": NASTY, "text": NASTY, "kind": NASTY}),
        ("reword", {"id": NASTY, "text": NASTY}),
        ("withdraw", {"id": NASTY}),
        ("score", {"point": "4", "level": NASTY}),
        ("mark", {"id": NASTY, "mark": NASTY, "text": NASTY}),
        ("place", {"id": NASTY, "point": NASTY}),
        ("check", {"id": NASTY, "status": NASTY, "text": NASTY}),
        ("own", {"point": "4", "level": NASTY, "text": NASTY}),
    ):
        status, page = await device.post(f"/do/{what}", {"sent": mark(), "back": NASTY, **fields}, PAGE)
        assert status == 409, what
        assert Page(page).faults == [], what
        assert "<script>alert" not in page


async def test_a_header_of_an_answer_cannot_be_made_from_what_is_sent(served: Served) -> None:
    device = await served.device().join(CY)
    back = "4\r\nSet-Cookie: evil=1"
    async with device.http.post(
        device.url + "/do/note",
        data={"sent": mark(), "point": "4", "text": "x", "back": back},
        headers={**PAGE, "Origin": device.url},
        allow_redirects=False,
    ) as answer:
        assert answer.status == 303
        assert "evil" not in answer.headers.get("Set-Cookie", "")
        assert answer.headers["Location"].startswith("/?point=4%0D%0A")
