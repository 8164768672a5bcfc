"""What a copy leaves out, said in words: by whom it is for, and by its format.

The leaving out itself is done by `views.view_for`; a gap must never be mistaken for "nothing was said".
"""

from __future__ import annotations

from msgspec import Struct

from panel_tui.report.words import counted, listed
from panel_tui.session.view import Audience, View

FOR: dict[Audience, str] = {
    "internal": "the organisation that held the assessment",
    "panel": "the panel",
    "team": "the team",
    "public": "the public",
}
"""Whom each copy is made for, in words."""

DEFAULT_AUDIENCE: dict[str, Audience] = {"json": "internal"}
"""Formats whose copy is not for the team unless it is asked for: JSON is the complete record."""


class Gap(Struct, frozen=True):
    """One kind of thing that a copy leaves out: in a few words for its top, and in full for its end.

    `scored` gaps are about scores and decisions, which a conversation has none of.
    """

    short: str
    full: str
    scored: bool = False


_NAMES = Gap(
    "the panel’s names",
    "the names of the people on the panel: they stand by their roles"
    " (a name that somebody wrote inside a text is still there)",
)
_OTHER_NOTES = Gap(
    "observations and quotes",
    "the panel’s observations and quotes: its strengths, concerns and questions are here, without who wrote them",
)
_CONFLICTS = Gap(
    "who has a conflict of interest and why",
    "who declared a conflict of interest, and why: only that it was declared",
)
_REMARKS = Gap("remarks at the sign-off", "what members of the panel remarked when they signed")
_LOG = Gap("the log", "the log of everything that was done")

_BY_AUDIENCE: dict[Audience, tuple[Gap, ...]] = {
    "internal": (),
    "panel": (),
    "team": (
        Gap("who gave which score", "who gave which score: only how many members gave each level", scored=True),
        Gap("who did not share a decision", "who did not share a decision: only what they said", scored=True),
        _OTHER_NOTES,
        _CONFLICTS,
        _REMARKS,
        _LOG,
    ),
    "public": (
        Gap("scores", "the scores of the members of the panel: only the decisions are here", scored=True),
        Gap(
            "what was said against a decision",
            "what members who did not share a decision said: only how many they were",
            scored=True,
        ),
        _OTHER_NOTES,
        Gap("the evidence", "the evidence that the team showed"),
        Gap("questions and challenges", "the questions and challenges of the questions period, and their answers"),
        _CONFLICTS,
        _REMARKS,
        _LOG,
    ),
}

_WHOLE = Gap(
    "what is not about one point",
    "what is not about one point: the panel and its sign-off, the story of the service, notes and recommendations"
    " about the whole service, what became of last time’s: they are in the other copies",
)
_REST = Gap(
    "questions, clocks and the log",
    "the questions and challenges, the clocks of the stages and the log: they are in the JSON copy",
)
_DOCUMENT = (
    Gap("times and earlier wordings", "the time of each entry and the log of changes: they are in the JSON copy"),
    Gap(
        "the standard’s guidance",
        "the standard’s own prompts, summaries and guidance: they are in the JSON copy",
    ),
)
_RECORD = (
    Gap(
        "earlier wordings of notes",
        "earlier wordings, and what was withdrawn, where the log does not quote them: the session’s own file has them",
    ),
)
_BY_FORMAT: dict[str, tuple[Gap, ...]] = {
    "md": _DOCUMENT,
    "html": _DOCUMENT,
    "docx": _DOCUMENT,
    "odt": _DOCUMENT,
    "csv": (_WHOLE, _REST),
    "json": _RECORD,
}


def left_out(view: View, format: str) -> tuple[Gap, ...]:
    """What a copy of this view in this format leaves out."""
    scored = not view.standard.is_conversation
    gaps = [gap for gap in _BY_AUDIENCE[audience_of(view)] if scored or not gap.scored]
    if view.viewer.audience is not None and not view.viewer.names:
        gaps.insert(0, _NAMES)
    private = private_notes(view)
    if private:
        words = counted(private, "private note")
        gaps.append(Gap(words, f"{words}: only the seat that wrote one may take it along"))
    if any(point.inside and not point.revealed for point in view.points):
        gaps.append(Gap("sealed scores", "scores that are still sealed: they come with the reveal"))
    barred = [point.number for point in view.points if point.barred]
    if barred:
        words = f"what was said on {'point' if len(barred) == 1 else 'points'} {listed(barred)}"
        gaps.append(Gap(words, f"{words}: a conflict of interest keeps it from the seat that this copy is for"))
    return (*gaps, *_BY_FORMAT[format])


def private_notes(view: View) -> int:
    """How many private notes the view does not hold."""
    return view.private_notes_left_out + sum(point.private_notes_left_out for point in view.points)


def audience_of(view: View) -> Audience:
    """Whom the view was made for; a seat's own view is a copy for the panel."""
    return view.viewer.audience or "panel"
