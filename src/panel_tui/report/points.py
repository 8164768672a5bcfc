"""One point of the report: its decision, what was said, what was shown, what should happen next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from panel_tui.report.audiences import LONGEST_PROOF
from panel_tui.report.last_time import last_time
from panel_tui.report.model import Advice, GivenScore, Minutes, Own, PointReport, Proof, Remark, Shown
from panel_tui.report.words import (
    day,
    decision_sentence,
    minutes,
    plain,
    shortened,
    tone_of,
    whole_minutes,
    written_down,
)
from panel_tui.session.state import Evidence, Mark, Note, Recommendation, Timebox
from panel_tui.session.terms import EvidenceMark, SourceKind
from panel_tui.session.view import PointView, View

_MARKS: dict[EvidenceMark, str] = {"seen": "Seen", "verified": "Verified", "more-wanted": "More wanted"}
_GONE: dict[SourceKind | None, str] = {
    "trello": "No longer on the board",
    "self": "No longer in the self-assessment",
}


class Scribe:
    """Turns what a view holds into lines, naming who wrote them only where this copy names writers."""

    def __init__(self, view: View, now: datetime) -> None:
        self._view = view
        self._now = now
        self._names_writers = view.viewer.audience not in ("team", "public")
        self._numbers = {point.id: point.number for point in view.standard.points}
        self._sources = {seen.source.key: seen.source for seen in view.sources}
        held = (*view.evidence, *(one for point in view.points for one in point.evidence))
        self._several = len({one.source for one in held if one.source}) > 1

    def who(self, seat: str, by: str | None = None) -> str | None:
        """The label of a seat that wrote something, with who wrote it down for it."""
        if not self._names_writers:
            return None
        return written_down(self._view.label(seat), self._view.label(by) if by else None)

    def _writer(self, note: Note) -> str | None:
        who = self.who(note.seat, note.by)
        return f"{who}, private" if who and note.private else who

    def remarks(self, notes: Iterable[Note], *kinds: str, about: bool = False) -> tuple[Remark, ...]:
        """The notes of these kinds; quotes in quotation marks. `about` says for each which point it is on."""
        return tuple(
            Remark(
                text=f"“{note.text}”" if note.kind == "quote" else note.text,
                who=self._writer(note),
                about=self._numbers.get(note.point) if about and note.point else None,
                kind=note.kind,
            )
            for note in notes
            if note.kind in kinds
        )

    def advice(self, made: Iterable[Recommendation]) -> tuple[Advice, ...]:
        """Recommendations, what must be done before what should."""
        lines = (
            Advice(
                must=one.strength == "must",
                text=one.text,
                owner=one.owner,
                due=day(one.due),
                point=self._numbers.get(one.point) if one.point else None,
                date=one.due,
            )
            for one in made
        )
        return tuple(sorted(lines, key=lambda line: not line.must))

    def shown(self, evidence: Iterable[Evidence]) -> Shown:
        """Evidence, what is in place apart from what is planned."""
        held = [*evidence]
        done, planned = (tuple(self._proof(one) for one in held if one.state == state) for state in ("done", "planned"))
        return Shown(done=done, planned=planned)

    def _proof(self, one: Evidence) -> Proof:
        marks = [self._mark(one.mark)] if one.mark else []
        if one.gone:
            source = self._sources.get(one.source or "")
            marks.append(_GONE.get(source.kind if source else None, "No longer on the list"))
        text = shortened(plain(one.text or ""), LONGEST_PROOF)
        return Proof(title=one.title, url=one.url, who=self._shower(one), text=text or None, marks=tuple(marks))

    def _shower(self, one: Evidence) -> str | None:
        """Who added it; of what was brought in, where from, if there is more than one such place."""
        if one.source is None:
            return self.who(one.seat, one.by)
        source = self._sources.get(one.source)
        return f"from “{source.name}”" if source and self._several else None

    def _mark(self, mark: Mark) -> str:
        who = self.who(mark.seat, mark.by)
        return _MARKS[mark.mark] + (f": {mark.text}" if mark.text else "") + (f" ({who})" if who else "")

    def minutes(self, box: Timebox, name: str) -> Minutes:
        """A clock in whole minutes; None where it never ran."""
        more = (
            f"{minutes(whole_minutes(one.seconds))} more{f': {one.reason}' if one.reason else ''}"
            for one in box.extensions
        )
        ran = box.started_at is not None
        return Minutes(
            name=name,
            planned=whole_minutes(box.planned),
            actual=whole_minutes(box.used_at(self._now)) if ran else None,
            more=tuple(more),
        )


def point_report(view: View, point: PointView, scribe: Scribe, conflicts: tuple[str, ...]) -> PointReport:
    """The report of one point."""
    decision = point.decision
    level = point.level(decision.level) if decision else None
    label = point.label(decision.level) if decision else None
    spread = point.spread
    talk = view.standard.is_conversation and not view.is_self
    return PointReport(
        number=point.number,
        id=point.id,
        name=point.point.name,
        title=point.point.title,
        label=label,
        tone=tone_of(level, point.levels),
        sentence=decision_sentence(point.number, label),
        reason=decision.reason if decision else None,
        remarks=_remarks_on(point),
        done_well=scribe.remarks(point.notes, "strength"),
        explore=scribe.remarks(point.notes, "concern", "question"),
        noted=scribe.remarks(point.notes, "observation", "quote"),
        shown=scribe.shown(point.evidence),
        own=_own(point),
        last_time=last_time(view, point.last_time, point.number, point.point.title),
        advice=scribe.advice(point.recommendations),
        spread=spread.word if spread else None,
        counts=", ".join(f"{number} {point.label(id)}" for id, number in spread.counts) if spread else None,
        scores=tuple(
            GivenScore(
                who=view.label(score.seat),
                round=score.round,
                label=point.label(score.level),
                after_reveal=score.after_reveal,
                by=view.label(score.by) if score.by else None,
            )
            for score in point.scores
        ),
        dissents=tuple(
            Remark(
                text=dissent.text,
                who=dissent.label and written_down(dissent.label, view.label(dissent.by) if dissent.by else None),
            )
            for dissent in point.dissents
            if dissent.text is not None
        ),
        dissents_counted=len(point.dissents),
        conflicts=conflicts,
        minutes=scribe.minutes(point.timebox, f"{'Question' if talk else 'Point'} {point.number}"),
    )


def _own(point: PointView) -> Own | None:
    own = point.own_view
    if own is None:
        return None
    level = point.level(own.level) if own.level else None
    return Own(
        label=point.label(own.level) or None,
        text=own.text,
        tone=tone_of(level, point.levels),
    )


def _remarks_on(point: PointView) -> tuple[str, ...]:
    """How the decision came about, where that was out of the ordinary."""
    decision = point.decision
    if decision is None:
        return ()
    said = []
    if decision.casting:
        said.append("The panel was undecided, so the lead assessor used the deciding vote.")
    if decision.departs:
        said.append(f"Most members of the panel had scored this point {point.label(decision.majority)}.")
    if decision.replaces:
        through = f" after {decision.question}, in the questions period" if decision.question else ""
        if decision.replaces == decision.level:
            said.append(f"The panel had decided the same before. It gave another reason{through}.")
        else:
            said.append(f"The panel had decided {point.label(decision.replaces)} before. It changed this{through}.")
    return tuple(said)
