"""What the set-up says of an earlier session: how it is offered, what it brings, and what does not come along."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from panel_tui.plan import PlannedSeat, panel_of
from panel_tui.plan_file import NOT_MET
from panel_tui.rooms import Summary
from panel_tui.session.earlier import handed_on, matching, to_look_at
from panel_tui.session.state import State
from panel_tui.session.terms import Earlier
from panel_tui.standard.model import Standard
from panel_tui.tui import ink
from panel_tui.tui.forms.fields import Option
from panel_tui.tui.screens.setup_parts import many

ELSEWHERE = "elsewhere:"
"""What the choice of an earlier session says for a file that is not in this folder."""
CHOSEN = "chosen"
"""What the choice of a reassessment says for points that are typed."""


def same_service(found: Sequence[Summary], service: str) -> tuple[Summary, ...]:
    """The closed assessments of a service with this name, newest first as they are listed."""
    name = service.strip().casefold()
    return tuple(one for one in found if name and one.fields and _suits(one, name))


def _suits(one: Summary, name: str) -> bool:
    fields = one.fields
    return (
        fields is not None
        and fields.service.casefold() == name
        and (fields.kind, fields.stage, fields.rehearsal) == ("panel", "closed", False)
    )


def earlier_options(found: Sequence[Summary], first: Sequence[Summary]) -> list[Option]:
    """None, then those of the same service, then the others, then a file elsewhere. None is chosen by itself."""
    hint = f"→ takes the newest of this service: {ink.plain(_words(first[0]))}." if first else ""
    near = {one.path for one in first}
    others = [one for one in found if one.fields and one.path not in near]
    return [
        Option("", ("none",), "", hint),
        *(Option(one.path, _words(one)) for one in (*first, *others)),
        Option(ELSEWHERE, ("a file elsewhere",), "", "Type its path below."),
    ]


def _words(one: Summary) -> ink.Line:
    fields = one.fields
    if fields is None:
        return (ink.one_line(one.name),)
    marks = [
        fields.phase,
        "self-assessment" if fields.kind == "self" else fields.outcome or fields.stage,
        "rehearsal" if fields.rehearsal else "",
    ]
    words = " · ".join([ink.one_line(fields.service), *(mark for mark in marks if mark)])
    return ((f"{fields.date} " if fields.date else "", "muted"), words)


def hands_on(before: State, standard: Standard | None, scale: str) -> Earlier:
    """What it leaves to a session on this standard; to one on its own, as long as none is chosen."""
    return (
        handed_on(before, before.standard, before.created.scale)
        if standard is None
        else handed_on(before, standard, scale)
    )


def brings(before: State, earlier: Earlier, standard: Standard | None, *, team: bool) -> list[str]:
    """What comes along, and what does not, a sentence each."""
    parts = [
        f"{many(len(earlier.recommendations), 'recommendation')} to check",
        f"{many(len(earlier.decisions), 'decision')} as history",
        "" if team else f"a panel of {len(before.seats)} to choose from",
    ]
    said = [f"{', '.join(part for part in parts if part)}."]
    if before.closed_at is None:
        said.append("It is not closed yet: what its panel still decides does not come along.")
    if standard is not None and standard.id != before.standard.id:
        said.append(f"It was held on the {ink.one_line(before.standard.title)}; points are matched by their ids.")
    if earlier.unmatched and standard is not None:
        said.append(f"Without a match here: {'; '.join(ink.one_line(one) for one in earlier.unmatched).rstrip('.')}.")
    return said


def not_met(earlier: Earlier, standard: Standard, phase: str, scale: str) -> list[str]:
    """The numbers of the points that a reassessment looks at unless others are chosen."""
    return [point.number for point in to_look_at(earlier, standard, phase, scale)]


def reassess_options(numbers: Sequence[str], standard: Standard | None, phase: str) -> list[Option]:
    """No, the points that were not met last time, or others."""
    rest = (len(standard.points_in(phase)) if standard else 0) - len(numbers)
    carried = "1 point is" if rest == 1 else f"{rest or 'No'} points are"
    return [
        Option("", ("no",), "", "Every point is looked at."),
        Option(
            NOT_MET,
            (f"the points not met ({', '.join(numbers) or 'none'})",),
            "",
            f"{carried} carried over as decided last time.",
        ),
        Option(CHOSEN, ("chosen points",), "", "The others are carried over as decided last time."),
    ]


def panel_here(before: State, standard: Standard | None) -> tuple[PlannedSeat, ...]:
    """The panel of last time. The points that its seats lead on are numbers of this standard; none while none is
    chosen, because a number of another standard is another point."""
    numbers: dict[str, str] = {}
    if standard is not None:
        same = matching(before.standard, standard)
        for point in before.standard.points:
            now = standard.point(same.get(point.id, ""))
            numbers |= {point.number: now.number} if now else {}
    return tuple(
        replace(seat, points=tuple(numbers[one] for one in seat.points if one in numbers)) for seat in panel_of(before)
    )


def next_phase(before: State) -> str:
    """The phase after the one of then (id), or that one where it was the last."""
    phases = [phase.id for phase in before.standard.phases]
    if before.created.phase not in phases:
        return ""
    return phases[min(phases.index(before.created.phase) + 1, len(phases) - 1)]
