"""The log: every event in words, as one viewer may read it.

A sealed score is logged as given, not as what; a note as taken, not as what it says. What was undone, taken back or
replaced is logged as done, without its words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from panel_tui.session import bodies
from panel_tui.session.clock import mmss
from panel_tui.session.events import Event
from panel_tui.session.eyes import Eyes
from panel_tui.session.history import History
from panel_tui.session.rules.panel import BRIEFING_ITEMS, DETAIL_FIELDS
from panel_tui.session.standing import standing_words
from panel_tui.session.terms import SOURCE_WORDS, TEAM
from panel_tui.session.view import LogLine, Viewer


def log_for(history: History, viewer: Viewer) -> tuple[LogLine, ...]:
    """The log, oldest first. Empty for the team, the public and whoever may not read the panel's notes."""
    state = history.state
    seat = state.seats.get(viewer.seat) if viewer.seat else None
    on_panel = viewer.audience is None and seat is not None and seat.role != "observer"
    if not on_panel and viewer.audience not in ("internal", "panel"):
        return ()
    words = _Words(history, Eyes(state, viewer))
    lines = (words.line(event, event.n in history.undone) for event in history.events)
    return tuple(line for line in lines if line is not None)


_OF_THE_ROOM_ALONE = (
    bodies.NoteTaken,
    bodies.NoteChanged,
    bodies.EvidenceAdded,
    bodies.EvidenceChanged,
    bodies.ScoreGiven,
    bodies.DissentRecorded,
    bodies.EvidencePlaced,
    bodies.EvidenceMarked,
    bodies.OwnViewGiven,
)
"""What a seat that leaves the room for a point does not even read of in the log."""


