"""Cards for a board: as a CSV that fills one, and as Markdown that is ready to paste."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report import sessions
from tests.report.stage import Stage, created, standard

from panel_tui.report.cards import cards, files
from panel_tui.report.export import ExportError, put, render
from panel_tui.report.trello import CUT, HEAD, LONGEST
from panel_tui.session import bodies
from panel_tui.session.terms import SeatData
from panel_tui.standard.model import Point


def rows(room: Stage, audience: str = "team") -> list[dict[str, str]]:
    content = render(room.report(audience), "trello-csv").decode()  # type: ignore[arg-type]
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_there_is_a_card_for_the_whole_and_one_for_each_point(assessed: Stage) -> None:
    named = [row["Card Name"] for row in rows(assessed) if row["Card Name"]]
    assert named[0] == "Manage Arrears: Beta assessment report"
    assert named[1:] == [f"{point.number}. {point.name}" for point in standard().points]


def test_a_card_with_a_short_title_has_the_whole_one_in_its_text(assessed: Stage) -> None:
    cards_of = {row["Card Name"]: row["Card Description"] for row in rows(assessed)}
    assert cards_of["5. Be reliable"].startswith("> Operate a reliable service\n\n**The service met point 5.**")
    assert not cards_of["1. Understand users and their needs"].startswith(">")


def test_the_columns_are_those_that_importers_take(assessed: Stage) -> None:
    assert render(assessed.report(), "trello-csv").startswith(b'"Card Name","Card Description","Labels",')
    assert set(rows(assessed)[0]) == set(HEAD)


def test_a_card_says_what_was_decided_why_and_what_comes_next(assessed: Stage) -> None:
    card = next(row for row in rows(assessed) if row["Card Name"].startswith("3. "))
    assert card["Card Description"].startswith("**The service partially met point 3.**\n\nAn audit is planned and")
    assert "- Must: have the audit done (owner: Delivery manager, by 1 February 2027)" in card["Card Description"]
    assert card["Labels"] == "Partially met (yellow)"
    assert card["Due Date"] == "2027-02-01"
    assert card["List Name"] == "Beta assessment report, 21 November 2026"


def test_each_recommendation_is_an_item_of_the_checklist_of_the_card_above(assessed: Stage) -> None:
    found = rows(assessed)
    at = next(place for place, row in enumerate(found) if row["Card Name"].startswith("3. "))
    items = [(row["Card Name"], row["Checklist"], row["Checklist item due"]) for row in found[at + 1 : at + 3]]
    assert items == [("", "Recommendations", "2027-02-01"), ("", "Recommendations", "")]
    assert found[at + 2]["Checklist item"] == "Should: test with people who magnify the screen"


def test_a_label_is_one_label_whatever_its_level_is_called() -> None:
    levels = {"default": (standard().scales["default"][0].__class__(id="met", label="Met, (well)", rank=1, key="1"),)}
    room = Stage(created(standard(scales=levels, outcome_rules=())))
    room.do("seat-1", bodies.DecisionMade(point="p1", level="met", reason="shown"))
    assert rows(room)[1]["Labels"] == "Met well (green)"
    assert rows(room)[2]["Labels"] == ""


def test_a_due_date_that_no_program_can_read_stays_in_words(assessed: Stage) -> None:
    room = Stage(created(standard(), date=None))
    advice = bodies.RecommendationMade(id="a1", point="p1", strength="must", text="do it", due="by the spring")
    room.do("seat-1", advice, checked=False)
    card, item = rows(room)[1:3]
    assert (card["Due Date"], item["Checklist item due"]) == ("", "")
    assert item["Checklist item"] == "Must: do it (by by the spring)"
    assert card["List Name"] == "Beta assessment report"


def test_a_description_is_no_longer_than_a_board_keeps() -> None:
    room = Stage(created(standard()))
    room.do("seat-1", bodies.DecisionMade(point="p1", level="met", reason="word " * 4000))
    said = rows(room)[1]["Card Description"]
    assert said.endswith(CUT)
    assert len(said) == LONGEST + len(CUT)


@given(st.text(st.characters(codec="utf-8"), min_size=1))
@settings(max_examples=50)
def test_no_cell_is_a_formula(words: str) -> None:
    room = Stage(created(standard(title=f"={words}"), service=f"={words}", team=f"@{words}"))
    advice = bodies.RecommendationMade(id="a1", point="p1", strength="must", text=f"={words}", owner=f"+{words}")
    room.do("seat-1", advice, bodies.DecisionMade(point="p1", level="met", reason=f"={words}"))
    for row in rows(room):
        assert not [cell for cell in row.values() if cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_words_on_a_card_are_no_markup(assessed: Stage) -> None:
    told = render(assessed.report("team"), "cards").decode()
    assert "\\<script>alert('x')\\</script>" in told
    assert "\\[a screen reader\\](https\\://x.example)" in told


def test_a_card_that_was_carried_over_says_so() -> None:
    card = rows(sessions.again())[5]
    assert card["Card Description"].startswith(
        "**Met, carried over from Alpha, 2 March 2026.**\n\nThis session did not"
    )
    assert card["Labels"] == "Met (green)"


def test_a_teams_own_cards_have_its_own_views() -> None:
    by_name = {row["Card Name"][:2]: row for row in rows(sessions.alone())}
    assert by_name["1."]["Card Description"].startswith("**The team’s own view: Met.**\n\nWe see tenants")
    assert by_name["1."]["Labels"] == "Met (green)"
    assert by_name["2."]["Card Description"].startswith("**The team has not given a view of its own yet.**")
    assert "**The team’s own view, in words alone:**\n\nAsk us again" in by_name["5."]["Card Description"]


def test_a_conversations_card_of_the_whole_has_its_headings() -> None:
    agreed, noted = (render(sessions.talk(agreed=one).report("internal"), "cards").decode() for one in (True, False))
    assert "**What was done well**\n\nThe team asked why before what." in agreed
    assert "**What was done well**\n\n- Question 1: they asked why before what (Bo Okafor)" in noted


def test_the_names_of_the_files_keep_the_order_and_suit_every_system() -> None:
    points = (
        Point(id="a", number="1", title="Ü & wörds"),
        Point(id="b", number="1.2", title="?"),
        Point(id="c", number="3", title="…"),
    )
    lead = (SeatData(id="seat-1", name="Ana Lead", role="lead"),)
    room = Stage(created(standard(points=points, running_order=()), panel=lead))
    assert [name for name, _ in files(room.report())][1:] == ["01-u-and-words.md", "02-1-2.md", "03-card.md"]


def test_cards_on_standard_output_have_a_clear_line_between_them(assessed: Stage) -> None:
    told = render(assessed.report("team"), "cards").decode()
    lines = [line for line in told.splitlines() if line.startswith("─────")]
    assert lines == [f"───── {card.name} ─────" for card in cards(assessed.report("team"))]
    for name, content in files(assessed.report("team")):
        assert f"───── {name} ─────\n\n{content.decode()}" in told


# Written as files


def test_each_card_is_a_file_and_what_else_is_in_the_folder_stays(tmp_path: Path, assessed: Stage) -> None:
    folder = tmp_path / "cards"
    report = assessed.report("team")
    assert put(folder, report, "cards") == folder
    (folder / "mine.txt").write_text("mine")
    (folder / "01-understand-users-and-their-needs.md").write_text("old")
    put(folder, report, "cards")
    assert {path.name: path.read_bytes() for path in folder.glob("*.md")} == dict(files(report))
    assert (folder / "mine.txt").read_text() == "mine"


def test_a_file_in_the_place_of_the_folder_is_refused_and_kept(tmp_path: Path, assessed: Stage) -> None:
    (tmp_path / "cards").write_text("mine")
    with pytest.raises(ExportError, match="is a file: the cards need a folder, name another"):
        put(tmp_path / "cards", assessed.report("team"), "cards")
    assert (tmp_path / "cards").read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path, assessed: Stage) -> None:
    with pytest.raises(ExportError, match="was not written"):
        put(tmp_path / "gone" / "cards", assessed.report("team"), "cards")


def test_any_other_format_is_one_file(tmp_path: Path, assessed: Stage) -> None:
    report = assessed.report("team")
    assert put(tmp_path / "r.csv", report, "trello-csv").read_bytes() == render(report, "trello-csv")
