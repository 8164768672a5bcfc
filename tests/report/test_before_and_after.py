"""What came before the day: evidence, the team's own view, last time, what was carried over, a team's own record."""

from __future__ import annotations

import csv
import io

import pytest
from msgspec.structs import replace
from tests.report import sessions
from tests.report.stage import EARLIER, Stage, created, four_questions, standard

from panel_tui.report.audiences import LONGEST_PROOF
from panel_tui.report.export import render
from panel_tui.report.outline_self import standing
from panel_tui.report.picture import draw
from panel_tui.report.words import shortened
from panel_tui.session import bodies
from panel_tui.session.terms import BroughtItem, Source, TeamView
from panel_tui.session.view import AUDIENCES, Audience
from panel_tui.standard.model import Point

READ = ("md", "html", "docx", "odt", "csv")


def text(room: Stage, audience: Audience = "internal", format: str = "md") -> str:
    return render(room.report(audience), format).decode("utf-8-sig")


def table(room: Stage, audience: Audience = "internal") -> list[dict[str, str]]:
    rows = list(csv.reader(io.StringIO(text(room, audience, "csv"), newline="")))
    start = next(place for place, row in enumerate(rows) if row[1] == "Id")
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :]]


# Evidence


def test_evidence_says_how_far_the_panel_has_got_with_it(assessed: Stage) -> None:
    copy = text(assessed)
    assert "**Verified (Bo Okafor)**" in copy
    assert "**Seen: from afar (Bo Okafor)**" in copy
    assert "**More wanted: the auditor’s brief (Cy Wren, written down by Ana Lead)**" in copy


def test_the_team_reads_what_more_is_wanted_and_not_who_wants_it(assessed: Stage) -> None:
    copy = text(assessed, "team")
    assert "**More wanted: the auditor’s brief**" in copy
    assert "**Verified**" in copy


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("trello", "No longer on the board"),
        ("csv", "No longer on the list"),
        ("markdown", "No longer on the list"),
        ("self", "No longer in the self-assessment"),
    ],
)
def test_what_its_source_has_no_more_says_so(kind: str, said: str) -> None:
    source = Source(kind=kind, key="k", name="n")  # type: ignore[arg-type]
    item = BroughtItem(id="b1", key="1", point="p1", state="done", title="A card")
    room = Stage(created(standard()))
    room.do("seat-1", bodies.EvidenceBrought(source=source, items=(item,)))
    assert said not in text(room)
    room.do("seat-1", bodies.EvidenceBrought(source=source, gone=("b1",)))
    assert f"- A card\\\n  **{said}**\n" in text(room)


def test_a_long_text_of_evidence_is_cut_short_and_the_copy_says_so(assessed: Stage) -> None:
    copy = text(assessed)
    assert sessions.LONG.strip() not in copy
    assert "Each round is …" in copy
    assert "long texts of evidence in full" in copy
    assert sessions.LONG.strip() in text(assessed, format="json")
    assert "long texts of evidence" not in text(sessions.again())


@pytest.mark.parametrize(
    ("given", "kept"),
    [("a  b\nc", "a b c"), ("abc def", "abc …"), ("abcdefghij", "abcdef …"), ("abc, def", "abc …")],
)
def test_a_text_is_cut_between_two_words(given: str, kept: str) -> None:
    assert shortened(given, 6) == kept
    assert len(shortened("x" * 1000, LONGEST_PROOF)) == LONGEST_PROOF + 2


def test_what_has_no_point_yet_and_what_its_source_lacks_stand_in_a_section(assessed: Stage) -> None:
    copy = text(assessed)
    assert "“Arrears: evidence”, last brought in on 21 November 2026 at 09:31 UTC: 5 pieces of evidence." in copy
    assert "The export held 93 of 133 comments." in copy
    assert "### Evidence that is not placed\n\nNobody has put this under a point yet." in copy
    assert "- Photographs of the wall\n" in copy


def test_of_several_sources_each_piece_of_evidence_says_which_it_came_from() -> None:
    room = Stage(created(standard()))
    for key in ("one", "two"):
        item = BroughtItem(id=f"b-{key}", key="1", point="p1", state="done", title="A card")
        source = Source(kind="trello", key=key, name=f"Board {key}")
        room.do("seat-1", bodies.EvidenceBrought(source=source, items=(item,)))
    assert "- A card (from “Board one”)\n- A card (from “Board two”)\n" in text(room, "team")


def test_the_public_copy_has_no_evidence_and_does_not_say_where_it_came_from(assessed: Stage) -> None:
    copy = text(assessed, "public")
    assert [word for word in ("Photographs", "Arrears: evidence", "93 of 133", "Verified") if word in copy] == []


def test_evidence_that_was_taken_from_its_point_by_hand_needs_no_source() -> None:
    room = Stage(created(standard()))
    room.do("seat-2", bodies.EvidenceAdded(id="e1", point="p1", state="done", title="A wall"))
    room.do("seat-2", bodies.EvidencePlaced(id="e1", point=None))
    assert "## Where the evidence came from\n\n### Evidence that is not placed" in text(room)


