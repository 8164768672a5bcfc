"""The demo: a whole made-up assessment that can be walked on from any stage."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.plain.talk import Talk
from tests.room.rooms import HandClock, on_disk, rooms_in, the_folder_is_gone

from panel_tui import demo, lines
from panel_tui.demo import LANDINGS, make_demo, read_script
from panel_tui.room import Room
from panel_tui.session import bodies
from panel_tui.session.clock import reading, running_box
from panel_tui.session.terms import STAGES
from panel_tui.session.view import Viewer
from panel_tui.store.verify import verify


@pytest.fixture
def closed(tmp_path: Path) -> Room:
    room = make_demo(rooms_in(tmp_path), "closed")
    room.close()
    return room


@pytest.mark.parametrize("stage", STAGES)
def test_a_newcomer_lands_on_each_stage_with_its_clock_running(tmp_path: Path, stage: str) -> None:
    clock = HandClock()
    room = make_demo(rooms_in(tmp_path, clock), stage)
    assert room.state.stage == stage
    assert room.state.created.rehearsal
    assert room.keeping.unsaved == 0
    assert room.now() == clock.at
    assert clock.at - room.history.last.at < room.history.last.at - room.state.created_at or stage == "briefing"
    running = running_box(room.state)
    assert (running is not None) == (stage != "close")
    if running is not None:
        assert 120 < reading(running, room.now()).left < running.planned
    assert verify(Path(room.place)).ok
    clock.move(2)
    assert room.now() == clock.at
    room.close()


def test_without_a_stage_it_is_the_middle_of_the_walk(tmp_path: Path) -> None:
    room = make_demo(rooms_in(tmp_path))
    assert room.state.current == "iterate-and-improve"
    assert sum(point.visited for point in room.state.points.values()) == 8
    room.close()


def test_every_event_lies_in_the_past_and_none_before_the_day_began(tmp_path: Path) -> None:
    clock = HandClock()
    room = make_demo(rooms_in(tmp_path, clock), "questions")
    times = [event.at for event in room.history.events]
    assert times == sorted(times)
    assert times[-1] <= clock.at
    assert (clock.at - times[0]).total_seconds() < 6 * 3600
    room.close()


def test_it_is_an_assessment_with_everything_that_happens_in_one(closed: Room) -> None:
    kinds = Counter(type(body) for body in on_disk(closed))
    notes = [body for body in on_disk(closed) if isinstance(body, bodies.NoteTaken)]
    assert len(notes) > 60
    assert {note.kind for note in notes} == {"strength", "concern", "question", "quote", "observation"}
    assert any(note.private for note in notes)
    for kind in (
        *(bodies.ConflictDeclared, bodies.EarlierChecked, bodies.TimeboxExtended, bodies.Adjourned, bodies.Reconvened),
        *(bodies.RoundOpened, bodies.DissentRecorded, bodies.QuestionAsked, bodies.RecommendationMade),
        *(
            bodies.EvidenceMarked,
            bodies.SignedOff,
            bodies.OutcomeAgreed,
            bodies.SessionClosed,
            bodies.RecommendationWithdrawn,
        ),
    ):
        assert kinds[kind], kind
    state = closed.state
    scores = [score for point in state.points.values() for score in point.scores]
    assert any(score.after_reveal for score in scores)
    assert any(score.by for score in scores)
    assert any(score.round == 2 for score in scores)
    assert any(len(point.scores) < len(state.scorers(point.id)) for point in state.points.values())
    decisions = [point.decision for point in state.points.values() if point.decision]
    assert len(decisions) == 15
    assert any(decision.casting for decision in decisions)
    assert any(decision.departs for decision in decisions)
    assert any(question.answer and question.answer.changed for question in state.questions)
    assert {conflict.effect for conflict in state.conflicts} == {"no-score", "leaves"}
    assert state.outcome is not None
    assert state.outcome.outcome == "met-with-conditions"
    assert len(state.signed) == len(state.seats)


def test_from_deliberation_the_lead_can_walk_on_to_the_end(tmp_path: Path) -> None:
    room = make_demo(rooms_in(tmp_path), "deliberation")
    talk = Talk(tmp_path, room=room)
    talk.say("decide 12 met because people take it up")
    for number in ("2", "3", "4", "15", "5", "7", "8", "9", "13"):
        assert talk.say(f"reveal {number}")[0].startswith("kept")
        assert talk.say(f"decide {number} met because it is so")[0].startswith("kept")
    for line in ("stage questions", "stage close", "outcome met-with-conditions", "sign", "close"):
        assert talk.say(line)[0].startswith("kept"), line
    assert talk.say("show todo")
    room.close()


def test_from_close_only_the_outcome_the_signatures_and_the_closing_are_left(tmp_path: Path) -> None:
    room = make_demo(rooms_in(tmp_path), "close")
    left = lines.todo_lines(room.view(Viewer(seat=room.state.lead)))
    assert [line.split(" yet")[0].split(":")[0] for line in left] == [
        "The outcome is not agreed.",
        "Not signed",
        "The session is not closed.",
    ]
    room.close()


def test_everything_in_it_can_be_shown_in_plain_lines_to_every_seat(tmp_path: Path) -> None:
    for stage in LANDINGS:
        room = make_demo(rooms_in(tmp_path), stage)
        talk = Talk(tmp_path, room=room)
        for seat in [seat.name for seat in room.state.seats.values()]:
            talk.say(f"me {seat}")
            shown = [talk.say(f"show {table}") for table in ("", "scores", "log", "notes", "questions", "panel")]
            shown += [talk.say(f"show {point.number}") for point in room.state.standard.points]
            assert all(one and one[0] for one in shown)
        if stage == "closed":
            said = "\n".join(line for number in range(1, 16) for line in talk.say("me Ana", f"show {number}"))
            for words in (
                "the lead's deciding vote",
                "away from the majority (Met)",
                "Dissent, Priya Nair: ",
                ", after the reveal",
                ", entered by Ana Lead",
                ", round 2",
                "owner Maya Brandt, by 2027-05-31",
                "Conflict of interest, Jess West, no-score: ",
                "Spread: differs, 1 missing.",
                "https://",
            ):
                assert words in said, words
            assert talk.say("me Tom", "show 15")[-1] == "You leave the room for this point."
            assert "It changed the decision." in "\n".join(talk.say("show questions"))
        room.close()


def test_a_demo_that_cannot_be_kept_says_so_and_lets_its_file_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "script.txt"
    script.write_text("09:30 Ana: nonsense\n09:31 == points\n", encoding="utf-8")
    monkeypatch.setattr(demo, "SCRIPT", script)
    from panel_tui.grammar.reader import NotUnderstood

    with pytest.raises(NotUnderstood):
        make_demo(rooms_in(tmp_path))
    (found,) = rooms_in(tmp_path).list()
    rooms_in(tmp_path).open(found.name).close()
    script.write_text("09:30 Ana: show\n09:31 == points\n", encoding="utf-8")
    room = make_demo(rooms_in(tmp_path))
    assert room.state.n == 1
    with the_folder_is_gone(room):
        room.close()


def test_a_script_with_a_line_that_nobody_says_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "script.txt"
    script.write_text("09:30 Ana note 4 x\n", encoding="utf-8")
    monkeypatch.setattr(demo, "SCRIPT", script)
    with pytest.raises(ValueError, match="this is no line of a script: 09:30 Ana note 4 x"):
        read_script("points")


def test_there_is_no_other_landing() -> None:
    with pytest.raises(ValueError, match="the demo has no stage 'lunch'"):
        read_script("lunch")
    assert [len(read_script(stage).cues) for stage in LANDINGS] == sorted(
        len(read_script(stage).cues) for stage in LANDINGS
    )
