"""The app around the screens: who has the keyboard, where it goes, what it says when something is wrong."""

from __future__ import annotations

import errno
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.tui.frame import frame
from tests.tui.making import PANEL, Clock, make, speak
from textual.binding import BindingsMap
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from panel_tui import commands
from panel_tui.room import Room
from panel_tui.session.terms import STAGES
from panel_tui.session.view import Viewer
from panel_tui.store import atomic
from panel_tui.tui import keys, themes
from panel_tui.tui.app import PanelApp
from panel_tui.tui.overlays.action_list import ActionList
from panel_tui.tui.overlays.box import Box
from panel_tui.tui.overlays.display import RoomDisplay
from panel_tui.tui.overlays.log import LogScreen
from panel_tui.tui.overlays.prompt import Prompt
from panel_tui.tui.overlays.reader import Lines
from panel_tui.tui.overlays.sift import Sift
from panel_tui.tui.overlays.unsaved import Unsaved
from panel_tui.tui.screens.points import PointsScreen
from panel_tui.tui.widgets.capture import Capture, _Line
from panel_tui.tui.widgets.key_footer import MOST_KEYS, KeyFooter
from panel_tui.tui.widgets.page import Page
from panel_tui.tui.widgets.rows import Rows
from panel_tui.tui.widgets.status_line import StatusLine
from panel_tui.tui.widgets.trouble import TroubleStrip


