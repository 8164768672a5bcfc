"""Bringing evidence in from the screens: real files, a real session on disk, nothing recorded before it is accepted."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.intake.trello.boards import Made
from tests.remote.served import LEAD as THE_LEAD
from tests.remote.served import MEMBER, a_host
from tests.tui.frame import frame
from tests.tui.gathering import BROUGHT, OF_A_TEAM
from tests.tui.making import make
from tests.tui.opening import Opened, at, toasts
from tests.tui.test_app import until
from tests.tui.test_frames import checked
from textual.pilot import Pilot

from panel_tui.intake import reading
from panel_tui.room import Room
from panel_tui.session import bodies
from panel_tui.session.view import Viewer
from panel_tui.tui.app import PanelApp
from panel_tui.tui.forms import bringing
from panel_tui.tui.forms.bringing import ImportForm, parted
from panel_tui.tui.overlays.choose import Choose
from panel_tui.tui.overlays.import_preview import ImportPreview
from panel_tui.tui.screens.briefing import BriefingScreen
from panel_tui.tui.widgets.rows import Rows

SIZES = [(80, 24), (132, 36)]
LEAD = Viewer(seat="seat-1")


def board(**changed: Any) -> Made:
    """A board with a list for each point, one list that is for none, and a few cards."""
    made = Made(name="Rents beta")
    users, agile, other = (made.list(name) for name in ("1. Understand user needs", "3 Use agile methods", "Odds"))
    made.card(users, "Twelve visits to tenants", "Recordings and notes.\nSee the log.", dueComplete=True)
    made.card(agile, changed.get("sprints", "Board of the last six sprints"))
    if not changed.get("shorter"):
        made.card(agile, "Retrospectives every fortnight")
    made.card(other, "Budget letter", "A draft")
    return made


def saved(folder: Path, made: Made | None = None, name: str = "board.json") -> Path:
    """The board's export, as a file."""
    path = folder / name
    path.write_bytes((made or board()).json())
    return path


async def read(app: PanelApp, pilot: Pilot[None], path: Path | str) -> ImportPreview:
    """Ask for an import, give the file, wait for the preview."""
    await pilot.press("I")
    await until(pilot, lambda: isinstance(app.screen, ImportForm) and app.screen.is_mounted)
    await pilot.pause()
    app.screen.field("file").put(str(path))  # type: ignore[attr-defined]
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, ImportPreview) and app.screen.is_mounted)
    await pilot.pause()
    assert isinstance(app.screen, ImportPreview)
    return app.screen


@asynccontextmanager
async def previewed(folder: Path, *lines: str, path: Path | None = None, **more: Any) -> AsyncIterator[Opened]:
    """The app with the preview of a board open."""
    path = path or saved(folder)
    async with at(folder, *lines, **more) as (app, pilot, room):
        await read(app, pilot, path)
        yield app, pilot, room


def evidence(room: Room) -> dict[str, tuple[str | None, str]]:
    """Every piece by its title: the id of its point and its state."""
    view = room.view(LEAD)
    found = {held.title: (None, held.state) for held in view.evidence}
    return found | {held.title: (point.id, held.state) for point in view.points for held in point.evidence}


# From the first key to the file on disk


@pytest.mark.parametrize("stage", ["briefing", "points", "close"])
async def test_a_board_is_read_looked_at_and_recorded_in_one_event(tmp_path: Path, stage: str) -> None:
    lines = () if stage == "briefing" else (f"stage {stage}",)
    path = saved(tmp_path)
    async with at(tmp_path, *lines) as (app, pilot, room):
        before = room.state.n
        await read(app, pilot, path)
        assert room.state.n == before
        assert "4 new, 0 changed" in frame(app)
        await pilot.press("a")
        await pilot.pause()
        assert room.state.n == before + 1
        assert evidence(room) == {
            "Twelve visits to tenants": ("understand-user-needs", "done"),
            "Board of the last six sprints": ("agile-methods", "planned"),
            "Retrospectives every fortnight": ("agile-methods", "planned"),
            "Budget letter": (None, "planned"),
        }
        said = "Brought in: 4 new. 1 piece waits for a point: Briefing lists what, l places it. u takes it back."
        assert said in toasts(app)
        await until(pilot, lambda: not room.keeping.unsaved)
        (held,) = app.rooms.list()
        assert held.fields is not None
        assert held.fields.events == before + 1
        await pilot.press("u")
        assert evidence(room) == {}


