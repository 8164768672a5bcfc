"""Two calm themes, dark and light. Every text reaches the contrast of WCAG AA on every ground it stands on
(tests/tui/test_themes.py); no meaning is in the colour alone."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="panel-dark",
    dark=True,
    primary="#4C8DD0",
    secondary="#7FB2E5",
    accent="#E0B060",
    success="#7CC47F",
    warning="#E5A54B",
    error="#F28B82",
    foreground="#E6E6E3",
    background="#141618",
    surface="#1B1E21",
    panel="#23282D",
    variables={
        "tone-muted": "#A3A9AF",
        "tone-good": "#7CC47F",
        "tone-warn": "#E9AE5A",
        "tone-bad": "#F4958D",
        "tone-accent": "#8FC1F0",
        "tone-link": "#8FC1F0",
        "ground-chosen": "#1F4E7E",
        "ground-resting": "#2C3238",
        "ground-trouble": "#7A1F1A",
        "ink-chosen": "#FFFFFF",
        "footer-background": "#23282D",
        "input-cursor-background": "#E6E6E3",
        "border": "#3A424A",
        "scrollbar": "#3A424A",
        "scrollbar-background": "#1B1E21",
    },
)
LIGHT = Theme(
    name="panel-light",
    dark=False,
    primary="#1F5FA8",
    secondary="#2B6CB0",
    accent="#8A5200",
    success="#1F6B2E",
    warning="#8A4B00",
    error="#A8211A",
    foreground="#1A1C1E",
    background="#FBFBF8",
    surface="#F2F2EE",
    panel="#E6E7E2",
    variables={
        "tone-muted": "#51575D",
        "tone-good": "#1A6128",
        "tone-warn": "#7D4500",
        "tone-bad": "#A01E18",
        "tone-accent": "#1B5596",
        "tone-link": "#1B5596",
        "ground-chosen": "#C9DDF3",
        "ground-resting": "#DDE0DC",
        "ground-trouble": "#F6CFCB",
        "ink-chosen": "#0B1A2A",
        "footer-background": "#E6E7E2",
        "input-cursor-background": "#1A1C1E",
        "border": "#B9BDB8",
        "scrollbar": "#B9BDB8",
        "scrollbar-background": "#F2F2EE",
    },
)
THEMES = (DARK, LIGHT)


def other(name: str) -> str:
    """The name of the theme that is not this one."""
    return LIGHT.name if name == DARK.name else DARK.name
