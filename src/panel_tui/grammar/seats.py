"""Words for the team's page."""

from __future__ import annotations

from panel_tui.grammar.reader import Words
from panel_tui.session import bodies


def team(words: Words) -> tuple[bodies.AnyBody, ...]:
    """`team on`, `team share`"""
    verb = words.choice("on, off, share or unshare", ("on", "off", "share", "unshare"))
    words.done()
    if verb in ("on", "off"):
        return (bodies.TeamPageTurned(on=verb == "on"),)
    return (bodies.DecisionsShared(on=verb == "share"),)
