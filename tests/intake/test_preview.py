"""A source beside the session: nothing doubles, what somebody chose here stays, and it is one entry or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.intake.sources import OWN, Session, found, item, view

from panel_tui.intake.found import IntakeError
from panel_tui.intake.preview import Counts, Preview
from panel_tui.session import bodies
from panel_tui.session.rules import Refused
from panel_tui.session.terms import Source


def counts(**changes: int) -> Counts:
    return Counts(**{**dict.fromkeys(Counts.__struct_fields__, 0), **changes})


def test_what_is_new_is_shown_under_its_point_in_the_order_of_the_walk() -> None:
    session = Session()
    preview = session.preview(
        item("a", point=session.id_of("4"), url="https://x.org", where="Agile › Board", because="the list 'Done'"),
        item("b", "Retro", state="planned"),
        item("c", "Team chart", point=session.id_of("2")),
        said=("The oldest comments are missing.",),
    )
    assert preview.lines() == [
        f"2 {session.state.standard.points[1].name}",
        "  3  done     Team chart  [new]",
        f"4 {session.state.standard.points[3].name}",
        "  1  done     Sprint board  https://x.org  (Agile › Board; the list 'Done')  [new]",
        "Under no point yet",
        "  2  planned  Retro  [new]",
    ]
    assert preview.counts == counts(new=3, unplaced=1)
    assert preview.sentences() == (
        "The list 'evidence.csv': 3 new, 0 changed, 0 as before.",
        "1 piece of evidence is under no point yet: say where, now or later with 'place EVIDENCE POINT'.",
        "The oldest comments are missing.",
    )


def test_it_becomes_one_event_with_all_of_it() -> None:
    session = Session("evidence 1 done Typed")
    preview = session.preview(item("a", point=session.id_of("4")), item("b", "Retro"), said=("One.",))
    (brought,) = preview.bodies()
    assert isinstance(brought, bodies.EvidenceBrought)
    assert brought.said == ("One.",)
    session.bring(preview)
    assert session.evidence() == [
        ("E1", "1", "done", "Typed"),
        ("E2", "4", "done", "Sprint board"),
        ("E3", None, "done", "Retro"),
    ]
    assert preview.done() == "Brought in from the list 'evidence.csv': 2 new, 0 changed. 'undo' takes all of it back."
    session.say("undo")
    assert session.evidence() == [("E1", "1", "done", "Typed")]


def test_bringing_the_same_again_changes_nothing() -> None:
    session = Session()
    same = (item("a", point=session.id_of("4")), item("b", "Retro"))
    session.bring(session.preview(*same))
    again = session.preview(*same)
    assert again.counts == counts(same=2, unplaced=1)
    assert again.bodies() == ()
    assert [row.id for row in again.rows] == ["E1", "E2"]
    assert again.lines()[1] == "  1  done     Sprint board  [same, E1]"


def test_the_team_went_on_working_and_each_piece_is_there_once() -> None:
    session = Session()
    four, five = session.id_of("4"), session.id_of("5")
    session.bring(session.preview(item("a", point=four), item("b", "Retro", state="planned"), item("c", "Old")))
    preview = session.preview(
        item("a", "Sprint board 2", point=five, url="https://x.org", text="more"),
        item("b", "Retro"),
        item("d", "New one"),
    )
    assert preview.counts == counts(new=1, changed=2, gone=1, unplaced=2)
    assert preview.gone == ("E3",)
    assert preview.lines()[-2:] == ["Its source has these no more; they stay, marked as that", "  E3  Old"]
    assert "1 no longer there" in preview.sentences()[0]
    assert "1 marked as no longer there" in preview.done()
    session.bring(preview)
    assert session.evidence() == [
        ("E1", "5", "done", "Sprint board 2"),
        ("E2", None, "done", "Retro"),
        ("E3", None, "done", "Old"),
        ("E4", None, "done", "New one"),
    ]
    assert session.piece("E3").gone
    assert session.preview(item("a", "Sprint board 2", point=five, url="https://x.org", text="more")).gone == (
        "E2",
        "E4",
    )
    back = session.preview(item("c", "Old"), whole=False)
    assert back.counts == counts(changed=1, unplaced=1)
    assert not session.bring(back).piece("E3").gone


def test_a_source_that_is_cut_off_says_of_nothing_that_it_is_gone() -> None:
    session = Session()
    session.bring(session.preview(item("a")))
    assert session.preview(whole=False).gone == ()
    assert session.preview(whole=False).bodies() == ()
    assert session.preview().gone == ("E1",)


def test_another_source_with_the_same_keys_is_another_source() -> None:
    session = Session()
    session.bring(session.preview(item("a")))
    other = Source(kind="markdown", key="markdown:x.md", name="x.md")
    assert session.preview(item("a"), source=other).counts == counts(new=1, unplaced=1)


# What somebody chose here


def test_what_was_placed_in_the_session_keeps_its_place() -> None:
    session = Session()
    session.bring(session.preview(item("a", point=session.id_of("4"))))
    session.say("place E1 5")
    preview = session.preview(item("a", "Changed", point=session.id_of("3")))
    assert preview.rows[0].by_hand
    assert "chosen by hand" in preview.lines()[1]
    assert session.bring(preview).evidence() == [("E1", "5", "done", "Changed")]
    session.say("place E1 none")
    assert session.preview(item("a", "Changed", point=session.id_of("3"))).bodies() == ()


def test_what_was_corrected_in_the_session_stays_until_its_source_says_something_else() -> None:
    session = Session()
    session.bring(session.preview(item("a", state="planned", point=session.id_of("4"))))
    session.say("amend E1 done The sprint board")
    assert session.preview(item("a", state="planned", point=session.id_of("4"))).bodies() == ()
    session.bring(session.preview(item("a", state="planned", point=session.id_of("4"), text="more")))
    assert session.evidence() == [("E1", "4", "done", "The sprint board")]
    assert session.piece("E1").text == "more"


def test_what_was_taken_off_here_is_left_out_and_counted() -> None:
    session = Session()
    session.bring(session.preview(item("a"), item("b", "Retro")))
    session.say("withdraw E1")
    preview = session.preview(item("a"), item("b", "Retro"), item("c", "New"))
    assert preview.counts == counts(new=1, same=1, left_out=1, unplaced=2)
    assert "1 piece of evidence is left out, because somebody took it off here before." in preview.sentences()
    assert preview.lines()[-2:] == ["Left out", "  1  done     Sprint board  [left out]"]
    assert len(session.bring(preview).evidence()) == 2
    taken = session.preview(item("a"), item("b", "Retro"), item("c", "New")).corrected(1, leave_out=False)
    session.bring(taken)
    assert ("E4", None, "done", "Sprint board") in session.evidence()
    assert session.preview(item("a"), item("b", "Retro"), item("c", "New")).bodies() == ()


def test_a_row_that_is_put_elsewhere_in_the_preview_stays_there_at_the_next_import() -> None:
    session = Session()
    source = (item("a", point=session.id_of("4")), item("b", "Retro", state="planned"))
    preview = session.preview(*source).corrected(2, point=session.id_of("7")).corrected(1, point=None)
    assert preview.counts == counts(new=2, unplaced=1)
    session.bring(preview)
    assert session.evidence() == [("E1", None, "done", "Sprint board"), ("E2", "7", "planned", "Retro")]
    assert session.preview(*source).bodies() == ()
    session.bring(session.preview(item("a", "Renamed", point=session.id_of("4")), source[1]))
    assert session.evidence()[0] == ("E1", None, "done", "Renamed")


def test_a_state_that_is_corrected_in_the_preview_stays_until_its_source_says_something_else() -> None:
    session = Session()
    planned = item("a", state="planned")
    session.bring(session.preview(planned).corrected(1, state="done"))
    assert session.evidence() == [("E1", None, "done", "Sprint board")]
    assert session.preview(planned).bodies() == ()
    session.bring(session.preview(item("a", "Renamed", state="planned")))
    assert session.evidence() == [("E1", None, "done", "Renamed")]
    session.bring(session.preview(item("a", "Renamed", state="done")))
    session.bring(session.preview(item("a", "Renamed", state="planned")))
    assert session.evidence() == [("E1", None, "planned", "Renamed")]


def test_a_known_row_can_be_moved_and_marked_in_the_preview_and_counts_as_placed() -> None:
    session = Session()
    source = item("a", point=session.id_of("4"))
    session.bring(session.preview(source))
    preview = session.preview(source).corrected(1, point=session.id_of("6")).corrected(1, state="planned")
    assert preview.counts == counts(changed=1)
    assert preview.sentences() == ("The list 'evidence.csv': 0 new, 1 changed, 0 as before.",)
    session.bring(preview)
    assert session.evidence() == [("E1", "6", "planned", "Sprint board")]
    assert session.piece("E1").placed
    assert session.preview(source).bodies() == ()


def test_a_state_that_is_set_to_what_the_source_says_is_no_correction() -> None:
    session = Session()
    (brought,) = session.preview(item("a")).corrected(1, state="done").bodies()
    assert isinstance(brought, bodies.EvidenceBrought)
    assert brought.items[0].state_there is None


def test_a_row_that_is_left_out_by_hand_is_not_brought_and_not_called_gone() -> None:
    session = Session()
    preview = session.preview(item("a"), item("b", "Retro")).corrected(1, leave_out=True).corrected(1, state="planned")
    assert preview.counts == counts(new=1, left_out=1, unplaced=1)
    assert "1 piece of evidence is left out by hand." in preview.sentences()
    assert session.bring(preview).evidence() == [("E1", None, "done", "Retro")]


def test_a_preview_never_changes_and_its_corrections_hold_beside_a_later_state() -> None:
    session = Session()
    first = session.preview(item("a"))
    second = first.corrected(1, point=session.id_of("4"))
    assert (first.rows[0].point, second.rows[0].point) == (None, session.id_of("4"))
    session.say("note 4 meanwhile")
    assert second.against(session.state).rows[0].point == session.id_of("4")


def test_a_correction_of_nothing_is_refused() -> None:
    session = Session()
    preview = session.preview(item("a"))
    for row in (0, 2):
        with pytest.raises(IntakeError, match=r"the rows are 1 to 1\."):
            preview.corrected(row, point=None)
    with pytest.raises(IntakeError, match="does not look at the point 'no-such'"):
        preview.corrected(1, point="no-such")


# Where a source says what does not fit


def test_a_point_that_the_session_does_not_look_at_is_named_and_nothing_is_put_there() -> None:
    session = Session(standard="govuk-2019", phase="beta", carried=())
    point = session.state.standard.points[0].id
    carried = Session(standard="govuk-2019", phase="beta", carried=(point,))
    preview = carried.preview(item("a", point=point), item("b", point="of-another-standard"))
    number = session.state.standard.points[0].number
    assert preview.counts == counts(new=2, unplaced=2)
    assert f"This session does not look at point {number}, so nothing is put there." in preview.sentences()
    strange = session.preview(item("b", point="of-another-standard"))
    assert "This session does not look at points of another standard, so nothing is put there." in strange.sentences()


def test_a_known_piece_whose_source_no_longer_says_where_stays_where_it_is() -> None:
    session = Session()
    session.bring(session.preview(item("a", point=session.id_of("4"))))
    assert session.preview(item("a")).bodies() == ()


def test_a_source_that_uses_a_key_twice_still_brings_each_piece_once() -> None:
    session = Session()
    twice = (item("a"), item("a", "Another"), item("a~2", "A third"))
    session.bring(session.preview(*twice))
    assert len(session.evidence()) == 3
    assert session.preview(*twice).bodies() == ()


def test_a_batch_that_the_rules_refuse_changes_nothing() -> None:
    session = Session()
    before = session.history
    with pytest.raises(Refused, match="a link starts with"):
        session.bring(session.preview(item("a"), item("b", url="javascript:alert(1)")))
    assert session.history is before


def test_text_from_a_source_steers_no_terminal() -> None:
    preview = Session().preview(item("a", "a\x1b[2J\nb\u202e"))
    assert preview.row_lines(1)[-1] == "  1  done     a\\x1b[2J / b\\u202e  [new]"


def test_a_corrected_row_stands_under_where_it_is_now() -> None:
    session = Session()
    preview = session.preview(item("a"))
    assert preview.row_lines(1)[0] == "Under no point yet"
    assert preview.corrected(1, point=session.id_of("4")).row_lines(1)[0] == "4 Iterate and improve regularly"
    assert preview.corrected(1, leave_out=True).row_lines(1)[0] == "Left out"


# The team's own view


def test_the_teams_own_views_come_along_and_are_not_shown() -> None:
    session = Session()
    views = (view(session.id_of("4"), "met", "we ship weekly"), view("of-another-standard"))
    preview = session.preview(item("a"), source=OWN, views=views)
    said = "\n".join((*preview.sentences(), *preview.lines()))
    assert "The team brings its own view of 1 point; nobody reads it before the reveal of that point." in said
    assert "weekly" not in said
    assert preview.done() == (
        "Brought in from the self-assessment 'The arrears team': 1 new, 0 changed, and the team's own view. "
        "'undo' takes all of it back."
    )
    session.bring(preview)
    assert session.point("4").own_view is not None
    same = session.preview(item("a"), source=OWN, views=views)
    assert same.bodies() == ()
    fewer = session.preview(item("a"), source=OWN, views=())
    told = "\n".join(fewer.sentences())
    assert "The team's view of 1 point that is here is not in it, and is taken away." in told
    assert "The team brings" not in told
    assert session.bring(fewer).point("4").own_view is None


def test_views_that_go_are_counted() -> None:
    session = Session()
    session.bring(session.preview(source=OWN, views=(view(session.id_of("4")), view(session.id_of("5")))))
    told = session.preview(source=OWN, views=()).sentences()
    assert "The team's views of 2 points that are here are not in it, and are taken away." in told


def test_a_record_that_says_nothing_of_these_points_takes_no_view_away() -> None:
    session = Session()
    session.bring(session.preview(source=OWN, views=(view(session.id_of("4")),)))
    other = replace(OWN, key="another-session", name="Another team")
    preview = session.preview(item("a"), source=other, views=(view("of-another-standard"),))
    assert "view" not in "\n".join(preview.sentences())
    assert session.bring(preview).point("4").own_view is not None


def test_views_alone_are_brought_too() -> None:
    session = Session()
    preview = session.preview(source=OWN, views=(view(session.id_of("4")),))
    (views,) = preview.bodies()
    assert isinstance(views, bodies.OwnViewsBrought)
    session.bring(preview).say("undo")
    assert session.point("4").own_view is None


# Whatever a source says

ITEMS = st.builds(
    item,
    key=st.sampled_from("abc"),
    title=st.sampled_from(("Board", "Retro")),
    state=st.sampled_from(("done", "planned")),
    point=st.sampled_from((None, "strange", *(point.id for point in Session().state.standard.points[:3]))),
    url=st.sampled_from((None, "https://x.org")),
)


@given(st.lists(st.lists(ITEMS, max_size=4), min_size=1, max_size=4))
def test_whatever_comes_next_bringing_it_twice_is_bringing_it_once(imports: list[list[object]]) -> None:
    session = Session()
    for items in imports:
        session.bring(Preview(found(*items), session.state))  # type: ignore[arg-type]
        after = session.evidence()
        again = Preview(found(*items), session.state)  # type: ignore[arg-type]
        assert again.bodies() == ()
        assert session.bring(again).evidence() == after
        assert len({row.id for row in again.rows if row.change != "left out"}) == len(again.rows)