class _Words:
    def __init__(self, history: History, eyes: Eyes) -> None:
        self.state = history.state
        self.eyes = eyes
        self.evidence_on: dict[str, str | None] = {}
        self.evidence_was_on: dict[str, set[str]] = {}
        self.private: dict[str, bool] = {}
        self.standing = _standing_scores(history)
        self.words = standing_words(history.events, history.undone)
        self.told: dict[int, str] = {}

    def line(self, event: Event, undone: bool) -> LogLine | None:
        what = event.what
        # Both of these learn from every event, shown or not: a note that is taken back no longer says what it was.
        point, private = self._point(what), self._is_private(what)
        if isinstance(what, _OF_THE_ROOM_ALONE) and any(map(self.eyes.barred, self._about(what, point))):
            return None
        if private and event.owner != self.eyes.viewer.seat:
            return None
        text = self.told[event.n] = _SAYINGS[type(what)](self, event, what)
        return LogLine(n=event.n, at=event.at, who=self._who(event), text=text, point=point, undone=undone)

    def quoted(self, event: Event, lead: str, text: str | None) -> str:
        """Words of an event behind their lead; nothing where there are none, or where they no longer stand."""
        return f"{lead}{text}" if text and event.n in self.words else ""

    def event(self, number: int) -> str:
        """An earlier event by its number, with its words where the viewer may read them."""
        return f"event {number}: {self.told[number]}" if number in self.told else f"event {number}"

    def _point(self, what: bodies.AnyBody) -> str | None:
        if isinstance(what, bodies.EvidenceAdded | bodies.EvidencePlaced):
            self._is_on(what.id, what.point)
        if isinstance(what, bodies.EvidenceBrought):
            for item in what.items:
                self._is_on(item.id, item.point)
            return None
        if isinstance(what, bodies.EvidenceChanged | bodies.EvidenceMarked):
            return self.evidence_on.get(what.id)  # a seat's own device knows only its own events
        point: str | None = getattr(what, "point", None)
        return point

    def _is_on(self, evidence: str, point: str | None) -> None:
        self.evidence_on[evidence] = point
        if point is not None:
            self.evidence_was_on.setdefault(evidence, set()).add(point)

    def _about(self, what: bodies.AnyBody, point: str | None) -> set[str]:
        """The points that an event may be about. A piece of evidence may be back on any that it ever was on: what
        moved it may have been undone, or be no more than what its source says of a piece that was placed by hand."""
        here = set() if point is None else {point}
        if isinstance(what, bodies.EvidenceChanged | bodies.EvidenceMarked | bodies.EvidencePlaced):
            return self.evidence_was_on.get(what.id, here)
        return here

    def _is_private(self, what: bodies.AnyBody) -> bool:
        if isinstance(what, bodies.NoteTaken | bodies.NoteChanged):
            self.private[what.id] = what.private
            return what.private
        return isinstance(what, bodies.NoteWithdrawn) and self.private.get(what.id, False)

    def _who(self, event: Event) -> str:
        who = self.eyes.label(event.seat)
        if event.on_behalf_of is None:
            return who
        return f"{who} on behalf of {self.eyes.label(event.on_behalf_of)}"

    def number(self, point: str | None) -> str:
        """A point as it is said: "point 4"."""
        known = self.state.standard.point(point) if point else None
        return f"point {known.number}" if known else "the service as a whole"

    def level(self, point: str, level: str) -> str:
        """A level's words."""
        known = self.state.standard.point(point)
        scale = self.state.standard.scale_of(known, self.state.created.scale) if known else ()
        return next((one.label for one in scale if one.id == level), level)

    def score(self, event: Event, what: bodies.ScoreGiven) -> str:
        """A score: its level only where it is the one that was revealed, or the viewer's own."""
        point = self.state.points[what.point]
        own = event.owner == self.eyes.viewer.seat and self.eyes.viewer.audience is None
        text = f"scored {self.number(what.point)}"
        if own or (what.round in point.revealed and event.n in self.standing):
            text += f" {self.level(what.point, what.level)}"
        return text + (f", round {what.round}" if what.round > 1 else "")

    def decision(self, event: Event, what: bodies.DecisionMade) -> str:
        """A decision with its reason, marked where it was a deciding vote or away from the majority."""
        text = f"decided {self.number(what.point)}: {self.level(what.point, what.level)}"
        text += self.quoted(event, ", because ", what.reason)
        if what.casting:
            text += " (the lead's deciding vote)"
        majority = self.state.departures.get(event.n)
        if majority is not None and not self.eyes.barred(what.point):
            text += f" (away from the majority, which was {self.level(what.point, majority)})"
        return text

    def clock(self, box: str) -> str:
        """A clock's name."""
        return self.number(box.removeprefix("point:")) if box.startswith("point:") else box

    def seat(self, id: str) -> str:
        """A seat's label."""
        return self.eyes.label(id)

    def guest(self, event: Event, name: str) -> str:
        """Somebody at the door: by the name they gave, where names stand."""
        return name if self.eyes.named and event.n in self.words else "somebody"

    def outcome(self, id: str) -> str:
        """An outcome's words."""
        outcome = self.state.standard.outcome(id)
        return outcome.label if outcome else id


def _standing_scores(history: History) -> frozenset[int]:
    latest: dict[tuple[str, str, int], int] = {}
    for event in history.events:
        if isinstance(event.what, bodies.ScoreGiven) and event.n not in history.undone:
            latest[event.owner, event.what.point, event.what.round] = event.n
    return frozenset(latest.values())


_MARKS = {"strength": "a strength", "concern": "a concern", "question": "a question", "quote": "a quote"}


def _detail(words: _Words, event: Event, what: bodies.DetailsChanged) -> str:
    value = mmss(int(what.value)) if what.field.endswith("_seconds") and what.value else what.value
    return f"changed the {DETAIL_FIELDS[what.field]}{words.quoted(event, ' to ', value or 'nothing')}"


def _asked(words: _Words, event: Event, what: bodies.QuestionAsked) -> str:
    where = f" on {words.number(what.point)}" if what.point else ""
    if event.seat == TEAM:
        return f"asked {what.kind} {what.id}{where}{words.quoted(event, ': ', what.text)}"
    return f"wrote down {what.kind} {what.id} from the {what.asker}{where}{words.quoted(event, ': ', what.text)}"


def _recommended(words: _Words, event: Event, what: bodies.RecommendationMade | bodies.RecommendationChanged) -> str:
    owner = f", owner {what.owner}" if what.owner else ""
    due = f", by {what.due}" if what.due else ""
    return words.quoted(event, f": the team {what.strength} ", f"{what.text}{owner}{due}")


