"""The draft of a session that is not made yet, on the disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from panel_tui.session.events import Event
from panel_tui.store.errors import AlreadyThere, NoPermission, StoreError
from panel_tui.store.folder import SessionsFolder
from panel_tui.store.protocol import SummaryFields
from panel_tui.store.setup_file import NAMES, SetupFile

FIELDS = {"service": "Manage\nArrears", "seat.0.name": "„Ana“"}


def test_what_was_typed_comes_back_after_a_crash(tmp_path: Path) -> None:
    first = SetupFile(tmp_path)
    assert first.fields == {}
    first.keep({"service": "M"})
    first.keep(FIELDS)
    assert (tmp_path / NAMES[0]).stat().st_mode & 0o777 == 0o600
    first.close()  # as the kernel does with the lock of a process that dies
    assert SetupFile(tmp_path).fields == FIELDS


def test_nothing_is_left_when_nothing_is_typed(tmp_path: Path) -> None:
    draft = SetupFile(tmp_path)
    draft.keep(FIELDS)
    draft.keep({})
    draft.keep({})
    draft.close()
    draft.close()
    assert not list(tmp_path.iterdir())
    with pytest.raises(AlreadyThere, match="was closed"):
        draft.keep(FIELDS)


def test_each_of_three_that_set_up_at_once_has_a_draft_of_their_own_and_the_fourth_is_told(tmp_path: Path) -> None:
    drafts = [SetupFile(tmp_path) for _ in range(3)]
    for number, draft in enumerate(drafts):
        draft.keep({"service": str(number)})
        assert draft.problem is None
    fourth = SetupFile(tmp_path)
    assert "three others are being set up" in str(fourth.problem)
    with pytest.raises(AlreadyThere, match="not kept until the session is made"):
        fourth.keep(FIELDS)
    for draft in drafts:
        draft.close()
    assert SetupFile(tmp_path).fields == {"service": "0"}


def test_a_draft_that_was_left_is_taken_before_a_free_name(tmp_path: Path) -> None:
    drafts = [SetupFile(tmp_path) for _ in range(2)]
    drafts[1].keep(FIELDS)
    for draft in drafts:
        draft.close()
    assert SetupFile(tmp_path).fields == FIELDS


@pytest.mark.parametrize("damage", [b"", b"\xff", b"null", b"[" * 100_000, b'{"format":"panel-setup/2","fields":{}}'])
def test_a_draft_that_cannot_be_read_is_said_and_left_as_it_is(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / NAMES[0]).write_bytes(damage)
    draft = SetupFile(tmp_path)
    assert "could not be read back" in str(draft.problem)
    draft.keep(FIELDS)
    draft.close()
    assert (tmp_path / NAMES[0]).read_bytes() == damage
    assert SetupFile(tmp_path).fields == FIELDS


def test_where_no_file_can_be_made_it_says_so(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / f".{name}.lock").mkdir()
    draft = SetupFile(tmp_path)
    assert "could not be saved" in str(draft.problem)
    with pytest.raises(StoreError):
        draft.keep(FIELDS)


def test_a_file_that_turned_read_only_is_not_replaced(tmp_path: Path) -> None:
    draft = SetupFile(tmp_path)
    draft.keep(FIELDS)
    (tmp_path / NAMES[0]).chmod(0o400)
    with pytest.raises(NoPermission):
        draft.keep({"service": "Bins"})


def test_the_folder_is_made_for_its_first_draft(
    tmp_path: Path, summarise: Callable[[Sequence[Event]], SummaryFields]
) -> None:
    folder = SessionsFolder(tmp_path / "sessions", summarise)
    folder.setup_draft().keep(FIELDS)
    assert (tmp_path / "sessions").stat().st_mode & 0o777 == 0o700
    assert folder.list() == ()
