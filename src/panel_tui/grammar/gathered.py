"""Words for evidence brought in and looked at, the team's own view, and the register."""

from __future__ import annotations

import re

from panel_tui.grammar.reader import Words
from panel_tui.session import bodies
from panel_tui.session.fold.gathered import find_evidence
from panel_tui.session.terms import EvidenceMark

Bodies = tuple[bodies.AnyBody, ...]

MARKS: tuple[EvidenceMark, ...] = ("seen", "verified", "more-wanted")
NOWHERE = "none"
_ADDRESS = re.compile(r"\b(report|board)\s+(\S+)", re.IGNORECASE)


def _evidence(words: Words) -> str:
    id = words.take("the number of a piece of evidence").upper()
    if find_evidence(words.desk.state, id) is None:
        raise words.fail(f"there is no evidence '{id[:40]}'")
    return id


def place(words: Words) -> Bodies:
    """`place E12 4`, `place E12 none`"""
    id = _evidence(words)
    point = None if words.maybe(NOWHERE) else words.point().id
    words.done()
    return (bodies.EvidencePlaced(id=id, point=point),)


def mark(words: Words) -> Bodies:
    """`mark E3 verified`, `mark E3 more-wanted the report of the second round`"""
    id = _evidence(words)
    chosen = words.choice("how far you are with it", MARKS)
    text = words.rest("a remark") if words.left else None
    return (bodies.EvidenceMarked(id=id, mark=next(one for one in MARKS if one == chosen), text=text),)


def unmark(words: Words) -> Bodies:
    """`unmark E3`"""
    id = _evidence(words)
    words.done()
    return (bodies.EvidenceMarked(id=id, mark=None),)


def own(words: Words) -> Bodies:
    """`own 4 met because we test every sprint`, `own 4 because …`, `own 4 none`"""
    reason = words.because(needed=False)
    point = words.point_if_any() or words.here()
    taken_back = words.maybe(NOWHERE) is not None
    level = words.level(point) if words.left and not taken_back else None
    words.done()
    if taken_back and reason:
        raise words.fail("a view that is taken back needs no reason")
    if not taken_back and level is None and not reason:
        raise words.fail("say a level, or why in words, or 'none' to take your view back")
    return (bodies.OwnViewGiven(point=point.id, level=level, text=reason),)


def publish(words: Words) -> Bodies:
    """`publish report https://… board https://…`"""
    named = _ADDRESS.findall(words.left)
    found = {name.lower(): url for name, url in named}
    if _ADDRESS.sub("", words.left).strip() or len(found) < len(named):
        raise words.fail("after 'report' and 'board' comes an address each, once")
    return (bodies.Published(report=found.get("report"), board=found.get("board")),)


def unpublish(words: Words) -> Bodies:
    """`unpublish`"""
    words.done()
    return (bodies.Unpublished(),)
