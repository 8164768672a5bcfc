"""Whoever has the keyboard: what is said is recorded for the right seat, and seen through its eyes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands.table import ANA, BO, CY, OB
from tests.room.rooms import a_room, rooms_in

from panel_tui.commands import BY_ID
from panel_tui.grammar.reader import NotUnderstood
from panel_tui.session.rules import Refused
from panel_tui.speaker import Speaker


@pytest.fixture
def speaker(tmp_path: Path) -> Speaker:
    return Speaker(a_room(tmp_path))


def test_the_keyboard_is_with_the_lead_until_it_is_handed_on(speaker: Speaker) -> None:
    assert speaker.seat == ANA
    said = speaker.say("me bo")
    assert said.kept is None
    assert said.rest == "bo"
    assert speaker.seat == BO
    assert speaker.view.me is not None
    assert speaker.view.me.label == "Bo Tarn"
    assert not speaker.view.leads
    with pytest.raises(NotUnderstood, match="no single seat 'Nobody'"):
        speaker.say("me Nobody")
    assert speaker.seat == BO


def test_a_line_is_recorded_for_who_has_the_keyboard(speaker: Speaker) -> None:
    other = Speaker(speaker.room, CY)
    for one, seat in ((speaker, ANA), (other, CY)):
        said = one.say("note 4 + it works")
        assert said.kept is not None
        (event,) = said.kept.result()
        assert (event.seat, event.on_behalf_of) == (seat, None)
    kept = speaker.say("as Cy note 4 it works").kept
    assert kept is not None
    assert [(event.seat, event.on_behalf_of) for event in kept.result()] == [(ANA, CY)]


def test_on_a_seats_own_device_the_keyboard_is_that_seats_and_is_not_handed_on(speaker: Speaker) -> None:
    speaker.room.seat = CY  # type: ignore[misc]
    own = Speaker(speaker.room)
    assert own.seat == CY
    with pytest.raises(NotUnderstood, match="this device is one seat's own"):
        own.say("me bo")
    assert own.seat == CY
    assert own.refusal(BY_ID["note"]) is None
    assert (own.refusal(BY_ID["seats"]) or "").endswith("on the lead's computer")


def test_the_way_back_to_the_lead_is_named_only_where_seats_share_one_keyboard(speaker: Speaker) -> None:
    shared = Speaker(speaker.room, CY)
    told = "only the lead does this, and the lead is Ana Lead"
    back = f"{told} ('me Ana Lead' gives the keyboard back)"
    assert shared.refusal(BY_ID["stage"]) == back
    with pytest.raises(Refused) as refused:
        shared.say("stage points")
    assert refused.value.message == back
    speaker.room.seat = CY  # type: ignore[misc]
    own = Speaker(speaker.room)
    assert own.refusal(BY_ID["stage"]) == told
    with pytest.raises(Refused) as refused:
        own.say("stage points")
    assert refused.value.message == told


def test_what_is_refused_is_not_recorded(speaker: Speaker) -> None:
    for line, error in (("nonsense", NotUnderstood), ("reconvene", Refused)):
        with pytest.raises(error):
            speaker.say(line)
    assert speaker.room.state.n == 1


def test_an_action_of_the_front_door_is_handed_back_with_its_words(speaker: Speaker) -> None:
    said = speaker.say("  export  md for team ")
    assert (said.action.id, said.rest, said.kept) == ("export", "md for team", None)


def test_an_action_is_refused_beforehand_with_the_sentence_of_the_rules(speaker: Speaker) -> None:
    assert speaker.refusal(BY_ID["note"]) is None
    assert speaker.refusal(BY_ID["reconvene"]) == "the panel has not adjourned"
    assert speaker.refusal(BY_ID["undo"]) == "there is nothing of yours to undo"
    assert Speaker(speaker.room, OB).refusal(BY_ID["note"]) == "Ob Zell is an observer, who watches and changes nothing"


def test_a_room_to_look_at_refuses_what_would_write_and_shows_the_rest(speaker: Speaker, tmp_path: Path) -> None:
    looked = Speaker(rooms_in(tmp_path).open(speaker.room.name, read_only=True))
    assert looked.refusal(BY_ID["note"]) == "this session is open to look at only"
    assert looked.refusal(BY_ID["show"]) is None


def test_an_event_is_said_in_the_words_of_the_log_as_the_seat_may_read_it(speaker: Speaker) -> None:
    other = Speaker(speaker.room, CY)
    kept = other.say("score 4 not").kept
    assert kept is not None
    (event,) = kept.result()
    assert "not met" not in speaker.saying(event).lower()
    kept = other.say("private 4 a thought").kept
    assert kept is not None
    assert speaker.saying(kept.result()[0]) == "kept"


def test_a_lead_who_left_the_room_is_told_at_a_shared_keyboard_how_the_point_goes_on(speaker: Speaker) -> None:
    left = "Ana Lead leaves the room for point 4: a cousin"
    for line in ("as Cy score 4 met", "conflict 4 leaves because a cousin"):
        speaker.say(line)
    for line, told, how in (
        (
            "reveal 4",
            f"{left}; Bo Tarn, the deputy, takes the lead for it",
            "'me NAME' gives that seat the keyboard, then 'lead because TEXT'",
        ),
        ("as Cy score 4 met", f"{left}; Cy van der Wold does it at the keyboard", "'me NAME' gives it to them"),
    ):
        with pytest.raises(Refused) as refused:
            speaker.say(line)
        assert refused.value.message == f"{told} ({how})"
    with pytest.raises(Refused, match="takes the lead for it"):
        speaker.say("reveal all")
    for line in ("me Bo", "lead because Ana is out of the room", "reveal 4", "me Ana", "lead because back"):
        speaker.say(line)
    assert speaker.room.state.lead == ANA
    speaker.say("as Cy score 5 met")
    assert speaker.say("reveal all").kept is not None  # what the lead may still reveal
