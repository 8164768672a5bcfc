"""The report as cards for a board: one for each point, in Markdown that is ready to paste, and one for the whole.

Written, each card is a file of its own; on standard output they stand one after another, with a line between. A card
says what was decided and what comes next. Evidence is not on it: the board has that already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from panel_tui.report import audiences
from panel_tui.report.markdown import escape
from panel_tui.report.model import Advice, CarriedPoint, PointReport, Remark, Report
from panel_tui.report.outline_points import carried_label
from panel_tui.report.outline_self import view_sentence
from panel_tui.report.phrases import advice_text, own_words, remark_text
from panel_tui.report.words import paragraphs, plain
from panel_tui.store.names import slug

_TITLE = 60
"""Characters of a card's title in the name of its file."""


class Card(Struct, frozen=True):
    """One card: its title as plain text, its text in Markdown, what was decided in a word or two (with its tone),
    and what is recommended on it."""

    name: str
    title: str
    text: str
    label: str | None
    tone: str
    advice: tuple[Advice, ...] = ()


def render(report: Report) -> bytes:
    """Every card in one text, a line with its name above each."""
    parts = (f"───── {name} ─────\n\n{content.decode()}" for name, content in files(report))
    return "\n".join(parts).encode()


def files(report: Report) -> Iterator[tuple[str, bytes]]:
    """Each card as a file: its name, and its Markdown in UTF-8."""
    for card in cards(report):
        yield card.name, f"# {_told(card.title)}\n\n{card.text}".rstrip().encode() + b"\n"


def cards(report: Report) -> Iterator[Card]:
    """The card of the whole, then one for each point as numbered."""
    whole = report.result
    yield Card(
        name=_name(0, report.title),
        title=_line(report.title),
        text=_joined(_whole(report)),
        label=whole.agreed if whole else None,
        tone=whole.tone if whole else "none",
        advice=report.advice,
    )
    for place, point in enumerate(report.every, start=1):
        yield _card(report, point, place)


def _card(report: Report, point: PointReport | CarriedPoint, place: int) -> Card:
    numbered = point.name if point.number == str(place) else f"{point.number} {point.name}"
    name, title = _name(place, numbered), _line(f"{point.number}. {point.name}")
    if isinstance(point, CarriedPoint):
        return Card(name=name, title=title, text=_joined(_carried(point, report)), label=point.label, tone=point.tone)
    own = point.own if report.kind == "self" else None
    return Card(
        name=name,
        title=title,
        text=_joined(_point(point, report)),
        label=own.label if own else point.label,
        tone=own.tone if own else point.tone,
        advice=point.advice,
    )


def _name(place: int, title: str) -> str:
    named = slug(title)[:_TITLE].strip("-") or "card"
    return f"{place:02}-{named}.md"


def _line(text: str) -> str:
    return " ".join(plain(text).split())


def _told(text: str) -> str:
    """Text on one line, in which nothing is Markdown."""
    return escape(_line(text))


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def _prose(text: str | None) -> Iterator[str]:
    for part in paragraphs(plain(text or "")):
        yield "\\\n".join(escape(" ".join(line.split())) for line in part.split("\n") if line.strip())


def _bullets(title: str, lines: Iterable[str]) -> str:
    told = [f"- {_told(line)}" for line in lines]
    return "\n".join((f"**{title}**", "", *told)) if told else ""


def _said(title: str, remarks: Iterable[Remark]) -> str:
    return _bullets(title, ("".join(run.text for run in remark_text(one)) for one in remarks))


def advice_line(advice: Advice) -> str:
    """A recommendation as one line, with must or should, its owner and its date."""
    return _line("".join(run.text for run in advice_text(advice, with_strength=True)))


def _whole(report: Report) -> Iterator[str]:
    for mark in report.marks:
        yield f"**{_told(mark.word.upper())}.** {_told(mark.text)}"
    if report.result is not None:
        yield f"**{_told(report.result.sentence)}**"
        yield from _prose(report.result.reason)
        yield _told(report.result.counted)
    for heading in report.headings:
        if heading.text is not None:
            yield f"**{_told(heading.title)}**"
            yield from _prose(heading.text)
        else:
            yield _said(_told(heading.title), heading.notes)
    yield from _remarks(report, report)
    yield _bullets("Still missing", report.missing)
    yield _bullets("Recommendations", map(advice_line, report.advice))
    gaps = audiences.left_out(report.view, "cards")
    yield _bullets(f"These cards were made for {report.copy}. They leave out:", (gap.full for gap in gaps))
    yield _told(report.made)


def _whole_title(point: PointReport | CarriedPoint) -> Iterator[str]:
    if point.name != point.title:
        yield f"> {_told(point.title)}"


def _point(point: PointReport, report: Report) -> Iterator[str]:
    yield from _whole_title(point)
    if report.kind == "assessment":
        yield f"**{_told(point.sentence)}**"
        yield from _prose(point.reason)
        yield from (f"> {_told(line)}" for line in point.remarks)
        if point.own:
            yield f"**The team’s own view:** {_told(own_words(point.own))}"
    elif report.kind == "self" and report.view.viewer.audience != "public":
        yield f"**{_told(view_sentence(point))}**"
        yield from _prose(point.own.text if point.own else None)
    if point.last_time:
        when, what = point.last_time
        yield f"**Last time ({_told(when)}):** {_told(what)}"
    yield from _remarks(point, report)
    yield _bullets("Recommendations", map(advice_line, point.advice))


def _remarks(held: PointReport | Report, report: Report) -> Iterator[str]:
    alone = report.kind == "self"
    yield _said("What goes well" if alone else "What the team has done well", held.done_well)
    yield _said("What to explore" if alone else "What the team needs to explore", held.explore)
    yield _said("Also noted", held.noted)


def _carried(point: CarriedPoint, report: Report) -> Iterator[str]:
    yield from _whole_title(point)
    yield f"**{_told(carried_label(point, report.carried_from))}.**"
    yield "This session did not look at this point again. The reason of last time was:"
    yield from _prose(point.reason)
