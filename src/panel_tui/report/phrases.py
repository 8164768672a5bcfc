"""Small pieces of text for the blocks: plain, strong, linked, and the lines that stand in lists and tables."""

from __future__ import annotations

from panel_tui.report.blocks import Paragraph, Run, Text
from panel_tui.report.model import Advice, Own, Proof, Remark
from panel_tui.report.words import paragraphs, plain

NOTHING = "–"
"""What stands in a table's cell that has nothing to say."""


def said(text: str) -> Text:
    """Plain text."""
    return (Run(plain(text)),)


def strong(text: str) -> Text:
    """Text of weight."""
    return (Run(plain(text), strong=True),)


def maybe(text: str | None) -> Text:
    """The text, or the sign for nothing."""
    return said(text or NOTHING)


def prose(text: str) -> list[Paragraph]:
    """The paragraphs of a longer text."""
    return [Paragraph(said(part)) for part in paragraphs(plain(text))]


def remark_text(remark: Remark) -> Text:
    """A line of the panel, with the question of a conversation that it is about and who wrote it, where told."""
    about = f"Question {remark.about}: " if remark.about else ""
    who = f" ({remark.who})" if remark.who else ""
    return said(f"{about}{remark.text}{who}")


def proof_text(proof: Proof) -> Text:
    """A piece of evidence; its address is a link only where it is one of the web. Its own words and its marks stand in
    lines of their own."""
    more = (
        *((said(f"\n{proof.text}")) if proof.text else ()),
        *(run for mark in proof.marks for run in (*said("\n"), *strong(mark))),
    )
    return (*_titled(proof), *more)


def _titled(proof: Proof) -> Text:
    who = said(f" ({proof.who})") if proof.who else ()
    if proof.url is None:
        return (*said(proof.title), *who)
    address = plain(proof.url).strip()
    if address.lower().startswith(("https://", "http://")) and not any(sign.isspace() for sign in address):
        return (*said(f"{proof.title}: "), Run(address, href=address), *who)
    return (*said(f"{proof.title}: {address}"), *who)


def own_words(own: Own) -> str:
    """The team's own view in one line: the level it would give itself, and why."""
    return " — ".join(part for part in (own.label, own.text) if part)


def advice_text(advice: Advice, *, with_strength: bool = False) -> Text:
    """A recommendation with its owner and its date."""
    who = [f"owner: {advice.owner}"] if advice.owner else []
    when = [f"by {advice.due}"] if advice.due else []
    more = f" ({', '.join(who + when)})" if who or when else ""
    lead = strong(f"{advice.strength}: ") if with_strength else ()
    return (*lead, *said(f"{advice.text}{more}"))
