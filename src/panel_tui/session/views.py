"""The only way out of a state: what one seat, one audience or the room display may see.

Other systems leaked hidden reviews through side doors: an average, a sort order, a count, a history page.
So every screen, seat, export, search, count and log is given a `View`, and a `View` is made here alone.
The table of who sees what in a report follows the UK ICO's purpose limitation and storage limitation.
"""

from __future__ import annotations

from msgspec.structs import replace

from panel_tui.session import view
from panel_tui.session.clock import point_box, timebox
from panel_tui.session.fold.points import revealed_levels
from panel_tui.session.rules.closing import suggestion
from panel_tui.session.spread import Spread, spread_of
from panel_tui.session.state import (
    Conflict,
    Dissent,
    Note,
    PointState,
    Question,
    Score,
    State,
)
from panel_tui.session.terms import SeatData
from panel_tui.session.view import Audience, View, Viewer
from panel_tui.session.words import initials
from panel_tui.standard.model import Point

_REPORTED_KINDS = ("strength", "concern", "question")
"""The notes that a report for the team or the public is made from; never with their author."""


def audience(name: Audience, *, seat: str | None = None, names: bool | None = None) -> Viewer:
    """The viewer of a report. Names stand in an internal report and elsewhere only when asked for."""
    return Viewer(audience=name, seat=seat, names=name == "internal" if names is None else names)


def view_for(state: State, viewer: Viewer) -> View:
    """Everything that `viewer` may see of `state`, and nothing else."""
    eyes = _Eyes(state, viewer)
    created = state.created
    phase = state.standard.phase(created.phase)
    sections = {
        point.id: section.title
        for section, points in state.standard.sections_in(created.phase)
        if section is not None
        for point in points
    }
    by_section = created.order == "sections"
    return View(
        viewer=viewer,
        n=state.n,
        session=created.id,
        service=created.service,
        phase=created.phase,
        phase_title=phase.title if phase else created.phase,
        description=created.description,
        team=created.team,
        organisation=created.organisation,
        date=created.date,
        scale=created.scale,
        order=created.order,
        rehearsal=created.rehearsal,
        standard=state.standard,
        standard_hash=created.standard_hash,
        created_at=state.created_at,
        changed_at=state.changed_at,
        seats=tuple(eyes.seats.values()),
        lead=state.lead,
        stage=state.stage,
        visited=state.visited,
        current=state.current,
        points=tuple(
            eyes.point(point, sections.get(point.id) if by_section else None)
            for point in state.standard.in_running_order(created.phase, created.order)
        ),
        notes=eyes.notes(state.notes),
        private_notes_left_out=eyes.left_out(state.notes),
        recommendations=state.recommendations if eyes.reads else (),
        conflicts=tuple(eyes.conflict(one) for one in state.conflicts) if eyes.reads else (),
        timeboxes=tuple(timebox(state, box) for box in ("briefing", "deliberation", "questions")),
        questions=tuple(eyes.question(one) for one in state.questions) if eyes.asks else (),
        suggestion=suggestion(state),
        outcome=state.outcome if eyes.reads else None,
        signed=eyes.signatures() if eyes.reads else (),
        closed_at=state.closed_at,
        adjournment=state.adjournment,
        scope=state.scope if eyes.reads else None,
        briefed=state.briefed,
        earlier=state.earlier if eyes.reads else None,
        checked=state.checked if eyes.reads else (),
        agreed=state.agreed if eyes.reads else (),
        stage_times=state.stage_times,
    )


