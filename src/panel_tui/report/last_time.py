"""What the session before left behind: its recommendations and what became of them, its decisions, what was carried
over from it. It is told as history; nothing of it was decided in this session."""

from __future__ import annotations

from collections.abc import Iterable

from panel_tui.report.model import Advice, CarriedPoint, CheckedAdvice, Earlier
from panel_tui.report.words import counted, day, listed, sentence, tone_of, written_down
from panel_tui.session.terms import CheckStatus, EarlierDecision, EarlierRecommendation
from panel_tui.session.terms import Earlier as EarlierSession
from panel_tui.session.view import View

_STATUS: dict[CheckStatus | None, str] = {
    "taken-root": "Taken root",
    "partly": "Partly taken up",
    "not": "Not taken up",
    "no-longer-applies": "No longer applies",
    None: "Not checked yet",
}


def earlier(view: View) -> Earlier | None:
    """What is told of the session before, or None where there was none."""
    held = view.earlier
    if held is None:
        return None
    on = f" on {day(held.date)}" if held.date else ""
    facts = f"{held.service} was assessed at {held.phase}{on}."
    if held.standard and held.standard != view.standard.title:
        facts += f" The standard was: {held.standard}."
    if held.outcome:
        facts += f" The outcome was: {held.outcome}."
    checked = tuple(_checked(view, advice) for advice in held.recommendations)
    return Earlier(
        when=when(held),
        facts=facts,
        counted=_counted(checked),
        checked=checked,
        unmatched=held.unmatched,
        decided=tuple((f"{one.number} {one.title}", one.label, one.reason) for one in held.decisions),
    )


def when(held: EarlierSession) -> str:
    """The session before, shortly: its phase and its day."""
    return _dated(", ".join(part for part in (held.phase, held.date) if part))


def _dated(text: str) -> str:
    """Words between commas, the dates among them written out."""
    return ", ".join(day(part) or "" for part in text.split(", "))


def _checked(view: View, advice: EarlierRecommendation) -> CheckedAdvice:
    checked = next((one for one in view.checked if one.id == advice.id), None)
    known = view.standard.point(advice.point) if advice.point else None
    return CheckedAdvice(
        advice=Advice(
            must=advice.strength == "must",
            text=advice.text,
            owner=advice.owner,
            due=day(advice.due),
            point=known.number if known else advice.point,
        ),
        title=advice.point_title,
        status=_STATUS[checked.status if checked else None],
        remark=checked.text if checked else None,
        since=_dated(advice.since) if advice.since else None,
        who=written_down(view.label(checked.by), view.label(checked.entered_by) if checked.entered_by else None)
        if checked and view.viewer.audience != "public"
        else None,
    )


def _counted(checked: tuple[CheckedAdvice, ...]) -> str:
    if not checked:
        return "It left no recommendations to check."
    numbers = {status: sum(one.status == status for one in checked) for status in _STATUS.values()}
    parts = listed(f"{number} {_small(status, number)}" for status, number in numbers.items() if number)
    return f"It left {counted(len(checked), 'recommendation')} to check: {parts}."


def _small(status: str, number: int) -> str:
    if status == _STATUS["no-longer-applies"]:
        return f"that no longer {'applies' if number == 1 else 'apply'}"
    return status[:1].lower() + status[1:]


def last_time(view: View, decision: EarlierDecision | None, number: str, title: str) -> tuple[str, str] | None:
    """What was decided on a point last time, in words: when (and as what, where that was another), and what."""
    if view.earlier is None or decision is None:
        return None
    same = decision.number == number and decision.title == title
    then = "" if same else f", then point {decision.number}, “{decision.title}”"
    return f"{when(view.earlier)}{then}", f"{sentence(decision.label)} {decision.reason}".strip()


def carried(view: View) -> Iterable[CarriedPoint]:
    """The points that this session did not look at again."""
    for one in view.carried:
        yield CarriedPoint(
            number=one.point.number,
            id=one.point.id,
            name=one.point.name,
            title=one.point.title,
            label=one.level.label if one.level else one.decision.label,
            tone=tone_of(one.level, view.standard.scale_of(one.point, view.scale)),
            reason=one.decision.reason,
        )
