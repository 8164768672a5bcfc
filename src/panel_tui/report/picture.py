"""The results picture: which points have which level, as an inline SVG.

One row for each level, best first, with its sign, its words and a tile for every point that has it. Colour is
never alone: the words stand at the row, and everything is told again in the table of results.
"""

from __future__ import annotations

from msgspec import Struct

from panel_tui.report.model import CarriedPoint, PointReport, Report, Tone
from panel_tui.report.outline_self import NO_VIEW, standing
from panel_tui.report.phrases import NOTHING
from panel_tui.report.words import counted, plain

SIGNS: dict[Tone, str] = {"good": "●", "middle": "◐", "poor": "○", "none": NOTHING}
"""A sign for each tone, so that a level can be told without its colour."""

UNDECIDED = "Not yet decided"
CARRIED = ", carried over"
IN_ROW = 10
STEP = 40
WIDE = IN_ROW * STEP - 6
"""Narrow on purpose: on a telephone the tiles are still wide enough to be touched."""
LABEL = 26
BETWEEN = 10


class Tile(Struct, frozen=True):
    """One point: where it stands, its number, and the size of its letters."""

    x: int
    y: int
    number: str
    size: int
    href: str


class Row(Struct, frozen=True):
    """One level: its words and its tiles; `y` is the top of its words, above its lines of tiles."""

    y: int
    tone: Tone
    label: str
    tiles: tuple[Tile, ...]


class Drawing(Struct, frozen=True):
    """The whole picture, in units of its own. `told` says in one sentence per row what it shows."""

    width: int
    height: int
    rows: tuple[Row, ...]
    told: str


def draw(report: Report, anchors: dict[str, str]) -> Drawing:
    """The picture of a report's points; `anchors` gives each point's id on the page."""
    by_label: dict[tuple[str, Tone], list[tuple[str, str]]] = {level: [] for level in _ladder(report)}
    for point in report.every:
        by_label.setdefault(_shown(point, report), []).append((point.number, anchors[point.id]))
    rows: list[Row] = []
    top = 0
    for (label, tone), points in by_label.items():
        rows.append(Row(top, tone, plain(label), _tiles(points, top + LABEL)))
        top += LABEL + STEP * -(-len(points) // IN_ROW) + BETWEEN
    told = " ".join(
        f"{row.label}: {counted(len(row.tiles), 'point')}, {', '.join(tile.number for tile in row.tiles)}."
        for row in rows
    )
    return Drawing(WIDE, max(top - BETWEEN, 1), tuple(rows), told)


def _ladder(report: Report) -> list[tuple[str, Tone]]:
    """What tiles stand under, in the order of its tone; what was carried over after what was decided here, and what
    is open at the end."""
    order: tuple[Tone, ...] = ("good", "middle", "poor", "none")
    shown = dict.fromkeys(_shown(point, report) for point in report.every)
    return sorted(shown, key=lambda level: (_open(level), order.index(level[1]), _carried(level)))


def _shown(point: PointReport | CarriedPoint, report: Report) -> tuple[str, Tone]:
    """What a tile stands under: a level decided here, one that was carried over, or the team's own."""
    if isinstance(point, CarriedPoint):
        return f"{point.label}{CARRIED}", point.tone
    if report.kind == "self":
        return standing(point), point.own.tone if point.own else "none"
    return point.label or UNDECIDED, point.tone


def _open(level: tuple[str, Tone]) -> bool:
    return level[0] in (UNDECIDED, NO_VIEW)


def _carried(level: tuple[str, Tone]) -> bool:
    return level[0].endswith(CARRIED)


def _tiles(points: list[tuple[str, str]], top: int) -> tuple[Tile, ...]:
    tiles = []
    for place, (number, anchor) in enumerate(points):
        line, column = divmod(place, IN_ROW)
        text = plain(number)
        size = 15 if len(text) <= 3 else max(6, 52 // len(text))
        tiles.append(Tile(column * STEP, top + line * STEP, text, size, f"#{anchor}"))
    return tuple(tiles)
