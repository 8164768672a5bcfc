"""Words, addresses and keys out of a list that somebody wrote, as a session may hold them."""

from __future__ import annotations

import hashlib
import re

from panel_tui.intake.redaction import Redaction
from panel_tui.session.terms import EvidenceState, Source, SourceKind
from panel_tui.session.words import LINE_LENGTH, PROSE_LENGTH, bare, clean, clean_line

CUT = "…"
LONGEST_ADDRESS = 2_000
"""Characters of an address that is kept as one; a longer one stays in its text."""
_ADDRESS = re.compile(r"(?i:https?)://[^\s<>\"]+")
_BETWEEN = " -–—:,|"
_STATES: dict[EvidenceState, str] = {
    "done": "done yes y x true 1 complete completed finished ready live shipped released met in-place in-use ✓ ✔ ☑ ✅",
    "planned": "planned plan no n false 0 todo to-do open later next doing started in-progress not-started not-done "
    "not-yet incomplete pending wip backlog ongoing upcoming ☐ ✗ ✘ ❌",
}
_STATE_OF = {word: state for state, words in _STATES.items() for word in words.split()}
_SAID: dict[str, EvidenceState] = {
    "done": "done",
    "complete": "done",
    "completed": "done",
    "finished": "done",
    "planned": "planned",
    "to do": "planned",
    "todo": "planned",
    "doing": "planned",
    "in progress": "planned",
}


def title_of(text: str) -> tuple[str, str | None]:
    """A title in one line as long as one may be, and the whole of it where it had to be cut."""
    whole = clean_line(text, _endless(text))
    if len(whole) <= LINE_LENGTH:
        return whole, None
    return whole[: LINE_LENGTH - 1].rstrip() + CUT, whole


def text_of(*parts: str | None) -> tuple[str | None, bool]:
    """Paragraphs put together, and whether they had to be cut to what a session keeps. None where nothing is left."""
    whole = "\n".join(kept for part in parts if part and (kept := clean(part, _endless(part))))
    if len(whole) <= PROSE_LENGTH:
        return whole or None, False
    return whole[: PROSE_LENGTH - 1].rstrip() + CUT, True


def _endless(text: str) -> int:
    return 8 * len(text) + 1  # what a text can grow to when it is cleaned


def on_a_line(text: str, length: int = 40) -> str:
    """The beginning of a text as it may stand in a sentence."""
    begins = text[: 20 * length]
    kept = clean_line(begins, _endless(begins))
    return kept if len(kept) <= length else kept[: length - 1].rstrip() + CUT


def pieces_have(count: int) -> str:
    """How many pieces of evidence have something."""
    return "1 piece of evidence has" if count == 1 else f"{count} pieces of evidence have"


def address_of(text: str) -> str | None:
    """The one web address that a text is, as a record may hold it; None where it is something else."""
    bared = bare(text).strip().strip("<>")
    if len(bared) > LONGEST_ADDRESS or _ADDRESS.fullmatch(bared) is None:
        return None
    scheme, _, rest = bared.partition("://")
    return f"{scheme.lower()}://{rest}"


def addresses_in(text: str) -> list[tuple[str, str]]:
    """Every web address that stands in a text: as it is written there, and as a record may hold it."""
    found = []
    for match in _ADDRESS.finditer(text):
        written = match[0]
        closing = written.count(")") - written.count("(")
        while written[-1] in ".,;:!?'*_" or (written[-1] == ")" and closing > 0):
            closing -= written[-1] == ")"
            written = written[:-1]
        url = address_of(written)
        if url is not None:
            found.append((written, url))
    return found


def without_address(text: str) -> tuple[str, str | None]:
    """A title without the first web address in it, and that; a title that is nothing else stays."""
    found = addresses_in(text)
    if not found:
        return text, None
    written, url = found[0]
    before, _, after = text.partition(written)
    rest = f"{before.rstrip(' <([')} {after.lstrip(' >)].,;:!?')}".strip(_BETWEEN)
    return (rest or url), url


def state_of(word: str) -> EvidenceState | None:
    """`done` or `planned` as people write them in a list; None where it is neither."""
    plain = "-".join(bare(word).casefold().replace("_", " ").replace("-", " ").split()).strip(".!:")
    return _STATE_OF.get(plain)


def said_state(words: str) -> EvidenceState | None:
    """The state that a heading, or a word before a colon, says and cannot mean otherwise ('Live' may be a phase)."""
    return _SAID.get(" ".join(words.casefold().replace("-", " ").split()).strip(" :"))


def source_of(kind: SourceKind, name: str, redaction: Redaction) -> Source:
    """The source that a file is, by its name. A name that holds an address is kept without it, in the key too."""
    shown = redaction.line(name)
    key = name.casefold() if shown == name else f"{shown.casefold()}#{key_of(name)}"
    return Source(kind=kind, key=f"{kind}:{key}", name=shown)


def key_of(*parts: str | None) -> str:
    """A key that stays the same as long as these words do."""
    told = "\x1f".join(" ".join((part or "").casefold().split()) for part in parts)
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:20]
