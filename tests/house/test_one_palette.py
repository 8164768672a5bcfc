"""The report and the seats' pages wear one palette: a colour that both name is the same in both, day and night."""

from __future__ import annotations

import re
from importlib import resources

import pytest

SHEETS = {"report": ("panel_tui.report", "report.css"), "seats": ("panel_tui.web.pages", "static/seat.css")}
LOOKS = ("light", "dark")


def palette(sheet: str, look: str) -> dict[str, str]:
    """The colours that a style sheet names in one look: its first `:root` is light, its second dark."""
    package, name = SHEETS[sheet]
    css = resources.files(package).joinpath(name).read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", blocks[LOOKS.index(look)]))


@pytest.mark.parametrize("look", LOOKS)
def test_a_colour_that_both_name_is_the_same_in_both(look: str) -> None:
    report, seats = palette("report", look), palette("seats", look)
    shared = report.keys() & seats.keys()
    assert {name: report[name] for name in shared} == {name: seats[name] for name in shared}


@pytest.mark.parametrize("look", LOOKS)
def test_every_colour_of_the_report_is_one_of_the_seats(look: str) -> None:
    assert palette("report", look).keys() - palette("seats", look).keys() == set()
    assert len(palette("report", look)) > 10


def test_each_sheet_names_the_same_colours_by_day_and_by_night() -> None:
    for sheet in SHEETS:
        assert palette(sheet, "light").keys() == palette(sheet, "dark").keys()
