"""Sessions in which every free text is a word of its own, so that it can be looked for wherever texts come out.

Their ids are those that a room gives, so that they can be kept on files too."""

from __future__ import annotations

from msgspec import Struct
from tests.report.stage import Stage, conversation, created, standard

from panel_tui.session import bodies, terms
from panel_tui.session.free_texts import FREE_TEXTS, FreeText
from panel_tui.session.terms import BroughtItem, Earlier, EarlierDecision, EarlierRecommendation, Source, TeamView

WORDS: dict[FreeText, str] = {row: f"planted{number:03}word" for number, row in enumerate(FREE_TEXTS)}


def word(of: type[Struct], field: str, which: str = "") -> str:
    """The word of a row."""
    return WORDS[of, field, which]


def address(of: type[Struct], field: str) -> str:
    """The same as an address."""
    return f"https://{word(of, field)}.example"


def assessment() -> Stage:
    """A whole assessment, closed and published, opened once more in between."""
    session = bodies.SessionCreated
    room = Stage(
        created(
            standard(),
            service=word(session, "service"),
            description=word(session, "description"),
            team="replaced",
            organisation=word(session, "organisation"),
            earlier=_earlier(),
            carried=("p4",),
        )
    )
    named = terms.SeatData(
        id="seat-6",
        name=word(terms.SeatData, "name", "where names stand"),
        role="member",
        discipline=word(terms.SeatData, "discipline"),
    )
    room.do(
        "seat-1",
        bodies.DetailsChanged(field="team", value=word(bodies.DetailsChanged, "value")),
        bodies.SeatAdded(seat=named),
        bodies.ConflictDeclared(
            seat="seat-6", point="p5", effect="no-score", reason=word(bodies.ConflictDeclared, "reason")
        ),
        bodies.ConflictDeclared(seat="seat-6", point="p2", effect="note", reason="a slip"),
        bodies.ConflictLifted(seat="seat-6", point="p2", reason=word(bodies.ConflictLifted, "reason")),
        bodies.ScopeTold(text=word(bodies.ScopeTold, "text")),
        bodies.EarlierChecked(id="r1", status="partly", text=word(bodies.EarlierChecked, "text")),
        bodies.TimeboxStarted(box="briefing", seconds=1800),
        bodies.TimeboxExtended(box="briefing", seconds=300, reason=word(bodies.TimeboxExtended, "reason")),
        bodies.KnockAnswered(name=word(bodies.KnockAnswered, "name", "where names stand"), seat=None),
        bodies.StageEntered(stage="points"),
    )
    _notes(room)
    _evidence(room)
    _decisions(room)
    _end(room)
    return room


def _earlier() -> Earlier:
    earlier, advice, decision = Earlier, EarlierRecommendation, EarlierDecision
    return Earlier(
        service=word(earlier, "service"),
        phase=word(earlier, "phase"),
        date=word(earlier, "date"),
        outcome=word(earlier, "outcome"),
        recommendations=(
            EarlierRecommendation(
                id="r1",
                point=None,
                point_title=word(advice, "point_title"),
                strength="must",
                text=word(advice, "text"),
                owner=word(advice, "owner"),
                since=word(advice, "since"),
            ),
        ),
        unmatched=(word(earlier, "unmatched"),),
        decisions=(
            EarlierDecision(
                point="p1",
                number=word(decision, "number"),
                title=word(decision, "title"),
                label=word(decision, "label"),
                reason=word(decision, "reason"),
                level="met",
            ),
            EarlierDecision(point="p4", number="4", title="Then", label="Met", reason="It was.", level="met"),
        ),
        session="earlier-id",
        standard=word(earlier, "standard"),
    )


def _notes(room: Stage) -> None:
    kinds: tuple[tuple[str, terms.NoteKind, bool], ...] = (
        ("strengths, concerns and questions", "concern", False),
        ("observations and quotes", "quote", False),
        ("private", "strength", True),
    )
    for number, (which, kind, private) in enumerate(kinds):
        taken, changed = f"N{2 * number + 1}", f"N{2 * number + 2}"
        room.do(
            "seat-2",
            bodies.NoteTaken(
                id=taken, point="p1", kind=kind, text=word(bodies.NoteTaken, "text", which), private=private
            ),
            bodies.NoteTaken(id=changed, point="p1", kind=kind, text="reworded", private=private),
            bodies.NoteChanged(
                id=changed, point="p1", kind=kind, text=word(bodies.NoteChanged, "text", which), private=private
            ),
        )


