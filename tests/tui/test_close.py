"""Close: what is missing and where it is mended, results, outcome, signatures, and the end of the record."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.tui.frame import frame
from tests.tui.making import Clock, make
from tests.tui.test_app import toasts, until
from tests.tui.test_frames import SIZES, checked
from textual.pilot import Pilot

from panel_tui.room import Room
from panel_tui.session import bodies
from panel_tui.standard.model import Standard
from panel_tui.tui import themes
from panel_tui.tui.app import PanelApp
from panel_tui.tui.forms.closing import AgreeForm, OutcomeForm, PublishForm, ReopenForm, SignForm
from panel_tui.tui.forms.fields import Words
from panel_tui.tui.overlays.reader import Reader
from panel_tui.tui.screens.briefing import BriefingScreen
from panel_tui.tui.screens.close import CloseScreen
from panel_tui.tui.screens.deliberation import DeliberationScreen
from panel_tui.tui.screens.export import ExportScreen
from panel_tui.tui.widgets.key_footer import KeyFooter
from panel_tui.tui.widgets.rows import Rows

POINTS = range(1, 16)
ALL_MET = (
    "stage points",
    "as Soraya note 3 + boards and retros",
    "as Soraya score 3 partially-met",
    "as Jess score 3 met",
    "reveal 3",
    "stage deliberation",
    *(f"decide {number} met because it was shown" for number in POINTS),
)
AGREED = (*ALL_MET, "stage close", "outcome met")
SIGNED = (*AGREED, "sign", "as Soraya sign with a pleasure", "as Jess sign", "as Amir sign")


@asynccontextmanager
async def closing(
    folder: Path, *lines: str, size: tuple[int, int] = (100, 40), **more: Any
) -> AsyncIterator[tuple[PanelApp, Pilot[None], Room]]:
    """The app at Close, after these lines."""
    clock = Clock()
    rooms, room = make(folder, *lines, date="2026-11-21", clock=clock, **more)
    app = PanelApp(rooms, room, settings=folder)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: bool(app.screen.query("#results")) and todo(app).size.width > 0)
        await pilot.pause()
        yield app, pilot, room
    room.close()


def screen(app: PanelApp) -> CloseScreen:
    found = app.screen
    assert isinstance(found, CloseScreen)
    return found


def todo(app: PanelApp) -> Rows:
    return app.screen.query_one("#todo", Rows)


def footer(app: PanelApp) -> list[str]:
    return [key.id for key in app.screen.query_one(KeyFooter).keys]


async def test_what_is_missing_stands_first_with_where_it_is_mended(tmp_path: Path) -> None:
    async with closing(tmp_path, *ALL_MET, "stage close") as (app, _, _room):
        shown = frame(app)
        assert "Still to do" in shown
        assert "The outcome is not agreed" in shown
        assert "→ Briefing" in shown
        assert screen(app)._todo[0].stage == "close"


async def test_enter_on_what_is_missing_goes_to_its_stage_and_point(tmp_path: Path) -> None:
    async with closing(tmp_path, "stage close") as (app, pilot, room):
        place = next(n for n, one in enumerate(screen(app)._todo) if "14 is undecided" in one.text)
        todo(app).go(str(place))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DeliberationScreen))
        assert room.state.stage == "deliberation"
        wanted = room.state.standard.point_by_number("14")
        await until(pilot, lambda: app.screen.looked_at is not None and app.screen.looked_at.point == wanted)  # type: ignore[attr-defined]


async def test_enter_on_a_line_of_the_briefing_moves_the_room_there(tmp_path: Path) -> None:
    async with closing(tmp_path, "stage close") as (app, pilot, room):
        await pilot.press("home", "down", "down", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, BriefingScreen))
        assert room.state.stage == "briefing"


async def test_a_member_cannot_move_the_room_and_is_told_why(tmp_path: Path) -> None:
    async with closing(tmp_path, "stage close") as (app, pilot, room):
        await pilot.press("w", *"Soraya", "enter")
        await until(pilot, lambda: app.speaker.seat == "seat-2")
        await pilot.press("end", "enter")
        await until(pilot, lambda: any("only the lead" in toast.lower() for toast in toasts(app)))
        assert room.state.stage == "close"


async def test_enter_on_what_is_mended_here_opens_its_form(tmp_path: Path) -> None:
    async with closing(tmp_path, *ALL_MET, "stage close") as (app, pilot, _):
        place = next(n for n, one in enumerate(screen(app)._todo) if one.action == "outcome")
        todo(app).go(str(place))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, OutcomeForm))


async def test_the_suggestion_stands_beside_what_was_agreed_and_why(tmp_path: Path) -> None:
    lines = (*ALL_MET, "stage close", "outcome not-met because the demo was of another service")
    async with closing(tmp_path, *lines) as (app, _, _room):
        shown = frame(app)
        assert "Suggested  Met" in shown
        assert "15 Met" in shown
        assert "because the demo was of another service" in shown
        assert "Liz Hall" in shown


async def test_results_are_in_the_order_of_their_numbers_with_decision_and_spread(tmp_path: Path) -> None:
    async with closing(tmp_path, *AGREED) as (app, _, _room):
        rows = [line for line in frame(app).splitlines() if "● Met" in line]
        assert [line.split()[0].lstrip("›") for line in rows if line.strip()[:1] != "›"][:3] == ["2", "3", "4"]
        assert "differs" in next(line for line in rows if "Use agile" in line)


async def test_enter_on_a_result_shows_its_reason(tmp_path: Path) -> None:
    async with closing(tmp_path, *AGREED) as (app, pilot, _):
        screen(app).look_at(app.speaker.view.points[0].id)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader))
        assert "because it was shown" in frame(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CloseScreen))


async def test_the_record_says_why_it_cannot_be_closed_and_c_says_so_too(tmp_path: Path) -> None:
    async with closing(tmp_path, "stage close") as (app, pilot, room):
        assert "still undecided" in frame(app)
        await pilot.press("c")
        await until(pilot, lambda: any("still undecided" in toast for toast in toasts(app)))
        assert room.state.closed_at is None


async def test_the_lead_agrees_signs_and_closes_by_keyboard(tmp_path: Path) -> None:
    async with closing(tmp_path, *ALL_MET, "stage close") as (app, pilot, room):
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, OutcomeForm))
        await pilot.press("enter")
        await until(pilot, lambda: room.state.outcome is not None and isinstance(app.screen, CloseScreen))
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, SignForm))
        await pilot.press("enter")
        await until(pilot, lambda: len(room.state.signed) == 1 and isinstance(app.screen, CloseScreen))
        await pilot.press("c")
        await until(pilot, lambda: room.state.closed_at is not None)
        await until(pilot, lambda: "closed 21 Nov 2026" in frame(app))
        assert "reopen" in footer(app)
        assert "close" not in footer(app)


async def test_a_closed_record_is_opened_again_with_a_reason(tmp_path: Path) -> None:
    async with closing(tmp_path, *SIGNED, "close") as (app, pilot, room):
        await pilot.press("R")
        await until(pilot, lambda: isinstance(app.screen, ReopenForm))
        app.screen.query_one(Words).put("the fact check found a mistake")
        await pilot.press("enter")
        await until(pilot, lambda: room.state.closed_at is None and isinstance(app.screen, CloseScreen))
        assert "close" in footer(app)


async def test_another_seat_signs_for_itself_once_it_has_the_keyboard(tmp_path: Path) -> None:
    async with closing(tmp_path, *AGREED) as (app, pilot, room):
        await pilot.press("w", *"Jess", "enter")
        await until(pilot, lambda: app.speaker.seat == "seat-3" and isinstance(app.screen, CloseScreen))
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, SignForm))
        await pilot.press("f4")
        await until(pilot, lambda: bool(room.state.signed))
        assert [one.seat for one in room.state.signed] == ["seat-3"]


async def test_who_has_signed_and_who_has_not(tmp_path: Path) -> None:
    async with closing(tmp_path, *AGREED, "as Soraya sign with a pleasure", size=(132, 36)) as (app, _, _room):
        shown = frame(app)
        assert "Signed  1 of 4" in shown
        assert "✓ Soraya Cole" in shown
        assert "pleasure”" in shown
        assert "· Jess Webb  not yet" in shown


async def test_a_report_that_was_written_is_listed_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with closing(tmp_path, *AGREED, size=(132, 36)) as (app, pilot, _):
        assert "none yet: e writes one" in frame(app)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        await pilot.press("enter")
        await until(pilot, lambda: "✓ Written" in frame(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CloseScreen) and "html for team" in frame(app))
        assert "→ /" in frame(app)


async def test_a_conversation_shows_agreed_texts_and_no_outcome(tmp_path: Path) -> None:
    lines = ("stage points", "stage close", "agree done-well They listened to caseworkers")
    async with closing(tmp_path, *lines, standard="discovery-light-touch", phase="discovery") as (app, pilot, room):
        shown = frame(app)
        assert "Suggested" not in shown
        assert "They listened to caseworkers" in shown
        assert "nothing yet" in shown
        assert footer(app)[:2] == ["stage", "agree"]
        app.screen.query_one("#results").focus()
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, AgreeForm))
        app.screen.query_one(Words).put("Ask tenants first")
        await pilot.press("f4")
        await until(pilot, lambda: len(room.state.agreed) == 2)


async def test_a_member_cannot_write_an_agreed_text_and_is_told_why(tmp_path: Path) -> None:
    async with closing(
        tmp_path, "stage points", "stage close", standard="discovery-light-touch", phase="discovery"
    ) as (app, pilot, _):
        app.speaker.seat = "seat-2"
        app.screen.query_one("#results").focus()
        await pilot.press("enter")
        await until(pilot, lambda: any("only the lead" in toast.lower() for toast in toasts(app)))


async def test_looked_at_is_the_point_of_the_list_that_has_the_keyboard(tmp_path: Path) -> None:
    async with closing(tmp_path, "stage close") as (app, pilot, _):
        place = next(n for n, one in enumerate(screen(app)._todo) if "point 14" in one.text)
        todo(app).go(str(place))
        looked = screen(app).looked_at
        assert looked is not None
        assert looked.number == "14"
        app.screen.query_one("#results").focus()
        await pilot.press("down")
        looked = screen(app).looked_at
        assert looked is not None
        assert looked.number == "2"


async def test_two_thousand_points_are_listed(tmp_path: Path, many_points: Standard) -> None:
    async with closing(tmp_path, "stage close", standard=many_points) as (app, _, _room):
        assert app.screen.query_one("#results", Rows).count == 2000


@pytest.fixture
def many_points() -> Standard:
    from msgspec.structs import replace
    from tests.tui.making import ROOT

    from panel_tui.standard.reader import read_standard

    standard = read_standard(ROOT / "standards" / "localgov-2016.yaml")
    one = standard.points[0]
    points = tuple(replace(one, id=f"point-{n}", number=str(n), title=f"Point {n}") for n in range(1, 2001))
    return replace(standard, points=points, running_order=(), outcome_rules=())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_close_looks_as_it_was_accepted(tmp_path: Path, size: tuple[int, int]) -> None:
    async with closing(tmp_path, *AGREED, "as Soraya sign with a pleasure", size=size) as (app, _, _room):
        checked(frame(app), f"close-{size[0]}x{size[1]}")


async def test_a_closed_record_looks_as_it_was_accepted(tmp_path: Path) -> None:
    async with closing(tmp_path, *SIGNED, "close", size=(80, 24)) as (app, _, _room):
        checked(frame(app), "close-closed-80x24")


async def test_the_end_of_a_conversation_looks_as_it_was_accepted(tmp_path: Path) -> None:
    lines = ("stage points", "stage close", "agree done-well They listened to caseworkers")
    async with closing(tmp_path, *lines, size=(80, 24), standard="discovery-light-touch", phase="discovery") as (
        app,
        _,
        _room,
    ):
        checked(frame(app), "close-conversation-80x24")


async def test_close_says_the_same_in_the_light_and_without_colour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with closing(tmp_path / "dark", *AGREED) as (app, pilot, _):
        dark = frame(app)
        await pilot.press("f9")
        await pilot.pause()
        assert app.theme == themes.LIGHT.name
        assert frame(app) == dark
    monkeypatch.setenv("NO_COLOR", "1")
    async with closing(tmp_path / "plain", *AGREED) as (app, _, _room):
        assert frame(app) == dark


PUBLISHED = (*SIGNED, "close", "publish report https://reports.example/manage-arrears board https://board.example/b/1")


async def test_only_a_closed_record_is_published(tmp_path: Path) -> None:
    async with closing(tmp_path, *SIGNED) as (app, pilot, room):
        before = room.state.n
        assert "Published" not in frame(app)
        assert "publish" not in footer(app)
        await pilot.press("P")
        await pilot.pause()
        assert "close the session first; only what is closed is published" in str(toasts(app))
        assert room.state.n == before


async def test_a_closed_record_is_published_with_its_addresses(tmp_path: Path) -> None:
    async with closing(tmp_path, *SIGNED, "close") as (app, pilot, room):
        assert "Published  no   P puts it into the register" in frame(app)
        await pilot.press("P")
        await until(pilot, lambda: isinstance(app.screen, PublishForm))
        await pilot.pause()
        await pilot.press(*"reports.example", "enter")
        await pilot.pause()
        assert "Not kept" in frame(app)
        form = app.screen
        assert isinstance(form, PublishForm)
        form.field("report").put("https://reports.example/1")
        await pilot.press("enter")
        assert room.history.last.what == bodies.Published(report="https://reports.example/1")
        await pilot.pause()
        assert "Published  yes, report https://reports.example/1" in frame(app)
        await pilot.press("P")
        await until(pilot, lambda: isinstance(app.screen, PublishForm))
        await pilot.pause()
        assert "Published already" in frame(app)
        await pilot.press("escape", "colon", *"unpublish", "enter")
        await pilot.pause()
        assert "Published  no" in frame(app)


async def test_a_published_record_looks_as_it_was_accepted(tmp_path: Path) -> None:
    async with closing(tmp_path, *PUBLISHED, size=(80, 24)) as (app, _, _):
        checked(frame(app), "close-published-80x24")


async def test_a_rehearsal_says_nothing_of_publishing(tmp_path: Path) -> None:
    async with closing(tmp_path, *SIGNED, "close", rehearsal=True) as (app, _, _):
        assert "Published" not in frame(app)
