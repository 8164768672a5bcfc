"""A file that is not a whole session is refused in one sentence, and never touched."""

import json
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from panel_tui.session.events import Event
from panel_tui.store import storage
from panel_tui.store.errors import (
    ChainBroken,
    CutShort,
    DiskTrouble,
    NewerVersion,
    NoSessionAtAll,
    NoSuchSession,
    NotASession,
    StoreError,
)
from panel_tui.store.tinydb_file import create_session, open_session
from panel_tui.store.verify import verify

Make = Callable[..., list[Event]]


@pytest.fixture
def whole(tmp_path: Path, make: Make) -> bytes:
    create_session(tmp_path / "whole.json", make(3)).close()
    return (tmp_path / "whole.json").read_bytes()


def refusal(path: Path) -> StoreError:
    """What both ways of opening say of this file; checks that it says it in one sentence and touches nothing."""
    before = {file: file.lstat() for file in path.parent.iterdir()}
    with pytest.raises(StoreError) as looked:
        open_session(path, read_only=True)
    with pytest.raises(StoreError) as opened:
        open_session(path)
    assert opened.value.message == looked.value.message
    assert type(opened.value) is type(looked.value)
    after = {file: file.lstat() for file in path.parent.iterdir()}
    assert {file: (s.st_ino, s.st_size, s.st_mtime_ns) for file, s in after.items()} == {
        file: (s.st_ino, s.st_size, s.st_mtime_ns) for file, s in before.items()
    }
    assert path.name in opened.value.message
    assert "\n" not in opened.value.message
    assert not opened.value.can_retry
    return opened.value


@pytest.mark.parametrize(
    ("content", "kind", "says"),
    [
        (b"", NotASession, "is empty"),
        (b" \n", NotASession, "is empty"),
        (b"null", NotASession, "is JSON, but not a session"),
        (b"{}", NotASession, "is JSON, but not a session"),
        (b"[1, 2]", NotASession, "is JSON, but not a session"),
        (b"7", NotASession, "is JSON, but not a session"),
        (b'"text"', NotASession, "is JSON, but not a session"),
        (b'{"name": "package"}', NotASession, "is JSON, but not a session"),
        (b"service: Manage Arrears", NotASession, "is not a session as panel-tui wrote it"),
        (b'{"about": NaN}', NotASession, "is not a session as panel-tui wrote it"),
        (b"\xef\xbb\xbf{}", NotASession, "is not a session as panel-tui wrote it"),
        ('{"about": {}}'.encode("utf-16"), NotASession, "is not a session as panel-tui wrote it"),
        (b'{"about": "\xff"}', NotASession, "is not UTF-8 text"),
        (b"[" * 100_000, NotASession, "nested deeper than any session"),
        (b"\0" * 900, NotASession, "is not a session as panel-tui wrote it"),
        (b'{"about": {"1": {"format": "panel', CutShort, "ends in the middle"),
        (b'{"events": {}}', NotASession, "does not say that it is a panel session"),
        (b'{"about": [], "events": {}}', NotASession, "does not say that it is a panel session"),
        (b'{"about": {"1": []}, "events": {}}', NotASession, "does not say that it is a panel session"),
        (b'{"about": {"1": {"format": 1}}, "events": {}}', NotASession, "does not say that it is"),
        (b'{"about": {"1": {"format": "panel-session-file/x"}}}', NotASession, "does not say that it is"),
        (b'{"about": {"1": {"format": "panel-session-file/1"}}}', NotASession, "tables that a session does not"),
        (b'{"about": {"1": {"format": "panel-session-file/0"}}, "events": {}}', NotASession, "tables that a"),
    ],
)
def test_what_is_not_a_session_is_refused(tmp_path: Path, content: bytes, kind: type[StoreError], says: str) -> None:
    path = tmp_path / "s.json"
    path.write_bytes(content)
    refused = refusal(path)
    assert isinstance(refused, kind)
    assert says in refused.message


Mend = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "kind", "says"),
    [
        (lambda t: t.update(_default={}), NotASession, "tables that a session does not have"),
        (lambda t: t["about"].update({"2": {}}), NotASession, "tables that a session does not have"),
        (lambda t: t["events"].clear(), NotASession, "holds no events"),
        (lambda t: t.update(events=[]), NotASession, "something else where its events should be"),
        (lambda t: t["events"].update({"2": "note"}), NotASession, "something else where its events should be"),
        (lambda t: t["events"].pop("1"), NotASession, "lacks event 1"),
        (lambda t: t["events"].pop("2"), NotASession, "lacks event 2"),
        (lambda t: t["events"].update({"03": t["events"].pop("3")}), NotASession, "lacks event 3"),
        (lambda t: t["events"].update({"three": t["events"].pop("3")}), NotASession, "lacks event 3"),
        (lambda t: t["events"]["2"].update(n=7), NotASession, "lacks event 2"),
        (lambda t: t["events"]["2"].pop("seat"), NotASession, "cannot be read at event 2"),
        (lambda t: t["events"]["2"].update(what=None), NotASession, "cannot be read at event 2"),
        (lambda t: t["events"]["2"].update(at="yesterday"), NotASession, "cannot be read at event 2"),
        (lambda t: t["events"]["2"]["what"].update(event="song-sung"), NewerVersion, "written by a newer panel-tui"),
        (lambda t: t["about"]["1"].update(format="panel-session-file/99"), NewerVersion, "newer panel-tui (0."),
        (
            lambda t: (t["about"]["1"].update(written_by="99.1"), t["events"]["2"].update(mood="glad")),
            NewerVersion,
            "newer panel-tui (99.1): it was not touched; update",
        ),
    ],
)
def test_a_session_with_a_part_missing_or_strange_is_refused(
    tmp_path: Path, whole: bytes, change: Mend, kind: type[StoreError], says: str
) -> None:
    tables = json.loads(whole)
    change(tables)
    path = tmp_path / "s.json"
    path.write_text(json.dumps(tables))
    refused = refusal(path)
    assert isinstance(refused, kind)
    assert says in refused.message


