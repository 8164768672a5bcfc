"""What becomes of actions on screen: those that ask for words, those without events, and what is said after."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from textual.app import App

from panel_tui import lines
from panel_tui.commands import BY_ID, Action
from panel_tui.errors import PanelError
from panel_tui.session import bodies
from panel_tui.session.events import Event
from panel_tui.session.view import PointView, View
from panel_tui.speaker import Said, Speaker
from panel_tui.tui.host import Host


class Acting(Protocol):
    """A screen that acts."""

    @property
    def app(self) -> App[object]:
        """Textual's app."""

    @property
    def host(self) -> Host:
        """The app, as screens see it."""

    def toast(self, sentence: str, severity: str = "information") -> None:
        """Show one sentence."""

    def act(self, action: Action) -> None:
        """Do an action, or say why not."""


class InRoom(Acting, Protocol):
    """A screen of an open room."""

    @property
    def speaker(self) -> Speaker:
        """Whoever has the keyboard."""

    @property
    def view(self) -> View:
        """What that seat sees."""

    @property
    def looked_at(self) -> PointView | None:
        """The point that is looked at."""

    def say(self, line: str) -> bool:
        """Speak a line."""

    def look_at(self, point: str) -> None:
        """Look at a point."""

    def room_changed(self) -> None:
        """Show the room anew."""


def ask(screen: InRoom, action: Action, point: PointView | None) -> None:
    """Ask for the words of an action: with its form, or at the prompt with its first words already there."""
    if find_spec("panel_tui.tui.forms") is not None:
        forms: Any = import_module("panel_tui.tui.forms")
        if forms.open_form(screen, action, point):
            return
    number = f"{point.number} " if point and "POINT" in action.usage else ""
    prompt(screen, f"{action.word} {number}", action.usage)


def prompt(screen: InRoom, start: str = "", hint: str = "") -> None:
    """Open the `:` prompt."""
    from panel_tui.tui.overlays.prompt import Prompt

    def spoken(said: Said | None) -> None:
        if said is not None:
            after(screen, said)

    history = screen.host.history.setdefault(screen.speaker.seat, [])
    screen.app.push_screen(Prompt(screen.speaker, history, start, hint), spoken)


def said(screen: InRoom, said: Said) -> None:
    """A line was accepted: carry it out where it made no events, and say what a person could miss."""
    after(screen, said)


def after(screen: InRoom, said: Said) -> None:
    """What follows a line that was accepted."""
    action = said.action
    if action.id == "me":
        label = screen.view.label(screen.speaker.seat)
        screen.toast(f"{label} has the keyboard now: scores and notes are theirs.")
        screen.room_changed()
    elif action.id in ("undo", "redo"):
        _say_undone(screen, said)
    elif said.kept is None:
        carry_out(screen, action, said.rest)


def _say_undone(screen: InRoom, said: Said) -> None:
    room = screen.speaker.room
    if room.seat is None or said.kept is None:
        screen.toast(_undone(screen, room.history.last.what))
        return

    def answered(kept: Future[tuple[Event, ...]]) -> None:
        if kept.exception() is None:  # a refusal is told by the room
            screen.app.call_later(lambda: screen.toast(_undone(screen, kept.result()[-1].what)))

    said.kept.add_done_callback(answered)  # by another computer


def _undone(screen: InRoom, what: bodies.AnyBody) -> str:
    speaker = screen.speaker
    if not isinstance(what, bodies.Undone | bodies.Redone):
        return "done"
    word, back = ("Undone", "U does it again") if isinstance(what, bodies.Undone) else ("Done again", "u undoes it")
    event = speaker.room.history.events[what.number - 1]
    return f"{word}: {speaker.saying(event)}. {back}."


def carry_out(screen: Any, action: Action, rest: str) -> None:
    """Do an action that makes no events. `rest` are the words that came with it."""
    doers: dict[str, Callable[[Any, str], None]] = {
        "help": _help,
        "command": lambda screen, rest: prompt(screen),
        "display": _display,
        "log": _log,
        "search": _search,
        "me": _me,
        "show": _show,
        "export": lambda screen, rest: screen.host.open_screen("export", rest),
        "theme": lambda screen, rest: screen.host.turn_theme(),
        "home": lambda screen, rest: screen.host.go_home(),
        "quit": lambda screen, rest: screen.host.leave(),
        "retry": lambda screen, rest: screen.speaker.room.retry(),
        "elsewhere": _elsewhere,
        "import": _import,
        "seats": _seats,
    }
    doers[action.id](screen, rest)


