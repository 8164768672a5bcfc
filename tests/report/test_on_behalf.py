"""Who acted for whom is told wherever the act is shown as somebody's, by name or by role as the copy names people."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.report.read import everything
from tests.report.stage import EARLIER, Stage, created, standard

from panel_tui.report.export import formats, render
from panel_tui.session import bodies
from panel_tui.session.view import AUDIENCES, Audience

LEAD, FOR = "seat-1", "seat-3"
DOCUMENTS = ("md", "html", "docx", "odt")


@pytest.fixture(scope="module")
def absent() -> Stage:
    """Everything that a lead can do for a member who is away, done once."""
    room = Stage(created(standard(), earlier=EARLIER))
    for body in (
        bodies.ConflictDeclared(seat=FOR, point="p4", effect="note", reason="wrote the code"),
        bodies.EarlierChecked(id="r1", status="partly", text="half of it"),
        bodies.NoteTaken(id="n1", point="p1", kind="strength", text="seen every week"),
        bodies.EvidenceAdded(id="e1", point="p1", state="done", title="Research log"),
        bodies.EvidenceMarked(id="e1", mark="seen", text="read it"),
        bodies.ScoreGiven(point="p1", round=1, level="met"),
    ):
        room.do(LEAD, body, behalf=FOR)
    room.do(LEAD, bodies.ScoresRevealed(points=("p1",)), bodies.DecisionMade(point="p1", level="met", reason="Seen."))
    room.do(LEAD, bodies.DissentRecorded(point="p1", text="too soon"), behalf=FOR)
    room.do(LEAD, bodies.RecommendationMade(id="a1", point="p1", strength="must", text="go on"), behalf=FOR)
    asked = bodies.QuestionAsked(id="Q1", kind="question", asker="panel", point="p1", text="who pays?")
    room.do(LEAD, asked, behalf=FOR)
    room.do(LEAD, *(bodies.DecisionMade(point=f"p{n}", level="met", reason="Shown.") for n in range(2, 6)))
    room.do(LEAD, bodies.OutcomeAgreed(outcome="met"))
    return room.do(LEAD, bodies.SignedOff(remark="from afar"), behalf=FOR)


def told(room: Stage, audience: Audience, format: str, names: bool | None = None) -> str:
    text = everything(render(room.report(audience, names=names), format), format)
    return text.replace("\n", " ").replace("&#8217;", "’")


BY_NAME = "Cy Wren, written down by Ana Lead"
BY_ROLE = "Panel member C, written down by Lead assessor, technology"


@pytest.mark.parametrize("format", DOCUMENTS)
@pytest.mark.parametrize(
    ("audience", "both", "lead"),
    [("internal", BY_NAME, "Ana Lead"), ("panel", BY_ROLE, "Lead assessor, technology")],
)
def test_the_panels_copies_say_it_of_every_act(
    absent: Stage, format: str, audience: Audience, both: str, lead: str
) -> None:
    text = told(absent, audience, format)
    assert text.count(f"({both})") == 5, "a check, a note, evidence, its mark and a dissent"
    assert f"Asked by {both}." in text
    assert f"conflict of interest on point 4 (noted), written down by {lead}: wrote the code" in text
    assert f"Met (entered by {lead})" in text
    assert f", by {lead} on behalf of this member" in text


@pytest.mark.parametrize("format", DOCUMENTS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_document_says_who_signed_for_whom(absent: Stage, format: str, audience: Audience) -> None:
    lead = "Ana Lead" if audience == "internal" else "Lead assessor, technology"
    assert f", by {lead} on behalf of this member" in told(absent, audience, format)


@pytest.mark.parametrize("format", DOCUMENTS)
def test_the_team_is_told_who_checked_for_whom_and_not_who_wrote_down_what_has_no_name(
    absent: Stage, format: str
) -> None:
    text = told(absent, "team", format)
    assert text.count(BY_ROLE) == 1, "nothing but the check names a seat"
    assert "Asked by" not in text
    assert "entered by" not in text


@pytest.mark.parametrize("format", formats())
@pytest.mark.parametrize("audience", ["team", "panel", "public"])
def test_no_name_leaks_by_it(absent: Stage, format: str, audience: Audience) -> None:
    text = told(absent, audience, format)
    assert "Ana Lead" not in text
    assert "Wren" not in text


def test_the_csv_says_it_of_scores_notes_evidence_dissents_and_conflicts(absent: Stage) -> None:
    text = told(absent, "internal", "csv")
    assert "Cy Wren, round 1: Met (entered by Ana Lead)" in text
    assert text.count(f"({BY_NAME})") == 4
    assert "(noted), written down by Ana Lead: wrote the code" in text


@pytest.mark.parametrize("format", ["cards", "trello-csv"])
def test_a_card_says_it_of_a_note(absent: Stage, format: str) -> None:
    assert BY_NAME in told(absent, "internal", format)


def acts(room: Stage, audience: Audience) -> dict[str, Any]:
    """Who acted for the member, by kind of act, out of the JSON copy."""
    content = json.loads(render(room.report(audience), "json"))
    point, seats = content["points"][0], {seat["id"]: seat for seat in content["panel"]}
    return {
        "note": [one["by"] for one in point["notes"]],
        "evidence": [one["by"] for one in point["evidence"]],
        "mark": [one["mark"]["by"] for one in point["evidence"]],
        "score": [one["by"] for one in point["scores"]],
        "dissent": [one["by"] for one in point["dissent"]],
        "recommendation": [one["by"] for one in point["recommendations"]],
        "conflict": [one["by"] for one in content["session"]["conflicts"]],
        "question": [one["by"] for one in content["questions"]],
        "check": [content["session"]["earlier"]["recommendations"][0]["checked"]["entered_by"]],
        "signature": [seats[FOR]["signed"]["by"]],
    }


def test_the_json_copy_names_the_seat_that_acted(absent: Stage) -> None:
    assert acts(absent, "internal") == {act: [LEAD] for act in acts(absent, "internal")}
    assert acts(absent, "panel") == acts(absent, "internal")


def test_the_json_copy_of_team_and_public_names_it_only_beside_whose_it_is(absent: Stage) -> None:
    nobody = {"note": [None], "score": [], "dissent": [None], "conflict": [None], "question": [None]}
    assert acts(absent, "team") == acts(absent, "internal") | nobody
    out: dict[str, list[str]] = {"evidence": [], "mark": [], "question": []}
    assert acts(absent, "public") == acts(absent, "internal") | nobody | out


def test_a_conflict_that_a_seat_declares_for_another_without_its_name_is_marked_too() -> None:
    declared = bodies.ConflictDeclared(seat=FOR, point=None, effect="note", reason="sells one")
    text = told(Stage(created(standard())).do(LEAD, declared), "internal", "md")
    assert "Cy Wren declared a conflict of interest on every point (noted), written down by Ana Lead: sells one" in text


def test_what_a_member_does_alone_has_no_such_mark() -> None:
    declared = bodies.ConflictDeclared(seat=FOR, point=None, effect="note", reason="sells one")
    room = Stage(created(standard())).do(FOR, declared)
    room.do(FOR, bodies.NoteTaken(id="n1", point="p1", kind="strength", text="seen"))
    assert "written down by" not in told(room, "internal", "md")


def test_an_own_view_that_was_entered_for_another_says_so_in_json() -> None:
    room = Stage(created(standard(), kind="self", timeboxes={}))
    room.do(LEAD, bodies.OwnViewGiven(point="p1", level="met"), behalf=FOR)
    view = json.loads(render(room.report("team"), "json"))["points"][0]["own_view"]
    assert (view["seat"], view["by"]) == (FOR, LEAD)
