"""A view in plain lines of text: no boxes, no cursor addressing, no colour. For plain mode and for screen
readers, where a glyph or an indent says nothing: every line stands on its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from panel_tui.gathered_lines import (
    carried_line,
    check_line,
    earlier_lines,
    evidence_lines,
    evidence_table,
    evidence_words,
    local_day,
    own_line,
)
from panel_tui.grammar.reader import Words
from panel_tui.keeper import Keeping
from panel_tui.live_room import LiveRoom
from panel_tui.session.clock import forecast, mmss, per_point, reading, timebox
from panel_tui.session.missing import missing
from panel_tui.session.state import Decision, Note, State
from panel_tui.session.terms import STAGES
from panel_tui.session.unsent import TEXT, Unsent, of_seat, words_of
from panel_tui.session.view import LogLine, PointView, View
from panel_tui.speaker import Speaker

_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def on_one_line(text: str) -> str:
    """A text as it may be printed: new lines as " / ", and what could steer a terminal escaped. What people type
    is cleaned when it comes in; a file may come from anywhere."""
    return _UNPRINTED.sub(lambda found: ascii(found[0])[1:-1], " / ".join(text.splitlines()))


def local_time(at: datetime) -> str:
    """A time as people in the room read it on the wall."""
    return at.astimezone().strftime("%H:%M")


def where(view: View, state: State, now: datetime) -> list[str]:
    """Where the room is: service, stage, point, clock, what is missing."""
    lines = [f"{view.service}, {view.phase_title}. {view.standard.title}."]
    if view.rehearsal:
        lines.append("This is a rehearsal.")
    lines += _kind_of_session(view)
    stage = f"Stage: {view.stage}"
    if view.current and view.stage in ("points", "deliberation", "questions"):
        point = view.point(view.current)
        stage += f", on point {point.number} {point.point.name}"
    lines.append(stage + ".")
    if view.adjournment:
        until = f" until {view.adjournment.until}" if view.adjournment.until else ""
        why = f": {view.adjournment.reason}" if view.adjournment.reason else ""
        lines.append(f"Adjourned{until}{why}.")
    if view.closed_at:
        lines.append(f"Closed at {local_time(view.closed_at)}.")
    if view.publication:
        places = (("report", view.publication.report), ("evidence board", view.publication.board))
        said = "".join(f"; {name}: {url}" for name, url in places if url)
        lines.append(f"Published {local_day(view.publication.at)}{said}")
    lines += clocks(state, now)
    if view.evidence:
        count = len(view.evidence)
        pieces = "1 piece of evidence has" if count == 1 else f"{count} pieces of evidence have"
        lines.append(f"{pieces} no point yet; 'show evidence' lists them, and 'place' puts them under one.")
    todo = missing(view)
    lines.append(f"Still to do: {len(todo)}; 'show todo' lists them." if todo else "Nothing is missing.")
    return lines


def _kind_of_session(view: View) -> list[str]:
    if view.is_self:
        said = ["This is a team's own record: nothing is scored or decided, and 'own' gives your view of a point."]
    elif view.standard.is_conversation:
        said = ["This is a conversation: nothing is scored, and a text is agreed under each heading."]
    else:
        said = []
    if view.carried:
        points = "1 point is" if len(view.carried) == 1 else f"{len(view.carried)} points are"
        said.append(f"This is a reassessment: {points} carried over from last time; 'show earlier' lists them.")
    return [*said, *([f"Its stages are {', '.join(view.stages)}."] if view.stages != STAGES else [])]


def far(room: LiveRoom, view: View) -> list[str]:
    """What there is to say of a room on another computer: whether it is reached, and whether its lead has gone."""
    standing, gone = room.keeping, lead_gone(room, view)
    return [*([waiting(standing)] if standing.away is not None else []), *([gone] if gone else [])]


def waiting(standing: Keeping) -> str:
    """How the way to another computer stands, and what waits on this device, in one or two sentences."""
    away = (standing.away or "The computer that has the session has not answered yet").rstrip(".")
    if not standing.unsaved:
        return f"{away}."
    entries = "1 entry waits" if standing.unsaved == 1 else f"{standing.unsaved} entries wait"
    return f"{away}. {entries} on this device and will be sent once."


def lead_gone(room: LiveRoom, view: View) -> str | None:
    """That the lead has gone, since when, and what a deputy may do about it; None where the lead is here."""
    presence, me = room.presence, view.me
    if room.seat is None or presence is None or presence.lead_gone is None or view.leads:
        return None
    said = f"The lead, {view.label(view.lead)}, has been away since {local_time(presence.lead_gone)}."
    if me is None or me.role != "deputy":
        return said
    left = presence.lead_wait - (room.now() - presence.lead_gone).total_seconds()
    if left > 0:
        return f"{said} You may take the lead over in {mmss(left)}."
    return f"{said} You may take the lead over: lead because TEXT."


def clocks(state: State, now: datetime) -> list[str]:
    """Every clock that has been started, the forecast, and the time for each point in deliberation."""
    lines = []
    for box in state.timeboxes.values():
        read = reading(box, now)
        left = f"{mmss(read.left)} left" if read.left > 0 else f"{mmss(read.left)} over"
        lines.append(f"Clock of {_box(state, box.box)}: {left} of {mmss(read.allowed)}, {read.status}.")
    if not lines and not state.is_self:
        lines.append("No clock has been started.")
    day = forecast(state, now)
    if day.finish and day.planned_finish:
        behind = round(abs(day.behind) / 60)
        pace = "on time" if behind == 0 else f"{behind} min {'behind' if day.behind > 0 else 'ahead'}"
        lines.append(f"Finish {local_time(day.finish)}, planned {local_time(day.planned_finish)}, {pace}.")
    if state.stage == "deliberation" and state.standard.conversation is None:
        count, each = per_point(state, now)
        left = mmss(max(0.0, reading(timebox(state, "deliberation"), now).left))
        lines.append(f"{count} points to decide, {left} left: {mmss(each)} each.")
    return lines


def _box(state: State, box: str) -> str:
    point = state.standard.point(box.removeprefix("point:")) if box.startswith("point:") else None
    return f"point {point.number}" if point else box


def note_line(view: View, note: Note) -> str:
    """A note: its number, time, author, kind and text."""
    who = view.label(note.seat) if note.seat else "the panel"
    private = ", private" if note.private else ""
    behalf = _behalf(view, note.by)
    return f"{note.id}, {local_time(note.at)}, {who}{behalf}{private}, {note.kind}: {note.text}"


def _behalf(view: View, by: str | None) -> str:
    return f", written by {view.label(by)}" if by else ""


def point_lines(view: View, point: PointView) -> list[str]:
    """One point, whole."""
    lines = [f"Point {point.number}: {point.point.title}"]
    if point.point.summary:
        lines.append(point.point.summary)
    lines += [f"Look for: {prompt}" for prompt in view.standard.prompts_for(point.point, view.phase)]
    lines += [f"Expect: {proof}" for proof in view.standard.evidence_for(point.point, view.phase)]
    for conflict in point.conflicts:
        reason = f": {conflict.reason}" if conflict.reason else ""
        lines.append(f"Conflict of interest, {conflict.label}{_behalf(view, conflict.by)}, {conflict.effect}{reason}")
    if point.barred:
        lines.append("You leave the room for this point.")
        return lines
    if point.last_time:
        lines.append(f"Last time: {point.last_time.label}, because {point.last_time.reason}")
    if view.earlier:
        lines += [check_line(view, one) for one in view.earlier.recommendations if one.point == point.id]
    lines += [line for one in point.evidence for line in evidence_lines(view, one)]
    lines += [note_line(view, note) for note in point.notes]
    lines += score_lines(view, point)
    if point.own_view:
        lines.append(own_line(view, point, point.own_view))
    if point.decision:
        lines.append(_decision(point, point.decision))
    for one in point.recommendations:
        owner = f", owner {one.owner}" if one.owner else ""
        due = f", by {one.due}" if one.due else ""
        lines.append(f"{one.id}: the team {one.strength} {one.text}{owner}{due}")
    lines += [
        f"Dissent, {one.label or 'no name'}{_behalf(view, one.by)}: {one.text}" for one in point.dissents if one.text
    ]
    return lines


def _decision(point: PointView, decision: Decision) -> str:
    casting = ", the lead's deciding vote" if decision.casting else ""
    away = f", away from the majority ({point.label(decision.majority)})" if decision.departs else ""
    return f"Decided: {point.label(decision.level)}{casting}{away}, because {decision.reason}"


def score_lines(view: View, point: PointView) -> list[str]:
    """The scores of a point: who is in, and after the reveal what each gave."""
    if not point.awaited or _scores_nothing(view):
        return []
    sealed = point.mine is not None and not point.revealed
    mine = f"; yours is {point.label(point.mine.level)}, sealed" if point.mine and sealed else ""
    lines = [f"Point {point.number}: {len(point.inside)} of {len(point.awaited)} are in{mine}."]
    for score in point.scores:
        late = ", after the reveal" if score.after_reveal else ""
        behalf = f", entered by {view.label(score.by)}" if score.by else ""
        round = f", round {score.round}" if point.round > 1 else ""
        lines.append(f"{view.label(score.seat)}: {point.label(score.level)}{round}{late}{behalf}")
    if point.spread:
        lines.append(f"Spread: {point.spread.word}.")
    return lines


def _scores_nothing(view: View) -> bool:
    return view.is_self or view.standard.is_conversation


def score_table(view: View) -> list[str]:
    """A line for each point: who is in, the spread, the decision."""
    if _scores_nothing(view):
        own = [
            f"{point.number} {point.point.name}: {own_line(view, point, point.own_view)}"
            for point in view.points
            if point.own_view
        ]
        return ["Nothing is scored in this session.", *own]
    lines = []
    for point in view.points:
        spread = f"; {point.spread.word}" if point.spread else ""
        decided = f"; decided {point.label(point.decision.level)}" if point.decision else ""
        inside = f"{len(point.inside)} of {len(point.awaited)} in"
        lines.append(f"{point.number} {point.point.name}: {inside}{spread}{decided}")
    return [*lines, *(carried_line(one) for one in view.carried)]


def todo_lines(view: View, forms: Sequence[Unsent] = ()) -> list[str]:
    """What this seat has typed on the screens of this device and not sent, and what is still missing."""
    lines = [f"Not sent, on this device alone: your {unsent_line(view, one)}" for one in forms]
    lines += [one.text[0].upper() + one.text[1:] + "." for one in missing(view)]
    return lines or ["Nothing is missing."]


def unsent_line(view: View, unsent: Unsent) -> str:
    """A form that was left behind, with everything in it."""
    fields = {name: text for name, text in unsent.fields.items() if text.strip() and name not in ("point", "seat")}
    said = "; ".join(text if name == TEXT else f"{name} {text}" for name, text in fields.items())
    return f"{words_of(unsent, view)}: {said}"


def left_behind(speaker: Speaker, seat: str | None = None) -> tuple[Unsent, ...]:
    """The forms that a seat has left behind on this device; the seat at the keyboard, where none is named."""
    return of_seat(seat or speaker.seat, ((key, draft.text) for key, draft in speaker.room.drafts.items()))


def recovered(room: LiveRoom) -> str:
    """What was typed and not sent last time, counted by forms and not by their fields."""
    seats = {key.seat for key in room.recovered}
    drafts = [(key, draft.text) for key, draft in room.recovered.items()]
    count = sum(len(of_seat(seat, drafts)) for seat in seats)
    said = "1 draft is" if count == 1 else f"{count} drafts are"
    if not count:
        return "The line that you had typed and not sent is back: ↑ at the prompt shows it."
    return f"{said} back where you typed: what was not sent last time is in its field again."


def question_lines(view: View) -> list[str]:
    """Every question and challenge with its answer."""
    lines = []
    for one in view.questions:
        at = f" on point {view.point(one.point).number}" if one.point else ""
        who = f", {view.label(one.seat)}{_behalf(view, one.by)}" if one.by else ""
        lines.append(f"{one.id}, {one.kind} from the {one.asker}{who}{at}: {one.text}")
        if one.answer:
            changed = " It changed the decision." if one.answer.changed else ""
            lines.append(f"{one.id}, answer: {one.answer.text}{changed}")
    return lines or ["No question has been asked."]


def panel_lines(view: View) -> list[str]:
    """The seats."""
    lines = []
    for seat in view.seats:
        parts = [seat.label, seat.role, seat.discipline, seat.affiliation]
        lines.append(", ".join(part for part in parts if part))
    return lines


def note_lines(view: View) -> list[str]:
    """Every note that the viewer may read, by point."""
    lines = [f"The service as a whole: {note_line(view, note)}" for note in view.notes]
    lines += [f"Point {point.number}: {note_line(view, note)}" for point in view.points for note in point.notes]
    return lines or ["There are no notes."]


def _waiting(forms: Sequence[Unsent]) -> list[str]:
    if not forms:
        return []
    many = "1 thing was" if len(forms) == 1 else f"{len(forms)} things were"
    return [f"{many} typed here and not sent; 'show todo' lists it."]


def shown(speaker: Speaker, rest: str, usage: str) -> Sequence[str]:
    """What `show` shows: where the room is, a point by its number, or one of the lists. Raises `NotUnderstood`."""
    room, view, state = speaker.room, speaker.view, speaker.room.state
    if not rest:
        return [*where(view, state, room.now()), *_waiting(left_behind(speaker)), *far(room, view)]
    tables: dict[str, Callable[[], Sequence[str]]] = {
        "scores": lambda: score_table(view),
        "clock": lambda: clocks(state, room.now()),
        "todo": lambda: todo_lines(view, left_behind(speaker)),
        "log": lambda: log_lines(room.log(speaker.viewer)),
        "notes": lambda: note_lines(view),
        "questions": lambda: question_lines(view),
        "panel": lambda: panel_lines(view),
        "evidence": lambda: evidence_table(view),
        "earlier": lambda: earlier_lines(view),
    }
    words = Words(rest, speaker.desk, usage)
    point = words.point_if_any()
    if point is None:
        table = tables[words.choice("something to show", tables)]
        words.done()
        return table()
    words.done()
    found = [one for one in view.points if one.id == point.id]
    carried = [carried_line(one) for one in view.carried if one.point.id == point.id]
    return point_lines(view, found[0]) if found else carried or [f"Point {point.number} is not looked at here."]


def log_lines(log: Iterable[LogLine]) -> list[str]:
    """The log."""
    return [
        f"{line.n}, {local_time(line.at)}, {line.who} {line.text}{' (undone)' if line.undone else ''}" for line in log
    ]


def found_lines(view: View, wanted: str) -> list[str]:
    """Notes, evidence and recommendations that hold a text, of those that the viewer may read."""
    low = wanted.casefold()
    lines = [line for text, line in _searchable(view) if low in text.casefold()]
    return lines or [f"Nothing holds '{wanted}'."]


def _searchable(view: View) -> Iterable[tuple[str, str]]:
    for evidence in view.evidence:
        yield evidence_words(evidence), f"No point yet: {evidence.id}, {evidence.title}"
    for earlier in view.earlier.recommendations if view.earlier else ():
        yield earlier.text, check_line(view, earlier)
    for note in view.notes:
        yield note.text, f"The service as a whole: {note_line(view, note)}"
    for point in view.points:
        at = f"Point {point.number}"
        for note in point.notes:
            yield note.text, f"{at}: {note_line(view, note)}"
        for evidence in point.evidence:
            yield evidence_words(evidence), f"{at}: {evidence.id}, {evidence.title}"
        for one in point.recommendations:
            yield one.text, f"{at}: {one.id}, the team {one.strength} {one.text}"