class _Eyes:
    """What a viewer may see, asked for one thing at a time."""

    def __init__(self, state: State, viewer: Viewer) -> None:
        self.state = state
        self.viewer = viewer
        held = state.seats.get(viewer.seat) if viewer.seat else None
        self.panel = held is not None and held.role != "observer" and viewer.audience is None
        self.reads = self.panel or viewer.audience is not None
        self.asks = self.panel or viewer.audience in ("internal", "panel", "team")
        self.by_seat = self.panel or viewer.audience in ("internal", "panel")
        self.named = viewer.names or (viewer.audience is None and held is not None)
        self.seats = {seat.id: self._seat(place, seat) for place, seat in enumerate(state.seats.values())}

    def _seat(self, place: int, seat: SeatData) -> view.SeatView:
        label = seat.name if self.named else _role_label(place, seat)
        short = initials(seat.name) if self.named else chr(ord("A") + place % 26)
        return view.SeatView(
            id=seat.id,
            label=label,
            initials=short,
            role=seat.role,
            discipline=seat.discipline,
            affiliation=seat.affiliation,
            points=seat.points,
        )

    def notes(self, notes: tuple[Note, ...]) -> tuple[Note, ...]:
        """The notes that this viewer may read."""
        if not self.reads:
            return ()
        if not self.by_seat:
            return tuple(
                replace(note, seat="", by=None) for note in notes if not note.private and note.kind in _REPORTED_KINDS
            )
        return tuple(note for note in notes if not note.private or note.seat == self.viewer.seat)

    def left_out(self, notes: tuple[Note, ...]) -> int:
        """How many private notes a report leaves out; a seat is not told of others' private notes."""
        if self.viewer.audience is None:
            return 0
        return sum(note.private and note.seat != self.viewer.seat for note in notes)

    def point(self, point: Point, section: str | None) -> view.PointView:
        """One point."""
        state, kept = self.state, self.state.points[point.id]
        conflict = state.conflict(self.viewer.seat, point.id) if self.viewer.seat else None
        barred = conflict is not None and conflict.effect == "leaves" and self.panel
        reads, revealed = self.reads and not barred, kept.round in kept.revealed
        awaited = state.scorers(point.id)
        inside = tuple(score.seat for score in kept.scores if score.round == kept.round)
        return view.PointView(
            point=point,
            levels=state.standard.scale_of(point, state.created.scale),
            section=section,
            current=state.current == point.id,
            visited=kept.visited,
            round=kept.round,
            revealed=revealed,
            barred=barred,
            notes=self.notes(kept.notes) if reads else (),
            private_notes_left_out=self.left_out(kept.notes),
            evidence=kept.evidence if reads and self.asks else (),
            inside=tuple(seat for seat in state.seats if seat in inside) if reads else (),
            awaited=awaited if reads else (),
            mine=self._mine(kept),
            scores=self._revealed_scores(kept) if reads else (),
            spread=self._spread(point, kept, awaited, inside) if reads else None,
            decision=kept.decision if self.reads else None,
            dissents=tuple(self.dissent(one) for one in kept.dissents) if reads else (),
            recommendations=kept.recommendations if self.reads else (),
            conflicts=tuple(self.conflict(one) for one in state.conflicts if one.point in (None, point.id))
            if self.reads
            else (),
            timebox=timebox(state, point_box(point.id)),
        )

    def _mine(self, kept: PointState) -> Score | None:
        return next(
            (score for score in kept.scores if score.seat == self.viewer.seat and score.round == kept.round),
            None,
        )

    def _revealed_scores(self, kept: PointState) -> tuple[Score, ...]:
        if not self.by_seat:
            return ()
        places = {seat: place for place, seat in enumerate(self.state.seats)}
        shown = [score for score in kept.scores if score.round in kept.revealed]
        return tuple(sorted(shown, key=lambda score: (score.round, places[score.seat])))

    def _spread(
        self, point: Point, kept: PointState, awaited: tuple[str, ...], inside: tuple[str, ...]
    ) -> Spread | None:
        if kept.round not in kept.revealed or not (self.by_seat or self.asks):
            return None
        scale = self.state.standard.scale_of(point, self.state.created.scale)
        missing = sum(seat not in inside for seat in awaited)
        return spread_of(revealed_levels(kept), scale, missing)

    def dissent(self, dissent: Dissent) -> view.DissentView:
        """A dissent: by name for the panel, without one for the team, only counted for the public."""
        if self.viewer.audience == "public":
            return view.DissentView(label=None, seat=None, text=None, at=None)
        if not self.by_seat:
            return view.DissentView(label=None, seat=None, text=dissent.text, at=dissent.at)
        label = self.seats[dissent.seat].label
        return view.DissentView(label=label, seat=dissent.seat, text=dissent.text, at=dissent.at)

    def conflict(self, conflict: Conflict) -> view.ConflictView:
        """A conflict; beyond the panel only that it was declared."""
        return view.ConflictView(
            seat=conflict.seat,
            label=self.seats[conflict.seat].label,
            point=conflict.point,
            effect=conflict.effect,
            reason=conflict.reason if self.by_seat else None,
        )

    def question(self, question: Question) -> Question:
        """A question; beyond the panel without who wrote it down."""
        return question if self.by_seat else replace(question, seat="")

    def signatures(self) -> tuple[view.SignOffView, ...]:
        """Who signed; the remark only for the panel."""
        return tuple(
            view.SignOffView(
                seat=one.seat,
                label=self.seats[one.seat].label,
                remark=one.remark if self.by_seat else None,
                at=one.at,
            )
            for one in self.state.signed
        )


_ROLE_WORDS = {
    "lead": "Lead assessor",
    "deputy": "Deputy lead",
    "member": "Panel member",
    "observer": "Observer",
}


def _role_label(place: int, seat: SeatData) -> str:
    word = _ROLE_WORDS[seat.role]
    discipline = f", {seat.discipline}" if seat.discipline else ""
    return f"{word}{discipline}" if seat.role == "lead" else f"{word} {chr(ord('A') + place % 26)}{discipline}"