async def test_the_same_board_again_brings_only_what_the_team_did_since(tmp_path: Path) -> None:
    path = saved(tmp_path)
    async with at(tmp_path) as (app, pilot, room):
        await read(app, pilot, path)
        await pilot.press("a")
        await pilot.pause()
        await read(app, pilot, path)
        assert "0 new, 0 changed, 4 as before" in frame(app)
        n = room.state.n
        await pilot.press("a")
        await pilot.pause()
        assert room.state.n == n
        assert "Nothing in it is new, so nothing was brought in." in toasts(app)
        again = board(sprints="Board of the last nine sprints")
        again.cards[2]["closed"] = True
        path.write_bytes(again.json())
        screen = await read(app, pilot, path)
        assert "1 changed" in frame(app)
        screen.query_one(Rows).go("2")
        await pilot.pause()
        assert "~ changed" in frame(app)
        assert "until now: Board of the last six sprints" in " ".join(frame(app).split())
        await pilot.press("a")
        await pilot.pause()
        assert "Board of the last nine sprints" in evidence(room)
        assert "Board of the last six sprints" not in evidence(room)
        assert len(evidence(room)) == 4


async def test_what_is_no_longer_on_the_board_stays_and_says_so(tmp_path: Path) -> None:
    path = saved(tmp_path)
    async with at(tmp_path, size=(132, 36)) as (app, pilot, room):
        await read(app, pilot, path)
        await pilot.press("a")
        shorter = board()
        del shorter.cards[2]
        path.write_bytes(shorter.json())
        screen = await read(app, pilot, path)
        assert "1 no longer there" in frame(app)
        screen.query_one(Rows).go("gone:E3")
        await pilot.pause()
        assert "stays in the session" in frame(app)
        await pilot.press("1", "d", "x")  # nothing to be corrected there
        assert not screen._touched
        await pilot.press("a")
        await pilot.pause()
        gone = [held.title for held in room.view(LEAD).point("agile-methods").evidence if held.gone]
        assert gone == ["Retrospectives every fortnight"]


async def test_the_prompt_reads_a_file_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(tmp_path, name="our board.json")
    monkeypatch.chdir(tmp_path)
    async with at(tmp_path) as (app, pilot, _):
        await pilot.press("colon", *"import trello our board.json", "enter")
        await until(pilot, lambda: isinstance(app.screen, ImportPreview))
        await pilot.press("escape", "colon", *'import "our board.json"', "enter")
        await until(pilot, lambda: isinstance(app.screen, ImportPreview))


def test_the_words_of_the_command_name_the_kind_and_the_file() -> None:
    assert parted("trello a board.json") == ("trello", "a board.json")
    assert parted("'my list.csv'") == (None, "my list.csv")
    assert parted("self ~/rents") == ("self", "~/rents")
    assert parted("") == (None, "")


async def test_a_list_in_csv_is_known_by_itself_and_meant_from_the_folder_of_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "list.csv").write_text("point,title,state\n3,Sprint board,done\n,A letter,planned\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    async with at(tmp_path) as (app, pilot, room):
        await pilot.press("I")
        await until(pilot, lambda: "Names are meant from" in frame(app))
        await pilot.press("escape")
        await read(app, pilot, "list.csv")
        await pilot.press("a")
        assert evidence(room) == {"Sprint board": ("agile-methods", "done"), "A letter": (None, "planned")}


async def test_a_teams_own_view_comes_along_and_nobody_reads_it_before_the_reveal(tmp_path: Path) -> None:
    _, own = make(
        tmp_path / "theirs",
        "stage points",
        "evidence 3 done Board of the last six sprints",
        "own 3 partially-met because retrospectives only began in May",
        **OF_A_TEAM,
        id="theirs",
    )
    path = own.place
    own.close()
    async with at(tmp_path, "stage points", "go 3", "score 3 met", size=(132, 50)) as (app, pilot, room):
        await read(app, pilot, path)
        assert "nobody reads it before the reveal" in " ".join(frame(app).split())
        assert "only began in May" not in frame(app)
        before = room.state.n
        await pilot.press("a")
        await pilot.pause()
        assert [type(event.what) for event in room.history.events[before:]] == [
            bodies.EvidenceBrought,
            bodies.OwnViewsBrought,
        ]
        assert "only began in May" not in frame(app)
        await pilot.press("r", "down", "enter")
        await pilot.pause()
        assert "only began in May" in frame(app)


async def test_the_form_says_how_a_board_is_to_be_read(tmp_path: Path) -> None:
    made = board()
    made.card(made.lists[1]["id"], "An archived card", closed=True)
    path = saved(tmp_path, made)
    async with at(tmp_path) as (app, pilot, room):
        await pilot.press("I")
        await pilot.pause()
        form = app.screen
        assert isinstance(form, ImportForm)
        for id, value in (("file", str(path)), ("kind", "trello"), ("layout", "lists"), ("archived", "yes")):
            form.field(id).put(value)
        form.field("unmarked").put("done")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ImportPreview))
        await pilot.pause()
        await pilot.press("a")
        assert evidence(room)["An archived card"] == ("agile-methods", "done")
        assert {state for _, state in evidence(room).values()} == {"done"}


