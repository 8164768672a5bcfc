"""The app: which screen is shown, who has the keyboard, and what is true on every screen."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar, Literal

from platformdirs import user_config_path, user_state_path
from rich.text import Text
from textual import events
from textual.app import App
from textual.command import Provider
from textual.driver import Driver
from textual.message import Message
from textual.screen import Screen

from panel_tui import lines
from panel_tui.live_room import LiveRoom
from panel_tui.rooms import Rooms
from panel_tui.speaker import Speaker
from panel_tui.tui import door, keys, rescuing, themes
from panel_tui.tui.alarms import Alarms
from panel_tui.tui.doorway import Doors, Doorway
from panel_tui.tui.leaving import Leaving

PLACES: Mapping[str, str] = {
    "home": "home:HomeScreen",
    "setup": "setup:SetupScreen",
    "details": "details:DetailsScreen",
    "standards": "standards_list:StandardsScreen",
    "export": "export:ExportScreen",
    "briefing": "briefing:BriefingScreen",
    "points": "points:PointsScreen",
    "deliberation": "deliberation:DeliberationScreen",
    "questions": "questions:QuestionsScreen",
    "close": "close:CloseScreen",
}
"""Every screen by name; its module is loaded when it is first shown."""

MOST_TOASTS = 3
Severity = Literal["information", "warning", "error"]


class RoomChanged(Message):
    """Something in the room changed; perhaps said from another thread."""


def _palette() -> type[Provider]:
    from panel_tui.tui.overlays.palette import Actions

    return Actions


class PanelApp(App[None]):
    """The lead's screens. `start` is a room to go into, or None for Home. `doors` says how a room can
    be opened to other devices; without them it cannot be."""

    TITLE = "panel-tui"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_palette}
    COMMAND_PALETTE_DISPLAY = "ctrl+p"
    CSS_PATH = "app.tcss"
    NOTIFICATION_TIMEOUT = 7.0
    ENABLE_SELECT_AUTO_SCROLL = False

    def __init__(
        self,
        rooms: Rooms,
        start: LiveRoom | None = None,
        *,
        settings: Path | None = None,
        driver: type[Driver] | None = None,
        doors: Doors | None = None,
    ) -> None:
        super().__init__(driver_class=driver)
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.DARK.name
        self.rooms = rooms
        self.history: dict[str, list[str]] = {}
        self._speaker = Speaker(start) if start is not None else None
        self._in_room = start is not None
        self.last_words: str | None = None
        """What must be read in the terminal when the screens are gone: what could not be saved, and where it is."""
        self._unsubscribe: Callable[[], None] | None = None
        self._told = False
        self._failed = False
        self._leaving = Leaving(self)
        self._alarms = Alarms()
        self.doorway = Doorway(self, doors or Doors())
        keymap = keys.read((settings or user_config_path("panel-tui")) / "keys.yaml")
        self.keys = keymap.keys
        self._ignored = keymap.ignored

    # Which screen

    def get_default_screen(self) -> Screen[Any]:
        """The first screen: the room's stage, or Home."""
        made = self._made(self._speaker.room.state.stage if self._speaker else "home")
        # Textual does both for every screen but the first, which it does not expect to be replaced.
        self._load_screen_css(made)
        made._push_result_callback(self, None)  # noqa: SLF001
        return made

    def _made(self, name: str, *given: object) -> Screen[Any]:
        module, _, cls = PLACES[name].partition(":")
        made: Screen[Any] = getattr(import_module(f"panel_tui.tui.screens.{module}"), cls)(*given)
        return made

    def open_screen(self, name: str, *given: object) -> None:
        """Show a screen on top of this one."""
        self.push_screen(self._made(name, *given))

    def show_stage(self) -> None:
        """Show the screen of the stage that the room is in, and nothing above it."""
        self._show(self.speaker.room.state.stage)

    def _show(self, name: str) -> None:
        made = self._made(name)
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.switch_screen(made)

    # The room

    @property
    def speaker(self) -> Speaker:
        """The keyboard in the open room, or in the last one: its screens still ask for it while they go down."""
        if self._speaker is None:
            raise RuntimeError("no room was opened")
        return self._speaker

    @property
    def open_speaker(self) -> Speaker | None:
        """The keyboard in the open room, or None at Home."""
        return self._speaker if self._in_room else None

    def open_room(self, room: LiveRoom) -> None:
        """Go into a room; the one that was open is closed first."""
        self._close_room()
        self.history = {}
        self._speaker, self._in_room = Speaker(room), True
        self._enter(room)
        self.show_stage()

    def _enter(self, room: LiveRoom) -> None:
        self._alarms = Alarms()
        self._unsubscribe = room.subscribe(self.heard)
        self._tick()
        adjourned = room.state.adjournment
        if adjourned is not None:
            until = f" until {adjourned.until}" if adjourned.until else ""
            why = f": {adjourned.reason.rstrip('.')}" if adjourned.reason else ""
            self.say_sentence(f"The panel adjourned{until}{why}. Type :reconvene to go on from here.")
        if room.recovered:
            self.say_sentence(lines.recovered(room))
        self.heard()  # the room may have notices from the beginning
        if room.drafts_problem:
            self.say_sentence(room.drafts_problem, "warning")
        if room.rescues:
            self.call_after_refresh(rescuing.offer, self, room)
        if room.broken is not None:
            self.say_sentence(f"Open to look at only: the record was changed at event {room.broken.n}.", "warning")
        elif room.read_only:
            self.say_sentence("This session is open to look at only.", "warning")

    def _close_room(self) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        if self._speaker is not None and self._in_room:
            self._in_room = False
            self.doorway.close_safely()
            rescue = self._speaker.room.close().rescue
            self.clear_notifications()  # what was said of this room is not true of the next place
            if rescue is not None:
                self.last_words = rescue
                self.say_sentence(rescue, "error")

    def heard(self, keeping: object = None) -> None:
        """Something changed in the room or at its door. From any thread, perhaps hundreds of times in a burst."""
        if not self._told:  # one message is under way at a time
            self._told = True
            self.post_message(RoomChanged())

    def on_room_changed(self) -> None:
        """Tell every screen that shows the room."""
        self._told = False
        if self._in_room:
            for sentence in self.speaker.room.told():
                self.say_sentence(sentence, "warning")
        self._tell("room_changed")
        self.doorway.tell()
        self._leaving.room_changed()

    def _tell(self, method: str, *given: object) -> None:
        # While the app goes down, screens lose their parts one by one, and the keeper may still have news.
        if not self._in_room or not self.is_running:
            return
        for screen in tuple(self.screen_stack):
            tell = getattr(screen, method, None)
            if tell is not None and screen.is_mounted:
                tell(*given)

    def _tick(self) -> None:
        if not self._in_room:
            return
        room = self.speaker.room
        self._tell("second")
        self.doorway.tell()
        alarm = self._alarms.ring(room.state, room.now())
        if alarm is not None:
            self.say_sentence(alarm.sentence, "error" if alarm.up else "warning")
            if os.environ.get("PANEL_TUI_BELL") == "1":
                self.bell()

    # Life

    async def on_event(self, event: events.Event) -> None:
        """Whoever presses a key is here."""
        if isinstance(event, events.Key | events.MouseDown | events.Paste):
            self.doorway.lead_is_here()
        await super().on_event(event)

    def on_mount(self) -> None:
        """Start the clocks."""
        self.set_keymap(dict(self.keys))
        for sentence in self._ignored:
            self.say_sentence(sentence, "warning")
        if self._speaker is not None:
            self._enter(self._speaker.room)
        self.set_interval(1.0, self._tick)
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))  # the shell has written meanwhile
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            # Not on Windows, and not in a loop that is not the main thread's.
            with suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
                number = getattr(signal, name)
                loop.add_signal_handler(number, self.exit, None, 128 + number)

    def say_sentence(self, sentence: str, severity: str = "information") -> None:
        """Show one sentence as a toast; it is data, never markup."""
        known: dict[str, Severity] = {"warning": "warning", "error": "error"}
        sentence = sentence[:1].upper() + sentence[1:]
        standing = [one for one in self._notifications if one.message != sentence]
        # The same twice is said once, and no heap of sentences hides what they are about.
        for one in tuple(self._notifications):
            if one not in standing[1 - MOST_TOASTS :]:
                self._unnotify(one, refresh=False)
        self.notify(sentence, severity=known.get(severity, "information"), markup=False)

    def turn_theme(self) -> None:
        """Change between dark and light."""
        self.theme = themes.other(self.theme)

    def go_home(self) -> None:
        """Leave the room and show Home; asks where something is not saved. A seat's own device has no Home."""
        far = self._in_room and self.speaker.room.seat is not None
        self._leaving.when_saved(self._leave if far else self._home)

    def leave(self) -> None:
        """Leave the app; asks where something is not saved."""
        self._leaving.when_saved(self._leave)

    async def action_quit(self) -> None:
        """Textual's own way out is ours."""
        self.leave()

    def _home(self) -> None:
        self._close_room()
        self._show("home")

    def _leave(self) -> None:
        self._close_room()
        self.exit()

    def _handle_exception(self, error: Exception) -> None:
        self._return_code = 1
        if self._failed:
            return  # said already; what breaks while leaving is not told as well
        self._failed = True
        self._exception = error  # Textual's test harness raises it again
        room = self.speaker.room if self._in_room else None
        self.doorway.close_safely()
        keeping = door.close_safely(room)
        report = door.write_report(error, user_state_path("panel-tui") / "reports", self.rooms.clock())
        self.panic(Text(door.paragraph(room, keeping, report)))
        self._exception_event.set()
