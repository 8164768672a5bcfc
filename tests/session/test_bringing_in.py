"""Evidence brought in from where the team keeps it: all of it at once, again without doubling, and never over what was
corrected, placed or taken off here."""

from __future__ import annotations

import time
from typing import Any

import msgspec
import pytest
from tests.session.bring import BOARD, LIST, bring, item, mark, place, withdraw
from tests.session.room import ANA, BO, CY, DI, OB, STANDARD, Room, created
from tests.session.say import CLOSE, DECIDED, adjourn, amend, conflict, detail, evidence, outcome, redo, undo

from panel_tui.session import bodies
from panel_tui.session.evidence import Evidence
from panel_tui.session.fold.gathered import all_evidence, find_evidence
from panel_tui.session.rules.gathered import LARGEST_BATCH
from panel_tui.session.view import AUDIENCES, DISPLAY, TEAM_PAGE, Viewer
from panel_tui.session.views import audience
from panel_tui.standard.model import Point


def held(room: Room, id: str = "E1") -> Evidence:
    found = find_evidence(room.state, id)
    assert found is not None
    return found


def where(room: Room) -> dict[str | None, list[str]]:
    """The numbers of the evidence under each point that has some, and under none."""
    places: dict[str | None, list[str]] = {}
    for one in all_evidence(room.state):
        places.setdefault(one.point, []).append(one.id)
    return places


# What an import does


def test_an_import_is_one_event_that_puts_each_piece_under_its_point_or_under_none() -> None:
    room = Room().lead(bring(item("E1"), item("E2", "b", None), item("E3", "c", "safe", state="planned"), said=("So",)))
    assert room.n == 2
    assert where(room) == {"users": ["E1"], None: ["E2"], "safe": ["E3"]}
    one = held(room)
    assert (one.seat, one.by, one.at, one.source, one.placed, one.gone, one.mark) == (
        (ANA, None, room.at, BOARD.key, False, False, None)
    )
    assert [(seen.source, seen.said) for seen in room.state.sources] == [(BOARD, ("So",))]


def test_new_pieces_come_after_those_that_are_there_in_the_order_of_their_source() -> None:
    room = Room().do(CY, evidence("E1")).lead(bring(item("E2"), item("E3", "b"), item("E4", "c", "safe")))
    assert where(room) == {"users": ["E1", "E2", "E3"], "safe": ["E4"]}


def test_brought_in_again_a_piece_changes_where_it_stands_and_nothing_is_doubled() -> None:
    room = Room().lead(bring(item("E1"), item("E2", "b")))
    room.wait(minutes=1).lead(bring(item("E1", title="Diary", state="planned", url="https://a.example", text="More")))
    one = held(room)
    assert (one.title, one.state, one.url, one.text) == ("Diary", "planned", "https://a.example", "More")
    assert where(room) == {"users": ["E1", "E2"]}
    assert one.at < room.at
    assert len(room.state.sources) == 1
    assert room.state.sources[0].at == room.at


def test_a_piece_that_its_source_puts_elsewhere_goes_there_to_the_end() -> None:
    room = Room().lead(bring(item("E1"), item("E2", "b", "safe"), item("E3", "c", None)))
    room.lead(bring(item("E1", "a", "safe"), item("E3", "c", "users"), item("E2", "b", None)))
    assert where(room) == {None: ["E2"], "users": ["E3"], "safe": ["E1"]}


@pytest.mark.parametrize(
    ("now", "title", "state", "url"),
    [
        ({}, "Corrected", "planned", "https://here.example"),
        ({"title": "There"}, "There", "planned", "https://here.example"),
        ({"state": "planned"}, "Corrected", "planned", "https://here.example"),
        ({"url": "https://there.example"}, "Corrected", "planned", "https://there.example"),
    ],
)
def test_what_was_corrected_here_stays_unless_its_source_changed_that_very_thing(
    now: dict[str, Any], title: str, state: str, url: str
) -> None:
    room = Room().lead(bring(item())).lead(amend(title="Corrected", url="https://here.example"))
    one = held(room.lead(bring(item(**now))))
    assert (one.title, one.state, one.url) == (title, state, url)
    assert held(room.lead(bring(item(**now)))) == one


