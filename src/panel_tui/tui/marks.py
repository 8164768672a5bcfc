"""The signs of the room: every one stands beside a word, so that nothing depends on colour or font."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from panel_tui.session.state import Note
from panel_tui.session.terms import EvidenceMark, EvidenceState, NoteKind
from panel_tui.session.view import PointView, View
from panel_tui.standard.model import Level
from panel_tui.tui.ink import Line, Piece
from panel_tui.wire import How

NOTHING = "·"
OUTSIDE = "–"
HERE = "▸"
DRAFT = "✎"
CONFLICT = "!"
EVIDENCE: dict[EvidenceState, tuple[str, str]] = {"done": ("✔", "good"), "planned": ("◷", "warn")}
MARKS: dict[EvidenceMark, tuple[str, str, str]] = {
    "seen": ("○", "accent", "seen"),
    "verified": ("✓", "good", "verified"),
    "more-wanted": ("!", "strong warn", "more wanted"),
}
"""How far the panel is with a piece of evidence: a glyph, the tone of both, a word."""
SIGNS: dict[NoteKind, tuple[str, str]] = {
    "strength": ("+", "strong good"),
    "concern": ("-", "strong bad"),
    "question": ("?", "strong accent"),
    "quote": ('"', "strong accent"),
    "observation": (" ", ""),
}
PRESENCE: Mapping[How, tuple[str, str, str]] = {
    "in": ("●", "in", "good"),
    "writing": ("✎", "writing", "accent"),
    "away": ("○", "away", "warn"),
    "never": ("·", "not joined", "muted"),
}
"""How a seat is there: a glyph, a word, and the tone of both."""


def behalf(view: View, by: str | None) -> str:
    """Who wrote something down for another seat, to stand behind that seat's label."""
    return f", written by {view.label(by)}" if by else ""


_TONES = {"success": "good", "warning": "warn", "error": "bad", "muted": "muted"}


def level_glyph(point: PointView, level: str | None) -> tuple[str, str]:
    """The glyph and tone of a level of this point: full for the best, empty for the worst, half between."""
    return glyph_of(point.levels, level)


def glyph_of(levels: Sequence[Level], level: str | None) -> tuple[str, str]:
    """The same of a level (id) of these levels."""
    if level is None:
        return NOTHING, "muted"
    ranks = sorted({one.rank for one in levels if one.rank is not None})
    found = next((one for one in levels if one.id == level), None)
    tone = _tone(found)
    if found is None or found.rank is None:
        return OUTSIDE, tone
    if found.rank == ranks[-1]:
        return "●", tone
    return ("○", tone) if found.rank == ranks[0] else ("◐", tone)


def _tone(level: Level | None) -> str:
    return _TONES.get(level.colour or "", "") if level else "muted"


def level_words(point: PointView, level: str | None) -> Line:
    """A level as glyph and word: `● Met`; `· none` where there is none."""
    glyph, tone = level_glyph(point, level)
    return ((glyph, tone), " ", (point.label(level) if level else "none", tone))


def note_lead(note: Note, initials: str) -> Line:
    """What stands before a note: when, who, and its sign."""
    when = note_time(note.at)
    sign, tone = SIGNS[note.kind]
    pieces: list[Piece] = [(f"{when} {initials:<2} ", "muted"), (sign, tone), " "]
    return tuple(pieces)


def note_time(at: datetime) -> str:
    """A time of day as people read it here: local, `11:42`."""
    return at.astimezone().strftime("%H:%M")
