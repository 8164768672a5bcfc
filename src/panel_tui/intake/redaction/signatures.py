"""What a mail program or its sender puts around a text: signatures, headers of quoted mail, disclaimers.

A signature begins below a line that says so and lasts until the text, or the quoted part that it is in, ends. The
headers of a quoted mail name its people and are left out; what the mail says stays.
"""

from __future__ import annotations

import re
from typing import Literal

MailPart = Literal["signature", "mail header", "disclaimer"]

LONGEST_LINE = 70
"""Characters of a line that may begin a signature where its mark may mean something else too."""
MOST_LINES = 40
"""Lines below such a mark that are looked at: a signature with a disclaimer, and not a whole text again and again."""
_HEADER_LINES = 8
"""Lines of a quoted mail's header, at most."""

_WORDS = tuple(
    re.findall(
        "[^|]+",
        "regard|wishes|sincerely|faithfully|yours|gruss|grüss|gruess|groet|hwyl|cofion|cordial|saludos|wrote"
        "|schrieb|écrit|ysgrifennodd|confidential|recipient|addressee|in error|originated|scanned|environment"
        "|print this|you print|disclaimer",
    )
)
_FIRST_WORDS = frozenset(
    re.findall(
        r"\S+",
        "-- -\\- — – sent get gesendet von envoyé anfonwyd from de da van oddi begin kr mfg kind best warm"
        " warmest kindest with many much thanks thank cheers all ta take speak diolch gyda yn mit viele liebe"
        " beste bien met p.s on am le ar pob",
    )
)
"""A text without any of these words, and without a line that begins with one of these, has nothing around it that came
from mail; most texts are known by this alone."""

_QUOTED = re.compile(r"(?:>[ \t]?)*")
_STRONG = (
    r"(?:with\s+)?(?:(?:very|many|kind(?:est)?|best|warm(?:est)?)\s+)*regards|(?:with\s+)?(?:very\s+)?best wishes"
    r"|yours (?:sincerely|faithfully|truly|ever)|sincerely(?: yours)?|kr|mfg"
    r"|mit (?:freundlichen|besten|lieben) gr(?:ü|ue)(?:ß|ss)en"
    r"|(?:viele|liebe|beste|herzliche) gr(?:ü|ue)(?:ß|ss)e"
    r"|(?:bien )?cordialement|cordiali saluti|saludos(?: cordiales)?"
    r"|met vriendelijke groet(?:en)?|pob hwyl|cofion(?: (?:gorau|cynnes))?|yn gywir|gyda diolch"
)
_WEAK = (
    r"(?:many |much )?thanks(?: (?:again|very much|in advance|so much|a lot))?"
    r"|thank you(?: (?:again|very much|in advance|so much))?"
    r"|cheers|best|all the best|ta|take care|speak soon|diolch(?: yn fawr)?"
)
_SIGN_OFF = re.compile(
    rf"(?:(?:(?:{_WEAK})\s*(?:,|and|&|\+)\s*)?(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))(?P<sign>\s*[,.!–—-]*)(?:\s+(?P<name>\S.*))?",
    re.IGNORECASE,
)
_INLINE = re.compile(
    rf"(?<=[.!?])\s+(?i:(?:(?:{_WEAK})\s*(?:,|and|&)\s*)?(?:{_STRONG}))\s*[,.]?\s+"
    rf"(?=[^\W\d_a-z])[\w.'’-]{{1,30}}+(?:[ ,|]{{1,3}}+[\w.'’-]{{1,30}}+){{0,11}}+\s*$"
)
_SENT_FROM = re.compile(
    r"(?:sent (?:from|via|with) (?:my |the |a )?\S.{0,60}|get outlook for .{1,20}"
    r"|von meinem .{1,40} gesendet|gesendet von .{1,40}"
    r"|envoyé (?:de|depuis) (?:mon )?.{1,40}|anfonwyd o.{1,40})",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"iphone|ipad|ios|android|samsung|galaxy|mobile|phone|blackberry|outlook|mail|windows|huawei|nokia|pixel|proton|yahoo|device|tablet|handy|watch",
    re.IGNORECASE,
)
_DASH_NAME = re.compile(r"-- ?(?P<name>[^\W\d_a-z][^\n]{1,60})")
_NAME = re.compile(r"(?:(?:(?:de|la|van|von|der|den|bin|al|ap|o)\s+)*[^\W\d_a-z][\w'’.-]{0,29}[,\s]*){1,5}")
_ONE_NAME = re.compile(r"[^\W\d_][\w'’-]{1,19}(?: [^\W\d_][\w'’-]{1,19})?")
_STRUCTURE = re.compile(r"(?:#{1,6} |[-*+] (?:\[[ xX]\] )?\S|\d{1,2}[.)] |\||```)")
_POSTSCRIPT = re.compile(r"p\.? ?s\.?[ :]", re.IGNORECASE)

