"""A plan in YAML: what it may leave out, and every mistake named with its file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.room.rooms import a_room, rooms_in

from panel_tui.errors import PanelError
from panel_tui.plan import Plan, PlanError, PlannedSeat, new_id, prepare, read_plan
from panel_tui.session.bodies import SessionCreated

LEAST = "service: Manage Arrears\nphase: beta\nstandard: localgov-2016\n"
ISSUE = """\
service: Manage Arrears            # required, like phase and standard; all else has a default
description: One paragraph for the report and the register.
team: Rents
organisation: Hackney Council
phase: beta
standard: localgov-2016            # an id, or a path
date: 2026-11-21
panel:
  - {name: Ana Lead, role: lead, discipline: delivery, affiliation: internal, points: [1, 2]}
timeboxes: {briefing: 30m, deliberation: 45m, questions: 30m}
earlier: null                      # an earlier session's file
"""


def made(folder: Path, text: str) -> SessionCreated:
    file = folder / "plan.yaml"
    file.write_text(text, encoding="utf-8")
    plan, problems = read_plan(file)
    return prepare(plan, rooms_in(folder), cwd=folder, ids=lambda: "an-id", problems=problems)


def mistakes(folder: Path, text: str) -> list[str]:
    with pytest.raises(PlanError) as refused:
        made(folder, text)
    assert refused.value.message == "\n".join(str(problem) for problem in refused.value.problems)
    return [str(problem).removeprefix(str(folder / "plan.yaml")) for problem in refused.value.problems]


def test_three_lines_are_a_plan_and_all_else_has_a_default(tmp_path: Path) -> None:
    created = made(tmp_path, LEAST)
    assert (created.id, created.service, created.phase) == ("an-id", "Manage Arrears", "beta")
    assert [(seat.id, seat.name, seat.role) for seat in created.panel] == [("seat-a", "Lead assessor", "lead")]
    assert (created.scale, created.order, created.rehearsal, created.earlier) == ("default", "sections", False, None)
    assert created.timeboxes == {}
    rooms_in(tmp_path).create(created).close()


def test_the_plan_of_the_manual_is_read_whole(tmp_path: Path) -> None:
    created = made(tmp_path, ISSUE)
    assert created.description == "One paragraph for the report and the register."
    assert created.timeboxes == {"briefing": 1800, "deliberation": 2700, "questions": 1800}
    (lead,) = created.panel
    assert (lead.name, lead.discipline, lead.affiliation) == ("Ana Lead", "delivery", "internal")
    assert lead.points == ("understand-user-needs", "multidisciplinary-team")
    assert created.date == "2026-11-21"


def test_a_plan_may_say_everything_else_too(tmp_path: Path) -> None:
    created = made(
        tmp_path,
        LEAST + "order: numbers\nscale: default\nrehearsal: true\nteam: ''\n"
        "panel:\n- {name: Bo, role: Deputy}\n- {name: Cy, discipline: null, role: LEAD}\n- name: Di\n",
    )
    assert (created.order, created.rehearsal, created.team) == ("numbers", True, None)
    assert [(seat.name, seat.role) for seat in created.panel] == [("Bo", "deputy"), ("Cy", "lead"), ("Di", "member")]


def test_where_nobody_leads_the_first_seat_does(tmp_path: Path) -> None:
    created = made(tmp_path, LEAST + "panel: [{name: Bo}, {name: Cy}]\n")
    assert [(seat.name, seat.role) for seat in created.panel] == [("Bo", "lead"), ("Cy", "member")]


def test_a_conversation_has_no_scale(tmp_path: Path) -> None:
    created = made(tmp_path, "service: A\nphase: discovery\nstandard: discovery-light-touch\n")
    assert created.scale == "default"
    text = "service: A\nphase: discovery\nstandard: discovery-light-touch\nscale: rag\n"
    assert mistakes(tmp_path, text) == [", line 4: the standard has no scale 'rag'; leave it out"]


def test_a_standard_may_be_a_path_from_the_plan(tmp_path: Path) -> None:
    from panel_tui.standard.finder import shipped_folder

    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "mine.yaml").write_bytes((shipped_folder() / "localgov-2016.yaml").read_bytes())
    assert made(tmp_path, LEAST.replace("localgov-2016", "ours/mine.yaml")).standard["id"] == "localgov-2016"


def test_recommendations_of_an_earlier_session_are_taken_over_and_scores_never(tmp_path: Path) -> None:
    from panel_tui.speaker import Speaker

    room = a_room(tmp_path, phase="alpha", date="2026-03-12")
    speaker = Speaker(room)
    for line in ("must all meet tenants", "must 4 agree the money owner: Rents", "score 4 not"):
        speaker.say(line)
    room.close()
    for given in (room.name, room.place):
        earlier = made(tmp_path, LEAST + f"earlier: {given}\n").earlier
        assert earlier is not None
        assert (earlier.phase, earlier.outcome) == ("alpha", None)
        assert [(one.id, one.text, one.point) for one in earlier.recommendations] == [
            ("P1", "meet tenants", None),
            ("P2", "agree the money", "iterate-and-improve"),
            ("P3", "open the code", None),
        ]
        assert [one.since for one in earlier.recommendations] == [None, None, "alpha, 2026-03-12"]
    place = Path(room.place)
    place.write_bytes(place.read_bytes().replace(b"meet tenants", b"meet nobody!"))
    (said,) = mistakes(tmp_path, LEAST + f"earlier: {room.name}\n")
    assert said.startswith(", line 4: the earlier session does not verify: event 2 was changed")


REQUIRED = ("service", "phase", "standard")

MISTAKES: list[tuple[str, list[str]]] = [
    ("- a\n", [", line 1: this is not a plan; begin it with a line such as 'service: Manage Arrears'"]),
    (
        "team: Rents\n",
        [
            f", line 1: the field '{field}' is missing; add a line '{field}: …'"
            for field in ("service", "phase", "standard")
        ],
    ),
    (LEAST + "serviec: x\n", [", line 4: unknown field 'serviec'; did you mean 'service'?"]),
    (LEAST + "team: [a, b]\n", [", line 4: 'team' is one line of text; write it as one"]),
    (LEAST + "rehearsal: yes\n", [", line 4: 'rehearsal' is true or false, not 'yes'"]),
    (LEAST + "timeboxes: 45m\n", [", line 4: 'timeboxes' has a line for each clock; such as 'deliberation: 45m'"]),
    (
        LEAST + "timeboxes:\n  lunch: 45m\n  briefing: soon\n  questions: 25h\n  deliberation: [1]\n",
        [
            ", line 5: there is no clock 'lunch'",
            ", line 6: 'soon' is not a length of time; write 45m or 1h30m",
            ", line 7: '25h' is not a length of time; write 45m or 1h30m",
            ", line 8: '",
        ],
    ),
    (LEAST + "panel: Ana\n", [", line 4: 'panel' is a list; begin each seat with '- {name: …, role: …}'"]),
    (
        LEAST + "panel:\n- Ana\n- {role: lead}\n- {name: ''}\n",
        [
            ", line 5: a seat needs a name; such as '- {name: Ana Lead, role: lead}'",
            ", line 6: a seat needs a name; such as '- {name: Ana Lead, role: lead}'",
        ],
    ),
    (LEAST + "panel: [{name: ''}]\n", [", line 4: a seat needs a name"]),
    (
        LEAST + "panel:\n- {name: Ana, rolle: lead}\n- {name: Bo, points: 4}\n- {name: Cy, discipline: [a]}\n",
        [
            ", line 5: unknown field 'rolle'; did you mean 'role'?",
            ", line 6: 'points' is a list of numbers; such as [1, 2]",
            ", line 7: 'discipline' is one line of text; write it as one",
        ],
    ),
    (
        LEAST + "panel:\n- {name: Ana, role: led}\n- {name: Bo, role: king}\n- {name: Cy, affiliation: extern}\n"
        "- {name: Di, points: [99]}\n",
        [
            ", line 5: 'led' is not one of lead, deputy, member or observer; did you mean 'lead'?",
            ", line 6: 'king' is not one of lead, deputy, member or observer",
            ", line 7: 'extern' is not one of internal or external; did you mean 'external'?",
            ", line 8: the standard has no point '99'",
        ],
    ),
    (
        LEAST + "panel:\n- {name: Ana, role: lead}\n- {name: Bo, role: Lead}\n- {name: ANA}\n",
        [
            ", line 6: a panel has one lead; make the other a deputy or a member",
            ", line 7: two seats are called 'ANA'; names tell seats apart",
        ],
    ),
    (
        LEAST + "panel: [" + ", ".join(f"{{name: N{number}}}" for number in range(121)) + "]\n",
        [", line 4: a panel has at most 120 seats"],
    ),
    (LEAST + f"panel: [{{name: {'x' * 301}}}]\n", [", line 4: this text has 301 characters and 300 are kept"]),
    (LEAST + f"team: {'x' * 301}\n", [", line 4: this text has 301 characters and 300 are kept"]),
    (LEAST.replace("Manage Arrears", '"\\u200b"'), [", line 1: a session needs the name of a service"]),
    (LEAST.replace("beta", "betta"), [", line 2: the standard has no phase 'betta'; did you mean 'beta'?"]),
    (
        LEAST.replace("beta", "xyz"),
        [", line 2: the standard has no phase 'xyz'; it has "],
    ),
    (LEAST + "scale: rag\n", [", line 4: the standard has no scale 'rag'; it has default"]),
    (LEAST + "order: random\n", [", line 4: the running order is sections or numbers, not 'random'"]),
    (LEAST + "date: tomorrow\n", [", line 4: 'tomorrow' is not a date; write it as 2026-11-21"]),
    (LEAST.replace("localgov-2016", "localgov-2017"), [", line 3: there is no standard 'localgov-2017'; did you mean"]),
    (LEAST + "earlier: nothing-like-it\n", [", line 4: there is no session nothing-like-it in "]),
    # Hostile files
    (LEAST + "team: a\nteam: b\n", [", line 5: 'team' is given twice; the first is on line 4"]),
    ("service: &a b\nphase: *a\n", [", line 1: anchors and aliases"]),
    ("service: !!python/object:os.system x\n", [", line 1: "]),
    ("service: 'a\n", [", line "]),
    ("[" * 5_000, [", line 1: "]),
    ("service: a\x00b\n", [", line 1: "]),
]


@pytest.mark.parametrize(("text", "said"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_named_with_its_file_and_line(tmp_path: Path, text: str, said: list[str]) -> None:
    found = mistakes(tmp_path, text)
    assert len(found) >= len(said), found
    for sentence, wanted in zip(found, said, strict=False):
        assert sentence.startswith(wanted), found
        assert "\x00" not in sentence


def test_a_plan_that_cannot_be_read_is_one_clear_line(tmp_path: Path) -> None:
    for bad in (tmp_path, tmp_path / "none.yaml"):
        with pytest.raises(PlanError) as refused:
            read_plan(bad)
        assert str(refused.value).startswith(str(bad))
        assert "\n" not in refused.value.message
    (tmp_path / "latin.yaml").write_bytes("service: Grüße".encode("latin-1"))
    with pytest.raises(PlanError, match=r"latin\.yaml"):
        read_plan(tmp_path / "latin.yaml")


def test_a_thousand_mistakes_end_somewhere(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(LEAST + "".join(f"field-{number}: x\n" for number in range(1_000)), encoding="utf-8")
    with pytest.raises(PlanError) as refused:
        read_plan(file)
    assert len(refused.value.problems) <= 200
    many = ", ".join(f"x{number}" for number in range(1_000))
    assert len(mistakes(tmp_path, LEAST + f"panel: [{{name: Ana, points: [{many}]}}]\n")) <= 200


def test_a_standard_with_mistakes_names_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("schema: panel-standard/1\n", encoding="utf-8")
    with pytest.raises(PanelError, match=re.escape(str(tmp_path / "mine.yaml"))):
        made(tmp_path, LEAST.replace("localgov-2016", "mine.yaml"))


def test_a_plan_of_a_form_names_its_mistakes_without_a_file(tmp_path: Path) -> None:
    plan = Plan(service="", phase="beta", standard="localgov-2016", panel=(PlannedSeat(name="Ana"),))
    with pytest.raises(PlanError, match="a session needs the name of a service"):
        prepare(plan, rooms_in(tmp_path), cwd=tmp_path)


def test_every_session_has_an_id_of_its_own() -> None:
    assert new_id() != new_id()
