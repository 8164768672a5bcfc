"""A team's own record, brought into the assessment: its evidence and its views, matched and never guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.commands.table import ANA, shipped
from tests.commands.table import created as table_created
from tests.intake.sources import Session, item
from tests.room.rooms import a_room, rooms_in

from panel_tui.commands import interpret
from panel_tui.grammar.reader import Desk
from panel_tui.intake.found import Found, IntakeError
from panel_tui.intake.preview import Preview
from panel_tui.intake.self_assessment import read
from panel_tui.room import Room
from panel_tui.session import bodies
from panel_tui.session.terms import Source
from panel_tui.standard.model import Level, Standard, canonical_hash, plain_types

OWN: dict[str, Any] = {"kind": "self", "id": "team-session", "team": "The arrears team", "earlier": None}


def the_teams(folder: Path, *lines: str, standard: Standard | None = None, **changes: Any) -> Room:
    """A team's own record with these lines in it, closed."""
    what = table_created(**{**OWN, **changes})
    if standard is not None:
        what = msgspec.structs.replace(what, standard=plain_types(standard), standard_hash=canonical_hash(standard))
    room = rooms_in(folder).create(what)
    for line in lines:
        spoken = interpret(line, Desk(history=room.history, seat=ANA))
        room.record(ANA, *spoken.bodies).result()
    room.close()
    return room


def found(folder: Path, team: Room, session: Session | None = None) -> Found:
    return read(rooms_in(folder), team.place, (session or Session()).state)


def refused(folder: Path, name: str, session: Session | None = None) -> str:
    with pytest.raises(IntakeError) as error:
        read(rooms_in(folder), name, (session or Session()).state)
    assert "\n" not in error.value.message
    return error.value.message


def test_the_teams_evidence_and_views_come_with_their_own_ids(tmp_path: Path) -> None:
    team = the_teams(
        tmp_path,
        "evidence 4 done Sprint board https://x.org",
        "evidence 5 planned Tools",
        "own 4 met because we ship weekly",
        "own 5 because we are not there",
    )
    session = Session()
    own = found(tmp_path, team, session)
    assert own.source == Source(kind="self", key="team-session", name="The arrears team")
    assert [(one.key, one.point, one.state, one.title, one.url) for one in own.items] == [
        ("E1", session.id_of("4"), "done", "Sprint board", "https://x.org"),
        ("E2", session.id_of("5"), "planned", "Tools", None),
    ]
    assert [(one.point, one.level, one.text) for one in own.views] == [
        (session.id_of("4"), "met", "we ship weekly"),
        (session.id_of("5"), None, "we are not there"),
    ]
    assert (own.said, own.whole) == ((), True)
    session.bring(Preview(own, session.state))
    assert session.point("4").own_view is not None
    assert Preview(own, session.state).bodies() == ()


def test_it_is_found_by_its_name_and_is_not_touched(tmp_path: Path) -> None:
    team = the_teams(tmp_path, "evidence 4 done Board")
    before = {path: path.read_bytes() for path in Path(team.place).parent.iterdir()}
    assert read(rooms_in(tmp_path), team.name, Session().state).items
    assert {path: path.read_bytes() for path in Path(team.place).parent.iterdir()} == before


def test_the_team_may_go_on_in_its_record_while_it_is_read(tmp_path: Path) -> None:
    team = the_teams(tmp_path, "evidence 4 done Board")
    held = rooms_in(tmp_path).open(team.place)
    assert found(tmp_path, team).items
    held.close()


def test_a_service_without_a_team_gives_its_own_name(tmp_path: Path) -> None:
    assert found(tmp_path, the_teams(tmp_path, team=None)).source.name == "Manage Arrears"


def test_a_record_of_another_service_is_said_to_be_one(tmp_path: Path) -> None:
    assert (
        "It is about Find a park, and this session about Manage Arrears: is it the right one?"
        in found(tmp_path, the_teams(tmp_path, service="Find a park")).said
    )
    assert not found(tmp_path, the_teams(tmp_path, service="MANAGE arrears")).said


def test_points_are_matched_by_former_ids_and_what_has_no_match_is_listed(tmp_path: Path) -> None:
    standard = shipped("localgov-2016")
    first, second, *rest = standard.points
    renamed = msgspec.structs.replace(first, id="new-id", previous_ids=(first.id,), number="77")
    now = msgspec.structs.replace(standard, points=(renamed, *rest))
    team = the_teams(tmp_path, "evidence 1 done A", "evidence 2 done B", "own 1 met", "own 2 met", "evidence 3 done C")
    session = Session(on=now)
    own = found(tmp_path, team, session)
    assert [(one.title, one.point, one.where) for one in own.items] == [
        ("A", "new-id", "point 1"),
        ("B", None, "point 2"),
        ("C", rest[0].id, "point 3"),
    ]
    assert [one.point for one in own.views] == ["new-id"]
    assert own.said == (
        f"Points of the team's that are not looked at here; their evidence is under none: 2 {second.name}.",
    )


