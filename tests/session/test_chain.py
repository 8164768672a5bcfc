"""The chain of hashes, and events on their way to the file and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from tests.session.room import ANA, CY, Room
from tests.session.say import evidence, note

from panel_tui.session import chain


def documents() -> list[dict[str, Any]]:
    room = Room().do(CY, note()).do(CY, evidence())
    return [msgspec.json.decode(msgspec.json.encode(chain.to_document(event))) for event in room.history.events]


def test_what_was_kept_verifies() -> None:
    assert chain.check(documents()) is None
    assert chain.check([]) is None


def test_the_first_event_follows_nothing() -> None:
    assert documents()[0]["prev"] == chain.GENESIS == "0" * 64


def test_a_time_is_kept_in_utc() -> None:
    summer = timezone(timedelta(hours=1))
    event = chain.seal(1, datetime(2026, 6, 1, 10, 0, tzinfo=summer), ANA, None, note(), chain.GENESIS)
    assert (event.at, event.at.tzinfo) == (datetime(2026, 6, 1, 9, 0, tzinfo=UTC), UTC)
    assert chain.to_document(event)["at"] == "2026-06-01T09:00:00Z"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"n": 3}, "event 2 is missing or out of place"),
        ({"n": None}, "event 2 is missing or out of place"),
        ({"prev": "f" * 64}, "event 2 does not follow the event before it"),
        ({"hash": "f" * 64}, "event 2 was changed after it was kept"),
        ({"seat": "s2"}, "event 2 was changed after it was kept"),
        ({"n": 2.0}, "event 2 was changed after it was kept"),
        ({"more": 1}, "event 2 was changed after it was kept"),
        ({"hash": None, "seat": "\ud800"}, "event 2 was changed after it was kept"),
        ({"hash": None, "seat": 10**30}, "event 2 was changed after it was kept"),
    ],
)
def test_the_first_event_that_does_not_fit_is_named(change: dict[str, Any], why: str) -> None:
    tampered = documents()
    tampered[1] |= change
    assert chain.check(tampered) == chain.Break(2, why)


def test_a_hash_is_of_the_document_so_a_field_of_a_later_version_does_no_harm() -> None:
    later = documents()[1] | {"weather": "rain"}
    later["hash"] = chain._hash(later)
    assert chain.check([documents()[0], later]) is None


def test_an_event_of_a_later_version_is_said_to_be_newer() -> None:
    document = documents()[1] | {"what": {"event": "tea-served"}}
    with pytest.raises(chain.NewerEvent, match="it holds an event 'tea-served' that this version does not know"):
        chain.from_document(document)


@pytest.mark.parametrize(
    "change",
    [
        {"what": {"event": "note-taken"}},
        {"what": {"event": 7}},
        {"what": "note"},
        {"n": "two"},
        {"at": "2026-11-21T09:30:00"},
        {"at": "today"},
        {"extra": 1},
    ],
)
def test_what_has_another_shape_is_not_an_event(change: dict[str, Any]) -> None:
    with pytest.raises(chain.NotAnEvent, match="it is not an event of a panel session"):
        chain.from_document(documents()[1] | change)


def test_the_mark_of_a_device_is_in_the_hash_and_absent_where_there_is_none() -> None:
    at = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
    plain, marked, other = (chain.seal(1, at, ANA, None, note(), chain.GENESIS, sent) for sent in (None, "m1", "m2"))
    assert "sent" not in chain.to_document(plain)
    assert chain.to_document(marked)["sent"] == "m1"
    assert len({plain.hash, marked.hash, other.hash}) == 3
    for event in (plain, marked):
        written = msgspec.json.decode(msgspec.json.encode(chain.to_document(event)))
        assert chain.check([written]) is None
        assert chain.from_document(written) == event
        assert chain.check([written | {"sent": "m3"}]) == chain.Break(1, "event 1 was changed after it was kept")
    unmarked = {key: value for key, value in chain.to_document(marked).items() if key != "sent"}
    assert chain.check([unmarked]) == chain.Break(1, "event 1 was changed after it was kept")


def test_an_event_is_owned_by_the_seat_that_it_was_done_for() -> None:
    room = Room().do(CY, note("N1")).do(ANA, note("N2"), CY)
    assert [event.owner for event in room.history.events] == [ANA, CY, CY]
