"""A seat's terminal before and after the day: evidence, the team's own view, a team's own record, the register."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from tests.remote.served import LEAD, MEMBER, OTHER, Host, a_host, until

from panel_tui import wire
from panel_tui.grammar.reader import NotUnderstood
from panel_tui.plain import PlainMode
from panel_tui.remote.room import RemoteRoom
from panel_tui.session import bodies
from panel_tui.session.rules import Refused
from panel_tui.session.terms import BroughtItem, Source, TeamView
from panel_tui.session.view import Viewer
from panel_tui.speaker import Speaker

PLANTED = "quixoticplant"
OWN = Source(kind="self", key="own-1", name="The team's own record")
BOARD = Source(kind="trello", key="board", name="Board")


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with a_host(tmp_path) as host:
        yield host


def point_4(host: Host) -> str:
    point = host.room.state.standard.point_by_number("4")
    assert point is not None
    return point.id


def brought(host: Host, count: int = 2, words: str = "what the card says") -> bodies.EvidenceBrought:
    """Cards of point 4, and after them one that has no point."""
    points = [*([point_4(host)] * (count - 1)), None]
    return bodies.EvidenceBrought(
        source=BOARD,
        items=tuple(
            BroughtItem(id="", key=f"c{at}", point=point, state="done", title=f"Card {at}", text=words)
            for at, point in enumerate(points, start=1)
        ),
    )


def say(room: RemoteRoom, *lines: str) -> None:
    speaker = Speaker(room)
    for line in lines:
        kept = speaker.say(line).kept
        assert kept is not None
        kept.result(timeout=20)


def lines_of(mode_out: list[str], mode: PlainMode, *lines: str) -> list[str]:
    mode_out.clear()
    for line in lines:
        mode.carry_out(line)
    return mode_out


def test_a_member_marks_and_places_what_the_lead_brought_in_and_another_seat_sees_it(host: Host) -> None:
    host.room.record(LEAD, brought(host)).result()
    member, other = host.join(), host.join(OTHER, "other")
    say(member, "mark E1 more-wanted the second round", "place E2 4", "unmark E1", "mark E2 verified")
    until(lambda: other.view(Viewer(seat=OTHER)).n == host.room.kept.state.n)
    seen = other.view(Viewer(seat=OTHER)).point(point_4(host)).evidence
    assert [(one.id, one.mark.mark if one.mark else None) for one in seen] == [("E1", None), ("E2", "verified")]
    with pytest.raises(Refused, match="it is there already"):
        Speaker(member).say("place E2 4")
    said: list[str] = []
    mode = PlainMode(Speaker(other), said.append, said.append, folder=host.folder)
    told = lines_of(said, mode, "show 4")
    assert any(line.startswith("E2, done: Card 2, marked verified by ") for line in told)
    assert "E2, its text: what the card says" in told
    for room in (member, other):
        room.close()


def test_evidence_is_brought_in_on_the_leads_own_computer_not_from_a_leads_device_elsewhere(host: Host) -> None:
    lead = host.join(LEAD)
    speaker = Speaker(lead)
    with pytest.raises(NotUnderstood, match="brought in on the lead's computer"):
        speaker.say("import board.json")
    views = bodies.OwnViewsBrought(source=OWN, views=(TeamView(point=point_4(host), level="met"),))
    for what in (brought(host), views):
        with pytest.raises(Refused, match="on the lead's own computer"):
            lead.record(LEAD, what)
    assert host.room.state.evidence == ()
    lead.close()


def test_a_leads_terminal_elsewhere_has_the_teams_own_view_only_with_the_reveal(host: Host) -> None:
    views = bodies.OwnViewsBrought(source=OWN, views=(TeamView(point=point_4(host), level="met", text=PLANTED),))
    host.room.record(LEAD, brought(host), views).result()
    lead, member = host.join(LEAD), host.join(MEMBER, "member")
    say(member, "score 4 met", "mark E1 seen")
    until(lambda: lead.view(Viewer(seat=LEAD)).n == host.room.kept.state.n)

    def all_of(room: RemoteRoom, seat: str) -> str:
        view = room.view(Viewer(seat=seat))
        return repr((view, room.state, room.history.events, tuple(room.history.events), room.log(Viewer(seat=seat))))

    for room, seat in ((lead, LEAD), (member, MEMBER)):
        assert PLANTED not in all_of(room, seat)
    for path in host.folder.rglob("*"):
        assert not path.is_file() or "sessions" in path.parts or PLANTED.encode() not in path.read_bytes(), path
    say(lead, "reveal 4")
    until(lambda: member.view(Viewer(seat=MEMBER)).n == host.room.kept.state.n)
    for room, seat in ((lead, LEAD), (member, MEMBER)):
        assert PLANTED in all_of(room, seat)
    said: list[str] = []
    mode = PlainMode(Speaker(lead), said.append, said.append, folder=host.folder)
    assert f"The own view of the team: Met, because {PLANTED}" in lines_of(said, mode, "show 4")
    for room in (lead, member):
        room.close()


def test_a_lead_elsewhere_publishes_what_is_closed(tmp_path: Path) -> None:
    with a_host(tmp_path, standard="discovery-light-touch", phase="discovery") as host:
        lead = host.join(LEAD)
        with pytest.raises(Refused, match="close the session first"):
            Speaker(lead).say("publish")
        headings = host.room.state.standard.conversation.headings  # type: ignore[union-attr]
        say(lead, "stage close", *(f"agree {one.id} they do it well" for one in headings), "close")
        say(lead, "publish report https://example.org/report board https://example.org/board")
        said: list[str] = []
        mode = PlainMode(Speaker(lead), said.append, said.append, folder=host.folder)
        told = lines_of(said, mode, "show")
        assert "Its stages are briefing, points, questions, close." in told
        (published,) = [line for line in told if line.startswith("Published")]
        assert published.endswith("; report: https://example.org/report; evidence board: https://example.org/board")
        say(lead, "unpublish")
        assert host.room.state.publication is None
        lead.close()


def test_a_mark_sends_the_point_that_it_is_about_and_nothing_else_of_the_board(host: Host) -> None:
    host.room.record(LEAD, brought(host, 200, "a card's text " * 10)).result()
    before = host.room.kept_view(Viewer(seat=MEMBER))
    host.say("mark E200 seen")
    after = host.room.kept_view(Viewer(seat=MEMBER))
    change = wire.change(before, after, (), host.room.now())
    assert change.points == ()
    assert set(change.fields) <= {"n", "changed_at", "evidence"}
    assert len(wire.encode(change)) < 2_000
    assert wire.apply(before, msgspec.structs.replace(change)) == after


def test_a_teams_own_record_takes_its_own_view_from_a_terminal(tmp_path: Path) -> None:
    with a_host(tmp_path, kind="self") as host:
        member = host.join()
        say(member, "own 4 partially-met because we test every sprint", "evidence 4 done A demo")
        view = member.view(Viewer(seat=MEMBER)).point(point_4(host)).own_view
        assert view is not None
        assert (view.level, view.text) == ("partially-met", "we test every sprint")
        with pytest.raises(Refused, match="nothing is scored"):
            Speaker(member).say("score 4 met")
        member.close()