# The team's own view


def viewed(level: str | None = "met", words: str | None = "plum words") -> Stage:
    room = Stage(created(standard())).do("seat-1", bodies.StageEntered(stage="points"))
    view = TeamView(point="p1", level=level, text=words)
    room.do("seat-1", bodies.OwnViewsBrought(source=sessions.ALONE, views=(view,)))
    return room.do("seat-2", bodies.ScoreGiven(point="p1", round=1, level="not-met"))


def revealed(level: str | None = "met", words: str | None = "plum words") -> Stage:
    room = viewed(level, words).do("seat-1", bodies.ScoresRevealed(points=("p1",)))
    return room.do("seat-1", bodies.DecisionMade(point="p1", level="not-met", reason="nobody was asked"))


@pytest.mark.parametrize(
    ("level", "words", "line", "cell"),
    [
        ("met", "plum words", "Met — plum words", "Met"),
        ("met", None, "Met", "Met"),
        (None, "plum words", "plum words", "In words"),
    ],
)
def test_the_teams_own_view_stands_beside_the_panels_level_after_the_reveal(
    level: str | None, words: str | None, line: str, cell: str
) -> None:
    for audience in ("internal", "panel", "team"):
        copy = text(revealed(level, words), audience)
        assert f"**The team’s own view:** {line}\n" in copy
        assert f"| **Not met** | {cell} | 1 Not met |" in copy


def test_the_table_of_results_has_no_column_for_views_that_nobody_gave() -> None:
    assert "| Point | Title | Result | Scores of the panel |" in text(sessions.again())


@pytest.mark.parametrize("format", [*READ, "json", "trello-csv", "cards"])
def test_the_public_copy_never_has_the_teams_own_view(format: str) -> None:
    one, other = (render(revealed(level).report("public"), format) for level in ("met", "partially-met"))
    assert one == other
    assert b"plum words" not in one


# Last time


def test_recommendations_of_last_time_are_counted_in_a_sentence(assessed: Stage) -> None:
    assert "It left 3 recommendations to check: 1 taken root, 1 partly taken up and 1 not checked yet." in text(
        assessed
    )
    again = text(sessions.again())
    assert "It left 3 recommendations to check: 1 that no longer applies and 2 not checked yet." in again
    room = Stage(created(standard(), earlier=EARLIER))
    room.do("seat-1", *(bodies.EarlierChecked(id=id, status="no-longer-applies") for id in ("r1", "r2")))
    assert ": 2 that no longer apply and 1 not checked yet." in text(room)


def test_a_check_says_by_whom_in_every_copy_but_the_public_one(assessed: Stage) -> None:
    assert "**Taken root**<br>twelve tenants were seen (Ana Lead) |" in text(assessed)
    assert "**Taken root**<br>twelve tenants were seen (Lead assessor, technology) |" in text(assessed, "team")
    assert "**Taken root**<br>twelve tenants were seen |" in text(assessed, "public")
    assert "**Partly taken up** |" in text(assessed, "public")


def test_a_recommendation_that_was_carried_twice_says_since_when(assessed: Stage) -> None:
    assert "rehearse an outage<br>Open since discovery, 11 June 2025. |" in text(assessed)


def test_each_point_tells_what_was_decided_last_time(assessed: Stage) -> None:
    copy = text(assessed)
    assert "> **Last time (Alpha, 2 March 2026):** Partially met. Only caseworkers had been asked.\n" in copy
    assert "then point 12, “Create a service that is simple to use”):** Met. Everybody finished" in copy
    rows = {row["Point"]: row["Last time"] for row in table(assessed)}
    assert rows["1"] == "Alpha, 2 March 2026: Partially met. Only caseworkers had been asked."
    assert rows["3"] == ""


def test_a_session_before_without_a_day_is_named_by_its_phase() -> None:
    earlier = replace(EARLIER, date=None, standard=None)
    copy = text(Stage(created(standard(), earlier=earlier)))
    assert "Manage Arrears was assessed at Alpha. The outcome was" in copy
    assert "**Last time (Alpha):** Partially met." in copy


# A reassessment


def test_a_reassessment_says_first_how_much_it_looked_at() -> None:
    room = sessions.again()
    mark = room.report().marks[0]
    assert mark.word == "Reassessment"
    assert mark.text == (
        "This session looked at 3 of 5 points. The other 2 were carried over from Alpha, 2 March 2026, and were not"
        " looked at again."
    )
    one = Stage(created(standard(), earlier=EARLIER, carried=("p5",))).report().marks[0].text
    assert "4 of 5 points. The other one was carried over from Alpha, 2 March 2026, and was not looked at" in one
    assert room.report().title == "Manage Arrears: Beta reassessment report"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_point_that_was_carried_over_is_shown_as_that_wherever_it_stands(audience: Audience) -> None:
    room = sessions.again()
    copy = text(room, audience)
    section = copy[copy.index("## 4\\. ") : copy.index("## 5\\. ")]
    assert "Met, carried over from Alpha, 2 March 2026.\n\nThis session did not look at this point again." in section
    assert "The code is on the web.\n\nIts licence is named." in section
    assert "| **Met, carried over from Alpha, 2 March 2026** | – |" in copy
    assert "Of 3 points that this session looked at: 1 Met, 2 not yet decided." in copy
    assert "Of 2 points carried over from Alpha, 2 March 2026: 1 Met, 1 Not applicable." in copy
    assert 'title: "Make new source code open", result: "Met", carried-over: true}' in copy


