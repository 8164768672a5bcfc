"""A plan for a service that was here before: its panel, a reassessment, a team's own record; every mistake with its
line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.plan.test_plan import LEAST, made, mistakes
from tests.room.rooms import a_room, rooms_in

from panel_tui.errors import PanelError
from panel_tui.plan import NoPanels, Plan, earlier_state, panel_of, prepare
from panel_tui.rooms import Rooms
from panel_tui.session.bodies import SessionCreated
from panel_tui.speaker import Speaker
from panel_tui.standard.finder import shipped_folder

NOT_MET = {"4", "7"}


@pytest.fixture
def before(tmp_path: Path) -> str:
    """An assessment of which all was met but two points, and one was left undecided."""
    room = a_room(tmp_path, date="2026-03-12", id="session-0")
    speaker = Speaker(room)
    for point in room.state.walk[:-1]:
        level = "partially-met" if point.number in NOT_MET else "met"
        for line in (f"note {point.number} seen", f"must {point.number} go on", f"evidence {point.number} done a"):
            speaker.say(line)
        speaker.say(f"decide {point.number} {level} because it is so")
    room.close()
    return room.name


def undecided(folder: Path, before: str) -> str:
    state = earlier_state(rooms_in(folder), before)
    (point,) = [point for point in state.walk if state.points[point.id].decision is None]
    return point.number


def looked_at(created: SessionCreated) -> set[str]:
    points = {point["id"]: point["number"] for point in created.standard["points"]}
    return {number for id, number in points.items() if id not in created.carried}


def test_a_reassessment_looks_at_what_was_not_met_or_not_decided(tmp_path: Path, before: str) -> None:
    created = made(tmp_path, LEAST + f"earlier: {before}\nreassess: not-met\n")
    assert looked_at(created) == {*NOT_MET, undecided(tmp_path, before)}
    room = rooms_in(tmp_path).create(created)
    assert {point.number for point in room.state.walk} == looked_at(created)
    room.close()


def test_a_reassessment_looks_at_the_points_that_were_chosen(tmp_path: Path, before: str) -> None:
    last = undecided(tmp_path, before)
    created = made(tmp_path, LEAST + f"earlier: {before}\nreassess: [2, '5', {last}]\n")
    assert looked_at(created) == {"2", "5", last}
    assert created.earlier is not None
    assert created.earlier.session == "session-0"


def test_an_earlier_session_alone_carries_nothing_over(tmp_path: Path, before: str) -> None:
    assert made(tmp_path, LEAST + f"earlier: {before}\n").carried == ()


def test_the_panel_of_last_time_is_taken_over_with_its_points(tmp_path: Path, before: str) -> None:
    created = made(tmp_path, LEAST + f"earlier: {before}\npanel: earlier\n")
    state = earlier_state(rooms_in(tmp_path), before)
    assert created.panel == tuple(state.seats.values())


def test_the_panel_of_last_time_can_be_chosen_from(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    Speaker(room).say("seat add Kit Moss, member, user research, external, points 1 2")
    room.close()
    state = earlier_state(rooms_in(tmp_path), room.name)
    *_, observer, kit = panel_of(state)
    assert (observer.name, observer.role) == ("Ob Zell", "observer")
    assert (kit.name, kit.discipline, kit.affiliation, kit.points) == (
        ("Kit Moss", "user research", "external", ("1", "2"))
    )
    created = made(tmp_path, LEAST + f"earlier: {room.name}\npanel: earlier\n")
    assert created.panel[-1].points == ("understand-user-needs", "multidisciplinary-team")


def test_a_team_keeps_its_own_record_also_with_what_was_recommended_last_time(tmp_path: Path, before: str) -> None:
    created = made(tmp_path, LEAST + f"kind: self\nearlier: {before}\n")
    assert (created.kind, created.carried) == ("self", ())
    assert created.earlier is not None
    assert created.earlier.recommendations
    assert made(tmp_path, LEAST + "kind: panel\n").kind == "panel"
    assert [seat.name for seat in created.panel] == ["Team lead"]


def test_a_teams_own_record_is_no_earlier_session(tmp_path: Path) -> None:
    room = a_room(tmp_path, kind="self")
    room.close()
    with pytest.raises(NoPanels, match="no panel decided; bring it in with 'panel-tui import self' instead"):
        earlier_state(rooms_in(tmp_path), room.name)
    (said,) = mistakes(tmp_path, LEAST + f"earlier: {room.name}\n")
    assert said.startswith(", line 4: the earlier session is a team's own record")


SELF_AND_LAST_TIME = "a team's own record has people of the team, not the panel of last time"
NO_LEVELS = "only an assessment with levels carries decisions over from last time"
TALK = "service: A\nphase: discovery\nstandard: discovery-light-touch\n"
MISTAKES = [
    (
        LEAST + "kind: team\n",
        [", line 4: the kind of a session is panel or self, not 'team'; self is for a team's own"],
    ),
    (LEAST + "kind: [self]\n", [", line 4: 'kind' is one line of text; write it as one"]),
    (
        LEAST + "panel: earlier\n",
        [", line 4: the panel of last time needs an earlier session; add a line 'earlier: …'"],
    ),
    (LEAST + "panel: earlyer\n", [", line 4: 'panel' is a list; begin each seat with"]),
    (LEAST + "reassess: not-met\n", [", line 4: a reassessment needs an earlier session; add a line 'earlier: …'"]),
    (LEAST + "reassess: all\n", [", line 4: 'reassess' is not-met, or a list of points; such as [2, 5]"]),
    (LEAST + "reassess: []\n", [", line 4: 'reassess' is not-met, or a list of points; such as [2, 5]"]),
    (LEAST + "reassess: [[2]]\n", [", line 4: 'reassess' is not-met, or a list of points; such as [2, 5]"]),
    (LEAST + "earlier: BEFORE\nreassess: [99, LAST]\n", [", line 5: the standard has no point '99'"]),
    (
        LEAST + "earlier: BEFORE\nreassess: [99]\n",
        [", line 5: the standard has no point '99'", ", line 5: point LAST has no"],
    ),
    (
        LEAST + "earlier: BEFORE\nreassess: [2]\n",
        [", line 5: point LAST has no decision of last time; add LAST to the list"],
    ),
    (LEAST + "kind: self\nearlier: BEFORE\nreassess: not-met\n", [f", line 6: {NO_LEVELS}"]),
    (LEAST + "kind: self\nearlier: BEFORE\npanel: earlier\n", [f", line 6: {SELF_AND_LAST_TIME}"]),
    (TALK + "earlier: BEFORE\nreassess: not-met\n", [f", line 5: {NO_LEVELS}"]),
    (LEAST + "earlier: nobody\npanel: earlier\nreassess: not-met\n", [", line 4: there is no session nobody in "]),
]


@pytest.mark.parametrize(("text", "said"), MISTAKES, ids=range(len(MISTAKES)))
def test_each_mistake_is_named_with_its_line(tmp_path: Path, before: str, text: str, said: list[str]) -> None:
    last = undecided(tmp_path, before)
    found = mistakes(tmp_path, text.replace("BEFORE", before).replace("LAST", last))
    assert len(found) == len(said), found
    for sentence, wanted in zip(found, said, strict=True):
        assert sentence.startswith(wanted.replace("LAST", last)), found


def a_standard_of_ours(folder: Path, old: str, new: str) -> str:
    text = (shipped_folder() / "localgov-2016.yaml").read_text("utf-8")
    assert old in text
    (folder / "mine.yaml").write_text(text.replace(old, new), encoding="utf-8")
    return LEAST.replace("localgov-2016", "mine.yaml")


def test_a_point_of_another_phase_is_not_reassessed(tmp_path: Path, before: str) -> None:
    plan = a_standard_of_ours(tmp_path, '    number: "2"\n', '    number: "2"\n    phases: [alpha]\n')
    last = undecided(tmp_path, before)
    text = plan + f"earlier: {before}\nreassess: [2, {last}]\n"
    assert mistakes(tmp_path, text) == [", line 5: point 2 is not looked at in beta"]


def test_a_level_that_the_scale_no_longer_has_is_not_carried_over(tmp_path: Path, before: str) -> None:
    plan = a_standard_of_ours(tmp_path, "partially-met", "in-part") + f"earlier: {before}\n"
    last = undecided(tmp_path, before)
    assert mistakes(tmp_path, plan + f"reassess: [7, {last}]\n") == [
        ", line 5: point 4 has no level of last time that holds here; add 4 to the list"
    ]
    assert looked_at(made(tmp_path, plan + "reassess: not-met\n")) == {"4", "7", last}


def test_where_all_was_met_there_is_nothing_to_reassess(tmp_path: Path, before: str) -> None:
    room = rooms_in(tmp_path).open(before)
    speaker = Speaker(room)
    for number in (*NOT_MET, undecided(tmp_path, before)):
        speaker.say(f"decide {number} met because it is so")
    room.close()
    assert mistakes(tmp_path, LEAST + f"earlier: {before}\nreassess: not-met\n") == [
        ", line 5: every point was met last time, so there is nothing to reassess"
    ]


def test_a_plan_of_a_form_takes_the_panel_of_last_time_too(tmp_path: Path, before: str) -> None:
    rooms: Rooms = rooms_in(tmp_path)
    plan = Plan(service="A", phase="beta", standard="localgov-2016", earlier=before, same_panel=True)
    assert len(prepare(plan, rooms, cwd=tmp_path).panel) == 5
    with pytest.raises(PanelError, match="the panel of last time needs an earlier session"):
        prepare(Plan(service="A", phase="beta", standard="localgov-2016", same_panel=True), rooms, cwd=tmp_path)
