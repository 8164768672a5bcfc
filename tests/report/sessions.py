"""The sessions that the golden reports are made of: everything that can happen in a room."""

from __future__ import annotations

from tests.report.stage import EARLIER, EARLIER_TALK, Stage, conversation, created, four_questions, standard

from panel_tui.session import bodies
from panel_tui.session.terms import BroughtItem, Source, TeamView

BOARD = Source(kind="trello", key="5ee0", name="Arrears: evidence")
ALONE = Source(kind="self", key="0192aaaa", name="Manage Arrears, beta")
LONG = "Each round is written up on the day. " * 12


def assessment() -> Stage:
    """A whole assessment, closed, with texts that would like to be markup and formulas."""
    room = Stage(created(standard(), earlier=EARLIER))
    _before(room)
    _briefing(room)
    _walk(room)
    _marks(room)
    _scores(room)
    _deliberation(room)
    _questions(room)
    _close(room)
    return room


def talk(*, agreed: bool = True) -> Stage:
    """A conversation about four questions, with its texts agreed or only noted."""
    room = Stage(created(conversation(), phase="beta", team=None, description=None, rehearsal=True))
    room.do("seat-1", bodies.StageEntered(stage="points"))
    room.do(
        "seat-2",
        bodies.NoteTaken(id="n1", point="q1", kind="strength", text="they asked why before what"),
        bodies.NoteTaken(id="n2", point="q2", kind="observation", text="forms are printed to be signed"),
        bodies.NoteTaken(id="n3", point="q2", kind="quote", text="nobody reads the second page"),
        bodies.NoteTaken(id="n4", point=None, kind="observation", text="they will meet again in spring"),
        bodies.EvidenceAdded(id="e1", point="q1", state="done", title="Hypotheses", url="https://board.example/7"),
        bodies.RecommendationMade(id="a1", point="q2", strength="should", text="talk to those who sign"),
    )
    if agreed:
        room.do(
            "seat-1",
            bodies.TextAgreed(heading="well", text="The team asked why before what.\n\nIt listened."),
            bodies.TextAgreed(heading="gaps", text="Nobody has met those who sign."),
        )
    return room


def _before(room: Stage) -> None:
    found = (
        BroughtItem(id="b1", key="c1", point="p1", state="done", title="Research rounds", text=LONG),
        BroughtItem(
            id="b2", key="c2", point="p3", state="done", title="Screen reader tests", url="https://t.example/2"
        ),
        BroughtItem(id="b3", key="c3", point="p3", state="planned", title="Audit *of* letters", text="in spring"),
        BroughtItem(id="b4", key="c4", point=None, state="done", title="Photographs of the wall"),
    )
    views = (
        TeamView(point="p1", level="met", text="research every fortnight"),
        TeamView(point="p3", level="met"),
        TeamView(point="p4", text="bought, so it hardly counts"),
    )
    room.do(
        "seat-1",
        bodies.EvidenceBrought(source=BOARD, items=found, said=("the export held 93 of 133 comments",)),
        bodies.EvidenceBrought(
            source=BOARD,
            items=(BroughtItem(id="b5", key="c5", point=None, state="planned", title="Letters in Welsh"),),
            gone=("b2",),
            said=("the export held 93 of 133 comments", "2 archived cards were left out."),
        ),
        bodies.OwnViewsBrought(source=ALONE, views=views),
    )


def _marks(room: Stage) -> None:
    room.do(
        "seat-2",
        bodies.EvidenceMarked(id="b1", mark="verified"),
        bodies.EvidenceMarked(id="b2", mark="seen", text="from afar"),
    )
    wanted = bodies.EvidenceMarked(id="b3", mark="more-wanted", text="the auditor’s brief")
    room.do("seat-1", wanted, behalf="seat-3")


def again() -> Stage:
    """A reassessment of three points, under way: two were carried over from alpha."""
    room = Stage(created(standard(), earlier=EARLIER, carried=("p4", "p5"), description=None))
    room.do(
        "seat-1",
        bodies.StageEntered(stage="points"),
        bodies.EarlierChecked(id="r3", status="no-longer-applies", text="the host does it"),
        bodies.DecisionMade(point="p1", level="met", reason="Tenants are seen now."),
        bodies.RecommendationMade(id="a1", point="p2", strength="should", text="test it again", due="2027-01-31"),
    )
    return room


