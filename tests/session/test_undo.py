"""Undo and redo: a seat takes back what it did itself, and nothing that came after is torn by it."""

from __future__ import annotations

import pytest
from tests.session.room import ANA, BO, CY, DI, Room
from tests.session.say import (
    CLOSE,
    DECIDED,
    RECONVENE,
    adjourn,
    again,
    conflict,
    decide,
    detail,
    note,
    outcome,
    redo,
    reveal,
    reword,
    score,
    stage,
    start,
    undo,
)

from panel_tui.session import bodies
from panel_tui.session.rules.undo import latest_redoable, latest_undoable
from panel_tui.session.terms import SeatData


def test_an_undone_event_no_longer_counts_and_stays_in_the_record() -> None:
    room = Room().do(CY, note()).do(CY, undo(2))
    assert (room.point().notes, room.n, room.history.undone) == ((), 3, frozenset({2}))
    assert room.history.events[1].what == note()


def test_a_redone_event_counts_again_where_it_stood() -> None:
    room = Room().do(CY, note("N1")).do(DI, note("N2")).do(CY, undo(2)).do(CY, redo(2))
    assert [one.id for one in room.point().notes] == ["N1", "N2"]


@pytest.mark.parametrize("number", [0, -1, 99])
def test_only_an_event_that_is_there_is_undone(number: int) -> None:
    assert Room().refuses(ANA, undo(number)) == f"there is no event {number}"


def test_what_stays_on_the_record_is_not_undone() -> None:
    room = Room().do(CY, note()).do(CY, undo(2))
    sentence = "this stays on the record and cannot be undone"
    assert room.refuses(ANA, undo(1)) == sentence
    assert room.refuses(CY, undo(3)) == sentence
    room.do(BO, bodies.LeadTaken(reason="Ill"))
    assert room.refuses(BO, undo(4)) == sentence
    room.do(CY, bodies.Exported(format="md", audience="team"))
    assert room.refuses(CY, undo(5)) == sentence


def test_a_seat_undoes_only_what_it_did_itself() -> None:
    assert Room().do(CY, note()).refuses(ANA, undo(2)) == "a seat undoes only what it did itself"


def test_a_former_lead_does_not_undo_what_it_did_as_the_lead() -> None:
    room = Room().lead(stage("points")).do(ANA, note(), CY).lead(bodies.SeatChanged(seat=_lead(BO)))
    for number in (2, 3, 4):
        assert room.refuses(ANA, undo(number)) == "only the lead undoes what a lead did"


def _lead(id: str) -> SeatData:
    return SeatData(id=id, name="Bovrik Tarn", role="lead")


def test_nothing_is_undone_twice_or_redone_without_having_been_undone() -> None:
    room = Room().do(CY, note())
    assert room.refuses(CY, redo(2)) == "this was not undone"
    room.do(CY, undo(2))
    assert room.refuses(CY, undo(2)) == "this is undone already"


def test_an_undo_that_would_tear_a_later_event_names_it() -> None:
    room = Room().do(CY, note()).do(CY, reword())
    assert room.refuses(CY, undo(2)) == ("event 3, which came after, would not fit any more: there is no note 'N1'")


def test_a_redo_that_does_not_fit_any_more_says_why() -> None:
    room = Room().do(CY, note()).do(CY, undo(2)).lead(conflict(CY))
    room.lead(bodies.SeatChanged(seat=SeatData(id=CY, name="Cyprane Wold", role="observer")))
    assert room.refuses(CY, redo(2)) == "Cyprane Wold is an observer, who watches and changes nothing"
    room = Room().do(CY, note("N1")).do(CY, undo(2)).do(CY, note("N1"))
    assert room.refuses(CY, redo(2)) == (
        "event 4, which came after, would not fit any more: there is 'N1' already; give it another number"
    )
    room = Room().lead(stage("points"), stage("close"), undo(3), undo(2), stage("close"))
    assert room.refuses(ANA, redo(3)) == (
        "event 6, which came after, would not fit any more: the room is in close already"
    )


