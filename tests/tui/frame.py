"""A running app's screen as plain text: one line for each row of the terminal, without styles."""

from __future__ import annotations

from typing import Any

from textual.app import App


def frame(app: App[Any]) -> str:
    """What stands on the screen now."""
    # The compositor is private to Textual; this is the one place that looks into it (the pin is exact).
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips) + "\n"
