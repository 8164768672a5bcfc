"""What is typed and not sent comes back after a crash, and is gone once it is sent."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from panel_tui.session.events import Event
from panel_tui.store.errors import AlreadyThere
from panel_tui.store.protocol import Draft, DraftKey
from panel_tui.store.tinydb_file import create_session, open_session

Make = Callable[..., list[Event]]

AT = datetime(2026, 11, 21, 10, tzinfo=UTC)
DRAFTS = {
    DraftKey("ana", "note", "p4"): Draft("Tenants were\nnot „asked“ …", AT),
    DraftKey("ben", "reason", None): Draft("because", AT),
}


def test_drafts_come_back_after_a_crash(tmp_path: Path, make: Make) -> None:
    session = create_session(tmp_path / "s.json", make(1))
    session.keep_drafts(DRAFTS)
    after_a_crash = open_session(tmp_path / "s.json", read_only=True)
    assert after_a_crash.drafts() == DRAFTS
    assert after_a_crash.drafts_problem is None


def test_the_drafts_file_is_gone_when_nothing_is_left_to_send(tmp_path: Path, make: Make) -> None:
    session = create_session(tmp_path / "s.json", make(1))
    session.keep_drafts(DRAFTS)
    assert (tmp_path / ".s.json.drafts").exists()
    session.keep_drafts({})
    session.keep_drafts({})
    session.close()
    assert [file.name for file in tmp_path.iterdir()] == ["s.json"]
    assert session.drafts() == {}


@pytest.mark.parametrize(
    "damage", [b"", b"\xff", b"null", b"[" * 100_000, b'{"format":"panel-drafts/2"}', b'{"format":"panel-drafts/1"']
)
def test_drafts_that_cannot_be_read_are_said_and_left_as_they_are(tmp_path: Path, make: Make, damage: bytes) -> None:
    create_session(tmp_path / "s.json", make(1)).close()
    (tmp_path / ".s.json.drafts").write_bytes(damage)
    session = open_session(tmp_path / "s.json")
    assert session.drafts() == {}
    assert "could not be read back" in str(session.drafts_problem)
    session.keep_drafts(DRAFTS)
    assert (tmp_path / ".s.json.drafts").read_bytes() == damage
    session.close()
    again = open_session(tmp_path / "s.json")
    assert again.drafts() == DRAFTS
    again.keep_drafts({})
    assert (tmp_path / ".s.json.drafts").read_bytes() == damage


def test_drafts_of_a_session_that_had_this_name_before_are_not_offered_and_not_lost(tmp_path: Path, make: Make) -> None:
    before = create_session(tmp_path / "s.json", make(1, text="before"))
    before.keep_drafts(DRAFTS)
    before.close()
    (tmp_path / "s.json").rename(tmp_path / "kept-elsewhere")
    session = create_session(tmp_path / "s.json", make(1))
    assert session.drafts() == {}
    assert session.drafts_problem is None
    mine = {DraftKey("cy", "note", None): Draft("mine", AT)}
    session.keep_drafts(mine)
    session.close()
    assert open_session(tmp_path / "s.json", read_only=True).drafts() == mine
    (tmp_path / "kept-elsewhere").replace(tmp_path / "s.json")
    assert open_session(tmp_path / "s.json").drafts() == DRAFTS


def test_where_every_name_for_drafts_is_taken_that_is_said(tmp_path: Path, make: Make) -> None:
    session = create_session(tmp_path / "s.json", make(1))
    session.close()
    for suffix in ("", "-2", "-3"):
        (tmp_path / f".s.json.drafts{suffix}").mkdir()
    session = open_session(tmp_path / "s.json")
    with pytest.raises(AlreadyThere, match=r"cannot be saved: .* move them away"):
        session.keep_drafts(DRAFTS)


def test_a_session_saved_elsewhere_goes_on_even_where_its_drafts_cannot_follow(tmp_path: Path, make: Make) -> None:
    events = make(2)
    session = create_session(tmp_path / "s.json", events[:1])
    session.keep_drafts(DRAFTS)
    for suffix in ("", "-2", "-3"):
        (tmp_path / f".t.json.drafts{suffix}").mkdir()
    session.save_elsewhere(tmp_path / "t.json")
    session.append(events[1:])
    assert session.name == "t"
