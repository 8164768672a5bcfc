"""The sessions folder: where it is, what it lists, and how sessions are found and begun in it."""

import contextlib
import json
import os
import stat
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from panel_tui.errors import PanelError
from panel_tui.rooms import Rooms
from panel_tui.session.events import Event
from panel_tui.store.errors import NoSuchSession
from panel_tui.store.folder import SessionsFolder, choose, passed_over
from panel_tui.store.protocol import Shelf, Summarise, SummaryFields

Make = Callable[..., list[Event]]


class Counted:
    """A summary that counts how often it is asked for."""

    def __init__(self, of: Summarise) -> None:
        self.of = of
        self.asked = 0

    def __call__(self, events: Sequence[Event]) -> SummaryFields:
        self.asked += 1
        return self.of(events)


@pytest.fixture
def count(summarise: Summarise) -> Counted:
    return Counted(summarise)


@pytest.fixture
def shelf(tmp_path: Path, count: Counted) -> SessionsFolder:
    return SessionsFolder(tmp_path / "sessions", count)


def test_the_folder_is_as_told_then_as_the_environment_says_then_here_then_the_users(tmp_path: Path) -> None:
    told, said = tmp_path / "told", {"PANEL_TUI_SESSIONS": str(tmp_path / "said")}
    assert choose(told, said, tmp_path) == told
    assert choose(None, said, tmp_path) == tmp_path / "said"
    users = choose(None, {"PANEL_TUI_SESSIONS": ""}, tmp_path)
    assert users.name == "sessions"
    assert users.parent.name == "panel-tui"
    (tmp_path / "sessions").mkdir()
    assert choose(None, {}, tmp_path) == tmp_path / "sessions"
    assert choose(Path("~/x"), {}, tmp_path) == Path.home() / "x"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights on a folder")
def test_a_folder_here_that_cannot_be_written_to_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sessions").mkdir(mode=0o555)
    tmp_path.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    person = os.geteuid()
    users = choose(None, {}, tmp_path / "elsewhere")
    with contextlib.ExitStack() as afterwards:
        if person == 0:  # root may write everywhere
            os.seteuid(65534)
            afterwards.callback(os.seteuid, person)
        here, near = choose(None, {}, Path()), passed_over(None, {}, Path())
        as_told = passed_over(Path("sessions"), {}, Path())
        as_the_environment_says = passed_over(None, {"PANEL_TUI_SESSIONS": "sessions"}, Path())
        notice = Rooms.at(None, {}, Path()).notice
    assert here == users
    assert near == Path("sessions")
    assert as_told is as_the_environment_says is None
    assert notice == (
        f"sessions cannot be written to, so sessions are kept in {users}. "
        "To look at those that are there, use --sessions with that folder."
    )


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o777])
def test_a_folder_that_we_make_is_for_its_owner_alone(shelf: SessionsFolder, make: Make, umask: int) -> None:
    before = os.umask(umask)
    try:
        shelf.create("s", make(1)).close()
    finally:
        os.umask(before)
    assert stat.S_IMODE(shelf.folder.stat().st_mode) == 0o700


def test_a_folder_that_was_there_keeps_its_mode(shelf: SessionsFolder, make: Make) -> None:
    shelf.folder.mkdir(mode=0o755)
    shelf.folder.chmod(0o755)
    shelf.create("s", make(1)).close()
    assert stat.S_IMODE(shelf.folder.stat().st_mode) == 0o755


def test_a_name_that_is_taken_gets_a_number(shelf: SessionsFolder, make: Make) -> None:
    open_still = shelf.create("2026-11-21-manage-arrears-beta", make(1))
    others = [shelf.create("2026-11-21 Manage Arrears beta.json", make(1)) for _ in range(2)]
    assert [session.name for session in (open_still, *others)] == [
        "2026-11-21-manage-arrears-beta",
        "2026-11-21-manage-arrears-beta-2",
        "2026-11-21-manage-arrears-beta-3",
    ]


