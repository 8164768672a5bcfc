"""The QR code of a link: what is drawn is the link, dark on light in every theme."""

from __future__ import annotations

from pathlib import Path

import pytest
import segno
from tests.tui.door import Opens, at, open_up, top
from tests.tui.frame import frame

from panel_tui.tui.overlays.qr import drawn, modules
from panel_tui.tui.overlays.seats_panel import SeatsPanel


def read_back(rows: list[str]) -> list[list[bool]]:
    """The modules that half blocks show, dark as True; the quiet zone is looked at and left out."""
    light = [[sign in "▀█" for sign in row] for row in rows], [[sign in "▄█" for sign in row] for row in rows]
    field = [[not one for one in row] for pair in zip(*light, strict=True) for row in pair]
    across = range(len(field[0]))
    first = min(at for at in across if any(row[at] for row in field))
    last = max(at for at in across if any(row[at] for row in field))
    inner = [row for row in field if any(row)]
    assert first == len(field[0]) - 1 - last >= 2
    assert not any(field[0] + field[1])
    return [row[first : last + 1] for row in inner]


@pytest.mark.parametrize("size", [(80, 24), (200, 60)], ids=["80x24", "200x60"])
@pytest.mark.parametrize("theme", ["dark", "light", "no colour"])
async def test_the_code_on_the_screen_is_the_link_dark_on_light(
    tmp_path: Path, size: tuple[int, int], theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if theme == "no colour":
        monkeypatch.setenv("NO_COLOR", "1")
    opens = Opens()
    async with at(tmp_path, opens, size=size) as (app, pilot, _):
        if theme == "light":
            await pilot.press("f9")
        door = await open_up(app, pilot, opens)
        await pilot.press("down", "q")
        code = segno.make_qr(door.stands.seats[1].link or "", error="l", boost_error=False)
        strips = [strip for strip in app.screen._compositor.render_strips() if set(strip.text.strip()) & set("▀▄█")]
        drawn_with = {
            (part.style.color.name, part.style.bgcolor.name)
            for strip in strips
            for part in strip
            if part.style and part.style.color and part.style.bgcolor and set(part.text) & set("▀▄█")
        }
        assert drawn_with == {("#ffffff", "#000000")}
        left = min(len(strip.text) - len(strip.text.lstrip()) for strip in strips)
        right = max(len(strip.text.rstrip()) for strip in strips)
        assert read_back([strip.text[left:right] for strip in strips]) == [
            [bool(one) for one in row] for row in code.matrix
        ]
        await pilot.press("x")
        assert isinstance(top(app), SeatsPanel)


def test_a_code_that_does_not_fit_is_not_drawn() -> None:
    code = modules("https://panel.example.org/join/" + "x" * 32)
    side = len(code) + 4
    assert drawn(code, side, (side + 1) // 2) is not None
    assert drawn(code, side - 1, (side + 1) // 2) is None
    assert drawn(code, side, (side + 1) // 2 - 1) is None


async def test_a_window_that_is_too_small_for_the_code_says_so_and_shows_the_link(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens, size=(80, 15)) as (app, pilot, _):
        await open_up(app, pilot, opens)
        await pilot.press("down", "q")
        assert "make this window larger" in frame(app)
        assert "/join/Zr8" in frame(app)


async def test_i_turns_dark_and_light_round(tmp_path: Path) -> None:
    opens = Opens()
    async with at(tmp_path, opens) as (app, pilot, _):
        await open_up(app, pilot, opens)
        await pilot.press("down", "q")
        before = frame(app)
        await pilot.press("i")
        assert frame(app) != before
        await pilot.press("i")
        assert frame(app) == before
