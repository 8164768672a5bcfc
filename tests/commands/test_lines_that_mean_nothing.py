"""Every misuse of a command is refused in one plain sentence that says how it goes, and changes nothing."""

from __future__ import annotations

import pytest
from tests.commands.table import ANA, BO, CY, TALK, Table

from panel_tui.commands import ACTIONS, BY_ID
from panel_tui.errors import PanelError
from panel_tui.grammar.reader import find_seat, meant, starts_with_seat

MISUSES = [
    ("", "there is no command ''; 'help' lists them all"),
    ("nonsense 4", "there is no command 'nonsense'; 'help' lists them all"),
    ("scroe 4 met", "there is no command 'scroe'; did you mean 'score'?; 'help' lists them all"),
    ("\x1b[2Jnote 4 x", "there is no command '[2Jnote'; did you mean 'note'?; 'help' lists them all"),
    ("stage", "a stage is missing; it goes: stage STAGE"),
    ("stage lunch", "'lunch' is not a stage: briefing, points, deliberation, questions, close; it goes: stage STAGE"),
    ("stage points now", "'now' is not expected here; it goes: stage STAGE"),
    ("stage briefing", "the room is in briefing already"),
    ("go", "the number of a point is missing; it goes: go POINT"),
    ("go 99", "there is no point '99'; they go from 1 to 15; it goes: go POINT"),
    ("go @99", "there is no point '99'; they go from 1 to 15; it goes: go POINT"),
    ("go here", "the room is on no point yet, so name one; it goes: go POINT"),
    ("next please", "'please' is not expected here; it goes: next"),
    ("adjourn", "say why, after 'because'; it goes: adjourn [until DATE] because TEXT"),
    ("adjourn because", "say why, after 'because'; it goes: adjourn [until DATE] because TEXT"),
    ("adjourn until because x", "a date is missing; it goes: adjourn [until DATE] because TEXT"),
    ("adjourn until friday because x", "'friday' is not a date; write it as 2026-11-28"),
    ("reconvene", "the panel has not adjourned"),
    ("note", 'the text of the note is missing; it goes: note [POINT] [+|-|?|"] TEXT'),
    ("note 4 +", 'the text of the note is missing; it goes: note [POINT] [+|-|?|"] TEXT'),
    ("note + @99 x", "there is no point '99'; they go from 1 to 15; it goes: note [POINT] [+|-|?|\"] TEXT"),
    ("reword N9 x", "there is no note 'N9'; it goes: reword NOTE [+|-|?|\"] TEXT"),
    ("reword", 'the number of a note is missing; it goes: reword NOTE [+|-|?|"] TEXT'),
    (
        "withdraw X1",
        "'X1' is not a note, evidence, a recommendation or a question; it goes: withdraw ID",
    ),
    ("withdraw N9", "there is no note 'N9'"),
    ("evidence 4", "done or planned is missing; it goes: evidence [POINT] done|planned TITLE [URL]"),
    (
        "evidence 4 maybe x",
        "'maybe' is not done or planned: done, planned; it goes: evidence [POINT] done|planned TITLE [URL]",
    ),
    ("evidence 4 done", "a title is missing; it goes: evidence [POINT] done|planned TITLE [URL]"),
    ("mark", "the number of a piece of evidence is missing; it goes: mark EVIDENCE seen|verified|more-wanted [TEXT]"),
    ("mark E9 seen", "there is no evidence 'E9'; it goes: mark EVIDENCE seen|verified|more-wanted [TEXT]"),
    ("unmark E9", "there is no evidence 'E9'; it goes: unmark EVIDENCE"),
    ("place E9 4", "there is no evidence 'E9'; it goes: place EVIDENCE POINT|none"),
    ("own", "the room is on no point yet, so name one; it goes: own [POINT] LEVEL|none [because TEXT]"),
    (
        "own 4",
        "say a level, or why in words, or 'none' to take your view back; it goes: own [POINT] LEVEL|none",
    ),
    ("own 4 splendid", "'splendid' is not a level of point 4: met, partially-met, not-met, not-applicable; it goes: "),
    ("own 4 none because x", "a view that is taken back needs no reason; it goes: own [POINT] LEVEL|none"),
    ("own 4 met", "a panel scores instead; the team's own view is brought in from its self-assessment"),
    ("publish", "this is a rehearsal, and those are not published"),
    (
        "publish https://a.example",
        "after 'report' and 'board' comes an address each, once; it goes: publish [report URL] [board URL]",
    ),
    (
        "publish report https://a.example report https://b.example",
        "after 'report' and 'board' comes an address each, once; it goes: publish [report URL] [board URL]",
    ),
    ("unpublish", "this session is not marked as published"),
    ("unpublish now", "'now' is not expected here; it goes: unpublish"),
    ("score", "the room is on no point yet, so name one; it goes: score [POINT] LEVEL"),
    ("score met", "the room is on no point yet, so name one; it goes: score [POINT] LEVEL"),
    ("score 4", "a level is missing; it goes: score [POINT] LEVEL"),
    (
        "score 4 splendid",
        (
            "'splendid' is not a level of point 4: met, partially-met, not-met, not-applicable; it goes: "
            "score [POINT] LEVEL"
        ),
    ),
    ("score 4 met twice", "'twice' is not expected here; it goes: score [POINT] LEVEL"),
    ("reveal", "say what to reveal: the number of a point, 'here' for the point the room is on, or 'all'; it goes:"),
    ("reveal nothing", "there is no point 'nothing'"),
    ("reveal all now", "'now' is not expected here; it goes: reveal POINT|all"),
    ("reveal all", "no point has sealed scores to reveal"),
    ("reveal 4", "nobody has scored point 4 yet"),
    ("decide 4 met", "say why, after 'because'; it goes: decide [POINT] LEVEL because TEXT [casting]"),
    ("decide 4 because x", "a level is missing; it goes: decide [POINT] LEVEL because TEXT [casting]"),
    ("dissent 4 x", "there is no decision on this point to dissent from yet"),
    ("must 4", "what the team is to do is missing; it goes: must POINT TEXT [owner: NAME] [by: DATE]"),
    (
        "must 4 owner: Rents",
        "what the team is to do is missing; it goes: must POINT TEXT [owner: NAME] [by: DATE]",
    ),
    ("must 4 x by: friday", "'friday' is not a date; write it as 2026-12-31"),
    ("revise R9 must x", "there is no recommendation 'R9'"),
    ("start lunch", "'lunch' is not a length of time such as 5m or 1h30m; it goes: start [BOX] [LENGTH]"),
    ("start 0", "'0' is not a length of time such as 5m or 1h30m; it goes: start [BOX] [LENGTH]"),
    ("start ٣", "'٣' is not a length of time such as 5m or 1h30m; it goes: start [BOX] [LENGTH]"),
    ("start 25h", "a timebox lasts from a second to a day"),
    ("start 5m 5m", "'5m' is not expected here; it goes: start [BOX] [LENGTH]"),
    ("extend because x", "a length of time is missing; it goes: extend LENGTH because TEXT"),
    ("clock now", "'now' is not expected here; it goes: clock"),
    ("ask why", "'why' is not who asks: team, panel; it goes: ask team|panel [POINT] TEXT"),
    ("ask team", "the question is missing; it goes: ask team|panel [POINT] TEXT"),
    ("challenge 4 x", "a challenge is about a decision, and this point has none yet"),
    ("answer", "the number of a question is missing; it goes: answer QUESTION TEXT [-> POINT LEVEL because TEXT]"),
    ("answer Q9 x", "there is no question 'Q9'"),
    (
        "answer Q9 x -> 4 met",
        "say why, after 'because'; it goes: answer QUESTION TEXT [-> POINT LEVEL because TEXT]",
    ),
    ("agree x y", "this standard has levels; decide its points instead of agreeing texts"),
    ("outcome", "an outcome is missing; it goes: outcome OUTCOME [because TEXT]"),
    (
        "outcome splendid  day",
        "'splendid day' is not an outcome: met, met-with-conditions, not-met; it goes: outcome OUTCOME [because TEXT]",
    ),
    ("sign quickly", "'quickly' is not expected here; it goes: sign [with TEXT]"),
    ("sign with", "a remark is missing; it goes: sign [with TEXT]"),
    ("sign", "agree the outcome first; then there is something to sign"),
    ("close", "points 1, 2, 3, 4, 5, 6, 7, 8 and more still undecided"),
    ("reopen because x", "the session is open already"),
    ("undo", "there is nothing of yours to undo; it goes: undo"),
    ("redo", "there is nothing to redo; it goes: redo"),
    (
        "set weather fine",
        (
            "'weather' is not a line of the set-up: service, description, team, organisation, date, phase, scale, "
            "order, briefing, deliberation, questions; it goes: set LINE VALUE"
        ),
    ),
    ("set service", "a session needs the name of a service"),
    ("set deliberation", "a length of time is missing; it goes: set LINE VALUE"),
    ("set deliberation 1h too", "'too' is not expected here; it goes: set LINE VALUE"),
    (f"set service {'x' * 301}", "this text has 301 characters and 300 are kept: shorten it or write it as several"),
    ("seat", "add, change or remove is missing"),
    ("seat add", "the seat's name is missing"),
    ("seat add , member", "a seat needs a name"),
    ("seat add Bo Tarn", "there is a seat for Bo Tarn already"),
    ("seat add Kit, points 1 99", "there is no point '99'"),
    ("seat remove Nobody", "there is no single seat 'Nobody' on the panel: Ana Lead, Bo Tarn"),
    ("conflict 4 because x", "what follows from it is missing"),
    ("conflict 4 n because x", "'n' is not what follows from it: note, no-score, leaves"),
    ("lift 4 because a", "there is no such conflict of interest"),
    ("scope", "the scope is missing; it goes: scope TEXT"),
    ("tick lunch", "'lunch' is not an item of the briefing: scope, demo, conflicts, earlier; it goes: tick ITEM"),
    ("check P9 not", "there is no recommendation 'P9' of last time"),
    ("check P1 perhaps", "'perhaps' is not what became of it: taken-root, partly, not, no-longer-applies"),
    ("lead because x", "only a deputy can take the lead over, and Ana Lead is not one"),
    ("as", "there is no single seat '' on the panel"),
    ("as Nobody note x", "there is no single seat 'Nobody' on the panel"),
    ("as Bo", "say what to do on behalf of the seat: as NAME COMMAND"),
    ("as Bo as Cy note x", "one seat at a time: 'as' cannot follow 'as'"),
    ("as Bo quit", "'quit' is done by who has the keyboard, not on behalf of a seat"),
    ("as Bo me Cy", "'me' is done by who has the keyboard, not on behalf of a seat"),
    ("as Bo stage points", "this is the lead's own to do, not something done on behalf of a seat"),
    (f"note 4 {'x' * 8_001}", "this text has 8,001 characters and 8,000 are kept: shorten it or write it as several"),
    (f"note 4 {'x' * 99_999}", "this text has 100,006 characters and 24,000 are kept"),
]


