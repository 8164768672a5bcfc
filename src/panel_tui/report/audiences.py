"""What a copy leaves out, said in words: by whom it is for, and by its format.

The leaving out itself is done by `views.view_for`; a gap must never be mistaken for "nothing was said".
"""

from __future__ import annotations

from collections.abc import Iterable

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


LONGEST_PROOF = 240
"""Characters of a piece of evidence's own text that a document shows; a card's description can be pages long."""


class Gap(Struct, frozen=True):
    """One kind of thing that a copy leaves out: in a few words for its top, and in full for its end.

    `scored` gaps are about scores and decisions, which a conversation has none of; `of_a_panel` are about what a team
    alone does not do.
    """

    short: str
    full: str
    scored: bool = False
    of_a_panel: bool = False


_NAMES = Gap(
    "the panel’s names",
    "the names of the people on the panel: they stand by their roles"
    " (a name that somebody wrote inside a text is still there)",
)
_NAMES_OF_A_TEAM = Gap(
    "the team’s names",
    "the names of the people of the team: they stand by what they do"
    " (a name that somebody wrote inside a text is still there)",
)
_OTHER_NOTES = Gap(
    "observations and quotes",
    "observations and quotes among the notes: the strengths, concerns and questions are here, without who wrote them",
)
_CONFLICTS = Gap(
    "who has a conflict of interest and why",
    "who declared a conflict of interest, and why: only that it was declared",
)
_REMARKS = Gap("remarks at the sign-off", "what members of the panel remarked when they signed", of_a_panel=True)
_TIME = Gap(
    "why time was added",
    "why the panel took more time, and why it adjourned: only how long it took",
    of_a_panel=True,
)
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
        _TIME,
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
        Gap(
            "the evidence and the team’s own view",
            "the evidence that the team showed, and its own view of itself",
        ),
        Gap(
            "questions and challenges",
            "the questions and challenges of the questions period, and their answers",
            of_a_panel=True,
        ),
        _CONFLICTS,
        _REMARKS,
        _TIME,
        _LOG,
    ),
}

_WHOLE = Gap(
    "what is about the whole service",
    "what is about the whole service: the panel and its sign-off, the story so far, notes and recommendations, what"
    " became of last time’s: they are in the other copies",
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
_CARDS = (
    Gap("the evidence", "the evidence: the board has it"),
    Gap("scores", "how the panel scored: the other copies say as much of it as they may", scored=True),
    Gap("questions and challenges", "the questions and challenges: they are in the other copies", of_a_panel=True),
    Gap("people and clocks", "the people, the story of the service and the clocks: they are in the other copies"),
)
_READ = ("md", "html", "docx", "odt", "csv")
"""The formats that show evidence with its texts cut short."""
_RECORD = (
    Gap(
        "earlier wordings",
        "earlier wordings, and what was taken back or undone: the session’s own file has them",
    ),
)
_BY_FORMAT: dict[str, tuple[Gap, ...]] = {
    "md": _DOCUMENT,
    "html": _DOCUMENT,
    "docx": _DOCUMENT,
    "odt": _DOCUMENT,
    "csv": (_WHOLE, _REST),
    "trello-csv": _CARDS,
    "cards": _CARDS,
    "json": _RECORD,
}


def left_out(view: View, format: str) -> tuple[Gap, ...]:
    """What a copy of this view in this format leaves out."""
    gaps = _fitting(view, _BY_AUDIENCE[audience_of(view)])
    if view.viewer.audience is not None and not view.viewer.names:
        gaps.insert(0, _NAMES_OF_A_TEAM if view.is_self else _NAMES)
    private = private_notes(view)
    if private:
        words = counted(private, "private note")
        gaps.append(Gap(words, f"{words}: only the seat that wrote one may take it along"))
    if any(point.inside and not point.revealed for point in view.points):
        gaps.append(Gap("sealed scores", "scores that are still sealed: they come with the reveal"))
    barred = [point.number for point in view.points if point.barred]
    if barred:
        unit = "question" if view.standard.is_conversation else "point"
        words = f"what was said on {unit if len(barred) == 1 else f'{unit}s'} {listed(barred)}"
        gaps.append(Gap(words, f"{words}: a conflict of interest keeps it from the seat that this copy is for"))
    if format in _READ and long_texts(view):
        words = "long texts of evidence"
        gaps.append(Gap(words, f"{words} in full: they are cut short here, and whole in the JSON copy"))
    return (*gaps, *_fitting(view, _BY_FORMAT[format]))


def _fitting(view: View, gaps: Iterable[Gap]) -> list[Gap]:
    """Those about what this kind of session has at all."""
    scored = not view.standard.is_conversation and not view.is_self
    return [gap for gap in gaps if (scored or not gap.scored) and not (view.is_self and gap.of_a_panel)]


def long_texts(view: View) -> bool:
    """Whether a text of a piece of evidence is longer than a document shows."""
    held = (*view.evidence, *(one for point in view.points for one in point.evidence))
    return any(len(" ".join((one.text or "").split())) > LONGEST_PROOF for one in held)


def reader(view: View) -> str:
    """Whom the copy is made for, in words."""
    audience = audience_of(view)
    return "the team’s own organisation" if view.is_self and audience == "internal" else FOR[audience]


def private_notes(view: View) -> int:
    """How many private notes the view does not hold."""
    return view.private_notes_left_out + sum(point.private_notes_left_out for point in view.points)


def audience_of(view: View) -> Audience:
    """Whom the view was made for; a seat's own view is a copy for the panel."""
    return view.viewer.audience or "panel"
