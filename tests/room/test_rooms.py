"""The rooms of a folder: which there are, making one, opening one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.commands.table import ANA, EARLIER, TALK, created
from tests.room.rooms import HandClock, a_note, a_room, rooms_in

from panel_tui.rooms import HeldElsewhere, PublishedFields, Rooms, SummaryFields, only_rehearsals
from panel_tui.session import bodies
from panel_tui.session.rules import Refused
from panel_tui.speaker import Speaker


def fields_of(rooms: Rooms) -> list[SummaryFields | None]:
    return [summary.fields for summary in rooms.list()]


def test_a_folder_without_sessions_lists_none(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    assert rooms.list() == ()
    assert only_rehearsals(rooms.list())
    assert rooms.place == str(tmp_path / "sessions")


def test_a_session_is_listed_with_what_people_look_for(tmp_path: Path) -> None:
    room = a_room(tmp_path, rehearsal=False)
    room.close()
    (found,) = fields_of(rooms_in(tmp_path))
    assert found == SummaryFields(
        service="Manage Arrears",
        phase="Beta",
        standard_title="Local Government Digital Service Standard",
        stage="briefing",
        outcome=None,
        date="2026-11-21",
        rehearsal=False,
        events=1,
        kind="panel",
        id="session-1",
        earlier=None,
        open=1,
        published=None,
    )


def test_the_list_says_where_each_session_is(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    speaker = Speaker(room)
    speaker.say("stage close")
    speaker.say("outcome not-met because it is early")
    speaker.say("adjourn because it is late")
    room.close()
    (found,) = fields_of(rooms_in(tmp_path))
    assert found is not None
    assert (found.stage, found.outcome) == ("adjourned", "Not met")


def test_a_closed_conversation_is_listed_as_closed(tmp_path: Path) -> None:
    room = a_room(tmp_path, **TALK)
    speaker = Speaker(room)
    for line in ("agree done a", "agree learned a", "agree possible a", "stage close", "close"):
        speaker.say(line)
    room.close()
    (found,) = fields_of(rooms_in(tmp_path))
    assert found is not None
    assert (found.stage, found.outcome, found.phase) == ("closed", None, "Discovery")


def test_demos_and_examples_are_no_sessions_yet_but_a_broken_file_is_one(tmp_path: Path) -> None:
    room = a_room(tmp_path, rehearsal=True)
    room.close()
    assert only_rehearsals(rooms_in(tmp_path).list())
    Path(room.place).write_bytes(Path(room.place).read_bytes()[:-20])
    assert not only_rehearsals(rooms_in(tmp_path).list())


def test_a_session_that_may_not_begin_so_is_not_made(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    with pytest.raises(Refused, match="a panel has one lead, and this one has none"):
        rooms.create(created(panel=()))
    with pytest.raises(Refused, match="the standard has no phase 'gamma'"):
        rooms.create(created(phase="gamma"))
    assert rooms.list() == ()


def test_a_session_without_a_date_is_named_by_the_day_it_was_made(tmp_path: Path) -> None:
    room = a_room(tmp_path, date=None)
    assert room.name == "2026-11-21-manage-arrears-beta"
    room.close()
    again = a_room(tmp_path, date=None)
    assert again.name == "2026-11-21-manage-arrears-beta-2"
    again.close()


def test_a_room_may_have_a_clock_of_its_own(tmp_path: Path) -> None:
    slow, rooms = HandClock(), rooms_in(tmp_path)
    slow.move(-60)
    room = rooms.create(created(), clock=slow)
    assert room.now() == slow.at
    assert room.history.last.at == slow.at
    assert rooms.clock() != slow.at
    room.close()


def test_one_room_at_a_time_writes_a_session(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    with pytest.raises(HeldElsewhere, match="open it read-only here"):
        rooms_in(tmp_path).open(room.name)
    looked = rooms_in(tmp_path).open(room.name, read_only=True)
    room.record(ANA, a_note()).result()
    assert looked.state.n == 1
    room.close()
    again = rooms_in(tmp_path).open(room.name)
    assert isinstance(again.history.last.what, bodies.NoteTaken)
    again.close()


# What the register and the follow-up read of each session


def kept(folder: Path, *lines: str, **changes: Any) -> SummaryFields:
    room = a_room(folder, **{**TALK, "rehearsal": False, **changes})
    speaker = Speaker(room)
    for line in lines:
        speaker.say(line)
    room.close()
    fields = {summary.name: summary.fields for summary in rooms_in(folder).list()}[room.name]
    assert fields is not None
    return fields


CLOSED = ("agree done a", "agree learned a", "agree possible a", "stage close", "close")
WORDS = {"description": "People who owe rent see what to do.", "organisation": "Hackney Council"}
PUBLISHED = PublishedFields(
    date="2026-11-21",
    service="Manage Arrears",
    phase="Discovery",
    standard="Light-touch discovery conversation",
    organisation="Hackney Council",
    description="People who owe rent see what to do.",
    outcome=None,
    report="https://council.example/r",
    board=None,
)


def test_what_was_published_is_read_from_the_list_alone(tmp_path: Path) -> None:
    publish = "publish report https://council.example/r"
    said = kept(tmp_path, *CLOSED, publish, **WORDS).published
    assert said is not None
    assert msgspec.structs.replace(said, standard=PUBLISHED.standard) == PUBLISHED
    assert kept(tmp_path, *CLOSED, **WORDS).published is None
    assert kept(tmp_path, *CLOSED, publish, "unpublish").published is None
    assert kept(tmp_path, *CLOSED, publish, "reopen because of a slip").published is None


def test_a_session_without_a_date_was_held_on_the_day_that_it_was_closed(tmp_path: Path) -> None:
    said = kept(tmp_path, *CLOSED, "publish", date=None).published
    assert said is not None
    assert (said.date, said.organisation, said.description) == ("2026-11-21", None, None)


def test_a_published_assessment_says_its_outcome_in_words(tmp_path: Path) -> None:
    points = a_room(tmp_path / "other").state.walk
    decided = [line for point in points for line in decided_met(point.number)]
    lines = (*decided, "stage close", "outcome met", "close", "publish")
    said = kept(tmp_path, *lines, standard="localgov-2016", phase="beta").published
    assert said is not None
    assert (said.outcome, said.phase) == ("Met", "Beta")


def decided_met(number: str) -> tuple[str, ...]:
    return f"note {number} seen", f"evidence {number} done a", f"decide {number} met because it is so"


def test_what_is_still_open_is_counted_and_who_came_before_is_named(tmp_path: Path) -> None:
    before = msgspec.structs.replace(EARLIER, session="session-0")
    fields = kept(tmp_path, "check P1 partly half", "must all meet tenants", earlier=before, id="session-2")
    assert (fields.id, fields.earlier, fields.open, fields.kind) == ("session-2", "session-0", 2, "panel")
    assert kept(tmp_path, "check P1 taken-root", earlier=before).open == 0


def test_a_teams_own_record_is_listed_as_one(tmp_path: Path) -> None:
    fields = kept(tmp_path, "stage points", "own 4 met", kind="self", standard="localgov-2016", phase="beta")
    assert (fields.kind, fields.stage, fields.published) == ("self", "points", None)