# Leaving


async def test_escape_from_the_form_and_from_the_preview_changes_nothing(tmp_path: Path) -> None:
    path = saved(tmp_path)
    async with at(tmp_path) as (app, pilot, room):
        before = room.state
        await pilot.press("I", *"half", "escape")
        await pilot.pause()
        assert isinstance(app.screen, BriefingScreen)
        await pilot.press("I")
        await pilot.pause()
        assert "half" in frame(app)  # what was typed is there again
        await pilot.press("escape")
        await read(app, pilot, path)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, BriefingScreen)
        assert room.state == before


async def test_corrections_are_not_thrown_away_without_asking(tmp_path: Path) -> None:
    async with previewed(tmp_path) as (app, pilot, room):
        before = room.state
        await pilot.press("d", "escape")
        await pilot.pause()
        assert isinstance(app.screen, Choose)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ImportPreview)
        await pilot.press("escape", "down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, BriefingScreen)
        assert room.state == before


# Correcting


async def test_a_typed_number_puts_a_row_under_that_point_and_goes_on_to_the_next(tmp_path: Path) -> None:
    async with previewed(tmp_path) as (app, pilot, room):
        assert "Under no point yet  1" in frame(app)
        await pilot.press("1", "5")
        await pilot.pause()
        assert "→ 15 Test with senior manager" in frame(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "Under no point yet" not in frame(app)
        assert "›✔ done    Twelve visits to tenants" in frame(app)
        await pilot.press("a")
        assert evidence(room)["Budget letter"] == ("test-with-senior-manager", "planned")
        held = next(one for one in room.view(LEAD).point("test-with-senior-manager").evidence)
        assert held.placed


async def test_a_row_is_turned_left_out_and_taken_in_again(tmp_path: Path) -> None:
    async with previewed(tmp_path) as (app, pilot, room):
        screen = app.screen
        await pilot.press("d")
        await pilot.pause()
        assert "›✔ done    Budget letter" in frame(app)
        assert "its source says planned" in frame(app)
        await pilot.press("x")
        await pilot.pause()
        assert "Left out  1" in frame(app)
        assert "3 new" in frame(app)
        screen.query_one(Rows).go("4")
        await pilot.press("x")
        await pilot.pause()
        assert "4 new" in frame(app)
        screen.query_one(Rows).go("1")
        await pilot.press("x", "a")
        assert set(evidence(room)) == {
            "Budget letter",
            "Board of the last six sprints",
            "Retrospectives every fortnight",
        }
        assert evidence(room)["Budget letter"] == (None, "done")


async def test_a_number_that_is_no_point_is_said_and_puts_nothing_anywhere(tmp_path: Path) -> None:
    async with previewed(tmp_path) as (app, pilot, _):
        screen = app.screen
        assert isinstance(screen, ImportPreview)
        await pilot.press("9", "9", "enter")
        await pilot.pause()
        assert "This session looks at no point '99'." in frame(app)
        await pilot.press("a")  # a letter in the line, and no acceptance
        assert isinstance(app.screen, ImportPreview)
        await pilot.press("escape")
        await pilot.pause()
        assert screen.query_one(Rows).has_focus
        assert "Under no point yet  1" in frame(app)
        await pilot.press("down", "enter", *"none", "enter")
        await pilot.pause()
        assert "Under no point yet  2" in frame(app)
        await pilot.press("enter", "enter")  # nothing typed: it stays where it is
        await pilot.pause()
        assert "Under no point yet  2" in frame(app)


async def test_what_became_of_the_session_meanwhile_is_looked_at_before_it_is_recorded(tmp_path: Path) -> None:
    async with previewed(tmp_path) as (app, pilot, room):
        app.speaker.say("evidence 1 done Typed meanwhile")
        await pilot.press("a")
        await pilot.pause()
        assert len(evidence(room)) == 5


async def test_a_refusal_stands_in_the_preview_and_nothing_is_lost(tmp_path: Path) -> None:
    async with previewed(tmp_path, "stage close") as (app, pilot, room):
        app.speaker.say("me Amir")
        app.speaker.say("lead because Liz fell ill")
        app.speaker.say("me Liz")
        await pilot.press("a")
        await pilot.pause()
        assert isinstance(app.screen, ImportPreview)
        assert "only the lead does this, and the lead is Amir Khan" in frame(app)
        assert evidence(room) == {}


# What cannot be read


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("board.json", "{not json", "board.json"),
        ("board.json", "[]", "board.json"),
        ("empty.csv", "", "empty.csv"),
        ("missing.json", None, "missing.json"),
    ],
)
async def test_a_file_that_cannot_be_read_is_one_sentence_in_the_form(
    tmp_path: Path, name: str, text: str | None, said: str
) -> None:
    path = tmp_path / name
    if text is not None:
        path.write_text(text, encoding="utf-8")
    async with at(tmp_path, size=(132, 36)) as (app, pilot, room):
        before = room.state
        await pilot.press("I")
        await pilot.pause()
        app.screen.field("file").put(str(path))  # type: ignore[attr-defined]
        await pilot.press("enter")
        form = app.screen
        assert isinstance(form, ImportForm)
        await until(pilot, lambda: not form.busy)
        await pilot.pause()
        assert form.is_current
        assert said in frame(app)
        assert "Traceback" not in frame(app)
        assert room.state == before
        form.field("file").put(str(saved(tmp_path, name="good.json")))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ImportPreview))


