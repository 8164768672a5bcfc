"""Whether a thing on a board is done or planned, and by which sign: its own tick, a label, the due date, its list."""

from __future__ import annotations

import re
from functools import lru_cache

from panel_tui.intake.trello.board import Card
from panel_tui.session.terms import EvidenceState

_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_PLANNED = re.compile(
    r"\b(?:not|isn['’]?t|unmet|undone|unfinished|unstarted|incomplete|nearly|almost|partially|partly|part met|to ?dos?"
    r"|planned|planning|next|later|soon|backlog|in progress|wip|doing|ongoing|on going|under ?way|outstanding|blocked"
    r"|in (?:review|draft|test|testing|development)|ready (?:for|to)|to be|needs (?:work|doing|review|more|evidence|to)"
    r"|missing|waiting|awaiting|on hold|parked|icebox|upcoming|(?:this|current) sprint|pending|work to do)\b"
    r"|^(?:plans?|gaps?|ideas?|future|started|draft|open|partial|partial evidence|waiting)$"
)
_DONE = re.compile(
    r"\b(?:done|complete|completed|finished|met|ready|shipped|released|deployed|closed|achieved|passed|accepted|evidenced"
    r"|published|verified|delivered|signed off)\b"
)
_FEW = 5
"""Words. A name of more is a sentence, and its words are about something else."""


@lru_cache(maxsize=4_096)
def state_named(name: str) -> EvidenceState | None:
    """The state that the name of a label or a list says, in a few words: `Done`, `Not met`, `To do (alpha)`."""
    words = _WORDS.findall(name[:200].casefold())
    if not 0 < len(words) <= _FEW:
        return None
    said = " ".join(words)
    if _PLANNED.search(said):  # first: "not done" and "ready for review" hold a word of the other kind
        return "planned"
    return "done" if _DONE.search(said) else None


def sign_of(card: Card, list_name: str | None) -> tuple[EvidenceState, str] | None:
    """The state of a card and why, in words; None where nothing says. `list_name` is that of its list, None where the
    list is a point and no state."""
    labelled = [(state, name) for name in card.labels if (state := state_named(name))]
    for state, name in sorted(labelled, key=lambda one: one[0] == "done"):  # both at once: it is not all done
        return state, f"the label '{name}'"
    if card.due_complete:
        return "done", "its due date is ticked as complete"
    if list_name is not None and (state := state_named(list_name)):
        return state, f"the list '{list_name}'"
    ticks = [item.complete for checklist in card.checklists for item in checklist.items]
    if ticks and all(ticks):
        return "done", "its checklist is complete"
    return None
