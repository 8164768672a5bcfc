"""The actions in Textual's palette (ctrl+p): each with its key, and why not where it cannot be done now."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from panel_tui.commands import Action
from panel_tui.tui.keys import name
from panel_tui.tui.screens.acts import ActScreen


class Actions(Provider):
    """Everything that can be done on the screen below."""

    def _actions(self) -> Iterator[tuple[Action, str, str]]:
        screen: Any = self.screen
        if not isinstance(screen, ActScreen):
            return
        for action in screen.actions_here():
            key = screen.host.keys.get(action.id, action.key or "")
            label = f"{action.label or action.word}   {name(key)}" if key else (action.label or action.word)
            reason = screen.refusal(action)
            yield action, label, f"not now: {reason}" if reason else action.help

    async def discover(self) -> Hits:
        """All of them."""
        for action, label, help in self._actions():
            yield DiscoveryHit(Content(label), partial(self.screen.act, action), label, help)  # type: ignore[attr-defined]

    async def search(self, query: str) -> Hits:
        """Those whose words match."""
        matcher = self.matcher(query)
        for action, label, help in self._actions():
            words = f"{label}  {action.usage.lower()}"
            score = matcher.match(words)
            if score > 0:
                run = partial(self.screen.act, action)  # type: ignore[attr-defined]
                yield Hit(score, Content(label), run, label, help)