@pytest.mark.parametrize(("line", "sentence"), MISUSES, ids=[line[:40] for line, _ in MISUSES])
def test_a_misuse_has_its_sentence(line: str, sentence: str) -> None:
    assert Table().refused(line).startswith(sentence)


def test_what_is_quoted_back_is_on_one_line() -> None:
    said = Table().refused("stage points now\nand then\x0bagain")
    assert said == "'now and then again' is not expected here; it goes: stage STAGE"


def test_the_ends_of_the_walk_say_what_comes_next() -> None:
    table = Table("stage points")
    assert table.refused("back").startswith("this is the first point; it goes")
    table.say("go 13")
    assert table.refused("next").startswith("this is the last point; 'stage deliberation' goes on")


def test_at_close_no_clock_belongs_to_where_the_room_is() -> None:
    table = Table("stage close")
    for line in ("start", "resume", "pause", "clock"):
        assert table.refused(line).startswith("no clock belongs to where the room is, so name one")


def test_a_conversation_has_no_levels_and_names_its_headings() -> None:
    table = Table(**TALK)
    for line in ("decide 1 met because x", "score 1 met"):
        assert table.refused(line).startswith("this standard is a conversation without levels; it goes: ")
    assert table.refused("agree nothing x").startswith("'nothing' is not a heading: done-well, learned, possible-gaps")
    assert table.refused("outcome met").startswith("this standard is a conversation without an outcome; it goes: ")


