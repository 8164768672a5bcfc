"""Measuring things in turn, so that whatever else the machine does hits all of them alike."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from time import perf_counter

Measure = Callable[[], float]
"""Measures once; returns what it measured."""


def in_turn(measures: Mapping[str, Measure], rounds: int, *, warm_up: int = 1) -> dict[str, list[float]]:
    """Measure each once per round, every round beginning with another one. The first `warm_up` rounds are left out."""
    names = list(measures)
    found: dict[str, list[float]] = {name: [] for name in names}
    for number in range(warm_up + rounds):
        shift = number % len(names)
        for name in names[shift:] + names[:shift]:
            measured = measures[name]()
            if number >= warm_up:
                found[name].append(measured)
    return found


def milliseconds(act: Callable[[], object]) -> float:
    """How long it takes, in ms of wall time. What went before leaves it no rubbish to collect."""
    gc.collect()
    began = perf_counter()
    act()
    return (perf_counter() - began) * 1000
