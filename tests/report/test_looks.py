"""The colours of the page, in light, dark and on paper, can be told apart by everyone (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from importlib import resources

import pytest

CSS = resources.files("panel_tui.report").joinpath("report.css").read_text(encoding="utf-8")
LOOKS = [
    dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", block)) for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
]

TEXT, SHAPE = 4.5, 3.0
PAIRS = [
    *(("ink", ground, TEXT) for ground in ("paper", "panel")),
    *(("soft", ground, TEXT) for ground in ("paper", "panel")),
    *(("link", ground, TEXT) for ground in ("paper", "panel")),
    *(("on", tone, TEXT) for tone in ("good", "middle", "poor", "none")),
    *((tone, ground, TEXT) for tone in ("good", "middle", "poor", "none") for ground in ("paper", "panel")),
    ("focus", "paper", SHAPE),
]


def light(colour: str) -> float:
    """The relative luminance of a colour, as WCAG defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    dim, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dim + 0.05)


def test_the_page_has_three_looks() -> None:
    assert len(LOOKS) == 3


@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
@pytest.mark.parametrize("look", [0, 1, 2], ids=["light", "dark", "paper"])
def test_the_contrast_is_enough(look: int, front: str, ground: str, least: float) -> None:
    colours = {**LOOKS[0], **LOOKS[look]}
    assert contrast(colours[front], colours[ground]) >= least


def test_the_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
