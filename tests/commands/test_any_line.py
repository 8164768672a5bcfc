"""Whatever is typed: it is kept, or refused in one sentence with nothing changed; nothing else ever happens."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st
from tests.commands.table import SEATS, TALK, Table

from panel_tui.commands import ACTIONS
from panel_tui.errors import PanelError
from panel_tui.session import chain
from panel_tui.session.bodies import AnyBody
from panel_tui.session.history import History

WORDS = st.sampled_from(
    [
        *(action.word for action in ACTIONS),
        *("4", "7", "@4", "@99", "99", "all", "here", "@all", "@", "N1", "E1", "R1", "Q1", "P1", "N99"),
        *("met", "partially-met", "not", "n", "1", "2", "done", "planned", "because", "until", "with", "casting"),
        *("->", "→", "+", "-", "?", '"', "+x", "owner:", "by:", "2027-01-31", "2027-13-99", "5m", "0", "1h30m"),
        *("points", "deliberation", "questions", "briefing", "close", "team", "panel", "add", "change", "remove"),
        *("Ana", "Bo Tarn", "Ida Groß", "Kit Moss, member", "service", "phase", "order", "note", "leaves", "done-well"),
        *("none", "seen", "more-wanted", "report", "board"),
        *("https://x.example", "text", "\x1b[31m", "\x00", "\u202e", "\udc80", "ß", "İ", "٣", "  ", "\n", "\t", "é"),
    ]
)
LINE = st.one_of(st.lists(WORDS, max_size=9).map(" ".join), st.text(max_size=60))


def judged(table: Table, line: str, seat: str) -> None:
    before = table.history
    made: tuple[AnyBody, ...] = ()
    said: str | None = None
    try:
        made = table.say(line, seat)
    except PanelError as refusal:
        said = refusal.message
    if said is not None:
        assert said.strip()
        assert table.history is before
        return
    assert len(table.history.events) == len(before.events) + len(made)
    documents = [msgspec.json.decode(msgspec.json.encode(chain.to_document(one))) for one in table.history.events]
    assert chain.check(documents) is None
    again = History.of(chain.from_document(document) for document in documents)
    assert again.state == table.state


KINDS: dict[str, dict[str, Any]] = {"levels": {}, "talk": TALK, "self": {"kind": "self"}}


@given(st.lists(st.tuples(LINE, st.sampled_from(SEATS)), max_size=12), st.sampled_from(sorted(KINDS)))
@example([("note + \udc80", SEATS[0])], "levels")
@example([("seat add " + "x" * 301, SEATS[0])], "levels")
def test_any_lines_are_kept_whole_or_refused_without_a_trace(said: list[tuple[str, str]], kind: str) -> None:
    table = Table(**KINDS[kind])
    for line, seat in said:
        judged(table, line, seat)


@given(st.lists(LINE, max_size=25))
def test_the_lead_may_type_anything_at_all_once_the_room_is_busy(said: list[str]) -> None:
    table = Table(
        *("stage points", "note 4 a", "evidence 4 done b", "score 4 met", "as Bo score 4 not", "reveal 4"),
        *("decide 4 met because c", "must 4 d", "challenge 4 e", "score 7 met", "conflict 6 leaves because f"),
    )
    for line in said:
        judged(table, line, SEATS[0])


def test_a_line_of_nothing_but_spaces_is_read_in_no_time() -> None:
    table = Table()
    for word in ("must 4 x", "decide 4 met because x", "seat add x", "note 4 x", "answer Q1 x", "as x"):
        for filling in (" ", "owner:", "by: ", "because ", ", ", "-> "):
            line = word + filling * (7_000 // len(filling)) + "x"
            judged(table, line, SEATS[0])
