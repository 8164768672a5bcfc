"""A source beside the session: what is new, what was changed, what is gone, and every correction before it is agreed.

Nothing is written here. `Preview.bodies` are the events that the lead's agreement makes, in one go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from panel_tui.intake.found import Found, FoundItem, IntakeError
from panel_tui.lines import on_one_line
from panel_tui.session import bodies
from panel_tui.session.evidence import Evidence
from panel_tui.session.fold.gathered import all_evidence
from panel_tui.session.state import State
from panel_tui.session.terms import SOURCE_WORDS, BroughtItem, EvidenceState, Source, TeamView

Change = Literal["new", "changed", "same", "left out"]

UNPLACED = "Under no point yet"
LEFT_OUT = "Left out"
GONE = "Its source has these no more; they stay, marked as that"


class Row(Struct, frozen=True, kw_only=True):
    """One item of a source as it will stand: `point` and `state` are those after every correction.

    `id` is the evidence that it updates, empty for a new one. `by_hand` says that its point was chosen by somebody,
    here or in the session before; `declined` that it was taken off there.
    """

    number: int
    item: FoundItem
    point: str | None
    state: EvidenceState
    change: Change
    id: str = ""
    by_hand: bool = False
    declined: bool = False


class Counts(Struct, frozen=True, kw_only=True):
    """How many rows are what; `unplaced` are those that come or stay without a point."""

    new: int
    changed: int
    same: int
    gone: int
    unplaced: int
    left_out: int


class Correction(Struct, frozen=True):
    """What somebody chose for a row; what is unset is as it was found."""

    point: str | UnsetType | None = UNSET
    state: EvidenceState | UnsetType = UNSET
    leave_out: bool | UnsetType = UNSET


class Preview:
    """A source compared with a session. It never changes; `corrected` gives another one.

    `rows` are in the order of the source. `gone` are the ids of evidence that the source has no more.
    """

    def __init__(self, found: Found, state: State, corrections: Mapping[int, Correction] | None = None) -> None:
        self.found = found
        self.state = state
        self._corrections = dict(corrections or {})
        self._known = {
            one.brought.key: one
            for one in all_evidence(state)
            if one.source == found.source.key and one.brought is not None
        }
        self._points = {point.id: point.number for point in state.walk}
        self._strange: set[str] = set()
        items = self._as_known(_distinct(found.items))
        self.rows: tuple[Row, ...] = tuple(self._row(number, item) for number, item in enumerate(items, start=1))
        self.gone: tuple[str, ...] = self._gone({item.key for item in items})

    def _as_known(self, items: list[FoundItem]) -> list[FoundItem]:
        """The items, under the key of an earlier version where one is known here by that and not by its own."""
        keys = {item.key for item in items}
        source = self.found.source.key
        taken: set[str] = set()
        known = []
        for item in items:
            former = item.former_key
            if former is None or former in keys or former in taken or item.key in self._known:
                known.append(item)
            elif former in self._known or (source, former) in self.state.declined:
                taken.add(former)
                known.append(replace(item, key=former))
            else:
                known.append(item)
        return known

    def corrected(
        self,
        row_number: int,
        *,
        point: str | UnsetType | None = UNSET,
        state: EvidenceState | UnsetType = UNSET,
        leave_out: bool | UnsetType = UNSET,
    ) -> Preview:
        """The same with one row (by its number) put under another point (its id, None for none), with another
        state, left out or taken in after all. What is not given stays. Raises `IntakeError`."""
        if not 0 < row_number <= len(self.rows):
            raise IntakeError(f"There is no row {row_number}: the rows are 1 to {len(self.rows)}.")
        if isinstance(point, str) and point not in self._points:
            raise IntakeError(f"This session does not look at the point '{point[:40]}': choose one of its own.")
        before = self._corrections.get(row_number, Correction())
        after = Correction(
            point=before.point if point is UNSET else point,
            state=before.state if state is UNSET else state,
            leave_out=before.leave_out if leave_out is UNSET else leave_out,
        )
        return Preview(self.found, self.state, {**self._corrections, row_number: after})

    def against(self, state: State) -> Preview:
        """The same source and corrections beside a session that went on meanwhile."""
        return Preview(self.found, state, self._corrections)

    # What it will be

    def _row(self, number: int, item: FoundItem) -> Row:
        correction = self._corrections.get(number, Correction())
        held = self._known.get(item.key)
        declined = held is None and (self.found.source.key, item.key) in self.state.declined
        leave_out = declined if correction.leave_out is UNSET else correction.leave_out
        point, by_hand = self._place(item, held, correction)
        state = _state(item, held) if correction.state is UNSET else correction.state
        row = Row(
            number=number,
            item=item,
            point=point,
            state=state,
            change="new",
            id=held.id if held else "",
            by_hand=by_hand,
            declined=declined,
        )
        if leave_out:
            return replace(row, change="left out")
        return row if held is None else replace(row, change="changed" if _differs(row, held) else "same")

    def _place(self, item: FoundItem, held: Evidence | None, correction: Correction) -> tuple[str | None, bool]:
        if correction.point is not UNSET:
            return correction.point, True
        if held is not None and held.placed:
            return held.point, True
        if item.point is not None and item.point in self._points:
            return item.point, False
        if item.point is not None:
            self._strange.add(item.point)
        return (held.point if held is not None else None), False

    def _gone(self, here: set[str]) -> tuple[str, ...]:
        if not self.found.whole:
            return ()
        return tuple(one.id for key, one in self._known.items() if key not in here and not one.gone)

    @property
    def counts(self) -> Counts:
        """How many of what."""
        changes = [row.change for row in self.rows]
        return Counts(
            new=changes.count("new"),
            changed=changes.count("changed"),
            same=changes.count("same"),
            gone=len(self.gone),
            unplaced=sum(row.point is None and row.change != "left out" for row in self.rows),
            left_out=changes.count("left out"),
        )

    @property
    def views(self) -> tuple[TeamView, ...]:
        """The team's own views that come along: of points that this session looks at. Show nobody what they say."""
        return tuple(view for view in self.found.views if view.point in self._points)

    def bodies(self) -> tuple[bodies.AnyBody, ...]:
        """The events of bringing it in: one for all evidence, and one for the team's own views where those are new.

        Empty where nothing changes. They go to `Room.record` in one call, so that it is all of it or nothing.
        """
        source = self.found.source
        items = tuple(self._brought(row) for row in self.rows if row.change in ("new", "changed"))
        made: list[bodies.AnyBody] = []
        if items or self.gone:
            made.append(bodies.EvidenceBrought(source=source, items=items, gone=self.gone, said=self._missing()))
        if self._views_differ():
            made.append(bodies.OwnViewsBrought(source=source, views=self.views))
        return tuple(made)

    def _views_differ(self) -> bool:
        """A record that was never here and says nothing of these points takes away no view that another brought."""
        source = self.found.source
        known = any(seen.source.key == source.key for seen in self.state.sources)
        if source.kind != "self" or not (self.views or known):
            return False
        return self._views_here() != {view.point: (view.level, view.text) for view in self.views}

    def _views_here(self) -> dict[str, tuple[str | None, str | None]]:
        return {
            point.id: (point.own_view.level, point.own_view.text)
            for point in self.state.points.values()
            if point.own_view is not None
        }

    def _brought(self, row: Row) -> BroughtItem:
        item, correction = row.item, self._corrections.get(row.number, Correction())
        corrected = correction.state is not UNSET and row.state != item.state
        return BroughtItem(
            id=row.id,
            key=item.key,
            point=row.point,
            state=row.state if corrected else item.state,
            title=item.title,
            url=item.url,
            text=item.text,
            placed=correction.point is not UNSET,
            state_there=item.state if corrected else None,
        )

    # In words

    def sentences(self) -> tuple[str, ...]:
        """What will be, and everything that its reader has to say about what is missing."""
        counts = self.counts
        parts = [f"{counts.new} new", f"{counts.changed} changed", f"{counts.same} as before"]
        if counts.gone:
            parts.append(f"{counts.gone} no longer there")
        said = [f"The {_named(self.found.source)}: {', '.join(parts)}."]
        if not self.rows and not self.gone:
            said = [f"The {_named(self.found.source)} holds no evidence yet."]
        if counts.unplaced:
            said.append(
                f"{_pieces(counts.unplaced)} under no point yet: say where, now or later with 'place EVIDENCE POINT'."
            )
        declined = sum(row.declined and row.change == "left out" for row in self.rows)
        if declined:
            said.append(f"{_pieces(declined)} left out, because somebody took it off here before.")
        if counts.left_out > declined:
            said.append(f"{_pieces(counts.left_out - declined)} left out by hand.")
        if self._views_differ():
            said += _of_views(len(self.views), len(self._views_here().keys() - {view.point for view in self.views}))
        return (*said, *self._missing())

    def _missing(self) -> tuple[str, ...]:
        """What is kept with the record: all that was not brought, or not to where its source has it."""
        if not self._strange:
            return self.found.said
        numbers = [point.number for point in self.state.standard.points if point.id in self._strange]
        what = f"point {', '.join(numbers)}" if numbers else "points of another standard"
        return (f"This session does not look at {what}, so nothing is put there.", *self.found.said)

    def nothing(self) -> str:
        """Why there is nothing to bring in, in one line."""
        return "Everything is here already: nothing to bring in." if self.rows else "There is nothing to bring in."

    def done(self) -> str:
        """What bringing it in has done, in one line, and how it is taken back."""
        counts = self.counts
        parts = [f"{counts.new} new", f"{counts.changed} changed"]
        if counts.gone:
            parts.append(f"{counts.gone} marked as no longer there")
        if self._views_differ():
            parts.append("and the team's own view")
        return on_one_line(
            f"Brought in from the {_named(self.found.source)}: {', '.join(parts)}. 'undo' takes all of it back."
        )

    def row_lines(self, number: int) -> list[str]:
        """One row as it stands in `lines`, under its heading."""
        row = self.rows[number - 1]
        names = {point.id: f"{point.number} {point.name}" for point in self.state.walk}
        heading = LEFT_OUT if row.change == "left out" else names[row.point] if row.point else UNPLACED
        return self._under(heading, [row])

    def lines(self) -> list[str]:
        """The whole preview as lines of plain text, by point in the order of the walk; unplaced last. A row stands
        under its point with its number, by which it is corrected."""
        lines: list[str] = []
        coming = [row for row in self.rows if row.change != "left out"]
        for point in self.state.walk:
            lines += self._under(f"{point.number} {point.name}", [row for row in coming if row.point == point.id])
        lines += self._under(UNPLACED, [row for row in coming if row.point is None])
        lines += self._under(LEFT_OUT, [row for row in self.rows if row.change == "left out"])
        gone = {one.id: one for one in self._known.values()}
        if self.gone:
            lines.append(GONE)
            lines += [on_one_line(f"  {id}  {gone[id].title}") for id in self.gone]
        return lines

    def _under(self, heading: str, rows: Sequence[Row]) -> list[str]:
        width = len(str(len(self.rows)))
        return [on_one_line(heading), *(_line(row, width) for row in rows)] if rows else []