@asynccontextmanager
async def at_points(
    folder: Path, *lines: str, size: tuple[int, int] = (100, 30), clock: Clock | None = None, **more: Any
) -> AsyncIterator[tuple[PanelApp, Pilot[None], Room]]:
    """The app in a session whose room is at the points, after these lines."""
    rooms, room = make(folder, "stage points", *lines, clock=clock, **more)
    app = PanelApp(rooms, room, settings=folder)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield app, pilot, room
    room.close()


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Wait until something is true; fails after some thousand turns."""
    for _ in range(2000):
        if true():
            return
        await pilot.pause(0.005)
    raise AssertionError("this never came true")


def top(app: PanelApp) -> Screen[Any]:
    """The screen that is on top."""
    return app.screen


def points(app: PanelApp) -> PointsScreen:
    """The points screen, which is on top."""
    screen = app.screen
    assert isinstance(screen, PointsScreen)
    return screen


def toasts(app: PanelApp) -> list[str]:
    return [notification.message for notification in app._notifications]


async def test_what_the_disk_cannot_do_is_said_when_a_room_is_entered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as shared_drive:
        shared_drive.setattr(atomic, "sync_folder", lambda _: False)
        async with at_points(tmp_path) as (app, _, _room):
            assert sum("cannot confirm that what is saved has reached it" in said for said in toasts(app)) == 1


async def test_a_key_that_is_refused_says_why_and_changes_nothing(tmp_path: Path) -> None:
    async with at_points(tmp_path) as (app, pilot, room):
        before = room.history.last.n
        await pilot.press("w")
        await pilot.press(*"Soraya", "enter")
        await pilot.press("n")
        await pilot.pause()
        assert any("lead" in toast for toast in toasts(app))
        assert room.history.last.n == before


async def test_the_header_says_who_has_the_keyboard_when_it_is_not_the_lead(tmp_path: Path) -> None:
    async with at_points(tmp_path) as (app, pilot, _):
        await pilot.press("w")
        await pilot.press(*"Soraya", "enter")
        await pilot.pause()
        assert app.speaker.seat == "seat-2"
        assert "⌨ Soraya Cole" in frame(app).splitlines()[0]


async def test_a_sealed_score_of_another_seat_is_nowhere_on_the_screen(tmp_path: Path) -> None:
    async with at_points(tmp_path, "as Soraya score 1 not-met", size=(200, 60)) as (app, pilot, _):
        await pilot.press("home")
        await pilot.pause()
        shown = frame(app)
        assert "○" not in shown
        assert "1 of 4 are in" in shown


async def test_undo_says_what_was_undone(tmp_path: Path) -> None:
    async with at_points(tmp_path) as (app, pilot, _):
        await pilot.press("2")
        await pilot.press("u")
        await until(pilot, lambda: any(toast.startswith("Undone: ") for toast in toasts(app)))


async def test_the_prompt_keeps_a_refused_line_and_says_why(tmp_path: Path) -> None:
    async with at_points(tmp_path) as (app, pilot, _):
        await pilot.press("colon")
        app.screen.query_one(Input).insert_text_at_cursor("score 99 met")
        await pilot.press("enter")
        assert isinstance(top(app), Prompt)
        assert "99" in frame(app)
        assert app.screen.query_one(Input).value == "score 99 met"


async def test_the_prompt_completes_words_and_remembers_lines(tmp_path: Path) -> None:
    async with at_points(tmp_path) as (app, pilot, room):
        await pilot.press("colon", *"sco", "tab")
        assert app.screen.query_one(Input).value == "sco"
        assert "score  scope" in frame(app)
        await pilot.press("r", "tab")
        assert app.screen.query_one(Input).value == "score "
        app.screen.query_one(Input).value = "score 1 par"
        await pilot.press("tab", "enter")
        assert room.view(Viewer(seat="seat-1")).points[0].mine is not None
        await pilot.press("colon", "up")
        assert app.screen.query_one(Input).value == "score 1 partially-met"


async def test_moving_the_stage_at_the_prompt_changes_the_screen(tmp_path: Path) -> None:
    async with at_points(tmp_path) as (app, pilot, room):
        await pilot.press("colon")
        app.screen.query_one(Input).value = "stage deliberation"
        await pilot.press("enter")
        await until(pilot, lambda: type(app.screen).__name__ == "DeliberationScreen")
        assert room.state.stage == "deliberation"


async def test_the_help_list_runs_what_is_picked(tmp_path: Path) -> None:
    async with at_points(tmp_path, "go 3") as (app, pilot, room):
        await pilot.press("question_mark")
        assert isinstance(top(app), ActionList)
        await pilot.press(*"next point", "enter")
        await until(pilot, lambda: room.view(Viewer(seat="seat-1")).current != "p3")
        assert isinstance(top(app), PointsScreen)


async def test_the_help_list_says_why_something_is_refused(tmp_path: Path) -> None:
    async with at_points(tmp_path) as (app, pilot, _):
        await pilot.press("question_mark", *"reconvene")
        assert "not now: the panel has not adjourned" in frame(app)


async def test_the_palette_has_every_action_with_its_key(tmp_path: Path) -> None:
    async with at_points(tmp_path) as (app, pilot, _):
        await pilot.press("ctrl+p")
        await pilot.press(*"undo")
        await until(pilot, lambda: "Undo   u" in frame(app))


async def test_the_room_display_shows_no_note_and_no_score_and_any_key_leaves_it(tmp_path: Path) -> None:
    lines = ("note 1 + a secret strength", "score 1 met", "as Jess score 1 met", "reveal 1")
    async with at_points(tmp_path, *lines, size=(132, 36)) as (app, pilot, _):
        await pilot.press("i", "f8")
        assert isinstance(top(app), RoomDisplay)
        shown = frame(app)
        assert "secret" not in shown
        assert "Met" not in shown
        assert "●" not in shown
        await pilot.press("x")
        assert isinstance(top(app), PointsScreen)


async def test_search_finds_a_word_and_goes_to_its_point_without_moving_the_room(tmp_path: Path) -> None:
    async with at_points(tmp_path, "note 7 - the retrospectives are planned") as (app, pilot, room):
        here = room.state.current
        await pilot.press("slash", *"retro", "enter")
        await pilot.pause()
        assert isinstance(top(app), PointsScreen)
        looked = points(app).looked_at
        assert looked is not None
        assert looked.number == "7"
        assert room.state.current == here


async def test_f9_changes_between_dark_and_light(tmp_path: Path) -> None:
    async with at_points(tmp_path) as (app, pilot, _):
        await pilot.press("f9")
        assert app.theme == themes.LIGHT.name
        await pilot.press("f9")
        assert app.theme == themes.DARK.name


async def test_what_was_typed_and_not_sent_is_back_in_its_field(tmp_path: Path) -> None:
    rooms, room = make(tmp_path, "stage points", "go 3")
    room.keep_draft("seat-1", "capture", room.state.current, "+ half a thou")
    place = room.place
    room.close()
    room = rooms.open(place)
    app = PanelApp(rooms, room, settings=tmp_path)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await pilot.pause()
        assert app.screen.query_one(Capture).text == "+ half a thou"
        assert any("draft" in toast for toast in toasts(app))
        assert "✎" in frame(app)
    room.close()


async def test_warnings_come_once_each_with_words(tmp_path: Path) -> None:
    clock = Clock()
    async with at_points(tmp_path, "go 3", clock=clock, size=(132, 36)) as (app, pilot, _):
        for minutes, said in [
            (4, "5 minutes left: point 3."),
            (3.5, "1 minute left: point 3."),
            (1, "Time is up: point 3."),
        ]:
            clock.go(minutes=minutes)
            app._tick()
            app._tick()
            await pilot.pause()
            assert len([toast for toast in toasts(app) if toast.startswith(said)]) == 1
        clock.go(minutes=2)
        app._tick()
        assert "+02:30 over" in frame(app).splitlines()[0]


async def test_trouble_is_said_at_once_and_leaving_asks_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_points(tmp_path) as (app, pilot, room):

        def full(*given: object, **more: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        await pilot.press("1")
        await until(pilot, lambda: room.keeping.trouble is not None)
        await until(pilot, lambda: "NOT SAVED: 1 entry is only in memory." in frame(app))
        await pilot.press("ctrl+q")
        assert isinstance(top(app), Unsaved)
        await pilot.press("enter")
        assert isinstance(top(app), PointsScreen)
        monkeypatch.undo()
        await pilot.press("f2")
        await until(pilot, lambda: room.keeping.trouble is None)
        await until(pilot, lambda: not app.screen.query_one(TroubleStrip).display)


async def test_an_error_of_our_own_leaves_the_session_safe_and_says_so_in_a_paragraph(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    thought = "a private thought"
    rooms, room = make(tmp_path, "stage points", f"note 1 + {thought}")
    app = PanelApp(rooms, room, settings=tmp_path)

    def broken(self: object, *given: object) -> None:
        raise ZeroDivisionError(thought)

    async def driven() -> None:
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("3")
            monkeypatch.setattr(PointsScreen, "do_note", broken)
            await pilot.press("i")

    with pytest.raises(ZeroDivisionError):
        await driven()
    assert app.return_code == 1
    said = " ".join(capsys.readouterr().err.split())
    assert "safe in" in said
    assert "Traceback" not in said
    assert thought not in said
    assert "textual" not in said
    reports = list(Path.home().rglob("panel-tui-*.txt"))
    assert reports
    assert all(thought not in report.read_text() for report in reports)
    again = rooms.open(room.name)
    assert again.state.points[next(iter(again.state.points))] is not None
    assert again.history.last.n == room.history.last.n
    again.close()


@pytest.mark.parametrize("stage", STAGES)
def test_the_footer_of_every_stage_fits_80_columns_and_has_at_most_seven_keys(stage: str) -> None:
    here = [action for action in commands.on_stage(stage) if stage in action.footer]  # type: ignore[arg-type]
    assert len(here) <= MOST_KEYS
    words = "  ".join(f"{keys.name(action.key or '')} {action.label}" for action in here)
    assert len(words) + 2 <= 80


def test_no_key_is_one_that_terminals_or_browsers_swallow() -> None:
    bound = {action.key for action in (*commands.ACTIONS, *commands.HOME, *commands.DOOR) if action.key}
    for part in (Rows, Page, _Line, PointsScreen, Prompt, Sift, Box, LogScreen):
        bound |= {key for key, _ in BindingsMap(part.__dict__["BINDINGS"])}
    assert not bound & keys.NOT_FOR_US


@pytest.mark.parametrize("stage", STAGES)
def test_no_two_actions_of_a_stage_share_a_key(stage: str) -> None:
    taken = [action.key for action in commands.on_stage(stage) if action.key]  # type: ignore[arg-type]
    assert len(taken) == len(set(taken))


async def test_a_persons_own_key_works_and_stands_in_the_footer(tmp_path: Path) -> None:
    (tmp_path / "keys.yaml").write_text("next: N\nnonsense: x\nreveal: ctrl+w\nclock: n\n")
    async with at_points(tmp_path, "go 3") as (app, pilot, room):
        said = " ".join(toasts(app))
        assert "nonsense" in said
        assert "ctrl+w" in said
        here = room.state.current
        await pilot.press("n")
        assert room.state.current == here
        await pilot.press("N")
        assert room.state.current != here
        assert "N Next" in frame(app)


def test_a_keys_file_that_is_not_one_is_named_and_left_aside(tmp_path: Path) -> None:
    path = tmp_path / "keys.yaml"
    assert keys.read(path).keys == {}
    path.write_text("- a\n- list\n")
    assert "keys.yaml" in keys.read(path).ignored[0]
    path.write_text("a: [")
    assert "keys.yaml" in keys.read(path).ignored[0]
    path.write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in keys.read(path).ignored[0]
    path.write_text("[" * 5000)
    assert "is not YAML" in keys.read(path).ignored[0]
    path.write_text(f"next: 0x{'f' * 5000}")
    assert "is not YAML" in keys.read(path).ignored[0]
    path.write_text("".join(f"a{number}: q\n" for number in range(20_000)))
    assert "is no file of a few lines" in keys.read(path).ignored[0]
    path.write_text("next: [N]")
    assert keys.read(path).ignored == ("keys.yaml: 'a list' is not a key",)
    assert keys.read(path / "below").keys == {}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_place_of_the_keys_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "keys.yaml")
    assert "is no file of a few lines" in keys.read(tmp_path / "keys.yaml").ignored[0]


def test_a_keys_file_full_of_mistakes_is_told_in_two_sentences() -> None:
    actions = [action.id for action in commands.ACTIONS if action.key]
    keymap = keys.checked(dict.fromkeys(actions, "Q"))
    assert len(keymap.ignored) == 2
    assert keymap.ignored[1].endswith("more lines cannot be used")


async def test_a_click_on_the_footer_is_the_key(tmp_path: Path) -> None:
    async with at_points(tmp_path) as (app, pilot, _):
        at = frame(app).splitlines()[-1].index("? Help")
        await pilot.click(KeyFooter, offset=(at, 0))
        assert isinstance(top(app), ActionList)


async def test_the_status_line_fits_every_width(tmp_path: Path) -> None:
    async with at_points(tmp_path, service="A service with a very long name that goes on and on") as (app, _, __):
        for columns in range(60, 220, 7):
            line = app.screen.query_one(StatusLine).line(columns)
            assert sum(len(piece if isinstance(piece, str) else piece[0]) for piece in line) <= max(columns, 72)


async def test_a_read_only_session_says_so_and_refuses_in_a_sentence(tmp_path: Path) -> None:
    rooms, room = make(tmp_path, "stage points", panel=PANEL)
    other = rooms.open(room.name, read_only=True)
    app = PanelApp(rooms, other, settings=tmp_path)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await pilot.press("1")
        await pilot.pause()
        assert sum("look at only" in toast for toast in toasts(app)) >= 1
        assert other.history.last.n == room.history.last.n
    other.close()
    room.close()


async def test_what_another_keyboard_does_is_seen_here(tmp_path: Path) -> None:
    async with at_points(tmp_path, size=(132, 36)) as (app, pilot, room):
        await pilot.press("home")
        speak(room, ["as Jess note 1 + seen from the other side"])
        await until(pilot, lambda: "seen from the other side" in frame(app))
        assert isinstance(top(app), Screen)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("show scores", "Use agile methods: 0 of 4 in"),
        ("show", "Stage: points"),
        ("show todo", "Not signed yet"),
        ("show panel", "Soraya Cole, member"),
        ("show clock", "Clock of point"),
    ],
)
async def test_a_list_is_shown_in_plain_lines_over_the_screen(tmp_path: Path, line: str, shown: str) -> None:
    async with at_points(tmp_path, size=(132, 60)) as (app, pilot, _):
        await pilot.press("colon")
        app.screen.query_one(Input).insert_text_at_cursor(line)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(top(app), Lines))
        await until(pilot, lambda: shown in frame(app))
        await pilot.press("q")
        await until(pilot, lambda: isinstance(top(app), PointsScreen))


async def test_a_list_that_there_is_not_is_said(tmp_path: Path) -> None:
    async with at_points(tmp_path) as (app, pilot, _):
        await pilot.press("colon")
        app.screen.query_one(Input).insert_text_at_cursor("show everything")
        await pilot.press("enter")
        await until(pilot, lambda: any("not something to show" in toast for toast in toasts(app)))


async def test_the_wall_can_be_covered_in_the_middle_of_a_form_and_what_is_typed_stays(tmp_path: Path) -> None:
    async with at_points(tmp_path, "go 3") as (app, pilot, _):
        await pilot.press("e", *"Board")
        await until(pilot, lambda: "Board" in frame(app))
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(top(app), RoomDisplay))
        assert "Board" not in frame(app)
        await pilot.press("x")
        await until(pilot, lambda: "Board" in frame(app))


async def test_what_was_said_to_the_lead_is_not_on_the_wall(tmp_path: Path) -> None:
    async with at_points(tmp_path) as (app, pilot, _):
        app.say_sentence("Kept a note: secret")
        await until(pilot, lambda: "secret" in frame(app))
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(top(app), RoomDisplay))
        assert not toasts(app)


async def test_an_adjourned_session_says_on_top_how_to_go_on_and_then_goes_on(tmp_path: Path) -> None:
    async with at_points(tmp_path, "adjourn until 2026-11-28 because the demo failed") as (app, pilot, room):
        await until(pilot, lambda: any("until 2026-11-28: the demo failed" in toast for toast in toasts(app)))
        assert "adjourned, :reconvene" in frame(app).splitlines()[0]
        await pilot.press("colon")
        app.screen.query_one(Input).insert_text_at_cursor("reconvene")
        await pilot.press("enter")
        await until(pilot, lambda: room.state.adjournment is None)
        await until(pilot, lambda: "adjourned" not in frame(app).splitlines()[0])


async def test_an_adjournment_without_a_date_is_said_too(tmp_path: Path) -> None:
    async with at_points(tmp_path, "adjourn because it is late") as (app, pilot, _):
        await until(pilot, lambda: any("The panel adjourned: it is late" in toast for toast in toasts(app)))
