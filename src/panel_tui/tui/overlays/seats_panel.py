"""The seats panel: the address and PIN, who is in, links, and who asks to come in. F4 opens it; `esc` leaves it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message

from panel_tui import commands
from panel_tui.commands import Action
from panel_tui.errors import PanelError
from panel_tui.hosting import DISPLAY_PAGE, Hosted
from panel_tui.session.terms import TEAM
from panel_tui.speaker import Speaker
from panel_tui.tui import ink, keys
from panel_tui.tui.doorway import Doorway
from panel_tui.tui.host import Host, host
from panel_tui.tui.overlays import seats_text
from panel_tui.tui.overlays.action_list import ActionList
from panel_tui.tui.overlays.overlay import Overlay
from panel_tui.tui.overlays.seats_doing import AtTheDoor
from panel_tui.tui.widgets.key_footer import FooterKey, KeyFooter
from panel_tui.tui.widgets.page import Page
from panel_tui.tui.widgets.rows import Rows

_FOOTER_OF_A_KNOCK = ("admit", "turn-away", "stop-hosting")
_FOOTER_OF_A_SEAT = ("copy-link", "show-qr", "new-link", "shut-out", "nudge")
_FOOTER_OF_A_PAGE = ("copy-link", "show-qr", "new-link", "team-page", "share-decisions")
_LARGE = (110, 30)
"""From so many columns and rows on, the PIN is drawn twice as large."""


class SeatsPanel(Overlay[None]):
    """Everything at the door of a room that is open to other devices."""

    NEWS = "seen"
    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.bindings(commands.AT_THE_DOOR),
        Binding("escape,f4", "leave", "Leave", show=False),
        Binding("f8", "display", "Room display", id="display", show=False),
    ]
    DEFAULT_CSS = """
    SeatsPanel { background: $background; color: $foreground; }
    SeatsPanel #head { height: 1; background: $panel; }
    SeatsPanel #door { height: auto; margin: 1 0 0 0; }
    SeatsPanel #address { width: 1fr; height: auto; }
    SeatsPanel #pin { height: auto; }
    SeatsPanel #warnings { height: auto; }
    SeatsPanel Rows { height: 1fr; min-height: 3; max-width: 120; background: $background; }
    SeatsPanel #link { height: 4; border-top: solid $border; }
    """

    class Done(Message):
        """Something was done at the door: what to say, or `problem`."""

        def __init__(self, said: str, problem: str) -> None:
            super().__init__()
            self.said = said
            self.problem = problem

    def __init__(self, doorway: Doorway, speaker: Speaker) -> None:
        super().__init__()
        self._doorway = doorway
        self._speaker = speaker
        self._held: Hosted | None = None

    def compose(self) -> ComposeResult:
        """The address and the PIN, the list, the link."""
        yield Page(id="head", reads=False)
        with Horizontal(id="door"):
            yield Page(id="address", reads=False)
            yield Page(id="pin", reads=False)
        yield Page(id="warnings", reads=False)
        yield Rows(id="seats")
        yield Page(id="link", reads=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """The cursor is on who waits at the door, or on the first seat."""
        self.room_changed()
        self.query_one(Rows).focus()

    # Showing

    def room_changed(self) -> None:
        """The door or the room has changed; the panel goes where this keyboard leads no more, or the seats close."""
        held = self._doorway.standing
        if held is None or self._doorway.refusal() is not None:
            self.dismiss(None)
            return
        self._held = held
        # Whoever asks to come in does not move the cursor of a lead who is about to press a key.
        self.query_one(Rows).show(seats_text.rows(held, self._speaker.view))
        self._top(held)
        self._below(held)

    def _top(self, held: Hosted) -> None:
        view = self._speaker.view
        self.query_one("#head", Page).show([ink.Para((("Seats", "strong"), f" · {ink.one_line(view.service)}"))])
        scale = 2 if self.size.width >= _LARGE[0] and self.size.height >= _LARGE[1] else 1
        pin = self.query_one("#pin", Page)
        pin.styles.width = max(42, seats_text.pin_columns(held.pin, scale) + 3)
        pin.show(seats_text.pin(held.pin, scale))
        self.query_one("#address", Page).show(seats_text.address(held))
        self.query_one("#warnings", Page).show(seats_text.warnings(held))

    def _below(self, held: Hosted) -> None:
        key = self.query_one(Rows).cursor
        self.query_one("#link", Page).show(seats_text.link(held, key, self._speaker.seat), top=True)
        ids: tuple[str, ...] = _FOOTER_OF_A_SEAT
        if seats_text.knock_of(held, key) is not None:
            ids = _FOOTER_OF_A_KNOCK
        elif key in (DISPLAY_PAGE, TEAM):
            ids = _FOOTER_OF_A_PAGE
        actions = [commands.DOOR_BY_ID[id] for id in ids]
        own = self.host.keys
        made = [
            FooterKey(one.id, keys.name(own.get(one.id, one.key or "")), one.label, bool(self.refusal(one)))
            for one in actions
        ]
        self.query_one(KeyFooter).show([*made, FooterKey("help", "?", "Help"), FooterKey("leave", "esc", "Leave")])

    def on_rows_moved(self) -> None:
        """Another link, and other keys."""
        if self._held is not None:
            self._below(self._held)

    def on_resize(self) -> None:
        """The PIN is as large as there is room for."""
        if self._held is not None:
            self._top(self._held)

    # What can be done; the `?` list asks for these

    @property
    def host(self) -> Host:
        """The app."""
        return host(self)

    def toast(self, sentence: str, severity: str = "information") -> None:
        """Show one sentence; it is data, never markup."""
        self.host.say_sentence(sentence, severity)

    def actions_here(self) -> tuple[Action, ...]:
        """For the `?` list."""
        return commands.AT_THE_DOOR

    def refusal(self, action: Action) -> str | None:
        """What is about a link needs the cursor on one, and what is about a knock on a knock."""
        held, key = self._held, self.query_one(Rows).cursor
        if held is None:
            return "the seats are not open"
        knock, link = seats_text.knock_of(held, key), seats_text.holder(held, key)
        if action.id in ("admit", "turn-away"):
            return None if knock else "put the cursor on somebody who asks to come in"
        if action.id in ("copy-link", "show-qr", "new-link", "shut-out", "nudge") and link is None:
            return "put the cursor on a seat"
        if action.id in ("copy-link", "show-qr") and link is not None and link.link is None:
            return f"{link.name} is shut out; r makes a new link"
        if action.id in ("shut-out", "nudge") and key in (DISPLAY_PAGE, TEAM):
            return "put the cursor on a seat; r gives this page a new link"
        if action.id == "share-decisions" and not self._speaker.view.team_page:
            return "turn the team's page on first, with t"
        return None

    def action_act(self, id: str) -> None:
        """A key was pressed."""
        self.act(commands.DOOR_BY_ID.get(id) or commands.BY_ID[id])

    def on_key_footer_pressed(self, message: KeyFooter.Pressed) -> None:
        """A key of the footer was clicked."""
        if message.id == "leave":
            self.action_leave()
        else:
            self.action_act(message.id)

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Enter: let somebody in, or show the code of a link."""
        message.stop()
        self.action_act("admit" if (message.key or "").startswith(seats_text.KNOCK) else "show-qr")

    def act(self, action: Action) -> None:
        """Do an action, or say why not."""
        reason = self.refusal(action)
        if reason is not None:
            self.toast(f"{action.label}: {reason}", "warning")
            return
        if action.id == "help":
            self._help()
        elif action.id == "theme":
            self.host.turn_theme()
        else:
            self._do(action.id)

    def _help(self) -> None:
        def picked(action: Action | None) -> None:
            if action is not None:
                self.act(action)

        self.app.push_screen(ActionList(self.actions_here(), self.refusal, self.host.keys), picked)

    def _do(self, id: str) -> None:
        held, hosting, key = self._held, self._doorway.hosting, self.query_one(Rows).cursor
        if held is None or hosting is None:
            return
        at = AtTheDoor(self, self._speaker, hosting, held)
        at.do(id, seats_text.knock_of(held, key), seats_text.holder(held, key))

    def in_background(self, call: Callable[[], object], said: str) -> None:
        """Do it off the screens' thread, then say the sentence, or why it was refused."""
        self._call(call, said)

    @work(thread=True)
    def _call(self, call: Callable[[], object], said: str) -> None:
        problem = ""
        try:
            call()
        except PanelError as error:
            problem = error.message
        self.post_message(self.Done(said, problem))

    def on_seats_panel_done(self, message: Done) -> None:
        """Say what became of it."""
        self.toast(message.problem or message.said, "warning" if message.problem else "information")
        self.room_changed()

    def close_seats(self) -> None:
        """Close the seats; the panel goes with them."""
        self.app.run_worker(self._doorway.close, thread=True)  # the devices are told first
        self.toast("The seats are closed: nobody comes in until you open them again.")
        self.dismiss(None)

    def action_display(self) -> None:
        """The wall can be covered at once."""
        from panel_tui.tui.overlays.display import RoomDisplay

        self.app.clear_notifications()
        self.app.push_screen(RoomDisplay(self._speaker.room))

    def action_leave(self) -> None:
        """Back to the room; whoever is in stays in."""
        self.dismiss(None)
