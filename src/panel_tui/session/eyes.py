"""What one viewer may see of a session, asked for one thing at a time."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from panel_tui.session import bodies, free_texts, view
from panel_tui.session.clock import point_box, timebox
from panel_tui.session.fold.points import revealed_levels
from panel_tui.session.free_texts import Reader
from panel_tui.session.spread import Spread, spread_of
from panel_tui.session.state import (
    Adjournment,
    Conflict,
    Decision,
    Dissent,
    Evidence,
    Note,
    OwnView,
    PointState,
    Question,
    Score,
    State,
    Timebox,
)
from panel_tui.session.terms import TEAM, EarlierDecision, NoteKind, SeatData
from panel_tui.session.view import TEAM_PAGE, Viewer
from panel_tui.session.words import initials
from panel_tui.standard.model import Level, Point, Standard

_NOTES: dict[NoteKind, str] = {
    "strength": "strengths, concerns and questions",
    "concern": "strengths, concerns and questions",
    "question": "strengths, concerns and questions",
    "quote": "observations and quotes",
    "observation": "observations and quotes",
}
"""Which row of the table of free texts a note of a kind has."""

# The seats as those see them who are told names, and as the others do. Many look at the same panel, and what was made
# out of the very same objects is made use of again: then it is one object for all of them, which compares at once.
_Places = tuple[dict[str, view.SeatView], tuple[view.SeatView, ...], tuple[str, ...]]
_seats_seen: dict[bool, tuple[Mapping[str, SeatData], Standard, _Places]] = {}


class Eyes:
    """What a viewer may see, asked for one thing at a time."""

    def __init__(self, state: State, viewer: Viewer) -> None:
        self.state = state
        self.viewer = viewer
        held = state.seats.get(viewer.seat) if viewer.seat else None
        self.panel = held is not None and held.role != "observer" and viewer.audience is None
        self.reads = self.panel or viewer.audience is not None
        self.team = viewer == TEAM_PAGE and state.team_page
        self.asks = self.panel or viewer.audience in ("internal", "panel", "team")
        self.by_seat = self.panel or viewer.audience in ("internal", "panel")
        self.named = viewer.names or (viewer.audience is None and held is not None)
        self.reader = self._reader(held)
        self._kinds = frozenset(kind for kind, which in _NOTES.items() if self.may(bodies.NoteTaken, "text", which))
        self.scales: dict[str | None, tuple[Level, ...]] = {}
        self.seats, self.places, self.everybody = self._seats()

    def _reader(self, held: SeatData | None) -> Reader:
        if self.viewer.audience is not None:
            return self.viewer.audience
        if held is not None:
            return "seat" if self.panel else "observer"
        return "team page" if self.team else "display"

    def may(self, of: type[Struct], field: str, which: str = "") -> bool:
        """Whether this viewer reads the free texts of a field, as the table has it."""
        return free_texts.reads(self.reader, of, field, which)

    def _seats(self) -> _Places:
        state = self.state
        last = _seats_seen.get(self.named)
        if last is None or last[0] is not state.seats or last[1] is not state.standard:
            made = {seat.id: self._seat(place, seat) for place, seat in enumerate(state.seats.values())}
            everybody = tuple(seat.id for seat in made.values() if seat.role != "observer")
            last = _seats_seen[self.named] = (state.seats, state.standard, (made, tuple(made.values()), everybody))
        return last[2]

    def _seat(self, place: int, seat: SeatData) -> view.SeatView:
        label = seat.name if self.named else self._role_label(place, seat)
        short = initials(seat.name) if self.named else _letter(place)
        return view.SeatView(
            id=seat.id,
            label=label,
            initials=short,
            role=seat.role,
            discipline=seat.discipline,
            affiliation=seat.affiliation,
            points=seat.points,
        )

    def _role_label(self, place: int, seat: SeatData) -> str:
        words = _TEAM_WORDS if self.state.is_self else _ROLE_WORDS
        word = words[seat.role] if seat.role == "lead" else f"{words[seat.role]} {_letter(place)}"
        if not seat.discipline:
            return word
        known = self.state.standard.role(seat.discipline)
        discipline = known.title if known else seat.discipline
        return f"{word}, {discipline[:1].lower()}{discipline[1:]}"

    def notes(self, notes: tuple[Note, ...]) -> tuple[Note, ...]:
        """The notes that this viewer may read; a seat always reads its own."""
        told = (note for note in notes if not note.private and note.kind in self._kinds)
        if self.reads and not self.by_seat:
            return tuple(replace(note, seat="", by=None) for note in told)
        own = self.viewer.seat
        return tuple(note for note in notes if note.seat == own or (not note.private and note.kind in self._kinds))

    def left_out(self, notes: tuple[Note, ...]) -> int:
        """How many private notes a report leaves out; a seat is not told of others' private notes."""
        if self.viewer.audience is None:
            return 0
        return sum(note.private and note.seat != self.viewer.seat for note in notes)

    def label(self, seat: str) -> str:
        """The label of a seat, also of one that is gone."""
        if seat == TEAM:
            return "the team"
        found = self.seats.get(seat)
        return found.label if found else "a former seat"

    def barred(self, point: str) -> bool:
        """Whether a conflict of interest keeps the viewer out of a point (id): neither contents nor figures."""
        if self.viewer.seat is None or self.viewer.audience not in (None, "panel"):
            return False
        conflict = self.state.conflict(self.viewer.seat, point)
        return conflict is not None and conflict.effect == "leaves"

    def point(self, point: Point, section: str | None) -> view.PointView:
        """One point."""
        state, kept = self.state, self.state.points[point.id]
        barred = self.barred(point.id)
        reads, revealed = self.reads and not barred, kept.round in kept.revealed
        awaited = state.scorers(point.id) if state.conflicts else self.everybody
        inside = [score.seat for score in kept.scores if score.round == kept.round]
        return view.PointView(
            point=point,
            levels=self._levels(point),
            section=section,
            current=state.current == point.id,
            visited=kept.visited,
            round=kept.round,
            revealed=revealed,
            barred=barred,
            notes=() if barred else self.notes(kept.notes),
            private_notes_left_out=self.left_out(kept.notes),
            evidence=() if barred else self.evidence(kept.evidence),
            inside=tuple(seat for seat in awaited if seat in inside) if reads else (),
            awaited=awaited if reads else (),
            mine=self._mine(kept),
            scores=self._revealed_scores(kept) if reads else (),
            spread=self._spread(point, kept, awaited, inside) if reads else None,
            decision=self.decision(kept.decision, barred),
            dissents=tuple(self.dissent(one) for one in kept.dissents) if reads else (),
            recommendations=kept.recommendations if self.may(bodies.RecommendationMade, "text") else (),
            conflicts=tuple(self.conflict(one) for one in state.conflicts if one.point in (None, point.id))
            if self.reads and state.conflicts
            else (),
            timebox=self.clock(timebox(state, point_box(point.id))),
            own_view=self.own_view(kept) if reads else None,
            last_time=self._last_time(point.id),
        )

    def _last_time(self, point: str) -> EarlierDecision | None:
        earlier = self.state.earlier
        return earlier.decision(point) if earlier and self.may(EarlierDecision, "reason") else None

    def _levels(self, point: Point) -> tuple[Level, ...]:
        levels = self.scales.get(point.scale)
        if levels is None:
            levels = self.scales[point.scale] = self.state.standard.scale_of(point, self.state.created.scale)
        return levels

    def evidence(self, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        """The evidence that this viewer may read; nobody is told what its source said before it was corrected here."""
        if not self.may(bodies.EvidenceAdded, "title"):
            return ()
        if not any(map(_corrected, evidence)):
            return evidence
        return tuple(replace(one, brought=None) if _corrected(one) else one for one in evidence)

    def clock(self, box: Timebox) -> Timebox:
        """A clock; why it was given more time only for those who may read that."""
        if not box.extensions or self.may(bodies.TimeboxExtended, "reason"):
            return box
        return replace(box, extensions=tuple(replace(one, reason=None) for one in box.extensions))

    def adjournment(self) -> Adjournment | None:
        """Whether the panel is apart; why only for those who may read that."""
        held = self.state.adjournment
        return held if held is None or self.may(bodies.Adjourned, "reason") else replace(held, reason=None)

    def decision(self, decision: Decision | None, barred: bool) -> Decision | None:
        """A decision; without what the members' scores were for those who may not see those."""
        if decision is not None and self.team:
            theirs = any(one.id == decision.question and one.asker == TEAM for one in self.state.questions)
            shown = replace(decision, by="", majority=None, question=decision.question if theirs else None)
            return shown if self.state.decisions_shared else None
        if not self.may(bodies.DecisionMade, "reason"):
            return None
        if decision is None or not (barred or self.viewer.audience == "public"):
            return decision
        return replace(decision, majority=None)

    def own_view(self, kept: PointState) -> OwnView | None:
        """The team's own view. It would draw the panel's scores its way, so the panel has it only with the reveal, or
        where it decided without any scores. It stands open in the team's own record, and where nothing is scored."""
        if kept.own_view is None or not self.may(bodies.OwnViewGiven, "text"):
            return None
        decided = kept.decision is not None and not kept.scores
        unscored = self.state.is_self or self.state.standard.is_conversation
        return kept.own_view if unscored or kept.revealed or decided else None

    def _mine(self, kept: PointState) -> Score | None:
        if self.viewer.audience is not None:  # a report never holds a sealed score, not even for its own seat
            return None
        return next(
            (score for score in kept.scores if score.seat == self.viewer.seat and score.round == kept.round),
            None,
        )

    def _revealed_scores(self, kept: PointState) -> tuple[Score, ...]:
        if not self.by_seat or not kept.revealed:
            return ()
        places = {seat: place for place, seat in enumerate(self.state.seats)}
        shown = [score for score in kept.scores if score.round in kept.revealed]
        return tuple(sorted(shown, key=lambda score: (score.round, places[score.seat])))

    def _spread(self, point: Point, kept: PointState, awaited: tuple[str, ...], inside: list[str]) -> Spread | None:
        if kept.round not in kept.revealed or not self.asks:
            return None
        missing = sum(seat not in inside for seat in awaited)
        return spread_of(revealed_levels(self.state, kept), self._levels(point), missing)

    def dissent(self, dissent: Dissent) -> view.DissentView:
        """A dissent: by name for the panel, without one for the team, only counted for the public."""
        if not self.may(bodies.DissentRecorded, "text"):
            return view.DissentView(label=None, seat=None, text=None, at=None)
        if not self.by_seat:  # who wrote it down would help to find out whose it is
            return view.DissentView(label=None, seat=None, text=dissent.text, at=dissent.at)
        label = self.seats[dissent.seat].label
        return view.DissentView(label=label, seat=dissent.seat, text=dissent.text, at=dissent.at, by=dissent.by)

    def conflict(self, conflict: Conflict) -> view.ConflictView:
        """A conflict; beyond the panel only that it was declared, by somebody."""
        if not self.may(bodies.ConflictDeclared, "reason"):
            label = "A member of the panel"
            return view.ConflictView(seat="", label=label, point=conflict.point, effect=conflict.effect, reason=None)
        return view.ConflictView(
            seat=conflict.seat,
            label=self.seats[conflict.seat].label,
            point=conflict.point,
            effect=conflict.effect,
            reason=conflict.reason,
            by=conflict.by,
        )

    def questions(self) -> tuple[Question, ...]:
        """The questions; on the team's page those of the team. Beyond the panel without who wrote them down, but for
        the team, which knows its own."""
        told = (one for one in self.state.questions if self.may(bodies.QuestionAsked, "text", f"of the {one.asker}"))
        return tuple(
            one if self.by_seat or (self.team and one.seat == TEAM) else replace(one, seat="", by=None) for one in told
        )

    def signatures(self) -> tuple[view.SignOffView, ...]:
        """Who signed; the remark only for the panel."""
        return tuple(
            view.SignOffView(
                seat=one.seat,
                label=self.seats[one.seat].label,
                remark=one.remark if self.may(bodies.SignedOff, "remark") else None,
                at=one.at,
                by=one.by,
            )
            for one in self.state.signed
        )


_ROLE_WORDS = {
    "lead": "Lead assessor",
    "deputy": "Deputy lead",
    "member": "Panel member",
    "observer": "Observer",
}
_TEAM_WORDS = {"lead": "Team lead", "deputy": "Deputy", "member": "Team member", "observer": "Observer"}


def _corrected(one: Evidence) -> bool:
    """Whether words of evidence that was brought in were replaced here."""
    held = one.brought
    return held is not None and (held.title, held.url, held.text) != (one.title, one.url, one.text)


def _letter(place: int) -> str:
    return chr(ord("A") + place % 26) * (1 + place // 26)
