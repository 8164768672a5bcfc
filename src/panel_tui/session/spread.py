"""How far apart the scores of a point are, in words and not in averages.

Met and partially met are words in an order: a mean of them is not a finding. Levels outside the order
(rank null, such as "not applicable") are not counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from panel_tui.standard.model import Level

Agreement = Literal["agreed", "differs", "split", "none"]


class Spread(Struct, frozen=True, kw_only=True):
    """`agreement`: agreed (one level), differs (neighbouring levels), split (two or more steps apart), or
    none (nothing to compare). `missing` seats were awaited and gave no score. `counts` pairs each
    level's id with its number of scores, best level first."""

    agreement: Agreement
    missing: int
    counts: tuple[tuple[str, int], ...]

    @property
    def word(self) -> str:
        """The spread as it is said on screen, such as "split, 1 missing"."""
        words: list[str] = [] if self.agreement == "none" else [self.agreement]
        if self.missing:
            words.append(f"{self.missing} missing")
        return ", ".join(words) or "no scores"


def spread_of(levels: Sequence[str], scale: Sequence[Level], missing: int) -> Spread:
    """The spread of the levels (ids) given by the seats, on a scale, with `missing` seats silent.

    The order in which the levels are given makes no difference.
    """
    ladder = sorted((level for level in scale if level.rank is not None), key=lambda level: -(level.rank or 0))
    step = {level.id: place for place, level in enumerate(ladder)}
    places = {step[level] for level in levels if level in step}
    agreement: Agreement
    if places:
        apart = max(places) - min(places)
        agreement = "agreed" if apart == 0 else "differs" if apart == 1 else "split"
    else:
        agreement = "agreed" if levels and len(set(levels)) == 1 else "none"
    counted = Counter(levels)
    counts = tuple((level.id, counted[level.id]) for level in scale if counted[level.id])
    return Spread(agreement=agreement, missing=missing, counts=counts)


def majority(levels: Sequence[str]) -> str | None:
    """The level that more than half of the scores named, or None."""
    for level, count in Counter(levels).most_common(1):
        if count * 2 > len(levels):
            return level
    return None
