"""Whatever may be tried in a room: strategies for every kind of event, sensible more often than not."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st
from tests.session.room import ANA, BO, CY, DI, OB

from panel_tui.session import bodies
from panel_tui.session.bodies import AnyBody
from panel_tui.session.clock import running_box
from panel_tui.session.fold.gathered import all_evidence
from panel_tui.session.history import History
from panel_tui.session.rules.points import levels_of
from panel_tui.session.rules.undo import latest_redoable, latest_undoable
from panel_tui.session.terms import STAGES, TEAM, BroughtItem, SeatData, Source, TeamView

Attempt = tuple[str, str | None, AnyBody, float]
"""Who, on whose behalf, what, and the seconds that pass before it."""

seats = st.sampled_from((ANA, ANA, ANA, BO, CY, DI, OB, TEAM))
points = st.sampled_from(("users", "users", "simple", "safe", "late", "moon"))
perhaps_point = st.one_of(st.none(), points)
numbers = st.integers(1, 3)
texts = st.sampled_from(("A word", "Another word", ""))
lengths = st.sampled_from((0, 60, 600, 2700))
boxes = st.sampled_from(("briefing", "deliberation", "questions", "point:users", "point:safe", "users", "tea"))
levels = st.sampled_from(("met", "part", "not", "na", "green", "amber", "red"))
kinds = st.sampled_from(("strength", "concern", "question", "quote", "observation"))
states = st.sampled_from(("done", "planned"))
strengths = st.sampled_from(("must", "should"))
people = st.builds(
    SeatData,
    id=st.sampled_from((ANA, BO, CY, DI, "s8")),
    name=st.sampled_from(("Fay", "Gil", "Hal", "Ines")),
    role=st.sampled_from(("lead", "deputy", "member", "observer")),
)


def _id(letter: str) -> st.SearchStrategy[str]:
    return numbers.map(lambda number: f"{letter}{number}")


_NOTE = {"id": _id("N"), "point": perhaps_point, "kind": kinds, "text": texts, "private": st.booleans()}
_EVIDENCE = {"id": _id("E"), "state": states, "title": texts, "url": st.sampled_from((None, "https://a.example", "x"))}
_WISH = {"id": _id("R"), "strength": strengths, "text": texts, "due": st.sampled_from((None, "2026-12-31", "soon"))}

SOURCES = (
    Source(kind="trello", key="trello:1", name="Evidence"),
    Source(kind="self", key="self:1", name="Our own record"),
)
items = st.builds(
    BroughtItem,
    id=_id("E"),
    key=st.sampled_from("abc"),
    point=perhaps_point,
    state=states,
    title=texts,
    url=st.sampled_from((None, "https://a.example", "x")),
    text=st.sampled_from((None, "A word")),
    placed=st.booleans(),
    state_there=st.one_of(st.none(), states),
)
views = st.builds(TeamView, point=points, level=st.one_of(st.none(), levels), text=st.one_of(st.none(), texts))

AT_RANDOM: tuple[st.SearchStrategy[AnyBody], ...] = (
    st.builds(
        bodies.DetailsChanged,
        field=st.sampled_from(
            ("service", "date", "phase", "scale", "order", "briefing_seconds", "deliberation_seconds")
        ),
        value=st.sampled_from((None, "", "beta", "live", "rag", "numbers", "60", "2026-11-21")),
    ),
    st.builds(bodies.SeatAdded, seat=people),
    st.builds(bodies.SeatChanged, seat=people),
    st.builds(bodies.SeatRemoved, seat=st.sampled_from((ANA, CY, DI, OB, "s8"))),
    st.builds(bodies.LeadTaken, reason=texts),
    st.builds(
        bodies.ConflictDeclared,
        seat=seats,
        point=perhaps_point,
        effect=st.sampled_from(("note", "no-score", "leaves")),
        reason=texts,
    ),
    st.builds(bodies.ConflictLifted, seat=seats, point=perhaps_point, reason=texts),
    st.builds(bodies.ScopeTold, text=texts),
    st.builds(bodies.BriefingTicked, item=st.sampled_from(("demo", "tea")), done=st.booleans()),
    st.builds(bodies.EarlierChecked, id=_id("L"), status=st.sampled_from(("partly", "not"))),
    st.builds(bodies.StageEntered, stage=st.sampled_from(STAGES)),
    st.builds(bodies.PointEntered, point=points),
    st.builds(bodies.TimeboxStarted, box=boxes, seconds=lengths),
    st.builds(bodies.TimeboxPaused, box=boxes),
    st.builds(bodies.TimeboxResumed, box=boxes),
    st.builds(bodies.TimeboxExtended, box=boxes, seconds=lengths, reason=texts),
    st.builds(bodies.TimeboxStopped, box=boxes),
    st.builds(bodies.Adjourned, reason=texts),
    st.builds(bodies.Reconvened),
    st.builds(bodies.NoteTaken, **_NOTE),
    st.builds(bodies.NoteTaken, **_NOTE),
    st.builds(bodies.NoteChanged, **_NOTE),
    st.builds(bodies.NoteWithdrawn, id=_id("N")),
    st.builds(bodies.EvidenceAdded, point=points, **_EVIDENCE),
    st.builds(bodies.EvidenceChanged, **_EVIDENCE),
    st.builds(bodies.EvidenceWithdrawn, id=_id("E")),
    st.builds(bodies.ScoreGiven, point=points, round=numbers, level=levels),
    st.builds(bodies.ScoreGiven, point=points, round=st.just(1), level=levels),
    st.builds(bodies.ScoresRevealed, points=st.lists(points, max_size=2).map(tuple)),
    st.builds(bodies.RoundOpened, point=points, round=numbers),
    st.builds(
        bodies.DecisionMade,
        point=points,
        level=levels,
        reason=texts,
        casting=st.booleans(),
        question=st.one_of(st.none(), _id("Q")),
    ),
    st.builds(bodies.DissentRecorded, point=points, text=texts),
    st.builds(bodies.RecommendationMade, point=perhaps_point, **_WISH),
    st.builds(bodies.RecommendationChanged, **_WISH),
    st.builds(bodies.RecommendationWithdrawn, id=_id("R")),
    st.builds(
        bodies.QuestionAsked,
        id=_id("Q"),
        kind=st.sampled_from(("question", "challenge")),
        asker=st.sampled_from(("team", "panel")),
        point=perhaps_point,
        text=texts,
    ),
    st.builds(bodies.QuestionAnswered, id=_id("Q"), text=texts, changed=st.booleans()),
    st.builds(bodies.QuestionWithdrawn, id=_id("Q")),
    st.builds(bodies.TextAgreed, heading=st.sampled_from(("good", "gaps", "bad")), text=texts),
    st.builds(
        bodies.OutcomeAgreed,
        outcome=st.sampled_from(("pass", "fail")),
        reason=st.sampled_from((None, "Because")),
    ),
    st.builds(bodies.SignedOff),
    st.builds(bodies.SessionClosed),
    st.builds(bodies.SessionReopened, reason=texts),
    st.builds(bodies.SeatsOpened, way=st.sampled_from(("loopback", "tls", "insecure", "proxy"))),
    st.builds(bodies.SeatsClosed),
    st.builds(bodies.SeatJoined, by=st.sampled_from(("link", "lobby"))),
    st.builds(bodies.SeatTakenOver),
    st.builds(bodies.SeatRelinked, seat=seats),
    st.builds(bodies.SeatShutOut, seat=st.sampled_from((CY, "s8", "gone"))),
    st.builds(
        bodies.KnockAnswered, name=st.sampled_from(("Ivo", "")), seat=st.sampled_from((None, CY, DI, "s8", "gone"))
    ),
    st.builds(bodies.TeamPageTurned, on=st.booleans()),
    st.builds(bodies.DecisionsShared, on=st.booleans()),
    st.builds(
        bodies.EvidenceBrought,
        source=st.sampled_from(SOURCES),
        items=st.lists(items, max_size=3).map(tuple),
        gone=st.lists(_id("E"), max_size=1).map(tuple),
    ),
    st.builds(bodies.EvidencePlaced, id=_id("E"), point=perhaps_point),
    st.builds(bodies.EvidenceMarked, id=_id("E"), mark=st.sampled_from((None, "seen", "more-wanted"))),
    st.builds(bodies.OwnViewGiven, point=points, level=st.one_of(st.none(), levels), text=texts),
    st.builds(bodies.OwnViewsBrought, source=st.just(SOURCES[1]), views=st.lists(views, max_size=3).map(tuple)),
    st.builds(bodies.Published, report=st.sampled_from((None, "https://a.example", "x"))),
    st.builds(bodies.Unpublished),
    st.builds(bodies.Exported, format=st.just("md"), audience=st.just("team")),
    st.builds(bodies.Undone, number=st.integers(0, 40)),
    st.builds(bodies.Redone, number=st.integers(0, 40)),
)
anything = st.one_of(*AT_RANDOM)


@st.composite
def attempts(draw: st.DrawFn, history: History) -> Attempt:
    """One thing that somebody tries; mostly something that this state is likely to allow."""
    if draw(st.integers(0, 3)):
        likely: dict[type[AnyBody], list[tuple[str, AnyBody]]] = {}
        for who, what in _likely(history):
            likely.setdefault(type(what), []).append((who, what))
        kind = draw(st.sampled_from(sorted(likely, key=lambda kind: kind.__name__)))
        who, what = draw(st.sampled_from(likely[kind]))
    else:
        who, what = draw(seats), draw(anything)
    behalf = draw(st.sampled_from((None, None, None, CY, DI)))
    return who, behalf, what, draw(st.sampled_from((0.0, 0.5, 30.0, 600.0, -45.0)))


def _likely(history: History) -> Iterator[tuple[str, AnyBody]]:
    yield from _moves(history)
    yield from _words(history)
    yield from _at_the_door(history)
    yield from _gathered(history)
    for point in ("users", "safe"):
        yield from _of_a_point(history, point)
    state, lead = history.state, history.state.lead
    yield lead, bodies.DecisionMade(point="simple", level="na", reason="Shown")
    yield lead, bodies.OutcomeAgreed(outcome="pass", reason="Shown")
    yield lead, bodies.SessionClosed()
    yield lead, bodies.SessionReopened(reason="A slip")
    for seat in state.seats:
        yield seat, bodies.SignedOff()
        for latest, kind in ((latest_undoable, bodies.Undone), (latest_redoable, bodies.Redone)):
            event = latest(history, seat)
            if event is not None:
                yield seat, kind(number=event.n)


def _moves(history: History) -> Iterator[tuple[str, AnyBody]]:
    state, lead = history.state, history.state.lead
    for stage in STAGES:
        yield lead, bodies.StageEntered(stage=stage)
    for point in ("users", "safe"):
        yield lead, bodies.PointEntered(point=point)
    if state.adjournment is None:
        yield lead, bodies.Adjourned(reason="The fire bell")
    yield lead, bodies.Reconvened()
    running = running_box(state)
    yield lead, bodies.TimeboxStarted(box="deliberation", seconds=600)
    for box in state.timeboxes:
        yield lead, bodies.TimeboxResumed(box=box)
        yield lead, bodies.TimeboxStarted(box=box, seconds=600)
        yield lead, bodies.TimeboxExtended(box=box, seconds=60, reason="Slow")
        yield lead, bodies.TimeboxStopped(box=box)
    if running is not None:
        yield lead, bodies.TimeboxPaused(box=running.box)
    fay = SeatData(id="s8", name="Fay", role="member")
    yield lead, bodies.SeatAdded(seat=fay)
    yield lead, bodies.SeatRemoved(seat="s8")
    if CY in state.seats:
        yield lead, bodies.ConflictDeclared(seat=CY, point="users", effect="leaves", reason="A cousin")
    for held in state.conflicts:
        yield held.seat, bodies.ConflictLifted(seat=held.seat, point=held.point, reason="A slip")


def _words(history: History) -> Iterator[tuple[str, AnyBody]]:
    state, lead, fresh = history.state, history.state.lead, len(history.events)
    for seat in state.seats:
        for private in (True, False):
            yield seat, bodies.NoteTaken(id=f"N{fresh}", point="users", kind="concern", text="Words", private=private)
        yield seat, bodies.EvidenceAdded(id=f"E{fresh}", point="users", state="done", title="Log")
        yield seat, bodies.RecommendationMade(id=f"R{fresh}", point="users", strength="must", text="do more")
        yield seat, bodies.QuestionAsked(id=f"Q{fresh}", kind="question", asker="team", point=None, text="Why?")
    for note in (*state.notes, *(note for point in state.points.values() for note in point.notes)):
        yield note.seat, bodies.NoteWithdrawn(id=note.id)
        for point in (note.point, "safe", None):
            yield note.seat, bodies.NoteChanged(id=note.id, kind="quote", text="New", point=point, private=note.private)
    for question in state.questions:
        yield lead, bodies.DecisionMade(point="users", level="met", reason="Shown", question=question.id)
        yield lead, bodies.QuestionAnswered(id=question.id, text="Yes", changed=True)
        yield lead, bodies.QuestionAnswered(id=question.id, text="Yes")
        yield question.seat, bodies.QuestionWithdrawn(id=question.id)


def _at_the_door(history: History) -> Iterator[tuple[str, AnyBody]]:
    state, lead, fresh = history.state, history.state.lead, len(history.events)
    for seat in state.seats:
        yield seat, bodies.SeatJoined(by="link")
        yield lead, bodies.KnockAnswered(name="Ivo", seat=seat)
    yield lead, bodies.TeamPageTurned(on=not state.team_page)
    yield lead, bodies.DecisionsShared(on=not state.decisions_shared)
    yield TEAM, bodies.QuestionAsked(id=f"Q{fresh}", kind="question", asker="team", point=None, text="When?")
    for question in state.questions:
        yield TEAM, bodies.QuestionWithdrawn(id=question.id)


def _gathered(history: History) -> Iterator[tuple[str, AnyBody]]:
    state, lead, fresh = history.state, history.state.lead, len(history.events)
    held = tuple(all_evidence(state))
    for source in SOURCES:
        ours = [one for one in held if one.source == source.key and one.brought]
        changed = (
            BroughtItem(id=one.id, key=one.brought.key, point="safe", state="planned", title=f"Log {fresh}")
            for one in ours
            if one.brought
        )
        new = BroughtItem(id=f"E{fresh}", key=f"k{fresh}", point="users", state="done", title="Log")
        loose = BroughtItem(id=f"E{fresh + 1}", key=f"l{fresh}", point=None, state="planned", title="Somewhere")
        yield lead, bodies.EvidenceBrought(source=source, items=(new, loose, *changed))
        yield lead, bodies.EvidenceBrought(source=source, gone=tuple(one.id for one in ours))
    for one in held:
        for seat in state.seats:
            yield seat, bodies.EvidenceMarked(id=one.id, mark="seen", text="Words")
            yield seat, bodies.EvidencePlaced(id=one.id, point="safe" if one.point != "safe" else None)
        if one.mark is not None:
            yield lead, bodies.EvidenceMarked(id=one.id, mark=None)
        yield lead, bodies.EvidenceWithdrawn(id=one.id)
    for level in ("met", "not"):
        yield lead, bodies.OwnViewGiven(point="users", level=level, text="Our words")
        own = TeamView(point="users", level=level, text="Their words")
        yield lead, bodies.OwnViewsBrought(source=SOURCES[1], views=(own,))
    yield lead, bodies.OwnViewGiven(point="users")
    yield lead, bodies.Published(report="https://a.example")
    yield lead, bodies.Unpublished()


def _of_a_point(history: History, point: str) -> Iterator[tuple[str, AnyBody]]:
    state, lead = history.state, history.state.lead
    held, choices = state.points[point], levels_of(state, point)
    for place, seat in enumerate(state.seats):
        yield seat, bodies.ScoreGiven(point=point, round=held.round, level=choices[place % len(choices)].id)
        yield seat, bodies.DissentRecorded(point=point, text="Too soon")
    yield lead, bodies.ScoresRevealed(points=(point,))
    yield lead, bodies.RoundOpened(point=point, round=held.round + 1)
    yield lead, bodies.DecisionMade(point=point, level=choices[0].id, reason="Shown")
    for shown in held.evidence:
        yield shown.seat, bodies.EvidenceChanged(id=shown.id, state="planned", title="Later")
        yield shown.seat, bodies.EvidenceWithdrawn(id=shown.id)
    for wish in held.recommendations:
        yield wish.seat, bodies.RecommendationChanged(id=wish.id, strength="should", text="do less")
        yield wish.seat, bodies.RecommendationWithdrawn(id=wish.id)
