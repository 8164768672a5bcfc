"""The standard that boards are read against: the one of 2019, with fourteen points."""

from collections.abc import Callable

import pytest
from tests.intake.trello.boards import Made, encoded

from panel_tui.intake.found import Found, FoundItem
from panel_tui.intake.trello import read
from panel_tui.standard.finder import shipped_folder
from panel_tui.standard.model import Standard
from panel_tui.standard.reader import read_standard

Reads = Callable[..., Found]


@pytest.fixture(scope="session")
def standard() -> Standard:
    return read_standard(shipped_folder() / "govuk-2019.yaml")


@pytest.fixture(scope="session")
def reads(standard: Standard) -> Reads:
    """Reads what was made, in alpha; whatever else `read` takes can be given."""

    def reads(made: Made | dict[str, object], **more: object) -> Found:
        data = made.json() if isinstance(made, Made) else encoded(made)
        return read(data, "board.json", standard, "alpha", **more)  # type: ignore[arg-type]

    return reads


def named(found: Found, title: str) -> FoundItem:
    """The one item of this title."""
    (one,) = (item for item in found.items if item.title == title)
    return one
