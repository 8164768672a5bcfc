"""Every field that can be entered comes out in JSON (the seventh promise), in the shape that is promised."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from tests.report import sessions
from tests.report.stage import Stage, conversation, created, standard

from panel_tui.report.export import render
from panel_tui.session import bodies
from panel_tui.session.terms import (
    BroughtItem,
    Earlier,
    EarlierDecision,
    EarlierRecommendation,
    SeatData,
    Source,
    TeamView,
)
from panel_tui.session.view import AUDIENCES, Audience

PAGE = Path(__file__).parents[2] / "docs" / "file-format.md"
SCHEMA = json.loads(resources.files("panel_tui.report").joinpath("session.schema.json").read_text(encoding="utf-8"))

GONE = {
    "session-created.team: Rents": "replaced by details-changed",
    "seat-added.seat: Gone": "the seat was removed before it did anything",
    "seat-added.seat: seat-7": "the same",
    "seat-removed.seat: seat-7": "the same",
    "note-taken.text: first wording": "reworded: the newer words come out",
    "note-taken.text: withdrawn note": "taken back by its author",
    "note-taken.id: note-four": "the same",
    "note-withdrawn.id: note-four": "the same",
    "evidence-added.id: evidence-three": "taken off",
    "evidence-added.title: withdrawn title": "the same",
    "evidence-withdrawn.id: evidence-three": "the same",
    "evidence-added.title: first title": "corrected: the newer words come out",
    "recommendation-made.text: first advice": "reworded: the newer words come out",
    "recommendation-made.text: withdrawn advice": "taken back",
    "question-asked.text: withdrawn question": "taken back",
    "decision-made.reason: first reason": "replaced by the newer reason",
    "conflict-declared.reason: lifted reason": "the conflict no longer stands",
    "seats-opened.way: insecure": "the log says it in words",
    "own-view-given.text: first view": "replaced by the next",
    "evidence-brought.said: said before": "replaced when the board was brought in again",
}
"""What was replaced or taken back, or is said in words. The session's own file keeps it, and `left_out` says so."""


def everything() -> list[Stage]:
    """An assessment, a conversation and a self-assessment in which every event happened, each text in its own words."""
    earlier = Earlier(
        service="earlier service",
        phase="earlier phase",
        date="2025-05-05",
        outcome="earlier outcome",
        recommendations=(
            EarlierRecommendation(
                id="r1",
                point="p1",
                point_title="earlier title",
                strength="must",
                text="earlier text",
                owner="earlier owner",
                due="2025-06-06",
                since="earlier still",
            ),
        ),
        unmatched=("unmatched point",),
        decisions=(
            EarlierDecision(
                point="p4", number="4b", title="title then", label="label then", reason="reason then", level="met"
            ),
        ),
        session="earlier-id",
        standard="earlier standard",
    )
    room = Stage(created(standard(), earlier=earlier, order="numbers", carried=("p4",)))
    _panel(room)
    _points(room)
    _evidence(room)
    _end(room)
    talk = Stage(created(conversation(), rehearsal=True))
    talk.do("seat-1", bodies.TextAgreed(heading="well", text="agreed words"))
    return [room, talk, _alone()]


def _alone() -> Stage:
    room = Stage(created(standard(), kind="self"))
    room.do(
        "seat-2",
        bodies.OwnViewGiven(point="p1", level="met", text="first view"),
        bodies.OwnViewGiven(point="p1", level="not-met", text="second view"),
    )
    return room


def _evidence(room: Stage) -> None:
    board = Source(kind="trello", key="board-key", name="board name")
    alone = Source(kind="self", key="self-key", name="self name")
    items = (
        BroughtItem(
            id="e8",
            key="card-8",
            point="p2",
            state="done",
            title="brought title",
            url="https://brought.example",
            text="brought text",
            placed=True,
            state_there="planned",
        ),
        BroughtItem(id="e9", key="card-9", point=None, state="planned", title="lost title"),
    )
    room.do(
        "seat-1",
        bodies.EvidenceBrought(source=board, items=items, said=("said before",)),
        bodies.EvidenceBrought(source=board, gone=("e8",), said=("said of the export",)),
        bodies.EvidencePlaced(id="e8", point="p3"),
        bodies.EvidenceMarked(id="e8", mark="more-wanted", text="mark words"),
        bodies.OwnViewsBrought(source=alone, views=(TeamView(point="p1", level="partially-met", text="view words"),)),
    )


