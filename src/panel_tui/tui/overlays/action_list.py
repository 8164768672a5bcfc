"""The `?` list: everything that can be done here, with its key, its words, and why not. Enter does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from panel_tui.commands import Action
from panel_tui.tui.ink import safe
from panel_tui.tui.keys import name
from panel_tui.tui.overlays.sift import Sift
from panel_tui.tui.widgets.rows import Row, Rows


class ActionList(Sift[Action]):
    """All actions of a screen."""

    HEADING: ClassVar[str] = "What you can do here"
    HINT: ClassVar[str] = "Enter does it · esc leaves"
    PLACEHOLDER: ClassVar[str] = "type a word: clock, note, undo …"
    DEFAULT_CSS = """
    ActionList > Vertical { width: 110; }
    ActionList Rows { max-height: 38vh; }
    ActionList #words { height: 4; margin-top: 1; color: $tone-accent; }
    """

    def __init__(
        self,
        actions: Sequence[Action],
        refusal: Callable[[Action], str | None],
        keys: Mapping[str, str],
        start: str = "",
    ) -> None:
        super().__init__(start)
        self._actions = {action.id: action for action in actions}
        self._reasons = {action.id: refusal(action) for action in actions}
        self._keys = keys

    def rows(self) -> Sequence[Row]:
        """A heading for each group, and its actions."""
        made: list[Row] = []
        group = ""
        for action in self._actions.values():
            if action.group != group:
                group = action.group
                made.append(Row(None, ((group, "strong muted"),)))
            made.append(self._row(action))
        return made

    def _row(self, action: Action) -> Row:
        key = name(self._keys.get(action.id, action.key or ""))
        reason = self._reasons[action.id]
        words = f"not now: {reason}" if reason else action.help
        label = action.label or action.word
        tone = "muted" if reason else ""
        body = ((f"{key:>7}  ", "strong accent" if not reason else "muted"), (f"{label:<16} ", tone), (words, "muted"))
        return Row(action.id, body, find=f"{action.usage} {action.help} {action.group}")

    def inside(self) -> ComposeResult:
        """The list and, under it, all the words of the row that the cursor is on."""
        yield from super().inside()
        yield Static("", id="words", markup=False)

    def on_rows_moved(self, message: Rows.Moved) -> None:
        """Say all about it."""
        action = self._actions.get(message.key or "")
        if action is None:
            return
        reason = self._reasons[action.id]
        why = f"Not now: {reason}. " if reason else ""
        typed = f":{action.usage}\n" if action.plain else ""
        self.query_one("#words", Static).update(safe(f"{typed}{why}{action.help}"))

    def chosen(self, key: str) -> Action | None:
        """The action."""
        return self._actions[key]
