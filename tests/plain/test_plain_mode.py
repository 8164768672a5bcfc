"""Plain mode: every line is answered by what was kept or by one line that starts with `refused:`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.commands.table import ANA, TALK
from tests.plain.talk import Talk
from tests.room.rooms import on_disk, rooms_in, the_folder_is_gone

from panel_tui import keeper, plain
from panel_tui.commands import ACTIONS
from panel_tui.plain import SHOWN, prompt
from panel_tui.session import bodies


def test_what_was_kept_is_said_with_its_number_its_id_and_the_words_of_the_log(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    assert talk.say("note 4 + it works") == ["kept 2: N1, noted a strength on point 4"]
    assert talk.say("stage points") == ["kept 3: moved the room to points"]


def test_a_line_that_makes_two_events_is_answered_by_two_lines(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    talk.say("decide 4 met because a", "challenge 4 b")
    answers = talk.say("answer Q1 c -> not met because d")
    assert [answer.partition(":")[0] for answer in answers] == ["kept 4", "kept 5"]


def test_a_refusal_is_one_line_whatever_was_typed(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    talk.say("conflict 4 no-score because a\nb\x1b[31m")
    (said,) = talk.say("score 4 met")
    assert said == "refused: Ana Lead does not score this point: a / b[31m"
    (said,) = talk.say("nonsense \x07")
    assert said == "refused: there is no command 'nonsense'; 'help' lists them all"


def test_in_a_pipe_the_first_refusal_ends_it_and_keep_going_carries_on(tmp_path: Path) -> None:
    lines = ["note 4 a\n", "\n", "  # a remark\n", "nonsense\n", "note 4 b\n"]
    talk = Talk(tmp_path / "one")
    assert talk.mode.run(lines, keep_going=False) == 1
    assert len(on_disk(talk.room)) == 2
    talk = Talk(tmp_path / "two")
    assert talk.mode.run(lines, keep_going=True) == 1
    assert len(on_disk(talk.room)) == 3


def test_quit_ends_it_and_what_comes_after_is_not_read(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    assert talk.mode.run(iter(["note 4 a", "quit", "note 4 b"]), keep_going=False) == 0
    assert len(on_disk(talk.room)) == 2
    assert talk.room.read_only


def test_json_prints_the_events_and_nothing_else(tmp_path: Path) -> None:
    talk = Talk(tmp_path, json=True)
    talk.say("show", "help", "me Bo", "show panel")
    assert talk.out == []
    assert talk.err
    talk.say("note 4 + it works")
    (line,) = talk.out
    event = json.loads(line)
    assert event["n"] == 2
    assert event["what"]["event"] == "note-taken"
    assert event["hash"]


def test_json_prints_the_event_of_an_export_too(tmp_path: Path) -> None:
    talk = Talk(tmp_path, json=True)
    talk.say("export json")
    (line,) = talk.out
    assert json.loads(line)["what"] == {"event": "exported", "format": "json", "audience": "internal"}
    assert [one.startswith("Written: ") for one in talk.err] == [True]


def test_what_could_not_be_kept_is_said_and_its_line_comes_when_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "RETRY_SECONDS", 0.02)
    talk = Talk(tmp_path, json=True)
    with the_folder_is_gone(talk.room):
        (said,) = talk.say("note 4 a")
        assert said.startswith("not saved yet: ")
        assert "its folder is gone" in said
    assert talk.mode.run(["note 4 b\n"], keep_going=True) == 1
    assert [json.loads(line)["n"] for line in talk.out] == [2, 3]
    assert len(on_disk(talk.room)) == 3


def test_what_is_not_saved_at_the_end_is_said_and_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "RETRY_SECONDS", 0.02)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    talk = Talk(tmp_path)
    with the_folder_is_gone(talk.room):
        assert talk.mode.run(["note 4 a\n", "note 4 b\n"], keep_going=True) == 1
    assert talk.out == []
    assert talk.err[-2].startswith("NOT SAVED: 2 of 3 events. ")
    assert talk.err[-1].startswith("2 entries could not be saved in ")


def test_the_room_is_let_go_even_when_it_is_interrupted(tmp_path: Path) -> None:
    talk = Talk(tmp_path)

    def interrupted() -> object:
        yield "note 4 a"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        talk.mode.run(interrupted(), keep_going=True)  # type: ignore[arg-type]
    rooms_in(tmp_path).open(talk.room.name).close()


def test_show_says_where_the_room_is_without_a_glyph(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    assert talk.say("show") == [
        "Manage Arrears, Beta. Local Government Digital Service Standard.",
        "This is a rehearsal.",
        "Stage: briefing.",
        "No clock has been started.",
        "Still to do: 37; 'show todo' lists them.",
    ]
    talk.say("start", "stage points", "go 4")
    assert talk.say("show")[2:6] == [
        "Stage: points, on point 4 Iterate and improve regularly.",
        "Clock of briefing: 29:00 left of 30:00, paused.",
        "Clock of point 1: 14:00 left of 15:00, paused.",
        "Clock of point 4: 08:00 left of 09:00, running.",
    ]


def test_every_list_can_be_shown_by_everyone_and_holds_no_markup(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    talk.say("note 4 [b]x[/b]", "evidence 4 done y", "score 4 met", "ask team 4 z")
    for seat in ("Ana", "Bo", "Ob Zell"):
        talk.say(f"me {seat}")
        for table in SHOWN:
            answers = talk.say(f"show {table}")
            assert answers or (seat, table) == ("Ob Zell", "log")
            assert not any("\n" in answer for answer in answers)
        assert talk.say("show 4")[0].startswith("Point 4: Build a service that can be iterated")
    assert "Point 4: N1" in talk.say("me Ana", "show notes")[0]
    assert talk.say("show scores please") == [
        (
            "refused: 'please' is not expected here; it goes: show [POINT|scores|clock|todo|log|notes|questions|panel|"
            "evidence|earlier]"
        )
    ]
    assert talk.say("show 4 please")[0].startswith("refused: 'please' is not expected here")
    assert talk.say("show 99")[0].startswith("refused: '99' is not something to show: scores, clock, todo")
    assert talk.say("show @99")[0].startswith("refused: there is no point '99'")


def test_a_point_that_the_phase_does_not_look_at_says_so(tmp_path: Path) -> None:
    from tests.session.room import created

    from panel_tui.rooms import Rooms

    rooms = Rooms.at(tmp_path / "sessions", {}, tmp_path)
    talk = Talk(tmp_path, room=rooms.create(created()))
    assert talk.say("show 4") == ["Point 4 is not looked at here."]
    assert talk.say("show 1")[:2] == ["Point 1: Understand users", "Point 1: 0 of 4 are in."]


def test_search_finds_only_what_the_seat_may_read(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    talk.say("private 4 a Letter", "note 4 + the letter", "note all a letter to all", "evidence 4 done LETTERS")
    talk.say("must 4 rewrite the letter")
    assert len(talk.say("search letter")) == 5
    assert len(talk.say("me Bo", "search letter")) == 4
    assert talk.say("search none") == ["Nothing holds 'none'."]
    assert talk.say("search") == ["search TEXT"]


def test_help_lists_what_works_here_and_says_what_does_not_now(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    said = talk.say("help")
    for action in ACTIONS:
        assert any(line.startswith(f"{action.usage}: ") for line in said) == action.plain
    assert talk.say("help score")[0] == "score [POINT] LEVEL"
    assert talk.say("help reconvene")[-1] == "Not now: the panel has not adjourned."
    assert talk.say("help nonsense") == ["refused: there is no command 'nonsense'; 'help' lists them all"]


def test_what_belongs_to_the_screens_says_so(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    for action in ACTIONS:
        if not action.plain:
            (said,) = talk.say("home" if action.word == ":" else action.word)
            assert said.endswith("belongs to the screens; it does nothing in plain mode")


def test_the_keyboard_is_handed_on_and_the_prompt_says_to_whom(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    assert prompt(talk.speaker) == "briefing> "
    assert talk.say("stage points", "me Bo") == ["The keyboard is with Bo Tarn, deputy."]
    assert prompt(talk.speaker) == "Bo Tarn, points 1> "
    talk.speaker.seat = "seat-gone"
    assert prompt(talk.speaker) == "points 1> "
    assert talk.say("me Ana", "stage close") == ["kept 3: moved the room to close"]
    assert prompt(talk.speaker) == "close> "


@pytest.mark.parametrize(
    ("line", "name", "audience"),
    [
        ("export", ".md", "team"),
        ("export for public", ".md", "public"),
        ("export csv for panel", ".csv", "panel"),
        ("export json", ".json", "internal"),
    ],
)
def test_a_report_is_written_where_plain_mode_was_started(tmp_path: Path, line: str, name: str, audience: str) -> None:
    talk = Talk(tmp_path)
    written, kept = talk.say(line)
    path = Path(written.removeprefix("Written: "))
    assert path.parent == tmp_path
    assert path.suffix == name
    assert path.stat().st_size > 100
    assert kept.startswith("kept 2: exported")
    assert on_disk(talk.room)[-1] == bodies.Exported(format=name[1:], audience=audience)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("export pdf", "refused: 'pdf' is not a format: "),
        ("export md for everyone", "refused: 'everyone' is not an audience: team, panel, internal, public"),
        ("export md for", "refused: an audience is missing"),
        ("export md now", "refused: 'now' is not expected here"),
    ],
)
def test_an_export_that_is_asked_for_wrongly_writes_nothing(tmp_path: Path, line: str, said: str) -> None:
    talk = Talk(tmp_path)
    assert talk.say(line)[0].startswith(said)
    assert [one.name for one in tmp_path.iterdir()] == ["sessions"]


def test_a_room_to_look_at_can_be_exported_and_keeps_no_event_of_it(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    talk.room.close()
    looked = Talk(tmp_path, room=rooms_in(tmp_path).open(talk.room.name, read_only=True))
    assert looked.say("export")[0].startswith("Written: ")
    assert looked.say("note 4 x") == ["refused: This session is open to look at only."]
    assert len(on_disk(looked.room)) == 1


def test_a_file_from_elsewhere_steers_no_terminal(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    hostile = bodies.NoteTaken(id="N1", point=None, kind="concern", text="a\x1b[2J\x9b31m\u202eb\nc\u2028d")
    talk.room.record(ANA, hostile).result()
    (said,) = talk.say("show notes")[:1]
    assert said.endswith("concern: a\\x1b[2J\\x9b31m\\u202eb / c / d")


def test_a_conversation_has_no_scores_to_show(tmp_path: Path) -> None:
    talk = Talk(tmp_path, **TALK)
    assert talk.say("show scores") == ["Nothing is scored in this session."]
    assert not any("undecided" in line for line in talk.say("show todo"))


def test_an_adjourned_session_says_until_when_and_why(tmp_path: Path) -> None:
    talk = Talk(tmp_path, rehearsal=False)
    talk.say("adjourn until 2026-11-28 because the demo failed")
    assert talk.say("show")[2] == "Adjourned until 2026-11-28: the demo failed."
    talk.say("reconvene", "adjourn because it is late")
    assert talk.say("show")[1:3] == ["Stage: briefing.", "Adjourned: it is late."]


def test_a_point_that_nobody_scores_shows_no_scores(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    for name in ("Ana", "Bo", "Cy", "Ida"):
        talk.say(f"as {name} conflict 4 no-score because of a friend")
    assert not any(" are in" in line for line in talk.say("show 4"))


def test_what_could_not_be_saved_is_tried_again_or_saved_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "RETRY_SECONDS", 600)  # so that only what is typed tries again
    monkeypatch.setattr(plain, "SAVING_SECONDS", 0.05)
    talk = Talk(tmp_path)
    assert talk.say("retry") == ["Everything is saved."]
    assert talk.say("elsewhere")[0].startswith("refused: name the file: elsewhere FILE")
    assert talk.say(f"elsewhere {talk.room.place}")[0].startswith("not saved yet: ")
    with the_folder_is_gone(talk.room):
        talk.say("note 4 a")
        assert "its folder is gone" in talk.say("retry")[0]
    monkeypatch.setattr(plain, "SAVING_SECONDS", 20)
    assert talk.say("retry") == ["Everything is saved.", "kept 2: N1, noted an observation on point 4"]
    with the_folder_is_gone(talk.room):
        talk.say("note 4 b")
        assert talk.say("elsewhere new.json") == [
            f"From now on this session is kept in {tmp_path / 'new.json'}.",
            "kept 3: N2, noted an observation on point 4",
        ]
    assert talk.room.close().rescue is None


def test_a_rescue_file_is_said_before_the_first_line(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    place = Path(talk.room.place)
    older = place.read_bytes()
    talk.say("note 4 a")
    place.unlink()
    place.write_bytes(older)
    assert talk.mode.run([], keep_going=True) == 1
    again = Talk(tmp_path, room=rooms_in(tmp_path).open(str(place)))
    assert again.mode.run([], keep_going=True) == 0
    offer, command = again.out
    assert offer.startswith("1 entry of this session is only in the rescue file ")
    assert command.endswith(f"panel-tui rescue {place.stem} --take")
    changed = Talk(tmp_path, room=rooms_in(tmp_path).open(str(place)))
    changed.say("note 4 another way")
    changed.room.close()
    last = Talk(tmp_path, room=rooms_in(tmp_path).open(str(place)))
    last.mode.run([], keep_going=True)
    (sentence,) = last.out
    assert "went different ways: both are kept and nothing is merged" in sentence
