"""Following up: what panels recommended and nobody has yet found carried out, across all sessions.

A session that names an earlier one has taken over what was open there. So only sessions count that no other names,
each with what it says is still open: its own recommendations, and those of before that it found open.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Literal, NamedTuple

from msgspec import Struct

from panel_tui.errors import PanelError
from panel_tui.report.words import counted, day, listed
from panel_tui.rooms import Rooms, Summary, SummaryFields
from panel_tui.session.earlier import still_open
from panel_tui.session.state import State
from panel_tui.session.terms import EarlierRecommendation

By = Literal["service", "owner", "date"]
ORDERS: tuple[By, ...] = ("service", "owner", "date")
NOBODY = "No owner"
NO_DATE = "No date"
STOOD = {"partly": "partly carried out", "not": "not carried out", None: "not checked yet"}
"""How a recommendation stood when a panel last looked at it, in words."""


class Open(Struct, frozen=True, kw_only=True):
    """A recommendation that is open. `session` opens the session that says so; `date` and `due` are YYYY-MM-DD.

    `since` is where it was first made, in words, and `stood` how it was at its last check. `closed` is False where
    that session is still going on.
    """

    service: str
    phase: str
    date: str | None
    session: str
    closed: bool
    point: str
    strength: str
    text: str
    owner: str | None
    due: str | None
    overdue: bool
    since: str
    stood: str


class Found(NamedTuple):
    """What is open; a sentence for each session that could not be read, and one about what was left out; and whether
    anything could be read at all."""

    open: tuple[Open, ...]
    broken: tuple[str, ...]
    left_out: str | None
    readable: bool


class Wanted(Struct, frozen=True, kw_only=True):
    """Which of them somebody asked for. Texts are looked for inside a name, whatever the case; `due_before` is
    YYYY-MM-DD and asks for what is due earlier than that day."""

    service: str | None = None
    owner: str | None = None
    due_before: str | None = None
    overdue: bool = False

    def fits(self, one: Open) -> bool:
        """Whether it is one of those."""
        return (
            (self.service is None or self.service.casefold() in one.service.casefold())
            and (self.owner is None or self.owner.casefold() in (one.owner or "").casefold())
            and (self.due_before is None or (one.due is not None and one.due < self.due_before))
            and (one.overdue or not self.overdue)
        )


def find(rooms: Rooms, today: date) -> Found:
    """Everything that is open. Only sessions that are counted are opened, and only to look at."""
    summaries = rooms.list()
    counted_in, left_out = _counted(summaries)
    broken = [f"{one.name}: {one.problem}" for one in summaries if one.fields is None]
    found: list[Open] = []
    unread = len(broken)
    for summary, fields in counted_in:
        try:
            room = rooms.open(summary.path, read_only=True)
        except PanelError as error:
            broken.append(f"{summary.name}: {error.message}")
            unread += 1
            continue
        try:
            found += _open_in(room.state, summary, fields, today)
        finally:
            room.close()
    return Found(tuple(found), tuple(broken), left_out, unread < len(summaries) or not summaries)


def _counted(summaries: Sequence[Summary]) -> tuple[list[tuple[Summary, SummaryFields]], str | None]:
    """The last session of each line of sessions, where anything is open; and what was left out, in words."""
    known = [(one, one.fields) for one in summaries if one.fields is not None]
    real = [(one, fields) for one, fields in known if not fields.rehearsal and fields.kind != "self"]
    taken_over = {fields.earlier for _, fields in real if fields.earlier}
    longest: dict[str, tuple[Summary, SummaryFields]] = {}
    for one, fields in real:
        held = longest.get(fields.id)
        if held is None or held[1].events < fields.events:
            longest[fields.id] = one, fields
    last = [(one, fields) for one, fields in longest.values() if fields.id not in taken_over and fields.open]
    rehearsals = sum(fields.rehearsal for _, fields in known)
    own = len(known) - len(real) - rehearsals
    words = [counted(rehearsals, "rehearsal")] if rehearsals else []
    words += [counted(own, "team’s own record", "teams’ own records")] if own else []
    return last, f"Left out: {listed(words)}." if words else None


def _open_in(state: State, summary: Summary, fields: SummaryFields, today: date) -> Iterable[Open]:
    checked = {one.id: one.status for one in state.checked}
    made = ", ".join(part for part in (state.created.phase, fields.date) if part)  # as an earlier one was written
    for one in still_open(state):
        status = checked.get(one.id) if one.since is not None else None
        yield Open(
            service=fields.service,
            phase=fields.phase,
            date=fields.date,
            session=summary.name,
            closed=state.closed_at is not None,
            point=_point(state, one),
            strength=one.strength,
            text=one.text,
            owner=one.owner,
            due=one.due,
            overdue=one.due is not None and one.due < today.isoformat(),
            since=one.since if one.since is not None else made,
            stood=STOOD[status if status in STOOD else None],
        )


def _point(state: State, one: EarlierRecommendation) -> str:
    known = state.standard.point(one.point) if one.point else None
    if known is not None:
        return f"point {known.number} {known.name}"
    return one.point_title or "the service as a whole"


class Group(NamedTuple):
    """What is open under one heading."""

    heading: str
    open: tuple[Open, ...]

    @property
    def counted(self) -> str:
        """How many, and how many of them are overdue, in words."""
        return _count(self.open)


def grouped(found: Iterable[Open], by: By = "service") -> tuple[Group, ...]:
    """Sorted and under headings; within one what is due first comes first, and what has no date last."""
    heading = _HEADINGS[by]
    ordered = sorted(found, key=lambda one: (_last(one.due), one.service.casefold(), one.strength, one.text))
    if by != "date":
        ordered.sort(key=lambda one: (heading(one) == NOBODY, heading(one).casefold(), heading(one)))
    return tuple(Group(name, tuple(held)) for name, held in groupby(ordered, key=heading))


def _last(due: str | None) -> tuple[bool, str]:
    return due is None, due or ""


_HEADINGS: dict[By, Callable[[Open], str]] = {
    "service": lambda one: one.service,
    "owner": lambda one: one.owner or NOBODY,
    "date": lambda one: f"Due {day(one.due)}" if one.due else NO_DATE,
}


def _count(found: Sequence[Open]) -> str:
    late = sum(one.overdue for one in found)
    return f"{len(found):,} open" + (f", {late:,} overdue" if late else "")


def total(found: Sequence[Open], everything: Sequence[Open]) -> str:
    """One sentence: how much is open, or clearly that nothing is."""
    if not everything:
        return "Nothing is open."
    if not found:
        return f"Nothing of that is open; of everything, {counted(len(everything), 'recommendation')} is open."
    sessions = len({one.session for one in found})
    return f"{_count(found)}, in {counted(sessions, 'session')}."


def line(one: Open) -> str:
    """All of it in one line of plain text."""
    session = ", ".join(part for part in (one.service, one.phase, one.date) if part)
    parts = [
        session if one.closed else f"{session} (not closed)",
        one.point,
        f"{one.strength}: {one.text}",
        f"owner: {one.owner}" if one.owner else "no owner",
        (f"due {one.due}" + (", overdue" if one.overdue else "")) if one.due else "no date",
        f"since {one.since}",
        one.stood,
    ]
    return "; ".join(parts)


def as_text(found: Sequence[Open], everything: Sequence[Open], by: By) -> str:
    """Groups with their counts, a line for each recommendation, and the total."""
    from panel_tui.lines import on_one_line

    blocks = [
        "\n".join(
            [on_one_line(f"{group.heading}: {group.counted}"), *(f"- {on_one_line(line(one))}" for one in group.open)]
        )
        for group in grouped(found, by)
    ]
    return "\n\n".join([*blocks, total(found, everything)]) + "\n"


def as_markdown(found: Sequence[Open], everything: Sequence[Open], by: By) -> str:
    """The same as Markdown; text stands for itself, whatever it holds."""
    from panel_tui.report.markdown import escape
    from panel_tui.report.words import plain

    def safe(text: str) -> str:
        return escape(" ".join(plain(text).split()))

    blocks = ["# Recommendations that are open", total(found, everything)]
    for group in grouped(found, by):
        blocks += [
            f"## {safe(group.heading)} ({group.counted})",
            "\n".join(f"- {safe(line(one))}" for one in group.open),
        ]
    return "\n\n".join(blocks) + "\n"


def as_csv(found: Sequence[Open], by: By) -> bytes:
    """A row for each, for a spreadsheet: UTF-8 with a byte order mark, every cell quoted and held down where it would
    be taken for a formula."""
    import csv
    import io

    from panel_tui.report.table import guarded

    out = io.StringIO()
    rows = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerow(_COLUMNS)
    for group in grouped(found, by):
        for one in group.open:
            rows.writerow([guarded(cell) for cell in _cells(one)])
    return out.getvalue().encode("utf-8-sig")


_COLUMNS = (
    *("Service", "Phase", "Date", "Session", "Session closed", "Point", "Must or should", "Recommendation"),
    *("Owner", "Due", "Overdue", "Since", "At its last check"),
)


def _cells(one: Open) -> tuple[str, ...]:
    closed, overdue = ("yes" if told else "no" for told in (one.closed, one.overdue))
    told = (one.service, one.phase, one.date or "", one.session, closed, one.point, one.strength, one.text)
    return (*told, one.owner or "", one.due or "", overdue, one.since, one.stood)


def as_json(found: Sequence[Open], by: By) -> str:
    """An object for each, in the same order."""
    told = [
        {name: getattr(one, name) for name in Open.__struct_fields__}
        for group in grouped(found, by)
        for one in group.open
    ]
    return json.dumps({"open": told}, ensure_ascii=False, indent=2) + "\n"
