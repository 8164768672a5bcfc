"""A screen whose keys, footer and mouse all do the same named actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.screen import Screen

from panel_tui import commands
from panel_tui.commands import Action
from panel_tui.tui import doing
from panel_tui.tui.host import Host, host
from panel_tui.tui.keys import name
from panel_tui.tui.widgets.key_footer import MOST_KEYS, FooterKey, KeyFooter


class ActScreen(Screen[None]):
    """The base of every screen that is not an overlay.

    `act` does an action: refused, it says why; else a method `do_<id>` of the screen, else `carry_out`.
    """

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  Textual declares it so
        (0, "-narrow"),
        (110, "-normal"),
        (160, "-wide"),
    ]
    AUTO_FOCUS = ""

    @property
    def host(self) -> Host:
        """The app."""
        return host(self)

    def refusal(self, action: Action) -> str | None:
        """Why the action cannot be done now; None where it can."""
        return None

    def actions_here(self) -> tuple[Action, ...]:
        """What can be done on this screen; the `?` list shows them."""
        return ()

    def action_act(self, id: str) -> None:
        """A key was pressed."""
        self.act(known(id))

    def on_key_footer_pressed(self, message: KeyFooter.Pressed) -> None:
        """A key of the footer was clicked."""
        if message.id in commands.BY_ID or message.id in commands.HOME_BY_ID:
            self.act(known(message.id))

    def act(self, action: Action) -> None:
        """Do an action, or say why not."""
        reason = self.refusal(action)
        if reason is not None:
            self.toast(f"{action.label or action.word}: {reason}", "warning")
            return
        own: Any = getattr(self, f"do_{action.id}", None)
        if own is not None:
            own()
        else:
            self.carry_out(action)

    def carry_out(self, action: Action) -> None:
        """Do an action that the screen has no own way for."""
        doing.carry_out(self, action, "")

    def toast(self, sentence: str, severity: str = "information") -> None:
        """Show one sentence; it is data, never markup."""
        self.host.say_sentence(sentence, severity)

    def footer_keys(self, actions: Sequence[Action]) -> list[FooterKey]:
        """The footer for these actions, at most seven."""
        keys = self.host.keys
        return [
            FooterKey(action.id, name(keys.get(action.id, action.key or "")), action.label, bool(self.refusal(action)))
            for action in actions[:MOST_KEYS]
        ]


def known(id: str) -> Action:
    """The action with this id, of a session or of Home."""
    return commands.BY_ID.get(id) or commands.HOME_BY_ID[id]