def test_a_text_that_its_source_left_alone_stays() -> None:
    room = Room().lead(bring(item(text="One"))).lead(bring(item(title="Diary", text="One")))
    assert (held(room).title, held(room).text) == ("Diary", "One")


def test_what_was_placed_by_hand_is_not_moved_by_its_source() -> None:
    room = Room().lead(bring(item("E1", point=None))).do(CY, place("E1", "simple"))
    assert held(room).placed
    assert where(room.lead(bring(item("E1", point="safe", title="Diary")))) == {"simple": ["E1"]}
    assert held(room).title == "Diary"
    room.do(CY, place("E1", None)).lead(bring(item("E1", point="users")))
    assert where(room) == {None: ["E1"]}


def test_a_point_and_a_state_that_were_chosen_as_it_was_brought_in_outlast_the_next_time() -> None:
    room = Room().lead(bring(item("E1", point="simple", placed=True, state="planned", state_there="done")))
    room.lead(bring(item("E1", point="safe", title="Diary")))
    assert (held(room).point, held(room).state, held(room).title) == ("simple", "planned", "Diary")
    room.lead(bring(item("E1", point="safe", state="planned")))
    assert held(room).state == "planned"
    room.lead(bring(item("E1", point="safe", placed=True)))
    assert (held(room).point, held(room).state) == ("safe", "done")


def test_what_its_source_has_no_more_stays_and_is_marked_as_gone_until_it_is_back() -> None:
    room = Room().lead(bring(item("E1"), item("E2", "b"))).lead(bring(gone=("E2",)))
    assert [(one.id, one.gone) for one in room.point().evidence] == [("E1", False), ("E2", True)]
    assert not held(room.lead(bring(item("E2", "b"))), "E2").gone


def test_a_mark_stays_when_the_piece_changes_at_its_source() -> None:
    room = Room().lead(bring(item())).do(CY, mark(text="Read it")).lead(bring(item(title="Diary")))
    found = held(room).mark
    assert found is not None
    assert (held(room).title, found.mark, found.text, found.seat) == ("Diary", "seen", "Read it", CY)


def test_what_was_taken_off_here_is_remembered_as_declined_until_it_is_taken_in_again() -> None:
    room = Room().lead(bring(item("E1"), item("E2", "b", None)), withdraw("E1"), withdraw("E2"))
    assert where(room) == {}
    assert room.state.declined == {(BOARD.key, "a"), (BOARD.key, "b")}
    room.lead(bring(item("E3", "c"), item("E4", "b")))
    assert room.state.declined == {(BOARD.key, "a")}
    room.lead(undo(room.n))
    assert room.state.declined == {(BOARD.key, "a"), (BOARD.key, "b")}


def test_evidence_that_was_typed_here_is_no_longer_known_once_it_is_taken_off() -> None:
    room = Room().do(CY, evidence()).do(CY, withdraw())
    assert room.state.declined == frozenset()


def test_two_sources_may_use_the_same_keys() -> None:
    room = Room().lead(bring(item("E1")), bring(item("E2"), source=LIST))
    assert where(room) == {"users": ["E1", "E2"]}
    assert [seen.source for seen in room.state.sources] == [BOARD, LIST]


# Undo and redo


def test_an_import_is_undone_and_redone_in_one_step() -> None:
    room = Room().do(CY, evidence("E1")).lead(bring(item("E2"), item("E3", "b", None)))
    after = where(room)
    room.lead(undo(3))
    assert (where(room), room.state.sources) == ({"users": ["E1"]}, ())
    assert where(room.lead(redo(3))) == after


