"""What people can do: one entry for each action, from which every way of asking for it is made.

Keys, the footer, the `:` prompt, the palette, the `?` list, plain mode and `docs/keys.md` come from the
entries here, and the rules answer for each of them: allowed, or refused, because.
"""

from __future__ import annotations

from msgspec import Struct

from panel_tui.action import EVERYWHERE, Action, Group
from panel_tui.grammar import closing, gathered, panel, points, room, seats
from panel_tui.grammar.reader import Desk, NotUnderstood, Words, meant
from panel_tui.outside import DOOR, HOME
from panel_tui.session import bodies, rules
from panel_tui.session.terms import Stage
from panel_tui.session.words import PROSE_LENGTH, clean

__all__ = [
    "ACTIONS",
    "AT_HOME",
    "AT_THE_DOOR",
    "BY_ID",
    "DOOR",
    "DOOR_BY_ID",
    "ELSEWHERE",
    "EVERYWHERE",
    "FROM_A_DEVICE",
    "HOME",
    "HOME_BY_ID",
    "Action",
    "Group",
    "Spoken",
    "interpret",
    "on_stage",
    "refusal",
]


class Spoken(Struct, frozen=True, kw_only=True):
    """A line that was understood: the action, its events, who does it and on whose behalf; `rest` are
    the words of an action that the front door carries out itself."""

    action: Action
    bodies: tuple[bodies.AnyBody, ...]
    seat: str
    on_behalf_of: str | None
    rest: str


_TALK: tuple[Stage, ...] = ("points", "deliberation")
_LONGEST_LINE = 3 * PROSE_LENGTH
"""Characters in a line: an answer that changes a decision carries two texts."""