def _help(screen: Any, rest: str) -> None:
    from panel_tui.tui.overlays.action_list import ActionList

    def picked(action: Action | None) -> None:
        if action is not None:
            screen.act(action)

    screen.app.push_screen(ActionList(screen.actions_here(), screen.refusal, screen.host.keys, rest), picked)


def _display(screen: InRoom, rest: str) -> None:
    from panel_tui.tui.overlays.display import RoomDisplay

    screen.app.clear_notifications()  # what was said to the lead is not for the wall
    screen.app.push_screen(RoomDisplay(screen.speaker.room))


def _log(screen: InRoom, rest: str) -> None:
    from panel_tui.tui.overlays.log import LogScreen

    screen.app.push_screen(LogScreen(screen.speaker))


def _search(screen: InRoom, rest: str) -> None:
    from panel_tui.tui.overlays.search import Search

    def found(point: str | None) -> None:
        if point:
            screen.look_at(point)

    screen.app.push_screen(Search(screen.view, rest), found)


def _me(screen: InRoom, rest: str) -> None:
    from panel_tui.tui.overlays.seats import Seats

    def chosen(name: str | None) -> None:
        if name:
            screen.say(f"me {name}")

    screen.app.push_screen(Seats(screen.view), chosen)


def _import(screen: InRoom, rest: str) -> None:
    """Ask for the file, or read it at once where `rest` names it; then the preview, and what was brought in."""
    action = BY_ID["import"]
    refusal = screen.speaker.refusal(action)
    if refusal is not None:
        screen.toast(f"{action.label}: {refusal}", "warning")
        return
    from panel_tui.tui.forms.bringing import ImportForm

    form = ImportForm(screen.speaker, screen.host.rooms, rest)

    def was_read(done: bool | None) -> None:
        if done and form.preview is not None:
            from panel_tui.tui.overlays.import_preview import ImportPreview

            screen.app.push_screen(ImportPreview(screen.speaker, form.preview), agreed)

    def agreed(sentence: str | None) -> None:
        if sentence:
            screen.toast(sentence)

    screen.app.clear_notifications()
    screen.app.push_screen(form, was_read)


def _seats(screen: InRoom, rest: str) -> None:
    doorway = screen.host.doorway
    reason = doorway.refusal()
    if reason is not None:
        screen.toast(f"Seats: {reason}.", "warning")
    elif doorway.hosting is not None:
        _seats_panel(screen)
    else:
        from panel_tui.tui.overlays.seats_opening import SeatsOpening

        def opened(open: bool | None) -> None:
            if open:
                _seats_panel(screen)

        screen.app.push_screen(SeatsOpening(doorway, screen.speaker), opened)


def _seats_panel(screen: InRoom) -> None:
    from panel_tui.tui.overlays.seats_panel import SeatsPanel

    screen.app.clear_notifications()  # they would stand over the PIN
    screen.app.push_screen(SeatsPanel(screen.host.doorway, screen.speaker))


def _show(screen: InRoom, rest: str) -> None:
    point = screen.view.standard.point_by_number(rest)
    if point is not None:
        screen.look_at(point.id)
    elif rest == "log":
        _log(screen, rest)
    elif rest == "notes":
        _search(screen, "")
    else:
        _list(screen, rest)


def _list(screen: InRoom, rest: str) -> None:
    from panel_tui.tui.overlays.reader import Lines

    usage = BY_ID["show"].usage
    try:
        told = lines.shown(screen.speaker, rest, usage)
    except PanelError as error:
        screen.toast(error.message, "warning")
        return
    screen.app.push_screen(Lines(rest.capitalize() or "Where the room is", told))


def _elsewhere(screen: InRoom, rest: str) -> None:
    from panel_tui.tui.overlays.elsewhere import Elsewhere

    def saved(there: bool | None) -> None:
        if there:
            screen.toast(f"From now on this session is kept in {screen.speaker.room.place}.")

    screen.app.push_screen(Elsewhere(screen.speaker.room, rest), saved)
