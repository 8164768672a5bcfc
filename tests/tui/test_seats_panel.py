"""The seats panel over a door that is data: what is shown, what is asked, and what waits for an answer first."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.door import NETWORKS, Door, Opens, at, open_up, top, until
from tests.tui.frame import frame
from tests.tui.making import make
from tests.tui.opening import toasts
from tests.tui.test_frames import SIZES, checked

from panel_tui.hosting import CannotHost, Way
from panel_tui.room import Room
from panel_tui.session.bodies import LeadTaken
from panel_tui.tui.app import PanelApp
from panel_tui.tui.doorway import Doors
from panel_tui.tui.overlays.qr import QrCode
from panel_tui.tui.overlays.seats_opening import SeatsOpening, choices
from panel_tui.tui.overlays.seats_panel import SeatsPanel
from panel_tui.tui.widgets.rows import Rows

# Opening


async def test_f4_offers_the_ways_with_a_sentence_each_and_enter_opens_this_computer_only(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, _):
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(top(app), SeatsOpening))
        shown = frame(app)
        for words in ("This computer only", "192.168.1.20 (wlan0)", "Behind a public address", "you have set up"):
            assert words in shown
        assert not opens.ways
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(top(app), SeatsPanel))
        assert opens.ways == [Way()]


async def test_the_way_of_the_command_line_is_the_first(tmp_path: Path) -> None:
    given = Way(host="10.0.0.7", insecure=True, port=8100)
    opens = Opens()
    async with at(tmp_path, opens, way=given) as (app, pilot, _):
        await open_up(app, pilot, opens)
        assert opens.ways == [given]


async def test_a_network_is_opened_with_a_certificate_and_never_in_the_clear(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, _):
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(top(app), SeatsOpening))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(top(app), SeatsPanel))
        assert opens.ways == [Way(host="192.168.1.20", self_signed=True)]
    assert not any(one.way and one.way.insecure for one in choices(None, NETWORKS))


async def test_a_public_address_is_asked_for(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, _):
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(top(app), SeatsOpening))
        await pilot.press("end", "enter", "enter")
        assert "Type the address" in frame(app)
        await pilot.press(*"panel.example.org", "enter")
        await until(pilot, lambda: isinstance(top(app), SeatsPanel))
        assert opens.ways == [Way(public_url="https://panel.example.org")]


async def test_why_the_seats_cannot_be_opened_is_said_in_the_panel(tmp_path: Path) -> None:
    opens = Opens("Port 8100 is taken: choose another with --port.")
    async with at(tmp_path, opens) as (app, pilot, _):
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(top(app), SeatsOpening))
        await pilot.press("enter")
        await until(pilot, lambda: "Port 8100 is taken" in frame(app))
        await pilot.press("escape")
        assert not isinstance(top(app), SeatsOpening)


async def test_a_room_that_was_left_while_it_was_opened_is_closed_again(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, _, room):

        def left_meanwhile(room: Room, way: Way) -> Door:
            app.doorway.close()
            return opens(room, way)

        app.doorway.doors = Doors(left_meanwhile)
        app.doorway.open(room, Way())
        assert opens.door.closed
        assert app.doorway.hosting is None


async def test_nobody_but_the_lead_sees_the_links(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, _):
        await open_up(app, pilot, opens)
        await pilot.press("escape", "colon", *"me Jess", "enter", "f4")
        await until(pilot, lambda: "only the lead has the links" in toasts(app))
        assert not isinstance(top(app), SeatsPanel)


async def test_where_seats_cannot_be_opened_f4_says_so(tmp_path: Path) -> None:
    rooms, room = make(tmp_path, "stage points")
    app = PanelApp(rooms, room, settings=tmp_path)
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("f4")
        assert "on the computer that has the session" in toasts(app)
    with pytest.raises(CannotHost):
        app.doorway.open(room, Way())


# The panel


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_panel_looks_as_it_was_accepted(tmp_path: Path, size: tuple[int, int]) -> None:
    opens = Opens()
    async with at(tmp_path, opens, size=size) as (app, pilot, _):
        door = await open_up(app, pilot, opens)
        door.knock("Priya Shah", "seat-3")
        await until(pilot, lambda: "Priya Shah asks" in frame(app))
        await pilot.press("down", "down")
        checked(frame(app), f"seats-panel-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_ways_in_look_as_they_were_accepted(tmp_path: Path, size: tuple[int, int]) -> None:
    opens = Opens()
    async with at(tmp_path, opens, size=size) as (app, pilot, _):
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(top(app), SeatsOpening))
        checked(frame(app), f"seats-opening-{size[0]}x{size[1]}")


async def test_without_colour_the_panel_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = []
    for colour in (True, False):
        if not colour:
            monkeypatch.setenv("NO_COLOR", "1")
        opens = Opens()
        async with at(tmp_path / str(colour), opens) as (app, pilot, _):
            await open_up(app, pilot, opens)
            shown.append(frame(app))
    assert shown[0] == shown[1]


async def test_a_link_is_copied_and_stands_whole_on_the_screen(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, _):
        door = await open_up(app, pilot, opens)
        await pilot.press("down", "c")
        link = door.stands.seats[1].link
        assert app.clipboard == link
        assert link is not None
        assert link in frame(app).replace("\n", "")
        assert "sent to your terminal's clipboard" in toasts(app)


async def test_the_leads_own_link_is_not_drawn_and_is_copied_all_the_same(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, _):
        door = await open_up(app, pilot, opens)
        link = door.stands.seats[0].link
        assert link is not None
        assert link not in frame(app)
        await pilot.press("c")
        assert app.clipboard == link


async def test_a_seat_that_is_shut_out_has_no_link_to_show_and_a_new_one_is_asked_for(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, _):
        door = await open_up(app, pilot, opens)
        await pilot.press("down", "down", "c")
        assert app.clipboard == ""
        assert "r makes a new link" in toasts(app)
        await pilot.press("r", "enter")
        assert not door.asked  # the near answer keeps it
        await pilot.press("r", "down", "enter")
        await until(pilot, lambda: door.asked == ["relink seat-3 by seat-1"])


async def test_new_links_for_all_ask_first(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, _):
        door = await open_up(app, pilot, opens)
        await pilot.press("R", "enter")
        assert not door.asked
        await pilot.press("R", "down", "enter")
        await until(pilot, lambda: door.asked == ["relink all by seat-1"])


async def test_shutting_out_asks_first(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, _):
        door = await open_up(app, pilot, opens)
        await pilot.press("down", "x", "escape")
        assert not door.asked
        await pilot.press("x", "down", "enter")
        await until(pilot, lambda: door.asked == ["shut-out seat-2 by seat-1"])


async def test_a_nudge_asks_for_the_score_that_the_room_waits_for(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens, "as Soraya score 1 met") as (app, pilot, _):
        door = await open_up(app, pilot, opens)
        await pilot.press("down", "n", "down", "n")
        await until(pilot, lambda: len(door.asked) == 2)
        assert "nudge seat-3: The lead asks for your score of point 1." in door.asked
        assert "nudge seat-2: The lead asks you to look at where the room is." in door.asked


async def test_what_the_door_refuses_is_said(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, _):
        door = await open_up(app, pilot, opens)
        door.refuses = "Jess Webb is not in: nobody would see it."
        await pilot.press("down", "n")
        await until(pilot, lambda: "nobody would see it" in toasts(app))


async def test_whoever_knocks_is_let_in_to_the_seat_that_is_chosen(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, _):
        door = await open_up(app, pilot, opens)
        door.knock("Priya", "seat-3")
        await until(pilot, lambda: "Priya asks for the seat of Jess Webb" in frame(app))
        await pilot.press("a")
        assert "put the cursor on somebody" in toasts(app)  # the cursor stayed where it was
        await pilot.press("home", "a")
        assert "Let Priya in to which seat?" in frame(app)
        offered = [row.key for row in app.screen.query_one(Rows)._rows]
        assert offered == ["seat-3", "seat-2", "seat-4"]  # the lead's own seat is not given for a PIN
        await pilot.press("enter")
        await until(pilot, lambda: door.asked == ["admit k1 seat-3 by seat-1"])
        await until(pilot, lambda: "Priya asks" not in frame(app))


async def test_whoever_knocks_is_turned_away(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, _):
        door = await open_up(app, pilot, opens)
        door.knock("Priya", None)
        await until(pilot, lambda: "Priya asks to come in" in frame(app))
        await pilot.press("home", "d")
        await until(pilot, lambda: door.asked == ["refuse k1 by seat-1"])


async def test_names_of_strangers_are_data(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, _):
        door = await open_up(app, pilot, opens)
        door.knock("[bold red]Eve[/] \x1b[31m\u202e", None)
        await until(pilot, lambda: "[bold red]Eve[/]" in frame(app))
        assert "\x1b" not in frame(app)
        assert "\u202e" not in frame(app)


async def test_the_teams_page_is_turned_on_and_the_decisions_are_shared(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, room):
        await open_up(app, pilot, opens)
        await pilot.press("s")
        assert "turn the team's page on first" in toasts(app)
        await pilot.press("t", "s")
        await until(pilot, lambda: "decisions shared" in frame(app))
        assert room.state.team_page
        assert room.state.decisions_shared
        await pilot.press("s", "t")
        assert not room.state.team_page


async def test_stopping_asks_first_and_leaves_the_panel(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, _):
        door = await open_up(app, pilot, opens)
        await pilot.press("o", "enter")
        assert not door.closed
        await pilot.press("o", "down", "enter")
        await until(pilot, lambda: door.closed)
        await until(pilot, lambda: not isinstance(top(app), SeatsPanel))


async def test_the_keys_are_in_the_footer_and_in_the_list_of_help_and_work_with_the_mouse(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, _):
        await open_up(app, pilot, opens)
        row = frame(app).splitlines()[-1]
        assert all(words in row for words in ("Copy link", "QR code", "New link", "Shut out", "Nudge", "Leave"))
        await pilot.press("question_mark")
        shown = frame(app)
        assert all(words in shown for words in ("Let in", "Turn away", "Copy link", "QR code"))
        await pilot.press("escape")
        await pilot.click(offset=(row.index("QR"), 23))
        assert isinstance(top(app), QrCode)
        await pilot.click()
        await pilot.click(offset=(row.index("Leave"), 23))
        assert not isinstance(top(app), SeatsPanel)


async def test_the_panel_goes_when_this_keyboard_leads_no_more(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, room):
        await open_up(app, pilot, opens)
        room.record("seat-4", LeadTaken(reason="Liz had to go"))
        await until(pilot, lambda: not isinstance(top(app), SeatsPanel))