def test_a_name_that_another_process_is_about_to_take_is_passed_over(shelf: SessionsFolder, make: Make) -> None:
    first = shelf.create("s", make(1))
    (shelf.folder / "s.json").unlink()
    assert shelf.create("s", make(1)).name == "s-2"
    first.close()


def test_a_session_is_found_by_name_by_file_and_by_path(
    shelf: SessionsFolder, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_shelf: Shelf = shelf
    assert a_shelf.place == str(tmp_path / "sessions")
    shelf.create("arrears", make(2)).close()
    for given in ("arrears", "arrears.json", str(shelf.folder / "arrears.json")):
        session = a_shelf.open(given)
        assert len(session.events()) == 2
        session.close()
    monkeypatch.chdir(shelf.folder.parent)
    (shelf.folder / "arrears.json").rename("here.json")
    assert a_shelf.open("here.json", read_only=True).read_only


def test_a_name_that_is_not_there_is_answered_with_the_nearest(shelf: SessionsFolder, make: Make) -> None:
    shelf.create("manage-arrears", make(1)).close()
    with pytest.raises(NoSuchSession, match=r"There is no session mange-arrears in .*: did you mean manage-arrears\?"):
        shelf.open("mange-arrears")
    for strange in ("zzz", "x" * 5000, "nul\0byte", ""):
        with pytest.raises(NoSuchSession, match="There is no "):
            shelf.open(strange)
    with pytest.raises(NoSuchSession, match="There is no file"):
        shelf.open("no/such/file.json")


def test_the_list_shows_every_session_newest_first(tmp_path: Path, make: Make) -> None:
    dates = {1: "2026-01-02", 2: "2027-03-04", 3: None}

    def of(events: Sequence[Event]) -> SummaryFields:
        return SummaryFields(
            service="S",
            phase="beta",
            standard_title="T",
            stage="close",
            outcome="met",
            date=dates[len(events)],
            rehearsal=True,
            events=len(events),
        )

    shelf = SessionsFolder(tmp_path, of)
    for n in dates:
        shelf.create(f"s{n}", make(n)).close()
        os.utime(tmp_path / f"s{n}.json", (0, datetime(2026, 6, n, tzinfo=UTC).timestamp()))
    listed = shelf.list()
    assert [summary.name for summary in listed] == ["s2", "s3", "s1"]
    assert listed[0].path == str(tmp_path / "s2.json")
    assert listed[0].modified == datetime(2026, 6, 2, tzinfo=UTC)
    assert listed[0].fields == of(make(2))
    assert listed[0].problem is None


def test_a_folder_that_is_not_made_yet_lists_nothing_and_is_not_made(shelf: SessionsFolder) -> None:
    assert shelf.list() == ()
    assert not shelf.folder.exists()


def test_a_folder_that_is_no_folder_is_said(shelf: SessionsFolder, make: Make) -> None:
    shelf.folder.write_text("")
    with pytest.raises(PanelError, match="sessions"):
        shelf.list()
    with pytest.raises(PanelError, match="sessions"):
        shelf.create("s", make(1))


def test_the_folder_above_cannot_be_made_is_said(tmp_path: Path, summarise: Summarise, make: Make) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PanelError, match="could not be made"):
        SessionsFolder(tmp_path / "file" / "sessions", summarise).create("s", make(1))


