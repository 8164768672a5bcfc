"""`import` in plain mode: the preview in lines, then all of it or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.plain.talk import Talk
from tests.room.rooms import on_disk, rooms_in

from panel_tui.session import bodies

EVIDENCE = "point,title,state\n4,Sprint board,done\n,Lost,planned\n"


def a_talk(folder: Path, **changes: object) -> Talk:
    (folder / "my evidence.csv").write_text(EVIDENCE, "utf-8")
    return Talk(folder, **changes)  # type: ignore[arg-type]


def test_it_says_the_preview_what_was_kept_and_how_it_is_taken_back(tmp_path: Path) -> None:
    talk = a_talk(tmp_path)
    said = talk.say("import csv my evidence.csv")
    assert said[1:4] == [
        "  1  done     Sprint board  (line 2)  [new]",
        "Under no point yet",
        "  2  planned  Lost  (line 3)  [new]",
    ]
    assert said[-2:] == [
        "Brought in from the list 'my evidence.csv': 2 new, 0 changed. 'undo' takes all of it back.",
        "kept 2: brought in 2 pieces of evidence, new or changed, from the list 'my evidence.csv'",
    ]
    assert talk.say("import 'my evidence.csv'")[-1] == "Everything is here already: nothing to bring in."
    assert len(on_disk(talk.room)) == 2
    assert talk.say("undo")[0].startswith("kept 3: undid event 2")


def test_in_json_the_event_is_the_answer(tmp_path: Path) -> None:
    talk = a_talk(tmp_path, json=True)
    talk.say(f"import {tmp_path / 'my evidence.csv'}")
    (event,) = talk.out
    assert '"event":"evidence-brought"' in event


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("import", "refused: name the file: import [KIND] FILE"),
        ("import nofile.csv", "refused: There is no file "),
        ("import trello my evidence.csv", "refused: my evidence.csv is not JSON"),
    ],
)
def test_what_cannot_be_read_is_refused_and_changes_nothing(tmp_path: Path, line: str, said: str) -> None:
    talk = a_talk(tmp_path)
    assert talk.say(line)[0].startswith(said)
    assert len(on_disk(talk.room)) == 1


def test_only_the_lead_brings_anything_in(tmp_path: Path) -> None:
    talk = a_talk(tmp_path)
    (said,) = talk.say("me Bo", "import my evidence.csv")
    assert said.startswith("refused: only the lead does this, and the lead is Ana Lead")
    assert not any(isinstance(what, bodies.EvidenceBrought) for what in on_disk(talk.room))


def test_a_room_to_look_at_takes_nothing(tmp_path: Path) -> None:
    talk = a_talk(tmp_path)
    talk.room.close()
    looked = a_talk(tmp_path, room=rooms_in(tmp_path).open(talk.room.name, read_only=True))
    assert looked.say("import my evidence.csv") == ["refused: this session is open to look at only"]