@pytest.mark.parametrize(
    ("lines", "level", "text"),
    [
        (("own 1 met because we ask", "own 2 met"), "met", "we ask"),
        (("own 1 met because we ask", "own 2 met because we do"), "met", "we ask\nwe do"),
        (("own 1 met because we ask", "own 2 not met"), None, "Met: we ask\nNot met"),
        (("own 1 because we ask", "own 2 not met"), None, "we ask\nNot met"),
        (("own 2 not met",), "not-met", None),
    ],
)
def test_two_points_of_the_teams_that_are_one_here_have_one_view(
    tmp_path: Path, lines: tuple[str, ...], level: str | None, text: str | None
) -> None:
    standard = shipped("localgov-2016")
    first, second, *rest = standard.points
    both = msgspec.structs.replace(first, id="both", previous_ids=(first.id, second.id))
    session = Session(on=msgspec.structs.replace(standard, points=(both, *rest)))
    own = found(tmp_path, the_teams(tmp_path, *lines), session)
    assert [(one.point, one.level, one.text) for one in own.views] == [("both", level, text)]
    session.bring(Preview(own, session.state))


def test_a_level_that_is_not_on_this_scale_comes_as_words(tmp_path: Path) -> None:
    standard = shipped("localgov-2016")
    scale = (Level(id="green", label="Green", rank=1), Level(id="red", label="Red", rank=0))
    other = msgspec.structs.replace(standard, scales={"default": scale}, outcome_rules=(), outcomes=standard.outcomes)
    team = the_teams(tmp_path, "own 4 green because we ship", "own 5 red", standard=other)
    session = Session()
    own = found(tmp_path, team, session)
    assert [(one.level, one.text) for one in own.views] == [(None, "Green: we ship"), (None, "Red")]
    assert own.said == ("The team's scale is another one: a level that is not on this session's comes in words.",)
    session.bring(Preview(own, session.state))


def test_what_is_said_for_all_to_read_is_the_same_whatever_the_team_thinks_of_itself(tmp_path: Path) -> None:
    standard = shipped("localgov-2016")
    scale = (Level(id="met", label="Met", rank=1), Level(id="red", label="Red", rank=0))
    other = msgspec.structs.replace(standard, scales={"default": scale}, outcome_rules=())
    said = set()
    for number, views in enumerate(((), ("own 4 met",), ("own 4 red because we are late", "own 5 met"))):
        folder = tmp_path / str(number)
        own = found(folder, the_teams(folder, "evidence 4 done Board", *views, standard=other))
        said.add((own.said, own.items, own.source))
    assert len(said) == 1


def test_the_teams_own_notes_stay_with_the_team(tmp_path: Path) -> None:
    own = found(tmp_path, the_teams(tmp_path, "note 4 - we are late", "note all a secret"))
    assert own.said == ("The team's own notes stay in its record: 2.",)
    assert "secret" not in repr(own)
    assert "late" not in repr(own)


def test_evidence_that_came_here_by_another_way_is_not_doubled(tmp_path: Path) -> None:
    session = Session()
    board = session.preview(item("card-1", point=session.id_of("4")))
    session.bring(board)
    team = rooms_in(tmp_path).create(table_created(**OWN))
    team.record(ANA, *Preview(board.found, team.state).bodies()).result()
    team.close()
    own = found(tmp_path, team, session)
    assert own.items == ()
    assert own.said == ("Here already, from the list 'evidence.csv', and not doubled: 1.",)
    alone = Session()
    alone.bring(Preview(found(tmp_path, team, alone), alone.state))
    alone.bring(Preview(board.found, alone.state))
    again = Preview(found(tmp_path, team, alone), alone.state)
    assert (again.counts.same, again.gone) == (1, ())


def test_a_record_that_was_made_by_other_means_brings_clean_words_alone(tmp_path: Path) -> None:
    session = Session()
    hostile = "a\x1b[2J\u202e\nb"
    room = rooms_in(tmp_path).create(table_created(**{**OWN, "team": hostile}))
    evidence = bodies.EvidenceAdded(id="", point=session.id_of("4"), state="done", title=hostile, url=None)
    long = bodies.EvidenceAdded(id="", point=session.id_of("4"), state="done", title="t" * 400, url=None)
    view = bodies.OwnViewGiven(point=session.id_of("4"), level="met", text=hostile)
    room.record(ANA, evidence, long, view).result()
    room.close()
    own = found(tmp_path, room)
    assert own.source.name == "a[2J b"
    assert [item.title for item in own.items] == ["a[2J b", "t" * 299 + "…"]
    assert own.items[1].text == "t" * 400
    assert own.views[0].text == "a[2J\nb"
    session.bring(Preview(own, session.state))


# What is refused


def test_a_panels_session_the_session_itself_and_a_teams_record_as_target_are_refused(tmp_path: Path) -> None:
    panels = a_room(tmp_path, id="another")
    panels.close()
    assert refused(tmp_path, panels.place).startswith("That is a panel's session and no team's own record")
    itself = the_teams(tmp_path)
    assert refused(tmp_path, itself.place, Session(id="team-session")).startswith("That is this very session")
    assert "is a team's own record itself" in refused(tmp_path, itself.place, Session(**OWN))


def test_a_record_that_was_tampered_with_or_is_none_is_refused(tmp_path: Path) -> None:
    team = the_teams(tmp_path, "evidence 4 done Board")
    path = Path(team.place)
    path.write_text(path.read_text("utf-8").replace("Board", "Bored"), "utf-8")
    assert "does not verify, so nothing is taken from it" in refused(tmp_path, team.place)
    path.write_text("{", "utf-8")
    assert refused(tmp_path, team.place)
    assert refused(tmp_path, str(tmp_path / "nofile")).startswith("There is no file ")
    assert refused(tmp_path, "noname").startswith("There is no session noname ")
