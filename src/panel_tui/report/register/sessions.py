"""Which sessions stand in the register: those that were marked as published, and why the others do not.

What is said of a session comes from its line in the list alone; none is opened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from panel_tui.report.register.model import Entry
from panel_tui.report.words import counted, listed
from panel_tui.rooms import PublishedFields, Summary


class Published(Struct, frozen=True):
    """A session in the register, and where it is kept: `path` opens it, `modified` is when it was written last."""

    name: str
    path: str
    modified: datetime
    entry: Entry


class Gathered(Struct, frozen=True):
    """What was found: the published ones, how many are left out for which reason, and what cannot be read."""

    published: tuple[Published, ...]
    left_out: tuple[tuple[str, int], ...]
    broken: tuple[str, ...]

    @property
    def told(self) -> tuple[str, ...]:
        """Sentences about what does not stand in the register."""
        counts = [_REASONS[reason](count) for reason, count in self.left_out]
        if self.broken:
            counts.append(f"{len(self.broken)} that cannot be read")
        return (*self.broken, *([f"Left out: {listed(counts)}."] if counts else []))


_REASONS = {
    "not published": lambda count: f"{counted(count, 'session')} not marked as published",
    "rehearsal": lambda count: counted(count, "rehearsal"),
    "self": lambda count: counted(count, "team’s own record", "teams’ own records"),
    "copy": lambda count: f"{counted(count, 'file')} of a session that is here twice",
}


def gather(summaries: Iterable[Summary]) -> Gathered:
    """Take the published sessions out of a list. Of two files with the same session the longer record counts."""
    left_out: Counter[str] = Counter()
    found: dict[str, tuple[int, Published]] = {}
    broken: list[str] = []
    for summary in summaries:
        fields = summary.fields
        if fields is None:
            broken.append(f"{summary.name}: {summary.problem}")
        elif fields.rehearsal:
            left_out["rehearsal"] += 1
        elif fields.kind == "self":
            left_out["self"] += 1
        elif fields.published is None:
            left_out["not published"] += 1
        elif (entry := _entry(fields.published)) is None:
            broken.append(f"{summary.name}: its date is no date.")
        else:
            key = fields.id or summary.path
            left_out["copy"] += key in found
            if key not in found or found[key][0] < fields.events:
                found[key] = fields.events, Published(summary.name, summary.path, summary.modified, entry)
    counted_out = tuple((reason, left_out[reason]) for reason in _REASONS if left_out[reason])
    return Gathered(tuple(one for _, one in found.values()), counted_out, tuple(broken))


def _entry(fields: PublishedFields) -> Entry | None:
    try:
        day = date.fromisoformat(fields.date).isoformat()  # a week date is one too, and is told as its month
    except ValueError:
        return None
    return Entry(
        service=fields.service,
        date=day,
        phase=fields.phase,
        text=fields.description,
        outcome=fields.outcome,
        standard=fields.standard,
        organisation=fields.organisation,
        report=fields.report,
        board=fields.board,
    )


def with_others(published: Iterable[Entry], others: Iterable[Entry]) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The published sessions and what is listed besides, and a sentence for each that gave way to a session of the
    same service and month."""
    first = tuple(published)
    held = {_same(one) for one in first}
    kept, told = [], []
    for one in others:
        if _same(one) in held:
            told.append(f"{one.service}, {one.when}: listed besides, and here as a session; the session counts.")
        else:
            kept.append(one)
    return (*first, *kept), tuple(told)


def _same(entry: Entry) -> tuple[str, str]:
    return " ".join(entry.service.split()).casefold(), entry.month
