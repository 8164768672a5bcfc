"""The report's phrases: decisions, dates, lengths of time and lists as people say them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from panel_tui.report.model import Tone
from panel_tui.standard.model import Level

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)

_SENTENCES = {
    "met": "The service met point {}.",
    "not met": "The service did not meet point {}.",
    "partially met": "The service partially met point {}.",
    "partly met": "The service partly met point {}.",
    "not applicable": "Point {} does not apply to this service.",
}
"""Decision sentences of published reports, by the words of a level. Other words are quoted."""


def plain(text: str) -> str:
    """The text without the characters that no document format may hold. Input is cleaned; files are not ours."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def paragraphs(text: str) -> list[str]:
    """The text at its empty lines, nothing empty among them."""
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def decision_sentence(number: str, label: str | None) -> str:
    """What was decided on a point, as one sentence."""
    if label is None:
        return f"The panel has not yet decided point {number}."
    known = _SENTENCES.get(label.casefold())
    return known.format(number) if known else f"The panel’s decision on point {number} is: {label}."


def tone_of(level: Level | None, scale: Sequence[Level]) -> Tone:
    """Where a level stands on its scale, for a look that never stands alone."""
    ranks = [one.rank for one in scale if one.rank is not None]
    if level is None or level.rank is None:
        return "none"
    if level.rank == max(ranks, default=level.rank):
        return "good"
    return "poor" if level.rank == min(ranks) else "middle"


def day(text: str | None) -> str | None:
    """A date written YYYY-MM-DD in words; anything else as it was written."""
    if not text:
        return None
    try:
        read = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{read.day} {read:%B} {read.year}"


def moment(at: datetime) -> str:
    """A time in words, in UTC."""
    at = at.astimezone(UTC)
    return f"{at.day} {at:%B} {at.year} at {at:%H:%M} UTC"


def written_down(who: str, by: str | None) -> str:
    """Whose it is, and who wrote it down for them where somebody did; both are labels."""
    return f"{who}, written down by {by}" if by else who


def whole_minutes(seconds: float) -> int:
    """Seconds as whole minutes; a started minute counts from its half, and some time is never none."""
    return max(int(seconds > 0), int(seconds / 60 + 0.5))


def minutes(count: int) -> str:
    """`1 minute`, `12 minutes`."""
    return counted(count, "minute")


def counted(count: int, word: str, plural: str | None = None) -> str:
    """A number and its word."""
    return f"{count:,} {word if count == 1 else plural or word + 's'}"


def listed(parts: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    *front, end = [*parts]
    return f"{', '.join(front)} {last} {end}" if front else end


def sentence(text: str) -> str:
    """The text with a capital at its start and a full stop at its end, where it has neither."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…", ":", ";")) else text + "."


def shortened(text: str, longest: int) -> str:
    """The text on one line, cut between two words where it is longer than `longest` characters."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    return line[:longest].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"
