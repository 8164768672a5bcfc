"""`verify` names the first event that does not fit, also in files that do not open."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from panel_tui.session.events import Event
from panel_tui.store.tinydb_file import create_session
from panel_tui.store.verify import Verdict, verify

Make = Callable[..., list[Event]]


@pytest.fixture
def path(tmp_path: Path, make: Make) -> Path:
    create_session(tmp_path / "s.json", make(5)).close()
    return tmp_path / "s.json"


def judged(path: Path, content: bytes) -> Verdict:
    path.write_bytes(content)
    verdict = verify(path)
    assert path.read_bytes() == content
    assert not verdict.ok
    return verdict


def test_a_whole_session_verifies(path: Path) -> None:
    assert verify(path) == Verdict(True, 5, None, "All 5 events fit.")


def test_a_changed_event_is_named(path: Path) -> None:
    verdict = judged(path, path.read_bytes().replace(b"3: Ten", b"3: Men"))
    assert verdict == Verdict(False, 2, 3, "Event 3 was changed after it was kept.")


def test_a_missing_event_is_named(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    verdict = judged(path, b"".join(lines[:4] + lines[5:]))
    assert verdict == Verdict(False, 2, 3, "Event 3 is missing or out of place.")


def test_an_event_that_stands_twice_is_named(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    verdict = judged(path, b"".join(lines[:4] + lines[3:]))
    assert (verdict.events, verdict.first_break) == (2, 3)


def test_a_file_cut_short_is_whole_up_to_the_last_whole_event(path: Path) -> None:
    verdict = judged(path, path.read_bytes()[:-60])
    assert (verdict.events, verdict.first_break) == (4, 5)
    assert "ends in the middle" in verdict.why


def test_a_damaged_line_is_the_first_that_does_not_fit(path: Path) -> None:
    verdict = judged(path, path.read_bytes().replace(b'"n":3', b'"n"\x003'))
    assert (verdict.events, verdict.first_break) == (2, 3)


@pytest.mark.parametrize("line", [b'"3":"text"', b"3", b'"3":{},"4":{}', b""])
def test_a_line_that_holds_something_else_is_named(path: Path, line: bytes) -> None:
    lines = path.read_bytes().splitlines()
    lines[4] = line + b","
    verdict = judged(path, b"\n".join(lines) + b"\n")
    assert (verdict.events, verdict.first_break) == (2, 3)


def test_what_is_changed_before_something_that_is_no_event_is_named_first(path: Path) -> None:
    lines = path.read_bytes().replace(b"2: Ten", b"2: Men").splitlines()
    lines[4] = b'"3":"text",'
    assert judged(path, b"\n".join(lines)).first_break == 2


@pytest.mark.parametrize("indent", [None, 2])
def test_a_session_of_a_newer_version_is_checked_as_far_as_hashes_go(path: Path, indent: int | None) -> None:
    tables = json.loads(path.read_bytes())
    tables["about"]["1"]["format"] = "panel-session-file/99"
    verdict = judged(path, json.dumps(tables, indent=indent).encode())
    assert (verdict.events, verdict.first_break) == (5, None)
    assert "written by a newer panel-tui" in verdict.why


@pytest.mark.parametrize("content", [b"", b"null", b"{}", b'{"events": []}', b"service: x", b'"events":{'])
def test_a_file_without_any_event_has_no_first_break(path: Path, content: bytes) -> None:
    verdict = judged(path, content)
    assert (verdict.events, verdict.first_break) == (0, None)
    assert verdict.why


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert "There is no file" in verify(tmp_path / "none.json").why
