"""Points: the walk through the standard, as a lead and a member meet it."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from tests.tui.frame import frame
from tests.tui.making import Clock, make
from tests.tui.test_app import at_points, points, toasts, until
from textual import events

from panel_tui.session.view import Viewer
from panel_tui.standard.model import Level, Licence, Phase, Point, Standard
from panel_tui.tui.app import PanelApp
from panel_tui.tui.overlays.prompt import Prompt
from panel_tui.tui.overlays.seats import Seats
from panel_tui.tui.screens.points import PointsScreen
from panel_tui.tui.widgets.capture import Capture, kind_words, note_line
from panel_tui.tui.widgets.key_footer import KeyFooter
from panel_tui.tui.widgets.page import Page
from panel_tui.tui.widgets.rows import Rows
from panel_tui.tui.widgets.score_row import ScoreRow

LEAD = Viewer(seat="seat-1")


def paste(app: PanelApp, text: str) -> None:
    app.post_message(events.Paste(text))


async def test_looking_at_another_point_moves_nothing(tmp_path: Path) -> None:
    async with at_points(tmp_path, "go 3") as (app, pilot, room):
        before = room.history.last.n
        await pilot.press("j", "j")
        await pilot.pause()
        assert "The room is on 3" in frame(app)
        assert room.history.last.n == before


async def test_enter_moves_the_room_to_the_point_that_is_looked_at(tmp_path: Path) -> None:
    async with at_points(tmp_path, "go 3") as (app, pilot, room):
        await pilot.press("j", "enter")
        await until(pilot, lambda: "The room is on" not in frame(app))
        looked = points(app).looked_at
        assert looked is not None
        assert looked.number == "4"
        assert room.state.current == looked.id


async def test_next_takes_the_lead_along(tmp_path: Path) -> None:
    async with at_points(tmp_path, "go 3") as (app, pilot, _):
        await pilot.press("n")
        await pilot.pause()
        looked = points(app).looked_at
        assert looked is not None
        assert looked.number == "4"


@pytest.mark.parametrize(
    ("typed", "kind", "number"),
    [
        ("+ they test with caseworkers", "strength", "3"),
        ("- no plan", "concern", "3"),
        ("? who decides", "question", "3"),
        ('" nobody asked us', "quote", "3"),
        ("12 people were seen", "observation", "3"),
        ("@7 open standards are used", "observation", "7"),
        ("@7 + open standards are used", "strength", "7"),
        ("- @7 not all of them", "concern", "7"),
    ],
)
async def test_the_first_sign_is_the_kind_and_at_names_another_point(
    tmp_path: Path, typed: str, kind: str, number: str
) -> None:
    async with at_points(tmp_path, "go 3") as (app, pilot, room):
        await pilot.press("i")
        app.screen.query_one(Capture).field.insert(typed)
        await pilot.press("enter")
        await pilot.pause()
        (note,) = (note for point in room.view(LEAD).points for note in point.notes)
        point = room.state.standard.point(note.point or "")
        assert point is not None
        assert (note.kind, point.number) == (kind, number)
        assert note.text == typed.lstrip('+-?" @7')
        assert app.screen.query_one(Capture).text == ""


def test_the_line_says_what_it_will_be_kept_as() -> None:
    assert kind_words("", "4") == "note on 4"
    assert kind_words("+ good", "4") == "strength on 4"
    assert kind_words("@7 - bad", "4") == "concern on 7"
    assert kind_words("? @7 bad", "4") == "question on 7"
    assert note_line("+ good", "4") == "note 4 + good"
    assert note_line("@7 good", "4") == "note @7 good"


async def test_a_pasted_novel_is_kept_whole_as_one_note(tmp_path: Path) -> None:
    novel = "\n".join(f"line {number} of what they said" for number in range(100))
    async with at_points(tmp_path, "go 3") as (app, pilot, room):
        await pilot.press("i")
        paste(app, novel)
        await until(pilot, lambda: app.screen.query_one(Capture).text != "")
        await pilot.press("enter")
        await pilot.pause()
        (note,) = room.view(LEAD).point(room.state.current or "").notes
        assert note.text == novel


async def test_more_than_a_note_can_hold_is_refused_and_the_text_stays(tmp_path: Path) -> None:
    async with at_points(tmp_path, "go 3") as (app, pilot, room):
        await pilot.press("i")
        paste(app, "word " * 1700)
        await until(pilot, lambda: app.screen.query_one(Capture).text != "")
        await pilot.press("enter")
        await pilot.pause()
        assert any("8,000" in toast for toast in toasts(app))
        assert app.screen.query_one(Capture).text == "word " * 1700
        assert not room.view(LEAD).point(room.state.current or "").notes


async def test_escape_leaves_the_field_and_what_was_typed_stays(tmp_path: Path) -> None:
    async with at_points(tmp_path, "go 3") as (app, pilot, room):
        await pilot.press("i", *"half", "escape", "j")
        await pilot.pause()
        assert app.screen.query_one(Capture).text == ""
        await pilot.press("k")
        await pilot.pause()
        assert app.screen.query_one(Capture).text == "half"
        assert room.draft("seat-1", "capture", room.state.current) == "half"


async def test_digits_score_when_not_typing_and_are_text_when_typing(tmp_path: Path) -> None:
    async with at_points(tmp_path, "go 3") as (app, pilot, room):
        await pilot.press("2")
        mine = room.view(LEAD).point(room.state.current or "").mine
        assert mine is not None
        assert mine.level == "partially-met"
        await pilot.press("i", "1")
        again = room.view(LEAD).point(room.state.current or "").mine
        assert again == mine
        assert app.screen.query_one(Capture).text == "1"


async def test_a_digit_beyond_the_levels_says_how_far_they_go(tmp_path: Path) -> None:
    async with at_points(tmp_path, "go 3") as (app, pilot, _):
        await pilot.press("9")
        await pilot.pause()
        assert any("from 1 to 4" in toast for toast in toasts(app))


async def test_after_the_reveal_every_score_stands_by_its_seat(tmp_path: Path) -> None:
    lines = ("go 3", "as Jess score 3 not-met", "score 3 met")
    async with at_points(tmp_path, *lines, size=(132, 40)) as (app, pilot, _):
        assert "○ Not met" not in frame(app)
        await pilot.press("r", "down", "enter")
        await pilot.pause()
        shown = frame(app)
        assert "○ Not met  Jess Webb" in shown
        assert "split, 2 missing" in shown


async def test_a_member_sees_only_its_own_score_after_a_hand_over(tmp_path: Path) -> None:
    async with at_points(tmp_path, "go 3", "score 3 met", size=(132, 36)) as (app, pilot, _):
        assert "1 ● Met" in frame(app)
        await pilot.press("colon", *"me Jess", "enter")
        await pilot.pause()
        assert "1 ● Met" not in frame(app)
        await pilot.press("3")
        await pilot.pause()
        assert "3 ○ Not" in frame(app)


HOSTILE = [
    "[@click=app.quit]click me[/]",
    "[/]",
    "[bold red]not bold[/bold red]",
    "a \\[ backslash",
    "fine 👩🏽‍🌾 and 漢字かな and ﷽ and e\u0301",
    ":smile: $text {{ jinja }}",
]


@pytest.mark.parametrize("text", HOSTILE)
async def test_text_is_drawn_as_it_was_written(tmp_path: Path, text: str) -> None:
    async with at_points(
        tmp_path, "go 3", f"note 3 + {text}", f"evidence 3 done {text}", size=(132, 40), service=text
    ) as (app, pilot, room):
        await pilot.pause()
        shown = " ".join(frame(app).split())
        kept = room.view(LEAD).point(room.state.current or "").notes[0].text
        first = kept.split()[0]
        assert first in shown
        await pilot.press("f8")
        await pilot.press("x", "L", "escape", "slash", "escape")
        await pilot.pause()
        assert app._exception is None


async def test_control_characters_never_reach_the_terminal(tmp_path: Path) -> None:
    async with at_points(tmp_path, "go 3", size=(132, 36)) as (app, pilot, _):
        await pilot.press("i")
        paste(app, "before \x1b[31mred\x1b[0m \u202eafter")
        await until(pilot, lambda: app.screen.query_one(Capture).text != "")
        await pilot.press("enter")
        await pilot.pause()
        shown = frame(app)
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "before" in shown


def many(count: int) -> Standard:
    """A standard with so many points."""
    made = tuple(
        Point(id=f"p{n}", number=str(n), title=f"Point number {n} about something", prompts={"all": (f"ask {n}?",)})
        for n in range(1, count + 1)
    )
    levels = (Level(id="met", label="Met", rank=1, colour="success"), Level(id="not-met", label="Not met", rank=0))
    return Standard(
        schema="panel-standard/1",
        id="many",
        title="Many",
        version="1",
        licence=Licence(id="CC0-1.0"),
        points=made,
        scales={"default": levels},
        phases=(Phase(id="beta", title="Beta"),),
    )


async def test_two_thousand_points_stay_usable(tmp_path: Path) -> None:
    async with at_points(tmp_path, standard=many(2000), size=(100, 30)) as (app, pilot, room):
        await pilot.press("end")
        await pilot.pause()
        assert "Point number 2000" in frame(app)
        await pilot.press("2", "enter", "home", "pagedown")
        await until(pilot, lambda: room.state.current == "p2000")
        rows = app.screen.query_one(Rows)
        assert rows.count == 2000
        assert frame(app).count("Point number") < 60


async def test_resizing_while_typing_keeps_the_text_and_the_place(tmp_path: Path) -> None:
    async with at_points(tmp_path, "go 3", size=(132, 36)) as (app, pilot, _):
        await pilot.press("i", *"half a")
        for size in ((80, 24), (60, 16), (200, 60), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        await pilot.press("space", *"line")
        assert app.screen.query_one(Capture).text == "half a line"
        assert "half a line" in frame(app)


async def test_every_part_can_be_reached_by_keyboard(tmp_path: Path) -> None:
    async with at_points(tmp_path, "go 3", size=(80, 24)) as (app, pilot, _):
        seen = set()
        for _ in range(6):
            await pilot.press("tab")
            assert app.focused is not None
            seen.add(app.focused.id or type(app.focused).__name__)
        assert {"list", "detail", "notes", "_Line"} <= seen


async def test_a_click_on_a_level_scores_and_a_click_in_the_list_looks(tmp_path: Path) -> None:
    async with at_points(tmp_path, "go 3", size=(132, 36)) as (app, pilot, room):
        line = next(row for row in frame(app).splitlines() if "My score" in row)
        score = app.screen.query_one(ScoreRow)
        await pilot.click(ScoreRow, offset=(line.index("3 Not") - score.region.x, 0))
        mine = room.view(LEAD).point(room.state.current or "").mine
        assert mine is not None
        assert mine.level == "not-met"
        await pilot.click(Rows, offset=(5, 1))
        await pilot.pause()
        looked = points(app).looked_at
        assert looked is not None
        assert looked.number == "1"


async def test_a_conversation_has_no_levels_and_says_so(tmp_path: Path) -> None:
    async with at_points(tmp_path, standard="discovery-light-touch", phase="discovery") as (app, pilot, _):
        assert "My score" not in frame(app)
        await pilot.press("1")
        await pilot.pause()
        assert any("Nothing is scored" in toast for toast in toasts(app))
        assert "Deliberation" not in frame(app).splitlines()[0]


async def test_a_point_that_a_seat_has_left_shows_nothing_of_the_panel(tmp_path: Path) -> None:
    lines = ("go 3", "note 3 - a hard word", "as Jess conflict 3 leaves because her team", "me Jess")
    rooms, room = make(tmp_path, "stage points", *lines[:-1])
    app = PanelApp(rooms, room, settings=tmp_path)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("colon", *"me Jess", "enter")
        await pilot.pause()
        assert "a hard word" not in frame(app)
        assert "left the room for this point" in " ".join(frame(app).split())
    room.close()


async def test_an_idle_second_draws_only_clocks(tmp_path: Path) -> None:
    clock = Clock()
    async with at_points(tmp_path, "go 3", clock=clock, size=(132, 36)) as (app, pilot, _):
        await pilot.pause()
        before = frame(app).splitlines()
        clock.go(seconds=1)
        app._tick()
        await pilot.pause()
        changed = [at for at, (old, new) in enumerate(zip(before, frame(app).splitlines(), strict=True)) if old != new]
        face = app.screen.query_one("ClockFace").region
        assert changed
        assert set(changed) <= {0, *range(face.y, face.bottom)}


@pytest.mark.parametrize("keys", list(itertools.permutations(["n", "i", "escape", "u", "r"], 3))[:12])
async def test_no_order_of_keys_breaks_it(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with at_points(tmp_path) as (app, pilot, _):
        await pilot.press(*keys)
        await pilot.pause()
        assert app._exception is None


async def test_a_key_without_a_form_opens_the_prompt_with_its_first_words(tmp_path: Path) -> None:
    async with at_points(tmp_path, "go 3") as (app, pilot, _):
        await pilot.press("colon", *"search retro", "enter")
        await pilot.pause()
        assert "retro" in frame(app)
        await pilot.press("escape")
        await pilot.press("colon")
        assert isinstance(app.screen, Prompt)


async def test_one_seat_after_the_other_scores_and_then_the_lead_has_the_keyboard_again(tmp_path: Path) -> None:
    async with at_points(tmp_path, "go 3") as (app, pilot, room):
        seats = [one.id for one in room.state.seats.values() if one.role != "observer"]
        for seat in (*seats[1:], seats[0]):
            await pilot.press("w")
            await until(pilot, lambda: isinstance(app.screen, Seats))
            await pilot.press("enter")
            await until(pilot, lambda seat=seat: app.speaker.seat == seat)  # type: ignore[misc]


async def test_the_footer_of_a_member_shows_the_way_back_and_nothing_that_only_the_lead_does(tmp_path: Path) -> None:
    async with at_points(tmp_path, "go 3") as (app, _, _):
        app.speaker.say("me Soraya")
        points(app).room_changed()
        keys = app.screen.query_one(KeyFooter).keys
        assert [one.id for one in keys] == ["me", "note", "evidence", "help"]


async def test_a_stage_that_was_looked_at_and_left_is_not_chosen_the_next_time(tmp_path: Path) -> None:
    async with at_points(tmp_path, "go 3") as (app, pilot, _):
        await pilot.press("g", "down", "down", "escape")
        await until(pilot, lambda: isinstance(app.screen, PointsScreen))
        await pilot.press("g")
        await until(pilot, lambda: "(•) 3 Deliberation" in frame(app))
        assert "what you typed stays" not in frame(app)


async def test_from_a_point_without_notes_one_comes_to_the_newest_of_the_next(tmp_path: Path) -> None:
    lines = [f"note 4 + number {number}" for number in range(60)]
    async with at_points(tmp_path, *lines) as (app, pilot, _):
        page = app.screen.query_one("#notes", Page)
        await pilot.press(":", *"go 4", "enter")
        await until(pilot, lambda: "number 59" in frame(app))
        assert page.scroll_offset.y == page.max_scroll_y
        await pilot.press("i", *"one more", "enter")
        await until(pilot, lambda: "one more" in frame(app))
