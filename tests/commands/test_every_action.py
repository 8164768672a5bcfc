"""One entry for each action feeds keys, footer, prompt, palette, list, plain mode and docs: what each must have."""

from __future__ import annotations

import re
from collections import Counter
from typing import get_args

import pytest
from tests.commands.table import OB, SEATS, TALK, Table
from tests.commands.test_what_lines_mean import LINES

from panel_tui import commands
from panel_tui.commands import ACTIONS, AT_HOME, AT_THE_DOOR, BY_ID, DOOR, HOME, Action, interpret, refusal
from panel_tui.session import bodies
from panel_tui.session.rules.seats import OF_THE_DOOR
from panel_tui.session.terms import STAGES

SWALLOWED = {
    *("ctrl+enter", "ctrl+i", "ctrl+m", "ctrl+h", "ctrl+j", "shift+enter", "ctrl+w", "ctrl+t", "ctrl+n", "f11"),
    *("ctrl+c", "ctrl+z", "ctrl+s", "ctrl+tab"),
}
"""Keys that a terminal, a multiplexer or a browser keeps for itself."""

DECIDED = ("stage points", "go 4", "score met", "reveal 4", "decide 4 met because it is so")
ROOMS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "fresh": ((), {}),
    "points": (("stage points", "note 4 x", "score 4 met"), {}),
    "paused": (("stage points", "clock"), {}),
    "deliberation": ((*DECIDED, "stage deliberation", "start", "must 4 x"), {}),
    "questions": ((*DECIDED, "stage questions", "challenge 4 x", "undo"), {}),
    "close": ((*DECIDED, "stage close", "outcome not-met because x", "sign"), {}),
    "adjourned": (("start", "adjourn because it is late"), {}),
    "conversation": (("stage points", "note 1 x"), TALK),
    "closed": (
        ("agree done-well x", "agree learned x", "agree possible-gaps x", "stage close", "close"),
        TALK,
    ),
    "self": (("stage points", "evidence 4 done x", "own 4 met"), {"kind": "self"}),
}


@pytest.mark.parametrize("action", ACTIONS + HOME + DOOR, ids=lambda action: action.id)
def test_every_action_has_a_help_a_label_and_a_sensible_key(action: Action) -> None:
    assert re.fullmatch(r"[A-Z'\"].*[.]", action.help), action.help
    assert action.label
    assert len(action.label) <= 16
    assert not {key.strip() for key in (action.key or "").split(",")} & SWALLOWED
    assert set(action.footer) <= set(action.stages)
    assert action.group in get_args(commands.Group)
    assert action.build is not None or not action.what or action.id in ("export", "import")
    assert not (action.form and action.usage == action.word)


def test_no_two_actions_share_an_id_or_a_word() -> None:
    assert len(BY_ID) == len(ACTIONS)
    assert not [word for word, count in Counter(action.word for action in ACTIONS).items() if count > 1]


@pytest.mark.parametrize("stage", STAGES)
def test_no_key_does_two_things_on_one_stage(stage: str) -> None:
    keys = [key for action in ACTIONS if action.key and stage in action.stages for key in action.key.split(",")]
    assert not [key for key, count in Counter(keys).items() if count > 1]


@pytest.mark.parametrize("place", [AT_HOME, AT_THE_DOOR], ids=["at home", "in the seats panel"])
def test_no_key_does_two_things_in_one_place(place: tuple[Action, ...]) -> None:
    keys = [key for action in place if action.key for key in action.key.split(",")]
    assert not [key for key, count in Counter(keys).items() if count > 1]


def test_no_digit_is_a_key_since_digits_give_levels() -> None:
    assert not [action.id for action in ACTIONS if action.key and action.key.isdecimal()]


def test_the_footer_of_a_stage_has_at_most_seven_keys() -> None:
    for stage in STAGES:
        assert 3 <= sum(stage in action.footer for action in ACTIONS) <= 7, stage


@pytest.mark.parametrize("seat", SEATS)
@pytest.mark.parametrize("room", ROOMS)
def test_every_action_is_allowed_or_refused_in_one_sentence_for_everyone_everywhere(room: str, seat: str) -> None:
    lines, changes = ROOMS[room]
    table = Table(*lines, **changes)
    for action in ACTIONS:
        why = refusal(action, table.desk(seat))
        assert why is None or (why and "\n" not in why and "; it goes:" not in why), action.id
        if action.what and seat == OB and action.id not in ("export", "undo", "redo", "lead"):
            assert why is not None, action.id


@pytest.mark.parametrize("room", ROOMS)
def test_an_action_without_words_is_refused_beforehand_exactly_when_it_is_refused(room: str) -> None:
    lines, changes = ROOMS[room]
    for action in ACTIONS:
        table = Table(*lines, **changes)
        if action.usage != action.word or action.build is None:
            continue
        if refusal(action, table.desk()) is None:
            table.say(action.word)
        else:
            table.refused(action.word)


def test_an_action_that_makes_several_kinds_is_refused_only_where_all_are() -> None:
    table = Table("adjourn because it is late")
    assert refusal(BY_ID["withdraw"], table.desk()) is None
    assert refusal(BY_ID["withdraw"], table.desk(OB)) is not None


def test_everything_that_people_do_can_be_said() -> None:
    sayable: set[type[bodies.Body]] = {kind for action in ACTIONS for kind in action.what}
    # One word, several kinds: `clock` also pauses, `seat add|change|remove`, an answer's `->`.
    assert Table("seat change Bo, deputy").history.last.what.__class__ is bodies.SeatChanged
    assert Table("seat remove Bo").history.last.what.__class__ is bodies.SeatRemoved
    sayable |= {bodies.SeatChanged, bodies.SeatRemoved}
    # `import` of a self-assessment brings the team's own view along.
    sayable |= {bodies.OwnViewsBrought}
    # What happens at the door is not said: the server records it, as it happens.
    at_the_door = set(OF_THE_DOOR) - {bodies.TeamPageTurned, bodies.DecisionsShared}
    assert sayable == set(bodies.Body.__subclasses__()) - {bodies.SessionCreated} - at_the_door


def test_what_an_action_makes_is_of_the_kinds_that_it_names() -> None:
    also: dict[str, set[type[bodies.Body]]] = {
        "answer": {bodies.DecisionMade},
        "clock": {bodies.TimeboxPaused, bodies.TimeboxResumed},
    }
    for before, line, meant in LINES:
        action = interpret(line, Table(*before).desk()).action
        assert {type(body) for body in meant} <= {*action.what, *also.get(action.id, set())}, line


def test_the_actions_of_a_stage_are_those_whose_keys_work_there() -> None:
    close = commands.on_stage("close")
    assert BY_ID["outcome"] in close
    assert BY_ID["next"] not in close
    assert commands.on_stage(None) == ACTIONS
