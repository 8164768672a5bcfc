"""The screens as a person sees them, kept as plain text that can be read in a diff.

After a change that is meant, write them anew with `FRAMES=write` and look at each before it is kept.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.tui.frame import frame
from tests.tui.making import Clock, make

from panel_tui.tui.app import PanelApp

FRAMES = Path(__file__).parent / "frames"
SIZES = [(80, 24), (132, 36), (200, 60)]

AFTERNOON = (
    "start briefing 30m",
    "stage points",
    "evidence 1 done Twelve visits to tenants' homes",
    "as Soraya note 1 + caseworkers and tenants were both seen",
    "score 1 met",
    "as Soraya score 1 met",
    "as Jess score 1 met",
    "as Amir score 1 partially-met",
    "reveal 1",
    "decide 1 met because the research was shown, not told",
    "go 14",
    "score 14 partially-met",
    "as Jess conflict 10 no-score because Jess wrote the letters",
    "go 3",
    "evidence 3 done Sprint board and show and tells https://board.example/c/7",
    "evidence 3 planned Retrospectives with the Rents team",
    "as Jess note 3 + Two-week sprints, caseworkers at every show and tell",
    "as Soraya note 3 - Retro actions are planned but none has been carried out yet",
    "note 3 ? Who can stop a release?",
    'as Soraya note 3 " we only ever hear about it afterwards',
    "as Soraya score 3 partially-met",
    "score 3 met",
)


def checked(shown: str, name: str) -> None:
    """Compare a frame with the one that is kept."""
    path = FRAMES / f"{name}.txt"
    if os.environ.get("FRAMES") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


async def shown(folder: Path, size: tuple[int, int], *keys: str) -> str:
    """The screen after these keys, in the middle of an afternoon."""
    clock = Clock()
    rooms, room = make(folder, *AFTERNOON, clock=clock)
    clock.go(minutes=3, seconds=48)
    app = PanelApp(rooms, room, settings=folder)
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        return frame(app)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_points_looks_as_it_was_accepted(tmp_path: Path, size: tuple[int, int]) -> None:
    checked(await shown(tmp_path, size), f"points-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_room_display_looks_as_it_was_accepted(tmp_path: Path, size: tuple[int, int]) -> None:
    checked(await shown(tmp_path, size, "f8"), f"display-{size[0]}x{size[1]}")


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("points-elsewhere", ("home", "tab")),
        ("points-typing", ("i", *"+ they", "space", *"test")),
        ("help", ("question_mark",)),
        ("prompt", ("colon", *"sta")),
        ("search", ("slash", *"retro")),
        ("log", ("L",)),
        ("seats", ("w",)),
    ],
)
async def test_what_opens_over_points_looks_as_it_was_accepted(
    tmp_path: Path, name: str, keys: tuple[str, ...]
) -> None:
    checked(await shown(tmp_path, (80, 24), *keys), f"{name}-80x24")


async def test_without_colour_nothing_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    coloured = await shown(tmp_path / "coloured", (132, 36))
    monkeypatch.setenv("NO_COLOR", "1")
    assert await shown(tmp_path / "plain", (132, 36)) == coloured
