"""No sealed score, and nothing that is computed from one, reaches another seat, a report or the projector.

Two sessions are grown that differ only in what is sealed. Whatever another viewer is given must then be the
same to the last byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.session.happenings import Attempt, attempts
from tests.session.room import ANA, BO, CY, DI, NAMES, OB, SEATS, Room, created
from tests.session.say import (
    again,
    amend,
    conflict,
    decide,
    detail,
    dissent,
    evidence,
    note,
    redo,
    reveal,
    reword,
    score,
    undo,
)

from panel_tui.session import bodies, rules
from panel_tui.session.bodies import AnyBody
from panel_tui.session.clock import forecast
from panel_tui.session.terms import SeatData
from panel_tui.session.view import AUDIENCES, DISPLAY, TEAM_PAGE, Viewer
from panel_tui.session.views import audience

PLANTED = "zanzibarplant"
REPORTS = [
    Viewer(audience=one, seat=seat, names=names)
    for one in AUDIENCES
    for seat in (None, ANA, CY)
    for names in (True, False)
]


def given_to(room: Room, viewer: Viewer) -> bytes:
    """Every byte that a viewer is given."""
    view, log = room.view(viewer), room.log(viewer)
    return msgspec.json.encode((view, log, forecast(room.state, room.at)), order="deterministic")


def refusals(room: Room, seat: str) -> list[str]:
    """What the rules answer a seat, whatever it tries: a sentence is a way out too."""
    tries: list[AnyBody] = [undo(n) for n in range(1, room.n + 1)]
    tries += [decide(), again(), reveal(), score(), score("green"), detail("scale", "rag"), detail("phase", "beta")]
    answers = []
    for what in tries:
        try:
            rules.check(room.history, seat, None, what)
        except rules.Refused as refused:
            answers.append(refused.message)
        else:
            answers.append("allowed")
    return answers


def others(seat: str) -> list[Viewer]:
    """Every viewer that is not this seat."""
    return [*(Viewer(seat=one) for one in (*SEATS, "gone") if one != seat), DISPLAY, TEAM_PAGE, *REPORTS]


def differing(pairs: Iterator[Viewer] | list[Viewer], left: Room, right: Room) -> list[Viewer]:
    return [viewer for viewer in pairs if given_to(left, viewer) != given_to(right, viewer)]


_SWAPPED = {"met": "na", "na": "met", "part": "not", "not": "part", "green": "red", "red": "green", "amber": "green"}


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_two_sessions_that_differ_in_a_sealed_score_look_the_same_to_everybody_else(data: st.DataObject) -> None:
    left, right = Room(), Room()
    for _ in range(data.draw(st.integers(3, 20))):
        _both(left, right, data.draw(attempts(left.history)), lambda what: what)
    point = data.draw(st.sampled_from(("users", "safe")))
    level = data.draw(st.sampled_from(("met", "part", "not") if point == "users" else ("green", "red")))
    sealed = score(level, point, left.point(point).round)
    if not _both(left, right, (CY, None, sealed, 30.0), _with_another_level) or _is_seen(left, point):
        return
    for _ in range(data.draw(st.integers(0, 10))):
        attempt = data.draw(attempts(left.history))
        if not isinstance(attempt[2], bodies.ScoresRevealed | bodies.Redone):
            _both(left, right, attempt, lambda what: what)
    assert differing(others(CY), left, right) == []
    for seat in (ANA, BO, DI):
        assert refusals(left, seat) == refusals(right, seat)


def _is_seen(room: Room, point: str) -> bool:
    held = room.point(point)
    return held.round in held.shown


def _with_another_level(what: AnyBody) -> AnyBody:
    assert isinstance(what, bodies.ScoreGiven)
    return msgspec.structs.replace(what, level=_SWAPPED[what.level])


def _both(left: Room, right: Room, attempt: Attempt, other: Callable[[AnyBody], AnyBody]) -> bool:
    seat, behalf, what, seconds = attempt
    kept = []
    for room, body in ((left, what), (right, other(what))):
        room.wait(seconds=seconds)
        try:
            room.do(seat, body, behalf)
        except rules.Refused:
            kept.append(False)
        else:
            kept.append(True)
    assert kept[0] == kept[1]
    return kept[0]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_planted_word_of_a_private_note_and_no_name_that_is_left_out_is_in_any_byte(data: st.DataObject) -> None:
    room = Room().do(CY, note("N901", text=PLANTED, private=True)).do(CY, note("N902", None, PLANTED, private=True))
    room.lead(note("N903", text="said aloud")).do(CY, reword("N901", text=f"{PLANTED} again", private=True))
    for _ in range(data.draw(st.integers(0, 15))):
        seat, behalf, what, seconds = data.draw(attempts(room.history))
        if isinstance(what, bodies.NoteChanged) and not what.private:
            continue  # its author may make it public
        room.wait(seconds=seconds)
        try:
            room.do(seat, what, behalf)
        except rules.Refused:
            continue
    for viewer in others(CY):
        seen = given_to(room, viewer)
        if viewer.seat != CY:
            assert PLANTED.encode() not in seen
        if not viewer.names and viewer.audience is not None:
            assert not [name for name in NAMES.values() if name.encode() in seen]
    for viewer in (DISPLAY, TEAM_PAGE):
        shown = given_to(room, viewer)
        assert not [name for name in NAMES.values() if name.encode() in shown]
        assert PLANTED.encode() not in shown


def test_a_seat_reads_its_own_private_note_and_its_own_sealed_score() -> None:
    room = Room().do(CY, note(text=PLANTED, private=True)).do(CY, score("not"))
    assert PLANTED.encode() in given_to(room, Viewer(seat=CY))
    mine = room.sees(CY).mine
    assert mine is not None
    assert mine.level == "not"
    assert room.said(CY) == "scored point 1 Not met"


def test_a_private_note_written_down_for_a_seat_is_for_that_seat_alone() -> None:
    room = Room().do(ANA, note(text=PLANTED, private=True), CY)
    assert PLANTED.encode() in given_to(room, Viewer(seat=CY))
    assert PLANTED.encode() not in given_to(room, Viewer(seat=ANA))


@pytest.mark.parametrize("one", AUDIENCES)
def test_a_report_holds_no_sealed_score_not_even_of_the_seat_that_it_is_for(one: str) -> None:
    left, right = Room().do(CY, score("met")), Room().do(CY, score("not"))
    viewer = Viewer(audience=one, seat=CY)  # type: ignore[arg-type]
    assert left.sees(viewer).mine is None
    assert given_to(left, viewer) == given_to(right, viewer)


def test_before_the_reveal_others_learn_only_who_is_in() -> None:
    room = Room().do(CY, score("met")).do(DI, score("not"))
    seen = room.sees(BO)
    assert (seen.inside, seen.awaited, seen.scores, seen.spread) == ((CY, DI), (ANA, BO, CY, DI), (), None)
    assert [line.text for line in room.log(BO)][1:] == ["scored point 1", "scored point 1"]


def test_a_level_that_a_seat_thought_better_of_before_the_reveal_stays_its_own() -> None:
    left = Room().do(CY, score("not")).do(CY, score("met")).do(DI, score()).do(DI, undo(4)).do(DI, score("na"))
    right = Room().do(CY, score("part")).do(CY, score("met")).do(DI, score("not")).do(DI, undo(4)).do(DI, score("na"))
    left.lead(reveal()), right.lead(reveal())
    assert differing([Viewer(seat=ANA), *REPORTS], left, right) == []
    assert [line.text for line in left.log(ANA)][1:4] == ["scored point 1", "scored point 1 Met", "scored point 1"]


def test_a_new_round_is_sealed_and_the_old_one_stays_open() -> None:
    room = Room().do(CY, score("not")).lead(reveal(), again()).do(CY, score("met", round=2))
    seen = room.sees(BO)
    assert ([one.level for one in seen.scores], seen.spread, seen.revealed) == (["not"], None, False)
    assert room.said(BO) == "scored point 1, round 2"


def test_scores_whose_reveal_was_undone_are_in_no_byte_again() -> None:
    left = Room().do(CY, score("met")).lead(reveal()).lead(undo(3))
    right = Room().do(CY, score("not")).lead(reveal()).lead(undo(3))
    assert differing(others(CY), left, right) == []


def test_a_seat_that_leaves_the_room_for_a_point_gets_neither_contents_nor_figures() -> None:
    room = Room().do(BO, note(text=PLANTED)).do(DI, score("met")).do(BO, score("met")).do(BO, evidence(title=PLANTED))
    room.do(BO, amend(title=PLANTED)).lead(conflict(CY), reveal(), decide("na")).do(DI, dissent(text=PLANTED))
    seen = room.sees(CY)
    assert seen.barred
    assert (seen.notes, seen.evidence, seen.inside, seen.awaited, seen.scores, seen.spread, seen.dissents) == (
        (),
    ) * 5 + (None, ())
    assert seen.decision is not None
    assert seen.decision.majority is None
    assert PLANTED.encode() not in given_to(room, Viewer(seat=CY))
    assert PLANTED.encode() not in given_to(room, Viewer(audience="panel", seat=CY))
    assert "majority" not in " ".join(line.text for line in room.log(CY))
    assert "majority" in " ".join(line.text for line in room.log(DI))


def test_two_sessions_that_differ_in_what_was_said_while_a_seat_was_out_look_the_same_to_it() -> None:
    left, right = (Room().lead(conflict(CY)) for _ in range(2))
    for room, level, text in ((left, "met", "One"), (right, "not", "Two")):
        room.do(DI, note(text=text)).do(DI, score(level)).do(BO, evidence(title=text)).lead(reveal())
        room.do(BO, amend(title=text))
    assert differing([Viewer(seat=CY), Viewer(audience="panel", seat=CY)], left, right) == []


def test_the_internal_record_is_whole_whoever_draws_it() -> None:
    room = Room().do(BO, note(text=PLANTED)).lead(conflict(ANA))
    assert PLANTED.encode() in given_to(room, Viewer(audience="internal", seat=ANA))


def test_the_projector_shows_no_note_no_score_and_no_result() -> None:
    room = Room().do(CY, note(text=PLANTED)).do(CY, score()).lead(reveal(), decide(reason=PLANTED))
    view, seen = room.view(DISPLAY), room.sees(DISPLAY)
    assert PLANTED.encode() not in given_to(room, DISPLAY)
    assert (seen.notes, seen.scores, seen.decision, seen.spread, seen.inside) == ((), (), None, None, ())
    assert (view.suggestion.outcome, view.suggestion.because, room.log(DISPLAY)) == (None, "", ())


def test_an_observer_sees_what_the_projector_shows_and_its_own_earlier_notes() -> None:
    room = Room().do(CY, note("N1", text="Mine", private=True)).do(DI, note("N2", text=PLANTED))
    room.lead(bodies.SeatChanged(seat=_observer(CY)))
    assert [one.text for one in room.sees(CY).notes] == ["Mine"]
    assert (room.sees(OB).notes, room.log(OB)) == ((), ())


def _observer(id: str) -> SeatData:
    return SeatData(id=id, name=NAMES[id], role="observer")


def test_a_refused_seat_is_not_told_that_a_private_note_is_there() -> None:
    room = Room().do(CY, note(private=True))
    assert room.refuses(DI, reword("N1")) == room.refuses(DI, reword("N7")).replace("N7", "N1")
    assert "N1" not in " ".join(line.text for line in room.log(DI))


def test_that_a_private_note_was_taken_back_is_not_in_the_log_of_others() -> None:
    room = Room().do(CY, note(private=True)).do(CY, bodies.NoteWithdrawn(id="N1"))
    assert (len(room.log(DI)), len(room.log(CY))) == (1, 3)


def test_a_redone_score_from_before_the_reveal_cannot_pretend_to_be_independent() -> None:
    room = Room().do(CY, score()).do(DI, score()).do(DI, undo(3)).lead(reveal())
    assert "revealed" in room.refuses(DI, redo(3))


def test_names_stand_in_an_internal_report_and_elsewhere_when_asked_for() -> None:
    assert (audience("internal").names, audience("team").names, audience("team", names=True).names) == (
        True,
        False,
        True,
    )
    room = Room()
    assert [seat.label for seat in room.view(audience("team")).seats][:3] == [
        "Lead assessor, delivery",
        "Deputy lead B",
        "Panel member C",
    ]
    assert [seat.label for seat in room.view(audience("public", names=True)).seats] == list(NAMES.values())


def test_a_large_panel_has_a_letter_for_each_seat() -> None:
    crowd = tuple(SeatData(id=f"x{n}", name=f"Person {n}", role="lead" if n == 0 else "member") for n in range(30))
    crowd = (msgspec.structs.replace(crowd[0], id=ANA), *crowd[1:])
    letters = [seat.initials for seat in Room(created(panel=crowd)).view(DISPLAY).seats]
    assert letters[24:28] == ["Y", "Z", "AA", "BB"]