# fmt: off
ACTIONS: tuple[Action, ...] = (
    # Room
    Action(id="next", usage="next", group="Room", label="Next", key="n", stages=("points",), footer=("points",),
           help="Move the room to the next point of the walk; its clock runs.", what=(bodies.PointEntered,),
           build=room.onward),
    Action(id="back", usage="back", group="Room", label="Back", key="b", stages=("points",),
           help="Move the room to the point before; nothing is lost.", what=(bodies.PointEntered,), build=room.back),
    Action(id="go", usage="go POINT", group="Room", label="Go here", key="enter", stages=("points",),
           help="Move the room to a point.", what=(bodies.PointEntered,), build=room.go),
    Action(id="stage", usage="stage STAGE", group="Room", label="Stage", key="g", form=True,
           help="Move the room to a stage: briefing, points, deliberation, questions, close.",
           footer=EVERYWHERE, what=(bodies.StageEntered,), build=room.stage),
    Action(id="adjourn", usage="adjourn [until DATE] because TEXT", group="Room", label="Adjourn", form=True,
           help="Stop for today; every clock stands still until you reconvene.", what=(bodies.Adjourned,),
           build=room.adjourn),
    Action(id="reconvene", usage="reconvene", group="Room", label="Reconvene",
           help="Meet again and pick up where you stopped.", what=(bodies.Reconvened,), build=room.reconvene),
    Action(id="undo", usage="undo", group="Room", label="Undo", key="u",
           help="Take back the last thing that you did; the log keeps both.", what=(bodies.Undone,),
           build=closing.undo),
    Action(id="redo", usage="redo", group="Room", label="Redo", key="U", help="Do again what you undid last.",
           what=(bodies.Redone,), build=closing.redo),
    Action(id="lead", usage="lead because TEXT", group="Room", label="Take the lead", form=True,
           help="A deputy takes the lead over, on the record.", what=(bodies.LeadTaken,), build=panel.take_lead),
    # Notes and evidence
    Action(id="note", usage='note [POINT] [+|-|?|"] TEXT', group="Notes and evidence", label="Note", key="i",
           help='Keep a note: + strength, - concern, ? question, " quote; without a sign an observation. '
           "'note all TEXT' is about the service as a whole; after a sign, '@4' names a point.",
           footer=("briefing", "points"), what=(bodies.NoteTaken,),
           build=points.note),
    Action(id="private", usage='private [POINT] [+|-|?|"] TEXT', group="Notes and evidence", label="Private note",
           help="Keep a note that only your seat reads.", what=(bodies.NoteTaken,), build=points.private),
    Action(id="reword", usage='reword NOTE [+|-|?|"] TEXT', group="Notes and evidence", label="Reword",
           help="Change the words of your own note, such as N12.", what=(bodies.NoteChanged,), build=points.reword),
    Action(id="withdraw", usage="withdraw ID", group="Notes and evidence", label="Withdraw",
           help="Take back a note (N12), evidence (E2), a recommendation (R3) or a question (Q1).",
           what=(bodies.NoteWithdrawn, bodies.EvidenceWithdrawn, bodies.RecommendationWithdrawn,
                 bodies.QuestionWithdrawn), build=points.withdraw),
    Action(id="evidence", usage="evidence [POINT] done|planned TITLE [URL]", group="Notes and evidence",
           label="Evidence", key="e", form=True, stages=("briefing", "points", "deliberation"),
           footer=("points",),
           help="Add what the team shows for a point: working today (done) or intended (planned).",
           what=(bodies.EvidenceAdded,), build=points.evidence),
    Action(id="amend", usage="amend EVIDENCE done|planned TITLE [URL]", group="Notes and evidence", label="Amend",
           help="Correct a piece of evidence, such as E2.", what=(bodies.EvidenceChanged,), build=points.amend),
    Action(id="import", usage="import [KIND] FILE", group="Notes and evidence", label="Bring in", key="I", form=True,
           stages=("briefing", "points", "close"), what=(bodies.EvidenceBrought, bodies.OwnViewsBrought),
           help="Bring in the team's evidence: a Trello board, a list in CSV or Markdown, or its self-assessment. "
           "A preview comes first."),
    Action(id="mark", usage="mark EVIDENCE seen|verified|more-wanted [TEXT]", group="Notes and evidence", label="Mark",
           key="M", stages=("briefing", *_TALK), form=True, what=(bodies.EvidenceMarked,), build=gathered.mark,
           help="Say how far you are with a piece of evidence: seen, verified, or more wanted."),
    Action(id="unmark", usage="unmark EVIDENCE", group="Notes and evidence", label="Unmark", form=True,
           help="Take the mark off a piece of evidence.", what=(bodies.EvidenceMarked,), build=gathered.unmark),
    Action(id="place", usage="place EVIDENCE POINT|none", group="Notes and evidence", label="Place", key="l",
           stages=("briefing", *_TALK), form=True, what=(bodies.EvidencePlaced,), build=gathered.place,
           help="Put a piece of evidence under another point; what could not be placed waits for this."),
    Action(id="own", usage="own [POINT] LEVEL|none [because TEXT]", group="Notes and evidence", label="Own view",
           key="o", stages=("points",), form=True, what=(bodies.OwnViewGiven,), build=gathered.own,
           help="In a team's own record: the level you would give yourselves, and why."),
    # Scores and decisions
    Action(id="score", usage="score [POINT] LEVEL", group="Scores and decisions", label="Score",
           help="Give your own level for a point; it stays sealed until the reveal. Digits do it on screen.",
           what=(bodies.ScoreGiven,), build=points.score),
    Action(id="reveal", usage="reveal POINT|all", group="Scores and decisions", label="Reveal", key="r", stages=_TALK,
           footer=_TALK, help="Show all scores of a point, or of every point, at once.", what=(bodies.ScoresRevealed,),
           build=points.reveal),
    Action(id="again", usage="again POINT", group="Scores and decisions", label="Score again", key="a", stages=_TALK,
           help="Open a new round on a point; the scores of the round before stay.", what=(bodies.RoundOpened,),
           build=points.again),
    Action(id="decide", usage="decide [POINT] LEVEL because TEXT [casting]", group="Scores and decisions",
           label="Decide", key="d", form=True, stages=("points", "deliberation", "questions"),
           footer=("deliberation",),
           help="Record the panel's level for a point with its reason; 'casting' marks the lead's deciding "
           "vote.", what=(bodies.DecisionMade,), build=points.decide),
    Action(id="dissent", usage="dissent [POINT] TEXT", group="Scores and decisions", label="Dissent", key="x",
           form=True, stages=("deliberation", "questions", "close"),
           help="Put your own line beside a decision that you do not share.", what=(bodies.DissentRecorded,),
           build=points.dissent),
    Action(id="must", usage="must POINT TEXT [owner: NAME] [by: DATE]", group="Scores and decisions", label="Must",
           key="m", form=True, stages=("points", "deliberation", "questions"), footer=("deliberation",),
           help="Recommend what the team must do; 'all' instead of a point is about the whole service.",
           what=(bodies.RecommendationMade,), build=points.must),
    Action(id="should", usage="should POINT TEXT [owner: NAME] [by: DATE]", group="Scores and decisions",
           label="Should", key="h", form=True, stages=("points", "deliberation", "questions"),
           help="Recommend what the team should do.", what=(bodies.RecommendationMade,), build=points.should),
    Action(id="revise", usage="revise ID must|should TEXT [owner: NAME] [by: DATE]", group="Scores and decisions",
           label="Revise", help="Reword a recommendation, such as R3.", what=(bodies.RecommendationChanged,),
           build=points.revise),
    # Clock
    Action(id="clock", usage="clock", group="Clock", label="Clock", key="t",
           stages=("briefing", "points", "deliberation", "questions"),
           footer=("briefing", "points", "deliberation", "questions"),
           help="Start, pause or resume the clock of where the room is.", what=(bodies.TimeboxStarted,),
           build=room.clock_key),
    Action(id="start", usage="start [BOX] [LENGTH]", group="Clock", label="Start",
           help="Start a clock: briefing, deliberation, questions or the point's, with its planned length or "
           "yours.", what=(bodies.TimeboxStarted,), build=room.start),
    Action(id="pause", usage="pause", group="Clock", label="Pause", help="Pause the running clock.",
           what=(bodies.TimeboxPaused,), build=room.pause),
    Action(id="resume", usage="resume", group="Clock", label="Resume", help="Let the paused clock run again.",
           what=(bodies.TimeboxResumed,), build=room.resume),
    Action(id="extend", usage="extend LENGTH because TEXT", group="Clock", label="Extend", key="E", form=True,
           stages=("briefing", "points", "deliberation", "questions"), footer=("deliberation", "questions"),
           help="Give the clock more time, with a reason.", what=(bodies.TimeboxExtended,), build=room.extend),
    Action(id="stop", usage="stop", group="Clock", label="Stop", help="Stop the clock for good.",
           what=(bodies.TimeboxStopped,), build=room.stop),
    # Questions
    Action(id="ask", usage="ask team|panel [POINT] TEXT", group="Questions", label="Question", key="a", form=True,
           stages=("questions",), footer=("questions",), help="Write down a question of the team or of the panel.",
           what=(bodies.QuestionAsked,), build=closing.ask),
    Action(id="challenge", usage="challenge POINT TEXT", group="Questions", label="Challenge", key="c", form=True,
           stages=("questions",), footer=("questions",), help="Write down the team's challenge to a decision.",
           what=(bodies.QuestionAsked,), build=closing.challenge),
    Action(id="answer", usage="answer QUESTION TEXT [-> POINT LEVEL because TEXT]", group="Questions", label="Answer",
           key="enter", form=True, stages=("questions",), footer=("questions",),
           help="Answer a question; the part after -> changes a decision, on the record.",
           what=(bodies.QuestionAnswered,), build=closing.answer),
    # Close
    Action(id="agree", usage="agree HEADING TEXT", group="Close", label="Agree", key="A", form=True,
           stages=("deliberation", "questions", "close"),
           help="In a conversation without levels: write down what the panel agreed under a heading.",
           what=(bodies.TextAgreed,), build=closing.agree),
    Action(id="outcome", usage="outcome OUTCOME [because TEXT]", group="Close", label="Outcome", key="o", form=True,
           stages=("close",), footer=("close",),
           help="Agree the overall outcome; a reason where it differs from the suggested one.",
           what=(bodies.OutcomeAgreed,), build=closing.outcome),
    Action(id="sign", usage="sign [with TEXT]", group="Close", label="Sign", key="s", form=True, stages=("close",),
           footer=("close",), help="Sign the result for your seat, with a remark if you wish.",
           what=(bodies.SignedOff,), build=closing.sign),
    Action(id="close", usage="close", group="Close", label="Close", key="c", stages=("close",), footer=("close",),
           help="Close the record.", what=(bodies.SessionClosed,), build=closing.close),
    Action(id="reopen", usage="reopen because TEXT", group="Close", label="Reopen", key="R", form=True,
           stages=("close",), help="Open a closed record again, with a reason.",
           what=(bodies.SessionReopened,), build=closing.reopen),
    Action(id="export", usage="export [FORMAT] [for AUDIENCE]", group="Close", label="Export", key="e", form=True,
           stages=("close",), footer=("close",),
           help="Write the report: md, html, docx, odt, csv, json, trello-csv, cards; "
                "for team, panel, internal, public.",
           what=(bodies.Exported,)),
    Action(id="publish", usage="publish [report URL] [board URL]", group="Close", label="Publish", key="P",
           stages=("close",), form=True, what=(bodies.Published,), build=gathered.publish,
           help="Mark a closed session as published, with the addresses of its report and its evidence board."),
    Action(id="unpublish", usage="unpublish", group="Close", label="Unpublish", what=(bodies.Unpublished,),
           stages=("close",), build=gathered.unpublish, help="Take the session out of the register again."),
    # Set-up and briefing
    Action(id="set", usage="set LINE VALUE", group="Set-up", label="Details", key="S", form=True,
           help="Correct the set-up: service, description, team, organisation, date, phase, scale, order, "
           "briefing, deliberation, questions.", what=(bodies.DetailsChanged,), build=panel.set_detail),
    Action(id="seat", usage="seat add|change|remove NAME[, ROLE][, DISCIPLINE][, internal|external][, points 1 2]",
           group="Set-up", label="Seat", key="p", form=True, stages=("briefing",), footer=("briefing",),
           help="Add, change or remove a seat of the panel.",
           what=(bodies.SeatAdded, bodies.SeatChanged, bodies.SeatRemoved), build=panel.seat),
    Action(id="conflict", usage="conflict POINT|all note|no-score|leaves because TEXT", group="Set-up",
           label="Conflict", key="c", form=True, stages=("briefing", "points"), footer=("briefing",),
           help="Declare a conflict of interest; with 'as NAME' for a seat.", what=(bodies.ConflictDeclared,),
           build=panel.conflict),
    Action(id="lift", usage="lift POINT|all because TEXT", group="Set-up", label="Lift a conflict",
           help="A declared conflict no longer stands, and why.", what=(bodies.ConflictLifted,), build=panel.lift),
    Action(id="scope", usage="scope TEXT", group="Set-up", label="Scope", key="s", form=True, stages=("briefing",),
           footer=("briefing",), help="Write down the scope and story of the service so far.",
           what=(bodies.ScopeTold,), build=panel.scope),
    Action(id="tick", usage="tick ITEM", group="Set-up", label="Tick",
           help="Tick an item of the briefing: scope, demo, conflicts, earlier.", what=(bodies.BriefingTicked,),
           build=panel.tick),
    Action(id="untick", usage="untick ITEM", group="Set-up", label="Untick", help="Take the tick away again.",
           what=(bodies.BriefingTicked,), build=panel.untick),
    Action(id="check", usage="check ID taken-root|partly|not|no-longer-applies [TEXT]", group="Set-up", label="Check",
           key="v", form=True, stages=("briefing", *_TALK),
           help="Say what became of a recommendation of last time, such as P1.", what=(bodies.EarlierChecked,),
           build=panel.check_earlier),
    # Seats
    Action(id="seats", usage="seats", group="Seats", label="Seats", key="f4", plain=False,
           help="Let every seat take part from its own device: links, who is in, who asks to come in."),
    Action(id="team", usage="team on|off|share|unshare", group="Seats", label="Team's page",
           help="Open or close the team's own page; share the decisions and reasons on it, or take them off.",
           what=(bodies.TeamPageTurned, bodies.DecisionsShared), build=seats.team),
    # Screen
    Action(id="as", usage="as NAME COMMAND", group="Screen", label="On behalf of",
           help="The lead does something on behalf of a seat; it is marked so."),
    Action(id="me", usage="me NAME", group="Screen", label="Seat", key="w", form=True,
           footer=("close",), help="Hand the keyboard to another seat; its scores are then its own."),
    Action(id="show", usage="show [POINT|scores|clock|todo|log|notes|questions|panel|evidence|earlier]", group="Screen",
           label="Show", help="Print where the room is, a point, or one of the lists."),
    Action(id="search", usage="search TEXT", group="Screen", label="Search", key="slash",
           help="Search the notes, evidence and recommendations that you may read."),
    Action(id="help", usage="help [COMMAND]", group="Screen", label="Help", key="question_mark", footer=EVERYWHERE,
           help="List what can be done, with its keys and words."),
    Action(id="command", usage=": COMMAND", group="Screen", label="Command", key="colon", plain=False,
           help="Type any command, as in plain mode."),
    Action(id="display", usage="display", group="Screen", label="Room display", key="f8", plain=False,
           help="Show the room display: point, clock and agenda, no note and no score. Any key leaves it."),
    Action(id="log", usage="log", group="Screen", label="Log", key="L", plain=False, help="Read the log."),
    Action(id="theme", usage="theme", group="Screen", label="Light or dark", key="f9", plain=False,
           help="Change between the light and the dark theme."),
    Action(id="home", usage="home", group="Screen", label="Home", key="f10", plain=False,
           help="Leave the room for Home; everything is kept."),
    Action(id="retry", usage="retry", group="Screen", label="Save again", key="f2",
           help="Try now to save what could not be saved; it is tried by itself every two seconds too."),
    Action(id="elsewhere", usage="elsewhere FILE", group="Screen", label="Save elsewhere", key="f3",
           help="Write the whole session to a new file in another place and go on there."),
    Action(id="quit", usage="quit", group="Screen", label="Quit", key="ctrl+q", help="Leave; everything is kept."),
)
# fmt: on