def test_the_table_of_points_has_a_column_for_where_one_was_carried_over_from() -> None:
    rows = {row["Point"]: row for row in table(sessions.again())}
    assert [rows[number]["Carried over from"] for number in "12345"] == ["", "", "", *["Alpha, 2 March 2026"] * 2]
    assert rows["4"]["Result"] == "Met"
    assert rows["4"]["Decision"].endswith("This session did not look at it again.")
    assert rows["4"]["Members who do not share it"] == ""


def test_the_picture_keeps_what_was_carried_over_apart_from_what_was_decided() -> None:
    report = sessions.again().report()
    drawing = draw(report, {point.id: point.id for point in report.every})
    assert [(row.label, row.tone, [tile.number for tile in row.tiles]) for row in drawing.rows] == [
        ("Met", "good", ["1"]),
        ("Met, carried over", "good", ["4"]),
        ("Not applicable, carried over", "none", ["5"]),
        ("Not yet decided", "none", ["2", "3"]),
    ]


def test_a_reassessment_decides_nothing_on_what_it_carried_over() -> None:
    report = sessions.again().report()
    assert [point.number for point in report.points] == ["1", "2", "3"]
    assert [point.number for point in report.every] == ["1", "2", "3", "4", "5"]


# A team's own record


def test_a_teams_own_record_reads_as_one_and_not_as_an_assessment() -> None:
    copy = text(sessions.alone())
    assert copy.count("# Manage Arrears: Beta self-assessment\n") == 1
    assert "> **SELF-ASSESSMENT.** The team wrote this about its own service. No panel has assessed it" in copy
    assert "> **DRAFT.** The team has not closed this record yet." in copy
    assert "## The team\n" in copy
    unwanted = ("## Outcome", "## The panel", "Sign-off", "Decision", "scored alone", "Not yet decided", "result:")
    assert [word for word in unwanted if word in copy] == []


def test_a_teams_own_record_says_how_it_sees_each_point_and_what_is_missing() -> None:
    copy = text(sessions.alone())
    assert (
        "Of 5 points, as the team sees them itself: 1 Met, 1 Partially met, 1 in words alone, 2 not said yet." in copy
    )
    assert "- Without a view of the team’s own: points 2 and 4.\n" in copy
    assert "- Without any evidence: points 2, 4 and 5.\n" in copy
    assert "- With nothing done yet, only planned: point 3.\n" in copy
    assert "- Not under a point yet: 1 piece of evidence.\n" in copy
    assert "| 1 | Understand users and their needs | **Met** | 1 | – |" in copy
    drawing = draw(sessions.alone().report("internal"), {f"p{number}": "x" for number in range(1, 6)})
    assert [row.label for row in drawing.rows] == ["Met", "Partially met", "In words alone", "No own view yet"]


def test_a_teams_own_record_that_lacks_nothing_lists_nothing() -> None:
    one = Point(id="p1", number="1", title="Understand users")
    room = Stage(created(standard(points=(one,), running_order=()), kind="self", panel=_alone()))
    room.do("seat-1", bodies.OwnViewGiven(point="p1", level="met"))
    room.do("seat-1", bodies.EvidenceAdded(id="e1", point="p1", state="done", title="A wall"))
    assert "What is still missing" not in text(room)
    assert standing(room.report().points[0]) == "Met"


def _alone() -> tuple[object, ...]:
    return (replace(created(standard()).panel[0], points=()),)


def test_a_teams_own_record_without_points_does_not_say_where_it_stands() -> None:
    room = Stage(created(standard(points=(), running_order=()), kind="self", panel=_alone()))
    assert "Where the team stands" not in text(room)


def test_a_teams_own_record_names_people_of_a_team_by_what_they_do() -> None:
    copy = text(sessions.alone(), "team")
    assert "| Team lead, technology | Lead | Technology |" in copy
    assert "| Team member C | Member |" in copy
    assert "Lead assessor" not in copy
    assert "the names of the people of the team" in copy
    assert "for the team’s own organisation" in text(sessions.alone())


def test_the_public_copy_of_a_teams_own_record_is_silent_about_its_views_and_says_so() -> None:
    copy = text(sessions.alone(), "public")
    unwanted = ("own view yet", "still missing", "Where the team stands", "shows nothing", "Research log", "A card on")
    assert [word for word in unwanted if word in copy] == []
    assert "the evidence that the team showed, and its own view of itself" in copy


def test_a_team_that_talks_a_conversation_through_has_no_headings_to_agree() -> None:
    talk = created(four_questions(), phase="discovery", kind="self")
    copy = text(Stage(talk))
    assert "agreed a text" not in copy
    assert "## 1\\. Who has which problem?" in copy
