"""Home: the sessions there are, and the ways in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from panel_tui import commands
from panel_tui.commands import Action
from panel_tui.errors import PanelError
from panel_tui.rooms import Summary
from panel_tui.tui import ink, keys
from panel_tui.tui.host import is_on_top
from panel_tui.tui.screens import home_words
from panel_tui.tui.screens.opening import OpeningScreen
from panel_tui.tui.widgets.key_footer import FooterKey, KeyFooter
from panel_tui.tui.widgets.page import Page
from panel_tui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.widgets import Input

_FOOTER = ("open", "new", "follow", "export-from-home", "standards", "help")
_FOOTER_FOR_A_NEWCOMER = ("demo", "new", "open", "export-from-home", "standards", "help")


class HomeScreen(OpeningScreen):
    """The list of sessions. It is read off the screen's thread, also again whenever Home comes back."""

    CSS_PATH = "home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.bindings(commands.AT_HOME),
        Binding("q", "act('quit')", "Quit", show=False),
        Binding("escape", "show_all", "Show all", show=False),
    ]

    class Listed(Message):
        """The sessions were read, or could not be."""

        def __init__(self, found: tuple[Summary, ...], problem: str) -> None:
            super().__init__()
            self.found = found
            self.problem = problem

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[str, Summary] = {}
        self._listed = False
        self._problem = ""
        self._filter = ""

    def compose(self) -> ComposeResult:
        """The frame."""
        yield Page(id="top", reads=False)
        yield Page(id="welcome", reads=False)
        yield Page(id="columns", reads=False)
        yield Rows(id="sessions", empty="reading the sessions …")
        yield Page(id="about", reads=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """The frame first, then the sessions."""
        self.query_one(Rows).focus()
        self._show_top()

    def on_screen_resume(self) -> None:
        """Home is shown, perhaps again: read what there is now."""
        self._read()

    def on_resize(self) -> None:
        """Another width has other columns."""
        if self._listed:
            self._show_list()
        self._show_top()

    # What there is

    @work(thread=True, exclusive=True, group="list")
    def _read(self) -> None:
        try:
            found, problem = self.host.rooms.list(), ""
        except PanelError as error:
            found, problem = (), error.message
        self.post_message(self.Listed(found, problem))

    def on_home_screen_listed(self, message: Listed) -> None:
        """Show what was read."""
        self._found = {one.path: one for one in message.found}
        self._listed, self._problem = True, message.problem
        self._show_list()

    def _show_list(self) -> None:
        found = tuple(self._found.values())
        newcomer = not home_words.has_real_ones(found) and not self._problem
        welcome = self.query_one("#welcome", Page)
        welcome.set_class(newcomer, "-shown")
        welcome.show(home_words.welcome())
        rows = self.query_one(Rows)
        rows.empty = self._problem or ("no session holds these words" if self._filter else "no sessions yet")
        self.query_one("#columns", Page).show([home_words.headings(self.size.width)])
        self.query_one("#columns", Page).set_class(newcomer or self._problem != "", "-gone")
        rows.show([] if self._problem else home_words.rows(found, self.size.width))
        self._show_about()
        self._show_top()
        self._show_footer(newcomer=newcomer)

    def show_busy(self) -> None:
        """On the line on top."""
        self._show_top()

    def _show_top(self) -> None:
        right = self.busy or (
            home_words.count_words(self.query_one(Rows).count, len(self._found), bool(self._filter))
            if self._listed
            else ""
        )
        left: ink.Line = (("panel-tui", "strong"), (f" · {self.host.rooms.place}", "muted"))
        self.query_one("#top", Page).show(
            [ink.Para(ink.beside(left, ((right, "muted"),), max(1, self.size.width - 2)))]
        )

    def _show_about(self) -> None:
        self.query_one("#about", Page).show(home_words.about(self._here, tuple(self._found.values())), top=True)

    def _show_footer(self, *, newcomer: bool) -> None:
        ids = _FOOTER_FOR_A_NEWCOMER if newcomer else _FOOTER
        wanted = [commands.HOME_BY_ID.get(id) or commands.BY_ID[id] for id in ids]
        self.query_one(KeyFooter).show([*self.footer_keys(wanted), FooterKey("quit", "q", "Quit")])

    @property
    def _here(self) -> Summary | None:
        return self._found.get(self.query_one(Rows).cursor or "")

    def on_rows_moved(self) -> None:
        """Say more about the session that the cursor is on."""
        self._show_about()
        self._show_footer(newcomer=not home_words.has_real_ones(tuple(self._found.values())) and not self._problem)

    # What can be done

    def actions_here(self) -> tuple[Action, ...]:
        """For the `?` list."""
        return commands.AT_HOME

    def refusal(self, action: Action) -> str | None:
        """What needs a session needs the cursor on one."""
        if action.id == "open" and self.query_one(Rows).cursor is None:
            return "there is no session to open yet; 'd' opens the demo, 'n' sets one up"
        if action.id in ("export-from-home", "follow") and self._here is None:
            return "put the cursor on a session first"
        if action.id == "follow" and self._here is not None:
            return home_words.no_successor(self._here)
        return None

    def on_rows_chosen(self) -> None:
        """Enter, or a click on the cursor."""
        self.act(commands.HOME_BY_ID["open"])

    def carry_out(self, action: Action) -> None:
        """What is done with the session that the cursor is on."""
        if action.id not in ("export-from-home", "follow"):
            super().carry_out(action)
        elif self._here is not None and action.id == "export-from-home":
            self.start(self._here.path, read_only=True, then="export")
        elif self._here is not None and is_on_top(self):
            self.host.open_screen("setup", self._here)

    def do_open(self) -> None:
        """Open the session that the cursor is on."""
        key = self.query_one(Rows).cursor
        if key == home_words.DEMO:
            self.do_demo()
        elif key == home_words.NEW:
            self.do_new()
        elif key is not None:
            self.start(key)

    def do_new(self) -> None:
        """Set up a session."""
        if is_on_top(self):
            self.host.open_screen("setup")

    def do_standards(self) -> None:
        """Look at the standards."""
        if is_on_top(self):
            self.host.open_screen("standards")

    # The filter

    def do_filter(self) -> None:
        """A line to type in; the list follows."""
        from textual.widgets import Input

        found = self.query(Input)
        if found:
            found.first().focus()
            return
        field = Input(placeholder="type words: only sessions that hold them are listed", id="filter")
        self.mount(field, after="#about")
        field.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """List only what holds the words."""
        self._filter = event.value.strip()
        rows = self.query_one(Rows)
        rows.empty = "no session holds these words"
        rows.filter(self._filter)
        self._show_top()
        self._show_about()

    def on_input_submitted(self) -> None:
        """Back to the list, as it is filtered."""
        self.query_one(Rows).focus()

    async def action_show_all(self) -> None:
        """No filter any more."""
        await self.query("#filter").remove()
        self._filter = ""
        rows = self.query_one(Rows)
        rows.filter("")
        rows.focus()
        self._show_top()
