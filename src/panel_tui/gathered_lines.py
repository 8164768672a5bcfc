"""What is gathered before and after the day, in plain lines: evidence, the team's own view, what last time left behind.
As in `lines`, every line stands on its own."""

from __future__ import annotations

from datetime import datetime

from panel_tui.session.state import Evidence, OwnView
from panel_tui.session.terms import SOURCE_WORDS, CheckStatus, EarlierRecommendation
from panel_tui.session.view import CarriedOver, PointView, View


def local_day(at: datetime) -> str:
    """A day and a time, for what may have been on another day."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M")


def evidence_lines(view: View, one: Evidence) -> list[str]:
    """A piece of evidence: its number, state, title and address, how far the panel is with it, and then its text."""
    said = [f"{one.id}, {one.state}: {one.title}", *([one.url] if one.url else [])]
    if one.mark:
        remark = f": {one.mark.text}" if one.mark.text else ""
        behalf = f", written by {view.label(one.mark.by)}" if one.mark.by else ""
        said.append(f"marked {one.mark.mark.replace('-', ' ')} by {view.label(one.mark.seat)}{behalf}{remark}")
    if one.gone:
        said.append("no longer where it was brought from")
    return [", ".join(said), *([f"{one.id}, its text: {one.text}"] if one.text else [])]


def evidence_table(view: View) -> list[str]:
    """Every piece of evidence: first what has no point yet, then by point; and where it was brought from."""
    lines = [f"No point yet: {line}" for one in view.evidence for line in evidence_lines(view, one)]
    for point in view.points:
        lines += [f"Point {point.number}: {line}" for one in point.evidence for line in evidence_lines(view, one)]
    for seen in view.sources:
        word = SOURCE_WORDS[seen.source.kind]
        lines.append(f"Brought in from the {word} '{seen.source.name}', {local_day(seen.at)}.")
        lines += [f"Said of it then: {sentence}" for sentence in seen.said]
    return lines or ["There is no evidence."]


def own_line(view: View, point: PointView, own: OwnView) -> str:
    """The team's own view of a point."""
    said = [*([point.label(own.level)] if own.level else []), *([own.text] if own.text else [])]
    return f"{'Your own view' if view.is_self else 'The own view of the team'}: {', because '.join(said)}"


_STATUSES: dict[CheckStatus, str] = {
    "taken-root": "has taken root",
    "partly": "has partly taken root",
    "not": "has not taken root",
    "no-longer-applies": "no longer applies",
}


def check_line(view: View, one: EarlierRecommendation) -> str:
    """A recommendation of last time, and what became of it."""
    owner, due = (f", owner {one.owner}" if one.owner else ""), (f", by {one.due}" if one.due else "")
    since = f", first made {one.since}" if one.since else ""
    line = f"{one.id}, of last time: the team {one.strength} {one.text}{owner}{due}{since}"
    found = next((check for check in view.checked if check.id == one.id), None)
    if found is None:
        return f"{line}. To check."
    remark = f": {found.text}" if found.text else "."
    behalf = f", written by {view.label(found.entered_by)}" if found.entered_by else ""
    return f"{line}. It {_STATUSES[found.status]}, says {view.label(found.by)}{behalf}{remark}"


def earlier_lines(view: View) -> list[str]:
    """What the session before left behind: its recommendations to check, what it decided, what is carried over."""
    if view.earlier is None:
        return ["There was no session before this one."]
    earlier = view.earlier
    when = f", {earlier.date}" if earlier.date else ""
    lines = [f"Last time: {earlier.service}, {earlier.phase}{when}. Outcome: {earlier.outcome or 'not agreed'}."]
    for one in earlier.recommendations:
        at = next((f"Point {point.number}: " for point in view.points if point.id == one.point), "")
        lines.append(f"{at or (f'On {one.point_title}: ' if one.point_title else '')}{check_line(view, one)}")
    held = ((point.number, point.last_time) for point in view.points)
    lines += [f"Point {number}: last time {last.label}, because {last.reason}" for number, last in held if last]
    lines += [carried_line(one) for one in view.carried]
    return [*lines, *(f"No longer in the standard: {title}." for title in earlier.unmatched)]


def carried_line(one: CarriedOver) -> str:
    """A point of a reassessment that is not looked at again."""
    at = f"Point {one.point.number} {one.point.name}"
    return f"{at}: carried over from last time, {one.decision.label}, because {one.decision.reason}"


def evidence_words(one: Evidence) -> str:
    """All of its words, to be searched."""
    remark = one.mark.text if one.mark else None
    return " ".join(part for part in (one.title, one.url, one.text, remark) if part)