def alone() -> Stage:
    """A team's own record of itself, under way."""
    room = Stage(created(standard(), kind="self", earlier=EARLIER, timeboxes={}))
    room.do(
        "seat-1",
        bodies.ScopeTold(text="We took over from four spreadsheets."),
        bodies.StageEntered(stage="points"),
        bodies.OwnViewGiven(point="p1", level="met", text="We see tenants every fortnight."),
        bodies.OwnViewGiven(point="p3", level="partially-met"),
        bodies.OwnViewGiven(point="p5", text="Ask us again in spring."),
    )
    room.do(
        "seat-2",
        bodies.NoteTaken(id="n1", point="p1", kind="strength", text="the wall is read by everyone"),
        bodies.NoteTaken(id="n2", point="p3", kind="question", text="who pays for the audit?"),
        bodies.NoteTaken(id="n3", point=None, kind="observation", text="we will book the panel in May"),
        bodies.EvidenceAdded(id="e1", point="p1", state="done", title="Research log", url="https://r.example/log"),
        bodies.EvidenceAdded(id="e2", point="p3", state="planned", title="Audit by an outside firm"),
    )
    loose = BroughtItem(id="b1", key="c1", point=None, state="done", title="A card on its own")
    room.do("seat-1", bodies.EvidenceBrought(source=BOARD, items=(loose,)))
    return room


def forms() -> Stage:
    """A discovery in the light touch: four questions known beforehand, the four headings filled, signed and closed."""
    room = Stage(
        created(
            four_questions(),
            service="HR E-forms",
            phase="discovery",
            team="E-forms",
            description="Changes to existing positions, and to what people are paid, begin with a form.",
            timeboxes={"briefing": 1200},
            earlier=EARLIER_TALK,
        )
    )
    room.do("seat-1", bodies.TimeboxStarted(box="briefing", seconds=1200)).wait(15)
    room.do("seat-1", bodies.StageEntered(stage="points")).wait(18)
    room.do("seat-1", bodies.PointEntered(point="q2")).wait(12)
    room.do(
        "seat-2",
        bodies.NoteTaken(id="n1", point="q1", kind="strength", text="thirty managers were seen, in every directorate"),
        bodies.NoteTaken(id="n2", point="q2", kind="observation", text="forms are printed to be signed"),
        bodies.NoteTaken(id="n3", point="q2", kind="quote", text="nobody reads the second page"),
        bodies.NoteTaken(id="n4", point=None, kind="concern", text="payroll was not in the room"),
        bodies.EvidenceAdded(id="e1", point="q1", state="done", title="Show and tell", url="https://slides.example/7"),
        bodies.EvidenceAdded(id="e2", point="q4", state="planned", title="A prototype of one form"),
        bodies.RecommendationMade(id="a1", point="q2", strength="should", text="talk to those who sign"),
        bodies.RecommendationMade(
            id="a2", point=None, strength="must", text="name an owner", owner="HR", due="2026-12-18"
        ),
        bodies.EarlierChecked(id="r1", status="taken-root", text="there is a map now"),
    )
    room.do(
        "seat-1",
        bodies.StageEntered(stage="questions"),
        bodies.QuestionAsked(id="Q1", kind="question", asker="team", point="q3", text="May we begin with one form?"),
        bodies.QuestionAnswered(id="Q1", text="Yes, and say which."),
        bodies.StageEntered(stage="close"),
        bodies.TextAgreed(heading="well", text="The team asked why before what.\n\nIt listened."),
        bodies.TextAgreed(heading="learned", text="A form is rarely where the trouble begins."),
        bodies.TextAgreed(heading="gaps", text="Nobody has met those who sign."),
        bodies.SignedOff(remark="A good morning."),
        bodies.SessionClosed(),
    )
    return room


def _briefing(room: Stage) -> None:
    room.do(
        "seat-1",
        bodies.TimeboxStarted(box="briefing", seconds=1800),
        bodies.ScopeTold(
            text="This is the third beta. It adds letters in bulk for leaseholders.\n\nPayments are out of scope."
        ),
        bodies.BriefingTicked(item="scope", done=True),
        bodies.BriefingTicked(item="demo", done=True),
        bodies.ConflictDeclared(
            seat="seat-4", point="p4", effect="no-score", reason="wrote part of the code last year"
        ),
        bodies.ConflictDeclared(seat="seat-3", point=None, effect="note", reason="sells a similar service"),
        bodies.EarlierChecked(id="r1", status="taken-root", text="twelve tenants were seen"),
        bodies.EarlierChecked(id="r2", status="partly"),
    )
    extended = bodies.TimeboxExtended(box="briefing", seconds=300, reason="the demo needed a second laptop")
    room.wait(20).do("seat-1", extended)


