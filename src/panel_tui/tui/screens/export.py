"""The export: a format, whom the copy is for, and where it goes. It says what the copy leaves out before it is made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from panel_tui import __version__
from panel_tui.errors import PanelError
from panel_tui.live_room import LiveRoom
from panel_tui.report import export
from panel_tui.report.audiences import left_out
from panel_tui.session import bodies
from panel_tui.session.view import AUDIENCES, Audience
from panel_tui.session.views import audience
from panel_tui.standard.finder import here
from panel_tui.tui import ink
from panel_tui.tui.forms.fields import Choice, FieldChanged, FieldDone, FormKept, Option, Words
from panel_tui.tui.host import host, is_on_top
from panel_tui.tui.overlays.box import Box

FORMATS = {
    "md": ("Markdown", "Plain text with headings: for a wiki, a mail, a repository."),
    "html": ("Web page", "One file for a browser; prints well, needs no network."),
    "docx": ("Word", "To be edited further in Word."),
    "odt": ("OpenDocument", "To be edited further in LibreOffice."),
    "csv": ("Table", "A line for each point, for a spreadsheet."),
    "json": ("Data", "The complete record, for other programs."),
    "trello-csv": ("Trello", "A card for each point, for a power-up that brings CSV into a Trello board."),
    "cards": ("Cards", "A folder with a text for each point, ready to paste into a board's cards."),
}
"""Each format's name and one sentence about it."""
SHARE = {
    "team": "The team that was assessed: reasons and recommendations, no names, no single scores.",
    "panel": "The members of the panel only: everything that was said in the room.",
    "internal": "Those who answer for the assessment inside the organisation: everything, with names.",
    "public": "Anybody: the results and the reasons.",
}
"""Who should get a copy for each audience."""