def test_in_words_that_several_things_begin_with_nothing_is_guessed() -> None:
    table = Table("go 4")
    assert table.refused("score n").startswith("'n' is not a level of point 4")
    table.say("seat add Bo Nygaard")
    assert table.refused("as Bo note x").startswith("there is no single seat 'Bo' on the panel")
    table.say("as Bo Tarn note 4 x")


def test_an_observer_changes_nothing_and_a_member_does_not_lead() -> None:
    table = Table()
    assert "is an observer, who watches and changes nothing" in table.refused("note 4 x", "seat-e")
    assert table.refused("stage points", CY).startswith("only the lead does this, and the lead is Ana Lead")
    assert table.refused("as Bo note 4 x", CY) == "only the lead acts on behalf of another seat"


def test_somebody_elses_note_is_not_reworded_even_by_the_lead() -> None:
    table = Table()
    table.say("note 4 mine", BO)
    assert "nobody's words are changed by another" in table.refused("reword N1 yours")
    assert BY_ID["reword"].help.startswith("Change the words of your own note")


def test_nothing_near_is_meant_where_nothing_is_near() -> None:
    assert meant("xyzzy", ["score", "note"]) == ""


def test_a_panel_of_one_is_still_asked_for_a_name() -> None:
    table = Table("seat remove Bo", "seat remove Cy", "seat remove Ida", "seat remove Ob")
    assert find_seat(table.state, "ana").id == ANA
    assert starts_with_seat(table.state, "Ana Lead")[1] == ""


def test_a_refusal_repeats_no_more_than_the_beginning_of_what_was_typed() -> None:
    sentences = []
    for action in ACTIONS:
        for rest in ("x" * 400, f"4 {'x' * 400}", f"4 met {'x' * 400}"):
            try:
                Table("stage points").say(f"{action.word} {rest}")
            except PanelError as error:
                sentences.append(error.message)
    assert len(sentences) > len(ACTIONS)
    assert [one for one in sentences if "x" * 41 in one.casefold()] == []