def test_undoing_the_second_time_leaves_what_the_first_brought() -> None:
    room = Room().lead(bring(item())).lead(bring(item(title="Diary", point="safe"), gone=()), undo(3))
    assert (where(room), held(room).title) == ({"users": ["E1"]}, "Log")


@pytest.mark.parametrize(
    ("who", "what", "why"),
    [
        (CY, mark(), "there is no evidence 'E1'"),
        (CY, place(), "there is no evidence 'E1'"),
        (ANA, amend(), "there is no evidence 'E1'"),
        (ANA, bring(item("E9", "z"), gone=("E1",)), "'E1' was not brought from this source, or is still there"),
    ],
)
def test_an_import_on_which_something_was_done_since_is_not_undone_and_the_refusal_says_why(
    who: str, what: bodies.AnyBody, why: str
) -> None:
    room = Room().lead(bring(item())).do(who, what)
    assert room.refuses(ANA, undo(2)) == f"event 3, which came after, would not fit any more: {why}"


def test_an_import_is_not_redone_beside_the_same_that_was_brought_in_since() -> None:
    room = Room().lead(bring(item()), undo(2), bring(item("E2")))
    assert room.refuses(ANA, redo(2)) == (
        "event 4, which came after, would not fit any more: 'Log' is here already, as E1; bring this source in again"
    )


def test_only_the_lead_undoes_an_import() -> None:
    room = Room().lead(bring(item()))
    assert room.refuses(CY, undo(2)) == "a seat undoes only what it did itself"


# What is refused

OF_ITS_OWN = "each piece of evidence that is brought in has a number and a key of its own"
NOWHERE = msgspec.structs.replace(BOARD, key="")
LINK = "a link starts with https:// or http:// and has no spaces"
REFUSED: list[tuple[bodies.EvidenceBrought, str]] = [
    (
        bring(item("E2", "b"), source=msgspec.structs.replace(BOARD, key="")),
        "evidence that is brought in says where from",
    ),
    (bring(item("", "b")), OF_ITS_OWN),
    (bring(item("E2", "")), OF_ITS_OWN),
    (bring(item("E2", "b"), item("E2", "c")), OF_ITS_OWN),
    (bring(item("E2", "b"), item("E3", "b")), OF_ITS_OWN),
    (bring(item("E2", "b", title="")), "each piece of evidence that is brought in has a title"),
    (bring(item("E2", "b", url="ftp://x")), LINK),
    (bring(item("E2", "b", point="moon")), "the standard has no point 'moon'"),
    (bring(item("E2", "b", point="late")), "point 4 is not looked at in alpha"),
    (bring(item("E2", "a")), "'Log' is here already, as E1; bring this source in again"),
    (bring(item("E1"), source=LIST), "'E1' was not brought from this source; give it another number"),
    (bring(gone=("E1",), source=LIST), "'E1' was not brought from this source, or is still there"),
    (bring(gone=("E7",)), "'E7' was not brought from this source, or is still there"),
    (bring(item("E1"), gone=("E1",)), "'E1' was not brought from this source, or is still there"),
    (
        bring(*(item(f"E{n}", str(n)) for n in range(2, LARGEST_BATCH + 3))),
        "at most 10000 pieces of evidence are brought in at once; bring this in parts",
    ),
]


@pytest.mark.parametrize(("what", "sentence"), REFUSED, ids=[sentence[:40] for _, sentence in REFUSED])
def test_an_import_of_which_one_piece_does_not_fit_is_refused_whole(
    what: bodies.EvidenceBrought, sentence: str
) -> None:
    assert Room().lead(bring(item())).refuses(ANA, what) == sentence


def test_an_import_does_not_take_the_number_of_what_was_typed_here() -> None:
    room = Room().do(CY, evidence("E1"))
    assert room.refuses(ANA, bring(item("E1"))) == "'E1' was not brought from this source; give it another number"
    assert room.refuses(ANA, bring(gone=("E1",))) == "'E1' was not brought from this source, or is still there"