def test_a_file_that_is_cut_anywhere_never_opens_as_something_else(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "s.json"
    for length in range(1, len(whole) - 1, 7):  # the last byte is only the line's end
        path.write_bytes(whole[:length])
        assert isinstance(refusal(path), CutShort)
        path.write_bytes(whole[:length] + b"\0" * (len(whole) - length))  # as a power cut leaves some disks
        assert isinstance(refusal(path), NotASession)


def test_a_number_that_stands_twice_is_refused(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "s.json"
    last = whole.splitlines(keepends=True)[-2]
    path.write_bytes(whole.replace(last, last.rstrip() + b",\n" + last))
    assert "has '3' twice in one place" in refusal(path).message


def test_a_changed_word_breaks_the_chain_and_is_named(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "s.json"
    path.write_bytes(whole.replace(b"2: Tenants were not asked.", b"2: Tenants were asked."))
    before = path.read_bytes()
    with pytest.raises(ChainBroken, match="event 2 was changed after it was kept; it was not touched") as refused:
        open_session(path)
    assert refused.value.n == 2
    looked = open_session(path, read_only=True)
    assert len(looked.events()) == 3
    assert looked.broken is not None
    assert looked.broken.n == 2
    assert path.read_bytes() == before


def test_a_folder_a_pipe_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    os.mkfifo(tmp_path / "pipe.json")
    assert "is a folder" in refusal(tmp_path / "folder.json").message
    assert "is not a file" in refusal(tmp_path / "pipe.json").message
    missing = refusal(tmp_path / "missing.json")
    assert isinstance(missing, NoSuchSession)
    assert "There is no file" in missing.message


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "round.json").symlink_to(tmp_path / "round.json")
    with pytest.raises(DiskTrouble, match="could not be read: the system answered"):
        open_session(tmp_path / "round.json")


def test_a_file_too_large_for_any_session_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    with path.open("wb") as file:
        file.truncate(storage.LARGEST + 1)  # a hole: takes no room
    assert "is larger than any session (268 MB)" in refusal(path).message


FILLING = b'"a card of a board", ' * 400_000


@pytest.mark.parametrize(
    ("before", "after", "kind", "says"),
    [
        (b"[", b'"the last"]', NoSessionAtAll, "is JSON, but not a session"),
        (b' \n{"cards": [', b'"the last"]}', NoSessionAtAll, "is JSON, but not a session"),
        (b'{"events": [', b'"the last"]}', NoSessionAtAll, "is JSON, but not a session"),
        (b'{"about": "a board", "cards": [', b'"the last"]}', NoSessionAtAll, "is JSON, but not a session"),
        (b'{"about": {"1": {"cards": [', b'"the last"]}}}', NotASession, "does not say that it is a panel session"),
        (b"name,title\n", b"", NotASession, "is not a session as panel-tui wrote it"),
        (b"\0\0\0\0", b"", NotASession, "is not a session as panel-tui wrote it"),
        (b'\xff\xfe{"about": {"1": {', b"", NotASession, "is not a session as panel-tui wrote it"),
    ],
)
def test_a_large_file_about_something_else_is_told_apart_without_being_read(
    tmp_path: Path, before: bytes, after: bytes, kind: type[StoreError], says: str
) -> None:
    path = tmp_path / "s.json"
    path.write_bytes(before + FILLING + after)
    tracemalloc.start()
    refused = refusal(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert type(refused) is kind
    assert says in refused.message
    assert most < 1_000_000, "bytes of memory"
    assert says in verify(path).why


@pytest.mark.parametrize("order", ["about first", "events first"])
def test_a_large_session_that_somebody_laid_out_differently_still_opens(tmp_path: Path, make: Make, order: str) -> None:
    path = tmp_path / "s.json"
    events = make(60, text="The team said at length that " * 1_000)
    create_session(path, events).close()
    tables = json.loads(path.read_bytes())
    names = ("about", "events") if order == "about first" else ("events", "about")
    path.write_text(json.dumps({name: tables[name] for name in names}, indent=2))
    assert path.stat().st_size > 1_500_000
    session = open_session(path)
    assert session.events() == tuple(events)
    session.close()


def test_what_is_not_printable_in_a_name_is_escaped_in_the_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoSuchSession, match=r"a\\x1b\[31m\.json"):
        open_session(tmp_path / "a\x1b[31m.json")