def test_a_redo_that_does_not_fit_where_it_stood_says_so() -> None:
    room = Room().do(CY, note()).do(CY, reword()).do(CY, undo(3)).do(CY, undo(2))
    assert room.refuses(CY, redo(3)) == "event 3 would not fit any more: there is no note 'N1'"


def test_a_refused_undo_does_not_quote_a_sealed_score() -> None:
    room = Room().lead(detail("scale", "rag")).do(CY, score("amber"))
    assert room.refuses(ANA, undo(2)) == "event 3, which came after, would not fit any more"


def test_a_score_that_was_revealed_is_neither_undone_nor_slipped_back_in() -> None:
    sentence = "this score has been revealed and stays as it was; 'again' opens a new round"
    room = Room().do(CY, score()).do(DI, score("na")).do(DI, undo(3)).lead(reveal())
    assert room.refuses(CY, undo(2)) == sentence
    assert room.refuses(DI, redo(3)) == sentence  # it would look like a score from before the reveal
    room.do(DI, score("not"))
    assert [one.after_reveal for one in room.point().scores] == [False, True]
    assert room.refuses(DI, undo(6)) == sentence


def test_a_sealed_score_is_undone_by_its_seat() -> None:
    room = Room().do(CY, score()).do(CY, undo(2))
    assert room.point().scores == ()


def test_an_undone_reveal_seals_the_scores_and_remembers_that_they_were_seen() -> None:
    room = Room().do(CY, score()).lead(reveal()).lead(undo(3))
    assert (room.point().revealed, room.point().shown) == (frozenset(), frozenset({1}))
    assert room.sees(DI).scores == ()
    assert "revealed and stays" in room.refuses(CY, score("not"))
    room.do(DI, score("not"))
    assert [one.after_reveal for one in room.point().scores] == [False, True]
    assert room.refuses(ANA, again()) == "the open round is still sealed; reveal it first"
    room.lead(redo(3))
    assert len(room.sees(CY).scores) == 2


def test_a_reveal_with_a_decision_on_it_is_not_undone() -> None:
    room = Room().do(CY, score()).lead(reveal(), decide())
    assert "the scores of this point are still sealed" in room.refuses(ANA, undo(3))


def test_a_closed_record_is_reopened_and_not_undone_but_for_the_closing_itself() -> None:
    room = Room().lead(*DECIDED, outcome(), CLOSE)
    assert room.refuses(ANA, undo(5)) == "the session is closed; reopen it first, with a reason"
    assert room.lead(undo(6)).state.closed_at is None


def test_undoing_the_start_of_a_clock_stops_what_it_counted() -> None:
    room = Room().lead(start()).wait(minutes=5).lead(undo(2))
    assert room.state.timeboxes == {}


def test_an_undone_move_takes_the_room_back_also_while_it_is_apart() -> None:
    room = Room().lead(stage("deliberation"), adjourn(), undo(2))
    assert (room.state.stage, room.state.adjournment is not None) == ("briefing", True)
    assert room.lead(RECONVENE).state.adjournment is None


def test_the_newest_event_of_a_seat_is_offered_for_undo_and_then_the_one_before() -> None:
    room = Room()
    assert latest_undoable(room.history, CY) is None
    room.do(CY, note("N1")).do(DI, note("N2")).do(CY, note("N3"))
    assert _number(latest_undoable(room.history, CY)) == 4
    room.do(CY, undo(4))
    assert _number(latest_undoable(room.history, CY)) == 2


def test_redo_goes_back_through_what_was_undone_until_the_seat_does_something_new() -> None:
    room = Room().do(CY, note("N1")).do(CY, note("N2"))
    assert latest_redoable(room.history, CY) is None
    room.do(CY, undo(3)).do(CY, undo(2)).do(CY, bodies.Exported(format="md", audience="team"))
    assert _number(latest_redoable(room.history, CY)) == 2
    room.do(CY, redo(2)).do(DI, note("N3"))
    assert _number(latest_redoable(room.history, CY)) == 3
    room.do(CY, note("N4"))
    assert latest_redoable(room.history, CY) is None
    assert latest_redoable(room.history, BO) is None


def _number(event: object) -> int | None:
    return getattr(event, "n", None)
