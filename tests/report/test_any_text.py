"""Any text in any field: every format is made without an error, and says it without making anything of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.report.read import everything, parts
from tests.report.stage import Stage, created, standard

from panel_tui.report.export import formats, render
from panel_tui.report.words import plain
from panel_tui.session import bodies
from panel_tui.session.terms import (
    BroughtItem,
    Earlier,
    EarlierDecision,
    EarlierRecommendation,
    SeatData,
    Source,
    TeamView,
)
from panel_tui.standard.model import Issuer

TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
NASTY = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "]]>&amp;<!--",
        "[a](javascript:alert(1))",
        "=cmd|' /C calc'!A0",
        "\u202eevil\u2066",
        "a\x00b\x0cc\x1b]8;;x\x07",
        "\ufffe\uffff",
        "{{ 7*7 }}{% raw %}",
        "\U0001f600\u0301 Welsh: ŵŷ, Arabic: \u0627\u0644",
        " \t \n\n ",
        "|\n|---|\n# x",
        'rIdLink0" Target="x',
        "--- \n---",
    ]
)
Texts = Callable[[], str]


def _earlier(next_text: Texts) -> Earlier:
    advice = EarlierRecommendation(
        id="r1", point="p1", point_title=next_text(), strength="must", text=next_text(), since=next_text()
    )
    decided = tuple(
        EarlierDecision(
            point=point, number=next_text(), title=next_text(), label=next_text(), reason=next_text(), level=level
        )
        for point, level in (("p1", None), ("p2", "met"), (None, None))
    )
    return Earlier(
        service=next_text(),
        phase=next_text(),
        date=next_text(),
        outcome=next_text(),
        recommendations=(advice,),
        unmatched=(next_text(),),
        decisions=decided,
        standard=next_text(),
    )


def room_of(next_text: Texts) -> Stage:
    """A session whose every free text is the next one."""
    seats = (
        SeatData(id="seat-1", name=next_text(), role="lead", discipline=next_text()),
        SeatData(id="seat-2", name=next_text(), role="member", discipline=next_text()),
    )
    of = standard(title=next_text(), version=next_text(), issuer=Issuer(name=next_text()))
    room = Stage(
        created(
            of,
            service=next_text(),
            description=next_text(),
            team=next_text(),
            organisation=next_text(),
            date=next_text(),
            panel=seats,
            earlier=_earlier(next_text),
            carried=("p2",),
        )
    )
    board = Source(kind="csv", key=next_text(), name=next_text())
    items = (
        BroughtItem(id="b1", key=next_text(), point="p1", state="done", title=next_text(), text=next_text()),
        BroughtItem(id="b2", key=next_text(), point=None, state="planned", title=next_text(), url=next_text()),
    )
    view = TeamView(point="p1", level="met", text=next_text())
    room.do(
        "seat-1",
        bodies.EvidenceBrought(source=board, items=items, said=(next_text(),)),
        bodies.EvidenceMarked(id="b1", mark="more-wanted", text=next_text()),
        bodies.OwnViewsBrought(source=board, views=(view,)),
        bodies.EarlierChecked(id="r1", status="partly", text=next_text()),
        checked=False,
    )
    room.do(
        "seat-1",
        bodies.ScopeTold(text=next_text()),
        bodies.ConflictDeclared(seat="seat-2", point="p1", effect="note", reason=next_text()),
        bodies.TimeboxStarted(box="briefing", seconds=60),
        bodies.TimeboxExtended(box="briefing", seconds=60, reason=next_text()),
        bodies.NoteTaken(id="n1", point="p1", kind="quote", text=next_text()),
        bodies.NoteTaken(id="n2", point=None, kind="concern", text=next_text()),
        bodies.EvidenceAdded(id="e1", point="p1", state="done", title=next_text(), url=f"https://x/{next_text()}"),
        bodies.EvidenceAdded(id="e2", point="p1", state="planned", title=next_text(), url=next_text()),
        bodies.ScoreGiven(point="p1", round=1, level="met"),
        bodies.ScoresRevealed(points=("p1",)),
        bodies.DecisionMade(point="p1", level="not-met", reason=next_text()),
        bodies.DissentRecorded(point="p1", text=next_text()),
        bodies.RecommendationMade(
            id="a1", point="p1", strength="must", text=next_text(), owner=next_text(), due=next_text()
        ),
        bodies.QuestionAsked(id="Q1", kind="question", asker="team", point="p1", text=next_text()),
        bodies.QuestionAnswered(id="Q1", text=next_text()),
        bodies.OutcomeAgreed(outcome="met", reason=next_text()),
        bodies.SignedOff(remark=next_text()),
        bodies.Adjourned(reason=next_text(), until=next_text()),
        checked=False,
    )
    return room


@given(st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_text_in_any_field_renders_in_every_format(data: st.DataObject) -> None:
    told: list[str] = []

    def next_text() -> str:
        told.append(data.draw(TEXT | NASTY))
        return told[-1]

    report = room_of(next_text).report("internal")
    copies = {format: render(report, format) for format in formats()}
    found = _texts(json.loads(copies["json"]))
    assert [text for text in told if text not in found] == []
    for format in ("md", "html", "csv", "docx", "odt", "trello-csv", "cards"):
        text = everything(copies[format], format)
        assert plain(text) == text.replace("\r\n", "\n"), "no control character and no override is left"
    for format in ("html", "docx", "odt", "md", "cards"):
        assert "<script>" not in everything(copies[format], format).replace("\\<script>", "")
    own_links = re.compile("<https://x/[^>]*>")
    assert "](" not in own_links.sub("", everything(copies["md"], "md")).replace("\\](", "")
    for format in ("docx", "odt"):
        assert all(_well_formed(part) for part in parts(copies[format]).values())


def _texts(value: object) -> str:
    """Every text in JSON data, one after another."""
    if isinstance(value, dict):
        return "\x01".join(_texts(item) for item in value.values())
    if isinstance(value, list):
        return "\x01".join(_texts(item) for item in value)
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _well_formed(part: str) -> bool:
    return not part.startswith("<") or etree.fromstring(part.encode()) is not None