def _brought(words: _Words, event: Event, what: bodies.EvidenceBrought) -> str:
    pieces = "1 piece" if len(what.items) == 1 else f"{len(what.items)} pieces"
    name = f"'{what.source.name}'" if event.n in words.words else ""
    source = f"the {SOURCE_WORDS[what.source.kind]} {name}".rstrip()
    gone = f"; {len(what.gone)} no longer there" if what.gone else ""
    return f"brought in {pieces} of evidence, new or changed, from {source}{gone}"


def _own_view(words: _Words, event: Event, what: bodies.OwnViewGiven) -> str:
    level = f": {words.level(what.point, what.level)}" if what.level else ""
    taken = "" if what.level or what.text else "took back "
    return f"{taken or 'gave '}the team's own view of {words.number(what.point)}{level}"


_WAYS = {
    "loopback": "on this computer alone",
    "tls": "on the network, encrypted",
    "insecure": "on the network in the clear, without encryption, as was typed",
    "proxy": "behind a public address",
}


_Saying = Callable[[_Words, Event, Any], str]

_SAYINGS: Mapping[type[bodies.Body], _Saying] = {
    bodies.SessionCreated: lambda w, e, b: f"made the session{w.quoted(e, ' for ', b.service)}",
    bodies.DetailsChanged: _detail,
    bodies.SeatAdded: lambda w, e, b: f"added {w.seat(b.seat.id)} to the panel as {b.seat.role}",
    bodies.SeatChanged: lambda w, e, b: f"changed the seat of {w.seat(b.seat.id)}, {b.seat.role}",
    bodies.SeatRemoved: lambda w, e, b: "took a seat off the panel",
    bodies.ConflictDeclared: lambda w, e, b: (
        f"declared a conflict of interest of {w.seat(b.seat)} on "
        f"{w.number(b.point) if b.point else 'every point'} ({b.effect}){w.quoted(e, ': ', b.reason)}"
    ),
    bodies.ConflictLifted: lambda w, e, b: (
        f"lifted a conflict of interest of {w.seat(b.seat)}{w.quoted(e, ', because ', b.reason)}"
    ),
    bodies.StageEntered: lambda w, e, b: f"moved the room to {b.stage}",
    bodies.PointEntered: lambda w, e, b: f"moved the room to {w.number(b.point)}",
    bodies.NoteTaken: lambda w, e, b: f"noted {_MARKS.get(b.kind, 'an observation')} on {w.number(b.point)}",
    bodies.NoteChanged: lambda w, e, b: f"reworded a note on {w.number(b.point)}",
    bodies.NoteWithdrawn: lambda w, e, b: "took a note back",
    bodies.EvidenceAdded: lambda w, e, b: (
        f"added evidence ({b.state}) to {w.number(b.point)}{w.quoted(e, ': ', b.title)}"
    ),
    bodies.EvidenceChanged: lambda w, e, b: f"corrected evidence ({b.state}){w.quoted(e, ': ', b.title)}",
    bodies.EvidenceWithdrawn: lambda w, e, b: "took evidence off",
    bodies.ScoreGiven: lambda w, e, b: w.score(e, b),
    bodies.ScoresRevealed: lambda w, e, b: f"revealed {', '.join(w.number(one) for one in b.points)}",
    bodies.RoundOpened: lambda w, e, b: f"opened round {b.round} on {w.number(b.point)}",
    bodies.DecisionMade: lambda w, e, b: w.decision(e, b),
    bodies.DissentRecorded: lambda w, e, b: f"dissented on {w.number(b.point)}{w.quoted(e, ': ', b.text)}",
    bodies.RecommendationMade: lambda w, e, b: f"recommended on {w.number(b.point)}{_recommended(w, e, b)}",
    bodies.RecommendationChanged: lambda w, e, b: f"reworded recommendation {b.id}{_recommended(w, e, b)}",
    bodies.RecommendationWithdrawn: lambda w, e, b: f"took recommendation {b.id} back",
    bodies.EarlierChecked: lambda w, e, b: (
        f"checked {b.id} of last time: {b.status.replace('-', ' ')}{w.quoted(e, ', ', b.text)}"
    ),
    bodies.TextAgreed: lambda w, e, b: f"wrote down what was agreed under {b.heading}",
    bodies.ScopeTold: lambda w, e, b: "wrote down the scope",
    bodies.BriefingTicked: lambda w, e, b: (
        f"{'ticked' if b.done else 'unticked'} in the briefing: {BRIEFING_ITEMS[b.item]}"
    ),
    bodies.TimeboxStarted: lambda w, e, b: f"started the clock of {w.clock(b.box)} at {mmss(b.seconds)}",
    bodies.TimeboxPaused: lambda w, e, b: f"paused the clock of {w.clock(b.box)}",
    bodies.TimeboxResumed: lambda w, e, b: f"resumed the clock of {w.clock(b.box)}",
    bodies.TimeboxExtended: lambda w, e, b: (
        f"extended the clock of {w.clock(b.box)} by {mmss(b.seconds)}{w.quoted(e, ', because ', b.reason)}"
    ),
    bodies.TimeboxStopped: lambda w, e, b: f"stopped the clock of {w.clock(b.box)}",
    bodies.Adjourned: lambda w, e, b: (
        f"adjourned{f' until {b.until}' if b.until else ''}{w.quoted(e, ', because ', b.reason)}"
    ),
    bodies.Reconvened: lambda w, e, b: "reconvened the panel",
    bodies.QuestionAsked: _asked,
    bodies.QuestionAnswered: lambda w, e, b: (
        f"answered {b.id}{', which changed the decision' if b.changed else ''}{w.quoted(e, ': ', b.text)}"
    ),
    bodies.QuestionWithdrawn: lambda w, e, b: f"took {b.id} back",
    bodies.OutcomeAgreed: lambda w, e, b: (
        f"agreed the outcome {w.outcome(b.outcome)}{w.quoted(e, ', because ', b.reason)}"
    ),
    bodies.SignedOff: lambda w, e, b: f"signed{w.quoted(e, ', with: ', b.remark)}",
    bodies.SessionClosed: lambda w, e, b: "closed the session",
    bodies.SessionReopened: lambda w, e, b: f"reopened the session{w.quoted(e, ', because ', b.reason)}",
    bodies.LeadTaken: lambda w, e, b: f"took the lead over{w.quoted(e, ', because ', b.reason)}",
    bodies.SeatsOpened: lambda w, e, b: f"opened the seats {_WAYS[b.way]}",
    bodies.SeatsClosed: lambda w, e, b: "closed the seats to other devices",
    bodies.SeatJoined: lambda w, e, b: "came in from " + ("the lobby" if b.by == "lobby" else "a device, by link"),
    bodies.SeatTakenOver: lambda w, e, b: "went on from another device; the one before was told",
    bodies.SeatRelinked: lambda w, e, b: f"gave {w.seat(b.seat)} a new link; the one before is dead",
    bodies.SeatShutOut: lambda w, e, b: f"took the links and devices of {w.seat(b.seat)} away",
    bodies.KnockAnswered: lambda w, e, b: (
        f"let {w.guest(e, b.name)} in from the lobby as {w.seat(b.seat)}"
        if b.seat
        else f"refused {w.guest(e, b.name)} at the door"
    ),
    bodies.TeamPageTurned: lambda w, e, b: f"{'opened' if b.on else 'closed'} the team's page",
    bodies.DecisionsShared: lambda w, e, b: (
        "showed the team the decisions and their reasons" if b.on else "took the decisions from the team's page"
    ),
    bodies.EvidenceBrought: _brought,
    bodies.EvidencePlaced: lambda w, e, b: f"put {b.id} under {w.number(b.point) if b.point else 'no point'}",
    bodies.EvidenceMarked: lambda w, e, b: (
        f"marked {b.id} as {b.mark.replace('-', ' ')}{w.quoted(e, ': ', b.text)}"
        if b.mark
        else f"took the mark off {b.id}"
    ),
    bodies.OwnViewGiven: _own_view,
    bodies.OwnViewsBrought: lambda w, e, b: (
        "brought in the team's own view of "
        f"{'1 point' if len(b.views) == 1 else f'{len(b.views)} points'}, each closed until its reveal"
    ),
    bodies.Published: lambda w, e, b: "marked the session as published",
    bodies.Unpublished: lambda w, e, b: "took the session out of the register",
    bodies.Exported: lambda w, e, b: f"exported {b.format} for {b.audience}",
    bodies.Undone: lambda w, e, b: f"undid {w.event(b.number)}",
    bodies.Redone: lambda w, e, b: f"redid {w.event(b.number)}",
}