_FROM = re.compile(r"\W{0,4}(?:from|von|de|da|van|oddi wrth)\W{0,3}:\W*\S", re.IGNORECASE)
_HEADER = re.compile(
    r"\W{0,4}(?:sent|date|gesendet|datum|envoyé|to|an|à|cc|bcc|subject|betreff|objet|reply-?to|importance|attachments?|anfonwyd|at|pwnc)\W{0,3}:",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"\W{0,4}(?:sent|date|gesendet|datum|envoyé|subject|betreff|objet|anfonwyd|pwnc)\W{0,3}:", re.IGNORECASE
)
_ON_A_LINE = re.compile(
    r"\W{0,4}\bfrom:.{1,200}?\b(?:sent|date):.{1,120}?\bto:.{0,400}?(?:\bsubject:\s*|$)", re.IGNORECASE
)
_DIVIDER = re.compile(
    r"(?:[-_]{2,}\s*(?:original message|forwarded message|urspr.ngliche nachricht|message d.origine)\s*[-_]{2,}"
    r"|begin forwarded message:|_{8,})\s*",
    re.IGNORECASE,
)
_WROTE_BEGINS = re.compile(r"\W{0,3}(?:on|am|le|ar)\b", re.IGNORECASE)
_WROTE = re.compile(
    r"\W{0,3}(?:on|am|le|ar)\b.{6,240}\b(?:wrote|schrieb|écrit|ysgrifennodd)\b[^:]{0,80}:\s*", re.IGNORECASE
)
_DISCLAIMER = re.compile(
    r"(?:^|(?<=[.!?]\s))\W{0,4}(?:(?:legal )?disclaimer\s*:|confidentiality (?:notice|note|statement)\b"
    r"|th(?:is|e information (?:contained )?in this) (?:e-?mail|message|communication|transmission)\b[^\n]{0,120}"
    r"\b(?:(?:private and |strictly |legally )*(?:confidential|privileged)"
    r"|intended (?:solely|only|exclusively) for|is intended for the (?:addressee|use|named|recipient))"
    r"|if you (?:are not|have received)[^\n]{0,60}\b(?:recipient|addressee|in error)\b"
    r"|(?:please )?consider the environment before|(?:please )?think before you print"
    r"|caution:? this (?:e-?mail|message) (?:has )?originated|this (?:e-?mail|message) (?:has been|was) scanned\b)",
    re.IGNORECASE,
)


def without_mail_parts(text: str) -> tuple[str, list[MailPart]]:
    """Remove signatures, headers of quoted mail and disclaimers from a text; also return what was removed, by kind."""
    if not _may_have_parts(text.casefold()):
        return text, []
    lines = text.split("\n")
    kept: list[str] = []
    parts: list[MailPart] = []
    place, anything = 0, False
    while place < len(lines):
        part, end, stays = _part_at(lines, place, anything_before=anything)
        if part is None:
            kept.append(lines[place])
            anything = anything or bool(lines[place].strip(" >"))
        else:
            parts.append(part)
            kept += [stays] if stays else []
        place = end
    if not parts:
        return text, []
    return re.sub(r"\n(?:[ \t>]*\n){2,}", "\n\n", "\n".join(kept)).strip("\n"), parts


def _may_have_parts(low: str) -> bool:
    if any(word in low for word in _WORDS):
        return True
    for line in low.split("\n"):
        first = line.lstrip("> *_\\").split(None, 1)[:1]
        if first and (
            first[0].strip(",.!:*_") in _FIRST_WORDS or first[0].startswith("--") or first[0].startswith("__")
        ):
            return True
    return False


def _part_at(lines: list[str], place: int, *, anything_before: bool) -> tuple[MailPart | None, int, str]:
    """What begins on a line, the line after its end, and what of it stays."""
    if end := _header_end(lines, place):
        return "mail header", end, ""
    line = lines[place]
    if match := _ON_A_LINE.match(line):
        return "mail header", place + 1, line[match.end() :]
    if end := _signature_end(lines, place, anything_before=anything_before):
        return "signature", end, ""
    if match := _DISCLAIMER.search(line):
        return "disclaimer", _paragraph_end(lines, place), line[: match.start()].rstrip(" >*_")
    if match := _INLINE.search(line):
        return "signature", place + 1, line[: match.start()]
    return None, place + 1, ""


def _quoted(line: str) -> tuple[int, str]:
    """How deep a line is quoted, and what it says."""
    match = _QUOTED.match(line)
    end = match.end() if match else 0
    return line.count(">", 0, end), line[end:]


def _plain(words: str) -> str:
    """Words without emphasis and the marks of Markdown around them."""
    return words.strip().strip("*_~\\").strip()


