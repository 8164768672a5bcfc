"""What devices send: answered when it is on disk, counted once, judged by the rules of the room."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import msgspec
import pytest
from tests.commands.table import ANA, BO, CY, GROSS, OB
from tests.room.rooms import on_disk, the_folder_is_gone
from tests.web.served import TERMINAL, Device, Served, mark

from panel_tui import wire
from panel_tui.hosting import LEAD_IDLE, LEAD_WAIT
from panel_tui.session import bodies
from panel_tui.session.bodies import AnyBody
from panel_tui.session.terms import TEAM, BroughtItem, Source, TeamView

P4 = "iterate-and-improve"
NASTY = "<script>alert(1)</script>\x1b[31m\u202e{{7*7}} & 'quotes\""


async def sent(device: Device, *what: AnyBody, under: str | None = None) -> tuple[int, str]:
    submission = wire.Submission(sent=under or mark(), bodies=what)
    return await device.post("/record", msgspec.json.encode(submission), TERMINAL)


def a_board() -> tuple[AnyBody, ...]:
    """Evidence as it is brought in: a card of point 4, and one that has no point."""
    points = (P4, None)
    items = tuple(
        BroughtItem(id="", key=f"c{at}", point=point, state="done", title=f"Card {at}")
        for at, point in enumerate(points)
    )
    return (bodies.EvidenceBrought(source=Source(kind="trello", key="b", name="Board"), items=items),)


@pytest.mark.parametrize(
    ("what", "fields", "kept"),
    [
        ("mark", {"id": "e1", "mark": "more-wanted", "text": "two\nlines"},
         bodies.EvidenceMarked(id="E1", mark="more-wanted", text="two\nlines")),
        ("mark", {"id": "E2", "mark": "seen"}, bodies.EvidenceMarked(id="E2", mark="seen")),
        ("place", {"id": "E2", "point": "5"}, bodies.EvidencePlaced(id="E2", point="tools-and-systems")),
        ("place", {"id": "E1", "point": ""}, bodies.EvidencePlaced(id="E1", point=None)),
        ("check", {"id": "P1", "status": "no-longer-applies", "text": "it was replaced"},
         bodies.EarlierChecked(id="P1", status="no-longer-applies", text="it was replaced")),
    ],
)  # fmt: skip
async def test_what_was_brought_in_is_marked_placed_and_checked_from_a_seat(
    served: Served, what: str, fields: dict[str, str], kept: AnyBody
) -> None:
    served.say(ANA, *a_board())
    device = await served.device().join(CY)
    assert (await device.do(what, **fields))[0] == 200
    assert on_disk(served.room)[-1] == kept


@pytest.mark.parametrize(
    ("what", "fields", "sentence"),
    [
        ("mark", {"id": "E1"}, "Say how far you are"),
        ("mark", {"id": "E1", "mark": "lost"}, "Say how far you are"),
        ("mark", {"id": "E1", "mark": "none"}, "has no mark"),
        ("mark", {"id": "E99", "mark": "seen"}, "no evidence 'E99'"),
        ("place", {"id": "E1", "point": "4"}, "there already"),
        ("place", {"id": "E1", "point": "99"}, "no point '99'"),
        ("check", {"id": "P1", "status": ""}, "Say what became of"),
        ("check", {"id": "P9", "status": "not"}, "no recommendation 'P9'"),
        ("own", {"point": "4", "level": "met"}, "A panel scores instead"),
    ],
)
async def test_what_cannot_be_done_with_evidence_is_refused_in_a_sentence(
    served: Served, what: str, fields: dict[str, str], sentence: str
) -> None:
    served.say(ANA, *a_board())
    device = await served.device().join(CY)
    n = served.room.state.n
    status, said = await device.do(what, **fields)
    assert status == 409
    assert sentence in said["refused"]
    assert served.room.state.n == n


async def test_a_mark_is_taken_off_again(served: Served) -> None:
    served.say(ANA, *a_board())
    device = await served.device().join(CY)
    await device.do("mark", id="E1", mark="seen")
    assert (await device.do("mark", id="E1", mark="none", text="kept by nobody"))[0] == 200
    assert on_disk(served.room)[-1] == bodies.EvidenceMarked(id="E1", mark=None)


async def test_a_team_gives_its_own_view_from_its_own_devices_and_takes_it_back(tmp_path: Path) -> None:
    served = Served(tmp_path, kind="self", earlier=None)
    try:
        device = await served.device().join(CY)
        assert (await device.do("own", point="4", level="met", text="we test"))[0] == 200
        assert (await device.do("own", point="4", level="none", text="only in words"))[0] == 200
        assert "not a level" in (await device.do("own", point="4", level="high"))[1]["refused"]
        assert (await device.do("own", point="4", level="", text=""))[0] == 200
        assert "no own view" in (await device.do("own", point="4", level="none"))[1]["refused"]
        assert "nothing is scored" in (await device.do("score", point="4", level="met"))[1]["refused"]
        assert served.happened(bodies.OwnViewGiven) == [
            bodies.OwnViewGiven(point=P4, level="met", text="we test"),
            bodies.OwnViewGiven(point=P4, text="only in words"),
            bodies.OwnViewGiven(point=P4),
        ]
    finally:
        await served.end()


async def test_the_teams_page_the_display_and_an_observer_mark_nothing(served: Served) -> None:
    served.say(ANA, *a_board())
    for who in ("team", "display", OB):
        device = await served.device().join(who)
        assert (await device.do("mark", id="E1", mark="seen"))[0] in (403, 409)
    assert served.happened(bodies.EvidenceMarked) == []


async def test_evidence_is_brought_in_on_the_leads_own_computer_and_by_no_device(served: Served) -> None:
    lead = await served.device().join(ANA)
    view = bodies.OwnViewsBrought(
        source=Source(kind="self", key="s", name="Own"), views=(TeamView(point=P4, level="met"),)
    )
    for what in (*a_board(), view):
        assert (await sent(lead, what))[0] == 400
    assert served.happened(bodies.EvidenceBrought) == served.happened(bodies.OwnViewsBrought) == []


@pytest.mark.parametrize(
    ("what", "fields", "kept"),
    [
        ("note", {"point": "4", "text": "+ works"},
         bodies.NoteTaken(id="N1", point=P4, kind="strength", text="works")),
        ("note", {"point": "", "text": "whole", "private": "on"},
         bodies.NoteTaken(id="N1", point=None, kind="observation", text="whole", private=True)),
        ("note", {"point": "4", "kind": "concern", "text": "+ is text"},
         bodies.NoteTaken(id="N1", point=P4, kind="concern", text="+ is text")),
        ("score", {"point": "4", "level": "met"}, bodies.ScoreGiven(point=P4, round=1, level="met")),
        ("evidence", {"point": "4", "state": "planned", "title": "Plan", "url": "https://example.org"},
         bodies.EvidenceAdded(id="E1", point=P4, state="planned", title="Plan", url="https://example.org")),
        ("conflict", {"point": "4", "effect": "no-score", "reason": "A cousin"},
         bodies.ConflictDeclared(seat=CY, point=P4, effect="no-score", reason="A cousin")),
    ],
)  # fmt: skip
async def test_a_form_is_kept_before_it_is_answered(
    served: Served, what: str, fields: dict[str, str], kept: AnyBody
) -> None:
    device = await served.device().join(CY)
    status, said = await device.do(what, **fields)
    assert (status, said["n"]) == (200, served.room.kept.state.n)
    assert on_disk(served.room)[-1] == kept
    assert said["kept"] == ([kept.id] if hasattr(kept, "id") else [])


async def test_notes_are_reworded_and_taken_back_by_their_author_alone(served: Served) -> None:
    cy, ida = await served.device().join(CY), await served.device().join(GROSS)
    await cy.do("note", point="4", text="+ first words", private="on")
    assert "no note" in (await ida.do("reword", id="N1", text="mine now"))[1]["refused"]
    assert (await ida.do("withdraw", id="N1"))[0] == 409
    assert (await cy.do("reword", id="n1", text="- better words"))[0] == 200
    assert on_disk(served.room)[-1] == bodies.NoteChanged(
        id="N1", kind="concern", text="better words", point=P4, private=True
    )
    assert (await cy.do("withdraw", id="N1"))[0] == 200
    assert (await cy.do("withdraw", id="X1"))[0] == 409


async def test_dissent_questions_and_signing_off_go_by_the_stage(served: Served) -> None:
    cy, team = await served.device().join(CY), await served.device().join("team")
    served.say(ANA, bodies.StageEntered(stage="points"), bodies.PointEntered(point=P4))
    served.say(CY, bodies.ScoreGiven(point=P4, round=1, level="met"))
    served.say(ANA, bodies.StageEntered(stage="deliberation"), bodies.ScoresRevealed(points=(P4,)))
    served.say(ANA, bodies.DecisionMade(point=P4, level="met", reason="shown"))
    assert (await cy.do("dissent", point="4", text="too soon"))[0] == 200
    assert "not open" in (await team.do("ask", kind="challenge", point="4", text="why?"))[1]["refused"]
    served.say(ANA, bodies.StageEntered(stage="questions"), bodies.TeamPageTurned(on=True))
    assert "shared" in (await team.do("ask", kind="challenge", point="4", text="why?"))[1]["refused"]
    served.say(ANA, bodies.DecisionsShared(on=True))
    assert (await team.do("ask", kind="challenge", point="4", text="why?"))[0] == 200
    assert (await cy.do("ask", kind="question", point="", text="and why that?"))[0] == 200
    assert [(one.asker, one.kind) for one in served.happened(bodies.QuestionAsked)] == [
        (TEAM, "challenge"),
        ("panel", "question"),
    ]
    assert (await cy.do("sign", remark="with thanks"))[0] in (200, 409)


async def test_the_same_mark_counts_once_also_from_a_form_sent_twice(served: Served) -> None:
    device = await served.device().join(CY)
    same = mark()
    answers = [await device.do("note", point="4", text="once", sent=same) for _ in range(3)]
    assert [said["kept"] for _, said in answers] == [["N1"]] * 3
    terminal = [await sent(device, bodies.SignedOff(remark="x"), under=same) for _ in range(2)]
    assert {status for status, _ in terminal} == {200}
    assert len(served.happened(bodies.NoteTaken)) == 1


async def test_a_form_without_script_leads_back_to_the_page_or_gives_its_text_back(served: Served) -> None:
    device = await served.device().join(CY)
    page = {"Accept": "text/html"}
    async with device.http.post(
        f"{device.url}/do/note",
        data={"sent": mark(), "point": "4", "text": "fine", "back": "4&x=<"},
        headers={"Origin": device.url},
        allow_redirects=False,
    ) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "/?point=4%26x%3D%3C")
    status, html = await device.post(
        "/do/note", {"sent": mark(), "point": "999", "text": f"kept {NASTY}", "back": "4"}, page
    )
    assert status == 409
    assert "There is no point" in unescape(html)
    assert "kept <script>alert(1)" in unescape(html)
    assert "<script>alert(1)" not in html


async def test_what_attacks_is_only_text(served: Served) -> None:
    device, other = await served.device().join(CY), await served.device().join(GROSS)
    assert (await device.do("note", point="4", text=NASTY))[0] == 200
    assert (await device.do("evidence", point="4", state="done", title=NASTY, url=""))[0] == 200
    assert (await device.do("evidence", point="4", state="done", title="x", url="javascript:alert(1)"))[0] == 409
    _, page = await other.get("/?point=4")
    assert "<script>alert(1)" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "{{7*7}}" in page


async def test_a_member_cannot_do_what_is_the_leads(served: Served) -> None:
    device = await served.device().join(CY)
    before = served.room.state.n
    for what in (
        bodies.StageEntered(stage="points"),
        bodies.ScoresRevealed(points=(P4,)),
        bodies.TeamPageTurned(on=True),
        bodies.SessionClosed(),
        bodies.LeadTaken(reason="because"),
    ):
        status, said = await sent(device, what)
        assert status == 409
        assert json.loads(said)["refused"]
    assert served.room.state.n == before


async def test_what_a_terminal_sends_is_cleaned_numbered_and_answered_without_hashes(served: Served) -> None:
    device = await served.device().join(CY)
    note = bodies.NoteTaken(id="<b>", point=P4, kind="strength", text="two\x07 \u202elines\nhere")
    status, said = await sent(device, note, note)
    assert status == 200
    first, second = msgspec.json.decode(said, type=wire.Kept).events
    assert isinstance(first.what, bodies.NoteTaken)
    assert isinstance(second.what, bodies.NoteTaken)
    assert (first.what.id, second.what.id) == ("N1", "N2")
    assert first.what.text == "two lines\nhere"
    assert (first.prev, first.hash) == ("", "")


async def test_a_deputy_takes_the_lead_over_only_after_the_lead_has_been_gone_a_while(served: Served) -> None:
    deputy = await served.device().join(BO)
    taking = bodies.LeadTaken(reason="their train")
    inside, now = served.server.inside, datetime.now(UTC)
    assert "is here" in (await sent(deputy, taking))[1]
    inside.board._keyboard = now - timedelta(seconds=LEAD_IDLE)
    inside.take_presence(team=0)
    assert "seconds more" in (await sent(deputy, taking))[1]
    inside.board._keyboard = now - timedelta(seconds=LEAD_IDLE + LEAD_WAIT + 1)
    inside.take_presence(team=0)
    assert (await sent(deputy, taking))[0] == 200
    assert served.room.state.lead == BO


async def test_what_is_not_on_disk_is_not_called_kept_and_counts_once_when_it_is(served: Served) -> None:
    device = await served.device().join(CY)
    same = mark()
    with the_folder_is_gone(served.room):
        status, said = await device.do("note", point="4", text="hold on", sent=same)
        assert (status, said["again"]) == (503, True)
    served.room.retry()
    await served.comes(lambda: served.room.keeping.unsaved == 0)
    status, said = await device.do("note", point="4", text="hold on", sent=same)
    assert (status, said["kept"]) == (200, ["N1"])
    assert len(served.happened(bodies.NoteTaken)) == 1


async def test_the_log_is_that_of_the_seat(served: Served) -> None:
    cy, ida = await served.device().join(CY), await served.device().join(GROSS)
    await cy.do("note", point="4", text="a secret of mine", private="on")
    assert "a secret of mine" not in (await ida.get("/log"))[1]
    status, said = await cy.get("/log")
    assert status == 200
    assert [line["n"] for line in json.loads(said)][-1] == served.room.kept.state.n
    assert (await (await served.device().join("display")).get("/log"))[0] == 403


async def test_there_is_no_other_form(served: Served) -> None:
    device = await served.device().join(CY)
    assert (await device.do("reveal", point="4"))[0] == 404
