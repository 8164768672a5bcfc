"""A session on an earlier one, from Set-up: what comes along, the panel to choose from, what is looked at again."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.tui.frame import frame
from tests.tui.making import make
from tests.tui.test_app import toasts, until
from tests.tui.test_frames import checked
from tests.tui.test_setup import choose, form, made, problem, setting_up
from textual.containers import VerticalScroll
from textual.pilot import Pilot

from panel_tui.plan import PlannedSeat
from panel_tui.tui.app import PanelApp
from panel_tui.tui.overlays.choose import Choose
from panel_tui.tui.screens.home import HomeScreen
from panel_tui.tui.screens.setup import SetupScreen

LAST_TIME = (
    "stage points",
    "must 4 show the plan to the Rents team [owner: Rents]",
    "should 2 carry out two retro actions",
    "must all name an owner",
    *(f"decide {number} met because it was shown" for number in (1, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15)),
    "decide 2 partially-met because half of it is planned",
    "decide 11 not-met because nobody has tried it",
)
CLOSED = (*LAST_TIME, "stage close", "outcome not-met because of 11", "close")


def last_time(folder: Path, *lines: str, date: str = "2026-03-02", **more: Any) -> Path:
    """The file of an assessment that was held before."""
    _, room = make(folder, *(lines or CLOSED), date=date, **{"phase": "alpha", "team": "Rents", **more})
    room.close()
    return Path(room.place)


def first_event(app: PanelApp) -> dict[str, Any]:
    """The first event as it is on the disk."""
    what: dict[str, Any] = json.loads(Path(app.speaker.room.place).read_text("utf-8"))["events"]["1"]["what"]
    return what


@asynccontextmanager
async def on(
    folder: Path, file: Path, size: tuple[int, int] = (100, 70)
) -> AsyncIterator[tuple[PanelApp, Pilot[None]]]:
    """Set-up of a beta on this earlier session."""
    async with setting_up(folder, size) as (app, pilot):
        await choose(pilot, app, "localgov-2016", "beta")
        form(app).field("service").put("Manage Arrears")
        form(app).field("earlier").put(str(file))
        await until(pilot, lambda: form(app).before is not None)
        await pilot.pause()
        yield app, pilot


def seats(app: PanelApp) -> list[tuple[str, str]]:
    return [(one.name, one.role) for one in form(app).seats.values()]


def said(app: PanelApp) -> str:
    return " ".join(str(form(app).query_one("#brings").render()).split())


async def test_what_it_brings_is_said_once_it_is_chosen(tmp_path: Path) -> None:
    async with on(tmp_path, last_time(tmp_path)) as (app, pilot):
        assert said(app) == "3 recommendations to check, 15 decisions as history, a panel of 4 to choose from."
        assert "It brings" in frame(app)
        form(app).field("earlier").put("")
        await until(pilot, lambda: not form(app).row("brings").display)


async def test_the_newest_closed_session_of_the_service_is_offered_and_never_taken_by_itself(tmp_path: Path) -> None:
    last_time(tmp_path, date="2025-03-02")
    newest = last_time(tmp_path)
    last_time(tmp_path, "stage points", date="2026-09-01")  # under way
    last_time(tmp_path, *CLOSED, date="2026-10-01", rehearsal=True)
    last_time(tmp_path, *CLOSED, date="2026-11-01", service="Bins")
    async with setting_up(tmp_path) as (app, pilot):
        await pilot.press(*"manage arrears")
        await until(pilot, lambda: "takes the newest of this service" in frame(app))
        assert form(app).value("earlier") == ""
        assert "2026-03-02 Manage Arrears · Alpha · Not met" in " ".join(frame(app).split())
        form(app).field("earlier").focus()
        await pilot.press("right")
        assert form(app).value("earlier") == str(newest)


async def test_the_whole_panel_of_last_time_is_taken_in_one_key_and_what_was_typed_stays(tmp_path: Path) -> None:
    async with on(tmp_path, last_time(tmp_path)) as (app, pilot):
        form(app).query_one("#panel").focus()
        await pilot.press("p")
        assert seats(app) == [
            ("Liz Hall", "lead"),
            ("Soraya Cole", "member"),
            ("Jess Webb", "member"),
            ("Amir Khan", "deputy"),
        ]
        assert form(app).offered == {}
        await made(pilot, app)
        assert [one["name"] for one in first_event(app)["panel"]] == [name for name, _ in seats_kept(app)]


def seats_kept(app: PanelApp) -> list[tuple[str, str]]:
    return [(one.name, one.role) for one in app.speaker.room.state.created.panel]


async def test_each_seat_of_last_time_can_be_taken_or_not(tmp_path: Path) -> None:
    async with on(tmp_path, last_time(tmp_path)) as (app, pilot):
        form(app).query_one("#panel").focus()
        assert "On the panel of last time" in frame(app)
        await pilot.press("end", "up", "enter")  # Jess Webb
        assert seats(app) == [("", "lead"), ("Jess Webb", "member")]
        assert "Jess Webb" not in [one.name for one in form(app).offered.values()]
        form(app).take_off("seat-2")
        assert "Jess Webb" in [one.name for one in form(app).offered.values()]


async def test_the_lead_of_last_time_is_a_deputy_where_there_is_a_lead(tmp_path: Path) -> None:
    async with on(tmp_path, last_time(tmp_path)) as (app, pilot):
        form(app).seats = {"seat-1": PlannedSeat(name="Ana Lead", role="lead")}
        form(app).offer_seats()
        form(app).query_one("#panel").focus()
        await pilot.press("p")
        assert seats(app)[:2] == [("Ana Lead", "lead"), ("Liz Hall", "deputy")]
        await made(pilot, app)


async def test_a_reassessment_of_what_was_not_met_carries_the_rest_over(tmp_path: Path) -> None:
    file = last_time(tmp_path)
    async with on(tmp_path, file) as (app, pilot):
        assert "the points not met (2, 11)" in frame(app)
        form(app).field("reassess").put("not-met")
        await until(pilot, lambda: "13 points are carried over" in frame(app))
        await made(pilot, app)
        first = first_event(app)
        assert len(first["carried"]) == 13
        assert first["earlier"]["session"] == "a-session"
        assert len(first["earlier"]["recommendations"]) == 3
        assert sorted(point.number for point in app.speaker.view.points) == ["11", "2"]


async def test_chosen_points_begin_with_those_not_met(tmp_path: Path) -> None:
    async with on(tmp_path, last_time(tmp_path)) as (app, pilot):
        form(app).field("reassess").put("chosen")
        await until(pilot, lambda: form(app).value("again") == "2 11")
        form(app).field("again").put("2, 99")
        await pilot.press("f4")
        await until(pilot, lambda: "no point '99'" in problem(app, "reassess"))
        form(app).field("again").put("")
        await pilot.press("f4")
        await until(pilot, lambda: "which points are looked at again" in problem(app, "again"))
        form(app).field("again").put("2 5 11")
        await made(pilot, app)
        assert len(first_event(app)["carried"]) == 12


async def test_without_a_reassessment_every_point_is_looked_at(tmp_path: Path) -> None:
    async with on(tmp_path, last_time(tmp_path)) as (app, pilot):
        await made(pilot, app)
        assert first_event(app)["carried"] == []
        assert len(app.speaker.view.points) == 15


async def test_another_standard_is_matched_by_ids_and_what_has_no_match_is_listed(tmp_path: Path) -> None:
    file = last_time(tmp_path)
    async with on(tmp_path, file) as (app, pilot):
        await choose(pilot, app, "govuk-2019", "beta")
        await until(pilot, lambda: "It was held on the Local Government Digital Service Standard" in said(app))
        assert "Without a match here:" in said(app)
        assert said(app).endswith("manager responsible for it.")
        await made(pilot, app)
        assert app.speaker.room.state.earlier is not None
        assert app.speaker.room.state.earlier.unmatched


async def test_a_session_that_is_not_closed_says_so_and_can_be_taken(tmp_path: Path) -> None:
    async with on(tmp_path, last_time(tmp_path, *LAST_TIME)) as (app, pilot):
        assert "It is not closed yet" in said(app)
        await made(pilot, app)


async def test_a_teams_own_record_is_no_earlier_session(tmp_path: Path) -> None:
    file = last_time(tmp_path, "stage points", kind="self")
    async with setting_up(tmp_path) as (app, pilot):
        form(app).field("earlier").put(str(file))
        await until(pilot, lambda: "a team's own record" in problem(app, "earlier"))
        assert "self-assessment" in frame(app)
        assert not form(app).row("brings").display


async def test_a_record_that_was_tampered_with_is_no_earlier_session(tmp_path: Path) -> None:
    file = last_time(tmp_path)
    file.write_text(file.read_text().replace("show the plan", "hide the plan"))
    async with setting_up(tmp_path) as (app, pilot):
        form(app).field("earlier").put("elsewhere:")
        form(app).field("elsewhere").put(str(file))
        await until(pilot, lambda: "does not verify" in problem(app, "earlier"))
        assert form(app).offered == {}


async def test_a_file_elsewhere_is_typed_and_read_when_its_field_is_left(tmp_path: Path) -> None:
    file = last_time(tmp_path / "elsewhere")
    async with setting_up(tmp_path / "sessions") as (app, pilot):
        await choose(pilot, app, "localgov-2016", "beta")
        form(app).field("service").put("Manage Arrears")
        form(app).field("earlier").focus()
        await pilot.press("end", "f4")
        await until(pilot, lambda: "path of the earlier session" in problem(app, "elsewhere"))
        assert app.focused is form(app).field("elsewhere")
        form(app).field("elsewhere").put(str(tmp_path / "nowhere.json"))
        await pilot.press("tab")
        await until(pilot, lambda: bool(problem(app, "earlier")))
        form(app).field("elsewhere").focus()
        form(app).field("elsewhere").put(str(file))
        await pilot.pause()
        assert form(app).before is None
        await pilot.press("tab")
        await until(pilot, lambda: form(app).before is not None)
        assert not problem(app, "earlier")
        await made(pilot, app)
        assert len(first_event(app)["earlier"]["decisions"]) == 15


async def test_what_was_chosen_of_it_is_back_with_the_draft(tmp_path: Path) -> None:
    file = last_time(tmp_path)
    async with on(tmp_path, file) as (app, pilot):
        form(app).field("reassess").put("chosen")
        await until(pilot, lambda: form(app).value("again") == "2 11")
        form(app).query_one("#panel").focus()
        await pilot.press("p", "escape", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
    async with setting_up(tmp_path) as (app, pilot):
        await until(pilot, lambda: form(app).before is not None and form(app).standard is not None)
        await until(pilot, lambda: form(app).row("again").display)
        assert [form(app).value(one) for one in ("earlier", "reassess", "again")] == [str(file), "chosen", "2 11"]
        assert seats(app)[0] == ("Liz Hall", "lead")
        assert form(app).offered == {}
        await made(pilot, app)
        assert len(first_event(app)["carried"]) == 13


async def test_a_teams_own_record_has_a_team_and_no_clocks(tmp_path: Path) -> None:
    file = last_time(tmp_path)
    async with on(tmp_path, file) as (app, pilot):
        form(app).field("kind").put("self")
        await until(pilot, lambda: not form(app).row("briefing").display)
        hidden = ("deliberation", "questions", "reassess", "again")
        assert [name for name in hidden if form(app).row(name).display] == []
        assert form(app).offered == {}
        assert "Team's name" in frame(app)
        assert said(app) == "3 recommendations to check, 15 decisions as history."
        form(app).field("team").put("Rents")
        await made(pilot, app)
        assert first_event(app)["kind"] == "self"
        assert seats_kept(app) == [("Rents", "lead")]
        assert app.speaker.view.is_self


async def test_capital_n_at_home_sets_up_the_next_session_of_the_service(tmp_path: Path) -> None:
    file = last_time(tmp_path, organisation="Hackney Council", order="numbers")
    os.utime(file, (1795262400, 1795262400))
    async with at_home_then(tmp_path, "N") as (app, pilot):
        await until(pilot, lambda: bool(form(app).query("#rehearsal")))
        await until(pilot, lambda: form(app).value("phase") == "beta")
        values = [form(app).value(one) for one in ("service", "team", "organisation", "order", "earlier")]
        assert values == ["Manage Arrears", "Rents", "Hackney Council", "numbers", str(file)]
        assert form(app).standard.id == "localgov-2016"  # type: ignore[union-attr]
        await made(pilot, app)
        created = app.speaker.room.state.created
        assert (created.phase, created.earlier is not None, created.carried) == ("beta", True, ())


@asynccontextmanager
async def at_home_then(folder: Path, key: str) -> AsyncIterator[tuple[PanelApp, Pilot[None]]]:
    from tests.tui.test_home import at_home

    async with at_home(folder, (100, 70)) as (app, pilot):
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, SetupScreen | Choose))
        yield app, pilot


async def test_it_asks_before_it_takes_the_place_of_what_was_begun(tmp_path: Path) -> None:
    last_time(tmp_path)
    async with setting_up(tmp_path) as (app, pilot):
        await pilot.press(*"Bins", "escape", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
    for keys, service in (("enter",), "Bins"), (("down", "enter"), "Manage Arrears"):
        async with at_home_then(tmp_path, "N") as (app, pilot):
            await until(pilot, lambda app=app: isinstance(app.screen, Choose) and "“Bins”" in frame(app))  # type: ignore[misc]
            await pilot.press(*keys)
            await until(pilot, lambda app=app: isinstance(app.screen, SetupScreen))  # type: ignore[misc]
            await until(pilot, lambda app=app, service=service: form(app).value("service") == service)  # type: ignore[misc]


async def test_it_says_why_not_of_a_teams_own_record(tmp_path: Path) -> None:
    last_time(tmp_path, "stage points", kind="self")
    from tests.tui.test_home import at_home

    async with at_home(tmp_path) as (app, pilot):
        await pilot.press("N")
        await pilot.pause()
        assert any("a team's own record" in one for one in toasts(app))


@pytest.mark.parametrize("size", [(80, 24), (132, 36)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_set_up_on_an_earlier_session_looks_as_it_was_accepted(tmp_path: Path, size: tuple[int, int]) -> None:
    async with on(tmp_path, last_time(tmp_path), size) as (app, pilot):
        form(app).field("reassess").put("not-met")
        form(app).query_one("#panel").focus()
        await pilot.press("end")
        await settled(pilot, app, top="date")
        checked(frame(app), f"setup-earlier-panel-{size[0]}x{size[1]}")
        form(app).field("reassess").focus()
        await settled(pilot, app, top="kind")
        checked(frame(app), f"setup-earlier-{size[0]}x{size[1]}")


async def settled(pilot: Pilot[None], app: PanelApp, top: str) -> None:
    """This row stands at the top, as far as it can, and nothing moves any more."""
    for _ in range(3):
        await pilot.pause()
    fields = form(app).query_one("#fields", VerticalScroll)
    row = form(app).row(top)
    fields.scroll_to(y=row.virtual_region.y - 1, animate=False, immediate=True)
    before = ""
    while before != frame(app):
        before = frame(app)
        await pilot.pause()


async def test_a_teams_own_record_looks_as_it_was_accepted(tmp_path: Path) -> None:
    async with setting_up(tmp_path, (80, 24)) as (app, pilot):
        await choose(pilot, app, "localgov-2016", "beta")
        form(app).field("kind").put("self")
        form(app).query_one("#panel").focus()
        await settled(pilot, app, top="kind")
        checked(frame(app), "setup-self-80x24")