def test_only_the_lead_brings_evidence_in_and_for_nobody_else() -> None:
    room = Room()
    assert room.refuses(CY, bring(item())) == "only the lead does this, and the lead is Anazora Quill"
    assert room.refuses(OB, bring(item())).endswith("is an observer, who watches and changes nothing")
    assert room.refuses(ANA, bring(item()), BO) == (
        "this is the lead's own to do, not something done on behalf of a seat"
    )
    room.lead(adjourn()).lead(bring(item())).do(CY, place()).do(CY, mark())
    closed = Room().lead(*DECIDED, outcome(), CLOSE)
    assert closed.refuses(ANA, bring(item())) == "the session is closed; reopen it first, with a reason"


@pytest.mark.parametrize(
    ("who", "what", "sentence"),
    [
        (CY, place("E9"), "there is no evidence 'E9'"),
        (CY, place("E1", "users"), "it is there already"),
        (CY, place("E2", None), "it is there already"),
        (CY, place("E1", "moon"), "the standard has no point 'moon'"),
        (CY, place("E1", "late"), "point 4 is not looked at in alpha"),
        (CY, mark("E9"), "there is no evidence 'E9'"),
        (CY, mark("E1", None), "this evidence has no mark"),
        (OB, mark(), "Obadine Zell is an observer, who watches and changes nothing"),
        (CY, amend("E1"), "only its author or the lead changes this evidence"),
        (CY, withdraw("E2"), "only its author or the lead changes this evidence"),
    ],
)
def test_a_place_or_a_mark_that_does_not_fit_is_refused(who: str, what: bodies.AnyBody, sentence: str) -> None:
    assert Room().lead(bring(item("E1"), item("E2", "b", None))).refuses(who, what) == sentence


def test_any_seat_places_and_marks_and_the_lead_does_it_for_a_seat_too() -> None:
    room = Room().lead(bring(item())).do(CY, place()).do(DI, mark("E1", "more-wanted", "The plan")).do(ANA, mark(), BO)
    found = held(room).mark
    assert found is not None
    assert (found.mark, found.seat, found.by) == ("seen", BO, ANA)
    assert held(room.do(CY, mark("E1", None))).mark is None
    assert where(room) == {"simple": ["E1"]}


def test_evidence_that_was_typed_is_placed_and_marked_too_and_loose_evidence_is_corrected_and_taken_off() -> None:
    room = Room().do(CY, evidence()).do(DI, place("E1", None)).do(DI, mark())
    assert room.do(CY, amend()).state.evidence[0].title == "Research diary"
    assert room.refuses(CY, evidence("E1")) == "there is 'E1' already; give it another number"
    assert where(room.do(CY, withdraw())) == {}


# Who leaves the room for a point


def test_a_seat_that_leaves_for_a_point_moves_and_marks_nothing_there() -> None:
    room = Room().lead(bring(item("E1"), item("E2", "b", None)), conflict(CY))
    left = "Cyprane Wold leaves the room for point 1: A cousin"
    assert room.refuses(CY, place("E1", "safe")) == left
    assert room.refuses(CY, place("E2", "users")) == left
    assert room.refuses(CY, mark("E1")) == left
    room.do(CY, place("E2", "safe")).do(CY, mark("E2"))
    assert room.sees(CY).evidence == ()


def secretly(room: Room, title: str, *whats: bodies.AnyBody) -> bytes:
    """What Cy, who leaves for point 1, reads of pieces that were moved about and are there in the end."""
    for what in whats:
        room.do(BO if not isinstance(what, bodies.EvidenceBrought) else ANA, what)
    room.lead(amend("E1", title=title))
    assert held(room).point == "users"
    return msgspec.json.encode((room.view(CY), room.log(CY)))


