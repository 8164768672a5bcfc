"""Set-up: a new session by keyboard alone, every mistake beside its field, nothing that was typed lost."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.tui.frame import frame
from tests.tui.making import Clock, make
from tests.tui.test_app import until
from tests.tui.test_frames import SIZES, checked
from textual.pilot import Pilot

from panel_tui.rooms import Rooms
from panel_tui.standard.finder import shipped_folder
from panel_tui.tui.app import PanelApp
from panel_tui.tui.forms.fields import Words
from panel_tui.tui.overlays.choose import Choose
from panel_tui.tui.screens.home import HomeScreen
from panel_tui.tui.screens.setup import SetupScreen
from panel_tui.tui.screens.setup_parts import Labelled, length_words, typed_length
from panel_tui.tui.screens.setup_seat import PlannedSeatBox


@asynccontextmanager
async def setting_up(folder: Path, size: tuple[int, int] = (100, 60)) -> AsyncIterator[tuple[PanelApp, Pilot[None]]]:
    """The app in the set-up of a new session, with the standards read."""
    app = PanelApp(Rooms.at(folder, {}, folder, Clock()), settings=folder)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, SetupScreen) and len(form(app).query(Labelled)) > 10)
        await until(pilot, lambda: len(getattr(form(app).field("standard"), "options", ())) > 1)
        yield app, pilot
        if app.open_speaker is not None:
            app.open_speaker.room.close()


def form(app: PanelApp) -> SetupScreen:
    screen = app.screen
    assert isinstance(screen, SetupScreen)
    return screen


async def choose(pilot: Pilot[None], app: PanelApp, standard: str, phase: str) -> None:
    """Choose a standard by its id, and a phase that it has."""
    form(app).field("standard").put(str(shipped_folder() / f"{standard}.yaml"))
    await until(pilot, lambda: form(app).standard is not None and form(app).standard.id == standard)  # type: ignore[union-attr]
    form(app).field("phase").put(phase)
    await pilot.pause()


def problem(app: PanelApp, field: str) -> str:
    return str(form(app).row(field).query_one(".problem").render())


async def made(pilot: Pilot[None], app: PanelApp) -> None:
    await pilot.press("f4")
    await until(pilot, lambda: app.open_speaker is not None)


async def test_a_session_is_made_by_keyboard_alone(tmp_path: Path) -> None:
    async with setting_up(tmp_path, (80, 24)) as (app, pilot):
        await pilot.press(*"Bins", "tab", "right")
        await until(pilot, lambda: form(app).standard is not None)
        await pilot.press("tab", "right", "enter", "f4")
        await until(pilot, lambda: app.open_speaker is not None)
        created = app.speaker.room.state.created
        assert (created.service, created.date, created.rehearsal) == ("Bins", "2026-11-21", False)
        assert [one.name for one in app.rooms.list()] == ["2026-11-21-bins-discovery"]


async def test_no_standard_and_no_phase_is_chosen_for_anybody(tmp_path: Path) -> None:
    async with setting_up(tmp_path) as (app, pilot):
        await pilot.press(*"Bins", "f4")
        await pilot.pause()
        assert "Choose a standard" in problem(app, "standard")
        await choose(pilot, app, "localgov-2016", "")
        await pilot.press("f4")
        await until(pilot, lambda: "needs a phase" in problem(app, "phase"))
        assert app.focused is form(app).field("phase")


async def test_the_standard_of_the_newest_session_is_offered_first(tmp_path: Path) -> None:
    _, room = make(tmp_path, standard="nhs")
    room.close()
    async with setting_up(tmp_path) as (app, pilot):
        await until(pilot, lambda: form(app).standard is not None)
        assert form(app).standard.id == "nhs"  # type: ignore[union-attr]


async def test_every_mistake_stands_beside_its_field_and_the_typed_text_stays(tmp_path: Path) -> None:
    async with setting_up(tmp_path) as (app, pilot):
        await choose(pilot, app, "localgov-2016", "beta")
        form(app).field("date").put("next week")
        form(app).field("briefing").put("soon")
        form(app).field("team").put("Rents")
        await pilot.press("f4")
        await until(pilot, lambda: bool(problem(app, "service")))
        assert "name of a service" in problem(app, "service")
        assert "'next week' is not a date" in problem(app, "date")
        assert "'soon' is not a length" in problem(app, "briefing")
        assert not problem(app, "questions")
        assert form(app).value("date") == "next week"
        assert form(app).value("team") == "Rents"
        assert app.focused is form(app).field("service")


async def test_a_mistake_goes_when_it_is_mended(tmp_path: Path) -> None:
    async with setting_up(tmp_path) as (app, pilot):
        await choose(pilot, app, "localgov-2016", "beta")
        await pilot.press("f4")
        await until(pilot, lambda: bool(problem(app, "service")))
        await pilot.press(*"Bins", "tab")
        await until(pilot, lambda: not problem(app, "service"))
        assert app.open_speaker is None


async def test_clocks_follow_the_phase_unless_somebody_changed_them(tmp_path: Path) -> None:
    async with setting_up(tmp_path) as (app, pilot):
        await choose(pilot, app, "localgov-2016", "beta")
        assert form(app).value("deliberation") == "45m"
        form(app).field("questions").put("15")
        form(app).field("phase").put("discovery")
        await until(pilot, lambda: form(app).value("deliberation") == "30m")
        assert form(app).value("questions") == "15"
        form(app).field("service").put("Bins")
        await made(pilot, app)
        assert app.speaker.room.state.created.timeboxes == {"questions": 900}


async def test_only_what_the_standard_has_is_asked_for(tmp_path: Path) -> None:
    async with setting_up(tmp_path) as (app, pilot):
        await choose(pilot, app, "govuk-2019", "beta")
        assert form(app).row("scale").display
        await choose(pilot, app, "discovery-light-touch", "discovery")
        assert not form(app).row("scale").display
        assert not form(app).row("deliberation").display
        form(app).field("service").put("HR forms")
        await made(pilot, app)
        assert app.speaker.room.state.standard.is_conversation


async def test_another_scale_and_walk_and_a_rehearsal_are_kept(tmp_path: Path) -> None:
    async with setting_up(tmp_path) as (app, pilot):
        await choose(pilot, app, "govuk-2019", "beta")
        for field, value in (("service", "Bins"), ("order", "numbers"), ("rehearsal", "yes")):
            form(app).field(field).put(value)
        scale = next(one.value for one in form(app).field("scale").options if one.value != "default")  # type: ignore[union-attr]
        form(app).field("scale").put(scale)
        await made(pilot, app)
        created = app.speaker.room.state.created
        assert (created.scale, created.order, created.rehearsal) == (scale, "numbers", True)


async def test_seats_are_added_changed_and_taken_off(tmp_path: Path) -> None:
    async with setting_up(tmp_path) as (app, pilot):
        await choose(pilot, app, "localgov-2016", "beta")
        form(app).field("service").put("Bins")
        form(app).query_one("#panel").focus()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PlannedSeatBox))
        app.screen.query_one("#name", Words).put("Ana Lead")
        await pilot.press("enter")
        await until(pilot, lambda: "Ana Lead  lead" in frame(app))
        for name in ("Jess West", "Tom Okafor"):
            await pilot.press("a")
            await until(pilot, lambda: isinstance(app.screen, PlannedSeatBox))
            app.screen.query_one("#name", Words).put(name)
            app.screen.query_one("#points", Words).put("1, 2 99" if name == "Jess West" else "")
            await pilot.press("f4")
            await until(pilot, lambda name=name: f"{name}  member" in frame(app))  # type: ignore[misc]
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Choose) and "Take Tom Okafor off the panel?" in frame(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SetupScreen))
        assert "Tom Okafor" in frame(app)
        await pilot.press("x", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, SetupScreen) and "Tom Okafor" not in frame(app))
        await pilot.press("f4")
        await until(pilot, lambda: bool(problem(app, "panel")))
        assert "Jess West: the standard has no point '99'" in problem(app, "panel")
        form(app).query_one("#panel").focus()
        await pilot.press("end", "up", "enter")
        await until(pilot, lambda: isinstance(app.screen, PlannedSeatBox))
        app.screen.query_one("#points", Words).put("1 2")
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, SetupScreen) and not problem(app, "panel"))
        await made(pilot, app)
        panel = app.speaker.room.state.created.panel
        assert [(seat.name, seat.role, len(seat.points)) for seat in panel] == [
            ("Ana Lead", "lead", 0),
            ("Jess West", "member", 2),
        ]


async def test_a_seat_that_is_left_with_esc_stays_as_it_was(tmp_path: Path) -> None:
    async with setting_up(tmp_path) as (app, pilot):
        form(app).query_one("#panel").focus()
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, PlannedSeatBox))
        app.screen.query_one("#name", Words).put("Jess West")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, SetupScreen))
        assert "Jess West" not in frame(app)


async def test_the_recommendations_of_an_earlier_session_come_along(tmp_path: Path) -> None:
    _, room = make(tmp_path, "should 4 show the plan", date="2026-03-02")
    room.close()
    async with setting_up(tmp_path) as (app, pilot):
        await choose(pilot, app, "localgov-2016", "beta")
        form(app).field("service").put("Manage Arrears")
        form(app).field("earlier").put(room.place)
        assert "2026-03-02 Manage Arrears" in frame(app)
        await made(pilot, app)
        earlier = app.speaker.room.state.earlier
        assert earlier is not None
        assert [one.text for one in earlier.recommendations] == ["show the plan"]


async def test_an_earlier_session_that_is_gone_is_said_and_nothing_is_made(tmp_path: Path) -> None:
    _, room = make(tmp_path, date="2026-03-02")
    room.close()
    async with setting_up(tmp_path) as (app, pilot):
        await choose(pilot, app, "localgov-2016", "beta")
        form(app).field("service").put("Manage Arrears")
        form(app).field("earlier").put(room.place)
        os.unlink(room.place)  # noqa: PTH108  as quick as can be
        await pilot.press("f4")
        await until(pilot, lambda: bool(problem(app, "earlier")))
        assert app.open_speaker is None
        assert app.focused is form(app).field("earlier")


async def test_esc_asks_before_typed_text_is_thrown_away(tmp_path: Path) -> None:
    async with setting_up(tmp_path) as (app, pilot):
        await pilot.press(*"Bins", "escape")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SetupScreen))
        assert form(app).value("service") == "Bins"
        await pilot.press("escape", "end", "enter")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        await until(pilot, lambda: not list(tmp_path.glob(".new-session*")))


async def test_what_was_typed_and_left_is_back_with_the_next_n_and_gone_once_it_is_made(tmp_path: Path) -> None:
    async with setting_up(tmp_path) as (app, pilot):
        await choose(pilot, app, "govuk-2019", "beta")
        for field, value in (("scale", "rag"), ("order", "numbers"), ("questions", "15"), ("description", "One\nTwo")):
            form(app).field(field).put(value)
        form(app).query_one("#panel").focus()
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, PlannedSeatBox))
        app.screen.query_one("#name", Words).put("Jess West")
        app.screen.query_one("#points", Words).put("1 2")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SetupScreen))
        await pilot.press("escape", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
    async with setting_up(tmp_path) as (app, pilot):
        await until(pilot, lambda: form(app).value("scale") == "rag")
        await until(pilot, lambda: "what you typed last time is back" in frame(app))
        said = [form(app).value(one) for one in ("phase", "order", "briefing", "questions", "description")]
        assert said == ["beta", "numbers", "30m", "15", "One\nTwo"]
        assert [(one.name, one.role, one.points) for one in form(app).seats.values()] == [
            ("", "lead", ()),
            ("Jess West", "member", ("1", "2")),
        ]
        form(app).field("service").put("Bins")
        form(app).take_off("seat-2")
        await made(pilot, app)
        await until(pilot, lambda: not list(tmp_path.glob(".new-session*")))


async def test_what_is_typed_is_on_disk_soon_also_a_seat_that_is_half_filled_in(tmp_path: Path) -> None:
    async with setting_up(tmp_path) as (app, pilot):
        await pilot.press(*"Bins")
        form(app).query_one("#panel").focus()
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, PlannedSeatBox))
        await pilot.press(*"Jess")
        draft = tmp_path / ".new-session.draft"
        await until(pilot, lambda: draft.exists() and '"seat.1.name":"Jess"' in draft.read_text())
        assert '"service":"Bins"' in draft.read_text()
        await pilot.press("escape")
        await until(pilot, lambda: "Jess" not in draft.read_text())


async def test_typing_that_began_before_the_draft_was_read_wins(tmp_path: Path) -> None:
    (tmp_path / ".new-session.draft").write_text(
        '{"format":"panel-setup/1","fields":{"service":"Old","team":"Rents","standard":"/gone.yaml","phase":"beta"}}'
    )
    app = PanelApp(Rooms.at(tmp_path, {}, tmp_path, Clock()), settings=tmp_path)
    async with app.run_test(size=(100, 60)) as pilot:
        await pilot.pause()
        app.open_screen("setup")
        await until(pilot, lambda: isinstance(app.screen, SetupScreen) and bool(form(app).query("#service")))
        form(app).field("service").put("New")
        await until(pilot, lambda: form(app).value("team") == "Rents")
        assert form(app).value("service") == "New"


async def test_a_draft_that_cannot_be_kept_is_said_while_one_types(tmp_path: Path) -> None:
    (tmp_path / ".new-session.draft").write_text("my own")
    async with setting_up(tmp_path) as (app, pilot):
        await until(pilot, lambda: "What was typed last time could" in frame(app))
        await pilot.press(*"Bins")
        await until(pilot, lambda: (tmp_path / ".new-session.draft-2").exists())
    assert (tmp_path / ".new-session.draft").read_text() == "my own"


async def test_esc_leaves_at_once_where_nothing_was_typed(tmp_path: Path) -> None:
    async with setting_up(tmp_path) as (app, pilot):
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))


async def test_the_button_at_the_end_is_reached_by_tab_and_makes_the_session(tmp_path: Path) -> None:
    async with setting_up(tmp_path, (80, 24)) as (app, pilot):
        await choose(pilot, app, "localgov-2016", "beta")
        form(app).field("service").put("Bins")
        button = form(app).query_one("#keep")
        for _ in range(30):
            if app.focused is button:
                break
            await pilot.press("tab")
        assert "Make the session" in frame(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.open_speaker is not None)


@pytest.mark.parametrize(("seconds", "words"), [(2700, "45m"), (5400, "1h30m"), (90, "1m30s"), (3600, "1h")])
def test_a_length_is_written_as_people_write_it(seconds: int, words: str) -> None:
    assert length_words(seconds) == words


@pytest.mark.parametrize(("typed", "read"), [("45", "45m"), (" 1H 30M ", "1h30m"), ("soon", "soon")])
def test_a_bare_number_is_minutes(typed: str, read: str) -> None:
    assert typed_length(typed) == read


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_set_up_looks_as_it_was_accepted(tmp_path: Path, size: tuple[int, int]) -> None:
    async with setting_up(tmp_path, size) as (app, pilot):
        await choose(pilot, app, "govuk-2019", "")
        await pilot.press(*"Bins", "f4")
        await until(pilot, lambda: bool(problem(app, "phase")))
        await pilot.pause()
        checked(frame(app), f"setup-{size[0]}x{size[1]}")


async def test_a_seat_looks_as_it_was_accepted(tmp_path: Path) -> None:
    async with setting_up(tmp_path, (80, 24)) as (app, pilot):
        await choose(pilot, app, "localgov-2016", "beta")
        form(app).query_one("#panel").focus()
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, PlannedSeatBox))
        await pilot.pause()
        checked(frame(app), "setup-seat-80x24")
