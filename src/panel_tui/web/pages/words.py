"""Words, glyphs and times of the pages. Every glyph stands beside a word; every text is cleaned and stays text."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from panel_tui.report.words import tone_of
from panel_tui.session.clock import Reading
from panel_tui.session.state import Timebox
from panel_tui.session.terms import (
    SOURCE_WORDS,
    CheckStatus,
    ConflictEffect,
    EarlierDecision,
    EvidenceMark,
    NoteKind,
    Role,
    Stage,
)
from panel_tui.session.view import CarriedOver, PointView, View
from panel_tui.standard.model import Level
from panel_tui.wire import How

STAGE_WORDS: dict[Stage, str] = {
    "briefing": "Briefing",
    "points": "Points",
    "deliberation": "Deliberation",
    "questions": "Questions",
    "close": "Close",
}
ROLE_WORDS: dict[Role, str] = {"lead": "lead", "deputy": "deputy", "member": "member", "observer": "observer"}
KINDS: dict[NoteKind, tuple[str, str]] = {
    "strength": ("+", "Strength"),
    "concern": ("-", "Concern"),
    "question": ("?", "Question"),
    "quote": ('"', "Quote"),
    "observation": ("", "Observation"),
}
"""The sign and the word of each kind of note. The sign is what begins it in one line."""
EVIDENCE = {"done": ("✔", "good"), "planned": ("◷", "middle")}
MARKS: dict[EvidenceMark, tuple[str, str, str]] = {
    "seen": ("✓", "none", "seen"),
    "verified": ("✓", "good", "verified"),
    "more-wanted": ("!", "middle", "more wanted"),
}
"""How far the panel is with a piece of evidence: glyph, tone, words."""
SOURCES = SOURCE_WORDS
LONG_TEXT = 240
"""Characters of a piece of evidence's text that are shown without being asked for."""
EFFECTS: dict[ConflictEffect, str] = {
    "note": "takes part",
    "no-score": "does not score",
    "leaves": "leaves the room",
}
STATUSES: dict[CheckStatus, tuple[str, str, str]] = {
    "taken-root": ("●", "good", "taken root"),
    "partly": ("◐", "middle", "partly"),
    "not": ("○", "poor", "not"),
    "no-longer-applies": ("–", "none", "no longer applies"),
}
HOW: dict[How, str] = {"in": "in", "writing": "writing", "away": "away", "never": "not here yet"}
SPREAD_TONES = {"agreed": "good", "differs": "middle", "split": "poor", "none": "none"}
_GLYPHS = {"good": "●", "middle": "◐", "poor": "○", "none": "–"}


class LevelWords(NamedTuple):
    """A level as it is shown: a glyph, its words, and a tone that never stands alone."""

    glyph: str
    label: str
    tone: str


def level_words(point: PointView, level: str | None) -> LevelWords:
    """A level of a point; a dot and `none` where there is none."""
    if level is None:
        return LevelWords("·", "none", "none")
    tone = tone_of(point.level(level), point.levels)
    return LevelWords(_GLYPHS[tone], point.label(level), tone)


def last_words(point: PointView, last: EarlierDecision) -> LevelWords:
    """What was decided last time, in the words of then; a tone only where today's scale has that level too."""
    return _earlier_words(last, point.level(last.level) if last.level else None, point.levels)


def carried_words(view: View, carried: CarriedOver) -> LevelWords:
    """The same for a point that is carried over."""
    levels = view.standard.scale_of(carried.point, view.scale)
    return _earlier_words(carried.decision, carried.level, levels)


def _earlier_words(last: EarlierDecision, level: Level | None, levels: tuple[Level, ...]) -> LevelWords:
    tone = tone_of(level, levels) if level else "none"
    return LevelWords(_GLYPHS[tone] if level else "·", last.label, tone)


def clock_time(at: datetime) -> str:
    """A time of day by the lead's computer, `11:42`; the page's script writes the reader's own over it."""
    return at.astimezone().strftime("%H:%M")


def clock_tail(reading: Reading) -> str:
    """What stands after a clock's figures."""
    if reading.status == "running":
        return "over" if reading.left <= -1 else "left"
    return {"paused": "paused", "stopped": "stopped", "ready": "not started"}[reading.status]


def behind_words(seconds: float) -> str:
    """How far behind or ahead the day is, in whole minutes."""
    minutes = round(abs(seconds) / 60)
    if minutes == 0:
        return "on time"
    return f"{minutes} min behind" if seconds > 0 else f"{minutes} min ahead"


def link(url: str | None) -> str | None:
    """An address that may be made a link: of the web, and readable as one. Anything else stays text."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        found = parts.scheme in ("http", "https") and bool(parts.hostname) and not any(map(str.isspace, url))
    except ValueError:
        return None
    return url if found else None


def box_shown(view: View) -> Timebox | None:
    """The clock that runs, else the one that belongs to where the room is."""
    boxes = {box.box: box for box in view.timeboxes}
    for box in (*boxes.values(), *(point.timebox for point in view.points)):
        if box.running:
            return box
    if view.stage == "points":
        return view.point(view.current).timebox if view.current else None
    return boxes.get(view.stage)


def box_words(view: View, box: Timebox) -> str:
    """What a clock is for: `point 4`, `deliberation`."""
    id = box.box.removeprefix("point:")
    if id == box.box:
        return id
    known = view.standard.point(id)
    return f"point {known.number}" if known else "a point"
