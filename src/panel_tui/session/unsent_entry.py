"""An entry that was refused after its form had closed, made into the form again.

A seat's own terminal sends what it can when it can; the room may refuse it an hour later. Its words go back to where
they were typed, with everything that belongs to them: a private note comes back as a private one.
"""

from __future__ import annotations

from panel_tui.session import bodies
from panel_tui.session.body import Body
from panel_tui.session.terms import NoteKind
from panel_tui.session.unsent import NOTE, PRIVATE, TEXT, Unsent

_SIGNS: dict[NoteKind, str] = {"strength": "+ ", "concern": "- ", "question": "? ", "quote": '" ', "observation": ""}
_EVERYWHERE = "all"


def form_of(body: Body, seat: str) -> Unsent | None:
    """The form that holds the words of an entry; None for an entry without words of its own. `seat` is whose it is."""
    if isinstance(body, bodies.NoteTaken):
        text = f"{_SIGNS[body.kind]}{body.text}"
        return Unsent(form=PRIVATE if body.private else NOTE, about=body.point, fields={TEXT: text})
    if isinstance(body, bodies.EvidenceAdded):
        fields = {"title": body.title, "state": body.state, "url": body.url or "", "point": body.point}
        return Unsent(form="evidence", about=body.point, fields=fields)
    if isinstance(body, bodies.RecommendationMade):
        return _recommendation(body)
    if isinstance(body, bodies.QuestionAsked):
        return _question(body)
    return _closing(body, seat)


def _recommendation(body: bodies.RecommendationMade) -> Unsent:
    fields = {
        TEXT: body.text,
        "strength": body.strength,
        "point": body.point or _EVERYWHERE,
        "owner": body.owner or "",
        "due": body.due or "",
    }
    return Unsent(form="recommend", about=body.point, fields=fields)


def _question(body: bodies.QuestionAsked) -> Unsent:
    fields = {TEXT: body.text, "point": body.point or _EVERYWHERE}
    if body.kind == "challenge":
        return Unsent(form="challenge", about="a challenge", fields=fields)
    return Unsent(form="ask", about="a question", fields=fields | {"asker": body.asker})


def _closing(body: Body, seat: str) -> Unsent | None:
    if isinstance(body, bodies.DissentRecorded):
        return Unsent(form="dissent", about=body.point, fields={TEXT: body.text, "seat": seat})
    if isinstance(body, bodies.SignedOff) and body.remark:
        return Unsent(form="sign", about=seat, fields={"remark": body.remark, "seat": seat})
    if isinstance(body, bodies.QuestionAnswered):
        return Unsent(form="answer", about=body.id, fields={TEXT: body.text})
    if isinstance(body, bodies.DecisionMade):
        fields = {"level": body.level, "reason": body.reason, "casting": "yes" if body.casting else ""}
        return Unsent(form="decide", about=body.point, fields=fields)
    if isinstance(body, bodies.ScopeTold):
        return Unsent(form="scope", about=None, fields={TEXT: body.text})
    if isinstance(body, bodies.TextAgreed):
        return Unsent(form="agree", about=body.heading, fields={TEXT: body.text})
    return None