async def test_without_a_file_the_form_asks_for_one(tmp_path: Path) -> None:
    async with at(tmp_path) as (app, pilot, _):
        await pilot.press("I", "enter")
        await pilot.pause()
        assert "Say which file." in frame(app)


async def test_a_reading_that_goes_on_says_so_and_can_be_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    may, done = threading.Event(), threading.Event()
    real = reading.read

    def slowly(*given: Any, **more: Any) -> Any:
        may.wait(20)
        try:
            return real(*given, **more)
        finally:
            done.set()

    monkeypatch.setattr(bringing, "read", slowly)
    monkeypatch.setattr(bringing, "A_MOMENT", 0.01)
    saved(tmp_path)
    monkeypatch.chdir(tmp_path)
    async with at(tmp_path, size=(132, 36)) as (app, pilot, room):
        before = room.state
        await pilot.press("colon", *"import board.json", "enter")
        await until(pilot, lambda: "Reading " in frame(app))
        assert "Reading board.json … " in frame(app)
        await pilot.press("enter")  # it is read once
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, BriefingScreen)
        may.set()
        await until(pilot, done.is_set)
        await pilot.pause()
        assert isinstance(app.screen, BriefingScreen)
        assert room.state == before


# Who may


async def test_only_the_lead_brings_evidence_in(tmp_path: Path) -> None:
    async with at(tmp_path) as (app, pilot, _):
        app.speaker.say("me Jess")
        await pilot.press("I")
        await pilot.pause()
        assert "only the lead does this" in toasts(app)
        app.clear_notifications()
        await pilot.press("colon", *"import x.json", "enter")
        await pilot.pause()
        assert "only the lead does this" in toasts(app)
        assert isinstance(app.screen, BriefingScreen)


async def test_a_lead_on_another_computer_is_told_where_evidence_is_brought_in(tmp_path: Path) -> None:
    with a_host(tmp_path) as host:
        room = host.join(THE_LEAD)
        app = PanelApp(host.rooms, room, settings=tmp_path)
        async with app.run_test(size=(100, 30)) as pilot:
            await until(pilot, lambda: bool(room.state.seats))
            await pilot.pause()
            await pilot.press("I")
            await pilot.pause()
            assert "Bring in: evidence is brought in on the lead's computer, which has its files" in toasts(app)
            assert not isinstance(app.screen, ImportForm)
        room.close()


async def test_a_seat_on_another_computer_places_evidence_and_is_told_that_it_was_sent(tmp_path: Path) -> None:
    with a_host(tmp_path) as host:
        host.room.record(THE_LEAD, BROUGHT).result(20)
        room = host.join(MEMBER)
        app = PanelApp(host.rooms, room, settings=tmp_path)
        async with app.run_test(size=(100, 30)) as pilot:
            await until(pilot, lambda: bool(room.view(Viewer(seat=MEMBER)).evidence))
            await pilot.pause()
            await pilot.press("l", "tab", "8", "enter")
            await until(pilot, lambda: bool(host.room.state.points["end-to-end-testing"].evidence))
            await pilot.pause()
            assert "Put evidence under a point: sent. u takes it back." in toasts(app)
        room.close()


# Looks


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_preview_looks_as_it_was_accepted(tmp_path: Path, size: tuple[int, int]) -> None:
    async with previewed(tmp_path, size=size) as (app, pilot, _):
        await pilot.press("down")
        await pilot.pause()
        checked(frame(app), f"import-{size[0]}x{size[1]}")


async def test_without_colour_the_preview_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with previewed(tmp_path / "coloured", path=saved(tmp_path), size=(132, 36)) as (app, _, _room):
        coloured = frame(app)
    monkeypatch.setenv("NO_COLOR", "1")
    async with previewed(tmp_path / "plain", path=saved(tmp_path), size=(132, 36)) as (app, _, _room):
        assert frame(app) == coloured
