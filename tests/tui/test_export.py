"""The export: what is chosen, what the copy leaves out, where it goes, and what is said when it cannot."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.tui.frame import frame
from tests.tui.making import make
from tests.tui.test_app import toasts, until
from tests.tui.test_frames import SIZES, checked
from textual.pilot import Pilot

from panel_tui.report.export import formats
from panel_tui.room import Room
from panel_tui.session import bodies
from panel_tui.tui.app import PanelApp
from panel_tui.tui.forms.fields import Choice, Words
from panel_tui.tui.overlays.prompt import Prompt
from panel_tui.tui.screens.close import CloseScreen
from panel_tui.tui.screens.export import FORMATS, SHARE, ExportScreen

NAME = "2026-11-21-manage-arrears-beta-report"


@asynccontextmanager
async def exporting(
    folder: Path, *lines: str, size: tuple[int, int] = (100, 40), where: str | None = None
) -> AsyncIterator[tuple[PanelApp, Pilot[None], Room]]:
    """The app in the export of a session at Close; the folder that it offers is `where`."""
    rooms, room = make(folder / "sessions", *lines, "stage close", date="2026-11-21")
    app = PanelApp(rooms, room, settings=folder)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen) and bool(app.screen.query("#folder")))
        put(app, "folder", str(folder) if where is None else where)
        await pilot.pause()
        yield app, pilot, room
    room.close()


def put(app: PanelApp, field: str, value: str) -> None:
    found = app.screen.query_one(f"#{field}")
    assert isinstance(found, Choice | Words)
    found.put(value)


def value(app: PanelApp, field: str) -> str:
    found = app.screen.query_one(f"#{field}")
    assert isinstance(found, Choice | Words)
    return found.value


def said(app: PanelApp) -> str:
    return str(app.screen.query_one("#said").render())


async def written(pilot: Pilot[None], app: PanelApp) -> None:
    await pilot.press("f4")
    await until(pilot, lambda: said(app).startswith("✓ Written"))


@pytest.mark.parametrize("format", formats())
async def test_every_format_is_written_and_kept_as_an_event(tmp_path: Path, format: str) -> None:
    async with exporting(tmp_path) as (app, pilot, room):
        put(app, "format", format)
        put(app, "reader", "team")
        await pilot.pause()
        await written(pilot, app)
        what = room.history.last.what
        assert isinstance(what, bodies.Exported)
        assert (what.format, what.audience) == (format, "team")
    endings = {"trello-csv": "-trello.csv", "cards": "-cards"}
    path = tmp_path / f"{NAME}-team{endings.get(format, f'.{format}')}"
    assert (path if path.is_file() else next(path.glob("01-*.md"))).stat().st_size > 100


async def test_the_copy_is_for_whom_it_was_chosen(tmp_path: Path) -> None:
    async with exporting(tmp_path, "private all ask about the budget") as (app, pilot, _):
        put(app, "format", "json")
        put(app, "reader", "internal")
        await pilot.pause()
        assert value(app, "file") == f"{NAME}-internal.json"
        await written(pilot, app)
    document = json.loads((tmp_path / f"{NAME}-internal.json").read_text())
    assert document["panel"][0]["name"] == "Liz Hall"


async def test_it_says_before_writing_what_the_copy_leaves_out_and_who_should_get_it(tmp_path: Path) -> None:
    async with exporting(tmp_path) as (app, pilot, _):
        put(app, "reader", "public")
        await pilot.pause()
        gaps = str(app.screen.query_one("#gaps").render())
        assert "scores" in gaps
        assert "the panel’s names" in gaps
        assert SHARE["public"] in " ".join(frame(app).split())


async def test_a_draft_is_called_a_draft(tmp_path: Path) -> None:
    async with exporting(tmp_path) as (app, _, _room):
        assert "a draft, for it is not closed" in frame(app)


async def test_a_name_of_ones_own_stays_while_the_audience_changes(tmp_path: Path) -> None:
    async with exporting(tmp_path) as (app, pilot, _):
        put(app, "file", "for-ana.html")
        put(app, "reader", "panel")
        await pilot.pause()
        assert value(app, "file") == "for-ana.html"
        await written(pilot, app)
    assert (tmp_path / "for-ana.html").is_file()


async def test_a_file_that_is_there_is_said_before_it_is_replaced(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}-team.html").write_text("typed by hand")
    async with exporting(tmp_path) as (app, pilot, _):
        assert "it will be replaced" in said(app)
        put(app, "file", "another.html")
        await pilot.pause()
        assert not said(app)


async def test_a_folder_that_is_not_there_is_one_sentence_and_nothing_is_kept(tmp_path: Path) -> None:
    async with exporting(tmp_path, where=str(tmp_path / "nowhere")) as (app, pilot, room):
        before = room.history.last.n
        await pilot.press("f4")
        await until(pilot, lambda: "was not written" in said(app))
        assert "\n" not in said(app)
        assert room.history.last.n == before
        assert value(app, "folder") == str(tmp_path / "nowhere")


async def test_a_report_never_takes_the_place_of_a_session(tmp_path: Path) -> None:
    async with exporting(tmp_path) as (app, pilot, room):
        put(app, "folder", str(tmp_path / "sessions"))
        put(app, "file", room.place.rpartition("/")[2])
        await pilot.press("f4")
        await until(pilot, lambda: "is a session, not a report" in said(app))


async def test_no_name_writes_nothing(tmp_path: Path) -> None:
    async with exporting(tmp_path) as (app, pilot, room):
        before = room.history.last.n
        put(app, "file", "   ")
        app.screen.query_one("#folder").focus()
        await pilot.press("enter")
        await pilot.pause()
        assert value(app, "file").strip() or room.history.last.n == before


async def test_the_path_can_be_copied_once_there_is_one(tmp_path: Path) -> None:
    async with exporting(tmp_path) as (app, pilot, _):
        await pilot.press("y")
        assert not toasts(app)
        await written(pilot, app)
        await pilot.press("y")
        await pilot.pause()
        assert app.clipboard == str((tmp_path / f"{NAME}-team.html").resolve())
        assert any("clipboard" in toast for toast in toasts(app))


async def test_esc_leaves_without_writing(tmp_path: Path) -> None:
    async with exporting(tmp_path) as (app, pilot, room):
        before = room.history.last.n
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CloseScreen))
        assert room.history.last.n == before


async def test_the_words_of_the_command_are_chosen_already(tmp_path: Path) -> None:
    async with exporting(tmp_path) as (app, pilot, _):
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CloseScreen))
        await pilot.press("colon")
        await until(pilot, lambda: isinstance(app.screen, Prompt))
        await pilot.press(*"export", "space", *"csv", "space", *"for", "space", *"panel", "enter")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen) and bool(app.screen.query("#folder")))
        assert (value(app, "format"), value(app, "reader")) == ("csv", "panel")


def test_every_format_and_audience_has_a_sentence() -> None:
    assert tuple(FORMATS) == formats()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_export_looks_as_it_was_accepted(tmp_path: Path, size: tuple[int, int]) -> None:
    async with exporting(tmp_path, size=size, where="/home/liz/reports") as (app, pilot, _):
        await pilot.pause()
        checked(frame(app), f"export-{size[0]}x{size[1]}")
