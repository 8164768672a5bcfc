"""A seat's terminal over a real line: what it sees, what it sends, and what becomes of it when the line is cut."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.remote.served import DEPUTY, LEAD, MEMBER, OTHER, Host, a_host, until

from panel_tui import wire
from panel_tui.hosting import LEAD_IDLE, LEAD_WAIT, Way
from panel_tui.remote.link import CannotJoin, Trust, read_link, read_trust
from panel_tui.remote.room import RemoteRoom
from panel_tui.session.rules import Refused
from panel_tui.session.view import DISPLAY, Viewer
from panel_tui.speaker import Speaker
from panel_tui.store.errors import StoreError
from panel_tui.web import gate

ME = Viewer(seat=MEMBER)


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with a_host(tmp_path) as host:
        yield host


@pytest.fixture
def room(host: Host) -> Iterator[RemoteRoom]:
    joined = host.join()
    yield joined
    joined.close()


def say(room: RemoteRoom, *lines: str) -> None:
    speaker = Speaker(room)
    for line in lines:
        kept = speaker.say(line).kept
        assert kept is not None
        kept.result(timeout=20)


def test_a_seat_sees_what_the_lead_does_as_it_is_kept(host: Host, room: RemoteRoom) -> None:
    until(lambda: room.view(ME) == host.room.kept_view(ME))
    host.say("go 4", "note 4 + They test with users", "as Jess score 4 met")
    until(lambda: room.view(ME) == host.room.kept_view(ME))
    assert room.view(DISPLAY) == host.room.kept_view(DISPLAY)
    until(lambda: room.log(ME) == host.room.log(ME))


def test_a_terminal_of_an_older_version_is_told_to_update(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "WIRE_NUMBER", wire.WIRE_NUMBER + 1)
    monkeypatch.setitem(gate.HEADERS, wire.NUMBER_HEADER, str(wire.WIRE_NUMBER + 1))
    with pytest.raises(CannotJoin, match="runs a newer panel-tui than yours: update yours, or take your seat in a"):
        host.join()


@pytest.mark.parametrize("host_knows", [True, False], ids=["a host that compares", "a host of the first version"])
def test_a_terminal_of_a_newer_version_says_that_the_lead_has_to_update(
    host: Host, monkeypatch: pytest.MonkeyPatch, host_knows: bool
) -> None:
    ours = wire.WIRE_NUMBER
    if not host_knows:
        monkeypatch.setattr(gate, "number_in", lambda _: ours)
        monkeypatch.delitem(gate.HEADERS, wire.NUMBER_HEADER)
    monkeypatch.setattr(wire, "WIRE_NUMBER", ours + 1)
    with pytest.raises(CannotJoin, match="runs an older panel-tui than yours: ask the lead to update, or take"):
        host.join()


def test_what_is_not_a_panel_tui_has_no_version(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = wire.WIRE_NUMBER
    monkeypatch.setattr(gate, "number_in", lambda _: ours)
    monkeypatch.delitem(gate.HEADERS, wire.NUMBER_HEADER)
    monkeypatch.setitem(gate.HEADERS, "Server", "a proxy")
    monkeypatch.setattr(wire, "WIRE_NUMBER", ours + 1)
    host.join().close()


def test_what_is_recorded_is_durable_and_shown_when_its_future_is_done(host: Host, room: RemoteRoom) -> None:
    say(room, "score 4 met", "note 4 + Tested with users")
    point = room.view(ME).point(str(host.room.state.standard.point_by_number("4").id))  # type: ignore[union-attr]
    assert point.mine is not None
    assert [note.text for note in point.notes] == ["Tested with users"]
    assert host.texts() == ["Tested with users"]
    assert not room.keeping.unsaved
    say(room, "undo")
    assert host.texts() == []


def test_what_the_rules_refuse_is_refused_at_once_and_sent_nowhere(host: Host, room: RemoteRoom) -> None:
    before = host.room.history.last.n
    with pytest.raises(Refused, match="only the lead"):
        Speaker(room).say("stage close")
    assert room.told() == ()
    assert host.room.history.last.n == before


def test_what_only_the_room_can_refuse_is_told_and_the_words_come_back(host: Host, room: RemoteRoom) -> None:
    host.wire.cut()
    until(lambda: room.keeping.away)
    kept = Speaker(room).say("note 4 - Written when the record had closed").kept
    host.say(
        "stage deliberation", "as Soraya conflict 4 leaves because a cousin works there"
    )  # which the seat cannot know yet
    host.wire.heal()
    assert kept is not None
    with pytest.raises(Refused, match="leaves the room"):
        kept.result(timeout=20)
    assert host.texts() == []
    assert "leaves the room" in " ".join(room.told())
    point = host.room.state.standard.point_by_number("4")
    assert point is not None
    assert room.draft(MEMBER, "capture", point.id) == "- Written when the record had closed"


def test_notes_written_while_the_line_was_cut_arrive_once_and_in_order(host: Host, room: RemoteRoom) -> None:
    say(room, "note 4 + First")
    host.wire.cut()
    until(lambda: room.keeping.away)
    speaker = Speaker(room)
    waiting = [speaker.say(f"note 4 - Written away {number}").kept for number in range(5)]
    assert room.keeping.unsaved == 5
    host.say("as Jess note 4 + Meanwhile")
    host.wire.heal()
    for kept in waiting:
        assert kept is not None
        kept.result(timeout=20)
    assert host.texts() == ["First", "Meanwhile", *(f"Written away {number}" for number in range(5))]
    until(lambda: room.keeping.away is None)
    assert not room.keeping.unsaved
    until(lambda: room.view(ME) == host.room.kept_view(ME))


def test_a_host_that_fell_and_came_back_gets_what_was_written_meanwhile_once(host: Host, room: RemoteRoom) -> None:
    say(room, "note 4 + First")
    host.wire.cut()
    until(lambda: room.keeping.away)
    kept = Speaker(room).say("note 4 - Meanwhile").kept
    host.start_again()
    host.wire.heal()
    assert kept is not None
    kept.result(timeout=20)
    assert host.texts() == ["First", "Meanwhile"]
    until(lambda: room.view(ME) == host.room.kept_view(ME))


def test_what_waited_on_a_device_that_was_closed_is_sent_when_it_joins_again(host: Host, tmp_path: Path) -> None:
    room = host.join()
    host.wire.cut()
    until(lambda: room.keeping.away)
    kept = Speaker(room).say("note 4 - Closed the laptop").kept
    room.keep_draft(MEMBER, "capture", None, "half a sen")
    assert room.close().unsaved == 1
    assert kept is not None
    with pytest.raises(StoreError, match="join again"):
        kept.result(timeout=5)
    (held,) = (tmp_path / "device").iterdir()
    assert held.stat().st_mode & 0o777 == 0o600
    host.wire.heal()
    again = host.join()
    until(lambda: not again.keeping.unsaved)
    assert host.texts() == ["Closed the laptop"]
    assert again.draft(MEMBER, "capture", None) == "half a sen"
    assert "1 entry that waited" in again.told()[0]
    again.keep_draft(MEMBER, "capture", None, "")
    again.close()
    assert list((tmp_path / "device").iterdir()) == []


def test_seats_that_the_lead_closes_end_with_that_sentence_and_what_waits_stays(host: Host, room: RemoteRoom) -> None:
    host.server.close()
    until(lambda: room.read_only)
    assert "closed the seats" in str(room.keeping.away)
    with pytest.raises(Refused, match="closed the seats"):
        Speaker(room).say("note 4 + Too late")


def test_a_seat_that_goes_on_elsewhere_ends_here_for_good(host: Host, room: RemoteRoom) -> None:
    second = host.join(device="another")
    until(lambda: room.read_only)
    assert "another device" in " ".join(room.told())
    with pytest.raises(Refused, match="another device"):
        Speaker(room).say("note 4 + Too late")
    say(second, "note 4 + From here")
    second.close()


def test_a_deputy_takes_over_only_from_a_lead_who_has_gone_and_then_drives_the_room(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    deputy = host.join(DEPUTY)
    with pytest.raises(Refused, match="is here"):
        Speaker(deputy).say("lead because she lost her line")
    began = host.room.now()
    offset = timedelta(seconds=LEAD_IDLE + 10)
    monkeypatch.setattr(host.room, "_clock", lambda: began + offset)
    until(lambda: deputy.presence is not None and deputy.presence.lead_gone is not None)
    with pytest.raises(Refused, match="seconds more"):
        Speaker(deputy).say("lead because she lost her line")
    offset += timedelta(seconds=LEAD_WAIT)
    host.say("note 4 + Time passes")
    until(lambda: deputy.now() > began + offset)
    say(deputy, "lead because she lost her line", "stage deliberation")
    assert host.room.state.lead == DEPUTY
    assert host.room.state.stage == "deliberation"
    deputy.close()


def test_a_nudge_is_told_once(host: Host, room: RemoteRoom) -> None:
    host.server.nudge(MEMBER, "Your score for 4, please", LEAD)
    told: list[str] = []

    def heard() -> bool:
        told.extend(room.told())
        return bool(told)

    until(heard)
    assert told == ["Your score for 4, please"]
    assert room.told() == ()


def test_who_is_there_is_known_to_each_seat(host: Host, room: RemoteRoom) -> None:
    other = host.join(OTHER, device="other")

    def how(seat: str) -> str | None:
        there = room.presence.seats if room.presence is not None else ()
        return next((one.how for one in there if one.seat == seat), None)

    until(lambda: how(OTHER) == "in")
    other.keep_draft(OTHER, "capture", None, "hm")
    until(lambda: how(OTHER) == "writing")
    other.keep_draft(OTHER, "capture", None, "")
    other.close()
    until(lambda: how(OTHER) == "away")


def test_a_self_signed_server_is_joined_by_its_fingerprint_and_by_no_other(tmp_path: Path) -> None:
    with a_host(tmp_path, way=Way(self_signed=True)) as host:
        link = read_link(host.link(MEMBER))
        with pytest.raises(CannotJoin, match="--fingerprint"):
            host.join()
        with pytest.raises(CannotJoin, match="another one"):
            host.join(trust=Trust(fingerprint=bytes(32)))
        fingerprint = host.server.standing.fingerprint
        room = host.join(trust=read_trust(link, fingerprint, None))
        say(room, "note 4 + Encrypted")
        room.close()
        assert host.texts() == ["Encrypted"]


def test_each_way_not_to_come_in_has_its_sentence(host: Host, tmp_path: Path) -> None:
    wrong = host.link(MEMBER).rpartition("/")[0] + "/" + "x" * 32
    with pytest.raises(CannotJoin, match="link"):
        RemoteRoom.join(wrong, folder=tmp_path)
    for link in (host.url, "https://", "ftp://a/join/" + "x" * 32, "http://a:b/join/" + "x" * 32):
        with pytest.raises(CannotJoin, match="no seat's link"):
            RemoteRoom.join(link, folder=tmp_path)
    with pytest.raises(CannotJoin, match="Nothing answers"):
        RemoteRoom.join("http://127.0.0.1:1/join/" + "x" * 32, folder=tmp_path)
    with pytest.raises(CannotJoin, match=r"encrypted|panel-tui|broke"):
        RemoteRoom.join(host.link(MEMBER).replace("http://", "https://"), folder=tmp_path)
    with pytest.raises(CannotJoin, match="not encrypted"):
        read_trust(read_link(host.link(MEMBER)), "00" * 32, None)
    with pytest.raises(CannotJoin, match="32 pairs"):
        read_trust(read_link("https://a/join/" + "x" * 32), "abc", None)
    with pytest.raises(CannotJoin, match="No certificate"):
        Trust(ca=tmp_path / "none.pem").for_aiohttp()


def test_a_seat_that_was_shut_out_is_told_and_its_link_is_dead(host: Host, room: RemoteRoom, tmp_path: Path) -> None:
    host.server.shut_out(MEMBER, LEAD)
    until(lambda: room.read_only)
    assert "access" in " ".join(room.told())
    with pytest.raises(CannotJoin):
        RemoteRoom.join(host.link(MEMBER), folder=tmp_path)