BY_ID = {action.id: action for action in ACTIONS}
HOME_BY_ID = {action.id: action for action in HOME}
DOOR_BY_ID = {action.id: action for action in DOOR}
AT_HOME = (*HOME, BY_ID["help"], BY_ID["theme"], BY_ID["quit"])
"""Everything that has a key at Home."""
AT_THE_DOOR = (*DOOR, BY_ID["help"], BY_ID["theme"])
"""Everything that has a key in the seats panel."""
_BY_WORD = {action.word: action for action in ACTIONS if action.word != ":"}

ELSEWHERE = {
    "me": "this device is one seat's own; each seat has its keyboard on its own device",
    "export": "reports are written on the lead's computer, which has the whole record",
    "import": "evidence is brought in on the lead's computer, which has its files",
    "elsewhere": "this session is kept on the lead's computer, and saved elsewhere there",
    "seats": "the seats are opened, and their links given, on the lead's computer",
}
"""What cannot be done from a seat's own device, and where it is done."""

FROM_A_DEVICE = frozenset(kind for action in ACTIONS if action.id not in ELSEWHERE for kind in action.what)
"""What a seat's own device may send: everything that one of these actions makes, and nothing else."""


def refusal(action: Action, desk: Desk) -> str | None:
    """Why an action cannot be done now by who is at the desk, in one sentence; None where it can.

    The words are not known yet, so this says only what does not depend on them.
    """
    refusals = [rules.may(desk.state, desk.seat, kind) for kind in action.what]
    first = refusals[0] if refusals and None not in refusals else None
    if first is None and action.build is not None and not action.form and action.usage == action.word:
        return _judged(action, desk)
    return first


