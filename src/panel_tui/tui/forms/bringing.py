"""The form of an import: which file, what it is, how it is to be read; it is read away from the screen's thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import ClassVar

from textual import work
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from panel_tui.errors import PanelError
from panel_tui.intake.preview import Preview
from panel_tui.intake.reading import KINDS, Layout, Wishes, read
from panel_tui.rooms import Rooms
from panel_tui.session.state import State
from panel_tui.session.terms import SourceKind
from panel_tui.speaker import Speaker
from panel_tui.standard.finder import here
from panel_tui.tui.forms.fields import Choice, Option, Tick, Words
from panel_tui.tui.forms.form import Form, Labelled
from panel_tui.tui.ink import Line, one_line, safe

GUESS = "guess"
A_MOMENT = 0.4
"""Seconds after which a reading that goes on says so."""
_KINDS: dict[str, str] = {
    GUESS: "as the file says",
    "trello": "Trello board",
    "csv": "CSV list",
    "markdown": "Markdown list",
    "self": "self-assessment",
}
_LAYOUTS: dict[Layout, str] = {
    "auto": "as it looks",
    "lists": "a list per point",
    "cards": "a card per point",
    "states": "lists by state",
}


def parted(rest: str) -> tuple[SourceKind | None, str]:
    """The words after `import`: what kind it is, where they say so, and the file."""
    first, _, file = rest.strip().partition(" ")
    kind = next((one for one in KINDS if one == first.lower()), None)
    return (kind, _bare(file)) if kind else (None, _bare(rest))


def _bare(file: str) -> str:
    file = file.strip()
    quoted = len(file) > 1 and file[0] == file[-1] and file[0] in "\"'"
    return file[1:-1] if quoted else file


class ImportForm(Form):
    """Asks for the file and reads it. Answers True once `preview` is there. `rest` are the words of the command:
    with a file among them, reading begins at once."""

    NAME: ClassVar[str] = "import"
    HEADING: ClassVar[str] = "Bring in the team's evidence"
    KEEPS: ClassVar[str] = "reads it; a preview comes first"

    class Came(Message):
        """What was read, or why it could not be."""

        def __init__(self, preview: Preview | None, problem: str) -> None:
            super().__init__()
            self.preview = preview
            self.problem = problem

    def __init__(self, speaker: Speaker, rooms: Rooms, rest: str = "") -> None:
        super().__init__(speaker)
        self._rooms = rooms
        self._kind, self._file = parted(rest)
        self._folder = here()
        self._since: float | None = None
        self._timer: Timer | None = None
        self.preview: Preview | None = None

    def told(self) -> Sequence[Line]:
        """Where a file's name is meant from."""
        return (
            (("A Trello board's or card's JSON or CSV, a list of yours, or the team's own record.", "muted"),),
            ((f"Names are meant from {one_line(str(self._folder))}; ~ is your home.", "muted"),),
        )

    def labelled(self) -> Sequence[Labelled]:
        """The file, its kind, and how a board is read."""
        kinds = [Option(one, (words,)) for one, words in _KINDS.items()]
        layouts = [Option(one, (words,)) for one, words in _LAYOUTS.items()]
        unmarked = Choice([Option("planned", ("is planned",)), Option("done", ("is done",))], "planned", id="unmarked")
        archived = Tick("archived cards come too", "archived cards stay out", id="archived")
        return (
            Labelled("File", Words(self._file, hint="such as ~/Downloads/board.json", id="file"), True),
            Labelled("It is", Choice(kinds, self._kind or GUESS, id="kind")),
            Labelled("Its board has", Choice(layouts, "auto", id="layout")),
            Labelled("Of a board", archived),
            Labelled("Without a sign", unmarked),
        )

    def on_mount(self) -> None:
        """Where the command named a file, read it."""
        super().on_mount()
        if self._file:
            self.field("file").put(self._file)  # not what was typed here the last time
            self.action_keep()

    @property
    def busy(self) -> bool:
        """Whether something is being read."""
        return self._since is not None

    def action_keep(self) -> None:
        """Read it; what is wrong with the file stands in the form, and the file's name stays."""
        if self.busy or self.preview is not None:
            return
        self.refuse("")
        file = self.value("file")
        if not file:
            self.refuse("Say which file.")
            self.field("file").focus()
            return
        self._since = monotonic()
        self._timer = self.set_interval(A_MOMENT, self._say_how_long)
        kind = next((one for one in KINDS if one == self.value("kind")), None)
        wishes = Wishes(
            layout=self._layout(),
            unmarked="done" if self.value("unmarked") == "done" else "planned",
            archived=bool(self.value("archived")),
        )
        self._read(kind, _bare(file), wishes, self.speaker.room.state)

    def _layout(self) -> Layout:
        return next((one for one in _LAYOUTS if one == self.value("layout")), "auto")

    @work(thread=True, exclusive=True, group="import")
    def _read(self, kind: SourceKind | None, file: str, wishes: Wishes, state: State) -> None:
        try:
            found = read(kind, file, state, rooms=self._rooms, folder=self._folder, wishes=wishes)
            self.post_message(self.Came(Preview(found, state), ""))
        except PanelError as error:
            self.post_message(self.Came(None, error.message))

    def _say_how_long(self) -> None:
        if self._since is not None:
            seconds = int(monotonic() - self._since)
            self._say(f"Reading {one_line(Path(self.value('file')).name)} … {seconds} s; esc leaves it")

    def _say(self, words: str) -> None:
        problem = self.query_one("#problem", Static)
        problem.update(safe(words))
        problem.display = bool(words)

    def on_import_form_came(self, message: Came) -> None:
        """Go on to the preview, or say what is wrong."""
        self._since = None
        if self._timer is not None:
            self._timer.stop()
        if message.preview is None:
            self.refuse(message.problem)
            self.field("file").focus()
            return
        self.preview = message.preview
        self.sent = True
        self.forget()
        self.dismiss(True)

    def refuse(self, sentence: str) -> None:
        """Nothing was kept, and nothing was to be: only the reading failed."""
        super().refuse(sentence)
        if sentence:
            self._say(sentence)
