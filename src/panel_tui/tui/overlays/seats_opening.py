"""Opening the seats: one list of the ways in which members can reach this computer, and what each means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input, Static

from panel_tui.errors import PanelError
from panel_tui.hosting import Way
from panel_tui.speaker import Speaker
from panel_tui.tui import ink
from panel_tui.tui.doorway import Doorway
from panel_tui.tui.overlays.overlay import Overlay
from panel_tui.tui.widgets.key_footer import FooterKey, KeyFooter
from panel_tui.tui.widgets.page import Page
from panel_tui.tui.widgets.rows import Row, Rows

ASKS_FOR = "https://"
"""What the field of the public address begins with."""
_INTRO = "Every member can write and score on a device of their own, in a browser or a terminal. Nobody comes in yet."


class Choice(NamedTuple):
    """A way in, its name and one sentence about it. Without `way`, its address is asked for."""

    key: str
    name: str
    sentence: str
    way: Way | None


def way_words(way: Way) -> str:
    """A way as it was given on the command line, in words."""
    if way.public_url is not None:
        return f"Behind the public address {ink.one_line(way.public_url)}"
    if way.host.startswith("127.") or way.host in ("localhost", "::1"):
        return "This computer only"
    if way.tls_cert is not None:
        return f"The network at {way.host}, encrypted with your certificate"
    if way.self_signed:
        return f"The network at {way.host}, encrypted with a certificate made now"
    return f"The network at {way.host}, in the clear"


def choices(given: Way | None, networks: Sequence[tuple[str, str]]) -> list[Choice]:
    """The ways there are: first the one that was given on the command line."""
    made = [Choice("given", way_words(given), "As it was given when you started panel-tui.", given)] if given else []
    made.append(
        Choice(
            "here",
            "This computer only",
            "For browsers and terminals on this computer, or through a tunnel.",
            Way(),
        )
    )
    made += [
        Choice(
            f"lan:{address}",
            f"This network, encrypted: {address} ({ink.one_line(name)})",
            "A certificate is made now; each browser warns of it once.",
            Way(host=address, self_signed=True),
        )
        for name, address in networks
    ]
    made.append(
        Choice(
            "public",
            "Behind a public address",
            "For members at home: a proxy or tunnel that you have set up.",
            None,
        )
    )
    return made


class SeatsOpening(Overlay[bool]):
    """Answers True when the seats are open."""

    NEWS = "later"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False),
        Binding("f8", "display", "Room display", id="display", show=False),
    ]
    DEFAULT_CSS = """
    SeatsOpening { background: $background; color: $foreground; }
    SeatsOpening #head { height: 1; background: $panel; }
    SeatsOpening #intro { height: auto; margin: 1 1 0 1; }
    SeatsOpening Rows { height: 1fr; margin: 0 1; background: $background; }
    SeatsOpening Input { height: 1; border: none; padding: 0 1; margin: 0 2; background: $panel; display: none; }
    SeatsOpening Input.-shown { display: block; }
    SeatsOpening #problem { height: auto; margin: 1 2; color: $tone-bad; text-style: bold; }
    """

    class Opened(Message):
        """The seats are open, or `problem` says why not."""

        def __init__(self, problem: str) -> None:
            super().__init__()
            self.problem = problem

    def __init__(self, doorway: Doorway, speaker: Speaker) -> None:
        super().__init__()
        self._doorway = doorway
        self._speaker = speaker
        self._choices: dict[str, Choice] = {}
        self._opening = False

    def compose(self) -> ComposeResult:
        """The ways, and what went wrong."""
        yield Page(id="head", reads=False)
        yield Page(id="intro", reads=False)
        yield Rows(id="ways")
        yield Input(ASKS_FOR, placeholder="https://panel.example.org", select_on_focus=False, compact=True)
        yield Static("", id="problem", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """The cursor is on the way that was given, or on this computer only."""
        try:
            networks = self._doorway.doors.networks()
        except OSError:
            networks = ()
        self._choices = {one.key: one for one in choices(self._doorway.doors.way, networks)}
        self.query_one("#head", Page).show([ink.Para((("Open the seats", "strong"),))])
        self.query_one("#intro", Page).show(ink.paras(_INTRO, "", (("How do members reach this computer?", "strong"),)))
        made: list[Row] = []
        for one in self._choices.values():
            made += [Row(one.key, (one.name,)), Row(None, ((f"   {one.sentence}", "muted"),))]
        self.query_one(Rows).show(made)
        self.query_one(Rows).focus()
        self._footer()

    def _footer(self) -> None:
        self.query_one(KeyFooter).show(
            [
                FooterKey("move", "↑ ↓", "Move"),
                FooterKey("enter", "Enter", "Open", self._opening),
                FooterKey("leave", "esc", "Leave, nothing is opened"),
            ]
        )

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Open this way, or ask for the address first."""
        message.stop()
        choice = self._choices[message.key or ""]
        field = self.query_one(Input)
        if choice.way is None:
            field.add_class("-shown")
            field.focus()
            field.cursor_position = len(field.value)
        else:
            self._begin(choice.way)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open behind this address."""
        url, given = event.value.strip(), self._doorway.doors.way or Way()
        if url and url != ASKS_FOR:
            self._begin(Way(port=given.port, public_url=url))
        else:
            self._say("Type the address that members go to, such as https://panel.example.org.")

    def _begin(self, way: Way) -> None:
        if not self._opening:
            self._opening = True
            self._say("Opening …")
            self._footer()
            self._open(way)

    def _say(self, sentence: str) -> None:
        self.query_one("#problem", Static).update(ink.safe(sentence))

    @work(thread=True)
    def _open(self, way: Way) -> None:
        problem = ""
        try:
            self._doorway.open(self._speaker.room, way)
        except PanelError as error:
            problem = error.message
        self.post_message(self.Opened(problem))

    def on_seats_opening_opened(self, message: Opened) -> None:
        """Go on to the panel, or say why not."""
        self._opening = False
        if message.problem:
            self._say(message.problem)
            self._footer()
        else:
            self.dismiss(True)

    def on_screen_resume(self) -> None:
        """What stood over this has gone; the seats may be open by now."""
        if self._doorway.hosting is not None:
            self.dismiss(True)

    def room_changed(self) -> None:
        """Somebody else may lead by now."""
        if self._doorway.refusal() is not None:
            self.dismiss(None)

    def on_key_footer_pressed(self, message: KeyFooter.Pressed) -> None:
        """A key of the footer was clicked."""
        if message.id == "leave":
            self.action_leave()
        elif message.id == "enter":
            self.query_one(Rows).action_choose()

    def action_display(self) -> None:
        """The wall can be covered at once."""
        from panel_tui.tui.overlays.display import RoomDisplay

        self.app.push_screen(RoomDisplay(self._speaker.room))

    def action_leave(self) -> None:
        """Back from the field to the list, or away with nothing opened."""
        field = self.query_one(Input)
        if field.has_focus:
            field.remove_class("-shown")
            self.query_one(Rows).focus()
        else:
            self.dismiss(None)
