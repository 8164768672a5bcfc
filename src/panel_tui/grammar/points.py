"""Words for notes, evidence, scores, decisions and recommendations."""

from __future__ import annotations

import re

from panel_tui.grammar.reader import SIGNS, Words
from panel_tui.session import bodies
from panel_tui.session.fold.points import find_note
from panel_tui.session.rules.scope import leaving
from panel_tui.session.state import Note
from panel_tui.session.terms import EvidenceState, Strength
from panel_tui.session.words import clean, clean_line
from panel_tui.standard.model import Point

Bodies = tuple[bodies.AnyBody, ...]
_Withdrawn = bodies.NoteWithdrawn | bodies.EvidenceWithdrawn | bodies.RecommendationWithdrawn | bodies.QuestionWithdrawn

_URL = re.compile(r"(?:^|\s)(https?://\S+)$", re.IGNORECASE)
_OWNER = re.compile(r"\bowner:([^:]+)$", re.IGNORECASE)
_DUE = re.compile(r"\bby:\s*(\S+)$", re.IGNORECASE)


def note(words: Words) -> Bodies:
    """`note 4 + they test with caseworkers`"""
    return _noted(words, private=False)


def private(words: Words) -> Bodies:
    """`private 4 ask about the budget`"""
    return _noted(words, private=True)


def _noted(words: Words, *, private: bool) -> Bodies:
    # After a sign comes the text: in "+ 12 of 14 finished" the number is no point, and only "@12" would be.
    signed = words.left[:1] in SIGNS
    kind = words.note_kind()
    point = words.desk.state.current
    if words.maybe("@all") or (not signed and words.maybe("all")):
        point = None
    elif not signed or words.peek().startswith("@"):
        named = words.point_if_any()
        point = named.id if named else point
    if not signed:
        kind = words.note_kind()
    text = words.rest("the text of the note")
    id = words.desk.next_id("N")
    return (bodies.NoteTaken(id=id, point=point, kind=kind, text=text, private=private),)


def _known_note(words: Words) -> Note:
    id = words.take("the number of a note").upper()
    try:
        return find_note(words.desk.state, id)
    except KeyError:
        raise words.fail(f"there is no note '{id[:40]}'") from None


def reword(words: Words) -> Bodies:
    """`reword N12 - the plan has no owner`"""
    held = _known_note(words)
    kind = words.note_kind() if words.left[:1] in SIGNS else held.kind
    text = words.rest("the new text")
    return (bodies.NoteChanged(id=held.id, kind=kind, text=text, point=held.point, private=held.private),)


def withdraw(words: Words) -> Bodies:
    """`withdraw N12`, or E2, R3, Q1"""
    id = words.take("what to take back, such as N12, E2, R3 or Q1").upper()
    words.done()
    kinds: dict[str, type[_Withdrawn]] = {
        "N": bodies.NoteWithdrawn,
        "E": bodies.EvidenceWithdrawn,
        "R": bodies.RecommendationWithdrawn,
        "Q": bodies.QuestionWithdrawn,
    }
    kind = kinds.get(id[:1])
    if kind is None:
        raise words.fail(f"'{id[:40]}' is not a note, evidence, a recommendation or a question")
    return (kind(id=id),)


def _evidence_words(words: Words) -> tuple[EvidenceState, str, str | None]:
    state: EvidenceState = "done" if words.choice("done or planned", ("done", "planned")) == "done" else "planned"
    text = words.rest("a title")
    found = _URL.search(text)
    url = found.group(1) if found else None
    title = clean_line(text[: found.start()] if found else text)
    return state, title or clean_line(text), url


def evidence(words: Words) -> Bodies:
    """`evidence 4 done Sprint board https://…`"""
    point = words.point_or_here()
    state, title, url = _evidence_words(words)
    id = words.desk.next_id("E")
    return (bodies.EvidenceAdded(id=id, point=point.id, state=state, title=title, url=url),)


def amend(words: Words) -> Bodies:
    """`amend E2 done Retrospectives https://…`"""
    id = words.take("the number of a piece of evidence").upper()
    state, title, url = _evidence_words(words)
    return (bodies.EvidenceChanged(id=id, state=state, title=title, url=url),)