def _panel(room: Stage) -> None:
    seat = SeatData(id="seat-6", name="Fay", role="member", discipline="sixth", affiliation="external", points=("p5",))
    room.do(
        "seat-1",
        bodies.DetailsChanged(field="team", value="another team"),
        bodies.SeatAdded(seat=seat),
        bodies.SeatChanged(seat=msgspec.structs.replace(seat, name="Fay Changed")),
        bodies.SeatAdded(seat=SeatData(id="seat-7", name="Gone", role="member")),
        bodies.SeatRemoved(seat="seat-7"),
        bodies.ConflictDeclared(seat="seat-6", point="p5", effect="no-score", reason="conflict reason"),
        bodies.ConflictDeclared(seat="seat-3", point="p2", effect="leaves", reason="lifted reason"),
        bodies.ConflictLifted(seat="seat-3", point="p2", reason="lifting reason"),
        bodies.ScopeTold(text="scope words"),
        bodies.BriefingTicked(item="demo", done=True),
        bodies.EarlierChecked(id="r1", status="partly", text="check words"),
        bodies.TimeboxStarted(box="briefing", seconds=1234),
        bodies.TimeboxExtended(box="briefing", seconds=77, reason="extension reason"),
        bodies.TimeboxPaused(box="briefing"),
        bodies.TimeboxResumed(box="briefing"),
        bodies.TimeboxStopped(box="briefing"),
    )


def _points(room: Stage) -> None:
    room.do("seat-1", bodies.StageEntered(stage="points"), bodies.PointEntered(point="p2"))
    room.do(
        "seat-2",
        bodies.NoteTaken(id="n1", point="p1", kind="quote", text="note words"),
        bodies.NoteTaken(id="n2", point=None, kind="concern", text="whole note"),
        bodies.NoteTaken(id="n3", point="p1", kind="concern", text="first wording"),
        bodies.NoteChanged(id="n3", kind="strength", text="second wording", point="p3"),
        bodies.NoteTaken(id="note-four", point="p1", kind="concern", text="withdrawn note"),
        bodies.NoteWithdrawn(id="note-four"),
        bodies.EvidenceAdded(id="e1", point="p1", state="done", title="evidence words", url="https://url.example"),
        bodies.EvidenceAdded(id="e2", point="p1", state="done", title="first title"),
        bodies.EvidenceChanged(id="e2", state="planned", title="second title", url="https://second.example"),
        bodies.EvidenceAdded(id="evidence-three", point="p1", state="done", title="withdrawn title"),
        bodies.EvidenceWithdrawn(id="evidence-three"),
        bodies.ScoreGiven(point="p1", round=1, level="not-met"),
    )
    room.do("seat-1", bodies.ScoresRevealed(points=("p1",)), bodies.RoundOpened(point="p1", round=2))
    room.do(
        "seat-1",
        bodies.DecisionMade(point="p1", level="met", reason="first reason", casting=True),
        bodies.DissentRecorded(point="p1", text="dissent words"),
        bodies.RecommendationMade(
            id="a1", point="p1", strength="must", text="advice words", owner="advice owner", due="2027-07-07"
        ),
        bodies.RecommendationMade(id="a2", point=None, strength="must", text="first advice"),
        bodies.RecommendationChanged(
            id="a2", strength="should", text="second advice", owner="second owner", due="2027-08-08"
        ),
        bodies.RecommendationMade(id="a3", point=None, strength="must", text="withdrawn advice"),
        bodies.RecommendationWithdrawn(id="a3"),
    )


def _end(room: Stage) -> None:
    room.do(
        "seat-1",
        bodies.QuestionAsked(id="Q1", kind="challenge", asker="team", point="p1", text="question words"),
        bodies.DecisionMade(point="p1", level="met", reason="second reason", question="Q1"),
        bodies.QuestionAnswered(id="Q1", text="answer words", changed=True),
        bodies.QuestionAsked(id="Q2", kind="question", asker="panel", point=None, text="withdrawn question"),
        bodies.QuestionWithdrawn(id="Q2"),
        bodies.OutcomeAgreed(outcome="conditions", reason="outcome reason"),
        bodies.SignedOff(remark="remark words"),
    )
    _door(room)
    room.do("seat-1", bodies.SessionClosed(), checked=False)
    published = bodies.Published(report="https://report.example", board="https://evidence.example")
    room.do("seat-1", published, bodies.Unpublished(), published)
    room.do("seat-1", bodies.SessionReopened(reason="reopening reason"))
    room.do("seat-1", bodies.Exported(format="html", audience="team"), bodies.BriefingTicked(item="scope", done=True))
    ticked = room.history.last.n
    room.do("seat-1", bodies.Undone(number=ticked), bodies.Redone(number=ticked))
    room.do("seat-1", bodies.Adjourned(reason="first adjournment", until="2027-01-01"), bodies.Reconvened())
    room.do("seat-1", bodies.Adjourned(reason="adjournment reason", until="2027-09-09"))
    room.do("seat-2", bodies.LeadTaken(reason="lead reason"))