def test_damaged_sessions_are_listed_with_their_problem_and_other_files_are_passed_over(
    shelf: SessionsFolder, make: Make
) -> None:
    for name in ("whole", "cut", "changed"):
        shelf.create(name, make(3)).close()
    cut, changed = shelf.folder / "cut.json", shelf.folder / "changed.json"
    cut.write_bytes(cut.read_bytes()[:-40])
    changed.write_bytes(changed.read_bytes().replace(b"2: Ten", b"2: Men"))
    (shelf.folder / "empty.json").write_text("")
    (shelf.folder / "package.json").write_text('{"name": "something else"}')
    (shelf.folder / "notes.txt").write_text("a note")
    (shelf.folder / ".hidden.json").write_text("")
    (shelf.folder / "folder.json").mkdir()
    (shelf.folder / "link.json").symlink_to("nowhere.json")
    (shelf.folder / "circle.json").symlink_to("circle.json")
    for _ in "cold", "warm":
        listed = {summary.name: summary for summary in shelf.list()}
        assert listed.keys() == {"whole", "cut", "changed", "empty", "circle"}
        assert listed["whole"].problem is None
        assert "ends in the middle" in str(listed["cut"].problem)
        assert "does not verify: event 2 was changed" in str(listed["changed"].problem)
        assert "is empty" in str(listed["empty"].problem)
        assert "could not be read" in str(listed["circle"].problem)
        assert listed["cut"].fields is None


def test_a_session_that_cannot_be_summarised_is_listed_with_its_problem(tmp_path: Path, make: Make) -> None:
    def refuse(_events: Sequence[Event]) -> SummaryFields:
        raise PanelError("Event 1 begins no session.")

    shelf = SessionsFolder(tmp_path, refuse)
    shelf.create("s", make(1)).close()
    assert [summary.problem for summary in shelf.list()] == ["Event 1 begins no session."]


def test_a_list_that_is_asked_for_again_opens_only_what_changed(
    shelf: SessionsFolder, make: Make, count: Counted
) -> None:
    events = make(4)
    for n in range(5):
        shelf.create(f"s{n}", events[:2]).close()
    first = shelf.list()
    assert count.asked == 5
    assert shelf.list() == first
    assert count.asked == 5
    session = shelf.open("s3")
    session.append(events[2:])
    session.close()
    (shelf.folder / "s4.json").unlink()
    listed = {summary.name: summary.fields.events for summary in shelf.list() if summary.fields}
    assert listed == {"s0": 2, "s1": 2, "s2": 2, "s3": 4}
    assert count.asked == 6


@pytest.mark.parametrize("damage", ["", "null", "[" * 100_000, '{"version":"0.1.0","entries":{"s.json":[1]}}', None])
def test_an_index_that_cannot_be_read_is_passed_over(
    shelf: SessionsFolder, make: Make, count: Counted, damage: str | None
) -> None:
    shelf.create("s", make(1)).close()
    first = shelf.list()
    kept = shelf.folder / ".index"
    if damage is None:  # one of another version: what it says may mean something else
        damage = json.dumps(json.loads(kept.read_text()) | {"version": "0.0.0"})
    kept.write_text(damage)
    assert shelf.list() == first
    assert shelf.list() == first
    assert count.asked == 2


@pytest.mark.parametrize("shape", [1, None, 99])
def test_an_index_of_another_shape_is_made_anew_also_within_one_version(
    shelf: SessionsFolder, make: Make, count: Counted, shape: int | None
) -> None:
    shelf.create("s", make(1)).close()
    first = shelf.list()
    kept = shelf.folder / ".index"
    written = json.loads(kept.read_text())
    older = {name: value for name, value in written.items() if name != "shape"}
    kept.write_text(json.dumps(older if shape is None else {**older, "shape": shape}))
    assert shelf.list() == first
    assert (count.asked, json.loads(kept.read_text())) == (2, written)
    assert shelf.list() == first
    assert count.asked == 2


def test_an_index_that_cannot_be_written_is_done_without(shelf: SessionsFolder, make: Make, count: Counted) -> None:
    shelf.create("s", make(1)).close()
    (shelf.folder / ".index").mkdir()
    assert len(shelf.list()) == len(shelf.list()) == 1
    assert count.asked == 2


def test_a_file_that_vanishes_while_the_list_is_made_is_left_out(
    shelf: SessionsFolder, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.create("s", make(1)).close()
    looking = SessionsFolder._look

    def then_it_is_gone(self: SessionsFolder, path: Path, found: os.stat_result) -> object:
        path.unlink()
        return looking(self, path, found)

    monkeypatch.setattr(SessionsFolder, "_look", then_it_is_gone)
    assert shelf.list() == ()