def _judged(action: Action, desk: Desk) -> str | None:
    try:
        spoken = interpret(action.word, desk)
    except NotUnderstood as error:
        return error.message.partition("; it goes:")[0]
    try:
        for body in spoken.bodies[:1]:
            rules.check(desk.history, spoken.seat, spoken.on_behalf_of, body)
    except rules.Refused as error:
        return error.message
    return None


def interpret(line: str, desk: Desk) -> Spoken:
    """Read one line. Raises `NotUnderstood`, with the usage; nothing is checked against the rules yet."""
    line = clean(line, _LONGEST_LINE)
    word = line.split(maxsplit=1)[0] if line else ""
    action = _BY_WORD.get(word.lower())
    if action is None:
        raise NotUnderstood(f"there is no command '{word[:40]}'{meant(word.lower(), _BY_WORD)}; 'help' lists them all")
    rest = line[len(word) :].strip()
    if action.id == "as":
        if desk.on_behalf_of is not None:
            raise NotUnderstood("one seat at a time: 'as' cannot follow 'as'")
        seat, command = panel.split_behalf(desk.state, rest)
        if not command:
            raise NotUnderstood(f"say what to do on behalf of the seat: {action.usage}")
        other = None if seat == desk.seat else seat
        return interpret(command, Desk(history=desk.history, seat=desk.seat, on_behalf_of=other))
    if action.build is None:
        if desk.on_behalf_of is not None:
            raise NotUnderstood(f"'{action.word}' is done by who has the keyboard, not on behalf of a seat")
        return Spoken(action=action, bodies=(), seat=desk.seat, on_behalf_of=desk.on_behalf_of, rest=rest)
    made = action.build(Words(rest, desk, action.usage))
    return Spoken(action=action, bodies=made, seat=desk.seat, on_behalf_of=desk.on_behalf_of, rest="")


def on_stage(stage: Stage | None) -> tuple[Action, ...]:
    """The actions whose keys work on a stage."""
    return tuple(action for action in ACTIONS if stage is None or stage in action.stages)