def _door(room: Stage) -> None:
    room.do(
        "seat-1",
        bodies.SeatsOpened(way="insecure"),
        bodies.KnockAnswered(name="Knocking Person", seat="seat-3"),
        bodies.KnockAnswered(name="Unknown Person", seat=None),
        bodies.SeatRelinked(seat="seat-2"),
        bodies.SeatShutOut(seat="seat-2"),
        bodies.TeamPageTurned(on=True),
        bodies.DecisionsShared(on=True),
    )
    room.do("seat-2", bodies.SeatJoined(by="link"), bodies.SeatJoined(by="lobby"), bodies.SeatTakenOver())
    room.do("seat-1", bodies.SeatsClosed())


def leaves(value: Any) -> set[str]:
    """Every text and number in plain JSON data, the texts as they are and taken apart into words."""
    if isinstance(value, dict):
        return set().union(*(leaves(item) for item in value.values()), map(str, value))
    if isinstance(value, list | tuple):
        return set().union(*(leaves(item) for item in value)) if value else set()
    return {json.dumps(value) if isinstance(value, bool | int) else str(value)}


def missing(room: Stage) -> list[str]:
    """Each field of each event of the session whose value is not in its JSON."""
    content = render(room.report("internal"), "json").decode()
    found = leaves(json.loads(content))
    lost = []
    for event in room.history.events:
        kind = type(event.what).__struct_config__.tag
        for field, value in msgspec.to_builtins(event.what).items():
            values = leaves(value) if field != "standard" else leaves(msgspec.to_builtins(room.history.state.standard))
            lost += [
                f"{kind}.{field}: {one}"
                for one in sorted(values)
                if field != "event" and one not in found and one not in content
            ]
    return lost


def test_every_field_of_every_event_comes_out_in_json() -> None:
    kinds, lost = set(), set()
    for room in everything():
        lost |= set(missing(room))
        kinds |= {type(event.what) for event in room.history.events}
    assert lost == set(GONE)
    assert kinds == set(bodies.Body.__subclasses__()), "this test enters every kind of event"


def test_every_field_was_entered_with_a_value_of_its_own() -> None:
    given: dict[tuple[str, str], bool] = {}
    for event in (event for room in everything() for event in room.history.events):
        for field in msgspec.structs.fields(event.what):
            place = type(event.what).__name__, field.name
            value = getattr(event.what, field.name)
            given[place] = given.get(place, False) or value not in (None, "", (), {})
    assert [place for place, entered in given.items() if not entered] == []


def test_the_test_finds_a_field_that_is_lost() -> None:
    room = Stage(created(standard()))
    room.do("seat-2", bodies.NoteTaken(id="n1", point="p1", kind="concern", text="mine alone", private=True))
    assert "note-taken.text: mine alone" in missing(room)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_json_of_every_audience_has_the_promised_shape(assessed: Stage, talked: Stage, audience: Audience) -> None:
    reader = jsonschema.Draft202012Validator(SCHEMA)
    for room in (assessed, talked, *everything(), Stage(created(standard()))):
        content = json.loads(render(room.report(audience), "json"))
        assert [f"{error.json_path}: {error.message}" for error in reader.iter_errors(content)] == []


def test_the_schema_is_one_and_allows_nothing_to_be_missing_or_added() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    shapes = [SCHEMA, *SCHEMA["$defs"].values()]
    assert all(shape["additionalProperties"] is False for shape in shapes)
    assert all(shape["required"] == list(shape["properties"]) for shape in shapes)


def test_what_is_not_known_is_null_and_not_missing() -> None:
    content = json.loads(render(sessions.talk().report("internal"), "json"))
    assert content["session"]["adjournment"] is None
    assert content["points"][0]["decision"] is None
    assert content["outcome"]["agreed"] is None


def test_the_page_on_the_file_format_names_every_field() -> None:
    page = PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_-]+)`", page))
    wanted = {field for shape in [SCHEMA, *SCHEMA["$defs"].values()] for field in shape["properties"]}
    for body in bodies.Body.__subclasses__():
        wanted |= {str(body.__struct_config__.tag), *(field.name for field in msgspec.structs.fields(body))}
    assert sorted(wanted - named) == []
