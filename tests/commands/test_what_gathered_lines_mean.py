"""What lines mean in a team's own record, in a reassessment, at the register, and after an import."""

from __future__ import annotations

import pytest
from tests.commands.table import ANA, CY, TALK, Table

from panel_tui.session import bodies, rules
from panel_tui.session.bodies import AnyBody
from panel_tui.session.chain import seal
from panel_tui.session.terms import BroughtItem, Earlier, EarlierDecision, Source, TeamView

P4 = "iterate-and-improve"
URL = "https://board.example/7"
SOURCE = Source(kind="self", key="self:1", name="Our own record")
BOARD = Source(kind="trello", key="trello:1", name="Evidence")
ITEM = BroughtItem(id="E1", key="a", point=P4, state="done", title="Sprint board")
AGREED = ("agree done-well x", "agree learned x", "agree possible-gaps x", "stage close")


@pytest.mark.parametrize(
    ("before", "line", "what"),
    [
        ((), "own 4 met", bodies.OwnViewGiven(point=P4, level="met")),
        (
            (),
            "own 4 partially met because we test every sprint",
            bodies.OwnViewGiven(point=P4, level="partially-met", text="we test every sprint"),
        ),
        ((), "own 4 because it is early", bodies.OwnViewGiven(point=P4, text="it is early")),
        (("go 4",), "own met", bodies.OwnViewGiven(point=P4, level="met")),
        (("go 4", "own met"), "own none", bodies.OwnViewGiven(point=P4)),
        (("own 4 met",), "own 4 NONE", bodies.OwnViewGiven(point=P4)),
        (("evidence 4 done a",), "mark E1 seen", bodies.EvidenceMarked(id="E1", mark="seen")),
    ],
)
def test_a_team_says_what_it_thinks_of_itself(before: tuple[str, ...], line: str, what: AnyBody) -> None:
    assert Table(*before, kind="self").say(line) == (what,)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("score 4 met", "this is a team's own record: nothing is scored or decided in it"),
        ("must 4 x", "this is a team's own record: nothing is scored or decided in it"),
        ("start briefing", "this is a team's own record, which has no clocks, no adjournment and no page"),
        ("adjourn because it is late", "this is a team's own record, which has no clocks, no adjournment"),
        ("team on", "this is a team's own record, which has no clocks, no adjournment and no page"),
        ("stage deliberation", "'deliberation' is not a stage: briefing, points, close; it goes: stage STAGE"),
        ("own 4 none", "there is no own view of this point to take back"),
        ("publish", "this is a team's own record"),
    ],
)
def test_what_a_panel_does_is_not_done_in_a_teams_own_record(line: str, sentence: str) -> None:
    assert Table(kind="self").refused(line).startswith(sentence)


def test_a_team_without_levels_says_its_view_in_words() -> None:
    table = Table(kind="self", **TALK)
    assert table.refused("own 1 met").startswith("this standard is a conversation without levels")
    assert table.say("own 1 because we met nobody yet")[0] == bodies.OwnViewGiven(
        point=table.state.walk[0].id, text="we met nobody yet"
    )


def test_the_last_point_goes_on_to_the_stage_that_this_session_has_next() -> None:
    for after, changes in (("close", {"kind": "self"}), ("questions", TALK), ("deliberation", {})):
        table = Table("stage points", **changes)
        table.say(f"go {table.state.walk[-1].number}")
        assert table.refused("next").startswith(f"this is the last point; 'stage {after}' goes on")


def test_a_reassessment_walks_only_the_points_that_it_looks_at() -> None:
    earlier = Earlier(
        service="Manage Arrears",
        phase="beta",
        date=None,
        outcome="Not met",
        decisions=tuple(
            EarlierDecision(
                point=point.id, number=point.number, title=point.title, label="Met", reason="x", level="met"
            )
            for point in Table().state.standard.points
        ),
    )
    ids = [point.id for point in Table().state.walk]
    table = Table("stage points", earlier=earlier, carried=tuple(id for id in ids if id not in (ids[2], ids[5])))
    assert table.state.current == ids[2]
    table.say("next")
    assert table.state.current == ids[5]
    assert table.refused("next").startswith("this is the last point")
    first = table.state.standard.point(ids[0])
    assert first is not None
    assert table.refused(f"go {first.number}") == (
        f"point {first.number} is carried over from last time and is not looked at again"
    )


def published(*lines: str) -> Table:
    return Table(*AGREED, "close", *lines, rehearsal=False, **TALK)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("publish", bodies.Published()),
        (f"publish report {URL}", bodies.Published(report=URL)),
        (f"publish board {URL} REPORT {URL}/r", bodies.Published(report=f"{URL}/r", board=URL)),
    ],
)
def test_a_closed_session_is_published_with_its_addresses(line: str, what: bodies.Published) -> None:
    assert published().say(line) == (what,)


def test_what_was_published_is_taken_out_and_put_back_while_the_session_stays_closed() -> None:
    table = published("publish")
    assert table.say("unpublish") == (bodies.Unpublished(),)
    table.say("undo")
    assert table.state.publication is not None
    assert table.refused("publish report x") == "a link starts with https:// or http:// and has no spaces"
    assert table.refused("publish", CY).startswith("only the lead does this")


def bring(table: Table, *whats: AnyBody) -> Table:
    for what in whats:
        rules.check(table.history, ANA, None, what)
        last = table.history.last
        table.history = table.history.after(seal(last.n + 1, table.at, ANA, None, what, last.hash))
    return table


def test_an_import_of_a_self_assessment_is_undone_and_redone_as_one() -> None:
    views = bodies.OwnViewsBrought(source=SOURCE, views=(TeamView(point=P4, level="met"),))
    table = bring(Table(), bodies.EvidenceBrought(source=SOURCE, items=(ITEM,)), views)

    def there() -> tuple[int, bool]:
        return len(table.point("4").evidence), table.point("4").own_view is not None

    assert there() == (1, True)
    assert table.say("undo") == (bodies.Undone(number=3), bodies.Undone(number=2))
    assert there() == (0, False)
    assert table.say("redo") == (bodies.Redone(number=2), bodies.Redone(number=3))
    assert there() == (1, True)


def test_two_imports_from_two_sources_are_undone_one_by_one() -> None:
    views = bodies.OwnViewsBrought(source=SOURCE, views=(TeamView(point=P4, level="met"),))
    table = bring(Table(), bodies.EvidenceBrought(source=BOARD, items=(ITEM,)), views)
    assert table.say("undo") == (bodies.Undone(number=3),)
    assert table.say("undo") == (bodies.Undone(number=2),)
    assert table.say("redo") == (bodies.Redone(number=2),)
    assert table.say("redo") == (bodies.Redone(number=3),)


def test_an_import_that_was_brought_in_without_views_is_undone_alone() -> None:
    table = bring(Table("note 4 x"), bodies.EvidenceBrought(source=BOARD, items=(ITEM,)))
    assert table.say("undo") == (bodies.Undone(number=3),)
    assert table.say("redo") == (bodies.Redone(number=3),)
