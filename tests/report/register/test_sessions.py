"""Which sessions stand in the register: closed, real, and marked as published."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.report.register.held import begun, closing, held, rooms_in

from panel_tui.demo import make_demo
from panel_tui.report.register.model import Entry
from panel_tui.report.register.sessions import gather, with_others
from panel_tui.rooms import PublishedFields, Summary, SummaryFields
from panel_tui.session import bodies

PUBLISHED = PublishedFields(
    date="2026-11-20",
    service="Find a repair",
    phase="Discovery",
    standard="Light-touch discovery review",
    organisation="Hackney Council",
    description="The words.",
    outcome=None,
    report=None,
    board=None,
)
FIELDS = SummaryFields(
    service="Find a repair",
    phase="Discovery",
    standard_title="Light-touch discovery review",
    stage="closed",
    outcome=None,
    date="2026-11-20",
    rehearsal=False,
    events=9,
    id="s1",
    published=PUBLISHED,
)


def summary(fields: SummaryFields | None, name: str = "a") -> Summary:
    problem = None if fields else "it is cut short."
    return Summary(path=f"/{name}.json", name=name, modified=datetime.now(UTC), fields=fields, problem=problem)


def test_only_a_closed_and_published_session_is_gathered_and_the_others_are_counted(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    ours = held(rooms, description="The words.\n\nAnd more.", organisation="Hackney Council")
    held(rooms, None, service="Not published")
    begun(rooms, service="Going on")
    again = (bodies.SessionReopened(reason="a mistake"),)
    begun(rooms, *closing(), *again, service="Open again")
    begun(rooms, *closing(), bodies.Unpublished(), service="Taken out")
    make_demo(rooms, "closed").close()
    (tmp_path / "sessions" / "bad.json").write_bytes(Path(ours).read_bytes()[:-9])
    found = gather(rooms.list())
    (one,) = found.published
    assert one.entry == Entry(
        service="Find a repair",
        date="2026-11-20",
        phase="Discovery",
        text="The words.\n\nAnd more.",
        standard="Light-touch discovery review",
        organisation="Hackney Council",
        report="https://reports.example/1",
        board="https://board.example/1",
    )
    assert found.told[-1] == "Left out: 4 sessions not marked as published, 1 rehearsal and 1 that cannot be read."
    assert found.told[0].startswith("bad: ")


def test_a_teams_own_record_is_no_assessment() -> None:
    found = gather([summary(replace(FIELDS, kind="self"))])
    assert found.published == ()
    assert found.told == ("Left out: 1 team’s own record.",)


def test_of_two_files_with_one_session_the_longer_record_counts() -> None:
    short, long = replace(FIELDS, events=5), replace(FIELDS, published=replace(PUBLISHED, description="Newer."))
    for order in ((short, long), (long, short)):
        found = gather(summary(fields, str(number)) for number, fields in enumerate(order))
        assert [one.entry.text for one in found.published] == ["Newer."]
        assert found.told == ("Left out: 1 file of a session that is here twice.",)


@pytest.mark.parametrize(("date", "told"), [("2026-W47-5", "2026-11-20"), ("someday 26", None)])
def test_a_day_is_a_day(date: str, told: str | None) -> None:
    found = gather([summary(replace(FIELDS, published=replace(PUBLISHED, date=date)))])
    assert [one.entry.date for one in found.published] == ([told] if told else [])
    assert bool(found.broken) is (told is None)


def test_nothing_left_out_is_not_mentioned() -> None:
    assert gather([summary(FIELDS)]).told == ()


def test_a_session_takes_the_place_of_what_is_listed_for_the_same_service_and_month() -> None:
    ours = Entry(service="Find a  repair", date="2026-11-20")
    same, later = Entry(service="find a repair", date="2026-11"), Entry(service="Find a repair", date="2026-12")
    entries, told = with_others([ours], [same, later])
    assert entries == (ours, later)
    assert told == ("find a repair, November 2026: listed besides, and here as a session; the session counts.",)