@pytest.mark.parametrize(
    "moves",
    [
        (place("E1", "safe"), undo(4)),
        (place("E1", "safe"), place("E1", "users")),
        (place("E1", "safe"), place("E1", "users"), bring(item("E1", point="safe"))),
    ],
    ids=["a move that was undone", "there and back", "a source that no longer moves it"],
)
def test_the_log_tells_nobody_who_left_of_evidence_that_was_moved_and_is_back(
    moves: tuple[bodies.AnyBody, ...],
) -> None:
    room = Room().lead(bring(item("E1")), conflict(CY))
    seen = secretly(room, "zanzibarplant", *moves)
    assert b"zanzibarplant" not in seen
    assert b"zanzibarplant" in msgspec.json.encode(room.log(DI))


def test_the_log_says_an_import_without_a_title_of_it() -> None:
    room = Room().lead(conflict(CY), bring(item("E1", title="zanzibarplant")))
    assert (
        room.said(CY)
        == "brought in 1 piece of evidence, new or changed, from the Trello board 'Evidence for the panel'"
    )
    assert b"zanzibarplant" not in msgspec.json.encode((room.view(CY), room.log(CY)))


# Who sees it


def test_what_has_no_point_yet_and_where_it_came_from_is_for_the_panel_and_the_team_and_not_for_the_public() -> None:
    room = Room().lead(bring(item("E1", point=None)))

    def seen(viewer: Viewer) -> tuple[int, int]:
        view = room.view(viewer)
        return len(view.evidence), len(view.sources)

    assert {one: seen(audience(one)) for one in AUDIENCES} == {
        "internal": (1, 1),
        "panel": (1, 1),
        "team": (1, 1),
        "public": (0, 0),
    }
    assert [seen(one) for one in (Viewer(seat=CY), Viewer(seat=OB), DISPLAY, TEAM_PAGE)] == [(1, 1)] + [(0, 0)] * 3


# Beside the rest of the record


def test_a_seat_that_brought_marked_or_placed_nothing_is_removed_and_one_that_did_is_not() -> None:
    room = Room().lead(bring(item("E1", point=None))).do(DI, mark())
    sentence = "has notes, scores or more in the record; make the seat an observer instead"
    assert room.refuses(ANA, bodies.SeatRemoved(seat=DI)) == f"Diwenna Yarrow {sentence}"
    room.do(BO, bodies.LeadTaken(reason="Ana is ill"))
    assert room.refuses(BO, bodies.SeatRemoved(seat=ANA)) == f"Anazora Quill {sentence}"
    room.do(BO, bodies.SeatRemoved(seat=CY))


def test_the_phase_stays_where_a_point_of_it_has_evidence_and_loose_evidence_holds_nothing_up() -> None:
    room = Room(created(phase="live")).lead(bring(item("E1", point="late"), item("E2", "b", None)))
    assert room.refuses(ANA, detail("phase", "beta")) == "point 4 has notes or more and is not looked at in beta"
    assert room.lead(place("E1", None), detail("phase", "beta")).state.created.phase == "beta"


def test_two_thousand_pieces_beside_two_thousand_are_brought_in_well_within_a_second() -> None:
    points = tuple(Point(id=f"p{n}", number=str(n), title=f"Point {n}") for n in range(1, 201))
    room = Room(created(msgspec.structs.replace(STANDARD, points=points, running_order=(), outcome_rules=())))

    def batch(title: str, shift: int) -> bodies.EvidenceBrought:
        return bring(*(item(f"E{n}", f"k{n}", f"p{(n + shift) % 200 + 1}", f"{title} {n}") for n in range(1, 2001)))

    room.lead(batch("One", 0))
    begun = time.process_time()
    room.lead(batch("Two", 1))
    assert time.process_time() - begun < 1
    assert sum(len(point.evidence) for point in room.state.points.values()) == 2000
    assert held(room, "E7").title == "Two 7"