def _walk(room: Stage) -> None:
    room.wait(5).do("seat-1", bodies.StageEntered(stage="points"), bodies.PointEntered(point="p1"))
    room.do(
        "seat-2",
        bodies.NoteTaken(id="n1", point="p1", kind="strength", text="research every fortnight, shown on the wall"),
        bodies.NoteTaken(
            id="n2",
            point="p1",
            kind="concern",
            text="only two tenants with [a screen reader](https://x.example) were seen",
        ),
        bodies.NoteTaken(id="n3", point="p1", kind="quote", text="I no longer dread Mondays"),
        bodies.NoteTaken(id="n4", point="p1", kind="observation", text="the wall is updated on Thursdays"),
        bodies.NoteTaken(id="n5", point="p1", kind="observation", text="did they rehearse this?", private=True),
        bodies.EvidenceAdded(
            id="e1", point="p1", state="done", title="Research log", url="https://research.example/log?a=1&b=2"
        ),
        bodies.EvidenceAdded(
            id="e2",
            point="p1",
            state="planned",
            title="Sessions with tenants in arrears",
            url="http://plans.example/<7>",
        ),
        bodies.NoteTaken(id="n6", point=None, kind="strength", text="the team is proud of its service, and shows it"),
        bodies.NoteTaken(id="n7", point=None, kind="question", text="who owns the letters?"),
        bodies.EvidenceAdded(id="e3", point="p3", state="planned", title="Audit by an outside firm"),
    )
    markup = "# not a heading\n<script>alert('x')</script> | a cell\n1. one *star* & _line_ &amp; `code`"
    room.do("seat-3", bodies.NoteTaken(id="n8", point="p2", kind="concern", text=markup))
    formula = bodies.NoteTaken(id="n9", point="p3", kind="question", text='=HYPERLINK("https://x.example") on a slide?')
    room.do("seat-1", formula, behalf="seat-3")
    room.wait(12).do("seat-1", bodies.PointEntered(point="p2")).wait(4).do("seat-1", bodies.PointEntered(point="p4"))


def _scores(room: Stage) -> None:
    for seat in ("seat-1", "seat-2", "seat-3", "seat-4"):
        alone, early = seat == "seat-3", seat < "seat-3"
        room.do(
            seat,
            bodies.ScoreGiven(point="p1", round=1, level="not-met" if alone else "met"),
            bodies.ScoreGiven(point="p2", round=1, level="partially-met"),
            bodies.ScoreGiven(point="p3", round=1, level="met" if early else "partially-met"),
        )
    room.do("seat-2", bodies.ScoreGiven(point="p5", round=1, level="met"))


def _deliberation(room: Stage) -> None:
    room.wait(8).do(
        "seat-1",
        bodies.StageEntered(stage="deliberation"),
        bodies.TimeboxStarted(box="deliberation", seconds=2700),
        bodies.ScoresRevealed(points=("p1", "p2", "p3", "p5")),
        bodies.RoundOpened(point="p1", round=2),
    )
    room.do("seat-3", bodies.ScoreGiven(point="p1", round=2, level="partially-met"))
    room.do("seat-1", bodies.ScoreGiven(point="p1", round=2, level="met"), bodies.ScoresRevealed(points=("p1",)))
    room.do("seat-2", bodies.ScoreGiven(point="p1", round=2, level="met"))
    room.do(
        "seat-1",
        bodies.DecisionMade(point="p1", level="met", reason="The research is regular, and it changes what is built."),
        bodies.DecisionMade(point="p2", level="not-met", reason="Nobody finished the letters screen without help."),
        bodies.DecisionMade(
            point="p3", level="partially-met", reason="An audit is planned and nothing is tested yet.", casting=True
        ),
        bodies.DecisionMade(point="p4", level="not-applicable", reason="The product was bought."),
        bodies.DecisionMade(point="p5", level="met", reason="The runbook worked in last month’s outage."),
        bodies.RecommendationMade(
            id="a1", point="p3", strength="should", text="test with people who magnify the screen"
        ),
        bodies.RecommendationMade(
            id="a2", point="p3", strength="must", text="have the audit done", owner="Delivery manager", due="2027-02-01"
        ),
        bodies.RecommendationMade(id="a3", point=None, strength="must", text="name an owner for the letters"),
    )
    room.do("seat-3", bodies.DissentRecorded(point="p1", text="Two tenants are not enough to know."))
    room.wait(21).do("seat-1", bodies.TimeboxPaused(box="deliberation"))


def _questions(room: Stage) -> None:
    room.do(
        "seat-1",
        bodies.StageEntered(stage="questions"),
        bodies.TimeboxStarted(box="questions", seconds=1800),
        bodies.QuestionAsked(id="Q1", kind="question", asker="team", point=None, text="May we share this today?"),
        bodies.QuestionAsked(
            id="Q2", kind="challenge", asker="team", point="p2", text="Two of three people did finish that screen."
        ),
        bodies.QuestionAnswered(id="Q1", text="Yes, with everyone who worked on it."),
        bodies.DecisionMade(
            point="p2", level="partially-met", reason="Two of three people finished the letters screen.", question="Q2"
        ),
        bodies.QuestionAnswered(id="Q2", text="We had not seen that recording.\n\nIt changes our view.", changed=True),
        bodies.QuestionAsked(id="Q3", kind="question", asker="panel", point="p5", text="And on a bank holiday?"),
    )
    room.wait(9)


def _close(room: Stage) -> None:
    room.do(
        "seat-1",
        bodies.StageEntered(stage="close"),
        bodies.OutcomeAgreed(
            outcome="met", reason="The two open points have dates, and the panel will look again in March."
        ),
        bodies.SignedOff(remark="A pleasure to hear."),
    )
    room.do("seat-2", bodies.SignedOff()).do("seat-1", bodies.SessionClosed())
