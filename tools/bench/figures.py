"""A figure, its floor and its aim: the arithmetic of the benchmark and the words of its table."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One row of the table.

    `value` and `floor` are in `unit`. `aim` is how many times the floor the value may be or, with `absolute`, how
    many units. `value` is None where it could not be measured; `remark` then says why, else how steady it was.
    """

    what: str
    unit: str
    value: float | None
    floor: float | None
    floor_is: str
    aim: float
    absolute: bool = False
    remark: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times its floor it is; None without a floor or a value."""
        return self.value / self.floor if self.value is not None and self.floor else None

    @property
    def judged(self) -> float | None:
        """What is held against the aim."""
        return self.value if self.absolute else self.ratio

    @property
    def verdict(self) -> str:
        """Whether the aim was met; where it was not, by how much it falls short of it."""
        if self.judged is None:
            return "not measured"
        if self.judged <= self.aim:
            return "met"
        return f"short by {self.judged / self.aim - 1:.0%}"

    @property
    def cells(self) -> tuple[str, ...]:
        """The row: what, figure, floor, ratio, aim, verdict, remark."""
        times = f"{self.aim:g} {self.unit}" if self.absolute else f"{self.aim:g}×"
        floor = f"{amount(self.floor, self.unit)}, {self.floor_is}" if self.floor is not None else self.floor_is
        return (
            self.what,
            amount(self.value, self.unit),
            floor,
            f"{self.ratio:.2f}×" if self.ratio is not None else "–",
            f"≤ {times}",
            self.verdict,
            self.remark,
        )


HEADINGS = ("what", "figure", "floor", "ratio", "aim", "verdict", "how steady")


def amount(value: float | None, unit: str) -> str:
    """A value with its unit and three digits that count."""
    if value is None:
        return "–"
    if value >= 100:
        return f"{value:,.0f} {unit}"
    return f"{value:.1f} {unit}" if value >= 10 else f"{value:.2f} {unit}"


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that `percent` of all do not exceed, by nearest rank: always one that was really measured."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def steadiness(values: Sequence[float], unit: str) -> str:
    """How many measurements there were and how far they lie apart."""
    return f"{len(values)} runs, {amount(percentile(values, 10), unit)} to {amount(percentile(values, 90), unit)}"


def markdown(figures: Sequence[Figure]) -> str:
    """The table for the page."""
    rows = [HEADINGS, tuple("---" for _ in HEADINGS), *(figure.cells for figure in figures)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def line(figure: Figure) -> str:
    """One row for the terminal, while the benchmark runs."""
    what, value, floor, ratio, aim, verdict, _ = figure.cells
    return f"{what}: {value} (floor {floor}), {ratio}, aim {aim}: {verdict}"
