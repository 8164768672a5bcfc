"""What the five stage screens share: the status line, the footer, and a live view of the room."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Input, TextArea

from panel_tui import commands, lines
from panel_tui.commands import Action
from panel_tui.errors import PanelError
from panel_tui.live_room import LiveRoom
from panel_tui.session.clock import Reading, box_here, forecast, reading, running_box, timebox
from panel_tui.session.terms import Stage
from panel_tui.session.view import PointView, View
from panel_tui.speaker import Speaker
from panel_tui.tui import doing
from panel_tui.tui.screens.acts import ActScreen
from panel_tui.tui.screens.revealing import RevealingScreen
from panel_tui.tui.screens.waiting import WaitingScreen
from panel_tui.tui.widgets.key_footer import FooterKey, KeyFooter
from panel_tui.tui.widgets.lead_gone import LeadGone
from panel_tui.tui.widgets.status_line import Now, StatusLine
from panel_tui.tui.widgets.trouble import TroubleStrip, saved_words


class StageScreen(RevealingScreen, WaitingScreen, ActScreen):
    """The base of a stage's screen. See `panel_tui.tui` for how one is made."""

    STAGE: ClassVar[Stage] = "briefing"
    DEFAULT_CSS = """
    StageScreen { background: $background; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[int, str] | None = None

    # For a stage to fill in

    def body(self) -> ComposeResult:
        """What stands between the status line and the footer."""
        yield from ()

    def show(self, view: View) -> None:
        """Show a view. Called when the screen opens and after every change."""

    def tick(self, now: Now) -> None:
        """A second has passed; only clocks change."""
        self.query_one(StatusLine).tick(now)
        self.query_one(LeadGone).show(lines.lead_gone(self.room, self.view))

    def second(self) -> None:
        """The app says so once a second."""
        self.tick(self.now())
        self.notice_waiting()

    @property
    def looked_at(self) -> PointView | None:
        """The point that the person looks at; actions with a POINT are about it."""
        view = self.view
        return view.point(view.current) if view.current else None

    # What a stage may use

    @property
    def speaker(self) -> Speaker:
        """Whoever has the keyboard."""
        return self.host.speaker

    @property
    def room(self) -> LiveRoom:
        """The open room."""
        return self.host.speaker.room

    @property
    def view(self) -> View:
        """What the seat that has the keyboard may see."""
        return self.host.speaker.view

    def now(self) -> Now:
        """The time, the clock that matters here, and the forecast."""
        state, now = self.room.state, self.room.now()
        box = running_box(state)
        here = box_here(state)
        if box is None and here is not None:
            box = timebox(state, here)
        return Now(now, reading(box, now) if box else None, forecast(state, now))

    def clock(self, box: str) -> Reading:
        """A clock (`briefing`, `deliberation`, `questions`, `point:ID`) at this moment."""
        return reading(timebox(self.room.state, box), self.room.now())

    def say(self, line: str) -> bool:
        """Speak a line of the grammar; where it is not understood or refused, a toast says why."""
        try:
            said = self.speaker.say(line)
        except PanelError as error:
            self.toast(error.message, "warning")
            return False
        doing.said(self, said)
        return True

    def refusal(self, action: Action) -> str | None:
        """Why the action cannot be done now from this keyboard."""
        return self.speaker.refusal(action)

    def carry_out(self, action: Action) -> None:
        """Do an action: ask for its words where it needs some, say it where it does not."""
        point = self.looked_at
        if action.form:
            doing.ask(self, action, point)
        elif action.build is None:
            doing.carry_out(self, action, "")
        else:
            self.say(f"{action.word} {point.number}" if "POINT" in action.usage and point else action.word)

    def actions_here(self) -> tuple[Action, ...]:
        """What has a key on this stage."""
        return commands.on_stage(self.STAGE)

    def typing_keys(self) -> list[FooterKey]:
        """The footer while somebody types: letters are text then, so other keys work."""
        return [FooterKey("escape", "esc", "Leave the field"), FooterKey("display", "F8", "Room display")]

    def on_descendant_focus(self) -> None:
        """Somebody begins to type, or ends."""
        self.refresh_footer()

    def do_set(self) -> None:
        """The set-up has a screen of its own, with every line of it."""
        self.host.open_screen("details")

    def look_at(self, point: str) -> None:
        """Look at a point (id). Stages with a list override it."""

    # How it lives

    def compose(self) -> ComposeResult:
        """The frame."""
        yield StatusLine()
        yield TroubleStrip()
        yield LeadGone()
        yield from self.body()
        yield KeyFooter()

    def on_mount(self) -> None:
        """Begin, unless the app was left before anything of this was made."""
        if self.query(StatusLine):
            self.begin()

    def begin(self) -> None:
        """Show the room as it stands."""
        self.room_changed()

    def on_screen_resume(self) -> None:
        """Something above was closed: the room may have moved meanwhile."""
        if self.is_mounted:
            self.room_changed()

    def room_changed(self) -> None:
        """Something was accepted, kept or failed to be kept, or the keyboard changed hands."""
        view = self.view
        if view.stage != self.STAGE and self.is_mounted and isinstance(self.focused, TextArea):
            self.stay_for_the_line(view.stage)  # or the letters to come would be keys of another screen
        elif view.stage != self.STAGE:
            if not self.is_mounted:  # the room moved on while this was made: a screen half there is not taken away
                self.call_after_refresh(self.room_changed)
            elif self.is_current:
                self.host.show_stage()
            return
        if self._shown != (view.n, self.speaker.seat):
            self._shown = (view.n, self.speaker.seat)
            self.show(view)
        self.notice_waiting()
        self.query_one(StatusLine).show(view, self.now(), self.host.doorway.count(self.room))
        keeping = self.room.keeping
        self.query_one(TroubleStrip).show(keeping)
        self.query_one(LeadGone).show(lines.lead_gone(self.room, view))
        self.refresh_footer()

    def refresh_footer(self) -> None:
        """Show the keys that work now; what is refused may have changed with the point that is looked at."""
        keeping = self.room.keeping
        if isinstance(self.focused, Input | TextArea):
            self.query_one(KeyFooter).show(self.typing_keys(), saved_words(keeping))
            return
        here = [action for action in commands.on_stage(self.STAGE) if self.STAGE in action.footer]
        if not self.view.leads:  # what only the lead does is not this seat's to see; the way back to the lead is
            mine = [action for action in here if self.refusal(action) is None]
            back = [] if self.room.seat is not None else [commands.BY_ID["me"]]
            here = [*back, *(action for action in mine if action.id != "me")]
        self.query_one(KeyFooter).show(self.footer_keys(here), "" if self.room.read_only else saved_words(keeping))
