"""What is typed of a session that is not made yet is on the disk a moment later, and nobody waits for it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from tests.room.rooms import rooms_in

from panel_tui import setup_draft
from panel_tui.rooms import SetupDraft
from panel_tui.store.setup_file import NAMES


class Told:
    """Hears the sentences, and can wait for one."""

    def __init__(self) -> None:
        self.sentences: list[str] = []
        self.something = threading.Event()

    def __call__(self, sentence: str) -> None:
        self.sentences.append(sentence)
        self.something.set()


def draft_in(folder: Path, told: Told | None = None) -> SetupDraft:
    return rooms_in(folder).setup_draft(told or Told())


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_draft, "KEEP_SECONDS", 0.01)
    monkeypatch.setattr(setup_draft, "RETRY_SECONDS", 0.01)


def test_what_is_typed_is_back_the_next_time(tmp_path: Path) -> None:
    draft = draft_in(tmp_path)
    assert draft.open() == {}
    draft.keep({"service": "B"})
    draft.keep({"service": "Bins"})
    draft.close()
    draft.close()
    again = draft_in(tmp_path)
    assert again.open() == {"service": "Bins"}
    again.keep({"service": "Bins"})
    again.keep({})
    again.close()
    again.keep({"service": "too late"})
    assert not list((tmp_path / "sessions").iterdir())


def test_what_is_typed_is_written_without_being_asked(tmp_path: Path) -> None:
    draft = draft_in(tmp_path)
    draft.open()
    draft.keep({"service": "Bins"})
    file = tmp_path / "sessions" / NAMES[0]
    for _ in range(1000):
        if file.exists():
            break
        threading.Event().wait(0.01)
    assert "Bins" in file.read_text(encoding="utf-8")
    draft.close()


def test_letters_typed_before_the_disk_has_answered_wait_for_it(tmp_path: Path) -> None:
    draft = draft_in(tmp_path)
    draft.keep({"service": "B"})
    draft.close()
    assert draft.open() == {}
    assert not list((tmp_path / "sessions").iterdir())


def test_a_folder_that_cannot_be_made_is_said_and_typing_goes_on(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("a file")
    told = Told()
    draft = draft_in(tmp_path, told)
    assert draft.open() == {}
    assert draft.open() == {}
    draft.keep({"service": "Bins"})
    draft.close()
    assert len(told.sentences) == 1


def test_what_cannot_be_kept_is_said_once_and_tried_again(tmp_path: Path) -> None:
    told = Told()
    draft = draft_in(tmp_path, told)
    draft.open()
    folder = tmp_path / "sessions"
    away = folder.rename(tmp_path / "away")
    draft.keep({"service": "Bins"})
    assert told.something.wait(20)
    away.rename(folder)
    for _ in range(1000):
        if (folder / NAMES[0]).exists():
            break
        threading.Event().wait(0.01)
    assert "Bins" in (folder / NAMES[0]).read_text(encoding="utf-8")
    assert len(told.sentences) == 1
    draft.close()


def test_a_draft_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "sessions").mkdir()
    (tmp_path / "sessions" / NAMES[0]).write_text("damaged")
    told = Told()
    draft_in(tmp_path, told).open()
    assert "could not be read back" in told.sentences[0]