# Headers of quoted mail


def _header_end(lines: list[str], place: int) -> int | None:
    """The line after the header of a quoted mail that begins here; None where none does."""
    start = place
    words = _quoted(lines[place])[1].strip()
    if _DIVIDER.fullmatch(words):
        start = next((n for n in range(place + 1, min(place + 3, len(lines))) if _quoted(lines[n])[1].strip()), place)
        if start == place or not (_is_header(lines, start) or "message" in words.casefold()):
            return None
        return _is_header(lines, start) or start
    if _WROTE.fullmatch(words):
        return place + 1
    goes_on = place + 1 < len(lines) and len(words) < 240 and _WROTE_BEGINS.match(words)
    if goes_on and _WROTE.fullmatch(f"{words} {_quoted(lines[place + 1])[1].strip()}"):
        return place + 2
    return _is_header(lines, start)


def _is_header(lines: list[str], place: int) -> int | None:
    """The line after `From: …`, `Sent: …`, `To: …`; None where they do not stand here."""
    if not _FROM.match(_quoted(lines[place])[1]):
        return None
    end, headers, telling = place + 1, 1, False
    for number in range(place + 1, min(place + 2 * _HEADER_LINES, len(lines))):
        words = _quoted(lines[number])[1]
        if _HEADER.match(words):
            telling = telling or bool(_TELLING.match(words))
            headers, end = headers + 1, number + 1
        elif words.strip() and not (words[:1].isspace() and number == end):
            break
        elif words.strip():
            end = number + 1  # a header that goes on, indented, on the next line
        elif number > end:
            break
    return end if telling and headers >= 3 else None


def _paragraph_end(lines: list[str], place: int) -> int:
    end = place + 1
    while end < len(lines) and lines[end].strip(" \t>"):
        end += 1
    return end


# Signatures


def _signature_end(lines: list[str], place: int, *, anything_before: bool) -> int | None:
    """The line after the signature that begins here; None where none does."""
    depth, raw = _quoted(lines[place])
    words = _plain(raw)
    if raw == "-- ":
        return _end_of(lines, place, depth)
    if raw.rstrip() in ("--", "—", "–", "-- \\", "\\--"):
        below = _below(lines, place, depth)
        return _end_of(lines, place, depth) if below and _may_be_signed(below) else None
    if _SENT_FROM.fullmatch(words.rstrip(".")) and _DEVICE.search(words):
        below = _below(lines, place, depth)
        return _end_of(lines, place, depth) if below and _may_be_signed(below) else place + 1
    if (match := _DASH_NAME.fullmatch(words)) and _NAME.fullmatch(match["name"]) and not _below(lines, place, depth):
        return place + 1
    return _signed_off_end(lines, place, depth, anything_before=anything_before)


def _signed_off_end(lines: list[str], place: int, depth: int, *, anything_before: bool) -> int | None:
    """The end of `Kind regards,` and the name below it."""
    match = _SIGN_OFF.fullmatch(_plain(_quoted(lines[place])[1]))
    if match is None:
        return None
    below = _below(lines, place, depth)
    name = _plain(match["name"] or "").rstrip(".,")
    if match["strong"]:
        signed = bool(_NAME.fullmatch(name)) if name else bool(below) and _may_be_signed(below)
    elif name:
        signed = anything_before and "," in match["sign"] and not below and bool(_NAME.fullmatch(name))
    else:
        first = _plain(below[0]).rstrip(".,") if below else ""
        signed = bool(_NAME.fullmatch(first)) or (len(below) == 1 and bool(_ONE_NAME.fullmatch(first)))
    return _end_of(lines, place, depth) if signed else None


def _below(lines: list[str], place: int, depth: int) -> list[str]:
    """The first lines that a signature would take in and that say something."""
    end = _end_of(lines, place, depth, most=MOST_LINES)
    inside = (_quoted(line)[1].strip() for line in lines[place + 1 : end])
    return [words for words in inside if words]


def _may_be_signed(below: list[str]) -> bool:
    """Whether what stands below a mark reads as a signature and not as more of the text."""
    first = _plain(below[0])
    short = len(first) <= LONGEST_LINE and first[-1:] not in ".!?:;…"
    return short and not any(_STRUCTURE.match(words) for words in below)


def _end_of(lines: list[str], place: int, depth: int, most: int | None = None) -> int:
    """Where a signature ends: with the text, with the quoted part that it is in, or where a quoted mail begins."""
    last = len(lines) if most is None else min(len(lines), place + most)
    for number in range(place + 1, last):
        inner, words = _quoted(lines[number])
        begins = _POSTSCRIPT.match(words) or (words.strip() and inner != depth) or _header_end(lines, number)
        if begins:
            return number
    return last
