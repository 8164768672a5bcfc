"""The overall result that the standard's own rules suggest. Advice: the lead confirms or says why not."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from panel_tui.standard.model import OutcomeRule, Standard


class Suggestion(Struct, frozen=True, kw_only=True):
    """The suggested outcome's id, or None where the rules say nothing yet; how many points are undecided;
    and one sentence that says which rule led there."""

    outcome: str | None
    undecided: int
    because: str


def suggest(standard: Standard, phase: str, decided: Mapping[str, str | None]) -> Suggestion:
    """Apply the rules, first match wins, to the level (or None) decided for each point id in the phase."""
    in_scope = {point.id: decided.get(point.id) for point in standard.points_in(phase)}
    undecided = sum(level is None for level in in_scope.values())
    for rule in standard.outcome_rules:
        if not _matches(rule, in_scope):
            continue
        if not rule.when and undecided:
            break
        return Suggestion(outcome=rule.then, undecided=undecided, because=_because(standard, in_scope))
    points = "1 point is" if undecided == 1 else f"{undecided} points are"
    because = f"{points} still undecided" if undecided else "the standard has no rule for this result"
    return Suggestion(outcome=None, undecided=undecided, because=because)


def _matches(rule: OutcomeRule, levels: Mapping[str, str | None]) -> bool:
    return all(
        (test.min is None or _count(test.level, test.points, levels) >= test.min)
        and (test.max is None or _count(test.level, test.points, levels) <= test.max)
        for test in rule.when
    )


def _count(level: str, points: tuple[str, ...], levels: Mapping[str, str | None]) -> int:
    wanted = None if level == "unscored" else level
    return sum(value == wanted for point, value in levels.items() if not points or point in points)


def _because(standard: Standard, levels: Mapping[str, str | None]) -> str:
    labels = {level.id: level.label for scale in standard.scales.values() for level in scale}
    counts = ((label, sum(value == level for value in levels.values())) for level, label in labels.items())
    return ", ".join(f"{number} {label}" for label, number in counts if number) or "nothing is decided"