class ExportScreen(Box[Sequence[str]]):
    """Answers with the paths that were written. `words` are those of the command: `html for team`."""

    HEADING: ClassVar[str] = "Write a report"
    HINT: ClassVar[str] = "Tab next · ← → choose · F4 or Enter writes it · esc leaves"
    CSS_PATH = "export.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall")]  # noqa: RUF012  Textual declares it so
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", "Write", show=False),
        Binding("f4", "write", "Write", show=False),
        Binding("y", "copy", "Copy the path", show=False),
    ]

    class Written(Message):
        """A copy was written, or could not be."""

        def __init__(self, path: str, problem: str) -> None:
            super().__init__()
            self.path = path
            self.problem = problem

    def __init__(self, words: str = "", room: LiveRoom | None = None) -> None:
        super().__init__()
        self._words = words
        self._given = room
        self._paths: list[str] = []
        self._busy = False
        self._named = ""
        self._reader_chosen = False

    @property
    def room(self) -> LiveRoom:
        """The session that is reported."""
        return self._given or host(self).speaker.room

    def heading(self) -> str:
        """Of what, and whether it is a draft."""
        state = self.room.state
        draft = "" if state.closed_at else " · a draft, for it is not closed"
        return f"A report of {state.created.service}{draft}"

    def inside(self) -> ComposeResult:
        """Format, audience, what is left out, where it goes."""
        given = self._words.lower().replace(" for ", " ").split()
        format = next((one for one in given if one in FORMATS), "html")
        reader = next((one for one in given if one in AUDIENCES), export.default_audience(format))
        self._reader_chosen = any(one in AUDIENCES for one in given)
        formats = [Option(one, (FORMATS[one][0],), "", FORMATS[one][1]) for one in export.formats()]
        readers = [
            Option(one, (f"for {one}" if one in ("internal", "public") else f"for the {one}",), "", SHARE[one])
            for one in AUDIENCES
        ]
        with VerticalScroll(can_focus=False):
            yield from self._row("Format", Choice(formats, format, id="format"))
            yield from self._row("Copy", Choice(readers, reader, id="reader"))
            yield from self._row("Leaves out", Static("", id="gaps", markup=False))
            yield from self._row("File", Words(id="file"))
            yield from self._row("Folder", Words(str(here()), id="folder"))
        yield Static("", id="said", markup=False)

    def _row(self, label: str, field: Choice | Words | Static) -> ComposeResult:
        with Horizontal(classes="field"):
            yield Static(label, classes="label", markup=False)
            yield field

    def on_mount(self) -> None:
        """Ready to choose."""
        self.query_one("#format").focus()
        self._show()

    @property
    def format(self) -> str:
        """The chosen format."""
        return self.query_one("#format", Choice).value

    @property
    def reader(self) -> Audience:
        """Whom the copy is for."""
        value = self.query_one("#reader", Choice).value
        return next(one for one in AUDIENCES if one == value)

    @property
    def path(self) -> Path:
        """Where it goes."""
        folder = Path(self.query_one("#folder", Words).value.strip() or ".").expanduser()
        return folder / self.query_one("#file", Words).value.strip()

    # What is chosen

    def on_field_changed(self, message: FieldChanged) -> None:
        """The name follows, unless somebody gave it another; so does what is left out."""
        message.stop()
        self._show()

    def on_field_done(self, message: FieldDone) -> None:
        """On to the next."""
        message.stop()
        self.focus_next()

    def on_form_kept(self, message: FormKept) -> None:
        """Enter in a line of text."""
        message.stop()
        self.action_write()

    def _show(self) -> None:
        view = self.room.view(audience(self.reader))
        gaps = [gap.short for gap in left_out(view, self.format)]
        words = f"{', '.join(gaps)}." if gaps else "nothing that was said in the room."
        self.query_one("#gaps", Static).update(ink.safe(words))
        field = self.query_one("#file", Words)
        if field.value.strip() in ("", self._named):
            self._named = export.file_name(view, self.format)
            field.put(self._named)
        self._say_what_is_there()

    def _say_what_is_there(self) -> None:
        try:
            there = self.path.is_file()
        except (OSError, ValueError):
            there = False
        mine = str(self.path) in self._paths
        self._say("! A file of this name is there; it will be replaced." if there and not mine else "", "warn")

    def _say(self, sentence: str, kind: str = "") -> None:
        said = self.query_one("#said", Static)
        said.update(ink.safe(sentence))
        said.set_classes(f"-{kind}" if kind else "")
        said.display = bool(sentence)

    # Writing

    def action_write(self) -> None:
        """Write it."""
        if not self._busy and self.query_one("#file", Words).value.strip():
            self._busy = True
            self._say("writing …")
            self._write(self.path, self.format, self.reader)

    @work(thread=True, group="write")
    def _write(self, path: Path, format: str, reader: Audience) -> None:
        room, viewer = self.room, audience(reader)
        try:
            report = export.build(room.view(viewer), room.log(viewer), room.now(), __version__)
            written = export.put(path, report, format)
            if not room.read_only:
                seat = room.state.lead if self._given else host(self).speaker.seat
                room.record(seat, bodies.Exported(format=format, audience=reader))
        except PanelError as error:
            self.post_message(self.Written("", error.message))
        else:
            self.post_message(self.Written(str(written.resolve()), ""))

    def on_export_screen_written(self, message: Written) -> None:
        """Say where it is, or why it is not."""
        self._busy = False
        if message.problem:
            self._say(message.problem, "bad")
            return
        self._paths.append(message.path)
        self._say(f"✓ Written: {message.path}\n  y copies the path · another format writes another copy", "good")
        self.query_one("#format").focus()

    def action_copy(self) -> None:
        """The path of the last copy, for the clipboard of a terminal that allows it."""
        if self._paths:
            self.app.copy_to_clipboard(self._paths[-1])
            host(self).say_sentence("The path was sent to the clipboard; some terminals do not take it.")

    def action_leave(self) -> None:
        """Leave, with what was written."""
        if not is_on_top(self):
            return
        if self._given is not None and self._given is not self._open_room():
            self._given.close()
        self.dismiss(tuple(self._paths))

    def _open_room(self) -> LiveRoom | None:
        speaker = getattr(self.app, "open_speaker", None)
        return speaker.room if speaker is not None else None