def _evidence(room: Stage) -> None:
    source = Source(kind="trello", key="key", name=word(Source, "name"))
    item = BroughtItem(
        id="E1",
        key="card",
        point="p2",
        state="done",
        title=word(BroughtItem, "title"),
        url=address(BroughtItem, "url"),
        text=word(BroughtItem, "text"),
    )
    view = TeamView(point="p1", level="met", text=word(TeamView, "text", "after the reveal"))
    added, changed = bodies.EvidenceAdded, bodies.EvidenceChanged
    room.do(
        "seat-1",
        bodies.EvidenceBrought(source=source, items=(item,), said=(word(bodies.EvidenceBrought, "said"),)),
        bodies.OwnViewsBrought(source=Source(kind="self", key="own", name="Ours"), views=(view,)),
        added(id="E2", point="p1", state="done", title=word(added, "title"), url=address(added, "url")),
        added(id="E3", point="p1", state="done", title="corrected"),
        changed(id="E3", state="planned", title=word(changed, "title"), url=address(changed, "url")),
        bodies.EvidenceMarked(id="E2", mark="seen", text=word(bodies.EvidenceMarked, "text")),
    )


def _decisions(room: Stage) -> None:
    made, changed = bodies.RecommendationMade, bodies.RecommendationChanged
    room.do("seat-2", bodies.ScoreGiven(point="p1", round=1, level="met"))
    room.do(
        "seat-1",
        bodies.ScoresRevealed(points=("p1",)),
        bodies.DecisionMade(point="p1", level="met", reason=word(bodies.DecisionMade, "reason")),
        *(bodies.DecisionMade(point=point, level="met", reason="Shown.") for point in ("p2", "p3", "p5")),
        made(id="R1", point="p1", strength="must", text=word(made, "text"), owner=word(made, "owner")),
        made(id="R2", point="p2", strength="must", text="reworded", owner="replaced"),
        changed(id="R2", strength="should", text=word(changed, "text"), owner=word(changed, "owner")),
    )
    room.do("seat-3", bodies.DissentRecorded(point="p1", text=word(bodies.DissentRecorded, "text")))


def _end(room: Stage) -> None:
    asked, answered = bodies.QuestionAsked, bodies.QuestionAnswered
    published = bodies.Published(report=address(bodies.Published, "report"), board=address(bodies.Published, "board"))
    sides: tuple[terms.Asker, ...] = ("team", "panel")
    for number, side in enumerate(sides, start=1):
        text, reply = word(asked, "text", f"of the {side}"), word(answered, "text", f"to the {side}")
        room.do(
            "seat-1",
            asked(id=f"Q{number}", kind="question", asker=side, point=None, text=text),
            answered(id=f"Q{number}", text=reply),
        )
    room.do(
        "seat-1",
        bodies.TeamPageTurned(on=True),
        bodies.DecisionsShared(on=True),
        bodies.OutcomeAgreed(outcome="met", reason=word(bodies.OutcomeAgreed, "reason")),
        bodies.SignedOff(remark=word(bodies.SignedOff, "remark")),
        bodies.SessionClosed(),
        bodies.SessionReopened(reason=word(bodies.SessionReopened, "reason")),
        bodies.SessionClosed(),
        published,
    )


def apart() -> Stage:
    """An assessment whose lead fell ill: a deputy took over, and the panel has adjourned."""
    room = Stage(created(standard()))
    room.do("seat-2", bodies.LeadTaken(reason=word(bodies.LeadTaken, "reason")))
    return room.do("seat-2", bodies.Adjourned(reason=word(bodies.Adjourned, "reason"), until="2027-01-08"))


def talk() -> Stage:
    """A conversation with a text agreed."""
    room = Stage(created(conversation(), team=word(bodies.SessionCreated, "team")))
    return room.do("seat-1", bodies.TextAgreed(heading="well", text=word(bodies.TextAgreed, "text")))


def alone() -> Stage:
    """A team's own record, with a view of its own."""
    room = Stage(created(standard(), kind="self", timeboxes={}))
    return room.do("seat-1", bodies.OwnViewGiven(point="p1", text=word(bodies.OwnViewGiven, "text")))


def every() -> tuple[Stage, ...]:
    """All of them; each row of the table is in one."""
    return (assessment(), apart(), talk(), alone())