def score(words: Words) -> Bodies:
    """`score 4 met`"""
    point, level = _point_and_level(words)
    words.done()
    round = words.desk.state.points[point.id].round
    return (bodies.ScoreGiven(point=point.id, round=round, level=level),)


def _point_and_level(words: Words) -> tuple[Point, str]:
    named = words.point_if_any()  # a number alone is a point, though levels have digits as keys too
    point = named or words.here()
    return point, words.level(point)


def reveal(words: Words) -> Bodies:
    """`reveal 4`, `reveal here`, `reveal all`; what is seen cannot be unseen, so it has to be named"""
    if words.maybe("all"):
        words.done()
        return (bodies.ScoresRevealed(points=_sealed(words)),)
    if not words.left:
        raise words.fail("say what to reveal: the number of a point, 'here' for the point the room is on, or 'all'")
    point = words.point()
    words.done()
    return (bodies.ScoresRevealed(points=(point.id,)),)


def _sealed(words: Words) -> tuple[str, ...]:
    state = words.desk.state
    sealed = tuple(
        point.id
        for point in state.standard.points_in(state.created.phase)
        if (kept := state.points[point.id]).round not in kept.revealed
        and any(one.round == kept.round for one in kept.scores)
    )
    # Those for which who speaks has left the room wait for somebody else; the rules say so where there are no others.
    return tuple(point for point in sealed if not leaving(state, words.desk.seat, point)) or sealed


def again(words: Words) -> Bodies:
    """`again 4`"""
    point = words.point_or_here()
    words.done()
    return (bodies.RoundOpened(point=point.id, round=words.desk.state.points[point.id].round + 1),)


def decide(words: Words) -> Bodies:
    """`decide 4 partially-met because the plan is not yet shown working casting`"""
    reason = words.because(needed=True) or ""
    casting = False
    stripped = re.sub(r"[(\[]?\bcasting\b[)\]]?$", "", reason, flags=re.IGNORECASE).rstrip()
    if stripped and stripped != reason:
        reason, casting = stripped, True
    point, level = _point_and_level(words)
    if words.maybe("casting"):
        casting = True
    words.done()
    return (bodies.DecisionMade(point=point.id, level=level, reason=reason, casting=casting),)


def dissent(words: Words) -> Bodies:
    """`dissent 4 the evidence was a slide`"""
    point = words.point_or_here()
    return (bodies.DissentRecorded(point=point.id, text=words.rest("what you do not share, and why")),)


def must(words: Words) -> Bodies:
    """`must 4 test with people who use a screen reader owner: Rents by: 2027-01-31`"""
    return _recommended(words, "must")


def should(words: Words) -> Bodies:
    """`should 4 publish the service data`"""
    return _recommended(words, "should")


def _recommended(words: Words, strength: Strength) -> Bodies:
    everywhere = words.maybe("all") is not None
    point = None if everywhere else words.point_or_here().id
    text, owner, due = _owner_and_due(words)
    id = words.desk.next_id("R")
    return (bodies.RecommendationMade(id=id, point=point, strength=strength, text=text, owner=owner, due=due),)


def _owner_and_due(words: Words) -> tuple[str, str | None, str | None]:
    text = words.rest("what the team is to do")
    due = owner = None
    for _ in range(2):  # in either order
        if due is None and (found := _DUE.search(text)):
            due, text = found.group(1), text[: found.start()].rstrip()
        if owner is None and (found := _OWNER.search(text)):
            owner, text = clean_line(found.group(1)) or None, text[: found.start()].rstrip()
    text = clean(text)
    if not text:
        raise words.fail("what the team is to do is missing")
    return text, owner, due


def revise(words: Words) -> Bodies:
    """`revise R3 should publish the service data owner: Rents`"""
    id = words.take("the number of a recommendation").upper()
    strength: Strength = "must" if words.choice("must or should", ("must", "should")) == "must" else "should"
    text, owner, due = _owner_and_due(words)
    return (bodies.RecommendationChanged(id=id, strength=strength, text=text, owner=owner, due=due),)