def _distinct(items: Iterable[FoundItem]) -> list[FoundItem]:
    """The same with a key of its own for each: a file from anywhere may use one twice."""
    taken: set[str] = set()
    kept = []
    for item in items:
        key, copy = item.key, 1
        while key in taken:
            copy += 1
            key = f"{item.key}~{copy}"
        taken.add(key)
        kept.append(item if copy == 1 else replace(item, key=key))
    return kept


def _state(item: FoundItem, held: Evidence | None) -> EvidenceState:
    """What stands here stays as long as the source says what it said."""
    if held is None or held.brought is None:
        return item.state
    return held.state if item.state == (held.brought.state_there or held.brought.state) else item.state


def _differs(row: Row, held: Evidence) -> bool:
    last = held.brought
    if last is None or held.gone or (row.point, row.state) != (held.point, held.state):
        return True
    here = (row.item.state, row.item.title, row.item.url, row.item.text)
    return here != (last.state_there or last.state, last.title, last.url, last.text)


def _line(row: Row, width: int) -> str:
    item = row.item
    why = "chosen by hand" if row.by_hand else item.because
    parts = [
        f"{row.number:>{width}}",
        f"{row.state:<7}",
        item.title,
        item.url or "",
        f"({'; '.join(one for one in (item.where, why) if one)})" if item.where or why else "",
        f"[{row.change}{f', {row.id}' if row.id else ''}]",
    ]
    return on_one_line("  ".join(["", *(part for part in parts if part)]))


def _named(source: Source) -> str:
    return f"{SOURCE_WORDS[source.kind]} '{source.name}'"


def _pieces(count: int) -> str:
    return "1 piece of evidence is" if count == 1 else f"{count} pieces of evidence are"


def _of_views(brought: int, gone: int) -> list[str]:
    said = []
    if brought:
        views = "its own view of 1 point" if brought == 1 else f"its own view of {brought} points"
        said.append(f"The team brings {views}; nobody reads it before the reveal of that point.")
    if gone:
        one = "view of 1 point that is here is not in it, and is taken away"
        more = f"views of {gone} points that are here are not in it, and are taken away"
        said.append(f"The team's {one if gone == 1 else more}.")
    return said
